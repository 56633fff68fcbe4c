package db

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"wirebrief/bot"
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
func PhraseKey(chat bot.ChatRef, text string, try int) string { return phraseKey(chat, text, try) }

// PanicInUpdate panics in the middle of a transaction that writes.
func (d *DB) PanicInUpdate() {
	d.update(context.Background(), "panic in", func(t tx) error {
		if _, err := t.exec(`INSERT INTO phrases (key, platform, chat, text, created) VALUES ('k', '', '', 't', 0)`); err != nil {
			return err
		}
		panic("in the middle")
	})
}

// PanicInLook panics in the middle of a single query.
func (d *DB) PanicInLook() {
	d.look(context.Background(), "panic in", func(t tx) error {
		return t.each(func(*sql.Rows) error { panic("in the middle") }, `SELECT 1 UNION SELECT 2`)
	})
}

// HoldWriteLockUntil keeps the write lock until release is called, which returns
// when it is given back.
func (d *DB) HoldWriteLockUntil() (release func() error) {
	has, ended, end := make(chan struct{}), make(chan error, 1), make(chan struct{})
	go func() {
		ended <- d.update(context.Background(), "hold", func(tx) error { close(has); <-end; return nil })
	}()
	<-has
	return func() error { close(end); return <-ended }
}

// HoldWriteLock keeps the write lock for a while.
func (d *DB) HoldWriteLock(long time.Duration) error {
	return d.update(context.Background(), "hold", func(tx) error { time.Sleep(long); return nil })
}

// Path is where the store lies.
func (d *DB) Path() string { return d.path }

// Digest shows the stored form of a key.
func Digest(key string) []byte { return digest(key) }

// Plan tells in one line how a query that the service asks all the time is
// answered: one of due, far, never (subscribed), renew, items, articles,
// fingerprints, forget for what deleting an article does to items, or one of
// ledgerQueries.
func (d *DB) Plan(name string) (plan string, err error) {
	query := map[string]string{"due": selectSources + dueNow, "far": selectSources + dueFar, "never": selectSources + hubNever,
		"renew": selectSources + hubBefore, "items": itemsByKey, "articles": articlesByKey, "fingerprints": fingerprintsSince,
		"forget": `UPDATE source_items SET article = NULL WHERE article = ?`}[name]
	if query == "" {
		query = ledgerQueries[name]
	}
	if query == "" {
		return "", errors.New("there is no query of this name")
	}
	rows, err := d.writer.Query("EXPLAIN QUERY PLAN "+query, make([]any, strings.Count(query, "?"))...)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			return "", err
		}
		plan += detail + "; "
	}
	return plan, rows.Err()
}

// CheckMigration runs a script as a migration would and then looks for
// references that it broke.
func CheckMigration(pool *sql.DB, script string) error {
	ctx := context.Background()
	before, err := tablesOf(ctx, pool)
	if err != nil {
		return err
	}
	if _, err := pool.ExecContext(ctx, script); err != nil {
		return err
	}
	return checkReferences(ctx, pool, before)
}

// ledgerQueries are asked by the loops that compose and deliver.
var ledgerQueries = map[string]string{
	"due chats": dueChats, "subscriptions": subscriptionsOf, "topic news": topicNews, "processed": processedUpTo, "shown": shownTo,
	"alerted": alertedStories, "alert matches": alertNews, "alert chats": alertedChats, "recent alerts": recentAlerts,
	"waiting alerts": waitingAlerts, "alert of message": alertOfMessage, "ready": readyDeliveries, "oldest": oldestDelivery,
	"uncertain": uncertainDeliveries, "composed chats": composedChats, "chats": chatsByRef, "old deliveries": oldDeliveries, "old matches": oldMatches,
	"taken": takenChats, "expired": expiredSendings, "unplanned": unplannedChats, "loose revisions": looseRevisions,
	"told otherwise": toldOtherwise, "told later": toldLater, "waiting digests": waitingDigests, "corrections of a message": correctionsOfMessage,
	"pins of a delivery":  `DELETE FROM pins WHERE delivery = ?`,
	"shown by a delivery": `DELETE FROM shown WHERE delivery = ?`,
}
