package db_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/db"
)

var (
	privateChat = bot.ChatRef{Platform: "telegram", ID: "42"}
	groupChat   = bot.ChatRef{Platform: "telegram", ID: "-100"}
)

// accessEvent is what a person does; no event repeats unless it has a key.
func accessEvent(user string) bot.Event { return bot.Event{Platform: "telegram", UserID: user} }

// newCode stores an invite and returns its code.
func newCode(t testing.TB, s bot.InviteStore, i bot.Invite) bot.CodeHash {
	t.Helper()
	_, hash := bot.NewCode()
	i.Code = hash
	if _, err := s.CreateInvite(ctx, i); err != nil {
		t.Fatal(err)
	}
	return hash
}

func standing(t *testing.T, s bot.AccessStore, chat bot.ChatRef, user string) bot.Standing {
	t.Helper()
	got, err := s.FindStanding(ctx, chat, user)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// redeems uses a code and compares what comes of it.
func redeems(t *testing.T, s bot.AccessStore, ev bot.Event, r bot.Redemption, want bot.Standing, used bool) {
	t.Helper()
	got, gotUsed, err := s.RedeemCode(ctx, ev, r)
	if err != nil || got != want || gotUsed != used {
		t.Errorf("%+v, used %v, %v; want %+v, used %v", got, gotUsed, err, want, used)
	}
}

func refusesCode(t *testing.T, s bot.AccessStore, ev bot.Event, r bot.Redemption) {
	t.Helper()
	if got, used, err := s.RedeemCode(ctx, ev, r); !errors.Is(err, bot.ErrNotFound) || used || got != (bot.Standing{}) {
		t.Errorf("%+v, used %v, %v", got, used, err)
	}
}

func testCodes(t *testing.T, s store, c *clock) {
	code := newCode(t, s, bot.Invite{Uses: 2, Expires: noon.Add(time.Hour), Note: "friends"})
	in, operator := bot.Standing{User: true}, bot.Standing{Operator: true}
	if got := standing(t, s, privateChat, "ann"); got != (bot.Standing{}) {
		t.Errorf("a stranger is %+v", got)
	}
	refusesCode(t, s, accessEvent("ann"), bot.Redemption{Chat: privateChat})
	refusesCode(t, s, accessEvent("ann"), bot.Redemption{Code: code, Chat: privateChat, OperatorsOnly: true})

	t.Run("an event that repeats counts once", func(t *testing.T) {
		ev := accessEvent("ann")
		ev.Key = "update 7"
		for range 3 {
			redeems(t, s, ev, bot.Redemption{Code: code, Chat: privateChat}, in, true)
		}
		if invites, err := s.FindInvites(ctx); err != nil || invites[0].Used != 1 {
			t.Errorf("%+v, %v", invites, err)
		}
	})
	t.Run("who is in uses none up", func(t *testing.T) {
		redeems(t, s, accessEvent("ann"), bot.Redemption{Code: code, Chat: privateChat}, in, false)
	})
	t.Run("ids are of a platform", func(t *testing.T) {
		if got := standing(t, s, bot.ChatRef{Platform: "discord", ID: "42"}, "ann"); got != (bot.Standing{}) {
			t.Errorf("the same id elsewhere is %+v", got)
		}
	})
	t.Run("the last use lets a group in, too", func(t *testing.T) {
		redeems(t, s, accessEvent("bob"), bot.Redemption{Code: code, Chat: groupChat, Admit: true}, bot.Standing{User: true, Chat: true}, true)
		refusesCode(t, s, accessEvent("cleo"), bot.Redemption{Code: code, Chat: privateChat})
		if got := standing(t, s, groupChat, "cleo"); got != (bot.Standing{Chat: true}) {
			t.Errorf("a member of the group is %+v", got)
		}
	})
	t.Run("a code is over in time, and under a clock set back", func(t *testing.T) {
		short := newCode(t, s, bot.Invite{Uses: 1, Expires: noon.Add(time.Minute)})
		c.add(time.Minute)
		refusesCode(t, s, accessEvent("cleo"), bot.Redemption{Code: short, Chat: privateChat})
		later := newCode(t, s, bot.Invite{Uses: 1, Expires: noon.Add(time.Hour)})
		c.add(-30 * time.Second)
		refusesCode(t, s, accessEvent("cleo"), bot.Redemption{Code: later, Chat: privateChat})
		c.add(30 * time.Second)
		redeems(t, s, accessEvent("cleo"), bot.Redemption{Code: later, Chat: privateChat}, in, true)
	})
	t.Run("a code for the operator", func(t *testing.T) {
		once := newCode(t, s, bot.Invite{Uses: 1, Operator: true, Expires: noon.Add(time.Hour)})
		redeems(t, s, accessEvent("oda"), bot.Redemption{Code: once, Chat: privateChat, OperatorsOnly: true}, operator, true)
		refusesCode(t, s, accessEvent("max"), bot.Redemption{Code: once, Chat: privateChat})
		invite := newCode(t, s, bot.Invite{Uses: 1, Expires: noon.Add(time.Hour)})
		redeems(t, s, accessEvent("oda"), bot.Redemption{Code: invite, Chat: privateChat}, operator, false)
	})
	t.Run("a revoked code", func(t *testing.T) {
		id, err := s.CreateInvite(ctx, bot.Invite{Code: bot.CodeHash{1}, Uses: 1, Expires: noon.Add(time.Hour)})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := s.RevokeInvite(ctx, id); err != nil {
				t.Error(err)
			}
			c.add(time.Second)
		}
		refusesCode(t, s, accessEvent("max"), bot.Redemption{Code: bot.CodeHash{1}, Chat: privateChat})
		invites, err := s.FindInvites(ctx)
		if err != nil || len(invites) == 0 {
			t.Fatal(err)
		}
		last := invites[len(invites)-1]
		if !last.Revoked.Equal(c.now().Add(-2*time.Second)) || last.Code != (bot.CodeHash{}) {
			t.Errorf("%+v", last)
		}
		if err := s.RevokeInvite(ctx, id+1); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("an unknown one: %v", err)
		}
	})
}

