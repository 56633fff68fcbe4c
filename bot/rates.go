package bot

import (
	"sync"
	"time"
)

// A Rate allows N things in a time. The zero value allows everything.
type Rate struct {
	N   int
	Per time.Duration
	// Burst, if not zero, is how many may come at once; they then come back
	// evenly, N in each Per. Without it, no span as long as Per holds more
	// than N.
	Burst int
}

// Rates bound what people may ask of the bot. The zero value allows everything.
type Rates struct {
	// User bounds the commands of one person, Costly those that take much
	// work.
	User, Costly Rate
	// Group bounds the answers that are asked for in one group and that all
	// its members read.
	Group Rate
	// Inquiry bounds what one person asks from within other chats, where each
	// key that is typed asks.
	Inquiry Rate
}

// DefaultRates are what DESIGN.md section 6 names.
func DefaultRates() Rates {
	return Rates{
		User:   Rate{N: 20, Per: time.Minute, Burst: 10},
		Costly: Rate{N: 12, Per: time.Hour, Burst: 4},
		Group:  Rate{N: 6, Per: 10 * time.Minute},

		Inquiry: Rate{N: 60, Per: time.Minute, Burst: 30},
	}
}

const (
	// maxLimited bounds what a limiter remembers, see generations.
	maxLimited = 20_000
	// tellAgain is how long somebody who was told of a limit is not told
	// again: a minute, so that nobody believes the bot to be dead.
	tellAgain = time.Minute
)

// A limiter counts by key what a Rate allows. Its memory is bounded, and a
// restart forgets it.
type limiter struct {
	rate Rate
	mu   sync.Mutex
	used generations[*usage]
}

// A usage is what one key has used.
type usage struct {
	// free is when all of the burst is there again.
	free time.Time
	// at are the last N times without a burst, a ring whose oldest is next.
	at   []time.Time
	next int
	// told is when the limit was last told.
	told time.Time
}

func newLimiter(r Rate) *limiter {
	return &limiter{rate: r, used: generations[*usage]{most: maxLimited}}
}

// take counts one thing for key. If that is too much nothing is counted and ok
// is false; tell is true if that should be said, which it is once, then not
// for a while.
func (l *limiter) take(key string, now time.Time) (ok, tell bool) {
	if l.rate.N <= 0 || l.rate.Per <= 0 {
		return true, false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	u, known := l.used.get(key)
	if !known {
		u = &usage{}
		l.used.put(key, u)
	}
	if u.take(l.rate, now) {
		return true, false
	}
	if since := now.Sub(u.told); !u.told.IsZero() && 0 <= since && since < tellAgain {
		return false, false
	}
	u.told = now
	return false, true
}

// take counts one thing, or reports that it is too much. A clock that was set
// back forgives.
func (u *usage) take(r Rate, now time.Time) bool {
	if r.Burst <= 0 {
		return u.takeInWindow(r, now)
	}
	each := r.Per / time.Duration(r.N)
	most := each * time.Duration(r.Burst)
	free := u.free
	if free.Before(now) || free.Sub(now) > most {
		free = now
	}
	if free = free.Add(each); free.Sub(now) > most {
		return false
	}
	u.free = free
	return true
}

func (u *usage) takeInWindow(r Rate, now time.Time) bool {
	if len(u.at) < r.N {
		u.at = append(u.at, now)
		return true
	}
	if age := now.Sub(u.at[u.next]); 0 <= age && age < r.Per {
		return false
	}
	u.at[u.next] = now
	u.next = (u.next + 1) % r.N
	return true
}

// generations remember values by key, at most about twice most of them: when
// the young are that many they become the old, and the old are forgotten
// unless they were asked for in the meantime. So what is in use stays, and a
// crowd of strangers costs no more than its share.
type generations[V any] struct {
	most       int
	young, old map[string]V
}

func (g *generations[V]) get(key string) (v V, ok bool) {
	if v, ok = g.young[key]; ok {
		return v, true
	}
	if v, ok = g.old[key]; ok {
		g.put(key, v)
	}
	return v, ok
}

func (g *generations[V]) put(key string, v V) {
	if _, there := g.young[key]; !there && len(g.young) >= g.most || g.young == nil {
		g.young, g.old = map[string]V{}, g.young
	}
	g.young[key] = v
}

// recents remember when something was last done for a key.
type recents struct {
	mu   sync.Mutex
	last generations[time.Time]
}

func newRecents(most int) *recents { return &recents{last: generations[time.Time]{most: most}} }

// first reports whether nothing was done for key within the time before now,
// and notes that now it is.
func (r *recents) first(key string, now time.Time, within time.Duration) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if last, ok := r.last.get(key); ok && 0 <= now.Sub(last) && now.Sub(last) < within {
		return false
	}
	r.last.put(key, now)
	return true
}

// forget makes the next time for key the first.
func (r *recents) forget(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.last.young, key)
	delete(r.last.old, key)
}
