package briefing

import (
	"unicode/utf8"

	uax29 "github.com/clipperhouse/uax29/v2/sentences"
)

// A segmenter cuts a paragraph where Unicode Standard Annex 29 proposes that
// sentences end. The library looks at each letter many times, and nothing ends
// before a mark: it is only asked from the first one on.
type segmenter struct {
	text string
	// from and to are the segment last found. What stands before quiet ends no
	// sentence, by whatever rule.
	from, quiet, to int
}

// next finds the next segment and reports whether there is one.
func (s *segmenter) next() bool {
	s.from = s.to
	s.quiet = s.from + quietLength(s.text[s.from:])
	if s.quiet == len(s.text) {
		s.to = s.quiet
		return s.from < s.to
	}
	// What ends where depends on the last character before the mark that is no
	// combining one; none in ASCII is.
	known := s.quiet
	for known > s.from {
		if known--; s.text[known] < utf8.RuneSelf {
			break
		}
	}
	annex := uax29.FromString(s.text[known:])
	annex.Next()
	s.to = known + annex.End()
	return true
}

// quietLength returns how many bytes at the start of s hold no mark that may end
// a sentence: letters, most punctuation, and stops inside a word or a number.
func quietLength(s string) int {
	for i := 0; i < len(s); {
		for i < len(s) && quietByte[s[i]] { // by far the most
			i++
		}
		switch {
		case i == len(s):
		case s[i] == '.' && i+1 < len(s) && (s[i+1] >= 'a' && s[i+1] <= 'z' || isDigit(s[i+1])):
			i++
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if !isQuiet(r) {
				return i
			}
			i += size
		}
	}
	return len(s)
}

var quietByte = func() (table [256]bool) {
	for c := range utf8.RuneSelf {
		table[c] = c != '.' && c != '!' && c != '?' && c != '\n' && c != '\r'
	}
	return table
}()

// isQuiet tells characters outside ASCII after which no sentence ends: Latin,
// Greek and Cyrillic letters with what stands between them, and typographic
// dashes and quotation marks. Of others the library knows.
func isQuiet(r rune) bool {
	return r >= '\u00a0' && r < '\u0589' || r >= '\u2010' && r <= '\u201f'
}
