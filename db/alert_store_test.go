package db_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wirebrief/bot"
)

func testAlertMatches(t *testing.T, s store, c *clock) {
	sub, _ := follow(t, s, bot.Event{}, chat, "grain")
	follow(t, s, bot.Event{}, chat, "ports")
	if _, _, err := s.UpdateSubscription(ctx, bot.Event{}, chat, sub.ID, bot.Instant); err != nil {
		t.Fatal(err)
	}
	topics, _, _ := s.FindTopics(ctx)
	grain, ports := topics[0].ID, topics[1].ID
	for i := range 5 {
		a := article(fmt.Sprintf("https://example.org/%d", i), "Grain", fmt.Sprintf("Text %d.", i), noon)
		a.Backlog = i == 4
		store1(t, s, a)
	}
	all := processAll(t, s, grain, ports)
	find := func(limit int) (ids []int64, upTo int64) {
		t.Helper()
		list, upTo, err := s.FindAlertMatches(ctx, limit)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range list {
			if m.Topic != grain || m.Name != "grain" || len(m.Chats) != 1 || m.Chats[0].Chat != chat {
				t.Errorf("%+v", m)
			}
			ids = append(ids, m.Article)
		}
		return ids, upTo
	}
	got, upTo := find(2)
	if !slices.Equal(got, all[:2]) {
		t.Errorf("%v, want %v", got, all[:2])
	}
	if err := s.SaveAlerts(ctx, nil, upTo); err != nil {
		t.Fatal(err)
	}
	if got, upTo = find(10); !slices.Equal(got, all[2:4]) {
		t.Errorf("%v, want %v", got, all[2:4])
	}
	for _, to := range []int64{upTo, 1} { // it does not go back
		if err := s.SaveAlerts(ctx, nil, to); err != nil {
			t.Fatal(err)
		}
	}
	if got, _ = find(10); len(got) != 0 {
		t.Errorf("again: %v", got)
	}
	t.Run("a changed article comes again", func(t *testing.T) {
		store1(t, s, article("https://example.org/1", "Grain", "Changed.", noon))
		processAll(t, s, grain)
		if got, _ := find(10); !slices.Equal(got, all[1:2]) {
			t.Errorf("%v", got)
		}
	})
	t.Run("not for who is paused", func(t *testing.T) {
		change(t, s, chat, bot.SettingsChange{Paused: new(true)})
		got, upTo := find(10)
		if len(got) != 0 || upTo == 0 {
			t.Errorf("%v up to %d", got, upTo)
		}
		change(t, s, chat, bot.SettingsChange{Paused: new(false)})
		if _, err := s.PauseSubscription(ctx, bot.Event{}, chat, sub.ID, true); err != nil {
			t.Fatal(err)
		}
		if got, _ := find(10); len(got) != 0 {
			t.Errorf("%v", got)
		}
	})
}

