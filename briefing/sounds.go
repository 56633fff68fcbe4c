package briefing

import (
	"slices"
	"strings"
)

// Names are compared across scripts and ways of transliteration by how they
// sound, roughly. There are two measures. The sound of a single word keeps
// vowels and is used across scripts only (soundMark). The skeleton keeps
// consonants and is used for names of two words, where both must agree
// (nameMark).

// minSound is the shortest single word, in Latin letters, that is looked for
// in other scripts: shorter ones sound like too many others.
const minSound = 5

// minSkeleton is the fewest consonants that name something by themselves.
const minSkeleton = 5

// soundClusters spell one sound in several letters, by their first letter and
// longest first; what they become is taken over as it is.
var soundClusters = [128][][2]string{
	'c': {{"ch", "ch"}, {"ck", "k"}},
	'd': {{"dsch", "j"}, {"dzh", "j"}, {"dj", "j"}, {"dz", "c"}},
	'e': {{"ee", "i"}},
	'g': {{"gh", "g"}},
	'k': {{"kh", "x"}},
	'o': {{"ou", "u"}, {"oo", "u"}},
	'p': {{"ph", "f"}},
	's': {{"shch", "sh"}, {"sch", "sh"}, {"sh", "sh"}},
	't': {{"tsch", "ch"}, {"tch", "ch"}, {"tsh", "ch"}, {"th", "t"}, {"ts", "c"}, {"tz", "c"}},
	'z': {{"zh", "j"}},
}

// soundUnits cuts a Latin word into sounds. The letter x stands for kh here,
// and X for what may be kh or ks, C for an ambiguous c.
func soundUnits(word string) []string {
	units := make([]string, 0, len(word))
next:
	for i := 0; i < len(word); {
		for _, c := range soundClusters[word[i]&0x7f] {
			if strings.HasPrefix(word[i:], c[0]) {
				units = append(units, c[1])
				i += len(c[0])
				continue next
			}
		}
		units = append(units, soundLetter(word, i))
		i++
	}
	return units
}

func soundLetter(word string, i int) string {
	switch c := word[i]; c {
	case 'w':
		return "v"
	case 'x':
		return "X"
	case 'c':
		return "C"
	case 'j':
		if i > 0 && i+1 < len(word) && strings.IndexByte("aeou", word[i+1]) >= 0 && word[i-1] != 'd' {
			return "y" // Oskanjan, Alijeva
		}
		return "j"
	default:
		return word[i : i+1]
	}
}

// sound returns how a single Latin word sounds, one form for each way of
// reading its ambiguous letters, at most maxSounds, and none for a word that
// is too short or not in Latin letters.
func sound(word string) []string {
	if len(word) < minSound || !isASCII(word) {
		return nil
	}
	var forms []string
	for _, units := range readings(soundUnits(word), soundReadings) {
		if s := joinSound(units); len(s) >= minSound-1 {
			forms = appendNew(forms, s)
		}
	}
	return forms
}

// maxSounds bounds the readings of one word.
const maxSounds = 6

// soundReadings are the ways of reading an ambiguous letter of a typed word.
// The text's key takes the first.
var soundReadings = map[string][]string{
	"X": {"ks", "h"}, "x": {"h"}, "C": {"k", "j"}, "q": {"g", "k"}, "h": {"h", "g"},
}

// readings multiplies out the ambiguous units, at most maxSounds times. The
// same letter is read the same way throughout a word.
func readings(units []string, ways map[string][]string) [][]string {
	all := [][]string{units}
	for letter, reads := range orderedReadings(units, ways) {
		var grown [][]string
		for _, form := range all {
			for _, read := range reads {
				if len(grown) == maxSounds {
					break
				}
				next := make([]string, len(form))
				for i, u := range form {
					if u == letter {
						u = read
					}
					next[i] = u
				}
				grown = append(grown, next)
			}
		}
		all = grown
	}
	return all
}

// orderedReadings yields each ambiguous letter of units once, in order.
func orderedReadings(units []string, ways map[string][]string) func(func(string, []string) bool) {
	return func(yield func(string, []string) bool) {
		for i, u := range units {
			reads, ok := ways[u]
			if !ok || slices.Contains(units[:i], u) {
				continue
			}
			if !yield(u, reads) {
				return
			}
		}
	}
}

// joinSound writes units as a key: runs of vowels become one, doubled
// consonants single, and the last vowels are dropped, but for the -ova that
// tells a woman's surname.
func joinSound(units []string) string {
	var b []byte
	for i := 0; i < len(units); {
		if v := vowelClass(units[i]); v != 0 {
			for i++; i < len(units); i++ {
				next := vowelClass(units[i])
				if next == 0 {
					break
				}
				v = strongerVowel(v, next)
			}
			if i < len(units) || endsInOv(b) {
				b = append(b, v)
			}
			continue
		}
		if i == 0 || units[i] != units[i-1] {
			b = append(b, units[i]...)
		}
		i++
	}
	return string(b)
}

func endsInOv(b []byte) bool {
	n := len(b)
	return n > 3 && b[n-1] == 'v' && (b[n-2] == 'o' || b[n-2] == 'a')
}

// vowelClass returns the class of a vowel, 0 for a consonant: a and e are
// written for each other, as are i, y and j.
func vowelClass(unit string) byte {
	switch unit {
	case "a", "e":
		return 'a'
	case "i", "y":
		return 'i'
	case "o", "u":
		return unit[0]
	}
	return 0
}

// strongerVowel is what remains of two vowels in a row: glides vanish.
func strongerVowel(a, b byte) byte {
	const rank = "iaou"
	if strings.IndexByte(rank, b) > strings.IndexByte(rank, a) {
		return b
	}
	return a
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
