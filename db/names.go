package db

import (
	"context"
	"database/sql"

	"wirebrief/bot"
)

// The table of names worth suggesting stays small, so that a suggestion never
// has to search the vocabulary of the index.
const (
	maxNames = 20_000
	// maxNameBytes leaves out descriptions that nobody types.
	maxNameBytes = 100
	// namesAge is by how many arrivals the note of when a name was seen last
	// may lag behind: common names would be written with every article.
	namesAge = 500
	// pruneEvery is after how many names the table is cut to its size.
	pruneEvery = 1_000
)

// storeNames notes names with the arrived_seq of their newest article.
func (d *DB) storeNames(t tx, names map[string]int64) error {
	for name, seq := range names {
		if name == "" || len(name) > maxNameBytes {
			continue
		}
		if _, err := t.exec(`INSERT INTO names (name, seen) VALUES (?, ?)
			ON CONFLICT (name) DO UPDATE SET seen = excluded.seen WHERE excluded.seen > seen + ?`, name, seq, namesAge); err != nil {
			return err
		}
	}
	if len(names) == 0 {
		return nil
	}
	if d.freshNames -= len(names); d.freshNames > 0 {
		return nil
	}
	d.freshNames = pruneEvery
	_, err := t.exec(`DELETE FROM names WHERE seen < (SELECT seen FROM names ORDER BY seen DESC LIMIT 1 OFFSET ?)`, maxNames-1)
	return err
}

// FindNames implements bot.NameFinder: what is followed first, then what was
// in the news last.
func (d *DB) FindNames(ctx context.Context) (names []string, err error) {
	known := map[string]bool{}
	err = d.view(ctx, "read names from", func(t tx) error {
		return t.each(func(rows *sql.Rows) error {
			var name string
			if err := rows.Scan(&name); err != nil {
				return err
			}
			if !known[name] {
				known[name] = true
				names = append(names, name)
			}
			return nil
		}, `SELECT * FROM (SELECT name FROM topics ORDER BY id DESC)
			UNION ALL SELECT * FROM (SELECT name FROM names ORDER BY seen DESC) LIMIT ?`, maxNames)
	})
	return names, err
}

// FindPublishers implements bot.NameFinder.
func (d *DB) FindPublishers(ctx context.Context, limit int) (list []bot.Publisher, err error) {
	err = d.view(ctx, "read publishers from", func(t tx) error {
		return t.each(func(rows *sql.Rows) error {
			var p bot.Publisher
			var newest sql.NullInt64
			if err := rows.Scan(&p.Name, &p.Articles, &newest); err != nil {
				return err
			}
			p.Newest = instant(newest)
			list = append(list, p)
			return nil
		}, `SELECT name, articles, newest FROM publishers WHERE articles > 0 ORDER BY articles DESC, name LIMIT ?`, limit)
	})
	return list, err
}
