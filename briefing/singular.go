package briefing

import (
	"strings"

	"wirebrief/briefing/lang"
)

// singularNoun reads what a number counts where that stands in the singular
// right behind it: words that describe, then the noun, and a second noun that
// belongs to it ("savaş uçağı").
func (s *figureScan) singularNoun(i int) (nounPhrase, bool) {
	k := i
	for k < i+3 && s.isNounWord(k) && !s.isVerbForm(k) && s.describesSingular(k) {
		k++
	}
	if !s.isNounWord(k) || s.isVerbForm(k) {
		return nounPhrase{}, false
	}
	np := nounPhrase{from: i, to: k + 1, plural: true}
	if head := s.at(k); !head.is(lang.NumHuman|lang.NumState|lang.NumHarmNoun) && head.ending == "" && s.isOwned(k+1) {
		np.to++
	}
	return np, true
}

// describesSingular reports whether token k only describes the noun after it.
func (s *figureScan) describesSingular(k int) bool {
	t := s.at(k)
	if !s.isNounWord(k+1) || s.isVerbForm(k+1) {
		return false
	}
	if t.is(lang.NumModifier) {
		return true
	}
	if t.is(lang.NumHuman|lang.NumState|lang.NumHarmNoun) || t.ending != "" {
		return false
	}
	return t.capital && !s.at(k+1).capital && !s.isHeadline() || endsIn(t.Of(s.text), s.rules.AdjectiveEndings)
}

// isOwned reports whether token k is a noun with the ending of what belongs to
// the noun before it.
func (s *figureScan) isOwned(k int) bool {
	t := s.at(k)
	if !s.isNounWord(k) || s.isVerbForm(k) || t.capital || t.is(lang.NumHarmed) {
		return false
	}
	w := t.Of(s.text)
	return endsIn(w, s.rules.OwnedEndings) || s.ownedCase(w) > 0
}

// isVerbForm reports whether token k is or looks like a verb.
func (s *figureScan) isVerbForm(k int) bool {
	t := s.at(k)
	if t.kind != wordToken {
		return false
	}
	if t.is(lang.NumVerb | lang.NumAux) {
		return true
	}
	return !t.is(lang.NumHuman|lang.NumModifier|lang.NumState|lang.NumMeasure|lang.NumCurrency|lang.NumSingular) && t.ending == "" && !t.capital && endsIn(t.Of(s.text), s.rules.VerbEndings)
}

// isLastVerb reports whether token k is a verb that can end a clause, rather than
// a form that hangs on one: "edildi", but not "edildiğini".
func (s *figureScan) isLastVerb(k int) bool {
	t := s.at(k)
	return t.is(lang.NumVerb) || s.isVerbForm(k) && endsIn(t.Of(s.text), s.rules.FiniteEndings)
}

// shareOf reads a share whose whole stands first: "üç kişiden biri".
func (s *figureScan) shareOf(f *figureDraft) {
	if !s.rules.Singular || f.noun.to == 0 || f.unit != "" || f.ranged || f.vague || f.low < 2 || !isRound(f.low) {
		return
	}
	last, part := s.at(f.noun.to-1), s.at(f.noun.to)
	value := part.word.Value
	if part.kind == digitsToken {
		value = part.value
	}
	if !s.isFrom(last) || value < 1 || value >= f.low || part.ending == "" && !s.plays(f.noun.to, lang.RolePartOf) {
		return
	}
	f.low = value / f.low
	f.high, f.ratio, f.plain = f.low, true, false
	f.to, f.last = f.noun.to+1, f.noun.to+1
}

// countOwner takes the owner before a share for what it is a share of:
// "çalışanların yüzde 40'ı", "üyelerin üçte ikisi".
func (s *figureScan) countOwner(f *figureDraft) {
	owner := s.at(f.from - 1)
	if owner.kind != wordToken || f.from-1 < s.floor || !s.isOwnedNumber(f.to-1) {
		return
	}
	w := owner.Of(s.text)
	if !f.percent && !f.part {
		if n := s.ablative(owner); n > 0 && f.unit == "" && (!owner.capital || f.from == 1) && !owner.is(lang.NumStop) && !s.takesNoun(f) {
			f.counts = Span{owner.Start, owner.End - n}
		}
		return
	}
	switch {
	case s.inflection.Genitive[owner.ending]:
		f.counts = Span{owner.Start, s.bareEnd(f.from - 1)}
	case owner.is(lang.NumStop):
	case s.genitive(w) > 0:
		f.counts = Span{owner.Start, owner.End - s.genitive(w)}
	case endsIn(w, s.rules.OwnerEndings):
		f.counts = owner.Span // "bakanın" is that of a bakan or of a baka
	}
}

// takesNoun reports whether the noun behind a number is what it says of a part:
// "yolculardan 5'i çocuk".
func (s *figureScan) takesNoun(f *figureDraft) bool {
	np, ok := s.singularNoun(f.to)
	return ok && s.leavesNoun(f.to-1, np)
}

