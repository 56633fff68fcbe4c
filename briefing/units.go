package briefing

import "wirebrief/briefing/lang"

// An amount is a numeral or a range with its currency and unit. Its tokens are
// [from, to).
type amount struct {
	numeral
	// ranged: low and high are two numbers of the text; lowTo is the token
	// after the first.
	ranged bool
	lowTo  int
	unit   string
	// money and percent say what the unit is; duration marks units of time.
	money, percent, duration bool
	// odd is a bound word hyphened to the number: "40-odd", "3 million-plus".
	odd Span
	// compound: hyphened to the word that follows, "a 12-page letter".
	compound bool
	// age: "15-year-old", "30 years old".
	age bool
	// rate is the stretch "per day", NoSpan if there is none.
	rate Span
}

// amountOpeners are the kinds of words that an amount begins with.
const amountOpeners = lang.NumVague | lang.NumFold | lang.NumFraction | lang.NumHalf | lang.NumSome | lang.NumArticle |
	lang.NumCardinal | lang.NumScale | lang.NumMinus | lang.NumMoneyCode | lang.NumPercent

// mayOpenAmount reports whether an amount could begin with t; with most words
// none can.
func (t *figToken) mayOpenAmount() bool {
	switch t.kind {
	case wordToken:
		return t.is(amountOpeners) || t.word.Role&lang.RoleWhole != 0
	case markToken:
		return t.is(lang.NumPercent) || vulgarFraction(t.mark) > 0
	}
	return true
}

// amountAt reads the amount that begins at token i, a sign of money or a
// number.
func (s *figureScan) amountAt(i int) (amount, bool) {
	j := i
	a := amount{rate: NoSpan, odd: NoSpan}
	if unit, n := s.moneyBefore(i); n > 0 {
		a.unit, a.money = unit, true
		j += n
		if s.at(j).isDash() && s.at(j).glued && s.at(j+1).glued {
			j++
		}
	}
	if s.rules.Singular && s.at(i).is(lang.NumPercent) {
		a.unit, a.percent = "%", true
		j++
	}
	n, ok := s.numeralAt(j)
	if !ok {
		return a, false
	}
	a.numeral = n
	a.lowTo = n.to
	if a.money || a.percent {
		a.from = min(i, n.from)
	}
	if a.percent {
		s.negatePercent(&a)
	}
	s.extendRange(&a)
	if v := s.at(i).word.Value; a.money && v > 0 {
		a.low, a.high, a.scale = a.low*v, a.high*v, a.scale*v
	}
	if !a.percent {
		s.readUnit(&a)
	}
	s.settleLetter(&a)
	s.readRate(&a)
	return a, true
}

// readUnit reads the unit after the number.
func (s *figureScan) readUnit(a *amount) {
	if s.hyphenAt(a.to) && s.plays(a.to+1, lang.RoleOdd) {
		a.odd, a.to = s.at(a.to+1).Span, a.to+2
	}
	j := a.to
	hyphen := s.at(j).isMark('-') && (s.at(j).glued && s.at(j+1).glued || !s.at(j).glued && !s.at(j+1).glued && s.at(j+1).is(lang.NumMeasure))
	if hyphen {
		j++
	}
	t := s.at(j)
	switch {
	case t.is(lang.NumPercent) && s.percentFollows(j):
		a.to = j + 1
		a.unit, a.percent = "%", true
		if s.at(a.to).is(lang.NumPoint) {
			a.unit = "percentage points"
			a.to++
		}
	case t.is(lang.NumPer) && s.plays(j+1, lang.RoleCent):
		a.to = j + 2
		a.unit, a.percent = "%", true
	case s.plays(j, lang.RolePointOf) && s.at(j+1).is(lang.NumPoint):
		a.to = j + 2
		a.unit, a.percent = t.word.Unit, true
	case a.money:
		s.skipSameMoney(a)
		s.addMinor(a)
		hyphen = hyphen && a.to > j
	default:
		if n := s.moneyAfter(a, j); n > 0 {
			a.to = j + n
			s.scaleBehind(a)
			s.addMinor(a)
		} else if n := s.measureAfter(a, j); n > 0 {
			a.to = j + n
		} else if hyphen {
			a.compound = s.at(j).kind == wordToken
			return
		}
	}
	a.compound = hyphen && a.to > j
}

