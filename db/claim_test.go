package db_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/db"
)

// claimsWithoutWriting claims while another has the write lock, which an idle
// courier must not ask for.
func claimsWithoutWriting(t *testing.T, d *db.DB, more ...func(*bot.Claim)) {
	t.Helper()
	release := d.HoldWriteLockUntil()
	patient, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	c := bot.Claim{Owner: "a", Platform: "terminal", Lease: time.Minute, Limit: 10, Sole: true, Repeat: []bot.DeliveryKind{bot.DigestDelivery}}
	for _, m := range more {
		m(&c)
	}
	if list, err := d.ClaimDeliveries(patient, c); err != nil || len(list) > 0 {
		t.Errorf("claimed %v, %v", numbersOf(list), err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
}

func TestIdleCourierDoesNotWrite(t *testing.T) {
	t.Run("with deliveries that are uncertain for good, or in flight", func(t *testing.T) {
		d, c := openNew(t)
		owe(t, d, chats(2)...)
		list := claim(t, d, "a", "terminal")
		for _, x := range list {
			begin(t, d, "a", x)
		}
		claimsWithoutWriting(t, d)
		end(t, d, "a", list[0], bot.DeliveryEnd{State: bot.DeliveryUncertain, Class: bot.ClassUncertain, Due: c.now()})
		claimsWithoutWriting(t, d, func(claim *bot.Claim) { claim.KeySince = c.now().Add(time.Second) })
		if again := claim(t, d, "a", "terminal", func(claim *bot.Claim) { claim.KeySince = c.now().Add(-time.Second) }); len(again) != 1 {
			t.Errorf("while its key is known: %v", numbersOf(again))
		}
	})
	t.Run("with one that holds up others of its chat", func(t *testing.T) {
		d, c := openNew(t)
		ids := owe(t, d, chat, chat, chat)
		first := claim(t, d, "a", "terminal")[0]
		begin(t, d, "a", first)
		end(t, d, "a", first, bot.DeliveryEnd{State: bot.DeliveryReady, Due: c.now().Add(time.Hour), Class: "transient"})
		if got := claim(t, d, "a", "terminal"); len(got) != 0 {
			t.Errorf("claimed %v before what has to be tried again", numbersOf(got))
		}
		claimsWithoutWriting(t, d)
		c.add(time.Hour)
		for _, want := range ids {
			got := claim(t, d, "a", "terminal")
			if !slices.Equal(numbersOf(got), []int64{want}) {
				t.Fatalf("claimed %v, want %d", numbersOf(got), want)
			}
			end(t, d, "a", got[0], bot.DeliveryEnd{State: bot.DeliverySent})
		}
	})
}

// TestUnreadableDeliveryBlocksNobody: what cannot be read fails, and can be
// listed and dropped.
func TestUnreadableDeliveryBlocksNobody(t *testing.T) {
	d, _ := openNew(t)
	ids := owe(t, d, chats(3)...)
	if err := d.Exec(`UPDATE deliveries SET content = CAST('{broken' AS BLOB) WHERE id = ?`, ids[1]); err != nil {
		t.Fatal(err)
	}
	if got := claim(t, d, "a", "terminal"); !slices.Equal(numbersOf(got), []int64{ids[0], ids[2]}) {
		t.Errorf("claimed %v", numbersOf(got))
	}
	list, err := d.FindDeliveries(ctx, bot.DeliveryFilter{Failed: true})
	if err != nil || len(list) != 1 || list[0].ID != ids[1] || list[0].Class != "internal" || list[0].Problem == "" {
		t.Errorf("listed %+v, %v", list, err)
	}
	if n, err := d.DropDeliveries(ctx, nil); n != 1 || err != nil {
		t.Errorf("%d dropped, %v", n, err)
	}
}

// TestSoleNeedsTheServiceLease: a process that slept while another took the
// lease must not take what that one sends for lost.
func TestSoleNeedsTheServiceLease(t *testing.T) {
	d, c := openNew(t)
	owe(t, d, chats(2)...)
	lease := func(owner string) {
		t.Helper()
		if _, ok, err := d.AcquireLease(ctx, owner, 15*time.Second); !ok || err != nil {
			t.Fatal(ok, err)
		}
	}
	of := func(holder string) func(*bot.Claim) {
		return func(c *bot.Claim) { c.Sole, c.Holder = true, holder }
	}
	lease("old")
	c.add(time.Minute)
	lease("new")
	list := claim(t, d, "new/x", "terminal", of("new"))
	begin(t, d, "new/x", list[0])
	if got := claim(t, d, "old/x", "terminal", of("old")); len(got) != 0 {
		t.Errorf("the old one claimed %v", numbersOf(got))
	}
	if got := states(t, d); !slices.Equal(got, []bot.DeliveryState{bot.DeliverySending, bot.DeliveryClaimed}) {
		t.Errorf("%v", got)
	}
	c.add(time.Minute) // nobody holds it now
	if got := claim(t, d, "old/x", "terminal", of("old")); len(got) != 1 {
		t.Errorf("then %v", numbersOf(got))
	}
}

func TestStoppedChatHasNothingRepeated(t *testing.T) {
	d, c := openNew(t)
	owe(t, d, chat)
	x := claim(t, d, "a", "terminal")[0]
	begin(t, d, "a", x)
	if err := d.Exec(`UPDATE chats SET stopped = 'put out'`); err != nil {
		t.Fatal(err)
	}
	end(t, d, "a", x, bot.DeliveryEnd{State: bot.DeliveryUncertain, Class: bot.ClassUncertain, Due: c.now()})
	if got := claim(t, d, "a", "terminal", func(c *bot.Claim) { c.Repeat = []bot.DeliveryKind{bot.AlertDelivery} }); len(got) != 0 {
		t.Errorf("claimed %v", numbersOf(got))
	}
}

// TestWhoSpeaksGetsWhatWasRefused: a chat that has refused messages waits for
// hours; who speaks there need not.
func TestWhoSpeaksGetsWhatWasRefused(t *testing.T) {
	d, c := openNew(t)
	ids := owe(t, d, chat, chat)
	x := claim(t, d, "a", "terminal")[0]
	begin(t, d, "a", x)
	end(t, d, "a", x, bot.DeliveryEnd{State: bot.DeliveryReady, Strike: true, Class: bot.ClassForbidden, Due: c.now().Add(6 * time.Hour)})
	if got := claim(t, d, "a", "terminal"); len(got) != 0 || settings(t, d, chat).Strikes != 1 {
		t.Errorf("claimed %v; the chat is %+v", numbersOf(got), settings(t, d, chat))
	}
	c.add(time.Minute)
	change(t, d, chat, bot.SettingsChange{Language: new("en")})
	for _, want := range ids {
		got := claim(t, d, "a", "terminal")
		if !slices.Equal(numbersOf(got), []int64{want}) {
			t.Fatalf("claimed %v, want %d", numbersOf(got), want)
		}
		end(t, d, "a", got[0], bot.DeliveryEnd{State: bot.DeliverySent})
	}
}

// TestChatsThatBecomeOneHaveOneDigest: both are owed the digest of one day and
// time.
func TestChatsThatBecomeOneHaveOneDigest(t *testing.T) {
	d, c := openNew(t)
	old, to := bot.ChatRef{Platform: "terminal", ID: "old"}, bot.ChatRef{Platform: "terminal", ID: "new"}
	follow(t, d, bot.Event{}, old, "grain")
	follow(t, d, bot.Event{}, to, "grain")
	c.add(20 * time.Hour)
	list := due(t, d, c.now())
	if len(list) != 2 {
		t.Fatalf("%d are due", len(list))
	}
	for _, x := range list {
		saveDigests(t, d, digestOf(x))
	}
	if err := d.MoveChat(t.Context(), bot.Event{}, old, to); err != nil {
		t.Fatal(err)
	}
	if left := ledger(t, d); len(left) != 2 || left[0].Chat != to || left[0].State != bot.DeliveryReady || left[1].State != bot.DeliveryFailed {
		t.Errorf("owed %+v", left)
	}
}

func TestOperatorsAreToldInPrivate(t *testing.T) {
	d, c := openNew(t)
	become := func(p bot.Platform, user string, kind bot.ChatKind) {
		t.Helper()
		code := newCode(t, d, bot.Invite{Operator: true, Uses: 1, Expires: c.now().Add(time.Hour)})
		ev := bot.Event{Platform: p, UserID: user, Kind: kind, Key: "e" + user}
		if _, _, err := d.RedeemCode(ctx, ev, bot.Redemption{Code: code, Chat: bot.ChatRef{Platform: p, ID: "chat of " + user}}); err != nil {
			t.Fatal(err)
		}
	}
	become("telegram", "1", bot.Private)
	become("discord", "2", bot.Private)
	become("discord", "3", bot.Group)
	become("discord", "4", bot.Private)
	if err := d.Exec(`INSERT INTO chats (platform, ref, created, stopped) VALUES ('discord', 'chat of 4', 0, 'gone')`); err != nil {
		t.Fatal(err)
	}
	n := bot.Notice{Key: "courier.auth", Data: map[string]string{"Platform": "telegram", "Minutes": "10"}}
	for _, test := range []struct {
		except bot.Platform
		told   int
	}{{"telegram", 1}, {"discord", 1}, {"", 2}} {
		if told, err := d.TellOperators(ctx, n, test.except); err != nil || told != test.told {
			t.Errorf("without %q: %d told, want %d, %v", test.except, told, test.told, err)
		}
	}
	got := claim(t, d, "a", "discord")
	if len(got) != 1 || got[0].Chat.ID != "chat of 2" || got[0].Kind != bot.NoticeDelivery || !got[0].Expires.Equal(c.now().Add(24*time.Hour)) {
		t.Fatalf("%+v", got)
	}
	if said := got[0].Content.(*bot.Notice); said.Key != n.Key || said.Data["Minutes"] != "10" || said.Chat != got[0].Chat {
		t.Errorf("%+v", said)
	}
}
