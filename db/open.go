package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"time"

	"wirebrief/bot"
)

// Options steer a DB. The zero value is what the service uses.
type Options struct {
	// Now tells the time, time.Now if nil.
	Now func() time.Time
	// Wait is how long to wait for another program that holds the write
	// lock before giving up, 5 seconds if zero.
	Wait time.Duration
	// Zone is that of chats that have not told theirs, UTC if nil: their
	// digests are due by it.
	Zone *time.Location
}

// A DB is an open store. It satisfies the ports of package bot.
type DB struct {
	path   string
	now    func() time.Time
	writer *sql.DB
	reader *sql.DB
	// ids and freshNames are touched inside update only, by one goroutine at a
	// time. freshNames counts names stored since the last pruning.
	ids        minutes
	freshNames int
	// wait is Options.Wait.
	wait       time.Duration
	zone       *time.Location // Options.Zone
	sighted    sightings
	typed      typedTopics
	unasked    unasked
	unanswered unanswered
}

var (
	_ bot.ArticleStore      = (*DB)(nil)
	_ bot.ArticleFinder     = (*DB)(nil)
	_ bot.NameFinder        = (*DB)(nil)
	_ bot.ProcessStore      = (*DB)(nil)
	_ bot.SubscriptionStore = (*DB)(nil)
	_ bot.PhraseStore       = (*DB)(nil)
	_ bot.SentStore         = (*DB)(nil)
	_ bot.LeaseStore        = (*DB)(nil)
	_ bot.GroupStore        = (*DB)(nil)
	_ bot.SourceStore       = (*DB)(nil)
	_ bot.PollStore         = (*DB)(nil)
	_ bot.HubStore          = (*DB)(nil)

	_ bot.ArticleKeeper   = (*DB)(nil)
	_ bot.ReportStore     = (*DB)(nil)
	_ bot.CorrectionStore = (*DB)(nil)

	_ bot.SettingsStore      = (*DB)(nil)
	_ bot.SubscriptionPauser = (*DB)(nil)
	_ bot.TopicStore         = (*DB)(nil)
	_ bot.DigestStore        = (*DB)(nil)
	_ bot.DigestChatFinder   = (*DB)(nil)
	_ bot.AlertStore         = (*DB)(nil)
	_ bot.DeliveryStore      = (*DB)(nil)
	_ bot.DeliveryLister     = (*DB)(nil)
	_ bot.AccessStore        = (*DB)(nil)
	_ bot.InviteStore        = (*DB)(nil)
	_ bot.GrantStore         = (*DB)(nil)
	_ bot.StatusStore        = (*DB)(nil)
	_ bot.Inbox              = (*DB)(nil)
)

// Open opens the store at path, making the file (readable by its owner only)
// and its folder if they are not there and upgrading it if it was made by an
// older version. The caller closes the DB. Errors name the file and the
// remedy; those worth telling apart wrap ErrLocked, ErrReadOnly, ErrBroken,
// ErrForeign, ErrNewer or ErrFull. A file that is refused is not changed.
func Open(ctx context.Context, path string, o Options) (*DB, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Wait <= 0 {
		o.Wait = 5 * time.Second
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	path, err := prepareFile(path)
	if err != nil {
		return nil, err
	}
	d := &DB{path: path, now: o.Now, wait: o.Wait, zone: o.Zone, ids: minutes{}}
	version, err := d.inspect(ctx)
	if err != nil {
		return nil, err
	}
	if err := d.connect(ctx, version); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// connect opens the writer and the readers, upgrading the file in between.
func (d *DB) connect(ctx context.Context, version int64) error {
	d.writer = openPool(d.path, writing, 0, 1)
	// Turning a new file over to WAL fails at once while another process does
	// the same: SQLite does not wait there.
	if err := retryLocked(ctx, d.wait, func() error { return d.writer.PingContext(ctx) }); err != nil {
		return d.explain("open", err)
	}
	if version < latestMigration() {
		if err := d.migrate(ctx); err != nil {
			return d.explain("upgrade", err)
		}
	}
	d.reader = openPool(d.path, reading, d.wait, max(4, runtime.GOMAXPROCS(0)))
	if err := d.probe(ctx); err != nil {
		return d.explain("read", err)
	}
	return d.planUnplanned(ctx)
}

// probe reads a little of what every use needs, so that a broken file shows at
// start. Check reads everything.
func (d *DB) probe(ctx context.Context) error {
	var n sql.NullInt64
	if err := d.reader.QueryRowContext(ctx, `SELECT max(id) FROM articles`).Scan(&n); err != nil {
		return err
	}
	err := d.reader.QueryRowContext(ctx, `SELECT rowid FROM article_index WHERE article_index MATCH '"a"' ORDER BY rowid DESC LIMIT 1`).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}

// Check reads the whole file for damage; it takes a while on a large store.
// What is broken wraps ErrBroken.
func (d *DB) Check(ctx context.Context) error {
	var found string
	if err := d.reader.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&found); err != nil {
		return d.explain("check", err)
	}
	if found != "ok" {
		return fmt.Errorf("check database %s: %s: %w: restore a backup", d.path, found, ErrBroken)
	}
	return nil
}

// Close waits for what is under way and closes the file.
func (d *DB) Close() error {
	var errs []error
	for _, pool := range []*sql.DB{d.reader, d.writer} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("close database %s: %w", d.path, err)
	}
	return nil
}
