package bot

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

var start = time.Date(2026, time.November, 6, 9, 0, 0, 0, time.UTC)

// TestLimiterKeepsItsRate gives limiters random rates and random times, and
// counts again all that they let through.
func TestLimiterKeepsItsRate(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 7))
		rate := Rate{N: 1 + r.IntN(20), Per: time.Duration(1+r.IntN(600)) * time.Second}
		if seed%2 == 0 {
			rate.Burst = 1 + r.IntN(10)
		}
		l := newLimiter(rate)
		var taken, told []time.Time
		now := start
		for range 300 {
			now = now.Add(time.Duration(r.Int64N(int64(2 * rate.Per / time.Duration(rate.N)))))
			ok, tell := l.take("ann", now)
			if want := mayTake(rate, taken, now); ok != want {
				t.Fatalf("%+v, seed %d: taken %v at %v after %d", rate, seed, ok, now.Sub(start), len(taken))
			}
			if ok {
				taken = append(taken, now)
			}
			if tell {
				told = append(told, now)
			}
			if tell && ok {
				t.Fatalf("%+v, seed %d: told of a limit that was not reached", rate, seed)
			}
		}
		if len(taken) == 300 && len(told) > 0 || len(taken) < 300 && len(told) == 0 {
			t.Errorf("%+v, seed %d: %d taken, told %d times", rate, seed, len(taken), len(told))
		}
		for i := 1; i < len(told); i++ {
			if told[i].Sub(told[i-1]) < tellAgain {
				t.Errorf("%+v, seed %d: told twice within %v", rate, seed, told[i].Sub(told[i-1]))
			}
		}
	}
}

// mayTake says in a slow and plain way whether one more is allowed: of every
// span that ends now, what was taken in it counts.
func mayTake(r Rate, taken []time.Time, now time.Time) bool {
	if r.Burst == 0 {
		n := 0
		for _, at := range taken {
			if now.Sub(at) < r.Per {
				n++
			}
		}
		return n < r.N
	}
	each := r.Per / time.Duration(r.N)
	for i, at := range taken {
		since := len(taken) - i
		if now.Sub(at) < time.Duration(since+1-r.Burst)*each {
			return false
		}
	}
	return r.Burst > 0
}

func TestLimiterLeavesOthersAlone(t *testing.T) {
	l := newLimiter(Rate{N: 1, Per: time.Hour})
	for i := range 5 {
		if ok, _ := l.take(fmt.Sprint(i), start); !ok {
			t.Errorf("%d has to wait for others", i)
		}
	}
	if ok, tell := l.take("3", start.Add(time.Minute)); ok || !tell {
		t.Errorf("the second of one: %v, told %v", ok, tell)
	}
	if ok, tell := l.take("3", start.Add(time.Minute+tellAgain-time.Second)); ok || tell {
		t.Errorf("the third of one: %v, told %v", ok, tell)
	}
}

func TestNoRateAllowsEverything(t *testing.T) {
	for _, l := range []*limiter{newLimiter(Rate{}), newLimiter(Rate{N: 5}), newLimiter(Rate{Per: time.Hour})} {
		for range 1000 {
			if ok, tell := l.take("ann", start); !ok || tell {
				t.Fatalf("%+v: %v, told %v", l.rate, ok, tell)
			}
		}
		if len(l.used.young) > 0 {
			t.Error("what does not count is remembered")
		}
	}
}

// TestLimiterForgivesAClockSetBack: a wrong clock locks nobody out for long.
func TestLimiterForgivesAClockSetBack(t *testing.T) {
	for _, rate := range []Rate{{N: 2, Per: time.Minute}, {N: 2, Per: time.Minute, Burst: 2}} {
		l := newLimiter(rate)
		for range 3 {
			l.take("ann", start.AddDate(10, 0, 0))
		}
		if ok, _ := l.take("ann", start); !ok {
			t.Errorf("%+v: locked out until the wrong time", rate)
		}
	}
}

func TestLimiterMemoryIsBounded(t *testing.T) {
	l := newLimiter(Rate{N: 1, Per: time.Hour})
	for i := range 5 * maxLimited {
		l.take(fmt.Sprint("stranger ", i), start)
		if i%1000 == 0 { // in use, so never forgotten
			if ok, _ := l.take("regular", start); ok != (i == 0) {
				t.Fatalf("the regular was forgotten after %d strangers", i)
			}
		}
		if n := len(l.used.young) + len(l.used.old); n > 2*maxLimited {
			t.Fatalf("%d are remembered", n)
		}
	}
}

func TestRecents(t *testing.T) {
	r := newRecents(10)
	for _, w := range []struct {
		after time.Duration
		want  bool
	}{{0, true}, {time.Minute, false}, {24*time.Hour - 1, false}, {24 * time.Hour, true}, {25 * time.Hour, false}, {-time.Hour, true}} {
		if got := r.first("ann", start.Add(w.after), 24*time.Hour); got != w.want {
			t.Errorf("after %v: %v", w.after, got)
		}
	}
	if r.forget("ann"); !r.first("ann", start, 24*time.Hour) {
		t.Error("not forgotten")
	}
	for i := range 1000 {
		r.first(fmt.Sprint(i), start, time.Hour)
	}
	if n := len(r.last.young) + len(r.last.old); n > 20 {
		t.Errorf("%d are remembered", n)
	}
}

func TestCodes(t *testing.T) {
	seen := map[CodeHash]bool{}
	for range 1000 {
		shown, hash := NewCode()
		if seen[hash] || len(strings.ReplaceAll(shown, "-", ""))*5 < 80 {
			t.Fatalf("%q is no good code", shown)
		}
		seen[hash] = true
		zeros := strings.NewReplacer("O", "0", "I", "1").Replace(shown)
		for _, typed := range []string{shown, strings.ToLower(shown), strings.ReplaceAll(shown, "-", ""), strings.ReplaceAll(shown, "-", " "), zeros} {
			if got, ok := ParseCode(typed); !ok || got != hash {
				t.Errorf("%q is not read as %q", typed, shown)
			}
		}
	}
	for _, s := range []string{"", "karabakh", "AAAAA", strings.Repeat("A", 19), strings.Repeat("A", 21), strings.Repeat("A", 19) + "8", strings.Repeat("Ä", 10), strings.Repeat("-", 20), strings.Repeat("A", 1<<20)} {
		if _, ok := ParseCode(s); ok {
			t.Errorf("%.30q is read as a code", s)
		}
	}
}
