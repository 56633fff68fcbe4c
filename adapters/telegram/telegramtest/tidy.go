package telegramtest

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	// maxTextBytes is where the server cuts off a text, without an error.
	maxTextBytes = 35000
	// maxEntities is how many entities the server keeps of a message; the rest
	// is dropped without an error. Links, mentions, dates, code and quotes come
	// first, styles take what is left.
	maxEntities = 100
)

// tidyText makes of a text and its entities what the server stores: cleaned
// of control characters, trimmed, its entities nested, those added that the
// server finds by itself, those dropped that are too many. The error is the
// description after "Bad Request: ".
func tidyText(text string, entities []Entity) (string, []Entity, error) {
	if !utf8.ValidString(text) {
		return "", nil, errNotUTF8
	}
	text, entities = cleaned(text, entities)
	if isBlank(text) {
		return "", nil, errEmpty
	}
	entities = nested(withMeaning(text, entities))
	text, entities = trimmed(text, entities)
	text, entities = shortened(text, entities)
	entities = nested(append(entities, newOf(findEntities(text), entities)...))
	entities = capped(withMeaning(text, entities))
	return text, entities, nil
}

// checkEntities returns the complaint about entities that a request gives
// beside its text, in the words of the server.
func checkEntities(entities []Entity) error {
	for _, e := range entities {
		if e.Offset < 0 || e.Length < 0 {
			return errors.New("entity begins or ends outside of the text")
		}
		if e.Type == "text_link" && checkedLink(e.URL) == "" {
			return errors.New("entity URL is invalid")
		}
	}
	return nil
}

// cleaned makes control characters blanks and takes out what the server
// removes: carriage returns, line and paragraph separators, the older bidi
// controls. Entities outside the text are gone after it.
func cleaned(text string, entities []Entity) (string, []Entity) {
	if !strings.ContainsFunc(text, isUnclean) {
		return text, inside(entities, utf16Length(text))
	}
	var out strings.Builder
	out.Grow(len(text))
	// moved[n] is where the code unit n of text is in out.
	moved := make([]int, 0, len(text)+1)
	units := 0
	for _, r := range text {
		width := 1
		if r > 0xFFFF {
			width = 2
		}
		for n := range width {
			moved = append(moved, units+n)
		}
		switch {
		case isUnclean(r) && r < ' ' && r != '\r':
			r = ' '
		case isUnclean(r):
			continue // its units are those of what follows
		}
		out.WriteRune(r)
		units += width
	}
	moved = append(moved, units)
	kept := inside(entities, len(moved)-1)
	for i, e := range kept {
		from, to := moved[e.Offset], moved[e.end()]
		kept[i].Offset, kept[i].Length = from, to-from
	}
	return out.String(), slices.DeleteFunc(kept, func(e Entity) bool { return e.Length == 0 })
}

// isUnclean tells the characters that do not stay.
func isUnclean(r rune) bool {
	switch {
	case r < ' ':
		return r != '\n'
	case r < 0x300:
		return false
	}
	return 0x2028 <= r && r <= 0x202E || r == 0x0333 || r == 0x033F || r == 0x030A
}

// inside returns those that lie in a text of so many code units and hold
// something.
func inside(entities []Entity, units int) (kept []Entity) {
	for _, e := range entities {
		if e.Offset >= 0 && e.Length > 0 && e.Offset < units && e.Length <= units-e.Offset {
			kept = append(kept, e)
		}
	}
	return kept
}

// isBlank reports whether nothing can be seen of text.
func isBlank(text string) bool {
	return strings.Trim(text, " \n\u00a0\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u202f\u205f\u2800\u3000\ufeff\ufffc") == ""
}

// A measured text can be cut by UTF-16 code units.
type measured struct {
	text string
	// bytes[n] is the byte at which the code unit n begins; both units of a
	// pair begin at its first byte.
	bytes []int32
}

func measure(text string) measured {
	m := measured{text: text, bytes: make([]int32, 0, len(text)+1)}
	for i, r := range text {
		m.bytes = append(m.bytes, int32(i))
		if r > 0xFFFF {
			m.bytes = append(m.bytes, int32(i))
		}
	}
	m.bytes = append(m.bytes, int32(len(text)))
	return m
}

// of returns the text of an entity.
func (m measured) of(e Entity) string { return m.text[m.bytes[e.Offset]:m.bytes[e.end()]] }

// withMeaning drops entities that hold only blanks.
func withMeaning(text string, entities []Entity) []Entity {
	if len(entities) == 0 {
		return nil
	}
	m := measure(text)
	return slices.DeleteFunc(entities, func(e Entity) bool { return strings.Trim(m.of(e), " \n") == "" })
}

