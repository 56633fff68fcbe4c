package bot_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
)

// TestDigesterSpread: digests come around their time, each chat always at its
// own place, none earlier or later than that by more than the span, each slot
// once.
func TestDigesterSpread(t *testing.T) {
	const span = 5 * time.Minute
	w := newDigestWorld(t, eight(3).Add(time.Hour))
	for i := range 200 {
		w.follow(chatN(i), bot.Daily, "grain")
	}
	d := w.digester(bot.DigesterOptions{Spread: time.Hour})
	w.set(eight(4))
	w.run(d)
	minutes, places := map[int]int{}, map[bot.ChatRef]time.Duration{}
	for ref, c := range w.chats {
		place := c.NextDigest.Sub(eight(5))
		if place.Abs() > span || c.NextSlot != "2026-11-05 08:00" {
			t.Fatalf("the next is %v after its time, for %s", place, c.NextSlot)
		}
		minutes[int((place+span).Minutes())]++
		places[ref] = place
	}
	if len(minutes) != 10 {
		t.Errorf("spread over %d minutes: %v", len(minutes), minutes)
	}
	for w.clock().Before(eight(7)) {
		w.set(w.clock().Add(20 * time.Second))
		w.run(d)
	}
	sent := map[string]int{}
	for _, s := range w.sent[200:] {
		sent[s.Digest.Slot]++
		if at := s.Digest.Composed.Sub(eight(s.Digest.Composed.Day())); at < places[s.Digest.Chat] || at > places[s.Digest.Chat]+20*time.Second || s.Digest.Late {
			t.Fatalf("%s came %v after its time, its place is %v", s.Digest.Slot, at, places[s.Digest.Chat])
		}
		if s.Digest.Due.After(s.Digest.Composed) {
			t.Fatalf("it waits until %v", s.Digest.Due)
		}
	}
	if sent["2026-11-05 08:00"] != 200 || sent["2026-11-06 08:00"] != 200 {
		t.Errorf("sent %v", sent)
	}
}

// TestDigesterSpreadWeekly: the recap comes once, with a Monday's digest that
// is early.
func TestDigesterSpreadWeekly(t *testing.T) {
	w := newDigestWorld(t, eight(3).Add(time.Hour))
	for i := range 40 {
		w.follow(chatN(i), bot.Weekly, "grain")
	}
	d := w.digester(bot.DigesterOptions{Spread: bot.MaxSpread})
	for w.clock().Before(eight(19)) {
		if w.clock().Hour() == 6 && w.clock().Minute() == 0 {
			w.arrive(grain(w.clock().YearDay()))
		}
		w.set(w.clock().Add(time.Minute))
		w.run(d)
	}
	recaps := map[bot.ChatRef]int{}
	for _, s := range w.sent {
		recaps[s.Digest.Chat]++
		if s.Digest.Composed.Weekday() != time.Monday || s.Digest.Total < 6 || s.Digest.Total > 7 {
			t.Fatalf("%v: %d stories", s.Digest.Composed, s.Digest.Total)
		}
	}
	for ref, n := range recaps {
		if n != 2 {
			t.Errorf("%v had %d recaps in two weeks", ref, n)
		}
	}
	if len(recaps) != 40 {
		t.Errorf("%d chats had recaps", len(recaps))
	}
}

// TestWeeklyIsNotLost: what comes on a weekly topic is in one recap, whatever a
// reader does about Monday.
func TestWeeklyIsNotLost(t *testing.T) {
	at := func(hour int) []bot.DigestTime { return []bot.DigestTime{{Minute: hour * 60, Days: bot.EveryDay}} }
	early, late := eight(9).Add(-time.Hour), eight(10)
	type habit struct {
		when   time.Time
		change func(c *bot.DueChat)
	}
	check := func(t *testing.T, kind bot.ChatKind, c habit) {
		w := newDigestWorld(t, eight(1))
		chat := w.follow(reader, bot.Daily, "karabakh")
		chat.Kind = kind
		w.follow(reader, bot.Weekly, "grain")
		d := w.digester(bot.DigesterOptions{})
		arrived, shown, recaps := map[int64]time.Time{}, map[int64]int{}, 0
		var last time.Time
		for n := 0; w.clock().Before(eight(24)); n++ {
			if w.clock().Equal(c.when) {
				next := chat.NextDigest
				if c.change(chat); chat.NextDigest.Equal(next) {
					w.plan(chat)
				}
			}
			if w.clock().Hour() == 12 {
				arrived[w.arrive(grain(n)).Story] = w.clock()
			}
			w.set(w.clock().Add(time.Hour))
			for _, digest := range w.run(d) {
				for _, s := range stories(digest) {
					shown[s]++
				}
				if len(digest.Week) > 0 {
					recaps, last = recaps+1, w.clock()
				}
			}
		}
		for story, at := range arrived {
			if at.Before(last) && shown[story] != 1 {
				t.Errorf("what came at %v was shown %d times", at, shown[story])
			}
		}
		if recaps != 4 && recaps != 3 {
			t.Errorf("there were %d recaps", recaps)
		}
	}
	for name, c := range map[string]habit{
		"nothing":              {early, func(*bot.DueChat) {}},
		"an earlier time":      {early, func(c *bot.DueChat) { c.Digests = at(6) }},
		"a later time":         {early, func(c *bot.DueChat) { c.Digests = at(20) }},
		"a later time, after":  {late, func(c *bot.DueChat) { c.Digests = at(20) }},
		"an earlier one after": {late, func(c *bot.DueChat) { c.Digests = at(6) }},
		"moves east":           {early, func(c *bot.DueChat) { c.Zone = "Pacific/Auckland" }},
		"paused to Wednesday": {early, func(c *bot.DueChat) {
			// As the store does: due again at the first time after the pause.
			c.NextDigest, c.NextSlot = eight(11), "2026-11-11 08:00"
		}},
	} {
		t.Run(name, func(t *testing.T) { check(t, bot.Private, c) })
		t.Run(name+" in a group", func(t *testing.T) { check(t, bot.Group, c) })
	}
}

