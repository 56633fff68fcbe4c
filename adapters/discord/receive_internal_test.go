package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wirebrief/bot"
)

// A briefInbox keeps events in memory until they are answered.
type briefInbox struct {
	mu   sync.Mutex
	kept map[string]bot.InboxEvent
	// wait, if not nil, holds writing up.
	wait chan struct{}
}

func (b *briefInbox) CreateInboxEvents(ctx context.Context, _ bot.Platform, events []bot.InboxEvent) (fresh []bot.InboxEvent, err error) {
	if b.wait != nil {
		<-b.wait
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, e := range events {
		if _, there := b.kept[e.Key]; !there {
			b.kept[e.Key] = e
			fresh = append(fresh, e)
		}
	}
	return fresh, nil
}

func (b *briefInbox) FindInboxEvents(context.Context, bot.Platform, ...string) (all []bot.InboxEvent, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, e := range b.kept {
		all = append(all, e)
	}
	return all, nil
}

func (b *briefInbox) TryInboxEvent(context.Context, bot.Platform, string) (int, error) { return 0, nil }

func (b *briefInbox) EndInboxEvents(_ context.Context, _ bot.Platform, keys []string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, key := range keys {
		delete(b.kept, key)
	}
	return nil
}

// A silentDesk has nothing to say.
type silentDesk struct{}

func (silentDesk) ChatChanged(context.Context, bot.ChatChange) (bot.Reply, error) {
	return bot.Reply{}, nil
}
func (silentDesk) Offer(context.Context, bot.Inquiry) (bot.Offers, error) { return bot.Offers{}, nil }
func (silentDesk) Complete(context.Context, bot.Completion) ([]bot.Choice, error) {
	return nil, nil
}
func (silentDesk) LinkKey(context.Context, bot.ChatRef, string) (string, error) { return "k", nil }

// offline is an adapter whose requests are answered by h, with events that are
// given to receive.
func offline(t testing.TB, inbox bot.Inbox, h http.HandlerFunc) *Adapter {
	t.Helper()
	server := httptest.NewServer(h)
	a, err := New(Options{Token: canary, BaseURL: server.URL, Inbox: inbox, Desk: silentDesk{}, Budget: &counter{}, Pacing: bot.NewPacing(bot.Pace{})})
	if err != nil {
		t.Fatal(err)
	}
	a.me.Store(&me{application: 1, user: 1, name: "wirebrief"})
	t.Cleanup(func() { a.client.close(); server.Close() })
	return a
}

// asked is a command that somebody gives now, the nth of them.
func asked(n int) json.RawMessage {
	id := uint64(time.Now().UnixMilli()-1_420_070_400_000)<<22 | uint64(n)&(1<<22-1)
	return fmt.Appendf(nil, `{"id":"%d","application_id":"1","type":2,"token":"token-of-%d","guild_id":"5","channel_id":"%d","channel":{"id":"6","type":0,"name":"news"},`+
		`"member":{"permissions":"2048","user":{"id":"%d","username":"ann"}},"app_permissions":"274877959168","context":0,"authorizing_integration_owners":{"0":"5"},`+
		`"data":{"id":"9","name":"latest","type":1,"options":[{"name":"topic","type":3,"value":"karabakh"}]}}`, id, id, 1000+n%50, 2000+n%500)
}

// TestEventsOfTheLastMoment ends an adapter while events wait to be stored.
func TestEventsOfTheLastMoment(t *testing.T) {
	inbox := &briefInbox{kept: map[string]bot.InboxEvent{}, wait: make(chan struct{})}
	a := offline(t, inbox, answering(204, ""))
	ctx, stop := context.WithCancel(t.Context())
	end, err := a.open(ctx, func(context.Context, bot.Command) (bot.Reply, error) {
		t.Error("one is answered after the end")
		return bot.Reply{}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for n := range 600 {
		if err := a.receive(ctx, interactionCreated, asked(n), ""); err != nil {
			t.Fatal(err)
		}
	}
	for a.Waiting() == 600 { // before the first are being stored
		time.Sleep(time.Millisecond)
	}
	stop()
	if err := a.receive(context.Background(), interactionCreated, asked(9999), ""); err != nil && err != errNotRunning {
		t.Error(err)
	}
	close(inbox.wait)
	end()
	if err := a.receive(context.Background(), interactionCreated, asked(10000), ""); err != errNotRunning {
		t.Errorf("after the end: %v", err)
	}
	if n := len(inbox.kept); n < 600 || n > 601 {
		t.Errorf("%d of 600 events are kept for the next start", n)
	}
}

// TestBackpressure fills the queue: whoever tells more waits, and hears the end.
func TestBackpressure(t *testing.T) {
	inbox := &briefInbox{kept: map[string]bot.InboxEvent{}, wait: make(chan struct{})}
	a := offline(t, inbox, answering(204, ""))
	ctx, stop := context.WithCancel(t.Context())
	end, err := a.open(ctx, func(context.Context, bot.Command) (bot.Reply, error) { return bot.Reply{}, nil })
	if err != nil {
		t.Fatal(err)
	}
	taken := 0
	for ; taken < 2*maxQueued && err == nil; taken++ {
		patience := time.Minute // until the queue is full there is nothing to wait for
		if a.Waiting() == maxQueued {
			patience = 20 * time.Millisecond
		}
		short, cancel := context.WithTimeout(ctx, patience)
		err = a.receive(short, messageCreated, fmt.Appendf(nil, `{"id":"%d","channel_id":"5","author":{"id":"6"},"content":"x"}`, taken+1), "")
		cancel()
	}
	if err != context.DeadlineExceeded || taken < maxQueued || taken > maxQueued+maxStored+2 { // which are being stored
		t.Errorf("after %d events: %v", taken, err)
	}
	stop()
	close(inbox.wait)
	end()
}

func TestKeys(t *testing.T) {
	tests := []struct{ kind, raw, mark, want string }{
		{interactionCreated, `{"id":"5"}`, "a:1", "i:5"},
		{messageCreated, `{"id":"5"}`, "a:1", "m:5"},
		{guildCreated, `{"id":"5","joined_at":"2026-11-05T10:00:00+00:00"}`, "a:1", "joined:5:2026-11-05T10:00:00+00:00"},
		{guildDeleted, `{"id":"5"}`, "a:1", "GUILD_DELETE:5:a:1"},
		{channelDeleted, `{"id":"5"}`, "a:1", "gone:5"},
		{threadDeleted, `{"id":"5"}`, "b:7", "gone:5"},
	}
	for _, tt := range tests {
		if got := keyOf(tt.kind, json.RawMessage(tt.raw), tt.mark); got != tt.want {
			t.Errorf("%s has the key %s, want %s", tt.kind, got, tt.want)
		}
	}
}

func TestGuildsAreKeptShort(t *testing.T) {
	raw := json.RawMessage(`{"id":"5","name":"News","joined_at":"2026-11-05T10:00:00.123000+00:00","system_channel_id":null,"channels":[` + strings.Repeat(`{"id":"6","name":"x"},`, 1000) + `{"id":"6"}]}`)
	slim := shortened(guildCreated, raw)
	g, err := readAs[guild](slim)
	want, _ := readAs[guild](raw)
	if err != nil || len(slim) > 200 || g.ID != 5 || g.Name != "News" || !g.JoinedAt.Equal(want.JoinedAt) || keyOf(guildCreated, slim, "") != keyOf(guildCreated, shortened(guildCreated, raw), "") {
		t.Errorf("kept %s", slim)
	}
	if other := json.RawMessage(`{"id":"5","more":[]}`); string(shortened(messageCreated, other)) != string(other) {
		t.Error("a message is cut")
	}
}

func TestGatewayURL(t *testing.T) {
	tests := map[string]struct{ base, told, want string }{
		"OK":        {"https://discord.com/api/v10", "wss://gateway.discord.gg", "wss://gateway.discord.gg/?v=10&encoding=json"},
		"Path":      {"https://discord.com/api/v10", "wss://gateway.discord.gg/a/?v=6", "wss://gateway.discord.gg/a/?v=10&encoding=json"},
		"Local":     {"http://127.0.0.1:1/api", "ws://127.0.0.1:1", "ws://127.0.0.1:1/?v=10&encoding=json"},
		"Downgrade": {"https://discord.com/api/v10", "ws://gateway.discord.gg", ""},
		"Empty":     {"https://discord.com/api/v10", "", ""},
		"Other":     {"https://discord.com/api/v10", "https://gateway.discord.gg", ""},
		"Odd":       {"https://discord.com/api/v10", "wss://%", ""},
		"NoHost":    {"https://discord.com/api/v10", "wss:gateway", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a := &Adapter{o: Options{BaseURL: tt.base}}
			if got, err := a.gatewayURL(tt.told); got != tt.want || (err == nil) != (tt.want != "") {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

// allAnswered has interactions answered, up to hundred at once, and returns when
// all are.
func allAnswered(t testing.TB, a *Adapter, done *atomic.Int64, from, count int) {
	t.Helper()
	began := done.Load()
	for n := range count {
		for done.Load() < began+int64(n)-100 {
			time.Sleep(100 * time.Microsecond)
		}
		if err := a.receive(t.Context(), interactionCreated, asked(from+n), ""); err != nil {
			t.Fatal(err)
		}
	}
	for end := time.Now().Add(5 * time.Minute); done.Load() < began+int64(count); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d of %d questions have an answer", done.Load()-began, count)
		}
	}
}

// busy is an adapter that answers questions with a story, and counts the
// answers that arrived.
func busy(t testing.TB) (*Adapter, *atomic.Int64) {
	t.Helper()
	done := new(atomic.Int64)
	a := offline(t, &briefInbox{kept: map[string]bot.InboxEvent{}}, func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		if strings.HasSuffix(r.URL.Path, "/callback") {
			done.Add(1)
		}
		w.WriteHeader(http.StatusNoContent)
	})
	ctx, stop := context.WithCancel(t.Context())
	end, err := a.open(ctx, func(context.Context, bot.Command) (bot.Reply, error) {
		blocks := []bot.Block{{Kind: bot.Headline, Runs: []bot.Run{{Text: "Talks resume in Geneva", URL: "https://example.com/talks"}}}, {Runs: []bot.Run{{Text: strings.Repeat("It was agreed to meet again. ", 20)}}}}
		return bot.Reply{Messages: []bot.Message{{Blocks: blocks}}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(); end() })
	return a, done
}

func heapInUse() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// TestRetainsNothing has questions answered, 5,000 of them or a million if
// WIREBRIEF_SOAK is set: the library alone would keep 462 bytes of each.
func TestRetainsNothing(t *testing.T) {
	count := 5000
	if os.Getenv("WIREBRIEF_SOAK") != "" {
		count = 1_000_000
	}
	a, done := busy(t)
	allAnswered(t, a, done, 0, 1000)
	before := heapInUse()
	allAnswered(t, a, done, 1000, count)
	kept := heapInUse() - before
	// The last are still to be noted as answered, and buffers come and go.
	for tries := 0; kept > 1<<20+20*int64(count) && tries < 300; tries++ {
		time.Sleep(100 * time.Millisecond)
		kept = heapInUse() - before
	}
	t.Logf("%.1f bytes are kept of each of %d interactions", float64(kept)/float64(count), count)
	if kept > 1<<20+20*int64(count) {
		t.Errorf("%d bytes are kept of %d interactions", kept, count)
	}
}

// BenchmarkInteraction is that of the adapter alone, with requests over
// loopback.
func BenchmarkInteraction(b *testing.B) {
	a, done := busy(b)
	b.ReportAllocs()
	b.ResetTimer()
	allAnswered(b, a, done, 0, b.N)
}

// FuzzEvents gives anything for an event: it is taken or left out, and the
// adapter lives.
func FuzzEvents(f *testing.F) {
	kinds := []string{interactionCreated, messageCreated, guildCreated, guildDeleted, channelDeleted, threadDeleted}
	for i := range kinds {
		f.Add(i, []byte(asked(i)))
		f.Add(i, []byte(`{"id":"5","channel_id":"6","guild_id":"7","type":3,"data":{"custom_id":"w:x"},"message":{"id":"8"},"joined_at":"2026-11-05T10:00:00+00:00"}`))
	}
	a := offline(f, &briefInbox{kept: map[string]bot.InboxEvent{}}, answering(204, ""))
	ctx, stop := context.WithCancel(f.Context())
	defer stop()
	f.Fuzz(func(t *testing.T, kind int, raw []byte) {
		if !json.Valid(raw) {
			return // which the gateway's reader refuses
		}
		name := kinds[uint(kind)%uint(len(kinds))]
		if !a.wanted(name, raw) {
			return
		}
		e := &event{key: keyOf(name, raw, "a:1"), kind: name, raw: raw}
		lane := laneOf(e)
		if i, err := readAs[interaction](raw); err == nil && i.ID.at().Before(time.Now()) {
			a.handle(ctx, func(context.Context, bot.Command) (bot.Reply, error) { return bot.Reply{}, nil }, e)
		}
		payload, err := json.Marshal(storedEvent{Kind: e.kind, Data: e.raw})
		if err != nil {
			t.Fatalf("it cannot be stored: %v", err)
		}
		again, err := readAs[storedEvent](payload)
		back := &event{key: e.key, kind: again.Kind, raw: again.Data, again: true}
		if err != nil || laneOf(back) != lane || keyOf(back.kind, back.raw, "a:1") != e.key {
			t.Errorf("it comes back from the store as another event")
		}
	})
}

// FuzzRefusals gives anything for an answer of Discord.
func FuzzRefusals(f *testing.F) {
	f.Add(429, []byte(`{"message":"m","retry_after":1.5,"global":true}`), "65", "1.5")
	f.Add(400, []byte(`{"code":50035,"errors":{"a":{"_errors":[{"code":"X"}]}},"message":"Invalid Form Body"}`), "", "")
	f.Add(403, []byte("<html>"), "soon", "-1")
	f.Fuzz(func(t *testing.T, status int, body []byte, after, reset string) {
		if status < 300 || status > 599 {
			return
		}
		x := &exchange{status: status, body: body, header: http.Header{"Retry-After": {after}, "X-Ratelimit-Reset-After": {reset}, "X-Ratelimit-Limit": {"5"}, "X-Ratelimit-Remaining": {"0"}}}
		c := newClient(Options{Token: canary, BaseURL: "http://127.0.0.1:1"})
		failed := c.failed(x, nil)
		if failed == nil || failed.Error() == "" || failed.RetryAfter < 0 || failed.RetryAfter > 24*time.Hour || failed.limit.ResetAfter < 0 {
			t.Fatalf("got %+v", failed)
		}
		if status == 429 && failed.RetryAfter == 0 {
			t.Error("it is not to be waited")
		}
		if len(failed.fields()) > maxFields || !slices.IsSorted(failed.fields()) {
			t.Errorf("fields %q", failed.fields())
		}
	})
}
