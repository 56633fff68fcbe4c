package discord

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync/atomic"
	"time"
)

// waits are how long is waited for what.
type waits struct {
	// first and last bound the time between two requests, or two connections,
	// that fail; lastUnreached is the longest where nothing was reached, and
	// nothing was counted: a gateway that cannot be reached for a day must not
	// use up what there is for connections.
	first, last, lastUnreached time.Duration
	// stable is how long a connection must hold for the next loss to count as
	// the first.
	stable time.Duration
	// opening bounds the time until a connection is up.
	opening time.Duration
	// invalid and invalidMore are the shortest wait after a session was
	// declared invalid, and what chance adds to it.
	invalid, invalidMore time.Duration
	// identify is the time between two connections that identify themselves.
	identify time.Duration
	// spent is how long until it is asked again whether the bot may identify
	// itself, once it may not.
	spent time.Duration
	// grace is how much later than a beat an answer may come.
	grace time.Duration
	// abandon is how long the library may take to give a connection up.
	abandon time.Duration
	// farewell is how long Run waits for the library at its end.
	farewell time.Duration
}

func usualWaits() waits {
	return waits{
		first: time.Second, last: 300 * time.Second, lastUnreached: time.Minute, stable: 10 * time.Minute,
		opening: 30 * time.Second, invalid: time.Second, invalidMore: 4 * time.Second,
		identify: 5500 * time.Millisecond, spent: 15 * time.Minute, grace: 10 * time.Second, abandon: 10 * time.Second, farewell: 2 * time.Second,
	}
}

// sayAgain is after which time a trouble that goes on is logged again.
const sayAgain = 10 * time.Minute

// A backoff makes each wait longer than the one before.
type backoff struct {
	first, last time.Duration
	tries       int
}

// next is the next wait. Half of it is chance, so that not all that wait come
// back at once.
func (b *backoff) next() time.Duration {
	wait := min(b.first<<min(b.tries, 16), b.last)
	b.tries++
	return wait/2 + time.Duration(rand.Int64N(int64(wait/2)+1))
}

// A trouble is the time between two requests that have success. It says once
// what is wrong.
type trouble struct {
	a       *Adapter
	backoff backoff
	said    time.Time
}

func (a *Adapter) trouble() *trouble {
	return &trouble{a: a, backoff: backoff{first: a.waits.first, last: a.waits.lastUnreached}}
}

// wait notes a failure and waits. The error is that of ctx.
func (t *trouble) wait(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	pause := t.backoff.next()
	var f *failure
	if errors.As(err, &f) {
		pause = max(pause, f.RetryAfter)
	}
	if now := time.Now(); now.Sub(t.said) >= sayAgain {
		t.said = now
		t.a.o.Logger.Warn("discord does not answer as it should; trying again until it does", "platform", Platform, "err", err, "pause", pause)
	}
	return sleep(ctx, pause)
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

// tellRival says that somebody else answers what the bot is asked. Discord lets
// two programs with one token do that, and tells neither of the other.
func (a *Adapter) tellRival() {
	if a.rival.due() {
		a.o.Logger.Warn("an interaction was answered by somebody else: another program uses the same discord token, and both answer; stop one of them, or reset the token on the Bot page of the application", "platform", Platform)
	}
}

// hourly is for what is told at most once an hour. The zero value is ready.
type hourly struct {
	// last is when it was told, in nanoseconds, 0 if it never was.
	last atomic.Int64
}

// due reports whether it is time to tell it, and takes note.
func (h *hourly) due() bool {
	now, last := time.Now().UnixNano(), h.last.Load()
	return (last == 0 || now-last >= int64(time.Hour)) && h.last.CompareAndSwap(last, now)
}
