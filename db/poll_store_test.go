package db_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wirebrief/bot"
)

func testPolls(t *testing.T, s store, c *clock) {
	a, b := create(t, s, "https://a.example/feed"), create(t, s, "https://b.example/feed")
	full := bot.Polling{Next: noon.Add(10 * time.Minute), Last: noon, Succeeded: noon.Add(-time.Second), Changed: noon.Add(-time.Hour),
		Interval: 90 * time.Second, ETag: `W/"x"`, LastModified: "Fri, 06 Nov 2026 11:00:00 GMT", Digest: "abc", Failures: 2,
		FailingSince: noon.Add(-3 * time.Hour), Problem: "no answer in 20 seconds", MovedTo: "https://c.example/", Moves: 1,
		Hub: "https://hub.example/", HubTopic: "https://a.example/feed"}
	t.Run("everything of a poll is kept", func(t *testing.T) {
		a.Polling = full
		changed := a
		changed.Title, changed.State, changed.HubSecret, changed.HubUntil = "not this", bot.SourcePaused, "nor this", noon
		save(t, s, bot.Polled{Source: changed})
		if diff := cmp.Diff(a, stat(t, s, a.ID).Source); diff != "" {
			t.Error(diff)
		}
		a.Polling = bot.Polling{Next: noon.Add(time.Minute), Last: noon}
		save(t, s, bot.Polled{Source: a})
		if diff := cmp.Diff(a, stat(t, s, a.ID).Source); diff != "" {
			t.Errorf("emptied: %s", diff)
		}
	})
	t.Run("a title is filled in where there is none", func(t *testing.T) {
		untitled, _, err := s.CreateSource(ctx, bot.Source{Kind: bot.FeedSource, URL: "https://untitled.example/", State: bot.SourceActive})
		if err != nil {
			t.Fatal(err)
		}
		for _, title := range []string{"The Lorne Ledger", "The Lorne Ledger: sport"} {
			untitled.Title = title
			save(t, s, bot.Polled{Source: untitled})
		}
		if got := stat(t, s, untitled.ID).Title; got != "The Lorne Ledger" {
			t.Errorf("got %q", got)
		}
		if err := s.DeleteSource(ctx, untitled.ID); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("without a next time it is due at once", func(t *testing.T) {
		never := b
		never.Next = time.Time{}
		save(t, s, bot.Polled{Source: never})
		if got := stat(t, s, b.ID).Next; !got.Equal(noon) {
			t.Errorf("next %v", got)
		}
	})
	t.Run("given up, but not if paused meanwhile", func(t *testing.T) {
		dead := a
		dead.State, dead.Problem = bot.SourceDead, "gone"
		save(t, s, bot.Polled{Source: dead})
		if got := stat(t, s, a.ID); got.State != bot.SourceDead || got.Problem != "gone" {
			t.Errorf("%+v", got.Source)
		}
		save(t, s, bot.Polled{Source: a})
		if got := stat(t, s, a.ID).State; got != bot.SourceDead {
			t.Errorf("a poll woke it up: %s", got)
		}
		paused := b
		paused.State = bot.SourcePaused
		if err := s.UpdateSource(ctx, paused); err != nil {
			t.Fatal(err)
		}
		dead = b
		dead.State = bot.SourceDead
		save(t, s, bot.Polled{Source: dead})
		if got := stat(t, s, b.ID).State; got != bot.SourcePaused {
			t.Errorf("state %s", got)
		}
	})
	t.Run("a source removed meanwhile is left out", func(t *testing.T) {
		gone := create(t, s, "https://gone.example/feed")
		if err := s.DeleteSource(ctx, gone.ID); err != nil {
			t.Fatal(err)
		}
		b.ETag = "beside"
		save(t, s, bot.Polled{Source: gone, Items: []bot.SeenItem{{Keys: []string{"guid:1"}, Fresh: true}}}, bot.Polled{Source: b})
		if got := stat(t, s, b.ID).ETag; got != "beside" {
			t.Errorf("the other poll was not kept: %q", got)
		}
		if list, err := s.FindItems(ctx, gone.ID, []string{"guid:1"}); err != nil || len(list) != 0 {
			t.Errorf("%v, %v", list, err)
		}
	})
	t.Run("nothing to save", func(t *testing.T) { save(t, s) })
	testPollMoves(t, s, c)
	testPollsAndOperators(t, s, c)
}

func testPollMoves(t *testing.T, s store, c *clock) {
	t.Run("moved to a new address", func(t *testing.T) {
		old := create(t, s, "https://old.example/feed")
		moved := old
		moved.URL, moved.Succeeded, moved.Next = "https://new.example/feed", noon, noon.Add(time.Hour)
		save(t, s, bot.Polled{Source: moved, Moved: true})
		if diff := cmp.Diff(moved, stat(t, s, old.ID).Source); diff != "" {
			t.Error(diff)
		}
		if got, created, err := s.CreateSource(ctx, bot.Source{URL: "https://new.example/feed/"}); err != nil || created || got.ID != old.ID {
			t.Errorf("the new address is free: %+v, %v, %v", got, created, err)
		}
		create(t, s, "https://old.example/feed")
	})
	t.Run("moved to where another source is", func(t *testing.T) {
		there, here := create(t, s, "https://there.example/feed"), create(t, s, "https://here.example/feed")
		moved := here
		moved.URL = "http://there.example/feed"
		save(t, s, bot.Polled{Source: moved, Moved: true})
		got := stat(t, s, here.ID)
		if got.URL != here.URL || got.State != bot.SourceDead || !strings.Contains(got.Problem, there.Title) || !strings.Contains(got.Problem, fmt.Sprint("source ", there.ID)) {
			t.Errorf("%+v", got.Source)
		}
		if diff := cmp.Diff(there, stat(t, s, there.ID).Source); diff != "" {
			t.Errorf("the other has changed: %s", diff)
		}
	})
	t.Run("moved to what is no address", func(t *testing.T) {
		here := create(t, s, "https://stays.example/feed")
		moved := here
		moved.URL, moved.ETag = "javascript:x", "e"
		save(t, s, bot.Polled{Source: moved, Moved: true})
		if got := stat(t, s, here.ID); got.URL != here.URL || got.State != bot.SourceActive || got.ETag != "e" {
			t.Errorf("%+v", got.Source)
		}
	})
}

// testPollsAndOperators: what an operator or a hub does while a poll is under
// way is not undone by it.
func testPollsAndOperators(t *testing.T, s store, c *clock) {
	t.Run("an address changed during the poll", func(t *testing.T) {
		before := create(t, s, "https://before.example/feed")
		after := before
		after.URL = "https://after.example/feed"
		if err := s.UpdateSource(ctx, after); err != nil {
			t.Fatal(err)
		}
		want := stat(t, s, before.ID)
		before.ETag, before.Succeeded, before.Next = "of the old address", noon, noon.Add(time.Hour)
		save(t, s, bot.Polled{Source: before})
		if diff := cmp.Diff(want, stat(t, s, before.ID)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("woken up during the poll", func(t *testing.T) {
		polled := create(t, s, "https://woken.example/feed")
		began := c.now()
		c.add(time.Second)
		if err := s.UpdateSource(ctx, polled); err != nil {
			t.Fatal(err)
		}
		woken := c.now()
		c.add(time.Second) // the answer comes
		polled.Last, polled.Next = c.now(), c.now().Add(time.Hour)
		save(t, s, bot.Polled{Source: polled, Began: began})
		if got := stat(t, s, polled.ID).Next; !got.Equal(woken) {
			t.Errorf("next %v, want %v", got, woken)
		}
		c.add(time.Second)
		polled.Last = c.now()
		save(t, s, bot.Polled{Source: polled, Began: c.now()})
		if got := stat(t, s, polled.ID).Next; !got.Equal(polled.Next) {
			t.Errorf("after the next poll: next %v, want %v", got, polled.Next)
		}
	})
}

func testDueSources(t *testing.T, s store, c *clock) {
	var ids []int64
	for i, next := range []time.Duration{-time.Minute, -time.Hour, 0, time.Millisecond, 47 * time.Hour, 49 * time.Hour, 99999 * time.Hour, -time.Second, -time.Second} {
		src := create(t, s, fmt.Sprintf("https://s%d.example/feed", i))
		src.Next = noon.Add(next)
		save(t, s, bot.Polled{Source: src})
		if i >= 7 {
			src.State = []bot.SourceState{bot.SourcePaused, bot.SourceDead}[i-7]
			if err := s.UpdateSource(ctx, src); err != nil {
				t.Fatal(err)
			}
		}
		ids = append(ids, src.ID)
	}
	for _, w := range []struct {
		name   string
		now    time.Time
		except []int64
		limit  int
		want   []int64
	}{
		{"the longest due first, then what is due absurdly late", noon, nil, 10, []int64{ids[1], ids[0], ids[2], ids[5], ids[6]}},
		{"limit", noon, nil, 2, []int64{ids[1], ids[0]}},
		{"limit beyond those that are due", noon, nil, 4, []int64{ids[1], ids[0], ids[2], ids[5]}},
		{"without some", noon, []int64{ids[1], ids[5]}, 2, []int64{ids[0], ids[2]}},
		{"without all", noon, ids, 10, nil},
		{"before", noon.Add(-30 * time.Minute), nil, 10, []int64{ids[1], ids[5], ids[6]}},
		{"later", noon.Add(47 * time.Hour), nil, 10, []int64{ids[1], ids[0], ids[2], ids[3], ids[4], ids[6]}},
	} {
		t.Run(w.name, func(t *testing.T) {
			list, err := s.FindDueSources(ctx, w.now, w.except, w.limit)
			if err != nil {
				t.Fatal(err)
			}
			var got []int64
			for _, src := range list {
				got = append(got, src.ID)
			}
			if diff := cmp.Diff(w.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	list, err := s.FindDueSources(ctx, noon, nil, 1)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d sources, %v", len(list), err)
	}
	if diff := cmp.Diff(stat(t, s, ids[1]).Source, list[0], cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

func testHubs(t *testing.T, s store, c *clock) {
	until := func(at time.Time) *time.Time { return &at }
	hub := func(name string) bot.Source {
		src := create(t, s, "https://"+name+".example/feed")
		src.Hub, src.HubTopic, src.Next = "https://hub.example/", src.URL, noon.Add(time.Hour)
		save(t, s, bot.Polled{Source: src})
		return src
	}
	never, early, late, paused := hub("never"), hub("early"), hub("late"), hub("paused")
	create(t, s, "https://none.example/feed")
	for id, at := range map[int64]time.Time{early.ID: noon, late.ID: noon.Add(time.Hour)} {
		if err := s.UpdateHub(ctx, id, bot.HubChange{Secret: "s", Until: until(at)}); err != nil {
			t.Fatal(err)
		}
	}
	paused.State = bot.SourcePaused
	if err := s.UpdateSource(ctx, paused); err != nil {
		t.Fatal(err)
	}
	for _, w := range []struct {
		name   string
		before time.Time
		except []int64
		limit  int
		want   []int64
	}{
		{"the earliest first", noon.Add(2 * time.Hour), nil, 9, []int64{never.ID, early.ID, late.ID}},
		{"before only", noon, nil, 9, []int64{never.ID}},
		{"without some", noon.Add(2 * time.Hour), []int64{never.ID, late.ID}, 9, []int64{early.ID}},
		{"limit", noon.Add(2 * time.Hour), nil, 2, []int64{never.ID, early.ID}},
		{"limit of one", noon.Add(2 * time.Hour), nil, 1, []int64{never.ID}},
	} {
		t.Run(w.name, func(t *testing.T) {
			list, err := s.FindHubSources(ctx, w.before, w.except, w.limit)
			var got []int64
			for _, src := range list {
				got = append(got, src.ID)
			}
			if diff := cmp.Diff(w.want, got); err != nil || diff != "" {
				t.Errorf("%v %s", err, diff)
			}
		})
	}
	find := func() bot.Source {
		t.Helper()
		src, err := s.FindSource(ctx, early.ID)
		if err != nil {
			t.Fatal(err)
		}
		return src
	}
	t.Run("a change changes what it names only", func(t *testing.T) {
		want := early
		want.HubSecret, want.HubUntil = "s", noon
		for _, change := range []bot.HubChange{{}, {Secret: "other"}, {Until: until(noon.Add(time.Minute))}, {Until: &time.Time{}},
			{Due: noon.Add(2 * time.Hour)}, {Due: noon.Add(time.Minute)}, {Due: noon.Add(time.Hour)}} {
			if change.Secret != "" {
				want.HubSecret = change.Secret
			}
			if change.Until != nil {
				want.HubUntil = *change.Until
			}
			if !change.Due.IsZero() && change.Due.Before(want.Next) {
				want.Next = change.Due
			}
			if err := s.UpdateHub(ctx, early.ID, change); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, find()); diff != "" {
				t.Errorf("%+v: %s", change, diff)
			}
		}
	})
	t.Run("a push during a poll is not put off by it", func(t *testing.T) {
		early.Last, early.Next = noon.Add(10*time.Minute), noon.Add(3*time.Hour)
		if err := s.UpdateHub(ctx, early.ID, bot.HubChange{Due: noon.Add(11 * time.Minute)}); err != nil {
			t.Fatal(err)
		}
		save(t, s, bot.Polled{Source: early})
		if got := find(); !got.Next.Equal(noon.Add(11*time.Minute)) || got.HubSecret != "other" {
			t.Errorf("%+v", got.Polling)
		}
	})
	t.Run("not there", func(t *testing.T) {
		if _, err := s.FindSource(ctx, 999); !errors.Is(err, bot.ErrNotFound) {
			t.Error(err)
		}
		if err := s.UpdateHub(ctx, 999, bot.HubChange{Secret: "s"}); !errors.Is(err, bot.ErrNotFound) {
			t.Error(err)
		}
	})
}
