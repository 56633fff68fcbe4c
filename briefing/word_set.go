package briefing

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// A wordSet holds the words of a text as numbers, sorted, each once: equal words
// have equal numbers whatever their case, punctuation and plural s. It
// serves to compare texts cheaply.
type wordSet []uint64

// FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/.
const (
	keyBasis = 14695981039346656037
	keyPrime = 1099511628211
)

// keysOf returns the keys of the words of at least so many letters.
func keysOf(text string, letters int) wordSet {
	return appendKeys(make(wordSet, 0, len(text)/6+4), text, letters).sorted()
}

// appendKeys adds the keys of the words of text, unsorted.
func appendKeys(keys wordSet, text string, letters int) wordSet {
	for len(text) > 0 {
		var key uint64
		if key, text = nextKey(text, letters); key != 0 {
			keys = append(keys, key)
		}
	}
	return keys
}

// nextKey returns the key of the first word of at least so many letters, 0 if
// there is none, and the text after it. The plural s is left out.
func nextKey(text string, letters int) (key uint64, rest string) {
	key, before, n, last := uint64(keyBasis), uint64(0), 0, rune(0)
	for i := 0; i < len(text); {
		if c := wordByte[text[i]]; c != 0 { // by far the most
			before, last = key, rune(c)
			key, n = (key^uint64(c))*keyPrime, n+1
			i++
			continue
		}
		r, size := rune(0), 1
		apostrophe := text[i] == '\''
		if text[i] >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
			apostrophe = r == '’'
			if !isWordRune(r) {
				r = 0
			}
		}
		switch {
		case r != 0:
			before, last = key, lowerRune(r)
			key, n = (key^uint64(last))*keyPrime, n+1
		case apostrophe:
		case n >= letters && n > 0:
			return singularKey(key, before, last, n), text[i:]
		default:
			key, n = keyBasis, 0
		}
		i += size
	}
	if n >= letters && n > 0 {
		return singularKey(key, before, last, n), ""
	}
	return 0, ""
}

// singularKey is the key of a word of n letters without its plural s.
func singularKey(key, before uint64, last rune, n int) uint64 {
	if last == 's' && n > 3 {
		return before
	}
	return key
}

// touched counts the words of text that are in k, up to limit. It is for small
// sets.
func (k wordSet) touched(text string, letters, limit int) int {
	n := 0
	for len(text) > 0 && n < limit {
		var key uint64
		if key, text = nextKey(text, letters); slices.Contains(k, key) {
			n++
		}
	}
	return n
}

func (k wordSet) sorted() wordSet {
	slices.Sort(k)
	return slices.Compact(k)
}

// common counts the words that k and o share.
func (k wordSet) common(o wordSet) int {
	n := 0
	for i, j := 0, 0; i < len(k) && j < len(o); {
		switch {
		case k[i] == o[j]:
			n, i, j = n+1, i+1, j+1
		case k[i] < o[j]:
			i++
		default:
			j++
		}
	}
	return n
}

// share is the part of the words of k that o has too.
func (k wordSet) share(o wordSet) float64 {
	return float64(k.common(o)) / float64(max(len(k), 1))
}

// textKey returns one key for a whole text: its letters and digits in order,
// whatever their case, spacing and punctuation.
func textKey(text string) uint64 {
	key := uint64(keyBasis)
	for _, r := range text {
		if r < utf8.RuneSelf { // by far the most
			if c := wordByte[byte(r)]; c != 0 {
				key = (key ^ uint64(c)) * keyPrime
			}
		} else if isWideWordRune(r) {
			key = (key ^ uint64(unicode.ToLower(r))) * keyPrime
		}
	}
	return key
}
