package db

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"wirebrief/bot"
)

// changesAtOnce is how many new revisions are looked through at once.
const changesAtOnce = 5000

// The counters of up to where changes were looked at.
const (
	correctedFirst = "corrected"
	correctedAgain = "corrected again"
)

// FindChanges implements bot.CorrectionStore.
func (d *DB) FindChanges(ctx context.Context) (changes []bot.Change, upTo bot.ChangeMark, err error) {
	err = d.view(ctx, "look for changed articles in", func(t tx) error {
		mark, err := t.changeMark()
		if err != nil {
			return err
		}
		fresh, first, err := t.changedAfter(mark.First, t.now.Add(time.Hour)) // a clock that was set back hides nothing
		if err != nil {
			return err
		}
		settled, again, err := t.changedAfter(mark.Again, t.now.Add(-bot.CorrectedAgain))
		if err != nil {
			return err
		}
		upTo = bot.ChangeMark{First: first, Again: again}
		articles := append(fresh, settled...)
		slices.Sort(articles)
		return t.each(func(rows *sql.Rows) error {
			var c bot.Change
			err := rows.Scan(&c.Article)
			changes = append(changes, c)
			return err
		}, namedArticles, encodeIDs(slices.Compact(articles)))
	})
	if err != nil {
		return nil, upTo, err
	}
	return changes, upTo, d.view(ctx, "look for withdrawn articles in", func(t tx) error {
		for i := range changes {
			var err error
			if changes[i].Withdrawn, err = t.withdrawal(changes[i].Article); err != nil {
				return err
			}
		}
		return nil
	})
}

// namedArticles are those of which a delivery names another revision than the
// current one.
const namedArticles = `SELECT j.value FROM json_each(?) j WHERE
	EXISTS (SELECT 1 FROM revisions r CROSS JOIN pin_blocks b CROSS JOIN pins p ON p.block = b.block AND p.revision = r.id
		WHERE r.article = j.value AND r.id <> (SELECT revision FROM articles WHERE id = j.value))
	OR EXISTS (SELECT 1 FROM withdrawn_revisions v CROSS JOIN pin_blocks b
		CROSS JOIN pins p ON p.block = b.block AND p.revision = v.revision WHERE v.article = j.value)`

func (t tx) changeMark() (m bot.ChangeMark, err error) {
	for name, value := range map[string]*int64{correctedFirst: &m.First, correctedAgain: &m.Again} {
		if err := t.row(`SELECT value FROM counters WHERE name = ?`, name).Scan(value); err != nil {
			return m, err
		}
	}
	return m, nil
}

// changedAfter returns the articles that were revised or withdrawn after a
// number and until a time, and up to which number that is.
func (t tx) changedAfter(after int64, until time.Time) (articles []int64, upTo int64, err error) {
	if err := t.row(`SELECT value FROM counters WHERE name = 'revision'`).Scan(&upTo); err != nil {
		return nil, 0, err
	}
	n, last := 0, after
	err = t.each(func(rows *sql.Rows) error {
		var id, article, at int64
		var changed bool
		if err := rows.Scan(&id, &article, &at, &changed); err != nil {
			return err
		}
		if at > until.UnixMilli() {
			return errStop
		}
		if n, last = n+1, id; changed && article != 0 {
			articles = append(articles, article)
		}
		return nil
	}, `SELECT id, coalesce(article, 0), created, number > 1 FROM revisions WHERE id > ?1
		UNION ALL SELECT seq, article, at, 1 FROM withdrawals WHERE seq > ?1 ORDER BY 1 LIMIT ?2`, after, changesAtOnce)
	switch {
	case errors.Is(err, errStop):
		return articles, last, nil
	case n == changesAtOnce:
		return articles, last, err
	}
	return articles, upTo, err
}

// errStop ends the reading of rows.
var errStop = errors.New("enough")

