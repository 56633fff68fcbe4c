package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"wirebrief/briefing"
)

const (
	// batchArticles and batchBytes bound a batch, so that its transaction
	// stays short for everybody else.
	batchArticles = 16
	batchBytes    = 128 << 10
	// batchPause lets another process write between two batches of Add, and
	// refreshPause between two of Refresh, which is in no hurry.
	batchPause   = 2 * time.Millisecond
	refreshPause = 10 * time.Millisecond
)

// IngesterOptions are what an Ingester may be given. The zero value works.
type IngesterOptions struct {
	// Logger hears of failures inside Run and of articles that could not be
	// read. Silent by default.
	Logger *slog.Logger
	// Poll is how often Run looks for articles that another process stored;
	// 2 s by default, at most 5 s.
	Poll time.Duration
	// Extract finds what an article says; briefing.Extract by default.
	Extract func(briefing.Article, briefing.Options) briefing.Extraction
	// Groups tells which articles have their story already; by default the
	// processes of the Ingester if they can. Without, copies are known only
	// among what one Ingester processes.
	Groups GroupStore
	// Topics tells what is followed; by default the processes of the Ingester
	// if they can. Without, nothing is matched.
	Topics TopicStore
}

// An Ingester turns articles into stored ones: it extracts, makes index keys,
// stores, and processes what is stored. It owns no goroutine but inside Run.
type Ingester struct {
	articles  ArticleStore
	processes ProcessStore
	logger    *slog.Logger
	poll      time.Duration
	extractor extractor
	grouping  grouping
	matcher   matcher
}

// NewIngester returns an Ingester over two ports of one store. A nil processes
// is fine for one that only adds.
func NewIngester(articles ArticleStore, processes ProcessStore, o IngesterOptions) *Ingester {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Poll <= 0 {
		o.Poll = 2 * time.Second
	}
	if o.Extract == nil {
		o.Extract = briefing.Extract
	}
	if o.Groups == nil {
		o.Groups, _ = processes.(GroupStore)
	}
	if o.Topics == nil {
		o.Topics, _ = processes.(TopicStore)
	}
	return &Ingester{
		articles: articles, processes: processes, logger: o.Logger, poll: min(o.Poll, 5*time.Second),
		extractor: extractor{o.Extract, o.Logger}, grouping: grouping{store: o.Groups},
		matcher: matcher{store: o.Topics, logger: o.Logger},
	}
}

// An Addition is what became of one article: stored, or refused with the
// reason.
type Addition struct {
	Storing
	Refused error
}

// Add extracts and stores articles and returns what became of each, in their
// order. backlog marks archives, which are never new. On an error the articles
// of the additions returned are stored and the rest is not.
func (g *Ingester) Add(ctx context.Context, articles []briefing.Article, backlog bool) ([]Addition, error) {
	additions := make([]Addition, 0, len(articles))
	batches, stop := g.extractor.prepare(ctx, articles, backlog)
	defer stop()
	for batch := range batches {
		stored, err := g.store(ctx, batch)
		additions = append(additions, stored...)
		if err != nil {
			return additions, err
		}
		sleep(ctx, batchPause)
	}
	return additions, ctx.Err()
}

// store stores what was not refused of a batch in one transaction. On an error
// the articles of the additions returned are stored.
func (g *Ingester) store(ctx context.Context, batch []prepared) ([]Addition, error) {
	additions := make([]Addition, len(batch))
	var incoming []Incoming
	var at []int
	for i, p := range batch {
		if additions[i].Refused = p.refused; p.refused == nil {
			incoming = append(incoming, p.Incoming)
			at = append(at, i)
		}
	}
	if len(incoming) == 0 {
		return additions, nil
	}
	stored, err := g.articles.StoreArticles(ctx, incoming)
	if errors.Is(err, ErrBadExtraction) {
		return g.storeSingly(ctx, incoming, at, additions)
	}
	if err != nil {
		return nil, fmt.Errorf("store %d articles: %w", len(incoming), err)
	}
	for i, s := range stored {
		additions[at[i]].Storing = s
	}
	return additions, nil
}

// storeSingly stores a batch that holds a bad extraction, article by article,
// so that only that one is refused. at are their places in additions.
func (g *Ingester) storeSingly(ctx context.Context, incoming []Incoming, at []int, additions []Addition) ([]Addition, error) {
	for i := range incoming {
		stored, err := g.articles.StoreArticles(ctx, incoming[i:i+1])
		switch {
		case errors.Is(err, ErrBadExtraction):
			additions[at[i]].Refused = err
		case err != nil:
			return additions[:at[i]], fmt.Errorf("store an article: %w", err)
		default:
			additions[at[i]].Storing = stored[0]
		}
	}
	return additions, nil
}

// Refresh extracts and indexes again what was stored under older rules, and
// returns how many revisions. It leaves pauses for others, and may be stopped
// and called again at any time.
func (g *Ingester) Refresh(ctx context.Context) (int, error) {
	total, before := 0, int64(0)
	for {
		list, err := g.articles.FindOutdated(ctx, briefing.RulesVersion, batchArticles)
		if err != nil {
			return total, fmt.Errorf("find articles under older rules: %w", err)
		}
		if len(list) == 0 {
			return total, nil
		}
		if list[0].Revision == before {
			return total, fmt.Errorf("extract revision %d again: the store still holds it under older rules", before)
		}
		before = list[0].Revision
		if err := g.update(ctx, g.extractor.again(list)); err != nil {
			return total, fmt.Errorf("store %d articles extracted again: %w", len(list), err)
		}
		total += len(list)
		if !sleep(ctx, refreshPause) {
			return total, ctx.Err()
		}
	}
}

// update stores what was extracted again. An article with a bad extraction
// keeps its headline and text only, so that it does not hold up the others.
func (g *Ingester) update(ctx context.Context, batch []Reextracted) error {
	err := g.articles.UpdateExtractions(ctx, batch)
	if !errors.Is(err, ErrBadExtraction) {
		return err
	}
	for i := range batch {
		err := g.articles.UpdateExtractions(ctx, batch[i:i+1])
		if errors.Is(err, ErrBadExtraction) {
			g.logger.Error("an article is shown without quotes and figures", "article", batch[i].Article, "err", err)
			e := &batch[i].Extraction
			e.Quotes, e.Figures, e.Denials = nil, nil, nil
			err = g.articles.UpdateExtractions(ctx, batch[i:i+1])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Run processes what is stored, from any process, until ctx ends, and in the
// background brings what older rules extracted up to date. A failure is logged
// and tried again at the next round. It returns nil once all it started has
// ended.
func (g *Ingester) Run(ctx context.Context) error {
	var group sync.WaitGroup
	defer group.Wait()
	group.Go(func() { g.refreshLoop(ctx) })
	for {
		if n, err := g.Process(ctx); err != nil && ctx.Err() == nil {
			g.logger.Error("articles were not processed; trying again", "err", err)
		} else if n > 0 {
			g.logger.Info("articles processed", "count", n)
		}
		if !sleep(ctx, g.poll) {
			return nil
		}
	}
}

// refreshLoop refreshes until it has succeeded once: rules change with the
// program only.
func (g *Ingester) refreshLoop(ctx context.Context) {
	for {
		n, err := g.Refresh(ctx)
		if n > 0 {
			g.logger.Info("articles extracted again under newer rules", "count", n)
		}
		if err == nil || ctx.Err() != nil {
			return
		}
		g.logger.Error("articles were not extracted again; trying again", "err", err)
		if !sleep(ctx, 10*g.poll) {
			return
		}
	}
}

// sleep waits for d and reports whether ctx is still alive.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}
