package db

import (
	"context"
	"database/sql"
	"errors"

	"wirebrief/bot"
)

// FindMender implements bot.MenderStore.
func (d *DB) FindMender(ctx context.Context, chat bot.ChatRef) (user, name string, err error) {
	err = d.view(ctx, "find who has set up a chat in", func(t tx) error {
		err := t.row(`SELECT x.user, c.name FROM chats c JOIN changes x ON x.chat = c.id
			WHERE c.platform = ? AND c.ref = ? AND c.kind <> ? AND x.user <> '' ORDER BY x.at DESC, x.id DESC LIMIT 1`,
			chat.Platform, chat.ID, bot.Private).Scan(&user, &name)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return user, name, err
}

// CreateNotice implements bot.MenderStore.
func (d *DB) CreateNotice(ctx context.Context, to bot.ChatRef, n bot.Notice) error {
	return d.update(ctx, "owe a notice in", func(t tx) error { return t.owe(to, n) })
}
