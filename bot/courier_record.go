package bot

import (
	"slices"
	"time"
)

const (
	// recordBatch and recordPause bound what is gathered of what became of
	// deliveries: until it is saved, a crash leaves them uncertain.
	recordBatch, recordPause = 64, 10 * time.Millisecond
	// recordAttempts is how many failures to save the end of a single delivery
	// keep others from being claimed.
	recordAttempts = 6
	// maxBlocked bounds how long what failed holds up its chat in memory.
	maxBlocked = time.Minute
)

// An endSave asks for the end of a delivery to be saved.
type endSave struct {
	end DeliveryEnd
	// saved, if not nil, is closed when it was.
	saved chan struct{}
}

// end has the end of a delivery saved, and waits for it.
func (l *lane) end(d Delivery, end DeliveryEnd) {
	l.log(d, end)
	l.mu.Lock()
	if now := l.now(); end.State == DeliveryReady && end.Due.After(now) {
		// The ledger holds up the others of the chat, too, once it has the end.
		l.hand.block(d, earlierOf(end.Due, now.Add(maxBlocked)))
	} else {
		l.hand.freed(d)
	}
	l.mu.Unlock()
	saved := make(chan struct{})
	l.saves <- endSave{end, saved}
	<-saved
}

// log tells of what was not delivered. What is only late is of interest to
// those who look for a fault.
func (l *lane) log(d Delivery, end DeliveryEnd) {
	with := []any{"platform", l.platform, "chat", d.Chat.ID, "delivery", d.ID, "kind", string(d.Kind), "attempt", d.Attempt}
	if end.Class != "" {
		with = append(with, "class", end.Class, "problem", end.Problem)
	}
	switch {
	case end.State == DeliverySent:
		l.o.Logger.Debug("delivered", with...)
	case end.State == DeliveryReady, end.State == DeliveryUncertain && d.Class != ClassRepeated && d.Kind == DigestDelivery:
		l.o.Logger.Debug("not delivered yet", append(with, "state", string(end.State), "again", end.Due)...)
	case end.State == DeliveryUncertain:
		l.o.Logger.Warn("nobody knows whether it arrived", with...)
	case d.Edits != (MessageRef{}):
		l.o.Logger.Debug("a message was not changed", with...)
	default:
		l.o.Logger.Warn("not delivered", append(with, "stops", end.Stop)...)
	}
}

// record saves what became of deliveries, until nothing more can come. What
// the ledger does not take is tried again, with pauses, beside what comes.
func (l *lane) record() {
	var pending []endSave
	retries := time.NewTimer(time.Hour)
	defer retries.Stop()
	for failures := 0; ; {
		if len(pending) > 0 {
			retries.Reset(doubled(firstPause, failures, maxCourierPause))
		}
		select {
		case first, ok := <-l.saves:
			if !ok {
				return
			}
			pending = append(pending, gather(first, l.saves, recordPause, func(batch []endSave) bool {
				return len(batch) >= recordBatch || l.allLanded(len(batch))
			})...)
		case <-retries.C:
		case <-l.stopped(pending):
		}
		var working bool
		if pending, working = l.saveAll(pending, failures); len(pending) == 0 {
			failures = 0
		} else if failures++; failures == 1 && l.saving.Err() == nil {
			l.o.Logger.Error("what became of deliveries was not saved; trying again", "platform", l.platform, "count", len(pending))
		}
		// A single one may be at fault itself: then it is in nobody's way for
		// long.
		l.setUnsaved(!working && (len(pending) > 1 || failures < recordAttempts))
	}
}

// stopped is closed when there is no more time to save what is pending.
func (l *lane) stopped(pending []endSave) <-chan struct{} {
	if len(pending) == 0 {
		return nil
	}
	return l.saving.Done()
}

// allLanded reports whether nothing more can come to a batch of n soon.
func (l *lane) allLanded(n int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.flying-l.early <= n
}

// saveAll saves ends and returns those that the ledger did not take. After some
// failures it tries them one by one, so that a bad one is in nobody's way.
// working tells that the ledger took some.
func (l *lane) saveAll(pending []endSave, failures int) (left []endSave, working bool) {
	if l.saveEnds(pending) {
		return nil, true
	}
	if l.saving.Err() != nil { // too late
		for _, s := range pending {
			s.done()
		}
		return nil, false
	}
	if failures < attempts || len(pending) == 1 {
		return pending, false
	}
	for i := range pending {
		if !l.saveEnds(pending[i : i+1]) {
			left = append(left, pending[i])
		}
		if len(left) == attempts && i == attempts-1 && len(pending) > attempts { // it takes nothing at all
			// Others first the next time: one of these may be the bad one.
			return append(slices.Clone(pending[attempts:]), left...), false
		}
	}
	return left, len(left) < len(pending)
}

// saveEnds saves ends in one transaction, and reports whether it could.
func (l *lane) saveEnds(batch []endSave) bool {
	ends := make([]DeliveryEnd, len(batch))
	for i, s := range batch {
		ends[i] = s.end
	}
	if err := l.store.EndDeliveries(l.saving, l.owner, ends); err != nil {
		l.o.Logger.Debug("ends of deliveries were not saved", "platform", l.platform, "count", len(ends), "err", err)
		return false
	}
	for _, s := range batch {
		s.done()
	}
	return true
}

func (s endSave) done() {
	if s.saved != nil {
		close(s.saved)
	}
}

// setUnsaved notes whether the ledger takes what became of deliveries.
func (l *lane) setUnsaved(unsaved bool) {
	l.change(func() { l.unsaved = unsaved })
}
