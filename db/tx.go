package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"time"
)

// A tx is one transaction with the instant at which it began. It is a
// connection and not a sql.Tx, which starts a goroutine for every query.
type tx struct {
	conn *sql.Conn
	ctx  context.Context
	now  time.Time
	// zone is that of chats that have not told theirs.
	zone *time.Location
}

// update runs do in a transaction that may write and commits it unless do
// fails. Once it has begun, ctx is not watched any more: an interrupt would
// hit whatever statement the connection is at. What takes long asks ctx
// between its steps.
func (d *DB) update(ctx context.Context, doing string, do func(tx) error) error {
	return d.explain(doing, d.transact(ctx, d.writer, `BEGIN IMMEDIATE`, do))
}

// view runs do in a transaction that sees one state of the store.
func (d *DB) view(ctx context.Context, doing string, do func(tx) error) error {
	return d.explain(doing, d.transact(ctx, d.reader, `BEGIN`, do))
}

// look runs do, which makes a single query: that sees one state of the store
// without a transaction around it, which would cost more than most queries do.
func (d *DB) look(ctx context.Context, doing string, do func(tx) error) error {
	conn, err := d.reader.Conn(ctx)
	if err != nil {
		return d.explain(doing, err)
	}
	defer conn.Close()
	return d.explain(doing, do(tx{conn: conn, ctx: context.WithoutCancel(ctx), now: d.now(), zone: d.zone}))
}

func (d *DB) transact(ctx context.Context, pool *sql.DB, begin string, do func(tx) error) (err error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	t := tx{conn: conn, ctx: context.WithoutCancel(ctx), zone: d.zone}
	// The writer waits here for another process and not inside SQLite, which
	// asks for the lock ten times a second only, so that it misses the short
	// pauses of an import, and which hears no context.
	if err := retryLocked(ctx, d.wait, func() error { _, err := t.exec(begin); return err }); err != nil {
		return err
	}
	t.now = d.now()
	done := false
	defer func() {
		if !done { // do failed or panicked
			t.rollBack()
		}
	}()
	if err := do(t); err != nil {
		return err
	}
	_, err = t.exec(`COMMIT`)
	done = err == nil
	return err
}

// rollBack undoes the transaction. If even that fails the connection is given
// up, so that nobody goes on inside a broken transaction.
func (t tx) rollBack() {
	if _, err := t.exec(`ROLLBACK`); err != nil {
		t.conn.Raw(func(any) error { return driver.ErrBadConn })
	}
}

func (t tx) exec(query string, args ...any) (sql.Result, error) {
	return t.conn.ExecContext(t.ctx, query, args...)
}

func (t tx) row(query string, args ...any) *sql.Row {
	return t.conn.QueryRowContext(t.ctx, query, args...)
}

// each calls scan for every row of a query. scan must not use the transaction.
func (t tx) each(scan func(*sql.Rows) error, query string, args ...any) error {
	rows, err := t.conn.QueryContext(t.ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// millis is the stored form of an instant: NULL for the zero time.
func millis(t time.Time) sql.NullInt64 {
	if t.IsZero() {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: t.UnixMilli(), Valid: true}
}

// instant is the inverse of millis.
func instant(ms sql.NullInt64) time.Time {
	if !ms.Valid {
		return time.Time{}
	}
	return time.UnixMilli(ms.Int64).UTC()
}
