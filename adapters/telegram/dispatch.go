package telegram

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"wirebrief/bot"
)

const (
	// maxWorkers is how many updates are answered at once. Most of the time of
	// an answer is waiting for its turn to be sent.
	maxWorkers = 256
	// maxWaiting is how many updates wait in memory before no more are asked
	// for: Telegram keeps them, too.
	maxWaiting = 20_000
	// maxLane is how many updates of one chat wait. Whoever writes that much
	// faster than can be answered gets no answer to the rest.
	maxLane = 2000
	// maxTries is how often an update is tried again that was not answered
	// when the process ended: it may have been the reason for that.
	maxTries = 2
	// answerTime bounds an answer, with all its waits.
	answerTime = 5 * time.Minute
	// notingPause is the time over which answered updates are gathered,
	// notingRetry that after a failure, notingLimit how many are noted at once,
	// and notingTime how long that may take.
	notingPause = 20 * time.Millisecond
	notingRetry = time.Second
	notingLimit = 1000
	notingTime  = 5 * time.Second
)

// An event is an update that waits for its answer.
type event struct {
	key, lane string
	update    *update
	// again tells that a process before has left it.
	again bool
}

// A dispatcher has updates answered: those of one lane one after the other, those
// of different lanes at once. It owns goroutines until close.
type dispatcher struct {
	ctx    context.Context
	log    *slog.Logger
	inbox  bot.Inbox
	handle func(context.Context, *update) error

	mu    sync.Mutex
	lanes map[string]*lane
	// turns are the lanes with an event and nobody at work, in the order in
	// which they get their turn.
	turns            []*lane
	waiting, workers int
	// freed gets a value when there is room again.
	freed chan struct{}
	// ended are the keys of the events that are to be noted as answered,
	// noticed gets a value with the first.
	ended   []string
	noticed chan struct{}
	// flooded is when a flood was last logged, and refused how many events
	// got no answer since.
	flooded time.Time
	refused int

	working sync.WaitGroup
	done    chan struct{}
	noting  sync.WaitGroup
}

// A lane holds the events of a chat, the first of which may be at work.
type lane struct {
	name   string
	events []event
}

// newDispatcher returns a dispatcher that works until ctx ends, and then leaves
// what is not answered in the inbox. The caller closes it.
func newDispatcher(ctx context.Context, o Options, handle func(context.Context, *update) error) *dispatcher {
	d := &dispatcher{
		ctx: ctx, log: o.Logger, inbox: o.Inbox, handle: handle,
		lanes: map[string]*lane{}, freed: make(chan struct{}, 1), noticed: make(chan struct{}, 1), done: make(chan struct{}),
	}
	d.noting.Go(d.note)
	return d
}

// close waits for the answers that are under way, which end with the context of
// newDispatcher, and notes which were given.
func (d *dispatcher) close() {
	d.working.Wait()
	close(d.done)
	d.noting.Wait()
}

// add has events answered. Those of a lane that is too long already are given
// up, unless a process before has left them.
func (d *dispatcher) add(events []event) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, ev := range events {
		l := d.lanes[ev.lane]
		if l == nil {
			l = &lane{name: ev.lane}
			d.lanes[ev.lane] = l
		}
		if len(l.events) >= maxLane && !ev.again {
			d.refuse(ev.key)
			continue
		}
		l.events = append(l.events, ev)
		d.waiting++
		if len(l.events) == 1 {
			d.turns = append(d.turns, l)
		}
	}
	for d.workers < min(maxWorkers, len(d.lanes)) && d.ctx.Err() == nil {
		d.workers++
		d.working.Go(d.work)
	}
}

// refuse gives an event up. It runs with mu held.
func (d *dispatcher) refuse(key string) {
	d.endLocked(key)
	d.refused++
	if now := time.Now(); now.Sub(d.flooded) >= time.Minute {
		d.log.Warn("a chat writes faster than it can be answered; what is too much gets no answer", "platform", Platform, "updates", d.refused)
		d.flooded, d.refused = now, 0
	}
}

// full reports whether so much waits that no more should come.
func (d *dispatcher) full() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.waiting >= maxWaiting
}

