package discord

import (
	"context"
	"encoding/json"
	"errors"
)

// pushTime is how long Discord's request may wait for an interaction to be kept:
// there must be time left to answer it, or to say that it comes later.
const pushTime = deferAfter

// A push is the request with which Discord sent an interaction.
type push struct {
	// ctx ends when the request has its answer, or nobody waits for that.
	ctx context.Context
	// kept gets nil once the interaction is kept, or why it is not.
	kept chan error
}

// settle tells the request, if there is one, what became of its interaction. It
// is called once.
func (p *push) settle(err error) {
	if p != nil {
		p.kept <- err
	}
}

// abandoned reports whether an event came with a request that was told already
// that it failed: then it is not taken any more.
func (e *event) abandoned() bool { return e.push != nil && e.push.ctx.Err() != nil }

// takePush takes an interaction that Discord has sent, and waits until it is
// kept. After an error it is not answered, unless it was being written while the
// time ran out: then it is, once.
func (a *Adapter) takePush(ctx context.Context, body json.RawMessage) error {
	ctx, cancel := context.WithTimeout(ctx, pushTime)
	defer cancel()
	p := &push{ctx: ctx, kept: make(chan error, 1)}
	if err := a.queuePush(p, body); err != nil {
		return err
	}
	select {
	case err := <-p.kept:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// queuePush has the interaction of a request kept. Whatever happens there, the
// program goes on.
func (a *Adapter) queuePush(p *push, body json.RawMessage) (err error) {
	err = errPanicked // unless it returns
	defer a.survive("an interaction was received")
	return a.take(p.ctx, &event{kind: interactionCreated, raw: body, push: p}, "")
}

// errPanicked is that of an interaction whose reading panicked, which is logged.
var errPanicked = errors.New("panic")
