package bot_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// An articleStore has a field for each method that a test cares about.
type articleStore struct {
	store    func([]bot.Incoming) ([]bot.Storing, error)
	outdated func(limit int) ([]bot.Outdated, error)
	update   func([]bot.Reextracted) error
}

func (s articleStore) StoreArticles(_ context.Context, batch []bot.Incoming) ([]bot.Storing, error) {
	return s.store(batch)
}

func (s articleStore) FindOutdated(_ context.Context, _, limit int) ([]bot.Outdated, error) {
	if s.outdated == nil {
		return nil, nil
	}
	return s.outdated(limit)
}

func (s articleStore) UpdateExtractions(_ context.Context, batch []bot.Reextracted) error {
	return s.update(batch)
}

// plainArticles are n articles, with one that is refused after every third.
func plainArticles(n int) []briefing.Article {
	var all []briefing.Article
	for i := range n {
		if i%4 == 3 {
			all = append(all, briefing.Article{Text: " \n\t"})
			continue
		}
		all = append(all, briefing.Article{Title: fmt.Sprint("Report ", i), Publisher: "Example Wire", Text: "The council met. It was brief."})
	}
	return all
}

func TestAddKeepsOrderAndRefuses(t *testing.T) {
	var batches []int
	g := bot.NewIngester(articleStore{store: func(batch []bot.Incoming) ([]bot.Storing, error) {
		batches = append(batches, len(batch))
		var out []bot.Storing
		for _, in := range batch {
			var n int64
			if _, err := fmt.Sscanf(in.Extraction.Article.Title, "Report %d", &n); err != nil {
				return nil, err
			}
			if !in.Backlog || in.Source.Text == "" {
				return nil, errors.New("the batch lost its marks")
			}
			out = append(out, bot.Storing{Article: n, Outcome: bot.Stored})
		}
		return out, nil
	}}, nil, bot.IngesterOptions{})
	additions, err := g.Add(context.Background(), plainArticles(100), true)
	if err != nil || len(additions) != 100 {
		t.Fatalf("%d additions, %v", len(additions), err)
	}
	for i, a := range additions {
		if i%4 == 3 && !errors.Is(a.Refused, bot.ErrNoContent) {
			t.Errorf("article %d was not refused: %+v", i, a)
		}
		if i%4 != 3 && (a.Refused != nil || a.Article != int64(i)) {
			t.Errorf("article %d became %+v", i, a)
		}
	}
	for _, n := range batches {
		if n > 16 {
			t.Errorf("a batch of %d articles is a long transaction", n)
		}
	}
}

func TestAddRefusesWhatIsTooLong(t *testing.T) {
	g := bot.NewIngester(articleStore{}, nil, bot.IngesterOptions{})
	additions, err := g.Add(context.Background(), []briefing.Article{{Title: "x", Text: strings.Repeat("a", bot.MaxArticleBytes+1)}}, false)
	if err != nil || len(additions) != 1 || !errors.Is(additions[0].Refused, bot.ErrTooLong) {
		t.Fatalf("got %+v, %v", additions, err)
	}
}

func TestAddStopsAtAnError(t *testing.T) {
	calls, full := 0, errors.New("disk full")
	g := bot.NewIngester(articleStore{store: func(batch []bot.Incoming) ([]bot.Storing, error) {
		if calls++; calls == 2 {
			return nil, full
		}
		return make([]bot.Storing, len(batch)), nil
	}}, nil, bot.IngesterOptions{})
	additions, err := g.Add(context.Background(), plainArticles(100), false)
	if !errors.Is(err, full) || len(additions) != 16 {
		t.Fatalf("%d additions, %v; want those of the first batch and the error", len(additions), err)
	}
}

func TestAddHearsTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	g := bot.NewIngester(articleStore{store: func(batch []bot.Incoming) ([]bot.Storing, error) {
		cancel()
		return make([]bot.Storing, len(batch)), nil
	}}, nil, bot.IngesterOptions{})
	if additions, err := g.Add(ctx, plainArticles(5000), false); !errors.Is(err, context.Canceled) || len(additions) == 5000 {
		t.Fatalf("%d additions, %v", len(additions), err)
	}
}

