package db

import (
	"context"
	"database/sql"
	"errors"

	"wirebrief/bot"
)

// matching writes matches within one transaction. All those that are written
// for an article at once have one number, by which alerts go through them.
type matching struct {
	tx
	order counter
}

// replace puts matches in the place of those that an article had, by its
// arrival.
func (m *matching) replace(seq int64, matches []bot.Match) error {
	if _, err := m.exec(`DELETE FROM matches WHERE seq = ?`, seq); err != nil {
		return err
	}
	return m.add(seq, matches)
}

// add writes matches of one article; those that are there do nothing.
func (m *matching) add(seq int64, matches []bot.Match) error {
	if len(matches) == 0 {
		return nil
	}
	if m.order.name == "" {
		m.order.name = "matched"
		if err := m.order.read(m.tx); err != nil {
			return err
		}
	}
	order := m.order.next()
	for _, match := range matches {
		if _, err := m.exec(`INSERT OR IGNORE INTO matches (topic, seq, article, rank, matched) VALUES (?, ?, ?, ?, ?)`,
			match.Topic, seq, match.Article, match.Rank, order); err != nil {
			return err
		}
	}
	return nil
}

// finish must be called before the transaction ends.
func (m *matching) finish() error {
	if m.order.name == "" {
		return nil
	}
	return m.order.write(m.tx)
}

// SaveMatches implements bot.TopicStore. Matches of articles that are not
// stored any more are left out.
func (d *DB) SaveMatches(ctx context.Context, matches []bot.Match) error {
	if len(matches) == 0 {
		return nil
	}
	return d.update(ctx, "note matches in", func(t tx) error {
		m := matching{tx: t}
		for len(matches) > 0 {
			n := 1
			for n < len(matches) && matches[n].Article == matches[0].Article {
				n++
			}
			var seq int64
			err := t.row(`SELECT arrived_seq FROM articles WHERE id = ?`, matches[0].Article).Scan(&seq)
			if err == nil {
				err = m.add(seq, matches[:n])
			}
			if err != nil && !errors.Is(err, sql.ErrNoRows) {
				return err
			}
			matches = matches[n:]
		}
		return m.finish()
	})
}
