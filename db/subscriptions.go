package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// A subscribed is what an event on a subscription resulted in, as stored.
type subscribed struct {
	ID      int64
	Typed   string
	Mode    bot.Mode
	Paused  bool `json:",omitempty"`
	Created int64
	// New tells that the event made the subscription.
	New bool
}

func (r subscribed) subscription(chat bot.ChatRef, parse func(string) (briefing.Topic, error)) (bot.Subscription, error) {
	topic, err := parse(r.Typed)
	if err != nil {
		return bot.Subscription{}, fmt.Errorf("topic %q of subscription %d: %w", r.Typed, r.ID, err)
	}
	return bot.Subscription{ID: r.ID, Chat: chat, Topic: topic, Mode: r.Mode, Paused: r.Paused,
		Created: time.UnixMilli(r.Created).UTC()}, nil
}

// CreateSubscription implements bot.SubscriptionStore. s.ID is not used;
// s.Created defaults to now.
func (d *DB) CreateSubscription(ctx context.Context, ev bot.Event, s bot.Subscription) (stored bot.Subscription, created bool, err error) {
	act := "subscribe " + s.Chat.ID + " " + s.Topic.Key()
	var r subscribed
	err = d.update(ctx, "store a subscription in", func(t tx) error {
		if ok, err := t.findEvent(ev, act, &r); ok || err != nil {
			return err
		}
		if r, err = t.createSubscription(ev, s); err != nil {
			return err
		}
		return t.recordEvent(ev, act, r)
	})
	if err != nil {
		return bot.Subscription{}, false, err
	}
	stored, err = r.subscription(s.Chat, d.typed.parse)
	return stored, r.New, err
}

