package main

import (
	"context"
	"sync"
	"time"

	"wirebrief/bot"
	"wirebrief/config"
	"wirebrief/db"
)

// zoneOf is the zone of chats that have not told theirs.
func zoneOf(c config.Config) *time.Location {
	zone, err := time.LoadLocation(c.Digest.Zone)
	if err != nil {
		return time.UTC // config has checked it; the demonstration has none
	}
	return zone
}

// newDigester puts the digester on a store.
func newDigester(store *db.DB, o bot.DigesterOptions, c config.Config) *bot.Digester {
	o.Now = clock
	o.DefaultZone, o.Spread = zoneOf(c), time.Duration(c.Digest.SpreadMinutes)*time.Minute
	o.Sources = (&sourceHealth{store: store}).count
	return bot.NewDigester(store, store, o)
}

// A sourceHealth counts the sources that cannot be read, once a minute at most:
// many digests are due together.
type sourceHealth struct {
	store         bot.SourceStore
	mu            sync.Mutex
	failed, total int
	at            time.Time
}

func (h *sourceHealth) count(ctx context.Context) (failed, total int, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if time.Since(h.at) < time.Minute {
		return h.failed, h.total, nil
	}
	list, err := h.store.FindSources(ctx)
	if err != nil {
		return 0, 0, err
	}
	h.failed, h.total, h.at = 0, 0, time.Now()
	for _, s := range list {
		switch {
		case s.State == bot.SourcePaused: // nobody expects anything of it
			continue
		case s.State == bot.SourceDead, s.Failures > 0:
			h.failed++
		}
		h.total++
	}
	return h.failed, h.total, nil
}

// newCourier puts a courier for adapters on a store.
func newCourier(store *db.DB, adapters []bot.ChatAdapter, o bot.CourierOptions, c config.Config) *bot.Courier {
	o.Alerts = bot.AlertRules{PerHour: c.Limits.Alerts, DefaultZone: zoneOf(c)}
	renderer := bot.NewRenderer(store, bot.RendererOptions{Now: clock, DefaultZone: zoneOf(c), Settings: store})
	return bot.NewCourier(store, adapters, renderer.Message, o)
}

// delivering are the loops that decide what chats are owed, and bring it to
// them.
func (s *service) delivering(board *switchboard, ingester *bot.Ingester) []loop {
	digester := newDigester(s.store, bot.DigesterOptions{Logger: s.logger, Topics: ingester.Know}, s.conf)
	alerter := bot.NewAlerter(s.store, s.store, bot.AlerterOptions{Now: clock, Logger: s.logger, PerHour: s.conf.Limits.Alerts, DefaultZone: zoneOf(s.conf)})
	corrector := bot.NewCorrector(s.store, s.store, bot.CorrectorOptions{Now: clock, Logger: s.logger})
	loops := []loop{digester.Run, alerter.Run, corrector.Run, s.prune}
	if len(board.adapters) > 0 {
		o := bot.CourierOptions{Now: clock, Logger: s.logger, Owner: s.owner, Tell: s.operators.Platform, Pacings: board.pacings}
		o.Refused, o.Gone, o.Blocked = board.menders.Refused, board.menders.Gone, board.menders.Blocked
		loops = append(loops, newCourier(s.store, board.adapters, o, s.conf).Run)
	}
	return loops
}

const (
	// pruneAtOnce is how much of the ledger is forgotten in one transaction,
	// and pruneBreath the time for others between two.
	pruneAtOnce = 200
	pruneBreath = 100 * time.Millisecond
)

// prune forgets what was delivered long ago, a little at a time, until nothing
// of that is left.
func (s *service) prune(ctx context.Context) error {
	wait := time.NewTimer(time.Minute)
	defer wait.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-wait.C:
		}
		next := time.Minute
		switch pruned, err := s.store.PruneLedger(ctx, time.Now(), pruneAtOnce); {
		case err != nil && ctx.Err() == nil:
			s.logger.Error("what was delivered long ago was not forgotten; trying again", "err", err)
		case pruned > 0:
			next = pruneBreath
		}
		wait.Reset(next)
	}
}
