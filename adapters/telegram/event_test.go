package telegram_test

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wirebrief/adapters/telegram"
	"wirebrief/adapters/telegram/telegramtest"
	"wirebrief/bot"
	"wirebrief/db"
)

// A stage is an adapter that runs on a server, with a handler of the test.
type stage struct {
	*telegramtest.Server
	adapter *telegram.Adapter
	store   *db.DB
	changes chan bot.ChatChange
	ann     *telegramtest.Person
	ben     *telegramtest.Person

	// skew is what the adapter's clock is ahead; if stands, it stands still.
	skew     atomic.Int64
	stands   atomic.Pointer[time.Time]
	mu       sync.Mutex
	commands []bot.Command
	answer   func(bot.Command) bot.Reply
}

// pass lets time pass for the adapter.
func (s *stage) pass(d time.Duration) { s.skew.Add(int64(d)) }

func (s *stage) now() time.Time {
	if at := s.stands.Load(); at != nil {
		return *at
	}
	return time.Now().Add(time.Duration(s.skew.Load()))
}

// play starts an adapter. Each command is answered by answer, with nothing if
// that is nil.
func play(t *testing.T, answer func(bot.Command) bot.Reply) *stage {
	t.Helper()
	return playPaced(t, bot.NewPacing(bot.Pace{}), answer)
}

// playPaced is play with a pacing.
func playPaced(t *testing.T, pacing *bot.Pacing, answer func(bot.Command) bot.Reply) *stage {
	t.Helper()
	s := &stage{Server: newServer(t, telegramtest.Options{Limits: &noLimits}), changes: make(chan bot.ChatChange, 100), answer: answer}
	s.ann = s.AddPerson(telegramtest.User{FirstName: "Ann", LastName: "Weaver"})
	s.ben = s.AddPerson(telegramtest.User{FirstName: "Ben"})
	s.store = newStore(t)
	s.adapter = newAdapter(t, s.Server, telegram.Options{Inbox: s.store, Desk: desk{s.changes}, Now: s.now, PollTimeout: time.Second, CallTimeout: within, Pacing: pacing})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.adapter.Run(ctx, s.handle) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("Run returned %v", err)
		}
	})
	return s
}

func (s *stage) handle(_ context.Context, c bot.Command) (bot.Reply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.commands = append(s.commands, c)
	if s.answer == nil {
		return bot.Reply{}, nil
	}
	return s.answer(c), nil
}

// heard waits until the bot has confirmed all updates and returns the commands.
func (s *stage) heard(t *testing.T, n int) []bot.Command {
	t.Helper()
	var got []bot.Command
	for end := time.Now().Add(within); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		s.mu.Lock()
		got = slices.Clone(s.commands)
		s.mu.Unlock()
		if len(got) >= n && s.Pending() == 0 {
			break
		}
	}
	time.Sleep(20 * time.Millisecond) // for one too many
	s.mu.Lock()
	got = slices.Clone(s.commands)
	s.mu.Unlock()
	if len(got) != n {
		t.Fatalf("%d commands arrived, want %d: %+v", len(got), n, got)
	}
	return got
}

// settled waits until nothing more is done about what was heard.
func (s *stage) settled(t *testing.T) {
	t.Helper()
	eventually(t, "nothing waits for its answer", func() bool {
		left, err := s.store.FindInboxEvents(t.Context(), telegram.Platform)
		return err == nil && len(left) == 0
	})
}

func said(text string) bot.Reply {
	return bot.Reply{Messages: []bot.Message{{Blocks: []bot.Block{{Runs: []bot.Run{{Text: text}}}}}}}
}

func id(n int64) string { return strconv.FormatInt(n, 10) }

func TestInGroupsOnlyWhatIsMeantForTheBotArrives(t *testing.T) {
	s := play(t, func(c bot.Command) bot.Reply {
		if c.Text == "/topics" {
			return said("Which one?")
		}
		return bot.Reply{}
	})
	g := s.AddSupergroup("Ellery readers", s.ann, s.ben)
	g.Add(s.ann, s.Bot())
	for _, text := range []string{"hello", "/help@other_bot", "/help", "/topics@wirebrief_test_bot", "/LATEST@Wirebrief_Test_Bot ports"} {
		s.ben.Say(g, text)
	}
	got := s.heard(t, 2)
	if got[0].Text != "/topics" || got[1].Text != "/LATEST ports" {
		t.Errorf("got %q and %q", got[0].Text, got[1].Text)
	}
	for _, c := range got {
		if c.Kind != bot.Group || c.Chat.ID != id(g.ID()) || c.ChatName != "Ellery readers" || c.User != (bot.User{ID: id(s.ben.ID()), Name: "Ben"}) || c.Within != (bot.ChatRef{}) {
			t.Errorf("got %+v", c)
		}
	}
	posts := g.WaitPosts(1, within)
	if len(posts) != 1 || posts[0].ReplyTo == 0 {
		t.Fatalf("the answer is %+v", posts)
	}
	s.ben.Reply(g, posts[0].ID, "ports")
	if c := s.heard(t, 3)[2]; !c.Answers || c.Text != "ports" {
		t.Errorf("a reply to the bot arrived as %+v", c)
	}
}

