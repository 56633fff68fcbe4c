package feed_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"wirebrief/adapters/feed"
	"wirebrief/bot"
)

// hubStore is a bot.HubStore in memory.
type hubStore struct {
	mu      sync.Mutex
	sources map[int64]bot.Source
	err     error
}

func (h *hubStore) FindHubSources(_ context.Context, before time.Time, except []int64, limit int) ([]bot.Source, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []bot.Source
	for _, s := range h.sources {
		if s.Hub != "" && s.State == bot.SourceActive && s.HubUntil.Before(before) && !slices.Contains(except, s.ID) && len(out) < limit {
			out = append(out, s)
		}
	}
	return out, h.err
}

func (h *hubStore) FindSource(_ context.Context, id int64) (bot.Source, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if s, ok := h.sources[id]; ok {
		return s, nil
	}
	return bot.Source{}, bot.ErrNotFound
}

func (h *hubStore) UpdateHub(_ context.Context, id int64, c bot.HubChange) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	s, ok := h.sources[id]
	if !ok {
		return bot.ErrNotFound
	}
	if h.err != nil {
		return h.err
	}
	if c.Secret != "" {
		s.HubSecret = c.Secret
	}
	if c.Until != nil {
		s.HubUntil = *c.Until
	}
	if !c.Due.IsZero() && c.Due.Before(s.Next) {
		s.Next = c.Due
	}
	h.sources[id] = s
	return nil
}

func (h *hubStore) source(id int64) bot.Source {
	s, _ := h.FindSource(context.Background(), id)
	return s
}

// A hubWorld is a subscriber, reachable, and a hub that notes what it is asked.
type hubWorld struct {
	*world
	store      *hubStore
	subscriber *feed.Subscriber
	callback   *httptest.Server
	now        time.Time
	log        bytes.Buffer

	asked  []url.Values
	status int
	pushed []int64
}

const topic = "https://lorne.example/feed"

func newHubWorld(t *testing.T) *hubWorld {
	h := &hubWorld{world: newWorld(t, feed.ReaderOptions{}), now: noon, status: http.StatusAccepted}
	h.callback = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { h.subscriber.ServeHTTP(rw, r) }))
	t.Cleanup(h.callback.Close)
	h.handle("/hub", func(rw http.ResponseWriter, r *http.Request) {
		r.ParseForm()
		h.asked = append(h.asked, r.PostForm)
		rw.WriteHeader(h.status)
	})
	h.store = &hubStore{sources: map[int64]bot.Source{7: {ID: 7, State: bot.SourceActive, Polling: bot.Polling{
		Hub: h.url("/hub"), HubTopic: topic, Next: noon.Add(time.Hour)}}}}
	h.subscriber = feed.NewSubscriber(h.client, h.store, feed.SubscriberOptions{
		PublicURL: h.callback.URL + "/", Now: func() time.Time { return h.now }, Logger: slog.New(slog.NewTextHandler(&h.log, nil)),
		OnPush: func(id int64) { h.pushed = append(h.pushed, id) },
	})
	return h
}

func (h *hubWorld) renew() {
	h.t.Helper()
	if err := h.subscriber.Renew(context.Background()); err != nil {
		h.t.Fatal(err)
	}
}

