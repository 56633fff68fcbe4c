package telegram_test

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"wirebrief/adapters/telegram"
	"wirebrief/adapters/telegram/telegramtest"
	"wirebrief/bot"
	"wirebrief/briefing"
	"wirebrief/db"
	"wirebrief/db/dbtest"
)

// A newsdesk is the bot with its store and all that delivers, on a server where
// ann and ben administer the channel that cleo reads.
type newsdesk struct {
	*telegramtest.Server
	t              *testing.T
	store          *db.DB
	bot            *bot.Bot
	adapter        *telegram.Adapter
	ingester       *bot.Ingester
	digester       *bot.Digester
	alerter        *bot.Alerter
	courier        *bot.Courier
	ann, ben, cleo *telegramtest.Person
	channel        *telegramtest.Room
	// ahead is by how much the bot's clock is ahead.
	ahead atomic.Int64
}

func (n *newsdesk) now() time.Time { return time.Now().Add(time.Duration(n.ahead.Load())) }

// passes turns the bot's clock forward.
func (n *newsdesk) passes(d time.Duration) { n.ahead.Add(int64(d)) }

func newNewsdesk(t *testing.T) *newsdesk {
	t.Helper()
	n := &newsdesk{t: t, Server: newServer(t, telegramtest.Options{Limits: &noLimits})}
	n.ann, n.ben = n.AddPerson(telegramtest.User{FirstName: "Ann"}), n.AddPerson(telegramtest.User{FirstName: "Ben"})
	n.cleo = n.AddPerson(telegramtest.User{FirstName: "Cleo"})
	n.channel = n.AddChannel("Harbour News", n.ann, n.cleo)
	n.channel.Promote(n.ann, n.ben, telegramtest.Rights{CanManageChat: true, CanPost: true})
	n.store = dbtest.Open(t, db.Options{Now: n.now})
	n.wire()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- n.adapter.Run(ctx, n.bot.Handle) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("Run returned %v", err)
		}
	})
	return n
}

// lateRights asks the adapter, which needs the bot before the bot can need it.
type lateRights struct{ of *newsdesk }

func (l lateRights) MayChange(ctx context.Context, chat bot.ChatRef, user string) (bool, error) {
	return l.of.adapter.MayChange(ctx, chat, user)
}

func (n *newsdesk) wire() {
	d := n.store
	n.ingester = bot.NewIngester(d, d, bot.IngesterOptions{})
	n.digester = bot.NewDigester(d, d, bot.DigesterOptions{Now: n.now})
	n.alerter = bot.NewAlerter(d, d, bot.AlerterOptions{Now: n.now})
	n.bot = bot.New(bot.Options{
		Articles: d, Names: d, Subscriptions: d, Phrases: d, Sources: d, Settings: d, Pauser: d, Preview: n.digester, Reports: d, Status: d,
		Links: d, Questions: d, Chats: d, Managers: d, Rights: lateRights{n}, Now: n.now, Limits: bot.Limits{Budget: time.Minute},
	})
	n.adapter = newAdapter(n.t, n.Server, telegram.Options{Inbox: d, Desk: n.bot, PollTimeout: time.Second, CallTimeout: within})
	render := bot.NewRenderer(d, bot.RendererOptions{Now: n.now, Settings: d})
	n.courier = bot.NewCourier(d, []bot.ChatAdapter{n.adapter}, render.Message, bot.CourierOptions{Now: n.now, Look: time.Millisecond})
}

// arrives stores an article that is published now.
func (n *newsdesk) arrives(title, text string) {
	n.t.Helper()
	_, err := n.ingester.Add(n.t.Context(), []briefing.Article{{
		URL: "https://news.example/" + strings.ReplaceAll(strings.ToLower(title), " ", "-"), Title: title, Publisher: "Northern Wire", Lang: "en",
		Published: n.now().Add(-time.Minute), Text: text,
	}}, false)
	if err == nil {
		_, err = n.ingester.Process(n.t.Context())
	}
	if err != nil {
		n.t.Fatal(err)
	}
}

// delivers composes what is due and sends it.
func (n *newsdesk) delivers() {
	n.t.Helper()
	if _, err := n.digester.Once(n.t.Context()); err != nil {
		n.t.Fatal(err)
	}
	if err := n.courier.Once(n.t.Context()); err != nil {
		n.t.Fatal(err)
	}
}

