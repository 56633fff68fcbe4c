package db_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wirebrief/bot"
)

func testSettings(t *testing.T, s store, c *clock) {
	want := bot.Settings{Chat: chat, Digests: *at(480), Asking: bot.AskAll}
	t.Run("defaults", func(t *testing.T) {
		if diff := cmp.Diff(want, settings(t, s, chat)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("all of them", func(t *testing.T) {
		change := bot.SettingsChange{Zone: new("Asia/Yerevan"), Digests: &[]bot.DigestTime{{Minute: 450, Days: bot.Workdays}, {Minute: 1080, Days: bot.On(time.Sunday)}},
			Quiet: &bot.Quiet{From: 1320, To: 420, Hold: true}, Language: new("hy"), Reading: &[]string{"hy", "en"}, SayNothing: new("skip"), Asking: new(bot.AskAdmins)}
		before, after, err := s.ChangeSettings(ctx, bot.Event{Platform: "terminal", Key: "e1", Kind: bot.Group, ChatName: "Harbour desk"}, chat, change)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, before); diff != "" {
			t.Errorf("before: %s", diff)
		}
		want.Kind, want.Name, want.Zone, want.Digests, want.Quiet = bot.Group, "Harbour desk", *change.Zone, *change.Digests, *change.Quiet
		want.Language, want.Reading, want.SayNothing, want.Asking = "hy", []string{"hy", "en"}, "skip", bot.AskAdmins
		if diff := cmp.Diff(want, after); diff != "" {
			t.Errorf("after: %s", diff)
		}
		change.Zone = new("UTC")
		again, then, err := s.ChangeSettings(ctx, bot.Event{Platform: "terminal", Key: "e1"}, chat, change)
		if err != nil || cmp.Diff(before, again) != "" || cmp.Diff(after, then) != "" {
			t.Errorf("a repeated event returned something else: %+v, %+v, %v", again, then, err)
		}
		if diff := cmp.Diff(want, settings(t, s, chat)); diff != "" {
			t.Errorf("stored: %s", diff)
		}
	})
	t.Run("nothing is due to a chat that follows nothing", func(t *testing.T) {
		if got := change(t, s, chat, bot.SettingsChange{Digests: at(480)}); !got.NextDigest.IsZero() || got.NextSlot != "" {
			t.Errorf("next %v %q", got.NextDigest, got.NextSlot)
		}
	})
}

func testNextDigest(t *testing.T, s store, c *clock) {
	sub, _ := follow(t, s, bot.Event{}, chat, "grain")
	next := func(want string, got bot.Settings) {
		t.Helper()
		text := ""
		if !got.NextDigest.IsZero() {
			text = got.NextDigest.Format("2006-01-02T15:04") + " for " + got.NextSlot
		}
		if text != want {
			t.Errorf("next digest %q, want %q", text, want)
		}
		if stored := settings(t, s, got.Chat); !stored.NextDigest.Equal(got.NextDigest) || stored.NextSlot != got.NextSlot {
			t.Errorf("stored: %v %s", stored.NextDigest, stored.NextSlot)
		}
	}
	next("2026-11-07T08:00 for 2026-11-07 08:00", settings(t, s, chat)) // the first topic makes it due
	next("2026-11-07T04:00 for 2026-11-07 08:00", change(t, s, chat, bot.SettingsChange{Zone: new("Asia/Yerevan")}))
	next("2026-11-06T16:30 for 2026-11-06 20:30", change(t, s, chat, bot.SettingsChange{Digests: at(1230)}))
	next("", change(t, s, chat, bot.SettingsChange{Digests: &[]bot.DigestTime{}}))
	next("2026-11-07T04:00 for 2026-11-07 08:00", change(t, s, chat, bot.SettingsChange{Digests: at(480)}))
	next("", change(t, s, chat, bot.SettingsChange{Paused: new(true)}))
	next("2026-11-09T04:00 for 2026-11-09 08:00", change(t, s, chat, bot.SettingsChange{Paused: new(true), PausedUntil: new(noon.AddDate(0, 0, 2))}))
	c.add(49 * time.Hour)
	if got := settings(t, s, chat); got.Paused || !got.PausedUntil.IsZero() {
		t.Errorf("a pause that is over: %+v", got)
	}
	c.add(-49 * time.Hour)
	next("2026-11-07T04:00 for 2026-11-07 08:00", change(t, s, chat, bot.SettingsChange{Paused: new(false)}))
	if got, err := s.PauseSubscription(ctx, event("p"), chat, sub.ID, true); err != nil || !got.Paused {
		t.Errorf("%+v, %v", got, err)
	}
	next("", settings(t, s, chat))
	if _, err := s.PauseSubscription(ctx, event("q"), chat, sub.ID, false); err != nil {
		t.Fatal(err)
	}
	if got, err := s.PauseSubscription(ctx, event("p"), chat, sub.ID, true); err != nil || !got.Paused {
		t.Errorf("the repeated event returned %+v, %v", got, err)
	}
	next("2026-11-07T04:00 for 2026-11-07 08:00", settings(t, s, chat)) // and did nothing
	if _, err := s.DeleteSubscription(ctx, bot.Event{}, chat, sub.ID); err != nil {
		t.Fatal(err)
	}
	next("", settings(t, s, chat))
	if got := change(t, s, chat, bot.SettingsChange{Zone: new("Mars/Olympus")}); got.Zone != "Mars/Olympus" {
		t.Error("what a newer tz database may know is not kept")
	}
	follow(t, s, bot.Event{}, chat, "grain")
	next("2026-11-07T08:00 for 2026-11-07 08:00", settings(t, s, chat))
}

// testDueStaysDue: what was promised comes even if the chat changes something
// between the hour and the digest.
func testDueStaysDue(t *testing.T, s store, c *clock) {
	follow(t, s, bot.Event{}, chat, "grain")
	c.add(20*time.Hour + time.Second)
	before := settings(t, s, chat)
	if got := change(t, s, chat, bot.SettingsChange{Digests: at(540), Zone: new("Asia/Yerevan")}); !got.NextDigest.Equal(before.NextDigest) {
		t.Fatalf("next %v, was %v", got.NextDigest, before.NextDigest)
	}
	list := due(t, s, c.now())
	if len(list) != 1 {
		t.Fatalf("%d due", len(list))
	}
	// And once more between composing and saving.
	change(t, s, chat, bot.SettingsChange{Zone: new("Asia/Tokyo")})
	saveDigests(t, s, digestOf(list[0]))
	if got := settings(t, s, chat); got.NextSlot != "2026-11-08 09:00" || !got.NextDigest.Equal(time.Date(2026, 11, 8, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("next %v for %s: not as the new settings are", got.NextDigest, got.NextSlot)
	}
	if got := ledger(t, s); len(got) != 1 {
		t.Errorf("%d deliveries", len(got))
	}
	t.Run("who moves west has no slot twice", func(t *testing.T) {
		change(t, s, chat, bot.SettingsChange{Zone: new("UTC"), Digests: at(480)})
		// The digest of 7 November, 08:00, was sent; in New York that hour is
		// still to come.
		c.add(time.Hour)
		if got := change(t, s, chat, bot.SettingsChange{Zone: new("America/New_York")}); got.NextSlot != "2026-11-08 08:00" {
			t.Errorf("next %s", got.NextSlot)
		}
	})
	t.Run("a pause takes what is due away", func(t *testing.T) {
		c.add(48 * time.Hour)
		if list := due(t, s, c.now()); len(list) != 1 {
			t.Fatalf("%d due", len(list))
		}
		change(t, s, chat, bot.SettingsChange{Paused: new(true)})
		if list := due(t, s, c.now()); len(list) != 0 {
			t.Errorf("%d due", len(list))
		}
	})
}

func testFollowedTopics(t *testing.T, s store, c *clock) {
	store1(t, s, article("https://example.org/1", "One", "Text.", noon))
	version := func() int64 {
		t.Helper()
		v, err := s.FindTopicsVersion(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	none := version()
	grain, _ := follow(t, s, bot.Event{}, chat, "grain")
	ports, _ := follow(t, s, bot.Event{}, chat, `"Port Ellery" -grain`)
	follow(t, s, bot.Event{}, other, "grain")
	topics, v, err := s.FindTopics(ctx)
	if err != nil || len(topics) != 2 || v <= none || v != version() {
		t.Fatalf("%+v, version %d after %d, %v", topics, v, none, err)
	}
	for i, sub := range []bot.Subscription{grain, ports} {
		if got := topics[i]; got.Topic.Key() != sub.Topic.Key() || got.From != 1 || got.Instant {
			t.Errorf("%+v", got)
		}
	}
	change := func(what string, changes bool, do func() error) {
		t.Helper()
		before := version()
		if err := do(); err != nil {
			t.Fatal(err)
		}
		if got := version() > before; got != changes {
			t.Errorf("%s: version changed %v, want %v", what, got, changes)
		}
	}
	change("the same topic", false, func() error { follow(t, s, bot.Event{}, bot.ChatRef{Platform: "x", ID: "1"}, "grain"); return nil })
	change("daily to weekly", false, func() error {
		_, _, err := s.UpdateSubscription(ctx, bot.Event{}, chat, grain.ID, bot.Weekly)
		return err
	})
	change("to instant", true, func() error {
		_, _, err := s.UpdateSubscription(ctx, bot.Event{}, chat, grain.ID, bot.Instant)
		return err
	})
	if topics, _, _ := s.FindTopics(ctx); !topics[0].Instant || topics[1].Instant {
		t.Errorf("%+v", topics)
	}
	change("held back", true, func() error {
		_, err := s.PauseSubscription(ctx, bot.Event{}, chat, grain.ID, true)
		return err
	})
	change("the last follower leaves", true, func() error {
		_, err := s.DeleteSubscription(ctx, bot.Event{}, chat, ports.ID)
		return err
	})
	if topics, _, _ := s.FindTopics(ctx); len(topics) != 1 || topics[0].Instant {
		t.Errorf("%+v", topics)
	}
}

// TestRemovalTakenBackLosesNothing: what the topic had matched for the next
// digest is still to come, also if it was the only topic of all.
func TestRemovalTakenBackLosesNothing(t *testing.T) {
	d, c := openNew(t)
	sub, _ := follow(t, d, bot.Event{}, chat, "grain")
	state := func() string {
		t.Helper()
		s, err := d.QueryString(`SELECT t.id || ' from ' || t.from_seq || ', matches ' || (SELECT count(*) FROM matches WHERE topic = t.id) || ', seen ' || c.seen_seq
			FROM subscriptions s JOIN topics t ON t.id = s.topic JOIN chats c ON c.id = s.chat`)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	topics, version, err := d.FindTopics(ctx)
	if err != nil || len(topics) != 1 {
		t.Fatalf("%v, %v", topics, err)
	}
	store1(t, d, article("https://example.org/1", "One", "Text.", noon))
	processAll(t, d, topics[0].ID)
	before := state()
	remove := func(id int64) {
		t.Helper()
		if _, err := d.DeleteSubscription(ctx, bot.Event{At: c.now()}, chat, id); err != nil {
			t.Fatal(err)
		}
		topics, now, err := d.FindTopics(ctx)
		if err != nil || len(topics) != 0 || now <= version {
			t.Errorf("still followed: %v, version %d after %d, %v", topics, now, version, err)
		}
		version = now
	}
	remove(sub.ID)
	c.add(time.Minute)
	again, created := follow(t, d, bot.Event{}, chat, "grain")
	if got := state(); !created || got != before || !strings.Contains(got, "matches 1") {
		t.Errorf("topic %s, was %s", got, before)
	}
	if topics, now, err := d.FindTopics(ctx); err != nil || len(topics) != 1 || now <= version {
		t.Errorf("followed again: %v, version %d after %d, %v", topics, now, version, err)
	}
	remove(again.ID)
	c.add(2 * time.Hour)
	follow(t, d, bot.Event{}, chat, "grain")
	if got := state(); !strings.Contains(got, " from 1, matches 0, seen 1") {
		t.Errorf("after two hours: %s", got)
	}
}
