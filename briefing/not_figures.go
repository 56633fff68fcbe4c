package briefing

import (
	"math"

	"wirebrief/briefing/lang"
)

// isFigure reports whether a number with what it counts is a figure, and not a
// date, a time, a score, an id, an address or part of a name.
func (s *figureScan) isFigure(f *figureDraft) bool {
	if s.rules.Singular && (s.isYearNamed(f) || s.isDescription(f)) || s.isGluedID(f) || s.isDate(f) || s.isYearOnly(f) || s.isNamed(f) || s.isAge(f) {
		return false
	}
	if s.at(f.to).is(lang.NumClock) && f.unit == "" && f.low <= 2400 || s.isHours(f) {
		return false
	}
	if f.digits {
		return !s.isScore(f) && !s.isListed(f) && !s.isPhone(f) && !s.isAddress(f) && !s.isOddSlash(f)
	}
	return !s.isIdleWord(f)
}

// isHours reports whether a range tells when something is open: "open from 9 to
// 5".
func (s *figureScan) isHours(f *figureDraft) bool {
	if !f.ranged || f.unit != "" || f.noun.to > 0 || f.qualifier != NoSpan || f.low > 24 || f.high > 24 {
		return false
	}
	return s.plays(f.from-1, lang.RoleOpen)
}

// plainNumber reports whether nothing but the digits themselves stands there:
// no unit, no bound, no separator.
func (f *figureDraft) plainNumber() bool {
	return f.unit == "" && f.plain && f.qualifier == NoSpan && !f.ranged
}

// isGluedID reports whether letters, a sign or a hyphen tie the digits to a
// name: "V10", "3D", "COVID-19", "#5", "ID.3".
func (s *figureScan) isGluedID(f *figureDraft) bool {
	first, prev, before := s.at(f.from), s.at(f.from-1), s.at(f.from-2)
	if f.letter && !f.money && !f.noun.plural && s.at(f.to-1).word.Value > 1e3 && !s.isBareScale(f) {
		return true
	}
	if next := s.at(f.to); f.digits && next.kind == wordToken && next.glued {
		return true
	}
	if s.at(f.to).kind == digitsToken && s.at(f.to).glued || f.plain && s.isGluedComma(f.to) || f.plain && s.isGluedComma(f.from-1) {
		return true
	}
	if next := s.at(f.to); next.isMark('+') && next.glued && s.at(f.to+1).glued && (s.at(f.to+1).kind == digitsToken || s.at(f.to+1).kind == junkToken) {
		return true // "in minute 90+4"
	}
	if !first.glued {
		return false
	}
	switch {
	case prev.kind == wordToken, prev.kind == digitsToken, prev.kind == junkToken, prev.isMark('#'), prev.isMark('_'):
		return true
	case prev.isDash() && prev.glued:
		return (before.kind == digitsToken || before.kind == junkToken) && !s.isVote(f) || before.kind == wordToken && !before.is(lang.NumBoundEnd) && (before.capital || !before.is(lang.NumStop|lang.NumCardinal))
	case prev.isMark('+') && f.unit == "" && (!prev.glued || before.kind == digitsToken && s.at(f.from-3).kind == wordToken):
		return true
	case prev.isMark('.') && prev.glued, prev.isMark('/') && before.kind != moneyToken, prev.isMark('&'):
		return before.kind == wordToken || before.kind == digitsToken || before.kind == junkToken
	}
	return (prev.isMark('\'') || prev.isMark('’')) && f.plain && f.low < 100
}

// isGluedComma reports whether token k is a comma between digits that make no
// number: "22,24,26".
func (s *figureScan) isGluedComma(k int) bool {
	return s.at(k).isMark(',') && s.at(k).glued && s.at(k+1).glued && s.at(k-1).kind == digitsToken && s.at(k+1).kind == digitsToken
}

// isBareScale reports whether a letter is a scale though nothing that is counted
// follows: "it sold 10M.", "up from 1.2b".
func (s *figureScan) isBareScale(f *figureDraft) bool {
	next := s.at(f.to)
	if next.kind == wordToken && !next.is(lang.NumStop) || next.isDash() || s.isName(f.from-1) {
		return false
	}
	return s.at(f.to-1).upper || s.at(f.from).value != math.Trunc(s.at(f.from).value)
}

