package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

const (
	// workLife is how long the news of a topic are shared before they are
	// looked for again: what arrives meanwhile is in the next digest.
	workLife = 5 * time.Minute
	// The most that is kept in memory between batches: news of topics, cards,
	// sheets of revisions, newest stories of topics and zones. What is over it
	// is let go of and looked for again. A card takes less than half a kilobyte.
	mostNews   = 400_000
	mostCards  = 60_000
	mostSheets = 2_000
	mostLast   = 20_000
	mostZones  = 1_000
	// shownSlack is how long before it is noted that a story was shown what it
	// was shown from may have been read: what came in between is looked at
	// again, and is news only if it says something else.
	shownSlack = 5 * time.Minute
	// topicNews is how much of the news of one topic is looked at, the last to
	// arrive: a digest shows ten stories.
	topicNews = 300
	// loadedArticles is how many articles are read at once.
	loadedArticles = 64
	// shownStoriesAsked is how many stories are asked about at once.
	shownStoriesAsked = 20_000
	// lastTopics is how many topics of a chat without news are asked for their
	// newest story, each for as long as lastBudget.
	lastTopics = 5
	lastBudget = 4 * time.Millisecond
	// rounds bounds how often a batch is composed for want of material.
	rounds = 8
)

// A digestDesk has the work that chats share at hand: the news of topics, the
// cards of stories. It is used by one goroutine at a time.
type digestDesk struct {
	store    DigestStore
	articles ArticleFinder
	work     map[workKey]*topicWork
	news     int
	began    time.Time
	names    *newsNames
	material digestMaterial
	last     map[int64]int64
	zones    map[string]*time.Location
	gatherer gatherer
	composer composer
}

func newDigestDesk(store DigestStore, articles ArticleFinder) *digestDesk {
	d := &digestDesk{store: store, articles: articles, zones: map[string]*time.Location{}}
	d.rest()
	return d
}

// rest lets go of everything that may grow old.
func (d *digestDesk) rest() {
	d.gatherer, d.composer = gatherer{}, composer{}
	d.clearWork()
	d.material = digestMaterial{map[cardKey]*digestCard{}, map[int64]*figureSheet{}, map[frameKey]int{}, map[moreKey]int{}, d.names}
	d.last = map[int64]int64{}
}

func (d *digestDesk) clearWork() {
	d.work, d.news, d.names = map[workKey]*topicWork{}, 0, newNewsNames()
	d.gatherer.names, d.gatherer.marks, d.material.names = d.names, nil, d.names
}

// zone returns a zone by its name, another if there is none of that name.
func (d *digestDesk) zone(name string, other *time.Location) *time.Location {
	zone, ok := d.zones[name]
	if !ok {
		if len(d.zones) >= mostZones {
			clear(d.zones)
		}
		zone = loadZone(name, other)
		d.zones[name] = zone
	}
	return zone
}

// loadZone returns a zone by its name, another if there is none of that name.
func loadZone(name string, other *time.Location) *time.Location {
	zone, err := LoadZone(name)
	if err != nil {
		return other
	}
	return zone
}

// compose composes a digest for each plan, nil for chats that get none, and
// returns the arrivals up to which each chat has then seen what is new.
func (d *digestDesk) compose(ctx context.Context, plans []digestPlan, now time.Time) ([]*Digest, []int64, error) {
	if err := d.findNews(ctx, plans, now); err != nil {
		return nil, nil, err
	}
	defer d.gatherer.rest()
	digests, seen := make([]*Digest, len(plans)), make([]int64, len(plans))
	jobs := make([]composeJob, 0, len(plans))
	for i := range plans {
		p := &plans[i]
		if seen[i] = p.Seen; p.held || len(p.topics) == 0 {
			continue
		}
		seen[i] = p.horizon()
		j := composeJob{plan: p, digest: &digests[i]}
		j.list, j.total = d.gatherer.gather(p, seen[i])
		if p.weekly {
			// The recap alone uses up nothing of what is daily.
			seen[i] = p.Seen
		}
		jobs = append(jobs, j)
	}
	if err := d.findShown(ctx, jobs); err != nil {
		return nil, nil, err
	}
	if err := d.composeAll(ctx, jobs); err != nil {
		return nil, nil, err
	}
	return digests, seen, d.findLast(ctx, jobs)
}

// makeRoom lets go of any half of what is kept if that is more than most. To
// let go of all would have the rest of many digests made again.
func makeRoom[K comparable, V any](kept map[K]V, most int) {
	if len(kept) <= most {
		return
	}
	for k := range kept {
		if delete(kept, k); len(kept) <= most/2 {
			return
		}
	}
}

// A composeJob is one digest being composed.
type composeJob struct {
	plan   *digestPlan
	list   []candidate
	total  int
	digest **Digest
}

// composeAll composes jobs, with as few visits to the store as possible.
func (d *digestDesk) composeAll(ctx context.Context, jobs []composeJob) error {
	makeRoom(d.material.cards, mostCards)
	makeRoom(d.material.sheets, mostSheets)
	c := &d.composer
	c.material = &d.material
	for range rounds {
		var again []composeJob
		c.want = wanted{c.want.cards[:0], c.want.sheets[:0]}
		for _, j := range jobs {
			c.begin(j.plan, j.list, j.total)
			if *j.digest = c.compose(); *j.digest == nil {
				again = append(again, j)
			}
		}
		if len(again) == 0 {
			return nil
		}
		if err := d.fetch(ctx, c.want); err != nil {
			return err
		}
		jobs = again
	}
	return fmt.Errorf("compose digests: %d of them are not done after %d rounds", len(jobs), rounds)
}

