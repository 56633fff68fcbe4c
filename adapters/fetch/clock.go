package fetch

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// errTime is what every timeoutError wraps.
var errTime = errors.New("time is over")

// A timeoutError says what was not there in time.
type timeoutError struct {
	what  string
	after time.Duration
}

func (e *timeoutError) Error() string { return fmt.Sprintf("%s within %v", e.what, e.after) }

// Unwrap implements errors.Is.
func (e *timeoutError) Unwrap() error { return errTime }

// A clock bounds one hop. Its context ends when the time until the header, or
// the time that is left of all, is over.
type clock struct {
	ctx           context.Context
	cancel        context.CancelCauseFunc
	started       time.Time
	header, whole *time.Timer
}

func startClock(parent context.Context, header, left, all time.Duration) (*clock, context.Context) {
	ctx, cancel := context.WithCancelCause(parent)
	c := &clock{ctx: ctx, cancel: cancel, started: time.Now()}
	c.header = time.AfterFunc(header, func() { cancel(&timeoutError{"the host did not answer", header}) })
	c.whole = time.AfterFunc(left, func() { cancel(&timeoutError{"the document was not there", all}) })
	return c, ctx
}

// headerRead leaves only the whole time to count.
func (c *clock) headerRead() { c.header.Stop() }

// stop returns how long it took.
func (c *clock) stop() time.Duration {
	c.header.Stop()
	c.whole.Stop()
	c.cancel(nil)
	return time.Since(c.started)
}

// cause returns why the time was over, if it was, else err, which is the
// consequence.
func (c *clock) cause(err error) error {
	if c.ctx.Err() == nil {
		return err
	}
	// The cause of a context of the caller may be anything.
	if cause := context.Cause(c.ctx); errors.Is(cause, errTime) {
		return cause
	}
	return c.ctx.Err()
}
