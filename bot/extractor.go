package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"

	"wirebrief/briefing"
)

// MaxArticleBytes is the longest text of an article that is stored.
const MaxArticleBytes = 4 << 20

// Why an article is refused. The text of each says what to mend.
var (
	// ErrNoContent: neither headline nor text.
	ErrNoContent = errors.New("no headline and no text was found in it")
	// ErrTooLong: more than MaxArticleBytes.
	ErrTooLong = fmt.Errorf("its text is longer than %d MB; split it into articles", MaxArticleBytes>>20)
	// ErrExtraction: a mistake in this program, which the log tells more of.
	ErrExtraction = errors.New("reading it failed because of a mistake in wirebrief; please report it with the article")
)

// An extractor makes articles ready to be stored.
type extractor struct {
	extract func(briefing.Article, briefing.Options) briefing.Extraction
	logger  *slog.Logger
}

// A prepared article is ready to store, or refused.
type prepared struct {
	Incoming
	refused error
}

// prepare extracts batch after batch, one ahead of the storing. stop waits
// until nothing runs any more.
func (x extractor) prepare(ctx context.Context, articles []briefing.Article, backlog bool) (<-chan []prepared, func()) {
	ctx, cancel := context.WithCancel(ctx)
	out := make(chan []prepared, 1)
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer close(out)
		for len(articles) > 0 {
			n := batchLength(articles)
			select {
			case out <- x.all(articles[:n], backlog):
			case <-ctx.Done():
				return
			}
			articles = articles[n:]
		}
	}()
	return out, func() { cancel(); <-done }
}

func batchLength(articles []briefing.Article) int {
	size := 0
	for i, a := range articles[:min(len(articles), batchArticles)] {
		if size += len(a.Text); size > batchBytes && i > 0 {
			return i
		}
	}
	return min(len(articles), batchArticles)
}

// all extracts a batch over all processors.
func (x extractor) all(articles []briefing.Article, backlog bool) []prepared {
	out := make([]prepared, len(articles))
	var group sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, a := range articles {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			out[i] = x.one(a, backlog)
		})
	}
	group.Wait()
	return out
}

func (x extractor) one(a briefing.Article, backlog bool) prepared {
	if len(a.Text) > MaxArticleBytes || len(a.Title) > MaxArticleBytes {
		return prepared{refused: ErrTooLong}
	}
	if isBlank(a.Title) && isBlank(a.Text) {
		return prepared{refused: ErrNoContent}
	}
	in, err := x.incoming(a)
	if err != nil {
		return prepared{refused: err}
	}
	if isBlank(in.Extraction.Article.Title) && isBlank(in.Extraction.Article.Text) {
		return prepared{refused: ErrNoContent}
	}
	in.Backlog = backlog
	return prepared{Incoming: in}
}

// incoming extracts an article. A panic, which only a mistake in the rules
// can cause, is logged and refuses this article alone.
func (x extractor) incoming(a briefing.Article) (in Incoming, err error) {
	defer func() {
		if r := recover(); r != nil {
			x.logger.Error("reading an article failed", "title", shorten(a.Title, 200), "url", a.URL, "panic", r, "stack", string(debug.Stack()))
			in, err = Incoming{}, ErrExtraction
		}
	}()
	e := x.extract(a, briefing.Options{})
	return Incoming{Source: a, Extraction: e, Keys: briefing.KeysOf(e.Article)}, nil
}

// again extracts stored revisions under the rules of today. One that cannot be
// read any more stays as an article without quotes and figures, and is not
// found by words, so that it does not hold up all others.
func (x extractor) again(list []Outdated) []Reextracted {
	batch := make([]Reextracted, len(list))
	for i, o := range list {
		in, err := x.incoming(o.Source)
		if err != nil {
			in = Incoming{Source: o.Source, Extraction: briefing.Extraction{Article: o.Source, Rules: briefing.RulesVersion}}
		}
		batch[i] = Reextracted{Article: o.Article, Revision: o.Revision, Incoming: in}
	}
	return batch
}

func isBlank(s string) bool { return strings.TrimSpace(s) == "" }
