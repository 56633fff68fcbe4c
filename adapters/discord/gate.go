package discord

import (
	"context"
	"net/http"
	"sync"
	"time"
)

const (
	// perSecond is how many requests leave in a second: one less than the 50
	// that Discord allows, for the network brings them closer together.
	perSecond = 49
	// maxInvalid is how many requests may be refused within invalidSpan before
	// nothing is sent for a while: at 10,000 Discord shuts out the address,
	// with all programs behind it.
	maxInvalid  = 5000
	invalidSpan = 10 * time.Minute
	// invalidSlots divide invalidSpan.
	invalidSlots = 20
	// invalidPause is how long a caller is asked to wait then.
	invalidPause = time.Minute
)

// A gate stands before all requests. None leaves while Discord asked for
// silence, after it refused the token, or faster than it allows. It is safe for
// use by several goroutines.
type gate struct {
	// refused is closed when the token was refused.
	refused chan struct{}

	mu  sync.Mutex
	why *failure
	// held is until when nothing leaves but what is authorised by itself,
	// banned until when nothing does at all.
	held, banned time.Time
	// next is when the next request may leave.
	next    time.Time
	invalid [invalidSlots]invalidSlot
}

// An invalidSlot counts refused requests in one part of time.
type invalidSlot struct {
	number int64
	count  int
}

func newGate() *gate { return &gate{refused: make(chan struct{})} }

// pass waits until a request may leave. own tells that it authorises itself:
// answers to interactions do not count with the others. A failure means that it
// may not.
func (g *gate) pass(ctx context.Context, own bool) *failure {
	wait, f := g.turn(own)
	if f != nil || wait <= 0 {
		return f
	}
	if sleep(ctx, wait) != nil {
		return broken(ctx, context.Cause(ctx), false, "")
	}
	// What was heard meanwhile holds for those who waited, too.
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.shutTo(own, time.Now())
}

// turn returns how long a request has to wait for its turn.
func (g *gate) turn(own bool) (time.Duration, *failure) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	if f := g.shutTo(own, now); f != nil {
		return 0, f
	}
	if own {
		return 0, nil
	}
	if g.next.Before(now) {
		g.next = now
	}
	wait := g.next.Sub(now)
	g.next = g.next.Add(time.Second / perSecond)
	return wait, nil
}

// shutTo returns why a request may not leave, nil if it may. It runs with mu
// held.
func (g *gate) shutTo(own bool, now time.Time) *failure {
	switch {
	case g.why != nil:
		return &failure{Status: http.StatusUnauthorized, Code: g.why.Code, Message: "the token was refused before, so nothing is sent"}
	case now.Before(g.banned):
		return tooMuch("too much was sent, so nothing is sent for now", g.banned.Sub(now))
	case !own && now.Before(g.held):
		return tooMuch("too much was sent, so nothing is sent for now", g.held.Sub(now))
	case !own && g.invalidLately(now) >= maxInvalid:
		return tooMuch("too many requests were refused lately, so nothing is sent for now", invalidPause)
	}
	return nil
}

// tooMuch is the failure of a request that is kept back.
func tooMuch(message string, wait time.Duration) *failure {
	return &failure{Status: http.StatusTooManyRequests, Message: message, RetryAfter: wait, Global: true}
}

// note learns from an answer.
func (g *gate) note(own bool, x *exchange, f *failure) {
	if f == nil || x.status == 0 {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	switch {
	case f.Global && f.foreign:
		g.banned = later(g.banned, now.Add(f.RetryAfter))
	case f.Global:
		g.held = later(g.held, now.Add(f.RetryAfter))
	case !own && !f.foreign && refusesToken(f):
		g.shut(f)
	}
	if x.status == http.StatusUnauthorized || x.status == http.StatusForbidden || x.status == http.StatusTooManyRequests && !f.Shared {
		g.count(now)
	}
}

// refuse shuts the gate for good: the token is not accepted.
func (g *gate) refuse(f *failure) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.shut(f)
}

// shut runs with mu held.
func (g *gate) shut(f *failure) {
	if g.why == nil {
		g.why = new(*f) // others go on to use f
		close(g.refused)
	}
}

// refusal is why the token was refused, nil if it was not.
func (g *gate) refusal() *failure {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.why
}

// refusesToken reports whether an answer means that no request with this token
// will ever pass.
func refusesToken(f *failure) bool {
	return f.Status == http.StatusUnauthorized && (f.Code == 0 || f.Code == 40001 || f.Code == 50014)
}

// count notes a request that was refused. It runs with mu held.
func (g *gate) count(now time.Time) {
	number := slotOf(now)
	slot := &g.invalid[number%invalidSlots]
	if slot.number != number {
		*slot = invalidSlot{number: number}
	}
	slot.count++
}

// invalidLately is how many requests were refused within invalidSpan. It runs
// with mu held.
func (g *gate) invalidLately(now time.Time) int {
	sum, number := 0, slotOf(now)
	for _, slot := range g.invalid {
		if slot.number > number-invalidSlots {
			sum += slot.count
		}
	}
	return sum
}

func slotOf(t time.Time) int64 { return t.UnixNano() / int64(invalidSpan/invalidSlots) }

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
