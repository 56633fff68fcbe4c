package page

import (
	"strconv"
	"strings"
	"time"
)

// earliest is the first year believed: the web is no older.
const earliest = 1990

// dateLayouts are the ways in which pages and files write instants and days.
// What has no zone is read as UTC.
var dateLayouts = []string{
	time.RFC3339Nano,
	"2006-01-02T15:04:05.999999999Z0700",
	"2006-01-02T15:04Z07:00",
	"2006-01-02T15:04:05.999999999",
	"2006-01-02T15:04",
	"2006-01-02 15:04:05.999999999 Z07:00",
	"2006-01-02 15:04:05.999999999 Z0700",
	"2006-01-02 15:04:05Z07:00",
	"2006-01-02 15:04:05.999999999",
	"2006-01-02 15:04 Z07:00",
	"2006-01-02 15:04",
	"2006-01-02",
	"2006/01/02 15:04:05",
	"2006/01/02",
	"20060102",
	time.RFC1123Z,
	"Mon, 2 Jan 2006 15:04:05 -0700",
	"Mon, 2 Jan 2006 15:04:05",
	"Monday, January 2, 2006 15:04:05",
	"Mon, January 2, 2006 15:04",
	"Mon, Jan 2, 2006, 15:04",
	"Monday, January 2, 2006",
	"January 2, 2006 15:04",
	"January 2, 2006, 15:04",
	"January 2, 2006, 3:04 PM",
	"January 2, 2006 3:04 PM",
	"January 2, 2006",
	"Jan 2, 2006, 15:04",
	"Jan 2, 2006 15:04",
	"Jan 2, 2006, 3:04 PM",
	"Jan 2, 2006 3:04 PM",
	"Jan 2, 2006",
	"2 January 2006 15:04",
	"2 January 2006, 15:04",
	"2 January 2006",
	"2 Jan 2006 15:04",
	"2 Jan 2006",
}

// ParseDate reads an instant or a day as pages, front matter and JSON write
// it: RFC 3339 and its loose forms, RFC 1123, "January 2, 2006", or seconds
// or milliseconds since 1970. What has no zone is taken as UTC, a day as its
// midnight. It reports false for what it cannot read and for years before
// 1990. A year is never guessed.
func ParseDate(s string) (time.Time, bool) {
	s = squash(s)
	if s == "" || len(s) > 64 {
		return time.Time{}, false
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && len(s) >= 9 {
		return unixDate(n)
	}
	s, offset := cutZone(s)
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return believable(t.Add(-offset))
		}
	}
	return time.Time{}, false
}

func unixDate(n int64) (time.Time, bool) {
	if n >= 1e11 {
		return believable(time.UnixMilli(n))
	}
	return believable(time.Unix(n, 0))
}

func believable(t time.Time) (time.Time, bool) {
	if t = t.UTC(); t.Year() < earliest || t.Year() > 9999 {
		return time.Time{}, false
	}
	return t, true
}

// zones are the abbreviations that mean one offset wherever they are used.
// Go reads an abbreviation it does not know as UTC, so they are cut off first.
var zones = map[string]time.Duration{
	"UTC": 0, "GMT": 0,
	"EST": -5 * time.Hour, "EDT": -4 * time.Hour,
	"PST": -8 * time.Hour, "PDT": -7 * time.Hour,
	"CET": time.Hour, "CEST": 2 * time.Hour,
	"EET": 2 * time.Hour, "EEST": 3 * time.Hour,
	"MSK": 3 * time.Hour,
}

// cutZone takes a zone abbreviation off the end of s.
func cutZone(s string) (string, time.Duration) {
	i := strings.LastIndexByte(s, ' ')
	if i < 0 {
		return s, 0
	}
	offset, ok := zones[s[i+1:]]
	if !ok {
		return s, 0
	}
	return s[:i], offset
}
