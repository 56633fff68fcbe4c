package db

import (
	"cmp"
	"context"
	"database/sql"
	"math"
	"slices"
	"time"

	"wirebrief/bot"
)

// SearchArticles implements bot.ArticleFinder. Newest first is the order of
// ids. The index is walked from its newest end in windows of ids, so that a
// budget can end the walk even where nothing matches: SQLite does not let
// itself be interrupted inside the index. The first window is always searched.
func (d *DB) SearchArticles(ctx context.Context, s bot.Search) (hits bot.Hits, err error) {
	start := time.Now() // real time even when a test sets the clock
	plans := plansOf(s.Query)
	if len(plans) == 0 {
		return bot.Hits{Complete: true}, nil
	}
	err = d.view(ctx, "search", func(t tx) error {
		w, err := newWalk(t, s)
		if err != nil {
			return err
		}
		if hits, err = w.run(plans, start, s.Budget); err != nil {
			return err
		}
		hits.Arrived = w.arrived
		return w.rank(plans, hits.List[:min(len(hits.List), s.Rank)])
	})
	return hits, err
}

// searchLimit is how many hits a search returns at most.
const searchLimit = bot.CountLimit + 1

// A walk is what is left to search: ids from low up to high, with a time
// between since and until in milliseconds.
type walk struct {
	tx
	low, high    int64
	since, until int64
	// arrived is the last arrival to look at.
	arrived int64
	// deadline ends the walk within a window, zero if there is none.
	deadline time.Time
}

func newWalk(t tx, s bot.Search) (w walk, err error) {
	w = walk{tx: t, low: 1, high: math.MaxInt64, since: math.MinInt64, until: math.MaxInt64}
	if !s.Since.IsZero() {
		w.since = s.Since.UnixMilli()
		// Holds for every article of that time or later: ids spill forward
		// only, and times move back only.
		w.low = max(w.low, minuteOf(s.Since)<<idBits)
	}
	var newest sql.NullInt64
	var oldest sql.NullInt64
	if err := t.row(`SELECT (SELECT min(id) FROM articles), (SELECT max(id) FROM articles),
		(SELECT value FROM counters WHERE name = 'arrived')`).Scan(&oldest, &newest, &w.arrived); err != nil {
		return w, err
	}
	if s.Arrived != 0 {
		w.arrived = s.Arrived
	}
	w.low = max(w.low, oldest.Int64)
	if !s.Until.IsZero() {
		w.until = s.Until.UnixMilli()
		newest, err = w.newestUntil()
	}
	w.high = newest.Int64 // 0 if there is none, which leaves nothing to walk
	if s.UpTo != 0 {
		w.high = min(w.high, s.UpTo)
	}
	return w, err
}

// newestUntil finds where the walk begins for a search that ends in the past.
// Ids follow time but for spilled minutes, so a few full minutes are enough to
// look at.
func (w walk) newestUntil() (newest sql.NullInt64, err error) {
	err = w.row(`SELECT max(id) FROM (SELECT id FROM articles WHERE at < ? ORDER BY at DESC, id DESC LIMIT ?)`,
		w.until, 4*perMinute).Scan(&newest)
	return newest, err
}

// Windows grow while little is found. The first, 2^22 ids, is three days.
const (
	firstWindow  = 1 << 22
	leastWindow  = 1 << 16
	windowGrowth = 32
)

func (w walk) run(plans []plan, start time.Time, budget time.Duration) (hits bot.Hits, err error) {
	window := int64(firstWindow)
	if budget <= 0 {
		window = math.MaxInt64
	} else {
		w.deadline = start.Add(budget)
	}
	for w.high >= w.low {
		began := time.Now()
		low := max(w.low, w.high-window+1)
		found, reached, err := w.window(plans, low, searchLimit-len(hits.List))
		if err != nil {
			return bot.Hits{}, err
		}
		hits.List = append(hits.List, found...)
		w.high = reached - 1
		if len(hits.List) >= searchLimit || w.high < w.low {
			break
		}
		left := budget - time.Since(start)
		if budget > 0 && left <= 0 || reached > low {
			hits.Next = w.high
			return hits, nil
		}
		window = nextWindow(window, time.Since(began), left)
	}
	hits.Complete = true
	return hits, nil
}

