package bot_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
	"wirebrief/db"
	"wirebrief/db/dbtest"
)

// oweDigests makes n chats of a platform and owes each a digest, in a store
// whose time is the real one.
func oweDigests(t testing.TB, d *db.DB, p *platform, n int) {
	t.Helper()
	ctx := context.Background()
	for i := range n {
		topic, err := briefing.ParseTopic("ports")
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := d.CreateSubscription(ctx, bot.Event{Platform: p.name, Key: fmt.Sprint(i), At: time.Now()},
			bot.Subscription{Chat: p.ref(i), Topic: topic, Mode: bot.Daily}); err != nil {
			t.Fatal(err)
		}
	}
	due, err := d.FindDueChats(ctx, time.Now().Add(72*time.Hour), 10*n)
	if err != nil {
		t.Fatal(err)
	}
	var done []bot.DigestDone
	for _, c := range due {
		if c.Chat.Platform == p.name {
			done = append(done, bot.DigestDone{Chat: c.Settings, Digest: &bot.Digest{Chat: c.Chat, Slot: c.NextSlot, Due: time.Now(), Composed: time.Now()}})
		}
	}
	if len(done) != n {
		t.Fatalf("%d chats are due", len(done))
	}
	if err := d.SaveDigests(ctx, done); err != nil {
		t.Fatal(err)
	}
}

// inChat says the same in every chat.
func inChat(context.Context, bot.Delivery) (bot.Message, error) {
	return bot.Message{Blocks: []bot.Block{{Runs: []bot.Run{{Text: "digest", Bold: true}}}}}, nil
}

// TestCourierOnAStore: a process has died in the midst of it, and some chats
// are in trouble.
func TestCourierOnAStore(t *testing.T) {
	store := dbtest.Open(t, db.Options{})
	const chats = 40
	plain, withKeys := newPlatform("plain"), newPlatform("keyed")
	withKeys.life = 2 * time.Minute
	pace := bot.Pace{PerSecond: 200, Burst: 20, Chat: 50 * time.Millisecond}
	adapters := []bot.ChatAdapter{&plainAdapter{plain, pace}, &keyedAdapter{plainAdapter{withKeys, pace}}}
	for i, p := range []*platform{plain, withKeys} {
		oweDigests(t, store, p, chats)
		dieBetween(t, store, adapters[i])
		p.fails("21", fault{err: sendError(bot.Transient)})
		p.fails("22", fault{err: sendError(bot.Content)})
		p.fails("23", fault{err: sendError(bot.Gone)})
		p.fails("24", fault{err: &bot.SendError{Kind: bot.Migrated, MovedTo: p.ref("new"), Message: "moved"}})
		p.fails("25", fault{err: &bot.SendError{Kind: bot.RetryAfter, RetryAfter: time.Second, Message: "slower"}})
		p.fails("26", fault{panics: true})
	}
	withKeys.fails("27", fault{err: sendError(bot.Uncertain), accepted: true})
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	go func() {
		defer cancel()
		var err error
		for counts := map[bot.DeliveryState]int(nil); counts[bot.DeliverySent]+counts[bot.DeliveryFailed] < 2*chats && err == nil && ctx.Err() == nil; time.Sleep(20 * time.Millisecond) {
			counts, err = store.CountDeliveries(t.Context())
		}
	}()
	if err := bot.NewCourier(store, adapters, inChat, bot.CourierOptions{}).Run(ctx); err != nil {
		t.Fatal(err)
	}
	list, err := store.FindDeliveries(t.Context(), bot.DeliveryFilter{Limit: 3 * chats})
	if err != nil || len(list) != 2*chats {
		t.Fatalf("%d deliveries, %v", len(list), err)
	}
	for _, d := range list {
		want := "sent "
		switch d.Chat.ID {
		case "23":
			want = "failed gone"
		case "26":
			want = "failed internal"
		}
		if got := fmt.Sprint(d.State, " ", d.Class); got != want || (d.Message.ID != "") != (d.State == bot.DeliverySent) {
			t.Errorf("%v is %s (%s), want %s", d.Chat, got, d.Problem, want)
		}
	}
	for _, p := range []*platform{plain, withKeys} {
		for i := range chats {
			want := 1
			switch {
			case i == 23 || i == 24 || i == 26:
				want = 0
			case i == 0 && p == plain: // it had arrived when the process died
				want = 2
			}
			if got := p.got(fmt.Sprint(i), "digest"); got != want {
				t.Errorf("%s %d got its digest %d times, want %d", p.name, i, got, want)
			}
		}
		if p.got("new", "digest") != 1 || p.refused > 0 {
			t.Errorf("%s: the moved chat got %v", p.name, p.order["new"])
		}
	}
	settings, err := store.FindSettings(t.Context(), plain.ref(23))
	if err != nil || settings.Stopped != "gone" {
		t.Errorf("the chat that is gone: %+v, %v", settings, err)
	}
}

// dieBetween does what a process does that is killed: it claims three, begins
// two, and of these one arrives.
func dieBetween(t *testing.T, store bot.DeliveryStore, a bot.ChatAdapter) {
	t.Helper()
	ctx := t.Context()
	claimed, err := store.ClaimDeliveries(ctx, bot.Claim{Owner: "the dead", Platform: a.Platform(), Lease: time.Hour, Limit: 3})
	if err != nil || len(claimed) != 3 {
		t.Fatalf("claimed %v, %v", claimed, err)
	}
	for i, d := range claimed {
		if d.Chat.ID != fmt.Sprint(i) {
			t.Fatalf("claimed %v", d.Chat)
		}
		if i > 1 {
			continue
		}
		if ok, err := store.BeginDelivery(ctx, d.ID, "the dead", d.Attempt); !ok || err != nil {
			t.Fatal(ok, err)
		}
		if i > 0 {
			continue
		}
		m, _ := inChat(ctx, d)
		if k, ok := a.(bot.KeyedSender); ok {
			_, err = k.SendKeyed(ctx, d.Chat, m, d.Key)
		} else {
			_, err = a.Send(ctx, d.Chat, m)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
