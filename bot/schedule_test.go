package bot_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"wirebrief/bot"
)

func zone(t interface{ Fatal(...any) }, name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestNextDigest(t *testing.T) {
	at := func(minutes ...int) (list []bot.DigestTime) {
		for _, m := range minutes {
			list = append(list, bot.DigestTime{Minute: m, Days: bot.EveryDay})
		}
		return list
	}
	const eight, halfTwo, halfOne, three = 8 * 60, 2*60 + 30, 60 + 30, 3 * 60
	tests := map[string]struct {
		zone, after string
		times       []bot.DigestTime
		want, slot  string
	}{
		"later today":                   {"Asia/Yerevan", "2026-11-22T01:00:00Z", at(eight), "2026-11-22T04:00:00Z", "2026-11-22 08:00"},
		"tomorrow":                      {"Asia/Yerevan", "2026-11-22T05:00:00Z", at(eight), "2026-11-23T04:00:00Z", "2026-11-23 08:00"},
		"strictly after":                {"Asia/Yerevan", "2026-11-22T04:00:00Z", at(eight), "2026-11-23T04:00:00Z", "2026-11-23 08:00"},
		"twice a day, the evening next": {"Asia/Yerevan", "2026-11-22T05:00:00Z", at(18*60, eight), "2026-11-22T14:00:00Z", "2026-11-22 18:00"},
		"half an hour off":              {"Asia/Kolkata", "2026-11-22T00:00:00Z", at(eight), "2026-11-22T02:30:00Z", "2026-11-22 08:00"},
		"three quarters off":            {"Asia/Kathmandu", "2026-11-22T00:00:00Z", at(eight), "2026-11-22T02:15:00Z", "2026-11-22 08:00"},
		"no summer time":                {"America/Phoenix", "2026-07-01T16:00:00Z", at(eight), "2026-07-02T15:00:00Z", "2026-07-02 08:00"},

		"Berlin, gap":          {"Europe/Berlin", "2026-03-28T12:00:00Z", at(halfTwo), "2026-03-29T01:00:00Z", "2026-03-29 02:30"},
		"Berlin, gap and next": {"Europe/Berlin", "2026-03-29T01:00:00Z", at(halfTwo), "2026-03-30T00:30:00Z", "2026-03-30 02:30"},
		"Berlin, gap meets 3":  {"Europe/Berlin", "2026-03-28T12:00:00Z", at(three, halfTwo), "2026-03-29T01:00:00Z", "2026-03-29 02:30"},
		"Berlin, after both":   {"Europe/Berlin", "2026-03-29T01:00:00Z", at(three, halfTwo), "2026-03-30T00:30:00Z", "2026-03-30 02:30"},
		"Berlin, fold":         {"Europe/Berlin", "2026-10-24T12:00:00Z", at(halfTwo), "2026-10-25T00:30:00Z", "2026-10-25 02:30"},
		"Berlin, fold once":    {"Europe/Berlin", "2026-10-25T00:30:00Z", at(halfTwo), "2026-10-26T01:30:00Z", "2026-10-26 02:30"},
		"New York, gap":        {"America/New_York", "2026-03-08T05:30:00Z", at(halfTwo), "2026-03-08T07:00:00Z", "2026-03-08 02:30"},
		"New York, fold":       {"America/New_York", "2026-11-01T04:30:00Z", at(halfOne), "2026-11-01T05:30:00Z", "2026-11-01 01:30"},
		"New York, fold once":  {"America/New_York", "2026-11-01T05:30:00Z", at(halfOne), "2026-11-02T06:30:00Z", "2026-11-02 01:30"},
		"Lord Howe, half gap":  {"Australia/Lord_Howe", "2026-10-03T12:00:00Z", at(2*60 + 15), "2026-10-03T15:30:00Z", "2026-10-04 02:15"},
		"Lord Howe, half fold": {"Australia/Lord_Howe", "2026-04-04T12:00:00Z", at(60 + 45), "2026-04-04T14:45:00Z", "2026-04-05 01:45"},
		"Chile, gap at 24:00":  {"America/Santiago", "2026-09-05T12:00:00Z", at(15), "2026-09-06T04:00:00Z", "2026-09-06 00:15"},
		"Beirut, gap at 0:00":  {"Asia/Beirut", "2025-03-29T12:00:00Z", at(0), "2025-03-29T22:00:00Z", "2025-03-30 00:00"},
		"Tehran, last gap":     {"Asia/Tehran", "2022-03-21T12:00:00Z", at(30), "2022-03-21T20:30:00Z", "2022-03-22 00:30"},
		"Tehran, rule changed": {"Asia/Tehran", "2023-03-21T12:00:00Z", at(30), "2023-03-21T21:00:00Z", "2023-03-22 00:30"},
		"Samoa, no 30th":       {"Pacific/Apia", "2011-12-29T20:00:00Z", at(eight), "2011-12-30T18:00:00Z", "2011-12-31 08:00"},
		"Samoa, midnight":      {"Pacific/Apia", "2011-12-29T20:00:00Z", at(0), "2011-12-30T10:00:00Z", "2011-12-31 00:00"},
		"Kwajalein, no 21st":   {"Pacific/Kwajalein", "1993-08-20T21:00:00Z", at(eight), "1993-08-21T20:00:00Z", "1993-08-22 08:00"},
		"Moscow, rule changed": {"Europe/Moscow", "2014-10-25T12:00:00Z", at(60 + 30), "2014-10-25T21:30:00Z", "2014-10-26 01:30"},
		"Troll, two hours":     {"Antarctica/Troll", "2026-03-28T12:00:00Z", at(halfTwo), "2026-03-29T01:00:00Z", "2026-03-29 02:30"},
		"leap day":             {"Europe/London", "2028-02-28T12:00:00Z", at(eight), "2028-02-29T08:00:00Z", "2028-02-29 08:00"},
		"no leap day":          {"Europe/London", "2027-02-28T12:00:00Z", at(eight), "2027-03-01T08:00:00Z", "2027-03-01 08:00"},
		"year end":             {"Pacific/Auckland", "2026-12-31T08:00:00Z", at(eight), "2026-12-31T19:00:00Z", "2027-01-01 08:00"},

		"weekdays":    {"UTC", "2026-11-20T09:00:00Z", []bot.DigestTime{{Minute: eight, Days: bot.Workdays}}, "2026-11-23T08:00:00Z", "2026-11-23 08:00"},
		"one weekday": {"UTC", "2026-11-22T18:00:00Z", []bot.DigestTime{{Minute: 18 * 60, Days: bot.On(time.Sunday)}}, "2026-11-29T18:00:00Z", "2026-11-29 18:00"},
		// The only Friday of that week does not exist there.
		"a weekday that is left out": {"Pacific/Apia", "2011-12-29T20:00:00Z", []bot.DigestTime{{Minute: eight, Days: bot.On(time.Friday)}}, "2012-01-05T18:00:00Z", "2012-01-06 08:00"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			after, err := time.Parse(time.RFC3339, tt.after)
			if err != nil {
				t.Fatal(err)
			}
			got, slot, ok := bot.NextDigest(after, tt.times, zone(t, tt.zone))
			if !ok || got.Format(time.RFC3339) != tt.want || slot.String() != tt.slot {
				t.Errorf("got %v for %v, %v; want %v for %v", got.Format(time.RFC3339), slot, ok, tt.want, tt.slot)
			}
		})
	}
}

