package telegram_test

import (
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/telegram"
	"wirebrief/adapters/telegram/telegramtest"
	"wirebrief/bot"
)

// buttoned answers everything typed with a message that has a button.
func buttoned(c bot.Command) bot.Reply {
	if c.Button != "" {
		return bot.Reply{Notice: "pressed"}
	}
	r := said("Menu")
	r.Messages[0].Buttons = [][]bot.Button{{{Label: "Stop", Data: "stop"}}}
	return r
}

// lastUser waits for n commands and returns who gave the last.
func (s *stage) lastUser(t *testing.T, n int) bot.User {
	t.Helper()
	return s.heard(t, n)[n-1].User
}

func TestRightsAreFoundOutAnew(t *testing.T) {
	s := play(t, buttoned)
	g := s.AddSupergroup("Ellery readers", s.ann, s.ben)
	g.Promote(s.ann, s.ben, telegramtest.AllRights())
	g.Add(s.ann, s.Bot())
	s.ben.Say(g, "/settings@wirebrief_test_bot")
	if !s.lastUser(t, 1).Admin || len(g.WaitPosts(1, within)) != 1 {
		t.Fatal("an administrator is none")
	}
	// Nobody tells the bot that he is none any more: it is believed for a while.
	g.Demote(s.ann, s.ben)
	s.pass(4 * time.Minute)
	s.ben.Press(g, "Stop").Wait()
	if !s.lastUser(t, 2).Admin || s.Calls("getChatAdministrators") != 1 {
		t.Errorf("the administrators were asked for %d times", s.Calls("getChatAdministrators"))
	}
	s.pass(time.Minute + time.Second)
	s.ben.Press(g, "Stop").Wait()
	if s.lastUser(t, 3).Admin || s.Calls("getChatAdministrators") != 2 {
		t.Errorf("after five minutes he still is an administrator, %d requests", s.Calls("getChatAdministrators"))
	}
	// A change of the bot's own rights may come with others.
	g.Promote(s.ann, s.ben, telegramtest.AllRights())
	g.Promote(s.ann, s.Bot(), telegramtest.Rights{})
	s.ben.Press(g, "Stop").Wait()
	if !s.lastUser(t, 4).Admin {
		t.Error("after a change that it was told of the old list is believed")
	}
	// A clock that was put back is no reason to believe for ever.
	g.Demote(s.ann, s.ben)
	s.pass(-time.Hour)
	s.ben.Press(g, "Stop").Wait()
	if s.lastUser(t, 5).Admin {
		t.Error("a list from the future is believed")
	}
}

// TestANewAdministratorIsBelievedSoon: nobody tells the bot of one.
func TestANewAdministratorIsBelievedSoon(t *testing.T) {
	s := play(t, buttoned)
	now := time.Now() // a clock that runs would count what a busy machine takes, too
	s.stands.Store(&now)
	g := s.AddSupergroup("Ellery readers", s.ann, s.ben)
	g.Add(s.ann, s.Bot())
	for i, step := range []struct {
		after    time.Duration
		admin    bool
		calls    int
		promoted bool
	}{{calls: 1}, {after: 19 * time.Second, calls: 1}, {promoted: true, after: 20 * time.Second, admin: true, calls: 2}, {after: 5 * time.Minute, admin: true, calls: 2}} {
		if step.promoted {
			g.Promote(s.ann, s.ben, telegramtest.AllRights())
		}
		now := now.Add(step.after)
		s.stands.Store(&now)
		s.ben.Say(g, "/settings@wirebrief_test_bot")
		if u := s.lastUser(t, i+1); u.Admin != step.admin || s.Calls("getChatAdministrators") != step.calls {
			t.Errorf("step %d: %+v after %d requests", i, u, s.Calls("getChatAdministrators"))
		}
	}
}

// T22, T23
func TestPressersAreWhoTheyAre(t *testing.T) {
	s := play(t, buttoned)
	g := s.AddSupergroup("Ellery readers", s.ann, s.ben)
	g.Add(s.ann, s.Bot())
	g.SetAnonymous(s.ann, true)
	s.ann.Say(g, "/settings@wirebrief_test_bot")
	g.WaitPosts(1, within)
	s.ann.Press(g, "Stop").Wait()
	s.ben.Press(g, "Stop").Wait()
	got := s.heard(t, 3)
	for i, want := range []bot.User{{Name: "Ellery readers", Admin: true}, {ID: id(s.ann.ID()), Name: "Ann Weaver", Admin: true}, {ID: id(s.ben.ID()), Name: "Ben"}} {
		if got[i].User != want {
			t.Errorf("event %d is by %+v, want %+v", i+1, got[i].User, want)
		}
	}
	if got[1].EventID == got[2].EventID || got[1].EventID == "" || got[1].Button != "stop" || got[1].Text != "" || got[1].Kind != bot.Group {
		t.Errorf("got %+v and %+v", got[1], got[2])
	}
	s.Fail("getChatAdministrators", 0, telegramtest.Flooding(1))
	s.pass(10 * time.Minute)
	s.ann.Press(g, "Stop").Wait()
	if u := s.lastUser(t, 4); u.Admin || !u.Unsure {
		t.Errorf("when it cannot be found out, got %+v", u)
	}
}

