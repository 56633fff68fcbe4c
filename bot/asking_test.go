package bot_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
)

// askingStore knows who may ask, and nothing else.
type askingStore struct {
	bot.SettingsStore
	asking bot.Asking
	err    error
}

func (s askingStore) FindSettings(_ context.Context, chat bot.ChatRef) (bot.Settings, error) {
	return bot.Settings{Chat: chat, Asking: s.asking}, s.err
}

// handle gives a command and fails on an error.
func handle(t *testing.T, b *bot.Bot, c bot.Command) bot.Reply {
	t.Helper()
	reply, err := b.Handle(context.Background(), c)
	if err != nil {
		t.Fatalf("%q: %v", c.Text+c.Button, err)
	}
	for _, m := range reply.Messages {
		checkMessage(t, m)
	}
	return reply
}

var (
	oneGroup = bot.ChatRef{Platform: "test", ID: "group"}
	member   = bot.User{ID: "bob"}
	admin    = bot.User{ID: "dora", Admin: true}
)

func TestWhoMayAskInAGroup(t *testing.T) {
	for _, w := range []struct {
		asking bot.Asking
		user   bot.User
		text   string
		want   string
	}{
		{bot.AskAll, member, "/latest strike", "strike"},
		{"", member, "/latest strike", "strike"},
		{bot.AskAdmins, member, "/latest strike", "Only admins ask me here"},
		{bot.AskAdmins, member, "/news strike", "Only admins ask me here"},
		{bot.AskAdmins, member, "/help", "Only admins ask me here"},
		{bot.AskAdmins, admin, "/latest strike", "strike"},
		{bot.AskNobody, member, "/latest strike", "Nobody asks me here"},
		{bot.AskNobody, admin, "/latest strike", "Nobody asks me here"},
		{bot.AskNobody, admin, "/topics", "No topics here yet"},
		{bot.AskNobody, admin, "/help", "What you can ask me"},
	} {
		t.Run(fmt.Sprintf("%s %s %s", w.asking, w.user.ID, w.text), func(t *testing.T) {
			c := &clock{morning}
			_, b := newGuarded(t, c, bot.Access{}, func(o *bot.Options) { o.Settings = askingStore{asking: w.asking} })
			reply := handle(t, b, bot.Command{Chat: oneGroup, Kind: bot.Group, User: w.user, Text: w.text})
			if !strings.HasPrefix(said(reply), w.want) {
				t.Fatalf("said %q", said(reply))
			}
			if refused := strings.Contains(w.want, " me here"); reply.ForUser != refused {
				t.Errorf("for the asker only: %v", reply.ForUser)
			} else if !refused {
				return
			}
			again := func(user bot.User) string {
				return said(handle(t, b, bot.Command{Chat: oneGroup, Kind: bot.Group, User: user, Text: w.text}))
			}
			if got := again(w.user); got != "" {
				t.Errorf("said again: %q", got)
			}
			if got := again(bot.User{ID: "cleo"}); !strings.HasPrefix(got, w.want) {
				t.Errorf("said to another: %q", got)
			}
			if got := said(handle(t, b, bot.Command{Chat: bot.ChatRef{Platform: "test", ID: "1"}, User: w.user, Text: w.text})); strings.HasPrefix(got, w.want) || got == "" {
				t.Errorf("said in private: %q", got)
			}
		})
	}
}

// TestButtonsInAGroupAnswerThePresser: what was sent to all stays as it is,
// also where nobody may ask.
func TestButtonsInAGroupAnswerThePresser(t *testing.T) {
	c := &clock{morning}
	d, b := newGuarded(t, c, bot.Access{}, func(o *bot.Options) {
		o.Settings, o.Rates = askingStore{asking: bot.AskNobody}, bot.Rates{Group: bot.Rate{N: 1, Per: time.Hour}}
	})
	stored := store(t, d, fillers(1)...)
	for name, data := range map[string]string{
		"open": "1o" + base36(stored[0].Article), "context": "1c" + base36(stored[0].Revision), "ask": "1a:strike", "say": "1s:/latest strike",
	} {
		t.Run(name, func(t *testing.T) {
			for range 2 {
				reply := handle(t, b, bot.Command{Chat: oneGroup, Kind: bot.Group, User: member, Button: data})
				if len(reply.Messages) == 0 || !reply.ForUser || reply.Replace || strings.Contains(said(reply), "asks me here") {
					t.Errorf("for the asker only: %v, in place: %v: %q", reply.ForUser, reply.Replace, said(reply))
				}
			}
		})
	}
}

