package briefing

import "wirebrief/briefing/lang"

// A finalReader finds who says what in a language whose verb ends the sentence:
// “A” dedi; Varga, “A” dedi; “A” diyen Varga. The subject may stand far before
// its verb or be left out, so that the reader keeps whom the text is about.
type finalReader struct {
	d *document
	s *speech
	// topic is the last subject, topicPara the paragraph it stands in.
	topic     source
	topicPara int
	// issued is who said something last, in this paragraph or the one before:
	// "Açıklamada, “A” denildi" passes on more of it.
	issued source
}

// findFinalCues finds the verbs of saying of all frames with their subjects.
func (d *document) findFinalCues() {
	s := d.speech
	s.cues = make([]cue, 0, len(s.frames)+len(s.items))
	r := finalReader{d: d, s: s, topic: noSource, topicPara: -2, issued: noSource}
	for f := range s.frames {
		fr := &s.frames[f]
		fr.cueFrom = len(s.cues)
		if fr.para > r.topicPara+1 {
			r.topic = noSource
		}
		if f > 0 && fr.para > s.frames[f-1].para+1 || len(s.cues) == 0 || s.frames[s.cues[len(s.cues)-1].frame].para+1 < fr.para {
			r.issued = noSource
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
		if w.kind != plainWord || s.nameAt[i] != 0 && (w.capital || w.is(lang.Particle)) || !w.is(lang.Say|lang.SayWeak|lang.Saying|lang.Spoken|lang.Attributive|lang.Accord|lang.SayBase) && r.quotative(i, fr) < 0 {
			continue
		}
		c := cue{frame: f, from: i, to: i + 1, src: noSource}
		if !r.read(&c, fr) {
			continue
		}
		s.cues = append(s.cues, c)
		r.issued = c.src
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
	if from := r.quotative(c.from, fr); from >= 0 {
		return r.readQuotative(c, from, fr)
	}
	if c.from > fr.from+1 && w.is(lang.SayWeak) && s.words[c.from-1].is(lang.Adverb) && s.words[c.from-2].is(lang.Medium) {
		c.from-- // "şöyle devam etti"
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
		if c.src = r.issuer(c.from, fr); !c.src.ok() && r.opensWithMedium(fr) {
			c.src = r.issued
		}
	case w.is(lang.SayBase):
		c.kind = cueBefore
		c.src = r.owner(c.from, fr)
	default:
		c.src = r.speaker(c, fr)
	}
	return c.src.ok()
}

// quotative returns the first word of a verb that "diye" makes one of saying,
// right behind a quote, -1 if words[i] ends none: “A” diye yakındı, “A” diye
// isyan etti.
func (r *finalReader) quotative(i int, fr *frame) int {
	s := r.s
	if s.words[i].is(lang.Say | lang.Saying | lang.Spoken | lang.Attributive | lang.SayBase | lang.Accord) {
		return -1
	}
	for k := i - 1; k > fr.from && k >= i-2 && s.words[k].kind == plainWord; k-- {
		if !s.words[k].is(lang.Quotative) {
			continue
		}
		if s.words[k-1].kind != quoteWord || !r.isVerb(i) {
			return -1
		}
		return k
	}
	return -1
}

// isVerb reports whether words[i] is a verb that is the last of its clause, or a
// participle of one.
func (r *finalReader) isVerb(i int) bool {
	w := r.s.words[i].Of(r.d.text)
	n := &r.d.rules.Numbers
	return r.s.words[i].is(lang.SayWeak) || endsIn(w, n.FiniteEndings) || r.isParticiple(i)
}

// isParticiple reports whether words[i] ends like one that stands before its noun:
// "yakınan".
func (r *finalReader) isParticiple(i int) bool {
	return i >= 0 && r.s.words[i].kind == plainWord && !r.s.words[i].is(lang.Medium) && endsIn(r.s.words[i].Of(r.d.text), r.d.rules.Numbers.ParticipleEndings)
}

// readQuotative reads a cue whose first word is "diye".
func (r *finalReader) readQuotative(c *cue, from int, fr *frame) bool {
	c.from = from
	if !r.s.words[c.to-1].is(lang.SayWeak) && r.isParticiple(c.to-1) {
		c.kind = cueInverted
		c.src = r.described(c.to, fr)
	} else {
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
	if src := r.described(c.to, fr); src.ok() && s.afterQuote(c.from, fr) && (src.to >= fr.to || s.words[src.to].kind == markWord || s.words[src.to].is(lang.Conj|lang.Adverb|lang.Calendar|lang.Time)) {
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
		if w.kind != plainWord || !w.possessive() && !(k+1 < i && s.words[k+1].is(lang.Prep|lang.Medium)) {
			continue
		}
		src := r.nounAt(k, fr, i)
		if src.ok() && src.to < i && s.words[src.to].is(lang.Medium) && s.tellsPlace(src.to) {
			return src // "Savcı mütalaasında"
		}
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

// opensWithMedium reports whether a sentence begins with what something was said
// in, of which has been told before: "Açıklamada".
func (r *finalReader) opensWithMedium(fr *frame) bool {
	w := &r.s.words[fr.from]
	return w.kind == plainWord && (w.is(lang.Medium) || w.is(lang.Org|lang.Oblique)) && r.s.tellsPlace(fr.from)
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
