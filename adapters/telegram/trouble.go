package telegram

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

// waits are how long is waited for what.
type waits struct {
	// first and last bound the time between two requests that fail.
	first, last time.Duration
	// conflict is the first wait when somebody else polls: whoever comes back
	// sooner disturbs the other more often.
	conflict time.Duration
	// hasty follows a poll of a server that does not wait for updates.
	hasty time.Duration
	// check is how often Telegram is asked whether it still pushes.
	check time.Duration
}

func usualWaits() waits {
	return waits{first: time.Second, last: time.Minute, conflict: 5 * time.Second, hasty: time.Second, check: 5 * time.Minute}
}

const (
	// maxAsked bounds how long the server can ask to wait.
	maxAsked = 10 * time.Minute
	// sayAgain is after which time a trouble that goes on is logged again.
	sayAgain = 10 * time.Minute
)

// A trouble is the time between two requests that have success. It says once
// what is wrong, and makes each wait longer than the one before.
type trouble struct {
	a     *Adapter
	kind  string
	tries int
	said  time.Time
	// removed tells that a webhook was removed.
	removed bool
}

// wait notes a failure and waits. The error is that of ctx.
func (t *trouble) wait(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	kind, say, least := "silent", "telegram does not answer; trying again until it does", t.a.waits.first
	var f *failure
	switch {
	case errors.As(err, &f) && f.RetryAfter > 0:
		kind, say, least = "busy", "telegram asks to wait", min(f.RetryAfter, maxAsked)
	case f != nil && f.Code == 409:
		kind, say, least = "conflict", "another program receives the messages of this bot; each message reaches only one of the two: end the other one, or give it a bot of its own", t.a.waits.conflict
	case f == nil:
		kind, say = "store", "updates of telegram could not be stored; telegram keeps them meanwhile"
	}
	if kind != t.kind {
		t.kind, t.tries, t.said = kind, 0, time.Time{}
	}
	pause := least
	if f == nil || f.RetryAfter == 0 {
		pause = min(least<<min(t.tries, 6), max(least, t.a.waits.last))
		pause += time.Duration(rand.Int64N(int64(pause/4) + 1)) // not all that wait at once
	}
	t.tries++
	if now := time.Now(); now.Sub(t.said) >= sayAgain {
		t.said = now
		t.a.o.Logger.Warn(say, "platform", Platform, "err", err, "pause", pause)
	}
	return sleep(ctx, pause)
}

// over notes a success.
func (t *trouble) over() {
	if t.kind != "" {
		t.a.o.Logger.Info("updates of telegram are received again", "platform", Platform, "after_failures", t.tries)
	}
	*t = trouble{a: t.a}
}

// sleep waits for d; the error is that of ctx.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
