package db

import (
	"database/sql"
	"errors"
	"slices"

	"wirebrief/bot"
)

// An alert that was sent is edited by two: later figures are an alert that
// changes its message, and what has changed in its report is a correction that
// does. What is edited last is all that the message says, so an alert takes along
// the lines of the corrections before it, also of those that are still to be
// made, and these are then made by it.

// keepCorrections has an alert that is about to change a message keep the lines
// of the corrections that this has had or is owed.
func (t tx) keepCorrections(id int64, alert *bot.Alert) error {
	var before []bot.Correction
	if err := t.each(func(rows *sql.Rows) error {
		var content []byte
		if err := rows.Scan(&content); err != nil {
			return err
		}
		c, err := bot.DecodeContent(bot.CorrectionDelivery, content)
		if err == nil {
			before = append(before, c.(*bot.Correction).Alone())
		}
		return err
	}, correctionsOfMessage, id); err != nil || len(before) == 0 && len(alert.Before) == 0 {
		return err
	}
	alert.Before = before
	return t.writeAlert(id, alert, "")
}

// correctionsOfMessage are those of the message that a delivery edits: of the
// alert that it was, and of what has changed it since. One that could not be made
// in place came as a message of its own.
const correctionsOfMessage = `SELECT d.content FROM deliveries e CROSS JOIN deliveries o ON o.chat = e.chat AND o.kind = 'alert'
		AND (o.edits = '' AND o.message = e.edits AND o.message_chat = e.edits_chat OR o.edits = e.edits AND o.edits_chat = e.edits_chat)
	CROSS JOIN corrections c ON c.original = o.id CROSS JOIN deliveries d ON d.id = c.delivery
	WHERE e.id = ? AND d.edits <> '' AND d.state <> 'failed' ORDER BY d.id`

// correctionMade reports whether a delivery is a correction whose lines an alert
// has put into the message since, and if so counts it as sent. An alert that was
// being sent when the correction was decided has not: then the correction keeps
// what that has put there.
func (t tx) correctionMade(id int64) (made bool, err error) {
	var owed, edit []byte
	err = t.row(editedSince, id).Scan(&owed, &edit)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	correction, err := bot.DecodeContent(bot.CorrectionDelivery, owed)
	if err != nil {
		return false, nil // whoever claims it finds that out
	}
	now, err := bot.DecodeContent(bot.AlertDelivery, edit)
	if err != nil {
		return false, err
	}
	c, alert := correction.(*bot.Correction), now.(*bot.Alert)
	if slices.ContainsFunc(alert.Before, c.Same) {
		_, err := t.exec(`UPDATE deliveries SET state = 'sent', ended = ?2, message_chat = edits_chat, message = edits, class = '', problem = '' WHERE id = ?1`,
			id, t.now.UnixMilli())
		return err == nil, err
	}
	c.Digest, c.Alert, c.Before = nil, alert, alert.Before
	alert.Before = nil
	content, err := bot.EncodeContent(c)
	if err != nil {
		return false, err
	}
	if _, err := t.exec(`UPDATE deliveries SET content = ? WHERE id = ?`, content, id); err != nil {
		return false, err
	}
	return false, t.pin(id, c.Revisions())
}

// editedSince is what a correction says, and what the last alert does that has
// changed its message since that is owed.
const editedSince = `SELECT d.content, e.content FROM deliveries d CROSS JOIN deliveries e ON e.chat = d.chat AND e.edits <> ''
		AND e.edits = d.edits AND e.edits_chat = d.edits_chat AND e.kind = 'alert' AND e.state = 'sent' AND e.ended >= d.created
	WHERE d.id = ? ORDER BY e.ended DESC, e.id DESC LIMIT 1`
