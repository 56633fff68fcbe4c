package db

import (
	"context"
	"database/sql"

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
		list, err = t.articles(ids)
		return err
	})
	return list, err
}

// MarkProcessed implements bot.ProcessStore. An article of which another
// revision was stored meanwhile gets its story and stays unprocessed.
func (d *DB) MarkProcessed(ctx context.Context, done []bot.Processed) error {
	return d.update(ctx, "note stories in", func(t tx) error {
		for _, p := range done {
			if _, err := t.exec(`UPDATE articles SET story = nullif(?, 0), processed = revision = ? WHERE id = ?`,
				p.Story, p.Revision, p.Article); err != nil {
				return err
			}
		}
		return nil
	})
}