func TestNextDigestWithoutTimes(t *testing.T) {
	for _, times := range [][]bot.DigestTime{nil, {{Minute: 480}}} {
		if at, _, ok := bot.NextDigest(time.Now(), times, time.UTC); ok {
			t.Errorf("%v has a digest at %v", times, at)
		}
	}
}

var zones = []string{"UTC", "Europe/Berlin", "Europe/London", "America/New_York", "America/Sao_Paulo", "America/St_Johns", "Asia/Yerevan",
	"Asia/Kolkata", "Asia/Kathmandu", "Asia/Tehran", "Asia/Gaza", "Africa/Cairo", "Africa/Casablanca", "Australia/Lord_Howe",
	"Pacific/Apia", "Pacific/Chatham", "Pacific/Kiritimati", "America/Santiago", "Antarctica/Troll", "Asia/Pyongyang", "America/Caracas"}

// TestEverySlotOnce walks through 400 days and holds what is due against what
// each day should have.
func TestEverySlotOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		z := zone(t, rapid.SampledFrom(zones).Draw(t, "zone"))
		times := rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) bot.DigestTime {
			return bot.DigestTime{Minute: 5 * rapid.IntRange(0, 287).Draw(t, "minute"), Days: bot.Days(rapid.IntRange(1, 127).Draw(t, "days"))}
		}), 1, 4, func(d bot.DigestTime) int { return d.Minute }).Draw(t, "times")
		start := time.Unix(rapid.Int64Range(1_262_304_000, 1_893_456_000).Draw(t, "start"), 0).UTC()
		end := start.AddDate(0, 0, 400)

		got := map[string]time.Time{}
		instants := map[time.Time]bool{}
		for after := start; ; {
			at, slot, ok := bot.NextDigest(after, times, z)
			if !ok || !at.After(after) || at.Sub(after) > 15*24*time.Hour {
				t.Fatalf("after %v comes %v, %v", after, at, ok)
			}
			if at.After(end) {
				break
			}
			if _, twice := got[slot.String()]; twice {
				t.Fatalf("slot %v is due twice", slot)
			}
			got[slot.String()], instants[at] = at, true
			after = at
		}
		// The clock there, read every five minutes, shows whether a slot was
		// missed.
		for m := start.Truncate(5 * time.Minute).Add(5 * time.Minute); !m.After(end); m = m.Add(5 * time.Minute) {
			local := m.In(z)
			minute := local.Hour()*60 + local.Minute()
			for _, d := range times {
				if d.Minute != minute || !d.Days.Has(local.Weekday()) {
					continue
				}
				slot := bot.Slot{Year: local.Year(), Month: local.Month(), Day: local.Day(), Minute: minute}.String()
				at, ok := got[slot]
				switch {
				case !ok && !instants[m] && m.Add(-26*time.Hour).After(start):
					t.Fatalf("nothing was due for %v", slot)
				case ok && at.After(m):
					t.Fatalf("%v was due at %v, after %v", slot, at, m)
				}
			}
		}
	})
}

