package db

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"wirebrief/bot"
)

// questionsKept is how long a question is kept that nobody answers, and
// questionsAtOnce how many of those go with each new one.
const (
	questionsKept   = 24 * time.Hour
	questionsAtOnce = 20
)

// SaveQuestion implements bot.QuestionStore.
func (d *DB) SaveQuestion(ctx context.Context, ev bot.Event, chat bot.ChatRef, command string) error {
	err := d.update(ctx, "note a question in", func(t tx) error {
		if _, err := t.exec(`INSERT INTO questions (platform, chat, person, command, asked) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET command = excluded.command, asked = excluded.asked`,
			chat.Platform, chat.ID, ev.UserID, command, ev.At.UnixMilli()); err != nil {
			return err
		}
		_, err := t.exec(`DELETE FROM questions WHERE (platform, chat, person) IN
			(SELECT platform, chat, person FROM questions WHERE asked < ? ORDER BY asked LIMIT ?)`,
			t.now.Add(-questionsKept).UnixMilli(), questionsAtOnce)
		return err
	})
	d.unasked.ask(asked{chat, ev.UserID})
	return err
}

// TakeQuestion implements bot.QuestionStore.
func (d *DB) TakeQuestion(ctx context.Context, ev bot.Event, chat bot.ChatRef, since time.Time) (command string, err error) {
	// Mostly there is none, and then nothing is written.
	who := asked{chat, ev.UserID}
	known, mark := d.unasked.knows(who)
	if known {
		return "", nil
	}
	open, err := d.hasQuestion(ctx, ev, chat)
	if err != nil {
		return "", err
	}
	if !open {
		d.unasked.note(who, mark)
		return "", nil
	}
	d.unasked.answer(who)
	act := "answer " + chat.ID
	err = d.update(ctx, "take a question from", func(t tx) error {
		if ok, err := t.findEvent(ev, act, &command); ok || err != nil {
			return err
		}
		var asked int64
		err := t.row(`DELETE FROM questions WHERE platform = ? AND chat = ? AND person = ? RETURNING command, asked`,
			chat.Platform, chat.ID, ev.UserID).Scan(&command, &asked)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if asked < since.UnixMilli() {
			command = ""
		}
		return t.recordEvent(ev, act, command)
	})
	return command, err
}

// hasQuestion reports whether there is a question, or was when the event came
// for the first time.
func (d *DB) hasQuestion(ctx context.Context, ev bot.Event, chat bot.ChatRef) (open bool, err error) {
	err = d.look(ctx, "find a question in", func(t tx) error {
		return t.row(`SELECT EXISTS (SELECT 1 FROM questions WHERE platform = ?1 AND chat = ?2 AND person = ?3)
			OR ?4 <> '' AND EXISTS (SELECT 1 FROM events WHERE platform = ?1 AND key = ?4 AND act = 'answer ' || ?2)`,
			chat.Platform, chat.ID, ev.UserID, ev.Key).Scan(&open)
	})
	return open, err
}
