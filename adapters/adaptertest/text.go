package adaptertest

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// visible returns what can be seen of s: control and format characters and
// replacement characters are dropped, white space is kept.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return r
		case r == unicode.ReplacementChar || unicode.In(r, unicode.Cc, unicode.Cf):
			return -1
		}
		return r
	}, s)
}

// longWord is from how many bytes on a word may be broken over lines.
const longWord = 60

// missing returns "" if the words of all texts are shown in that order, else
// what is missing. Anything may stand between words, but nothing inside of
// them; in a word that is longer than a line, anything between graphemes.
func missing(posts []Post, texts ...string) string {
	var b strings.Builder
	for _, p := range posts {
		b.WriteString(visible(p.Text) + "\n")
	}
	rest, before := b.String(), "the beginning"
	for _, text := range texts {
		for _, token := range tokens(visible(text)) {
			i := strings.Index(rest, token)
			if i < 0 {
				return fmt.Sprintf("%q is not shown after %q", token, before)
			}
			rest, before = rest[i+len(token):], token
		}
	}
	return ""
}

func tokens(text string) []string {
	var all []string
	for _, word := range strings.Fields(text) {
		if len(word) < longWord {
			all = append(all, word)
			continue
		}
		for it := graphemes.FromString(word); it.Next(); {
			all = append(all, it.Value())
		}
	}
	return all
}

// isLive tells whether r acts on a reader's screen instead of being shown.
// What adapters put in themselves is no such character: joiners behind "@"
// and first-strong isolates around names.
func isLive(r rune) bool {
	switch r {
	case '\n', '\u200d', '\u2060', '\u2068', '\u2069':
		return false
	case '\u200b', '\u200e', '\u200f', '\u061c', '\u2066', '\u2067', '\ufeff', '\u00ad':
		return true
	}
	return unicode.Is(unicode.Cc, r) || '\u202a' <= r && r <= '\u202e' || 0xe0000 <= r && r <= 0xe007f
}

// live returns the first character of s that isLive, quoted, or "".
func live(s string) string {
	if i := strings.IndexFunc(s, isLive); i >= 0 {
		return fmt.Sprintf("%q", []rune(s[i:])[0])
	}
	return ""
}
