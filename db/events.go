package db

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"wirebrief/bot"
)

// Platforms repeat events for a day at most; after this long they are
// forgotten, a few with each new one.
const (
	eventsKept   = 7 * 24 * time.Hour
	eventsAtOnce = 50
)

// findEvent reads into result what an event did the first time. ok is false if
// it is new or has no key. act says what was done and to what, because one
// event may do several things.
func (t tx) findEvent(ev bot.Event, act string, result any) (ok bool, err error) {
	if ev.Key == "" {
		return false, nil
	}
	var stored string
	err = t.row(`SELECT result FROM events WHERE platform = ? AND key = ? AND act = ?`, ev.Platform, ev.Key, act).Scan(&stored)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if err := json.Unmarshal([]byte(stored), result); err != nil {
		return false, fmt.Errorf("result of event %s: %w: %w", ev.Key, err, ErrBroken)
	}
	return true, nil
}

// recordEvent keeps what an event did and forgets old ones.
func (t tx) recordEvent(ev bot.Event, act string, result any) error {
	if ev.Key == "" {
		return nil
	}
	b, err := json.Marshal(result)
	if err != nil {
		return err
	}
	if _, err := t.exec(`INSERT INTO events (platform, key, act, at, result) VALUES (?, ?, ?, ?, ?)`,
		ev.Platform, ev.Key, act, t.now.UnixMilli(), string(b)); err != nil {
		return err
	}
	_, err = t.exec(`DELETE FROM events WHERE (platform, key, act) IN
		(SELECT platform, key, act FROM events WHERE at < ? ORDER BY at LIMIT ?)`,
		t.now.Add(-eventsKept).UnixMilli(), eventsAtOnce)
	return err
}

// recordChange notes who changed what in a chat.
func (t tx) recordChange(chat int64, ev bot.Event, act, detail string) error {
	at := cmp.Or(millis(ev.At), millis(t.now))
	_, err := t.exec(`INSERT INTO changes (chat, at, user, act, detail) VALUES (?, ?, ?, ?, ?)`, chat, at, ev.UserID, act, detail)
	return err
}
