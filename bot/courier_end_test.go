package bot_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"wirebrief/bot"
)

func TestEndLetsWhatIsSentArrive(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	for name, test := range map[string]struct {
		latency  time.Duration
		state    bot.DeliveryState
		atLatest time.Duration
	}{
		"in time":  {3 * time.Second, bot.DeliverySent, 4 * time.Second},
		"too late": {25 * time.Second, bot.DeliveryUncertain, 10 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlatform("x")
				p.latency = func() time.Duration { return test.latency / 2 }
				d := newDelivering(&plainAdapter{p, bot.Pace{PerSecond: 10, Burst: 1}})
				for i := range 100 {
					d.ledger.owe(bot.Delivery{Chat: p.ref(i), Kind: bot.AlertDelivery})
				}
				const runs = 990 * time.Millisecond
				begin := time.Now()
				ctx, cancel := context.WithTimeout(t.Context(), runs)
				defer cancel()
				if err := bot.NewCourier(d.ledger, d.adapters, d.render, d.o).Run(ctx); err != nil {
					t.Fatal(err)
				}
				begun := len(d.ledger.rows) - d.ledger.states()[bot.DeliveryReady]
				if n := d.ledger.states()[test.state]; begun > 10 || begun < 8 || n != begun {
					t.Errorf("states in the end: %v", d.ledger.states())
				}
				if took := time.Since(begin) - runs; took > test.atLatest || took < 2*time.Second {
					t.Errorf("took %v to end", took)
				}
				// Let what the adapter has not given up end before the bubble does.
				time.Sleep(time.Minute)
			})
		})
	}
}

func TestLedgerFailuresLoseNothing(t *testing.T) {
	for _, call := range []string{"claim", "begin", "end", "release"} {
		t.Run(call, func(t *testing.T) {
			twoKinds(t, func(t *testing.T, p *platform, a bot.ChatAdapter) {
				d := newDelivering(a)
				begin := time.Now()
				d.ledger.fail = func(c string) error {
					if since := time.Since(begin); c == call && since > 2*time.Second && since < 22*time.Second {
						return errLedger("disk full")
					}
					return nil
				}
				for i := range 120 {
					d.ledger.owe(bot.Delivery{Chat: p.ref(i)})
				}
				d.run(t, 2*time.Minute)
				for i := range 120 {
					if n := p.got(fmt.Sprint(i), fmt.Sprint("words of key-", i+1)); n != 1 {
						t.Errorf("chat %d got its message %d times", i, n)
					}
				}
				if got := d.ledger.states()[bot.DeliverySent]; got != 120 {
					t.Errorf("states: %v", d.ledger.states())
				}
				if n := d.log.count("level=ERROR"); n > 40 {
					t.Errorf("%d errors in the log", n)
				}
			})
		})
	}
}

func TestBadEndIsInNobodysWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform("x")
		d := newDelivering(&plainAdapter{p, bot.Pace{PerSecond: 30, Burst: 30}})
		for i := range 60 {
			d.ledger.owe(bot.Delivery{Chat: p.ref(i)})
		}
		bad := &badEnd{ledger: d.ledger, id: 7}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		if err := bot.NewCourier(bad, d.adapters, d.render, d.o).Run(ctx); err != nil {
			t.Fatal(err)
		}
		if got := d.ledger.states()[bot.DeliverySent]; got != 59 || d.log.count("level=ERROR") == 0 {
			t.Errorf("states %v, log %s", d.ledger.states(), d.log.lines)
		}
		// The one whose end is never kept is repeated once, not for ever.
		if n := p.got("6", "words of key-7"); n > 2 {
			t.Errorf("it was sent %d times", n)
		}
	})
}

// A badEnd refuses every batch with a delivery in it.
type badEnd struct {
	*ledger
	id int64
}

func (b *badEnd) EndDeliveries(ctx context.Context, owner string, ends []bot.DeliveryEnd) error {
	if slices.ContainsFunc(ends, func(e bot.DeliveryEnd) bool { return e.ID == b.id }) {
		return errLedger("constraint failed")
	}
	return b.ledger.EndDeliveries(ctx, owner, ends)
}

