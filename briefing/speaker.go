package briefing

import "wirebrief/briefing/lang"

// A source is who a verb of saying has as its subject: words[from:to], from -1
// if nobody. person indexes document.people, -1 for descriptions.
type source struct {
	from, to int
	person   int
	pronoun  bool
	// relative marks the subject of a relative clause: "who said".
	relative bool
}

var noSource = source{from: -1, to: -1, person: -1}

func (s source) ok() bool { return s.from >= 0 }

// A cueKind tells how a cue is tied to its speaker.
type cueKind uint8

const (
	cueBefore    cueKind = iota // "Varga said"
	cueInverted                 // "said Varga"
	cueAccording                // "according to Varga"
	cuePassive                  // "Varga was quoted as saying"
	cueInherited                // ", saying": the subject stands elsewhere
	cueNone                     // no verb of saying: the subject of the sentence
)

// A cue is a verb of saying with its speaker.
type cue struct {
	frame int
	// words[from:to] is the verb phrase, "was quoted as saying".
	from, to int
	kind     cueKind
	// weak marks verbs that report only with quoted words.
	weak bool
	src  source
}

// start is the first word of cue and speaker together.
func (c *cue) start() int {
	if c.src.ok() && c.kind == cueBefore || c.kind == cuePassive {
		return min(c.src.from, c.from)
	}
	return c.from
}

// findCues finds the verbs of saying of all frames and their subjects.
func (s *speech) findCues() {
	s.cues = make([]cue, 0, len(s.frames)+len(s.items))
	for f := range s.frames {
		fr := &s.frames[f]
		fr.cueFrom = len(s.cues)
		for i := fr.from; i < fr.to; i++ {
			w := &s.words[i]
			if w.kind != plainWord || !w.is(lang.Say|lang.SayWeak|lang.SayBase|lang.Saying|lang.Spoken|lang.Accord|lang.PutIt|lang.GoOn) {
				continue
			}
			if w.capital && s.nameAt[i] != 0 {
				continue
			}
			if s.onlyGoesOn(i, fr.to) {
				continue
			}
			if c, ok := s.readCue(f, i); ok {
				s.cues = append(s.cues, c)
				i = max(i, c.to-1)
			}
		}
		fr.cueTo = len(s.cues)
	}
}

// onlyGoesOn reports whether words[i] tells that something else goes on: "will
// continue to be".
func (s *speech) onlyGoesOn(i, hi int) bool {
	return i+1 < hi && s.words[i].is(lang.GoesOn) && s.isOneOf(i+1, s.links.Infinitive)
}

// readCue reads the verb words[i].
func (s *speech) readCue(f, i int) (cue, bool) {
	fr, w := &s.frames[f], &s.words[i]
	c := cue{frame: f, from: i, to: i + 1, src: noSource}
	switch {
	case w.is(lang.Accord):
		if i+1 < fr.to && s.isOneOf(i+1, s.links.According) {
			c.to, c.kind = i+2, cueAccording
			c.src = s.nounPhrase(i+2, fr.to)
			return c, c.src.ok()
		}
		return c, false
	case w.is(lang.Spoken) && i > fr.from && s.words[i-1].is(lang.Be|lang.Adverb) && s.passive(&c, fr):
		return c, c.src.ok()
	case w.is(lang.GoOn):
		c.to = i + 2 // “A,” Varga went on; Varga went on: “A”
		if i+1 >= fr.to || !s.isOneOf(i+1, s.links.Onward) || !s.active(&c, fr, i) {
			return c, false
		}
		return c, c.to < fr.to && s.words[c.to].isMark(':') || s.afterQuote(c.src.from, fr) && (c.to >= fr.to || s.words[c.to].kind == markWord)
	case w.is(lang.PutIt) && i+1 < fr.to && s.isOneOf(i+1, s.links.PutSo):
		c.to = i + 2
		return c, s.active(&c, fr, i)
	case w.is(lang.PutIt) && i+1 < fr.to && s.isOneOf(i+1, s.links.Back) && s.isOneOf(i, s.links.Retort):
		c.to = i + 2 // “A,” Varga shot back
		if s.inverted(&c, fr) {
			return c, true
		}
		ok := s.active(&c, fr, i)
		c.weak = ok && !s.afterQuote(c.src.from, fr) && (c.to >= fr.to || !s.words[c.to].isMark(':') && !s.words[c.to].isMark(','))
		return c, ok
	case w.is(lang.Say | lang.SayWeak):
		c.weak = !w.is(lang.Say)
		if s.inverted(&c, fr) {
			return c, true
		}
		if s.active(&c, fr, i) {
			return c, true
		}
		if w.is(lang.SayBase) {
			return c, s.bare(&c, fr)
		}
		return c, false
	case w.is(lang.SayBase):
		return c, s.bare(&c, fr)
	case w.is(lang.Saying):
		return c, s.participle(&c, fr)
	}
	return c, false
}

