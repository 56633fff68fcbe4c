package briefing

import (
	"sort"

	"wirebrief/briefing/lang"
)

// A finalReader finds who says what in a language whose verb ends the sentence:
// “A” dedi; Varga, “A” dedi; “A” diyen Varga. The subject may stand far before
// its verb or be left out, so that the reader keeps whom the text is about.
type finalReader struct {
	d *document
	s *speech
	// topic is the last subject, topicPara the paragraph it stands in.
	topic     source
	topicPara int
}

// findFinalCues finds the verbs of saying of all frames with their subjects.
func (d *document) findFinalCues() {
	s := d.speech
	s.cues = make([]cue, 0, len(s.frames)+len(s.items))
	r := finalReader{d: d, s: s, topic: noSource, topicPara: -2}
	for f := range s.frames {
		fr := &s.frames[f]
		fr.cueFrom = len(s.cues)
		if fr.para > r.topicPara+1 {
			r.topic = noSource
		}
		r.frame(f)
		fr.cueTo = len(s.cues)
	}
}

// frame reads one sentence.
func (r *finalReader) frame(f int) {
	s, fr := r.s, &r.s.frames[f]
	for i := fr.from; i < fr.to; i++ {
		w := &s.words[i]
		if w.kind != plainWord || w.capital && s.nameAt[i] != 0 || !w.is(lang.Say|lang.SayWeak|lang.Saying|lang.Spoken|lang.Attributive|lang.Accord|lang.SayBase) {
			continue
		}
		c := cue{frame: f, from: i, to: i + 1, src: noSource}
		if !r.read(&c, fr) {
			continue
		}
		s.cues = append(s.cues, c)
		if c.src.person >= 0 || c.src.ok() {
			r.topic, r.topicPara = c.src, fr.para
		}
	}
	if r.topicPara != fr.para || len(s.cues) == fr.cueFrom {
		if src := r.subject(fr, fr.to); src.ok() && src.person >= 0 {
			r.topic, r.topicPara = src, fr.para
		}
	}
}

// read reads the verb of a cue, and with it the noun that makes it one of
// saying, and finds its subject.
func (r *finalReader) read(c *cue, fr *frame) bool {
	s, w := r.s, &r.s.words[c.from]
	if w.is(lang.Accord) {
		c.kind = cueAccording
		c.src = r.accorded(c.from, fr)
		return c.src.ok()
	}
	noun := c.from > fr.from && s.words[c.from-1].is(lang.Medium) && s.words[c.from-1].kind == plainWord
	if w.is(lang.SayWeak) && !noun {
		return false
	}
	for c.from > fr.from && c.to-c.from < 3 && s.words[c.from-1].is(lang.Medium) && s.words[c.from-1].kind == plainWord {
		c.from--
	}
	switch {
	case w.is(lang.Attributive):
		if c.src = r.described(c.to, fr); !c.src.ok() {
			return false
		}
		c.kind = cueInverted
	case w.is(lang.Spoken):
		c.kind = cuePassive
		c.src = r.issuer(c.from, fr)
	case w.is(lang.SayBase):
		c.kind = cueBefore
		c.src = r.owner(c.from, fr)
	default:
		c.src = r.speaker(c, fr)
	}
	return c.src.ok()
}

// speaker finds the subject of a finite verb: before it, else right behind it
// at the end of the sentence, else whom the text is about.
func (r *finalReader) speaker(c *cue, fr *frame) source {
	s := r.s
	if src := r.subjectAtQuote(fr, c.from); src.ok() {
		return src
	}
	if src := r.subject(fr, c.from); src.ok() {
		return src
	}
	if src := r.described(c.to, fr); src.ok() && s.afterQuote(c.from, fr) && (src.to >= fr.to || s.words[src.to].kind == markWord || s.words[src.to].is(lang.Conj)) {
		c.kind = cueInverted
		return src // “A” dedi Varga.
	}
	for k := max(fr.from, c.from-farthestSubject); k < c.from; k++ {
		if w := &s.words[k]; w.is(lang.Pronoun) && w.kind == plainWord && !w.is(lang.First|lang.Det) && r.topic.ok() && r.topic.person >= 0 {
			return source{from: k, to: k + 1, person: r.topic.person}
		}
		if s.words[k].kind == quoteWord && k-fr.from <= mostBeforeQuote {
			return r.topic // nothing but "Toplantıda" stands before
		}
	}
	if c.from-fr.from <= mostBeforeQuote {
		return r.topic
	}
	return noSource
}

