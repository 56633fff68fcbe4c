package db

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strconv"
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
			var composed sql.NullInt64
			var x settingsScan
			if err := rows.Scan(append([]any{&id, &seen, &composed}, x.columns()...)...); err != nil {
				return err
			}
			s, err := x.settings(t.now)
			ids = append(ids, id)
			list = append(list, bot.DueChat{Settings: s, Seen: seen, Composed: instant(composed)})
			return err
		}, dueChats, now.UnixMilli(), limit); err != nil || len(ids) == 0 {
			return err
		}
		return d.fillSubscriptions(t, ids, list)
	})
	return list, err
}

const dueChats = `SELECT c.id, c.seen_seq, c.composed, ` + settingsColumns + ` FROM chats c WHERE c.next_digest <= ? ORDER BY c.next_digest, c.id LIMIT ?`

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

// FindShown implements bot.DigestStore: of each story that a chat was shown,
// when it was last and with which figures. A digest shows what it tells unless it
// failed, see undelivered.go. An alert does once it was sent: one that may not have
// arrived is not repeated, and what is told twice is taken out of what is sent last.
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
	AND (s.kind = '` + shownDigest + `' OR s.kind <> '` + shownUndelivered + `' AND (SELECT state FROM deliveries WHERE id = s.delivery) = 'sent') ORDER BY s.chat, s.story, s.delivery`

// eachShown calls scan for the rows of a query for chats and a span of stories;
// wanted tells whether a story was asked for.
func (t tx) eachShown(chats map[int64]bot.ChatRef, stories []int64, query string, scan func(*sql.Rows, func(int64) bool) error) error {
	ids := make([]int64, 0, len(chats))
	for id := range chats {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	// Most chats were shown none of them, and then they need not be in order.
	var ordered []int64
	wanted := func(s int64) bool {
		if ordered == nil {
			ordered = slices.Sorted(slices.Values(stories))
		}
		_, ok := slices.BinarySearch(ordered, s)
		return ok
	}
	return t.each(func(rows *sql.Rows) error { return scan(rows, wanted) },
		query, encodeIDs(ids), slices.Min(stories), slices.Max(stories))
}

func encodeFigures(figures []bot.ShownFigure) string {
	if len(figures) == 0 {
		return ""
	}
	b := make([]byte, 0, 16*len(figures))
	for i, f := range figures {
		b = append(b, "[["[min(i, 1):]...)
		b = append(strconv.AppendInt(b, f.Revision, 10), ',')
		b = append(strconv.AppendInt(b, int64(f.Number), 10), "],"...)
	}
	b[len(b)-1] = ']'
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
