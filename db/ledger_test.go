package db_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"wirebrief/bot"
)

// A ledgerStore is what settings, digests, alerts and deliveries ask of a store.
type ledgerStore interface {
	bot.SettingsStore
	bot.SubscriptionPauser
	bot.TopicStore
	bot.DigestStore
	bot.DigestChatFinder
	bot.AlertStore
	bot.DeliveryStore
	bot.DeliveryLister
	PruneLedger(ctx context.Context, now time.Time, limit int) (int, error)
}

func settings(t *testing.T, s bot.SettingsStore, of bot.ChatRef) bot.Settings {
	t.Helper()
	got, err := s.FindSettings(ctx, of)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func change(t *testing.T, s bot.SettingsStore, of bot.ChatRef, c bot.SettingsChange) bot.Settings {
	t.Helper()
	_, after, err := s.ChangeSettings(ctx, bot.Event{At: noon, UserID: "u1"}, of, c)
	if err != nil {
		t.Fatal(err)
	}
	return after
}

func at(minute int) *[]bot.DigestTime {
	return &[]bot.DigestTime{{Minute: minute, Days: bot.EveryDay}}
}

// due returns the chats whose digest is due.
func due(t *testing.T, s bot.DigestStore, now time.Time) []bot.DueChat {
	t.Helper()
	list, err := s.FindDueChats(ctx, now, 100)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// digestOf is a digest of one story for a due chat, and the next a day later.
func digestOf(c bot.DueChat, revisions ...int64) bot.DigestDone {
	g := &bot.Digest{Chat: c.Chat, Slot: c.NextSlot, Due: c.NextDigest, Composed: c.NextDigest.Add(time.Second), Total: len(revisions)}
	for i, r := range revisions {
		g.Stories = append(g.Stories, bot.DigestStory{Story: int64(100 + i), Article: r, Revision: r, Figures: []int{i}, Quote: -1})
	}
	next, slot, _ := bot.NextDigest(c.NextDigest, c.Digests, time.UTC)
	return bot.DigestDone{Chat: c.Settings, Digest: g, Seen: 9, Next: next, NextSlot: slot.String()}
}

func saveDigests(t *testing.T, s bot.DigestStore, done ...bot.DigestDone) {
	t.Helper()
	if err := s.SaveDigests(ctx, done); err != nil {
		t.Fatal(err)
	}
}

// claim takes up to ten deliveries of a platform.
func claim(t *testing.T, s bot.DeliveryStore, owner string, p bot.Platform, more ...func(*bot.Claim)) []bot.Delivery {
	t.Helper()
	c := bot.Claim{Owner: owner, Platform: p, Lease: time.Minute, Limit: 10}
	for _, m := range more {
		m(&c)
	}
	list, err := s.ClaimDeliveries(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func begin(t *testing.T, s bot.DeliveryStore, owner string, d bot.Delivery) bool {
	t.Helper()
	ok, err := s.BeginDelivery(ctx, d.ID, owner, d.Attempt)
	if err != nil {
		t.Fatal(err)
	}
	return ok
}

func end(t *testing.T, s bot.DeliveryStore, owner string, d bot.Delivery, e bot.DeliveryEnd) {
	t.Helper()
	e.ID, e.Attempt = d.ID, d.Attempt
	if err := s.EndDeliveries(ctx, owner, []bot.DeliveryEnd{e}); err != nil {
		t.Fatal(err)
	}
}

func numbersOf(list []bot.Delivery) (ids []int64) {
	for _, d := range list {
		ids = append(ids, d.ID)
	}
	return ids
}

// ledger returns all deliveries, the oldest first.
func ledger(t *testing.T, s bot.DeliveryLister) []bot.ListedDelivery {
	t.Helper()
	list, err := s.FindDeliveries(ctx, bot.DeliveryFilter{Limit: 10_000})
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(list)
	return list
}

// states returns the states of all deliveries, the oldest first.
func states(t *testing.T, s bot.DeliveryLister) (list []bot.DeliveryState) {
	t.Helper()
	for _, d := range ledger(t, s) {
		list = append(list, d.State)
	}
	return list
}

// owe has chats of a platform owed one alert each, due at once, and returns
// their numbers.
func owe(t *testing.T, s store, chats ...bot.ChatRef) (list []int64) {
	t.Helper()
	before := len(ledger(t, s))
	for i, c := range chats {
		if subs, err := s.FindSubscriptions(ctx, c); err != nil || len(subs) == 0 {
			follow(t, s, bot.Event{}, c, "grain")
		}
		alert := bot.Alert{Chat: c, Stories: []bot.DigestStory{{Story: int64(before + i + 1), Revision: 1, Quote: -1}}}
		if err := s.SaveAlerts(ctx, []bot.AlertDone{{Alert: alert}}, 0); err != nil {
			t.Fatal(err)
		}
	}
	for _, d := range ledger(t, s)[before:] {
		list = append(list, d.ID)
	}
	if len(list) != len(chats) {
		t.Fatalf("%d deliveries for %d chats", len(list), len(chats))
	}
	return list
}
