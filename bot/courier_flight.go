package bot

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	// gatePatience bounds the wait between the note that a request is about
	// to be made, and the request.
	gatePatience = 5 * time.Second
	// adapterGrace is how long an adapter may take to come back after its
	// context has ended.
	adapterGrace = time.Second
)

// attempt makes one attempt at a delivery and has saved what became of it.
func (l *lane) attempt(ctx context.Context, d Delivery) {
	var early bool
	departed := func() {
		if !early {
			early = true
			l.change(func() { l.early-- })
		}
	}
	defer departed()
	if end, over := l.outdated(d); over {
		l.end(d, end)
		return
	}
	m, end, ok := l.words(ctx, d)
	if !ok {
		l.end(d, end)
		return
	}
	switch begun, err := l.store.BeginDelivery(ctx, d.ID, l.owner, d.Attempt); {
	case err != nil:
		if ctx.Err() == nil && l.sick(true) {
			l.o.Logger.Error("deliveries were not begun; trying again", "platform", l.platform, "delivery", d.ID, "err", err)
		}
		l.end(d, againEnd(d, l.now().Add(l.backOff(d)), "internal", errBegin.Error()))
		return
	case !begun:
		l.sick(false)
		l.o.Logger.Debug("a delivery is another's now", "platform", l.platform, "delivery", d.ID)
		return
	}
	l.sick(false)
	if !l.turn(ctx, d) {
		l.end(d, againEnd(d, l.now(), d.Class, d.Problem))
		return
	}
	departed()
	ref, failure := l.request(d, m)
	l.pacing.Done(d.Chat)
	l.land(d, ref, failure)
}

// outdated returns the end of a delivery that it is too late for.
func (l *lane) outdated(d Delivery) (end DeliveryEnd, over bool) {
	now := l.now()
	if !d.Expires.IsZero() && !now.Before(d.Expires) {
		return expiredEnd(d, now), true
	}
	if d.Class == ClassUncertain && d.Edits == (MessageRef{}) && now.After(d.First.Add(l.keyLife(d.Chat))) {
		// It was claimed to be repeated with its key, and has waited too long
		// for that, or its chat knows none. The ledger knows whether it may be
		// repeated without, once no chat's key is known any more.
		return againEnd(d, laterOf(now, d.First.Add(l.keyLife(ChatRef{})+time.Millisecond)), d.Class, d.Problem), true
	}
	return DeliveryEnd{}, false
}

// words puts a delivery into words. If ok is false, end is what becomes of it.
func (l *lane) words(ctx context.Context, d Delivery) (m Message, end DeliveryEnd, ok bool) {
	ctx, cancel := context.WithTimeout(ctx, l.o.SendTimeout)
	defer cancel()
	var err error
	switch panicked := l.guarded("render", d.ID, func() { m, err = l.render(ctx, d) }); {
	case panicked:
		return m, failedEnd(d, "internal", errPanic.Message), false
	case err == nil:
		m.Silent = m.Silent || d.Silent
		if d.Plain {
			m = PlainMessage(m)
		}
		return m, end, true
	case errors.Is(err, ErrNotFound):
		return m, failedEnd(d, Content.String(), errGone.Error()), false
	}
	if ctx.Err() == nil && l.sick(true) {
		l.o.Logger.Error("deliveries were not put into words; trying again", "platform", l.platform, "delivery", d.ID, "err", err)
	}
	return m, againEnd(d, l.now().Add(l.backOff(d)), "internal", errRender.Error()), false
}

// sick notes whether the store fails, and reports whether that is new: one line
// in the log is enough for all deliveries.
func (l *lane) sick(failing bool) (changed bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	changed = l.failing != failing
	l.failing = failing
	return changed
}

// turn waits until a delivery may go. It reports false if it may not: if that
// takes too long, because others have sent to its chat, if the platform has
// refused the token meanwhile, or if ctx ends.
func (l *lane) turn(ctx context.Context, d Delivery) bool {
	ctx, cancel := context.WithTimeout(ctx, gatePatience)
	defer cancel()
	if l.pacing.Wait(ctx, d.Chat, d.inGroup(), d.priority()) != nil {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return !l.trouble.pauses(time.Now())
}

// An sendAnswer is what an adapter says.
type sendAnswer struct {
	ref MessageRef
	err error
}

// request makes the request and returns the message that was sent, or why it
// was not. A panic is a failure of this delivery alone.
func (l *lane) request(d Delivery, m Message) (MessageRef, *SendError) {
	ctx, cancel := context.WithTimeout(l.sending, l.o.SendTimeout)
	defer cancel()
	answers := make(chan sendAnswer, 1)
	go func() {
		var a sendAnswer
		if l.guarded("send", d.ID, func() { a.ref, a.err = l.send(ctx, d, m) }) {
			a.err = errPanic
		}
		answers <- a
	}()
	select {
	case a := <-answers:
		return a.ref, sendFailure(a.err)
	case <-ctx.Done():
	}
	timer := time.NewTimer(adapterGrace)
	defer timer.Stop()
	select {
	case a := <-answers:
		return a.ref, sendFailure(a.err)
	case <-timer.C:
		l.o.Logger.Error("an adapter does not heed its time-out", "platform", l.platform, "delivery", d.ID)
		return MessageRef{}, &SendError{Kind: Uncertain, Message: errDeaf.Error()}
	}
}

// send calls the adapter the way that fits the delivery.
func (l *lane) send(ctx context.Context, d Delivery, m Message) (MessageRef, error) {
	if d.Edits != (MessageRef{}) {
		editor, ok := l.adapter.(Editor)
		if !ok {
			return MessageRef{}, errCannotEdit
		}
		return editor.Edit(ctx, d.Edits, m)
	}
	if keyed, ok := l.adapter.(KeyedSender); ok && keyed.KeyLife(d.Chat) > 0 {
		return keyed.SendKeyed(ctx, d.Chat, m, d.Key)
	}
	return l.adapter.Send(ctx, d.Chat, m)
}

// Failures that no adapter tells of. Operators read them.
var (
	errPanic      = &SendError{Message: errMistake.Error()}
	errCannotEdit = &SendError{Message: errNoEditor.Error()}

	errMistake  = errors.New("a mistake in wirebrief")
	errNoEditor = errors.New("this platform cannot change a message")
	errBegin    = errors.New("the ledger failed")
	errRender   = errors.New("it could not be put into words")
	errGone     = errors.New("what it tells of is not stored any more")
	errDeaf     = errors.New("no answer")
	errTooLate  = errors.New("its time was over before it could be sent")
)

// sendFailure is an adapter's error. One that is no *SendError breaks the rule
// of ChatAdapter; its words are left out, for nobody has looked through them
// for secrets.
func sendFailure(err error) *SendError {
	if err == nil {
		return nil
	}
	if failure, ok := errors.AsType[*SendError](err); ok && failure != nil {
		return failure
	}
	return &SendError{Kind: Uncertain, Message: fmt.Errorf("the adapter failed with a %T", err).Error()}
}
