package bot

import (
	"context"
	"math"
	"sync"
	"time"
)

const (
	// sendGrace is how long after the end what is being sent may take,
	// saveGrace how long what became of it may take to be saved.
	sendGrace, saveGrace = 8 * time.Second, 10 * time.Second
	// maxCourierPause bounds the pause after failures of the ledger, and a word
	// to the operator.
	maxCourierPause = 30 * time.Second
	// soonest is the least time between two looks into the ledger.
	soonest = 100 * time.Millisecond
)

// A lane brings deliveries to one platform. What happens to other platforms is
// nothing to it.
type lane struct {
	*Courier
	adapter  ChatAdapter
	platform Platform
	// owner of the lane's claims: giving all back leaves those of others.
	owner  string
	pacing *Pacing
	lease  time.Duration
	// maxHand, maxFlying and maxEarly bound the deliveries that wait in
	// memory, that are in the air, and of these the ones that still wait for
	// their turn: those are few, for a crash leaves them uncertain.
	maxHand, maxFlying, maxEarly int

	// sending and saving are alive while there may be requests, and saves.
	sending, saving context.Context
	flights         sync.WaitGroup
	saves           chan endSave
	// wake tells dispatch that something has changed.
	wake chan struct{}

	mu sync.Mutex
	// All below is guarded by mu.
	hand          courierHand
	flying, early int
	// unsaved tells that the ledger does not take what became of deliveries:
	// until it does, nothing more is claimed.
	unsaved bool
	// failing tells that deliveries cannot be begun or put into words.
	failing bool
	trouble laneTrouble
	// looked is when the ledger was last asked, landed tells that a delivery
	// has ended since, and failures how often in a row asking has failed.
	looked   time.Time
	landed   bool
	failures int
}

func newLane(c *Courier, a ChatAdapter) *lane {
	pace := defaultPace
	if p, ok := a.(Pacer); ok {
		pace = p.Pace()
	}
	l := &lane{
		Courier: c, adapter: a, platform: a.Platform(), owner: c.o.Owner + "/" + string(a.Platform()),
		pacing: c.o.Pacings[a.Platform()], lease: 3*c.o.SendTimeout + saveGrace,
		maxHand: 256, maxFlying: 64, maxEarly: 64, wake: make(chan struct{}, 1),
	}
	if l.pacing == nil {
		l.pacing = NewPacing(pace)
	}
	if rate := l.pacing.pace.PerSecond; rate > 0 {
		l.maxHand = int(min(max(16, 3*rate), 512))
		l.maxFlying = int(min(max(16, 4*rate), 256))
		l.maxEarly = int(min(max(2, math.Ceil(rate/8)), 32))
	}
	if c.o.Concurrent > 0 {
		l.maxFlying = c.o.Concurrent
	}
	l.maxEarly = min(l.maxEarly, l.maxFlying)
	return l
}

// run delivers until ctx ends or, if once is set, until nothing is due.
func (l *lane) run(ctx context.Context, once bool) {
	var ends, recorder, grace sync.WaitGroup
	sending, stopSending := context.WithCancel(context.WithoutCancel(ctx))
	saving, stopSaving := context.WithCancel(context.WithoutCancel(ctx))
	l.sending, l.saving, l.saves = sending, saving, make(chan endSave)
	ended := make(chan struct{})
	grace.Go(func() {
		select {
		case <-ended:
			return
		case <-ctx.Done():
		}
		afterwards(ended, sendGrace, stopSending)
		afterwards(ended, saveGrace-sendGrace, stopSaving)
	})
	recorder.Go(l.record)
	ends.Go(func() { l.dispatch(ctx, once) })
	ends.Wait()
	l.flights.Wait()
	close(l.saves)
	recorder.Wait()
	l.release()
	close(ended)
	grace.Wait()
	stopSending()
	stopSaving()
}

// afterwards calls what after a while, unless it has ended before.
func afterwards(ended <-chan struct{}, while time.Duration, what func()) {
	timer := time.NewTimer(while)
	defer timer.Stop()
	select {
	case <-timer.C:
		what()
	case <-ended:
	}
}

// release gives back all that was claimed and not begun.
func (l *lane) release() {
	l.mu.Lock()
	l.hand.clear()
	l.mu.Unlock()
	if err := l.store.ReleaseDeliveries(l.saving, l.owner); err != nil {
		l.o.Logger.Error("claimed deliveries were not handed back; they are ready again when their lease ends", "platform", l.platform, "err", err)
	}
}

// change changes what mu guards and wakes dispatch.
func (l *lane) change(what func()) {
	l.mu.Lock()
	what()
	l.mu.Unlock()
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// dispatch begins deliveries as they may go.
func (l *lane) dispatch(ctx context.Context, once bool) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for ctx.Err() == nil {
		if l.mustRelease() {
			l.release()
		}
		idle := l.idle() // before the look: what lands later may leave more to do
		if empty := l.look(ctx); once && empty && idle {
			return
		}
		next := l.start(ctx)
		timer.Reset(time.Until(next))
		select {
		case <-ctx.Done():
		case <-timer.C:
		case <-l.wake:
		}
	}
}

// idle reports whether nothing is on its way.
func (l *lane) idle() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.flying == 0 && l.hand.size() == 0
}

// mustRelease reports whether there are claims that will not be used soon.
func (l *lane) mustRelease() bool {
	now := time.Now()
	wait := l.pacing.heldUntil().Sub(now)
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.hand.size() > 0 && (l.trouble.pauses(now) || wait > patience)
}

