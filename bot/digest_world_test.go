package bot_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// A digestWorld is a store in memory as far as digests need one.
type digestWorld struct {
	t        testing.TB
	mu       sync.Mutex
	now      time.Time
	chats    map[bot.ChatRef]*bot.DueChat
	topics   map[string]int64
	news     []bot.TopicNews
	articles map[int64]bot.StoredArticle
	all      map[int64]bot.StoredArticle // by revision
	shown    []bot.Shown
	slots    map[string]bool
	// sent are the digests saved, in order.
	sent []bot.DigestDone
	// fail, if set, is asked before each call.
	fail func(call string) error
	// calls counts them, by name.
	calls     map[string]int
	seq       int64
	meanwhile func()
}

func newDigestWorld(t testing.TB, now time.Time) *digestWorld {
	return &digestWorld{
		t: t, now: now, chats: map[bot.ChatRef]*bot.DueChat{}, topics: map[string]int64{}, articles: map[int64]bot.StoredArticle{},
		all: map[int64]bot.StoredArticle{}, slots: map[string]bool{}, calls: map[string]int{},
	}
}

func (w *digestWorld) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *digestWorld) set(now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = now
}

func (w *digestWorld) call(name string) error {
	w.calls[name]++
	if w.fail != nil {
		return w.fail(name)
	}
	return nil
}

func (w *digestWorld) topic(name string) int64 {
	topic := mustTopic(w.t, name)
	if w.topics[topic.Key()] == 0 {
		w.topics[topic.Key()] = int64(len(w.topics) + 1)
	}
	return w.topics[topic.Key()]
}

// follow makes a chat follow topics in one mode, with a digest at 08:00 each
// day unless times are given before.
func (w *digestWorld) follow(chat bot.ChatRef, mode bot.Mode, topics ...string) *bot.DueChat {
	c := w.chats[chat]
	if c == nil {
		c = &bot.DueChat{Seen: w.seq}
		c.Chat = chat
		c.Digests = []bot.DigestTime{{Minute: 8 * 60, Days: bot.EveryDay}}
		w.chats[chat] = c
	}
	for _, name := range topics {
		c.Subscriptions = append(c.Subscriptions, bot.Subscription{
			ID: int64(len(c.Subscriptions) + 1), Chat: chat, Topic: mustTopic(w.t, name), Mode: mode, Created: w.now,
		})
		c.Topics = append(c.Topics, w.topic(name))
	}
	w.plan(c)
	return c
}

// plan works out the next digest of a chat.
func (w *digestWorld) plan(c *bot.DueChat) {
	zone := time.UTC
	if c.Zone != "" {
		var err error
		if zone, err = time.LoadLocation(c.Zone); err != nil {
			w.t.Fatal(err)
		}
	}
	c.NextDigest, c.NextSlot = time.Time{}, ""
	if at, slot, ok := bot.NextDigest(w.now, c.Digests, zone); ok {
		c.NextDigest, c.NextSlot = at.UTC(), slot.String()
	}
}

// A newsReport is a sample with the topics that it matches.
type newsReport struct {
	sample
	topics []string
	rank   int
	// values of its figures, if they matter.
	values []float64
	// casualties marks its figures as people killed or injured.
	casualties bool
}

// arrive stores a report now and returns its article.
func (w *digestWorld) arrive(r newsReport) bot.StoredArticle {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seq++
	e := r.incoming().Extraction
	if r.age != 0 {
		e.Article.Published = w.now.Add(-r.age)
	}
	for i, v := range r.values {
		e.Figures[i].Value, e.Figures[i].High, e.Figures[i].Casualty = v, v, r.casualties
	}
	a := bot.StoredArticle{ID: 1000 + w.seq, Revision: 5000 + w.seq, Number: 1, Arrived: w.now, Extraction: e}
	a.Story = a.ID
	if r.story != 0 {
		a.Story = int64(r.story)
	}
	w.articles[a.ID], w.all[a.Revision] = a, a
	at := a.Arrived
	if p := e.Article.Published; !p.IsZero() && p.Before(at) {
		at = p
	}
	for _, name := range r.topics {
		w.news = append(w.news, bot.TopicNews{
			Topic: w.topic(name), Article: a.ID, Story: a.Story, Revision: a.Revision, Seq: w.seq, Arrived: a.Arrived, At: at,
			Rank: cmp.Or(r.rank, briefing.RankTitle), Publisher: e.Article.Publisher, Lang: e.Article.Lang,
		})
	}
	return a
}

func (w *digestWorld) FindDueChats(_ context.Context, now time.Time, limit int) ([]bot.DueChat, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.call("FindDueChats"); err != nil {
		return nil, err
	}
	var due []bot.DueChat
	for _, c := range w.chats {
		if !c.NextDigest.IsZero() && !c.NextDigest.After(now) {
			due = append(due, *c)
		}
	}
	slices.SortFunc(due, func(x, y bot.DueChat) int {
		return cmp.Or(x.NextDigest.Compare(y.NextDigest), cmp.Compare(x.Chat.ID, y.Chat.ID))
	})
	return due[:min(len(due), limit)], nil
}

func (w *digestWorld) FindDigestChat(_ context.Context, chat bot.ChatRef) (bot.DueChat, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.call("FindDigestChat"); err != nil {
		return bot.DueChat{}, err
	}
	if c := w.chats[chat]; c != nil {
		return *c, nil
	}
	return bot.DueChat{}, nil
}

