package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"wirebrief/bot"
)

// PauseSubscription implements bot.SubscriptionPauser.
func (d *DB) PauseSubscription(ctx context.Context, ev bot.Event, chat bot.ChatRef, id int64, paused bool) (bot.Subscription, error) {
	act := fmt.Sprintf("pause %s %d", chat.ID, id)
	var r subscribed
	err := d.update(ctx, "hold back a subscription in", func(t tx) error {
		if ok, err := t.findEvent(ev, act, &r); ok || err != nil {
			return err
		}
		var err error
		if r, err = t.pauseSubscription(ev, chat, id, paused); err != nil {
			return err
		}
		return t.recordEvent(ev, act, r)
	})
	if err != nil {
		return bot.Subscription{}, err
	}
	return r.subscription(chat, d.typed.parse)
}

func (t tx) pauseSubscription(ev bot.Event, chat bot.ChatRef, id int64, paused bool) (r subscribed, err error) {
	var row, topic int64
	err = t.row(`SELECT id, typed, mode, paused, created, chat, topic FROM subscriptions
		WHERE id = ? AND chat = (SELECT id FROM chats WHERE platform = ? AND ref = ?)`, id, chat.Platform, chat.ID).
		Scan(&r.ID, &r.Typed, &r.Mode, &r.Paused, &r.Created, &row, &topic)
	if errors.Is(err, sql.ErrNoRows) {
		return r, fmt.Errorf("subscription %d: %w", id, bot.ErrNotFound)
	}
	if err != nil {
		return r, err
	}
	if err := t.hear(row, ev); err != nil || r.Paused == paused {
		return r, err
	}
	r.Paused = paused
	if _, err := t.exec(`UPDATE subscriptions SET paused = ? WHERE id = ?`, paused, id); err != nil {
		return r, err
	}
	if err := t.reviewAlerts(row); err != nil {
		return r, err
	}
	if r.Mode == bot.Instant && !paused {
		if err := t.wantAgain(row, topic); err != nil {
			return r, err
		}
	}
	if err := t.plan(row, true); err != nil {
		return r, err
	}
	what := "hold back"
	if !paused {
		what = "no longer hold back"
	}
	return r, t.recordChange(row, ev, what, r.Typed)
}
