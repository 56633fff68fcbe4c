package db_test

import (
	"errors"
	"testing"
	"time"

	"wirebrief/bot"
)

// testLastSent: the last thing sent that has stories counts, whatever came
// after it without.
func testLastSent(t *testing.T, s store, c *clock) {
	of := chats(1)[0]
	want := func(t *testing.T, story int64, at time.Time) {
		t.Helper()
		content, when, err := s.FindLastSent(ctx, of)
		if story == 0 {
			if !errors.Is(err, bot.ErrNotFound) {
				t.Errorf("found %+v, %v", content, err)
			}
			return
		}
		var stories []bot.DigestStory
		switch x := content.(type) {
		case *bot.Digest:
			stories = x.Stories
		case *bot.Alert:
			stories = x.Stories
		}
		if err != nil || len(stories) != 1 || stories[0].Revision != story || !when.Equal(at) {
			t.Errorf("found %+v at %v, %v; want revision %d at %v", content, when, err, story, at)
		}
	}
	send := func(t *testing.T) time.Time {
		t.Helper()
		c.add(time.Minute)
		for _, x := range claim(t, s, "a", of.Platform) {
			if !begin(t, s, "a", x) {
				t.Fatal("a claim was lost")
			}
			end(t, s, "a", x, bot.DeliveryEnd{State: bot.DeliverySent, Message: bot.MessageRef{Chat: of, ID: "m"}})
		}
		return c.now()
	}
	want(t, 0, time.Time{})
	follow(t, s, bot.Event{}, of, "grain")
	c.add(24 * time.Hour)
	saveDigests(t, s, digestOf(due(t, s, c.now())[0], 7))
	t.Run("what is owed was not sent yet", func(t *testing.T) { want(t, 0, time.Time{}) })
	sent := send(t)
	t.Run("a digest", func(t *testing.T) { want(t, 7, sent) })
	c.add(24 * time.Hour)
	saveDigests(t, s, digestOf(due(t, s, c.now())[0]))
	send(t)
	t.Run("a digest without news after it", func(t *testing.T) { want(t, 7, sent) })
	alert := bot.Alert{Chat: of, At: c.now(), Stories: []bot.DigestStory{{Story: 9, Article: 9, Revision: 9, Quote: -1}}}
	if err := s.SaveAlerts(ctx, []bot.AlertDone{{Alert: alert, Due: c.now()}}, 1); err != nil {
		t.Fatal(err)
	}
	later := send(t)
	t.Run("an alert", func(t *testing.T) { want(t, 9, later) })
	t.Run("of another chat", func(t *testing.T) {
		if _, _, err := s.FindLastSent(ctx, chats(2)[1]); !errors.Is(err, bot.ErrNotFound) {
			t.Error(err)
		}
	})
}
