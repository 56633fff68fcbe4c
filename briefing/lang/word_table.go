package lang

import (
	"encoding/binary"
	"math/bits"
)

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
	// long has the words that cannot be packed, none of more than longest bytes.
	long    map[string]V
	longest int
}

func newWordTable[V any](words map[string]V) wordTable[V] {
	size := bits.Len(uint(2 * len(words)))
	t := wordTable[V]{words: make([]uint64, 1<<size), values: make([]V, 1<<size), shift: 64 - size, long: make(map[string]V)}
	for w, v := range words {
		if len(w) > packable || w == "" {
			t.long[w], t.longest = v, max(t.longest, len(w))
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
	switch {
	case len(word) <= packable:
		return t.findPacked(pack(word))
	case len(word) <= t.longest:
		return t.long[string(word)]
	}
	return value
}

// findFolded is find for text[from:to], whose ASCII letters may be capitals, which
// are none in the list.
func (t *wordTable[V]) findFolded(text string, from, to int) (value V) {
	if packed, ok := packLower(text, from, to); ok {
		return t.findPacked(packed)
	}
	if to-from > max(t.longest, packable) {
		return value
	}
	var room [64]byte
	word := append(room[:0], text[from:to]...)
	for i, c := range word {
		if 'A' <= c && c <= 'Z' {
			word[i] = c | 0x20
		}
	}
	return t.find(word)
}

// findPacked is find for a packed word.
func (t *wordTable[V]) findPacked(packed uint64) (value V) {
	if len(t.words) == 0 {
		return value
	}
	return t.values[t.at(packed)] // for an empty place nothing is listed
}

// at returns the place of a packed word, or the empty one where it would be.
func (t *wordTable[V]) at(packed uint64) uint64 {
	const golden = 0x9e3779b97f4a7c15 // 2^64 through the golden ratio spreads neighbours far apart
	last := uint64(len(t.words) - 1)
	i := packed * golden >> (t.shift & 63) & last
	for w := t.words[i]; w != packed && w != 0; w = t.words[i] {
		i = (i + 1) & last
	}
	return i
}

// pack makes one number of the bytes of a word, the first the lowest; there may
// be packable of them. No word has a zero byte.
func pack(word []byte) uint64 {
	n := len(word)
	if n >= 4 { // both halves, which may overlap
		return uint64(binary.LittleEndian.Uint32(word)) | uint64(binary.LittleEndian.Uint32(word[n-4:]))<<(8*(n-4)&63)
	}
	if n == 0 {
		return 0
	}
	// The first, the middle and the last, which may be the same.
	return uint64(word[0]) | uint64(word[n/2])<<(8*(n/2)&63) | uint64(word[n-1])<<(8*(n-1)&63)
}