// TestCrashesLoseNothing: a process ends at any moment, another begins, with
// platforms whose answers take their time.
func TestCrashesLoseNothing(t *testing.T) {
	twoKinds(t, func(t *testing.T, p *platform, a bot.ChatAdapter) {
		p.strict = bot.Pace{}
		p.latency = func() time.Duration {
			return 2*time.Millisecond + rand.N(20*time.Millisecond)
		}
		d := newDelivering(a)
		const owed = 1000
		for i := range owed {
			d.ledger.owe(bot.Delivery{Chat: p.ref(i)})
		}
		flying := 0
		for kill := 0; d.ledger.states()[bot.DeliverySent] < owed && kill < 200; kill++ {
			ctx, cancel := context.WithCancel(t.Context())
			dies := &mortal{ledger: d.ledger}
			ended := make(chan error)
			d.o.Owner = fmt.Sprint("process ", kill)
			go func() { ended <- bot.NewCourier(dies, d.adapters, d.render, d.o).Run(ctx) }()
			time.Sleep(300*time.Millisecond + rand.N(2*time.Second))
			// From here on the process changes nothing in the ledger.
			dies.kill()
			flying += d.ledger.states()[bot.DeliverySending]
			cancel()
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
		d.run(t, 5*time.Minute)
		doubles, lost := 0, 0
		for i := range owed {
			switch n := p.got(fmt.Sprint(i), fmt.Sprint("words of key-", i+1)); {
			case n == 0:
				lost++
			default:
				doubles += n - 1
			}
		}
		t.Logf("%d owed, %d in flight when a process ended: %d lost, %d doubled", owed, flying, lost, doubles)
		if lost > 0 || doubles > flying || p.name == "keyed" && doubles > 0 || flying == 0 {
			t.Error("that is against the rules")
		}
	})
}

// A mortal is a ledger as a process sees it until it ends.
type mortal struct {
	*ledger
	mu   sync.Mutex
	dead bool
}

func (m *mortal) kill() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.dead = true
}

func (m *mortal) alive() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.dead {
		return errLedger("this process has ended")
	}
	return nil
}

func (m *mortal) ClaimDeliveries(ctx context.Context, c bot.Claim) ([]bot.Delivery, error) {
	if err := m.alive(); err != nil {
		return nil, err
	}
	return m.ledger.ClaimDeliveries(ctx, c)
}

func (m *mortal) BeginDelivery(ctx context.Context, id int64, owner string, attempt int) (bool, error) {
	if err := m.alive(); err != nil {
		return false, err
	}
	return m.ledger.BeginDelivery(ctx, id, owner, attempt)
}

func (m *mortal) EndDeliveries(ctx context.Context, owner string, ends []bot.DeliveryEnd) error {
	if err := m.alive(); err != nil {
		return err
	}
	return m.ledger.EndDeliveries(ctx, owner, ends)
}

func (m *mortal) ReleaseDeliveries(ctx context.Context, owner string) error {
	if err := m.alive(); err != nil {
		return err
	}
	return m.ledger.ReleaseDeliveries(ctx, owner)
}

func TestAdapterThatDoesNotHeedItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform("x")
		release := make(chan struct{})
		d := newDelivering(&deafAdapter{plainAdapter{p, fast}, release})
		d.ledger.owe(bot.Delivery{Chat: p.ref("deaf"), Kind: bot.AlertDelivery})
		d.ledger.owe(bot.Delivery{Chat: p.ref("well")})
		d.run(t, 5*time.Second)
		if got := d.ledger.get(1); got.State != bot.DeliveryUncertain || d.log.count("does not heed") != 1 {
			t.Errorf("became %+v", got)
		}
		if d.ledger.get(2).State != bot.DeliverySent {
			t.Error("another was not sent")
		}
		close(release)
		time.Sleep(time.Minute)
	})
}

