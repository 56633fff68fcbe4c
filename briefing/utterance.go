package briefing

import (
	"math/bits"
	"slices"
)

// An utterance is a quote with its words, which are read once.
type utterance struct {
	*Quote
	// words are those of the quote, in order.
	words wordSet
	marks wordMarks
	// onSubject counts the words that the headline has too, up to three.
	onSubject int
}

// wordMarks are bits for the words of a text, one for each, the same for the same
// word.
type wordMarks [marksWide]uint64

// marksWide makes so many bits that two quotes of some length share few by chance.
const marksWide = 4

// beside counts the bits of m that o has not: as many words at least.
func (m *wordMarks) beside(o *wordMarks) (n int) {
	for i, own := range m {
		n += bits.OnesCount64(own &^ o[i])
	}
	return n
}

// read reads the words of u behind those of other quotes and returns all.
func (p *picker) read(u *utterance, words wordSet) wordSet {
	from := len(words)
	for text := u.Text; len(text) > 0; {
		var key uint64
		var letters int
		if key, letters, text = nextKey(text, 1); letters == 0 {
			break
		}
		words = append(words, key)
		u.marks[key/64%marksWide] |= 1 << (key % 64)
		if letters >= 4 && u.onSubject < 3 && slices.Contains(p.subject, key) {
			u.onSubject++
		}
	}
	u.words = words[from:len(words):len(words)]
	return words
}

// sameSaid reports whether two quotes say the same. Where each has a fifth of its
// words, or more, for itself, they do not, and so nothing need be sorted.
func (u *utterance) sameSaid(o *utterance) bool {
	if 5*u.marks.beside(&o.marks) >= len(u.words) && 5*o.marks.beside(&u.marks) >= len(o.words) {
		return false
	}
	return slices.Clone(u.words).sorted().sameSaid(slices.Clone(o.words).sorted())
}

// sameSaid reports whether nearly all words of the shorter of two quotes are in
// the other.
func (k wordSet) sameSaid(o wordSet) bool {
	return float64(k.common(o)) > 0.8*float64(min(len(k), len(o)))
}
