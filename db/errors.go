package db

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"time"

	sqlite3 "github.com/mattn/go-sqlite3"

	"wirebrief/bot"
)

// What can be wrong with the file. Errors of this package that wrap one of
// these name the file and the remedy.
var (
	// ErrLocked: another program held the write lock for longer than
	// Options.Wait.
	ErrLocked = errors.New("another program is writing to it")
	// ErrReadOnly: the file or its folder may not be written.
	ErrReadOnly = errors.New("it is read-only")
	// ErrBroken: the file is damaged or no SQLite database at all.
	ErrBroken = errors.New("it is broken or no database")
	// ErrForeign: a database of another program.
	ErrForeign = errors.New("it belongs to another program")
	// ErrNewer: made by a version of wirebrief newer than this one.
	ErrNewer = errors.New("it was made by a newer version of wirebrief")
	// ErrFull: no space is left on the disk.
	ErrFull = errors.New("the disk is full")
)

var remedies = map[error]string{
	ErrLocked:   "wait for it to finish or stop it, then try again",
	ErrReadOnly: "make the file and its folder writable for this user (SQLite keeps two more files beside it), or name another file with --db",
	ErrBroken:   "restore a backup, or move the file away to start anew",
	ErrForeign:  "name another file with --db",
	ErrFull:     "free some space, then try again",
}

// kindOf tells which of the errors above stands behind what SQLite reported,
// nil if none does.
func kindOf(err error) error {
	for kind := range remedies {
		if errors.Is(err, kind) {
			return kind
		}
	}
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return nil
	}
	switch {
	case e.SystemErrno == syscall.ENOSPC, e.Code == sqlite3.ErrFull:
		return ErrFull
	case e.Code == sqlite3.ErrBusy, e.Code == sqlite3.ErrLocked:
		return ErrLocked
	case e.Code == sqlite3.ErrCorrupt, e.Code == sqlite3.ErrNotADB:
		return ErrBroken
	case e.Code == sqlite3.ErrReadonly, e.Code == sqlite3.ErrCantOpen, e.Code == sqlite3.ErrPerm:
		return ErrReadOnly
	}
	return nil
}

// explain says what was being done to which file, what is wrong with it and
// what to do. bot.ErrNotFound, bot.ErrTaken and the end of a context are no
// fault of the file and pass unchanged.
func (d *DB) explain(doing string, err error) error {
	if err == nil || errors.Is(err, bot.ErrNotFound) || errors.Is(err, bot.ErrTaken) ||
		errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	kind := kindOf(err)
	if kind == nil {
		return fmt.Errorf("%s database %s: %w", doing, d.path, err)
	}
	if errors.Is(err, kind) {
		return fmt.Errorf("%s database %s: %w: %s", doing, d.path, err, remedies[kind])
	}
	return fmt.Errorf("%s database %s: %w (%v): %s", doing, d.path, kind, err, remedies[kind])
}

// retryLocked repeats do while it reports that the file is locked, for as long
// as wait.
func retryLocked(ctx context.Context, wait time.Duration, do func() error) error {
	deadline := time.Now().Add(wait)
	for {
		err := do()
		if kindOf(err) != ErrLocked || time.Now().After(deadline) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Millisecond):
		}
	}
}