func TestAdministratorsAreKnown(t *testing.T) {
	s := play(t, nil)
	g := s.AddSupergroup("Ellery readers", s.ann, s.ben)
	g.Add(s.ann, s.Bot())
	channel := s.AddChannel("Ben's channel", s.ben)
	s.ann.Say(g, "/a@wirebrief_test_bot")
	s.ben.Say(g, "/b@wirebrief_test_bot")
	g.SetAnonymous(s.ann, true)
	s.ann.Say(g, "/c@wirebrief_test_bot")
	s.ben.SayAs(channel, g, "/d@wirebrief_test_bot")
	got := s.heard(t, 4)
	for i, want := range []bot.User{
		{ID: id(s.ann.ID()), Name: "Ann Weaver", Admin: true}, {ID: id(s.ben.ID()), Name: "Ben"},
		{Name: "Ellery readers", Admin: true}, {Name: "Ben's channel"},
	} {
		if got[i].User != want {
			t.Errorf("%s came from %+v, want %+v", got[i].Text, got[i].User, want)
		}
	}
	if n := s.Calls("getChatAdministrators"); n != 1 {
		t.Errorf("the administrators were asked for %d times", n)
	}
}

func TestNobodyIsAnAdministratorWhenItCannotBeFoundOut(t *testing.T) {
	s := play(t, nil)
	g := s.AddSupergroup("Ellery readers", s.ann)
	s.Fail("getChatAdministrators", g.ID(), telegramtest.Fault{Times: -1, Status: 502, Body: "<html>bad gateway</html>"})
	g.Add(s.ann, s.Bot())
	s.ann.Say(g, "/settings@wirebrief_test_bot")
	if c := s.heard(t, 1)[0]; c.User.Admin || !c.User.Unsure {
		t.Errorf("got %+v", c.User)
	}
	s.ClearFaults()
	s.ann.Say(g, "/settings@wirebrief_test_bot")
	if c := s.heard(t, 2)[1]; !c.User.Admin || c.User.Unsure {
		t.Errorf("afterwards: got %+v", c.User)
	}
}

func TestAnswersStayInTheirTopic(t *testing.T) {
	s := play(t, func(c bot.Command) bot.Reply { return said("answer to " + c.Text[len("/latest "):]) })
	g := s.AddForum("Ellery forum", s.ann)
	g.Add(s.ann, s.Bot())
	ports := g.AddTopic(s.ann, "Ports")
	s.ann.SayIn(g, ports, "/latest@wirebrief_test_bot ports")
	s.ann.Say(g, "/latest@wirebrief_test_bot general")
	got := s.heard(t, 2)
	whole := bot.ChatRef{Platform: telegram.Platform, ID: id(g.ID())}
	if got[0].Chat.ID != id(g.ID())+":"+strconv.Itoa(ports) || got[0].Within != whole {
		t.Errorf("in the topic: %+v", got[0])
	}
	if got[1].Chat != whole || got[1].Within != (bot.ChatRef{}) {
		t.Errorf("in General: %+v", got[1])
	}
	for _, p := range g.WaitPosts(2, within) {
		want := map[string]int{"answer to ports": ports, "answer to general": 0}[p.Text]
		if p.Topic != want {
			t.Errorf("%q stands in topic %d, want %d", p.Text, p.Topic, want)
		}
	}
	if _, err := s.adapter.Send(t.Context(), got[0].Chat, said("digest").Messages[0]); err != nil {
		t.Fatal(err)
	}
	if posts := g.BotPosts(); posts[len(posts)-1].Topic != ports {
		t.Errorf("the digest stands in topic %d", posts[len(posts)-1].Topic)
	}
	g.CloseTopic(s.ann, ports)
	s.refusedAs(t, got[0].Chat, bot.Forbidden)
	g.DeleteTopic(ports)
	s.refusedAs(t, got[0].Chat, bot.Transient)
	if e := s.refusedAs(t, got[0].Chat, bot.Migrated); e.MovedTo != whole {
		t.Errorf("a topic that is lost moves to %v", e.MovedTo)
	}
}

