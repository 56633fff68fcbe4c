package briefing

import (
	"strings"
	"unicode/utf8"

	"wirebrief/briefing/lang"
)

const (
	// mostLabelWords bounds the name before a colon, with its titles.
	mostLabelWords = 6
	// mostLabelAside bounds the brackets after it.
	mostLabelAside = 12
	// questionFactor ranks what an interviewer asks below the answers.
	questionFactor = 0.5
)

// A labelKind tells how the speaker of a paragraph is named before its colon.
type labelKind uint8

const (
	noLabel    labelKind = iota
	capsLabel            // VARGA: We stay.
	nameLabel            // Ana Varga: We stay.
	questioned           // Q: Will you stay?
	answered             // A: We stay.
)

// A labelled paragraph is speech without marks after the name of its speaker.
type labelled struct {
	kind        labelKind
	label, rest Span
}

// transcripts finds paragraphs that are speech without marks, each after who
// speaks: "VARGA: We stay.", "Ana Varga (Lorne): We stay.", "A: We stay." A
// lone label is a heading, so there must be several.
func (d *document) transcripts() []Quote {
	var found []labelled
	last := -1
	for f := range d.speech.frames {
		fr := &d.speech.frames[f]
		if fr.para == last || len(found) >= maxQuotes {
			continue
		}
		last = fr.para
		if l := d.speech.labelOf(fr, d.paras[fr.para]); l.kind != noLabel && strings.ContainsFunc(l.rest.Of(d.text), isLetter) && d.isWhole(l) {
			found = append(found, l)
		}
	}
	var quotes []Quote
	caps, names, answers := d.believe(found)
	asked := d.interviewee(found, answers)
	for _, l := range found {
		switch {
		case l.kind == capsLabel && caps, l.kind == nameLabel && names:
			quotes = append(quotes, d.labelledQuote(l, d.personCalled(l.label.Of(d.text))))
		case l.kind == answered && asked >= 0:
			quotes = append(quotes, d.labelledQuote(l, asked))
		}
	}
	return quotes
}

// isWhole reports whether a label is no single word, unless it is the surname of
// someone whom the text names in full.
func (d *document) isWhole(l labelled) bool {
	label := l.label.Of(d.text)
	if l.kind != nameLabel || strings.Contains(label, " ") {
		return true
	}
	p := d.personCalled(label)
	return p >= 0 && strings.Contains(d.people[p].name.Of(d.text), " ")
}

// believe reports which kinds of label are those of a transcript, not of
// headings: three in capitals, or two if one names someone in the text; names of
// which one comes back, before sentences; questions with answers.
func (d *document) believe(found []labelled) (caps, names, answers bool) {
	if len(found) < 2 {
		return false, false, false
	}
	var n [answered + 1]int
	known, again, told := false, false, 0
	seen := make(map[string]bool)
	for _, l := range found {
		n[l.kind]++
		text := l.label.Of(d.text)
		if l.kind == capsLabel && !known {
			known = d.personCalled(text) >= 0
		}
		if l.kind == nameLabel && d.endsTold(l.rest.Of(d.text)) {
			told++
		}
		again = again || l.kind == nameLabel && seen[text]
		seen[text] = true
	}
	return n[capsLabel] > 2 || n[capsLabel] > 1 && known, n[nameLabel] > 2 && again && 2*told > n[nameLabel], n[answered] > 1 && n[questioned] > 1
}

// endsTold reports whether what stands behind a label may be said: it begins with
// no number and ends as sentences do, unlike "2 red, 1 green" and "A boat for $9".
func (d *document) endsTold(rest string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(rest, isCloser))
	return !startsNumber(rest, d.rules.Sentences.AlwaysCapital) && isTerminator(last)
}

// interviewee tells who answers: the one person whom the text before the first
// question names in full, -1 if there is nobody or more than one.
func (d *document) interviewee(found []labelled, answers bool) int {
	if !answers {
		return -1
	}
	who := -1
	for p := range d.people[:min(len(d.people), 100)] {
		if n := d.people[p].name; n.Start < found[0].rest.Start && strings.Contains(n.Of(d.text), " ") && !d.people[p].place {
			if who >= 0 {
				return -1
			}
			who = p
		}
	}
	return who
}

// labelledQuote is the quote of a labelled paragraph; person is -1 if nobody
// known speaks.
func (d *document) labelledQuote(l labelled, person int) Quote {
	q := Quote{Span: l.rest, Text: l.rest.Of(d.text), Parts: []Span{l.rest}, SpeakerSpan: l.label, Clause: NoSpan}
	q.Speaker = l.label.Of(d.text)
	if person >= 0 {
		q.Speaker, q.Role = d.people[person].name.Of(d.text), d.people[person].role.Of(d.text)
	}
	q.Partial = d.partial(&q)
	q.Confidence = tieConfidence[tieTranscript]
	if q.Partial {
		q.Confidence *= partialFactor
	}
	if strings.HasSuffix(q.Text, "?") {
		q.Confidence *= questionFactor
	}
	return q
}

// labelOf reads a label before a colon at the start of a paragraph, and the rest
// of the paragraph.
func (s *speech) labelOf(fr *frame, para Span) labelled {
	i, kind := s.labelEnd(fr)
	if i == fr.from {
		return labelled{}
	}
	end := i
	if i < fr.to && s.words[i].isMark('(') {
		for i < fr.to && i < end+mostLabelAside && !s.words[i].isMark(')') {
			i++
		}
		i++
	}
	stop := kind >= questioned && i < fr.to && s.words[i].isMark('.')
	if i >= fr.to || !s.words[i].isMark(':') && !stop || i+1 < fr.to && s.words[i+1].kind == quoteWord {
		return labelled{}
	}
	return labelled{kind, s.span(fr.from, end), trimSpan(s.text, Span{s.words[i].End, para.End})}
}

// labelEnd returns the word after what may be a label at the start of a frame,
// and its kind.
func (s *speech) labelEnd(fr *frame) (int, labelKind) {
	w := &s.words[fr.from]
	if w.kind != plainWord || !w.capital {
		return fr.from, noLabel
	}
	switch s.rules.Turns[w.text(s.text)] {
	case lang.Question:
		return fr.from + 1, questioned
	case lang.Answer:
		return fr.from + 1, answered
	}
	i := fr.from
	for i < fr.to && i < fr.from+mostLabelWords && s.words[i].kind == plainWord && (s.words[i].allCaps || s.words[i].is(lang.Abbrev) && s.words[i].capital || i > fr.from && s.words[i].Len() <= 2 && s.words[i].capital) {
		i++
	}
	if i > fr.from && w.Len() > 2 && (w.allCaps || s.words[i-1].allCaps) {
		return i, capsLabel
	}
	n := s.nameAt[fr.from]
	if n == 0 || s.names[n-1].to > fr.to || s.words[s.names[n-1].to-1].possessive() || s.names[n-1].to-fr.from < 2 && s.names[n-1].person < 0 {
		return fr.from, noLabel
	}
	return s.names[n-1].to, nameLabel
}

// personCalled finds who bears the name that a label ends with, in capitals or
// not, -1 if nobody does.
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
