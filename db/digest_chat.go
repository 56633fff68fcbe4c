package db

import (
	"context"
	"database/sql"
	"errors"

	"wirebrief/bot"
)

// FindDigestChat implements bot.DigestChatFinder. A chat of which nothing is
// stored follows nothing.
func (d *DB) FindDigestChat(ctx context.Context, chat bot.ChatRef) (due bot.DueChat, err error) {
	due.Settings = defaults(chat)
	err = d.view(ctx, "read what a chat follows from", func(t tx) error {
		var id, seen int64
		var composed sql.NullInt64
		var x settingsScan
		err := t.row(digestChat, chat.Platform, chat.ID).Scan(append([]any{&id, &seen, &composed}, x.columns()...)...)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		list := make([]bot.DueChat, 1)
		if list[0].Settings, err = x.settings(t.now); err != nil {
			return err
		}
		list[0].Seen, list[0].Composed = seen, instant(composed)
		err = d.fillSubscriptions(t, []int64{id}, list)
		due = list[0]
		return err
	})
	return due, err
}

const digestChat = `SELECT c.id, c.seen_seq, c.composed, ` + settingsColumns + ` FROM chats c WHERE c.platform = ? AND c.ref = ?`
