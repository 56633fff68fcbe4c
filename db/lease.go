package db

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// AcquireLease implements bot.LeaseStore. A lease that ends later than two
// terms from now was taken before the clock was set back, and counts as
// expired.
func (d *DB) AcquireLease(ctx context.Context, owner string, ttl time.Duration) (holder string, ok bool, err error) {
	err = d.update(ctx, "take the service lease of", func(t tx) error {
		now, term := t.now.UnixMilli(), ttl.Milliseconds()
		err := t.row(`SELECT owner FROM service_lease WHERE owner <> ? AND expires > ? AND expires <= ? + 2 * ttl`,
			owner, now, now).Scan(&holder)
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		holder, ok = owner, true
		_, err = t.exec(`INSERT OR REPLACE INTO service_lease (id, owner, ttl, expires) VALUES (1, ?, ?, ?)`,
			owner, term, now+term)
		return err
	})
	return holder, ok && err == nil, err
}

// RenewLease implements bot.LeaseStore.
func (d *DB) RenewLease(ctx context.Context, owner string, ttl time.Duration) (ok bool, err error) {
	err = d.update(ctx, "renew the service lease of", func(t tx) error {
		var holder string
		err := t.row(`UPDATE service_lease SET ttl = ?, expires = ? WHERE owner = ? RETURNING owner`,
			ttl.Milliseconds(), t.now.Add(ttl).UnixMilli(), owner).Scan(&holder)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		ok = err == nil
		return err
	})
	return ok, err
}

// ReleaseLease implements bot.LeaseStore.
func (d *DB) ReleaseLease(ctx context.Context, owner string) error {
	return d.update(ctx, "give back the service lease of", func(t tx) error {
		_, err := t.exec(`DELETE FROM service_lease WHERE owner = ?`, owner)
		return err
	})
}

// FindLease implements bot.LeaseStore.
func (d *DB) FindLease(ctx context.Context) (holder string, err error) {
	err = d.view(ctx, "look for the service of", func(t tx) error {
		now := t.now.UnixMilli()
		err := t.row(`SELECT owner FROM service_lease WHERE expires > ? AND expires <= ? + 2 * ttl`, now, now).Scan(&holder)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return holder, err
}
