package briefing

import "wirebrief/briefing/lang"

// longestEvent is how many tokens the words for an event have that a time dates:
// "since the talks began on Sept. 3".
const longestEvent = 12

// timeReach is how many tokens from a figure its time may stand.
const timeReach = 24

// asOf finds the time that draft i holds for: one right before it ("On Oct. 5,
// 12 people ..."), else the first one behind it that no
// other figure parts from it, else the nearest one before it, else one behind
// the figures that follow it. A number of another time, "up from 12", has only
// what stands behind it.
func (s *figureScan) asOf(i int) string {
	f := &s.drafts[i]
	limit, floor := len(s.toks), 0
	if i+1 < len(s.drafts) {
		limit = s.drafts[i+1].first
	}
	if i > 0 {
		floor = s.drafts[i-1].last
	}
	if s.isOtherTime(f) {
		return s.timeBehind(f.last, min(limit, f.last+timeReach), true)
	}
	if t := s.timeLeading(f.first, max(floor, f.first-6)); t != "" {
		return t
	}
	if t := s.timeBefore(f.first, max(floor, f.first-timeReach), 1); t != "" {
		return t
	}
	if s.rules.Singular { // where the verb ends the sentence, a time stands before it
		return s.timeBefore(f.first, max(floor, f.first-timeReach), timeReach)
	}
	if t := s.timeBehind(f.last, min(limit, f.last+timeReach), true); t != "" {
		return t
	}
	if t := s.timeBefore(f.first, max(floor, f.first-timeReach), timeReach); t != "" {
		return t
	}
	if limit < len(s.toks) && s.isCompared(f.last, limit) {
		return ""
	}
	return s.timeBehind(min(limit, f.last+timeReach), f.last+timeReach, false)
}

// isCompared reports whether the number at token to is one of another time that
// a number is set against: "up from 55 percent in 2018", "compared with 40 a
// year earlier".
func (s *figureScan) isCompared(from, to int) bool {
	for k := max(from, to-4); k < to; k++ {
		if s.at(k).is(lang.NumFrom) || s.plays(k, lang.RoleAgainst) {
			return true
		}
	}
	return false
}

// timeLeading returns the time that opens the clause right before token to.
func (s *figureScan) timeLeading(to, from int) string {
	if s.at(to - 1).isMark(',') {
		to--
	}
	if !s.timeBetween(from, to) {
		return ""
	}
	for k := to - 1; k >= from; k-- {
		if prev := s.at(k - 1); s.timeAt(k) == to && (prev.kind == markToken || prev.is(lang.NumAnd)) {
			return s.stretch(k, to)
		}
	}
	return ""
}

// timeBehind finds the first time between two tokens. One that dates another
// event is given with it: "since the talks began on Sept. 3". What is told as
// "a year earlier" belongs to the figure close before it.
func (s *figureScan) timeBehind(from, to int, near bool) string {
	if !s.timeBetween(from, to) {
		return ""
	}
	since := -1
	for k := from; k < min(to, len(s.toks)); k++ {
		if end := s.timeAt(k); end > k {
			if s.isSuperlative(k-1) || !near && s.plays(end-1, lang.RoleAgo) {
				k = end - 1
				continue
			}
			if since >= 0 {
				if k-since > longestEvent {
					return ""
				}
				k = since
			}
			return s.stretch(k, end)
		}
		t, aux := s.at(k), s.at(k+1).is(lang.NumAux)
		switch {
		case t.isMark(';'), t.isMark(':'), s.plays(k, lang.RoleAgainst), t.is(lang.NumAnd) && aux, t.isMark(',') && (since >= 0 || aux && s.inRelative(from)):
			return ""
		case t.is(lang.NumAtTime) && t.is(lang.NumOpener) && since < 0:
			since = k
		}
	}
	return ""
}

// inRelative reports whether token k stands in a clause that explains a noun
// between commas: "the bank, which kept its rate at 50 percent, will".
func (s *figureScan) inRelative(k int) bool {
	for j := k - 1; j >= max(1, k-timeReach); j-- {
		if s.at(j).isMark(',') {
			return s.speechClass(j+1)&lang.Rel != 0
		}
	}
	return false
}

// timeBefore finds the nearest time before token to, back to token from, with
// at most gap words between.
func (s *figureScan) timeBefore(to, from, gap int) string {
	if !s.timeBetween(from, to) {
		return ""
	}
	contrast := false
	for k := to - 1; k >= from && !s.at(k).isMark(';'); k-- {
		contrast = contrast || s.plays(k, lang.RoleContrast)
		end := s.timeAt(k)
		if end <= k || end > to {
			if to-k > gap+4 && gap < timeReach {
				break
			}
			continue
		}
		if s.plays(k-1, lang.RoleFounded) || contrast && k > 1 {
			return "" // "12 ships were due on Friday, while the mayor spoke of 20"
		}
		if to-end > gap || gap == 1 && (to == end || s.at(end).kind == markToken || s.at(end).is(lang.NumFrom|lang.NumTo) || s.isSuperlative(k-1)) {
			return ""
		}
		if d := s.at(k - 1); d.kind == digitsToken && d.plain && d.value <= 31 && s.isMonth(k) {
			k--
		}
		if s.at(k - 1).is(lang.NumAtTime) {
			k--
		}
		return s.stretch(k, end)
	}
	return ""
}

