package lang

import "math/bits"

// packable is how many bytes of a word fit into one number. Most words of a
// text are no longer.
const packable = 8

// A wordTable finds what is listed for a word. Every word of every article is
// looked up a few times, so words that can be packed are compared as numbers.
// The zero table lists nothing.
type wordTable[V any] struct {
	// words are packed, 0 for none, at most half of them not; values are what is
	// listed for them. shift leaves as many bits of a hash as number them.
	words  []uint64
	values []V
	shift  int
	long   map[string]V
}

func newWordTable[V any](words map[string]V) wordTable[V] {
	size := bits.Len(uint(2 * len(words)))
	t := wordTable[V]{words: make([]uint64, 1<<size), values: make([]V, 1<<size), shift: 64 - size, long: make(map[string]V)}
	for w, v := range words {
		if len(w) > packable || w == "" {
			t.long[w] = v
			continue
		}
		packed := pack([]byte(w))
		at := t.at(packed)
		t.words[at], t.values[at] = packed, v
	}
	return t
}

// find returns what is listed for a word, the zero value if nothing is.
func (t *wordTable[V]) find(word []byte) (value V) {
	if len(word) > packable {
		return t.long[string(word)]
	}
	return t.findPacked(pack(word))
}

// findPacked is find for a packed word.
func (t *wordTable[V]) findPacked(packed uint64) (value V) {
	if packed != 0 && len(t.words) > 0 {
		if at := t.at(packed); t.words[at] == packed {
			return t.values[at]
		}
	}
	return value
}

// at returns the place of a packed word, or the empty one where it would be.
func (t *wordTable[V]) at(packed uint64) uint64 {
	const golden = 0x9e3779b97f4a7c15 // 2^64 through the golden ratio spreads neighbours far apart
	last := uint64(len(t.words) - 1)
	i := packed * golden >> t.shift
	for t.words[i&last] != packed && t.words[i&last] != 0 {
		i++
	}
	return i & last
}

// pack makes one number of the bytes of a word. No word has a zero byte.
func pack(word []byte) (packed uint64) {
	for i, c := range word {
		packed |= uint64(c) << (8 * i & 63)
	}
	return packed
}
