package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"wirebrief/bot"
)

const (
	// inboxKnown is how long an event is known, so that it is not stored twice.
	inboxKnown = 48 * time.Hour
	// inboxKept is how long an event that nobody answers is kept: it may hold
	// what people wrote.
	inboxKept = 7 * 24 * time.Hour
	// inboxShort is the length in bytes of a payload that surely stands in one
	// page.
	inboxShort = 2000
	// inboxAtOnce is how many old events go with each storing of new ones, for
	// each new one.
	inboxAtOnce = 4
)

// CreateInboxEvents implements bot.Inbox. Old events are forgotten on the way.
func (d *DB) CreateInboxEvents(ctx context.Context, p bot.Platform, events []bot.InboxEvent) (fresh []bot.InboxEvent, err error) {
	if len(events) == 0 {
		return nil, nil
	}
	err = d.update(ctx, "keep events in", func(t tx) error {
		for _, ev := range events {
			stored, err := t.createInboxEvent(p, ev)
			if err != nil {
				return err
			}
			if stored {
				fresh = append(fresh, ev)
			}
		}
		return t.pruneInbox(inboxAtOnce * len(events))
	})
	if err != nil {
		return nil, err
	}
	return fresh, nil
}

// createInboxEvent stores an event unless it is known. One of long ago, or of a
// time that the clock has gone back behind, makes room for its namesake:
// platforms may begin to count anew.
func (t tx) createInboxEvent(p bot.Platform, ev bot.InboxEvent) (stored bool, err error) {
	if stored, err = t.insertInboxEvent(p, ev); stored || err != nil {
		return stored, err
	}
	done, err := t.exec(`DELETE FROM inbox WHERE platform = ? AND key = ? AND (at < ? OR at > ?)`,
		p, ev.Key, t.now.Add(-inboxKnown).UnixMilli(), t.now.Add(inboxKnown).UnixMilli())
	if err != nil {
		return false, err
	}
	if n, err := done.RowsAffected(); n == 0 || err != nil {
		return false, err
	}
	return t.insertInboxEvent(p, ev)
}

// insertInboxEvent stores an event unless there is one of its key.
func (t tx) insertInboxEvent(p bot.Platform, ev bot.InboxEvent) (stored bool, err error) {
	now, payload := t.now.UnixMilli(), ev.Payload
	if payload == nil {
		payload = []byte{} // NULL means answered
	}
	came := now
	if !ev.At.IsZero() {
		came = ev.At.UnixMilli()
	}
	done, err := t.exec(`INSERT INTO inbox (platform, key, lane, at, came, payload) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		p, ev.Key, ev.Lane, now, came, payload)
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n > 0, err
}

func (t tx) pruneInbox(limit int) error {
	_, err := t.exec(`DELETE FROM inbox WHERE seq IN (SELECT seq FROM inbox
		WHERE at < ? AND (payload IS NULL OR at < ?) ORDER BY at LIMIT ?)`,
		t.now.Add(-inboxKnown).UnixMilli(), t.now.Add(-inboxKept).UnixMilli(), limit)
	return err
}

// FindInboxEvents implements bot.Inbox.
func (d *DB) FindInboxEvents(ctx context.Context, p bot.Platform, keys ...string) (list []bot.InboxEvent, err error) {
	only, wanted := "", []any(nil)
	if len(keys) > 0 {
		b, err := json.Marshal(keys)
		if err != nil {
			return nil, err
		}
		only, wanted = ` AND key IN (SELECT value FROM json_each(?))`, []any{string(b)}
	}
	err = d.view(ctx, "look for events without an answer in", func(t tx) error {
		list = nil
		return t.each(func(rows *sql.Rows) error {
			var ev bot.InboxEvent
			var came int64
			if err := rows.Scan(&ev.Key, &ev.Lane, &came, &ev.Payload); err != nil {
				return err
			}
			ev.At = time.UnixMilli(came).UTC()
			list = append(list, ev)
			return nil
		}, `SELECT key, lane, came, payload FROM inbox WHERE platform = ? AND payload IS NOT NULL AND at >= ?`+only+` ORDER BY seq`,
			append([]any{p, t.now.Add(-inboxKept).UnixMilli()}, wanted...)...)
	})
	return list, err
}

// TryInboxEvent implements bot.Inbox. An event that is not there, or answered,
// was never tried.
func (d *DB) TryInboxEvent(ctx context.Context, p bot.Platform, key string) (before int, err error) {
	err = d.update(ctx, "note another attempt at an event in", func(t tx) error {
		err := t.row(`UPDATE inbox SET tries = tries + 1 WHERE platform = ? AND key = ? AND payload IS NOT NULL RETURNING tries - 1`,
			p, key).Scan(&before)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return before, err
}

// EndInboxEvents implements bot.Inbox. Of the events only their keys are kept.
// SQLite overwrites what is short when it goes; what has pages of its own is
// overwritten before. After the event that had a chat deleted the log is emptied,
// too: that event names the chat.
func (d *DB) EndInboxEvents(ctx context.Context, p bot.Platform, keys []string) error {
	if len(keys) == 0 {
		return nil
	}
	list, err := json.Marshal(keys)
	if err != nil {
		return err
	}
	if err := d.update(ctx, "note answered events in", func(t tx) error {
		if _, err := t.exec(`UPDATE inbox SET payload = zeroblob(length(payload)) WHERE platform = ? AND key IN (SELECT value FROM json_each(?))
			AND length(payload) > ?`, p, string(list), inboxShort); err != nil {
			return err
		}
		_, err := t.exec(`UPDATE inbox SET payload = NULL, lane = '' WHERE platform = ? AND key IN (SELECT value FROM json_each(?))`,
			p, string(list))
		return err
	}); err != nil {
		return err
	}
	return d.emptyLogOfAnswered(ctx, p)
}