func TestMayChangeAsksEachTime(t *testing.T) {
	s := play(t, nil)
	channel := s.AddChannel("Ellery news", s.ann)
	channel.Promote(s.ann, s.Bot(), telegramtest.Rights{CanPost: true})
	ref := func(n int64) bot.ChatRef { return bot.ChatRef{Platform: telegram.Platform, ID: id(n)} }
	ask := func(chat bot.ChatRef, user string) bool {
		t.Helper()
		ok, err := s.adapter.MayChange(t.Context(), chat, user)
		if err != nil {
			t.Errorf("%v of %v: %v", user, chat, err)
		}
		return ok
	}
	if !ask(ref(channel.ID()), id(s.ann.ID())) || ask(ref(channel.ID()), id(s.ben.ID())) || ask(ref(channel.ID()), "") {
		t.Error("the wrong people may change a channel")
	}
	channel.Promote(s.ann, s.ben, telegramtest.AllRights())
	if !ask(ref(channel.ID()), id(s.ben.ID())) {
		t.Error("a new administrator may not")
	}
	channel.Demote(s.ann, s.ben)
	if ask(ref(channel.ID()), id(s.ben.ID())) {
		t.Error("a former administrator may")
	}
	if !ask(ref(s.ben.ID()), id(s.ben.ID())) || ask(ref(s.ben.ID()), id(s.ann.ID())) {
		t.Error("a private chat belongs to somebody else")
	}
	if ok, err := s.adapter.MayChange(t.Context(), ref(-1001), id(s.ann.ID())); ok || err == nil {
		t.Errorf("in an unknown chat: %v, %v", ok, err)
	}
	if ok, err := s.adapter.MayChange(t.Context(), bot.ChatRef{Platform: "terminal", ID: "1"}, "1"); ok || err == nil {
		t.Errorf("in a chat of another platform: %v, %v", ok, err)
	}
}

func TestCommandsArriveAsTheyAreMeant(t *testing.T) {
	for name, tt := range map[string]struct {
		text, group, private string // "" for what does not arrive
	}{
		"Plain":          {"/latest ports", "/latest ports", "/latest ports"},
		"Ours":           {"/latest@wirebrief_test_bot ports @ana", "/latest ports @ana", "/latest ports @ana"},
		"AnyCase":        {"/Latest@WIREBRIEF_test_BOT", "/Latest", "/Latest"},
		"NoBreakSpace":   {"/latest@wirebrief_test_bot\u00a0ports", "/latest\u00a0ports", "/latest\u00a0ports"},
		"Comma":          {"/latest@wirebrief_test_bot, ports", "/latest, ports", "/latest, ports"},
		"Foreign":        {"/latest@other_bot ports", "", "/latest@other_bot ports"},
		"LongerName":     {"/latest@wirebrief_test_bot2", "", "/latest@wirebrief_test_bot2"},
		"NobodysCommand": {"/frobnicate now", "", "/frobnicate now"},
		"Talk":           {"ports and ships", "", "ports and ships"},
		"TalkFirst":      {"hello\n/latest ports", "/latest ports", "hello\n/latest ports"},
		"Several":        {"/latest@wirebrief_test_bot ports\ngrain\n/ban@other_bot him\nand her\n/topics", "/latest ports\ngrain\n/topics", "/latest ports\ngrain\n/ban@other_bot him\nand her\n/topics"},
		"APath":          {"/usr/bin is full", "", "/usr/bin is full"},
		"OurTypingError": {"/lates@wirebrief_test_bot", "/lates", "/lates"},
		"Dash":           {"/latest@wirebrief_test_bot—ports", "/latest—ports", "/latest—ports"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := play(t, nil)
			g := s.AddSupergroup("Ellery readers", s.ann)
			g.Promote(s.ann, s.Bot(), telegramtest.AllRights()) // it hears everything
			s.ann.Say(g, tt.text)
			s.ann.Say(s.ann.Private(), tt.text)
			want := map[bot.ChatKind]string{bot.Private: tt.private}
			if tt.group != "" {
				want[bot.Group] = tt.group
			}
			for _, c := range s.heard(t, len(want)) {
				if strings.TrimSpace(c.Text) != want[c.Kind] || c.Answers {
					t.Errorf("got %+v, want %q", c, want[c.Kind])
				}
			}
		})
	}
}

