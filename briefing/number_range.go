package briefing

import (
	"math"

	"wirebrief/briefing/lang"
)

// extendRange joins a second number to the amount where the text gives a
// range: "20 to 30", "1,200-1,400", "between 5 and 10 percent", "from $5 to $7
// billion".
func (s *figureScan) extendRange(a *amount) {
	if a.vague || a.fold || a.part && !s.boundedRange(a) {
		return
	}
	if s.ratioRange(a) || s.boundedRange(a) {
		return
	}
	j := a.to
	opener := s.rangeOpener(a.from)
	inner := s.innerUnit(j)
	k := s.rangeLink(a, j+inner, opener)
	if k < 0 {
		return
	}
	if a.percent && s.at(k).is(lang.NumPercent) {
		k++
	}
	if opener < 0 && s.at(j+inner).is(lang.NumTo) && s.isChange(a, k) {
		return
	}
	b, unit, ok := s.upperEnd(k)
	if ok && opener >= 0 && s.at(opener).is(lang.NumFrom) && s.revises(opener) {
		// "revised the toll from 31 to 19" is no range, "revised the rate from 5 to
		// 7 percent to 3 percent" has one.
		if next := b.to + s.innerUnit(b.to); !s.at(next).is(lang.NumTo) {
			return
		}
		opener = -1
	}
	if !ok || !s.rangeFits(a, &b, unit, opener) || inner > 0 && !s.sameUnit(j, b.to) {
		return
	}
	if a.scale == 1 && b.scale > 1 && a.low*b.scale <= mostFallen*b.high && inner == 0 {
		a.low *= b.scale
	}
	a.high, a.to, a.ranged, a.plain = b.high, b.to, true, false
	a.letter = a.letter || b.letter
	if opener >= 0 {
		a.from = opener
	}
}

// isChange reports whether the number is how far something went, and the one at
// token k, behind "to", where it arrived: "rose by 12,155 to 331,000".
func (s *figureScan) isChange(a *amount, k int) bool {
	i := a.from - 1
	if from := s.boundBefore(a.from); from >= 0 {
		i = from - 1
	}
	_, money := s.moneyBefore(k)
	n, ok := s.numeralAt(k + money)
	if s.plays(i, lang.RoleBy) {
		return !ok || n.high > 2*a.low
	}
	return s.at(i).is(lang.NumRise|lang.NumFall) && ok && n.scale == a.scale && n.high > mostSpread*a.low
}

// mostSpread is how many times the lower end the upper end of a range is at most
// when a verb of change stands before it; mostFallen how many times the upper one
// the lower may be where both share a scale, "from 8 to 5 million".
const (
	mostSpread = 5
	mostFallen = 20
)

// ratioRange reads "one in five" and "three out of 10" as a share.
func (s *figureScan) ratioRange(a *amount) bool {
	j := a.to
	if s.plays(j, lang.RoleOutOf) && s.at(j+1).is(lang.NumOf) {
		j++
	} else if !s.at(j).is(lang.NumIn) {
		return false
	}
	j++
	if s.at(j).is(lang.NumDeterminer) && !s.at(j).is(lang.NumArticle) {
		j++
	}
	b, ok := s.numeralAt(j)
	if !ok || a.money || a.scale > 1 || b.low <= a.low || b.low <= 1 || a.low < 1 || b.vague || b.part || b.plain && b.low > 1500 {
		return false
	}
	if !isRound(b.low) && a.low != 1 || b.low != math.Trunc(b.low) || s.at(b.to).is(lang.NumMeasure) || s.at(b.to).is(lang.NumMonth) {
		return false
	}
	a.low /= b.low
	a.high, a.to, a.ratio, a.plain = a.low, b.to, true, false
	return true
}

// boundedRange reads a range given by two bounds: "more than 20 but fewer than
// 30", "at most 90 and at least 40".
func (s *figureScan) boundedRange(a *amount) bool {
	from := s.boundBefore(a.from)
	if from < 0 {
		return false
	}
	first := s.boundSide(from, a.from)
	if first == 0 {
		return false
	}
	j := a.to + s.innerUnit(a.to)
	if s.at(j).isMark(',') {
		j++
	}
	if s.at(j).is(lang.NumAnd) || s.plays(j, lang.RoleContrast) {
		j++
	}
	for k := j + 1; k <= j+5; k++ {
		if s.at(k).kind == markToken || s.boundBefore(k) != j || s.boundSide(j, k) != -first {
			continue
		}
		_, n := s.moneyBefore(k)
		b, ok := s.numeralAt(k + n)
		if !ok || b.vague || b.part != a.part || (n > 0) != a.money || first > 0 && b.low <= a.low || first < 0 && b.low >= a.low {
			return false
		}
		a.low, a.high = min(a.low, b.low), max(a.low, b.low)
		a.to, a.ranged, a.plain, a.part = b.to, true, false, false
		return true
	}
	return false
}

