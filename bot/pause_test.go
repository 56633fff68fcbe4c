package bot_test

import (
	"testing"
	"time"
	_ "time/tzdata" // the machine may have none

	"wirebrief/bot"
)

func TestParsePause(t *testing.T) {
	berlin, err := bot.LoadZone("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	// A Friday, two days before the clock is set back.
	now := time.Date(2026, time.October, 23, 21, 5, 0, 0, berlin)
	on := func(month time.Month, day, hour, minute int) time.Time {
		return time.Date(2026, month, day, hour, minute, 0, 0, berlin)
	}
	for typed, want := range map[string]time.Time{
		"":                       {},
		"3 days":                 on(time.October, 26, 21, 5),
		"for 3 days":             on(time.October, 26, 21, 5),
		"3d":                     on(time.October, 26, 21, 5),
		"a day":                  on(time.October, 24, 21, 5),
		"2 weeks":                on(time.November, 6, 21, 5),
		"week":                   on(time.October, 30, 21, 5),
		"2W.":                    on(time.November, 6, 21, 5),
		"1 month":                on(time.November, 23, 21, 5),
		"12 hours":               on(time.October, 24, 9, 5),
		"until monday":           on(time.October, 26, 0, 0),
		"until friday":           on(time.October, 30, 0, 0),
		"till tomorrow":          on(time.October, 24, 0, 0),
		"until nov 12":           on(time.November, 12, 0, 0),
		"until 12 Nov":           on(time.November, 12, 0, 0),
		"until 2026-12-01":       on(time.December, 1, 0, 0),
		"three days":             on(time.October, 26, 21, 5),
		"tomorrow":               on(time.October, 24, 0, 0),
		"until 8:00":             on(time.October, 24, 8, 0),
		"until 22:30":            on(time.October, 23, 22, 30),
		"until 8 am":             on(time.October, 24, 8, 0),
		"until monday 9pm":       on(time.October, 26, 21, 0),
		"until nov 12 7:30":      on(time.November, 12, 7, 30),
		"until 2026-10-25 02:30": on(time.October, 25, 2, 30),
		"forever":                {},
		"indefinitely":           {},
		"a year":                 time.Date(2027, time.October, 23, 21, 5, 0, 0, berlin),
		"until today 22:30":      on(time.October, 23, 22, 30),
		"until jan 2":            time.Date(2027, time.January, 2, 0, 0, 0, 0, berlin),
	} {
		t.Run(typed, func(t *testing.T) {
			if got, ok := bot.ParsePause(typed, now); !ok || !got.Equal(want) {
				t.Errorf("read %v, %v, want %v", got, ok, want)
			}
		})
	}
	for _, typed := range []string{
		"for", "until", "0 days", "-1 days", "99999 days", "13 months", "2 years", "until today", "until today 9:00", "until yesterday", "until 2026-10-23", "until 2020-01-01", "until 2030-01-01",
		"until feb 30", "until nov 12 2027", "until 25:00", "until am", "until 9 monday", "until yesterday 9:00", "forever and ever", "3", "days 3", "a while", "in fighting", "until the cows come home", "99999999999999999999 days",
	} {
		t.Run(typed, func(t *testing.T) {
			if got, ok := bot.ParsePause(typed, now); ok {
				t.Errorf("read %v", got)
			}
		})
	}
}

// FuzzParsePause: a pause ends in the coming year or never.
func FuzzParsePause(f *testing.F) {
	for _, s := range []string{"3 days", "until monday", "until nov 12", "until 2026-12-01", "12h", "a week"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		until, ok := bot.ParsePause(typed, morning)
		if ok && !until.IsZero() && (!until.After(morning) || until.Sub(morning) > 366*24*time.Hour) {
			t.Fatalf("%q: %v", typed, until)
		}
	})
}