// room waits until more may come. The error is that of ctx.
func (d *dispatcher) room(ctx context.Context) error {
	for d.full() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-d.freed:
		}
	}
	return ctx.Err()
}

// work answers one event of each lane that has its turn, until none has.
func (d *dispatcher) work() {
	for {
		l, ev, ok := d.turn()
		if !ok {
			return
		}
		answered := d.answer(ev)
		d.finish(l, ev, answered)
	}
}

// turn takes the next lane, and ends the worker if there is none or ctx has
// ended.
func (d *dispatcher) turn() (l *lane, ev event, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.turns) == 0 || d.ctx.Err() != nil {
		d.workers--
		return nil, event{}, false
	}
	l, d.turns = d.turns[0], d.turns[1:]
	return l, l.events[0], true
}

// finish notes that an event was dealt with. An event that is not answered
// stays in the inbox.
func (d *dispatcher) finish(l *lane, ev event, answered bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if answered {
		d.endLocked(ev.key)
	}
	l.events = l.events[1:]
	d.waiting--
	if len(l.events) > 0 {
		d.turns = append(d.turns, l)
	} else {
		delete(d.lanes, l.name)
	}
	if d.waiting == maxWaiting-1 {
		select {
		case d.freed <- struct{}{}:
		default:
		}
	}
}

// answer has an event answered and reports whether it is done with: it is, with
// or without success, unless the end of the program came in between.
func (d *dispatcher) answer(ev event) bool {
	if ev.again {
		before, err := d.inbox.TryInboxEvent(d.ctx, Platform, ev.key)
		if err != nil {
			d.log.Error("an attempt to answer an update was not noted", "platform", Platform, "update", ev.key, "err", err)
		}
		if before >= maxTries {
			d.log.Error("an update is given up: the program has ended each time that it was to be answered; please report it", "platform", Platform, "update", ev.key)
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
	var refused *bot.SendError
	switch {
	case errors.Is(err, errPanicked):
	case errors.As(err, &refused) && (refused.Kind == bot.Gone || refused.Kind == bot.Forbidden):
		d.log.Info("somebody who asked cannot be written to any more", "platform", Platform, "update", ev.key, "err", err)
	default:
		d.log.Error("an update was not answered as it should be", "platform", Platform, "update", ev.key, "err", err)
	}
	return true
}

// errPanicked is that of an answer that panicked, which is logged already.
var errPanicked = errors.New("panic")

// guarded answers an event and survives a panic. The value of a panic may hold
// the words of people, so only the runtime's own are logged.
func (d *dispatcher) guarded(ctx context.Context, ev event) (err error) {
	defer func() {
		if p := recover(); p != nil {
			cause := fmt.Sprintf("a %T", p)
			if e, ok := p.(runtime.Error); ok {
				cause = e.Error()
			}
			d.log.Error("panic while an update was answered; please report it", "platform", Platform, "update", ev.key, "panic", cause, "stack", string(debug.Stack()))
			err = errPanicked
		}
	}()
	return d.handle(ctx, ev.update)
}

// endLocked has the inbox told that an event is done with. It runs with mu
// held.
func (d *dispatcher) endLocked(key string) {
	d.ended = append(d.ended, key)
	d.notice()
}

func (d *dispatcher) notice() {
	select {
	case d.noticed <- struct{}{}:
	default:
	}
}

// note tells the inbox which events are done with, many at once.
func (d *dispatcher) note() {
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
		d.log.Error("answered updates were not noted; those left at the next start are answered again", "platform", Platform, "err", err)
		if !closing {
			d.closes(notingRetry)
			d.notice()
		}
	}
}

// closes waits for a while, and reports whether the dispatcher is closed.
func (d *dispatcher) closes(wait time.Duration) bool {
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
func (d *dispatcher) noteEnded(ctx context.Context) error {
	for {
		d.mu.Lock()
		keys := d.ended[:min(notingLimit, len(d.ended))]
		d.ended = d.ended[len(keys):]
		d.mu.Unlock()
		if len(keys) == 0 {
			return nil
		}
		if err := d.inbox.EndInboxEvents(ctx, Platform, keys); err != nil {
			d.mu.Lock()
			d.ended = append(keys[:len(keys):len(keys)], d.ended...)
			d.mu.Unlock()
			return err
		}
	}
}
