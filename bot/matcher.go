package bot

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"wirebrief/briefing"
)

const (
	// reloadShare bounds how often many topics are read again: reading them
	// takes at most this part of the time.
	reloadShare = 10
	// cheapReload is how long reading them may take to be done at any time.
	cheapReload = 20 * time.Millisecond
	// maxStale is how many articles are matched to topics that are known to
	// have changed, before they are read in any case.
	maxStale = 1000
	// startWindow is how many of the last arrivals are matched again when a
	// service starts: the one before may have ended between processing an
	// article and hearing of a topic that was followed before it arrived. Such
	// an article is one of the last maxStale and a batch.
	startWindow = 2 * maxStale
	// fillBatch is how many articles are matched at once to topics that are
	// new.
	fillBatch = 64
)

// A matcher knows all topics that are followed and finds those that articles
// match. A topic that it hears of late is matched to what arrived since it was
// followed, so that nothing is missed. Without a store it matches nothing.
type matcher struct {
	store  TopicStore
	logger *slog.Logger

	// mu is held from reading the topics until the articles that are matched
	// to them are marked.
	mu      sync.Mutex
	version int64
	loaded  bool
	ids     []int64 // of the topics, as numbered by matcher, and in this order
	matcher *briefing.Matcher
	// upTo is the last arrival that was processed, floor what it was when the
	// topics were read: what arrived before that was matched to all topics of
	// that time.
	upTo, floor int64
	// stale counts articles matched since the topics were read; ready is from
	// when on they may be read again.
	stale int
	ready time.Time
}

// refresh reads the topics if they have changed, and matches what was missed
// of those that are new.
func (m *matcher) refresh(ctx context.Context) error {
	if m.store == nil {
		return nil
	}
	version, err := m.store.FindTopicsVersion(ctx)
	if err != nil {
		return fmt.Errorf("ask whether topics have changed: %w", err)
	}
	if m.loaded && (version == m.version || m.stale < maxStale && time.Now().Before(m.ready)) {
		return nil
	}
	start := time.Now()
	topics, version, err := m.store.FindTopics(ctx)
	if err != nil {
		return fmt.Errorf("read the topics that are followed: %w", err)
	}
	if err := m.fill(ctx, topics); err != nil {
		return err
	}
	m.matcher, m.ids = newTopicMatcher(topics), make([]int64, len(topics))
	for i, t := range topics {
		m.ids[i] = t.ID
	}
	m.version, m.loaded, m.floor, m.stale = version, true, m.upTo, 0
	took := time.Since(start)
	if m.ready = time.Now(); took > cheapReload {
		m.ready = m.ready.Add(reloadShare * took)
	}
	m.logger.Debug("topics read", "count", len(topics), "version", version, "took", took)
	return nil
}

// know reads the topics now if some are not known.
func (m *matcher) know(ctx context.Context, topics []int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.loaded && !slices.ContainsFunc(topics, func(id int64) bool { _, ok := slices.BinarySearch(m.ids, id); return !ok }) {
		return nil
	}
	m.ready = time.Time{}
	return m.refresh(ctx)
}

func newTopicMatcher(topics []FollowedTopic) *briefing.Matcher {
	queries := make([]briefing.Query, len(topics))
	for i, t := range topics {
		queries[i] = t.Topic.Query()
	}
	return briefing.NewMatcher(queries...)
}

// fill matches topics that are new to what arrived after they were followed
// and has been processed without them.
func (m *matcher) fill(ctx context.Context, topics []FollowedTopic) error {
	floor := m.floor
	if !m.loaded {
		var err error
		if floor, err = m.startFloor(ctx, topics); err != nil {
			return err
		}
	}
	known := make(map[int64]bool, len(m.ids))
	for _, id := range m.ids {
		known[id] = true
	}
	fresh := slices.DeleteFunc(slices.Clone(topics), func(t FollowedTopic) bool {
		return known[t.ID] || !m.loaded && t.From < floor
	})
	if len(fresh) == 0 {
		return nil
	}
	matcher := newTopicMatcher(fresh)
	after := slices.MinFunc(fresh, func(x, y FollowedTopic) int { return cmp.Compare(x.From, y.From) }).From
	if !m.loaded {
		after = max(after, floor)
	}
	for {
		list, err := m.arrived(ctx, after)
		if err != nil || len(list) == 0 {
			return err
		}
		var matches []Match
		for _, a := range list {
			matcher.Each(briefing.KeysOf(a.Article), func(i, rank int) {
				if fresh[i].From < a.Seq {
					matches = append(matches, Match{Topic: fresh[i].ID, Article: a.ID, Rank: rank})
				}
			})
		}
		if len(matches) > 0 {
			if err := m.store.SaveMatches(ctx, matches); err != nil {
				return fmt.Errorf("keep what %d new topics match: %w", len(fresh), err)
			}
		}
		after = list[len(list)-1].Seq
	}
}

// startFloor is the arrival that no topic was followed before and misses
// anything, when a service starts: startWindow before the last that was
// processed. If that many were processed after the newest topic was followed,
// it is that or later.
func (m *matcher) startFloor(ctx context.Context, topics []FollowedTopic) (int64, error) {
	newest := int64(0)
	for _, t := range topics {
		newest = max(newest, t.From)
	}
	last := newest
	for last <= newest+startWindow {
		list, err := m.arrived(ctx, last)
		if err != nil {
			return 0, err
		}
		if len(list) == 0 {
			break
		}
		last = list[len(list)-1].Seq
	}
	return last - startWindow, nil
}

// arrived returns the next articles that were processed after an arrival.
func (m *matcher) arrived(ctx context.Context, after int64) ([]StoredArticle, error) {
	list, err := m.store.FindArrived(ctx, after, fillBatch)
	if err != nil {
		return nil, fmt.Errorf("read what arrived after topics were followed: %w", err)
	}
	return list, nil
}

// match fills in what topics the processed articles match; copies match none.
func (m *matcher) match(list []StoredArticle, done []Processed) {
	if len(m.ids) == 0 {
		return
	}
	for i, a := range list {
		if done[i].Duplicate != 0 {
			continue
		}
		m.matcher.Each(briefing.KeysOf(a.Article), func(n, rank int) {
			done[i].Matches = append(done[i].Matches, Match{Topic: m.ids[n], Article: a.ID, Rank: rank})
		})
	}
}

// processed notes that articles were processed.
func (m *matcher) processed(list []StoredArticle) {
	for _, a := range list {
		m.upTo = max(m.upTo, a.Seq)
	}
	m.stale += len(list)
}
