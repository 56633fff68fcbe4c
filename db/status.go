package db

import (
	"context"
	"database/sql"
	"time"

	"wirebrief/bot"
)

// failedWithin is how long a delivery that was given up counts in the status.
const failedWithin = 7 * 24 * time.Hour

// FindStatus implements bot.StatusStore. Deliveries count as failed for a week.
func (d *DB) FindStatus(ctx context.Context) (s bot.ServiceStatus, err error) {
	err = d.view(ctx, "look at the state of", func(t tx) error {
		now := t.now.UnixMilli()
		var since sql.NullInt64
		err := t.row(`SELECT (SELECT count(*) FROM chats),
			(SELECT count(*) FROM deliveries WHERE state = 'ready' AND due <= ?1),
			(SELECT min(due) FROM deliveries WHERE state = 'ready' AND due <= ?1),
			(SELECT count(*) FROM deliveries WHERE state = 'failed' AND created > ?2),
			(SELECT count(*) FROM deliveries WHERE state = 'ready' AND due > ?1)`,
			now, t.now.Add(-failedWithin).UnixMilli()).Scan(&s.Chats, &s.Ready, &since, &s.Failed, &s.Held)
		s.Since = instant(since)
		return err
	})
	return s, err
}
