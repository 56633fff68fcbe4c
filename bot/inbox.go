package bot

import (
	"context"
	"time"
)

// An InboxEvent is an event as its platform told it, kept until it is answered: a
// platform tells each once, and forgets it when the adapter says that it came.
type InboxEvent struct {
	// Key is unique on the platform; an event that is told twice has one key.
	Key string
	// Lane names what the event belongs to, such as its chat: events of one
	// lane are answered one after the other, in the order they came.
	Lane string
	// Payload is the event in the adapter's own form. It may hold what people
	// wrote, and is erased when the event has been answered.
	Payload []byte
	// At is when it came.
	At time.Time
}

// An Inbox keeps events from when they were told until they are answered.
type Inbox interface {
	// CreateInboxEvents stores events in one transaction, synced when it returns.
	// Those whose Key was stored in the last two days are left out, whether
	// they were answered or not; it returns the others, in the same order.
	CreateInboxEvents(ctx context.Context, p Platform, events []InboxEvent) (fresh []InboxEvent, err error)
	// FindInboxEvents returns what was stored in the last week and not answered,
	// the oldest first: what a process that ended has left, or, if there are
	// keys, those events alone.
	FindInboxEvents(ctx context.Context, p Platform, keys ...string) ([]InboxEvent, error)
	// TryInboxEvent notes that an event which FindInboxEvents returned is about
	// to be answered once more, synced when it returns, and returns how often
	// that was noted before: what kills the process each time is to be given up.
	TryInboxEvent(ctx context.Context, p Platform, key string) (before int, err error)
	// EndInboxEvents notes that events were answered and erases their payloads.
	EndInboxEvents(ctx context.Context, p Platform, keys []string) error
}
