package telegram_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"go.uber.org/goleak"

	"wirebrief/adapters/telegram"
	"wirebrief/adapters/telegram/telegramtest"
	"wirebrief/bot"
)

// A mount is where the adapter is reached, as behind a proxy.
type mount struct {
	*httptest.Server
	adapter atomic.Pointer[telegram.Adapter]
}

func newMount(t *testing.T) *mount {
	m := &mount{}
	mux := http.NewServeMux()
	mux.HandleFunc(telegram.WebhookPath, func(w http.ResponseWriter, r *http.Request) {
		if a := m.adapter.Load(); a != nil {
			a.ServeHTTP(w, r)
			return
		}
		http.Error(w, "starting", http.StatusBadGateway)
	})
	m.Server = httptest.NewServer(mux)
	t.Cleanup(m.Close)
	return m
}

func (m *mount) address() string { return m.URL + telegram.WebhookPath }

// pushedTo runs an adapter behind a mount.
func pushedTo(t *testing.T, s *telegramtest.Server, m *mount, inbox bot.Inbox) *line {
	t.Helper()
	l := open(t, s, telegram.Options{Inbox: inbox, Webhook: telegram.Webhook{URL: m.address()}})
	m.adapter.Store(l.Adapter)
	return l
}

func TestWebhook(t *testing.T) {
	s, m := freeServer(t), newMount(t)
	ann, ben := someone(s, "Ann"), someone(s, "Ben")
	ann.Say(ann.Private(), "before")
	l := pushedTo(t, s, m, nil)
	l.hears("before")
	for i := range 10 {
		ann.Say(ann.Private(), fmt.Sprint("a", i))
		ben.Say(ben.Private(), fmt.Sprint("b", i))
	}
	eventually(t, "all are heard", func() bool { return len(l.texts()) == 21 })
	if !s.WaitConfirmed(within) {
		t.Error("the updates are not confirmed")
	}
	for letter, want := range map[string]int{"a": 10, "b": 10} {
		texts := slices.DeleteFunc(l.texts(), func(s string) bool { return len(s) != 2 || s[:1] != letter })
		if len(texts) != want || !slices.IsSorted(texts) {
			t.Errorf("heard %q", texts)
		}
	}
	call := s.LastCalls("setWebhook")[0]
	if call.Values["url"] != m.address() || call.Values["secret_token"] != l.Secret() || len(l.Secret()) < 32 || call.Values["allowed_updates"] == "" || call.Values["drop_pending_updates"] != "" {
		t.Errorf("set with %v", call.Values)
	}
	if s.Calls("getUpdates") != 0 {
		t.Error("it polls besides")
	}
}

func TestWebhookRefuses(t *testing.T) {
	s, m := freeServer(t), newMount(t)
	ann := someone(s, "Ann")
	l := pushedTo(t, s, m, nil)
	good := l.Secret()
	update := fmt.Sprintf(`{"update_id":77,"message":{"message_id":5,"date":1,"chat":{"id":%d,"type":"private"},"from":{"id":%d,"first_name":"Eve"},"text":"forged"}}`, ann.ID(), ann.ID())
	for name, tt := range map[string]struct {
		method, secret, body string
		want                 int
	}{
		"WrongSecret":   {"POST", "wrong" + good[5:], update, 401},
		"NoSecret":      {"POST", "", update, 401},
		"LongSecret":    {"POST", good + "x", update, 401},
		"PartOfSecret":  {"POST", good[:10], update, 401},
		"Get":           {"GET", good, "", 405},
		"TooLong":       {"POST", good, strings.Repeat(" ", 1<<20+1), 413},
		"NoJSON":        {"POST", good, "hello", 400},
		"HalfJSON":      {"POST", good, update[:40], 400},
		"TwoJSON":       {"POST", good, update + update, 400},
		"NothingIn":     {"POST", good, "", 400},
		"UnknownUpdate": {"POST", good, `{"update_id":78,"message":"words"}`, 200},
		"NoID":          {"POST", good, `{}`, 200},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := http.NewRequest(tt.method, m.address(), strings.NewReader(tt.body))
			if err != nil {
				t.Fatal(err)
			}
			if tt.secret != "" {
				r.Header.Set("X-Telegram-Bot-Api-Secret-Token", tt.secret)
			}
			answer, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer answer.Body.Close()
			body, _ := io.ReadAll(answer.Body)
			if answer.StatusCode != tt.want || strings.Contains(string(body), good) || strings.Contains(string(body), "forged") {
				t.Errorf("answered %d %q, want %d", answer.StatusCode, body, tt.want)
			}
		})
	}
	http.DefaultClient.CloseIdleConnections()
	ann.Say(ann.Private(), "true")
	l.hears("true") // and nothing before
}

