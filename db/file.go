package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// creating keeps a second Open of this process away from a file that is being
// made: closing any descriptor of a file drops the locks that this process
// holds on it, SQLite's too. For the same reason an existing file is never
// opened here.
var creating sync.Mutex

// prepareFile makes the folder and an empty file if they are missing, and
// returns the absolute path.
func prepareFile(path string) (string, error) {
	if path == "" || strings.ContainsRune(path, 0) {
		return "", errors.New("open database: the path is empty or holds a zero byte: name a file with --db")
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("open database %s: %w", path, err)
	}
	creating.Lock()
	defer creating.Unlock()
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return "", fmt.Errorf("open database %s: this is a folder: name a file in it, such as %s",
			path, filepath.Join(path, "wirebrief.db"))
	case err == nil && !info.Mode().IsRegular():
		return "", fmt.Errorf("open database %s: this is no ordinary file: name another with --db", path)
	case err == nil && 0 < info.Size() && info.Size() < leastSize:
		// SQLite would take it for an empty file and write over it.
		return "", fmt.Errorf("open database %s: %w: %s", path, ErrBroken, remedies[ErrBroken])
	case err == nil:
		return path, nil
	case !errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("open database: %w: name another file with --db", err)
	}
	return path, createFile(path)
}

// leastSize is the smallest page of a SQLite file.
const leastSize = 512

func createFile(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the folder of the database: %w: make it yourself or name another file with --db", err)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	switch {
	case err == nil:
		return f.Close()
	case errors.Is(err, fs.ErrExist):
		if _, err := os.Stat(path); err != nil {
			return fmt.Errorf("open database %s: this link leads nowhere: mend it or name another file with --db", path)
		}
		return nil // another process was faster
	}
	return fmt.Errorf("make the database: %w: make the folder writable or name another file with --db", err)
}

// inspect looks at the file through a read-only connection and returns its
// migration, 0 for a new one. It refuses files of other programs and of newer
// versions.
func (d *DB) inspect(ctx context.Context) (version int64, err error) {
	pool := openPool(d.path, inspecting, d.wait, 1)
	defer pool.Close()
	err = retryLocked(ctx, d.wait, func() error {
		version, err = inspect(ctx, pool)
		return err
	})
	if err != nil {
		return 0, d.explain("open", err)
	}
	if newest := latestMigration(); version > newest {
		return 0, fmt.Errorf("open database %s: %w: it is at migration %d, this version knows %d: use the newer wirebrief, or another file with --db",
			d.path, ErrNewer, version, newest)
	}
	return version, nil
}

// applicationID is what the first migration writes into the file header.
const applicationID = 0x77627266 // "wbrf"

func inspect(ctx context.Context, pool *sql.DB) (version int64, err error) {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback()
	var tables, id int64
	if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`).Scan(&tables); err != nil {
		return 0, err
	}
	if err := tx.QueryRowContext(ctx, `PRAGMA application_id`).Scan(&id); err != nil {
		return 0, err
	}
	switch {
	case tables == 0:
		return 0, nil
	case id != applicationID:
		return 0, ErrForeign
	}
	err = tx.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version`).Scan(&version)
	return version, err
}
