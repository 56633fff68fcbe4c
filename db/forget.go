package db

import (
	"context"
	"errors"
	"slices"
	"time"

	"wirebrief/bot"
)

// DeleteChat implements bot.SettingsStore. What is deleted is overwritten in
// the file with zeros; the log beside the file, which may still hold it, is
// emptied as soon as nobody reads from it any more, which is waited for up to
// Options.Wait. Of the event only its key is kept.
func (d *DB) DeleteChat(ctx context.Context, ev bot.Event, chat bot.ChatRef) error {
	if err := d.overwriting(ctx, true); err != nil {
		return d.explain("delete a chat from", err)
	}
	err := d.update(ctx, "delete a chat from", func(t tx) error {
		const act = "forget"
		var nothing struct{}
		if ok, err := t.findEvent(ev, act, &nothing); ok || err != nil {
			return err
		}
		if err := t.deleteChat(chat); err != nil {
			return err
		}
		return t.recordEvent(ev, act, nothing)
	})
	if err := errors.Join(err, d.explain("delete a chat from", d.overwriting(context.WithoutCancel(ctx), false))); err != nil {
		return err
	}
	return d.explain("empty the log of", d.emptyLog(ctx))
}

// overwriting sets whether the writer overwrites all that it deletes, also
// whole pages, which would be dear for articles.
func (d *DB) overwriting(ctx context.Context, all bool) error {
	mode := "FAST"
	if all {
		mode = "ON"
	}
	rows, err := d.writer.QueryContext(ctx, `PRAGMA secure_delete = `+mode)
	if err != nil {
		return err
	}
	return rows.Close()
}

func (t tx) deleteChat(ref bot.ChatRef) error {
	for _, query := range slices.Concat(forgetEvents, forgetAccess) {
		if _, err := t.exec(query, ref.Platform, ref.ID); err != nil {
			return err
		}
	}
	chat, err := t.findChat(ref)
	if err != nil || chat == 0 {
		return err
	}
	topics, err := t.numbers(`SELECT topic FROM subscriptions WHERE chat = ?`, chat)
	if err != nil {
		return err
	}
	// Deliveries and what hangs on them go with the chat.
	if _, err := t.exec(`DELETE FROM chats WHERE id = ?`, chat); err != nil {
		return err
	}
	_, err = t.exec(`DELETE FROM topics WHERE id IN (SELECT value FROM json_each(?))
		AND NOT EXISTS (SELECT 1 FROM subscriptions WHERE topic = topics.id)`, encodeIDs(topics))
	return err
}

// forgetEvents are what is stored about a chat by its name: events, whose acts
// name the chat as their second word, the sources that it has added, and who
// has reported mistakes there.
var forgetEvents = []string{
	`DELETE FROM events WHERE platform = ?1 AND (substr(act, instr(act, ' ') + 1) = ?2
		OR substr(act, instr(act, ' ') + 1, length(?2) + 1) = ?2 || ' ')`,
	`UPDATE sources SET platform = '', chat = '' WHERE platform = ?1 AND chat = ?2`,
	`UPDATE reports SET platform = '', chat = '', user = '' WHERE platform = ?1 AND chat = ?2`,
}

// emptyLog writes the log into the file and cuts it to nothing. Readers that do
// not come to an end in time leave it to be overwritten by what is written
// next.
func (d *DB) emptyLog(ctx context.Context) error {
	for deadline := time.Now().Add(d.wait); ; {
		var busy, pages, done int
		err := d.writer.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &pages, &done)
		if err != nil && kindOf(err) != ErrLocked {
			return err
		}
		if err == nil && busy == 0 || time.Now().After(deadline) {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(5 * time.Millisecond):
		}
	}
}
