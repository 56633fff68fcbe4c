package briefing

import (
	"slices"

	"wirebrief/briefing/lang"
)

// findDenials fills in the sentences that deny or dispute what is reported:
// "denied the presence of", "rejected the claim", "called the report false".
// Being denied entry, bail or a visa is no denial.
func findDenials(d *document) {
	s, tolls := d.speech, d.deniedTolls
	for f := range s.frames {
		word := -1
		if w := s.denialIn(&s.frames[f]); w >= 0 {
			word = s.words[w].Start
		}
		end := s.words[s.frames[f].to-1].End
		for ; len(tolls) > 0 && tolls[0] < end; tolls = tolls[1:] {
			if word >= 0 && word < tolls[0] {
				d.addDenial(word)
				word = -1
			}
			d.addDenial(tolls[0])
		}
		if word >= 0 {
			d.addDenial(word)
		}
	}
}

// addDenial notes the sentence that holds byte at, once.
func (d *document) addDenial(at int) {
	n, ok := slices.BinarySearchFunc(d.sents, at, func(sent Span, at int) int {
		switch {
		case sent.End <= at:
			return -1
		case sent.Start > at:
			return 1
		}
		return 0
	})
	if !ok {
		return
	}
	sp := d.sents[n]
	if k := len(d.denials); k == 0 || d.denials[k-1].Span != sp {
		d.denials = append(d.denials, Denial{Span: sp, Text: sp.Of(d.text)})
	}
}

// denialIn returns the word that makes a frame a denial, -1 if it is none.
func (s *speech) denialIn(fr *frame) int {
	if s.rules.VerbFinal {
		return s.finalDenial(fr)
	}
	for i := fr.from; i < fr.to; i++ {
		w := &s.words[i]
		switch {
		case w.kind == quoteWord:
			if s.callsFalse(i, fr) {
				return i
			}
		case w.kind != plainWord:
		case w.is(lang.Deny) && s.denies(i, fr):
			return i
		case w.is(lang.DenyThing) && s.claimFollows(i, fr) && !s.negated(i, fr):
			return i
		case w.is(lang.Falsehood) && (s.calledFalse(i, fr) || s.saysIt(i, i, fr)):
			return i
		case w.is(lang.Truth):
			if not := s.negation(i, fr); not >= 0 && (s.calledFalse(not, fr) || s.saysIt(not, i, fr)) {
				return i
			}
		}
	}
	return -1
}

// negation returns where the words that negate words[i] begin, "not" or, with
// its adverbs, "absolutely not", -1 if nothing negates it.
func (s *speech) negation(i int, fr *frame) int {
	for k := i - 1; k >= fr.from && k >= i-3; k-- {
		w := &s.words[k]
		if w.kind != plainWord {
			return -1
		}
		if w.is(lang.Negation) {
			if w.is(lang.Be) {
				return k + 1 // "isn't"
			}
			return k
		}
		if !w.is(lang.Adverb) && !s.endsIn(k, s.rules.AdverbEndings) {
			return -1
		}
	}
	return -1
}

// saysIt tells "It is not true that …" and "It is false that …", with what is
// not so from words[from] to words[i].
func (s *speech) saysIt(from, i int, fr *frame) bool {
	b := from - 1
	for b > fr.from && s.words[b].is(lang.Adverb) {
		b--
	}
	return b > fr.from && i+1 < fr.to && s.words[b].is(lang.Be) && s.words[b-1].is(lang.Pronoun) && s.isOneOf(i+1, s.links.That)
}

// denies reports whether the verb of denying words[i] disputes something.
func (s *speech) denies(i int, fr *frame) bool {
	if s.negated(i, fr) {
		return false
	}
	if s.intended(i, fr) {
		return false
	}
	k := i - 1
	for k > fr.from && s.words[k].kind == plainWord && s.words[k].is(lang.Adverb) {
		k--
	}
	if k >= fr.from && s.words[k].kind == plainWord {
		p := &s.words[k]
		past, gerund := s.endsIn(i, s.rules.PastEndings), s.endsIn(i, s.rules.GerundEndings)
		by := i+1 < fr.to && s.isOneOf(i+1, s.links.Agent)
		// "has since denied", "had by then denied"
		perfect := k > fr.from && s.words[k-1].is(lang.Aux) && !s.words[k-1].is(lang.Be|lang.Modal) && (p.is(lang.Sub) || k < i-1)
		switch {
		case !past && !gerund && !s.verbHere(k, i):
			return false // "a dispute over wages"
		case p.is(lang.Be) && !gerund && !by:
			return false // "were denied entry"
		case (p.is(lang.Det) && !p.is(lang.Someone) || p.is(lang.Prep) && !gerund || p.possessive()) && past && !perfect:
			return false // "the disputed region"
		case past && s.endsIn(k, s.rules.GerundEndings) && !p.is(functionWord) && i+1 < fr.to && s.words[i+1].kind == plainWord && !s.words[i+1].is(functionWord):
			return false // "patrolling disputed waters"
		}
	}
	for j := i + 1; j < fr.to && j < i+7; j++ {
		w := &s.words[j]
		if w.kind != plainWord || w.is(lang.Sub|lang.Prep) && !w.is(lang.Det|lang.Pronoun) {
			break
		}
		if w.is(lang.Entry) && !w.possessive() || j == i+1 && w.is(lang.Object) && s.objectFollows(j+1, fr) {
			return false
		}
	}
	return true
}

