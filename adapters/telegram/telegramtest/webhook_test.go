package telegramtest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wirebrief/adapters/telegram/telegramtest"
)

// A receiver is the webhook of a bot.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	got    []update
	header []string
	// status is asked for each update; 200 if nil.
	status func(u update, times int) int
	times  map[int64]int
}

func receive(t *testing.T, status func(update, int) int) *receiver {
	r := &receiver{status: status, times: map[int64]int{}}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		var u update
		if err := json.NewDecoder(q.Body).Decode(&u); err != nil {
			t.Error(err)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.header = append(r.header, q.Header.Get("X-Telegram-Bot-Api-Secret-Token"))
		r.times[u.ID]++
		code := http.StatusOK
		if r.status != nil {
			code = r.status(u, r.times[u.ID])
		}
		if code == http.StatusOK {
			r.got = append(r.got, u)
		}
		w.WriteHeader(code)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) texts() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return texts(r.got)
}

// T05, T27
func TestWebhook(t *testing.T) {
	b := start(t, telegramtest.Options{WebhookRetry: 20 * time.Millisecond})
	ana := b.friend("Ana")
	hook := receive(t, func(u update, times int) int {
		if u.Message.Text == "second" && times < 3 {
			return http.StatusInternalServerError
		}
		return http.StatusOK
	})
	ana.Say(ana.Private(), "first")
	good[bool](b, "setWebhook", "url", hook.URL, "secret_token", "S-1", "allowed_updates", `["message"]`)
	b.bad(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first", "getUpdates")
	ana.Say(ana.Private(), "second")
	ana.Say(ana.Private(), "third")
	if !b.WaitConfirmed(wait) {
		t.Fatalf("%d updates are left", b.Pending())
	}
	if got := hook.texts(); !slices.Equal(got, []string{"first", "second", "third"}) {
		t.Errorf("posted %q: the order within a chat is kept", got)
	}
	if slices.ContainsFunc(hook.header, func(h string) bool { return h != "S-1" }) {
		t.Errorf("secrets %q", hook.header)
	}
	info := good[map[string]any](b, "getWebhookInfo")
	if info["url"] != hook.URL || !strings.Contains(fmt.Sprint(info["last_error_message"]), "500") {
		t.Errorf("info %v", info)
	}
	if status, err := b.PostForged("wrong", []byte(`{"message":{}}`)); err != nil || status != 200 {
		t.Errorf("forged: %d, %v", status, err)
	}
	good[bool](b, "deleteWebhook")
	ana.Say(ana.Private(), "fourth")
	if got := b.updates(); !slices.Equal(texts(got), []string{"fourth"}) {
		t.Errorf("updates %q", texts(got))
	}
}

func TestWebhookOfHTTPS(t *testing.T) {
	posted := make(chan string, 1)
	hook := httptest.NewTLSServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { posted <- r.URL.Path }))
	defer hook.Close()
	b := start(t, telegramtest.Options{WebhookTransport: hook.Client().Transport})
	good[bool](b, "setWebhook", "url", hook.URL+"/telegram")
	b.AddPerson(telegramtest.User{}).Start("")
	select {
	case path := <-posted:
		if path != "/telegram" {
			t.Errorf("posted to %s", path)
		}
	case <-time.After(wait):
		t.Error("nothing was posted")
	}
	b.WaitConfirmed(wait)
}

// One chat that is not served does not hold up others.
func TestWebhookServesOthers(t *testing.T) {
	b := start(t, telegramtest.Options{})
	ana, ben := b.friend("Ana"), b.friend("Ben")
	hook := receive(t, func(u update, _ int) int {
		if u.Message.Chat.ID == ana.ID() {
			return http.StatusBadGateway
		}
		return http.StatusOK
	})
	good[bool](b, "setWebhook", "url", hook.URL)
	ana.Say(ana.Private(), "refused")
	ben.Say(ben.Private(), "taken")
	if !b.Wait(wait, func() bool { return b.Pending() == 1 }) {
		t.Fatalf("%d updates are left", b.Pending())
	}
	if got := hook.texts(); !slices.Equal(got, []string{"taken"}) {
		t.Errorf("posted %q", got)
	}
	good[bool](b, "deleteWebhook", "drop_pending_updates", true)
	if b.Pending() != 0 {
		t.Error("updates were not dropped")
	}
}

func TestWebhookIsChecked(t *testing.T) {
	b := startUnchecked(t, telegramtest.Options{Now: standing()})
	b.bad(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook", "setWebhook", "url", "http://example.com/hook")
	b.bad(400, "Bad Request: secret token contains unallowed characters", "setWebhook", "url", "https://127.0.0.1:1/", "secret_token", "a b")
	b.bad(400, "Bad Request: secret token is too long", "setWebhook", "url", "https://127.0.0.1:1/", "secret_token", strings.Repeat("a", 257))
	good[bool](b, "setWebhook", "url", "http://127.0.0.1:1/")
	b.bad(429, "Too Many Requests: retry after 1", "setWebhook", "url", "http://127.0.0.1:1/")
	good[bool](b, "setWebhook", "url", "")
	b.Advance(time.Second)
	good[bool](b, "setWebhook", "url", "http://127.0.0.1:1/")
	good[bool](b, "setWebhook", "url", "")
	if info := good[map[string]any](b, "getWebhookInfo"); info["url"] != "" {
		t.Errorf("info %v", info)
	}
}

// A poll that waits ends when a webhook is set.
func TestWebhookEndsPoll(t *testing.T) {
	b := start(t, telegramtest.Options{})
	hook := receive(t, nil)
	poll := make(chan reply, 1)
	go func() {
		r, _ := b.try("getUpdates", "timeout", 30)
		poll <- r
	}()
	if !b.Wait(wait, b.Polling) {
		t.Fatal("the poll did not arrive")
	}
	good[bool](b, "setWebhook", "url", hook.URL)
	if r := <-poll; r.Code != 409 || r.Description != "Conflict: terminated by setWebhook request" {
		t.Errorf("the poll got %+v", r)
	}
}
