package briefing

import (
	"strings"
	"unicode/utf8"
)

// makeValid returns s as UTF-8 without NUL. Each run of bytes that is no UTF-8
// becomes one U+FFFD, so that a reader sees that something is missing; NUL
// bytes are dropped. Valid text comes back as it is, byte for byte.
func makeValid(s string) string {
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "")
	}
	if utf8.ValidString(s) {
		return s
	}
	return strings.ToValidUTF8(s, "�")
}

// lineBreaks brings every kind of line break to "\n" and takes off a byte
// order mark.
var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n",
	"\u0085", "\n", "\v", "\n", "\f", "\n\n", "\ufeff", "")

// normaliseBreaks returns s with "\n" as its only line break. Most texts have
// nothing to change and come back as they are.
func normaliseBreaks(s string) string {
	if strings.HasPrefix(s, "\ufeff") {
		return lineBreaks.Replace(s)
	}
	for _, b := range [...]string{"\r", "\v", "\f", "\u2028", "\u2029", "\u0085"} {
		// The last byte of a break outside ASCII is rarer than the first.
		if strings.IndexByte(s, b[len(b)-1]) >= 0 && strings.Contains(s, b) {
			return lineBreaks.Replace(s)
		}
	}
	return s
}

// oneLine returns s on one line, with single spaces.
func oneLine(s string) string { return strings.Join(strings.Fields(makeValid(s)), " ") }
