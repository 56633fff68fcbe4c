package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"wirebrief/bot"
)

// EndDeliveries implements bot.DeliveryStore. What a stopped chat is owed
// besides fails with it.
func (d *DB) EndDeliveries(ctx context.Context, owner string, ends []bot.DeliveryEnd) error {
	if len(ends) == 0 {
		return nil
	}
	err := d.update(ctx, "note what became of deliveries in", func(t tx) error {
		for i := range ends {
			if err := t.endDelivery(owner, &ends[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if slices.ContainsFunc(ends, func(e bot.DeliveryEnd) bool { return e.MovedTo != (bot.ChatRef{}) }) {
		d.unasked.forget()
	}
	return err
}

func (t tx) endDelivery(owner string, e *bot.DeliveryEnd) error {
	due, ended := sql.NullInt64{}, sql.NullInt64{}
	switch e.State {
	case bot.DeliverySent, bot.DeliveryFailed:
		ended = millis(t.now)
	case bot.DeliveryReady, bot.DeliveryUncertain:
		if due = millis(e.Due); !due.Valid {
			due = millis(t.now)
		}
	default:
		return fmt.Errorf("delivery %d cannot end as %q", e.ID, e.State)
	}
	var sent bot.MessageRef
	if e.State == bot.DeliverySent {
		sent = e.Message
	}
	var chat int64
	var edits bot.MessageRef
	err := t.row(`UPDATE deliveries SET state = ?, due = coalesce(?, due), ended = ?, message_chat = ?, message = ?, class = ?, problem = ?,
		plain = ?, doubtful = 0, repeated = 0, owner = '', lease = NULL
		WHERE id = ? AND owner = ? AND attempt = ? AND state IN ('claimed', 'sending') RETURNING chat, edits_chat, edits`,
		e.State, due, ended, sent.Chat.ID, sent.ID, e.Class, e.Problem, e.Plain, e.ID, owner, e.Attempt).Scan(&chat, &edits.Chat.ID, &edits.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err == nil && edits.ID != "" && e.Message.ID != "" && edits.ID != e.Message.ID {
		err = t.renameMessage(chat, edits, e.Message.ID)
	}
	if err != nil {
		return err
	}
	return t.judgeChat(chat, e)
}

// renameMessage gives a message that was edited the name that it has since,
// wherever it is named.
func (t tx) renameMessage(chat int64, was bot.MessageRef, now string) error {
	for _, query := range []string{
		`UPDATE deliveries SET message = ?4 WHERE chat = ?1 AND message_chat = ?2 AND message = ?3`,
		`UPDATE deliveries SET edits = ?4 WHERE chat = ?1 AND edits_chat = ?2 AND edits = ?3 AND edits <> ''`,
	} {
		if _, err := t.exec(query, chat, was.Chat.ID, was.ID, now); err != nil {
			return err
		}
	}
	return nil
}

// judgeChat notes what the end of a delivery tells about its chat.
func (t tx) judgeChat(chat int64, e *bot.DeliveryEnd) error {
	switch {
	case e.State == bot.DeliverySent:
		// Of a stopped chat nothing is claimed: this was begun before it was
		// stopped, and knows nothing of that.
		return t.forgiveIf(`strikes > 0 AND stopped = ''`, chat)
	case e.Strike:
		if _, err := t.exec(`UPDATE chats SET strikes = strikes + 1 WHERE id = ?`, chat); err != nil {
			return err
		}
	}
	if e.Stop != "" {
		return t.stopChat(chat, e.Stop)
	}
	if e.MovedTo != (bot.ChatRef{}) {
		return t.moveChat(chat, e.MovedTo)
	}
	return nil
}

// forgive forgets that a chat has refused messages; what waited because of that
// is due now. One that was put out stays so, see access.go.
func (t tx) forgive(chat int64) error {
	return t.forgiveIf(`(stopped <> '' OR strikes > 0) AND stopped <> '`+stoppedPutOut+`'`, chat)
}

// forgiveIf is forgive for a chat of which a condition holds.
func (t tx) forgiveIf(condition string, chat int64) error {
	done, err := t.exec(`UPDATE chats SET stopped = '', strikes = 0 WHERE id = ? AND `+condition, chat)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return err
	}
	if _, err := t.exec(refusedBefore, chat, t.now.UnixMilli()); err != nil {
		return err
	}
	return t.plan(chat, true)
}

// refusedBefore is what a chat has refused, and what waits for that, see putOff.
const refusedBefore = `UPDATE deliveries SET due = ?2 WHERE state = 'ready' AND chat = ?1 AND due > ?2
	AND due IN (SELECT due FROM deliveries WHERE state = 'ready' AND chat = ?1 AND class = '` + bot.ClassForbidden + `')`

// giveUp fails what a stopped chat is still owed.
func (t tx) giveUp(chat int64, stopped string) error {
	for _, state := range []string{"ready", "uncertain"} {
		if _, err := t.exec(`UPDATE deliveries SET state = 'failed', class = ?, problem = 'nothing is sent to this chat any more', ended = ?
			WHERE chat = ? AND state = '`+state+`'`, stopped, t.now.UnixMilli(), chat); err != nil {
			return err
		}
	}
	return nil
}
