package db

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"time"

	"wirebrief/bot"
)

// followedFor is how long after it failed an edit is followed by a message.
const followedFor = 24 * time.Hour

// A failedEdit is a correction that could not be made in place.
type failedEdit struct {
	delivery, chat int64
	correction     bot.Correction
}

// faults counts what it tells.
func (f *failedEdit) faults() int {
	n := len(f.correction.Figures)
	if f.correction.Quote >= 0 {
		n++
	}
	return n
}

// FollowFailedEdits implements bot.CorrectionStore.
func (d *DB) FollowFailedEdits(ctx context.Context) (followed int, err error) {
	list, err := d.failedEdits(ctx)
	if err != nil || len(list) == 0 {
		return 0, err
	}
	// What tells most comes first: it may tell what others do, too.
	slices.SortStableFunc(list, func(x, y failedEdit) int { return cmp.Compare(y.faults(), x.faults()) })
	err = d.update(ctx, "follow failed corrections in", func(t tx) error {
		followed = 0
		for i := range list {
			f := &list[i]
			id, err := t.correctionTold(f.chat, &f.correction)
			if err == nil && id == 0 {
				followed++
				id, err = t.correctionDelivery(f.chat, f.correction, bot.MessageRef{})
			}
			if err != nil {
				return err
			}
			if _, err := t.exec(`UPDATE corrections SET follow = ? WHERE delivery = ?`, id, f.delivery); err != nil {
				return err
			}
		}
		return nil
	})
	return followed, err
}

// failedEdits returns edits that nothing has followed yet.
func (d *DB) failedEdits(ctx context.Context) (list []failedEdit, err error) {
	err = d.view(ctx, "look for failed corrections in", func(t tx) error {
		return t.each(func(rows *sql.Rows) error {
			var f failedEdit
			var content []byte
			if err := rows.Scan(&f.delivery, &f.chat, &content); err != nil {
				return err
			}
			c, err := bot.DecodeContent(bot.CorrectionDelivery, content)
			if err != nil {
				return err
			}
			f.correction = c.(*bot.Correction).Alone()
			list = append(list, f)
			return nil
		}, `SELECT d.id, d.chat, d.content FROM deliveries d CROSS JOIN corrections c ON c.delivery = d.id AND c.follow IS NULL
			JOIN chats h ON h.id = d.chat WHERE d.state = 'failed' AND d.created >= ? AND d.kind = 'correction' AND d.edits <> ''
			AND d.class <> ? AND h.stopped = '' ORDER BY d.id LIMIT 100`, t.now.Add(-followedFor).UnixMilli(), bot.ClassDropped)
	})
	return list, err
}

// correctionTold returns a message of its own that tells a chat all that a
// correction does, 0 if there is none.
func (t tx) correctionTold(chat int64, c *bot.Correction) (delivery int64, err error) {
	err = t.each(func(rows *sql.Rows) error {
		var id int64
		var content []byte
		if err := rows.Scan(&id, &content); err != nil {
			return err
		}
		decoded, err := bot.DecodeContent(bot.CorrectionDelivery, content)
		if err == nil && decoded.(*bot.Correction).Covers(c) {
			delivery = id
		}
		return err
	}, `SELECT id, content FROM deliveries WHERE chat = ? AND kind = 'correction' AND due > ? AND edits = '' AND state <> 'failed'`,
		chat, t.now.Add(-followedFor).UnixMilli())
	return delivery, err
}