func testGrants(t *testing.T, s store, c *clock) {
	code := newCode(t, s, bot.Invite{Uses: 9, Expires: noon.Add(time.Hour)})
	ev := accessEvent("ann")
	ev.ChatName = "Grain traders"
	redeems(t, s, accessEvent("bob"), bot.Redemption{Code: code, Chat: privateChat}, bot.Standing{User: true}, true)
	c.add(time.Minute)
	for range 2 {
		if err := s.AdmitChat(ctx, ev, groupChat); err != nil {
			t.Fatal(err)
		}
	}
	want := []bot.Grant{
		{Platform: "telegram", ID: "bob", Kind: bot.UserGrant, Invite: 1, At: noon},
		{Platform: "telegram", ID: "-100", Kind: bot.ChatGrant, Name: "Grain traders", By: "ann", At: noon.Add(time.Minute)},
	}
	if got, err := s.FindGrants(ctx); err != nil || !slices.Equal(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	if err := s.DeleteGrant(ctx, bot.ChatGrant, "telegram", "bob"); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("another kind: %v", err)
	}
	if err := s.DeleteGrant(ctx, bot.UserGrant, "telegram", "bob"); err != nil {
		t.Error(err)
	}
	if got := standing(t, s, privateChat, "bob"); got != (bot.Standing{}) {
		t.Errorf("who was put out is %+v", got)
	}
	if err := s.DeleteGrant(ctx, bot.UserGrant, "telegram", "bob"); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("again: %v", err)
	}
	t.Run("a group is told once, and again after it was put out", func(t *testing.T) {
		other := bot.ChatRef{Platform: "telegram", ID: "-200"}
		told := func() bool {
			first, err := s.NoteRefusal(ctx, ev, other)
			if err != nil {
				t.Fatal(err)
			}
			return first
		}
		if first, again := told(), told(); !first || again {
			t.Errorf("first %v, again %v", first, again)
		}
		if err := s.AdmitChat(ctx, ev, other); err != nil {
			t.Fatal(err)
		}
		if err := s.DeleteGrant(ctx, bot.ChatGrant, "telegram", "-200"); err != nil {
			t.Fatal(err)
		}
		if !told() {
			t.Error("not told")
		}
	})
}

// TestOneTimeCodeHasOneWinner: two processes and many people, one code.
func TestOneTimeCodeHasOneWinner(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wirebrief.db")
	stores := []*db.DB{open(t, path, db.Options{}), open(t, path, db.Options{})}
	for round := range 5 {
		code := newCode(t, stores[0], bot.Invite{Uses: 1, Operator: true, Expires: time.Now().Add(time.Hour)})
		var won sync.Map
		var all sync.WaitGroup
		for n := range 16 {
			all.Go(func() {
				user := fmt.Sprintf("user %d %d", round, n)
				_, used, err := stores[n%2].RedeemCode(ctx, accessEvent(user), bot.Redemption{Code: code, Chat: privateChat})
				if used {
					won.Store(user, true)
				} else if !errors.Is(err, bot.ErrNotFound) {
					t.Errorf("%s: %v", user, err)
				}
			})
		}
		all.Wait()
		winners := 0
		won.Range(func(user, _ any) bool {
			winners++
			if got := standing(t, stores[0], privateChat, user.(string)); !got.Operator {
				t.Errorf("%s is %+v", user, got)
			}
			return true
		})
		if operators, err := stores[1].QueryInt(`SELECT count(*) FROM grants`); err != nil || winners != 1 || int(operators) != round+1 {
			t.Errorf("round %d: %d winners, %d operators, %v", round, winners, operators, err)
		}
	}
}

