package db

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"

	"wirebrief/bot"
)

// phraseKeyLen makes keys of 60 bits: short enough for a button.
const phraseKeyLen = 12

// phraseKey derives a key from a text. try tells texts apart that would get
// the same one.
func phraseKey(text string, try int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s", try, text))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:])[:phraseKeyLen])
}

// CreatePhrase implements bot.PhraseStore.
func (d *DB) CreatePhrase(ctx context.Context, text string) (key string, err error) {
	err = d.update(ctx, "store a phrase in", func(t tx) error {
		for try := 0; ; try++ {
			key = phraseKey(text, try)
			var stored string
			err := t.row(`SELECT text FROM phrases WHERE key = ?`, key).Scan(&stored)
			switch {
			case errors.Is(err, sql.ErrNoRows):
				_, err := t.exec(`INSERT INTO phrases (key, text, created) VALUES (?, ?, ?)`, key, text, t.now.UnixMilli())
				return err
			case err != nil || stored == text:
				return err
			}
		}
	})
	return key, err
}

// FindPhrase implements bot.PhraseStore.
func (d *DB) FindPhrase(ctx context.Context, key string) (text string, err error) {
	err = d.view(ctx, "read a phrase from", func(t tx) error {
		err := t.row(`SELECT text FROM phrases WHERE key = ?`, key).Scan(&text)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("phrase: %w", bot.ErrNotFound)
		}
		return err
	})
	return text, err
}
