package bot_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// A followedWorld is a store of articles and topics in memory: what arrives is
// processed, and matches are kept.
type followedWorld struct {
	articles  []bot.StoredArticle // in the order of arrival
	processed int
	topics    []bot.FollowedTopic
	version   int64
	matches   map[bot.Match]bool
	loads     int
	// beforeMark is called once, after the next batch was handed out.
	beforeMark func()
	failMark   error
}

func (w *followedWorld) arrive(texts ...string) {
	for _, text := range texts {
		n := int64(len(w.articles) + 1)
		w.articles = append(w.articles, bot.StoredArticle{ID: 100 + n, Revision: n, Seq: n, Extraction: briefing.Extraction{Article: briefing.Article{Title: text, Lang: "en"}}})
	}
}

func (w *followedWorld) follow(t *testing.T, topic string) {
	t.Helper()
	parsed, err := briefing.ParseTopic(topic)
	if err != nil {
		t.Fatal(err)
	}
	w.topics = append(w.topics, bot.FollowedTopic{ID: int64(len(w.topics) + 1), Topic: parsed, From: int64(len(w.articles))})
	w.version++
}

func (w *followedWorld) FindUnprocessed(_ context.Context, limit int) ([]bot.StoredArticle, error) {
	left := w.articles[w.processed:]
	return slices.Clone(left[:min(len(left), limit)]), nil
}

func (w *followedWorld) MarkProcessed(_ context.Context, done []bot.Processed) error {
	if f := w.beforeMark; f != nil {
		w.beforeMark = nil
		f()
	}
	if w.failMark != nil {
		return w.failMark
	}
	for _, p := range done {
		for _, m := range p.Matches {
			w.matches[m] = true
		}
	}
	w.processed += len(done)
	return nil
}

func (w *followedWorld) FindFingerprints(context.Context, time.Time, func(bot.Grouped) error) error {
	return nil
}

func (w *followedWorld) FindTopics(context.Context) ([]bot.FollowedTopic, int64, error) {
	w.loads++
	return slices.Clone(w.topics), w.version, nil
}

func (w *followedWorld) FindTopicsVersion(context.Context) (int64, error) { return w.version, nil }

func (w *followedWorld) FindArrived(_ context.Context, after int64, limit int) (list []bot.StoredArticle, err error) {
	for _, a := range w.articles[:w.processed] {
		if a.Seq > after && len(list) < limit {
			list = append(list, a)
		}
	}
	return list, nil
}

func (w *followedWorld) SaveMatches(_ context.Context, matches []bot.Match) error {
	for _, m := range matches {
		w.matches[m] = true
	}
	return nil
}

// found are the articles of each topic, "1:101 102".
func (w *followedWorld) found() (list []string) {
	for m := range w.matches {
		list = append(list, fmt.Sprintf("%d:%d", m.Topic, m.Article))
	}
	slices.Sort(list)
	return list
}

func newWorld() *followedWorld {
	return &followedWorld{matches: map[bot.Match]bool{}, version: 1}
}

func (w *followedWorld) ingester() *bot.Ingester {
	return bot.NewIngester(nil, w, bot.IngesterOptions{})
}

func process(t *testing.T, g *bot.Ingester) {
	t.Helper()
	if _, err := g.Process(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestArticlesAreMatchedAsTheyAreProcessed(t *testing.T) {
	w := newWorld()
	w.follow(t, "ports")
	w.follow(t, "lorne wheat -rain")
	w.arrive("Strike closes ports", "Wheat in Lorne", "Rain on wheat in Lorne", "Nothing")
	g := w.ingester()
	process(t, g)
	if got := w.found(); !slices.Equal(got, []string{"1:101", "2:102"}) {
		t.Errorf("found %v", got)
	}
	if w.matches[bot.Match{Topic: 1, Article: 101, Rank: briefing.RankTitle}] == false {
		t.Errorf("without its rank: %v", w.matches)
	}
	process(t, g)
	if w.loads != 1 {
		t.Errorf("topics that did not change were read %d times", w.loads)
	}
}

func TestATopicHeardOfLateMissesNothing(t *testing.T) {
	for _, again := range []bool{false, true} {
		t.Run(fmt.Sprintf("restarted %v", again), func(t *testing.T) {
			w := newWorld()
			w.follow(t, "lorne")
			w.arrive("Ports of old")
			g := w.ingester()
			process(t, g)
			w.arrive("Ports before it was followed")
			process(t, g)
			w.arrive("Nothing at all")
			// The topic is followed, and something arrives and is processed,
			// after the round has read the topics.
			w.beforeMark = func() {
				w.follow(t, "ports")
				w.arrive("Ports after that")
				w.processed++ // by the very batch that did not know the topic
			}
			process(t, g)
			if again {
				g = w.ingester() // the service ended before it heard of the topic
			}
			process(t, g)
			if got := w.found(); !slices.Equal(got, []string{"2:104"}) {
				t.Errorf("found %v, want what arrived after the topic was followed", got)
			}
		})
	}
}

func TestAStartLooksNoFurtherBackThanNeeded(t *testing.T) {
	w := newWorld()
	w.follow(t, "ports")
	for i := range 5000 {
		w.arrive(fmt.Sprint("Ports, report ", i))
	}
	w.processed = len(w.articles)
	w.follow(t, "lorne")
	process(t, w.ingester())
	if n := len(w.matches); n > 0 {
		t.Errorf("%d articles were matched again to a topic that had them all", n)
	}
}

func TestWhatWasNotMarkedIsMatchedAgain(t *testing.T) {
	w := newWorld()
	w.follow(t, "ports")
	w.arrive("Ports are open")
	w.failMark = errors.New("disk full")
	g := w.ingester()
	if _, err := g.Process(t.Context()); !errors.Is(err, w.failMark) {
		t.Fatal(err)
	}
	w.failMark = nil
	process(t, g)
	if got := w.found(); !slices.Equal(got, []string{"1:101"}) {
		t.Errorf("found %v", got)
	}
}
