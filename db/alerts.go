package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"wirebrief/bot"
)

// FindAlertMatches implements bot.AlertStore. A changed article comes once
// more when its new revision was processed. Chats that are paused or stopped
// are left out; a match that leaves none does not come.
func (d *DB) FindAlertMatches(ctx context.Context, limit int) (list []bot.AlertMatch, upTo int64, err error) {
	err = d.view(ctx, "look for alerts in", func(t tx) error {
		var after int64
		if err := t.row(`SELECT value FROM counters WHERE name = 'alerted'`).Scan(&after); err != nil {
			return err
		}
		found, end, err := t.alertMatches(after, limit)
		if err != nil {
			return err
		}
		upTo = end
		for i := range found {
			if found[i].Chats, err = t.alertChats(found[i].Topic); err != nil {
				return err
			}
			if len(found[i].Chats) > 0 {
				list = append(list, found[i])
			}
		}
		return nil
	})
	return list, upTo, err
}

// alertMatches returns matches of instant topics of the next articles that
// were matched: all of an article, at least limit unless there are no more.
func (t tx) alertMatches(after int64, limit int) (list []bot.AlertMatch, upTo int64, err error) {
	if err := t.row(`SELECT value FROM counters WHERE name = 'matched'`).Scan(&upTo); err != nil {
		return nil, 0, err
	}
	err = t.each(func(rows *sql.Rows) error {
		var m bot.AlertMatch
		var order int64
		if err := scanNews(rows, &m.TopicNews, &m.Topic, &m.Name, &order); err != nil {
			return err
		}
		if len(list) >= limit && order > after {
			upTo = after
			return errEnough
		}
		after = order
		list = append(list, m)
		return nil
	}, alertNews, after)
	if err == errEnough {
		err = nil
	}
	return list, upTo, err
}

// errEnough ends the reading of rows.
var errEnough = fmt.Errorf("enough")

const alertNews = `SELECT ` + newsColumns + `, m.topic, t.name, m.matched FROM matches m CROSS JOIN topics t ON t.id = m.topic` + newsTables + `
	WHERE m.matched > ?` + isNews + `
	AND EXISTS (SELECT 1 FROM subscriptions WHERE topic = m.topic AND mode = 'instant' AND paused = 0) ORDER BY m.matched, m.topic`

// alertChats returns the chats that follow a topic for alerts.
func (t tx) alertChats(topic int64) (list []bot.Settings, err error) {
	err = t.each(func(rows *sql.Rows) error {
		var x settingsScan
		if err := rows.Scan(x.columns()...); err != nil {
			return err
		}
		s, err := x.settings(t.now)
		if err == nil && !s.Paused {
			list = append(list, s)
		}
		return err
	}, alertedChats, topic)
	return list, err
}

const alertedChats = `SELECT ` + settingsColumns + ` FROM subscriptions s CROSS JOIN chats c ON c.id = s.chat
	WHERE s.topic = ? AND s.mode = 'instant' AND s.paused = 0 AND c.stopped = '' ORDER BY s.id`

// FindAlerted implements bot.AlertStore, in the order of the alerts. Message is
// zero as long as the alert is not sent.
func (d *DB) FindAlerted(ctx context.Context, chats []bot.ChatRef, stories []int64) (list []bot.Alerted, err error) {
	if len(chats) == 0 || len(stories) == 0 {
		return nil, nil
	}
	err = d.view(ctx, "read alerts from", func(t tx) error {
		refs, err := t.findChats(chats)
		if err != nil {
			return err
		}
		return t.eachShown(refs, stories, alertedStories, func(rows *sql.Rows, wanted func(int64) bool) error {
			var a bot.Alerted
			var chat, at int64
			var figures string
			if err := rows.Scan(&chat, &a.Story, &at, &figures, &a.Delivery, &a.Again, &a.Folded, &a.Message.Chat.ID, &a.Message.ID); err != nil || !wanted(a.Story) {
				return err
			}
			a.Chat, a.At = refs[chat], time.UnixMilli(at).UTC()
			if a.Message.ID != "" {
				a.Message.Chat.Platform = a.Chat.Platform
			}
			if a.Figures, err = decodeFigures(figures); err != nil {
				return err
			}
			list = append(list, a)
			return nil
		})
	})
	return list, err
}

const alertedStories = `SELECT s.chat, s.story, s.at, s.figures, s.delivery, s.kind = 'again',
		json_array_length(CAST(d.content AS TEXT), '$.Stories') > 1, d.message_chat, d.message
	FROM json_each(?) j CROSS JOIN shown s ON s.chat = j.value CROSS JOIN deliveries d ON d.id = s.delivery
	WHERE s.story BETWEEN ? AND ? AND s.kind <> 'digest' ORDER BY s.delivery, s.story`

// CountAlerts implements bot.AlertStore.
func (d *DB) CountAlerts(ctx context.Context, chats []bot.ChatRef, since time.Time) (counts map[bot.ChatRef]bot.AlertCount, err error) {
	counts = make(map[bot.ChatRef]bot.AlertCount, len(chats))
	err = d.view(ctx, "count alerts of", func(t tx) error {
		refs, err := t.findChats(chats)
		if err != nil {
			return err
		}
		for id, ref := range refs {
			if counts[ref], err = t.alertCount(id, since.UnixMilli()); err != nil {
				return err
			}
		}
		return nil
	})
	return counts, err
}

func (t tx) alertCount(chat, since int64) (n bot.AlertCount, err error) {
	var first sql.NullInt64
	if err := t.row(countAlerts, chat, since).Scan(&n.Alerts, &first); err != nil {
		return n, err
	}
	n.First = instant(first)
	err = t.each(func(rows *sql.Rows) error {
		var id int64
		var due sql.NullInt64
		var content []byte
		if err := rows.Scan(&id, &due, &content); err != nil {
			return err
		}
		decoded, err := bot.DecodeContent(bot.AlertDelivery, content)
		if err != nil {
			return fmt.Errorf("delivery %d: %w: %w", id, err, ErrBroken)
		}
		if a := decoded.(*bot.Alert); a.Folded {
			n.Folded, n.FoldedDelivery, n.FoldedDue = a, id, instant(due)
		}
		return nil
	}, waitingAlerts, chat, since)
	return n, err
}

const (
	countAlerts   = `SELECT count(*), min(due) FROM deliveries WHERE chat = ? AND kind = 'alert' AND due > ? AND edits = ''`
	waitingAlerts = `SELECT id, due, content FROM deliveries WHERE chat = ? AND kind = 'alert' AND due > ? AND edits = '' AND state = 'ready' ORDER BY id`
)