// intended reports whether words[i] is an infinitive: who is to rebut something
// has not done so. "Continued to deny" tells of what is done.
func (s *speech) intended(i int, fr *frame) bool {
	k := i - 1
	for k > fr.from && s.words[k].is(lang.Adverb) && !s.words[k].is(lang.Aux) {
		k--
	}
	if k < fr.from || s.words[k].kind != plainWord || s.endsIn(i, s.rules.PresentEndings) || s.endsIn(i, s.rules.PastEndings) || s.endsIn(i, s.rules.GerundEndings) {
		return false
	}
	if s.words[k].is(lang.Aux) {
		return s.words[k].is(lang.Modal)
	}
	return s.isOneOf(k, s.links.Infinitive) && !(k > fr.from && s.words[k-1].is(lang.Say))
}

// objectFollows reports whether words[j] begins what is denied to somebody:
// "denied them a vote", "denied them that pleasure".
func (s *speech) objectFollows(j int, fr *frame) bool {
	return j < fr.to && s.words[j].kind == plainWord &&
		(!s.words[j].is(lang.Prep|lang.Sub|lang.Calendar|lang.Time) || s.words[j].is(lang.Det) || s.isOneOf(j, s.links.That))
}

// verbHere reports whether words[i], which may be a noun too, has its subject
// or "to" at words[k].
func (s *speech) verbHere(k, i int) bool {
	p := &s.words[k]
	if i+1 < len(s.words) && s.words[i+1].is(lang.Det|lang.Pronoun|lang.Sub) && !p.is(functionWord) {
		return true
	}
	if s.nameAt[k] != 0 && !p.possessive() || p.is(lang.Pronoun|lang.Rel) && !p.is(lang.Object|lang.Det) {
		return true
	}
	return p.is(lang.Aux) || s.isOneOf(k, s.links.Infinitive) || p.is(lang.Role|lang.Org) && !p.possessive()
}

// negated reports whether "not" or the like stands before the verb words[i],
// or another verb is denied with it: "neither confirm nor deny".
func (s *speech) negated(i int, fr *frame) bool {
	for k := i - 1; k >= fr.from && k >= i-4; k-- {
		w := &s.words[k]
		if w.kind != plainWord {
			return false
		}
		if w.is(lang.Negation) || w.is(lang.Refuse) {
			return true
		}
		if !w.is(lang.Adverb | lang.Aux | lang.Be | lang.Conj | lang.SayBase | lang.Prep) {
			return false
		}
	}
	return false
}

// claimFollows reports whether what is rejected is a claim, as against a deal.
func (s *speech) claimFollows(i int, fr *frame) bool {
	for k := i + 1; k < fr.to && k < i+7; k++ {
		w := &s.words[k]
		if w.kind != plainWord || w.is(lang.Sub|lang.Prep|lang.Pronoun) && !w.is(lang.Det) {
			return false
		}
		if w.is(lang.Claim) {
			return true
		}
	}
	return false
}

// calledFalse reports whether words[i], "false" or the like, is said of a
// claim: "called the report false", "the figures were wrong".
func (s *speech) calledFalse(i int, fr *frame) bool {
	claim := false
	for k := i - 1; k >= fr.from && k >= i-10; k-- {
		w := &s.words[k]
		if w.kind != plainWord {
			break
		}
		claim = claim || w.is(lang.Claim)
		if w.is(lang.SayWeak|lang.Saying) && (claim || w.is(lang.Deny|lang.DenyThing)) {
			return !s.negated(k, fr)
		}
		if claim && w.is(lang.Say) && !w.is(lang.Claim) {
			break // what stands before is not about the claim
		}
		if w.is(lang.Negation) {
			return false
		}
	}
	// "said the report was false"
	b := i - 1
	for b > fr.from && s.words[b].is(lang.Adverb) && !s.words[b].is(lang.Negation) {
		b--
	}
	return claim && b > fr.from && s.words[b].is(lang.Be) && s.reported(fr)
}

// reported reports whether a frame has a verb of saying.
func (s *speech) reported(fr *frame) bool {
	for c := fr.cueFrom; c < min(fr.cueTo, fr.cueFrom+20); c++ {
		if !s.cues[c].weak {
			return true
		}
	}
	return false
}

// callsFalse reports whether a short quoted stretch calls a claim false: called
// the report “baseless”.
func (s *speech) callsFalse(i int, fr *frame) bool {
	q := s.items[s.words[i].quoted].inner
	return q.Len() <= 40 && s.calledFalse(i, fr) && s.holdsFalsehood(q)
}

// holdsFalsehood looks for "false", "not true" or the like in a stretch.
func (s *speech) holdsFalsehood(q Span) bool {
	sc := speechScanner{text: s.text, rules: s.rules, inflection: s.inflection}
	sc.scan(q.Start, q.End)
	negated := false
	for i := range sc.words {
		if sc.words[i].is(lang.Falsehood) || negated && sc.words[i].is(lang.Truth) {
			return true
		}
		negated = negated || sc.words[i].is(lang.Negation)
	}
	return false
}
