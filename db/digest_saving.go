package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"wirebrief/bot"
)

// SaveDigests implements bot.DigestStore. A chat whose next digest is not the
// one that this was composed for, because it was paused, moved or forgotten
// meanwhile, is left out; one that only changed its zone or its times gets the
// digest.
func (d *DB) SaveDigests(ctx context.Context, done []bot.DigestDone) error {
	if len(done) == 0 {
		return nil
	}
	list := make([]composed, len(done))
	for i := range done {
		list[i].DigestDone = &done[i]
		if done[i].Digest == nil {
			continue
		}
		var err error
		if list[i].content, err = bot.EncodeContent(done[i].Digest); err != nil {
			return err
		}
	}
	return d.update(ctx, "store digests in", func(t tx) error {
		for len(list) > 0 {
			n := untilRepeated(list)
			if err := t.saveDigests(list[:n]); err != nil {
				return err
			}
			list = list[n:]
		}
		return nil
	})
}

// untilRepeated is how many are there before a chat comes again.
func untilRepeated(list []composed) int {
	seen := make(map[bot.ChatRef]bool, len(list))
	for i := range list {
		chat := list[i].Chat.Chat
		if seen[chat] {
			return i
		}
		seen[chat] = true
	}
	return len(list)
}

// A composed is a digest to be saved, and what the store knows of its chat.
type composed struct {
	*bot.DigestDone
	content []byte
	// chat is its row, 0 if it gets nothing; delivery that of what it is sent,
	// 0 for nothing.
	chat, delivery int64
	// last and seen are when it has then had its last digest, and up to which
	// arrival; before is what they were.
	last   time.Time
	seen   int64
	before digestMarks
	// moved tells that its zone, its times or its pause are others now.
	moved bool
}

// saveDigests saves digests of different chats, each kind of rows together.
func (t tx) saveDigests(list []composed) error {
	if err := t.findComposed(list); err != nil {
		return err
	}
	for _, write := range []func([]composed) error{t.deliverDigests, t.keepDigests, t.markDigests, t.moveOn} {
		if err := write(list); err != nil {
			return err
		}
	}
	return nil
}

// findComposed finds the chats that get their digest, and numbers deliveries.
func (t tx) findComposed(list []composed) error {
	wanted := make([][3]string, len(list))
	for i := range list {
		c := &list[i]
		wanted[i] = [3]string{string(c.Chat.Chat.Platform), c.Chat.Chat.ID, c.Chat.NextSlot}
		if c.Digest != nil {
			wanted[i][2] = c.Digest.Slot
		}
	}
	b, _ := json.Marshal(wanted) // strings always marshal
	var delivery int64
	if err := t.row(lastDelivery).Scan(&delivery); err != nil {
		return err
	}
	times := map[string][]bot.DigestTime{}
	var at int
	var x composedScan
	dest := append([]any{&at}, x.columns()...)
	return t.each(func(rows *sql.Rows) error {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		c := &list[at]
		if !c.found(&x) {
			return nil
		}
		if c.Digest != nil && !x.taken {
			delivery++
			c.delivery, c.last = delivery, c.Digest.Composed
		}
		now, known := times[x.digests]
		if !known {
			var err error
			if now, err = decodeDigestTimes(x.digests); err != nil {
				return fmt.Errorf("digest times of chat %s: %w: %w", c.Chat.Chat.ID, err, ErrBroken)
			}
			times[x.digests] = now
		}
		c.moved = x.zone != c.Chat.Zone || !slices.Equal(now, c.Chat.Digests) || !x.pausedUntil(t.now).Equal(c.Chat.PausedUntil)
		return nil
	}, composedChats, string(b))
}

// digestMarks are what a digest changes of its chat, and takes back if it fails.
type digestMarks struct {
	seen           int64
	last, composed sql.NullInt64
}

// A composedScan is a row of composedChats, but for its place in the list.
type composedScan struct {
	chat                int64
	taken, paused       bool
	zone, digests, slot string
	until, next         sql.NullInt64
	before              digestMarks
}

func (x *composedScan) columns() []any {
	return []any{&x.chat, &x.taken, &x.zone, &x.digests, &x.paused, &x.until, &x.next, &x.slot, &x.before.last, &x.before.seen, &x.before.composed}
}

// pausedUntil is as in bot.Settings: a pause that is over is none.
func (x *composedScan) pausedUntil(now time.Time) time.Time {
	if until := instant(x.until); !x.paused || until.After(now) {
		return until
	}
	return time.Time{}
}