// passive reads "Varga was quoted as saying", and "was quoted by the daily as
// saying".
func (s *speech) passive(c *cue, fr *frame) bool {
	i := c.from
	for i > fr.from && s.words[i-1].is(lang.Be|lang.Aux|lang.Adverb) && s.words[i-1].kind == plainWord {
		i--
	}
	be := false
	for k := i; k < c.from; k++ {
		be = be || s.words[k].is(lang.Be)
	}
	if !be {
		return false
	}
	for k := c.to; k+1 < fr.to && k < c.to+10; k++ {
		if s.isOneOf(k, s.links.QuotedAs) && s.words[k+1].is(lang.Saying) {
			c.to = k + 2
			break
		}
		if s.words[k].kind != plainWord {
			break
		}
	}
	c.from, c.kind = i, cuePassive
	c.src = s.subjectBefore(i, fr)
	return true
}

// inverted reads "said Varga" after a quote, comma or dash, and "Added
// Varga:" at the start of a sentence.
func (s *speech) inverted(c *cue, fr *frame) bool {
	i := c.from
	if c.weak || i+1 >= fr.to || s.words[i].is(lang.Tell) {
		return false
	}
	p := i - 1
	for p > fr.from && s.words[p].is(lang.Adverb) && s.words[p].kind == plainWord {
		p--
	}
	first := i == fr.from
	afterQuote := !first && s.words[p].kind == quoteWord
	if !first && !afterQuote && (s.words[p].kind != markWord || s.words[p].mark == '(') {
		return false
	}
	k := i + 1
	for k < fr.to && s.words[k].is(lang.Adverb) && !s.words[k].is(lang.Det|lang.Pronoun) {
		k++
	}
	src := s.nounPhrase(k, fr.to)
	if !src.ok() || src.pronoun && !afterQuote && !s.words[src.from].is(lang.Male|lang.Female) {
		return false
	}
	if !afterQuote && src.person < 0 && !src.pronoun && !s.hasSpeaker(src.from, src.to) {
		return false
	}
	if src.to < fr.to && (!s.mayFollowSpeaker(src.to, first, afterQuote) || !first && !afterQuote && s.words[src.to].kind == quoteWord && !s.words[src.to].capital) {
		return false // "Varga, who was there, said Roy “knew it”"
	}
	c.kind, c.src = cueInverted, src
	return true
}

// mayFollowSpeaker reports whether words[i] can stand after "said Varga".
func (s *speech) mayFollowSpeaker(i int, first, afterQuote bool) bool {
	w := &s.words[i]
	switch {
	case first:
		return w.isMark(':')
	case afterQuote:
		return w.kind != plainWord || !w.is(lang.Be|lang.Aux)
	}
	return w.kind != plainWord || w.is(lang.Prep|lang.Rel) && !s.isOneOf(i, s.links.Infinitive)
}

// active reads "Varga, the chair, has also said".
func (s *speech) active(c *cue, fr *frame, verb int) bool {
	i := verb
	passive := false
	for i > fr.from && s.words[i-1].kind == plainWord && (s.words[i-1].is(lang.Aux|lang.Be|lang.Adverb) || s.adverbial(i-1)) {
		if s.nameAt[i-1] != 0 && !s.names[s.nameAt[i-1]-1].org && s.words[i-1].is(lang.Aux) {
			break // “A,” May said
		}
		if s.words[i-1].is(lang.Det|lang.Pronoun) && !s.words[i-1].is(lang.Aux|lang.Be) && i-1 > fr.from && !s.stresses(i-1, fr) {
			break
		}
		i--
		passive = passive || s.words[i].is(lang.Be)
	}
	if passive {
		fr.asked = fr.asked || s.words[verb].is(lang.Say)
		return s.agent(c, fr)
	}
	i = s.overDays(i, fr.from)
	if i > fr.from && s.words[i-1].is(lang.Conj) {
		// "left the room and said": whoever was the subject before.
		c.kind = cueInherited
		if i-1 > fr.from {
			if c.src = s.joined(fr, i-1); !c.src.ok() {
				c.src = s.inherited(c, fr, i-1)
			}
			return c.src.ok()
		}
		return false
	}
	c.src = s.wholeSubject(s.subjectBefore(i, fr), fr)
	return c.src.ok() && !s.looksNoun(c, verb, fr)
}

// stresses reports whether words[i] only stresses the subject before it: "they
// all said", "Varga herself said".
func (s *speech) stresses(i int, fr *frame) bool {
	p := &s.words[i-1]
	if i-1 < fr.from || p.kind != plainWord || !s.words[i].is(lang.Someone|lang.Reflexive) {
		return false
	}
	return s.nameAt[i-1] != 0 || p.is(lang.Pronoun) && !p.is(lang.Det) || !p.is(functionWord) && s.endsIn(i-1, s.rules.PluralEndings)
}

