package briefing

import "wirebrief/briefing/lang"

// isNamed reports whether the number is part of a name: "Article 5", "Boeing
// 737", "Big Ten", "Group of 20", "7-Eleven".
func (s *figureScan) isNamed(f *figureDraft) bool {
	if f.qualifier != NoSpan && s.at(f.first).capital && s.at(f.first-1).kind == digitsToken {
		return true // "30 Under 30"
	}
	if f.money || f.percent || f.scale > 1 || f.qualifier != NoSpan || f.ratio {
		return false
	}
	prev := s.at(f.from - 1)
	if f.ranged {
		return f.unit == "" && (prev.is(lang.NumNumberName) && !f.noun.plural || f.noun.to == 0 && s.at(f.lowTo).isDash() && s.isName(f.from-1))
	}
	human := f.noun.plural && s.isHuman(f.noun)
	if prev.is(lang.NumNumberName) && (!f.noun.plural || s.isVerbNoun(f)) && (f.unit == "" || prev.capital && f.duration) && (f.digits || f.low <= 20) {
		return true
	}
	if prev.is(lang.NumOf) && s.at(f.from-2).is(lang.NumNumberName) && s.at(f.from-2).capital && !f.noun.plural && f.unit == "" {
		return true
	}
	if f.compound && s.at(f.to+1).is(lang.NumFraction) && !s.at(f.to+1).is(lang.NumDuration) {
		return true
	}
	if f.compound && f.unit == "" && s.at(f.to+1).capital && !s.isHeadline() {
		return true
	}
	if f.digits && s.rules.Singular {
		return f.plain && f.unit == "" && !human && s.isNamedSingular(f)
	}
	if f.digits {
		return f.plain && f.unit == "" && !human && (s.isName(f.from-1) && (!f.noun.plural || f.low < 1000) || s.isModel(f))
	}
	return s.isNameWord(f)
}

// isVerbNoun reports whether what looks like a plural behind a number is a verb
// whose object follows: "Passcode 4417 opens the door".
func (s *figureScan) isVerbNoun(f *figureDraft) bool {
	after := s.at(f.noun.to)
	return f.noun.to == f.noun.from+1 && !s.at(f.noun.from).is(lang.NumPlural|lang.NumHuman) &&
		(after.is(lang.NumDeterminer) || after.kind == digitsToken || after.is(lang.NumCardinal) || after.is(lang.NumNumberName) && s.at(f.noun.to+1).kind == digitsToken)
}

// isModel reports whether capitalised words after the number make a name with
// it: "787 Dreamliner", "90049 ZIP Code".
func (s *figureScan) isModel(f *figureDraft) bool {
	if f.noun.to == 0 || f.noun.plural || s.isHeadline() {
		return false
	}
	for k := f.noun.from; k < f.noun.to; k++ {
		if !s.at(k).capital {
			return k > f.noun.from && !f.noun.plural && s.isParticiple(k)
		}
	}
	return true
}

// isName reports whether token i is a capitalised word that is not a function
// word, a day or a month.
func (s *figureScan) isName(i int) bool {
	t := s.at(i)
	if t.kind != wordToken || !t.proper || s.isHeadline() && !t.upper {
		return false
	}
	return !t.is(lang.NumStop | lang.NumMonth | lang.NumWeekday | lang.NumBoundEnd | lang.NumHarming | lang.NumCardinal | lang.NumState)
}

// isNameWord reports whether a number word is capitalised because it belongs to
// a name: "the Five Eyes", "the Big Ten".
func (s *figureScan) isNameWord(f *figureDraft) bool {
	first, prev := s.at(f.from), s.at(f.from-1)
	if !first.capital || f.from == 0 || prev.kind == markToken || s.isHeadline() {
		return false
	}
	return f.noun.to == 0 && f.unit == "" || f.noun.to > 0 && (s.at(f.noun.from).capital || s.isName(f.from-1) && !prev.upper)
}
