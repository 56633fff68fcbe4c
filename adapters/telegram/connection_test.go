package telegram_test

import (
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"wirebrief/adapters/telegram"
	"wirebrief/adapters/telegram/telegramtest"
)

func TestOptionsAreChecked(t *testing.T) {
	const token = "7000000001:AAsome-token"
	good := telegram.Options{Token: token, Inbox: newStore(t), Desk: desk{}}
	for name, tt := range map[string]struct {
		change func(o *telegram.Options)
		want   string
	}{
		"OK":             {func(*telegram.Options) {}, ""},
		"NoToken":        {func(o *telegram.Options) { o.Token = "" }, "@BotFather"},
		"TokenWithSlash": {func(o *telegram.Options) { o.Token = token + "/x" }, "@BotFather"},
		"TokenWithSpace": {func(o *telegram.Options) { o.Token = " " + token }, "@BotFather"},
		"NoInbox":        {func(o *telegram.Options) { o.Inbox = nil }, "inbox"},
		"NoDesk":         {func(o *telegram.Options) { o.Desk = nil }, "desk"},
		"OwnServer":      {func(o *telegram.Options) { o.BaseURL = "http://127.0.0.1:8081/" }, ""},
		"NoServer":       {func(o *telegram.Options) { o.BaseURL = "api.telegram.org" }, "https://api.telegram.org"},
		"ServerPassword": {func(o *telegram.Options) { o.BaseURL = "https://u:" + token + "@x.example" }, "https://api.telegram.org"},
		"Webhook":        {func(o *telegram.Options) { o.Webhook.URL = "https://news.example.com:8443/telegram/webhook" }, ""},
		"WebhookPlain":   {func(o *telegram.Options) { o.Webhook.URL = "http://news.example.com/telegram/webhook" }, "https addresses"},
		"WebhookPort":    {func(o *telegram.Options) { o.Webhook.URL = "https://news.example.com:8080/" }, "8443"},
		"WebhookNowhere": {func(o *telegram.Options) { o.Webhook.URL = "/telegram/webhook" }, "web.public_url"},
		"WebhookOwn": {func(o *telegram.Options) {
			o.BaseURL, o.Webhook.URL = "http://127.0.0.1:8081", "http://127.0.0.1:8080/telegram/webhook"
		}, ""},
		"WebhookSecret": {func(o *telegram.Options) { o.Webhook = telegram.Webhook{URL: "https://x.example", Secret: "a b"} }, "secret"},
	} {
		t.Run(name, func(t *testing.T) {
			o := good
			tt.change(&o)
			a, err := telegram.New(o)
			if (tt.want == "") != (err == nil) || err != nil && (!strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), token)) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if err == nil && a.StartLink("x") != "" {
				t.Error("it knows its name before it was connected")
			}
		})
	}
}

func TestRunConnectsAndLeavesNothing(t *testing.T) {
	store := newStore(t)
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	s, err := telegramtest.New(telegramtest.Options{Limits: &noLimits})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var told atomic.Value
	l := open(t, s, telegram.Options{Inbox: store, Ready: func(name string) { told.Store(name) }})
	ann := s.AddPerson(telegramtest.User{FirstName: "Ann"})
	ann.Start("")
	ann.Say(ann.Private(), "/latest karabakh")
	l.hears("/start", "/latest karabakh")
	answered(t, ann.Private(), "re start", "re latest karabakh")
	if !s.WaitConfirmed(within) {
		t.Error("the updates are not confirmed")
	}
	if told.Load() != s.Bot().User().Username || !strings.HasSuffix(l.StartLink("x"), s.Bot().User().Username+"?start=x") {
		t.Errorf("ready as %v, link %s", told.Load(), l.StartLink("x"))
	}
	l.hangUp()
	for _, c := range s.LastCalls("getUpdates") {
		if c.Values["allowed_updates"] != `["message","channel_post","callback_query","my_chat_member","inline_query"]` {
			t.Errorf("a poll asks for %q", c.Values["allowed_updates"])
		}
		if strings.HasPrefix(c.Values["offset"], "-") || c.Values["limit"] != "100" || c.Values["timeout"] != "50" {
			t.Errorf("a poll with %v", c.Values)
		}
	}
}

// freeAddress is one that nobody listens at, nor will: who is given a free port is
// given it at 127.0.0.1.
func freeAddress(t *testing.T) string {
	t.Helper()
	ip := "127.0.0.1"
	if runtime.GOOS == "linux" { // where all of 127.0.0.0/8 is loopback
		ip = fmt.Sprintf("127.%d.%d.%d", 1+rand.IntN(254), rand.IntN(256), 1+rand.IntN(254))
	}
	port, err := net.Listen("tcp", ip+":0")
	if err != nil {
		t.Fatal(err)
	}
	defer port.Close()
	return port.Addr().String()
}

