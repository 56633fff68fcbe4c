package lang

import "math/bits"

// packable is how many bytes of a word fit into one number. Most words of a
// text are no longer.
const packable = 8

// A wordTable finds what is listed for a word. Every word of every article is
// looked up a few times, so words that can be packed are compared as numbers.
// The zero table lists nothing.
type wordTable[V any] struct {
	// slots are at most a quarter full; shift leaves as many bits of a hash as
	// number them.
	slots []wordSlot[V]
	shift int
	long  map[string]V
}

// A wordSlot holds a packed word, 0 for none.
type wordSlot[V any] struct {
	word  uint64
	value V
}

func newWordTable[V any](words map[string]V) wordTable[V] {
	size := bits.Len(uint(4 * len(words)))
	t := wordTable[V]{slots: make([]wordSlot[V], 1<<size), shift: 64 - size, long: make(map[string]V)}
	for w, v := range words {
		if len(w) > packable || w == "" {
			t.long[w] = v
			continue
		}
		packed := pack([]byte(w))
		*t.slot(packed) = wordSlot[V]{word: packed, value: v}
	}
	return t
}

// find returns what is listed for a word, the zero value if nothing is.
func (t *wordTable[V]) find(word []byte) (value V) {
	if len(word) > packable {
		return t.long[string(word)]
	}
	if packed := pack(word); packed != 0 && len(t.slots) > 0 {
		value = t.slot(packed).value
	}
	return value
}

// slot returns the one of a packed word, or the empty one where it would be.
func (t *wordTable[V]) slot(packed uint64) *wordSlot[V] {
	const golden = 0x9e3779b97f4a7c15 // 2^64 through the golden ratio spreads neighbours far apart
	for i := packed * golden >> t.shift; ; i++ {
		s := &t.slots[i&uint64(len(t.slots)-1)]
		if s.word == packed || s.word == 0 {
			return s
		}
	}
}

// pack makes one number of the bytes of a word. No word has a zero byte.
func pack(word []byte) (packed uint64) {
	for i, c := range word {
		packed |= uint64(c) << (8 * (i & 7))
	}
	return packed
}
