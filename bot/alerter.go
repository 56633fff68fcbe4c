package bot

import (
	"context"
	"fmt"
	"log/slog"
	"time"
)

const (
	// alertBatch is how many matches are looked at in one round, alertChats
	// for how many chats alerts are written in one transaction.
	alertBatch = 64
	alertChats = 256
	// alertSpan is how long ago the news of an alert may have been published.
	alertSpan = 6 * time.Hour
	// alertAgain is the least time between the two alerts of a story.
	alertAgain = 2 * time.Hour
	// takenRetries is how often alerts are decided again because a message
	// that they would have changed has just been sent.
	takenRetries = 3
)

// AlerterOptions are what an Alerter may be given. The zero value works.
type AlerterOptions struct {
	// Now tells the time; time.Now by default.
	Now func() time.Time
	// Logger hears of failures inside Run. Silent by default.
	Logger *slog.Logger
	// Look is how often Run looks for news; 250 ms by default.
	Look time.Duration
	// PerHour is how many alerts a chat gets in any hour, folded ones
	// included; 4 by default.
	PerHour int
	// DefaultZone holds for chats that have not told theirs; UTC by default.
	DefaultZone *time.Location
}

// An Alerter turns new articles on instant topics into alerts that chats are
// owed. Only the holder of the service lease runs it, one at a time. It owns no
// goroutine.
type Alerter struct {
	AlerterOptions
	store  AlertStore
	finder ArticleFinder
	// saved is up to where the store was last told that matches were looked at.
	saved int64
}

// NewAlerter returns an Alerter over two ports of one store. It does no I/O.
func NewAlerter(store AlertStore, finder ArticleFinder, o AlerterOptions) *Alerter {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Look <= 0 {
		o.Look = 250 * time.Millisecond
	}
	if o.PerHour <= 0 {
		o.PerHour = 4
	}
	if o.DefaultZone == nil {
		o.DefaultZone = time.UTC
	}
	return &Alerter{AlerterOptions: o, store: store, finder: finder}
}

// rules are those that alerts are made by.
func (a *Alerter) rules() AlertRules {
	return AlertRules{PerHour: a.PerHour, DefaultZone: a.DefaultZone}
}

// Run makes alerts of what is new until ctx ends; then it returns nil. A
// failure is logged and tried again: what was not written is looked at again.
func (a *Alerter) Run(ctx context.Context) error {
	for {
		looked, err := a.Once(ctx)
		if err != nil && ctx.Err() == nil {
			a.Logger.Error("alerts were not made; trying again", "err", err)
		}
		if err == nil && looked > 0 && ctx.Err() == nil {
			continue // there may be more
		}
		if !sleep(ctx, a.Look) {
			return nil
		}
	}
}

// Once looks at the next matches, writes what chats are owed of them, and
// returns how many there were.
func (a *Alerter) Once(ctx context.Context) (int, error) {
	matches, upTo, err := a.store.FindAlertMatches(ctx, alertBatch)
	if err != nil {
		return 0, fmt.Errorf("look for matches of instant topics: %w", err)
	}
	if len(matches) == 0 && upTo == a.saved {
		return 0, nil
	}
	r := newAlertRound(a)
	chats := r.gather(matches)
	for last := false; !last; {
		n := min(len(chats), alertChats)
		// What was looked at is noted last: a crash before repeats the round,
		// which finds the alerts there are and makes none of them again.
		seen := int64(0)
		if last = n == len(chats); last {
			seen = upTo
		}
		if err := r.owe(ctx, chats[:n], seen); err != nil {
			return 0, err
		}
		chats = chats[n:]
	}
	a.saved = upTo
	return len(matches), nil
}
