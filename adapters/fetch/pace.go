package fetch

import (
	"context"
	"sync"
	"time"
)

// sweepEvery is how often a pacer forgets idle hosts.
const sweepEvery = 5 * time.Second

// A pacer keeps the peace of hosts: so many requests at once, and so much time
// between the starts of two. It remembers a host no longer than that takes.
type pacer struct {
	spacing time.Duration
	atOnce  int

	mu    sync.Mutex
	hosts map[string]*lane
	swept time.Time
}

// A lane is what a pacer knows of one host.
type lane struct {
	slots chan struct{}
	users int       // who wait or are under way
	last  time.Time // the latest start, which may be ahead
	quiet time.Duration
}

func newPacer(spacing time.Duration, atOnce int) *pacer {
	return &pacer{spacing: max(spacing, 0), atOnce: atOnce, hosts: map[string]*lane{}}
}

// acquire waits until host may be asked, at least spacing after the last time
// if that is more than the pacer's own. The caller must call release when the
// request is over. The error is that of ctx.
func (p *pacer) acquire(ctx context.Context, host string, spacing time.Duration) (release func(), err error) {
	l := p.enter(host)
	select {
	case l.slots <- struct{}{}:
	case <-ctx.Done():
		p.leave(l)
		return nil, ctx.Err()
	}
	release = func() { <-l.slots; p.leave(l) }
	wait, giveBack := p.book(l, max(spacing, p.spacing))
	if err := sleep(ctx, wait); err != nil {
		giveBack()
		release()
		return nil, err
	}
	return release, nil
}

func (p *pacer) enter(host string) *lane {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sweep(time.Now())
	l := p.hosts[host]
	if l == nil {
		l = &lane{slots: make(chan struct{}, p.atOnce)}
		p.hosts[host] = l
	}
	l.users++
	return l
}

func (p *pacer) leave(l *lane) {
	p.mu.Lock()
	defer p.mu.Unlock()
	l.users--
}

// book takes the next start, and returns how long it is until then and how to
// give it back.
func (p *pacer) book(l *lane, spacing time.Duration) (wait time.Duration, giveBack func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now, before := time.Now(), l.last
	start := now
	if next := before.Add(spacing); !before.IsZero() && next.After(now) {
		start = next
	}
	l.last, l.quiet = start, spacing
	return start.Sub(now), func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if l.last.Equal(start) {
			l.last = before
		}
	}
}

// sweep forgets the hosts whose peace is over.
func (p *pacer) sweep(now time.Time) {
	if now.Sub(p.swept) < sweepEvery {
		return
	}
	p.swept = now
	for host, l := range p.hosts {
		if l.users == 0 && !l.last.Add(l.quiet).After(now) {
			delete(p.hosts, host)
		}
	}
}

// sleep waits for d or the end of ctx.
func sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil || d <= 0 {
		return err
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
