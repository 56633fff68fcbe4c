package db_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wirebrief/bot"
)

func testDueChats(t *testing.T, s store, c *clock) {
	sub, _ := follow(t, s, bot.Event{}, chat, "grain")
	ports, _ := follow(t, s, bot.Event{}, chat, "ports")
	follow(t, s, bot.Event{}, other, "ports")
	change(t, s, other, bot.SettingsChange{Digests: at(420)})
	if got := due(t, s, noon); len(got) != 0 {
		t.Errorf("%d are due at noon", len(got))
	}
	morning := noon.Add(20 * time.Hour)
	c.add(20 * time.Hour)
	list := due(t, s, morning)
	if len(list) != 2 || list[0].Chat != other || list[1].Chat != chat {
		t.Fatalf("not the longest due first: %+v", list)
	}
	want := bot.DueChat{Settings: settings(t, s, chat), Subscriptions: []bot.Subscription{sub, ports}}
	if diff := cmp.Diff(want, list[1], same, cmpopts.IgnoreFields(bot.DueChat{}, "Topics")); diff != "" {
		t.Error(diff)
	}
	if list[1].Topics[1] != list[0].Topics[0] || list[1].Topics[0] == list[1].Topics[1] {
		t.Errorf("topics %v and %v", list[1].Topics, list[0].Topics)
	}
	if got, err := s.FindDigestChat(ctx, chat); err != nil || cmp.Diff(list[1], got, same) != "" {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := s.FindDigestChat(ctx, bot.ChatRef{Platform: "x", ID: "y"}); err != nil || len(got.Topics) != 0 || len(got.Digests) != 1 {
		t.Errorf("an unknown chat: %v, %v", got, err)
	}
	if got, err := s.FindDueChats(ctx, morning, 1); err != nil || len(got) != 1 || got[0].Chat != other {
		t.Errorf("limit: %v, %v", got, err)
	}
	if _, err := s.PauseSubscription(ctx, bot.Event{}, chat, sub.ID, true); err != nil {
		t.Fatal(err)
	}
	if got := due(t, s, morning)[1]; len(got.Subscriptions) != 1 || got.Subscriptions[0].ID != ports.ID || len(got.Topics) != 1 {
		t.Errorf("with one held back: %+v", got)
	}
}

func testSaveDigests(t *testing.T, s store, c *clock) {
	for _, of := range []bot.ChatRef{chat, other} {
		follow(t, s, bot.Event{}, of, "grain")
	}
	c.add(20 * time.Hour)
	list := due(t, s, c.now())
	done := digestOf(list[0], 11, 12)
	done.Silent = true
	done.Digest.Also = []bot.DigestStory{{Story: 300, Revision: 13, Quote: -1}}
	nothing := bot.DigestDone{Chat: list[1].Settings, Seen: 9, Next: done.Next, NextSlot: done.NextSlot}
	saveDigests(t, s, done, nothing)
	t.Run("digest, delivery and next time", func(t *testing.T) {
		got := ledger(t, s)
		if len(got) != 1 {
			t.Fatalf("%d deliveries", len(got))
		}
		want := bot.Delivery{ID: got[0].ID, Chat: chat, Kind: bot.DigestDelivery, Key: got[0].Key, Content: done.Digest, Silent: true, Due: list[0].NextDigest, State: bot.DeliveryReady}
		if diff := cmp.Diff(want, got[0].Delivery, cmpopts.EquateEmpty()); diff != "" || len(want.Key) < 20 {
			t.Errorf("key %q, %s", want.Key, diff)
		}
		for _, of := range []bot.ChatRef{chat, other} {
			if got := settings(t, s, of); !got.NextDigest.Equal(done.Next) || got.NextSlot != done.NextSlot || got.LastDigest.IsZero() != (of == other) {
				t.Errorf("%v: %+v", of, got)
			}
		}
		if got := due(t, s, c.now().AddDate(0, 0, 1)); len(got) != 2 || got[0].Seen != 9 || got[1].Seen != 9 {
			t.Errorf("seen: %+v", got)
		}
	})
	t.Run("what was composed for a time that is not next any more is left out", func(t *testing.T) {
		saveDigests(t, s, done)
		if got := len(ledger(t, s)); got != 1 {
			t.Errorf("%d deliveries", got)
		}
		if got := settings(t, s, chat); !got.NextDigest.Equal(done.Next) {
			t.Errorf("next %v", got.NextDigest)
		}
	})
	t.Run("a slot that is there moves the chat on without a delivery", func(t *testing.T) {
		c.add(24 * time.Hour)
		again := digestOf(due(t, s, c.now())[0], 14)
		again.Digest.Slot = done.Digest.Slot
		saveDigests(t, s, again)
		if got := len(ledger(t, s)); got != 1 {
			t.Errorf("%d deliveries", got)
		}
		if got := settings(t, s, chat); !got.NextDigest.Equal(again.Next) || !got.LastDigest.Equal(done.Digest.Composed) {
			t.Errorf("%+v", got)
		}
	})
	t.Run("paused or forgotten meanwhile", func(t *testing.T) {
		c.add(24 * time.Hour)
		list := due(t, s, c.now())
		if len(list) != 2 {
			t.Fatalf("%d due", len(list))
		}
		change(t, s, list[0].Chat, bot.SettingsChange{Paused: new(true)})
		if err := s.DeleteChat(ctx, bot.Event{}, list[1].Chat); err != nil {
			t.Fatal(err)
		}
		before := len(ledger(t, s))
		saveDigests(t, s, digestOf(list[0], 15), digestOf(list[1], 15))
		if got := len(ledger(t, s)); got != before {
			t.Errorf("%d deliveries", got)
		}
	})
}

func testShown(t *testing.T, s store, c *clock) {
	for _, of := range []bot.ChatRef{chat, other} {
		follow(t, s, bot.Event{}, of, "grain")
	}
	c.add(20 * time.Hour)
	first := c.now()
	for _, d := range due(t, s, c.now()) {
		saveDigests(t, s, digestOf(d, 11, 12))
	}
	c.add(24 * time.Hour)
	second := c.now()
	for _, d := range due(t, s, c.now())[:1] {
		saveDigests(t, s, digestOf(d, 21))
	}
	got, err := s.FindShown(ctx, []bot.ChatRef{chat, other, {Platform: "x", ID: "y"}}, []int64{100, 101, 99, 102})
	slices.SortFunc(got, func(a, b bot.Shown) int {
		return 10*(len(b.Chat.Platform)-len(a.Chat.Platform)) + int(a.Story-b.Story)
	})
	a, b := chat, other // of the same length of name: in the order of their rows
	want := []bot.Shown{
		{Chat: a, Story: 100, At: second, Figures: []bot.ShownFigure{{Revision: 21, Number: 0}}}, {Chat: a, Story: 101, At: first, Figures: []bot.ShownFigure{{Revision: 12, Number: 1}}},
		{Chat: b, Story: 100, At: first, Figures: []bot.ShownFigure{{Revision: 11, Number: 0}}}, {Chat: b, Story: 101, At: first, Figures: []bot.ShownFigure{{Revision: 12, Number: 1}}}}
	less := func(x, y bot.Shown) bool { return fmt.Sprint(x.Chat, x.Story) < fmt.Sprint(y.Chat, y.Story) }
	if diff := cmp.Diff(want, got, cmpopts.SortSlices(less)); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	if got, err := s.FindShown(ctx, []bot.ChatRef{other}, []int64{101}); err != nil || len(got) != 1 {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := s.FindShown(ctx, nil, []int64{101}); err != nil || len(got) != 0 {
		t.Errorf("%v, %v", got, err)
	}
}

// processAll processes everything, each article in a story of its own and
// matching topics; it returns the ids in the order of arrival.
func processAll(t *testing.T, s store, topics ...int64) (ids []int64) {
	t.Helper()
	list, err := s.FindUnprocessed(ctx, 1000)
	if err != nil {
		t.Fatal(err)
	}
	var done []bot.Processed
	for _, a := range list {
		p := bot.Processed{Article: a.ID, Revision: a.Revision, Story: a.ID}
		for _, topic := range topics {
			p.Matches = append(p.Matches, bot.Match{Topic: topic, Article: a.ID, Rank: 2})
		}
		done, ids = append(done, p), append(ids, a.ID)
	}
	if err := s.MarkProcessed(ctx, done); err != nil {
		t.Fatal(err)
	}
	return ids
}

func testTopicNews(t *testing.T, s store, c *clock) {
	follow(t, s, bot.Event{}, chat, "grain")
	follow(t, s, bot.Event{}, chat, "ports")
	topics, _, err := s.FindTopics(ctx)
	if err != nil {
		t.Fatal(err)
	}
	grain, ports := topics[0].ID, topics[1].ID
	old := article("https://example.org/old", "Old", "Text of old.", noon)
	old.Backlog = true
	store1(t, s, old)
	for i := range 4 {
		store1(t, s, article(fmt.Sprintf("https://example.org/%d", i), "Grain", fmt.Sprintf("Text %d.", i), noon.Add(-time.Duration(i)*time.Hour)))
	}
	all := processAll(t, s, grain)
	news := func(after int64, since time.Time, topics ...int64) (found []int64, upTo int64) {
		t.Helper()
		list, upTo, err := s.FindTopicNews(ctx, topics, after, since)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range list {
			found = append(found, n.Article)
		}
		return found, upTo
	}
	want := func(what string, got []int64, upTo int64, wantUpTo int64, ids ...int64) {
		t.Helper()
		if !slices.Equal(got, ids) || upTo != wantUpTo {
			t.Errorf("%s: %v up to %d, want %v up to %d", what, got, upTo, ids, wantUpTo)
		}
	}
	got, upTo := news(0, noon.AddDate(0, 0, -3), grain, ports)
	want("newest first, without the backlog", got, upTo, 5, all[1], all[2], all[3], all[4])
	got, upTo = news(3, noon.AddDate(0, 0, -3), grain)
	want("after an arrival", got, upTo, 5, all[3], all[4])
	got, upTo = news(0, noon.Add(-90*time.Minute), grain)
	want("since a time", got, upTo, 5, all[1], all[2])
	got, upTo = news(0, noon, ports)
	want("another topic", got, upTo, 5)
	list, _, err := s.FindTopicNews(ctx, []int64{grain}, 4, noon.AddDate(0, 0, -3))
	one := one(t, s, all[4])
	if diff := cmp.Diff([]bot.TopicNews{{Topic: grain, Article: all[4], Story: all[4], Revision: one.Revision, Seq: 5, Arrived: noon,
		At: noon.Add(-3 * time.Hour), Rank: 2, Publisher: "Example Wire", Lang: "en"}}, list); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	var fresh []int64
	t.Run("up to what is not processed", func(t *testing.T) {
		store1(t, s, article("https://example.org/5", "Grain", "Text 5.", noon))
		got, upTo := news(3, noon.AddDate(0, 0, -3), grain)
		want("one waits", got, upTo, 5, all[3], all[4])
		fresh = processAll(t, s, grain, ports)
		got, upTo = news(5, noon.AddDate(0, 0, -3), grain, ports)
		want("processed", got, upTo, 6, fresh[0], fresh[0])
		// A changed article does not hold anything up.
		store1(t, s, article("https://example.org/2", "Grain", "Changed.", noon.Add(-2*time.Hour)))
		got, upTo = news(5, noon.AddDate(0, 0, -3), grain)
		want("one has changed", got, upTo, 6, fresh[0])
	})
	t.Run("a new revision has new matches", func(t *testing.T) {
		processAll(t, s, ports)
		got, upTo := news(3, noon.AddDate(0, 0, -3), ports)
		want("ports", got, upTo, 6, fresh[0], all[3])
		got, upTo = news(3, noon.AddDate(0, 0, -3), grain)
		want("grain", got, upTo, 6, fresh[0], all[4])
	})
	t.Run("a copy is no news", func(t *testing.T) {
		process(t, s, bot.Processed{Article: all[4], Revision: one.Revision, Story: all[3], Duplicate: all[3], Matches: []bot.Match{{Topic: grain, Article: all[4], Rank: 1}}})
		got, upTo := news(3, noon.AddDate(0, 0, -3), grain)
		want("grain", got, upTo, 6, fresh[0])
	})
	t.Run("matches that come late", func(t *testing.T) {
		late := []bot.Match{{Topic: ports, Article: all[1], Rank: 3}, {Topic: grain, Article: fresh[0], Rank: 1}, {Topic: ports, Article: 999, Rank: 3}}
		if err := s.SaveMatches(ctx, late); err != nil {
			t.Fatal(err)
		}
		got, upTo := news(0, noon.AddDate(0, 0, -3), ports)
		want("ports", got, upTo, 6, fresh[0], all[1], all[3])
		if list, _, _ := s.FindTopicNews(ctx, []int64{grain}, 5, noon.AddDate(0, 0, -3)); len(list) != 1 || list[0].Rank != 2 {
			t.Errorf("a match that was there has changed: %+v", list)
		}
	})
	t.Run("articles by arrival", func(t *testing.T) {
		list, err := s.FindArrived(ctx, 2, 3)
		var seqs []int64
		for _, a := range list {
			seqs = append(seqs, a.Seq)
		}
		if err != nil || !slices.Equal(seqs, []int64{3, 4, 5}) || list[0].ID != all[2] {
			t.Errorf("%v, %v", seqs, err)
		}
	})
}
