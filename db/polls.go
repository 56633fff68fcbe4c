package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"wirebrief/bot"
)

// farthest is how far ahead a poll may lie: what lies farther was planned
// before the clock was set back, and is due.
const farthest = 48 * time.Hour

// FindDueSources implements bot.PollStore. Sources that are due farther ahead
// than two days, because the clock was set back, come last.
func (d *DB) FindDueSources(ctx context.Context, now time.Time, except []int64, limit int) (list []bot.Source, err error) {
	err = d.view(ctx, "look for sources that are due in", func(t tx) error {
		list, err = t.sources(dueNow, encodeIDs(except), now.UnixMilli(), limit)
		if err != nil || len(list) >= limit {
			return err
		}
		far, err := t.sources(dueFar, encodeIDs(except), now.Add(farthest).UnixMilli(), limit-len(list))
		list = append(list, far...)
		return err
	})
	return list, err
}

// Two questions, each in the order of the index.
const (
	dueNow = `s.state = 'active' AND s.id NOT IN (SELECT value FROM json_each(?)) AND s.next <= ? ORDER BY s.next LIMIT ?`
	dueFar = `s.state = 'active' AND s.id NOT IN (SELECT value FROM json_each(?)) AND s.next > ? ORDER BY s.next LIMIT ?`
)

// SavePolls implements bot.PollStore. Source.HubSecret and Source.HubUntil stay
// as they are stored, see bot.HubStore. A poll of an address that an operator
// has changed meanwhile leaves only its items.
func (d *DB) SavePolls(ctx context.Context, polls []bot.Polled) error {
	if len(polls) == 0 {
		return nil
	}
	return d.update(ctx, "note polls in", func(t tx) error {
		work := &pruning{tx: t, touches: maxTouches, deletions: maxDeletions}
		for i := range polls {
			if err := t.savePoll(&polls[i]); err != nil {
				return err
			}
			if err := work.source(polls[i].Source.ID, d.sighted.take(polls[i].Source.ID)); err != nil {
				return err
			}
		}
		return nil
	})
}

func (t tx) savePoll(p *bot.Polled) error {
	var url string
	var state bot.SourceState
	err := t.row(`SELECT url, state FROM sources WHERE id = ?`, p.Source.ID).Scan(&url, &state)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if p.Moved || p.Source.URL == url {
		if err := t.savePolling(p, state); err != nil {
			return err
		}
	}
	return t.saveItems(p)
}

// savePolling writes what the service remembers of polling. If next was
// brought forward during the poll it stays so.
func (t tx) savePolling(p *bot.Polled, state bot.SourceState) error {
	s := p.Source
	if s.State == bot.SourceDead && state == bot.SourceActive {
		state = bot.SourceDead
	}
	if p.Moved {
		problem, err := t.moveSource(s.ID, s.URL)
		if err != nil {
			return err
		}
		if problem != "" {
			s.Problem = problem
			if state == bot.SourceActive {
				state = bot.SourceDead
			}
		}
	}
	next, began := s.Next, p.Began
	if next.IsZero() {
		next = t.now
	}
	if began.IsZero() {
		began = s.Last
	}
	_, err := t.exec(`UPDATE sources SET state = ?, next = CASE WHEN nudged > ?4 THEN min(nudged, ?2) ELSE ?2 END,
		nudged = CASE WHEN nudged > ?4 THEN nudged END, last = ?3, succeeded = ?, changed = ?, pace = ?, etag = ?, modified = ?,
		digest = ?, failures = ?, failing_since = ?, problem = ?, moved_to = ?, moves = ?, hub = ?, hub_topic = ?,
		title = CASE title WHEN '' THEN ? ELSE title END WHERE id = ?`,
		state, next.UnixMilli(), millis(s.Last), millis(began), millis(s.Succeeded), millis(s.Changed), s.Interval.Milliseconds(), s.ETag,
		s.LastModified, s.Digest, s.Failures, millis(s.FailingSince), s.Problem, s.MovedTo, s.Moves, s.Hub, s.HubTopic, s.Title, s.ID)
	return err
}

// moveSource gives a source another address. If another source has that one
// already nothing changes, and problem says so. What is no address is passed
// over.
func (t tx) moveSource(id int64, url string) (problem string, err error) {
	key := sourceKey(url)
	if key == "" {
		return "", nil
	}
	other, title, err := t.otherSource(id, key)
	if err != nil {
		return "", err
	}
	if other != 0 {
		return fmt.Sprintf("it has moved to %s, which is polled already as source %d, %q: remove this one", url, other, title), nil
	}
	_, err = t.exec(`UPDATE sources SET key = ?, url = ? WHERE id = ?`, key, url, id)
	return "", err
}

// countFresh adds to the figures of a source.
func (t tx) countFresh(source int64, fresh int, newest int64) error {
	if _, err := t.exec(`UPDATE sources SET articles = articles + ?, newest = ?, newest_article = coalesce(nullif(?, 0), newest_article)
		WHERE id = ?`, fresh, t.now.UnixMilli(), newest, source); err != nil {
		return err
	}
	day := dayOf(t.now)
	done, err := t.exec(`UPDATE source_days SET articles = articles + ? WHERE source = ? AND day = ?`, fresh, source, day)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n > 0 {
		return err
	}
	if _, err := t.exec(`INSERT INTO source_days (source, day, articles) VALUES (?, ?, ?)`, source, day, fresh); err != nil {
		return err
	}
	_, err = t.exec(`DELETE FROM source_days WHERE source = ? AND day <= ?`, source, day-recentDays)
	return err
}