// isSuperlative reports whether token k makes the time after it a comparison:
// "the highest since 2014".
func (s *figureScan) isSuperlative(k int) bool {
	return endsIn(s.at(k).Of(s.text), s.rules.SuperlativeEndings) || s.plays(k, lang.RoleRecord)
}

// timeOpeners are the kinds of words that a time begins with.
const timeOpeners = lang.NumBetween | lang.NumFrom | lang.NumAtTime | lang.NumNearby | lang.NumToday | lang.NumArticle |
	lang.NumWeekday | lang.NumMonth

// timeBetween reports whether a time begins at one of the tokens [from, to).
func (s *figureScan) timeBetween(from, to int) bool {
	if !s.timesKnown {
		s.times, s.timesKnown = s.times[:0], true
		for k := range s.toks {
			if t := &s.toks[k]; (t.is(timeOpeners) || t.kind == digitsToken) && s.timeAt(k) > k {
				s.times = append(s.times, k)
			}
		}
	}
	for _, k := range s.times {
		if k >= from {
			return k < to
		}
	}
	return false
}

// timeAt returns the token after a time that begins at token k ("on Nov. 3",
// "last year", "by Thursday night"), k if there is none.
func (s *figureScan) timeAt(k int) int {
	j := k
	if t := s.at(k); !t.is(timeOpeners) && t.kind != digitsToken {
		return k
	}
	if s.at(k).is(lang.NumBetween) || s.at(k).is(lang.NumFrom) {
		// "between Friday and Sunday", "from May to July"
		if mid := s.dateAt(k+1, false); mid > k+1 && s.at(mid).is(lang.NumAnd|lang.NumTo) {
			if to := s.dateAt(mid+1, true); to > mid+1 {
				return to
			}
		}
	}
	if s.at(j).is(lang.NumAtTime) {
		j++
		for n := 0; n < 3 && (s.at(j).is(lang.NumDeterminer|lang.NumOf) && !s.at(j).is(lang.NumNearby) || s.plays(j, lang.RoleTimeEdge)); n++ {
			j++
		}
	}
	to := s.dateAt(j, j > k && !(s.plays(k, lang.RoleOn) && s.at(j).kind == digitsToken && !s.isMonth(j+1)))
	if to > j && !(s.rules.Singular && s.isOnlyCompared(to)) {
		return to
	}
	return k
}

// dateAt reads a day, month, year or the like without its preposition. A year
// alone needs one.
func (s *figureScan) dateAt(j int, led bool) int {
	t := s.at(j)
	switch {
	case t.is(lang.NumNearby) && s.at(j+1).is(lang.NumTimeNoun):
		return s.dayPart(j + 2)
	case t.is(lang.NumToday):
		return j + 1
	case t.is(lang.NumArticle) && s.at(j+1).is(lang.NumTimeNoun) && s.plays(j+2, lang.RoleAgo):
		return j + 3
	case t.is(lang.NumWeekday) && (t.capital || s.rules.Singular && s.dayPart(j+1) > j+1):
		return s.dayPart(j + 1)
	case t.capital && t.is(lang.NumMonth):
		j++
		if d := s.at(j); d.kind == digitsToken && d.plain && d.value <= 31 {
			j++
		}
		return s.yearAfter(j)
	case t.kind == digitsToken && t.plain && t.value <= 31 && s.isMonth(j+1):
		return s.yearAfter(j + 2)
	case led && t.kind == digitsToken && t.plain && t.value >= 1900 && t.value < 2100 && !(s.at(j+1).kind == wordToken && s.at(j+1).glued):
		if s.hyphenAt(j+1) && s.at(j+2).plain && s.at(j+2).Len() == 2 {
			return j + 3 // "in 1994-95"
		}
		return j + 1
	}
	return j
}

func (s *figureScan) dayPart(j int) int {
	if t := s.at(j); t.is(lang.NumTimeNoun) && !t.capital {
		return j + 1
	}
	return j
}

func (s *figureScan) yearAfter(j int) int {
	k := j
	if s.at(k).isMark(',') {
		k++
	}
	if t := s.at(k); t.kind == digitsToken && t.plain && t.value >= 1900 && t.value < 2100 {
		return k + 1
	}
	return j
}