// verify asks as a hub does and returns status and body.
func (h *hubWorld) verify(id int64, q url.Values) (int, string) {
	h.t.Helper()
	resp, err := http.Get(h.callback.URL + feed.PushPath + strconv.FormatInt(id, 10) + "?" + q.Encode())
	if err != nil {
		h.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, string(body)
}

func intent(mode, about, lease string) url.Values {
	return url.Values{"hub.mode": {mode}, "hub.topic": {about}, "hub.challenge": {"c-1"}, "hub.lease_seconds": {lease}}
}

func TestSubscribe(t *testing.T) {
	h := newHubWorld(t)
	h.renew()
	if len(h.asked) != 1 {
		t.Fatalf("the hub was asked %d times", len(h.asked))
	}
	q := h.asked[0]
	secret := h.store.source(7).HubSecret
	if q.Get("hub.mode") != "subscribe" || q.Get("hub.topic") != topic || q.Get("hub.callback") != h.callback.URL+"/websub/7" ||
		q.Get("hub.secret") != secret || len(secret) < 32 || q.Get("hub.lease_seconds") != "864000" {
		t.Errorf("got %v", q)
	}
	t.Run("IsNotRepeatedAtOnce", func(t *testing.T) {
		h.renew()
		if len(h.asked) != 1 {
			t.Errorf("asked %d times", len(h.asked))
		}
	})
	t.Run("IsVerified", func(t *testing.T) {
		if code, body := h.verify(7, intent("subscribe", topic, "172800")); code != 200 || body != "c-1" {
			t.Fatalf("got %d %q", code, body)
		}
		if until := h.store.source(7).HubUntil; !until.Equal(noon.Add(48 * time.Hour)) {
			t.Errorf("got %v", until)
		}
	})
	t.Run("IsRenewedBeforeItsEndWithTheSameSecret", func(t *testing.T) {
		h.now = noon.Add(20 * time.Hour)
		h.renew()
		if len(h.asked) != 1 {
			t.Fatal("asked too early")
		}
		h.now = noon.Add(40 * time.Hour)
		h.renew()
		if len(h.asked) != 2 || h.asked[1].Get("hub.secret") != secret {
			t.Errorf("got %v", h.asked)
		}
	})
	t.Run("ShortLeaseIsNotRenewedAtEveryRound", func(t *testing.T) {
		h.verify(7, intent("subscribe", topic, "36000"))
		h.now = h.now.Add(2 * time.Hour)
		h.renew()
		if len(h.asked) != 2 {
			t.Errorf("asked %d times", len(h.asked))
		}
	})
}

func TestSubscribeFails(t *testing.T) {
	t.Run("HubDoesNotAnswer", func(t *testing.T) {
		h := newHubWorld(t)
		h.status = http.StatusInternalServerError
		h.renew()
		h.renew()
		if len(h.asked) != 1 || !strings.Contains(h.log.String(), "polled instead") {
			t.Errorf("asked %d times; log %s", len(h.asked), h.log.String())
		}
		if strings.Contains(h.log.String(), h.store.source(7).HubSecret) {
			t.Error("the secret stands in the log")
		}
		h.now = noon.Add(7 * time.Hour)
		if h.renew(); len(h.asked) != 2 {
			t.Errorf("asked %d times", len(h.asked))
		}
	})
	t.Run("HubIsAskedByTLSOnly", func(t *testing.T) {
		h := newHubWorld(t)
		hub := strings.Replace(h.url("/hub"), "127.0.0.1", "127.0.0.2", 1)
		err := h.subscriber.Subscribe(context.Background(), bot.Source{ID: 7, Polling: bot.Polling{Hub: hub, HubTopic: topic}})
		if err == nil || !strings.Contains(err.Error(), "https://127.0.0.2") || len(h.asked) != 0 {
			t.Errorf("got %v, asked %d times", err, len(h.asked))
		}
	})
	t.Run("NoHub", func(t *testing.T) {
		h := newHubWorld(t)
		if err := h.subscriber.Subscribe(context.Background(), bot.Source{ID: 7}); err == nil {
			t.Error("no error")
		}
	})
	t.Run("Store", func(t *testing.T) {
		h := newHubWorld(t)
		h.store.err = errors.New("disk is full")
		if err := h.subscriber.Renew(context.Background()); !errors.Is(err, h.store.err) {
			t.Errorf("got %v", err)
		}
		if len(h.asked) != 0 {
			t.Error("the hub was asked with a secret that is not kept")
		}
	})
	t.Run("RunEndsWithItsContext", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			var log bytes.Buffer
			s := feed.NewSubscriber(nil, &hubStore{err: errors.New("disk is full")}, feed.SubscriberOptions{Logger: slog.New(slog.NewTextHandler(&log, nil))})
			ctx, cancel := context.WithTimeout(t.Context(), 150*time.Second)
			defer cancel()
			if err := s.Run(ctx); err != nil || strings.Count(log.String(), "trying again") != 3 {
				t.Errorf("got %v; log %s", err, log.String())
			}
		})
	})
}

func TestVerificationOfWhatWasNotAskedIsRefused(t *testing.T) {
	tests := map[string]struct {
		id   int64
		q    url.Values
		want int
	}{
		"OtherTopic":  {7, intent("subscribe", "https://elsewhere.example/feed", "9"), 404},
		"Unsubscribe": {7, intent("unsubscribe", topic, "9"), 404},
		"NoChallenge": {7, url.Values{"hub.mode": {"subscribe"}, "hub.topic": {topic}}, 404},
		"NoMode":      {7, nil, 404},
		"NeverAsked":  {8, intent("subscribe", topic, "9"), 404},
		"Paused":      {9, intent("subscribe", topic, "9"), 404},
		"NoSource":    {99, intent("subscribe", topic, "9"), 410},
	}
	h := newHubWorld(t)
	h.store.sources[8] = bot.Source{ID: 8, State: bot.SourceActive, Polling: bot.Polling{HubTopic: topic}}
	h.store.sources[9] = bot.Source{ID: 9, State: bot.SourcePaused, Polling: bot.Polling{HubTopic: topic, HubSecret: "s"}}
	h.renew()
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if code, body := h.verify(tt.id, tt.q); code != tt.want || strings.Contains(body, "c-1") {
				t.Errorf("got %d %q, want %d", code, body, tt.want)
			}
			if !h.store.source(tt.id).HubUntil.IsZero() {
				t.Error("it counts as subscribed")
			}
		})
	}
	t.Run("OtherAddress", func(t *testing.T) {
		for _, path := range []string{"/websub/", "/websub/x", "/websub/-7", "/other"} {
			resp, err := http.Get(h.callback.URL + path)
			if err != nil || resp.StatusCode != 404 {
				t.Errorf("%s: got %v, %v", path, resp.StatusCode, err)
			}
		}
	})
	t.Run("OtherMethod", func(t *testing.T) {
		req, _ := http.NewRequest(http.MethodPut, h.callback.URL+"/websub/7", nil)
		resp, err := http.DefaultClient.Do(req)
		if err != nil || resp.StatusCode != 405 || resp.Header.Get("Allow") == "" {
			t.Errorf("got %v, %v", resp.StatusCode, err)
		}
	})
}

