package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"wirebrief/bot"
)

const (
	// maxQueued is how many events wait to be stored. When there are more,
	// the gateway waits, and tells them again if that takes too long.
	maxQueued = 1024
	// maxStored is how many events are stored at once.
	maxStored = 256
	// storingTime bounds how long the end of the program waits for events to
	// be stored.
	storingTime = 5 * time.Second
	// maxCompletions is how many lists of choices are made at once. Each key
	// that somebody presses asks for one, and only the last is looked at.
	maxCompletions = 256
)

// inbound takes events until Run ends: it keeps each in the inbox, many in one
// transaction, and has it answered.
type inbound struct {
	mu sync.RWMutex
	// queue is nil outside Run.
	queue chan *event
	// ctx is that of Run.
	ctx context.Context
	// completing waits for the lists of choices that are being made.
	completing sync.WaitGroup
}

// A stored event, as the inbox holds it.
type storedEvent struct {
	Kind string          `json:"t"`
	Data json.RawMessage `json:"d"`
}

// pack writes the event as a storedEvent in JSON, with a copy of its data, which
// are JSON already and need not be read once more.
func (e *event) pack() {
	const head, middle = `{"t":`, `,"d":`
	b := make([]byte, 0, len(head)+len(e.kind)+len(`""`)+len(middle)+len(e.raw)+len(`}`))
	b = append(strconv.AppendQuote(append(b, head...), e.kind), middle...)
	from := len(b)
	b = append(append(b, e.raw...), '}')
	e.raw, e.stored = b[from:len(b)-1], b
}

// receive takes an event that the gateway told; it does not keep raw. mark tells
// it from others of its kind where its data do not: that of a session and a
// number in it. What is of no use is left out. The error is that of ctx,
// errNotRunning, or errNoMessage for what is no JSON; then the event was not
// taken.
func (a *Adapter) receive(ctx context.Context, kind string, raw json.RawMessage, mark string) error {
	if !a.wanted(kind, raw) {
		return nil
	}
	return a.take(ctx, &event{kind: kind, raw: shortened(kind, raw)}, mark)
}

// take has an event kept and answered, of which its kind, its data and its push
// are known. Its other arguments and its error are those of receive.
func (a *Adapter) take(ctx context.Context, e *event, mark string) error {
	a.inbound.mu.RLock()
	defer a.inbound.mu.RUnlock()
	if a.inbound.queue == nil {
		return errNotRunning
	}
	if e.kind == interactionCreated {
		i, err := readAs[interaction](e.raw)
		if err == nil && a.completes(&i) {
			e.push.settle(nil)
			return nil
		}
		if err == nil {
			e.key, e.answer = interactionKey(i.ID), a.newAnswer(a.inbound.ctx, &i, false)
		}
	}
	if e.key == "" {
		if !json.Valid(e.raw) {
			return errNoMessage
		}
		e.key = keyOf(e.kind, e.raw, mark)
	}
	e.pack()
	select {
	case a.inbound.queue <- e:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-a.inbound.ctx.Done():
		return errNotRunning
	}
}

var errNotRunning = errors.New("the discord adapter does not run")

// shortened is what of an event is kept: a guild comes with all its channels and
// roles, which may be megabytes, and is read for a few fields.
func shortened(kind string, raw json.RawMessage) json.RawMessage {
	if kind != guildCreated {
		return raw
	}
	g, err := readAs[guild](raw)
	if err != nil {
		return raw
	}
	slim, err := json.Marshal(g)
	if err != nil {
		return raw
	}
	return slim
}

// keyOf is the key of an event.
func keyOf(kind string, raw json.RawMessage, mark string) string {
	head, _ := readAs[struct {
		ID       snowflake `json:"id"`
		JoinedAt string    `json:"joined_at"`
	}](raw)
	switch kind {
	case interactionCreated:
		return interactionKey(head.ID)
	case messageCreated:
		return "m:" + head.ID.String()
	case guildCreated:
		return "joined:" + head.ID.String() + ":" + head.JoinedAt
	case channelDeleted, threadDeleted:
		return "gone:" + head.ID.String()
	}
	return kind + ":" + head.ID.String() + ":" + mark
}

func interactionKey(id snowflake) string { return "i:" + id.String() }

// completes has a list of choices made, if that is what an interaction asks
// for. It changes nothing, so it is not kept, and it is worth nothing late: if
// too many are being made it is left out.
func (a *Adapter) completes(i *interaction) bool {
	if i.Type != typeAutocomplete {
		return false
	}
	select {
	case a.completions <- struct{}{}:
	default:
		return true
	}
	a.inbound.completing.Go(func() {
		defer func() { <-a.completions }()
		defer a.survive("choices were made")
		a.complete(a.inbound.ctx, i)
	})
	return true
}

