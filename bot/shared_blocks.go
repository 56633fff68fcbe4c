package bot

import "sync"

// SharedBlocks are blocks that many messages show: what many ask for at the same
// time. Adapters keep with them what they make of them, so that it is made once.
// Nobody may change the blocks. It is safe for use by several goroutines.
type SharedBlocks struct {
	blocks []Block
	// made holds what was made of them, by key.
	made sync.Map
}

// ShareBlocks returns blocks as messages may share them.
func ShareBlocks(blocks []Block) *SharedBlocks { return &SharedBlocks{blocks: blocks} }

// are reports whether these are the blocks, and not a copy or a part of them.
func (s *SharedBlocks) are(blocks []Block) bool {
	return s != nil && len(blocks) > 0 && len(blocks) == len(s.blocks) && &blocks[0] == &s.blocks[0]
}

// OnceOf returns what make makes of the Blocks of m, and of nothing else of it.
// Where m shares them with others, what was made for key before is returned, and
// must not be changed. A key is of a type of its caller's own, each for one T.
func OnceOf[T any](m Message, key any, make func() T) T {
	if !m.Shared.are(m.Blocks) { // also if somebody has put something before them
		return make()
	}
	if made, ok := m.Shared.made.Load(key); ok {
		return made.(T)
	}
	made := make()
	m.Shared.made.Store(key, made)
	return made
}