// TestWebhookThatIsNone is an adapter that polls.
func TestWebhookThatIsNone(t *testing.T) {
	s := freeServer(t)
	l := open(t, s, telegram.Options{})
	w := httptest.NewRecorder()
	r := httptest.NewRequest("POST", "/", strings.NewReader(`{"update_id":5}`))
	r.Header.Set("X-Telegram-Bot-Api-Secret-Token", l.Secret())
	if l.ServeHTTP(w, r); w.Code != http.StatusNotFound {
		t.Errorf("answered %d", w.Code)
	}
}

// TestWebhookComesAgain lets the inbox fail for a while: Telegram pushes again
// what was answered 500, and it is answered once, in its order.
func TestWebhookComesAgain(t *testing.T) {
	s, m := freeServer(t), newMount(t)
	ann := someone(s, "Ann")
	var failing atomic.Bool
	failing.Store(true)
	l := pushedTo(t, s, m, refusing{newStore(t), &failing})
	ann.Say(ann.Private(), "one")
	ann.Say(ann.Private(), "two")
	l.logs("was not stored; it will come again")
	if s.Pending() != 2 {
		t.Errorf("%d updates are pending", s.Pending())
	}
	failing.Store(false)
	l.hears("one", "two")
	if !s.WaitConfirmed(within) {
		t.Error("the updates are not confirmed")
	}
}

func TestWebhookStoresBeforeTheStart(t *testing.T) {
	s, m, store := freeServer(t), newMount(t), newStore(t)
	ann := someone(s, "Ann")
	l := pushedTo(t, s, m, store)
	eventually(t, "the webhook is set", func() bool { return s.Calls("setWebhook") > 0 })
	l.hangUp() // the port outlives the adapter
	ann.Say(ann.Private(), "while it ends")
	if !s.WaitConfirmed(within) {
		t.Fatal("it is not taken")
	}
	again := open(t, s, telegram.Options{Inbox: store})
	again.hears("while it ends")
}

// TestWebhookIsWatched has somebody else take the webhook away, and the port
// fail.
func TestWebhookIsWatched(t *testing.T) {
	t.Parallel() // most of it is waiting
	s, m := freeServer(t), newMount(t)
	ann := someone(s, "Ann")
	l := open(t, s, telegram.Options{Webhook: telegram.Webhook{URL: m.address()}})
	ann.Say(ann.Private(), "one")
	l.logs("telegram could not push updates")
	m.adapter.Store(l.Adapter)
	l.hears("one")
	answer, err := http.Get(s.URL() + "/bot" + s.Token() + "/deleteWebhook")
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	l.logs("another program has changed where telegram pushes")
	ann.Say(ann.Private(), "two")
	l.hears("one", "two")
}

func TestWebhookLeavesNothing(t *testing.T) {
	store := newStore(t)
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	s, err := telegramtest.New(telegramtest.Options{Limits: &noLimits})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	m := newMount(t)
	defer m.Close()
	ann := someone(s, "Ann")
	l := pushedTo(t, s, m, store)
	ann.Say(ann.Private(), "one")
	l.hears("one")
	l.hangUp()
}
