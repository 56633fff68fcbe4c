package telegram_test

import (
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/telegram/telegramtest"
	"wirebrief/bot"
)

// pressing starts a group in which the bot has posted a menu; each press is
// answered with the reply of its data.
func pressing(t *testing.T, replies map[string]bot.Reply) (*stage, *telegramtest.Room) {
	t.Helper()
	menu := said("Menu")
	for data := range replies {
		menu.Messages[0].Buttons = append(menu.Messages[0].Buttons, []bot.Button{{Label: data, Data: data}})
	}
	s := play(t, func(c bot.Command) bot.Reply {
		if c.Button == "" {
			return menu
		}
		return replies[c.Button]
	})
	g := s.AddSupergroup("Ellery readers", s.ann, s.ben)
	g.Add(s.ann, s.Bot())
	s.ann.Say(g, "/settings@wirebrief_test_bot")
	if len(g.WaitPosts(1, within)) != 1 {
		t.Fatal("there is no menu")
	}
	return s, g
}

func TestNotices(t *testing.T) {
	long := strings.Repeat("Only admins change this. ", 20)
	s, g := pressing(t, map[string]bot.Reply{
		"nothing": {}, "short": {Notice: "Done."}, "long": {Notice: long}, "longForUser": {Notice: long, ForUser: true},
		"longAndSaid": {Notice: long, Messages: said("in full").Messages}, "here": {Messages: said("here").Messages, ForUser: true, Here: true},
	})
	for data, want := range map[string]string{
		"nothing": "", "short": "Done.", "long": "Only admins change this. Only", "longForUser": "Only admins change this. Only", "longAndSaid": "", "here": "",
	} {
		n, ok := s.ben.Press(g, data).Wait()
		if !ok || !strings.HasPrefix(n.Text, want) || want == "" && n.Text != "" || n.URL != "" || n.Alert != (len(n.Text) > 60) || len([]rune(n.Text)) > 200 {
			t.Errorf("%s shows %+v, %v", data, n, ok)
		}
	}
	var got []string
	for _, p := range g.WaitPosts(3, within)[1:] {
		got = append(got, p.Text)
	}
	if len(got) != 2 || strings.Join(got, " ") != "in full here" && strings.Join(got, " ") != "here in full" {
		t.Errorf("the group reads %q", got)
	}
}

// TestPressesOfOldButtons also lets somebody forge them: the data arrives as it
// is, for the bot to judge.
func TestPressesOfOldButtons(t *testing.T) {
	s, g := pressing(t, map[string]bot.Reply{"v0|old": {Notice: "This menu is old."}})
	for _, id := range []int{g.BotPosts()[0].ID, 4711} {
		if n, ok := s.ben.PressForged(g, id, "v0|old").Wait(); !ok || n.Text != "This menu is old." {
			t.Errorf("a press on message %d shows %+v, %v", id, n, ok)
		}
	}
	if c := s.heard(t, 3)[2]; c.Chat.ID != id(g.ID()) || c.User.Admin {
		t.Errorf("got %+v", c)
	}
	if n, ok := s.ben.PressForged(g, g.BotPosts()[0].ID, "").Wait(); !ok || n != (telegramtest.Notice{}) {
		t.Errorf("a press of nothing shows %+v, %v", n, ok)
	}
}

func TestReplacingWaitsOutAFlood(t *testing.T) {
	t.Parallel()
	s, g := pressing(t, map[string]bot.Reply{"next": {Replace: true, Messages: said("Page 2").Messages}})
	s.Fail("editMessageText", g.ID(), telegramtest.Flooding(1))
	s.ann.Press(g, "next").Wait()
	s.Wait(within, func() bool { return g.BotPosts()[0].Text == "Page 2" })
	if posts := g.BotPosts(); len(posts) != 1 || posts[0].Text != "Page 2" {
		t.Errorf("the group reads %+v: a page is turned, not said anew", posts)
	}
	calls := s.LastCalls("editMessageText")
	if len(calls) != 2 || calls[1].Time.Sub(calls[0].Time) < time.Second {
		t.Errorf("%d requests", len(calls))
	}
}

func TestReplacingTwiceIsOnce(t *testing.T) {
	s, g := pressing(t, map[string]bot.Reply{"next": {Replace: true, Messages: said("Page 2").Messages}})
	s.ann.PressForged(g, g.BotPosts()[0].ID, "next").Wait()
	s.ann.PressForged(g, g.BotPosts()[0].ID, "next").Wait() // a double tap
	s.heard(t, 3)
	s.settled(t)
	if posts := g.BotPosts(); len(posts) != 1 || posts[0].Text != "Page 2" || s.Calls("editMessageText") != 2 {
		t.Errorf("after %d edits the group reads %+v", s.Calls("editMessageText"), posts)
	}
}

