package db

import (
	"database/sql"
	"slices"

	"wirebrief/bot"
)

// Why an alert was given up: only what nobody wanted any more may be wanted
// again.
const (
	unwantedAlert = "the chat does not want it any more"
	toldAlert     = "other messages have told all of it"
	pausedAlert   = "the chat is paused"
)

// dropAlert gives up an alert, for one of the reasons above. What it would have
// shown counts as not shown.
func (t tx) dropAlert(id int64, problem string) error {
	if _, err := t.exec(`UPDATE deliveries SET state = 'failed', class = ?, problem = ?, ended = ? WHERE id = ?`,
		bot.ClassDropped, problem, t.now.UnixMilli(), id); err != nil {
		return err
	}
	_, err := t.exec(`DELETE FROM shown WHERE delivery = ?`, id)
	return err
}

// setAside keeps stories that their chat wants no more, and that an alert is sent
// without, as an alert that was given up, if there are any.
func (t tx) setAside(chat int64, alert bot.Alert, stories []bot.DigestStory) error {
	if len(stories) == 0 {
		return nil
	}
	alert.Stories = stories
	content, err := bot.EncodeContent(&alert)
	if err != nil {
		return err
	}
	id, err := t.createDelivery(newDelivery{chat: chat, platform: alert.Chat.Platform, kind: bot.AlertDelivery, content: content, due: t.now})
	if err != nil {
		return err
	}
	var m markings
	m.add(stories)
	if err := t.pin(id, m.pins); err != nil {
		return err
	}
	return t.dropAlert(id, unwantedAlert)
}

// wantAgain owes a chat once more what it had left a topic before it was told:
// alerts that were given up for that, not long ago, and of which nothing else has
// told it since. The rules of alerts look at them again when they are claimed.
func (t tx) wantAgain(chat, topic int64) error {
	type lost struct {
		id      int64
		content []byte
	}
	var found []lost
	if err := t.each(func(rows *sql.Rows) error {
		var l lost
		err := rows.Scan(&l.id, &l.content)
		found = append(found, l)
		return err
	}, unwantedAlerts, chat, t.now.Add(-undoWithin).UnixMilli(), bot.ClassDropped, unwantedAlert); err != nil {
		return err
	}
	for _, l := range found {
		decoded, err := bot.DecodeContent(bot.AlertDelivery, l.content)
		if err != nil {
			continue // nobody can be told of that
		}
		if err := t.restoreAlert(chat, l.id, topic, decoded.(*bot.Alert)); err != nil {
			return err
		}
	}
	return nil
}

const unwantedAlerts = `SELECT id, content FROM deliveries
	WHERE chat = ? AND kind = 'alert' AND edits = '' AND ended > ? AND state = 'failed' AND class = ? AND problem = ? ORDER BY id`

// restoreAlert owes an alert again that tells of a topic, without what its chat
// was told since.
func (t tx) restoreAlert(chat, id, topic int64, alert *bot.Alert) error {
	if !slices.ContainsFunc(alert.Stories, func(s bot.DigestStory) bool { return slices.Contains(s.Topics, topic) }) {
		return nil
	}
	var stories []int64
	for _, s := range alert.Stories {
		stories = append(stories, s.Story)
	}
	told, err := t.numbers(toldOfSince, chat, encodeIDs(stories), id)
	if err != nil {
		return err
	}
	alert.Stories = slices.DeleteFunc(alert.Stories, func(s bot.DigestStory) bool { return slices.Contains(told, s.Story) })
	if len(alert.Stories) == 0 {
		return nil
	}
	if err := t.writeAlert(id, alert, `, state = 'ready', class = '', problem = '', ended = NULL, first = NULL, due = ?3`, t.now.UnixMilli()); err != nil {
		return err
	}
	m := markings{kind: kindOfAlert(alert), at: t.now}
	m.add(alert.Stories)
	return t.mark(chat, id, &m)
}

const toldOfSince = `SELECT s.story FROM shown s CROSS JOIN deliveries d ON d.id = s.delivery
	WHERE s.chat = ? AND s.story IN (SELECT value FROM json_each(?)) AND s.delivery > ? AND d.state <> 'failed'`