// look claims what is due, if it is time to and there is room. empty reports
// that there is nothing that could be begun now.
func (l *lane) look(ctx context.Context) (empty bool) {
	limit, timely := l.wants(time.Now())
	if limit == 0 {
		return !timely
	}
	claimed := time.Now()
	due, err := l.store.ClaimDeliveries(ctx, l.claim(limit))
	l.mu.Lock()
	l.looked, l.landed = claimed, false
	if len(due) >= limit { // there may be more
		l.looked = time.Time{}
	}
	if err != nil {
		l.failures++
	} else {
		l.failures = 0
	}
	first := l.failures == 1
	l.hand.unblock(l.now())
	for _, d := range due {
		l.hand.add(d, claimed.Add(l.lease-2*l.o.SendTimeout))
	}
	l.mu.Unlock()
	if first && ctx.Err() == nil {
		l.o.Logger.Error("deliveries were not looked for; trying again", "platform", l.platform, "err", err)
	}
	l.giveBack()
	return err == nil && len(due) == 0
}

// wants returns how many deliveries to claim now. timely is false while the
// platform is left alone.
func (l *lane) wants(now time.Time) (limit int, timely bool) {
	held := l.pacing.heldUntil().After(now)
	l.mu.Lock()
	defer l.mu.Unlock()
	if held || l.trouble.pauses(now) {
		return 0, false
	}
	room := l.maxHand - l.hand.size()
	if l.trouble.kind != 0 {
		room = 1 - l.hand.size() - l.flying
	}
	if l.unsaved || now.Before(l.nextLook()) || room < 1 || l.trouble.kind == 0 && room < l.maxHand/3 {
		return 0, true
	}
	return room, true
}

// nextLook is when to ask the ledger again. It runs with mu held.
func (l *lane) nextLook() time.Time {
	switch {
	case l.failures > 0:
		return l.looked.Add(doubled(l.o.Look, l.failures, maxCourierPause))
	case l.landed:
		return l.looked.Add(min(l.o.Look, soonest))
	}
	return l.looked.Add(l.o.Look)
}

// claim is the claim of so many deliveries.
func (l *lane) claim(limit int) Claim {
	c := Claim{
		Owner: l.owner, Platform: l.platform, Lease: l.lease, Limit: limit, Sole: !l.o.Shared,
		Repeat: []DeliveryKind{DigestDelivery}, Alerts: l.o.Alerts,
	}
	if c.Sole { // a process that slept while another took over must not take that for dead
		c.Holder = l.o.Owner
	}
	if life := l.keyLife(ChatRef{}); life > 0 {
		c.KeySince = l.now().Add(-life)
	}
	return c
}

// keyLife is how long after the first request to a chat another one with the
// same key may be begun: it must arrive while the platform knows the key. It is
// zero without keys, and of the zero ChatRef what no chat exceeds.
func (l *lane) keyLife(to ChatRef) time.Duration {
	if k, ok := l.adapter.(KeyedSender); ok {
		return max(0, k.KeyLife(to)-l.o.SendTimeout-gatePatience)
	}
	return 0
}

// giveBack gives back what cannot wait in memory, to be ready when its chat is.
func (l *lane) giveBack() {
	now, ledger := time.Now(), l.now()
	l.mu.Lock()
	impatient := l.hand.giveBack(now, func(d *Delivery) bool {
		// One that waits for another of its chat would be in the way of that.
		return l.hand.blockedUntil(d).After(ledger) || l.pacing.ready(d.Chat, d.inGroup()).Sub(now) > patience
	})
	ends := make([]DeliveryEnd, 0, len(impatient))
	for _, d := range impatient {
		due := laterOf(ledger, l.hand.blockedUntil(&d))
		if wait := l.pacing.ready(d.Chat, d.inGroup()).Sub(now); wait > 0 {
			due = laterOf(due, ledger.Add(wait))
		}
		if _, blocked := l.hand.blocked[d.Chat]; !blocked && due.After(ledger) {
			l.hand.block(d, due) // what came after it must not overtake it
		}
		end := retryEnd(d, due)
		end.Class, end.Problem = d.Class, d.Problem
		ends = append(ends, end)
	}
	l.mu.Unlock()
	for _, end := range ends {
		l.saves <- endSave{end: end}
	}
}

// chatReady is when a delivery may go as far as its chat is concerned. It runs
// with mu held.
func (l *lane) chatReady(d *Delivery, now, ledger time.Time) time.Time {
	if wait := l.hand.blockedUntil(d).Sub(ledger); wait > 0 {
		return now.Add(wait)
	}
	return l.pacing.ready(d.Chat, d.inGroup())
}

// start begins what may go now, and returns when to look at it again.
func (l *lane) start(ctx context.Context) (next time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	most := l.maxFlying
	if l.trouble.kind != 0 {
		most = 1
	}
	held := l.pacing.heldUntil()
	for l.flying < most && l.early < l.maxEarly && !held.After(now) && !l.trouble.pauses(now) {
		ledger := l.now()
		d, ok, at := l.hand.take(now, func(d *Delivery) time.Time { return l.chatReady(d, now, ledger) })
		if !ok {
			next = at
			break
		}
		l.flying++
		l.early++
		l.flights.Go(func() {
			l.attempt(ctx, d)
			l.change(func() { l.flying--; l.landed = true })
		})
	}
	for _, t := range []time.Time{l.nextLook(), held, l.trouble.until} {
		if t.After(now) && (next.IsZero() || t.Before(next)) {
			next = t
		}
	}
	if next.IsZero() {
		next = now.Add(l.o.Look)
	}
	return next
}
