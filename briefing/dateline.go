package briefing

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"wirebrief/briefing/lang"
)

// dates are what a date line tells.
type dates struct{ published, updated time.Time }

// dateOf reads a line that holds nothing but dates and times, ISO 8601 or in
// words. It reports whether the line is one, even if the date is impossible or
// lacks its year, which is never guessed; the date is zero then.
func (c *cleaner) dateOf(s string) (dates, bool) {
	if len(s) > 120 || !strings.ContainsAny(s, "0123456789") {
		return dates{}, false
	}
	p := dateParser{rules: &c.rules}
	for field := range strings.FieldsFuncSeq(s, isDateSpace) {
		if !p.word(field) {
			return dates{}, false
		}
	}
	p.flush()
	return p.dates, p.found && p.hour == 0
}

// isPlace reports whether s may be the name of a place: up to four words, all
// with capitals.
func (c *cleaner) isPlace(s string) bool {
	return s != "" && len(s) <= 40 && strings.Count(s, " ") <= 3 && !endsSentence(s) && c.allCapitalised(s) && !strings.ContainsAny(s, "0123456789")
}

// isPlaceLine tells a dateline on a line of its own: "Castell, November 6,
// EXW", with a day and nothing but places and an agency beside it.
func (c *cleaner) isPlaceLine(s string) bool {
	dated := false
	for part := range strings.SplitSeq(s, ", ") {
		if _, ok := c.dateOf(part); ok {
			dated = true
		} else if !c.isPlace(part) && (!dated || strings.Trim(part, "0123456789") != "") {
			return false
		}
	}
	return dated
}

func isDateSpace(r rune) bool {
	switch r {
	case ' ', '\u00a0', '\u202f', '\t', ',', ';', '(', ')', '|':
		return true
	}
	return false
}

// A dateParser reads the words of a date line.
type dateParser struct {
	rules *lang.FurnitureRules
	dates
	// found says that something like a date was read.
	found  bool
	update bool

	year, day int
	month     time.Month
	// hour is a number that only "pm" can make sense of.
	hour int
	// clock is the time of day, if one was read.
	hasClock  bool
	clock     time.Duration
	zone      *time.Location
	eastern   bool
	malformed bool
	// clockless is set by a time zone that several countries use: better no
	// time than a wrong one.
	clockless bool
}

// word reads one word and reports whether it belongs in a date line.
func (p *dateParser) word(w string) bool {
	l := strings.TrimSuffix(lower(w), ":")
	bare := strings.TrimSuffix(l, ".")
	switch {
	case p.rules.UpdateWords[bare]:
		p.flush()
		p.update = true
		return true
	case p.rules.Months[bare] != 0:
		if p.month != 0 {
			return false
		}
		p.month = p.rules.Months[bare]
		return true
	case l[0] >= '0' && l[0] <= '9':
		return p.digits(bare)
	case slices.Contains(p.rules.Morning, bare), slices.Contains(p.rules.Afternoon, bare):
		return p.meridiem(bare)
	case p.rules.DateWords[l] || p.rules.DateWords[bare]:
		return true
	}
	return p.zoneWord(w)
}

// digits reads a word that starts with a digit: a day, a year, a whole date or
// a time of day.
func (p *dateParser) digits(w string) bool {
	if date, clock, ok := strings.Cut(w, "t"); ok && strings.Count(date, "-") == 2 {
		return p.digits(date) && p.isoClock(clock)
	}
	if strings.Contains(w, ":") {
		return p.isoClock(w)
	}
	if h, m, ok := strings.Cut(w, "."); ok && len(m) == 2 && len(h) <= 2 && p.day != 0 && p.month != 0 {
		return p.setClock(h, m, "0")
	}
	if i := strings.IndexAny(w, "-./"); i > 0 {
		return p.numericDate(w, w[i:i+1])
	}
	if h, noon := p.cutNoon(w); noon != "" {
		return p.setClock(h, "0", "0") && p.meridiem(noon)
	}
	n, err := strconv.Atoi(cutSuffix(w, p.rules.DayEndings))
	switch {
	case err != nil:
		return false
	case n >= 1800 && n < 2200 && p.year == 0 && len(w) == 4:
		p.year = n
	case n >= 1 && n <= 31 && p.day == 0 && len(w) <= 4:
		p.day = n
	case n >= 1 && n <= 12 && p.hour == 0 && !p.hasClock:
		p.hour = n
	default:
		return false
	}
	return true
}

