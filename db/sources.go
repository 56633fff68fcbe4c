package db

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// sourceKey is what two sources may not share: the canonical URL without its
// scheme, as in briefing.Identity; "" for what is no address of the web.
func sourceKey(url string) string {
	_, key, _ := strings.Cut(briefing.CanonicalURL(url), "://")
	return key
}

// sourceColumns are what scanSource reads, from the table sources as s.
const sourceColumns = `s.id, s.kind, s.url, s.title, s.site, s.publisher, s.lang, s.folder, s.full_text, s.added,
	s.platform, s.chat, s.state, s.next, s.last, s.succeeded, s.changed, s.pace, s.etag, s.modified, s.digest,
	s.failures, s.failing_since, s.problem, s.moved_to, s.moves, s.hub, s.hub_topic, s.hub_secret, s.hub_until`

const selectSources = `SELECT ` + sourceColumns + ` FROM sources s WHERE `

func scanSource(rows interface{ Scan(...any) error }, more ...any) (s bot.Source, err error) {
	var folder string
	var pace int64
	var added, next, last, succeeded, changed, failing, hubUntil sql.NullInt64
	dest := append([]any{&s.ID, &s.Kind, &s.URL, &s.Title, &s.Site, &s.Publisher, &s.Lang, &folder, &s.Full, &added,
		&s.AddedBy.Platform, &s.AddedBy.ID, &s.State, &next, &last, &succeeded, &changed, &pace, &s.ETag, &s.LastModified,
		&s.Digest, &s.Failures, &failing, &s.Problem, &s.MovedTo, &s.Moves, &s.Hub, &s.HubTopic, &s.HubSecret, &hubUntil}, more...)
	if err := rows.Scan(dest...); err != nil {
		return s, err
	}
	s.Added, s.Next, s.Last, s.Succeeded = instant(added), instant(next), instant(last), instant(succeeded)
	s.Changed, s.FailingSince, s.HubUntil = instant(changed), instant(failing), instant(hubUntil)
	s.Interval = time.Duration(pace) * time.Millisecond
	if s.Folder, err = decodeList(folder); err != nil {
		return s, fmt.Errorf("folder of source %d: %w: %w", s.ID, err, ErrBroken)
	}
	return s, nil
}

// sources reads the sources that a condition on s selects.
func (t tx) sources(where string, args ...any) (list []bot.Source, err error) {
	err = t.each(func(rows *sql.Rows) error {
		s, err := scanSource(rows)
		list = append(list, s)
		return err
	}, selectSources+where, args...)
	return list, err
}

// source reads one source, or reports bot.ErrNotFound.
func (t tx) source(id int64) (bot.Source, error) {
	list, err := t.sources(`s.id = ?`, id)
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("source %d: %w", id, bot.ErrNotFound)
	}
	if err != nil {
		return bot.Source{}, err
	}
	return list[0], nil
}

// CreateSource implements bot.SourceStore. s.ID and s.Polling are not used;
// s.Added defaults to now, s.Kind to a feed, s.Full to automatic and s.State to
// active.
func (d *DB) CreateSource(ctx context.Context, s bot.Source) (stored bot.Source, created bool, err error) {
	key := sourceKey(s.URL)
	if key == "" {
		return bot.Source{}, false, fmt.Errorf("add source %.200q: this is no address that begins with https:// or http://", s.URL)
	}
	err = d.update(ctx, "add a source to", func(t tx) error {
		var id int64
		err := t.row(`SELECT id FROM sources WHERE key = ?`, key).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			created = true
			id, err = t.insertSource(key, s)
		}
		if err != nil {
			return err
		}
		stored, err = t.source(id)
		return err
	})
	return stored, created && err == nil, err
}