func TestWhatIsPassedOnIsNoCommand(t *testing.T) {
	s := play(t, nil)
	g := s.AddSupergroup("Ellery readers", s.ann, s.ben)
	g.Add(s.ann, s.Bot())
	m := s.ben.Say(s.ben.Private(), "/unsubscribe@wirebrief_test_bot ports\n/ban@other_bot")
	s.heard(t, 1)
	s.ann.Forward(s.ben.Private(), m.MessageID, g)
	s.ann.Forward(s.ben.Private(), m.MessageID, s.ann.Private())
	got := s.heard(t, 2)[1]
	if got.Kind != bot.Private || got.Forward == nil || got.Forward.From != "Ben" || got.Text != "/unsubscribe@wirebrief_test_bot ports\n/ban@other_bot" {
		t.Errorf("got %+v", got)
	}
}

func TestRepliesToTheBotAreMeantForIt(t *testing.T) {
	s := play(t, func(c bot.Command) bot.Reply {
		if c.Answers {
			return bot.Reply{}
		}
		return said("Which one?")
	})
	g := s.AddForum("Ellery forum", s.ann, s.ben)
	g.Add(s.ann, s.Bot())
	ports := g.AddTopic(s.ann, "Ports")
	s.ann.SayIn(g, ports, "/subscribe@wirebrief_test_bot")
	asked := g.WaitPosts(1, within)[0]
	s.ben.Reply(g, asked.ID, "grain")
	s.ben.Reply(g, asked.ID, "/frobnicate") // a slip
	s.ben.Reply(g, asked.ID, "/ban@other_bot")
	got := s.heard(t, 3)
	for i, want := range []string{"grain", "/frobnicate"} {
		if c := got[i+1]; c.Text != want || !c.Answers || c.Chat.ID != got[0].Chat.ID || c.Within.ID != id(g.ID()) {
			t.Errorf("got %+v, want %q", c, want)
		}
	}
}

func TestWhoIsNobodyIsNotHeard(t *testing.T) {
	s := play(t, nil)
	g := s.AddSupergroup("Ellery readers", s.ann)
	g.Promote(s.ann, s.Bot(), telegramtest.AllRights())
	channel := s.AddChannel("Ellery news", s.ann)
	channel.Promote(s.ann, s.Bot(), telegramtest.AllRights())
	channel.LinkTo(g)
	s.ann.Say(channel, "/latest@wirebrief_test_bot in a post") // and what Telegram makes of it in the group
	other := `{"message":{"message_id":901,"date":1780000000,"text":"/latest@wirebrief_test_bot","chat":{"id":` + id(g.ID()) + `,"type":"supergroup","title":"Ellery readers"},` +
		`"from":{"id":77,"is_bot":true,"first_name":"Other","username":"other_bot"}}}`
	if _, err := s.Inject([]byte(other)); err != nil {
		t.Fatal(err)
	}
	s.ann.Say(g, "/latest@wirebrief_test_bot for real")
	if c := s.heard(t, 1)[0]; c.Text != "/latest for real" {
		t.Errorf("got %+v", c)
	}
}

func TestAnAnonymousAdministratorAddsTheBot(t *testing.T) {
	s := play(t, nil)
	g := s.AddSupergroup("Ellery readers", s.ann)
	g.Add(s.ann, s.Bot())
	<-s.changes
	for _, change := range [][2]string{{"left", "member"}, {"member", "kicked"}} {
		status := func(what string) string {
			return `{"status":"` + what + `","user":{"id":` + id(s.Bot().ID()) + `,"is_bot":true,"first_name":"Wirebrief"}}`
		}
		if _, err := s.Inject([]byte(`{"my_chat_member":{"chat":{"id":` + id(g.ID()) + `,"type":"supergroup","title":"Ellery readers"},"date":1780000000,` +
			`"from":{"id":1087968824,"is_bot":true,"first_name":"Group"},"old_chat_member":` + status(change[0]) + `,"new_chat_member":` + status(change[1]) + `}}`)); err != nil {
			t.Fatal(err)
		}
		c := <-s.changes
		if want := (bot.User{Name: "Ellery readers", Admin: true}); c.User != want || c.EventID == "" {
			t.Errorf("got %+v, want %+v", c, want)
		}
	}
}

func TestEveryKindOfPrivateMessageIsHeard(t *testing.T) {
	for _, what := range []string{"sticker", "voice", "location", "story", "rich_message", "live_photo", "checklist", "paid_media", "dice"} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			s := play(t, nil)
			s.ann.Start("")
			for _, field := range []string{what, "pinned_message", "message_auto_delete_timer_changed"} { // of which the last are events
				if _, err := s.Inject([]byte(`{"message":{"message_id":902,"date":1780000000,"` + field + `":{"x":1},"chat":{"id":` + id(s.ann.ID()) + `,"type":"private"},"from":{"id":` + id(s.ann.ID()) + `,"first_name":"Ann"}}}`)); err != nil {
					t.Fatal(err)
				}
			}
			if c := s.heard(t, 2)[1]; c.Text != "" || c.Kind != bot.Private {
				t.Errorf("got %+v", c)
			}
		})
	}
}