func TestRefreshTellsAStoreThatDoesNotMove(t *testing.T) {
	g := bot.NewIngester(articleStore{
		outdated: func(int) ([]bot.Outdated, error) { return []bot.Outdated{{Article: 1, Revision: 9}}, nil },
		update:   func([]bot.Reextracted) error { return nil },
	}, nil, bot.IngesterOptions{})
	if n, err := g.Refresh(context.Background()); err == nil {
		t.Fatalf("%d revisions and no error", n)
	}
}

func TestIngesterOnAStore(t *testing.T) {
	ctx := context.Background()
	c := &clock{morning}
	d := newStore(t, c)
	g := bot.NewIngester(d, d, bot.IngesterOptions{})
	articles := []briefing.Article{
		{URL: "https://wire.example/1", Title: "Castell bridge opens", Publisher: "Example Wire", Lang: "en", Published: morning.Add(-time.Hour), Text: "The bridge in Castell opened on Friday. Traffic was light."},
		{URL: "https://wire.example/2", Title: "Lorne harvest begins", Publisher: "Example Wire", Lang: "en", Published: morning.Add(-2 * time.Hour), Text: "The harvest in Lorne began. Rain is expected."},
	}
	outcomes := func() [2]bot.Outcome {
		t.Helper()
		additions, err := g.Add(ctx, articles, false)
		if err != nil || len(additions) != 2 {
			t.Fatalf("%d additions, %v", len(additions), err)
		}
		return [2]bot.Outcome{additions[0].Outcome, additions[1].Outcome}
	}
	if got := outcomes(); got != [2]bot.Outcome{bot.Stored, bot.Stored} {
		t.Errorf("first time: %v", got)
	}
	if n, err := g.Process(ctx); n != 2 || err != nil {
		t.Errorf("processed %d, %v", n, err)
	}
	if got := outcomes(); got != [2]bot.Outcome{bot.Unchanged, bot.Unchanged} {
		t.Errorf("second time: %v", got)
	}
	articles[1].Text += " Two mills are closed."
	if got := outcomes(); got != [2]bot.Outcome{bot.Unchanged, bot.Revised} {
		t.Errorf("after a change: %v", got)
	}
	if n, err := g.Process(ctx); n > 1 || err != nil {
		t.Errorf("processed %d after one change, %v", n, err)
	}
	hits, err := d.SearchArticles(ctx, bot.Search{})
	if err != nil || len(hits.List) != 2 || hits.List[0].Story == 0 || hits.List[1].Story == 0 || hits.List[0].Story == hits.List[1].Story {
		t.Errorf("stories %+v, %v", hits.List, err)
	}
	if n, err := g.Refresh(ctx); n != 0 || err != nil {
		t.Errorf("refreshed %d, %v: nothing is older than the rules", n, err)
	}
}

// A processStore fails the first time.
type processStore struct{ calls int }

func (s *processStore) FindUnprocessed(context.Context, int) ([]bot.StoredArticle, error) {
	if s.calls++; s.calls == 1 {
		return nil, errors.New("busy")
	}
	return nil, nil
}

func (s *processStore) MarkProcessed(context.Context, []bot.Processed) error { return nil }

func TestRunTriesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		refreshed, processes := 0, &processStore{}
		g := bot.NewIngester(articleStore{
			outdated: func(int) ([]bot.Outdated, error) {
				switch refreshed++; refreshed {
				case 1:
					return nil, errors.New("busy")
				case 2:
					return []bot.Outdated{{Article: 1, Revision: 2, Source: briefing.Article{Title: "Council", Lang: "en", Text: "The council met."}}}, nil
				}
				return nil, nil
			},
			update: func(batch []bot.Reextracted) error {
				if len(batch) != 1 || batch[0].Source.Text != "The council met." || batch[0].Extraction.Article.Title != "Council" || len(batch[0].Keys.Title) == 0 {
					return fmt.Errorf("the batch is %+v", batch)
				}
				return nil
			},
		}, processes, bot.IngesterOptions{})
		ended := make(chan error, 1)
		go func() { ended <- g.Run(ctx) }()
		time.Sleep(time.Minute)
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run returned %v", err)
		}
		if refreshed != 3 {
			t.Errorf("looked %d times for outdated articles, want 3: failure, work, nothing left", refreshed)
		}
		if processes.calls < 12 {
			t.Errorf("looked %d times for new articles in a minute", processes.calls)
		}
	})
}

