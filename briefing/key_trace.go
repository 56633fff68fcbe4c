package briefing

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A keyTrace notes from which words of a column its keys were made. Its
// methods do nothing to a nil one: articles are indexed without.
type keyTrace struct {
	line int
	now  Span
	// plain and marked go with the keys of the column, which are in this order.
	plain, marked []Span
}

// setLine begins the line that stands at an offset of the column.
func (t *keyTrace) setLine(at int) {
	if t != nil {
		t.line = at
	}
}

// setWords names the words, by their place in the line, of which keys are made
// next.
func (t *keyTrace) setWords(start, end int) {
	if t != nil {
		t.now = Span{t.line + start, t.line + end}
	}
}

// setPlain names the word of which the next plain key is made.
func (t *keyTrace) setPlain(at Span) {
	if t != nil {
		t.setWords(at.Start, at.End)
		t.plain = append(t.plain, t.now)
	}
}

// setMarked notes where a marked key comes from.
func (t *keyTrace) setMarked() {
	if t != nil {
		t.marked = append(t.marked, t.now)
	}
}

// A tracedColumn is a column of an article with the place in the article, its
// title or its text, from which each key comes.
type tracedColumn struct {
	keys   []string
	places []Span
}

// traced returns the keys of a column that stands at an offset of its title or
// text. Of invalid UTF-8 nothing can be cut: its keys have no place.
func (m *keyMaker) traced(column string, prominent bool, at int) tracedColumn {
	m.trace = &keyTrace{}
	defer func() { m.trace = nil }()
	keys := m.column(column, prominent)
	places := append(m.trace.plain, m.trace.marked...)
	if !utf8.ValidString(column) {
		for i := range places {
			places[i] = NoSpan
		}
		return tracedColumn{keys, places}
	}
	changes := compositions(column)
	for i, p := range places {
		places[i] = Span{at + original(changes, p.Start, false), at + original(changes, p.End, true)}
	}
	return tracedColumn{keys, places}
}

// A composition is a stretch of a text that compose makes longer or shorter.
type composition struct{ from, to Span }

// compositions are those of a text, in order.
func compositions(s string) (list []composition) {
	if norm.NFKC.IsNormalString(s) {
		return nil
	}
	for pos, out := 0, 0; pos < len(s); {
		n := norm.NFKC.NextBoundaryInString(s[pos:], true)
		if n <= 0 {
			n = len(s) - pos
		}
		m := len(norm.NFKC.String(s[pos : pos+n]))
		if m != n {
			list = append(list, composition{Span{pos, pos + n}, Span{out, out + m}})
		}
		pos, out = pos+n, out+m
	}
	return list
}

// original returns the offset of a text that became an offset of the composed
// one; within a composition it is its start, or its end.
func original(changes []composition, at int, end bool) int {
	i, _ := slices.BinarySearchFunc(changes, at, func(c composition, at int) int { return c.to.Start - at })
	// changes[i-1] is the last that begins before at.
	if i < len(changes) && changes[i].to.Start == at && !end {
		return changes[i].from.Start
	}
	if i == 0 {
		return at
	}
	c := changes[i-1]
	switch {
	case at >= c.to.End:
		return c.from.End + at - c.to.End
	case end:
		return c.from.End
	}
	return c.from.Start
}

// tracedColumns are headline, lead and body of an article, as KeysOf has them.
func tracedColumns(a Article) (title, lead, body tracedColumn) {
	leadText, bodyText := splitLead(a.Text)
	m := newKeyMaker(a)
	title = m.traced(a.Title, true, 0)
	lead = m.traced(leadText, true, len(a.Text)-len(strings.TrimLeft(a.Text, "\r\n \t")))
	body = m.traced(bodyText, false, len(a.Text)-len(bodyText))
	return title, lead, body
}
