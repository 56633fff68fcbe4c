package telegram

import (
	"context"
	"time"

	"wirebrief/bot"
)

const (
	// answerTries is how often an answer is tried, and answerWait how long one
	// waits for the next try at most: who asked does not wait for ever.
	answerTries = 4
	answerWait  = 40 * time.Second
	// answerGrace is how long a request that is under way when the program ends
	// may still take: cut off, nobody would know whether it was answered, and
	// the next start would answer again.
	answerGrace = 3 * time.Second
)

// answer sends messages that somebody waits for. Those of a reply keep their
// order; after one that cannot be sent the others are left out.
func (a *Adapter) answer(ctx context.Context, to place, messages []bot.Message, o postOptions) error {
	for _, m := range messages {
		moved, err := a.answerOne(ctx, to, m, o)
		if err != nil {
			return err
		}
		to, o = moved, postOptions{}
	}
	return nil
}

// answerOne sends one message in its turn, and returns where the chat is now.
func (a *Adapter) answerOne(ctx context.Context, to place, m bot.Message, o postOptions) (place, error) {
	err := a.patiently(ctx, &to, func(ctx context.Context) error {
		_, err := a.post(ctx, to, m, o)
		return err
	})
	return to, err
}

// patiently makes a request in its turn, and again when the server has asked to
// wait or did not take it, some times and as long as somebody waits for it. It
// goes where the chat has gone, once, and changes to.
func (a *Adapter) patiently(ctx context.Context, to *place, request func(context.Context) error) error {
	moved := false
	for try := 1; ; try++ {
		if err := a.pacing.Wait(ctx, whole(to.ref()), to.chat < 0, bot.Interactive); err != nil {
			return err
		}
		under, end := lingering(ctx, answerGrace)
		err := request(under)
		end()
		a.pacing.Done(whole(to.ref()))
		if err == nil {
			return nil
		}
		e := a.sendError(*to, err)
		wait := time.Duration(try) * time.Second
		switch e.Kind {
		case bot.RetryAfter:
			a.hold(*to, e)
			wait = e.RetryAfter
		case bot.Transient:
		case bot.Migrated:
			there, err := parsePlace(e.MovedTo)
			if err != nil || moved {
				return e
			}
			*to, moved, wait = there, true, 0
		default:
			return e
		}
		if try >= answerTries || wait > answerWait || sleep(ctx, wait) != nil {
			return e
		}
	}
}

// lingering returns a context that ends a while after ctx, and when end is
// called.
func lingering(ctx context.Context, grace time.Duration) (later context.Context, end func()) {
	later, cancel := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		timer := time.NewTimer(grace)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ended:
		}
		cancel()
	})
	return later, func() {
		close(ended)
		stop()
		cancel()
	}
}

// hold keeps back what else would go to a chat that must not be written to now.
func (a *Adapter) hold(to place, e *bot.SendError) {
	if e.Global {
		a.pacing.HoldAll(e.RetryAfter)
		return
	}
	a.pacing.Hold(whole(to.ref()), e.RetryAfter)
}
