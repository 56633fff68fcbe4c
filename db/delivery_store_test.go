package db_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wirebrief/bot"
)

// chats returns chats of the platform "terminal".
func chats(n int) (list []bot.ChatRef) {
	for i := range n {
		list = append(list, bot.ChatRef{Platform: "terminal", ID: fmt.Sprint("c", i)})
	}
	return list
}

func testClaims(t *testing.T, s store, c *clock) {
	of := chats(3)
	first := owe(t, s, of...)
	second := owe(t, s, of[0])
	owe(t, s, other)
	got := claim(t, s, "a", "terminal")
	if !slices.Equal(numbersOf(got), first) {
		t.Fatalf("claimed %v, want one of each chat of the platform, %v", numbersOf(got), first)
	}
	for i, d := range got {
		if d.State != bot.DeliveryClaimed || d.Attempt != 1 || d.Chat != of[i] || !d.First.IsZero() {
			t.Errorf("%+v", d)
		}
	}
	if more := claim(t, s, "b", "terminal"); len(more) != 0 {
		t.Errorf("claimed %v beside one in flight", numbersOf(more))
	}
	t.Run("fencing", func(t *testing.T) {
		d := got[0]
		stale := d
		stale.Attempt--
		if begin(t, s, "b", d) || begin(t, s, "a", stale) {
			t.Error("begun by the wrong owner or attempt")
		}
		end(t, s, "b", d, bot.DeliveryEnd{State: bot.DeliveryFailed})
		end(t, s, "a", stale, bot.DeliveryEnd{State: bot.DeliveryFailed})
		if !begin(t, s, "a", d) || begin(t, s, "a", d) {
			t.Error("a delivery begins once")
		}
		c.add(time.Second)
		end(t, s, "a", d, bot.DeliveryEnd{State: bot.DeliverySent, Message: bot.MessageRef{Chat: of[0], ID: "m"}})
		end(t, s, "a", d, bot.DeliveryEnd{State: bot.DeliveryFailed})
		now := ledger(t, s)[0]
		if now.State != bot.DeliverySent || now.Message != (bot.MessageRef{Chat: of[0], ID: "m"}) || !now.First.Equal(noon) || now.Attempt != 1 {
			t.Errorf("%+v", now.Delivery)
		}
	})
	if got := claim(t, s, "b", "terminal"); !slices.Equal(numbersOf(got), second) {
		t.Errorf("then %v, want %v", numbersOf(got), second)
	}
	t.Run("given back", func(t *testing.T) {
		begin(t, s, "a", got[1])
		if err := s.ReleaseDeliveries(ctx, "a"); err != nil {
			t.Fatal(err)
		}
		if begin(t, s, "a", got[2]) {
			t.Error("begun what was given back")
		}
		if again := claim(t, s, "b", "terminal"); !slices.Equal(numbersOf(again), first[2:]) || again[0].Attempt != 2 {
			t.Errorf("%+v", again)
		}
	})
}

