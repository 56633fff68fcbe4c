package bot

import (
	"slices"
	"time"
)

// patience is how long a claimed delivery waits in memory for its chat; one
// that has to wait longer goes back into the ledger.
const patience = 5 * time.Second

// A heldDelivery is a delivery that was claimed and waits to be begun.
type heldDelivery struct {
	Delivery
	// lease is when it must have been begun, by the monotonic clock.
	lease time.Time
}

// A courierHand holds claimed deliveries, at most one of each chat, the most urgent
// first and those of one priority in the order they came. It is not safe for
// use by several goroutines.
type courierHand struct {
	waiting [priorities][]heldDelivery
	// blocked are the chats with a delivery that waits for another attempt:
	// what came after it in the chat waits, too.
	blocked map[ChatRef]blocking
}

// A blocking is a delivery that waits for another attempt.
type blocking struct {
	delivery int64
	priority Priority
	// until is when it may be tried, by the clock of the ledger.
	until time.Time
}

func (d *Delivery) priority() Priority {
	switch d.Kind {
	case AlertDelivery:
		return Urgent
	case CorrectionDelivery, NoticeDelivery:
		return Soon
	}
	return Unhurried
}

func (d *Delivery) inGroup() bool { return d.ChatKind != Private }

func (h *courierHand) add(d Delivery, lease time.Time) {
	p := d.priority()
	h.waiting[p] = append(h.waiting[p], heldDelivery{d, lease})
}

func (h *courierHand) size() int {
	n := 0
	for _, list := range h.waiting {
		n += len(list)
	}
	return n
}

// block notes a delivery that waits for another attempt.
func (h *courierHand) block(d Delivery, until time.Time) {
	if h.blocked == nil {
		h.blocked = map[ChatRef]blocking{}
	}
	h.blocked[d.Chat] = blocking{d.ID, d.priority(), until}
}

// freed notes that a delivery waits no more.
func (h *courierHand) freed(d Delivery) {
	if h.blocked[d.Chat].delivery == d.ID {
		delete(h.blocked, d.Chat)
	}
}

// unblock forgets what may be tried at now.
func (h *courierHand) unblock(now time.Time) {
	for chat, b := range h.blocked {
		if !b.until.After(now) {
			delete(h.blocked, chat)
		}
	}
}

// blockedUntil returns until when a delivery has to wait for one that came
// before it in its chat, zero if it has not.
func (h *courierHand) blockedUntil(d *Delivery) time.Time {
	b, ok := h.blocked[d.Chat]
	if !ok || b.delivery == d.ID || d.priority() < b.priority {
		return time.Time{}
	}
	return b.until
}

// take takes the first delivery whose chat is ready at now. Without one, next
// is when the first will be, zero if there are none. ready tells when a chat
// may have its next message.
func (h *courierHand) take(now time.Time, ready func(*Delivery) time.Time) (d Delivery, ok bool, next time.Time) {
	for p, list := range h.waiting {
		for i := range list {
			at := ready(&list[i].Delivery)
			if !at.After(now) {
				d = list[i].Delivery
				h.waiting[p] = slices.Delete(list, i, i+1)
				return d, true, time.Time{}
			}
			if next.IsZero() || at.Before(next) {
				next = at
			}
		}
	}
	return Delivery{}, false, next
}

// giveBack takes out the deliveries that cannot wait in memory, which leave
// says, and those whose lease is about to end.
func (h *courierHand) giveBack(now time.Time, leave func(*Delivery) bool) []Delivery {
	var out []Delivery
	for p := range h.waiting {
		h.waiting[p] = slices.DeleteFunc(h.waiting[p], func(e heldDelivery) bool {
			leaves := leave(&e.Delivery) || !e.lease.After(now)
			if leaves {
				out = append(out, e.Delivery)
			}
			return leaves
		})
	}
	return out
}

// clear forgets all deliveries, which were given back.
func (h *courierHand) clear() {
	for p := range h.waiting {
		h.waiting[p] = nil
	}
}
