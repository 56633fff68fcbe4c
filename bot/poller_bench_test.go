package bot_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// BenchmarkPoller measures rounds over many sources of as many hosts that
// answer at once, on a real store: with one new article each, and with none.
func BenchmarkPoller(b *testing.B) {
	b.Run("one new article each", func(b *testing.B) {
		sample := manyReports(1)[0].incoming().Source
		measurePoller(b, 500, func(s bot.Source, round int) bot.Reading {
			a := sample
			a.URL, a.GUID = fmt.Sprintf("%s/%d", s.URL, round), ""
			return bot.Reading{Entries: []bot.Entry{{SeenItem: bot.SeenItem{Keys: []string{briefing.Identity(a)}, Digest: "d"}, Report: &a}}}
		})
	})
	b.Run("unchanged", func(b *testing.B) {
		measurePoller(b, 10_000, func(bot.Source, int) bot.Reading { return bot.Reading{Unchanged: true} })
	})
}

func measurePoller(b *testing.B, n int, read func(s bot.Source, round int) bot.Reading) {
	c := &clock{morning}
	d := newStore(b, c)
	for i := range n {
		if _, _, err := d.CreateSource(b.Context(), bot.Source{URL: fmt.Sprintf("https://h%d.example/feed", i), Title: fmt.Sprint("Wire ", i)}); err != nil {
			b.Fatal(err)
		}
	}
	round := 0
	for b.Loop() {
		round++
		c.t = c.t.Add(2 * time.Hour)
		ctx, cancel := context.WithCancel(b.Context())
		var polls atomic.Int64
		reader := readerFunc(func(_ context.Context, s bot.Source) (bot.Reading, error) {
			if polls.Add(1) == int64(n) {
				defer cancel()
			}
			return read(s, round), nil
		})
		if err := bot.NewPoller(d, reader, bot.NewIngester(d, d, bot.IngesterOptions{}), bot.PollerOptions{Now: c.now}).Run(ctx); err != nil {
			b.Fatal(err)
		}
		cancel()
	}
	b.ReportMetric(float64(round*n)/b.Elapsed().Seconds(), "sources/s")
}
