package bot

import (
	"fmt"
	"slices"
	"time"
)

// Days is a set of weekdays, a bit each; bit 0 is Sunday.
type Days uint8

// The usual sets of days.
const (
	EveryDay Days = 1<<7 - 1
	Workdays Days = 1<<time.Monday | 1<<time.Tuesday | 1<<time.Wednesday | 1<<time.Thursday | 1<<time.Friday
	Weekend  Days = 1<<time.Saturday | 1<<time.Sunday
)

// On returns the set of these days.
func On(days ...time.Weekday) Days {
	var set Days
	for _, d := range days {
		set |= 1 << d
	}
	return set
}

// Has reports whether d is in the set.
func (s Days) Has(d time.Weekday) bool { return s&(1<<d) != 0 }

// A DigestTime is a time of day, in minutes after midnight on the clock of the
// chat's zone, with the weekdays on which it holds.
type DigestTime struct {
	Minute int
	Days   Days
}

// A Slot names one digest that a chat is owed: a day and a time of day of its
// own clock. A chat has at most one digest for a slot, whatever becomes of its
// zone in between.
type Slot struct {
	Year   int
	Month  time.Month
	Day    int
	Minute int
}

// String returns the slot as stored, "2026-11-22 08:00".
func (s Slot) String() string {
	return fmt.Sprintf("%04d-%02d-%02d %02d:%02d", s.Year, s.Month, s.Day, s.Minute/60, s.Minute%60)
}

// farthest is how many days ahead a digest is looked for: two weeks have every
// weekday, even where a zone leaves out the first of them.
const farthest = 16

// NextDigest returns the first instant strictly after an instant at which a
// digest is due, and its slot. ok is false without digest times.
//
// Where a clock is set forward over a time of day, that digest is due at the
// first instant after the gap. Where a clock is set back, it is due at the
// first of the two. A day that a zone leaves out has no digest. Times of day
// that meet in one instant are one digest, that of the earliest of them.
func NextDigest(after time.Time, times []DigestTime, zone *time.Location) (at time.Time, slot Slot, ok bool) {
	sorted := slices.Clone(times)
	slices.SortFunc(sorted, func(a, b DigestTime) int { return a.Minute - b.Minute })
	// A day before today: a gap at midnight moves its last digest into today.
	year, month, day := after.In(zone).AddDate(0, 0, -1).Date()
	for range farthest {
		today := date(year, month, day)
		for _, t := range sorted {
			if !t.Days.Has(today.Weekday()) {
				continue
			}
			s := Slot{today.Year(), today.Month(), today.Day(), t.Minute}
			due, exists := s.Instant(zone)
			if exists && due.After(after) && (!ok || due.Before(at)) {
				at, slot, ok = due, s, true
			}
		}
		// A gap moves a digest by a day at most, so nothing after the next day
		// can come before what was found.
		if ok && today.After(at.Add(48*time.Hour)) {
			break
		}
		day++
	}
	return at, slot, ok
}

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// Instant returns when a slot is due in a zone, by the rules of NextDigest.
// exists is false if the zone leaves out its day.
func (s Slot) Instant(zone *time.Location) (at time.Time, exists bool) {
	// The wall clock read as if it were UTC is within 15 hours of the instant
	// in every zone there has been.
	wall := time.Date(s.Year, s.Month, s.Day, 0, s.Minute, 0, 0, time.UTC)
	for t := wall.Add(-15 * time.Hour); ; {
		_, offset := t.In(zone).Zone()
		_, end := t.In(zone).ZoneBounds()
		due := wall.Add(-time.Duration(offset) * time.Second)
		switch {
		case due.Before(t): // skipped by the change at t
			return t.UTC(), s.isDay(t.In(zone)) || s.isDay(t.Add(-1).In(zone))
		case end.IsZero() || due.Before(end):
			return due, true
		}
		t = end
	}
}

// isDay reports whether a local time is on the slot's day.
func (s Slot) isDay(t time.Time) bool {
	year, month, day := t.Date()
	return year == s.Year && month == s.Month && day == s.Day
}
