package db

import (
	"context"
	"database/sql"
	"time"

	"wirebrief/bot"
)

// lastSent is how many of the last deliveries of a kind are looked at for one
// that has stories: a chat may be told day by day that nothing is new.
const lastSent = 30

// FindLastSent implements bot.SentStore. What was sent but cannot be read any
// more is passed over.
func (d *DB) FindLastSent(ctx context.Context, chat bot.ChatRef) (content any, at time.Time, err error) {
	err = d.view(ctx, "find what a chat was last sent in", func(t tx) error {
		id, err := t.findChat(chat)
		if err != nil {
			return err
		}
		for _, kind := range []bot.DeliveryKind{bot.DigestDelivery, bot.AlertDelivery} {
			found, when, err := t.lastSent(id, kind)
			if err != nil {
				return err
			}
			if found != nil && when.After(at) {
				content, at = found, when
			}
		}
		return nil
	})
	if err == nil && content == nil {
		err = bot.ErrNotFound
	}
	return content, at, err
}

// lastSent returns the last delivery of a kind that has stories, nil for none.
func (t tx) lastSent(chat int64, kind bot.DeliveryKind) (content any, at time.Time, err error) {
	err = t.each(func(rows *sql.Rows) error {
		var b []byte
		var ended sql.NullInt64
		if err := rows.Scan(&b, &ended); err != nil || content != nil {
			return err
		}
		found, err := bot.DecodeContent(kind, b)
		if err != nil {
			return nil
		}
		switch found := found.(type) {
		case *bot.Digest:
			if len(found.Stories)+len(found.Also) == 0 {
				return nil
			}
		case *bot.Alert:
			if len(found.Stories) == 0 {
				return nil
			}
		}
		content, at = found, instant(ended)
		return nil
	}, `SELECT content, coalesce(ended, due) FROM deliveries WHERE chat = ? AND kind = ? AND state IN ('sent', 'uncertain')
		ORDER BY due DESC, id DESC LIMIT ?`, chat, kind, lastSent)
	return content, at, err
}