// isDate reports whether the number is a day beside a month. After a month
// only people are counted: "in November 12 people".
func (s *figureScan) isDate(f *figureDraft) bool {
	if f.money || f.percent || f.unit != "" && !f.duration || f.scale > 1 || f.low > 31 || !f.plain && !f.ranged {
		return false
	}
	date := s.isMonth(f.from-1) && !(f.noun.plural && s.isHuman(f.noun)) ||
		s.isMonth(f.to) || s.at(f.to).is(lang.NumOf) && s.isMonth(f.to+1) ||
		s.joinsDate(f.to) && s.at(f.to+1).kind == digitsToken && s.isMonth(f.to+2) ||
		s.dateEnd > 0 && s.dateEnd == f.from-1 && s.joinsDate(f.from-1) && f.noun.to == 0
	if date {
		s.dateEnd = f.to
	}
	return date
}

func (s *figureScan) isMonth(i int) bool {
	t := s.at(i)
	return t.capital && t.is(lang.NumMonth)
}

func (s *figureScan) joinsDate(i int) bool {
	t := s.at(i)
	return t.is(lang.NumAnd|lang.NumOr|lang.NumTo) || t.isDash() || t.isMark(',')
}

// isYear reports whether a numeral has the form of a year.
func isYear(n numeral) bool {
	return n.digits && n.plain && n.low >= 1500 && n.low < 2100
}

// isYearOnly reports whether four digits are a year and count nothing.
func (s *figureScan) isYearOnly(f *figureDraft) bool {
	if !isYear(f.numeral) || f.money || f.percent || f.unit != "" && !f.duration {
		return false
	}
	if f.duration {
		return !s.rules.Singular && !s.pluralAt(f.to-1)
	}
	prev := s.at(f.from - 1)
	marked := prev.is(lang.NumYearMark) && f.qualifier == NoSpan
	if !f.noun.plural {
		return f.low >= 1900 || marked
	}
	if f.qualifier != NoSpan {
		return false
	}
	round := f.low == float64(int(f.low/100))*100
	switch {
	case marked:
		return true
	case f.low < 1900:
		return false
	case s.isHuman(f.noun):
		return !round && prev.is(lang.NumDeterminer)
	}
	return !round || prev.is(lang.NumDeterminer)
}

// isAge reports whether the number is an age beside a name or after "aged".
func (s *figureScan) isAge(f *figureDraft) bool {
	if s.at(f.from-1).is(lang.NumAgeMark) && !f.duration {
		return true
	}
	if f.plainNumber() && f.noun.to == 0 && (s.isAgeList(f.from) || s.isAgePair(f)) {
		return true
	}
	next := s.at(f.to)
	if f.plainNumber() && f.low <= oldest && s.at(f.from-1).isMark(',') && next.isMark(',') && !s.at(f.from-2).is(lang.NumMeasure) && s.at(f.from-2).kind == wordToken {
		return true
	}
	return f.plainNumber() && f.low <= oldest && s.at(f.from-1).isMark(',') && s.at(f.from-2).kind == wordToken &&
		(next.isMark(',') || next.isMark('.') || next.isMark(')') || next.is(lang.NumAnd|lang.NumOf|lang.NumFrom)) && f.noun.to == 0 && s.isName(f.from-2)
}

// isAgeList reports whether only other ages part token i from the word before
// them: "aged 9, 11 and 14".
func (s *figureScan) isAgeList(i int) bool {
	k := i - 1
	for ; k >= max(0, i-8); k-- {
		if t := s.at(k); t.kind != digitsToken && !t.isMark(',') && !t.is(lang.NumAnd|lang.NumOr|lang.NumTo) {
			break
		}
	}
	return k < i-1 && s.at(k).is(lang.NumAgeMark)
}