// A deafAdapter hears nothing in one chat.
type deafAdapter struct {
	plainAdapter
	release chan struct{}
}

func (a *deafAdapter) Send(ctx context.Context, to bot.ChatRef, m bot.Message) (bot.MessageRef, error) {
	if to.ID == "deaf" {
		<-a.release
	}
	return a.plainAdapter.Send(ctx, to, m)
}

func TestCourierLeavesNothingRunning(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	p := newPlatform("x")
	l := newLedger()
	for i := range 20 {
		l.owe(bot.Delivery{Chat: p.ref(i)})
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	began := time.Now()
	go func() {
		for ctx.Err() == nil && l.states()[bot.DeliverySent] < 3 {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	// The defaults, every one, and an adapter that names no pace.
	if err := bot.NewCourier(l, []bot.ChatAdapter{bare{&plainAdapter{p, fast}}}, inWords, bot.CourierOptions{}).Run(ctx); err != nil {
		t.Fatal(err)
	}
	// 20 a second are what an adapter gets that asks for nothing.
	if n, took := l.states()[bot.DeliverySent], time.Since(began); n < 3 || n > 2+int(20*took.Seconds()) {
		t.Errorf("%d were sent in %v", n, took)
	}
	if got := l.states(); got[bot.DeliverySent]+got[bot.DeliveryReady] != 20 {
		t.Errorf("states: %v", got)
	}
	if c := l.last; !c.Sole || c.Holder == "" || c.Owner != c.Holder+"/x" {
		t.Errorf("claimed by %+v", c)
	}
}

// A bare adapter has no optional abilities.
type bare struct{ bot.ChatAdapter }

func TestLostClaimIsLeftToItsOwner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform("x")
		d := newDelivering(&plainAdapter{p, fast})
		d.o.Shared = true
		d.ledger.owe(bot.Delivery{Chat: p.ref(1)})
		d.ledger.owe(bot.Delivery{Chat: p.ref(2)})
		stolen := false
		d.ledger.fail = func(call string) error {
			d.ledger.mu.Lock()
			defer d.ledger.mu.Unlock()
			if e := d.ledger.rows[0]; call == "begin" && !stolen {
				e.owner, e.until, stolen = "another", time.Now().Add(time.Hour), true
				e.Attempt++
			}
			return nil
		}
		d.run(t, 10*time.Minute)
		if len(p.order["1"]) != 0 || len(p.order["2"]) != 1 || d.log.count("is another's now") != 1 {
			t.Errorf("arrived: %v", p.order)
		}
		if got := d.ledger.get(1); got.State != bot.DeliveryClaimed || got.Attempt != 2 {
			t.Errorf("the one of another is %+v", got)
		}
	})
}

// TestKeyThatGrowsOldInMemory: a delivery is claimed while its key is good, and
// its turn comes when it is not.
func TestKeyThatGrowsOldInMemory(t *testing.T) {
	for kind, want := range map[bot.DeliveryKind]bot.DeliveryState{bot.DigestDelivery: bot.DeliverySent, bot.AlertDelivery: bot.DeliveryUncertain} {
		t.Run(string(kind), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlatform("keyed")
				p.life = 2 * time.Minute
				a := &keyedAdapter{plainAdapter{p, fast}}
				d := newDelivering(a)
				pacing := bot.NewPacing(fast)
				d.o.Pacings = map[bot.Platform]*bot.Pacing{"keyed": pacing}
				id := d.ledger.owe(bot.Delivery{Chat: p.ref(1), Kind: kind})
				p.fails("1", fault{err: sendError(bot.Uncertain)}, fault{err: &bot.SendError{Kind: bot.RetryAfter, RetryAfter: 81 * time.Second}})
				go func() {
					time.Sleep(10 * time.Second)
					pacing.Hold(p.ref(1), 77*time.Second)
				}()
				d.run(t, time.Hour)
				if got := d.ledger.get(id); got.State != want {
					t.Errorf("became %s of class %s, %v", got.State, got.Class, p.order)
				}
			})
		})
	}
}