func TestRunProcessesAndEnds(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	g := bot.NewIngester(d, d, bot.IngesterOptions{Poll: 5 * time.Millisecond})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- g.Run(ctx) }()
	if _, err := g.Add(ctx, plainArticles(5), false); err != nil {
		t.Fatal(err)
	}
	deadline := time.After(time.Minute)
	for {
		hits, err := d.SearchArticles(ctx, bot.Search{})
		if err != nil {
			t.Fatal(err)
		}
		done := len(hits.List) == 4
		for _, h := range hits.List {
			done = done && h.Story != 0
		}
		if done {
			break
		}
		select {
		case <-deadline:
			t.Fatalf("not processed: %+v", hits.List)
		case <-time.After(5 * time.Millisecond):
		}
	}
	cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("Run returned %v", err)
		}
	case <-time.After(time.Minute):
		t.Error("Run did not end")
	}
}

// panicking is briefing.Extract with a mistake that one article brings out.
func panicking(a briefing.Article, o briefing.Options) briefing.Extraction {
	if strings.Contains(a.Title, "bad") {
		panic("a mistake in the rules")
	}
	return briefing.Extract(a, o)
}

func TestPanicRefusesOneArticleAlone(t *testing.T) {
	var log strings.Builder
	var stored []string
	store := articleStore{store: func(batch []bot.Incoming) ([]bot.Storing, error) {
		for _, in := range batch {
			stored = append(stored, in.Extraction.Article.Title)
		}
		return make([]bot.Storing, len(batch)), nil
	}}
	g := bot.NewIngester(store, nil, bot.IngesterOptions{Extract: panicking, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	additions, err := g.Add(t.Context(), []briefing.Article{
		{Title: "First", Text: "The council met."}, {Title: "A bad one", Text: "The council met."}, {Title: "Last", Text: "The council met."},
	}, false)
	if err != nil || len(additions) != 3 {
		t.Fatalf("got %d additions, %v", len(additions), err)
	}
	if additions[0].Refused != nil || additions[2].Refused != nil || !errors.Is(additions[1].Refused, bot.ErrExtraction) {
		t.Errorf("refused: %v", additions)
	}
	if got := strings.Join(stored, ","); got != "First,Last" {
		t.Errorf("stored %s", got)
	}
	if !strings.Contains(log.String(), "a mistake in the rules") || !strings.Contains(log.String(), "A bad one") {
		t.Errorf("the log does not tell what went wrong: %s", log.String())
	}
}

func TestPanicDoesNotHoldUpRefresh(t *testing.T) {
	list := []bot.Outdated{
		{Article: 1, Revision: 1, Source: briefing.Article{Title: "A bad one", Text: "The council met."}},
		{Article: 2, Revision: 2, Source: briefing.Article{Title: "Last", Text: "The council met."}},
	}
	var updated []bot.Reextracted
	g := bot.NewIngester(articleStore{
		outdated: func(int) ([]bot.Outdated, error) {
			if updated != nil {
				return nil, nil
			}
			return list, nil
		},
		update: func(batch []bot.Reextracted) error { updated = batch; return nil },
	}, nil, bot.IngesterOptions{Extract: panicking})
	if n, err := g.Refresh(t.Context()); n != 2 || err != nil {
		t.Fatalf("refreshed %d, %v", n, err)
	}
	for i, u := range updated {
		if u.Extraction.Rules != briefing.RulesVersion || u.Extraction.Article.Title != list[i].Source.Title {
			t.Errorf("got %+v", u.Extraction)
		}
	}
}
