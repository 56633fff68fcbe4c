package discord

import (
	"slices"
	"strings"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"wirebrief/bot"
)

// fill puts lines into as many pieces of at most limit units as they need. They
// are parted between two stories if there are several, else between two
// blocks, and within a block only where that is longer than a piece by itself.
func fill(all []line, limit int, form linkForm) [][]line {
	var out [][]line
	var p []line
	used := 0
	for len(all) > 0 {
		l := all[0]
		l.shown, l.form = l.markdown(form), form
		need := units(l.shown)
		if len(p) > 0 {
			need += len(l.gap())
		}
		if used+need <= limit {
			p, used, all = append(p, l), used+need, all[1:]
			continue
		}
		if len(p) == 0 {
			all = append(l.split(limit, form), all[1:]...)
			continue
		}
		if i := lastBreak(p, l); i < len(p) {
			all = append(slices.Clone(p[i:]), all...)
			p = p[:i:i]
		}
		out = append(out, p)
		p, used = nil, 0
	}
	if len(p) > 0 {
		out = append(out, p)
	}
	return out
}

// lastBreak is where to part p from the lines that follow, of which next is the
// first: before its last story, if that lets the story stay in one piece, else
// so that no heading is parted from what it stands over and no quote from who
// said it.
func lastBreak(p []line, next line) int {
	if next.story {
		return len(p)
	}
	for i := len(p) - 1; i > 0; i-- {
		if p[i].story {
			return i
		}
	}
	i := len(p)
	if next.kind == bot.Attribution && i > 1 && p[i-1].kind == bot.Quotation {
		i--
	}
	for i > 1 && p[i-1].kind == bot.Section {
		i--
	}
	return i
}

// split cuts a line that is longer than a piece into one that fits and the rest:
// at the end of a word if there is one in the last third, else between two
// graphemes.
func (l line) split(limit int, form linkForm) []line {
	head, rest := l, l
	head.spans, head.shown, rest.shown = nil, "", ""
	rest.tight, rest.story, rest.more = true, false, true
	if l.kind == bot.Headline {
		rest.kind = bot.Paragraph
	}
	room := limit - markCost
	for i, s := range l.spans {
		fixed := s.fixedCost()
		if need := fixed + cost(s.text); need <= room {
			head.spans, room = append(head.spans, s), room-need
			continue
		}
		cut := 0
		if !s.isTime() || len(head.spans) == 0 {
			cut = cutAt(s.text, room-fixed, cost)
		}
		if cut > 0 {
			head.spans = append(head.spans, span{strings.TrimRight(s.text[:cut], " \n"), s.mark})
		}
		rest.spans = append([]span{{s.text[cut:], s.mark}}, l.spans[i+1:]...)
		break
	}
	rest.spans = trimSpans(rest.spans)
	if len(rest.spans) == 0 {
		return []line{head}
	}
	return []line{head, rest}
}

// markCost is room for what a line begins with.
const markCost = 4

// fixedCost is how many units the mark of a span may take, at most.
func (s span) fixedCost() int {
	n := 24 // bold, a time, or the brackets of a link
	if s.command != 0 {
		n += 8
	}
	if s.url != "" {
		n += units(target(s.url)) + 8
	}
	return n
}

// cost is how many units a text takes in markdown, at most: what may need a
// backslash or a joiner counts as if it did.
func cost(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case r == '\n':
			n += 9 // with what the next line begins with, and bold anew
		case r == ':':
			n += 3
		case r > ' ' && r < 0x7f && !isAlphanumeric(byte(r)):
			n += 2
		default:
			n += utf16Len(r)
		}
	}
	return n
}

// cutAt returns where to cut s so that the first piece has at most that size: 0
// if there is no room. A grapheme is cut only if it does not fit by itself.
func cutAt(s string, limit int, size func(string) int) int {
	used, end, good := 0, 0, 0
	for it := graphemes.FromString(s); it.Next(); {
		g := it.Value()
		if used += size(g); used > limit {
			break
		}
		end += len(g)
		if g == " " || g == "\n" {
			good = end
		}
	}
	if end == 0 {
		return cutRunes(s, limit, size)
	}
	if end < len(s) && good > end/3*2 {
		return good
	}
	return end
}

// cutRunes is cutAt between any two characters.
func cutRunes(s string, limit int, size func(string) int) int {
	for i, r := range s {
		if limit -= size(string(r)); limit < 0 {
			return i
		}
	}
	return len(s)
}

// short is s in one line of at most limit units.
func short(s string, limit int) string {
	if s = oneLine(s); units(s) > limit {
		return strings.TrimRight(s[:cutAt(s, limit-1, units)], " ") + "…"
	}
	return s
}