// looksNoun reports whether the verb of c may well be a noun, and its subject
// a word before that noun: "his recent attacks", "the same campaign points",
// "Republican claims".
func (s *speech) looksNoun(c *cue, verb int, fr *frame) bool {
	adjective := c.src.to-c.src.from == 1 && s.isOrigin(c.src.from) && c.src.to == verb
	if c.src.person >= 0 || c.src.pronoun || s.nameAt[c.src.to-1] != 0 && !adjective || !c.weak && !s.endsIn(verb, s.rules.PresentEndings) || s.afterQuote(c.src.from, fr) {
		return false
	}
	if !s.hasSpeaker(c.src.from, c.src.to) {
		return true
	}
	return s.endsIn(verb, s.rules.PresentEndings) && !s.words[verb].is(lang.Tell) && verb+1 < fr.to && s.words[verb+1].isMark(',') &&
		(verb+2 >= fr.to || s.words[verb+2].kind != quoteWord) && !s.words[verb-1].is(lang.Role)
}

// afterQuote reports whether words[i] follows a quote, with or without a comma.
func (s *speech) afterQuote(i int, fr *frame) bool {
	if i > fr.from && s.words[i-1].isMark(',') {
		i--
	}
	return i > fr.from && s.words[i-1].kind == quoteWord
}

// agent reads who stands after "by": "was asked by Varga".
func (s *speech) agent(c *cue, fr *frame) bool {
	for k := c.to; k+1 < fr.to && k < c.to+3; k++ {
		if s.isOneOf(k, s.links.Agent) {
			c.kind, c.src = cueAccording, s.nounPhrase(k+1, fr.to)
			return c.src.ok()
		}
	}
	return false
}

// bare reads "would say", "went on to say", but not "declined to say".
func (s *speech) bare(c *cue, fr *frame) bool {
	i := c.from
	if i == fr.from {
		return false
	}
	p := &s.words[i-1]
	if s.isOneOf(i-1, s.links.Infinitive) {
		if i-2 >= fr.from && s.words[i-2].is(lang.Refuse) {
			return false
		}
		if k := s.leadsTo(i-1, fr.from); k > fr.from {
			// "used to say", "went on to say": the cue is all of it.
			if src := s.subjectBefore(k, fr); src.ok() {
				c.from, c.src = k, src
				return true
			}
		}
		c.kind = cueInherited
		c.src = s.inherited(c, fr, i-1)
		return c.src.ok()
	}
	if p.is(lang.Aux) || p.is(lang.Adverb) {
		return s.active(c, fr, i)
	}
	if p.is(lang.Pronoun) && !p.is(lang.Male|lang.Object) || p.is(lang.Role) {
		c.src = s.subjectBefore(i, fr) // "they say", "officials say"
		return c.src.ok()
	}
	if src := s.subjectBefore(i, fr); src.ok() && s.afterQuote(src.from, fr) {
		c.src = src // “A,” the two write
		return true
	}
	return false
}

// leadsTo finds the finite verb that the infinitive after words[to] hangs on,
// "used" or "went on"; -1 if none stands right before it.
func (s *speech) leadsTo(to, low int) int {
	k := to - 1
	if k > low && s.isOneOf(k, s.links.Onward) {
		k--
	}
	if k > low && s.words[k].kind == plainWord && s.nameAt[k] == 0 && !s.words[k-1].is(lang.Be|lang.Aux) &&
		(s.isOneOf(k, s.links.Habit) || s.words[k].is(lang.Verb) && !s.words[k].is(lang.Role|lang.Org)) {
		return k
	}
	return -1
}

// afterPlace reports whether words[i] follows a preposition of place or
// address, "on Facebook", "to supporters", and an earlier verb tells who speaks.
func (s *speech) afterPlace(i int, fr *frame) bool {
	if i <= fr.from || len(s.cues) <= fr.cueFrom {
		return false
	}
	return s.words[i-1].is(lang.Where) || s.isOneOf(i-1, s.links.Address)
}

// participle reads ", saying" and "is saying".
func (s *speech) participle(c *cue, fr *frame) bool {
	i := c.from
	if i > fr.from && s.words[i-1].is(lang.Be|lang.Adverb) {
		k := i
		be := false
		for k > fr.from && s.words[k-1].kind == plainWord && s.words[k-1].is(lang.Be|lang.Aux|lang.Adverb) {
			k--
			be = be || s.words[k].is(lang.Be)
		}
		if be {
			c.src = s.subjectBefore(k, fr)
			if c.src.ok() {
				return true
			}
		}
	}
	for i > fr.from && s.words[i-1].is(lang.Adverb) && s.words[i-1].kind == plainWord || i > fr.from && s.adverbial(i-1) {
		i--
	}
	if i > fr.from && s.words[i-1].kind == plainWord && (s.nameAt[i-1] != 0 || s.words[i-1].is(lang.Role)) {
		// "with Varga promising"
		c.src = s.phraseEnding(i-1, fr.from)
		if c.src.ok() && !s.afterPlace(c.src.from, fr) {
			return true
		}
	}
	if src := s.phraseEnding(i-1, fr.from); src.ok() && src.from > fr.from && s.isOneOf(src.from-1, s.links.Company) {
		c.src = src // "with one of her notes asking"
		return true
	}
	c.kind = cueInherited
	c.src = s.inherited(c, fr, i)
	return c.src.ok()
}
