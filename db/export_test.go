package db

import (
	"context"
	"time"
)

// Exec runs a statement on the writer's connection, to damage or limit a
// store in ways that its ports do not offer.
func (d *DB) Exec(query string, args ...any) error {
	_, err := d.writer.ExecContext(context.Background(), query, args...)
	return err
}

// QueryInt reads one number on a reader's connection.
func (d *DB) QueryInt(query string, args ...any) (n int64, err error) {
	err = d.reader.QueryRowContext(context.Background(), query, args...).Scan(&n)
	return n, err
}

// QueryString reads one text on the writer's connection.
func (d *DB) QueryString(query string, args ...any) (s string, err error) {
	err = d.writer.QueryRowContext(context.Background(), query, args...).Scan(&s)
	return s, err
}

// LatestMigration is the newest migration that this version knows.
func LatestMigration() int64 { return latestMigration() }

// NextWindow shows the growth of search windows.
func NextWindow(last int64, took, left time.Duration) int64 { return nextWindow(last, took, left) }

// PhraseKey shows the key that a try would take.
func PhraseKey(text string, try int) string { return phraseKey(text, try) }

// PanicInUpdate panics in the middle of a transaction that writes.
func (d *DB) PanicInUpdate() {
	d.update(context.Background(), "panic in", func(t tx) error {
		if _, err := t.exec(`INSERT INTO phrases (key, text, created) VALUES ('k', 't', 0)`); err != nil {
			return err
		}
		panic("in the middle")
	})
}

// HoldWriteLock keeps the write lock for a while.
func (d *DB) HoldWriteLock(long time.Duration) error {
	return d.update(context.Background(), "hold", func(tx) error { time.Sleep(long); return nil })
}

// Path is where the store lies.
func (d *DB) Path() string { return d.path }
