package bot

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"
)

const (
	// correctedFor is how long after it was sent a message is corrected.
	correctedFor = 7 * 24 * time.Hour
	// sentAtOnce is how many deliveries are looked at in one batch, and
	// correctionsAtOnce how many corrections are written in one transaction.
	sentAtOnce        = 2000
	correctionsAtOnce = 100
)

// CorrectorOptions are what a Corrector may be given. The zero value works.
type CorrectorOptions struct {
	// Now tells the time; time.Now by default.
	Now func() time.Time
	// Logger hears of failures, and of how much was corrected. Silent by
	// default.
	Logger *slog.Logger
	// Look is how often changes are looked for; 5 s by default.
	Look time.Duration
}

// A Corrector tells chats when a report that they were sent has changed in what
// they were shown of it, or was withdrawn. Other changes of a report are
// nobody's concern. It owns no goroutine but Run's.
type Corrector struct {
	store    CorrectionStore
	articles ArticleFinder
	o        CorrectorOptions
}

// NewCorrector returns a Corrector. It does no I/O.
func NewCorrector(store CorrectionStore, articles ArticleFinder, o CorrectorOptions) *Corrector {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Look <= 0 {
		o.Look = 5 * time.Second
	}
	return &Corrector{store: store, articles: articles, o: o}
}

// Run corrects until ctx ends, and returns nil then. Failures are logged and
// tried again. Only the holder of the service lease may call it.
func (c *Corrector) Run(ctx context.Context) error {
	for {
		n, err := c.Once(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			c.o.Logger.Error("corrections failed, will be tried again", "error", err)
		case n > 0:
			c.o.Logger.Info("corrections are owed", "corrections", n)
		}
		if !sleep(ctx, c.o.Look) {
			return nil
		}
	}
}

// Once looks at everything that has changed and returns how many corrections
// are owed for it.
func (c *Corrector) Once(ctx context.Context) (corrections int, err error) {
	if corrections, err = c.store.FollowFailedEdits(ctx); err != nil {
		return 0, fmt.Errorf("send corrections that could not be made in place: %w", err)
	}
	for mark := (ChangeMark{}); ; {
		changes, upTo, err := c.store.FindChanges(ctx)
		if err != nil {
			return corrections, fmt.Errorf("look for changed reports: %w", err)
		}
		if upTo == mark {
			return corrections, nil
		}
		for _, change := range changes {
			n, err := c.change(ctx, change)
			if corrections += n; err != nil {
				return corrections, fmt.Errorf("correct what was sent of article %d: %w", change.Article, err)
			}
		}
		if err := c.store.SaveCorrections(ctx, nil, upTo); err != nil {
			return corrections, fmt.Errorf("note up to where was corrected: %w", err)
		}
		mark = upTo
	}
}

// change corrects what was sent of one article.
func (c *Corrector) change(ctx context.Context, change Change) (corrections int, err error) {
	w := &correcting{change: change, at: c.o.Now().UTC().Round(0), articles: c.articles,
		shown: map[int64]StoredArticle{}, judged: map[judgedPart]standing{}}
	if change.Withdrawn == nil {
		current, err := c.articles.FindArticles(ctx, []int64{change.Article})
		if err != nil || len(current) == 0 { // if gone, it is to be told by another change
			return 0, err
		}
		w.now, w.text = current[0], newStandingText(current[0].Extraction)
	}
	for after := int64(0); ; {
		sent, err := c.store.FindSentReports(ctx, change.Article, w.at.Add(-correctedFor), after, sentAtOnce)
		if err != nil || len(sent) == 0 {
			return corrections, err
		}
		var done []CorrectionDone
		for _, s := range sent {
			after = s.Delivery.ID
			more, err := w.correct(ctx, s)
			if err != nil {
				return corrections, err
			}
			done = append(done, more...)
		}
		for some := range slices.Chunk(done, correctionsAtOnce) {
			if err := c.store.SaveCorrections(ctx, some, ChangeMark{}); err != nil {
				return corrections, err
			}
			for _, d := range some {
				if d.Correction != nil {
					corrections++
				}
			}
		}
	}
}
