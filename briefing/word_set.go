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
		var n int
		if key, n, text = nextKey(text, letters); n > 0 {
			keys = append(keys, key)
		}
	}
	return keys
}

// nextKey returns the key of the first word of at least so many letters, one or
// more, the number of its letters, 0 if there is none, and the text after it. The
// plural s is left out.
func nextKey(text string, letters int) (key uint64, n int, rest string) {
	small := &wordByte
	for i := 0; i < len(text); {
		end := i
		for end < len(text) && small[text[end]] != 0 {
			end++
		}
		if end == len(text) || text[end] < utf8.RuneSelf && text[end] != '\'' { // by far the most
			if end-i >= letters {
				return plainKey(text[i:end]), end - i, text[end:]
			}
			i = end + 1
			continue
		}
		key, n, size := mixedKey(text[i:])
		if i += size; n >= letters {
			return key, n, text[i:]
		}
	}
	return 0, 0, ""
}

// plainKey is the key of a word of ASCII letters and digits.
func plainKey(word string) uint64 {
	if n := len(word); n > 3 && wordByte[word[n-1]] == 's' {
		word = word[:n-1]
	}
	key, small := uint64(keyBasis), &wordByte
	for i := range len(word) {
		key = (key ^ uint64(small[word[i]])) * keyPrime
	}
	return key
}

// mixedKey is the key of the word at the start of text, the number of its letters
// without apostrophes, and that of the bytes up to behind the mark after it.
func mixedKey(text string) (key uint64, n, size int) {
	key, before, last := uint64(keyBasis), uint64(0), rune(0)
	for i := 0; i < len(text); i += size {
		var r rune
		r, size = utf8.DecodeRuneInString(text[i:])
		switch {
		case isWordRune(r):
			before, last = key, lowerRune(r)
			key, n = (key^uint64(last))*keyPrime, n+1
		case r != '\'' && r != '’':
			return singularKey(key, before, last, n), n, i + size
		}
	}
	return singularKey(key, before, last, n), n, len(text)
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
		if key, _, text = nextKey(text, letters); slices.Contains(k, key) {
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
	for i := 0; i < len(text); i++ {
		if c := wordByte[text[i]]; c != 0 { // by far the most
			key = (key ^ uint64(c)) * keyPrime
			continue
		}
		if text[i] < utf8.RuneSelf {
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if isWideWordRune(r) {
			key = (key ^ uint64(unicode.ToLower(r))) * keyPrime
		}
		i += size - 1
	}
	return key
}
