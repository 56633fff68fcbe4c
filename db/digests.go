package db

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"wirebrief/bot"
)

// FindDueChats implements bot.DigestStore. What chats hold back is left out of
// their subscriptions.
func (d *DB) FindDueChats(ctx context.Context, now time.Time, limit int) (list []bot.DueChat, err error) {
	err = d.view(ctx, "look for digests that are due in", func(t tx) error {
		var ids []int64
		if err := t.each(func(rows *sql.Rows) error {
			var id, seen int64
			var x settingsScan
			if err := rows.Scan(append([]any{&id, &seen}, x.columns()...)...); err != nil {
				return err
			}
			s, err := x.settings(t.now)
			ids = append(ids, id)
			list = append(list, bot.DueChat{Settings: s, Seen: seen})
			return err
		}, dueChats, now.UnixMilli(), limit); err != nil || len(ids) == 0 {
			return err
		}
		return d.fillSubscriptions(t, ids, list)
	})
	return list, err
}

const dueChats = `SELECT c.id, c.seen_seq, ` + settingsColumns + ` FROM chats c WHERE c.next_digest <= ? ORDER BY c.next_digest, c.id LIMIT ?`

// fillSubscriptions reads what due chats follow; ids are their rows.
func (d *DB) fillSubscriptions(t tx, ids []int64, list []bot.DueChat) error {
	byID := make(map[int64]*bot.DueChat, len(ids))
	for i, id := range ids {
		byID[id] = &list[i]
	}
	var chat, topic int64
	var r subscribed
	dest := []any{&chat, &topic, &r.ID, &r.Typed, &r.Mode, &r.Created}
	return t.each(func(rows *sql.Rows) error {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		due := byID[chat]
		if due.Topics == nil {
			due.Subscriptions, due.Topics = make([]bot.Subscription, 0, usualTopics), make([]int64, 0, usualTopics)
		}
		s, err := r.subscription(due.Chat, d.typed.parse)
		due.Subscriptions = append(due.Subscriptions, s)
		due.Topics = append(due.Topics, topic)
		return err
	}, subscriptionsOf, encodeIDs(ids))
}

// usualTopics is how many topics most chats do not exceed.
const usualTopics = 12

const subscriptionsOf = `SELECT s.chat, s.topic, s.id, s.typed, s.mode, s.created FROM json_each(?) j CROSS JOIN subscriptions s
	ON s.chat = j.value WHERE s.paused = 0 ORDER BY s.id`

// newsPerTopic bounds what FindTopicNews reads of one topic: a digest shows ten
// stories and counts the rest.
const newsPerTopic = 300

// FindTopicNews implements bot.DigestStore. Of each topic it returns at most
// the newest 300; upTo stands before the first article that was never
// processed.
func (d *DB) FindTopicNews(ctx context.Context, topics []int64, after int64, since time.Time) (news []bot.TopicNews, upTo int64, err error) {
	err = d.view(ctx, "read news from", func(t tx) error {
		if err := t.row(processedUpTo).Scan(&upTo); err != nil {
			return err
		}
		for _, topic := range topics {
			if err := t.each(func(rows *sql.Rows) error {
				n := bot.TopicNews{Topic: topic}
				err := scanNews(rows, &n)
				news = append(news, n)
				return err
			}, topicNews, topic, after, upTo, since.UnixMilli(), newsPerTopic); err != nil {
				return err
			}
		}
		return nil
	})
	slices.SortStableFunc(news, func(a, b bot.TopicNews) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.Seq, a.Seq))
	})
	return news, upTo, err
}

const (
	processedUpTo = `SELECT coalesce((SELECT arrived_seq - 1 FROM articles WHERE processed = 0 AND story IS NULL ORDER BY arrived_seq LIMIT 1),
		(SELECT value FROM counters WHERE name = 'arrived'))`
	// newsColumns are what scanNews reads from newsTables, where m is a match.
	newsColumns = `m.article, coalesce(a.story, a.id), a.revision, m.seq, a.arrived, a.at, m.rank, coalesce(p.name, ''), r.lang`
	newsTables  = ` CROSS JOIN articles a ON a.id = m.article LEFT JOIN publishers p ON p.id = a.publisher
		LEFT JOIN revisions r ON r.id = a.revision`
	isNews    = ` AND a.backlog = 0 AND NOT EXISTS (SELECT 1 FROM copies WHERE article = a.id)`
	topicNews = `SELECT ` + newsColumns + ` FROM matches m` + newsTables + `
		WHERE m.topic = ? AND m.seq > ? AND m.seq <= ? AND a.at >= ?` + isNews + ` ORDER BY m.seq DESC LIMIT ?`
)