func TestLeaseIsBounded(t *testing.T) {
	h := newHubWorld(t)
	h.renew()
	for lease, want := range map[string]time.Duration{"1": 5 * time.Minute, "99999999999": 30 * 24 * time.Hour, "": 10 * 24 * time.Hour, "-5": 10 * 24 * time.Hour, "x": 10 * 24 * time.Hour} {
		h.verify(7, intent("subscribe", topic, lease))
		if got := h.store.source(7).HubUntil.Sub(noon); got != want {
			t.Errorf("%q: got %v, want %v", lease, got, want)
		}
	}
}

func TestDenied(t *testing.T) {
	h := newHubWorld(t)
	h.renew()
	h.verify(7, intent("subscribe", topic, "864000"))
	code, _ := h.verify(7, url.Values{"hub.mode": {"denied"}, "hub.topic": {topic}, "hub.reason": {"no\nroom"}})
	if s := h.store.source(7); code != 200 || !s.HubUntil.IsZero() || !strings.Contains(h.log.String(), "no room") {
		t.Errorf("got %d, %v; log %s", code, s.HubUntil, h.log.String())
	}
	h.now = noon.Add(12 * time.Hour)
	if h.renew(); len(h.asked) != 1 {
		t.Error("a hub that denied is asked again within a day")
	}
}

func TestPush(t *testing.T) {
	body := []byte("<feed>whatever</feed>")
	sign := func(newHash func() hash.Hash, secret string) string {
		mac := hmac.New(newHash, []byte(secret))
		mac.Write(body)
		return hex.EncodeToString(mac.Sum(nil))
	}
	tests := map[string]struct {
		signature func(secret string) string
		id        int64
		want      int
		due       bool
	}{
		"SHA1":        {func(s string) string { return "sha1=" + sign(sha1.New, s) }, 7, 202, true},
		"SHA256":      {func(s string) string { return "sha256=" + sign(sha256.New, s) }, 7, 202, true},
		"SHA384":      {func(s string) string { return "sha384=" + sign(sha512.New384, s) }, 7, 202, true},
		"SHA512":      {func(s string) string { return "SHA512=" + sign(sha512.New, s) }, 7, 202, true},
		"OtherSecret": {func(string) string { return "sha256=" + sign(sha256.New, "guessed") }, 7, 202, false},
		"OtherMethod": {func(s string) string { return "md5=" + sign(sha256.New, s) }, 7, 202, false},
		"NoHex":       {func(string) string { return "sha256=zz" }, 7, 202, false},
		"Empty":       {func(string) string { return "sha256=" }, 7, 202, false},
		"None":        {func(string) string { return "" }, 7, 202, false},
		"NoSecret":    {func(string) string { return "sha256=" + sign(sha256.New, "") }, 8, 202, false},
		"NoSource":    {func(string) string { return "" }, 99, 410, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			h := newHubWorld(t)
			h.store.sources[8] = bot.Source{ID: 8, State: bot.SourceActive, Polling: bot.Polling{Next: noon.Add(time.Hour)}}
			h.renew()
			if got := h.push(tt.id, tt.signature(h.store.source(7).HubSecret), bytes.NewReader(body)); got != tt.want {
				t.Errorf("got status %d, want %d", got, tt.want)
			}
			if due := h.store.source(tt.id).Next.Equal(noon); due != tt.due || (len(h.pushed) == 1) != tt.due {
				t.Errorf("due %v, told %v; want %v", due, h.pushed, tt.due)
			}
		})
	}
	t.Run("TooLarge", func(t *testing.T) {
		h := newHubWorld(t)
		h.renew()
		// One byte too many, so that the whole body has been read when the
		// answer comes: a rest would break the connection half a second later.
		if got := h.push(7, "sha1=00", io.LimitReader(zeros{}, 16<<20+1)); got != 413 {
			t.Errorf("got status %d", got)
		}
	})
	t.Run("Store", func(t *testing.T) {
		h := newHubWorld(t)
		h.renew()
		secret := h.store.source(7).HubSecret
		h.store.err = errors.New("disk is full")
		if got := h.push(7, "sha1="+sign(sha1.New, secret), bytes.NewReader(body)); got != 503 {
			t.Errorf("got status %d, want one that makes the hub try again", got)
		}
	})
}

func (h *hubWorld) push(id int64, signature string, body io.Reader) int {
	h.t.Helper()
	req, _ := http.NewRequest(http.MethodPost, h.callback.URL+feed.PushPath+strconv.FormatInt(id, 10), body)
	req.Header.Set("X-Hub-Signature", signature)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		h.t.Fatal(err)
	}
	resp.Body.Close()
	return resp.StatusCode
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }
