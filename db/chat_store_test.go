package db_test

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wirebrief/bot"
	"wirebrief/briefing"
)

var (
	chat  = bot.ChatRef{Platform: "terminal", ID: "1"}
	other = bot.ChatRef{Platform: "telegram", ID: "1"}
)

func topic(t *testing.T, typed string) briefing.Topic {
	t.Helper()
	topic, err := briefing.ParseTopic(typed)
	if err != nil {
		t.Fatal(err)
	}
	return topic
}

func event(key string) bot.Event {
	return bot.Event{Platform: "terminal", Key: key, UserID: "u1", At: noon}
}

func follow(t *testing.T, s bot.SubscriptionStore, ev bot.Event, to bot.ChatRef, typed string) (bot.Subscription, bool) {
	t.Helper()
	got, created, err := s.CreateSubscription(ctx, ev, bot.Subscription{Chat: to, Topic: topic(t, typed), Mode: bot.Daily})
	if err != nil {
		t.Fatal(err)
	}
	return got, created
}

// same compares subscriptions, topics by what they mean and how they read.
var same = cmp.Comparer(func(a, b briefing.Topic) bool { return a.Key() == b.Key() && a.String() == b.String() })

func testSubscriptions(t *testing.T, s store, c *clock) {
	grain, created := follow(t, s, bot.Event{}, chat, "grain")
	want := bot.Subscription{ID: grain.ID, Chat: chat, Topic: topic(t, "grain"), Mode: bot.Daily, Created: noon}
	if diff := cmp.Diff(want, grain, same); !created || diff != "" {
		t.Errorf("created %v: %s", created, diff)
	}
	c.add(time.Minute)
	if again, created := follow(t, s, bot.Event{}, chat, "grain"); created || cmp.Diff(want, again, same) != "" {
		t.Errorf("again: created %v, %+v", created, again)
	}
	ports, _ := follow(t, s, bot.Event{}, chat, "ports")
	elsewhere, created := follow(t, s, bot.Event{}, other, "grain")
	if !created || elsewhere.ID == grain.ID {
		t.Errorf("another chat: %+v", elsewhere)
	}
	list := func(of bot.ChatRef) (ids []int64) {
		subs, err := s.FindSubscriptions(ctx, of)
		if err != nil {
			t.Fatal(err)
		}
		for _, sub := range subs {
			if sub.Chat != of {
				t.Errorf("chat %v in the list of %v", sub.Chat, of)
			}
			ids = append(ids, sub.ID)
		}
		return ids
	}
	if got := list(chat); !slices.Equal(got, []int64{grain.ID, ports.ID}) {
		t.Errorf("list %v", got)
	}
	if got := list(bot.ChatRef{Platform: "discord", ID: "1"}); len(got) != 0 {
		t.Errorf("list of an unknown chat: %v", got)
	}

	t.Run("only the chat's own can be deleted", func(t *testing.T) {
		if _, err := s.DeleteSubscription(ctx, bot.Event{}, other, ports.ID); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("err = %v", err)
		}
		gone, err := s.DeleteSubscription(ctx, bot.Event{}, chat, ports.ID)
		if err != nil || gone.ID != ports.ID || gone.Topic.Key() != ports.Topic.Key() {
			t.Errorf("%+v, %v", gone, err)
		}
		if _, err := s.DeleteSubscription(ctx, bot.Event{}, chat, ports.ID); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("twice: %v", err)
		}
		if got := list(chat); !slices.Equal(got, []int64{grain.ID}) {
			t.Errorf("list %v", got)
		}
		if again, created := follow(t, s, bot.Event{}, chat, "ports"); !created || again.ID == ports.ID {
			t.Errorf("followed again: %+v, %v: an id is never given twice", again, created)
		}
	})
}

func testEvents(t *testing.T, s store, c *clock) {
	first, created := follow(t, s, event("e1"), chat, "grain")
	if !created {
		t.Fatal("not created")
	}
	if again, created := follow(t, s, event("e1"), chat, "grain"); !created || again.ID != first.ID {
		t.Errorf("a repeated event returns what its first time returned: %v, %+v", created, again)
	}
	if second, created := follow(t, s, event("e1"), chat, "ports"); !created || second.ID == first.ID {
		t.Errorf("one event may follow two topics: %v, %+v", created, second)
	}
	if _, created := follow(t, s, event("e2"), chat, "grain"); created {
		t.Error("another event created it again")
	}
	for range 2 {
		gone, err := s.DeleteSubscription(ctx, event("e3"), chat, first.ID)
		if err != nil || gone.ID != first.ID || gone.Topic.Key() != first.Topic.Key() {
			t.Errorf("delete by one event: %+v, %v", gone, err)
		}
	}
	// The first event comes once more after its effect was undone.
	if again, created := follow(t, s, event("e1"), chat, "grain"); !created || again.ID != first.ID {
		t.Errorf("%v, %+v", created, again)
	}
	if list, _ := s.FindSubscriptions(ctx, chat); len(list) != 1 {
		t.Errorf("a repeated event had an effect: %v", list)
	}
	if fresh, created := follow(t, s, bot.Event{Platform: "telegram", Key: "e1"}, chat, "grain"); !created || fresh.ID == first.ID {
		t.Errorf("the same key on another platform is another event: %v, %+v", created, fresh)
	}

	t.Run("old events are forgotten", func(t *testing.T) {
		follow(t, s, event("old"), other, "grain")
		c.add(8 * 24 * time.Hour)
		follow(t, s, event("new"), other, "ports")
		if _, created := follow(t, s, event("old"), other, "grain"); created {
			t.Error("remembered after eight days")
		}
	})
}

func testPhrases(t *testing.T, s store, c *clock) {
	long := strings.Repeat("“Qarabağ” OR карабах ", 40)
	key, err := s.CreatePhrase(ctx, chat, long)
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`^[a-z0-9]{1,12}$`).MatchString(key) {
		t.Errorf("key %q", key)
	}
	if again, err := s.CreatePhrase(ctx, chat, long); err != nil || again != key {
		t.Errorf("again: %q, %v", again, err)
	}
	if k2, err := s.CreatePhrase(ctx, chat, "grain"); err != nil || k2 == key {
		t.Errorf("another text: %q, %v", k2, err)
	}
	if text, err := s.FindPhrase(ctx, key); err != nil || text != long {
		t.Errorf("found %q, %v", text, err)
	}
	if _, err := s.FindPhrase(ctx, "nosuchkey"); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("unknown key: %v", err)
	}
}

func testLease(t *testing.T, s store, c *clock) {
	acquire := func(owner string) (string, bool) {
		t.Helper()
		holder, ok, err := s.AcquireLease(ctx, owner, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		return holder, ok
	}
	renew := func(owner string) bool {
		t.Helper()
		ok, err := s.RenewLease(ctx, owner, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		return ok
	}
	if renew("run") {
		t.Error("renewed what nobody holds")
	}
	if holder, ok := acquire("run"); !ok || holder != "run" {
		t.Fatalf("free lease: %q, %v", holder, ok)
	}
	if holder, ok := acquire("import"); ok || holder != "run" {
		t.Errorf("held lease: %q, %v", holder, ok)
	}
	if _, ok := acquire("run"); !ok {
		t.Error("its owner did not get it again")
	}
	c.add(50 * time.Second)
	if !renew("run") || renew("import") {
		t.Error("renewed by the wrong one")
	}
	c.add(50 * time.Second)
	if _, ok := acquire("import"); ok {
		t.Error("taken though renewed")
	}
	c.add(20 * time.Second)
	if _, ok := acquire("import"); !ok {
		t.Error("expired lease not given")
	}
	if renew("run") {
		t.Error("the former owner does not notice that it lost the lease")
	}
	if holder, err := s.FindLease(ctx); holder == "" || err != nil {
		t.Errorf("while it is held, FindLease returns %q, %v", holder, err)
	}
	if err := s.ReleaseLease(ctx, "run"); err != nil {
		t.Fatal(err)
	}
	if _, ok := acquire("run"); ok {
		t.Error("released by one who did not hold it")
	}
	if err := s.ReleaseLease(ctx, "import"); err != nil {
		t.Fatal(err)
	}
	if holder, err := s.FindLease(ctx); holder != "" || err != nil {
		t.Errorf("once it is given back, FindLease returns %q, %v", holder, err)
	}
	if _, ok := acquire("run"); !ok {
		t.Error("released lease not given")
	}
	c.add(-24 * time.Hour)
	if _, ok := acquire("import"); !ok {
		t.Error("a clock set back keeps the lease for a day")
	}
}