// answers does something and returns what the bot then writes to a person.
func (n *newsdesk) answers(p *telegramtest.Person, do func()) telegramtest.Post {
	n.t.Helper()
	before := len(p.Private().BotPosts())
	do()
	posts := p.Private().WaitPosts(before+1, within)
	if len(posts) <= before {
		n.t.Fatalf("%s got no answer", p.Name())
	}
	if !n.WaitConfirmed(within) {
		n.t.Fatal("an update is not confirmed")
	}
	// An answer may be several messages.
	eventually(n.t, "all is answered", func() bool {
		left, err := n.store.FindInboxEvents(context.Background(), telegram.Platform)
		return err == nil && len(left) == 0
	})
	return p.Private().BotPosts()[before]
}

func (n *newsdesk) says(p *telegramtest.Person, text string) telegramtest.Post {
	n.t.Helper()
	return n.answers(p, func() { p.Say(p.Private(), text) })
}

func (n *newsdesk) presses(p *telegramtest.Person, label string) telegramtest.Post {
	n.t.Helper()
	return n.answers(p, func() { p.Press(p.Private(), label) })
}

// notice is what a press is answered with over the chat.
func (n *newsdesk) notice(press *telegramtest.Press) string {
	n.t.Helper()
	answer, ok := press.WaitFor(within)
	if !ok {
		n.t.Fatal("the press is not answered")
	}
	return answer.Text
}

func (n *newsdesk) ref() bot.ChatRef {
	return bot.ChatRef{Platform: telegram.Platform, ID: id(n.channel.ID())}
}

// follows fails the test unless the channel follows just these topics.
func (n *newsdesk) follows(topics ...string) {
	n.t.Helper()
	list, err := n.store.FindSubscriptions(n.t.Context(), n.ref())
	if err != nil {
		n.t.Fatal(err)
	}
	got := []string{}
	for _, s := range list {
		got = append(got, s.Topic.String())
	}
	if slices.Sort(got); !slices.Equal(got, topics) && len(got)+len(topics) > 0 {
		n.t.Errorf("the channel follows %q, want %q", got, topics)
	}
}

// promoted makes the bot post in the channel, and ann manage it.
func (n *newsdesk) promoted() {
	n.t.Helper()
	n.ann.Start("")
	n.ann.Private().WaitPosts(1, within)
	told := n.answers(n.ann, func() { n.channel.Promote(n.ann, n.Bot(), telegramtest.Rights{CanManageChat: true, CanPost: true}) })
	if told.Text != "I can post in Harbour News now." {
		n.t.Fatalf("told %q", told.Text)
	}
	if begun := n.presses(n.ann, "Settings of Harbour News"); !strings.HasPrefix(begun.Text, "For Harbour News:") {
		n.t.Fatalf("begun: %q", begun.Text)
	}
}

const dredging = `The dredging of the harbour at Port Ellery begins on Monday. "We have waited nine years for this," said harbour master Ida Lund.

The work costs 14 million crowns and takes 30 weeks.`

func TestChannelFromItsAdministratorsPrivateChat(t *testing.T) {
	n := newNewsdesk(t)
	n.promoted()
	if done := n.says(n.ann, "/subscribe harbour"); !strings.HasPrefix(done.Text, "For Harbour News:") {
		t.Fatalf("followed: %q", done.Text)
	}
	n.follows("harbour")
	n.says(n.ann, "/settings nothing say")
	if s, err := n.store.FindSettings(t.Context(), n.ref()); err != nil || s.Kind != bot.Channel || s.Name != "Harbour News" {
		t.Errorf("the channel is %+v, %v", s, err)
	}
	if got := n.channel.BotPosts(); len(got) > 0 {
		t.Errorf("the channel reads about its settings: %q", got[0].Text)
	}
	n.passes(time.Minute)
	n.arrives("Harbour dredging begins", dredging)
	private := len(n.ann.Private().BotPosts())
	n.passes(24 * time.Hour)
	n.delivers()
	posts := n.channel.WaitPosts(1, within)
	if len(posts) != 1 || !strings.Contains(posts[0].Text, "Harbour dredging begins") || !strings.Contains(posts[0].Text, "We have waited nine years for this") {
		t.Fatalf("the channel got %+v", posts)
	}
	if got := n.ann.Private().BotPosts(); len(got) != private {
		t.Errorf("the private chat got %q", got[len(got)-1].Text)
	}

	t.Run("buttons of a digest lead administrators to its settings", func(t *testing.T) {
		if got := n.notice(n.cleo.Press(n.channel, "Settings")); got != "Only admins of a channel change what comes there." {
			t.Errorf("a reader is told %q", got)
		}
		answer, ok := n.ben.Press(n.channel, "Settings").WaitFor(within)
		if !ok || answer.URL == "" {
			t.Fatalf("an administrator is answered %+v", answer)
		}
		if begun := n.answers(n.ben, func() { n.ben.Follow(answer.URL) }); !strings.HasPrefix(begun.Text, "For Harbour News:") {
			t.Errorf("led to %q", begun.Text)
		}
		n.says(n.ben, "/subscribe ports")
		n.follows("harbour", "ports")
		if got := n.answers(n.cleo, func() { n.cleo.Follow(answer.URL) }); strings.Contains(got.Text, "Harbour") {
			t.Errorf("a reader with the link gets %q", got.Text)
		}
	})
	t.Run("an alert comes to the channel", func(t *testing.T) {
		n.says(n.ben, "/subscribe lighthouse at once")
		if _, err := n.alerter.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
		n.arrives("Lighthouse keeper retires", strings.ReplaceAll(dredging, "harbour", "lighthouse"))
		if _, err := n.alerter.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := n.courier.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
		if posts := n.channel.WaitPosts(2, within); len(posts) != 2 || !strings.Contains(posts[1].Text, "Lighthouse keeper retires") {
			t.Errorf("the channel got %+v", posts)
		}
	})
}

