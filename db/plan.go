package db

import (
	"context"
	"database/sql"
	"sync"
	"time"

	"wirebrief/bot"
)

// zones are those that were asked for, by name: time.LoadLocation reads a file
// each time.
var zones sync.Map

// zoneOf returns the zone of a chat. A name that is none, which a newer tz
// database may know, counts as not told.
func (t tx) zoneOf(s *bot.Settings) *time.Location {
	if s.Zone == "" {
		return t.zone
	}
	if zone, ok := zones.Load(s.Zone); ok {
		return zone.(*time.Location)
	}
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		return t.zone
	}
	zones.Store(s.Zone, zone)
	return zone
}

// plan works out when the next digest of a chat is due from its settings and
// writes that. A digest that is due already and not yet composed stays due if
// keepDue is set, unless the chat gets none any more.
func (t tx) plan(chat int64, keepDue bool) error {
	s, err := t.settings(chat)
	if err != nil {
		return err
	}
	follows, err := t.follows(chat)
	if err != nil {
		return err
	}
	at, slot := time.Time{}, ""
	switch until, gets := pausedUntil(&s); {
	case !gets || !follows:
	case keepDue && !s.NextDigest.IsZero() && !s.NextDigest.After(t.now) && !until.After(t.now):
		return nil
	default:
		if at, slot, err = t.nextFree(chat, &s, latest(t.now, until)); err != nil {
			return err
		}
	}
	_, err = t.exec(`UPDATE chats SET next_digest = ?, next_slot = ? WHERE id = ?`, millis(at), slot, chat)
	return err
}

// pausedUntil returns the end of a pause, zero for none; gets is false if the
// chat gets no digest at all.
func pausedUntil(s *bot.Settings) (until time.Time, gets bool) {
	if s.Stopped != "" || s.Paused && s.PausedUntil.IsZero() {
		return until, false
	}
	return s.PausedUntil, true
}

// latest returns from when on a digest may be due: after now, or at the end of
// a pause.
func latest(now, until time.Time) time.Time {
	if until.After(now) {
		return until.Add(-time.Nanosecond)
	}
	return now
}

// maxTaken is how many slots in a row may be taken: a chat that moves west
// finds those of a day.
const maxTaken = 2000

// nextFree finds the next slot that the chat had no digest for. Who moves west
// in the morning comes by the slot of this morning again.
func (t tx) nextFree(chat int64, s *bot.Settings, after time.Time) (at time.Time, slot string, err error) {
	for range maxTaken {
		at, next, ok := bot.NextDigest(after, s.Digests, t.zoneOf(s))
		if !ok {
			return time.Time{}, "", nil
		}
		var taken bool
		if err := t.row(`SELECT EXISTS (SELECT 1 FROM digests WHERE chat = ? AND slot = ?)`, chat, next.String()).Scan(&taken); err != nil {
			return at, "", err
		}
		if !taken {
			return at, next.String(), nil
		}
		after = at
	}
	return time.Time{}, "", nil
}

// follows reports whether a chat follows anything that is not held back.
func (t tx) follows(chat int64) (yes bool, err error) {
	return yes, t.row(`SELECT EXISTS (SELECT 1 FROM subscriptions WHERE chat = ? AND paused = 0)`, chat).Scan(&yes)
}

// plansAtOnce bounds one transaction of planUnplanned.
const plansAtOnce = 500

// planUnplanned works out the next digest of chats that have none yet because
// an older version made them.
func (d *DB) planUnplanned(ctx context.Context) error {
	for {
		var chats []int64
		if err := d.view(ctx, "look for chats without a next digest in", func(t tx) (err error) {
			chats, err = t.unplanned()
			return err
		}); err != nil || len(chats) == 0 {
			return err
		}
		if err := d.update(ctx, "work out next digests in", func(t tx) error {
			chats, err := t.unplanned() // another process may do the same
			if err != nil {
				return err
			}
			for _, chat := range chats {
				if err := t.plan(chat, false); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
}

func (t tx) unplanned() ([]int64, error) {
	return t.numbers(unplannedChats, plansAtOnce)
}

const unplannedChats = `SELECT id FROM chats WHERE next_slot IS NULL LIMIT ?`

// numbers reads a column of numbers.
func (t tx) numbers(query string, args ...any) (list []int64, err error) {
	err = t.each(func(rows *sql.Rows) error {
		var n int64
		err := rows.Scan(&n)
		list = append(list, n)
		return err
	}, query, args...)
	return list, err
}