// numericDate reads 2020-11-06, 2020/11/06, 06.11.2020 and, where the order is
// plain, 13/11/2020 or 11/13/2020.
func (p *dateParser) numericDate(w, sep string) bool {
	part := strings.Split(w, sep)
	if len(part) != 3 || p.day != 0 || p.month != 0 {
		return false
	}
	var n [3]int
	for i := range part {
		var err error
		if n[i], err = strconv.Atoi(part[i]); err != nil || n[i] < 0 || len(part[i]) > 4 {
			return false
		}
	}
	switch {
	case len(part[0]) == 4:
	case len(part[2]) == 4:
		n[0], n[2] = n[2], n[0]
		if sep == "/" && n[1] > 12 {
			n[1], n[2] = n[2], n[1]
		} else if sep == "/" && n[2] <= 12 && n[1] != n[2] {
			// 06/11/2020 is June in one country and November in another.
			p.malformed = true
		}
	default:
		return false
	}
	p.year, p.month, p.day, p.found = n[0], time.Month(n[1]), n[2], true
	p.malformed = p.malformed || n[1] < 1 || n[1] > 12 || n[2] < 1
	return true
}

// isoClock reads 14:05, 14:05:09, 14:05:09.123Z and 14:05+04:00; the word is
// in lower case.
func (p *dateParser) isoClock(w string) bool {
	if i := strings.IndexAny(w, "+-z"); i > 0 {
		if !p.zoneWord(strings.ToUpper(w[i:])) {
			return false
		}
		w = w[:i]
	}
	if h, noon := p.cutNoon(w); noon != "" {
		return p.isoClock(h) && p.meridiem(noon)
	}
	part := strings.Split(w, ":")
	if len(part) < 2 || len(part) > 3 {
		return false
	}
	seconds := "0"
	if len(part) == 3 {
		seconds, _, _ = strings.Cut(part[2], ".")
	}
	return p.setClock(part[0], part[1], seconds)
}

// cutNoon parts "5pm" into the hour and what follows it.
func (p *dateParser) cutNoon(w string) (hour, noon string) {
	if hour = cutSuffix(w, p.rules.Morning); hour == w {
		hour = cutSuffix(w, p.rules.Afternoon)
	}
	return hour, w[len(hour):]
}

// cutSuffix takes the first of several endings off a word that it has.
func cutSuffix(w string, endings []string) string {
	for _, e := range endings {
		if rest, ok := strings.CutSuffix(w, e); ok {
			return rest
		}
	}
	return w
}

func (p *dateParser) setClock(h, m, s string) bool {
	hours, err1 := strconv.ParseUint(h, 10, 8)
	minutes, err2 := strconv.ParseUint(m, 10, 8)
	seconds, err3 := strconv.ParseUint(s, 10, 8)
	if err1 != nil || err2 != nil || err3 != nil || hours > 24 || minutes > 59 || seconds > 60 || p.hasClock {
		return false
	}
	p.clock = time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute + time.Duration(seconds)*time.Second
	p.hasClock = true
	return true
}

