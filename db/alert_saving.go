package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"wirebrief/bot"
)

// SaveAlerts implements bot.AlertStore. A chat that was paused, stopped or
// forgotten meanwhile gets none.
func (d *DB) SaveAlerts(ctx context.Context, done []bot.AlertDone, upTo int64) error {
	contents := make([][]byte, len(done))
	for i := range done {
		var err error
		if contents[i], err = bot.EncodeContent(&done[i].Alert); err != nil {
			return err
		}
	}
	return d.update(ctx, "store alerts in", func(t tx) error {
		for i := range done {
			if err := t.saveAlert(&done[i], contents[i]); err != nil {
				return err
			}
		}
		_, err := t.exec(`UPDATE counters SET value = max(value, ?) WHERE name = 'alerted'`, upTo)
		return err
	})
}

func (t tx) saveAlert(a *bot.AlertDone, content []byte) error {
	chat, err := t.findChat(a.Alert.Chat)
	if err != nil || chat == 0 {
		return err
	}
	now, err := t.settings(chat)
	if err != nil || now.Stopped != "" || now.Paused {
		return err
	}
	m := markings{kind: kindOfAlert(&a.Alert), at: a.Alert.At}
	if m.at.IsZero() {
		m.at = t.now
	}
	m.add(a.Alert.Stories)
	if a.Replaces != 0 {
		return t.replaceAlert(chat, a, content, &m)
	}
	due := a.Due
	if due.IsZero() {
		due = t.now
	}
	delivery, err := t.createDelivery(newDelivery{chat: chat, platform: a.Alert.Chat.Platform, kind: bot.AlertDelivery,
		content: content, silent: a.Silent, edits: a.Edits, due: due})
	if err != nil {
		return err
	}
	if a.Edits != (bot.MessageRef{}) {
		return t.markEdited(chat, delivery, a.Edits, &m)
	}
	return t.mark(chat, delivery, &m)
}

// replaceAlert gives a waiting delivery another content. When the chat was
// first told of a story stays.
func (t tx) replaceAlert(chat int64, a *bot.AlertDone, content []byte, m *markings) error {
	var edits bot.MessageRef
	err := t.row(`UPDATE deliveries SET content = ?, silent = ? WHERE id = ? AND chat = ? AND state = 'ready' RETURNING edits_chat, edits`,
		content, a.Silent, a.Replaces, chat).Scan(&edits.Chat.ID, &edits.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("delivery %d: %w", a.Replaces, bot.ErrTaken)
	}
	if err != nil {
		return err
	}
	if edits.ID != "" {
		return t.markEdited(chat, a.Replaces, edits, m)
	}
	if err := t.updateMarks(chat, a.Replaces, m); err != nil {
		return err
	}
	return t.mark(chat, a.Replaces, m)
}

// markEdited notes what a message shows once it was changed: the marks are
// those of the alert that was sent, with other figures.
func (t tx) markEdited(chat, delivery int64, edits bot.MessageRef, m *markings) error {
	var original int64
	err := t.row(alertOfMessage, chat, edits.Chat.ID, edits.ID).Scan(&original)
	if errors.Is(err, sql.ErrNoRows) {
		return t.pin(delivery, m.pins)
	}
	if err != nil {
		return err
	}
	if err := t.updateMarks(chat, original, m); err != nil {
		return err
	}
	return t.pin(delivery, m.pins)
}

const alertOfMessage = `SELECT id FROM deliveries WHERE chat = ? AND kind = 'alert' AND message_chat = ? AND message = ? AND edits = '' ORDER BY id DESC LIMIT 1`

// updateMarks sets the figures of stories that a delivery has shown, and takes
// them out of m.
func (t tx) updateMarks(chat, delivery int64, m *markings) error {
	var fresh [][2]any
	for _, s := range m.stories {
		done, err := t.exec(`UPDATE shown SET figures = ? WHERE chat = ? AND story = ? AND delivery = ?`, s[1], chat, s[0], delivery)
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		if err != nil {
			return err
		}
		if n == 0 {
			fresh = append(fresh, s)
		}
	}
	m.stories = fresh
	return nil
}
