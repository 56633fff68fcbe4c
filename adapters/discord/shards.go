package discord

import (
	"cmp"
	"context"
	"sync"
	"time"
)

// maxShards bounds what advice is followed.
const maxShards = 4096

// gatewayAdvice is what Discord tells about connections.
type gatewayAdvice struct {
	URL    string `json:"url"`
	Shards int    `json:"shards"`
	Limit  struct {
		Total          int   `json:"total"`
		Remaining      int   `json:"remaining"`
		ResetAfter     int64 `json:"reset_after"` // in milliseconds
		MaxConcurrency int   `json:"max_concurrency"`
	} `json:"session_start_limit"`
}

// resetAfter is how long until the bot may identify itself as often as at
// first.
func (g *gatewayAdvice) resetAfter() time.Duration {
	return min(time.Duration(max(g.Limit.ResetAfter, 0)), 24*60*60*1000) * time.Millisecond
}

// advice asks once for what Discord advises.
func (a *Adapter) advice(ctx context.Context) (gatewayAdvice, error) {
	var advice gatewayAdvice
	err := a.call(ctx, request{method: "GET", path: "/gateway/bot"}, &advice)
	return advice, err
}

// address asks once for the address of the gateway.
func (a *Adapter) address(ctx context.Context) (string, error) {
	advice, err := a.advice(ctx)
	return advice.URL, err
}

// Shards are the connections into which the guilds of a bot are divided.
type shards struct {
	a     *Adapter
	count int
	turns *identifier
	// ready gets a value when the bot has identified itself.
	ready chan struct{}
	// library waits for the goroutines of the library.
	library sync.WaitGroup
}

// keepShards keeps all connections until ctx ends, or until Discord refuses
// one for good: then all end.
func (a *Adapter) keepShards(ctx context.Context) error {
	count, err := a.countShards(ctx)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	g := &shards{a: a, count: count, turns: a.newIdentifier(), ready: make(chan struct{}, 1)}
	var all sync.WaitGroup
	all.Go(func() { g.tellReady(ctx) })
	for shard := range count {
		all.Go(func() {
			if err := g.supervisor(shard).run(ctx); err != nil {
				stop(err)
			}
		})
	}
	select {
	case <-ctx.Done():
	case <-a.client.gate.refused:
		stop(tokenRefused(a.client.gate.refusal()))
	}
	all.Wait()
	g.await(a.waits.farewell)
	return context.Cause(ctx)
}

// tellReady tells that the bot is connected, beside the connection: that may
// take its time.
func (g *shards) tellReady(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-g.ready:
			g.a.ready()
		}
	}
}

// await waits for the library to end what it does, which it does within a
// second, unless it hangs.
func (g *shards) await(within time.Duration) {
	ended := make(chan struct{})
	go func() { defer close(ended); g.library.Wait() }()
	timer := time.NewTimer(within)
	defer timer.Stop()
	select {
	case <-ended:
	case <-timer.C:
	}
}

// countShards is the number of connections, asked for until Discord answers.
func (a *Adapter) countShards(ctx context.Context) (int, error) {
	if a.o.Shards > 0 {
		return a.o.Shards, nil
	}
	t := a.trouble()
	for {
		advice, err := a.advice(ctx)
		if err == nil {
			return min(cmp.Or(max(advice.Shards, 0), 1), maxShards), nil
		}
		if f := a.client.gate.refusal(); f != nil {
			return 0, tokenRefused(f)
		}
		if err := t.wait(ctx, err); err != nil {
			return 0, err
		}
	}
}
