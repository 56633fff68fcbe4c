package db

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"wirebrief/bot"
)

// listed is how many deliveries are listed where nobody says.
const listed = 100

// needsOperator is what bot.DeliveryFilter calls failed: an uncertain delivery
// counts only once the service leaves it be, which it does within minutes, and
// an edit that failed never: what it would have said comes in another way.
const needsOperator = `(state = 'failed' AND edits = '' AND class <> '` + bot.ClassDropped + `' OR state = 'uncertain' AND due < ?1 - 300000)`

// FindDeliveries implements bot.DeliveryLister.
func (d *DB) FindDeliveries(ctx context.Context, f bot.DeliveryFilter) (list []bot.ListedDelivery, err error) {
	if f.Limit <= 0 {
		f.Limit = listed
	}
	err = d.view(ctx, "list deliveries of", func(t tx) error {
		ids, err := t.numbers(`SELECT id FROM deliveries ORDER BY id DESC LIMIT ?`, f.Limit)
		if f.Failed {
			ids, err = t.numbers(`SELECT id FROM deliveries WHERE state IN ('failed', 'uncertain') AND `+needsOperator+
				` ORDER BY id DESC LIMIT ?2`, t.now.UnixMilli(), f.Limit)
		}
		if err != nil {
			return err
		}
		return t.each(func(rows *sql.Rows) error {
			var name string
			var created sql.NullInt64
			found, err := scanDelivery(rows, &name, &created)
			if errors.Is(err, ErrBroken) { // what it says is not listed anyway
				err = nil
			}
			list = append(list, bot.ListedDelivery{Delivery: found, ChatName: name, Created: instant(created)})
			return err
		}, `SELECT `+deliveryColumns+`, c.name, d.created FROM deliveries d JOIN chats c ON c.id = d.chat
			WHERE d.id IN (SELECT value FROM json_each(?)) ORDER BY d.id DESC`, encodeIDs(ids))
	})
	return list, err
}

// CountDeliveries implements bot.DeliveryLister.
func (d *DB) CountDeliveries(ctx context.Context) (counts map[bot.DeliveryState]int, err error) {
	counts = map[bot.DeliveryState]int{}
	err = d.view(ctx, "count deliveries of", func(t tx) error {
		if err := t.each(func(rows *sql.Rows) error {
			var state bot.DeliveryState
			var n int
			err := rows.Scan(&state, &n)
			counts[state] = n
			return err
		}, `SELECT state, count(*) FROM deliveries GROUP BY state`); err != nil {
			return err
		}
		var dropped int
		if err := t.row(`SELECT count(*) FROM deliveries WHERE state = 'failed' AND class = ?`, bot.ClassDropped).Scan(&dropped); err != nil {
			return err
		}
		if counts[bot.DeliveryFailed] -= dropped; counts[bot.DeliveryFailed] == 0 {
			delete(counts, bot.DeliveryFailed)
		}
		return nil
	})
	return counts, err
}

// retriedFor is how old a delivery may be that is retried without being named:
// what is older is no news any more.
const retriedFor = 72 * time.Hour

// RetryDeliveries implements bot.DeliveryLister. The chats are believed to be
// there again.
func (d *DB) RetryDeliveries(ctx context.Context, ids []int64) (n int, err error) {
	err = d.update(ctx, "retry deliveries of", func(t tx) error {
		ids, err := t.retried(ids)
		if err != nil || len(ids) == 0 {
			return err
		}
		chats, err := t.changeListed(ids, retriable, `state = 'ready', due = ?1, class = '', problem = '', ended = NULL`)
		if n = len(chats); err != nil {
			return err
		}
		for _, chat := range chats {
			if err := t.forgive(chat); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

const retriable = `state IN ('failed', 'uncertain') AND class <> '` + bot.ClassDropped + `'`

// retried returns what is to be retried: ids, or without any what needs an
// operator and is not too old. Digests are made to tell nothing twice, and one
// of which nothing is left is not retried.
func (t tx) retried(ids []int64) (list []int64, err error) {
	if len(ids) == 0 {
		if ids, err = t.numbers(`SELECT id FROM deliveries WHERE state IN ('failed', 'uncertain') AND `+needsOperator+` AND created >= ?2`,
			t.now.UnixMilli(), t.now.Add(-retriedFor).UnixMilli()); err != nil {
			return nil, err
		}
	}
	digests, err := t.numbers(`SELECT id FROM deliveries WHERE id IN (SELECT value FROM json_each(?)) AND kind = ? AND `+retriable,
		encodeIDs(ids), bot.DigestDelivery)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		ok := true
		if slices.Contains(digests, id) {
			if ok, err = t.retryDigest(id); err != nil {
				return nil, err
			}
		}
		if ok {
			list = append(list, id)
		}
	}
	return list, nil
}

// DropDeliveries implements bot.DeliveryLister.
func (d *DB) DropDeliveries(ctx context.Context, ids []int64) (n int, err error) {
	err = d.update(ctx, "drop deliveries of", func(t tx) error {
		chats, err := t.changeListed(ids, `state IN ('ready', 'failed', 'uncertain') AND class <> '`+bot.ClassDropped+`'`,
			`state = 'failed', class = '`+bot.ClassDropped+`', problem = 'dropped by the operator', ended = ?1`)
		n = len(chats)
		return err
	})
	return n, err
}

// changeListed changes deliveries of ids that are in the right state, or
// without ids those that need an operator. It returns the chat of each.
func (t tx) changeListed(ids []int64, allowed, set string) ([]int64, error) {
	if len(ids) == 0 {
		return t.numbers(`UPDATE deliveries SET `+set+` WHERE state IN ('failed', 'uncertain') AND `+needsOperator+` RETURNING chat`, t.now.UnixMilli())
	}
	return t.numbers(`UPDATE deliveries SET `+set+` WHERE id IN (SELECT value FROM json_each(?2)) AND `+allowed+` RETURNING chat`,
		t.now.UnixMilli(), encodeIDs(ids))
}