// survive ends a panic, which would end the process: it is deferred wherever a
// goroutine begins that nobody else guards. The value of a panic may hold the
// words of people, so only its type is logged.
func (a *Adapter) survive(while string) {
	if p := recover(); p != nil {
		a.o.Logger.Error("panic in the adapter for discord; please report it", "platform", Platform, "while", while, "panic", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
	}
}

// open makes the one who answers events, beginning with those that a process
// before has left. The caller calls close.
func (a *Adapter) open(ctx context.Context, h bot.Handler) (close func(), err error) {
	a.inbound.mu.Lock()
	defer a.inbound.mu.Unlock()
	if a.inbound.queue != nil {
		return nil, errors.New("the discord adapter runs already")
	}
	work := bot.NewDispatcher(ctx, bot.DispatcherOptions[*event]{
		Platform: Platform, Inbox: a.o.Inbox, Logger: a.o.Logger, Read: a.readKept,
		Answer: func(ctx context.Context, e *event) error { return a.answerWhole(ctx, h, e) },
	})
	left, err := a.leftover(ctx)
	if err != nil {
		work.Close()
		return nil, fmt.Errorf("look for discord events without an answer: %w", err)
	}
	if len(left) > 0 {
		a.o.Logger.Info("discord events of before the start are answered first", "platform", Platform, "count", len(left))
	}
	work.Add(left)
	queue := make(chan *event, maxQueued)
	a.inbound.queue, a.inbound.ctx = queue, ctx
	var storing sync.WaitGroup
	storing.Go(func() { a.store(ctx, queue, work) })
	return func() {
		a.inbound.mu.Lock() // so nobody adds to the queue any more
		a.inbound.queue = nil
		a.inbound.mu.Unlock()
		a.inbound.completing.Wait()
		storing.Wait()
		a.storeRest(ctx, queue)
		work.Close()
	}, nil
}

// answerWhole answers an event. It fails, too, if the end of ctx came between
// the handler and what it had to say: then the event has no answer yet.
func (a *Adapter) answerWhole(ctx context.Context, h bot.Handler, e *event) error {
	var cut atomic.Bool
	err := a.handle(ctx, func(ctx context.Context, c bot.Command) (bot.Reply, error) {
		reply, err := h(ctx, c)
		cut.Store(err != nil && ctx.Err() != nil)
		return reply, err
	}, e)
	if err == nil && cut.Load() {
		err = ctx.Err()
	}
	return err
}

// store keeps what comes in and has it answered, until ctx ends. While events
// are being written others gather, which are written together then.
func (a *Adapter) store(ctx context.Context, queue <-chan *event, work *bot.Dispatcher[*event]) {
	for {
		select {
		case <-ctx.Done():
			return
		case first := <-queue:
			// What is being written is not cut off by the end of the program.
			under, end := lingering(ctx, storingTime)
			work.Add(a.keep(under, gathered(first, queue)))
			end()
		}
		if work.Room(ctx) != nil {
			return
		}
	}
}

// gathered are the first event and those that wait behind it.
func gathered(first *event, queue <-chan *event) []*event {
	batch := []*event{first}
	for len(batch) < maxStored {
		select {
		case e := <-queue:
			batch = append(batch, e)
		default:
			return batch
		}
	}
	return batch
}

// storeRest keeps what came in before the end of the program, for the next one.
func (a *Adapter) storeRest(ctx context.Context, queue <-chan *event) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), storingTime)
	defer cancel()
	for {
		select {
		case first := <-queue:
			a.keep(ctx, gathered(first, queue))
		default:
			return
		}
	}
}

// keep stores events and returns those that are to be answered, which from then
// on are deferred in time. The gateway tells none again: what of it cannot be
// stored is answered all the same, while the program runs.
func (a *Adapter) keep(ctx context.Context, events []*event) []bot.LaneEvent[*event] {
	events = slices.DeleteFunc(events, (*event).abandoned)
	kept := make([]bot.InboxEvent, len(events))
	found := make(map[string]*event, len(events))
	now := a.o.Now()
	for i, e := range events {
		kept[i] = bot.InboxEvent{Key: e.key, Lane: laneOf(e), Payload: e.stored, At: now}
		if _, twice := found[e.key]; !twice {
			found[e.key] = e
		}
	}
	fresh, err := a.o.Inbox.CreateInboxEvents(ctx, Platform, kept)
	if err != nil {
		a.o.Logger.Error("events of discord could not be stored; those of the gateway are answered, but are lost if the program ends before, and to others Discord says that they failed", "platform", Platform, "count", len(events), "err", err)
		fresh = kept
	}
	out := make([]bot.LaneEvent[*event], 0, len(fresh))
	for _, k := range fresh {
		e, ok := found[k.Key]
		delete(found, k.Key)
		if ok && (err == nil || e.push == nil) {
			e.answer.begin()
			out = append(out, bot.LaneEvent[*event]{Key: k.Key, Lane: k.Lane, Value: e})
		}
	}
	for _, e := range events {
		e.push.settle(err)
	}
	return out
}

// leftover returns the events that were stored and not answered.
func (a *Adapter) leftover(ctx context.Context) ([]bot.LaneEvent[*event], error) {
	kept, err := a.o.Inbox.FindInboxEvents(ctx, Platform)
	if err != nil {
		return nil, err
	}
	var events []bot.LaneEvent[*event]
	var broken []string
	for _, k := range kept {
		e, err := a.readKept(ctx, k)
		if err != nil {
			broken = append(broken, k.Key)
			continue
		}
		events = append(events, bot.LaneEvent[*event]{Key: k.Key, Lane: k.Lane, Value: e, Again: true})
	}
	if len(broken) > 0 {
		a.o.Logger.Warn("stored events of discord cannot be read; they are given up", "platform", Platform, "count", len(broken))
		return events, a.o.Inbox.EndInboxEvents(ctx, Platform, broken)
	}
	return events, nil
}

// readKept reads an event that was stored, of which something may have been
// answered: an interaction was deferred.
func (a *Adapter) readKept(ctx context.Context, kept bot.InboxEvent) (*event, error) {
	stored, err := readAs[storedEvent](kept.Payload)
	if err != nil {
		return nil, err
	}
	if stored.Kind == "" {
		return nil, errNoMessage
	}
	e := &event{key: kept.Key, kind: stored.Kind, raw: stored.Data, again: true}
	a.arrived(ctx, e)
	return e, nil
}
