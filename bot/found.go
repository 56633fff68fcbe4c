package bot

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"wirebrief/bot/text"
	"wirebrief/briefing"
)

const (
	// rankWindow is how many of the newest matches are put in a new order.
	rankWindow = 50
	// storyArticles is how many articles of a story are loaded to name its
	// publishers.
	storyArticles = 10
)

// titleLead and leadLead are the time by which a match in the title or in the
// lead is taken to be newer than one further down. So a story about the topic
// itself stands before a newer one that only mentions it, but no more than
// these hours; older than that, time alone decides.
const (
	titleLead = 6 * time.Hour
	leadLead  = 2 * time.Hour
)

// A question is what a search is for.
type question struct {
	topic  briefing.Topic
	period period
	// upTo and arrived are as in Search. Whoever asks to search on, with
	// upTo set, is ready to wait longer.
	upTo, arrived int64
}

// A foundStory is one story among the matches: its articles that match, the
// best first.
type foundStory struct {
	articles []int64
}

// A finding is the stories that match a question, in the order of showing.
type finding struct {
	stories []foundStory
	// hits are what the stories were made of, the newest first.
	hits []Hit
	// more tells that there are matches beyond those counted.
	more bool
	// complete is false if the budget ran out before the index did; next is
	// then where to search on.
	complete bool
	next     int64
	// arrived is the last arrival looked at: with it, pages stay the same
	// while articles arrive.
	arrived int64
	// at is when it was looked for, by the clock of the machine.
	at time.Time
	// made is what was made of it for others who were shown it, nil where
	// nothing is remembered.
	made *madePages
}

// total tells how many stories there are: exactly, or "200+".
func (f finding) total() string {
	n := text.Number(min(len(f.stories), CountLimit))
	if f.more {
		return n + "+"
	}
	return n
}

// find searches, puts the newest window in order, and groups by story. What was
// just found is not searched for again.
func (b *Bot) find(ctx context.Context, q question) (finding, error) {
	key := fmt.Sprint(q.upTo, q.arrived, q.period.Since.UnixNano(), q.period.Until.UnixNano(), q.topic.String())
	return b.foundLately.get(ctx, key, func(f finding) bool { return f.complete && len(f.stories) > 0 }, func() (finding, error) { return b.search(ctx, q) })
}

// search is find that always looks.
func (b *Bot) search(ctx context.Context, q question) (finding, error) {
	budget, err := b.budget(ctx)
	if err != nil {
		return finding{}, err
	}
	at := time.Now()
	s := Search{Since: q.period.Since, Until: q.period.Until, UpTo: q.upTo, Arrived: q.arrived, Budget: budget}
	if !q.topic.IsZero() {
		s.Query, s.Rank = q.topic.Query(), rankWindow
	}
	if q.upTo != 0 {
		s.Budget = max(s.Budget, b.limits.DeepBudget)
	}
	hits, err := b.articles.SearchArticles(ctx, s)
	if err != nil {
		return finding{}, fmt.Errorf("search: %w", err)
	}
	list := hits.List[:min(len(hits.List), CountLimit)]
	return finding{
		stories: group(rank(list, s.Rank)), hits: list, more: len(hits.List) > CountLimit,
		complete: hits.Complete, next: hits.Next, arrived: hits.Arrived, at: at, made: newMadePages(b.foundLately.life),
	}, nil
}

// rank puts the newest hits, a window of them, in the order of their time,
// moved by titleLead and leadLead. What is older keeps its order behind them.
func rank(hits []Hit, window int) []Hit {
	ranked := slices.Clone(hits)
	slices.SortStableFunc(ranked[:min(len(ranked), window)], func(x, y Hit) int { return y.counted().Compare(x.counted()) })
	return ranked
}

// counted is the time of a hit with what its rank adds to it.
func (h Hit) counted() time.Time {
	switch h.Rank {
	case briefing.RankTitle:
		return h.At.Add(titleLead)
	case briefing.RankLead:
		return h.At.Add(leadLead)
	}
	return h.At
}

// group collects hits by story, each story where its first hit stands. An
// article that has no story yet is one of its own.
func group(hits []Hit) []foundStory {
	stories := make([]foundStory, 0, len(hits))
	at := make(map[int64]int, len(hits))
	for _, h := range hits {
		i, ok := at[h.Story]
		if !ok || h.Story == 0 {
			i = len(stories)
			at[h.Story] = i
			stories = append(stories, foundStory{})
		}
		stories[i].articles = append(stories[i].articles, h.Article)
	}
	return stories
}

// loadAll returns the first articles of each of the stories, as far as they
// are stored; a story of which nothing is stored any more is left out.
func (b *Bot) loadAll(ctx context.Context, stories []foundStory) ([]shownStory, error) {
	var ids []int64
	for _, s := range stories {
		ids = append(ids, s.articles[:min(len(s.articles), storyArticles)]...)
	}
	list, err := b.articles.FindArticles(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("find the articles of stories: %w", err)
	}
	loaded := make(map[int64]StoredArticle, len(list))
	for _, a := range list {
		loaded[a.ID] = a
	}
	var all []shownStory
	for _, s := range stories {
		shown := shownStory{more: len(s.articles) > storyArticles}
		for _, id := range s.articles {
			if a, ok := loaded[id]; ok {
				shown.articles = append(shown.articles, a)
			}
		}
		if len(shown.articles) > 0 {
			putCompleteFirst(shown.articles)
			all = append(all, shown)
		}
	}
	return all, nil
}

// smallStore is how many articles the index searches within the ordinary
// budget on any machine. A store that small is searched to its end even while
// the machine is busy with something else: the budget is there for large ones.
const smallStore = 20_000

// budget is the time a search may take. How much is stored is asked once a
// minute.
func (b *Bot) budget(ctx context.Context) (time.Duration, error) {
	b.size.Lock()
	defer b.size.Unlock()
	if now := b.now(); !fresh(b.size.read, now) {
		totals, err := b.articles.CountArticles(ctx, time.Time{})
		if err != nil {
			return 0, fmt.Errorf("count articles: %w", err)
		}
		b.size.articles, b.size.read = totals.Articles, now
	}
	if b.size.articles <= smallStore {
		return max(b.limits.Budget, smallBudget), nil
	}
	return b.limits.Budget, nil
}

// smallBudget bounds the search of a small store all the same.
const smallBudget = 250 * time.Millisecond

// A storeSize is how much is stored, as read at some time.
type storeSize struct {
	sync.Mutex
	read     time.Time
	articles int
}

// ask parses a topic and counts what is found on it; used to check what is
// about to be suggested.
func (b *Bot) ask(ctx context.Context, topic string) (briefing.Topic, finding, error) {
	t, err := briefing.ParseTopic(topic)
	if err != nil || t.IsZero() {
		return t, finding{complete: true}, nil
	}
	budget, err := b.budget(ctx)
	if err != nil {
		return t, finding{}, err
	}
	hits, err := b.articles.SearchArticles(ctx, Search{Query: t.Query(), Budget: budget})
	if err != nil {
		return t, finding{}, fmt.Errorf("count stories: %w", err)
	}
	list := hits.List[:min(len(hits.List), CountLimit)]
	return t, finding{stories: group(list), more: len(hits.List) > CountLimit, complete: hits.Complete}, nil
}