// meridiem reads "pm" after a time or after a bare hour, which was taken for
// the day.
func (p *dateParser) meridiem(w string) bool {
	switch {
	case p.hour != 0:
		p.clock, p.hasClock, p.hour = time.Duration(p.hour)*time.Hour, true, 0
	case !p.hasClock && p.day != 0 && p.month == 0:
		p.clock, p.hasClock, p.day = time.Duration(p.day)*time.Hour, true, 0
	}
	if !p.hasClock || p.clock >= 13*time.Hour {
		return false
	}
	p.clock %= 12 * time.Hour
	if slices.Contains(p.rules.Afternoon, w) {
		p.clock += 12 * time.Hour
	}
	return true
}

// zoneWord reads a time zone: "GMT", "+04:00", "UTC+4". An abbreviation that
// several countries use takes away the time of day.
func (p *dateParser) zoneWord(w string) bool {
	name := strings.ToUpper(w)
	if name == "ET" {
		p.eastern = true
		return true
	}
	if name == "IST" || name == "CST" {
		p.clockless = true
		return p.hasClock
	}
	if offset, ok := zoneOffsets[name]; ok {
		p.zone = time.FixedZone(name, offset*60)
		return true
	}
	name = strings.TrimPrefix(strings.TrimPrefix(name, "UTC"), "GMT")
	if len(name) < 2 || name[0] != '+' && name[0] != '-' {
		return false
	}
	digits := strings.ReplaceAll(name[1:], ":", "")
	n, err := strconv.ParseUint(digits, 10, 16)
	if err != nil || len(digits) > 4 {
		return false
	}
	if len(digits) <= 2 {
		n *= 100
	}
	minutes := int(n/100*60 + n%100)
	if name[0] == '-' {
		minutes = -minutes
	}
	p.zone = time.FixedZone("", minutes*60)
	return minutes <= 14*60 && minutes >= -12*60
}

// zoneOffsets are minutes east of Greenwich.
var zoneOffsets = map[string]int{
	"Z": 0, "GMT": 0, "UTC": 0, "WET": 0, "BST": 60, "WEST": 60, "CET": 60, "CEST": 120, "EET": 120, "EEST": 180,
	"MSK": 180, "TRT": 180, "AZT": 240, "AMT": 240, "GET": 240, "JST": 540, "KST": 540, "AEST": 600, "AEDT": 660,
	"EST": -300, "EDT": -240, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
}

// flush ends one date and stores it.
func (p *dateParser) flush() {
	dated := p.day != 0 && p.month != 0
	p.found = p.found || dated || p.hasClock && p.zone != nil
	if dated && p.year != 0 && !p.malformed {
		switch t, exists := p.time(); {
		case !exists:
			// A day like 30 February: better no date than a wrong one.
		case p.update:
			p.updated = t
		default:
			p.published = t
		}
	}
	*p = dateParser{rules: p.rules, dates: p.dates, found: p.found, update: p.update, hour: p.hour}
}

// time returns the date read, in its zone or UTC, and whether that day exists.
func (p *dateParser) time() (time.Time, bool) {
	zone := time.UTC
	if p.zone != nil {
		zone = p.zone
	}
	day := time.Date(p.year, p.month, p.day, 0, 0, 0, 0, zone)
	if day.Day() != p.day || day.Month() != p.month {
		return time.Time{}, false
	}
	if p.clockless {
		return time.Date(p.year, p.month, p.day, 0, 0, 0, 0, time.UTC), true
	}
	t := day.Add(p.clock)
	if p.eastern {
		t = t.Add(easternOffset(t))
	}
	return t.UTC(), true
}

// easternOffset is how far New York is behind UTC at a local time t, by the
// rule in force since 2007: summer time from the second Sunday of March to the
// first Sunday of November, changing at 2:00.
func easternOffset(t time.Time) time.Duration {
	sunday := func(m time.Month, n int) time.Time {
		first := time.Date(t.Year(), m, 1, 2, 0, 0, 0, time.UTC)
		return first.AddDate(0, 0, (7-int(first.Weekday()))%7+7*(n-1))
	}
	if t.Before(sunday(time.March, 2)) || !t.Before(sunday(time.November, 1)) {
		return 5 * time.Hour
	}
	return 4 * time.Hour
}
