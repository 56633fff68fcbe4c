package lang

import "unicode/utf8"

// A numberSieve tells at a glance that a text spells no number: no word in it
// begins as one that does. The zero sieve lets everything through.
type numberSieve struct {
	// openings has a bit for each beginning, by its hash.
	openings []uint64
	// initials has one for each first letter, by its place in the alphabet.
	initials uint32
}

// sieveBits is the binary logarithm of the number of bits: with so many a word
// that spells no number is rarely taken for one that does.
const sieveBits = 15

// opening is how many bytes of a word are looked at. Shorter words are wholes.
const opening = 4

// spelling are the kinds of words without which no words make a number.
const spelling = NumCardinal | NumScale | NumVague | NumFraction | NumHalf | NumFold | NumSome

func newNumberSieve(words map[string]*NumberWord) numberSieve {
	s := numberSieve{openings: make([]uint64, 1<<sieveBits/64)}
	for word, w := range words {
		if w.Is(spelling) || w.Role&RoleWhole != 0 {
			at := sieveAt(pack([]byte(word[:min(len(word), opening)])))
			s.openings[at/64] |= 1 << (at % 64)
			s.initials |= 1 << (word[0] & 31)
		}
	}
	return s
}

// sieveAt is the number of the bit of a packed beginning.
func sieveAt(packed uint64) uint64 {
	const golden = 0x9e3779b97f4a7c15
	return packed * golden >> (64 - sieveBits)
}

// MayCount reports whether there may be a number in a text. Where it reports
// false there is none; it looks at each byte once.
func (r *NumberRules) MayCount(text string) bool {
	if r.sieve.openings == nil {
		return true
	}
	for i := 0; i < len(text); i++ {
		from := i
		for i < len(text) && text[i]|0x20-'a' < 26 {
			i++
		}
		if i > from && r.sieve.initials>>(text[from]&31)&1 != 0 {
			letters := pack([]byte(text[from:min(i, from+opening)]))
			if r.sieve.has(letters | letters>>1&0x20202020) { // small letters have one bit more, and all the one above it
				return true
			}
		}
		if i < len(text) {
			if c := text[i]; c-'0' < 10 || c >= utf8.RuneSelf && !isPlainMark(text, i) {
				return true
			}
		}
	}
	return false
}

func (s *numberSieve) has(packed uint64) bool {
	at := sieveAt(packed)
	return s.openings[at/64]>>(at%64)&1 != 0
}

// isPlainMark reports whether a byte outside ASCII is one of a typographic
// quotation mark, dash or ellipsis, or of a Latin letter with an accent. Digits
// and fractions of other kinds are elsewhere.
func isPlainMark(text string, i int) bool {
	for i > 0 && !utf8.RuneStart(text[i]) {
		i--
	}
	first := text[i]
	return 0xC3 <= first && first <= 0xCA || // U+00C0 to U+02BF: letters
		first == 0xE2 && i+1 < len(text) && text[i+1] == 0x80 // U+2000 to U+203F: spaces, dashes, quotation marks
}
