package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"time"
)

const (
	// maxWorkers is how many events are answered at once. Most of the time of
	// an answer is waiting for its turn to be sent.
	maxWorkers = 256
	// maxIdle is how many who have answered wait for more. To begin anew costs a
	// twentieth of what most answers do.
	maxIdle = 64
	// maxWaiting is how many events wait in memory before no more are asked
	// for: the platform keeps them, too.
	maxWaiting = 20_000
	// maxTries is how often an event is tried again that was not answered
	// when the process ended: it may have been the reason for that.
	maxTries = 2
	// answerTime bounds an answer, with all its waits.
	answerTime = 5 * time.Minute
	// notingPause is the time over which answered events are gathered,
	// notingRetry that after a failure, notingLimit how many are noted at once,
	// and notingTime how long that may take.
	notingPause = 20 * time.Millisecond
	notingRetry = time.Second
	notingLimit = 1000
	notingTime  = 5 * time.Second
)

// A LaneEvent is an event that waits for its answer.
type LaneEvent[T any] struct {
	// Key and Lane are as in InboxEvent.
	Key, Lane string
	// Value is the event in the adapter's own form.
	Value T
	// Again tells that a process before has left it.
	Again bool
}

// DispatcherOptions are what a Dispatcher needs.
type DispatcherOptions[T any] struct {
	Platform Platform
	Inbox    Inbox
	Logger   *slog.Logger
	// Read reads an event that was stored, and has waited in the inbox alone
	// since: more of its lane came than fit into memory.
	Read func(ctx context.Context, kept InboxEvent) (T, error)
	// Answer answers one event. An error is logged; the event is done with all
	// the same, unless the context of NewDispatcher has ended by then. A
	// panic costs that event alone.
	Answer func(ctx context.Context, value T) error
}

// A Dispatcher has events of an Inbox answered: those of one lane one after the
// other, those of different lanes at once, and notes which are. It owns
// goroutines until Close, and is safe for use by several.
type Dispatcher[T any] struct {
	ctx context.Context
	o   DispatcherOptions[T]

	mu    sync.Mutex
	lanes map[string]*eventLane[T]
	// turns are the lanes with an event and nobody at work, in the order in
	// which they get their turn.
	turns []*eventLane[T]
	// turned tells those who are idle of a turn, or that there is an end.
	turned                 sync.Cond
	waiting, workers, idle int
	closing                bool
	// later is how many wait in the inbox alone.
	later int
	// freed gets a value when there is room again.
	freed chan struct{}
	// ended are the keys of the events that are to be noted as answered,
	// noticed gets a value with the first.
	ended   []string
	noticed chan struct{}
	// flooded is when a flood was last logged, and flood how many events were
	// too much since.
	flooded time.Time
	flood   int

	working sync.WaitGroup
	done    chan struct{}
	noting  sync.WaitGroup
	// unhear ends the waiting for the end of ctx.
	unhear func() bool
}

// An eventLane holds the events of a lane, the first of which may be at work.
type eventLane[T any] struct {
	name   string
	events []LaneEvent[T]
	// later are the keys of those behind them that wait in the inbox alone.
	later []string
}

// NewDispatcher returns a Dispatcher that works until ctx ends, and then leaves
// what is not answered in the inbox. The caller closes it.
func NewDispatcher[T any](ctx context.Context, o DispatcherOptions[T]) *Dispatcher[T] {
	d := &Dispatcher[T]{
		ctx: ctx, o: o,
		lanes: map[string]*eventLane[T]{}, freed: make(chan struct{}, 1), noticed: make(chan struct{}, 1), done: make(chan struct{}),
	}
	d.turned.L = &d.mu
	d.unhear = context.AfterFunc(ctx, func() {
		d.mu.Lock() // nobody is between looking and waiting
		defer d.mu.Unlock()
		d.turned.Broadcast()
	})
	d.noting.Go(d.note)
	return d
}