// refusedAs sends something that must fail.
func (s *stage) refusedAs(t *testing.T, to bot.ChatRef, kind bot.SendKind) *bot.SendError {
	t.Helper()
	_, err := s.adapter.Send(t.Context(), to, said("x").Messages[0])
	var e *bot.SendError
	if !errors.As(err, &e) || e.Kind != kind {
		t.Fatalf("sending fails with %v, want %v", err, kind)
	}
	return e
}

func TestWhatHappensToChatsIsFollowed(t *testing.T) {
	s := play(t, nil)
	next := func(want bot.ChatChangeKind, chat int64) bot.ChatChange {
		t.Helper()
		select {
		case c := <-s.changes:
			if c.Change != want || c.Chat.ID != id(chat) {
				t.Fatalf("got %+v, want %s of %d", c, want, chat)
			}
			return c
		case <-time.After(within):
			t.Fatalf("nothing was heard of %s", want)
		}
		return bot.ChatChange{}
	}
	s.ben.Start("")
	s.ben.Block()
	if c := next(bot.BotRemoved, s.ben.ID()); c.Kind != bot.Private {
		t.Errorf("got %+v", c)
	}
	s.ben.Unblock()
	next(bot.BotUnblocked, s.ben.ID())

	g := s.AddGroup("Ellery readers", s.ann, s.ben)
	g.Add(s.ben, s.Bot())
	if c := next(bot.BotAdded, g.ID()); c.User.ID != id(s.ben.ID()) || c.User.Admin || c.Kind != bot.Group || c.ChatName != "Ellery readers" {
		t.Errorf("got %+v", c)
	}
	bigger := g.Upgrade(s.ann)
	for range 2 { // it is told in both chats
		if c := next(bot.ChatMoved, g.ID()); c.MovedTo.ID != id(bigger.ID()) {
			t.Errorf("got %+v", c)
		}
	}
	if e := s.refusedAs(t, bot.ChatRef{Platform: telegram.Platform, ID: id(g.ID())}, bot.Migrated); e.MovedTo.ID != id(bigger.ID()) {
		t.Errorf("the group has moved to %v", e.MovedTo)
	}
	for len(s.changes) > 0 { // what the move itself says about members
		<-s.changes
	}
	bigger.Kick(s.ann, s.Bot())
	next(bot.BotRemoved, bigger.ID())

	channel := s.AddChannel("Ellery news", s.ann)
	channel.Promote(s.ann, s.Bot(), telegramtest.Rights{})
	channel.Promote(s.ann, s.Bot(), telegramtest.Rights{CanPost: true})
	if c := next(bot.BotAdded, channel.ID()); c.Kind != bot.Channel || !c.User.Admin {
		t.Errorf("got %+v", c)
	}
	channel.Promote(s.ann, s.Bot(), telegramtest.Rights{})
	next(bot.BotRemoved, channel.ID())
}

func TestPressesAreAnsweredWhereTheyShould(t *testing.T) {
	s := play(t, nil)
	menu := said("Menu")
	menu.Messages[0].Buttons = [][]bot.Button{{
		{Label: "Toast", Data: "toast"}, {Label: "Alert", Data: "alert"}, {Label: "Replace", Data: "replace"},
		{Label: "More", Data: "more"}, {Label: "Whisper", Data: "whisper"}, {Label: "Private", Data: "private"},
	}}
	private := bot.Reply{ForUser: true, Notice: "Only admins.", Messages: said("Only admins.").Messages}
	private.Messages[0].Buttons = [][]bot.Button{{{Label: "Follow it privately", Data: "f", Private: true}}}
	whisper := said(strings.Repeat("a long text ", 30))
	whisper.ForUser = true
	replies := map[string]bot.Reply{
		"toast": {Notice: "Done.", Messages: said("Done.").Messages}, "alert": {Notice: strings.Repeat("Only admins. ", 8), ForUser: true},
		"replace": {Messages: said("Page 2").Messages, Replace: true}, "more": said("More"), "whisper": whisper, "private": private,
	}
	s.mu.Lock()
	s.answer = func(c bot.Command) bot.Reply {
		if c.Button == "" {
			return menu
		}
		return replies[c.Button]
	}
	s.mu.Unlock()
	g := s.AddSupergroup("Ellery readers", s.ann, s.ben)
	g.Add(s.ann, s.Bot())
	s.ann.Say(g, "/settings@wirebrief_test_bot")
	if len(g.WaitPosts(1, within)) != 1 {
		t.Fatal("there is no menu")
	}
	const deep = "https://t.me/wirebrief_test_bot?start=key-of-"
	for label, want := range map[string]telegramtest.Notice{
		"Toast": {Text: "Done."}, "Alert": {Text: strings.Repeat("Only admins. ", 8), Alert: true}, "More": {},
		"Whisper": {URL: deep}, "Private": {URL: deep},
	} {
		n, ok := s.ben.Press(g, label).Wait()
		if !ok || n.Text != want.Text || n.Alert != want.Alert || !strings.HasPrefix(n.URL, want.URL) || n.URL != "" && want.URL == "" {
			t.Errorf("%s shows %+v, %v", label, n, ok)
		}
	}
	posts := g.WaitPosts(2, within)
	if len(posts) != 2 || posts[1].Text != "More" {
		t.Errorf("the group reads %+v", posts)
	}
	s.ann.Press(g, "Replace").Wait()
	s.Wait(within, func() bool { return g.BotPosts()[0].Text == "Page 2" })
	if p := g.BotPosts(); p[0].Text != "Page 2" || len(p) != 2 {
		t.Errorf("after Replace the group reads %+v", p)
	}
	// A message that cannot be read any more is not replaced.
	g.Forget(posts[0].ID)
	s.ann.PressForged(g, posts[0].ID, "replace").Wait()
	if p := g.WaitPosts(3, within); len(p) != 3 || p[2].Text != "Page 2" {
		t.Errorf("the group reads %+v", p)
	}
}