// FindSentReports implements bot.CorrectionStore.
func (d *DB) FindSentReports(ctx context.Context, article int64, since time.Time, after int64, limit int) (list []bot.SentReport, err error) {
	err = d.view(ctx, "read what was sent from", func(t tx) error {
		ids, err := t.sentReports(article, since, after, limit)
		if err != nil || len(ids) == 0 {
			return err
		}
		at := make(map[int64]int, len(ids))
		if err := t.each(func(rows *sql.Rows) error {
			d, err := scanDelivery(rows)
			at[d.ID] = len(list)
			list = append(list, bot.SentReport{Delivery: d})
			return err
		}, `SELECT `+deliveryColumns+` FROM deliveries d JOIN chats c ON c.id = d.chat
			WHERE d.id IN (SELECT value FROM json_each(?)) ORDER BY d.id`, encodeIDs(ids)); err != nil {
			return err
		}
		return t.fillSentReports(article, ids, func(delivery int64) *bot.SentReport { return &list[at[delivery]] })
	})
	return list, err
}

// sentReports returns the first deliveries that are to be looked at. Those of
// each revision are in order, so no more are read than are wanted.
func (t tx) sentReports(article int64, since time.Time, after int64, limit int) (ids []int64, err error) {
	revisions, err := t.numbers(`SELECT * FROM `+revisionsOf, article)
	if err != nil {
		return nil, err
	}
	for _, revision := range revisions {
		some, err := t.numbers(sentOfRevision, revision, after, since.UnixMilli(), limit)
		if err != nil {
			return nil, err
		}
		ids = append(ids, some...)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	return ids[:min(len(ids), limit)], nil
}

const (
	// revisionsOf are all revisions that an article has or, withdrawn, had.
	revisionsOf = `(SELECT id FROM revisions WHERE article = ?1 UNION SELECT revision FROM withdrawn_revisions WHERE article = ?1)`
	// A message that an alert has changed since shows what the last of these
	// says.
	sentOfRevision = `SELECT p.delivery FROM pin_blocks b CROSS JOIN pins p ON p.block = b.block AND p.revision = ?1 CROSS JOIN deliveries d ON d.id = p.delivery
		WHERE b.block >= ?2 ` + pinBlock + ` AND p.delivery > ?2 AND d.kind IN ('digest', 'alert') AND d.state <> 'failed' AND d.created >= ?3
		AND NOT EXISTS (SELECT 1 FROM deliveries e WHERE d.message <> '' AND e.chat = d.chat AND e.edits <> '' AND e.edits = d.message
			AND e.edits_chat = d.message_chat AND e.kind = 'alert' AND e.state = 'sent' AND e.id > d.id)
		ORDER BY b.block, p.delivery LIMIT ?4`
)

// fillSentReports adds which revisions deliveries name, and their corrections.
func (t tx) fillSentReports(article int64, ids []int64, report func(delivery int64) *bot.SentReport) error {
	deliveries := encodeIDs(ids)
	if err := t.each(func(rows *sql.Rows) error {
		var delivery, revision int64
		err := rows.Scan(&delivery, &revision)
		r := report(delivery)
		r.Revisions = append(r.Revisions, revision)
		return err
	}, `SELECT p.delivery, p.revision FROM `+revisionsOf+` n CROSS JOIN json_each(?2) j
		CROSS JOIN pins p ON p.block = j.value `+pinBlock+` AND p.revision = n.id AND p.delivery = j.value`, article, deliveries); err != nil {
		return err
	}
	return t.each(func(rows *sql.Rows) error {
		var original int64
		var content []byte
		if err := rows.Scan(&original, &content); err != nil {
			return err
		}
		c, err := bot.DecodeContent(bot.CorrectionDelivery, content)
		if err != nil {
			return err
		}
		r := report(original)
		r.Before = append(r.Before, c.(*bot.Correction).Alone())
		return nil
	}, `SELECT c.original, d.content FROM json_each(?) j CROSS JOIN corrections c ON c.original = j.value
		JOIN deliveries d ON d.id = c.delivery ORDER BY c.delivery`, deliveries)
}

// SaveCorrections implements bot.CorrectionStore.
func (d *DB) SaveCorrections(ctx context.Context, done []bot.CorrectionDone, upTo bot.ChangeMark) error {
	if len(done) == 0 {
		moved := false
		if err := d.view(ctx, "read from", func(t tx) error {
			mark, err := t.changeMark()
			moved = mark != upTo
			return err
		}); err != nil || !moved {
			return err
		}
	}
	return d.update(ctx, "store corrections in", func(t tx) error {
		for i := range done {
			var err error
			if done[i].Correction != nil {
				err = t.saveCorrection(&done[i])
			} else {
				err = t.replaceContent(&done[i])
			}
			if err != nil {
				return err
			}
		}
		if upTo == (bot.ChangeMark{}) {
			return nil
		}
		_, err := t.exec(`UPDATE counters SET value = CASE name WHEN ?1 THEN ?2 ELSE ?4 END WHERE name IN (?1, ?3)`,
			correctedFirst, upTo.First, correctedAgain, upTo.Again)
		return err
	})
}

// saveCorrection writes one correction, unless its chat has had it or is sent
// nothing any more.
func (t tx) saveCorrection(done *bot.CorrectionDone) error {
	c := done.Correction
	var chat int64
	err := t.row(`SELECT d.chat FROM deliveries d JOIN chats c ON c.id = d.chat WHERE d.id = ?1 AND c.stopped = ''
		AND NOT EXISTS (SELECT 1 FROM corrections WHERE original = ?1 AND was = ?2 AND now = ?3)`, c.Original, c.Was, c.Now).Scan(&chat)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if done.Edits.ID == "" {
		if told, err := t.correctionTold(chat, c); err != nil || told != 0 {
			return err
		}
	}
	delivery, err := t.correctionDelivery(chat, *c, done.Edits)
	if err != nil {
		return err
	}
	if _, err = t.exec(`INSERT INTO corrections (original, was, now, delivery) VALUES (?, ?, ?, ?)`, c.Original, c.Was, c.Now, delivery); err != nil {
		return err
	}
	return t.tellCorrected(c)
}

// correctionDelivery notes that a chat is owed a correction. It comes without a
// sound.
func (t tx) correctionDelivery(chat int64, c bot.Correction, edits bot.MessageRef) (int64, error) {
	content, err := bot.EncodeContent(&c)
	if err != nil {
		return 0, err
	}
	id, err := t.createDelivery(newDelivery{chat: chat, platform: c.Chat.Platform, kind: bot.CorrectionDelivery,
		content: content, silent: true, edits: edits, due: t.now})
	if err != nil {
		return 0, err
	}
	return id, t.pin(id, c.Revisions())
}

// replaceContent has a delivery that is still ready say something else, or
// nothing.
func (t tx) replaceContent(done *bot.CorrectionDone) error {
	if done.Drop {
		dropped, err := t.numbers(`UPDATE deliveries SET state = 'failed', class = ?, problem = 'the report was withdrawn', ended = ?
			WHERE id = ? AND state = 'ready' RETURNING id`, bot.ClassDropped, t.now.UnixMilli(), done.Delivery)
		if err != nil || len(dropped) == 0 {
			return err
		}
		_, err = t.exec(`DELETE FROM shown WHERE delivery = ?`, done.Delivery)
		return err
	}
	content, err := bot.EncodeContent(done.Content)
	if err != nil {
		return err
	}
	var chat int64
	err = t.row(`UPDATE deliveries SET content = ? WHERE id = ? AND state = 'ready' RETURNING chat`, content, done.Delivery).Scan(&chat)
	if errors.Is(err, sql.ErrNoRows) { // being sent: it is looked at again
		return nil
	}
	if err != nil {
		return err
	}
	var m markings
	switch c := done.Content.(type) {
	case *bot.Digest:
		m.add(c.Stories)
		m.add(c.Also)
	case *bot.Alert:
		m.add(c.Stories)
	}
	var at int64
	err = t.row(`SELECT kind, at FROM shown WHERE delivery = ?`, done.Delivery).Scan(&m.kind, &at)
	if errors.Is(err, sql.ErrNoRows) { // an edit, whose marks are those of the message
		return t.pin(done.Delivery, m.pins)
	}
	if err != nil {
		return err
	}
	m.at = time.UnixMilli(at)
	if _, err := t.exec(`DELETE FROM shown WHERE delivery = ?`, done.Delivery); err != nil {
		return err
	}
	return t.mark(chat, done.Delivery, &m)
}
