package db

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
	"time"

	"wirebrief/bot"
)

// phraseKeyLen makes keys of 60 bits: short enough for a button.
const phraseKeyLen = 12

// Phrases that no button was made with for so long are forgotten, a few with
// each new one.
const (
	phrasesKept   = 366 * 24 * time.Hour
	phrasesAtOnce = 50
)

// phraseKey derives a key from a text of a chat, so that what one chat deletes
// is missed by no other. try tells texts apart that would get the same one.
func phraseKey(chat bot.ChatRef, text string, try int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %q %q %s", try, chat.Platform, chat.ID, text))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:])[:phraseKeyLen])
}

// CreatePhrase implements bot.PhraseStore.
func (d *DB) CreatePhrase(ctx context.Context, chat bot.ChatRef, text string) (key string, err error) {
	err = d.update(ctx, "store a phrase in", func(t tx) error {
		for try := 0; ; try++ {
			key = phraseKey(chat, text, try)
			var of bot.ChatRef
			var stored string
			err := t.row(`SELECT platform, chat, text FROM phrases WHERE key = ?`, key).Scan(&of.Platform, &of.ID, &stored)
			switch {
			case errors.Is(err, sql.ErrNoRows):
				return t.createPhrase(chat, key, text)
			case err != nil:
				return err
			case of == chat && stored == text:
				_, err := t.exec(`UPDATE phrases SET created = ?1 WHERE key = ?2 AND created < ?3`,
					t.now.UnixMilli(), key, t.now.AddDate(0, 0, -1).UnixMilli())
				return err
			}
		}
	})
	return key, err
}

func (t tx) createPhrase(chat bot.ChatRef, key, text string) error {
	if _, err := t.exec(`INSERT INTO phrases (key, platform, chat, text, created) VALUES (?, ?, ?, ?, ?)`,
		key, chat.Platform, chat.ID, text, t.now.UnixMilli()); err != nil {
		return err
	}
	_, err := t.exec(`DELETE FROM phrases WHERE key IN (SELECT key FROM phrases WHERE created < ? ORDER BY created LIMIT ?)`,
		t.now.Add(-phrasesKept).UnixMilli(), phrasesAtOnce)
	return err
}

// FindPhrase implements bot.PhraseStore.
func (d *DB) FindPhrase(ctx context.Context, key string) (text string, err error) {
	err = d.look(ctx, "read a phrase from", func(t tx) error {
		err := t.row(`SELECT text FROM phrases WHERE key = ?`, key).Scan(&text)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("phrase: %w", bot.ErrNotFound)
		}
		return err
	})
	return text, err
}
