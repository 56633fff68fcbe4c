package bot

import (
	"cmp"
	"context"
	"errors"
	"sync"
	"time"
)

// latelyKept is how many results are remembered at once, unless lately.most says
// otherwise.
const latelyKept = 200

// lately remembers for a moment what was read for one reader, because when
// there is news many ask the same: those who ask at the same time wait for one
// of them, and who asks a little later is shown what that one was. It is safe for
// use by several goroutines. What it returns is shared: nobody may change it.
type lately[T any] struct {
	life time.Duration // 0 means that nothing is remembered
	most int           // how many results are remembered at once; 0 means latelyKept

	mu   sync.Mutex
	kept map[string]result[T]
	// underWay is what is being read.
	underWay map[string]*reading[T]
}

// A result is what was read at a time.
type result[T any] struct {
	value T
	at    time.Time
}

// A reading is under way until done is closed; value and err are what came of
// it.
type reading[T any] struct {
	done  chan struct{}
	value T
	err   error
}

// errUnread is the error of a reading that ended in a panic.
var errUnread = errors.New("reading ended early")

// get returns what is remembered of key, or reads it. Only results that worth
// says so of are remembered: what is still missing is looked for anew. ctx is
// that of who asks; read knows it.
func (l *lately[T]) get(ctx context.Context, key string, worth func(T) bool, read func() (T, error)) (T, error) {
	if l.life == 0 {
		return read()
	}
	for {
		value, kept, other, mine := l.begin(key)
		switch {
		case kept:
			return value, nil
		case mine != nil:
			return l.lead(key, mine, worth, read)
		}
		select {
		case <-other.done:
		case <-ctx.Done():
			return value, ctx.Err()
		}
		// That whoever read went away says nothing about the others.
		if !errors.Is(other.err, context.Canceled) && !errors.Is(other.err, context.DeadlineExceeded) {
			return other.value, other.err
		}
	}
}

// begin returns what is kept of key, or the reading of it that is under way, or
// else one that is the caller's to do.
func (l *lately[T]) begin(key string) (value T, kept bool, other, mine *reading[T]) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if r, ok := l.kept[key]; ok && time.Since(r.at) < l.life { // of the machine: no test moves it
		return r.value, true, nil, nil
	}
	if other = l.underWay[key]; other != nil {
		return value, false, other, nil
	}
	mine = &reading[T]{done: make(chan struct{}), err: errUnread}
	if l.underWay == nil {
		l.underWay = map[string]*reading[T]{}
	}
	l.underWay[key] = mine
	return value, false, nil, mine
}

// lead reads for all who wait for it.
func (l *lately[T]) lead(key string, mine *reading[T], worth func(T) bool, read func() (T, error)) (T, error) {
	began := time.Now()
	defer func() { // also after a panic
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.underWay, key)
		if mine.err == nil && worth(mine.value) {
			if l.kept == nil || len(l.kept) >= cmp.Or(l.most, latelyKept) {
				l.kept = map[string]result[T]{}
			}
			l.kept[key] = result[T]{value: mine.value, at: began}
		}
		close(mine.done)
	}()
	mine.value, mine.err = read()
	return mine.value, mine.err
}