// measureAfter reads a unit of measure and returns the number of tokens.
func (s *figureScan) measureAfter(a *amount, j int) int {
	t := s.at(j)
	n := 0
	for n < 2 && s.at(j+n).is(lang.NumSquare) {
		n++
	}
	if n > 0 {
		if u := s.at(j + n); u.is(lang.NumMeasure) || u.Len() <= 2 && u.is(lang.NumGluedScale) {
			a.unit = s.stretch(j, j+n+1)
			return n + 1
		}
		return 0
	}
	if s.plays(j, lang.RoleRow) && s.at(j+1).is(lang.NumDuration) && !t.glued {
		j, n = j+1, 1 // "12 straight days"
		t = s.at(j)
	}
	switch {
	case t.is(lang.NumMeasure) && (!t.is(lang.NumGluedScale|lang.NumScale) || !t.glued) && s.isUnitWord(t):
		a.unit = t.word.Unit
		if t.is(lang.NumCurrency) {
			a.unit = t.word.Small
		}
		a.duration = t.is(lang.NumDuration)
		n++
	case t.is(lang.NumTemperature) && s.at(j+1).word.Unit == "degrees":
		a.unit = t.word.Unit // "38 santigrat derece"
		return 2
	case t.is(lang.NumTemperature) && t.upper && t.Len() == 1 && s.isTemperature(a):
		a.unit = "°" + t.Of(s.text)
		return 1
	case t.word.Small != "" && t.glued && s.isUnitLetter(t):
		a.unit = t.word.Small
		n = 1
	default:
		return 0
	}
	return n + s.unitTail(a, j+1)
}

// The temperatures that are reported lie between these.
const (
	coldest = -100
	hottest = 150
)

// isTemperature reports whether a C or F behind the number of a is for degrees:
// "41.3C", but not "Room 12C".
func (s *figureScan) isTemperature(a *amount) bool {
	prev := s.at(a.from - 1)
	return a.scale == 1 && a.low >= coldest && a.high <= hottest && !prev.is(lang.NumNumberName) && !s.isName(a.from-1) && s.at(a.to+1).kind != digitsToken && !s.at(a.to+1).isDash()
}

// isUnitWord rejects what is written like a name: "2016 Stone".
func (s *figureScan) isUnitWord(t *figToken) bool {
	if t.Len() == 1 {
		return s.isUnitLetter(t)
	}
	return (!t.capital || t.Len() <= 4 || t.upper || s.isHeadline()) && !s.isManyLetters(t)
}

// isUnitLetter reports whether a letter after digits has the case of its unit:
// "3g" are grams, "3G" is none.
func (s *figureScan) isUnitLetter(t *figToken) bool {
	return t.Len() > 1 || t.Of(s.text) == t.word.Small
}

// unitTail reads what belongs to a unit already read: "Celsius", "/h", "-old".
func (s *figureScan) unitTail(a *amount, j int) int {
	t := s.at(j)
	switch {
	case a.unit == "degrees" && t.is(lang.NumTemperature):
		a.unit = t.word.Unit
		return 1
	case t.isMark('/') && t.glued && s.at(j+1).kind == wordToken && s.at(j+1).glued:
		a.unit = s.stretch(j-1, j+2)
		return 2
	case t.isMark('-') && t.glued && s.at(j+1).is(lang.NumExtent):
		a.age = s.plays(j+1, lang.RoleOld)
		return 2
	case t.is(lang.NumExtent) && s.plays(j, lang.RoleOld):
		a.age = true
		return 1
	case t.is(lang.NumExtent) && !a.duration:
		return 1
	}
	return 0
}

