package main

import (
	"cmp"
	"slices"
	"testing"
	"time"
)

// A place is one that people may live in, by the name that they type.
type place struct{ name, zone string }

// town is where it is about noon now: digests that are due at 08:00 and 19:00
// there do not come by themselves in the middle of a test.
var town = townAt(time.Now())

// townAt is the town where it is nearest to noon at a moment.
func townAt(now time.Time) place {
	return slices.MinFunc([]place{
		{"Yerevan", "Asia/Yerevan"}, {"London", "Europe/London"}, {"New York", "America/New_York"}, {"Honolulu", "Pacific/Honolulu"}, {"Tokyo", "Asia/Tokyo"},
	}, func(a, b place) int { return cmp.Compare(a.fromNoon(now), b.fromNoon(now)) })
}

// now is a moment by the clocks there.
func (p place) now(at time.Time) time.Time {
	zone, err := time.LoadLocation(p.zone)
	if err != nil {
		panic(err) // the zones are part of the program
	}
	return at.In(zone)
}

// fromNoon is how long it is to noon there, or was.
func (p place) fromNoon(now time.Time) time.Duration {
	now = p.now(now)
	return (time.Duration(now.Hour()-12)*time.Hour + time.Duration(now.Minute())*time.Minute).Abs()
}

// TestNoDigestComesByItself: whatever the time, there is a town in which 08:00 and
// 19:00 are an hour away or more.
func TestNoDigestComesByItself(t *testing.T) {
	for _, day := range []time.Time{time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC), time.Date(2026, 7, 15, 0, 0, 0, 0, time.UTC)} {
		for quarter := range 96 {
			now := day.Add(time.Duration(quarter) * 15 * time.Minute)
			if p := townAt(now); p.fromNoon(now) > 3*time.Hour {
				t.Errorf("at %v it is %v from noon in %s", now, p.fromNoon(now), p.name)
			}
		}
	}
}
