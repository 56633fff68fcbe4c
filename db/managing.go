package db

import (
	"cmp"
	"context"
	"database/sql"

	"wirebrief/bot"
)

// SaveManager implements bot.ManagerStore.
func (d *DB) SaveManager(ctx context.Context, ev bot.Event, channel bot.ChatRef) error {
	act := "administer " + channel.ID
	return d.update(ctx, "note who administers a channel in", func(t tx) error {
		var nothing struct{}
		if ok, err := t.findEvent(ev, act, &nothing); ok || err != nil {
			return err
		}
		chat, err := t.chat(channel)
		if err != nil {
			return err
		}
		if err := t.hear(chat, ev); err != nil {
			return err
		}
		if _, err := t.exec(`INSERT INTO managers (platform, person, channel, chat, added) VALUES (?, ?, ?, '', ?) ON CONFLICT DO NOTHING`,
			channel.Platform, ev.UserID, channel.ID, t.now.UnixMilli()); err != nil {
			return err
		}
		return t.recordEvent(ev, act, nothing)
	})
}

// FindManaged implements bot.ManagerStore.
func (d *DB) FindManaged(ctx context.Context, p bot.Platform, person string) (list []bot.ManagedChannel, err error) {
	err = d.look(ctx, "find managed channels in", func(t tx) error {
		return t.each(func(rows *sql.Rows) error {
			m := bot.ManagedChannel{Channel: bot.ChatRef{Platform: p}}
			var used sql.NullInt64
			err := rows.Scan(&m.Channel.ID, &m.Name, &used)
			m.Used = instant(used)
			list = append(list, m)
			return err
		}, `SELECT m.channel, coalesce(c.name, ''), m.used FROM managers m LEFT JOIN chats c ON c.platform = m.platform AND c.ref = m.channel
			WHERE m.platform = ? AND m.person = ? ORDER BY m.used IS NULL, m.used DESC, m.added DESC, m.channel LIMIT ?`, p, person, bot.MaxManaged)
	})
	return list, err
}

// Manage implements bot.ManagerStore.
func (d *DB) Manage(ctx context.Context, ev bot.Event, from, channel bot.ChatRef) error {
	act := "manage " + from.ID
	return d.update(ctx, "note which channel is managed in", func(t tx) error {
		var nothing struct{}
		if ok, err := t.findEvent(ev, act, &nothing); ok || err != nil {
			return err
		}
		if _, err := t.exec(`UPDATE managers SET used = NULL WHERE platform = ? AND person = ? AND channel <> ?`,
			ev.Platform, ev.UserID, channel.ID); err != nil {
			return err
		}
		if channel.ID != "" {
			if _, err := t.exec(`INSERT INTO managers (platform, person, channel, chat, added, used) VALUES (?1, ?2, ?3, ?4, ?5, ?5)
				ON CONFLICT DO UPDATE SET chat = excluded.chat, used = excluded.used`,
				ev.Platform, ev.UserID, channel.ID, from.ID, cmp.Or(millis(ev.At), millis(t.now))); err != nil {
				return err
			}
		}
		return t.recordEvent(ev, act, nothing)
	})
}

// DeleteManager implements bot.ManagerStore.
func (d *DB) DeleteManager(ctx context.Context, ev bot.Event, channel bot.ChatRef) error {
	return d.update(ctx, "note who administers a channel in", func(t tx) error {
		_, err := t.exec(`DELETE FROM managers WHERE platform = ? AND person = ? AND channel = ?`, channel.Platform, ev.UserID, channel.ID)
		return err
	})
}

// forgetManager deletes what a person manages, when they delete what is stored
// about them.
func (t tx) forgetManager(ev bot.Event) error {
	if ev.Kind != bot.Private || ev.UserID == "" {
		return nil
	}
	_, err := t.exec(`DELETE FROM managers WHERE platform = ? AND person = ?`, ev.Platform, ev.UserID)
	return err
}
