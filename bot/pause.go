package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// longestPause is the longest pause that has an end.
const longestPause = 366 * 24 * time.Hour

// parsePause reads how long to pause: "3 days", "for a week", "2w", "until
// monday", "until nov 12", nothing. now is in the zone of the chat. until is
// zero for a pause without an end; a day means its first minute.
func parsePause(s string, now time.Time) (until time.Time, ok bool) {
	words := strings.Fields(strings.ToLower(strings.TrimRight(s, " .!")))
	if len(words) > 0 && words[0] == "for" {
		words = words[1:]
		if len(words) == 0 {
			return time.Time{}, false
		}
	}
	if len(words) == 0 {
		return time.Time{}, true
	}
	switch words[0] {
	case "forever", "indefinitely", "ever":
		return time.Time{}, len(words) == 1
	case "until", "till":
		until, ok = pauseMoment(words[1:], now)
	case "tomorrow":
		until, ok = pauseMoment(words, now)
	default:
		until, ok = pauseLength(words, now)
	}
	return until, ok && until.After(now) && until.Sub(now) <= longestPause
}

// pauseMoment reads a day that is to come, with a time of day or without, or a
// time of day alone, which is the next such: "monday", "monday 9:00", "8 pm".
func pauseMoment(words []string, now time.Time) (time.Time, bool) {
	if n := len(words); n > 1 && (words[n-1] == "am" || words[n-1] == "pm") {
		words = append(slices.Clone(words[:n-2]), words[n-2]+words[n-1])
	}
	last := len(words) - 1
	if last < 0 || !strings.ContainsAny(words[last], ":m") {
		return pauseDay(words, now)
	}
	minute, ok := parseClock(words[last])
	if !ok {
		return pauseDay(words, now)
	}
	day := now
	if last > 0 && !(last == 1 && words[0] == "today") {
		if day, ok = pauseDay(words[:last], now); !ok {
			return time.Time{}, false
		}
	}
	at := time.Date(day.Year(), day.Month(), day.Day(), 0, minute, 0, 0, now.Location())
	if last == 0 && !at.After(now) {
		at = at.AddDate(0, 0, 1)
	}
	return at, true
}

// pauseLength reads "3 days", "a week", "2w", "12 hours". Days are days of the
// calendar, so that the clock set forward in between changes nothing.
func pauseLength(words []string, now time.Time) (time.Time, bool) {
	if len(words) == 1 {
		i := strings.IndexFunc(words[0], func(r rune) bool { return r < '0' || r > '9' })
		if i < 1 {
			words = []string{"1", words[0]}
		} else {
			words = []string{words[0][:i], words[0][i:]}
		}
	}
	n, err := strconv.Atoi(words[0])
	if i := slices.Index(smallNumbers, words[0]); i >= 0 {
		n, err = i+1, nil
	} else if words[0] == "a" || words[0] == "an" {
		n, err = 1, nil
	}
	if err != nil || len(words) != 2 || n < 1 || n > 10_000 {
		return time.Time{}, false
	}
	switch strings.TrimSuffix(words[1], "s") {
	case "hour", "h", "hr":
		return now.Add(time.Duration(n) * time.Hour), true
	case "day", "d":
		return now.AddDate(0, 0, n), true
	case "week", "w":
		return now.AddDate(0, 0, 7*n), true
	case "month":
		return now.AddDate(0, n, 0), true
	case "year", "y":
		return now.AddDate(n, 0, 0), true
	}
	return time.Time{}, false
}

// smallNumbers from one on.
var smallNumbers = []string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}

// pauseDay reads a day that is to come: "monday", "tomorrow", "nov 12", "12
// november", "2026-12-01".
func pauseDay(words []string, now time.Time) (time.Time, bool) {
	year, month, day := now.Date()
	first := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, now.Location()) }
	switch len(words) {
	case 1:
		if words[0] == "tomorrow" {
			return first(year, month, day+1), true
		}
		if i := nameIndex(dayNames, words[0]); i >= 0 {
			return first(year, month, day+(i-int(now.Weekday())+6)%7+1), true
		}
		t, err := time.ParseInLocation(time.DateOnly, words[0], now.Location())
		return t, err == nil
	case 2:
		d, m := dayNumber(words[0]), nameIndex(monthNames, words[1])
		if d == 0 || m < 0 {
			d, m = dayNumber(words[1]), nameIndex(monthNames, words[0])
		}
		if d == 0 || m < 0 {
			return time.Time{}, false
		}
		if !first(year, time.Month(m+1), d).After(now) {
			year++
		}
		_, real := realDay(year, m, d)
		return first(year, time.Month(m+1), d), real
	}
	return time.Time{}, false
}
