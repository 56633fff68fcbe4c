package db

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"wirebrief/bot"
)

// urlKeys begins the keys that an article may have as its identity.
const urlKeys = "url:"

// keysAtOnce is how many keys one query looks up.
const keysAtOnce = 1000

// FindItems implements bot.ItemStore.
func (d *DB) FindItems(ctx context.Context, source int64, keys []string) (list []bot.KnownItem, err error) {
	var stale []string
	err = d.view(ctx, "look for entries of a source in", func(t tx) error {
		before := staleBefore(source, t.now).UnixMilli()
		for chunk := range slices.Chunk(keys, keysAtOnce) {
			known, old, err := t.knownItems(source, chunk, before)
			if err != nil {
				return err
			}
			list, stale = append(list, known...), append(stale, old...)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	d.sighted.add(source, stale)
	return list, nil
}

// knownItems finds what is known by some keys: as items of the source, else as
// articles. stale are the digests of the items not noted as seen since before.
func (t tx) knownItems(source int64, keys []string, before int64) (list []bot.KnownItem, stale []string, err error) {
	byDigest := make(map[string]string, len(keys))
	digests := make([]string, 0, len(keys))
	for _, k := range keys {
		sum := hex.EncodeToString(digest(k))
		if _, twice := byDigest[sum]; !twice {
			digests = append(digests, sum)
		}
		byDigest[sum] = k
	}
	if err := t.each(func(rows *sql.Rows) error {
		var sum string
		var seen int64
		k := bot.KnownItem{Source: source}
		if err := rows.Scan(&sum, &k.Article, &k.URL, &k.Title, &k.Digest, &seen); err != nil {
			return err
		}
		k.Key = byDigest[sum]
		delete(byDigest, sum)
		list = append(list, k)
		if seen < before {
			stale = append(stale, sum)
		}
		return nil
	}, itemsByKey, encodeStrings(digests), source); err != nil {
		return nil, nil, err
	}
	digests = slices.DeleteFunc(digests, func(sum string) bool { return !strings.HasPrefix(byDigest[sum], urlKeys) })
	if len(digests) == 0 {
		return list, stale, nil
	}
	err = t.each(func(rows *sql.Rows) error {
		var sum string
		var k bot.KnownItem
		err := rows.Scan(&sum, &k.Article, &k.URL, &k.Title)
		k.Key = byDigest[sum]
		list = append(list, k)
		return err
	}, articlesByKey, encodeStrings(digests))
	return list, stale, err
}

const (
	itemsByKey = `SELECT j.value, coalesce(i.article, 0), coalesce(r.url, ''), coalesce(r.title, ''), i.digest, i.seen
		FROM json_each(?) j CROSS JOIN source_items i ON i.source = ? AND i.key = unhex(j.value)
		LEFT JOIN articles a ON a.id = i.article LEFT JOIN revisions r ON r.id = a.revision`
	articlesByKey = `SELECT j.value, a.id, r.url, r.title
		FROM json_each(?) j CROSS JOIN articles a ON a.identity = unhex(j.value) JOIN revisions r ON r.id = a.revision`
)

// encodeStrings is encodeIDs for texts.
func encodeStrings(list []string) string {
	b, _ := json.Marshal(list) // strings always marshal
	return string(b)
}

// saveItems notes the entries that a poll took. An article that is not stored
// any more counts as none.
func (t tx) saveItems(p *bot.Polled) error {
	fresh, newest := 0, int64(0)
	for _, item := range p.Items {
		if item.Fresh {
			fresh++
			newest = max(newest, item.Article)
		}
		for _, key := range item.Keys {
			if _, err := t.exec(`INSERT INTO source_items (source, key, article, digest, seen)
				VALUES (?, ?, (SELECT id FROM articles WHERE id = ?), ?, ?) ON CONFLICT (source, key)
				DO UPDATE SET article = excluded.article, digest = excluded.digest, seen = excluded.seen`,
				p.Source.ID, digest(key), item.Article, item.Digest, t.now.UnixMilli()); err != nil {
				return err
			}
		}
	}
	if fresh == 0 {
		return nil
	}
	return t.countFresh(p.Source.ID, fresh, newest)
}
