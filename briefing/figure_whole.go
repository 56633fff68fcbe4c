package briefing

import "wirebrief/briefing/lang"

// isWholeClause reports whether the tokens [from, to) can be read alone: every
// clause that is opened in them has its verb, and "As he greeted 300 guests"
// the clause that it leads to.
func (s *figureScan) isWholeClause(from, to int) bool {
	wanted, verbs, group := 1, 0, false
	for k := from; k < to; k++ {
		switch {
		case s.joinsClause(k):
			from, wanted, verbs = k+1, 1, 0
		case s.isFinite(k, from):
			if !group {
				verbs++
			}
			group = true
			continue
		case s.opensVerb(k, from):
			wanted++
		}
		group = group && (s.isAdverb(k) || s.speechClass(k)&(lang.Adverb|lang.Negation) != 0)
	}
	return verbs >= wanted
}

// joinsClause reports whether what follows token k is a clause of the same rank
// as what stands before it.
func (s *figureScan) joinsClause(k int) bool {
	return s.at(k).isMark(':') || s.at(k).isMark(';') || s.at(k-1).isMark(',') && (s.at(k).is(lang.NumAnd) || s.plays(k, lang.RoleContrast)) && s.opensSubject(k+1)
}

// opensVerb reports whether a clause begins at token k that needs a verb besides
// that of the clause around it: "who ...", "said that ...", "When ...".
func (s *figureScan) opensVerb(k, from int) bool {
	t, class := s.at(k), s.speechClass(k)
	switch {
	case class&(lang.Rel|lang.Sub) == 0 && !t.is(lang.NumOpener):
		return false
	case s.isParticiple(k) || t.is(lang.NumAside) || t.is(lang.NumAtTime) && k > from:
		return false
	case class&lang.Rel != 0:
		return true
	}
	// "after the flood" has no verb; at the start it leads to a clause that has.
	return class&lang.Prep == 0 || k == from && s.finiteBefore(k)
}

// finiteBefore reports whether a verb stands behind token k before the next
// comma.
func (s *figureScan) finiteBefore(k int) bool {
	for j := k + 1; j < len(s.toks) && !s.at(j).isMark(','); j++ {
		if s.isFinite(j, k) {
			return true
		}
	}
	return false
}

// isFinite reports whether token k is a verb of a clause: one of the list, or a
// past tense, as against "the closed pass" and "a pass closed by snow".
func (s *figureScan) isFinite(k, from int) bool {
	t := s.at(k)
	if t.is(lang.NumAux | lang.NumVerb) {
		return true
	}
	if t.kind != wordToken || t.capital {
		return false
	}
	class := s.speechClass(k)
	if class&lang.Verb != 0 {
		return true
	}
	past := endsIn(s.lower(t), s.rules.PastEndings)
	if class&(lang.Say|lang.Saying) != 0 {
		return past || !s.isParticiple(k)
	}
	if !past && !t.is(lang.NumRise|lang.NumFall) {
		return false
	}
	p := s.at(k - 1)
	return k > from && p.kind == wordToken && !p.is(lang.NumDeterminer|lang.NumArticle|lang.NumIn|lang.NumOf) && !s.plays(k+1, lang.RoleBy) &&
		s.speechClass(k-1)&lang.Prep == 0
}

// closesAside reports whether token k is the second dash around an aside.
func (s *figureScan) closesAside(k, from int) bool {
	if !s.at(k).isDash() {
		return false
	}
	open := false
	for j := from; j < k; j++ {
		open = open != (s.at(j).isDash() && !s.at(j).glued)
	}
	return open
}
