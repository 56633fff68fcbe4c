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
	if _, err := p.Up(ctx); err != nil {
		return err
	}
	var table string
	err = pool.QueryRowContext(ctx, `SELECT "table" FROM pragma_foreign_key_check LIMIT 1`).Scan(&table)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return fmt.Errorf("table %s refers to rows that do not exist: %w", table, ErrBroken)
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
