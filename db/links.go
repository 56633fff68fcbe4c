package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"wirebrief/bot"
)

// linkLetters is how many letters of 5 random bits a key has.
const linkLetters = 20

// Links that nobody asked for for so long are forgotten, a few with each new
// one.
const (
	linksKept   = 366 * 24 * time.Hour
	linksAtOnce = 50
)

// CreateLink implements bot.LinkStore.
func (d *DB) CreateLink(ctx context.Context, chat bot.ChatRef, data string) (key string, err error) {
	key, fresh, err := d.findLinkOf(ctx, chat, data)
	if err != nil || fresh {
		return key, err
	}
	err = d.update(ctx, "store a link in", func(t tx) error {
		if err := t.row(`INSERT INTO links (key, platform, chat, data, created) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (platform, chat, data) DO UPDATE SET created = excluded.created RETURNING key`,
			strings.ToLower(rand.Text()[:linkLetters]), chat.Platform, chat.ID, data, t.now.UnixMilli()).Scan(&key); err != nil {
			return err
		}
		_, err := t.exec(`DELETE FROM links WHERE key IN (SELECT key FROM links WHERE created < ? ORDER BY created LIMIT ?)`,
			t.now.Add(-linksKept).UnixMilli(), linksAtOnce)
		return err
	})
	return key, err
}

// findLinkOf returns the key of a link that is there already; fresh tells that
// it was noted as asked for not long ago. Most links are asked for many times.
func (d *DB) findLinkOf(ctx context.Context, chat bot.ChatRef, data string) (key string, fresh bool, err error) {
	err = d.look(ctx, "read a link from", func(t tx) error {
		var created int64
		err := t.row(`SELECT key, created FROM links WHERE platform = ? AND chat = ? AND data = ?`, chat.Platform, chat.ID, data).Scan(&key, &created)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		fresh = created > t.now.AddDate(0, 0, -1).UnixMilli()
		return err
	})
	return key, fresh, err
}

// FindLink implements bot.LinkStore.
func (d *DB) FindLink(ctx context.Context, key string) (data string, err error) {
	err = d.look(ctx, "read a link from", func(t tx) error {
		err := t.row(`SELECT data FROM links WHERE key = ?`, key).Scan(&data)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("link: %w", bot.ErrNotFound)
		}
		return err
	})
	return data, err
}
