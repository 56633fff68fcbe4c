package briefing

import "wirebrief/briefing/lang"

// maxClause bounds the clause that says how something was said, in bytes.
const maxClause = 160

// clause finds how, when and to whom q was said: one stretch beside the quote
// without the speaker, which reads well after the name. Where that cannot be
// told from what is said, it is the verb alone. For a cue that does not stand
// right at the quote, only the first phrase after the verb counts.
func (d *document) clause(k *cue, beside bool) Span {
	s := d.speech
	hi := s.frames[k.frame].to
	verb := s.span(k.from, k.to)
	if s.rules.VerbFinal {
		return s.finalClause(k, verb)
	}
	if s.needsObject(k, hi) {
		verb = NoSpan
	}
	from, to := k.from, k.to
	if s.isHanging(k) {
		verb = NoSpan
	}
	switch k.kind {
	case cueAccording:
		return NoSpan
	case cueInverted:
		from = s.afterSpeaker(&k.src, hi)
		if from < 0 {
			return verb
		}
		to = from
	default:
		if !s.tellsHow(k, hi) {
			return verb
		}
	}
	end := s.clauseStop(from, to, hi, beside)
	for end > to && s.dangles(end-1, to, hi) {
		end--
	}
	if from == k.from && s.isHanging(k) {
		if from = to; !s.opensClause(from, hi) {
			return NoSpan
		}
	}
	if end <= from || from == k.from && end == to {
		return verb
	}
	return s.span(from, end)
}

// isHanging reports whether the verb of a cue hangs on another one, and reads
// oddly right after a name: "adding".
func (s *speech) isHanging(k *cue) bool {
	return k.from == k.to-1 && s.endsIn(k.from, s.rules.GerundEndings)
}

// needsObject reports whether the verb of a cue does not read well alone, since
// it has an object in the text: "told", "called". Where a mark follows it, it
// stands alone there too.
func (s *speech) needsObject(k *cue, hi int) bool {
	end := k.to
	if k.kind == cueInverted {
		end = k.src.to
	}
	return end < hi && s.words[end].kind != markWord && s.words[k.to-1].is(lang.Tell|lang.SayWeak)
}

// tellsHow reports whether what follows the verb of a cue tells how, when or to
// whom it was said, rather than being its object or what was said.
func (s *speech) tellsHow(k *cue, hi int) bool {
	if k.to >= hi {
		return false
	}
	w := &s.words[k.to]
	switch {
	case s.words[k.to-1].is(lang.Tell):
		return true
	case w.isMark(',') && k.to+1 < hi && s.words[k.to+1].kind != quoteWord:
		return s.opensClause(k.to+1, hi) || s.endsIn(k.to+1, s.rules.GerundEndings)
	case w.kind == markWord:
		return true
	case w.kind != plainWord || w.is(lang.Pronoun|lang.Sub) && !w.is(lang.Prep):
		return s.opensClause(k.to, hi) // "said when the vote was over"
	case w.is(lang.Prep|lang.Calendar|lang.Adverb) || s.endsIn(k.to, s.rules.AdverbEndings):
		return true
	}
	for i := k.to; i < hi && i < k.to+3; i++ { // "this week", "several months later"
		if s.words[i].is(lang.Time | lang.Calendar) {
			return true
		}
	}
	return false
}

// afterSpeaker finds where a clause begins after "said Varga", stepping over
// what a comma sets off: ", the head of the school, as she opened the workshop".
// It returns -1 if there is none.
func (s *speech) afterSpeaker(src *source, hi int) int {
	i := src.to
	switch {
	case i >= hi:
		return -1
	case !s.words[i].isMark(','):
		// What follows a description may belong to it: "a source on the panel".
		if s.opensClause(i, hi) && (src.person >= 0 || src.pronoun || s.words[i].is(lang.Calendar) || s.mediumFrom(i+1)) {
			return i
		}
		return -1
	case s.opensClause(i+1, hi):
		return i + 1
	case i+1 < hi && s.words[i+1].is(lang.Rel):
		return -1 // "who led it until May, during a war"
	}
	k := i + 1
	for k < hi && k < i+maxRoleWords && (s.words[k].kind == plainWord || s.words[k].kind == numberWord) {
		k++
	}
	if k < hi && s.words[k].isMark(',') && s.opensClause(k+1, hi) {
		return k + 1
	}
	return -1
}

// opensClause reports whether a phrase of time, place or occasion begins at
// words[i].
func (s *speech) opensClause(i, hi int) bool {
	if i+1 >= hi || s.words[i].kind != plainWord {
		return false
	}
	if s.words[i].is(lang.Prep | lang.Calendar) {
		return !s.isOneOf(i, s.links.Aside)
	}
	return s.isOneOf(i, s.links.Occasion)
}

// clauseStop finds where the clause that begins at words[from] ends: to if it is
// no more than the verb, which ends at words[to].
func (s *speech) clauseStop(from, to, hi int, beside bool) int {
	for end := to; end < hi; end++ {
		w := &s.words[end]
		switch {
		case w.kind == quoteWord && !beside && !s.tellsWhom(to, end):
			return to
		case w.kind == quoteWord:
			return s.beforeQuote(to, end)
		case w.End-s.words[from].Start > maxClause:
			return s.clauseCut(to, end)
		case w.isMark(':') || w.isMark(';') || w.isDash() || w.isMark('(') || w.isMark(')'):
			return end
		case w.isMark(',') && (!beside || end+1 < hi && s.words[end+1].is(lang.Saying|lang.Rel|lang.Conj|lang.Sub)):
			return end
		case !beside && s.isOneOf(end, s.links.That):
			return end
		}
	}
	return hi
}

// beforeQuote returns where a clause ends that runs into the quote words[q]:
// there after a mark, else before the last comma, since the words right before
// a quote are part of what is said.
func (s *speech) beforeQuote(to, q int) int {
	if q == to || s.words[q-1].kind == markWord || s.words[q-1].is(lang.Sub) && s.words[q-1].kind == plainWord {
		return q
	}
	if s.tellsWhom(to, q) {
		return q
	}
	return s.clauseCut(to, q)
}

// tellsWhom reports whether words[to:q] are only who is told: "told reporters “A”".
func (s *speech) tellsWhom(to, q int) bool {
	return 0 < q-to && q-to <= 3 && s.words[to-1].is(lang.Tell) && s.unbroken(to, q)
}

// clauseCut finds a place to cut before words[end]: the last comma, else from,
// since a cut anywhere else would leave a fragment.
func (s *speech) clauseCut(from, end int) int {
	for i := end - 1; i > from; i-- {
		if s.words[i].isMark(',') {
			return i
		}
	}
	return from
}

// dangles reports whether a clause cannot end with words[i]: a mark, a word
// that needs another, or the verb in "before asking". Before a mark "the vote was
// over" needs none.
func (s *speech) dangles(i, low, hi int) bool {
	w := &s.words[i]
	switch {
	case w.kind == markWord:
		return w.mark != ')'
	case w.kind != plainWord || w.capital || w.is(lang.Role|lang.Org):
		return false
	case w.is(lang.Saying):
		p := &s.words[i-1]
		return i > low && p.kind == plainWord && p.is(lang.Prep|lang.Conj)
	}
	if w.is(lang.Prep) && !w.is(lang.Sub|lang.Conj|lang.Det) && i+1 < hi && s.words[i+1].isMark('.') {
		return false
	}
	return w.is(lang.Sub | lang.Conj | lang.Prep | lang.Det)
}
