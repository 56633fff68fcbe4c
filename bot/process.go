package bot

import (
	"context"
	"fmt"
	"time"

	"wirebrief/briefing"
)

const (
	// processBatch is how many articles are processed at once.
	processBatch = 64
	// groupWindow is how far back articles are read that copies may follow.
	groupWindow = 72 * time.Hour
)

// Process gives every unprocessed article its story and the topics that it
// matches, in the order of arrival, and returns how many. Only the holder of the
// service lease may call it, one call at a time.
func (g *Ingester) Process(ctx context.Context) (int, error) {
	total := 0
	for {
		n, err := g.processSome(ctx)
		if total += n; n == 0 || err != nil {
			return total, err
		}
	}
}

// processSome processes the next articles and returns how many.
func (g *Ingester) processSome(ctx context.Context) (int, error) {
	g.matcher.mu.Lock()
	defer g.matcher.mu.Unlock()
	// Asked before each batch: whoever follows a topic now sees what
	// arrives from now on.
	if err := g.matcher.refresh(ctx); err != nil {
		return 0, err
	}
	list, err := g.processes.FindUnprocessed(ctx, processBatch)
	if err != nil {
		return 0, fmt.Errorf("find unprocessed articles: %w", err)
	}
	if len(list) == 0 {
		return 0, nil
	}
	done, err := g.grouping.place(ctx, list)
	if err != nil {
		return 0, err
	}
	g.matcher.match(list, done)
	if err := g.processes.MarkProcessed(ctx, done); err != nil {
		g.grouping.forget()
		return 0, fmt.Errorf("note the stories of %d articles: %w", len(list), err)
	}
	g.matcher.processed(list)
	return len(list), nil
}

// Know has what is processed so far matched to topics, also to those that were
// followed a moment ago, which Process may hear of later: whoever uses up their
// news asks for that before. It waits for the batch that is being processed.
func (g *Ingester) Know(ctx context.Context, topics []int64) error {
	return g.matcher.know(ctx, topics)
}

// A grouping gives articles their stories. What the grouper knows is what is
// stored: it is read when first needed, and again when storing has failed.
type grouping struct {
	store   GroupStore
	grouper *briefing.Grouper
}

// place returns the stories of articles, in their order.
func (g *grouping) place(ctx context.Context, list []StoredArticle) ([]Processed, error) {
	if err := g.load(ctx, list[0].Arrived.Add(-groupWindow)); err != nil {
		return nil, err
	}
	done := make([]Processed, len(list))
	for i, a := range list {
		story, duplicate := g.grouper.Add(briefing.Grouped{
			Article: a.ID, Story: a.Story, Publisher: a.Article.Publisher, At: countsAt(a), Fingerprint: a.Fingerprint,
		})
		done[i] = Processed{Article: a.ID, Revision: a.Revision, Story: story, Duplicate: duplicate}
	}
	return done, nil
}

// load makes a grouper that knows what counts as since then or later, if there
// is none yet.
func (g *grouping) load(ctx context.Context, since time.Time) error {
	if g.grouper != nil {
		return nil
	}
	grouper := briefing.NewGrouper()
	if g.store != nil {
		if err := g.store.FindFingerprints(ctx, since, func(a Grouped) error {
			grouper.Load(briefing.Grouped(a))
			return nil
		}); err != nil {
			return fmt.Errorf("read the stories there are: %w", err)
		}
	}
	g.grouper = grouper
	return nil
}

// forget lets go of the grouper, which knows stories that were not stored.
func (g *grouping) forget() { g.grouper = nil }