func testAlerts(t *testing.T, s store, c *clock) {
	follow(t, s, bot.Event{}, chat, "grain")
	save := func(done ...bot.AlertDone) {
		t.Helper()
		if err := s.SaveAlerts(ctx, done, 0); err != nil {
			t.Fatal(err)
		}
	}
	story := func(id, revision int64, figures ...int) bot.DigestStory {
		return bot.DigestStory{Story: id, Article: id, Revision: revision, Quote: -1, Figures: figures}
	}
	alerted := func(stories ...int64) []bot.Alerted {
		t.Helper()
		list, err := s.FindAlerted(ctx, []bot.ChatRef{chat, other}, stories)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	save(bot.AlertDone{Alert: bot.Alert{Chat: chat, Stories: []bot.DigestStory{story(1, 11, 0)}, At: noon}, Due: noon},
		bot.AlertDone{Alert: bot.Alert{Chat: bot.ChatRef{Platform: "x", ID: "nobody"}, Stories: []bot.DigestStory{story(1, 11, 0)}, At: noon}})
	d := claim(t, s, "o", "terminal")[0]
	want := bot.Alerted{Shown: bot.Shown{Chat: chat, Story: 1, At: noon, Figures: []bot.ShownFigure{{Revision: 11}}}, Delivery: d.ID}
	if diff := cmp.Diff([]bot.Alerted{want}, alerted(1, 2)); diff != "" {
		t.Error(diff)
	}
	begin(t, s, "o", d)
	want.Message = bot.MessageRef{Chat: chat, ID: "m1"}
	end(t, s, "o", d, bot.DeliveryEnd{State: bot.DeliverySent, Message: want.Message})
	t.Run("an edit changes the figures, and neither the time nor the count", func(t *testing.T) {
		save(bot.AlertDone{Alert: bot.Alert{Chat: chat, Stories: []bot.DigestStory{story(1, 12, 1)}, At: noon.Add(time.Minute)}, Silent: true, Edits: want.Message})
		want.Figures = []bot.ShownFigure{{Revision: 12, Number: 1}}
		if diff := cmp.Diff([]bot.Alerted{want}, alerted(1)); diff != "" {
			t.Error(diff)
		}
		got := claim(t, s, "o", "terminal")
		if len(got) != 1 || got[0].Edits != want.Message || !got[0].Silent {
			t.Fatalf("%+v", got)
		}
		end(t, s, "o", got[0], bot.DeliveryEnd{State: bot.DeliverySent, Message: want.Message})
		counts, err := s.CountAlerts(ctx, []bot.ChatRef{chat, other}, noon.Add(-time.Hour))
		if n := counts[chat]; err != nil || len(n.At) != 1 || !n.At[0].Equal(noon) || n.Folded != nil {
			t.Errorf("%+v, %v", counts, err)
		}
		if counts, _ := s.CountAlerts(ctx, []bot.ChatRef{chat}, noon); len(counts[chat].At) != 0 {
			t.Errorf("of later: %+v", counts)
		}
	})
	t.Run("a folded alert takes in others", func(t *testing.T) {
		folded := bot.Alert{Chat: chat, Stories: []bot.DigestStory{story(2, 21)}, Folded: true, At: noon}
		later := noon.Add(time.Hour)
		save(bot.AlertDone{Alert: folded, Due: later})
		counts, _ := s.CountAlerts(ctx, []bot.ChatRef{chat}, noon.Add(-time.Hour))
		n := counts[chat]
		if diff := cmp.Diff(&folded, n.Folded); len(n.At) != 2 || diff != "" || !n.FoldedDue.Equal(later) {
			t.Fatalf("%+v %s", n, diff)
		}
		folded.Stories = []bot.DigestStory{story(3, 31), story(2, 22, 4)}
		folded.At = noon.Add(time.Minute)
		save(bot.AlertDone{Alert: folded, Due: later, Replaces: n.FoldedDelivery})
		got := alerted(2, 3)
		for _, a := range got {
			if a.Delivery != n.FoldedDelivery || !a.Folded || a.Again || a.At.Equal(noon) != (a.Story == 2) {
				t.Errorf("%+v", a)
			}
		}
		if len(got) != 2 || got[0].Figures[0] != (bot.ShownFigure{Revision: 22, Number: 4}) {
			t.Errorf("%+v", got)
		}
		c.add(2 * time.Hour)
		d := claim(t, s, "o", "terminal")[0]
		if diff := cmp.Diff(&folded, d.Content); diff != "" {
			t.Error(diff)
		}
		before := len(ledger(t, s))
		err := s.SaveAlerts(ctx, []bot.AlertDone{{Alert: bot.Alert{Chat: chat, Stories: []bot.DigestStory{story(7, 71)}}}, {Alert: folded, Replaces: d.ID}}, 99)
		if !errors.Is(err, bot.ErrTaken) || len(ledger(t, s)) != before || len(alerted(7)) != 0 {
			t.Errorf("replacing what is on its way: %v", err)
		}
		end(t, s, "o", d, bot.DeliveryEnd{State: bot.DeliverySent, Message: bot.MessageRef{Chat: chat, ID: "m2"}})
	})
	t.Run("the second alert of a story", func(t *testing.T) {
		save(bot.AlertDone{Alert: bot.Alert{Chat: chat, Stories: []bot.DigestStory{story(1, 13, 0)}, Again: true, At: c.now()}})
		got := alerted(1)
		if len(got) != 2 || got[0].Again || !got[1].Again || got[1].Message.ID != "" {
			t.Errorf("%+v", got)
		}
	})
	t.Run("what alerts showed counts as shown, and what waits does not", func(t *testing.T) {
		got, err := s.FindShown(ctx, []bot.ChatRef{chat}, []int64{1, 2, 3})
		if err != nil || len(got) != 3 || got[0].Figures[0].Revision != 12 {
			t.Errorf("%+v, %v", got, err)
		}
	})
	t.Run("not for who is paused", func(t *testing.T) {
		before := len(ledger(t, s))
		change(t, s, chat, bot.SettingsChange{Paused: new(true)})
		save(bot.AlertDone{Alert: bot.Alert{Chat: chat, Stories: []bot.DigestStory{story(5, 51)}}})
		if got := len(ledger(t, s)); got != before {
			t.Errorf("%d deliveries, were %d", got, before)
		}
	})
}