// mostBeforeQuote is how many words may stand before the quote of a sentence
// whose subject is left out: in more of them it may be one that was not read.
const mostBeforeQuote = 4

// subjectAtQuote finds the subject between the last quote before words[hi] and
// the quote before that: Gül, “A”, Taş ise “B” dedi.
func (r *finalReader) subjectAtQuote(fr *frame, hi int) source {
	s := r.s
	low := max(fr.from, hi-farthestSubject)
	q := hi - 1
	for q > low && s.words[q].kind != quoteWord {
		q--
	}
	p := q - 1
	for p >= low && s.words[p].kind != quoteWord {
		p--
	}
	if p < low || p+1 >= q || !s.words[p+1].isMark(',') {
		return noSource
	}
	return r.subject(&frame{from: p + 1, to: fr.to}, q)
}

// farthestSubject is how many words from the beginning of its sentence, or
// before a verb that stands between quotes, a subject is looked for.
const farthestSubject = 120

// subject finds the subject of a sentence before words[hi]: the first name or
// description in the nominative that a comma, a quote or the verb follows, else
// the first that stands free.
func (r *finalReader) subject(fr *frame, hi int) source {
	s := r.s
	free := noSource
	for i := fr.from; i < hi && i < fr.from+farthestSubject; i++ {
		src := r.nounAt(i, fr, hi)
		if !src.ok() {
			continue
		}
		i = src.to - 1
		if s.words[i].possessive() || s.words[i].is(lang.Oblique) {
			continue
		}
		next := src.to
		switch {
		case next >= hi || s.words[next].kind == quoteWord || s.words[next].isMark(',') || s.words[next].isMark(':'):
			return src
		case s.words[next].kind == markWord && !s.words[next].isMark('('):
		case s.words[next].is(lang.Prep|lang.Conj|lang.Be|lang.Suffix) && !s.words[next].is(lang.Adverb):
		case !free.ok() && r.standsFree(next, hi):
			free = src
		}
	}
	return free
}

// standsFree reports whether words[i], behind a noun, does not belong to it: it
// has a case of its own, or tells how and when, or is a verb.
func (r *finalReader) standsFree(i, hi int) bool {
	w := &r.s.words[i]
	if w.is(lang.Adverb|lang.Calendar|lang.Time|lang.Det|lang.Say|lang.SayWeak|lang.Medium|lang.Saying|lang.Pronoun|lang.Audience) || w.possessive() || w.isMark('(') {
		return true
	}
	return w.capital || r.s.tellsPlace(i)
}

// nounAt reads the name or the description of someone that begins at words[i].
func (r *finalReader) nounAt(i int, fr *frame, hi int) source {
	s := r.s
	w := &s.words[i]
	if w.kind != plainWord {
		return noSource
	}
	if n := s.nameAt[i]; n != 0 {
		nm := &s.names[n-1]
		if nm.to > hi || nm.person < 0 && !s.hasSpeaker(nm.lead, nm.to) {
			return noSource
		}
		return source{from: nm.lead, to: nm.to, person: nm.person}
	}
	if !w.is(lang.Role|lang.Org) || i+1 < hi && s.words[i+1].kind == plainWord && s.words[i+1].is(lang.Role|lang.Org) {
		return noSource // of two nouns the second counts: "polis sözcüsü"
	}
	if n := s.nextName(i + 1); n >= 0 && !w.possessive() && s.names[n].person >= 0 && !s.words[s.names[n].to-1].possessive() {
		return noSource // "sözcü Ayla Demir": the name counts
	}
	src := source{from: r.descriptionStart(i, fr.from), to: i + 1, person: -1}
	src.person = r.bearer(i)
	return src
}

// nextName returns the name that begins at words[i], -1 if none does.
func (s *speech) nextName(i int) int {
	if i >= len(s.words) || s.nameAt[i] == 0 {
		return -1
	}
	return int(s.nameAt[i]) - 1
}

// descriptionStart walks left from the noun words[i] over what describes it.
func (r *finalReader) descriptionStart(i, low int) int {
	s := r.s
	for k := i; k > low && k > i-6; k-- {
		w := &s.words[k-1]
		switch {
		case w.kind != plainWord || w.is(lang.Saying|lang.Attributive|lang.Say|lang.SayWeak|lang.Verb|lang.Conj|lang.Sub|lang.Calendar|lang.Time|lang.Accord):
			return k
		case w.is(lang.Det):
			return k - 1
		case w.is(lang.Adverb | lang.Prep):
			return k
		case w.possessive() && !s.isOwner(k-1), !w.possessive() && s.tellsPlace(k-1):
			return k
		}
		if n := s.nameAt[k-1]; n != 0 {
			return max(low, s.names[n-1].lead)
		}
		if k-1 == low {
			return low
		}
	}
	return i
}