// TestMovingNeverRepeatsASlot lets a reader move between zones and times of day
// and keeps what was sent by slot, as the store does.
func TestMovingNeverRepeatsASlot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Unix(rapid.Int64Range(1_262_304_000, 1_893_456_000).Draw(t, "start"), 0).UTC()
		end, sent := now.AddDate(0, 0, 400), map[string]bool{}
		minute := 480
		for now.Before(end) {
			z := zone(t, rapid.SampledFrom(zones).Draw(t, "zone"))
			if rapid.Bool().Draw(t, "other time") {
				minute = rapid.IntRange(0, 1439).Draw(t, "minute")
			}
			moves := now.Add(time.Duration(rapid.IntRange(1, 30*24*60).Draw(t, "stays")) * time.Minute)
			for {
				at, slot, ok := bot.NextDigest(now, []bot.DigestTime{{Minute: minute, Days: bot.EveryDay}}, z)
				if !ok || !at.After(now) {
					t.Fatalf("after %v comes %v, %v", now, at, ok)
				}
				if at.After(moves) {
					break
				}
				now = at
				if sent[slot.String()] {
					continue // a conflict does nothing and still advances
				}
				sent[slot.String()] = true
			}
			now = moves
		}
		if len(sent) < 100 {
			t.Fatalf("%d digests in 400 days", len(sent))
		}
	})
}