// TestDigestDaysApart: where digests come days apart, what came in between is
// in them.
func TestDigestDaysApart(t *testing.T) {
	for name, c := range map[string]struct {
		days  bot.Days
		until time.Time
		want  int
	}{
		"every day":    {bot.EveryDay, eight(4), 1},
		"weekdays":     {bot.Workdays, eight(9), 3},
		"once a week":  {bot.On(time.Sunday), eight(8), 7},
		"late by days": {bot.EveryDay, eight(8), 3},
	} {
		t.Run(name, func(t *testing.T) {
			w := newDigestWorld(t, eight(1))
			chat := w.follow(reader, bot.Daily, "grain")
			chat.Digests = []bot.DigestTime{{Minute: 480, Days: c.days}}
			w.plan(chat)
			d := w.digester(bot.DigesterOptions{Batch: 1})
			// Another chat of the same topic, that comes first, looks back less.
			other := w.follow(chatN(1), bot.Daily, "grain")
			for n := 0; w.clock().Before(c.until); n++ {
				w.set(w.clock().Add(24*time.Hour - 10*time.Minute))
				w.arrive(grain(n))
				w.set(w.clock().Add(10 * time.Minute))
				if w.clock().Before(c.until) && name == "late by days" {
					continue
				}
				other.Seen = 0
				w.run(d)
			}
			var last *bot.Digest
			for _, s := range w.sent {
				if s.Digest.Chat == reader {
					last = s.Digest
				}
			}
			if last == nil || last.Total != c.want {
				t.Errorf("%+v", last)
			}
		})
	}
}

// TestDigestSinceIsTrue: a digest after a long pause does not say that it goes
// back to the one before.
func TestDigestSinceIsTrue(t *testing.T) {
	w := newDigestWorld(t, eight(1))
	c := w.follow(reader, bot.Daily, "grain")
	c.LastDigest = eight(1).AddDate(0, 0, -20)
	w.arrive(grain(1))
	w.set(eight(2))
	if made := w.run(w.digester(bot.DigesterOptions{})); !made[0].Since.Equal(eight(2).Add(-72 * time.Hour)) {
		t.Errorf("since %v", made[0].Since)
	}
}

// TestDigestMissesNothing: what arrives between composing and saving comes with
// the next, even of a story that was shown.
func TestDigestMissesNothing(t *testing.T) {
	w, d := followed(t)
	w.set(thursday.Add(-time.Hour))
	w.arrive(harbour)
	w.set(thursday)
	w.meanwhile = func() {
		w.meanwhile = nil
		w.mu.Unlock()
		defer w.mu.Lock()
		w.set(thursday.Add(20 * time.Second))
		w.arrive(harbourLater)
		w.set(thursday.Add(30 * time.Second))
	}
	w.run(d)
	w.set(thursday.Add(24 * time.Hour))
	if made := w.run(d); len(made) != 1 || made[0].Total != 1 || !made[0].Stories[0].Update {
		t.Errorf("made %+v", made)
	}
}

// TestPreviewOfWeekly: who follows weekly topics only sees what Monday brings,
// on any day, also without digests.
func TestPreviewOfWeekly(t *testing.T) {
	for name, times := range map[string][]bot.DigestTime{"daily": {{Minute: 480, Days: bot.EveryDay}}, "off": nil} {
		t.Run(name, func(t *testing.T) {
			w := newDigestWorld(t, eight(3))
			w.follow(reader, bot.Weekly, "grain").Digests = times
			w.plan(w.chats[reader])
			w.set(eight(4).Add(time.Hour))
			w.arrive(grain(1))
			w.set(eight(5).Add(2 * time.Hour))
			m, err := w.digester(bot.DigesterOptions{}).Preview(context.Background(), reader)
			if words := said(bot.Reply{Messages: []bot.Message{m}}); err != nil || !strings.Contains(words, "Grain report number 1") || !strings.Contains(words, "Weekly recap") {
				t.Errorf("%s, %v", words, err)
			}
		})
	}
}