func (w *digestWorld) FindTopicNews(_ context.Context, topics []int64, after int64, since time.Time) ([]bot.TopicNews, int64, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.call("FindTopicNews"); err != nil {
		return nil, 0, err
	}
	var news []bot.TopicNews
	for _, n := range w.news {
		if slices.Contains(topics, n.Topic) && n.Seq > after && !n.At.Before(since) {
			news = append(news, n)
		}
	}
	slices.Reverse(news)
	return news, w.seq, nil
}

func (w *digestWorld) FindShown(_ context.Context, chats []bot.ChatRef, stories []int64) ([]bot.Shown, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.call("FindShown"); err != nil {
		return nil, err
	}
	var list []bot.Shown
	for _, s := range w.shown {
		if slices.Contains(chats, s.Chat) && slices.Contains(stories, s.Story) {
			list = append(list, s)
		}
	}
	return list, nil
}

func (w *digestWorld) SaveDigests(_ context.Context, done []bot.DigestDone) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.call("SaveDigests"); err != nil {
		return err
	}
	if w.meanwhile != nil {
		w.meanwhile()
	}
	for _, d := range done {
		w.save(d)
	}
	return nil
}

func (w *digestWorld) save(d bot.DigestDone) {
	c := w.chats[d.Chat.Chat]
	key := fmt.Sprint(d.Chat.Chat, d.Chat.NextSlot)
	if d.Digest != nil && !w.slots[key] {
		w.slots[key] = true
		w.sent = append(w.sent, d)
		c.LastDigest = d.Digest.Composed
		for _, s := range slices.Concat(d.Digest.Stories, d.Digest.Also) {
			shown := bot.Shown{Chat: d.Chat.Chat, Story: s.Story, At: w.now}
			for _, n := range s.Figures {
				shown.Figures = append(shown.Figures, bot.ShownFigure{Revision: s.Revision, Number: n})
			}
			w.shown = append(w.shown, shown)
		}
	}
	c.Seen = max(c.Seen, d.Seen)
	if !d.Composed.IsZero() {
		c.Composed = d.Composed
	}
	if c.NextSlot == d.Chat.NextSlot && c.NextDigest.Equal(d.Chat.NextDigest) {
		c.NextDigest, c.NextSlot = d.Next, d.NextSlot
	}
}

func (w *digestWorld) SearchArticles(_ context.Context, s bot.Search) (bot.Hits, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.call("SearchArticles"); err != nil {
		return bot.Hits{}, err
	}
	var hits bot.Hits
	for _, a := range w.articles {
		if s.Query.Match(briefing.KeysOf(a.Article)) {
			hits.List = append(hits.List, bot.Hit{Article: a.ID, Story: a.Story, At: a.Arrived})
		}
	}
	slices.SortFunc(hits.List, func(x, y bot.Hit) int { return cmp.Compare(y.Article, x.Article) })
	return hits, nil
}

func (w *digestWorld) FindArticles(_ context.Context, ids []int64) ([]bot.StoredArticle, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.call("FindArticles"); err != nil {
		return nil, err
	}
	var list []bot.StoredArticle
	for _, id := range ids {
		if a, ok := w.articles[id]; ok {
			list = append(list, a)
		}
	}
	return list, nil
}

func (w *digestWorld) FindRevision(_ context.Context, revision int64) (bot.StoredArticle, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.call("FindRevision"); err != nil {
		return bot.StoredArticle{}, err
	}
	if a, ok := w.all[revision]; ok {
		return a, nil
	}
	return bot.StoredArticle{}, bot.ErrNotFound
}

func (w *digestWorld) CountArticles(context.Context, time.Time) (bot.Totals, error) {
	return bot.Totals{Articles: len(w.articles)}, nil
}

func (w *digestWorld) digester(o bot.DigesterOptions) *bot.Digester {
	o.Now = w.clock
	return bot.NewDigester(w, w, o)
}

// run composes what is due now and returns the digests made.
func (w *digestWorld) run(d *bot.Digester) []*bot.Digest {
	w.t.Helper()
	before := len(w.sent)
	if _, err := d.Once(context.Background()); err != nil {
		w.t.Fatal(err)
	}
	var made []*bot.Digest
	for _, s := range w.sent[before:] {
		made = append(made, s.Digest)
	}
	return made
}

// words are a digest as its chat would read it now.
func (w *digestWorld) words(digest *bot.Digest) bot.Message {
	w.t.Helper()
	r := bot.NewRenderer(w, bot.RendererOptions{Now: w.clock, Settings: digestSettings{w}})
	m, err := r.Message(context.Background(), bot.Delivery{Chat: digest.Chat, Kind: bot.DigestDelivery, Content: digest})
	if err != nil {
		w.t.Fatal(err)
	}
	checkMessage(w.t, m)
	return m
}

// digestSettings are the settings of the chats of a digestWorld.
type digestSettings struct{ *digestWorld }

func (s digestSettings) FindSettings(_ context.Context, chat bot.ChatRef) (bot.Settings, error) {
	if c := s.chats[chat]; c != nil {
		return c.Settings, nil
	}
	return bot.Settings{Chat: chat}, nil
}

func (s digestSettings) ChangeSettings(context.Context, bot.Event, bot.ChatRef, bot.SettingsChange) (before, after bot.Settings, err error) {
	return before, after, bot.ErrNotFound
}

func (s digestSettings) DeleteChat(context.Context, bot.Event, bot.ChatRef) error {
	return bot.ErrNotFound
}

func (s digestSettings) ExportChat(context.Context, bot.ChatRef) ([]byte, error) {
	return nil, bot.ErrNotFound
}