// isAgePair reports whether two numbers and commas around them are the ages of
// those named before them: "The hikers, 31 and 44, were unhurt".
func (s *figureScan) isAgePair(f *figureDraft) bool {
	from := f.from
	if s.at(from - 1).is(lang.NumAnd) {
		from -= 2
	}
	first, second := s.at(from), s.at(from+2)
	if !s.at(from-1).isMark(',') || !s.at(from+1).is(lang.NumAnd) || !s.at(from+3).isMark(',') || !first.plain || !second.plain {
		return false
	}
	head := s.at(from - 2)
	return first.value <= oldest && second.value <= oldest && (head.is(lang.NumHuman) || s.isName(from-2))
}

// oldest is an age that nobody is said to have passed.
const oldest = 120

// isScore reports whether two numbers are joined by a dash that makes no
// range: "2-0", "a 52-48 vote".
func (s *figureScan) isScore(f *figureDraft) bool {
	next, prev := s.at(f.to), s.at(f.from-1)
	if f.unit != "" || f.scale > 1 {
		return false
	}
	if f.ranged {
		return s.at(f.lowTo).isDash() && !f.noun.plural && f.qualifier == NoSpan && f.low < 100 && f.high < 200
	}
	if s.isVote(f) {
		return false
	}
	if k := s.at(f.to + 1).kind; next.isDash() && (k == digitsToken || k == junkToken) && next.glued == s.at(f.to+1).glued {
		return true
	}
	return prev.isDash() && prev.glued == s.at(f.from).glued && (s.at(f.from-2).kind == digitsToken || s.at(f.from-2).kind == junkToken)
}

// isVote reports whether two numbers joined by a hyphen are votes for and
// against: "passed 217-213", "a 52-48 vote".
func (s *figureScan) isVote(f *figureDraft) bool {
	dash := f.to
	if !s.at(dash).isDash() {
		dash = f.from - 1
	}
	if !s.at(dash).isDash() || s.at(dash-1).kind != digitsToken || s.at(dash+1).kind != digitsToken || !s.at(dash-1).plain || !s.at(dash+1).plain {
		return false
	}
	if s.at(dash-1).value >= 1500 && s.at(dash+1).value < 100 {
		return false // "passed in 1994-95"
	}
	for k := dash - 2; k >= max(0, dash-6) && s.at(k).kind == wordToken; k-- {
		if s.plays(k, lang.RoleVote) {
			return true
		}
	}
	return s.plays(dash+2, lang.RoleVote) && !s.at(dash+2).glued
}

// voteEnd returns where the votes against end that are joined to those for, so
// that both are shown: "217-213", "5-to-4", "54%-40%", 0 if there are none.
func (s *figureScan) voteEnd(f *figureDraft) int {
	dash, k := s.at(f.to), f.to+1
	if !f.digits || f.last > f.to || !dash.isDash() || !dash.glued {
		return 0
	}
	spoken := s.at(k).is(lang.NumTo) && s.at(k+1).isDash()
	if spoken {
		k += 2
	}
	switch against := s.at(k); {
	case against.kind != digitsToken || !against.glued:
		return 0
	case f.percent && s.at(k+1).is(lang.NumPercent):
		return k + 2
	case f.unit == "" && (spoken && s.plays(k+1, lang.RoleVote) || !spoken && s.isVote(f)):
		return k + 1
	}
	return 0
}

// isListed reports whether the number only numbers something: "(1)", "1." at
// the start, digits in a row as in telephone numbers.
func (s *figureScan) isListed(f *figureDraft) bool {
	if s.at(f.from-1).kind == junkToken && f.noun.to == 0 && f.unit == "" {
		return true
	}
	if !f.plain || f.unit != "" {
		return false
	}
	next, prev := s.at(f.to), s.at(f.from-1)
	if next.kind == digitsToken && f.noun.from != f.to || prev.kind == digitsToken || next.kind == junkToken || prev.kind == junkToken && f.noun.to == 0 {
		return true
	}
	if f.low >= 200 {
		return false
	}
	closed := next.isMark(')') || next.isMark(']')
	return closed && (prev.isMark('(') || prev.isMark('[') || f.from == 0) || f.from == 0 && next.isMark('.') && next.glued
}