// TestDemotedAdministrator: can change nothing from the next press on, without
// the bot being told.
func TestDemotedAdministrator(t *testing.T) {
	n := newNewsdesk(t)
	n.promoted()
	n.answers(n.ben, func() { n.ben.Start("") })
	key, err := n.bot.LinkKey(t.Context(), n.ref(), "1b:"+n.ref().ID)
	if err != nil {
		t.Fatal(err)
	}
	n.answers(n.ben, func() { n.ben.Start(key) })
	n.says(n.ben, "/subscribe harbour")
	n.follows("harbour")
	n.channel.Demote(n.ann, n.ben)
	const refused = "Only admins of a channel change what comes there."
	for _, label := range []string{"Undo", "Pause"} {
		if got := n.notice(n.ben.Press(n.ben.Private(), label)); got != refused {
			t.Errorf("%s: %q", label, got)
		}
	}
	if got := n.notice(n.ben.PressForged(n.ben.Private(), 1, "1b:"+n.ref().ID)); got != refused {
		t.Errorf("managing: %q", got)
	}
	n.says(n.ben, "/unsubscribe harbour")
	n.follows("harbour")
	if s, err := n.store.FindSettings(t.Context(), n.ref()); err != nil || s.Paused {
		t.Errorf("paused: %v, %v", s.Paused, err)
	}
	n.says(n.ann, "/unsubscribe harbour") // ann still may
	n.follows()
}

// TestForgedChannel: who makes up the data of a button learns and changes
// nothing, also where the bot cannot find out who administers it.
func TestForgedChannel(t *testing.T) {
	n := newNewsdesk(t)
	n.promoted()
	n.says(n.ann, "/subscribe harbour")
	n.answers(n.cleo, func() { n.cleo.Start("") })
	for name, data := range map[string]string{
		"its settings":       "1b:" + n.ref().ID,
		"a topic":            "1y" + n.ref().ID + "!f1:grain",
		"removing":           "1y" + n.ref().ID + "!d1",
		"an unknown channel": "1b:-1009999999999",
		"no channel":         "1b:ann",
		"a private chat":     "1y" + id(n.ann.ID()) + "!f1:grain",
	} {
		if got := n.notice(n.cleo.PressForged(n.cleo.Private(), 1, data)); got == "" || strings.Contains(got, "Harbour") {
			t.Errorf("%s: %q", name, got)
		}
	}
	n.Fail("getChatAdministrators", n.channel.ID(), telegramtest.Fault{Status: 502, Times: 3})
	if got := n.notice(n.ann.Press(n.ann.Private(), "Undo")); got != "I couldn't check your rights just now. Try again in a moment." {
		t.Errorf("while telegram does not tell: %q", got)
	}
	n.follows("harbour")
	n.ClearFaults()
	n.presses(n.ann, "Undo")
	n.follows()
}

// TestBotLosesItsChannel: and what was set holds again when it may post again.
func TestBotLosesItsChannel(t *testing.T) {
	n := newNewsdesk(t)
	n.promoted()
	n.says(n.ann, "/subscribe harbour")
	n.channel.Promote(n.ann, n.Bot(), telegramtest.Rights{CanManageChat: true})
	if !n.Wait(within, func() bool {
		s, err := n.store.FindSettings(context.Background(), n.ref())
		return err == nil && s.Stopped != ""
	}) {
		t.Fatal("the channel is not stopped")
	}
	n.answers(n.ann, func() { n.channel.Promote(n.ann, n.Bot(), telegramtest.Rights{CanManageChat: true, CanPost: true}) })
	s, err := n.store.FindSettings(t.Context(), n.ref())
	if err != nil || s.Stopped != "" || s.NextDigest.IsZero() {
		t.Errorf("back: %+v, %v", s, err)
	}
	n.follows("harbour")
}
