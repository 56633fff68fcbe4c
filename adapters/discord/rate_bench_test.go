package discord_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"wirebrief/adapters/discord"
	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
)

// rateSpan is over how long the rate is measured.
const rateSpan = 6 * time.Second

// BenchmarkSendRate sends to many channels at once, and to a single one, as fast
// as Discord lets it: 50 requests a second over all, and 5 messages in 5 seconds
// a channel. It reports what part of that is used; nothing may be refused.
func BenchmarkSendRate(b *testing.B) {
	for name, bench := range map[string]struct {
		channels int
		most     float64 // what is allowed in rateSpan
		least    float64 // what part of it is to be used
	}{
		"ManyChannels": {60, 50 * rateSpan.Seconds(), 0.95},
		"OneChannel":   {1, 10, 0.95}, // two bursts of five
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				sent, refused := sendFor(b, bench.channels, rateSpan)
				part := float64(sent) / bench.most
				b.ReportMetric(float64(sent)/rateSpan.Seconds(), "messages/s")
				b.ReportMetric(100*part, "%ofAllowed")
				b.ReportMetric(float64(refused), "refused")
				if refused > 0 || part < bench.least {
					b.Errorf("%d messages were sent of %.0f that are allowed, %d refused", sent, bench.most, refused)
				}
			}
		})
	}
}

// sendFor sends for a time to channels, as the courier does: each message waits
// for its turn.
func sendFor(b *testing.B, channels int, span time.Duration) (sent, refused int) {
	limits := discordtest.DefaultLimits()
	pacing := bot.NewPacing(bot.Pace{PerSecond: 50, Burst: 1})
	o := sendingTo(b, discordtest.Options{Limits: &limits, Keep: 100}, discord.Options{Pacing: pacing})
	ctx, cancel := context.WithTimeout(b.Context(), span)
	defer cancel()
	var wg sync.WaitGroup
	for i := range channels {
		to := refOf(o.guild.AddTextChannel(fmt.Sprint("channel-", i)))
		wg.Go(func() {
			for n := 0; pacing.Wait(ctx, to, true, bot.Unhurried) == nil; n++ {
				if _, err := o.adapter.Send(b.Context(), to, talk(fmt.Sprint("message ", n))); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	return o.Sent(), o.TooMany()
}
