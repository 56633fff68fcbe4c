package db

import (
	"context"
	"time"

	"wirebrief/bot"
)

// SpendBudget implements bot.Budget.
func (d *DB) SpendBudget(ctx context.Context, p bot.Platform, what string, limit int, span time.Duration) (left int, err error) {
	err = d.update(ctx, "count what a platform allows in", func(t tx) error {
		now := t.now.UnixMilli()
		// A clock that was set back must not keep what was done in the future
		// for ever.
		if _, err := t.exec(`DELETE FROM budgets WHERE platform = ? AND what = ? AND (at <= ? OR at > ?)`,
			p, what, now-span.Milliseconds(), now+span.Milliseconds()); err != nil {
			return err
		}
		var spent, here int
		if err := t.row(`SELECT count(*), count(*) FILTER (WHERE at = ?3) FROM budgets WHERE platform = ?1 AND what = ?2`, p, what, now).Scan(&spent, &here); err != nil {
			return err
		}
		if left = max(0, limit-spent); left == 0 {
			return nil
		}
		_, err := t.exec(`INSERT INTO budgets (platform, what, at, number) VALUES (?, ?, ?, ?)`, p, what, now, here)
		return err
	})
	return left, err
}
