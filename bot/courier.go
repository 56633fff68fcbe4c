package bot

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"sync"
	"time"
)

// CourierOptions are what a Courier may be given. The zero value works.
type CourierOptions struct {
	// Now tells the time that the ledger goes by; time.Now by default.
	Now func() time.Time
	// Logger hears of what was not delivered, and of platforms that do not
	// work. It never hears what a message says. Silent by default.
	Logger *slog.Logger
	// Owner names this process in the ledger, and in the service lease; it must
	// be unique. Made up by default.
	Owner string
	// SendTimeout bounds one request; 30 s by default.
	SendTimeout time.Duration
	// Look is how often the ledger is asked for what is due; 500 ms by
	// default.
	Look time.Duration
	// Concurrent is how many messages are sent at once on one platform; by
	// default as many as go out in 4 s, from 16 to 256.
	Concurrent int
	// Pacings are those of platforms where others send, too. A platform
	// without gets one of its own, from its adapter's Pace.
	Pacings map[Platform]*Pacing
	// Shared tells that other processes deliver on the same platforms: then
	// what they have claimed is left to them until its lease ends.
	Shared bool
	// Alerts bind alerts at the moment when they are about to be sent.
	Alerts AlertRules
	// Random returns numbers from 0 to below 1, from any goroutine;
	// math/rand by default.
	Random func() float64
	// Tell tells the operator that a platform refuses everything, which then
	// is no way to tell it, or takes messages again. It may take a while, but
	// should hear ctx. Nobody is told by default.
	Tell func(ctx context.Context, about Platform, n Notice)
	// Refused is told once that a chat lets the bot write no more, when that
	// was tried again in vain, and once more when the chat is stopped for it.
	// It may take a while, but should hear ctx. Nobody is told by default.
	Refused func(ctx context.Context, chat ChatRef, stopped bool)
	// Gone is told likewise that a chat is stopped because it is no more.
	Gone func(ctx context.Context, chat ChatRef)
	// Blocked is told likewise that a message was refused for what it says.
	Blocked func(ctx context.Context, chat ChatRef)
}

// A Courier brings what is owed to the platforms, by the states of DESIGN.md
// section 7: nothing is lost, and nothing is sent twice but what was in flight
// when a process died or a connection broke. It owns no goroutine but inside
// Run and Once.
type Courier struct {
	store  DeliveryStore
	render func(context.Context, Delivery) (Message, error)
	o      CourierOptions
	lanes  []*lane
}

// NewCourier returns a Courier for some platforms, one adapter each. It does no
// I/O. render puts a delivery into words; an error of it that is ErrNotFound
// means that what the delivery tells of is not stored any more.
func NewCourier(store DeliveryStore, adapters []ChatAdapter, render func(context.Context, Delivery) (Message, error), o CourierOptions) *Courier {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Owner == "" {
		o.Owner = fmt.Sprintf("courier-%016x", rand.Uint64())
	}
	if o.SendTimeout <= 0 {
		o.SendTimeout = 30 * time.Second
	}
	if o.Look <= 0 {
		o.Look = 500 * time.Millisecond
	}
	if o.Random == nil {
		o.Random = rand.Float64
	}
	if o.Tell == nil {
		o.Tell = func(context.Context, Platform, Notice) {}
	}
	if o.Refused == nil {
		o.Refused = func(context.Context, ChatRef, bool) {}
	}
	if o.Gone == nil {
		o.Gone = func(context.Context, ChatRef) {}
	}
	if o.Blocked == nil {
		o.Blocked = func(context.Context, ChatRef) {}
	}
	c := &Courier{store: store, render: render, o: o}
	for _, a := range adapters {
		c.lanes = append(c.lanes, newLane(c, a))
	}
	return c
}

// now in UTC, without the monotonic clock: it goes into the store.
func (c *Courier) now() time.Time { return c.o.Now().UTC().Round(0) }

// Run delivers until ctx ends. Then it begins nothing new, gives what is being
// sent up to 10 s to end, saves what became of it, and hands back what it has
// claimed. Failures of the store are logged and tried again. It returns nil
// once all it started has ended, but for an adapter that does not heed its
// context. Only the holder of the service lease may call it, unless Shared.
func (c *Courier) Run(ctx context.Context) error { return c.deliver(ctx, false) }

// Once delivers what is due and returns when nothing more is. What is to be
// tried again later stays for then.
func (c *Courier) Once(ctx context.Context) error { return c.deliver(ctx, true) }

func (c *Courier) deliver(ctx context.Context, once bool) error {
	var lanes sync.WaitGroup
	for _, l := range c.lanes {
		lanes.Go(func() { l.run(ctx, once) })
	}
	lanes.Wait()
	return nil
}

// Wake makes the Courier look at once for what is due. It may be called from
// any goroutine, and does nothing while the Courier does not run.
func (c *Courier) Wake() {
	for _, l := range c.lanes {
		l.change(func() { l.looked = time.Time{} })
	}
}

// guarded calls what may panic and reports whether it did. The value of a panic
// may hold the words of a message, so only the runtime's own are logged.
func (c *Courier) guarded(doing string, delivery int64, what func()) (panicked bool) {
	defer func() {
		if p := recover(); p != nil {
			cause := fmt.Sprintf("a %T", p)
			if e, ok := p.(runtime.Error); ok {
				cause = e.Error()
			}
			c.o.Logger.Error("panic in the courier", "doing", doing, "delivery", delivery, "panic", cause, "stack", string(debug.Stack()))
			panicked = true
		}
	}()
	what()
	return false
}
