package briefing

import "strings"

// transcripts finds paragraphs that are speech without marks, each after the
// speaker's name in capitals: "VARGA: We stay." A lone label in capitals is
// a heading, so there must be three such paragraphs, or a label that is the
// name of someone in the text.
func (d *document) transcripts() []Quote {
	s := d.speech
	var found []Quote
	known := false
	last := -1
	for f := range s.frames {
		fr := &s.frames[f]
		if fr.para == last || len(found) >= maxQuotes {
			continue
		}
		last = fr.para
		label, rest := s.label(fr, d.paras[fr.para])
		if label == NoSpan || !hasLetter(rest.Of(d.text)) {
			continue
		}
		q := Quote{Span: rest, Text: rest.Of(d.text), Parts: []Span{rest}, SpeakerSpan: label, Clause: NoSpan}
		q.Speaker = label.Of(d.text)
		if p := d.personCalled(q.Speaker); p >= 0 {
			known = true
			q.Speaker, q.Role = d.people[p].name.Of(d.text), d.people[p].role.Of(d.text)
		}
		q.Partial = d.partial(&q)
		q.Confidence = tieConfidence[tieTranscript]
		if q.Partial {
			q.Confidence *= partialFactor
		}
		found = append(found, q)
	}
	if len(found) < 2 || len(found) < 3 && !known {
		return nil
	}
	return found
}

// label reads a label in capitals before a colon at the start of a paragraph,
// and the rest of the paragraph.
func (s *speech) label(fr *frame, para Span) (label, rest Span) {
	i := fr.from
	for i < fr.to && i < fr.from+5 && s.words[i].kind == plainWord && (s.words[i].allCaps || i > fr.from && s.words[i].Len() <= 2 && s.words[i].capital) {
		i++
	}
	if i == fr.from || i >= fr.to || !s.words[i].isMark(':') || s.words[fr.from].Len() < 3 {
		return NoSpan, NoSpan
	}
	rest = trimSpan(s.text, Span{s.words[i].End, para.End})
	return s.span(fr.from, i), rest
}

// personCalled finds who bears a name written in capitals, -1 if nobody does.
func (d *document) personCalled(label string) int {
	if i := strings.LastIndexByte(label, ' '); i >= 0 {
		label = label[i+1:]
	}
	for p := range d.people[:min(len(d.people), 500)] {
		n := d.people[p].name.Of(d.text)
		if i := strings.LastIndexByte(n, ' '); i >= 0 {
			n = n[i+1:]
		}
		if strings.EqualFold(n, label) {
			return p
		}
	}
	return -1
}