func TestRatesAreKept(t *testing.T) {
	rates := bot.DefaultRates()
	private := bot.Command{Chat: bot.ChatRef{Platform: "test", ID: "1"}, User: member, Text: "/topics"}
	inGroup := bot.Command{Chat: oneGroup, Kind: bot.Group, User: member, Text: "/topics"}
	press := private
	press.Text, press.Button = "", "1s:/topics"
	older := press
	older.Button = "1l0.5:strike"
	several := private
	several.Text = "/topics\n/topics\n/topics\n/topics\n/topics"
	for name, w := range map[string]struct {
		command bot.Command
		another bool // each time another person
		pass    int
		kind    string
	}{
		"commands of a person": {private, false, 10, "One at a time"},
		"presses of a person":  {press, false, 10, "One at a time"},
		"several in a message": {several, false, 2, "One at a time"},
		"free text":            {bot.Command{Chat: private.Chat, User: member, Text: "strike"}, false, 10, "One at a time"},
		"unknown commands":     {bot.Command{Chat: private.Chat, User: member, Text: "/nonsense"}, false, 10, "One at a time"},
		"questions of a group": {inGroup, true, 6, "This group has asked a lot"},
		"costly ones":          {older, false, rates.Costly.Burst, "That takes me a lot of work"},
	} {
		t.Run(name, func(t *testing.T) {
			c := &clock{morning}
			_, b := newGuarded(t, c, bot.Access{}, func(o *bot.Options) { o.Rates = rates })
			ask := func(n int) string {
				if w.another {
					w.command.User.ID = fmt.Sprint("member ", n)
				}
				return said(handle(t, b, w.command))
			}
			for n := range w.pass {
				if got := ask(n); got == "" || strings.Contains(got, w.kind) {
					t.Fatalf("number %d: %q", n+1, got)
				}
			}
			if got := ask(100); !strings.HasPrefix(got, w.kind) {
				t.Errorf("one too many: %q", got)
			}
			for n := range 3 {
				if got := ask(200 + n); got != "" {
					t.Errorf("after that: %q", got)
				}
			}
			c.t = c.t.Add(time.Hour)
			if got := ask(300); got == "" || strings.Contains(got, w.kind) {
				t.Errorf("an hour later: %q", got)
			}
		})
	}
}

// TestTalkInAGroupCostsNothing: what is not meant for the bot is not counted.
func TestTalkInAGroupCostsNothing(t *testing.T) {
	c := &clock{morning}
	_, b := newGuarded(t, c, bot.Access{}, func(o *bot.Options) { o.Rates = bot.DefaultRates() })
	for range 50 {
		if got := said(handle(t, b, bot.Command{Chat: oneGroup, Kind: bot.Group, User: member, Text: "good morning"})); got != "" {
			t.Fatalf("said %q", got)
		}
	}
	if got := said(handle(t, b, bot.Command{Chat: oneGroup, Kind: bot.Group, User: member, Text: "/topics"})); !strings.HasPrefix(got, "No topics") {
		t.Errorf("said %q", got)
	}
}

// TestOwnPlatformHasNoLimits: in the terminal there is the operator alone.
func TestOwnPlatformHasNoLimits(t *testing.T) {
	c := &clock{morning}
	_, b := newGuarded(t, c, bot.Access{Mode: bot.AccessListed, Own: "home"}, func(o *bot.Options) {
		o.Rates = bot.Rates{User: bot.Rate{N: 1, Per: time.Hour}, Costly: bot.Rate{N: 1, Per: time.Hour}}
	})
	for range 20 {
		if got := said(handle(t, b, bot.Command{Chat: bot.ChatRef{Platform: "home", ID: "1"}, Text: "/status"})); !strings.HasPrefix(got, "How I am doing") {
			t.Fatalf("said %q", got)
		}
	}
}

