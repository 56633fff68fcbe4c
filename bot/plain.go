package bot

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Plain makes foreign text fit for display: control characters, terminal
// escapes, bidirectional controls and zero-width characters are left out,
// every run of white space becomes one space, and bytes that are no UTF-8
// become U+FFFD. What is stored is never changed; only what is shown goes
// through here.
//
// A joiner or non-joiner stays between two letters of a script that spells
// with it (Arabic, the scripts of India, Khmer): there it is not invisible
// decoration but part of the word. A joiner stays between two pictures, too,
// which it makes one.
func Plain(s string) string {
	if isPlain(s) {
		return s
	}
	var out strings.Builder
	out.Grow(len(s))
	space, prev := false, rune(0)
	for i, r := range s {
		if unicode.IsSpace(r) {
			space, prev = true, ' '
			continue
		}
		if hidden(r) && !isBetween(prev, r, s[i:]) {
			continue
		}
		if space {
			out.WriteByte(' ')
			space = false
		}
		out.WriteRune(r)
		prev = r
	}
	if space {
		out.WriteByte(' ')
	}
	return out.String()
}

// isPlain reports whether s is plain already, which most text is: only the
// printable ASCII characters, without two spaces in a row.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == ' ' && i > 0 && s[i-1] == ' ' {
			return false
		}
	}
	return true
}

func hidden(r rune) bool {
	if r < 0xad { // the first of the format characters
		return unicode.IsControl(r)
	}
	return unicode.Is(unicode.Cf, r)
}

// isBetween reports whether r, with which rest begins, joins what stands around
// it.
func isBetween(before, r rune, rest string) bool {
	const joiner, nonJoiner = '\u200d', '\u200c'
	if r != joiner && r != nonJoiner {
		return false
	}
	after := runeAfter(rest, utf8.RuneLen(r))
	return joins(before) && joins(after) || r == joiner && endsPicture(before) && isPicture(after)
}

// isPicture leaves out the sign for what is no text, which is of the same class.
func isPicture(r rune) bool { return unicode.Is(unicode.So, r) && r != utf8.RuneError }

// endsPicture reports whether a picture may end with r: the picture itself, the
// mark that has it in colours, or the colour of a skin.
func endsPicture(r rune) bool {
	return isPicture(r) || r == '\ufe0f' || '\U0001f3fb' <= r && r <= '\U0001f3ff'
}

func joins(r rune) bool {
	return r > 0x5ff && !hidden(r) && unicode.In(r, unicode.Arabic, unicode.Syriac, unicode.Devanagari,
		unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu,
		unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Khmer)
}

func runeAfter(s string, i int) rune {
	if i > len(s) {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return r
}

// shorten makes s plain and, if it is longer than limit bytes, cuts it at the
// end of a sentence, else of a word, and says so with "…".
func shorten(s string, limit int) string {
	// A hostile megabyte is cut before it is cleaned; the factor leaves room
	// for what cleaning takes out.
	if len(s) > 4*limit {
		s = strings.ToValidUTF8(s[:4*limit], "") + " …"
	}
	s = strings.TrimSpace(Plain(s))
	if len(s) <= limit {
		return s
	}
	cut := strings.ToValidUTF8(s[:limit], "")
	if i := lastSentenceEnd(cut); i > limit/3 {
		return cut[:i] + " …"
	}
	if i := strings.LastIndexByte(cut, ' '); i > limit/3 {
		return cut[:i] + " …"
	}
	return cut + "…"
}

// lastSentenceEnd returns the byte after the last full stop, question or
// exclamation mark that a space follows, 0 if there is none.
func lastSentenceEnd(s string) int {
	for i := len(s) - 2; i > 0; i-- {
		if s[i+1] == ' ' && strings.IndexByte(".?!", s[i]) >= 0 {
			return i + 1
		}
	}
	return 0
}
