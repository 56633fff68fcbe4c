package telegram

import (
	"slices"
	"strings"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"wirebrief/bot"
)

// parts puts lines into as many messages as they need. A message is parted
// between two stories if it has several, else between two blocks, and within a
// block only where that is longer than a message by itself.
func parts(all []line) []part {
	var out []part
	var p part
	var room size
	for len(all) > 0 {
		l := all[0]
		need := room.plus(l, len(p) > 0)
		if need.fits() {
			p, room, all = append(p, l), need, all[1:]
			continue
		}
		if len(p) == 0 {
			all = append(l.split(), all[1:]...)
			continue
		}
		if i := lastBreak(p, l); i < len(p) {
			all = append(append([]line(nil), p[i:]...), all...)
			p = p[:i:i]
		}
		out = append(out, p)
		p, room = nil, size{}
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
func lastBreak(p part, next line) int {
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

// A size is what of a message is used up.
type size struct{ units, entities, bytes int }

func (s size) plus(l line, gap bool) size {
	if gap {
		s.units += len(l.gap())
	}
	return size{s.units + l.units(), s.entities + l.entities(), s.bytes + l.bytes()}
}

func (s size) fits() bool {
	return s.units <= partUnits && s.entities <= partEntities && s.bytes <= partBytes
}

// split cuts a line that is longer than a message into one that fits and the
// rest: at the end of a word if there is one in the last third,
// else between two graphemes.
func (l line) split() []line {
	head := line{kind: l.kind, bullet: l.bullet, story: l.story, tight: l.tight}
	rest := line{kind: l.kind, tight: true}
	if l.kind == bot.Headline {
		rest.kind = bot.Paragraph
	}
	room := size{}.plus(line{kind: l.kind, bullet: l.bullet}, false)
	for i, s := range l.spans {
		need := room.plus(line{spans: []span{s}}, false)
		if need.fits() {
			head.spans, room = append(head.spans, s), need
			continue
		}
		cut := 0
		if room.entities+s.entities() <= partEntities && room.bytes+len(s.url)+200 < partBytes {
			cut = cutAt(s.text, min(partUnits-room.units, (partBytes-room.bytes-len(s.url)-200)/6))
		}
		if cut > 0 {
			head.spans = append(head.spans, span{strings.TrimRight(s.text[:cut], " \n"), s.mark})
		}
		rest.spans = append([]span{{s.text[cut:], s.mark}}, l.spans[i+1:]...)
		break
	}
	rest.spans = trimSpans(rest.spans)
	switch {
	case len(head.spans) == 0: // an address longer than a message: it is no link then
		head.spans = slices.Clone(l.spans)
		head.spans[0].url = ""
		return []line{head}
	case len(rest.spans) == 0:
		return []line{head}
	}
	return []line{head, rest}
}

// cutAt returns where to cut s so that the first piece has at most limit UTF-16
// units: 0 if there is no room. A grapheme is cut only if it does not fit by
// itself.
func cutAt(s string, limit int) int {
	used, end, good := 0, 0, 0
	for it := graphemes.FromString(s); it.Next(); {
		g := it.Value()
		if used += units(g); used > limit {
			break
		}
		end += len(g)
		if g == " " || g == "\n" {
			good = end
		}
	}
	if end == 0 {
		return cutRunes(s, limit)
	}
	if end < len(s) && good > end/3*2 {
		return good
	}
	return end
}

// cutRunes is cutAt between any two characters.
func cutRunes(s string, limit int) int {
	for i, r := range s {
		if limit -= utf16Len(r); limit < 0 {
			return i
		}
	}
	return len(s)
}
