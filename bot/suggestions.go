package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"wirebrief/briefing"
)

const (
	// suggestionAge is how long names are kept before they are read again.
	suggestionAge = time.Minute
	// newsWindow is how many of the newest articles are looked through for
	// what is in the news.
	newsWindow = 40
)

// suggestions keep for a minute what may be suggested to readers.
type suggestions struct {
	names    NameFinder
	articles ArticleFinder

	mu      sync.Mutex
	read    time.Time
	known   []string
	newsAt  time.Time
	news    []briefing.Topic
	example int64
}

// find returns names that a misspelt topic may have meant.
func (s *suggestions) find(ctx context.Context, now time.Time) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if fresh(s.read, now) {
		return s.known, nil
	}
	names, err := s.names.FindNames(ctx)
	if err != nil {
		return nil, fmt.Errorf("find names to suggest: %w", err)
	}
	// The aliases first: of several spellings they are the ones to show.
	s.known, s.read = slices.Concat(briefing.Aliases(), names), now
	return s.known, nil
}

// fresh reports whether what was read at t is still good. A clock that was set
// back makes it stale.
func fresh(t, now time.Time) bool {
	age := now.Sub(t)
	return !t.IsZero() && age >= 0 && age < suggestionAge
}

// inTheNews returns topics that the newest headlines name most often, at most
// max of them, and the newest article that has a quote to show, 0 if none has.
func (s *suggestions) inTheNews(ctx context.Context, now time.Time, max int) ([]briefing.Topic, int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !fresh(s.newsAt, now) {
		if err := s.readNews(ctx); err != nil {
			return nil, 0, err
		}
		s.newsAt = now
	}
	return s.news[:min(max, len(s.news))], s.example, nil
}

func (s *suggestions) readNews(ctx context.Context) error {
	hits, err := s.articles.SearchArticles(ctx, Search{Budget: 50 * time.Millisecond})
	if err != nil {
		return fmt.Errorf("find the newest articles: %w", err)
	}
	var ids []int64
	for _, h := range hits.List[:min(newsWindow, len(hits.List))] {
		ids = append(ids, h.Article)
	}
	articles, err := s.articles.FindArticles(ctx, ids)
	if err != nil {
		return fmt.Errorf("find the newest articles: %w", err)
	}
	s.news, s.example = frequent(articles), 0
	if i := slices.IndexFunc(articles, func(a StoredArticle) bool { return len(a.Quotes) > 0 && len(a.Figures) > 0 }); i >= 0 {
		s.example = articles[i].ID
	} else if i := slices.IndexFunc(articles, func(a StoredArticle) bool { return len(a.Quotes) > 0 }); i >= 0 {
		s.example = articles[i].ID
	}
	return nil
}

// frequent counts the names in headlines, one for each article, and returns
// them as topics, the most frequent first, then the newest.
func frequent(articles []StoredArticle) []briefing.Topic {
	type counted struct {
		topic briefing.Topic
		count int
		first int
	}
	var all []*counted
	byKey := map[string]*counted{}
	for i, a := range articles {
		seen := map[string]bool{}
		for _, name := range a.Names {
			topic, ok := suggestable(name)
			if !ok || seen[topic.Key()] {
				continue
			}
			seen[topic.Key()] = true
			c := byKey[topic.Key()]
			if c == nil {
				c = &counted{topic: topic, first: i}
				byKey[topic.Key()] = c
				all = append(all, c)
			}
			c.count++
		}
	}
	slices.SortStableFunc(all, func(x, y *counted) int {
		return cmp.Or(cmp.Compare(y.count, x.count), cmp.Compare(x.first, y.first))
	})
	topics := make([]briefing.Topic, len(all))
	for i, c := range all {
		topics[i] = c.topic
	}
	return topics
}

// suggestable turns a name into a topic worth a button: short, and nothing
// that reads as an operator.
func suggestable(name string) (briefing.Topic, bool) {
	name = strings.TrimSpace(Plain(name))
	if nameIndex(dayNames, strings.ToLower(name)) >= 0 || nameIndex(monthNames, strings.ToLower(name)) >= 0 {
		return briefing.Topic{}, false // headlines tell when something is
	}
	if len(name) < 3 || len(name) > 24 || strings.ContainsAny(name, `":|()`) {
		return briefing.Topic{}, false
	}
	// Capitals alone mean something in a topic: "WHO" is not "who".
	if strings.ToUpper(name) != name {
		name = strings.ToLower(name)
	}
	topic, err := briefing.ParseTopic(name)
	return topic, err == nil && !topic.IsZero()
}
