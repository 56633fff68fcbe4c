package bot_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/db"
	"wirebrief/db/dbtest"
)

func BenchmarkCourier(b *testing.B) {
	p := newPlatform("x")
	p.latency = func() time.Duration { return 0 }
	l := &handed{}
	for i := range b.N {
		l.owed = append(l.owed, bot.Delivery{ID: int64(i + 1), Chat: p.ref(i), Kind: bot.DigestDelivery, Attempt: 1})
	}
	a := &countingAdapter{plainAdapter: plainAdapter{p, fast}}
	b.ResetTimer()
	if err := bot.NewCourier(l, []bot.ChatAdapter{a}, inWords, bot.CourierOptions{}).Once(b.Context()); err != nil {
		b.Fatal(err)
	}
	if l.ended != b.N {
		b.Fatalf("%d of %d ended", l.ended, b.N)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}

// A countingAdapter answers at once.
type countingAdapter struct{ plainAdapter }

func (a *countingAdapter) Send(_ context.Context, to bot.ChatRef, _ bot.Message) (bot.MessageRef, error) {
	return bot.MessageRef{Chat: to, ID: "1"}, nil
}

// A handed hands out deliveries in their order, and counts the ends.
type handed struct {
	mu    sync.Mutex
	owed  []bot.Delivery
	ended int
}

func (h *handed) ClaimDeliveries(_ context.Context, c bot.Claim) ([]bot.Delivery, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := min(c.Limit, len(h.owed))
	out := h.owed[:n]
	h.owed = h.owed[n:]
	return out, nil
}

func (h *handed) BeginDelivery(context.Context, int64, string, int) (bool, error) { return true, nil }

func (h *handed) EndDeliveries(_ context.Context, _ string, ends []bot.DeliveryEnd) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ended += len(ends)
	return nil
}

func (h *handed) ReleaseDeliveries(context.Context, string) error { return nil }

// BenchmarkCourierOnAStore sends digests that are owed in a real file to a
// platform that answers at once and has no limits.
func BenchmarkCourierOnAStore(b *testing.B) {
	store := dbtest.Open(b, db.Options{})
	p := newPlatform("x")
	oweDigests(b, store, p, b.N)
	a := &countingAdapter{plainAdapter: plainAdapter{p, fast}}
	b.ResetTimer()
	if err := bot.NewCourier(store, []bot.ChatAdapter{a}, inChat, bot.CourierOptions{}).Once(b.Context()); err != nil {
		b.Fatal(err)
	}
	if counts, err := store.CountDeliveries(b.Context()); err != nil || counts[bot.DeliverySent] != b.N {
		b.Fatal(counts, err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}
