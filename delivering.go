package main

import (
	"context"
	"sync"
	"time"

	"wirebrief/bot"
	"wirebrief/config"
	"wirebrief/db"
)

// morePlatforms are chat platforms besides those that the configuration names.
// Tests set it, to run the real service on a platform of their own.
var morePlatforms = func() []bot.ChatAdapter { return nil }

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
	o.DefaultZone = zoneOf(c)
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
	renderer := bot.NewRenderer(store, bot.RendererOptions{DefaultZone: zoneOf(c), Settings: store})
	return bot.NewCourier(store, adapters, renderer.Message, o)
}

// delivering are the loops that decide what chats are owed, and bring it to
// them.
func (s *service) delivering(adapters []bot.ChatAdapter) []loop {
	digester := newDigester(s.store, bot.DigesterOptions{Logger: s.logger}, s.conf)
	alerter := bot.NewAlerter(s.store, s.store, bot.AlerterOptions{Logger: s.logger, PerHour: s.conf.Limits.Alerts, DefaultZone: zoneOf(s.conf)})
	corrector := bot.NewCorrector(s.store, s.store, bot.CorrectorOptions{Logger: s.logger})
	loops := []loop{digester.Run, alerter.Run, corrector.Run, s.prune}
	if len(adapters) > 0 {
		loops = append(loops, newCourier(s.store, adapters, bot.CourierOptions{Logger: s.logger, Owner: s.owner}, s.conf).Run)
	}
	return loops
}

// prune forgets what was delivered long ago, a little at a time.
func (s *service) prune(ctx context.Context) error {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		if _, err := s.store.PruneLedger(ctx, time.Now(), 200); err != nil && ctx.Err() == nil {
			s.logger.Error("what was delivered long ago was not forgotten; trying again", "err", err)
		}
	}
}

// answering are the loops that hear what people say on each platform.
func answering(adapters []bot.ChatAdapter, h bot.Handler) []loop {
	var loops []loop
	for _, adapter := range adapters {
		loops = append(loops, func(ctx context.Context) error { return adapter.Run(ctx, h) })
	}
	return loops
}
