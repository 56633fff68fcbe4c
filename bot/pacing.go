package bot

import (
	"context"
	"slices"
	"sync"
	"time"
)

// A Priority tells whose message goes first when not all can go.
type Priority int

// The priorities, the highest first.
const (
	// Interactive is for the answer that somebody waits for.
	Interactive Priority = iota
	// Urgent is for alerts.
	Urgent
	// Soon is for corrections and notices.
	Soon
	// Unhurried is for digests.
	Unhurried

	priorities
)

const (
	// pacePart is the part of what a platform allows that is used: the rest
	// makes up for the network, which may bring messages closer together than
	// they were sent.
	pacePart = 0.97
	// paceLateness is how much of a late wake-up is made good by what follows.
	paceLateness = 10 * time.Millisecond
	// groupSpan is the time over which Pace.Group counts.
	groupSpan = time.Minute
	// maxHold bounds how long a platform can ask to wait.
	maxHold = 24 * time.Hour
	// paceChats is how many chats are remembered before those that are free to
	// go are forgotten.
	paceChats = 1024
)

// defaultPace is that of an adapter that is no Pacer: within what every known
// platform allows.
var defaultPace = Pace{PerSecond: 20, Burst: 1, Chat: 1100 * time.Millisecond, Group: 18}

// A Pacing lets messages to one platform go at its Pace. All that send there
// share it: the Courier, and what answers commands. In any span of time it lets
// no more go than Burst and PerSecond allow, and a little less, so that the
// platform sees no more either. It goes by the monotonic clock and is safe for
// use by several goroutines.
type Pacing struct {
	pace Pace
	// step is the time between two messages at the steady rate, and burst how
	// far ahead of that rate messages may go.
	step, burst time.Duration

	mu sync.Mutex
	// paid is when the messages that went would all have gone at the steady
	// rate; held is when the platform lets anything go again.
	paid, held time.Time
	chats      map[ChatRef]*chatPace
	// purge is the number of chats at which to look for some to forget.
	purge int
	turns [priorities][]*turn
	timer *time.Timer
}

// A chatPace is what one chat was sent.
type chatPace struct {
	// next is when it may get its next message.
	next time.Time
	// recent are the times of the last messages of a group, the oldest first,
	// at most as many as it may get in a groupSpan.
	recent []time.Time
}

// A turn is a message that waits to go.
type turn struct {
	chat  ChatRef
	group bool
	since time.Time
	// granted is closed when it may go.
	granted chan struct{}
}

// NewPacing returns a Pacing. A field of pace that is zero or less sets no
// limit, and a Burst below 1 is 1.
func NewPacing(pace Pace) *Pacing {
	p := &Pacing{pace: pace, chats: map[ChatRef]*chatPace{}, purge: paceChats}
	if pace.PerSecond > 0 {
		p.step = time.Duration(float64(time.Second) / (pace.PerSecond * pacePart))
		p.burst = time.Duration(float64(max(0, pace.Burst-1)) * float64(time.Second) / pace.PerSecond)
	}
	return p
}

// Wait returns when a message to a chat may go; it is to be sent at once. The
// chat's next message waits at least Pace.Chat from then. Messages of one
// priority go in the order of their calls, but one whose chat must wait holds
// up no other chat. Wait returns the error of ctx if that ends first, and then
// nothing may be sent.
func (p *Pacing) Wait(ctx context.Context, chat ChatRef, group bool, priority Priority) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	priority = min(max(priority, Interactive), priorities-1)
	t := &turn{chat: p.whole(chat), group: group, granted: make(chan struct{})}
	p.mu.Lock()
	t.since = time.Now()
	p.turns[priority] = append(p.turns[priority], t)
	p.grant()
	p.mu.Unlock()
	select {
	case <-t.granted:
		return nil
	case <-ctx.Done():
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	i := slices.Index(p.turns[priority], t)
	if i < 0 { // granted in the same moment
		return nil
	}
	p.turns[priority] = slices.Delete(p.turns[priority], i, i+1)
	p.grant()
	return ctx.Err()
}