// bearer finds whom a bare title means, "Bakan", "Başkan": the last person
// before words[i] whose role it ends. It returns -1 if there is none.
func (r *finalReader) bearer(i int) int {
	s := r.s
	w := &s.words[i]
	if !w.is(lang.Title) || i > 0 && s.words[i-1].is(lang.Det) {
		return -1
	}
	title := w.text(s.text)
	if !isUpper(runeAt(title, 0)) {
		return -1
	}
	n := s.namesBefore(i)
	for k := n - 1; k >= 0 && k > n-60; k-- {
		p := s.names[k].person
		if p < 0 || r.d.people[p].role == NoSpan {
			continue
		}
		role := r.d.people[p].role.Of(s.text)
		if last := lastToken(role); len(last) >= len(title) && last[:len(title)] == title {
			return p
		}
	}
	return -1
}

// namesBefore counts the names that begin before words[i].
func (s *speech) namesBefore(i int) int {
	return sort.Search(len(s.names), func(n int) bool { return s.names[n].lead >= i })
}

// nearDescribed is how many words behind a participle its noun may stand.
const nearDescribed = 14

// described finds who follows the participle before words[i], whatever the
// case: "diyen Bakan Ayla Demir'e".
func (r *finalReader) described(i int, fr *frame) source {
	s := r.s
	found := noSource
	for k := i; k < min(fr.to, i+nearDescribed); k++ {
		if w := &s.words[k]; w.kind != plainWord && w.kind != numberWord {
			break
		}
		src := r.nounAt(k, fr, fr.to)
		if !src.ok() {
			continue
		}
		src.from = max(src.from, i)
		found = src
		if k = src.to - 1; !s.isOwner(k) {
			break
		}
	}
	return found
}

// accorded finds whose words "göre" at words[i] gives: the noun before it, or the
// owner of "verdiği bilgi", "açıklaması".
func (r *finalReader) accorded(i int, fr *frame) source {
	s := r.s
	for k := i - 1; k >= fr.from && k > i-7; k-- {
		if s.words[k].kind != plainWord {
			break
		}
		if !s.words[k].possessive() || k < i-1 && !s.isOwner(k) {
			continue
		}
		if n := s.nameAt[k]; n != 0 && s.names[n-1].to == k+1 {
			nm := &s.names[n-1]
			return source{from: nm.lead, to: nm.to, person: nm.person}
		}
		if s.words[k].is(lang.Org) && k > fr.from && s.isOwner(k-1) {
			continue // "Demir'in açıklamasına göre": the owner counts
		}
		if s.words[k].is(lang.Role | lang.Org) {
			return source{from: r.descriptionStart(k, fr.from), to: k + 1, person: -1}
		}
	}
	return noSource
}

// issuer finds whose statement is passed on in the passive: "Bakanlıktan yapılan
// açıklamada … denildi", "… Demir tarafından açıklandı".
func (r *finalReader) issuer(i int, fr *frame) source {
	s := r.s
	for k := max(fr.from, i-farthestSubject); k < i; k++ {
		w := &s.words[k]
		if w.kind != plainWord || !w.possessive() && !(k+1 < i && s.words[k+1].is(lang.Prep)) {
			continue
		}
		src := r.nounAt(k, fr, i)
		if n := s.nameAt[k]; n != 0 {
			nm := &s.names[n-1]
			src = source{from: nm.lead, to: nm.to, person: nm.person}
			k = nm.to - 1
		}
		if src.ok() && (s.hasEnding(src.to-1, r.d.rules.Inflection.Ablative) || s.isOwner(src.to-1) && src.to < i && s.words[src.to].is(lang.Medium)) {
			return src
		}
	}
	return noSource
}

// owner finds the subject of a verb that is made a noun: "Demir'in “A” dediğini".
func (r *finalReader) owner(i int, fr *frame) source {
	s := r.s
	for k := i - 1; k >= fr.from && k > i-40; k-- {
		if !s.isOwner(k) {
			continue
		}
		if n := s.nameAt[k]; n != 0 && s.names[n-1].person >= 0 {
			nm := &s.names[n-1]
			return source{from: nm.lead, to: nm.to, person: nm.person}
		}
		if s.words[k].is(lang.Role | lang.Org) {
			return source{from: r.descriptionStart(k, fr.from), to: k + 1, person: -1}
		}
	}
	return noSource
}