// findShown notes which of the candidates the chats were shown before, and
// drops those of which nothing has come since.
func (d *digestDesk) findShown(ctx context.Context, jobs []composeJob) error {
	chats := make([]ChatRef, len(jobs))
	for i := range jobs {
		chats[i] = jobs[i].plan.Chat
	}
	shown := map[ChatRef]map[int64]*Shown{}
	for part := range slices.Chunk(d.gatherer.stories(jobs), shownStoriesAsked) {
		list, err := d.store.FindShown(ctx, chats, part)
		if err != nil {
			return fmt.Errorf("find what %d chats were shown: %w", len(chats), err)
		}
		for i := range list {
			s := &list[i]
			stories := shown[s.Chat]
			if stories == nil {
				stories = map[int64]*Shown{}
				shown[s.Chat] = stories
			}
			if before := stories[s.Story]; before != nil {
				s.Figures = append(slices.Clone(before.Figures), s.Figures...)
				if s.At.Before(before.At) {
					s.At = before.At
				}
			}
			stories[s.Story] = s
		}
	}
	for i := range jobs {
		if stories := shown[jobs[i].plan.Chat]; len(stories) > 0 {
			jobs[i].without(stories)
		}
	}
	return nil
}

// without notes which of the candidates were shown, and drops those of which
// nothing has come since.
func (j *composeJob) without(shown map[int64]*Shown) {
	left := j.list[:0]
	for k := range j.list {
		c := &j.list[k]
		switch s := shown[c.story]; {
		case s == nil:
			left = append(left, *c)
		case c.newest <= milliseconds(s.At.Add(-shownSlack)):
			j.total--
		default:
			c.since(s)
			left = append(left, *c)
		}
	}
	j.list = left
}

// since takes out what a chat was shown of a story already.
func (c *candidate) since(s *Shown) {
	c.shown = s
	at := milliseconds(s.At.Add(-shownSlack))
	c.items = slices.DeleteFunc(c.items, func(n newsItem) bool { return n.arrived <= at })
}

// fetch reads the material that composing wants.
func (d *digestDesk) fetch(ctx context.Context, want wanted) error {
	for _, revision := range want.sheets {
		if _, known := d.material.sheets[revision]; known {
			continue
		}
		a, err := d.articles.FindRevision(ctx, revision)
		switch {
		case errors.Is(err, ErrNotFound):
			d.material.sheets[revision] = nil
		case err != nil:
			return fmt.Errorf("find a revision that was shown: %w", err)
		default:
			d.material.sheets[revision] = sheetOf(&a)
		}
	}
	slices.SortFunc(want.cards, func(x, y cardKey) int { return slices.Compare(x[:], y[:]) })
	for keys := slices.Compact(want.cards); len(keys) > 0; {
		ids, n := articlesOf(keys)
		if err := d.makeCards(ctx, keys[:n], ids); err != nil {
			return err
		}
		keys = keys[n:]
	}
	return nil
}

// articlesOf returns the articles of the first n cards, as many as are read at
// once.
func articlesOf(keys []cardKey) (ids []int64, n int) {
	for ; n < len(keys) && len(ids) <= loadedArticles-cardArticles; n++ {
		for _, id := range keys[n] {
			if id != 0 && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids, n
}

// makeCards makes cards of the articles that they name.
func (d *digestDesk) makeCards(ctx context.Context, keys []cardKey, ids []int64) error {
	find := d.articles.FindArticles
	if lean, ok := d.articles.(DigestArticleFinder); ok {
		find = lean.FindDigestArticles
	}
	list, err := find(ctx, ids)
	if err != nil {
		return fmt.Errorf("find %d articles for digests: %w", len(ids), err)
	}
	at := make(map[int64]int, len(list))
	for i := range list {
		at[list[i].ID] = i
	}
	for _, k := range keys {
		var articles []StoredArticle
		for _, id := range k {
			if i, ok := at[id]; ok && id != 0 {
				articles = append(articles, list[i])
			}
		}
		d.material.cards[k] = nil
		if len(articles) > 0 {
			card := makeCard(articles)
			card.publisher = d.names.publisher(card.publisher)
			d.material.cards[k] = card
		}
	}
	return nil
}

// findLast names, in the digests without news, the newest story there is on
// their topics.
func (d *digestDesk) findLast(ctx context.Context, jobs []composeJob) error {
	for _, j := range jobs {
		if digest := *j.digest; digest == nil || digest.Total > 0 || !j.plan.saysNothing() {
			continue
		}
		for _, t := range j.plan.topics[:min(len(j.plan.topics), lastTopics)] {
			article, err := d.lastOf(ctx, t)
			if err != nil {
				return err
			}
			// Ids grow with the time of publication.
			(*j.digest).LastArticle = max((*j.digest).LastArticle, article)
		}
	}
	return nil
}

// lastOf returns the newest article on a topic, 0 if none is found.
func (d *digestDesk) lastOf(ctx context.Context, t plannedTopic) (int64, error) {
	if article, known := d.last[t.id]; known {
		return article, nil
	}
	if len(d.last) >= mostLast {
		clear(d.last)
	}
	hits, err := d.articles.SearchArticles(ctx, Search{Query: t.topic.Query(), Budget: lastBudget})
	if err != nil {
		return 0, fmt.Errorf("find the newest story of a topic: %w", err)
	}
	d.last[t.id] = 0
	if len(hits.List) > 0 {
		d.last[t.id] = hits.List[0].Article
	}
	return d.last[t.id], nil
}