// Done tells that the platform has answered the last message to a chat. The
// time between two messages counts from here then: a message that took long
// may have arrived late.
func (p *Pacing) Done(chat ChatRef) {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.chats[p.whole(chat)]
	if c == nil {
		return
	}
	now := time.Now()
	c.next = laterOf(c.next, now.Add(p.pace.Chat))
	if n := len(c.recent); n > 0 {
		c.recent[n-1] = now
	}
}

// Hold keeps messages to a chat back for d from now: the platform asked for it.
func (p *Pacing) Hold(chat ChatRef, d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.chat(p.whole(chat))
	c.next = laterOf(c.next, time.Now().Add(min(d, maxHold)))
}

// whole is the chat that the pace of one counts for.
func (p *Pacing) whole(chat ChatRef) ChatRef {
	if p.pace.Whole == nil {
		return chat
	}
	return p.pace.Whole(chat)
}

// HoldAll keeps all messages back for d from now.
func (p *Pacing) HoldAll(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.held = laterOf(p.held, time.Now().Add(min(d, maxHold)))
}

// heldUntil returns until when all messages are kept back.
func (p *Pacing) heldUntil() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.held
}

// ready returns when a chat may get its next message; others may go before it.
func (p *Pacing) ready(chat ChatRef, group bool) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.chatReady(p.whole(chat), group)
}

func (p *Pacing) chatReady(chat ChatRef, group bool) time.Time {
	c := p.chats[chat]
	if c == nil {
		return time.Time{}
	}
	if group && p.pace.Group > 0 && len(c.recent) >= p.pace.Group {
		return laterOf(c.next, c.recent[0].Add(groupSpan))
	}
	return c.next
}

func (p *Pacing) chat(chat ChatRef) *chatPace {
	c := p.chats[chat]
	if c == nil {
		if len(p.chats) >= p.purge {
			p.forget(time.Now())
		}
		c = &chatPace{}
		p.chats[chat] = c
	}
	return c
}

// forget forgets the chats that are as free to go as unknown ones.
func (p *Pacing) forget(now time.Time) {
	for chat, c := range p.chats {
		if n := len(c.recent); !c.next.After(now) && (n == 0 || c.recent[n-1].Add(groupSpan).Before(now)) {
			delete(p.chats, chat)
		}
	}
	p.purge = max(paceChats, 2*len(p.chats))
}

// grant lets go what may go now, and sets the timer for what may go next. It
// runs with mu held.
func (p *Pacing) grant() {
	for {
		now := time.Now()
		at, priority, i := p.next(now)
		if i < 0 {
			if p.timer != nil {
				p.timer.Stop()
			}
			return
		}
		if wait := at.Sub(now); wait > 0 {
			p.wake(wait)
			return
		}
		t := p.turns[priority][i]
		p.turns[priority] = slices.Delete(p.turns[priority], i, i+1)
		p.pay(t, at, now)
		close(t.granted)
	}
}

func (p *Pacing) wake(after time.Duration) {
	if p.timer != nil {
		p.timer.Reset(after)
		return
	}
	p.timer = time.AfterFunc(after, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.grant()
	})
}

// next returns the turn to be granted, and when; i is -1 if none waits.
func (p *Pacing) next(now time.Time) (at time.Time, priority, i int) {
	overall := laterOf(p.held, p.paid.Add(-p.burst))
	i = -1
	for q, turns := range p.turns {
		for j, t := range turns {
			may := laterOf(laterOf(overall, p.chatReady(t.chat, t.group)), t.since)
			if i < 0 || may.Before(at) {
				at, priority, i = may, q, j
			}
			if !may.After(now) {
				return may, q, j
			}
		}
	}
	return at, priority, i
}

// pay notes that a message goes now that was allowed to go at a time before: a
// late wake-up does not slow down what follows.
func (p *Pacing) pay(t *turn, at, now time.Time) {
	p.paid = laterOf(p.paid, laterOf(at, now.Add(-paceLateness))).Add(p.step)
	if p.pace.Chat <= 0 && p.pace.Group <= 0 {
		return
	}
	c := p.chat(t.chat)
	c.next = laterOf(c.next, now.Add(p.pace.Chat))
	if t.group && p.pace.Group > 0 {
		if len(c.recent) >= p.pace.Group {
			c.recent = slices.Delete(c.recent, 0, len(c.recent)-p.pace.Group+1)
		}
		c.recent = append(c.recent, now)
	}
}

func earlierOf(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func laterOf(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