// isOwnedNumber reports whether the number at token k has the ending of a part:
// "40'ı", "ikisi".
func (s *figureScan) isOwnedNumber(k int) bool {
	if s.plays(k, lang.RolePartOf) {
		return true
	}
	for _, e := range s.rules.OwnedEndings {
		if strings.HasPrefix(strings.TrimPrefix(s.at(k).ending, s.inflection.OwnedBuffer), e) {
			return true
		}
	}
	return false
}

// bareEnd returns where token k ends without the case ending found on it.
func (s *figureScan) bareEnd(k int) int {
	t := s.at(k)
	if t.ending != "" && strings.HasSuffix(t.Of(s.text), t.ending) {
		return t.End - len(s.inflection.Case(t.ending))
	}
	return t.End
}

// isDescription reports whether a number of children only tells who somebody is,
// "üç çocuk babası", or a number is a name, "9 numaralı", "34 ABC 12".
func (s *figureScan) isDescription(f *figureDraft) bool {
	if f.unit == "" && (s.plays(f.to, lang.RoleNumbered) || f.noun.to > 0 && s.plays(f.noun.to-1, lang.RoleParent)) {
		return true
	}
	return s.rules.Plates && (s.plateAt(f.from) || s.plateAt(f.from-2))
}

// plateAt reports whether the plate of a car begins at token i.
func (s *figureScan) plateAt(i int) bool {
	district, letters, number := s.at(i), s.at(i+1), s.at(i+2)
	return isPlateNumber(district) && district.Len() == 2 && letters.kind == wordToken && letters.upper && letters.Len() <= 3 && letters.word.Kind == 0 &&
		isPlateNumber(number) && number.Len() >= 2 && number.Len() <= 4
}

// isPlateNumber reports whether t is made of digits: "06" is no number, but
// stands on a plate.
func isPlateNumber(t *figToken) bool {
	return t.kind == digitsToken && t.plain || t.kind == junkToken
}

// isNamedSingular reports whether a name before a number takes it in: "Boeing
// 737 uçağı". In front of what is counted stands mostly a place or a time.
func (s *figureScan) isNamedSingular(f *figureDraft) bool {
	if !s.isName(f.from-1) || f.from == 1 && f.noun.to > 0 || s.at(f.from-1).ending != "" {
		return false
	}
	return f.noun.to == 0 || f.noun.to-f.noun.from == 1 && endsIn(s.at(f.noun.from).Of(s.text), s.rules.OwnedEndings)
}

// isFrom reports whether a word has the ending of where something comes from.
func (s *figureScan) isFrom(t *figToken) bool {
	if t.ending != "" {
		return s.inflection.Ablative[t.ending]
	}
	w := t.Of(s.text)
	for e := range s.inflection.Ablative {
		if len(w) > len(e)+2 && strings.HasSuffix(w, e) {
			return true
		}
	}
	return false
}

// directionBehind tells the direction by the verb behind a figure.
func (s *figureScan) directionBehind(f *figureDraft) string {
	k := f.last
	for k < f.last+3 && s.plays(k, lang.RoleMeasureOf) {
		k++
	}
	if f.noun.to > 0 && !f.percent {
		return "" // "180 kilogram yağış düştü"
	}
	return direction(s.at(k))
}

// farthestDenial is how many tokens behind a figure what denies it may stand.
const farthestDenial = 10

// isDeniedBehind reports whether what follows the number says that it is not so:
// "12 kişinin öldüğü iddiası asılsız", "12 değil 14".
func (s *figureScan) isDeniedBehind(f *figureDraft) bool {
	if s.isNot(f.last) && s.at(f.last+1).kind != markToken {
		_, ok := s.amountAt(f.last + 1)
		return ok
	}
	for k := f.last; k < f.last+farthestDenial && s.at(k).kind == wordToken; k++ {
		switch {
		case s.plays(k, lang.RoleUntrue):
			return k > f.last && !s.isNot(k+1)
		case s.plays(k, lang.RoleTrue) && s.isNot(k+1):
			return true
		}
	}
	return false
}

// longestSpan is the number of years above which "yılında" names one: "ilk 3
// yılında", but "400 yılında".
const longestSpan = 31

// isYearNamed reports whether digits are a year beside a word that says so, or
// with the ending of where and when: "2024 yılında", "2024'te".
func (s *figureScan) isYearNamed(f *figureDraft) bool {
	if f.plain && f.low > longestSpan && (s.plays(f.to, lang.RoleYearNoun) || f.duration && s.plays(f.to-1, lang.RoleYearNoun)) {
		return true
	}
	if !isYear(f.numeral) || f.money || f.percent || f.qualifier != NoSpan {
		return false
	}
	t := s.at(f.from)
	if f.ranged {
		return t.value >= 1900
	}
	return s.plays(f.to, lang.RoleYearNoun) || s.plays(f.from+1, lang.RoleYearNoun) || t.ending != "" && f.noun.to == 0 ||
		t.ending != "" && s.inflection.TellsPlace([]byte("    "+t.ending))
}

// isOnlyCompared reports whether a time that ends at token k is one that what
// follows is set against: "geçen yılın aynı dönemine göre".
func (s *figureScan) isOnlyCompared(k int) bool {
	for i := k; i < k+3 && s.at(i).kind == wordToken; i++ {
		if s.plays(i, lang.RoleCompared) {
			return true
		}
	}
	return false
}
