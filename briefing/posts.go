package briefing

import (
	"strings"

	"wirebrief/briefing/lang"
)

// postConfidence is for posts on a network set in the text whose author stands
// beside them with the handle.
const postConfidence = 0.85

// posts finds posts on a network that are set in the text without marks: the
// words of the post, then "— Ana Varga (@anavarga) May 4", or a line with name
// and handle, then the words.
func (d *document) posts() []Quote {
	s := d.speech
	var found []Quote
	for f := range s.frames {
		n := s.handleLine(f)
		if n < 0 || len(found) >= maxQuotes {
			continue
		}
		body := d.postBody(d.besideHandle(f))
		if k := len(found); body.Len() == 0 || k > 0 && found[k-1].Overlaps(body) {
			continue
		}
		nm := &s.names[n]
		y := d.resolve(source{from: nm.lead, to: nm.to, person: nm.person}, f)
		found = append(found, Quote{Span: body, Text: body.Of(d.text), Parts: []Span{body}, Clause: NoSpan, SpeakerSpan: y.mention,
			Speaker: y.name.Of(d.text), Role: y.role.Of(d.text), Confidence: postConfidence})
	}
	return found
}

// handleLine reports whose name and handle frame f gives, as an index of names:
// "— Ana Varga (@anavarga)", or "Ana Varga @anavarga" with nothing but a date
// behind. It is -1 if the frame is no such line.
func (s *speech) handleLine(f int) int {
	fr := &s.frames[f]
	i := fr.from
	dashed := s.words[i].isDash()
	if dashed {
		i++
	}
	if i >= fr.to || s.nameAt[i] == 0 {
		return -1
	}
	n := int(s.nameAt[i] - 1)
	j := s.names[n].to
	if j < fr.to && s.words[j].isMark('(') {
		j++
	}
	if s.names[n].lead != i || j >= fr.to || s.text[s.words[j].Start] != '@' {
		return -1
	}
	for j++; j < fr.to; j++ {
		if w := &s.words[j]; w.kind == plainWord && !w.is(lang.Calendar|lang.Time) && !w.is(lang.Prep) {
			return -1
		}
	}
	return n
}

// besideHandle returns the paragraph that belongs to the handle line f, or what
// stands before the line in its own paragraph.
func (d *document) besideHandle(f int) Span {
	s := d.speech
	fr := &s.frames[f]
	first := f == 0 || s.frames[f-1].para != fr.para
	switch dashed := s.words[fr.from].isDash(); {
	case dashed && !first:
		return Span{d.paras[fr.para].Start, s.words[fr.from].Start}
	case dashed && fr.para > 0:
		return d.paras[fr.para-1]
	case !dashed && first && fr.para+1 < len(d.paras):
		return d.paras[fr.para+1]
	}
	return NoSpan
}

// postBody trims a post: links and pictures at its end are not said. What is
// quoted between marks anyway is no post to be found here.
func (d *document) postBody(sp Span) Span {
	if sp.Len() == 0 {
		return NoSpan
	}
	sp = withoutLinks(d.text, trimSpan(d.text, sp))
	if t := sp.Of(d.text); t == "" || isQuoteMark(runeAt(t, 0)) || !strings.Contains(t, " ") {
		return NoSpan
	}
	return sp
}

// withoutLinks takes the links and pictures off the end of a stretch that is
// copied from a network.
func withoutLinks(text string, sp Span) Span {
	for {
		part := sp.Of(text)
		i := len(part) - 1
		for i >= 0 && part[i] != ' ' && part[i] != '\n' {
			i--
		}
		last := part[i+1:]
		if i < 0 || !strings.HasPrefix(last, "http") && !strings.HasPrefix(last, "pic.") && !strings.HasPrefix(last, "t.co/") {
			return sp
		}
		sp = trimSpan(text, Span{sp.Start, sp.Start + i})
	}
}
