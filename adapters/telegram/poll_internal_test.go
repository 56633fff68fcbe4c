package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/db"
	"wirebrief/db/dbtest"
)

// noDesk is a desk that nobody asks.
type noDesk struct{ bot.Desk }

// detached is an adapter that reaches nothing.
func detached(t testing.TB, inbox bot.Inbox, w Webhook) *Adapter {
	t.Helper()
	a, err := New(Options{Token: canary, BaseURL: "http://127.0.0.1:1", Inbox: inbox, Desk: noDesk{}, Webhook: w})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// sayingUpdate is the update of a message, about as long as they are.
func sayingUpdate(id, chat int64, text string) []byte {
	return fmt.Appendf(nil, `{"update_id":%d,"message":{"message_id":%[1]d,"from":{"id":%[2]d,"is_bot":false,"first_name":"Ann","last_name":"Example","username":"ann_example","language_code":"en"},`+
		`"chat":{"id":%[2]d,"first_name":"Ann","last_name":"Example","username":"ann_example","type":"private"},"date":1780000000,"text":%[3]q,"entities":[{"offset":0,"length":7,"type":"bot_command"}]}}`, id, chat, text)
}

func TestReadTellsTheID(t *testing.T) {
	for name, tt := range map[string]struct {
		raw  string
		id   int64
		lane string
		ok   bool
	}{
		"Message":     {string(sayingUpdate(17, 5, "hello")), 17, "5", true},
		"Unknown":     {`{"update_id":18,"something_new":{}}`, 18, "", true},
		"OtherForm":   {`{"update_id":19,"message":[]}`, 19, "", false},
		"WordsAsID":   {`{"update_id":"secret words"}`, 0, "", false},
		"NoID":        {`{"message":{"text":"secret words"}}`, 0, "", false},
		"HugeID":      {`{"update_id":99999999999999999999}`, 0, "", false},
		"NoObject":    {`"secret words"`, 0, "", false},
		"NoJSON":      {`secret words`, 0, "", false},
		"TwiceTheID":  {`{"update_id":1,"update_id":2}`, 2, "", true},
		"OtherLetter": {`{"UPDATE_ID":3}`, 3, "", true},
	} {
		t.Run(name, func(t *testing.T) {
			ev, id, err := read([]byte(tt.raw))
			if id != tt.id || ev.Lane != tt.lane || (err == nil) != tt.ok {
				t.Errorf("got %+v, %d, %v", ev, id, err)
			}
			if err == nil && ev.Key != strconv.FormatInt(tt.id, 10) || err != nil && strings.Contains(err.Error(), "secret") {
				t.Errorf("key %q, %v", ev.Key, err)
			}
		})
	}
}

// FuzzRead reads anything: what is read has the id that it is confirmed by.
func FuzzRead(f *testing.F) {
	f.Add(sayingUpdate(17, 5, "hello"))
	f.Add([]byte(`{"update_id":9,"callback_query":{"id":"1","from":{"id":7},"data":"x","message":{"date":0,"chat":{"id":-100}}}}`))
	f.Add([]byte(`{"update_id":-3,"my_chat_member":{"chat":{"id":1e3}}}`))
	f.Add([]byte(`[{}]`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		ev, id, err := read(raw)
		if err != nil {
			if ev.Value != nil || strings.Contains(err.Error(), "{") {
				t.Errorf("got %+v, %v", ev, err)
			}
			return
		}
		if id == 0 || ev.Key != strconv.FormatInt(id, 10) || ev.Value == nil || ev.Value.ID != id || !json.Valid(raw) {
			t.Errorf("got %+v with id %d", ev, id)
		}
		if again, _, err := read(raw); err != nil || again.Lane != ev.Lane {
			t.Errorf("read again it is in lane %q, not %q, %v", again.Lane, ev.Lane, err)
		}
	})
}

// A shelf is an inbox that keeps nothing.
type shelf struct{}

func (shelf) CreateInboxEvents(_ context.Context, _ bot.Platform, events []bot.InboxEvent) ([]bot.InboxEvent, error) {
	return events, nil
}

func (shelf) FindInboxEvents(context.Context, bot.Platform, ...string) ([]bot.InboxEvent, error) {
	return nil, nil
}

func (shelf) TryInboxEvent(context.Context, bot.Platform, string) (int, error) { return 0, nil }

func (shelf) EndInboxEvents(context.Context, bot.Platform, []string) error { return nil }

// TestAFullHouseSendsPushesAway is for webhooks what room is for polls.
func TestAFullHouseSendsPushesAway(t *testing.T) {
	a := detached(t, shelf{}, Webhook{URL: "http://127.0.0.1:2/x"})
	ctx, stop := context.WithCancel(t.Context())
	release := make(chan struct{})
	a.at.work = a.dispatcher(ctx, func(context.Context, *update) error { <-release; return nil })
	for i := 0; !a.at.work.Full(); i++ {
		a.at.work.Add([]event{{Key: strconv.Itoa(i), Lane: strconv.Itoa(i % 1000), Value: &update{}}})
	}
	push := func() *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodPost, "/x", strings.NewReader(string(sayingUpdate(1, 2, "x"))))
		r.Header.Set(secretHeader, webhookSecret(canary))
		a.ServeHTTP(w, r)
		return w
	}
	if w := push(); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("full: %d %v", w.Code, w.Header())
	}
	close(release)
	if err := a.at.work.Room(ctx); err != nil {
		t.Fatal(err)
	}
	if w := push(); w.Code != http.StatusOK {
		t.Errorf("empty: %d", w.Code)
	}
	stop()
	a.at.work.Close()
}

func TestTheSecretTellsNothing(t *testing.T) {
	one, other := webhookSecret(canary), webhookSecret(canary+"x")
	if one == other || !secretForm.MatchString(one) || len(one) != 64 || strings.Contains(canary, one[:8]) {
		t.Errorf("secrets %q and %q", one, other)
	}
}

// BenchmarkTake takes updates as polls bring them, stores, answers and notes
// them, in a real file.
func BenchmarkTake(b *testing.B) {
	store := dbtest.Open(b, db.Options{})
	a := detached(b, store, Webhook{})
	a.o.Logger = slog.New(slog.DiscardHandler)
	ctx, stop := context.WithCancel(b.Context())
	answers := make(chan struct{}, b.N)
	a.at.work = a.dispatcher(ctx, func(context.Context, *update) error { answers <- struct{}{}; return nil })
	began := time.Now()
	for i := 0; i < b.N; {
		var batch []json.RawMessage
		for ; i < b.N && len(batch) < pollLimit; i++ {
			batch = append(batch, sayingUpdate(int64(i+1), int64(i%500), "/latest karabakh"))
		}
		if last, err := a.take(ctx, batch); err != nil || last != int64(i) {
			b.Fatal(last, err)
		}
	}
	for range b.N {
		<-answers
	}
	b.ReportMetric(float64(b.N)/time.Since(began).Seconds(), "updates/s")
	stop()
	a.at.work.Close()
	if left, err := store.FindInboxEvents(b.Context(), Platform); err != nil || len(left) > 0 {
		b.Fatal(len(left), errors.Join(err))
	}
}