// TestStartsWithoutANetwork lets the server come later.
func TestStartsWithoutANetwork(t *testing.T) {
	address := freeAddress(t)
	l := open(t, nil, telegram.Options{Token: telegramtest.DefaultToken, BaseURL: "http://" + address})
	l.logs("telegram does not answer")
	time.Sleep(10 * quick)
	if n := strings.Count(l.journal.String(), "does not answer"); n != 1 {
		t.Errorf("it says %d times that there is no answer", n)
	}
	s := newServer(t, telegramtest.Options{Limits: &noLimits, Listen: address})
	ann := s.AddPerson(telegramtest.User{FirstName: "Ann"})
	ann.Start("")
	l.hears("/start")
	answered(t, ann.Private(), "re start")
}

// TestOutages lets the connection fail in every way while it polls.
func TestOutages(t *testing.T) {
	for name, fault := range map[string]telegramtest.Fault{
		"BadGateway": telegramtest.BadGateway(), "HungUp": {HangUp: true}, "AnswerLost": telegramtest.LostAnswer(), "Flood": telegramtest.Flooding(1),
		"Stall": telegramtest.Stalling(50 * time.Millisecond), "Nonsense": {Status: 200, Body: "<html>"}, "InternalError": telegramtest.Refusing(500, "Internal Server Error: try again"),
		"OtherResult": {Status: 200, Body: `{"ok":true,"result":7}`}, "FalseAlarm": telegramtest.Refusing(401, "Unauthorized"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := freeServer(t)
			ann := someone(s, "Ann")
			ann.Say(ann.Private(), "one")
			if fault.Times = 3; name == "Flood" || name == "FalseAlarm" {
				fault.Times = 1
			}
			s.Fail("getUpdates", 0, fault)
			l := open(t, s, telegram.Options{})
			l.hears("one")
			ann.Say(ann.Private(), "two")
			l.hears("one", "two")
			answered(t, ann.Private(), "re one", "re two")
			if !s.WaitConfirmed(within) {
				t.Error("the updates are not confirmed")
			}
		})
	}
}

func TestTokenIsRefused(t *testing.T) {
	t.Run("AtTheStart", func(t *testing.T) {
		s := freeServer(t)
		l := open(t, s, telegram.Options{Token: "7000000001:AAanother-token"})
		l.isRefused()
		if s.Calls("getUpdates") != 0 {
			t.Error("it polls nevertheless")
		}
	})
	t.Run("Later", func(t *testing.T) {
		s := freeServer(t)
		ann := someone(s, "Ann")
		l := open(t, s, telegram.Options{})
		ann.Say(ann.Private(), "hello")
		l.hears("hello")
		s.Revoke()
		l.isRefused()
	})
	t.Run("ByAWebhook", func(t *testing.T) {
		s := freeServer(t)
		l := open(t, s, telegram.Options{Webhook: telegram.Webhook{URL: "https://127.0.0.1:1/telegram/webhook"}})
		eventually(t, "the webhook is set", func() bool { return s.Calls("setWebhook") > 0 })
		s.Revoke()
		l.isRefused()
	})
}

// TestAnotherInstance lets two programs poll with one token.
func TestAnotherInstance(t *testing.T) {
	t.Parallel() // most of it is waiting
	s := freeServer(t)
	ann := someone(s, "Ann")
	first := open(t, s, telegram.Options{})
	eventually(t, "the first polls", func() bool { return s.Calls("getUpdates") > 0 })
	second := open(t, s, telegram.Options{})
	first.logs("another program receives the messages of this bot")
	second.logs("another program receives the messages of this bot")
	second.hangUp()
	ann.Say(ann.Private(), "who is there?")
	first.hears("who is there?")
	first.logs("updates of telegram are received again")
	answered(t, ann.Private(), "re who is there?")
}

// TestAWebhookIsRemoved polls where somebody had updates pushed before.
func TestAWebhookIsRemoved(t *testing.T) {
	t.Parallel() // most of it is waiting
	s := freeServer(t)
	ann := someone(s, "Ann")
	set := func() {
		t.Helper()
		answer, err := http.PostForm(s.URL()+"/bot"+s.Token()+"/setWebhook", url.Values{"url": {"https://127.0.0.1:1/x"}})
		if err != nil {
			t.Fatal(err)
		}
		if answer.Body.Close(); answer.StatusCode != http.StatusOK {
			t.Errorf("setting it is answered %s", answer.Status)
		}
	}
	set()
	ann.Say(ann.Private(), "one")
	l := open(t, s, telegram.Options{})
	l.hears("one")
	l.logs("it is removed")
	s.Advance(time.Second) // the server takes one a second
	set()                  // while it polls
	ann.Say(ann.Private(), "two")
	l.hears("one", "two")
}

func TestRunsOnceAtATime(t *testing.T) {
	s := freeServer(t)
	l := open(t, s, telegram.Options{})
	eventually(t, "it polls", func() bool { return s.Calls("getUpdates") > 0 })
	if err := l.Run(t.Context(), nil); err == nil || !strings.Contains(err.Error(), "runs already") {
		t.Errorf("a second Run: %v", err)
	}
	ann := someone(s, "Ann")
	ann.Say(ann.Private(), "still there?")
	l.hears("still there?")
}