// Close waits for the answers that are under way, which end with the context of
// NewDispatcher, and notes which were given.
func (d *Dispatcher[T]) Close() {
	d.mu.Lock()
	d.closing = true
	d.turned.Broadcast()
	d.mu.Unlock()
	d.working.Wait()
	d.unhear()
	close(d.done)
	d.noting.Wait()
}

// Add has events answered, which are stored. Those of a lane that is too long
// already wait in the inbox, unless a process before has left them.
func (d *Dispatcher[T]) Add(events []LaneEvent[T]) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, ev := range events {
		l := d.lanes[ev.Lane]
		if l == nil {
			l = &eventLane[T]{name: ev.Lane}
			d.lanes[ev.Lane] = l
		}
		if l.isLong() && !ev.Again {
			d.putOff(l, ev.Key)
			continue
		}
		l.events = append(l.events, ev)
		d.waiting++
		if len(l.events) == 1 {
			d.turns = append(d.turns, l)
			d.turned.Signal()
		}
	}
	for d.workers < min(maxWorkers, len(d.lanes)) && d.ctx.Err() == nil {
		d.workers++
		d.working.Go(d.work)
	}
}

// Full reports whether so much waits that no more should come.
func (d *Dispatcher[T]) Full() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.waiting >= maxWaiting || d.later >= maxLater
}

// Room waits until more may come. The error is that of ctx.
func (d *Dispatcher[T]) Room(ctx context.Context) error {
	for d.Full() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-d.freed:
		}
	}
	return ctx.Err()
}

// work answers one event of each lane that has its turn, until none has and
// others wait for one.
func (d *Dispatcher[T]) work() {
	for {
		l, ev, ok := d.turn()
		if !ok {
			return
		}
		if ev == nil {
			d.fetch(l)
			continue
		}
		answered := d.answer(*ev)
		d.finish(l, ev.Key, answered)
	}
}

// turn takes the next lane, and waits for it if there is none. ev is nil if the
// events of the lane wait in the inbox. It ends the worker if enough wait, or ctx
// has ended.
func (d *Dispatcher[T]) turn() (l *eventLane[T], ev *LaneEvent[T], ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for len(d.turns) == 0 && d.ctx.Err() == nil && !d.closing && d.idle < maxIdle {
		d.idle++
		d.turned.Wait()
		d.idle--
	}
	if len(d.turns) == 0 || d.ctx.Err() != nil {
		d.workers--
		return nil, nil, false
	}
	l, d.turns = d.turns[0], d.turns[1:]
	if len(l.events) > 0 {
		ev = &l.events[0]
	}
	return l, ev, true
}

// finish notes that an event was dealt with. An event that is not answered
// stays in the inbox.
func (d *Dispatcher[T]) finish(l *eventLane[T], key string, answered bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if answered {
		d.endLocked(key)
	}
	l.events = l.events[1:]
	d.waiting--
	d.turnAgain(l)
	if d.waiting == maxWaiting-1 {
		d.free()
	}
}

// turnAgain has a lane wait for its next turn, and forgets one without events.
// It runs with mu held.
func (d *Dispatcher[T]) turnAgain(l *eventLane[T]) {
	if len(l.events)+len(l.later) > 0 {
		d.turns = append(d.turns, l)
	} else {
		delete(d.lanes, l.name)
	}
}

// free tells whoever waits for room that there may be some.
func (d *Dispatcher[T]) free() {
	select {
	case d.freed <- struct{}{}:
	default:
	}
}

