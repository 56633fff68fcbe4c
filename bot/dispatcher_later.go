package bot

import "time"

const (
	// maxLane is how many events of one lane wait in memory. What comes on top
	// of that waits in the inbox alone: one lane does not fill the memory, nor
	// hold up the others.
	maxLane = 2000
	// maxLater is how many events wait in the inbox alone before no more are
	// asked for.
	maxLater = 100_000
	// fetchedAtOnce is how many of them are read at once.
	fetchedAtOnce = 200
)

// isLong reports whether an event that comes now is to wait in the inbox: behind
// those that do already, too.
func (l *eventLane[T]) isLong() bool { return len(l.events) >= maxLane || len(l.later) > 0 }

// putOff leaves an event in the inbox until those before it are answered. It runs
// with mu held.
func (d *Dispatcher[T]) putOff(l *eventLane[T], key string) {
	l.later = append(l.later, key)
	d.later++
	d.flood++
	if now := time.Now(); now.Sub(d.flooded) >= time.Minute {
		d.o.Logger.Warn("a chat writes faster than it can be answered; what is too much waits in the store", "platform", d.o.Platform, "events", d.flood)
		d.flooded, d.flood = now, 0
	}
}

// fetch reads the next events of a lane that wait in the inbox. The lane has its
// turn, and nothing in memory.
func (d *Dispatcher[T]) fetch(l *eventLane[T]) {
	d.mu.Lock()
	keys := l.later[:min(fetchedAtOnce, len(l.later))]
	d.mu.Unlock()
	kept, err := d.o.Inbox.FindInboxEvents(d.ctx, d.o.Platform, keys...)
	if err != nil {
		d.fetchLater(l, err)
		return
	}
	events := make([]LaneEvent[T], 0, len(kept))
	var broken []string
	for _, k := range kept {
		value, err := d.o.Read(d.ctx, k)
		if err != nil {
			broken = append(broken, k.Key)
			continue
		}
		events = append(events, LaneEvent[T]{Key: k.Key, Lane: k.Lane, Value: value})
	}
	if n := len(keys) - len(events); n > 0 && d.ctx.Err() == nil {
		d.o.Logger.Error("events get no answer, for they could not be stored when they came, or cannot be read", "platform", d.o.Platform, "count", n)
	}
	for _, key := range broken {
		d.end(key)
	}
	d.requeue(l, events, len(keys))
}

// fetchLater has a lane wait for a while, as the inbox could not be read. At the
// end of the program what waits there is left to the next one.
func (d *Dispatcher[T]) fetchLater(l *eventLane[T], err error) {
	if d.ctx.Err() == nil {
		d.o.Logger.Error("events that wait in the store were not read; trying again", "platform", d.o.Platform, "err", err)
	}
	sleep(d.ctx, notingRetry)
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.closing {
		d.turnAgain(l)
	}
}

// requeue gives a lane its next turn, if it has one, with events in the place of
// the first few that waited in the inbox.
func (d *Dispatcher[T]) requeue(l *eventLane[T], events []LaneEvent[T], few int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	l.later = l.later[few:]
	d.later -= few
	l.events = append(l.events, events...)
	d.waiting += len(events)
	d.turnAgain(l)
	d.free()
}

// end is endLocked.
func (d *Dispatcher[T]) end(key string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.endLocked(key)
}
