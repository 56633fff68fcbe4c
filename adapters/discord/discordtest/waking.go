package discordtest

import (
	"context"
	"sync"
	"time"
)

const (
	// turn is how often a wakingClock looks, and longTurn the longest time
	// between two looks that counts.
	turn     = 10 * time.Millisecond
	longTurn = 50 * time.Millisecond
)

// A wakingClock measures how long the machine stood still. A bot that runs on the
// same could do nothing then, and is not held to have been slow.
type wakingClock struct {
	mu   sync.Mutex
	last time.Time
	lost time.Duration
}

// stood is how long the machine has stood still so far; nothing if c is nil.
func (c *wakingClock) stood() time.Duration {
	if c == nil {
		return 0
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	if gap := now.Sub(c.last); gap > longTurn {
		c.lost += gap - turn
	}
	c.last = now
	return c.lost
}

// Stood is how long the machine has stood still since the server was made: a bot
// that runs on the same could do nothing then. It is 0 with a clock of one's own.
func (s *Server) Stood() time.Duration { return s.waking.stood() }

// run looks at the clock until ctx ends.
func (c *wakingClock) run(ctx context.Context) {
	ticks := time.NewTicker(turn)
	defer ticks.Stop()
	for {
		select {
		case <-ticks.C:
			c.stood()
		case <-ctx.Done():
			return
		}
	}
}
