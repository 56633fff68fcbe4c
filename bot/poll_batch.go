package bot

import (
	"fmt"
	"slices"
	"time"

	"wirebrief/briefing"
)

const (
	// storeBatch and storePause bound what is gathered of the articles of
	// several sources before it is stored: many sources with one new article
	// each then share a transaction.
	storeBatch, storePause = 64, 50 * time.Millisecond
	// saveBatch and savePause do the same for polls.
	saveBatch, savePause = 100, 200 * time.Millisecond
	// attempts is how often a batch is tried, after firstPause, twice that,
	// and so on, before its parts are tried alone.
	attempts   = 3
	firstPause = time.Second
	// holdTime is how long a source is left alone whose poll could not be
	// saved.
	holdTime = 5 * time.Minute
)

// A storeRequest asks for articles to be stored.
type storeRequest struct {
	articles []briefing.Article
	backlog  bool
	// additions gets what became of the articles, in order. One that could
	// not be stored is refused with errNotKept.
	additions chan<- []Addition
}

// add has articles stored and waits for it.
func (r *pollRun) add(articles []briefing.Article, backlog bool) []Addition {
	additions := make(chan []Addition, 1)
	r.stores <- storeRequest{articles, backlog, additions}
	return <-additions
}

// storeLoop stores what readers ask for, until there are none any more.
func (r *pollRun) storeLoop() {
	for first := range r.stores {
		batch := gather(first, r.stores, storePause, func(batch []storeRequest) bool {
			n := 0
			for _, q := range batch {
				n += len(q.articles)
			}
			return n >= storeBatch || r.allWait(len(batch))
		})
		// News before archives.
		r.storeAll(batch, false)
		r.storeAll(batch, true)
	}
}

// gather collects what comes after first, for as long as pause, or until there
// is enough or more is closed.
func gather[T any](first T, more <-chan T, pause time.Duration, enough func([]T) bool) []T {
	batch := []T{first}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	for !enough(batch) {
		select {
		case next, ok := <-more:
			if !ok {
				return batch
			}
			batch = append(batch, next)
		case <-timer.C:
			return batch
		}
	}
	return batch
}

// allWait reports whether nothing more can come to a batch of n requests: then
// there is no use in waiting.
func (r *pollRun) allWait(n int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.reading <= n
}

// storeAll stores the requests of one kind together.
func (r *pollRun) storeAll(batch []storeRequest, backlog bool) {
	batch = slices.DeleteFunc(slices.Clone(batch), func(q storeRequest) bool { return q.backlog != backlog })
	var articles []briefing.Article
	for _, q := range batch {
		articles = append(articles, q.articles...)
	}
	if len(articles) == 0 {
		return
	}
	additions := r.storeTogether(articles, backlog)
	// What is left is broken, or the store itself is: one by one, so that a
	// bad article is the trouble of its source alone.
	additions = r.storeSingly(articles, additions, backlog)
	for _, q := range batch {
		q.additions <- additions[:len(q.articles):len(q.articles)]
		additions = additions[len(q.articles):]
	}
}

// storeSingly stores the articles that have no addition yet, each alone. Those
// that could not be stored are refused with errNotKept.
func (r *pollRun) storeSingly(articles []briefing.Article, additions []Addition, backlog bool) []Addition {
	inARow := 0
	for _, a := range articles[len(additions):] {
		// Where nothing can be stored there is no use in trying them all.
		if inARow >= attempts || r.late.Err() != nil {
			additions = append(additions, Addition{Refused: errNotKept})
			continue
		}
		one, err := r.ingester.Add(r.late, []briefing.Article{a}, backlog)
		if len(one) == 0 {
			inARow++
			r.o.Logger.Error("an article was not stored", "title", shorten(a.Title, 80), "err", err)
			one = []Addition{{Refused: errNotKept}}
		} else {
			inARow = 0
		}
		additions = append(additions, one...)
	}
	return additions
}

// storeTogether stores articles, waiting a while where the store fails. The
// articles of the additions returned are stored or refused.
func (r *pollRun) storeTogether(articles []briefing.Article, backlog bool) (all []Addition) {
	for n := range attempts {
		additions, err := r.ingester.Add(r.late, articles[len(all):], backlog)
		if all = append(all, additions...); len(all) == len(articles) {
			break
		}
		if !r.pause(n, err) {
			break
		}
	}
	return all
}

// pause waits after the n-th failure of the store. It reports whether there is
// time for another attempt.
func (r *pollRun) pause(n int, err error) bool {
	if r.late.Err() != nil {
		return false
	}
	if n == 0 {
		r.o.Logger.Warn("what was polled was not stored; trying again", "err", err)
	}
	// After the end of ctx there is no time for pauses.
	return n+1 < attempts && (sleep(r.ctx, firstPause<<n) || r.late.Err() == nil)
}

// saveLoop saves polls in batches, until there are none any more. Only what is
// saved, or given up, is let go of.
func (r *pollRun) saveLoop() {
	for first := range r.saves {
		batch := gather(first, r.saves, savePause, func(batch []Polled) bool { return len(batch) >= saveBatch })
		failed := r.save(batch)
		r.change(func() {
			for i, p := range batch {
				if failed != nil && failed[i] {
					r.queue.hold(p.Source.ID, r.now().Add(holdTime))
					continue
				}
				r.queue.release(p.Source.ID)
			}
		})
	}
}

// save saves a batch, in the end one by one, and tells which failed; nil if
// none did. A poll that is not saved is harmless: the source is polled again
// later, and its articles are known by then.
func (r *pollRun) save(batch []Polled) (failed []bool) {
	for n := range attempts {
		err := r.store.SavePolls(r.late, batch)
		if err == nil {
			return nil
		}
		if !r.pause(n, fmt.Errorf("save %d polls: %w", len(batch), err)) {
			break
		}
	}
	failed = make([]bool, len(batch))
	inARow := 0
	for i := range batch {
		// Where nothing can be saved there is no use in trying them all.
		if failed[i] = true; inARow >= attempts {
			continue
		}
		err := r.store.SavePolls(r.late, batch[i:i+1])
		if failed[i] = err != nil; err == nil {
			inARow = 0
			continue
		}
		inARow++
		r.o.Logger.Error("a poll was not saved", "source", batch[i].Source.ID, "err", err)
	}
	return failed
}
