package briefing

import "wirebrief/briefing/lang"

// wholeSource returns the source of a cue with all that belongs to its name or
// description: "the Center for Deep Seas", "an Example Post analysis". It
// returns noSource if the words are no phrase of their own, such as the voters in
// "two in five voters said" and the letter in "who read the letter said".
func (s *speech) wholeSource(k *cue) source {
	src := k.src
	fr := &s.frames[k.frame]
	if src.pronoun || s.rules.VerbFinal {
		return src
	}
	if src.person >= 0 {
		if src.to-src.from == 1 && k.kind == cueBefore && (s.namesReport(k, src, fr) || s.follows(src.from, fr.from, lang.Prep) && !s.words[k.from].is(lang.Saying)) {
			return noSource // "32% of Western claims are false"
		}
		return src
	}
	if s.words[src.to-1].possessive() || s.words[src.to-1].kind != plainWord {
		return noSource
	}
	if k.kind == cueAccording || k.kind == cueInverted {
		src.to = s.phraseEnd(src.to, fr.to)
	} else if src.from > fr.from && s.words[src.from-1].kind == plainWord {
		if src = s.ownSubject(src, fr.from); !src.ok() {
			return src
		}
	}
	for src.to > src.from+1 && s.trails(src.to-1, fr.to) {
		src.to--
	}
	if src.to-src.from == 1 && s.nameAt[src.from] == 0 && !s.words[src.from].is(lang.Org) {
		return noSource // "Critics", "officials": anybody
	}
	if k.kind == cueBefore && s.namesReport(k, src, fr) {
		return noSource
	}
	return src
}

// follows reports whether words[i] stands behind a word of class c that joins no
// clauses.
func (s *speech) follows(i, low int, c lang.Class) bool {
	return i > low && s.words[i-1].kind == plainWord && s.words[i-1].is(c) && !s.words[i-1].is(lang.Sub|lang.Conj)
}

// ownSubject returns src if it can be a subject where it stands, or with the name
// it completes, "the Center for Deep Seas". What follows another preposition, or a
// verb of its clause, is no subject.
func (s *speech) ownSubject(src source, low int) source {
	p := &s.words[src.from-1]
	if s.follows(src.from, low, lang.Prep) {
		if n := src.from - 2; n >= low && s.isOneOf(src.from-1, s.links.Belonging) && s.nameAt[n] != 0 && s.names[s.nameAt[n]-1].org {
			src.from = s.beforeDet(max(low, s.names[s.nameAt[n]-1].lead), low)
			return src
		}
		return noSource
	}
	if s.endsIn(src.from-1, s.rules.PastEndings) && !p.capital && !p.is(lang.Say) {
		return noSource
	}
	return src
}

// namesReport reports whether the verb of a cue is a noun after all, and its
// subject what stands before that noun: "Initial reports put the toll at 40".
func (s *speech) namesReport(k *cue, src source, fr *frame) bool {
	if k.to != k.from+1 || !s.endsIn(k.from, s.rules.PluralEndings) || s.words[k.from].is(lang.SayOnly|lang.Tell) || k.to >= fr.to || k.src.to != k.from {
		return false
	}
	next := &s.words[k.to]
	return next.kind == plainWord && next.is(lang.Be|lang.Aux|lang.Verb|lang.Say|lang.SayWeak|lang.SayBase) && !next.is(lang.Det|lang.Sub) && !next.capital
}

// trails reports whether words[i], the last of a source, tells when, or begins to
// tell something else: "a poll last week", "a database tracking such cases".
func (s *speech) trails(i, hi int) bool {
	w := &s.words[i]
	if s.nameAt[i] != 0 || w.capital {
		return false
	}
	if w.is(lang.Time|lang.Calendar) || w.is(functionWord) && !w.is(lang.Role|lang.Org) && !s.words[i-1].is(lang.Det) {
		return true
	}
	if i+1 >= hi || s.words[i+1].kind != plainWord {
		return false
	}
	next := &s.words[i+1]
	return s.endsIn(i, s.rules.GerundEndings) && !s.words[i-1].is(lang.Det) && !next.is(lang.Prep)
}

// mostSourceWords bounds how far a source is read on.
const mostSourceWords = 10

// phraseEnd returns where the noun phrase ends whose words so far end before
// words[i]: behind its last noun, with what "of" or "for" adds.
func (s *speech) phraseEnd(i, hi int) int {
	hi = min(hi, i+mostSourceWords)
	i = s.nounsEnd(i, hi)
	for i+1 < hi && s.complements(i) {
		at := i + 1
		if s.words[at].is(lang.Det) {
			at++
		}
		end := s.nounsEnd(at, hi)
		if end == at {
			break
		}
		i = end
	}
	return i
}

// nounsEnd returns the end of the run of nouns and names from words[i] on.
func (s *speech) nounsEnd(i, hi int) int {
	for i < hi {
		w := &s.words[i]
		switch {
		case w.isMark('/') && i+1 < hi && s.words[i+1].kind == plainWord:
		case w.kind != plainWord || s.adverbial(i) || w.is(lang.Calendar|lang.Time):
			return i
		case w.is(functionWord|lang.Say|lang.SayWeak|lang.SayBase|lang.Saying|lang.Verb) && s.nameAt[i] == 0 && !w.is(lang.Role|lang.Org|lang.Medium):
			return i
		case s.endsIn(i, s.rules.PastEndings) && !w.capital:
			return i
		}
		i++
	}
	return i
}

// complements reports whether words[i] ties what follows to the noun before it,
// "of the ministry"; what tells place or time may be left out.
func (s *speech) complements(i int) bool {
	w, noun := &s.words[i], &s.words[i-1]
	if w.kind != plainWord {
		return false
	}
	switch {
	case s.isOneOf(i, s.links.Source):
		return true
	case s.isOneOf(i, s.links.SourceNamed):
		return s.words[i+1].is(lang.Det) || s.words[i+1].capital
	case s.isOneOf(i, s.links.SourceOf):
		return !noun.is(lang.Role|lang.Org|lang.Medium) && s.nameAt[i-1] == 0
	}
	return false
}

// governs reports whether cue c gives what stands at span. The subject of "Ana
// Varga, who leads 400 dockers, said" does not give its own figures, nor those
// before it unless the verb ends the sentence.
func (s *speech) governs(c int, span Span) bool {
	if c < 0 || s.rules.VerbFinal {
		return true
	}
	k := &s.cues[c]
	from, to := s.words[k.src.from].Start, s.words[k.from].Start
	if k.kind == cueInverted || k.kind == cueAccording {
		return !span.Overlaps(Span{from, s.words[k.src.to-1].End})
	}
	if k.kind != cueBefore || k.src.from > k.from {
		return true
	}
	return span.Start >= to || span.End <= from && s.endsTelling(k)
}

// endsTelling reports whether nothing that is told follows a cue: "…, police said
// on Monday".
func (s *speech) endsTelling(k *cue) bool {
	hi := s.frames[k.frame].to
	if k.to >= hi {
		return true
	}
	w := &s.words[k.to]
	return w.kind != plainWord && w.kind != numberWord || w.is(lang.Calendar|lang.Time) || w.is(lang.Prep) && !w.is(lang.Det|lang.Sub)
}
