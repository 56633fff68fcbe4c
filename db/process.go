package db

import (
	"context"
	"database/sql"
	"errors"

	"wirebrief/bot"
)

// FindUnprocessed implements bot.ProcessStore.
func (d *DB) FindUnprocessed(ctx context.Context, limit int) (list []bot.StoredArticle, err error) {
	err = d.view(ctx, "look for new articles in", func(t tx) error {
		var ids []int64
		if err := t.each(func(rows *sql.Rows) error {
			var id int64
			err := rows.Scan(&id)
			ids = append(ids, id)
			return err
		}, `SELECT id FROM articles WHERE processed = 0 ORDER BY arrived_seq LIMIT ?`, limit); err != nil {
			return err
		}
		if list, err = t.articles(ids); err != nil {
			return err
		}
		if err := t.fillSeqs(list); err != nil {
			return err
		}
		return t.fillFingerprints(list)
	})
	return list, err
}

// MarkProcessed implements bot.ProcessStore. An article of which another
// revision was stored meanwhile gets its story and stays unprocessed, and a
// copy or not as it was, with the matches it had.
func (d *DB) MarkProcessed(ctx context.Context, done []bot.Processed) error {
	return d.update(ctx, "note stories in", func(t tx) error {
		c, m := copying{tx: t}, matching{tx: t}
		for _, p := range done {
			var current bool
			var seq int64
			err := t.row(`UPDATE articles SET story = nullif(?, 0), processed = revision = ? WHERE id = ? RETURNING processed, arrived_seq`,
				p.Story, p.Revision, p.Article).Scan(&current, &seq)
			if errors.Is(err, sql.ErrNoRows) {
				continue
			}
			if err != nil {
				return err
			}
			if !current {
				continue
			}
			if err := c.mark(p); err != nil {
				return err
			}
			if err := m.replace(seq, p.Matches); err != nil {
				return err
			}
		}
		if err := m.finish(); err != nil {
			return err
		}
		return t.writeIndex(c.keys) // last, see store
	})
}
