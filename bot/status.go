package bot

import (
	"context"
	"fmt"
	"time"

	"wirebrief/bot/text"
)

// statusName is the command that tells how the service is doing.
const statusName = "status"

// A ServiceStatus is what operators want to know of chats and deliveries.
type ServiceStatus struct {
	// Chats are those that have set or followed something.
	Chats int
	// Ready and Failed are deliveries that wait to be sent now, and that were
	// given up. Since is when the first of those that wait was due, zero if
	// none does.
	Ready, Failed int
	Since         time.Time
	// Held are deliveries that wait for a time to come, such as alerts in quiet
	// hours.
	Held int
}

// A StatusStore counts for operators.
type StatusStore interface {
	// FindStatus returns how the service is doing. It reads a few numbers,
	// and takes no longer on a large store.
	FindStatus(ctx context.Context) (ServiceStatus, error)
}

// status answers /status: with figures to operators, alone; with a line to
// others.
func (b *Bot) status(ctx context.Context, r *request, _ string) (Reply, error) {
	totals, err := b.articles.CountArticles(ctx, time.Time{})
	if err != nil {
		return Reply{}, fmt.Errorf("count articles: %w", err)
	}
	stored := text.Data{"Articles": b.say.N("status.articles", totals.Articles, nil)}
	if totals.Articles > 0 {
		stored["When"] = teller{b.say, r.now}.age(totals.Newest)
	}
	s, _, err := b.gate.standing(ctx, r)
	if err != nil {
		return Reply{}, err
	}
	if s.Operator {
		return b.operatorStatus(ctx, r, totals, stored)
	}
	if totals.Articles == 0 {
		return b.sentence("status.empty", nil), nil
	}
	return b.sentence("status.well", stored), nil
}

func (b *Bot) operatorStatus(ctx context.Context, r *request, totals Totals, stored text.Data) (Reply, error) {
	articles := b.say.N("status.articles", 0, nil)
	if totals.Articles > 0 {
		articles = b.say.T("status.newest", stored)
	}
	blocks := []Block{{Kind: Header, Runs: []Run{{Text: b.say.T("status.title", nil), Bold: true}}}, item(articles)}
	if b.sourceList != nil {
		sources, err := b.sourceStatus(ctx)
		if err != nil {
			return Reply{}, err
		}
		blocks = append(blocks, item(sources))
	}
	if b.statusStore != nil {
		s, err := b.statusStore.FindStatus(ctx)
		if err != nil {
			return Reply{}, fmt.Errorf("find how the service is doing: %w", err)
		}
		blocks = append(blocks, item(b.say.N("status.chats", s.Chats, nil)),
			item(b.say.T("status.deliveries", text.Data{"Ready": text.Number(s.Ready), "Held": text.Number(s.Held), "Failed": text.Number(s.Failed)})))
		if !s.Since.IsZero() && r.now.Sub(s.Since) > lateAfter {
			blocks = append(blocks, item(b.say.T("status.late", text.Data{"When": teller{b.say, r.now}.age(s.Since)})))
		}
	}
	return Reply{Messages: []Message{{Blocks: blocks}}, ForUser: r.Kind != Private}, nil
}

// lateAfter is how long a delivery may wait before operators are told.
const lateAfter = 5 * time.Minute

// sourceStatus counts the sources, and those that fail.
func (b *Bot) sourceStatus(ctx context.Context) (string, error) {
	list, err := b.sourceList.FindSources(ctx)
	if err != nil {
		return "", fmt.Errorf("find sources: %w", err)
	}
	if len(list) == 0 {
		return b.say.T("status.no-source", nil), nil
	}
	failing := 0
	for _, s := range list {
		if s.State == SourceDead || s.State == SourceActive && s.Failures > 0 {
			failing++
		}
	}
	sources := text.Data{"Sources": b.say.N("status.sources", len(list), nil)}
	if failing == 0 {
		return b.say.T("status.none-failing", sources), nil
	}
	return b.say.N("status.failing", failing, sources), nil
}
