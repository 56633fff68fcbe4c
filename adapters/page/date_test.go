package page_test

import (
	"testing"
	"time"

	"wirebrief/adapters/page"
)

func TestParseDateReads(t *testing.T) {
	at := func(h, m, s int) time.Time { return time.Date(2026, 3, 3, h, m, s, 0, time.UTC) }
	for in, want := range map[string]time.Time{
		"2026-03-03T08:15:30Z":           at(8, 15, 30),
		"2026-03-03T08:15:30.25Z":        at(8, 15, 30).Add(250 * time.Millisecond),
		"2026-03-03T12:15:30+04:00":      at(8, 15, 30),
		"2026-03-03T12:15:30+0400":       at(8, 15, 30),
		"2026-03-03T12:15+04:00":         at(8, 15, 0),
		"2026-03-03T08:15:30":            at(8, 15, 30),
		"2026-03-03 08:15":               at(8, 15, 0),
		"2026-03-03 12:15:30 +0400":      at(8, 15, 30),
		"2026-03-03":                     at(0, 0, 0),
		"2026/03/03":                     at(0, 0, 0),
		"20260303":                       at(0, 0, 0),
		"Tue, 03 Mar 2026 08:15:30 GMT":  at(8, 15, 30),
		"Tue, 3 Mar 2026 12:15:30 +0400": at(8, 15, 30),
		"March 3, 2026":                  at(0, 0, 0),
		"Mar 3, 2026, 8:15 AM":           at(8, 15, 0),
		"March 3, 2026 3:15 AM EST":      at(8, 15, 0),
		"  3 March 2026 ":                at(0, 0, 0),
		"1772525730":                     at(8, 15, 30),
		"1772525730000":                  at(8, 15, 30),
	} {
		t.Run(in, func(t *testing.T) {
			got, ok := page.ParseDate(in)
			if !ok || !got.Equal(want) || got.Location() != time.UTC {
				t.Errorf("got %v, %v, want %v", got, ok, want)
			}
		})
	}
}

func TestParseDateRefuses(t *testing.T) {
	for _, in := range []string{"", "Nov 5", "yesterday", "1989-12-31", "0001-01-01T00:00:00Z", "2026-13-01", "2026-02-30", "03/04/2026", "12", "99999999999999999999", "three hours ago"} {
		t.Run(in, func(t *testing.T) {
			if got, ok := page.ParseDate(in); ok {
				t.Errorf("read as %v", got)
			}
		})
	}
}
