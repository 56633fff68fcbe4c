package terminal

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"wirebrief/bot"
)

// clean returns s as it may be written to a terminal. Line ends become "\n",
// tabs and other white control characters a space; every other control
// character (so also ESC, DEL and the one-byte CSI and OSC of C1) and every
// invisible format character (bidi, zero-width, tags) is dropped; what is no
// valid UTF-8 becomes U+FFFD. Only the character is dropped, never what
// follows it: a sequence that does not end cannot swallow text.
func clean(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	last := rune(-1)
	for i, r := range s {
		size := utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, size = utf8.DecodeRuneInString(s[i:])
		}
		r = shown(last, r, s[min(i+size, len(s)):])
		if r < 0 {
			continue
		}
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

// isPlain spares the common case: printable ASCII and line ends.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c != '\n' && (c < ' ' || c > '~') {
			return false
		}
	}
	return true
}

// shown returns what is written for r between last and rest, or -1 for
// nothing.
func shown(last, r rune, rest string) rune {
	switch r {
	case '\n', '\u2028', '\u2029':
		return '\n'
	case '\r':
		if strings.HasPrefix(rest, "\n") {
			return -1
		}
		return '\n'
	case '\t', '\v', '\f', '\u0085':
		return ' '
	case '\u200c', '\u200d':
		next, _ := utf8.DecodeRuneInString(rest)
		if unicode.In(last, joining...) && unicode.In(next, joining...) {
			return r
		}
		return -1
	}
	if unicode.Is(unicode.Cc, r) || isInvisible(r) {
		return -1
	}
	return r
}

// joining are the scripts in which a joiner or non-joiner between two letters
// is part of the spelling (UAX 31, section 2.3). Elsewhere they only hide, and
// in emoji they make a width that terminals disagree about.
var joining = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Mongolian, unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati,
	unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Khmer, unicode.Myanmar,
}

// isInvisible tells format characters apart from those that are drawn, such
// as the Arabic number signs.
func isInvisible(r rune) bool {
	switch {
	case r == '\u034f' || r == '\u180e' || r == '\u3164' || r == '\uffa0' || r == '\u115f' || r == '\u1160':
		return true // drawn as nothing, though no format characters
	case unicode.Is(unicode.Cf, r):
		return !unicode.Is(unicode.Prepended_Concatenation_Mark, r)
	}
	return 0xe0000 <= r && r <= 0xe0fff || 0xfdd0 <= r && r <= 0xfdef || r&0xfffe == 0xfffe
}

// cleanLine is clean without line ends.
func cleanLine(s string) string {
	return strings.Join(strings.Fields(clean(s)), " ")
}

// cleanURL returns u as it may be shown, or "" if it is no address on the web.
func cleanURL(u string) string {
	parsed, err := url.Parse(strings.ReplaceAll(clean(u), "\n", ""))
	if err != nil || parsed.Host == "" || !slices.Contains([]string{"http", "https"}, strings.ToLower(parsed.Scheme)) {
		return ""
	}
	if s := strings.ReplaceAll(clean(u), "\n", ""); !strings.ContainsFunc(s, unicode.IsSpace) {
		return s
	}
	return parsed.String()
}

// hasText tells whether a block of m shows anything.
func hasText(m bot.Message) bool {
	return slices.ContainsFunc(m.Blocks, func(b bot.Block) bool {
		return cleanLine(b.Right) != "" || slices.ContainsFunc(b.Runs, func(r bot.Run) bool { return cleanLine(r.Text) != "" })
	})
}
