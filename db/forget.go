package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"wirebrief/bot"
)

// DeleteChat implements bot.SettingsStore. What is deleted is overwritten in
// the file with zeros. Pages that became free before, which may hold what the
// chat deleted earlier, are given back, and the log beside the file, which may
// hold all of it, is emptied as soon as nobody reads from it any more; both as
// far as Options.Wait allows. Of the event only its key is kept. What the inbox
// has of it goes with its answer, see EndInboxEvents.
func (d *DB) DeleteChat(ctx context.Context, ev bot.Event, chat bot.ChatRef) error {
	var last int64
	err := d.update(ctx, "delete a chat from", func(t tx) error {
		const act = "forget"
		var nothing struct{}
		known, err := t.findEvent(ev, act, &nothing)
		if err != nil {
			return err
		}
		if !known {
			if err := t.overwriting(func() error { return errors.Join(t.forgetManager(ev), t.deleteChat(chat)) }); err != nil {
				return err
			}
			if err := t.recordEvent(ev, act, nothing); err != nil {
				return err
			}
		}
		// Also of an event that comes again: it has no answer yet.
		last, err = t.lastUnanswered(chat.Platform)
		return err
	})
	if err != nil {
		return err
	}
	if last > 0 {
		d.unanswered.note(chat.Platform, last)
	}
	if err := d.dropFreePages(ctx); err != nil {
		return err
	}
	return d.EmptyLog(ctx)
}

// freePagesAtOnce bounds one transaction of dropFreePages.
const freePagesAtOnce = 64

// dropFreePages cuts the free pages off the file, moving others into their
// place.
func (d *DB) dropFreePages(ctx context.Context) error {
	for deadline := time.Now().Add(d.wait); ; {
		var left int
		err := d.update(ctx, "drop free pages of", func(t tx) error {
			drop := fmt.Sprintf(`PRAGMA incremental_vacuum(%d)`, freePagesAtOnce)
			if err := t.each(func(*sql.Rows) error { return nil }, drop); err != nil {
				return err
			}
			return t.row(`PRAGMA freelist_count`).Scan(&left)
		})
		if err != nil || left == 0 || time.Now().After(deadline) {
			return err
		}
	}
}

// overwriting runs do while all that is deleted is overwritten, also whole
// pages, which would be dear for articles. The transaction holds the
// connection, so nobody can turn that off meanwhile.
func (t tx) overwriting(do func() error) error {
	var mode int
	if err := t.row(`PRAGMA secure_delete = ON`).Scan(&mode); err != nil {
		return err
	}
	err := do()
	return errors.Join(err, t.row(`PRAGMA secure_delete = FAST`).Scan(&mode))
}

func (t tx) deleteChat(ref bot.ChatRef) error {
	for _, query := range slices.Concat(forgetByName, forgetAccess) {
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
	for _, topic := range topics {
		if err := t.abandon(topic); err != nil {
			return err
		}
	}
	// Those that it left a moment ago, too: nobody knows any more whose they were.
	return t.dropAbandoned(t.now)
}

// forgetEvents deletes the events of a chat, whose acts name it as their second
// word.
const forgetEvents = `DELETE FROM events WHERE platform = ?1 AND (substr(act, instr(act, ' ') + 1) = ?2
	OR substr(act, instr(act, ' ') + 1, length(?2) + 1) = ?2 || ' ')`

// forgetByName is what is stored about a chat by its name: events, words behind
// buttons, that it is where its group is asked, the sources that it has added,
// and who has reported mistakes there.
var forgetByName = []string{
	forgetEvents,
	`DELETE FROM phrases WHERE platform = ? AND chat = ?`,
	`DELETE FROM links WHERE platform = ? AND chat = ?`,
	`DELETE FROM questions WHERE platform = ? AND chat = ?`,
	`DELETE FROM managers WHERE platform = ?1 AND (chat = ?2 OR channel = ?2 OR chat = '' AND person = ?2)`,
	`UPDATE chats SET ask_in = '' WHERE platform = ? AND ask_in = ?`,
	`UPDATE sources SET platform = '', chat = '' WHERE platform = ?1 AND chat = ?2`,
	`UPDATE reports SET platform = '', chat = '', user = '' WHERE platform = ?1 AND chat = ?2`,
}

// EmptyLog writes the log into the file and cuts it to nothing, as the end of
// the last process does by itself, unless that was killed: in the log still
// stands what was overwritten in the file since. Readers that do not come to an
// end in time leave it to be overwritten by what is written next.
func (d *DB) EmptyLog(ctx context.Context) error {
	return d.explain("empty the log of", d.emptyLog(ctx))
}

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
