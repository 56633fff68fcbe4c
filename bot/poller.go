package bot

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"
)

const (
	// lookLimit is how many due sources are asked for at once.
	lookLimit = 256
	// handLimit bounds the sources in memory.
	handLimit = 4096
	// pollGrace is how long after the end what was read is still stored.
	pollGrace = 5 * time.Second
	// maxPause bounds the pause between two attempts at the store.
	maxPause = 30 * time.Second
)

// PollerOptions are what a Poller may be given. The zero value works.
type PollerOptions struct {
	// Now tells the time; time.Now by default.
	Now func() time.Time
	// Logger hears of sources that begin to fail, move or are given up.
	// Silent by default.
	Logger *slog.Logger
	// Fastest and Slowest bound how often a source is polled: 3 minutes and
	// an hour by default, Slowest at most MaxPollWait.
	Fastest, Slowest time.Duration
	// Concurrent is how many sources are read at once; 64 by default.
	Concurrent int
	// Look is how often the store is asked for due sources; 2 s by default.
	Look time.Duration
	// Deadline bounds one poll of one source with all the pages it fetches;
	// 2 minutes by default.
	Deadline time.Duration
	// Random returns numbers from 0 to below 1, from any goroutine;
	// math/rand by default.
	Random func() float64
	// Tell tells the operator, once, that a source was given up and why. It
	// may take a while, but should hear ctx. Nobody is told by default.
	Tell func(ctx context.Context, s Source, problem string)
}

// A Poller reads the sources that are due and has an Ingester store what they
// bring. It owns no goroutine but inside Run.
type Poller struct {
	store    PollStore
	reader   SourceReader
	ingester *Ingester
	o        PollerOptions
	pace     pollPace
}

// NewPoller returns a Poller over its ports. It does no I/O.
func NewPoller(store PollStore, reader SourceReader, ingester *Ingester, o PollerOptions) *Poller {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Fastest <= 0 {
		o.Fastest = 3 * time.Minute
	}
	if o.Slowest <= 0 {
		o.Slowest = time.Hour
	}
	if o.Concurrent <= 0 {
		o.Concurrent = 64
	}
	if o.Look <= 0 {
		o.Look = 2 * time.Second
	}
	if o.Deadline <= 0 {
		o.Deadline = 2 * time.Minute
	}
	if o.Random == nil {
		o.Random = rand.Float64
	}
	if o.Tell == nil {
		o.Tell = func(context.Context, Source, string) {}
	}
	fastest := min(o.Fastest, MaxPollWait)
	return &Poller{store: store, reader: reader, ingester: ingester, o: o,
		pace: pollPace{fastest, min(max(o.Slowest, fastest), MaxPollWait)}}
}

// now in UTC, without the monotonic clock: it goes into the store.
func (p *Poller) now() time.Time { return p.o.Now().UTC().Round(0) }

// Run polls until ctx ends. What was read by then is stored and saved before
// it returns, for as long as 5 s; what was not is read at the next start.
// Failures of the store are logged and tried again. It returns nil once all it
// started has ended. Only the holder of the service lease may call it.
//
// A crash loses nothing either: articles are stored before the poll that
// brought them is saved, so after a crash between the two the source is simply
// due again, and its articles, known by their identity, are found unchanged.
func (p *Poller) Run(ctx context.Context) error {
	late, end := context.WithCancel(context.WithoutCancel(ctx))
	r := &pollRun{
		Poller: p, ctx: ctx, late: late, queue: newPollQueue(), wake: make(chan struct{}, 1),
		stores: make(chan storeRequest), saves: make(chan Polled),
	}
	var readers, stages, grace sync.WaitGroup
	stages.Go(r.storeLoop)
	stages.Go(r.saveLoop)
	grace.Go(func() {
		select {
		case <-late.Done():
		case <-ctx.Done():
			sleep(late, pollGrace)
			end()
		}
	})
	r.dispatch(&readers)
	readers.Wait()
	close(r.stores)
	close(r.saves)
	stages.Wait()
	end()
	grace.Wait()
	return nil
}

// A pollRun is what one Run of a Poller shares.
type pollRun struct {
	*Poller
	// ctx ends the reading, late, a little later, the storing.
	ctx, late context.Context

	mu sync.Mutex
	// queue, reading (the number of sources being read or stored) and heard
	// (when one could last be read) are guarded by mu.
	queue   *pollQueue
	reading int
	heard   time.Time
	// wake tells dispatch that there may be room.
	wake chan struct{}

	stores chan storeRequest
	saves  chan Polled
}

// dispatch hands due sources to readers until ctx ends.
func (r *pollRun) dispatch(readers *sync.WaitGroup) {
	look := time.NewTimer(0)
	defer look.Stop()
	timely, more, failures := false, false, 0
	for {
		if (timely || more) && r.hasRoom() {
			more, failures = r.look(failures)
		}
		if timely {
			timely = false
			look.Reset(doubled(r.o.Look, failures, max(r.o.Look, maxPause)))
		}
		r.start(readers)
		if more && r.hasRoom() {
			if r.ctx.Err() != nil {
				return
			}
			continue
		}
		select {
		case <-r.ctx.Done():
			return
		case <-look.C:
			timely = true
		case <-r.wake:
		}
	}
}

// hasRoom reports whether there is need of more due sources, and room. Failing
// sources that have to wait for one another are no reason not to look for
// others.
func (r *pollRun) hasRoom() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.queue.hand) < handLimit && !r.queue.canTake(r.o.Concurrent, r.maxFailing())
}

// maxFailing is how many failing sources are read at once.
func (r *pollRun) maxFailing() int { return max(1, r.o.Concurrent/2) }

// look takes due sources in hand. more tells that there may be others, failed
// how often in a row the store has failed, failures before this time.
func (r *pollRun) look(failures int) (more bool, failed int) {
	now := r.now()
	r.mu.Lock()
	except := r.queue.inHand(now)
	r.mu.Unlock()
	due, err := r.store.FindDueSources(r.ctx, now, except, lookLimit)
	if err != nil {
		if failures == 0 && r.ctx.Err() == nil {
			r.o.Logger.Error("sources were not looked for; trying again", "err", err)
		}
		return false, failures + 1
	}
	var putOff []Source
	r.mu.Lock()
	for _, s := range due {
		if until := r.queue.add(s, now, r.pace.slowest); !until.IsZero() {
			s.Next = until
			putOff = append(putOff, s)
		}
	}
	r.mu.Unlock()
	for _, s := range putOff {
		r.saves <- Polled{Source: s}
	}
	return len(due) >= lookLimit, 0
}

// start begins to read what may be read now.
func (r *pollRun) start(readers *sync.WaitGroup) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.ctx.Err() == nil && r.reading < r.o.Concurrent {
		s, ok := r.queue.take(r.maxFailing())
		if !ok {
			return
		}
		r.reading++
		readers.Go(func() {
			r.poll(s)
			r.change(func() { r.reading-- })
		})
	}
}

// change changes what mu guards and wakes dispatch.
func (r *pollRun) change(what func()) {
	r.mu.Lock()
	what()
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default:
	}
}
