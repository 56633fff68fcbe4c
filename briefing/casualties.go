package briefing

import "wirebrief/briefing/lang"

// isCasualty reports whether draft i counts people killed or injured.
func (s *figureScan) isCasualty(i int) bool {
	f := &s.drafts[i]
	if f.unit != "" || f.compound || f.untrue || f.rate != NoSpan {
		return false // "12 deaths per 100,000 people" is no toll
	}
	// "14 soldiers and six civilians had died": both have the verb.
	from, limit := f.last, len(s.toks)
	for i++; i < len(s.drafts); i++ {
		limit = s.drafts[i].first
		if !s.listed(from, limit) {
			break
		}
		from, limit = s.drafts[i].last, len(s.toks)
	}
	return s.harmed(f, from, limit)
}

// isDenied reports whether the number is said not to be so: "it was not true
// that 12 people had died".
func (s *figureScan) isDenied(f *figureDraft) bool {
	if s.plays(0, lang.RoleUntrue) && s.at(1).isMark(':') {
		return true // "FALSE: A lorry killed 12 people"
	}
	if s.rules.Singular {
		return s.isDeniedBehind(f)
	}
	for k := f.first - 1; k >= max(0, f.first-8); k-- {
		switch {
		case s.plays(k, lang.RoleUntrue):
			return !s.isNot(k - 1)
		case s.plays(k, lang.RoleTrue):
			return s.isNot(k - 1)
		case s.at(k).kind == markToken && !s.at(k).isMark('-') && !s.at(k).isMark('"') && !s.at(k).isMark('“') && !s.at(k).isMark('”'):
			return false
		}
	}
	// "the claim that 12 people had died was false"
	for k := f.last; k < min(f.last+8, len(s.toks)) && s.at(k).kind == wordToken; k++ {
		if s.plays(k, lang.RoleUntrue|lang.RoleWrong) && s.at(k-1).is(lang.NumAux) || s.plays(k, lang.RoleTrue) && s.isNot(k-1) {
			return true
		}
	}
	return false
}

// noteDenied keeps the sentence of a toll that is denied: what is no figure any
// more stands under the denials.
func (s *figureScan) noteDenied(f *figureDraft) {
	if !f.untrue || f.unit != "" || !s.isDenied(f) || !s.harmed(f, f.last, len(s.toks)) {
		return
	}
	if n := len(s.d.deniedTolls); n == 0 || s.d.deniedTolls[n-1] < s.sent.Start {
		s.d.deniedTolls = append(s.d.deniedTolls, s.sent.Start)
	}
}

// isNot reports whether token k is a word that negates.
func (s *figureScan) isNot(k int) bool {
	return s.speechClass(k)&lang.Negation != 0
}

// harmedHere is isCasualty for a draft that has no neighbours yet.
func (s *figureScan) harmedHere(f *figureDraft) bool {
	return f.unit == "" && s.harmed(f, f.last, len(s.toks))
}

// harmed looks at the noun, at what stands before the figure and at the tokens
// [from, limit) behind it.
func (s *figureScan) harmed(f *figureDraft, from, limit int) bool {
	if f.harm {
		return true
	}
	if f.noun.to > 0 {
		head := s.at(f.noun.to - 1)
		if head.is(lang.NumHarmNoun) || s.at(f.noun.from).is(lang.NumHarmNoun) || head.is(lang.NumHarmed) && head.is(lang.NumState) {
			return true // "five drowned"
		}
		if !s.isHuman(f.noun) {
			return false
		}
	}
	return s.harmBefore(f) || !s.isWhole(f) && s.harmBehind(from, limit)
}

// isWhole reports whether the figure is only what another one is a part of:
// the five in "one of the five men was wounded".
func (s *figureScan) isWhole(f *figureDraft) bool {
	k := f.first - 1
	for s.at(k).is(lang.NumDeterminer) {
		k--
	}
	part := s.at(k - 1)
	return s.at(k).is(lang.NumOf) && (part.kind == digitsToken || part.is(lang.NumCardinal|lang.NumVague|lang.NumHalf|lang.NumFraction))
}

// harmBefore: "killed 12 people", "a death toll of 12".
func (s *figureScan) harmBefore(f *figureDraft) bool {
	if s.at(f.first-1).is(lang.NumFrom) && f.first-1 >= s.before && s.before > 0 {
		return false // "rose to 43 from 31"
	}
	for k := f.first - 1; k >= max(0, f.first-7); k-- {
		t := s.at(k)
		near := k >= f.first-2
		switch {
		case t.is(lang.NumHarming) && near && !s.plays(k, lang.RoleTaking):
			return !s.at(f.first - 1).is(lang.NumAnd) // "hundreds wounded and thousands left"
		case s.plays(k, lang.RoleToll):
			return true
		case t.is(lang.NumHarmed) && near && s.plays(k, lang.RoleDead):
			return true
		case t.kind == markToken && !t.isMark('-'), s.plays(k, lang.RoleBy), t.is(lang.NumOpener) && !near:
			return s.tollFar(f)
		}
	}
	return s.tollFar(f)
}

// tollFar reports whether a toll is what has risen to the figure, however much
// stands between: "The death toll from the quake that struck the northern
// valleys, where snow lies, rose to 214".
func (s *figureScan) tollFar(f *figureDraft) bool {
	if f.unit != "" || f.noun.to > 0 || !s.hasRisenTo(f.first) {
		return false
	}
	aside := false
	for k := f.first - 3; k >= max(s.before, f.first-farReach); k-- {
		t := s.at(k)
		switch {
		case t.isMark(','):
			aside = !aside
		case aside:
		case s.plays(k, lang.RoleToll):
			return true
		case t.isMark(';'), t.isMark(':'), t.is(lang.NumRise | lang.NumFall):
			return false
		}
	}
	return false
}

// harmBehind: "12 people, among them a child, were killed". Active forms that
// take an object ("killed a guard") do not count.
func (s *figureScan) harmBehind(from, limit int) bool {
	for k := from; k < min(limit, from+14); k++ {
		t := s.at(k)
		if t.isMark(',') && s.at(k+1).is(lang.NumAside) {
			if end := s.afterAside(k); end > k {
				k, limit = end, len(s.toks)
			}
			continue
		}
		if t.is(lang.NumHarmed) {
			if s.rules.Singular {
				return true
			}
			after := s.at(k + 1)
			return s.passive(k, from) || !after.is(lang.NumDeterminer|lang.NumCardinal) && after.kind != digitsToken && !s.nounAt(k+1)
		}
		if t.isMark(';') || t.isMark(':') || t.isMark('.') || t.is(lang.NumOpener) && k > from+1 {
			return false
		}
	}
	return false
}

// passive reports whether a form of "be" stands within four tokens before
// token k.
func (s *figureScan) passive(k, from int) bool {
	for j := k - 1; j >= max(from, k-4); j-- {
		if s.at(j).is(lang.NumAux) {
			return true
		}
	}
	return false
}

// longestAside is the most tokens of an aside between what is counted and its
// verb.
const longestAside = 20

// afterAside returns the comma that ends an aside opened by the one at token k:
// "12 people, including two officers, were killed".
func (s *figureScan) afterAside(k int) int {
	for j := k + 1; j < k+longestAside; j++ {
		if s.at(j).isMark(',') {
			return j
		}
	}
	return k
}
