package bot

import (
	"context"
	"time"
)

// A Budget counts what a platform allows only so often, over restarts.
type Budget interface {
	// SpendBudget notes one use of what on p now, synced when it returns,
	// unless there were limit of them within the last span already. It returns
	// how many were left before, so 0 if none was noted.
	SpendBudget(ctx context.Context, p Platform, what string, limit int, span time.Duration) (left int, err error)
}