// trimmed takes the blanks off both ends; at the beginning only those before
// the first entity.
func trimmed(text string, entities []Entity) (string, []Entity) {
	text = strings.TrimRight(text, " \n")
	length := utf16Length(text)
	for i, e := range entities {
		entities[i].Length = min(e.Length, length-e.Offset)
	}
	blanks := len(text) - len(strings.TrimLeft(text, " \n"))
	if len(entities) > 0 {
		blanks = min(blanks, entities[0].Offset)
	}
	for i := range entities {
		entities[i].Offset -= blanks
	}
	return text[blanks:], entities
}

// shortened drops what stands behind the bytes that the server takes.
func shortened(text string, entities []Entity) (string, []Entity) {
	if len(text) <= maxTextBytes {
		return text, entities
	}
	end := maxTextBytes
	for !utf8.RuneStart(text[end]) {
		end--
	}
	text = text[:end]
	length := utf16Length(text)
	return text, slices.DeleteFunc(entities, func(e Entity) bool { return e.end() > length })
}

// nested brings entities in the order and nesting that the server keeps:
// what is neither style nor quote never overlaps another of its kind, quotes
// neither; a link lies in a quote or outside; styles are joined where they
// touch, cut at the borders of the others and not kept in code.
func nested(entities []Entity) []Entity {
	sortEntities(entities)
	var solid, quoted, styled []Entity
	for _, e := range entities {
		switch {
		case e.isStyle():
			styled = append(styled, e)
		case e.isQuote():
			quoted = append(quoted, e)
		default:
			solid = append(solid, e)
		}
	}
	solid, quoted = apart(solid), apart(quoted)
	solid = slices.DeleteFunc(solid, func(e Entity) bool { return crosses(e, quoted) })
	others := append(solid, quoted...)
	sortEntities(others)
	out := append(others, cutStyles(joined(styled), others)...)
	sortEntities(out)
	return out
}

// apart drops what overlaps an earlier one. The entities are sorted.
func apart(entities []Entity) (kept []Entity) {
	end := 0
	for _, e := range entities {
		if e.Offset >= end {
			kept = append(kept, e)
			end = e.end()
		}
	}
	return kept
}

// crosses reports whether e overlaps a quote that it does not lie in.
func crosses(e Entity, quotes []Entity) bool {
	return slices.ContainsFunc(quotes, func(q Entity) bool {
		return e.Offset < q.end() && q.Offset < e.end() && (e.Offset < q.Offset || e.end() > q.end())
	})
}

// joined makes one of styles of one kind that touch. They are sorted.
func joined(styled []Entity) (out []Entity) {
	last := map[string]int{}
	for _, e := range styled {
		if i, ok := last[e.Type]; ok && e.Offset <= out[i].end() {
			out[i].Length = max(out[i].end(), e.end()) - out[i].Offset
			continue
		}
		last[e.Type] = len(out)
		out = append(out, e)
	}
	return out
}

// cutStyles cuts styles at the borders of the others.
func cutStyles(styled, others []Entity) (out []Entity) {
	var borders []int
	for _, o := range others {
		borders = append(borders, o.Offset, o.end())
	}
	slices.Sort(borders)
	for _, e := range styled {
		from := e.Offset
		i, _ := slices.BinarySearch(borders, from+1)
		for from < e.end() {
			to := e.end()
			if i < len(borders) {
				to = min(to, borders[i])
				i++
			}
			part := Entity{Type: e.Type, Offset: from, Length: to - from}
			if to > from && !inCode(part, others) {
				out = append(out, part)
			}
			from = to
		}
	}
	return out
}

// inCode reports whether e lies in code.
func inCode(e Entity, others []Entity) bool {
	return slices.ContainsFunc(others, func(o Entity) bool { return o.isCode() && o.Offset <= e.Offset && e.end() <= o.end() })
}

// newOf returns those found that overlap nothing but styles and the quotes
// they lie in: what the sender has marked counts more.
func newOf(found, given []Entity) []Entity {
	return slices.DeleteFunc(found, func(f Entity) bool {
		return slices.ContainsFunc(given, func(g Entity) bool {
			return !g.isStyle() && !g.isQuote() && f.Offset < g.end() && g.Offset < f.end()
		})
	})
}

// foundTypes are the entities that the server finds by itself; they count for
// no limit, nor do custom emoji.
var foundTypes = []string{"mention", "hashtag", "cashtag", "bot_command", "url", "email", "custom_emoji"}

// capped drops what is above maxEntities.
func capped(entities []Entity) []Entity {
	count := 0
	drop := func(style bool) func(Entity) bool {
		return func(e Entity) bool {
			if slices.Contains(foundTypes, e.Type) || e.isStyle() != style {
				return false
			}
			count++
			return count > maxEntities
		}
	}
	entities = slices.DeleteFunc(entities, drop(false))
	count = min(count, maxEntities)
	return slices.DeleteFunc(entities, drop(true))
}
