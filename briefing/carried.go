package briefing

import "wirebrief/briefing/lang"

// carryNouns gives a number alone the noun counted just before it where its
// words compare or go on counting: "2,300 homes, up from 1,900", "40 people, six
// of them children", "5,000 lamps, 300 more than".
func (s *figureScan) carryNouns() {
	for i := 1; i < len(s.drafts); i++ {
		last, f := &s.drafts[i-1], &s.drafts[i]
		if last.counts == NoSpan || !last.noun.plural || last.unit != "" || last.compound || last.part && !last.ratio || last.untrue {
			continue
		}
		if f.counts != NoSpan && !s.isMoreThan(f) || f.unit != "" || f.part || f.ratio || f.compound || f.vague || f.noun.to > 0 && !s.isMoreThan(f) {
			continue
		}
		if s.goesOn(f, last.last) || s.isMoreThan(f) {
			f.counts, f.noun = last.counts, last.noun
			f.beside = s.isOtherTime(f) || s.isMoreThan(f)
		}
	}
}

// isMoreThan reports whether "more than" follows a number: "12 more than".
func (s *figureScan) isMoreThan(f *figureDraft) bool {
	k := f.to
	if s.at(k).kind == wordToken && f.noun.to > 0 {
		k = f.noun.to - 1
	}
	return (s.at(k).is(lang.NumMore) || s.at(k).is(lang.NumComparative)) && s.plays(k+1, lang.RoleThan)
}

// goesOn reports whether a number goes on counting what the figure that ends at
// token last counts.
func (s *figureScan) goesOn(f *figureDraft, last int) bool {
	prev := f.first - 1
	if prev < last {
		return false
	}
	switch {
	case s.isOtherTime(f), s.plays(prev, lang.RoleFurther):
		return true
	case s.at(f.last).is(lang.NumOf):
		return s.plays(f.last+1, lang.RoleThem)
	case s.at(prev).is(lang.NumAside) && s.at(prev-1).isMark(','):
		return s.at(f.last).is(lang.NumIn)
	}
	return s.plays(prev, lang.RoleThem) && s.at(prev-1).is(lang.NumOf) || s.plays(f.last, lang.RoleThem)
}

// isOtherTime reports whether the figure is of another time or place, to compare
// the one before it with: "up from 1,900", "compared with 63".
func (s *figureScan) isOtherTime(f *figureDraft) bool {
	prev := f.first - 1
	return s.at(prev).is(lang.NumFrom) && f.digits || s.plays(prev, lang.RoleAgainst) || s.plays(prev-1, lang.RoleAgainst) && s.plays(prev, lang.RoleWith)
}