// TestAccessIsNoted: each grant leaves a note, and no code is in the file.
func TestAccessIsNoted(t *testing.T) {
	d, c := openNew(t)
	shown, hash := bot.NewCode()
	if _, err := d.CreateInvite(ctx, bot.Invite{Code: hash, Uses: 1, Expires: noon.Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	ev := accessEvent("ann")
	ev.Key = "update 1"
	redeems(t, d, ev, bot.Redemption{Code: hash, Chat: privateChat}, bot.Standing{User: true}, true)
	c.add(time.Minute)
	if err := d.AdmitChat(ctx, accessEvent("ann"), groupChat); err != nil {
		t.Fatal(err)
	}
	if err := d.DeleteGrant(ctx, bot.UserGrant, "telegram", "ann"); err != nil {
		t.Fatal(err)
	}
	if err := d.RevokeInvite(ctx, 1); err != nil {
		t.Fatal(err)
	}
	got, err := d.QueryString(`SELECT group_concat(act || '|' || kind || '|' || ref || '|' || coalesce(invite, '') || '|' || actor, ';') FROM (SELECT * FROM access_log ORDER BY id)`)
	if want := "invite made|||1|;let in|user|ann|1|ann;let in|chat|-100||ann;taken back|user|ann||;invite revoked|||1|"; err != nil || got != want {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
	if !inFile(t, d.Path(), "invite made") {
		t.Error("the test does not find what is in the file")
	}
	if inFile(t, d.Path(), strings.ReplaceAll(shown, "-", "")) || inFile(t, d.Path(), shown) {
		t.Error("the code is in the file")
	}
}

// inFile reports whether a text stands in the store's files.
func inFile(t *testing.T, path, text string) bool {
	t.Helper()
	paths, err := filepath.Glob(path + "*")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no files of %s: %v", path, err)
	}
	for _, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(b, []byte(text)) {
			return true
		}
	}
	return false
}

// TestPutOutChatIsStopped: nothing more is sent to who was put out, until they
// are let in again; and what they had set is kept.
func TestPutOutChatIsStopped(t *testing.T) {
	d, _ := openNew(t)
	code := newCode(t, d, bot.Invite{Uses: 5, Expires: noon.Add(time.Hour)})
	r := bot.Redemption{Code: code, Chat: privateChat}
	redeems(t, d, accessEvent("ann"), r, bot.Standing{User: true}, true)
	if _, _, err := d.CreateSubscription(ctx, accessEvent("ann"), bot.Subscription{Chat: privateChat, Topic: topic(t, "grain"), Mode: bot.Daily}); err != nil {
		t.Fatal(err)
	}
	stopped := func() string {
		s, err := d.QueryString(`SELECT stopped FROM chats WHERE ref = '42'`)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	planned := func() bool {
		n, err := d.QueryInt(`SELECT count(*) FROM chats WHERE next_digest IS NOT NULL`)
		if err != nil {
			t.Fatal(err)
		}
		return n == 1
	}
	if !planned() {
		t.Fatal("the test has no digest to stop")
	}
	if err := d.DeleteGrant(ctx, bot.UserGrant, "telegram", "ann"); err != nil || stopped() == "" || planned() {
		t.Errorf("stopped %q, planned %v, %v", stopped(), planned(), err)
	}
	list, err := d.FindSubscriptions(ctx, privateChat)
	if err != nil {
		t.Fatal(err)
	}
	// Whatever is said there changes nothing about that.
	if _, _, err := d.UpdateSubscription(ctx, accessEvent("ann"), privateChat, list[0].ID, bot.Weekly); err != nil || stopped() == "" || planned() {
		t.Errorf("heard: stopped %q, planned %v, %v", stopped(), planned(), err)
	}
	redeems(t, d, accessEvent("ann"), r, bot.Standing{User: true}, true)
	if list, err := d.FindSubscriptions(ctx, privateChat); err != nil || len(list) != 1 || stopped() != "" || !planned() {
		t.Errorf("%d topics, stopped %q, %v", len(list), stopped(), err)
	}
	t.Run("gone stays gone", func(t *testing.T) {
		if err := d.Exec(`UPDATE chats SET stopped = 'gone'`); err != nil {
			t.Fatal(err)
		}
		if err := d.DeleteGrant(ctx, bot.UserGrant, "telegram", "ann"); err != nil {
			t.Fatal(err)
		}
		redeems(t, d, accessEvent("ann"), r, bot.Standing{User: true}, true)
		if got := stopped(); got != "gone" {
			t.Errorf("stopped %q", got)
		}
	})
}

// TestForgettingKeepsAccess: who deletes their data can come back; what else is
// stored of how they came in is told before, and gone after.
func TestForgettingKeepsAccess(t *testing.T) {
	d, _ := openNew(t)
	code := newCode(t, d, bot.Invite{Uses: 5, Expires: noon.Add(time.Hour)})
	ann, bob := accessEvent("ann-7731"), accessEvent("bob")
	ann.Key, bob.Key, ann.ChatName, bob.Kind, bob.ChatName = "1", "2", "Ann Seven", bot.Group, "Grain traders"
	redeems(t, d, ann, bot.Redemption{Code: code, Chat: privateChat}, bot.Standing{User: true}, true)
	redeems(t, d, bob, bot.Redemption{Code: code, Chat: groupChat, Admit: true}, bot.Standing{User: true, Chat: true}, true)
	for _, w := range []struct {
		chat       bot.ChatRef
		told, user string
		want       bot.Standing
	}{
		{privateChat, `"who": "ann-7731"`, "ann-7731", bot.Standing{User: true}},
		{groupChat, `"brought_by": "bob"`, "bob", bot.Standing{User: true, Chat: true}},
	} {
		told, err := d.ExportChat(ctx, w.chat)
		if err != nil || !strings.Contains(string(told), w.told) {
			t.Errorf("%s is not told of %v: %s, %v", w.told, w.chat, told, err)
		}
		if err := d.DeleteChat(ctx, bot.Event{}, w.chat); err != nil {
			t.Fatal(err)
		}
		if got := standing(t, d, w.chat, w.user); got != w.want {
			t.Errorf("%s is %+v, want %+v", w.user, got, w.want)
		}
	}
	if n, err := d.QueryInt(`SELECT count(*) FROM events WHERE act LIKE 'redeem%'`); err != nil || n != 0 {
		t.Errorf("%d events are left, %v", n, err)
	}
	if inFile(t, d.Path(), "Ann Seven") || inFile(t, d.Path(), "Grain traders") {
		t.Error("a name is in the file all the same")
	}
}

// TestGroupKeepsAccessWhenItMoves: some platforms give a group a new id.
func TestGroupKeepsAccessWhenItMoves(t *testing.T) {
	d, _ := openNew(t)
	ev := accessEvent("ann")
	ev.Kind = bot.Group
	if err := d.AdmitChat(ctx, ev, groupChat); err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.CreateSubscription(ctx, ev, bot.Subscription{Chat: groupChat, Topic: topic(t, "grain"), Mode: bot.Daily}); err != nil {
		t.Fatal(err)
	}
	to := bot.ChatRef{Platform: "telegram", ID: "-100200"}
	if err := d.MoveChat(t.Context(), bot.Event{}, groupChat, to); err != nil {
		t.Fatal(err)
	}
	if was, is := standing(t, d, groupChat, "cleo"), standing(t, d, to, "cleo"); was.Chat || !is.Chat {
		t.Errorf("was %+v, is %+v", was, is)
	}
}

// TestRefusalsAreBounded: a flood of groups fills no disk.
func TestRefusalsAreBounded(t *testing.T) {
	d, c := openNew(t)
	if err := d.Exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
		INSERT INTO refusals (platform, ref, at) SELECT 'telegram', 'old ' || i, i FROM n`); err != nil {
		t.Fatal(err)
	}
	c.add(time.Second)
	if first, err := d.NoteRefusal(ctx, bot.Event{}, groupChat); err != nil || !first {
		t.Fatal(first, err)
	}
	if n, err := d.QueryInt(`SELECT count(*) FROM refusals`); err != nil || n != 10_000 {
		t.Errorf("%d groups are remembered, %v", n, err)
	}
	if again, err := d.NoteRefusal(ctx, bot.Event{}, groupChat); err != nil || again {
		t.Errorf("the last was forgotten: %v, %v", again, err)
	}
}

func TestStatus(t *testing.T) {
	d, c := openNew(t)
	if s, err := d.FindStatus(ctx); err != nil || s != (bot.ServiceStatus{}) {
		t.Errorf("an empty store: %+v, %v", s, err)
	}
	if err := d.Exec(`INSERT INTO chats (id, platform, ref, created) VALUES (1, 'telegram', '42', 0), (2, 'telegram', '43', 0)`); err != nil {
		t.Fatal(err)
	}
	for i, w := range []struct {
		state string
		due   time.Time
	}{{"ready", noon.Add(-time.Minute)}, {"ready", noon.Add(-time.Hour)}, {"ready", noon.Add(time.Hour)}, {"failed", noon}, {"sent", noon}} {
		if err := d.Exec(`INSERT INTO deliveries (chat, platform, kind, priority, key, content, silent, due, state, created)
			VALUES (1, 'telegram', 'digest', 2, ?, x'', 0, ?, ?, ?)`, fmt.Sprint(i), w.due.UnixMilli(), w.state, noon.UnixMilli()); err != nil {
			t.Fatal(err)
		}
	}
	want := bot.ServiceStatus{Chats: 2, Ready: 2, Failed: 1, Since: noon.Add(-time.Hour), Held: 1}
	if s, err := d.FindStatus(ctx); err != nil || s != want {
		t.Errorf("%+v, %v, want %+v", s, err, want)
	}
	c.add(8 * 24 * time.Hour)
	if s, err := d.FindStatus(ctx); err != nil || s.Failed != 0 || s.Ready != 3 {
		t.Errorf("a week later: %+v, %v", s, err)
	}
}

// TestPutOutWithItsTopics: the topics of a group are put out and let in with it.
func TestPutOutWithItsTopics(t *testing.T) {
	d, _ := openNew(t)
	ev := accessEvent("ann")
	ev.Kind = bot.Group
	if err := d.AdmitChat(ctx, ev, groupChat); err != nil {
		t.Fatal(err)
	}
	ev.ChatName, ev.Within = "cats", groupChat
	part := bot.ChatRef{Platform: "telegram", ID: groupChat.ID + "/7"}
	follow(t, d, ev, part, "grain")
	follow(t, d, bot.Event{Platform: "telegram", Kind: bot.Group, ChatName: "cats"}, bot.ChatRef{Platform: "telegram", ID: "-999"}, "grain")
	if _, _, err := d.ChangeSettings(ctx, ev, groupChat, bot.SettingsChange{AskIn: &part.ID}); err != nil {
		t.Fatal(err)
	}
	if s := settings(t, d, groupChat); s.Name == "cats" || s.AskIn != part.ID || s.Kind != bot.Group {
		t.Errorf("the group: %+v", s)
	}
	stopped := func() string {
		t.Helper()
		s, err := d.QueryString(`SELECT group_concat(ref || ' ' || stopped || ' ' || (next_digest IS NOT NULL), ';') FROM (SELECT * FROM chats ORDER BY ref)`)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	before := stopped()
	if err := d.DeleteGrant(ctx, bot.ChatGrant, "telegram", groupChat.ID); err != nil {
		t.Fatal(err)
	}
	if got, want := stopped(), "-100 put out 0;-100/7 put out 0;-999  1"; got != want {
		t.Errorf("put out: %s, want %s", got, want)
	}
	if err := d.AdmitChat(ctx, ev, groupChat); err != nil || stopped() != before {
		t.Errorf("let in again: %s, %v; was %s", stopped(), err, before)
	}
}

// TestOperatorNoMore: who is an operator no more and was never invited gets
// nothing more; who was invited goes on.
func TestOperatorNoMore(t *testing.T) {
	for name, invited := range map[string]bool{"never invited": false, "invited": true} {
		t.Run(name, func(t *testing.T) {
			d, _ := openNew(t)
			if invited {
				redeems(t, d, accessEvent("ann"), bot.Redemption{Code: newCode(t, d, bot.Invite{Uses: 1, Expires: noon.Add(time.Hour)}), Chat: privateChat}, bot.Standing{User: true}, true)
			}
			code := newCode(t, d, bot.Invite{Uses: 1, Operator: true, Expires: noon.Add(time.Hour)})
			redeems(t, d, accessEvent("ann"), bot.Redemption{Code: code, Chat: privateChat}, bot.Standing{Operator: true, User: invited}, true)
			follow(t, d, accessEvent("ann"), privateChat, "grain")
			if err := d.DeleteGrant(ctx, bot.OperatorGrant, "telegram", "ann"); err != nil {
				t.Fatal(err)
			}
			if s := settings(t, d, privateChat); (s.Stopped == "") != invited || s.NextDigest.IsZero() == invited {
				t.Errorf("%+v", s)
			}
		})
	}
}