// nextWindow is how many ids to search next: more than before, but no more
// than the time left allows at the pace of the last window.
func nextWindow(last int64, took, left time.Duration) int64 {
	allowed := float64(last) * float64(left) / float64(max(took, time.Microsecond))
	return max(leastWindow, int64(min(float64(last)*windowGrowth, allowed)))
}

// window returns the newest hits of all plans from low to the end of the walk,
// at most limit. Everything from reached up was searched: that is low, or more
// if the time ran out.
func (w walk) window(plans []plan, low int64, limit int) (all []bot.Hit, reached int64, err error) {
	reached = low
	for _, p := range plans {
		found, r, err := w.find(p, low, limit)
		if err != nil {
			return nil, 0, err
		}
		all = append(all, found...)
		reached = max(reached, r)
	}
	if len(plans) > 1 {
		all = slices.DeleteFunc(all, func(h bot.Hit) bool { return h.Article < reached })
		slices.SortFunc(all, func(a, b bot.Hit) int { return cmp.Compare(b.Article, a.Article) })
		all = slices.Compact(all)
	}
	return all[:min(len(all), limit)], reached, nil
}

// maxRound bounds how many hits are held against exclusions at once.
const maxRound = 4096

// find returns the newest hits of one plan, at most limit, and from where on it
// has searched. What is excluded is looked up for the ids just found and taken
// out here.
func (w walk) find(p plan, low int64, limit int) (hits []bot.Hit, reached int64, err error) {
	high := w.high
	for round := limit; ; round = min(2*round, maxRound) {
		found, err := w.match(p.match, low, high, round)
		if err != nil || len(found) == 0 {
			return hits, low, err
		}
		last := found[len(found)-1].Article
		full := len(found) == round
		if p.except != "" {
			out, err := w.ids(and(p.match, p.except), last, found[0].Article)
			if err != nil {
				return nil, 0, err
			}
			found = slices.DeleteFunc(found, func(h bot.Hit) bool { return out[h.Article] })
		}
		hits = append(hits, found...)
		if len(hits) >= limit || !full {
			return hits[:min(len(hits), limit)], low, nil
		}
		if !w.deadline.IsZero() && time.Now().After(w.deadline) {
			return hits, last, nil
		}
		high = last - 1
	}
}

func and(a, b string) string {
	if a == "" {
		return b
	}
	return a + " AND " + b
}

// match returns up to limit articles between two ids that an expression finds,
// newest first.
func (w walk) match(expr string, low, high int64, limit int) (hits []bot.Hit, err error) {
	scan := func(rows *sql.Rows) error {
		var h bot.Hit
		var at int64
		err := rows.Scan(&h.Article, &h.Story, &at)
		h.At = time.UnixMilli(at).UTC()
		hits = append(hits, h)
		return err
	}
	if expr == "" {
		err = w.each(scan, `SELECT id, coalesce(story, 0), at FROM articles NOT INDEXED
			WHERE id BETWEEN ? AND ? AND at >= ? AND at < ? AND arrived_seq <= ? AND id NOT IN (SELECT article FROM copies) ORDER BY id DESC LIMIT ?`,
			low, high, w.since, w.until, w.arrived, limit)
		return hits, err
	}
	err = w.each(scan, `SELECT f.rowid, coalesce(a.story, 0), a.at FROM article_index f CROSS JOIN articles a ON a.id = f.rowid
		WHERE f.article_index MATCH ? AND f.rowid BETWEEN ? AND ? AND a.at >= ? AND a.at < ? AND a.arrived_seq <= ?
		ORDER BY f.rowid DESC LIMIT ?`, expr, low, high, w.since, w.until, w.arrived, limit)
	return hits, err
}

func (w walk) ids(expr string, low, high int64) (map[int64]bool, error) {
	found := map[int64]bool{}
	err := w.each(func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		found[id] = true
		return err
	}, `SELECT rowid FROM article_index WHERE article_index MATCH ? AND rowid BETWEEN ? AND ?`, expr, low, high)
	return found, err
}
