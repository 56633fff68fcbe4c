package feed

import (
	"html"
	"strings"
)

// longestEntity bounds how far from its & an entity may end.
const longestEntity = 34

// unescape undoes one level of escaping: entities of XML and HTML and
// numbered characters, with their semicolon, so that the parameters of an
// address survive. What is no entity stays, and is noted in f if it is not
// nil.
func unescape(s string, f *faults) string {
	i := strings.IndexByte(s, '&')
	if i < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i >= 0 {
		b.WriteString(s[:i])
		s = s[i:]
		value, size := entity(s, f)
		b.WriteString(value)
		s = s[size:]
		i = strings.IndexByte(s, '&')
	}
	b.WriteString(s)
	return b.String()
}

// entity reads the entity at the start of s, which begins with &, and
// returns what it stands for and its length; "&" and 1 if it is none.
func entity(s string, f *faults) (string, int) {
	end := 1
	for end < len(s) && end < longestEntity && isEntityByte(s[end]) {
		end++
	}
	if end == 1 || end >= len(s) || s[end] != ';' {
		if f != nil {
			f.note(faultAmpersand)
		}
		return "&", 1
	}
	span := s[:end+1]
	switch span {
	case "&lt;":
		return "<", len(span)
	case "&gt;":
		return ">", len(span)
	case "&amp;":
		return "&", len(span)
	case "&quot;":
		return `"`, len(span)
	case "&apos;":
		return "'", len(span)
	}
	value := html.UnescapeString(span)
	if span[1] == '#' && value != span {
		return strings.Map(dropForbidden, value), len(span)
	}
	if f != nil {
		f.note(faultEntity)
	}
	if value == span || strings.HasSuffix(value, ";") && strings.HasPrefix(span, "&") && len(value) > 4 {
		// Unknown, or only its beginning is known.
		return "&", 1
	}
	return value, len(span)
}

func dropForbidden(r rune) rune {
	if forbidden(r) || r == '\uFFFD' {
		return -1
	}
	return r
}

func isEntityByte(c byte) bool {
	return c == '#' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

var xmlEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;")

// escape writes s as text or an attribute of XML.
func escape(s string) string { return xmlEscaper.Replace(s) }
