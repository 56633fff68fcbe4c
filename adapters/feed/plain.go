package feed

import (
	"strings"
	"unicode"

	"golang.org/x/net/html/atom"
)

// longestPlain bounds a title or name before it is cleaned.
const longestPlain = 16 << 10

// plain makes plain text of a title or name, which feeds write as text, as
// HTML, or escaped once too often. Only tags that HTML knows are taken out, so
// that "5 < 6" stays.
func plain(s string) string {
	if len(s) > longestPlain {
		s = strings.ToValidUTF8(s[:longestPlain], "")
	}
	s = withoutTags(s)
	for range 2 {
		u := unescape(s, nil)
		if u == s {
			break
		}
		s = withoutTags(u)
	}
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '\u200b' || r == 0 }), " ")
}

// withoutTags drops the tags of HTML elements and comments.
func withoutTags(s string) string {
	if !strings.Contains(s, "<") {
		return s
	}
	var b strings.Builder
	var f faults
	sc := newScanner(s, &f)
	for {
		t, ok := sc.next()
		if !ok {
			return b.String()
		}
		switch {
		case t.kind == textToken, t.kind == cdataToken:
			b.WriteString(t.text)
		case t.kind == otherToken:
		case atom.Lookup([]byte(strings.ToLower(t.name))) == 0:
			b.WriteString(s[t.start:t.end])
		case blocks[strings.ToLower(t.name)]:
			b.WriteByte(' ')
		}
	}
}

// blocks are the elements that part words.
var blocks = map[string]bool{
	"br": true, "p": true, "div": true, "li": true, "ul": true, "td": true, "tr": true, "hr": true,
	"h1": true, "h2": true, "h3": true, "h4": true, "blockquote": true,
}
