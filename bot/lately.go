package bot

import (
	"sync"
	"time"
)

// latelyKept bounds how many results are remembered at once.
const latelyKept = 200

// lately remembers for a moment what was read for one reader, because when
// there is news many ask the same. It is safe for use by several goroutines.
// What it returns is shared: nobody may change it.
type lately[T any] struct {
	life time.Duration // 0 means that nothing is remembered

	mu   sync.Mutex
	kept map[string]result[T]
}

// A result is what was read at a time.
type result[T any] struct {
	value T
	at    time.Time
}

// get returns what is remembered of key, or reads it. Only results that worth
// says so of are remembered: what is still missing is looked for anew.
func (l *lately[T]) get(key string, worth func(T) bool, read func() (T, error)) (T, error) {
	if l.life == 0 {
		return read()
	}
	l.mu.Lock()
	r, ok := l.kept[key]
	l.mu.Unlock()
	began := time.Now() // of the machine: no test moves it
	if ok && began.Sub(r.at) < l.life {
		return r.value, nil
	}
	r.at = began
	var err error
	if r.value, err = read(); err != nil || !worth(r.value) {
		return r.value, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.kept == nil || len(l.kept) >= latelyKept {
		l.kept = map[string]result[T]{}
	}
	l.kept[key] = r
	return r.value, nil
}
