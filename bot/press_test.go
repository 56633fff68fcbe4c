package bot_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"wirebrief/bot"
)

// TestQuickPressesOfOneButtonAreAnsweredOnce: others than the first are only
// acknowledged, and whatever is another press is answered.
func TestQuickPressesOfOneButtonAreAnsweredOnce(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	store(t, d, news...)
	first := bot.Command{Chat: bot.ChatRef{Platform: "test", ID: "1"}, Kind: bot.Group, User: bot.User{ID: "ann"}, Button: "1s:/latest karabakh", On: "m1"}
	for name, x := range map[string]struct {
		after    time.Duration
		second   func(c *bot.Command)
		answered bool
	}{
		"at once":                {second: func(*bot.Command) {}},
		"two seconds later":      {after: 2 * time.Second, second: func(*bot.Command) {}},
		"some seconds later":     {after: 4 * time.Second, second: func(*bot.Command) {}, answered: true},
		"another button":         {second: func(c *bot.Command) { c.Button = "1s:/latest grain" }, answered: true},
		"another message":        {second: func(c *bot.Command) { c.On = "m2" }, answered: true},
		"another person":         {second: func(c *bot.Command) { c.User.ID = "ben" }, answered: true},
		"another chat":           {second: func(c *bot.Command) { c.Chat.ID = "2" }, answered: true},
		"the same event again":   {second: func(c *bot.Command) { c.EventID = "e1" }, answered: true},
		"no messages to tell by": {second: func(c *bot.Command) { c.On = "" }, answered: true},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBot(d, c)
			c.t = c.t.Add(time.Hour)
			first := first
			first.EventID = "e1"
			if reply, err := b.Handle(context.Background(), first); err != nil || len(reply.Messages) == 0 {
				t.Fatalf("%+v, %v", reply, err)
			}
			c.t = c.t.Add(x.after)
			again := first
			again.EventID = "e2"
			x.second(&again)
			reply, err := b.Handle(context.Background(), again)
			if err != nil || len(reply.Messages) > 0 != x.answered || reply.Notice != "" && !x.answered {
				t.Errorf("%+v, %v", reply, err)
			}
		})
	}
}

// TestFiveQuickPressesWithAnotherInBetween: back and forth is no repeat.
func TestFiveQuickPressesWithAnotherInBetween(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	store(t, d, news...)
	b := newBot(d, c)
	answers := 0
	for i, data := range []string{"1s:/topics", "1s:/help", "1s:/topics", "1s:/topics", "1s:/topics"} {
		reply, err := b.Handle(context.Background(), bot.Command{EventID: fmt.Sprint(i), Chat: ann.Chat, User: bot.User{ID: "ann"}, Button: data, On: "m1"})
		if err != nil {
			t.Fatal(err)
		}
		answers += min(1, len(reply.Messages))
	}
	if answers != 3 {
		t.Errorf("%d answers, want 3", answers)
	}
}

// TestAPressThatFailedMayBeRepeated at once.
func TestAPressThatFailedMayBeRepeated(t *testing.T) {
	b := bot.New(bot.Options{Articles: articleFinder{search: func() (bot.Hits, error) { return bot.Hits{}, errors.New("the disk is full") }}})
	for i := range 2 {
		reply, err := b.Handle(context.Background(), bot.Command{EventID: fmt.Sprint(i), User: bot.User{ID: "ann"}, Button: "1s:/latest", On: "m1"})
		if err == nil || len(reply.Messages) == 0 {
			t.Errorf("press %d: %+v, %v", i, reply, err)
		}
	}
}

// TestAPressWhoseAnswerWasNotSentMayBeRepeated at once, and one whose answer took
// long to send may not: what counts is when it was there.
func TestAPressWhoseAnswerWasNotSentMayBeRepeated(t *testing.T) {
	for name, x := range map[string]struct {
		err      error
		took     time.Duration
		answered bool
	}{
		"sent": {}, "not sent": {err: errors.New("the network is down"), answered: true},
		"sent in the end": {took: 10 * time.Second}, "not sent in the end": {err: errors.New("no"), took: 10 * time.Second, answered: true},
	} {
		t.Run(name, func(t *testing.T) {
			c := &clock{morning}
			d := newStore(t, c)
			b := newBot(d, c)
			press := bot.Command{EventID: "1", Chat: ann.Chat, User: bot.User{ID: "ann"}, Button: "1s:/help", On: "m1"}
			first, err := b.Handle(context.Background(), press)
			if err != nil {
				t.Fatal(err)
			}
			c.t = c.t.Add(x.took)
			if err := first.Ended(x.err); err != x.err {
				t.Errorf("the error has become %v", err)
			}
			c.t = c.t.Add(time.Second)
			press.EventID = "2"
			second, err := b.Handle(context.Background(), press)
			if err != nil || len(second.Messages) > 0 != x.answered {
				t.Errorf("%d messages, %v", len(second.Messages), err)
			}
			if second.Ended(nil); !x.answered && second.Sent != nil {
				t.Error("what is no answer wants to hear that it was sent")
			}
		})
	}
}
