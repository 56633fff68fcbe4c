package briefing

import (
	"strings"
	"unicode"
)

// isTimeLine tells the time of an entry in a live blog, "14.32 GMT", "Updated
// at 14:40", "13m ago". A date without a time of day is none: it may be a
// heading.
func (c *cleaner) isTimeLine(s string) bool {
	if len(s) > 40 || !strings.ContainsAny(s, "0123456789") && !strings.HasSuffix(s, c.rules.Ago) {
		return false
	}
	return c.isAgo(s) || c.isClock(s)
}

// isAgo tells "2 hours ago".
func (c *cleaner) isAgo(s string) bool {
	rest, ok := strings.CutSuffix(strings.TrimRight(s, " ."), c.rules.Ago)
	if !ok || c.rules.Ago == "" {
		return false
	}
	for w := range strings.FieldsSeq(rest) {
		if !lookup(c.rules.AgoWords, strings.TrimLeft(w, "0123456789")) && strings.Trim(w, "0123456789") != "" {
			return false
		}
	}
	return true
}

// isClock tells a line that is a time of day, with or without the day.
func (c *cleaner) isClock(s string) bool {
	if !strings.Contains(s, ":") && !strings.ContainsFunc(s, unicode.IsLetter) {
		return false
	}
	p := dateParser{rules: &c.rules}
	for w := range strings.FieldsFuncSeq(s, isDateSpace) {
		if h, m, ok := strings.Cut(w, "."); ok && len(m) == 2 && len(h) <= 2 && isDigit(m[0]) {
			w = h + ":" + m
		}
		if !p.word(w) {
			return false
		}
	}
	return p.hasClock
}
