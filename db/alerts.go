package db

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
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
		chats := map[int64][]bot.Settings{} // many reports of an hour may be on one topic
		for i := range found {
			topic := found[i].Topic
			if _, known := chats[topic]; !known {
				if chats[topic], err = t.alertChats(topic); err != nil {
					return err
				}
			}
			found[i].Chats = chats[topic]
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

// FindAlerted implements bot.AlertStore, in the order of deliveries. Message is
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
			if err := rows.Scan(&chat, &a.Story, &at, &figures, &a.Delivery, &a.Again, &a.Folded, &a.Waits, &a.Message.Chat.ID, &a.Message.ID); err != nil || !wanted(a.Story) {
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

const alertedStories = `SELECT s.chat, s.story, CASE d.state WHEN 'sent' THEN d.ended ELSE s.at END, s.figures, s.delivery, s.kind = 'again',
		json_array_length(CAST(d.content AS TEXT), '$.Stories') > 1, d.state = 'ready', d.message_chat, d.message
	FROM json_each(?) j CROSS JOIN shown s ON s.chat = j.value CROSS JOIN deliveries d ON d.id = s.delivery
	WHERE s.story BETWEEN ? AND ? AND s.kind <> 'digest' AND d.state <> 'failed' ORDER BY s.delivery, s.story`

// CountAlerts implements bot.AlertStore.
func (d *DB) CountAlerts(ctx context.Context, chats []bot.ChatRef, since time.Time) (counts map[bot.ChatRef]bot.AlertCount, err error) {
	counts = make(map[bot.ChatRef]bot.AlertCount, len(chats))
	err = d.view(ctx, "count alerts of", func(t tx) error {
		refs, err := t.findChats(chats)
		if err != nil {
			return err
		}
		for id, ref := range refs {
			if counts[ref], err = t.alertCount(id, since); err != nil {
				return err
			}
		}
		return nil
	})
	return counts, err
}

func (t tx) alertCount(chat int64, since time.Time) (n bot.AlertCount, err error) {
	sent, owed, err := t.alertTimes(chat, since)
	if err != nil {
		return n, err
	}
	n.At = append(sent, owed...)
	slices.SortFunc(n.At, time.Time.Compare)
	var due sql.NullInt64
	if n.FoldedDelivery, n.Folded, err = t.waitingFold(chat, 0); err != nil || n.Folded == nil {
		return n, err
	}
	err = t.row(`SELECT due FROM deliveries WHERE id = ?`, n.FoldedDelivery).Scan(&due)
	n.FoldedDue = instant(due)
	return n, err
}

// alertTimes returns when the alerts of a chat were sent after a time, or may
// have been, and when those that it is owed can be, in order.
func (t tx) alertTimes(chat int64, since time.Time) (sent, owed []time.Time, err error) {
	err = t.each(func(rows *sql.Rows) error {
		var at int64
		var open bool
		if err := rows.Scan(&at, &open); err != nil {
			return err
		}
		if time := time.UnixMilli(at).UTC(); open {
			owed = append(owed, time)
		} else {
			sent = append(sent, time)
		}
		return nil
	}, recentAlerts, chat, since.UnixMilli(), t.now.UnixMilli())
	return sent, owed, err
}

const (
	// recentAlerts are those sent, those that may have been, and those that are
	// owed: what is overdue can be sent now.
	recentAlerts = `SELECT ended AS at, 0 FROM deliveries WHERE kind = 'alert' AND edits = '' AND chat = ?1 AND ended > ?2 AND state = 'sent'
		UNION ALL SELECT coalesce(first, due), 0 FROM deliveries WHERE kind = 'alert' AND edits = '' AND chat = ?1 AND ended IS NULL
			AND state = 'uncertain' AND coalesce(first, due) > ?2
		UNION ALL SELECT max(due, ?3), 1 FROM deliveries WHERE kind = 'alert' AND edits = '' AND chat = ?1 AND ended IS NULL
			AND state IN ('ready', 'claimed', 'sending')
		ORDER BY at`
	waitingAlerts = `SELECT id, content FROM deliveries WHERE chat = ? AND kind = 'alert' AND edits = '' AND ended IS NULL AND state = 'ready' ORDER BY id`
)