func TestWhatCannotBeReplacedIsSaidAnew(t *testing.T) {
	for name, fault := range map[string]telegramtest.Fault{
		"Deleted": telegramtest.Refusing(400, "Bad Request: message to edit not found"), "Old": telegramtest.Refusing(400, "Bad Request: message can't be edited"),
	} {
		t.Run(name, func(t *testing.T) {
			s, g := pressing(t, map[string]bot.Reply{"next": {Replace: true, Messages: append(said("Page 2").Messages, said("and more").Messages...)}})
			s.Fail("editMessageText", g.ID(), fault)
			s.ann.Press(g, "next").Wait()
			if posts := g.WaitPosts(3, within); len(posts) != 3 || posts[0].Text != "Menu" || posts[1].Text != "Page 2" || posts[2].Text != "and more" {
				t.Errorf("the group reads %+v", posts)
			}
		})
	}
}

func TestALateWhisperGoesToThePrivateChat(t *testing.T) {
	t.Parallel()
	s, g := pressing(t, map[string]bot.Reply{"why": {ForUser: true, Notice: "Because of ports."}, "more": {ForUser: true, Messages: said("More on ports").Messages}})
	s.ann.Start("")
	s.ann.Private().WaitPosts(1, within)
	s.mu.Lock()
	answer := s.answer
	late := make(chan struct{})
	s.answer = func(c bot.Command) bot.Reply {
		<-late
		return answer(c)
	}
	s.mu.Unlock()
	// Ben never wrote to the bot, and gets no message.
	for _, press := range []func() *telegramtest.Press{func() *telegramtest.Press { return s.ben.Press(g, "why") }, func() *telegramtest.Press { return s.ann.Press(g, "more") }} {
		if n, ok := press().Wait(); !ok || n != (telegramtest.Notice{}) {
			t.Errorf("a press that takes long shows %+v, %v", n, ok)
		}
		late <- struct{}{}
	}
	if posts := s.ann.Private().WaitPosts(2, within); len(posts) != 2 || posts[1].Text != "More on ports" {
		t.Errorf("in private they read %+v", posts)
	}
	s.Wait(within, func() bool { return s.Calls("sendMessage") == 4 })
	if n := len(g.BotPosts()); n != 1 || s.Calls("sendMessage") != 4 {
		t.Errorf("the group reads %d messages, after %d requests: a whisper is no shout", n, s.Calls("sendMessage"))
	}
}

// TestAPressIsAnsweredWhileTheGroupWaits: the answer to somebody else's question
// has not got through yet.
func TestAPressIsAnsweredWhileTheGroupWaits(t *testing.T) {
	t.Parallel() // most of it is waiting
	s, g := pressing(t, map[string]bot.Reply{"short": {Notice: "Done."}})
	s.Fail("sendMessage", g.ID(), telegramtest.Fault{Stall: 8 * time.Second, Times: 1})
	s.ann.Say(g, "/settings@wirebrief_test_bot")
	s.heard(t, 2)
	n, ok := s.ben.Press(g, "short").WaitFor(within)
	if posts := g.BotPosts(); !ok || n.Text != "Done." || len(posts) != 1 {
		t.Errorf("the press shows %+v, %v; the group reads %d messages", n, ok, len(posts))
	}
	g.WaitPosts(2, within)
}

// TestAPressHearsWhatBecameOfItsAnswer so that the bot answers it anew.
func TestAPressHearsWhatBecameOfItsAnswer(t *testing.T) {
	refused := telegramtest.Refusing(400, "Bad Request: message is too long")
	late := telegramtest.Refusing(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
	for name, tt := range map[string]struct {
		reply  bot.Reply
		method string
		fault  telegramtest.Fault
		lost   bool
	}{
		"said":                   {reply: said("here")},
		"not said":               {reply: said("here"), method: "sendMessage", fault: refused, lost: true},
		"said unacknowledged":    {reply: said("here"), method: "answerCallbackQuery", fault: late},
		"notice":                 {reply: bot.Reply{Notice: "Done."}},
		"notice too late":        {reply: bot.Reply{Notice: "Done."}, method: "answerCallbackQuery", fault: late, lost: true},
		"whispered too late":     {reply: bot.Reply{Notice: "Done.", ForUser: true}, method: "answerCallbackQuery", fault: late, lost: true},
		"replaced":               {reply: bot.Reply{Replace: true, Messages: said("Page 2").Messages, Notice: "Done."}, method: "answerCallbackQuery", fault: late},
		"replaced by nothing":    {reply: bot.Reply{Replace: true, Messages: said("Page 2").Messages}, method: "editMessageText", fault: telegramtest.Flooding(50), lost: true},
		"nothing was to be said": {reply: bot.Reply{}, method: "answerCallbackQuery", fault: late},
	} {
		t.Run(name, func(t *testing.T) {
			ended := make(chan error, 1)
			tt.reply.Sent = func(err error) { ended <- err }
			s, g := pressing(t, map[string]bot.Reply{"press": tt.reply})
			if tt.method != "" {
				s.Fail(tt.method, 0, tt.fault)
			}
			s.ann.PressForged(g, g.BotPosts()[0].ID, "press")
			if err := <-ended; (err != nil) != tt.lost {
				t.Errorf("it hears %v", err)
			}
		})
	}
}
