package file

import (
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxTarget bounds the address of a link, in bytes. Looking for its end is
// what could make a hostile text slow.
const maxTarget = 2048

// An inliner removes the inline marks of Markdown in one pass: what is text
// goes to out, and of the brackets that turn out to be links the places in
// out are noted, to be taken away at the end.
type inliner struct {
	in   string
	at   int
	out  []byte
	open []int
	gone []int
}

// inline returns the text of a block: links and emphasis become their text,
// code loses its marks, pictures and tags go, entities and escapes are
// resolved. Time is linear in the length.
func inline(s string) string {
	l := inliner{in: s, out: make([]byte, 0, len(s))}
	for l.at < len(s) {
		l.step()
	}
	return strings.Join(strings.Fields(html.UnescapeString(l.text())), " ")
}

func (l *inliner) step() {
	rest := l.in[l.at:]
	switch c := rest[0]; {
	case c == '\\' && len(rest) > 1 && rest[1] < utf8.RuneSelf && strings.IndexByte("\\`*_{}[]()#+-.!|<>~\"'", rest[1]) >= 0:
		l.out = append(l.out, rest[1])
		l.at += 2
	case c == '`':
		l.at += run(rest, '`')
	case c == '*', c == '_', c == '~' && run(rest, '~') == 2:
		l.emphasis(c)
	case c == '[':
		l.open = append(l.open, len(l.out))
		l.emit(1)
	case c == ']':
		l.closing()
	case c == '<':
		l.tag()
	default:
		_, n := utf8.DecodeRuneInString(rest)
		l.emit(n)
	}
}

func (l *inliner) emit(n int) {
	l.out = append(l.out, l.in[l.at:l.at+n]...)
	l.at += n
}

func run(s string, c byte) int {
	n := 1
	for n < len(s) && s[n] == c {
		n++
	}
	return n
}

// emphasis drops a run of marks that stands against text. One between spaces
// is a sign of its own, and an underscore inside a word is part of it.
func (l *inliner) emphasis(c byte) {
	n := run(l.in[l.at:], c)
	before, _ := utf8.DecodeLastRuneInString(l.in[:l.at])
	after, _ := utf8.DecodeRuneInString(l.in[l.at+n:])
	spaceBefore := l.at == 0 || unicode.IsSpace(before)
	spaceAfter := l.at+n == len(l.in) || unicode.IsSpace(after)
	inside := c == '_' && wordRune(before) && wordRune(after)
	if n > 3 || spaceBefore && spaceAfter || inside {
		l.emit(n)
		return
	}
	l.at += n
}

func wordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// closing ends a bracket: with an address after it, it was a link or picture.
func (l *inliner) closing() {
	if len(l.open) == 0 {
		l.emit(1)
		return
	}
	start := l.open[len(l.open)-1]
	l.open = l.open[:len(l.open)-1]
	n := target(l.in[l.at+1:])
	if n == 0 {
		l.emit(1)
		return
	}
	// The closing bracket and the address are not copied.
	l.at += 1 + n
	if start > 0 && l.out[start-1] == '!' {
		l.out = l.out[:start-1]
		for len(l.gone) > 0 && l.gone[len(l.gone)-1] >= len(l.out) {
			l.gone = l.gone[:len(l.gone)-1]
		}
		return
	}
	l.gone = append(l.gone, start)
}

// target returns the length of "(address)" or "[reference]" at the start of
// s, 0 if there is none. An address may hold one pair of parentheses.
func target(s string) int {
	if s == "" || s[0] != '(' && s[0] != '[' {
		return 0
	}
	s = s[:min(len(s), maxTarget)]
	if s[0] == '[' {
		return strings.IndexByte(s, ']') + 1
	}
	end := strings.IndexByte(s, ')')
	if end > 0 && strings.IndexByte(s[1:end], '(') >= 0 {
		if next := strings.IndexByte(s[end+1:], ')'); next >= 0 {
			return end + 1 + next + 1
		}
	}
	return end + 1
}

// tag drops an HTML tag, and of an address in angle brackets the brackets.
func (l *inliner) tag() {
	rest := l.in[l.at:]
	rest = rest[:min(len(rest), maxTarget)]
	end := strings.IndexByte(rest, '>')
	if end < 2 {
		l.emit(1)
		return
	}
	inner := rest[1:end]
	switch {
	case strings.Contains(inner, "://") && !strings.Contains(inner, " "):
		l.out = append(l.out, inner...)
	case !(inner[0] == '/' || inner[0] >= 'a' && inner[0] <= 'z' || inner[0] >= 'A' && inner[0] <= 'Z'):
		l.emit(1)
		return
	case strings.HasPrefix(inner, "br"):
		l.out = append(l.out, ' ')
	}
	l.at += end + 1
}

// text returns out without the brackets of links.
func (l *inliner) text() string {
	if len(l.gone) == 0 {
		return string(l.out)
	}
	slices.Sort(l.gone)
	kept := make([]byte, 0, len(l.out))
	from := 0
	for _, i := range l.gone {
		kept = append(kept, l.out[from:i]...)
		from = i + 1
	}
	return string(append(kept, l.out[from:]...))
}
