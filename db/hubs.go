package db

import (
	"context"
	"fmt"
	"time"

	"wirebrief/bot"
)

// FindHubSources implements bot.HubStore.
func (d *DB) FindHubSources(ctx context.Context, before time.Time, except []int64, limit int) (list []bot.Source, err error) {
	err = d.view(ctx, "look for subscriptions at hubs in", func(t tx) error {
		list, err = t.sources(hubNever, encodeIDs(except), limit)
		if err != nil || len(list) >= limit {
			return err
		}
		timed, err := t.sources(hubBefore, encodeIDs(except), before.UnixMilli(), limit-len(list))
		list = append(list, timed...)
		return err
	})
	return list, err
}

// Two questions, each in the order of the index sources_by_hub; the plus keeps
// SQLite from that of states.
const (
	withHub   = `s.hub <> '' AND s.hub_topic <> '' AND +s.state = 'active' AND s.id NOT IN (SELECT value FROM json_each(?)) AND `
	hubNever  = withHub + `s.hub_until IS NULL ORDER BY s.id LIMIT ?`
	hubBefore = withHub + `s.hub_until < ? ORDER BY s.hub_until LIMIT ?`
)

// FindSource implements bot.HubStore.
func (d *DB) FindSource(ctx context.Context, id int64) (s bot.Source, err error) {
	err = d.view(ctx, "read a source from", func(t tx) error {
		s, err = t.source(id)
		return err
	})
	return s, err
}

// UpdateHub implements bot.HubStore.
func (d *DB) UpdateHub(ctx context.Context, id int64, change bot.HubChange) error {
	return d.update(ctx, "note a subscription at a hub in", func(t tx) error {
		var until any
		if change.Until != nil {
			until = millis(*change.Until)
		}
		done, err := t.exec(`UPDATE sources SET hub_secret = CASE ?1 WHEN '' THEN hub_secret ELSE ?1 END,
			hub_until = CASE WHEN ?2 THEN ?3 ELSE hub_until END,
			nudged = coalesce(?4, nudged), next = min(next, coalesce(?4, next)) WHERE id = ?5`,
			change.Secret, change.Until != nil, until, millis(change.Due), id)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return fmt.Errorf("source %d: %w", id, bot.ErrNotFound)
		}
		return nil
	})
}
