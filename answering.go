package main

import (
	"context"
	"errors"
	"time"

	"wirebrief/bot"
)

const (
	// firstSilence and lastSilence bound the time until a platform is listened
	// to again after the connection was lost for good; steady is how long it
	// must have held for the next loss to count as the first.
	firstSilence = time.Second
	lastSilence  = 10 * time.Minute
	steady       = 10 * time.Minute
	// deafAfter is how many losses in a row the operator is told of.
	deafAfter = 3
)

// answering are the loops that hear what people say on each platform. What is
// wrong with one, such as a token that was revoked, is nothing to the others.
func (s *service) answering(adapters []bot.ChatAdapter, h bot.Handler) []loop {
	var loops []loop
	for _, adapter := range adapters {
		loops = append(loops, func(ctx context.Context) error { return s.hear(ctx, adapter, h) })
	}
	return loops
}

// hear listens to one platform until ctx ends, again and again if need be.
func (s *service) hear(ctx context.Context, adapter bot.ChatAdapter, h bot.Handler) error {
	pause := firstSilence
	for losses := 0; ; {
		began := time.Now()
		err := adapter.Run(ctx, h)
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, bot.ErrRefused):
			// Asking again and again does not help, and may get the bot banned.
			s.logger.Error("a platform refuses the bot; the others go on", "platform", adapter.Platform(), "err", err)
			s.operators.Refused(ctx, adapter.Platform())
			return nil
		}
		if time.Since(began) >= steady {
			losses, pause = 0, firstSilence
		}
		losses++
		s.logger.Error("a platform is not heard any more; trying again", "platform", adapter.Platform(), "again_in", pause, "err", err)
		if losses == deafAfter {
			s.operators.Deaf(ctx, adapter.Platform())
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(pause):
		}
		pause = min(4*pause, lastSilence)
	}
}
