package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"wirebrief/bot/text"
)

// A period bounds a question in time; its zero value is all time. Until is
// open when zero.
type period struct {
	Since, Until time.Time
}

func (p period) isZero() bool { return p.Since.IsZero() && p.Until.IsZero() }

// cutPeriod takes the words of a period off the end of a question and returns
// what is left. Words that tell no period stay: "since foo" is then part of
// the topic, as is everything inside quotation marks.
func cutPeriod(question string, now time.Time) (string, period) {
	words := strings.Fields(question)
	// The longest period has four words, "since november 3 2025", and a
	// longer one wins over a shorter: "this week" over a topic "this".
	for n := min(4, len(words)); n > 0; n-- {
		tail := words[len(words)-n:]
		if p, ok := parsePeriod(lowered(tail), now.UTC()); ok {
			return strings.Join(words[:len(words)-n], " "), p
		}
	}
	return strings.TrimSpace(question), period{}
}

// mistakenDate returns the one or two words behind a "since" at the end of a
// topic from which no period could be cut; "" if there are none, or if they
// stand in quotation marks and so belong to the topic.
func mistakenDate(topic string) string {
	words := strings.Fields(topic)
	for n := 2; n <= min(3, len(words)); n++ {
		before, date := words[:len(words)-n], strings.Join(words[len(words)-n+1:], " ")
		if !strings.EqualFold(words[len(words)-n], "since") {
			continue
		}
		// A quotation that is never closed runs to the end.
		if strings.ContainsAny(date, quotationMarks) || openQuotation(strings.Join(before, " ")) {
			return ""
		}
		return strings.TrimRight(date, "?!.,")
	}
	return ""
}

const quotationMarks = `"“”„«»「」『』＂`

func openQuotation(s string) bool {
	open := false
	for _, r := range s {
		open = open != strings.ContainsRune(quotationMarks, r)
	}
	return open
}

func lowered(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = strings.ToLower(w)
	}
	last := len(out) - 1
	out[last] = strings.TrimRight(out[last], "?!.,")
	return out
}

func parsePeriod(words []string, now time.Time) (period, bool) {
	today := midnight(now)
	switch strings.Join(words, " ") {
	case "today":
		return period{Since: today}, true
	case "yesterday":
		return period{Since: today.AddDate(0, 0, -1), Until: today}, true
	case "this week":
		return period{Since: monday(today)}, true
	case "last week":
		return period{Since: monday(today).AddDate(0, 0, -7), Until: monday(today)}, true
	case "this year":
		return period{Since: today.AddDate(0, 0, 1-today.YearDay())}, true
	case "last year":
		since := time.Date(today.Year()-1, time.January, 1, 0, 0, 0, 0, time.UTC)
		return period{Since: since, Until: since.AddDate(1, 0, 0)}, true
	case "this month":
		return period{Since: today.AddDate(0, 0, 1-today.Day())}, true
	}
	if len(words) < 2 {
		return period{}, false
	}
	rest := words[1:]
	switch words[0] {
	case "last", "past":
		since, ok := parseLength(rest, now)
		return period{Since: since}, ok
	case "since":
		if since, ok := parseLength(rest, now); ok {
			return period{Since: since}, true
		}
		since, ok := parseDay(rest, today)
		return period{Since: since}, ok
	}
	return period{}, false
}

// monday is the first day of the week that day is in.
func monday(day time.Time) time.Time {
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
}

var lengths = map[string]time.Duration{
	"minute": time.Minute, "hour": time.Hour, "day": 24 * time.Hour, "week": 7 * 24 * time.Hour, "month": 30 * 24 * time.Hour,
}

// parseLength reads "2 days", "24 hours", "a week" and gives that long ago.
// More than about ten years is no question about news.
func parseLength(words []string, now time.Time) (time.Time, bool) {
	if len(words) == 3 && words[2] == "ago" {
		words = words[:2]
	}
	n, unit := 1, words[0]
	if len(words) == 2 {
		unit = words[1]
		var err error
		if n, err = strconv.Atoi(words[0]); err != nil && words[0] != "a" && words[0] != "an" {
			return time.Time{}, false
		} else if err != nil {
			n = 1
		}
	} else if len(words) > 2 {
		return time.Time{}, false
	}
	length, ok := lengths[strings.TrimSuffix(unit, "s")]
	if !ok || n < 1 || n > int(10*365*24*time.Hour/length) {
		return time.Time{}, false
	}
	return now.Add(-time.Duration(n) * length), true
}