// isPhone reports whether digits belong to a telephone number: three groups or
// more that dashes, dots or brackets join, of seven digits at least: "(212)
// 555-0100".
func (s *figureScan) isPhone(f *figureDraft) bool {
	if f.money || f.percent || f.scale > 1 {
		return false
	}
	from, to := f.from, f.from+1
	for from > max(0, f.from-8) && s.joinsPhone(from-1) {
		from--
	}
	for to < f.from+9 && s.joinsPhone(to) {
		to++
	}
	groups, count := 0, 0
	for k := from; k < to; k++ {
		if t := s.at(k); t.kind == digitsToken {
			groups, count = groups+1, count+t.Len()
		} else if t.kind == junkToken {
			// "555-0100" is read as one.
			groups, count = groups+2, count+t.Len()-1
		}
	}
	return groups >= 3 && count >= 7 && (s.at(from).isMark('(') || s.at(f.from+1).glued || s.at(f.from).glued)
}

// joinsPhone reports whether token k can be inside a telephone number.
func (s *figureScan) joinsPhone(k int) bool {
	t := s.at(k)
	return t.kind == digitsToken && t.plain || t.kind == junkToken || t.isMark('-') || t.isMark('(') || t.isMark(')') || t.isMark('+')
}

// isAddress reports whether a house number stands before a street's name.
func (s *figureScan) isAddress(f *figureDraft) bool {
	if !f.plainNumber() {
		return false
	}
	for k := f.to; k < f.to+4; k++ {
		t := s.at(k)
		if t.kind != wordToken || !t.capital || t.is(lang.NumStop|lang.NumState) {
			return false
		}
		if k > f.to && t.is(lang.NumStreet) {
			return true
		}
	}
	return false
}

// isOddSlash reports whether digits with a slash are no fraction: "24/7",
// "9/11".
func (s *figureScan) isOddSlash(f *figureDraft) bool {
	bar := s.at(f.to)
	if bar.isMark('/') && bar.glued && s.at(f.to+1).kind == digitsToken && s.at(f.to+1).glued {
		return true
	}
	if !f.part {
		return false
	}
	bottom := s.at(f.from + 2).value
	switch bottom {
	case 2, 3, 4, 5, 6, 8, 10, 16, 32, 64, 100, 128:
		return f.low >= 1
	}
	return true
}

// isIdleWord reports whether a number word says no number that matters: "one
// of them", "the two", "one day".
func (s *figureScan) isIdleWord(f *figureDraft) bool {
	bare := f.noun.to == 0 && f.unit == ""
	if f.ratio || f.part || f.fold || f.qualifier != NoSpan || f.ranged || f.money || f.percent {
		return false
	}
	if f.low == 1 && !f.duration && !s.isAlone(f.first, f.last) {
		prev, next := s.at(f.from-1), s.at(f.to)
		return bare || f.compound || next.is(lang.NumOf) || next.is(lang.NumIdle) || prev.is(lang.NumDeterminer)
	}
	if f.vague {
		return f.low == 10 && f.noun.to == 0
	}
	f.idle = bare && f.low >= 0 && f.low < 100 && f.scale == 1 && f.low == math.Trunc(f.low) && !s.harmedHere(f) && !s.isAlone(f.first, f.last)
	return f.idle && !s.isFirstOfList(f.to)
}

// isFirstOfList reports whether another number follows at token i that the
// noun is shared with: "two or three", "four-, five- and six-door".
func (s *figureScan) isFirstOfList(i int) bool {
	if s.at(i).isMark('-') {
		return s.at(i+1).isMark(',') || s.at(i+1).is(lang.NumAnd|lang.NumOr|lang.NumTo)
	}
	if s.partOf(i) {
		for i++; s.at(i).is(lang.NumDeterminer|lang.NumNearby|lang.NumOf) || s.isPossessive(i); i++ {
		}
		return s.at(i).is(lang.NumCardinal) || s.at(i).kind == digitsToken
	}
	return s.joinsDate(i) && s.at(i+1).is(lang.NumCardinal)
}
