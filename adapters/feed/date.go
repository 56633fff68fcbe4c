package feed

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"wirebrief/adapters/page"
)

// earliest is the first year believed: the web is no older.
const earliest = 1990

// firstDate returns the first of the texts that is a believable date.
func firstDate(now time.Time, texts ...string) time.Time {
	for _, s := range texts {
		if t := parseDate(s, now); !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// parseDate reads a date as feeds write it, in whatever order, with the name
// of the month in one of the languages of months, with or without the day of
// the week, which counts for nothing. What has no zone, or one that several
// countries use, is UTC. It returns zero for what cannot be read for sure (no
// year, 5/6/2026), for years before 1990 and for what is more than a day
// after now, unless now is zero.
func parseDate(s string, now time.Time) time.Time {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 100 {
		return time.Time{}
	}
	t, ok := isoDate(s)
	if !ok {
		t, ok = looseDate(s)
	}
	if !ok {
		t, ok = page.ParseDate(s)
	}
	if t = t.UTC(); !ok || t.Year() < earliest || t.Year() > 9999 || !now.IsZero() && t.After(now.Add(24*time.Hour)) {
		return time.Time{}
	}
	return t
}

func isoDate(s string) (time.Time, bool) {
	if len(s) < 16 || s[4] != '-' && s[8] != 'T' {
		return time.Time{}, false
	}
	for _, layout := range []string{
		time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02 15:04:05", "2006-01-02 15:04:05 -0700", "20060102T150405Z0700",
	} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// A dateReading is a date while its words are read.
type dateReading struct {
	year, month, day int
	// monthOrDay tells that the month may be a day of the week.
	monthOrDay bool
	clock      time.Duration
	hasClock   bool
	offset     time.Duration
	hasZone    bool
	afternoon  int // 1 am, 2 pm
	numbers    []string
	bad        bool
}

// looseDate reads the words of a date one by one.
func looseDate(s string) (time.Time, bool) {
	var d dateReading
	words := strings.FieldsFunc(s, func(r rune) bool {
		return r == ' ' || r == ',' || r == '\t' || r == '\n' || r == '\r' || r == '(' || r == ')' || r == '\u00a0' || r == '|'
	})
	if len(words) > 12 {
		return time.Time{}, false
	}
	for _, w := range words {
		d.word(w)
	}
	return d.time()
}

// word takes one word of a date.
func (d *dateReading) word(w string) {
	if i := strings.IndexByte(w, 'T'); i > 0 && i < len(w)-1 && isDigit(w[0]) && isDigit(w[i+1]) {
		d.word(w[:i])
		w = w[i+1:]
	}
	if before, after, ok := strings.Cut(w, "h"); ok && isNumber(before) && (after == "" || isNumber(after)) {
		w = before + ":" + cmp.Or(after, "00") // 10h30 in French and Portuguese
	}
	switch {
	case strings.Contains(w, ":") && isDigit(w[0]):
		d.readClock(w)
	case (w[0] == '+' || w[0] == '-') && len(w) > 2:
		d.readOffset(w)
	case isDigit(w[0]):
		d.readNumber(w)
	default:
		d.readName(w)
	}
}

// readClock reads 15:04, 15:04:05.000 and what clings to it: a zone or pm.
func (d *dateReading) readClock(w string) {
	end := strings.IndexFunc(w, func(r rune) bool { return (r < '0' || r > '9') && r != ':' && r != '.' })
	rest := ""
	if end >= 0 {
		w, rest = w[:end], w[end:]
	}
	whole, _, _ := strings.Cut(strings.TrimRight(w, ".:"), ".")
	parts := strings.Split(whole, ":")
	var n [3]int
	for i, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil || i > 2 {
			d.bad = true
			return
		}
		n[i] = v
	}
	if len(parts) < 2 || n[0] > 24 || n[1] > 59 || n[2] > 60 || d.hasClock {
		d.bad = true
		return
	}
	d.hasClock = true
	d.clock = time.Duration(n[0])*time.Hour + time.Duration(n[1])*time.Minute + time.Duration(n[2])*time.Second
	if rest != "" {
		d.word(rest)
	}
}

// readOffset reads +0200, +02:00, +02 and --0700.
func (d *dateReading) readOffset(w string) {
	sign := time.Duration(1)
	if w[0] == '-' {
		sign = -1
	}
	digits := strings.ReplaceAll(strings.TrimLeft(w, "+-"), ":", "")
	if end := strings.IndexFunc(digits, func(r rune) bool { return r < '0' || r > '9' }); end >= 0 {
		digits = digits[:end]
	}
	n, err := strconv.Atoi(digits)
	switch {
	case err != nil || len(digits) > 4:
		d.bad = true
		return
	case len(digits) <= 2:
		n *= 100
	}
	if n > 1400 || n%100 > 59 {
		return // no such zone
	}
	d.offset = sign * (time.Duration(n/100)*time.Hour + time.Duration(n%100)*time.Minute)
	d.hasZone = true
}

// readNumber reads a day, a year, or several in one: 2026-11-05, 05.11.2026,
// 5-Nov-2026.
func (d *dateReading) readNumber(w string) {
	parts := strings.FieldsFunc(w, func(r rune) bool { return r == '-' || r == '/' || r == '.' })
	if len(parts) == 1 {
		d.numbers = append(d.numbers, ordinal(parts[0]))
		return
	}
	if len(parts) != 3 {
		d.bad = true
		return
	}
	if m := months[strings.ToLower(parts[1])]; m > 0 {
		d.month = m
		d.numbers = append(d.numbers, parts[0], parts[2])
		return
	}
	var n [3]int
	for i, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil {
			d.bad = true
			return
		}
		n[i] = v
	}
	switch {
	case len(parts[0]) == 4:
		d.year, d.month, d.day = n[0], n[1], n[2]
	case len(parts[2]) != 4:
		d.bad = true
	case strings.Contains(w, ".") || n[0] > 12 || n[0] == n[1]:
		d.day, d.month, d.year = n[0], n[1], n[2]
	case n[1] > 12:
		d.month, d.day, d.year = n[0], n[1], n[2]
	default:
		d.bad = true // which is the month?
	}
}

func ordinal(s string) string {
	for _, ending := range []string{"st", "nd", "rd", "th", "º", "er"} {
		if cut, ok := strings.CutSuffix(strings.ToLower(s), ending); ok {
			return cut
		}
	}
	return s
}

// readName reads the name of a month, a zone or half of a day; other words
// count for nothing.
func (d *dateReading) readName(w string) {
	lower := strings.ToLower(strings.Trim(w, ".:;"))
	switch lower {
	case "am", "a.m":
		d.afternoon = 1
		return
	case "pm", "p.m":
		d.afternoon = 2
		return
	}
	if m := months[lower]; m > 0 && (d.month == 0 || d.monthOrDay) {
		// Tuesday in three languages: "mar. 3 nov. 2026".
		d.month, d.monthOrDay = m, lower == "mar"
		return
	}
	upper := strings.ToUpper(w)
	for _, zone := range []string{"GMT", "UTC"} {
		// GMT+0200
		if rest, ok := strings.CutPrefix(upper, zone); ok && len(rest) > 1 && (rest[0] == '+' || rest[0] == '-') {
			d.readOffset(rest)
			return
		}
	}
	if offset, ok := zones[upper]; ok && !d.hasZone {
		d.offset = time.Duration(offset) * time.Minute
		d.hasZone = true
	}
}

// time puts together what was read.
func (d *dateReading) time() (time.Time, bool) {
	for _, s := range d.numbers {
		n, err := strconv.Atoi(s)
		switch {
		case err != nil:
			return time.Time{}, false
		case len(s) == 4 && d.year == 0:
			d.year = n
		case len(s) <= 2 && d.day == 0:
			d.day = n
		case len(s) == 2 && d.year == 0 && d.month != 0 && d.hasClock:
			// RFC 822 wrote years with two digits.
			if d.year = 2000 + n; n >= 70 {
				d.year = 1900 + n
			}
		default:
			return time.Time{}, false
		}
	}
	if d.bad || d.year == 0 || d.month < 1 || d.month > 12 || d.day < 1 {
		return time.Time{}, false
	}
	hour := d.clock / time.Hour
	switch {
	case d.afternoon == 2 && hour < 12:
		d.clock += 12 * time.Hour
	case d.afternoon == 1 && hour == 12:
		d.clock -= 12 * time.Hour
	}
	t := time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC)
	if t.Day() != d.day {
		return time.Time{}, false // 31 November
	}
	return t.Add(d.clock - d.offset), true
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
