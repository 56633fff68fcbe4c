package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	sqlite3 "github.com/mattn/go-sqlite3"
)

// A purpose is what a connection is for.
type purpose int

const (
	writing purpose = iota
	reading
	inspecting
	migrating
)

// pragmas are what a connection of each purpose must have in force. A wrong
// parameter in a connection string is ignored without a word, so they are read
// back from every connection.
var pragmas = map[purpose]map[string]string{
	writing: {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "auto_vacuum": "2", "query_only": "0"},
	reading: {"journal_mode": "wal", "foreign_keys": "1", "auto_vacuum": "2", "query_only": "1"},
	// Migrations may rebuild tables; migrate checks the keys at the end.
	migrating:  {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "0", "auto_vacuum": "2"},
	inspecting: {"query_only": "1"},
}

// dsn returns the connection string: an URI, so that any path is safe in it.
func dsn(path string, p purpose, wait time.Duration) string {
	q := url.Values{"_busy_timeout": {strconv.FormatInt(wait.Milliseconds(), 10)}}
	switch p {
	case writing, migrating:
		// Never rwc: SQLite would make a file that others can read.
		q.Set("mode", "rw")
		q.Set("_txlock", "immediate")
		q.Set("_auto_vacuum", "incremental")
		q.Set("_journal_mode", "WAL")
		q.Set("_synchronous", "FULL")
		q.Set("_secure_delete", "FAST")
		q.Set("_foreign_keys", strconv.FormatBool(p == writing))
		q.Set("_cache_size", "-16384")
		q.Set("_stmt_cache_size", "48")
	case reading:
		q.Set("mode", "ro")
		q.Set("_query_only", "true")
		q.Set("_foreign_keys", "true")
		q.Set("_cache_size", "-4096")
		q.Set("_stmt_cache_size", "32")
	case inspecting:
		q.Set("mode", "ro")
		q.Set("_query_only", "true")
	}
	p2 := filepath.ToSlash(path)
	if !strings.HasPrefix(p2, "/") { // C:/…
		p2 = "/" + p2
	}
	return "file://" + (&url.URL{Path: p2}).EscapedPath() + "?" + q.Encode()
}

// A connector opens connections of one purpose, each with its pragmas checked.
type connector struct {
	dsn    string
	driver sqlite3.SQLiteDriver
}

// Connect implements driver.Connector. SQLite cannot be interrupted while it
// opens a file, so ctx is not used.
func (c *connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }

// Driver implements driver.Connector.
func (c *connector) Driver() driver.Driver { return &c.driver }

func newConnector(path string, p purpose, wait time.Duration) *connector {
	c := &connector{dsn: dsn(path, p, wait)}
	c.driver.ConnectHook = func(conn *sqlite3.SQLiteConn) error {
		if p == writing {
			// After a large import the log would keep its size for good.
			if _, err := conn.Exec(`PRAGMA journal_size_limit = 67108864`, nil); err != nil {
				return err
			}
			// Pages that many transactions change go back into the file once in
			// 16 MiB of the log and not once in four.
			if _, err := conn.Exec(`PRAGMA wal_autocheckpoint = 4000`, nil); err != nil {
				return err
			}
		}
		return checkPragmas(conn, pragmas[p])
	}
	return c
}

// openPool returns a pool of at most size connections; it opens none yet.
func openPool(path string, p purpose, wait time.Duration, size int) *sql.DB {
	pool := sql.OpenDB(newConnector(path, p, wait))
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	return pool
}

func checkPragmas(conn *sqlite3.SQLiteConn, want map[string]string) error {
	for name, w := range want {
		got, err := readPragma(conn, name)
		if err != nil {
			return err
		}
		if got != w {
			return fmt.Errorf("pragma %s is %s, not %s", name, got, w)
		}
	}
	return nil
}

func readPragma(conn *sqlite3.SQLiteConn, name string) (string, error) {
	rows, err := conn.Query("PRAGMA "+name, nil)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	row := make([]driver.Value, 1)
	if err := rows.Next(row); err != nil {
		if errors.Is(err, io.EOF) {
			return "", fmt.Errorf("pragma %s is not known", name)
		}
		return "", err
	}
	return fmt.Sprint(row[0]), nil
}
