package telegramtest

import "strings"

// oldMarks are the marks of the mode Markdown and what they begin.
var oldMarks = map[byte]string{'_': "italic", '*': "bold", '`': "code", '[': "text_link"}

// parseOldMarkdown returns the plain text and the entities of a text in the
// mode Markdown, which knows no nesting, or what is wrong with it in the words
// of the server.
func parseOldMarkdown(text string) (string, []Entity, error) {
	m := &markup{in: text}
	for m.pos < len(m.in) {
		c := m.in[m.pos]
		switch {
		case c == '\\' && oldMarks[m.at(m.pos+1)] != "":
			m.pos++
			m.take()
		case oldMarks[c] == "":
			m.take()
		default:
			if err := m.oldMark(c); err != nil {
				return "", nil, err
			}
		}
	}
	plain, entities := m.finished()
	return plain, entities, nil
}

// oldMark takes a mark, what it holds and its end.
func (m *markup) oldMark(c byte) error {
	start, offset, begin := m.pos, m.units, len(m.out)
	e, end := Entity{Type: oldMarks[c]}, string(c)
	switch {
	case m.has("```"):
		m.pos += 3
		e, end = Entity{Type: "pre", Language: m.language()}, "```"
	case c == '[':
		end = "]"
		fallthrough
	default:
		m.pos++
	}
	for m.pos < len(m.in) && !m.has(end) {
		m.take()
	}
	if m.pos == len(m.in) {
		return complain("Can't find end of the entity starting at byte offset %d", start)
	}
	m.pos += len(end)
	known := m.units > offset
	if c == '[' {
		target := string(m.out[begin:])
		if m.has("(") {
			rest := m.in[m.pos+1:]
			target, _, _ = strings.Cut(rest, ")")
			m.pos = min(m.pos+1+len(target)+1, len(m.in))
		}
		var usable bool
		e, usable = linkEntity(target)
		known = known && usable
	}
	if known {
		m.add(e, offset)
	}
	return nil
}