func (t tx) insertSource(key string, s bot.Source) (id int64, err error) {
	now := t.now.UnixMilli()
	added := cmp.Or(millis(s.Added), millis(t.now))
	err = t.row(`INSERT INTO sources (key, kind, url, title, site, publisher, lang, folder, full_text, added, platform, chat,
		state, next, pruned) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		key, cmp.Or(s.Kind, bot.FeedSource), s.URL, s.Title, s.Site, s.Publisher, s.Lang, encodeList(s.Folder),
		cmp.Or(s.Full, bot.FullAuto), added, s.AddedBy.Platform, s.AddedBy.ID, cmp.Or(s.State, bot.SourceActive), now, now).Scan(&id)
	return id, err
}

// recentDays is what counts as recent in a bot.SourceStat.
const recentDays = 30

// dayOf numbers the days in UTC.
func dayOf(at time.Time) int64 { return at.UnixMilli() / (24 * time.Hour).Milliseconds() }

// FindSources implements bot.SourceStore.
func (d *DB) FindSources(ctx context.Context) (list []bot.SourceStat, err error) {
	err = d.view(ctx, "read sources from", func(t tx) error {
		return t.each(func(rows *sql.Rows) error {
			var stat bot.SourceStat
			var newest sql.NullInt64
			var err error
			stat.Source, err = scanSource(rows, &stat.Articles, &stat.Recent, &newest, &stat.NewestTitle)
			stat.Newest = instant(newest)
			list = append(list, stat)
			return err
		}, `SELECT `+sourceColumns+`, s.articles,
			(SELECT coalesce(sum(d.articles), 0) FROM source_days d WHERE d.source = s.id AND d.day BETWEEN ? AND ?),
			s.newest, coalesce(r.title, '')
			FROM sources s LEFT JOIN articles a ON a.id = s.newest_article LEFT JOIN revisions r ON r.id = a.revision
			ORDER BY s.id`, dayOf(t.now)-recentDays+1, dayOf(t.now))
	})
	return list, err
}

// UpdateSource implements bot.SourceStore. At another URL the source begins
// anew: what it brings there first is backlog. A URL of another source is
// refused.
func (d *DB) UpdateSource(ctx context.Context, s bot.Source) error {
	key := sourceKey(s.URL)
	if key == "" {
		return fmt.Errorf("change source %d: %.200q is no address that begins with https:// or http://", s.ID, s.URL)
	}
	return d.update(ctx, "change a source in", func(t tx) error {
		old, err := t.source(s.ID)
		if err != nil {
			return err
		}
		if other, title, err := t.otherSource(s.ID, key); err != nil {
			return err
		} else if other != 0 {
			return fmt.Errorf("change source %d: %s is the address of source %d, %q: remove one of them", s.ID, s.URL, other, title)
		}
		if _, err := t.exec(`UPDATE sources SET key = ?, url = ?, title = ?, publisher = ?, folder = ?, full_text = ?, state = ?
			WHERE id = ?`, key, s.URL, s.Title, s.Publisher, encodeList(s.Folder), cmp.Or(s.Full, old.Full),
			cmp.Or(s.State, old.State), s.ID); err != nil {
			return err
		}
		if s.URL != old.URL {
			if err := t.forgetPolling(s.ID); err != nil {
				return err
			}
		}
		if s.State != bot.SourceActive {
			return nil
		}
		_, err = t.exec(`UPDATE sources SET next = ?, nudged = ?, failures = 0, failing_since = NULL, problem = '' WHERE id = ?`,
			t.now.UnixMilli(), t.now.UnixMilli(), s.ID)
		return err
	})
}

// otherSource finds another source with that key; id is 0 if there is none.
func (t tx) otherSource(than int64, key string) (id int64, title string, err error) {
	err = t.row(`SELECT id, title FROM sources WHERE key = ? AND id <> ?`, key, than).Scan(&id, &title)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return id, title, err
}

// forgetPolling makes a source as it was before its first poll.
func (t tx) forgetPolling(id int64) error {
	_, err := t.exec(`UPDATE sources SET succeeded = NULL, etag = '', modified = '', digest = '', moved_to = '', moves = 0,
		hub = '', hub_topic = '', hub_secret = '', hub_until = NULL WHERE id = ?`, id)
	return err
}

// deleteAtOnce bounds a transaction of DeleteSource.
const deleteAtOnce = 1000

// DeleteSource implements bot.SourceStore. What is known of the entries goes
// piece by piece before the source does, so that nobody waits for a large one;
// when it is interrupted the source is still there.
func (d *DB) DeleteSource(ctx context.Context, id int64) error {
	for left := true; left; {
		err := d.update(ctx, "remove a source from", func(t tx) error {
			if _, err := t.source(id); err != nil {
				return err
			}
			done, err := t.exec(`DELETE FROM source_items WHERE source = ?1 AND key IN
				(SELECT key FROM source_items WHERE source = ?1 LIMIT ?2)`, id, deleteAtOnce)
			if err != nil {
				return err
			}
			n, err := done.RowsAffected()
			if left = n == deleteAtOnce; err != nil || left {
				return err
			}
			_, err = t.exec(`DELETE FROM sources WHERE id = ?`, id)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