func TestASlowAnswerDoesNotLetAPressExpire(t *testing.T) {
	t.Parallel()
	gate := make(chan struct{})
	s := play(t, func(c bot.Command) bot.Reply {
		if c.Button != "" {
			<-gate
			return said("at last")
		}
		m := said("Menu")
		m.Messages[0].Buttons = [][]bot.Button{{{Label: "Slow", Data: "slow"}}}
		return m
	})
	s.ann.Start("")
	s.ann.Private().WaitPosts(1, within)
	if _, ok := s.ann.Press(s.ann.Private(), "Slow").WaitFor(within); !ok {
		t.Error("the press was not acknowledged while the answer took its time")
	}
	close(gate)
	if posts := s.ann.Private().WaitPosts(2, within); len(posts) != 2 || posts[1].Text != "at last" {
		t.Errorf("the chat reads %+v", posts)
	}
}

func TestForwardsTellWhereTheyAreFrom(t *testing.T) {
	s := play(t, nil)
	channel := s.AddChannel("Ellery Gazette", s.ben)
	post := s.ben.Say(channel, "Dock strike, https://t.me/ellery_gazette/5 and T.me/ellery_gazette: read https://gazette.example/strike now")
	s.ann.Start("")
	s.ann.Forward(channel, post.MessageID, s.ann.Private())
	got := s.heard(t, 2)[1]
	if got.Forward == nil || got.Forward.From != "Ellery Gazette" || got.Forward.URL != "https://gazette.example/strike" || got.Forward.At.IsZero() {
		t.Errorf("got %+v", got.Forward)
	}
}

func TestEveryPrivateMessageArrives(t *testing.T) {
	s := play(t, nil)
	s.ann.Start("")
	s.ann.SendFile(s.ann.Private(), telegramtest.File{Name: "cat.png", Content: []byte("x")}, "")
	m := s.ann.Say(s.ann.Private(), "ports")
	s.ann.Edit(s.ann.Private(), m.MessageID, "grain")
	got := s.heard(t, 3)
	if got[1].Text != "" || got[2].Text != "ports" {
		t.Errorf("got %+v", got)
	}
}

func TestWhatIsForTheAskerAloneIsAnsweredInPrivate(t *testing.T) {
	s := play(t, func(c bot.Command) bot.Reply {
		if c.Text != "/mydata" {
			return bot.Reply{}
		}
		r := said("secret of " + c.ChatName)
		r.ForUser = true
		return r
	})
	g := s.AddSupergroup("Ellery readers", s.ann, s.ben)
	g.Add(s.ann, s.Bot())
	s.ann.Start("")
	s.ann.Say(g, "/mydata@wirebrief_test_bot")
	s.ben.Say(g, "/mydata@wirebrief_test_bot")
	for _, p := range g.WaitPosts(2, within) {
		b, ok := p.Button("Private chat")
		if strings.Contains(p.Text, "secret") || p.ReplyTo == 0 || !ok || b.URL != "https://t.me/wirebrief_test_bot" {
			t.Errorf("the group reads %q with %+v", p.Text, p.Buttons)
		}
	}
	if posts := s.ann.Private().WaitPosts(1, within); len(posts) != 1 || posts[0].Text != "secret of Ellery readers" {
		t.Errorf("the private chat reads %+v", posts)
	}
}
