package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"wirebrief/adapters/file"
	"wirebrief/bot"
	"wirebrief/briefing"
	"wirebrief/db"
)

const (
	// importBatch is how many articles are read before they are handed on:
	// enough to keep every processor busy, few enough that a crash loses
	// little work.
	importBatch = 64
	// importBytes hands them on earlier, so that large ones do not pile up in
	// memory.
	importBytes = 4 << 20
	// importWait hands them on earlier, too: articles may come in slowly from
	// another program.
	importWait = time.Second
)

// An importing is one import under way.
type importing struct {
	ingester *bot.Ingester
	// archive marks articles that are never new.
	archive bool
	// single refuses all articles but the first: what was said on the command
	// line can be true of one only.
	single   bool
	errs     io.Writer
	progress *progress
	summary  summary
	pending  []file.Item
	// size is that of the pending texts, in bytes.
	size   int
	handed time.Time
}

var errSecondAddress = errors.New("--url is the address of one article, and this is another; import it by itself")

// all stores every item. It ends early when the store fails or ctx ends; what
// was read until then is stored even so, and the summary counts what is.
func (im *importing) all(ctx context.Context, items iter.Seq[file.Item]) error {
	im.handed = time.Now()
	for item := range items {
		im.progress.read(item.Bytes)
		switch {
		case file.IsSkipped(item.Err):
			im.summary.skipped++
		case item.Err != nil:
			im.refuse(item.Err)
		case im.single && im.summary.stored()+len(im.pending) > 0:
			im.refuse(fmt.Errorf("%s: %w", item.Name, errSecondAddress))
		default:
			im.pending = append(im.pending, item)
			im.size += len(item.Article.Title) + len(item.Article.Text)
		}
		if len(im.pending) == importBatch || im.size > importBytes || time.Since(im.handed) > importWait {
			if err := im.store(ctx); err != nil {
				return err
			}
		}
	}
	if err := im.store(ctx); err != nil {
		return err
	}
	return ctx.Err()
}

// store hands the pending articles on and notes what became of each. It does
// not end with ctx: what was read from a pipe could not be read again.
func (im *importing) store(ctx context.Context) error {
	articles := make([]briefing.Article, len(im.pending))
	for i, item := range im.pending {
		articles[i] = item.Article
	}
	additions, err := im.ingester.Add(context.WithoutCancel(ctx), articles, im.archive)
	for i, addition := range additions {
		if addition.Refused != nil {
			im.refuse(fmt.Errorf("%s: %w", im.pending[i].Name, addition.Refused))
		} else {
			im.summary.counts[addition.Outcome]++
		}
	}
	im.progress.stored(im.summary.stored())
	clear(im.pending) // lets go of the texts
	im.pending, im.size, im.handed = im.pending[:0], 0, time.Now()
	return err
}

// refuse prints the reason on a line of its own: names of files are foreign.
func (im *importing) refuse(err error) {
	im.summary.refused++
	im.progress.clear()
	fmt.Fprintf(im.errs, "refused: %s\n", bot.Plain(err.Error()))
}

// processUnlessServed does what a running service would do with new articles,
// if none runs: whoever holds the service lease processes.
func processUnlessServed(ctx context.Context, store *db.DB, ingester *bot.Ingester) (err error) {
	owner := leaseOwner()
	_, ok, err := store.AcquireLease(ctx, owner, leaseTime)
	if err != nil || !ok {
		return err
	}
	lost, err := whileLeased(ctx, store, owner, func(ctx context.Context) error {
		_, err := ingester.Process(ctx)
		return err
	})
	if lost {
		return nil // another took over, and goes on where this one stopped
	}
	return err
}