// answer has an event answered and reports whether it is done with: it is, with
// or without success, unless the end of the program came in between.
func (d *Dispatcher[T]) answer(ev LaneEvent[T]) bool {
	if ev.Again {
		before, err := d.o.Inbox.TryInboxEvent(d.ctx, d.o.Platform, ev.Key)
		if err != nil {
			d.o.Logger.Error("an attempt to answer an event was not noted", "platform", d.o.Platform, "event", ev.Key, "err", err)
		}
		if before >= maxTries {
			d.o.Logger.Error("an event is given up: the program has ended each time that it was to be answered; please report it", "platform", d.o.Platform, "event", ev.Key)
			return true
		}
	}
	ctx, cancel := context.WithTimeout(d.ctx, answerTime)
	defer cancel()
	err := d.guarded(ctx, ev)
	if err == nil {
		return true
	}
	if d.ctx.Err() != nil {
		return false
	}
	switch {
	case errors.Is(err, errPanicked):
	case isShutOut(err):
		d.o.Logger.Info("somebody who asked cannot be written to any more", "platform", d.o.Platform, "event", ev.Key, "err", err)
	default:
		d.o.Logger.Error("an event was not answered as it should be", "platform", d.o.Platform, "event", ev.Key, "err", err)
	}
	return true
}

// isShutOut reports whether an answer, or the rest of it, was not sent because
// the bot may not write there any more.
func isShutOut(err error) bool {
	var refused *SendError
	return errors.As(err, &refused) && (slices.Contains(shutOut, refused.Kind) || slices.Contains(shutOut, refused.Rest))
}

var shutOut = []SendKind{Gone, Forbidden}

// errPanicked is that of an answer that panicked, which is logged already.
var errPanicked = errors.New("panic")

// guarded answers an event and survives a panic. The value of a panic may hold
// the words of people, so only the runtime's own are logged.
func (d *Dispatcher[T]) guarded(ctx context.Context, ev LaneEvent[T]) (err error) {
	defer func() {
		if p := recover(); p != nil {
			cause := fmt.Sprintf("a %T", p)
			if e, ok := p.(runtime.Error); ok {
				cause = e.Error()
			}
			d.o.Logger.Error("panic while an event was answered; please report it", "platform", d.o.Platform, "event", ev.Key, "panic", cause, "stack", string(debug.Stack()))
			err = errPanicked
		}
	}()
	return d.o.Answer(ctx, ev.Value)
}

// endLocked has the inbox told that an event is done with. It runs with mu
// held.
func (d *Dispatcher[T]) endLocked(key string) {
	d.ended = append(d.ended, key)
	d.notice()
}

func (d *Dispatcher[T]) notice() {
	select {
	case d.noticed <- struct{}{}:
	default:
	}
}

// note tells the inbox which events are done with, many at once.
func (d *Dispatcher[T]) note() {
	for closing := false; !closing; {
		pause := notingPause
		select {
		case <-d.noticed:
		case <-d.done:
			pause = 0
		}
		closing = d.closes(pause)
		// The end of the program does not keep back what was done before.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(d.ctx), notingTime)
		err := d.noteEnded(ctx)
		cancel()
		if err == nil {
			continue
		}
		if closing {
			d.o.Logger.Error("answered events were not noted; those left at the next start are answered again", "platform", d.o.Platform, "err", err)
			return
		}
		d.o.Logger.Warn("answered events could not be noted yet; trying again", "platform", d.o.Platform, "err", err)
		d.closes(notingRetry)
		d.notice()
	}
}

// closes waits for a while, and reports whether the dispatcher is closed.
func (d *Dispatcher[T]) closes(wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-d.done:
		return true
	case <-timer.C:
		return false
	}
}

// noteEnded notes all that are ended; what fails is kept for the next time.
func (d *Dispatcher[T]) noteEnded(ctx context.Context) error {
	for {
		d.mu.Lock()
		keys := d.ended[:min(notingLimit, len(d.ended))]
		d.ended = d.ended[len(keys):]
		d.mu.Unlock()
		if len(keys) == 0 {
			return nil
		}
		if err := d.o.Inbox.EndInboxEvents(ctx, d.o.Platform, keys); err != nil {
			d.mu.Lock()
			d.ended = append(keys[:len(keys):len(keys)], d.ended...)
			d.mu.Unlock()
			return err
		}
	}
}