var (
	monthNames = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}
	dayNames   = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}
)

// parseDay reads a day: "nov 3", "3 november 2025", "2025-11-03", "monday",
// "yesterday". Without a year it is the most recent such day that is not in
// the future.
func parseDay(words []string, today time.Time) (time.Time, bool) {
	if len(words) == 1 {
		return parseDayWord(words[0], today)
	}
	day, month := dayNumber(words[0]), nameIndex(monthNames, words[1])
	if day == 0 {
		day, month = dayNumber(words[1]), nameIndex(monthNames, words[0])
	}
	if day == 0 || month < 0 {
		return time.Time{}, false
	}
	if len(words) == 3 {
		year, err := strconv.Atoi(words[2])
		if err != nil || year < 1900 || year > today.Year() {
			return time.Time{}, false
		}
		return realDay(year, month, day)
	}
	// 29 February is up to eight years back.
	for year := today.Year(); len(words) == 2 && year >= today.Year()-8; year-- {
		if t, ok := realDay(year, month, day); ok && !t.After(today) {
			return t, true
		}
	}
	return time.Time{}, false
}

func parseDayWord(word string, today time.Time) (time.Time, bool) {
	switch word {
	case "today":
		return today, true
	case "yesterday":
		return today.AddDate(0, 0, -1), true
	}
	if i := nameIndex(dayNames, word); i >= 0 {
		return today.AddDate(0, 0, -(int(today.Weekday())-i+7)%7), true
	}
	if t, err := time.Parse(time.DateOnly, word); err == nil && !t.After(today) {
		return t, true
	}
	return time.Time{}, false
}

// realDay refuses days that do not exist, such as 31 April.
func realDay(year, month, day int) (time.Time, bool) {
	t := time.Date(year, time.Month(month+1), day, 0, 0, 0, 0, time.UTC)
	return t, t.Day() == day
}

// dayNumber reads "3", "3rd", "3,"; 0 if it is no day of a month.
func dayNumber(s string) int {
	s = strings.TrimRight(s, ",.")
	for _, ending := range []string{"st", "nd", "rd", "th"} {
		s = strings.TrimSuffix(s, ending)
	}
	if n, err := strconv.Atoi(s); err == nil && n >= 1 && n <= 31 {
		return n
	}
	return 0
}

// nameIndex finds a name by itself or by its first three letters or more:
// "nov", "nov.", "sept"; -1 if it is none of names.
func nameIndex(names []string, s string) int {
	s = strings.TrimRight(s, ".,")
	return slices.IndexFunc(names, func(name string) bool { return len(s) >= 3 && strings.HasPrefix(name, s) })
}

// label tells the period in words.
func (w teller) label(p period) string {
	today := midnight(w.now)
	switch {
	case p.Since.Equal(today) && p.Until.IsZero():
		return w.say.T("period-today", nil)
	case p.Since.Equal(today.AddDate(0, 0, -1)) && p.Until.Equal(today):
		return w.say.T("period-yesterday", nil)
	case p.Since.YearDay() == 1 && p.Until.Equal(p.Since.AddDate(1, 0, 0)):
		return w.say.T("period-year", text.Data{"Year": p.Since.Year()})
	case p.Until.IsZero():
		return w.say.T("period-since", text.Data{"When": w.instant(p.Since)})
	}
	// Until is the first instant that is not meant any more.
	return w.say.T("period-between", text.Data{"From": w.instant(p.Since), "To": w.instant(p.Until.Add(-time.Minute))})
}

// instant tells a day, and the time of day unless it is the day's first or
// last minute.
func (w teller) instant(t time.Time) string {
	t = t.UTC()
	if m := t.Hour()*60 + t.Minute(); m == 0 || m == 24*60-1 {
		return w.date(t)
	}
	return w.say.T("clock", text.Data{"When": w.date(t), "Clock": t.Format("15:04")})
}