func (t tx) createSubscription(ev bot.Event, s bot.Subscription) (r subscribed, err error) {
	chat, err := t.chat(s.Chat)
	if err != nil {
		return r, err
	}
	if err := t.hear(chat, ev); err != nil {
		return r, err
	}
	topic, err := t.topic(chat, s.Topic)
	if err != nil {
		return r, err
	}
	err = t.row(`SELECT id, typed, mode, paused, created FROM subscriptions WHERE chat = ? AND topic = ?`, chat, topic).
		Scan(&r.ID, &r.Typed, &r.Mode, &r.Paused, &r.Created)
	if !errors.Is(err, sql.ErrNoRows) {
		return r, err
	}
	if err := t.beginAnew(chat); err != nil {
		return r, err
	}
	at := t.now
	if !s.Created.IsZero() {
		at = s.Created
	}
	r = subscribed{Typed: s.Topic.String(), Mode: s.Mode, Paused: s.Paused, Created: at.UnixMilli(), New: true}
	if err := t.row(`INSERT INTO subscriptions (chat, topic, typed, mode, paused, created) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
		chat, topic, r.Typed, r.Mode, r.Paused, r.Created).Scan(&r.ID); err != nil {
		return r, err
	}
	if r.Mode == bot.Instant && !r.Paused {
		if err := t.wantAgain(chat, topic); err != nil {
			return r, err
		}
	}
	if err := t.plan(chat, true); err != nil {
		return r, err
	}
	return r, t.recordChange(chat, ev, "subscribe", r.Typed)
}

// undoWithin is how long a topic that nobody follows any more is kept, so that
// who takes the removal back misses nothing.
const undoWithin = time.Hour

// beginAnew takes a chat that follows nothing to have seen everything: what
// arrived while it did not follow anything is a backlog. Who left the last topic
// a moment ago takes that back.
func (t tx) beginAnew(chat int64) error {
	_, err := t.exec(`UPDATE chats SET seen_seq = (SELECT value FROM counters WHERE name = 'arrived')
		WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM subscriptions WHERE chat = ?1)
		AND NOT EXISTS (SELECT 1 FROM changes WHERE chat = ?1 AND at > ?2 AND act = 'unsubscribe')`,
		chat, t.now.Add(-undoWithin).UnixMilli())
	return err
}

// topic returns the row of a topic that a chat is about to follow, which chats
// share, making it if need be.
func (t tx) topic(chat int64, topic briefing.Topic) (id int64, err error) {
	if err := t.dropAbandoned(t.now.Add(-undoWithin)); err != nil {
		return 0, err
	}
	var abandoned bool
	err = t.row(`SELECT id, abandoned IS NOT NULL FROM topics WHERE key = ?`, topic.Key()).Scan(&id, &abandoned)
	if abandoned {
		return id, t.followAgain(id, chat, topic)
	}
	if errors.Is(err, sql.ErrNoRows) {
		err = t.row(`INSERT INTO topics (key, name, rules, created, from_seq)
			VALUES (?, ?, ?, ?, (SELECT value FROM counters WHERE name = 'arrived')) RETURNING id`,
			topic.Key(), topic.Name(), briefing.RulesVersion, t.now.UnixMilli()).Scan(&id)
	}
	return id, err
}

// followAgain gives a topic that nobody followed any more a follower. Who left it
// last goes on from there: the matcher looks through what has arrived since, and
// what it has matched all the same is news for alerts. For anybody else it
// begins now.
func (t tx) followAgain(topic, chat int64, typed briefing.Topic) error {
	var back bool
	if err := t.row(`SELECT EXISTS (SELECT 1 FROM changes WHERE chat = ? AND at > ? AND act = 'unsubscribe' AND detail = ?)`,
		chat, t.now.Add(-undoWithin).UnixMilli(), typed.String()).Scan(&back); err != nil {
		return err
	}
	order := counter{name: "matched"}
	if err := order.read(t); err != nil {
		return err
	}
	for _, query := range []struct {
		text string
		args []any
	}{
		{`UPDATE topics SET from_seq = (SELECT value FROM counters WHERE name = 'arrived') WHERE id = ? AND NOT ?`, []any{topic, back}},
		{`UPDATE matches SET matched = ?2 WHERE topic = ?1 AND seq > (SELECT from_seq FROM topics WHERE id = ?1)`, []any{topic, order.next()}},
		{`UPDATE topics SET abandoned = NULL WHERE id = ?`, []any{topic}},
	} {
		if _, err := t.exec(query.text, query.args...); err != nil {
			return err
		}
	}
	if err := order.write(t); err != nil {
		return err
	}
	return t.topicsChanged()
}

// dropAbandoned deletes topics whose last follower left until an instant.
func (t tx) dropAbandoned(until time.Time) error {
	_, err := t.exec(`DELETE FROM topics WHERE abandoned <= ?`, until.UnixMilli())
	return err
}

// abandon notes that a topic has no follower any more, if so, and after which
// arrival nothing was matched to it and looked through for alerts.
func (t tx) abandon(topic int64) error {
	done, err := t.exec(`UPDATE topics SET abandoned = ?1, from_seq = min((`+processedUpTo+`),
		coalesce((SELECT min(seq) - 1 FROM matches WHERE topic = ?2 AND matched > (SELECT value FROM counters WHERE name = 'alerted')), 1 << 62))
		WHERE id = ?2 AND NOT EXISTS (SELECT 1 FROM subscriptions WHERE topic = ?2)`, t.now.UnixMilli(), topic)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return err
	}
	return t.topicsChanged()
}

// topicsChanged tells the matcher that what is followed has changed.
func (t tx) topicsChanged() error {
	_, err := t.exec(`UPDATE counters SET value = value + 1 WHERE name = 'topics'`)
	return err
}

// UpdateSubscription implements bot.SubscriptionStore.
func (d *DB) UpdateSubscription(ctx context.Context, ev bot.Event, chat bot.ChatRef, id int64, m bot.Mode) (before bot.Mode, now bot.Subscription, err error) {
	act := fmt.Sprintf("mode %s %d", chat.ID, id)
	var r struct {
		subscribed
		Before bot.Mode
	}
	err = d.update(ctx, "change a subscription in", func(t tx) error {
		if ok, err := t.findEvent(ev, act, &r); ok || err != nil {
			return err
		}
		var err error
		if r.Before, r.subscribed, err = t.updateSubscription(ev, chat, id, m); err != nil {
			return err
		}
		return t.recordEvent(ev, act, r)
	})
	if err != nil {
		return "", bot.Subscription{}, err
	}
	now, err = r.subscription(chat, d.typed.parse)
	return r.Before, now, err
}

func (t tx) updateSubscription(ev bot.Event, chat bot.ChatRef, id int64, m bot.Mode) (before bot.Mode, r subscribed, err error) {
	var row, topic int64
	err = t.row(`SELECT id, typed, mode, paused, created, chat, topic FROM subscriptions
		WHERE id = ? AND chat = (SELECT id FROM chats WHERE platform = ? AND ref = ?)`, id, chat.Platform, chat.ID).
		Scan(&r.ID, &r.Typed, &r.Mode, &r.Paused, &r.Created, &row, &topic)
	if errors.Is(err, sql.ErrNoRows) {
		return "", r, fmt.Errorf("subscription %d: %w", id, bot.ErrNotFound)
	}
	if err != nil {
		return "", r, err
	}
	if err := t.hear(row, ev); err != nil {
		return "", r, err
	}
	if before = r.Mode; before == m {
		return before, r, nil
	}
	r.Mode = m
	if _, err := t.exec(`UPDATE subscriptions SET mode = ? WHERE id = ?`, m, id); err != nil {
		return "", r, err
	}
	if err := t.reviewAlerts(row); err != nil {
		return "", r, err
	}
	if m == bot.Instant && !r.Paused {
		if err := t.wantAgain(row, topic); err != nil {
			return "", r, err
		}
	}
	return before, r, t.recordChange(row, ev, "mode", fmt.Sprintf("%s: %s, was %s", r.Typed, m, before))
}

// DeleteSubscription implements bot.SubscriptionStore.
func (d *DB) DeleteSubscription(ctx context.Context, ev bot.Event, chat bot.ChatRef, id int64) (bot.Subscription, error) {
	act := "unsubscribe " + chat.ID // one event removes one
	var r subscribed
	err := d.update(ctx, "delete a subscription from", func(t tx) error {
		if ok, err := t.findEvent(ev, act, &r); ok || err != nil {
			return err
		}
		var err error
		if r, err = t.deleteSubscription(ev, chat, id); err != nil {
			return err
		}
		return t.recordEvent(ev, act, r)
	})
	if err != nil {
		return bot.Subscription{}, err
	}
	return r.subscription(chat, d.typed.parse)
}

func (t tx) deleteSubscription(ev bot.Event, chat bot.ChatRef, id int64) (r subscribed, err error) {
	var row, topic int64
	err = t.row(`DELETE FROM subscriptions WHERE id = ? AND chat = (SELECT id FROM chats WHERE platform = ? AND ref = ?)
		RETURNING id, typed, mode, paused, created, chat, topic`, id, chat.Platform, chat.ID).
		Scan(&r.ID, &r.Typed, &r.Mode, &r.Paused, &r.Created, &row, &topic)
	if errors.Is(err, sql.ErrNoRows) {
		return r, fmt.Errorf("subscription %d: %w", id, bot.ErrNotFound)
	}
	if err != nil {
		return r, err
	}
	if err := t.abandon(topic); err != nil {
		return r, err
	}
	if err := t.hear(row, ev); err != nil {
		return r, err
	}
	if err := t.plan(row, true); err != nil {
		return r, err
	}
	return r, t.recordChange(row, ev, "unsubscribe", r.Typed)
}

// FindSubscriptions implements bot.SubscriptionStore.
func (d *DB) FindSubscriptions(ctx context.Context, chat bot.ChatRef) (list []bot.Subscription, err error) {
	err = d.look(ctx, "read subscriptions from", func(t tx) error {
		return t.each(func(rows *sql.Rows) error {
			var r subscribed
			if err := rows.Scan(&r.ID, &r.Typed, &r.Mode, &r.Paused, &r.Created); err != nil {
				return err
			}
			s, err := r.subscription(chat, d.typed.parse)
			list = append(list, s)
			return err
		}, `SELECT id, typed, mode, paused, created FROM subscriptions
			WHERE chat = (SELECT id FROM chats WHERE platform = ? AND ref = ?) ORDER BY id`, chat.Platform, chat.ID)
	})
	return list, err
}
