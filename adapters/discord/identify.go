package discord

import (
	"cmp"
	"context"
	"log/slog"
	"sync"
	"time"

	"wirebrief/bot"
)

const (
	// usualTotal is how often a bot may identify itself in identifySpan, unless
	// Discord tells another number.
	usualTotal   = 1000
	identifySpan = 24 * time.Hour
	// spare is the part of these that is never used: once all are, Discord ends
	// all connections and resets the token.
	spare = 5
	// identifying is the name of the budget for it.
	identifying = "identify"
)

// An identifier gives connections their turn to identify themselves: not faster
// than Discord allows, and never so often that the token is in danger. It is
// shared by all connections of a bot.
type identifier struct {
	advice func(context.Context) (gatewayAdvice, error)
	budget bot.Budget
	waits  waits
	logger *slog.Logger

	mu     sync.Mutex
	groups map[int]*identifyGroup
	said   time.Time
}

// An identifyGroup are connections of which one at a time identifies itself.
type identifyGroup struct {
	// free holds a value while none of them has its turn.
	free chan struct{}
	// next is when the next may; it belongs to who has the turn.
	next time.Time
}

func (a *Adapter) newIdentifier() *identifier {
	return &identifier{advice: a.advice, budget: a.o.Budget, waits: a.waits, logger: a.o.Logger, groups: map[int]*identifyGroup{}}
}

// turn waits until a connection may identify itself, and returns the address of
// the gateway. The caller calls done once it has, or has given up: nobody else
// of its group has a turn before. The error is that of ctx, or of the question
// for the address; then there is no done.
func (i *identifier) turn(ctx context.Context, shard int) (url string, done func(), err error) {
	for {
		advice, err := i.advice(ctx)
		if err != nil {
			return "", nil, err
		}
		total := cmp.Or(max(advice.Limit.Total, 0), usualTotal)
		pause := i.spent(total, advice)
		if pause == 0 {
			done, err := i.enter(ctx, shard%max(advice.Limit.MaxConcurrency, 1))
			if err != nil {
				return "", nil, err
			}
			if i.spend(ctx, total) {
				return advice.URL, done, nil
			}
			done()
			pause = i.waits.spent
		}
		if ctx.Err() != nil {
			return "", nil, ctx.Err()
		}
		i.alert(pause)
		if err := sleep(ctx, pause); err != nil {
			return "", nil, err
		}
	}
}

// spent returns how long to wait if Discord counts too many, else 0.
func (i *identifier) spent(total int, advice gatewayAdvice) time.Duration {
	if advice.Limit.Total == 0 || advice.Limit.Remaining >= total/spare {
		return 0
	}
	return max(min(advice.resetAfter(), i.waits.spent), i.waits.first)
}

// enter waits for the turn in a group. The time until the next one counts from
// when done is called: it may be long after.
func (i *identifier) enter(ctx context.Context, number int) (done func(), err error) {
	g := i.group(number)
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-g.free:
	}
	if err := sleep(ctx, time.Until(g.next)); err != nil {
		g.free <- struct{}{}
		return nil, err
	}
	return sync.OnceFunc(func() {
		g.next = time.Now().Add(i.waits.identify)
		g.free <- struct{}{}
	}), nil
}

func (i *identifier) group(number int) *identifyGroup {
	i.mu.Lock()
	defer i.mu.Unlock()
	g := i.groups[number]
	if g == nil {
		g = &identifyGroup{free: make(chan struct{}, 1)}
		g.free <- struct{}{}
		i.groups[number] = g
	}
	return g
}

// spend notes a turn in our own count, and reports whether it may be used. A
// count that cannot be kept does not hold the bot up, for Discord counts, too.
func (i *identifier) spend(ctx context.Context, total int) bool {
	left, err := i.budget.SpendBudget(ctx, Platform, identifying, total-total/spare, identifySpan)
	if err != nil && ctx.Err() == nil {
		i.logger.Error("it was not noted that the bot connects to discord anew; only discord counts it", "platform", Platform, "err", err)
		return true
	}
	return left > 0
}

// alert says that the bot does not connect for now.
func (i *identifier) alert(pause time.Duration) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if now := time.Now(); i.said.IsZero() || now.Sub(i.said) >= time.Hour {
		i.said = now
		i.logger.Error("the bot has connected to discord anew too often today; it waits, for discord would reset its token: messages are sent, and nobody is answered. Does another program use the same token?", "platform", Platform, "asks_again_in", pause)
	}
}
