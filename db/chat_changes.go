package db

import (
	"context"

	"wirebrief/bot"
)

// stoppedGone is why a chat is stopped that the bot was removed from.
const stoppedGone = "gone"

// StopChat implements bot.ChatStore.
func (d *DB) StopChat(ctx context.Context, ev bot.Event, chat bot.ChatRef) error {
	act := "stop " + chat.ID
	return d.update(ctx, "stop a chat in", func(t tx) error {
		var nothing struct{}
		if ok, err := t.findEvent(ev, act, &nothing); ok || err != nil {
			return err
		}
		rows, err := t.numbers(`SELECT id FROM chats WHERE platform = ? AND (ref = ? OR within = ?) AND stopped = ''`, chat.Platform, chat.ID, chat.ID)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := t.stopChat(row, stoppedGone); err != nil {
				return err
			}
			if err := t.recordChange(row, ev, "removed the bot", ""); err != nil {
				return err
			}
		}
		return t.recordEvent(ev, act, nothing)
	})
}

// StartChat implements bot.ChatStore.
func (d *DB) StartChat(ctx context.Context, ev bot.Event, chat bot.ChatRef) (past bot.ChatPast, err error) {
	act := "start " + chat.ID
	err = d.update(ctx, "start a chat in", func(t tx) error {
		if ok, err := t.findEvent(ev, act, &past); ok || err != nil {
			return err
		}
		row, err := t.findChat(chat)
		if err != nil {
			return err
		}
		if past, err = t.past(row); err != nil {
			return err
		}
		if row == 0 && ev.Kind != bot.Private {
			if row, err = t.chat(chat); err != nil {
				return err
			}
		}
		if row != 0 {
			if err := t.hear(row, ev); err != nil {
				return err
			}
		}
		parts, err := t.withParts(chat)
		if err != nil {
			return err
		}
		for _, part := range parts {
			if err := t.forgive(part); err != nil {
				return err
			}
		}
		return t.recordEvent(ev, act, past)
	})
	return past, err
}

// past tells how a chat was, 0 for one that has no row.
func (t tx) past(chat int64) (past bot.ChatPast, err error) {
	if chat == 0 {
		return past, nil
	}
	past.Known = true
	return past, t.row(`SELECT stopped <> '' FROM chats WHERE id = ?`, chat).Scan(&past.Stopped)
}

// MoveChat implements bot.ChatStore.
func (d *DB) MoveChat(ctx context.Context, ev bot.Event, from, to bot.ChatRef) error {
	act := "move " + from.ID
	err := d.update(ctx, "move a chat in", func(t tx) error {
		var nothing struct{}
		if ok, err := t.findEvent(ev, act, &nothing); ok || err != nil {
			return err
		}
		row, err := t.findChat(from)
		if err != nil {
			return err
		}
		if row != 0 {
			if err := t.moveChat(row, to); err != nil {
				return err
			}
			// Platforms tell that the bot has left the old one, too.
			if err := t.forgive(row); err != nil {
				return err
			}
		}
		return t.recordEvent(ev, act, nothing)
	})
	d.unasked.forget()
	return err
}

// stopChat stops a chat for a reason, and gives up what it is owed.
func (t tx) stopChat(chat int64, why string) error {
	if _, err := t.exec(`UPDATE chats SET stopped = ?, next_digest = NULL, next_slot = '' WHERE id = ?`, why, chat); err != nil {
		return err
	}
	return t.giveUp(chat, why)
}