// boundSide tells where the bound words [from, to) put the number: 1 for a least
// one, -1 for a most one, 0 for neither.
func (s *figureScan) boundSide(from, to int) int {
	side, sign := 0, 1
	for k := from; k < to; k++ {
		switch {
		case s.isNot(k):
			sign = -1
		case s.plays(k, lang.RoleLeast) && side == 0:
			side = 1
		case s.plays(k, lang.RoleMost) && side == 0:
			side = -1
		}
	}
	return side * sign
}

// isRound reports whether v is a number that shares are given in.
func isRound(v float64) bool {
	switch v {
	case 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50:
		return true
	}
	return v >= 100 && v == float64(int(v/100))*100
}

// rangeOpener returns the token of "between" or "from" before token i, which a
// bound or a sign may part from the number; -1 if there is none.
func (s *figureScan) rangeOpener(i int) int {
	for range 3 {
		i--
		t := s.at(i)
		if t.is(lang.NumBetween | lang.NumFrom) {
			return i
		}
		if !t.is(lang.NumBoundEnd) {
			return -1
		}
	}
	return -1
}

// innerUnit counts the tokens of a unit after the lower end: "from 5 per cent
// to 7 per cent".
func (s *figureScan) innerUnit(j int) int {
	t := s.at(j)
	switch {
	case t.is(lang.NumPer) && s.plays(j+1, lang.RoleCent):
		return 2
	case t.is(lang.NumPercent|lang.NumMeasure|lang.NumCurrency) && !t.is(lang.NumSquare):
		return 1
	}
	return 0
}

// sameUnit reports whether the units at tokens i and j are of one kind.
func (s *figureScan) sameUnit(i, j int) bool {
	a, b := s.at(i), s.at(j)
	if a.is(lang.NumPer | lang.NumPercent) {
		return b.is(lang.NumPercent) || b.is(lang.NumPer) && s.plays(j+1, lang.RoleCent)
	}
	return a.word.Unit == b.word.Unit && a.word.Unit != ""
}

// rangeLink returns the token after the word or dash that joins the two ends,
// -1 if nothing joins them.
func (s *figureScan) rangeLink(a *amount, j, opener int) int {
	t := s.at(j)
	between := opener >= 0 && s.at(opener).is(lang.NumBetween)
	switch {
	case t.is(lang.NumTo) && !between, s.plays(j, lang.RoleThrough) && a.digits && s.at(j+1).kind == digitsToken:
		return j + 1
	case s.rules.Singular && (s.fromTo(j) || t.is(lang.NumAnd) && s.betweenBehind(j+1)):
		if t.is(lang.NumAnd) {
			j++
		}
		return j
	case t.is(lang.NumAnd) && between:
		return j + 1
	case t.isDash() && s.at(j+1).is(lang.NumTo) && s.at(j+2).isDash():
		return j + 3
	case t.isDash() && a.digits && a.plain && s.isVote(&figureDraft{amount: *a}):
		return -1
	case t.isDash() && t.glued == s.at(j+1).glued && (t.glued || t.mark != '-' || a.digits), t.isMark('~') && s.at(j+1).glued:
		return j + 1
	}
	return -1
}

// upperEnd reads the second number at k, which a bound or sign may precede.
func (s *figureScan) upperEnd(k int) (numeral, string, bool) {
	for n := 0; n < 2 && s.at(k).is(lang.NumBoundEnd) && s.at(k).kind == wordToken && s.boundBefore(k+1) >= 0; n++ {
		k++
	}
	unit, n := s.moneyBefore(k)
	b, ok := s.numeralAt(k + n)
	return b, unit, ok && !b.vague && !b.part
}

// countsPeople reports whether two round numbers that could be years count
// people: "1500-2000 marchers".
func (s *figureScan) countsPeople(a *amount, b *numeral, opener int) bool {
	if int(a.low)%50 != 0 || int(b.low)%50 != 0 || opener >= 0 && s.at(opener).is(lang.NumFrom) {
		return false
	}
	return s.at(b.to).is(lang.NumHuman) || s.at(b.to).is(lang.NumBetween) && s.at(b.to+1).is(lang.NumHuman)
}

// rangeFits reports whether two numbers can be the ends of one range.
func (s *figureScan) rangeFits(a *amount, b *numeral, unit string, opener int) bool {
	if isYear(a.numeral) && (isYear(*b) && !s.countsPeople(a, b, opener) || opener < 0 && s.at(a.from-1).is(lang.NumYearMark)) || a.digits != b.digits && a.money {
		return false
	}
	if unit != "" && unit != a.unit && a.money {
		return false
	}
	if a.money && unit == "" && s.at(b.to).is(lang.NumPercent) || unit != "" && !a.money {
		return false
	}
	low := a.low
	if a.scale == 1 && b.scale > 1 {
		low *= b.scale
		if low > b.high {
			low = a.low
		}
	}
	return low < b.high || opener >= 0 && s.at(opener).is(lang.NumFrom)
}
