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

// FindMenders implements bot.MenderStore.
func (d *DB) FindMenders(ctx context.Context, chat bot.ChatRef) (menders []bot.Mender, err error) {
	err = d.view(ctx, "find who has set up chats in", func(t tx) error {
		menders = nil
		return t.each(func(rows *sql.Rows) error {
			var user, name string
			if err := rows.Scan(&user, &name); err != nil {
				return err
			}
			if n := len(menders); n > 0 && menders[n-1].User == user {
				menders[n-1].Chats = append(menders[n-1].Chats, name)
				return nil
			}
			menders = append(menders, bot.Mender{User: user, Chats: []string{name}})
			return nil
		}, mendersWithin, chat.Platform, chat.ID, bot.Private)
	})
	return menders, err
}

// mendersWithin finds whoever changed something last in a chat, and in each that
// is within it.
const mendersWithin = `SELECT who, name FROM (
		SELECT c.name, (SELECT x.user FROM changes x WHERE x.chat = c.id AND x.user <> '' ORDER BY x.at DESC, x.id DESC LIMIT 1) who
		FROM chats c WHERE c.platform = ?1 AND (c.ref = ?2 OR c.within = ?2 AND c.within <> '') AND c.kind <> ?3 AND c.stopped = ''
		AND EXISTS (SELECT 1 FROM subscriptions s WHERE s.chat = c.id))
	WHERE who IS NOT NULL ORDER BY who, name`

// EndAskingIn implements bot.MenderStore. A group that is asked in itself alone,
// not in what is within it, stays as it is.
func (d *DB) EndAskingIn(ctx context.Context, chat bot.ChatRef) (user, name string, err error) {
	err = d.update(ctx, "end where a group is asked in", func(t tx) error {
		var group int64
		err := t.row(`UPDATE chats SET ask_in = '' WHERE platform = ?1 AND ask_in = ?2 AND ref <> ?2 RETURNING id,
			coalesce((SELECT name FROM chats WHERE platform = ?1 AND ref = ?2), '')`, chat.Platform, chat.ID).Scan(&group, &name)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		err = t.row(`SELECT user FROM changes WHERE chat = ? AND act = 'settings' AND detail LIKE '%asked: in %' AND user <> ''
			ORDER BY at DESC, id DESC LIMIT 1`, group).Scan(&user)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		return t.recordChange(group, bot.Event{}, "settings", "asked: anywhere, the one place is gone")
	})
	return user, name, err
}

// CreateNotice implements bot.MenderStore.
func (d *DB) CreateNotice(ctx context.Context, to bot.ChatRef, n bot.Notice) error {
	return d.update(ctx, "owe a notice in", func(t tx) error { return t.owe(to, n) })
}
