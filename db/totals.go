package db

import (
	"context"
	"database/sql"
	"time"

	"wirebrief/bot"
)

// CountArticles implements bot.ArticleFinder.
func (d *DB) CountArticles(ctx context.Context, since time.Time) (n bot.Totals, err error) {
	var newest sql.NullInt64
	err = d.view(ctx, "count articles of", func(t tx) error {
		if err := t.row(`SELECT (SELECT arrived FROM articles WHERE id NOT IN (SELECT article FROM copies)
			ORDER BY arrived DESC LIMIT 1)`).Scan(&newest); err != nil {
			return err
		}
		if since.IsZero() {
			return t.row(`SELECT (SELECT value FROM counters WHERE name = 'articles'),
				(SELECT count(*) FROM publishers WHERE articles > 0)`).Scan(&n.Articles, &n.Publishers)
		}
		ms := since.UnixMilli()
		return t.row(`SELECT (SELECT count(*) FROM articles WHERE arrived >= ?1) - (SELECT count(*) FROM copies WHERE arrived >= ?1),
			(SELECT count(*) FROM publishers WHERE articles > 0 AND newest >= ?1)`, ms).Scan(&n.Articles, &n.Publishers)
	})
	if newest.Valid && (since.IsZero() || newest.Int64 >= since.UnixMilli()) {
		n.Newest = instant(newest)
	}
	return n, err
}