func testClaimOrder(t *testing.T, s store, c *clock) {
	of := chats(4)
	for _, chat := range of[:2] {
		follow(t, s, bot.Event{}, chat, "grain")
	}
	c.add(20 * time.Hour)
	for _, d := range due(t, s, c.now()) {
		saveDigests(t, s, digestOf(d, 1))
	}
	c.add(time.Minute)
	owe(t, s, of[1], of[2])
	c.add(time.Minute)
	owe(t, s, of[3])
	order := func(list []bot.Delivery) (s string) {
		for _, d := range list {
			s += fmt.Sprint(" ", d.Chat.ID, " ", d.Kind)
		}
		return s
	}
	list := claim(t, s, "a", "terminal", func(c *bot.Claim) { c.Limit = 3 })
	if got := order(list); got != " c1 alert c2 alert c3 alert" {
		t.Errorf("the most urgent first: %s", got)
	}
	if got := order(claim(t, s, "a", "terminal")); got != " c0 digest" {
		t.Errorf("then what is not so urgent: %s", got)
	}
	begin(t, s, "a", list[0])
	end(t, s, "a", list[0], bot.DeliveryEnd{State: bot.DeliveryReady, Due: c.now().Add(time.Hour), Class: "transient", Problem: "no answer", Plain: true})
	owe(t, s, of[1])
	if got := claim(t, s, "a", "terminal"); len(got) != 0 {
		t.Errorf("%s came before one that waits for another try", order(got))
	}
	c.add(time.Hour)
	list = claim(t, s, "a", "terminal", func(c *bot.Claim) { c.Sole = true })
	if got := order(list); got != " c2 alert c3 alert c1 alert c0 digest" {
		t.Errorf("an hour later:%s", got)
	}
	i := slices.IndexFunc(list, func(d bot.Delivery) bool { return d.Chat == of[1] })
	if d := list[i]; d.Class != "transient" || d.Problem != "no answer" || !d.Plain || d.Attempt != 2 || d.First.IsZero() {
		t.Errorf("%+v", d)
	}
	end(t, s, "a", list[i], bot.DeliveryEnd{State: bot.DeliverySent})
	if got := order(claim(t, s, "a", "terminal")); got != " c1 alert" {
		t.Errorf("then its younger alert:%s", got)
	}
	t.Run("many of one chat hold up nobody", func(t *testing.T) {
		busy, free := bot.ChatRef{Platform: "p", ID: "busy"}, bot.ChatRef{Platform: "p", ID: "free"}
		for range 100 {
			owe(t, s, busy)
		}
		c.add(time.Second)
		owe(t, s, free)
		for _, want := range []string{" busy alert free alert", ""} {
			if got := order(claim(t, s, "a", "p", func(c *bot.Claim) { c.Limit = 2 })); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
	})
}

func testLostClaims(t *testing.T, s store, c *clock) {
	of := chats(2)
	owe(t, s, of...)
	list := claim(t, s, "a", "terminal")
	begin(t, s, "a", list[1])
	c.add(30 * time.Second)
	if got := claim(t, s, "b", "terminal"); len(got) != 0 {
		t.Errorf("claimed %v too early", numbersOf(got))
	}
	c.add(30 * time.Second)
	if begin(t, s, "a", list[0]) {
		t.Error("begun after the lease")
	}
	got := claim(t, s, "b", "terminal")
	if !slices.Equal(numbersOf(got), numbersOf(list[:1])) || got[0].Attempt != 2 {
		t.Errorf("claimed %+v", got)
	}
	if now := ledger(t, s)[1]; now.State != bot.DeliveryUncertain || now.Class != bot.ClassUncertain || now.Problem == "" {
		t.Errorf("%+v", now.Delivery)
	}
	end(t, s, "a", list[1], bot.DeliveryEnd{State: bot.DeliverySent})
	if now := ledger(t, s)[1]; now.State != bot.DeliveryUncertain {
		t.Errorf("a late writer was believed: %s", now.State)
	}
	t.Run("the only one on the platform need not wait", func(t *testing.T) {
		sole := func(c *bot.Claim) { c.Sole = true }
		if again := claim(t, s, "b", "terminal", sole); len(again) != 0 {
			t.Errorf("claimed its own again: %v", numbersOf(again))
		}
		begin(t, s, "b", got[0])
		if again := claim(t, s, "c", "terminal", sole); len(again) != 0 {
			t.Errorf("claimed what was being sent: %v", numbersOf(again))
		}
		if got := states(t, s); !slices.Equal(got, []bot.DeliveryState{bot.DeliveryUncertain, bot.DeliveryUncertain}) {
			t.Errorf("%v", got)
		}
	})
}

func testUncertain(t *testing.T, s store, c *clock) {
	follow(t, s, bot.Event{}, chat, "grain")
	c.add(20 * time.Hour)
	saveDigests(t, s, digestOf(due(t, s, c.now())[0], 1))
	alert := owe(t, s, bot.ChatRef{Platform: "terminal", ID: "2"})[0]
	for _, d := range claim(t, s, "a", "terminal") {
		begin(t, s, "a", d)
		end(t, s, "a", d, bot.DeliveryEnd{State: bot.DeliveryUncertain, Class: bot.ClassUncertain, Due: c.now().Add(time.Minute)})
	}
	first := c.now()
	repeat := func(c *bot.Claim) { c.Repeat = []bot.DeliveryKind{bot.DigestDelivery} }
	key := func(since time.Time) func(c *bot.Claim) { return func(c *bot.Claim) { c.KeySince = since } }
	none := func(what string, more ...func(*bot.Claim)) {
		t.Helper()
		if got := claim(t, s, "b", "terminal", more...); len(got) != 0 {
			t.Errorf("%s: claimed %v", what, numbersOf(got))
		}
	}
	none("before it is due", repeat, key(first))
	c.add(time.Minute)
	none("neither key nor kind")
	none("the key is too old", key(first.Add(time.Second)))
	t.Run("while the key is known", func(t *testing.T) {
		got := claim(t, s, "b", "terminal", key(first))
		if len(got) != 2 || got[0].ID != alert || got[0].Class != bot.ClassUncertain || got[1].Class != bot.ClassUncertain {
			t.Fatalf("%+v", got)
		}
		if err := s.ReleaseDeliveries(ctx, "b"); err != nil {
			t.Fatal(err)
		}
		if got := states(t, s); !slices.Equal(got, []bot.DeliveryState{bot.DeliveryUncertain, bot.DeliveryUncertain}) {
			t.Errorf("given back as %v", got)
		}
	})
	t.Run("once more for its kind", func(t *testing.T) {
		for range 2 { // a claim that was lost before it was begun is none
			got := claim(t, s, "b", "terminal", repeat, key(first.Add(time.Second)))
			if len(got) != 1 || got[0].Kind != bot.DigestDelivery || got[0].Class != bot.ClassRepeated || !got[0].First.Equal(first) {
				t.Fatalf("%+v", got)
			}
			c.add(time.Hour)
		}
		got := claim(t, s, "b", "terminal", repeat)
		if !begin(t, s, "b", got[0]) {
			t.Fatal("not begun")
		}
		c.add(time.Hour)
		again := claim(t, s, "b", "terminal", repeat, key(first.Add(time.Second)))
		if len(again) != 1 || again[0].Class != bot.ClassRepeated || !begin(t, s, "b", again[0]) {
			t.Fatalf("after a crash that cut the repeat short: %+v", again)
		}
		end(t, s, "b", again[0], bot.DeliveryEnd{State: bot.DeliveryUncertain, Class: bot.ClassRepeated, Due: c.now()})
		c.add(time.Hour)
		none("and never again", repeat, key(first.Add(time.Second)))
		if got := ledger(t, s)[0]; got.State != bot.DeliveryUncertain || got.Class != bot.ClassRepeated {
			t.Errorf("%+v", got.Delivery)
		}
	})
	t.Run("an edit does no harm", func(t *testing.T) {
		alert := bot.Alert{Chat: chat, Stories: []bot.DigestStory{{Story: 5, Revision: 1, Quote: -1}}}
		if err := s.SaveAlerts(ctx, []bot.AlertDone{{Alert: alert, Edits: bot.MessageRef{Chat: chat, ID: "m"}}}, 0); err != nil {
			t.Fatal(err)
		}
		d := claim(t, s, "a", "terminal")[0]
		begin(t, s, "a", d)
		c.add(time.Hour)
		if got := claim(t, s, "b", "terminal"); len(got) != 1 || got[0].ID != d.ID || got[0].Class != bot.ClassUncertain || got[0].Edits.ID != "m" {
			t.Errorf("%+v", got)
		}
	})
}

func testEnds(t *testing.T, s store, c *clock) {
	of := chats(1)[0]
	try := func(e bot.DeliveryEnd) bot.Settings {
		t.Helper()
		owe(t, s, of)
		list := claim(t, s, "a", "terminal")
		if len(list) != 1 {
			t.Fatalf("%d claimed", len(list))
		}
		if want := settings(t, s, of).Strikes; list[0].Strikes != want {
			t.Errorf("strikes %d, want %d", list[0].Strikes, want)
		}
		begin(t, s, "a", list[0])
		end(t, s, "a", list[0], e)
		return settings(t, s, of)
	}
	refused := bot.DeliveryEnd{State: bot.DeliveryFailed, Class: "forbidden", Strike: true}
	try(refused)
	if got := try(refused); got.Strikes != 2 || got.Stopped != "" {
		t.Errorf("%+v", got)
	}
	if got := try(bot.DeliveryEnd{State: bot.DeliverySent}); got.Strikes != 0 {
		t.Errorf("%d strikes after one was sent", got.Strikes)
	}
	owe(t, s, of, of)
	refused.Stop = "forbidden"
	got := try(refused)
	if got.Stopped != "forbidden" || !got.NextDigest.IsZero() || got.Strikes != 1 {
		t.Errorf("%+v", got)
	}
	for _, d := range ledger(t, s)[3:] {
		if d.State != bot.DeliveryFailed || d.Class != "forbidden" {
			t.Errorf("still owed: %+v", d.Delivery)
		}
	}
	if err := s.SaveAlerts(ctx, []bot.AlertDone{{Alert: bot.Alert{Chat: of}}}, 0); err != nil || len(claim(t, s, "a", "terminal")) != 0 {
		t.Errorf("alerts go on, %v", err)
	}
	if err := s.EndDeliveries(ctx, "a", []bot.DeliveryEnd{{ID: 1, State: "lost"}}); err == nil {
		t.Error("an end that is none was taken")
	}
	t.Run("who speaks there starts it again", func(t *testing.T) {
		if got := change(t, s, of, bot.SettingsChange{Language: new("en")}); got.Stopped != "" || got.Strikes != 0 || got.NextDigest.IsZero() {
			t.Errorf("%+v", got)
		}
	})
}

func testMoves(t *testing.T, s store, c *clock) {
	old, to := bot.ChatRef{Platform: "telegram", ID: "-1"}, bot.ChatRef{Platform: "telegram", ID: "-1001"}
	move := func() {
		t.Helper()
		owe(t, s, old)
		d := claim(t, s, "a", "telegram")[0]
		begin(t, s, "a", d)
		end(t, s, "a", d, bot.DeliveryEnd{State: bot.DeliveryReady, Class: "migrated", MovedTo: to})
		again := claim(t, s, "a", "telegram")
		if len(again) != 1 || again[0].ID != d.ID || again[0].Chat != to {
			t.Fatalf("%+v", again)
		}
		end(t, s, "a", again[0], bot.DeliveryEnd{State: bot.DeliverySent, Message: bot.MessageRef{Chat: to, ID: "1"}})
	}
	follow(t, s, bot.Event{}, old, "grain")
	change(t, s, old, bot.SettingsChange{Zone: new("Asia/Yerevan")})
	want := settings(t, s, old)
	move()
	want.Chat = to
	if diff := cmp.Diff(want, settings(t, s, to)); diff != "" {
		t.Error(diff)
	}
	if got := settings(t, s, old); got.Zone != "" {
		t.Errorf("the old one still has settings: %+v", got)
	}
	if list, err := s.FindSubscriptions(ctx, to); err != nil || len(list) != 1 {
		t.Errorf("%v, %v", list, err)
	}
	t.Run("to one that is there already", func(t *testing.T) {
		follow(t, s, bot.Event{}, old, "grain")
		follow(t, s, bot.Event{}, old, "ports")
		change(t, s, old, bot.SettingsChange{Zone: new("Asia/Tokyo")})
		move()
		if list, err := s.FindSubscriptions(ctx, to); err != nil || len(list) != 2 {
			t.Errorf("%v, %v", list, err)
		}
		if got := settings(t, s, to); got.Zone != "Asia/Tokyo" || got.NextSlot != "2026-11-07 08:00" {
			t.Errorf("%+v", got)
		}
		if list, err := s.FindSubscriptions(ctx, old); err != nil || len(list) != 0 {
			t.Errorf("left behind: %v, %v", list, err)
		}
		if got, err := s.FindShown(ctx, []bot.ChatRef{to}, []int64{1, 2}); err != nil || len(got) != 2 {
			t.Errorf("shown %v, %v", got, err)
		}
	})
	t.Run("to one that follows nothing", func(t *testing.T) {
		to = bot.ChatRef{Platform: "telegram", ID: "-1002"}
		follow(t, s, bot.Event{}, old, "grain")
		change(t, s, old, bot.SettingsChange{Zone: new("Asia/Baku")})
		change(t, s, to, bot.SettingsChange{Zone: new("Asia/Dubai")})
		move()
		if got := settings(t, s, to); got.Zone != "Asia/Baku" {
			t.Errorf("%+v", got)
		}
	})
}

func testDeliveryList(t *testing.T, s store, c *clock) {
	of := chats(5)
	all := owe(t, s, of...)
	list := claim(t, s, "a", "terminal")
	for i, state := range []bot.DeliveryState{bot.DeliverySent, bot.DeliveryFailed, bot.DeliveryFailed, bot.DeliveryUncertain} {
		begin(t, s, "a", list[i])
		end(t, s, "a", list[i], bot.DeliveryEnd{State: state, Class: "content", Stop: map[bool]string{true: "gone"}[i == 1]})
	}
	c.add(time.Hour)
	failed := func() (ids []int64) {
		t.Helper()
		list, err := s.FindDeliveries(ctx, bot.DeliveryFilter{Failed: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range list {
			ids = append(ids, d.ID)
		}
		return ids
	}
	if got, want := failed(), []int64{all[3], all[2], all[1]}; !slices.Equal(got, want) {
		t.Errorf("failed %v, want %v", got, want)
	}
	if got, err := s.FindDeliveries(ctx, bot.DeliveryFilter{Limit: 2}); err != nil || len(got) != 2 || got[0].ID != all[4] || !got[0].Created.Equal(noon) {
		t.Errorf("%+v, %v", got, err)
	}
	counts, err := s.CountDeliveries(ctx)
	if diff := cmp.Diff(map[bot.DeliveryState]int{bot.DeliverySent: 1, bot.DeliveryFailed: 2, bot.DeliveryUncertain: 1, bot.DeliveryClaimed: 1}, counts); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	changed := func(what string, want int, do func() (int, error)) {
		t.Helper()
		if n, err := do(); err != nil || n != want {
			t.Errorf("%s: %d changed, want %d, %v", what, n, want, err)
		}
	}
	changed("drop what is sent, taken or unknown", 0, func() (int, error) { return s.DropDeliveries(ctx, []int64{all[0], all[4], 999}) })
	changed("drop", 1, func() (int, error) { return s.DropDeliveries(ctx, all[2:3]) })
	changed("drop again", 0, func() (int, error) { return s.DropDeliveries(ctx, all[2:3]) })
	changed("retry what is sent or dropped", 0, func() (int, error) { return s.RetryDeliveries(ctx, []int64{all[0], all[2]}) })
	changed("retry all", 2, func() (int, error) { return s.RetryDeliveries(ctx, nil) })
	if got := failed(); len(got) != 0 {
		t.Errorf("failed %v", got)
	}
	if got := settings(t, s, of[1]); got.Stopped != "" {
		t.Errorf("its chat is still stopped: %+v", got)
	}
	if got := claim(t, s, "b", "terminal", func(c *bot.Claim) { c.Sole = true }); !slices.Equal(numbersOf(got), []int64{all[4], all[1], all[3]}) {
		t.Errorf("claimed %v", numbersOf(got))
	}
	changed("drop all", 0, func() (int, error) { return s.DropDeliveries(ctx, nil) })
}