func scanNews(rows *sql.Rows, n *bot.TopicNews, more ...any) error {
	var arrived, at int64
	dest := append([]any{&n.Article, &n.Story, &n.Revision, &n.Seq, &arrived, &at, &n.Rank, &n.Publisher, &n.Lang}, more...)
	err := rows.Scan(dest...)
	n.Arrived, n.At = time.UnixMilli(arrived).UTC(), time.UnixMilli(at).UTC()
	return err
}

// SaveDigests implements bot.DigestStore. A chat whose next digest is not the
// one that this was composed for, because it was paused, moved or forgotten
// meanwhile, is left out; one that only changed its zone or its times gets the
// digest.
func (d *DB) SaveDigests(ctx context.Context, done []bot.DigestDone) error {
	if len(done) == 0 {
		return nil
	}
	contents := make([][]byte, len(done))
	for i := range done {
		if done[i].Digest == nil {
			continue
		}
		var err error
		if contents[i], err = bot.EncodeContent(done[i].Digest); err != nil {
			return err
		}
	}
	return d.update(ctx, "store digests in", func(t tx) error {
		var pins []pinned
		for i := range done {
			if err := t.saveDigest(&done[i], contents[i], &pins); err != nil {
				return err
			}
		}
		return t.pinAll(pins)
	})
}

