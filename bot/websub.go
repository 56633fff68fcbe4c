package bot

import (
	"context"
	"time"
)

// A HubStore keeps the subscriptions at WebSub hubs. It alone writes
// Source.HubSecret and Source.HubUntil: SavePolls, whose Source was read before
// the poll, leaves both as they are stored and writes Hub and HubTopic only.
type HubStore interface {
	// FindHubSources returns active sources with a Hub and a HubTopic whose
	// HubUntil is before that time (zero is before any), the earliest first,
	// without those of the ids in except.
	FindHubSources(ctx context.Context, before time.Time, except []int64, limit int) ([]Source, error)
	// FindSource returns a source in any state. ErrNotFound if it is not there.
	FindSource(ctx context.Context, id int64) (Source, error)
	// UpdateHub changes what is remembered of a subscription. ErrNotFound if
	// the source is not there.
	UpdateHub(ctx context.Context, id int64, change HubChange) error
}

// A HubChange is what a hub has done, or was asked for.
type HubChange struct {
	// Secret, if not "", becomes Source.HubSecret.
	Secret string
	// Until, if not nil, becomes Source.HubUntil; the zero time ends the
	// subscription.
	Until *time.Time
	// Due, if not zero, brings Source.Next forward to it; it never puts Next
	// off.
	Due time.Time
}
