package bot_test

import (
	"context"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// An interrupted is a store on which something happens after the topics were
// read and before articles are, and whose reader ends when those are marked.
type interrupted struct {
	*digestLedger
	bot.ProcessStore
	bot.TopicStore
	before, after func()
}

func (s *interrupted) FindUnprocessed(ctx context.Context, limit int) ([]bot.StoredArticle, error) {
	if s.before != nil {
		s.before()
		s.before = nil
	}
	return s.ProcessStore.FindUnprocessed(ctx, limit)
}

func (s *interrupted) MarkProcessed(ctx context.Context, done []bot.Processed) error {
	defer s.after()
	return s.ProcessStore.MarkProcessed(ctx, done)
}

// TestADigestWaitsForTheTopicsOfItsChat composes a digest after an article was
// processed by those who have not heard of its topic yet.
func TestADigestWaitsForTheTopicsOfItsChat(t *testing.T) {
	var ingester *bot.Ingester
	l := newDigestLedger(t, eight(3).Add(-time.Hour), bot.DigesterOptions{Topics: func(ctx context.Context, topics []int64) error { return ingester.Know(ctx, topics) }})
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	store := &interrupted{digestLedger: l, ProcessStore: l.store, TopicStore: l.store, after: stop}
	ingester = bot.NewIngester(l.store, store, bot.IngesterOptions{})
	store.before = func() {
		l.follow("quay")
		a := briefing.Article{Title: "Port Ellery opens a second quay", URL: "https://wire.example/quay", Publisher: "Example Wire", Lang: "en",
			Published: l.clock.t, Text: "The port opened a second quay for 14 ships on Thursday, the harbour office said."}
		if _, err := ingester.Add(t.Context(), []briefing.Article{a}, false); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := ingester.Process(ctx); n != 1 || err == nil {
		t.Fatalf("processed %d, %v", n, err)
	}
	l.clock.t = eight(3)
	l.compose()
	digests := l.digests()
	if len(digests) != 1 || digests[0].Total != 1 {
		t.Fatalf("digests: %+v", digests)
	}
}