// saveDigest adds to pins what the digest names.
func (t tx) saveDigest(d *bot.DigestDone, content []byte, pins *[]pinned) error {
	var chat int64
	var taken bool
	var x settingsScan
	slot := d.Chat.NextSlot
	if d.Digest != nil {
		slot = d.Digest.Slot
	}
	err := t.row(composedChat, d.Chat.Chat.Platform, d.Chat.Chat.ID, slot).Scan(append([]any{&chat, &taken}, x.columns()...)...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	now, err := x.settings(t.now)
	if err != nil {
		return err
	}
	if !now.NextDigest.Equal(d.Chat.NextDigest) || now.NextSlot != d.Chat.NextSlot || now.NextDigest.IsZero() {
		return nil
	}
	composed, seen := now.LastDigest, d.Seen
	switch {
	case d.Digest != nil && taken:
		seen = 0 // nothing was shown: what is new stays new
	case d.Digest != nil:
		if err := t.createDigest(chat, d, content, pins); err != nil {
			return err
		}
		composed = d.Digest.Composed
	}
	if _, err := t.exec(`UPDATE chats SET next_digest = ?, next_slot = ?, last_digest = ?, seen_seq = max(seen_seq, ?) WHERE id = ?`,
		millis(d.Next), d.NextSlot, millis(composed), seen, chat); err != nil {
		return err
	}
	if now.Zone == d.Chat.Zone && slices.Equal(now.Digests, d.Chat.Digests) && now.PausedUntil.Equal(d.Chat.PausedUntil) {
		return nil
	}
	return t.plan(chat, false)
}

const composedChat = `SELECT c.id, EXISTS (SELECT 1 FROM digests WHERE chat = c.id AND slot = ?3), ` + settingsColumns + ` FROM chats c
	WHERE c.platform = ?1 AND c.ref = ?2`

// createDigest writes a digest and its delivery, and adds to pins what it names.
func (t tx) createDigest(chat int64, d *bot.DigestDone, content []byte, pins *[]pinned) error {
	due := d.Digest.Due
	if due.IsZero() {
		due = t.now
	}
	delivery, err := t.createDelivery(newDelivery{chat: chat, platform: d.Chat.Chat.Platform, kind: bot.DigestDelivery,
		content: content, silent: d.Silent, due: due})
	if err != nil {
		return err
	}
	if _, err := t.exec(`INSERT INTO digests (chat, slot, delivery) VALUES (?, ?, ?)`, chat, d.Digest.Slot, delivery); err != nil {
		return err
	}
	m := markings{kind: shownDigest, at: t.now}
	m.add(d.Digest.Stories)
	m.add(d.Digest.Also)
	if d.Digest.LastArticle != 0 {
		if err := t.pinCurrent(d.Digest.LastArticle, delivery); err != nil {
			return err
		}
	}
	for _, revision := range m.pins {
		*pins = append(*pins, pinned{revision, delivery})
	}
	m.pins = nil
	return t.mark(chat, delivery, &m)
}

// FindShown implements bot.DigestStore: of each story that a chat was shown,
// when it was last and with which figures. An alert that failed, or that may not
// have arrived, has shown nothing: it is not repeated, so the digest tells it. Nor
// has one that still waits; what a digest tells meanwhile is taken out of it when
// its time comes, see judgeAlert.
func (d *DB) FindShown(ctx context.Context, chats []bot.ChatRef, stories []int64) (list []bot.Shown, err error) {
	if len(chats) == 0 || len(stories) == 0 {
		return nil, nil
	}
	type pair struct{ chat, story int64 }
	last := map[pair]int{} // index in list
	err = d.view(ctx, "read what was shown from", func(t tx) error {
		refs, err := t.findChats(chats)
		if err != nil {
			return err
		}
		return t.eachShown(refs, stories, shownTo, func(rows *sql.Rows, wanted func(int64) bool) error {
			var p pair
			var at int64
			var figures string
			if err := rows.Scan(&p.chat, &p.story, &at, &figures); err != nil || !wanted(p.story) {
				return err
			}
			s := bot.Shown{Chat: refs[p.chat], Story: p.story, At: time.UnixMilli(at).UTC()}
			if s.Figures, err = decodeFigures(figures); err != nil {
				return err
			}
			if i, ok := last[p]; ok {
				list[i] = s // rows come in the order of deliveries
				return nil
			}
			last[p] = len(list)
			list = append(list, s)
			return nil
		})
	})
	return list, err
}

// shownTo reads all rows of chats between two stories: to look up each story
// for each chat would be many more.
const shownTo = `SELECT s.chat, s.story, s.at, s.figures FROM json_each(?) j CROSS JOIN shown s
	ON s.chat = j.value WHERE s.story BETWEEN ? AND ?
	AND (s.kind = 'digest' OR (SELECT state FROM deliveries WHERE id = s.delivery) NOT IN ('failed', 'uncertain', 'ready')) ORDER BY s.chat, s.story, s.delivery`

// eachShown calls scan for the rows of a query for chats and a span of stories;
// wanted tells whether a story was asked for.
func (t tx) eachShown(chats map[int64]bot.ChatRef, stories []int64, query string, scan func(*sql.Rows, func(int64) bool) error) error {
	ids := make([]int64, 0, len(chats))
	for id := range chats {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	if !slices.IsSorted(stories) {
		stories = slices.Sorted(slices.Values(stories))
	}
	wanted := func(s int64) bool {
		_, ok := slices.BinarySearch(stories, s)
		return ok
	}
	return t.each(func(rows *sql.Rows) error { return scan(rows, wanted) },
		query, encodeIDs(ids), stories[0], stories[len(stories)-1])
}

func encodeFigures(figures []bot.ShownFigure) string {
	if len(figures) == 0 {
		return ""
	}
	list := make([][2]int64, len(figures))
	for i, f := range figures {
		list[i] = [2]int64{f.Revision, int64(f.Number)}
	}
	b, _ := json.Marshal(list) // numbers always marshal
	return string(b)
}

func decodeFigures(s string) (figures []bot.ShownFigure, err error) {
	if s == "" {
		return nil, nil
	}
	var list [][2]int64
	if err := json.Unmarshal([]byte(s), &list); err != nil {
		return nil, err
	}
	for _, f := range list {
		figures = append(figures, bot.ShownFigure{Revision: f[0], Number: int(f[1])})
	}
	return figures, nil
}
