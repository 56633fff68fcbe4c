package bot_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// A fanOut is a store of many chats that are all due at the same minute. It
// keeps nothing of the digests but their number, so that what is measured is
// composing.
type fanOut struct {
	*digestWorld
	due      []bot.DueChat
	byTopic  [][]bot.TopicNews
	article  []bot.StoredArticle
	composed int
	stories  int
	heap     uint64
}

func (f *fanOut) FindDueChats(_ context.Context, _ time.Time, limit int) ([]bot.DueChat, error) {
	return f.due[f.composed:min(len(f.due), f.composed+limit)], nil
}

func (f *fanOut) FindTopicNews(_ context.Context, topics []int64, _ int64, _ time.Time) ([]bot.TopicNews, int64, error) {
	var news []bot.TopicNews
	for _, t := range topics {
		news = append(news, f.byTopic[t][:min(len(f.byTopic[t]), 300)]...)
	}
	return news, int64(len(f.article)), nil
}

// FindShown tells of every chat and one story in twenty that it was shown.
func (f *fanOut) FindShown(_ context.Context, chats []bot.ChatRef, stories []int64) ([]bot.Shown, error) {
	var shown []bot.Shown
	for i, c := range chats {
		for j := i % 20; j < len(stories); j += 400 {
			shown = append(shown, bot.Shown{Chat: c, Story: stories[j], At: thursday.Add(-12 * time.Hour), Figures: []bot.ShownFigure{{Revision: stories[j]}}})
		}
	}
	return shown, nil
}

func (f *fanOut) FindArticles(_ context.Context, ids []int64) ([]bot.StoredArticle, error) {
	list := make([]bot.StoredArticle, 0, len(ids))
	for _, id := range ids {
		list = append(list, f.article[id-1])
	}
	return list, nil
}

func (f *fanOut) FindRevision(_ context.Context, revision int64) (bot.StoredArticle, error) {
	return f.article[revision-1], nil
}

func (f *fanOut) SaveDigests(_ context.Context, done []bot.DigestDone) error {
	for _, d := range done {
		if d.Digest != nil {
			f.stories += len(d.Digest.Stories) + len(d.Digest.Also)
			if _, err := bot.EncodeContent(d.Digest); err != nil {
				return err
			}
		}
	}
	if f.composed += len(done); f.composed%50_000 < len(done) {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		f.heap = max(f.heap, m.HeapAlloc)
	}
	return nil
}

// fanOutChats is how many chats are due at the same minute.
const fanOutChats = 100_000

// newFanOut makes chats that follow 1 to 20 of 5,000 topics each, popular ones
// more often, and a day's articles that match several topics each.
func newFanOut(b testing.TB, chats, articles int) *fanOut {
	const topics = 5000
	random := rand.New(rand.NewPCG(1, 2))
	popular := rand.NewZipf(random, 1.07, 20, topics-1)
	f := &fanOut{digestWorld: newDigestWorld(b, thursday), byTopic: make([][]bot.TopicNews, topics)}
	parsed := make([]briefing.Topic, topics)
	for i := range parsed {
		parsed[i] = mustTopic(b, fmt.Sprintf("topic%d", i))
	}
	texts := []newsReport{harbourLater, school, wheat, insurer, ministers, harbour, harbourElsewhere}
	for i := range articles {
		r := texts[i%len(texts)]
		e := r.incoming().Extraction
		arrived := thursday.Add(-24*time.Hour + time.Duration(i)*24*time.Hour/time.Duration(articles))
		e.Article.Published, e.Article.Publisher = arrived.Add(-time.Minute), fmt.Sprintf("Publisher %d", i%300)
		a := bot.StoredArticle{ID: int64(i + 1), Revision: int64(i + 1), Story: int64(i + 1 - i%3), Arrived: arrived, Extraction: e}
		f.article = append(f.article, a)
		for range 1 + random.IntN(6) {
			t := int64(popular.Uint64())
			f.byTopic[t] = append(f.byTopic[t], bot.TopicNews{
				Topic: t, Article: a.ID, Story: a.Story, Revision: a.Revision, Seq: a.ID, Arrived: arrived, At: e.Article.Published,
				Rank: 1 + random.IntN(3), Publisher: e.Article.Publisher, Lang: "en",
			})
		}
	}
	for _, news := range f.byTopic {
		slices.Reverse(news)
	}
	for i := range chats {
		c := bot.DueChat{Settings: bot.Settings{
			Chat: chatN(i), Digests: []bot.DigestTime{{Minute: 240, Days: bot.EveryDay}}, NextDigest: thursday, NextSlot: "2026-11-05 04:00",
		}}
		for range 1 + random.IntN(20) {
			t := int64(popular.Uint64())
			if !slices.Contains(c.Topics, t) {
				c.Topics = append(c.Topics, t)
				c.Subscriptions = append(c.Subscriptions, bot.Subscription{Chat: c.Chat, Topic: parsed[t], Mode: bot.Daily})
			}
		}
		f.due = append(f.due, c)
	}
	return f
}

// BenchmarkDigests composes the digests of 100,000 chats that are due at the
// same minute, each of 1 to 20 of 5,000 topics, of 50,000 articles of a day.
// The budget is 2,000 a second on one core.
func BenchmarkDigests(b *testing.B) {
	f := newFanOut(b, fanOutChats, 50_000)
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	before := m.HeapAlloc
	for b.Loop() {
		f.composed, f.stories, f.heap = 0, 0, 0
		begin := time.Now()
		if _, err := bot.NewDigester(f, f, bot.DigesterOptions{Now: f.clock}).Once(context.Background()); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(f.composed)/time.Since(begin).Seconds(), "digests/s")
		b.ReportMetric(float64(f.stories)/float64(f.composed), "stories/digest")
		b.ReportMetric((float64(f.heap)-float64(before))/(1<<20), "MiB")
	}
}
