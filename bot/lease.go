package bot

import (
	"context"
	"time"
)

// A LeaseStore makes sure that only one process at a time groups, matches and
// delivers: run, or import while no service runs.
type LeaseStore interface {
	// AcquireLease takes the lease for ttl if it is free, expired or already
	// owner's. ok is false if another holds it; holder is who has it now.
	// owner must be unique to the process.
	AcquireLease(ctx context.Context, owner string, ttl time.Duration) (holder string, ok bool, err error)
	// RenewLease extends owner's lease to ttl from now. ok is false if it was
	// lost to another: then owner must stop at once.
	RenewLease(ctx context.Context, owner string, ttl time.Duration) (ok bool, err error)
	// ReleaseLease gives the lease back; it does nothing if owner lost it.
	ReleaseLease(ctx context.Context, owner string) error
	// FindLease returns who holds the lease now, "" if nobody does.
	FindLease(ctx context.Context) (holder string, err error)
}
