package bot

import (
	"testing"
	"time"
)

func TestQuietUntil(t *testing.T) {
	night, noon := Quiet{From: 22 * 60, To: 7 * 60}, Quiet{From: 12 * 60, To: 14 * 60}
	for _, c := range []struct {
		name, zone string
		quiet      Quiet
		now, end   string // of the wall in the zone, "" for none
	}{
		{"none set", "UTC", Quiet{}, "2026-11-06T23:00:00Z", ""},
		{"before", "UTC", night, "2026-11-06T21:59:59Z", ""},
		{"at its first instant", "UTC", night, "2026-11-06T22:00:00Z", "2026-11-07T07:00:00Z"},
		{"after midnight", "UTC", night, "2026-11-07T02:00:00Z", "2026-11-07T07:00:00Z"},
		{"at its last instant", "UTC", night, "2026-11-07T06:59:59Z", "2026-11-07T07:00:00Z"},
		{"at its end", "UTC", night, "2026-11-07T07:00:00Z", ""},
		{"inside a day", "UTC", noon, "2026-11-06T13:00:00Z", "2026-11-06T14:00:00Z"},
		{"inside a day, after it", "UTC", noon, "2026-11-06T14:00:00Z", ""},
		{"in the chat's zone", "Asia/Yerevan", night, "2026-11-06T18:30:00Z", "2026-11-07T03:00:00Z"},
		{"half an hour off", "Asia/Kolkata", night, "2026-11-06T16:29:00Z", ""},
		{"half an hour on", "Asia/Kolkata", night, "2026-11-06T16:30:00Z", "2026-11-07T01:30:00Z"},
		{"a short night: the clock goes forward", "Europe/Berlin", night, "2026-03-28T22:00:00Z", "2026-03-29T05:00:00Z"},
		{"a long night: the clock goes back", "Europe/Berlin", night, "2026-10-24T21:00:00Z", "2026-10-25T06:00:00Z"},
		{"its end is in the gap", "Europe/Berlin", Quiet{From: 60, To: 150}, "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z"},
		{"its beginning is in the gap", "Europe/Berlin", Quiet{From: 150, To: 240}, "2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z"},
		{"all of it is in the gap", "Europe/Berlin", Quiet{From: 130, To: 170}, "2026-03-29T01:00:00Z", ""},
		{"its end comes twice: the first", "Europe/Berlin", Quiet{From: 60, To: 150}, "2026-10-25T00:15:00Z", "2026-10-25T00:30:00Z"},
		{"its end has come the first time", "Europe/Berlin", Quiet{From: 60, To: 150}, "2026-10-25T01:15:00Z", ""},
		{"midnight is in the gap", "America/Santiago", Quiet{From: 23 * 60, To: 30}, "2026-09-06T03:30:00Z", "2026-09-06T04:00:00Z"},
		{"a gap of half an hour", "Australia/Lord_Howe", Quiet{From: 60, To: 135}, "2026-10-03T15:20:00Z", "2026-10-03T15:30:00Z"},
		{"a day that is left out", "Pacific/Apia", night, "2011-12-30T09:30:00Z", "2011-12-30T17:00:00Z"},
		{"after a day that is left out", "Pacific/Apia", night, "2011-12-30T11:00:00Z", "2011-12-30T17:00:00Z"},
		{"the end of the year", "UTC", night, "2026-12-31T23:00:00Z", "2027-01-01T07:00:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			zone, err := time.LoadLocation(c.zone)
			if err != nil {
				t.Fatal(err)
			}
			now, err := time.Parse(time.RFC3339, c.now)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if end, ok := quietUntil(now, c.quiet, zone); ok {
				got = end.UTC().Format(time.RFC3339)
			}
			if got != c.end {
				t.Errorf("quiet until %q, want %q", got, c.end)
			}
		})
	}
}

// TestQuietHoursEnd walks through two years in steps that meet every change of
// the clock: whenever it is quiet, it ends, and not much later than the hours
// are long.
func TestQuietHoursEnd(t *testing.T) {
	for _, name := range []string{"Europe/Berlin", "America/Santiago", "Pacific/Apia", "Australia/Lord_Howe", "Asia/Kathmandu"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range []Quiet{{From: 22 * 60, To: 7 * 60}, {From: 90, To: 150}, {From: 0, To: 30}} {
			long := time.Duration((q.To-q.From+1440)%1440) * time.Minute
			quiet := 0
			for now := time.Date(2011, 1, 1, 0, 0, 0, 0, time.UTC); now.Year() < 2013; now = now.Add(47 * time.Minute) {
				end, ok := quietUntil(now, q, zone)
				if !ok {
					continue
				}
				quiet++
				if !end.After(now) || end.Sub(now) > 2*long+time.Hour {
					t.Fatalf("%s, %v: at %v quiet until %v", name, q, now, end)
				}
				if again, ok := quietUntil(end, q, zone); ok {
					t.Fatalf("%s, %v: it ends at %v and is quiet until %v", name, q, end, again)
				}
			}
			if quiet == 0 {
				t.Errorf("%s, %v: never quiet", name, q)
			}
		}
	}
}
