package briefing

import (
	"strings"

	"wirebrief/briefing/lang"
)

// direction tells whether the figure is said to go up or down.
func (s *figureScan) direction(f *figureDraft) string {
	if d := direction(s.at(f.last)); d != "" && (f.percent || f.money) {
		return d
	}
	if s.rules.Singular {
		return s.directionBehind(f)
	}
	if f.noun.to > 0 && (f.percent || f.unit != "") {
		if d := direction(s.at(f.noun.to - 1)); d != "" {
			return d
		}
	}
	for k := f.first - 1; k >= f.first-6; k-- {
		t := s.at(k)
		if d := direction(t); d != "" {
			if k == f.first-1 && f.noun.plural && !s.at(f.noun.to-1).is(lang.NumPoint) && (s.plays(k, lang.RoleUpward)) {
				// "shot down 18 drones", "set up 20 tents".
				return ""
			}
			return d
		}
		if t.kind != wordToken || !t.is(lang.NumTo|lang.NumFrom|lang.NumArticle|lang.NumBoundEnd|lang.NumOf) && !s.plays(k, lang.RoleBy) && !s.isAdverb(k) && !s.plays(k, lang.RoleFurther) {
			return ""
		}
	}
	return ""
}

func direction(t *figToken) string {
	switch {
	case t.is(lang.NumRise):
		return "up"
	case t.is(lang.NumFall):
		return "down"
	}
	return ""
}

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
	since := -1
	for k := from; k < min(to, len(s.toks)); k++ {
		if end := s.timeAt(k); end > k {
			if s.isSuperlative(k-1) || !near && s.plays(end-1, lang.RoleAgo) {
				k = end - 1
				continue
			}
			if since >= 0 {
				k = since
			}
			return s.stretch(k, end)
		}
		if t := s.at(k); t.isMark(';') || t.isMark(':') || s.plays(k, lang.RoleAgainst) || t.is(lang.NumAnd) && s.at(k+1).is(lang.NumAux) || t.isMark(',') && s.at(k+1).is(lang.NumAux) && s.inRelative(from) {
			return ""
		} else if t.is(lang.NumAtTime) && t.is(lang.NumOpener) && since < 0 {
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
	for k := to - 1; k >= from; k-- {
		end := s.timeAt(k)
		if end <= k || end > to {
			if to-k > gap+4 && gap < timeReach {
				break
			}
			continue
		}
		if s.plays(k-1, lang.RoleFounded) {
			return ""
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

// timeAt returns the token after a time that begins at token k ("on Nov. 3",
// "last year", "by Thursday night"), k if there is none.
func (s *figureScan) timeAt(k int) int {
	j := k
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
	if to := s.dateAt(j, j > k && !(s.plays(k, lang.RoleOn) && s.at(j).kind == digitsToken && !s.isMonth(j+1))); to > j {
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

// untrueConfidence is the confidence of a number that is denied or corrected,
// below that of any other.
const untrueConfidence = 0.02

// casualtyConfidence is that of a number of dead or injured, above any other.
const casualtyConfidence = 0.95

// confidence ranks a figure from 0 to 1. What counts people or things, money
// and shares, with its bound, ranks high; durations, ages, parts of compounds
// and numbers alone rank low, so that they are left out where room is short.
func (s *figureScan) confidence(f *figureDraft, fig *Figure) float64 {
	if fig.Casualty {
		return casualtyConfidence
	}
	c := 0.2
	switch {
	case f.untrue:
		return untrueConfidence
	case f.age:
		return 0.15
	case f.duration && f.noun.to == 0, f.duration && f.compound:
		return 0.15
	case f.compound && f.noun.to > 0 && s.at(f.noun.from).is(lang.NumCollective), f.digits && f.unit == "" && s.isCollectiveName(f.first-1), f.digits && s.at(f.to).isDash() && s.isVote(f):
		// "a 6.1-magnitude quake", "passed 217-213"
		return confident
	case f.compound:
		return 0.2
	case f.low == 1 && !f.ranged && !f.digits && f.unit == "":
		return 0.1
	case f.noun.plural && f.unit == "":
		c = 0.6
	case f.percent, f.money:
		c = 0.6
	case f.part, f.ratio:
		return 0.45
	case f.unit != "" && (f.noun.to > 0 || s.isReading(f)):
		c = 0.5
	case f.unit != "":
		c = 0.45
	case f.noun.to == 0 && f.counts != NoSpan:
		c = 0.5
	case f.noun.to > 0:
		c = 0.4
	}
	if f.noun.plural && s.isHuman(f.noun) {
		c += 0.1
	}
	if f.qualifier != NoSpan {
		c += 0.15
	}
	if f.ranged || f.vague || f.scale > 1 || f.low >= 1000 || fig.Source != "" {
		c += 0.05
	}
	if !f.digits && f.low >= 1 && f.low < 10 && f.qualifier == NoSpan && !f.money && !f.percent {
		c -= 0.25
	}
	if f.beside || s.isFragment(fig.Clause) {
		c = min(c, 0.45)
	}
	return min(max(c, 0.05), 0.9)
}

// isCollectiveName reports whether token k names what the number behind it
// measures: "a magnitude 6.9 quake".
func (s *figureScan) isCollectiveName(k int) bool {
	return s.at(k).is(lang.NumCollective) && !s.at(k).is(lang.NumNumberName)
}

// isReading reports whether a unit is one of what is measured and told for its
// own sake: temperatures, speeds, areas.
func (s *figureScan) isReading(f *figureDraft) bool {
	switch f.unit {
	case "°C", "°F", "km/h", "mph", "knots", "ha", "acres", "km²", "MW", "GW":
		return true
	}
	return false
}

// isFragment reports whether a clause is a few words that are no sentence: a
// line of a list, the name of a song.
func (s *figureScan) isFragment(c Span) bool {
	if c.Len() >= fewestBytes || endsSentence(s.sent.Of(s.text)) && c.Len() > s.sent.Len()/2 {
		return false
	}
	return !s.hasVerb(s.tokenFrom(c.Start), len(s.toks), c.End)
}

// source names who gives a figure: the speaker of the quotation it stands in,
// else who is said to say so in its sentence. What stands against it, after
// "while" or "but", is said by someone else.
func (s *figureScan) source(span, clause Span) string {
	if q := s.quoteOf(span); q != nil {
		return namedSource(q.Speaker, q.Role)
	}
	if !s.sayerKnown {
		name, role, cue := s.d.sayerIn(s.sent)
		s.sayer, s.sayerCue, s.sayerKnown = namedSource(name, role), cue, true
	}
	if s.sayer != "" && (!s.d.speech.governs(s.sayerCue, span) || clause.Start > s.sent.Start && s.contrasts(clause.Start) || s.otherSays(span)) {
		return ""
	}
	return s.sayer
}

// otherSays reports whether the clause of a figure is given by someone else than
// the one before it: "Police said 35,000 came; the organisers spoke of 100,000".
func (s *figureScan) otherSays(span Span) bool {
	at := s.tokenFrom(span.Start)
	for k := at - 1; k > 0; k-- {
		if s.at(k).isMark(';') || s.plays(k, lang.RoleContrast) {
			return s.reportsBetween(k, at) && s.reportsBetween(0, k)
		}
	}
	return false
}

// contrasts reports whether the token before byte start sets what follows
// against what went before.
func (s *figureScan) contrasts(start int) bool {
	k := s.tokenFrom(start) - 1
	return s.at(k).isMark(';') || s.plays(k, lang.RoleContrast)
}

// namedSource joins name and role. A single word in small letters ("several")
// names nobody.
func namedSource(name, role string) string {
	if name == strings.ToLower(name) && !strings.Contains(name, " ") {
		return ""
	}
	if role == "" {
		return name
	}
	return name + ", " + role
}
