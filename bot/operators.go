package bot

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"wirebrief/bot/text"
)

// An OperatorTeller reaches those who run the bot.
type OperatorTeller interface {
	// TellOperators owes n to every operator in their private chat with the
	// bot, but not on one platform, "" for none, and returns how many. What is
	// not delivered within a day is of no use any more.
	TellOperators(ctx context.Context, n Notice, except Platform) (told int, err error)
}

const (
	// toldSources is how many sources that were given up operators hear of by
	// name in a toldSpan: of all that go down together they hear once more.
	toldSources = 5
	// toldReports is the same for mistakes that readers report.
	toldReports = 10
	toldSpan    = 24 * time.Hour
	// toldTitle and toldProblem are how much of a source's own words a notice
	// shows, in bytes.
	toldTitle, toldProblem = 120, 200
)

// An OperatorLine tells operators in chat what the log has told already: what
// they hear from a Courier and a Poller. It is safe for use by several
// goroutines.
type OperatorLine struct {
	teller OperatorTeller
	logger *slog.Logger

	mu sync.Mutex
	// sources are those given up, reports the mistakes that readers found.
	sources, reports dayCount
}

// A dayCount counts what happens in a toldSpan.
type dayCount struct {
	since time.Time
	n     int
}

// another counts one more at now.
func (t *dayCount) another(now time.Time) int {
	if now.Sub(t.since) >= toldSpan {
		*t = dayCount{since: now}
	}
	t.n++
	return t.n
}

// NewOperatorLine returns an OperatorLine. The logger hears if nobody could be
// told.
func NewOperatorLine(teller OperatorTeller, logger *slog.Logger) *OperatorLine {
	return &OperatorLine{teller: teller, logger: logger}
}

// Platform tells what has happened to a platform, on the others.
func (o *OperatorLine) Platform(ctx context.Context, about Platform, n Notice) {
	o.tell(ctx, n, about)
}

// Deaf tells that nothing is heard from a platform any more.
func (o *OperatorLine) Deaf(ctx context.Context, p Platform) {
	o.tell(ctx, Notice{Key: string(text.ID("courier.deaf")), Data: map[string]string{"Platform": string(p)}}, p)
}

// Refused tells that a platform refuses the bot, so that nothing is heard from
// there until it is started again.
func (o *OperatorLine) Refused(ctx context.Context, p Platform) {
	o.tell(ctx, Notice{Key: string(text.ID("courier.refused")), Data: map[string]string{"Platform": string(p)}}, p)
}

// Source tells that a source was given up, and why.
func (o *OperatorLine) Source(ctx context.Context, s Source, problem string) {
	switch n := o.count(&o.sources); {
	case n <= toldSources:
		data := map[string]string{"Title": shorten(Plain(s.Title), toldTitle), "Problem": shorten(Plain(problem), toldProblem)}
		o.tell(ctx, Notice{Key: string(text.ID("courier.source")), Data: data}, "")
	case n == toldSources+1:
		o.tell(ctx, Notice{Key: string(text.ID("courier.sources"))}, "")
	}
}

// Reported tells that a reader has found a mistake.
func (o *OperatorLine) Reported(ctx context.Context, r Report) {
	switch n := o.count(&o.reports); {
	case n <= toldReports:
		data := map[string]string{"Title": shorten(Plain(r.Title), toldTitle), "Words": shorten(Plain(r.Words), toldProblem)}
		id := text.ID("courier.reported")
		if r.Words == "" {
			id = text.ID("courier.reported-other")
		}
		o.tell(ctx, Notice{Key: string(id), Data: data}, "")
	case n == toldReports+1:
		o.tell(ctx, Notice{Key: string(text.ID("courier.reports"))}, "")
	}
}

func (o *OperatorLine) count(t *dayCount) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return t.another(time.Now())
}

func (o *OperatorLine) tell(ctx context.Context, n Notice, except Platform) {
	switch told, err := o.teller.TellOperators(ctx, n, except); {
	case err != nil:
		o.logger.Error("operators were not told in chat", "what", n.Key, "err", err)
	case told == 0:
		o.logger.Warn("there is no operator who could be told in chat; 'wirebrief operator' makes one", "what", n.Key)
	}
}
