package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"wirebrief/adapters/fetch"
)

// starts lets n callers ask for host and returns when each may start, in
// order; each keeps its slot for took.
func starts(t *testing.T, p *fetch.Pacer, n int, spacing, took time.Duration) []time.Duration {
	begin := time.Now()
	var mu sync.Mutex
	var at []time.Duration
	var all sync.WaitGroup
	for range n {
		all.Go(func() {
			release, err := p.Acquire(context.Background(), "a:80", spacing)
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			at = append(at, time.Since(begin))
			mu.Unlock()
			time.Sleep(took)
			release()
		})
	}
	all.Wait()
	slices.Sort(at)
	return at
}

func TestPacer(t *testing.T) {
	const s = time.Second
	for name, test := range map[string]struct {
		own, asked, took time.Duration
		atOnce           int
		want             []time.Duration
	}{
		"spacing":                   {s, 0, 0, 2, []time.Duration{0, s, 2 * s, 3 * s}},
		"concurrency":               {s, 0, 10 * s, 2, []time.Duration{0, s, 10 * s, 11 * s}},
		"one at once":               {s, 0, 3 * s, 1, []time.Duration{0, 3 * s, 6 * s, 9 * s}},
		"no spacing":                {-1, 0, s, 2, []time.Duration{0, 0, s, s}},
		"more is asked for":         {s, 5 * s, 0, 2, []time.Duration{0, 5 * s, 10 * s, 15 * s}},
		"less is asked for":         {s, s / 2, 0, 2, []time.Duration{0, s, 2 * s, 3 * s}},
		"none, but it is asked for": {-1, s, 0, 9, []time.Duration{0, s, 2 * s, 3 * s}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				if got := starts(t, fetch.NewPacer(test.own, test.atOnce), 4, test.asked, test.took); !slices.Equal(got, test.want) {
					t.Errorf("starts %v, want %v", got, test.want)
				}
			})
		})
	}
}

func TestPacerHearsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := fetch.NewPacer(10*time.Second, 1)
		release, err := p.Acquire(context.Background(), "a:80", 0)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if _, err := p.Acquire(ctx, "a:80", 0); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("waiting for a slot: %v", err)
		}
		release()
		ctx, cancel = context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if _, err := p.Acquire(ctx, "a:80", 0); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("waiting for the time: %v", err)
		}
		// Who gave up has taken no start from those who come later.
		begin := time.Now()
		release, err = p.Acquire(context.Background(), "a:80", 0)
		if took := time.Since(begin); err != nil || took != 8*time.Second {
			t.Errorf("the next waits %v, %v; want 8s", took, err)
		}
		release()
	})
}

func TestPacerForgets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := fetch.NewPacer(500*time.Millisecond, 2)
		for i := range 10000 {
			release, err := p.Acquire(context.Background(), fmt.Sprintf("host%d.example:80", i), 0)
			if err != nil {
				t.Fatal(err)
			}
			release()
			time.Sleep(10 * time.Millisecond)
		}
		if n := p.Remembered(); n > 700 {
			t.Errorf("%d hosts are remembered", n)
		}
		time.Sleep(time.Minute)
		if _, err := p.Acquire(context.Background(), "last.example:80", 0); err != nil || p.Remembered() != 1 {
			t.Errorf("%v, %d hosts after a minute", err, p.Remembered())
		}
	})
}

// TestHundredHosts asks 100 hosts five times each: they do not wait for each
// other, and each is left in peace in between.
func TestHundredHosts(t *testing.T) {
	const hosts, each, spacing = 100, 5, 200 * time.Millisecond
	var mu sync.Mutex
	seen := map[string][]time.Time{}
	s := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		mu.Lock()
		seen[r.Host] = append(seen[r.Host], time.Now())
		mu.Unlock()
	})
	c := newClient(t, fetch.Options{Spacing: spacing, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, s.Listener.Addr().String())
	}})
	begin := time.Now()
	var all sync.WaitGroup
	for host := range hosts {
		for range each {
			all.Go(func() { get(t, c, fetch.Request{URL: fmt.Sprintf("http://host%d.example/", host)}) })
		}
	}
	all.Wait()
	if took := time.Since(begin); took < (each-1)*spacing || took > time.Minute {
		t.Errorf("took %v", took)
	}
	if len(seen) != hosts {
		t.Errorf("%d hosts asked", len(seen))
	}
	for host, at := range seen {
		slices.SortFunc(at, time.Time.Compare)
		if len(at) != each {
			t.Errorf("%s was asked %d times", host, len(at))
		}
		for n, when := range at {
			if early := time.Duration(n)*spacing - when.Sub(begin); early > 0 {
				t.Errorf("request %d to %s came %v too early", n, host, early)
			}
		}
	}
}

// TestRedirectsArePaced checks that a hop counts as a request of its host.
func TestRedirectsArePaced(t *testing.T) {
	s := serve(t, moving)
	c := newClient(t, fetch.Options{Spacing: 80 * time.Millisecond})
	begin := time.Now()
	get(t, c, fetch.Request{URL: s.URL + "/302/302/end"})
	if took := time.Since(begin); took < 160*time.Millisecond {
		t.Errorf("three requests in %v", took)
	}
	t.Run("who waits hears the context", func(t *testing.T) {
		c := newClient(t, fetch.Options{Spacing: time.Hour})
		get(t, c, fetch.Request{URL: s.URL + "/end"})
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
		defer cancel()
		if _, err := c.Fetch(ctx, fetch.Request{URL: s.URL + "/end"}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("waiting takes nothing from the whole time", func(t *testing.T) {
		t.Parallel() // which it does, most of the time
		c := newClient(t, fetch.Options{Spacing: 3 * time.Second, Timeout: 5 * time.Second})
		get(t, c, fetch.Request{URL: s.URL + "/302/302/end"})
	})
}