// settleLetter decides what one letter after digits means: "$4m" and "35m
// viewers" are millions, "a 37m mast" is metres.
func (s *figureScan) settleLetter(a *amount) {
	if !a.letter {
		return
	}
	t := s.at(a.to - 1)
	if a.money || a.unit != "" || !t.is(lang.NumMeasure) && t.word.Small == "" {
		return
	}
	next := s.at(a.to)
	if s.pluralAhead(a.to) || next.is(lang.NumOf) || t.word.Small == "" || !s.isUnitLetter(t) {
		return
	}
	a.low, a.high = a.low/t.word.Value, a.high/t.word.Value
	a.scale, a.letter = 1, false
	a.unit = t.word.Small
	a.to += s.unitTail(a, a.to)
}

// readRate reads "per day", "a year", "an hour", "/day" after an amount.
func (s *figureScan) readRate(a *amount) {
	j := a.to
	if n := s.rateAt(j); n > 0 {
		a.rate = Span{s.at(j).Start, s.at(j + n - 1).End}
		if s.at(j).isMark('-') {
			a.rate.Start = s.at(j).End
		}
		a.to = j + n
	} else if k := a.from - 1; s.plays(k, lang.RoleRateBefore) && s.at(k-1).kind != digitsToken && !s.at(k-1).is(lang.NumCardinal) {
		from := k
		if s.plays(k, lang.RoleShare) && s.at(k-1).kind == wordToken {
			from-- // "kişi başına"
		}
		a.rate = Span{s.at(from).Start, s.at(k).End}
	}
}

// endsRate reports whether token k is the noun of a rate that an adjective stands
// before: "per diluted share", "per working day".
func (s *figureScan) endsRate(k int) bool {
	t := s.at(k)
	return t.kind == wordToken && !t.capital && (s.plays(k, lang.RoleShare) || t.is(lang.NumMeasure) && t.Len() > 2)
}

// rateOfMany counts the tokens of a rate of a round number: "per 100,000 people",
// "per thousand births". It returns 0 if none begins at j.
func (s *figureScan) rateOfMany(j int) int {
	n, ok := s.numeralAt(j + 1)
	if !ok && s.at(j+1).is(lang.NumScale) {
		n, ok = numeral{from: j + 1, to: j + 2, low: s.at(j + 1).word.Value}, true
	}
	if !ok || n.from != j+1 || n.low < 10 || n.part {
		return 0
	}
	to := n.to
	if s.at(to).is(lang.NumMeasure) {
		return to + 1 - j
	}
	if np, ok := s.nouns(to, true); ok && np.plural {
		to = np.to
	}
	return to - j
}

// rateAt counts the tokens of a rate at j, 0 if there is none.
func (s *figureScan) rateAt(j int) int {
	t, u := s.at(j), s.at(j+1)
	switch {
	case s.plays(j, lang.RolePeriod) && t.is(lang.NumStop):
		return 1
	case t.is(lang.NumPer) && (u.kind == digitsToken || u.is(lang.NumScale)):
		return s.rateOfMany(j)
	case t.is(lang.NumPer) && u.kind == wordToken && !s.plays(j+1, lang.RoleCent):
		if u.is(lang.NumSquare) && s.at(j+2).is(lang.NumMeasure) || !u.is(lang.NumMeasure) && !s.plays(j+1, lang.RoleShare) && s.endsRate(j+2) {
			return 3
		}
		return 2
	case t.isMark('/') && t.glued && u.glued && (u.is(lang.NumMeasure) || u.kind == wordToken && u.Len() > 2):
		return 2
	case t.isMark('-') && t.glued && u.glued && u.is(lang.NumArticle) && s.at(j+2).isMark('-') && s.at(j+3).is(lang.NumDuration):
		return 4 // "$23-an-hour"
	case t.is(lang.NumArticle) && (u.is(lang.NumMeasure) || s.plays(j+1, lang.RoleShare)):
		after := s.at(j + 2)
		if u.is(lang.NumDuration) && (s.plays(j+2, lang.RoleAgo) || after.isMark('-')) {
			return 0
		}
		return 2
	}
	return 0
}