func TestAccessWhenTheStoreFails(t *testing.T) {
	c := &clock{morning}
	_, b := newGuarded(t, c, bot.Access{}, func(o *bot.Options) { o.Settings = askingStore{err: errBroken} })
	reply, err := b.Handle(context.Background(), bot.Command{Chat: oneGroup, Kind: bot.Group, User: member, Text: "/latest"})
	if !errors.Is(err, errBroken) || !strings.HasPrefix(said(reply), "Something went wrong") {
		t.Errorf("said %q, %v", said(reply), err)
	}
	for name, f := range map[string]failingAccess{
		"looking up": {find: errBroken}, "redeeming": {redeem: errBroken}, "letting in": {admit: errBroken, standing: bot.Standing{User: true}},
		"refusing": {note: errBroken},
	} {
		t.Run(name, func(t *testing.T) {
			_, b := newGuarded(t, c, bot.Access{Mode: bot.AccessInvite}, func(o *bot.Options) { o.AccessStore = f })
			code, _ := bot.NewCode()
			text := "/topics"
			if f.redeem != nil {
				text = "/start " + code
			}
			reply, err := b.Handle(context.Background(), bot.Command{Chat: oneGroup, Kind: bot.Group, User: admin, Text: text})
			if !errors.Is(err, errBroken) || !strings.HasPrefix(said(reply), "Something went wrong") || strings.Contains(err.Error(), code) {
				t.Errorf("said %q, %v", said(reply), err)
			}
		})
	}
}

// TestOpenNeedsNoLook: where everybody is let in nobody is looked up, but who
// asks what only operators see.
func TestOpenNeedsNoLook(t *testing.T) {
	_, b := newGuarded(t, &clock{morning}, bot.Access{Mode: bot.AccessOpen}, func(o *bot.Options) { o.AccessStore = failingAccess{find: errBroken} })
	ask := func(text string) error {
		_, err := b.Handle(context.Background(), bot.Command{Chat: bot.ChatRef{Platform: "test", ID: "1"}, User: member, Text: text})
		return err
	}
	if err := ask("/topics"); err != nil {
		t.Error(err)
	}
	if err := ask("/status"); !errors.Is(err, errBroken) {
		t.Errorf("/status: %v", err)
	}
}

// failingAccess fails where it is told to.
type failingAccess struct {
	standing                  bot.Standing
	find, redeem, admit, note error
}

func (f failingAccess) FindStanding(context.Context, bot.ChatRef, string) (bot.Standing, error) {
	return f.standing, f.find
}

func (f failingAccess) RedeemCode(context.Context, bot.Event, bot.Redemption) (bot.Standing, bool, error) {
	return f.standing, false, f.redeem
}

func (f failingAccess) AdmitChat(context.Context, bot.Event, bot.ChatRef) error { return f.admit }

func (f failingAccess) NoteRefusal(context.Context, bot.Event, bot.ChatRef) (bool, error) {
	return true, f.note
}

// TestTriesAreFew: a stranger cannot go on guessing.
func TestTriesAreFew(t *testing.T) {
	c := &clock{morning}
	_, b := newGuarded(t, c, bot.Access{Mode: bot.AccessInvite}, nil)
	var answers []string
	for range 8 {
		code, _ := bot.NewCode()
		answers = append(answers, said(handle(t, b, bot.Command{Chat: bot.ChatRef{Platform: "test", ID: "1"}, User: member, Text: "/start " + code})))
	}
	for i, want := range []string{"I don't know that code", "I don't know", "I don't know", "I don't know", "I don't know", "That was not it either", "", ""} {
		if !strings.HasPrefix(answers[i], want) || want == "" && answers[i] != "" {
			t.Errorf("try %d: %q", i+1, answers[i])
		}
	}
}

// TestWhoIsPutOutCanLeave: somebody who may not use the bot any more can still
// stop what comes, and nothing else.
func TestWhoIsPutOutCanLeave(t *testing.T) {
	ctx := context.Background()
	c := &clock{morning}
	d, b := newGuarded(t, c, bot.Access{Mode: bot.AccessInvite}, nil)
	code := invite(t, d, bot.Invite{Uses: 1, Expires: morning.Add(time.Hour)})
	say := func(text string) string {
		return said(handle(t, b, bot.Command{Chat: bot.ChatRef{Platform: "test", ID: "1"}, User: member, Text: text}))
	}
	say("/start " + code)
	say("/subscribe karabakh")
	if err := d.DeleteGrant(ctx, bot.UserGrant, "test", "bob"); err != nil {
		t.Fatal(err)
	}
	for _, w := range []struct{ text, want string }{
		{"/latest", "This bot is by invitation"}, {"/subscribe grain", ""}, {"/topics", "Topics you follow"}, {"/topics\n/latest", ""},
		{"/unsubscribe karabakh", "No longer following karabakh"}, {"/topics", ""},
	} {
		if got := say(w.text); !strings.HasPrefix(got, w.want) || w.want == "" && got != "" {
			t.Errorf("%s: said %q", w.text, got)
		}
	}
}
