package db

import (
	"context"
	"database/sql"
	"errors"

	"wirebrief/bot"
)

// SaveAccount notes under which name the bot is connected to a platform.
func (d *DB) SaveAccount(ctx context.Context, p bot.Platform, name string) error {
	return d.update(ctx, "note the bot's name in", func(t tx) error {
		_, err := t.exec(`INSERT INTO accounts (platform, name) VALUES (?, ?) ON CONFLICT DO UPDATE SET name = excluded.name`, p, name)
		return err
	})
}

// FindAccount returns the name under which the bot was last connected to a
// platform, "" if it never was.
func (d *DB) FindAccount(ctx context.Context, p bot.Platform) (name string, err error) {
	err = d.view(ctx, "read the bot's name from", func(t tx) error {
		err := t.row(`SELECT name FROM accounts WHERE platform = ?`, p).Scan(&name)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return name, err
}