// found notes what is known of the chat, if its next digest is the one that was
// composed.
func (c *composed) found(x *composedScan) bool {
	due := instant(x.next)
	if !due.Equal(c.Chat.NextDigest) || x.slot != c.Chat.NextSlot || due.IsZero() {
		return false
	}
	c.chat, c.last, c.seen, c.before = x.chat, instant(x.before.last), max(c.Seen, x.before.seen), x.before
	// Where nothing was shown what is new stays new, and where a digest has
	// failed since this one was composed its news are still to come.
	if c.Digest != nil && x.taken || x.before.seen < c.After {
		c.seen = x.before.seen
	}
	return true
}

const (
	composedChats = `SELECT j.key, c.id, EXISTS (SELECT 1 FROM digests WHERE chat = c.id AND slot = j.value ->> 2), c.zone, c.digests, c.paused, c.paused_until,
		c.next_digest, coalesce(c.next_slot, ''), c.last_digest, c.seen_seq, c.composed FROM json_each(?) j CROSS JOIN chats c ON c.platform = j.value ->> 0 AND c.ref = j.value ->> 1`
	// No number is given twice, see AUTOINCREMENT.
	lastDelivery = `SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'deliveries'), 0)`
)

// deliverDigests notes that chats are owed their digests.
func (t tx) deliverDigests(list []composed) error {
	rows, now := t.rows(digestDeliveries), t.now.UnixMilli()
	for i := range list {
		c := &list[i]
		if c.delivery == 0 {
			continue
		}
		due := now
		if !c.Digest.Due.IsZero() {
			due = c.Digest.Due.UnixMilli()
		}
		if err := rows.add(c.delivery, c.chat, c.Chat.Chat.Platform, rand.Text()[:keyLength], c.Silent, due, now, c.content); err != nil {
			return err
		}
	}
	return rows.flush()
}

// keepDigests notes for which slots there were digests.
func (t tx) keepDigests(list []composed) error {
	rows := t.rows(slotDigests)
	for i := range list {
		if c := &list[i]; c.delivery != 0 {
			if err := rows.add(c.chat, c.Digest.Slot, c.delivery, c.before.seen, c.before.last, c.before.composed); err != nil {
				return err
			}
		}
	}
	return rows.flush()
}

// markDigests notes what digests show, and which revisions they name.
func (t tx) markDigests(list []composed) error {
	rows, now := t.rows(digestShowings), t.now.UnixMilli()
	pins := make([]pinned, 0, 12*len(list))
	pin := func(delivery int64, figures []bot.ShownFigure) {
		for _, f := range figures {
			if f.Revision != 0 {
				pins = append(pins, pinned{f.Revision, delivery})
			}
		}
	}
	for i := range list {
		c := &list[i]
		if c.delivery == 0 {
			continue
		}
		for _, stories := range [][]bot.DigestStory{c.Digest.Stories, c.Digest.Also} {
			for k := range stories {
				s := &stories[k]
				if err := rows.add(c.chat, s.Story, c.delivery, now, figuresShown(s)); err != nil {
					return err
				}
				pins = append(pins, pinned{s.Revision, c.delivery})
				pin(c.delivery, s.Changed)
				pin(c.delivery, s.Others)
			}
		}
		if c.Digest.LastArticle != 0 {
			if err := t.pinCurrent(c.Digest.LastArticle, c.delivery); err != nil {
				return err
			}
		}
	}
	if err := rows.flush(); err != nil {
		return err
	}
	return t.pinAll(pins)
}

var (
	digestDeliveries = insertRows(`INSERT INTO deliveries (id, chat, platform, kind, priority, key, silent, due, created, content) VALUES`,
		fmt.Sprintf(`($1, $2, $3, '%s', %d, $4, $5, $6, $7, $8)`, bot.DigestDelivery, priorities[bot.DigestDelivery]))
	slotDigests    = insertRows(`INSERT INTO digests (chat, slot, delivery, seen_before, last_before, composed_before) VALUES`, `($1, $2, $3, $4, $5, $6)`)
	digestShowings = insertRows(`INSERT OR REPLACE INTO shown (chat, story, delivery, at, kind, figures) VALUES`, `($1, $2, $3, $4, '`+shownDigest+`', $5)`)
)

// moveOn notes when the next digest of each chat is due.
func (t tx) moveOn(list []composed) error {
	for i := range list {
		c := &list[i]
		if c.chat == 0 {
			continue
		}
		if _, err := t.exec(`UPDATE chats SET next_digest = ?, next_slot = ?, last_digest = ?, seen_seq = ?, composed = coalesce(?, composed) WHERE id = ?`,
			millis(c.Next), c.NextSlot, millis(c.last), c.seen, millis(c.Composed), c.chat); err != nil {
			return err
		}
		if !c.moved {
			continue
		}
		if err := t.plan(c.chat, false); err != nil {
			return err
		}
	}
	return nil
}
