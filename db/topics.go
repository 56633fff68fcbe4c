package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"wirebrief/bot"
)

// FindTopics implements bot.TopicStore, in the order in which they were first
// followed. A topic is told by how the first of its followers typed it: all
// that have one key mean the same.
func (d *DB) FindTopics(ctx context.Context) (topics []bot.FollowedTopic, version int64, err error) {
	err = d.view(ctx, "read topics from", func(t tx) error {
		if version, err = t.topicsVersion(); err != nil {
			return err
		}
		return t.each(func(rows *sql.Rows) error {
			var f bot.FollowedTopic
			var typed string
			if err := rows.Scan(&f.ID, &f.From, &typed, &f.Instant); err != nil {
				return err
			}
			topic, err := d.typed.parse(typed)
			if err != nil {
				return fmt.Errorf("topic %q: %w", typed, err)
			}
			f.Topic = topic
			topics = append(topics, f)
			return nil
		}, followedTopics)
	})
	return topics, version, err
}

const followedTopics = `SELECT t.id, t.from_seq, s.typed, max(s.mode = 'instant' AND s.paused = 0)
	FROM topics t CROSS JOIN subscriptions s ON s.topic = t.id GROUP BY t.id ORDER BY t.id`

// FindTopicsVersion implements bot.TopicStore.
func (d *DB) FindTopicsVersion(ctx context.Context) (version int64, err error) {
	err = d.view(ctx, "look for new topics in", func(t tx) error {
		version, err = t.topicsVersion()
		return err
	})
	return version, err
}

func (t tx) topicsVersion() (version int64, err error) {
	return version, t.row(`SELECT value FROM counters WHERE name = 'topics'`).Scan(&version)
}

// FindArrived implements bot.TopicStore. Articles of which a newer revision
// waits to be processed are left out: their matches come with that.
func (d *DB) FindArrived(ctx context.Context, after int64, limit int) (list []bot.StoredArticle, err error) {
	err = d.view(ctx, "read articles from", func(t tx) error {
		ids, err := t.numbers(`SELECT id FROM articles WHERE arrived_seq > ? AND processed = 1 ORDER BY arrived_seq LIMIT ?`, after, limit)
		if err != nil || len(ids) == 0 {
			return err
		}
		if list, err = t.articles(ids); err != nil {
			return err
		}
		return t.fillSeqs(list)
	})
	return list, err
}

// fillSeqs reads when articles of a list arrived.
func (t tx) fillSeqs(list []bot.StoredArticle) error {
	for i := range list {
		err := t.row(`SELECT arrived_seq FROM articles WHERE id = ?`, list[i].ID).Scan(&list[i].Seq)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
	}
	return nil
}
