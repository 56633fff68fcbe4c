package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"sync"

	sqlite3 "github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var embedded embed.FS

// latestMigration is the number of the newest embedded migration.
var latestMigration = sync.OnceValue(func() int64 {
	var newest int64
	names, _ := fs.Glob(embedded, "migrations/*.sql") // the pattern is well formed
	for _, name := range names {
		number, _, _ := strings.Cut(strings.TrimPrefix(name, "migrations/"), "_")
		n, _ := strconv.ParseInt(number, 10, 64) // a test reads all names
		newest = max(newest, n)
	}
	return newest
})

// migrate brings the file to the latest migration in one transaction: all of
// it happens or nothing, and a second process waits and finds nothing to do.
func (d *DB) migrate(ctx context.Context) (err error) {
	pool := sql.OpenDB(upgradeConnector{newConnector(d.path, migrating, d.wait)})
	pool.SetMaxOpenConns(1)
	defer func() { err = errors.Join(err, pool.Close()) }()
	if _, err := pool.ExecContext(ctx, `BEGIN IMMEDIATE`); err != nil {
		return err
	}
	if err := upgrade(ctx, pool); err != nil {
		return err // closing the connection rolls back
	}
	_, err = pool.ExecContext(ctx, `COMMIT`)
	return err
}

func upgrade(ctx context.Context, pool *sql.DB) error {
	files, err := fs.Sub(embedded, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, pool, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	before, err := tablesOf(ctx, pool)
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return err
	}
	return checkReferences(ctx, pool, before)
}

// tablesOf returns the tables and how each is stored: a table that was made
// anew has another place.
func tablesOf(ctx context.Context, pool *sql.DB) (map[string]string, error) {
	rows, err := pool.QueryContext(ctx, `SELECT name, rootpage || ' ' || sql FROM sqlite_schema WHERE type = 'table'`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	tables := map[string]string{}
	for rows.Next() {
		var name, stored string
		if err := rows.Scan(&name, &stored); err != nil {
			return nil, err
		}
		tables[name] = stored
	}
	return tables, rows.Err()
}

// checkReferences makes sure that migrations left no reference to a row that
// does not exist, in the tables they made or made anew and in those that refer
// to one: to look at all rows of a large store would take long. A migration
// that deletes rows of other tables looks after what refers to them itself.
func checkReferences(ctx context.Context, pool *sql.DB, before map[string]string) error {
	after, err := tablesOf(ctx, pool)
	if err != nil {
		return err
	}
	made := map[string]bool{}
	for name, stored := range after {
		made[name] = before[name] != stored
	}
	for name := range after {
		touched, err := refersTo(ctx, pool, name, made)
		if err != nil {
			return err
		}
		if !touched && !made[name] {
			continue
		}
		var row sql.NullInt64
		err = pool.QueryRowContext(ctx, `SELECT rowid FROM pragma_foreign_key_check(?) LIMIT 1`, name).Scan(&row)
		if err == nil {
			return fmt.Errorf("table %s refers to rows that do not exist: %w", name, ErrBroken)
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
	}
	return nil
}

// refersTo reports whether a table refers to one of those that were made.
func refersTo(ctx context.Context, pool *sql.DB, table string, made map[string]bool) (bool, error) {
	rows, err := pool.QueryContext(ctx, `SELECT "table" FROM pragma_foreign_key_list(?)`, table)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	for rows.Next() {
		var parent string
		if err := rows.Scan(&parent); err != nil || made[parent] {
			return err == nil, err
		}
	}
	return false, rows.Err()
}

// An upgradeConnector makes connections on which transactions are savepoints,
// so that goose, which opens one for each migration, runs inside the one
// transaction of migrate.
type upgradeConnector struct{ *connector }

// Connect implements driver.Connector.
func (c upgradeConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return upgradeConn{conn.(*sqlite3.SQLiteConn)}, nil
}

type upgradeConn struct{ *sqlite3.SQLiteConn }

// Begin implements driver.Conn.
func (c upgradeConn) Begin() (driver.Tx, error) {
	_, err := c.Exec(`SAVEPOINT migration`, nil)
	return savepoint(c), err
}

// BeginTx implements driver.ConnBeginTx.
func (c upgradeConn) BeginTx(context.Context, driver.TxOptions) (driver.Tx, error) { return c.Begin() }

type savepoint struct{ *sqlite3.SQLiteConn }

// Commit implements driver.Tx.
func (s savepoint) Commit() error {
	_, err := s.Exec(`RELEASE migration`, nil)
	return err
}

// Rollback implements driver.Tx.
func (s savepoint) Rollback() error {
	_, err := s.Exec(`ROLLBACK TO migration; RELEASE migration`, nil)
	return err
}
