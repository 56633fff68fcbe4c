package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"time"

	"wirebrief/bot"
)

// What a digest tells counts as shown to its chat from the moment that it is
// owed, and as long as it is owed, was sent or may have been, also if it is
// dropped while that is in doubt. When its delivery fails for good, or is dropped
// before it was sent, none of it counts any more, and the chat has seen what is
// new up to where it had before that digest: all of it is news for the next,
// unless another message told it. The triggers digest_failed and digest_owed_again
// do that, in the transaction in which the state changes. An alert counts once it
// was sent.
//
// So that nothing comes twice,
//   - retryDigest takes out of a failed digest that is owed again whatever a
//     later message has told or is about to,
//   - admitDigest takes out of a digest that is about to be sent whatever was
//     told while it waited: by a later message, or, where it tells of a story
//     for the first time, by any,
//   - toldSince does the same for an alert.
//
// A digest of which nothing is left is given up, and what it had no room for
// comes with the next.

// shownUndelivered is the kind of what a digest that failed would have shown.
const shownUndelivered = "undelivered"

// admitDigest takes out of a digest that is about to be sent, and of which other
// messages have told something, what its chat was told meanwhile. ok is false if
// nothing is left of it.
func (t tx) admitDigest(id int64) (ok bool, err error) {
	told := map[int64]bool{} // story → by a later message
	if err := t.each(func(rows *sql.Rows) error {
		var story int64
		var later bool
		err := rows.Scan(&story, &later)
		told[story] = told[story] || later
		return err
	}, toldOtherwise, id); err != nil || len(told) == 0 {
		return err == nil, err
	}
	return t.narrowDigest(id, func(s *bot.DigestStory) bool {
		later, known := told[s.Story]
		return known && (later || !s.Update)
	})
}

// retryDigest takes out of a failed digest what its chat is told by messages
// that came after it. ok is false if nothing is left of it.
func (t tx) retryDigest(id int64) (ok bool, err error) {
	told, err := t.numbers(toldLater, id)
	if err != nil || len(told) == 0 {
		return err == nil, err
	}
	return t.narrowDigest(id, func(s *bot.DigestStory) bool { return slices.Contains(told, s.Story) })
}

const (
	otherMessages = ` FROM shown s CROSS JOIN shown o ON o.chat = s.chat AND o.story = s.story AND o.delivery <> s.delivery
		CROSS JOIN deliveries d ON d.id = o.delivery WHERE s.delivery = `
	toldOtherwise = `SELECT s.story, o.delivery > s.delivery` + otherMessages + `?1 AND d.state = 'sent'`
	toldLater     = `SELECT s.story` + otherMessages + `?1 AND o.delivery > s.delivery AND (d.state NOT IN ('failed', 'uncertain') OR o.kind = '` + shownDigest + `')`
)

// narrowDigest leaves out of a digest the stories that were told, and gives it
// up if it then has none; ok is false in that case.
func (t tx) narrowDigest(id int64, told func(*bot.DigestStory) bool) (ok bool, err error) {
	var content []byte
	if err := t.row(`SELECT content FROM deliveries WHERE id = ?`, id).Scan(&content); err != nil {
		return false, err
	}
	decoded, err := bot.DecodeContent(bot.DigestDelivery, content)
	if err != nil {
		return true, nil // whoever claims it finds that out
	}
	digest := decoded.(*bot.Digest)
	var gone []int64
	left := func(stories []bot.DigestStory) []bot.DigestStory {
		return slices.DeleteFunc(stories, func(s bot.DigestStory) bool {
			if !told(&s) {
				return false
			}
			gone = append(gone, s.Story)
			return true
		})
	}
	digest.Stories, digest.Also = left(digest.Stories), left(digest.Also)
	if len(gone) == 0 {
		return true, nil
	}
	if len(digest.Stories)+len(digest.Also) == 0 {
		_, err := t.exec(`UPDATE deliveries SET state = 'failed', class = ?, problem = 'other messages have told all of it', ended = ? WHERE id = ?`,
			bot.ClassDropped, t.now.UnixMilli(), id)
		return false, err
	}
	digest.Total -= len(gone)
	if content, err = bot.EncodeContent(digest); err != nil {
		return false, err
	}
	if _, err := t.exec(`UPDATE deliveries SET content = ? WHERE id = ?`, content, id); err != nil {
		return false, err
	}
	_, err = t.exec(`DELETE FROM shown WHERE delivery = ? AND story IN (SELECT value FROM json_each(?))`, id, encodeIDs(gone))
	return err == nil, err
}

// supersededAfter is how long a digest waits before the next of its chat takes
// its place: longer than a platform needs for everybody's.
const supersededAfter = 12 * time.Hour

// SupersedeDigests implements bot.DigestSuperseder.
func (d *DB) SupersedeDigests(ctx context.Context, chats []bot.ChatRef) (n int, err error) {
	list := make([][2]string, len(chats))
	for i, ref := range chats {
		list[i] = [2]string{string(ref.Platform), ref.ID}
	}
	refs, _ := json.Marshal(list) // strings always marshal
	var ids []int64
	if err := d.view(ctx, "look for digests that still wait in", func(t tx) error {
		ids, err = t.numbers(waitingDigests, string(refs), leastUrgent, t.now.Add(-supersededAfter).UnixMilli())
		return err
	}); err != nil || len(ids) == 0 {
		return 0, err
	}
	err = d.update(ctx, "give up digests that still wait in", func(t tx) error {
		given, err := t.numbers(`UPDATE deliveries SET state = 'failed', class = ?, problem = 'the next digest tells it', ended = ?
			WHERE id IN (SELECT value FROM json_each(?)) AND state = 'ready' AND kind = 'digest' RETURNING id`,
			bot.ClassDropped, t.now.UnixMilli(), encodeIDs(ids))
		n = len(given)
		return err
	})
	return n, err
}

const waitingDigests = `SELECT d.id FROM json_each(?1) j CROSS JOIN chats c ON c.platform = j.value ->> 0 AND c.ref = j.value ->> 1
	CROSS JOIN deliveries d INDEXED BY deliveries_waiting
		ON d.chat = c.id AND d.priority = ?2 AND d.state = 'ready' WHERE d.created < ?3`
