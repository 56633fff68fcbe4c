package bot

import (
	"context"
	"time"
)

// A DeliveryFilter picks deliveries to list.
type DeliveryFilter struct {
	// Failed lists only those that need an operator: failed, or uncertain and
	// not to be repeated by themselves. What was dropped is left out.
	Failed bool
	// Limit is how many to return at most, 0 for 100.
	Limit int
}

// A ListedDelivery is a delivery as operators see it.
type ListedDelivery struct {
	Delivery
	// ChatName is the chat's name as its platform gives it, or "".
	ChatName string
	Created  time.Time
}

// ClassDropped marks deliveries that an operator has dropped.
const ClassDropped = "dropped"

// A DeliveryLister shows and changes the ledger; commands use it beside the
// service.
type DeliveryLister interface {
	// FindDeliveries returns deliveries, the newest first.
	FindDeliveries(ctx context.Context, f DeliveryFilter) ([]ListedDelivery, error)
	// CountDeliveries returns how many there are in each state. Dropped ones
	// do not count.
	CountDeliveries(ctx context.Context) (map[DeliveryState]int, error)
	// RetryDeliveries makes failed and uncertain deliveries ready at once and
	// returns how many; without ids, all of the last three days that
	// FindDeliveries calls failed. What a digest would tell its chat twice is
	// taken out of it, and one of which nothing is left is dropped instead.
	RetryDeliveries(ctx context.Context, ids []int64) (int, error)
	// DropDeliveries gives up deliveries that are ready, failed or uncertain,
	// and returns how many; without ids, all that FindDeliveries calls failed.
	DropDeliveries(ctx context.Context, ids []int64) (int, error)
}
