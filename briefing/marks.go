package briefing

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"wirebrief/briefing/lang"
)

// isTerminator tells marks that end a sentence, in any script.
func isTerminator(r rune) bool {
	switch r {
	case '.', '!', '?', '…', '。', '！', '？', '．', '｡', '։', '՞', '՜', '؟', '۔', '।', '॥', '።', '‽', '⁇', '⁈', '⁉':
		return true
	}
	return false
}

// isQuoteMark tells quotation marks, straight or typographic, single or
// double, of any language.
func isQuoteMark(r rune) bool {
	switch r {
	case '"', '\'', '“', '”', '„', '‟', '‘', '’', '‚', '‛', '«', '»', '‹', '›', '「', '」', '『', '』', '＂':
		return true
	}
	return false
}

// isCloser tells marks that may follow the end of a sentence.
func isCloser(r rune) bool {
	return r == ')' || r == ']' || r == '}' || r == '）' || isQuoteMark(r)
}

// isOpener tells marks that may stand before the first word of a sentence.
func isOpener(r rune) bool {
	return r == '(' || r == '[' || r == '{' || r == '¿' || r == '¡' || r == '（' || isQuoteMark(r)
}

func isDash(r rune) bool { return r == '-' || r == '–' || r == '—' }

// trailingDots counts the full stops that a text ends with, spaced or not; an
// ellipsis sign counts three. It looks at no more than a dozen.
func trailingDots(s string) int {
	n := 0
	for n < 12 {
		switch {
		case strings.HasSuffix(s, "."):
			s, n = s[:len(s)-1], n+1
		case strings.HasSuffix(s, "…"):
			s, n = s[:len(s)-len("…")], n+3
		case strings.HasSuffix(s, ". "):
			s = s[:len(s)-1]
		default:
			return n
		}
	}
	return n
}

// firstWord is the word at the start of s, "" if none stands there. Letters,
// digits, marks and apostrophes belong to it, at most 40 bytes.
func firstWord(s string) string {
	end := 0
	for end < len(s) {
		if end > longestWord {
			return s[:end]
		}
		if wordByte[s[end]] != 0 || s[end] == '\'' && end > 0 {
			end++
			continue
		}
		r, size := rune(s[end]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[end:])
		}
		if !isWordRune(r) && (r != '’' || end == 0) {
			break
		}
		end += size
	}
	if end == len(s) || end > 0 && wordByte[s[end-1]] != 0 {
		return s[:end]
	}
	return strings.TrimRight(s[:end], "'’")
}

// longestWord is how many bytes of a word are looked at.
const longestWord = 40

// wordsIn goes through the words of s with the byte at which each begins.
func wordsIn(s string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for at := 0; at < len(s); {
			if s[at] < utf8.RuneSelf && wordByte[s[at]] == 0 {
				at++
				continue
			}
			word := firstWord(s[at:])
			if word == "" {
				_, size := utf8.DecodeRuneInString(s[at:])
				at += size
				continue
			}
			if !yield(at, word) {
				return
			}
			at += len(word)
		}
	}
}

// lastWord is the word at the end of s with the full stops inside it, as in
// "U.S", at most 20 bytes back.
func lastWord(s string) string {
	i := len(s)
	for i > 0 && len(s)-i < 20 {
		if c := s[i-1]; wordByte[c] != 0 || c == '.' { // by far the most
			i--
			continue
		}
		r, size := utf8.DecodeLastRuneInString(s[:i])
		if !isWordRune(r) && r != '°' {
			break
		}
		i -= size
	}
	return s[i:]
}

// cutAt parts s at the first of words that stands in it, as strings.Cut does.
func cutAt(s string, words []string) (before, after string) {
	for i := strings.IndexByte(s, ' '); i >= 0; {
		word := firstWord(s[i+1:])
		if rest, ok := strings.CutPrefix(s[i+1+len(word):], " "); ok && slices.Contains(words, word) {
			return s[:i], rest
		}
		next := strings.IndexByte(s[i+1:], ' ')
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return s, ""
}

// lastToken is what stands after the last space of s, at most 60 bytes back.
func lastToken(s string) string {
	i := len(s)
	for i > 0 && len(s)-i < 60 && s[i-1] != ' ' && s[i-1] != '\n' {
		i--
	}
	return s[i:]
}

func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return wordByte[byte(r)] != 0
	}
	return isWideWordRune(r)
}

// isWideWordRune is isWordRune for what is not ASCII.
func isWideWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// wordByte gives for an ASCII letter or digit its small form, for other bytes 0.
var wordByte = func() (table [256]byte) {
	for c := byte('a'); c <= 'z'; c++ {
		table[c], table[c-'a'+'A'] = c, c
	}
	for c := byte('0'); c <= '9'; c++ {
		table[c] = c
	}
	return table
}()

// endsWordAt reports whether a word that stops at i is followed by space,
// punctuation with space after it, or nothing.
func endsWordAt(s string, i int) bool {
	if i >= len(s) || s[i] == ' ' || s[i] == '\n' {
		return true
	}
	return strings.IndexByte(".,;:'", s[i]) >= 0 && (i+1 == len(s) || s[i+1] == ' ')
}

// isInitials tells "J", "J.R" and "U.S" : single letters parted by stops, the
// first a capital.
func isInitials(word string) bool {
	if first, _ := utf8.DecodeRuneInString(word); !unicode.IsUpper(first) {
		return false
	}
	letters := 0
	for _, r := range word {
		switch {
		case r == '.':
			letters = 0
		case unicode.IsLetter(r):
			letters++
		default:
			return false
		}
		if letters > 1 {
			return false
		}
	}
	return true
}

func isLowerASCII(s string) bool {
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return s != ""
}

// lower is strings.ToLower that costs nothing when there is nothing to do. It
// takes a typographic apostrophe for a plain one, and every Turkish i for one
// with a dot, since capitals do not tell İ from I.
func lower(s string) string {
	if isLowerASCII(s) {
		return s
	}
	return string(appendLower(make([]byte, 0, len(s)+utf8.UTFMax), s))
}

// appendLower adds lower(s) to b.
func appendLower(b []byte, s string) []byte {
	for i, r := range s {
		switch {
		case 'a' <= r && r <= 'z':
			b = append(b, byte(r))
		case r < utf8.RuneSelf:
			b = append(b, byte(lowerRune(r)))
		case r == '’':
			b = append(b, '\'')
		case r == 'ı':
			b = append(b, 'i')
		case r == dotAbove && i > 0 && (s[i-1] == 'i' || s[i-1] == 'I'):
		default:
			b = utf8.AppendRune(b, unicode.ToLower(r))
		}
	}
	return b
}

// dotAbove is the combining dot that some write on an i.
const dotAbove = '\u0307'

// lookup finds a word in a map of words in lower case. Unlike m[lower(w)] it
// makes no new string.
func lookup[V any](m map[string]V, w string) V {
	if len(m) == 0 {
		var none V
		return none
	}
	var room [64]byte
	return m[string(appendLower(room[:0], w))]
}

// speechClass returns the classes of a word in any case, by the letters of its
// language: the small form of a Turkish I is ı.
func speechClass(r *lang.SpeechRules, f *lang.Inflection, word string) lang.Class {
	var room [64]byte
	return r.ClassOf(f.AppendLower(room[:0], word))
}

// lowerRune is unicode.ToLower with a short way for ASCII.
func lowerRune(r rune) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}
	return unicode.ToLower(r)
}
