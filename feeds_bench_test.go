package main

import (
	"database/sql"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"wirebrief/adapters/feed/feedtest"
	"wirebrief/adapters/fetch"
	"wirebrief/bot"
	"wirebrief/db"
)

// A crowdBench is a crowd of feeds that a service polls.
type crowdBench struct {
	*feedtest.Crowd
	store *db.DB
	file  string
}

// crowded makes every feed of a crowd a source and polls each once.
func crowded(b *testing.B, crowd *feedtest.Crowd, feeds int, polling bot.PollerOptions) crowdBench {
	b.Helper()
	stop, err := crowd.Serve()
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(stop)
	file := filepath.Join(b.TempDir(), "news.db")
	store, err := db.Open(b.Context(), file, db.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { store.Close() })
	c := crowdBench{crowd, store, file}
	for i := range feeds {
		if _, _, err := store.CreateSource(b.Context(), bot.Source{Kind: bot.FeedSource, URL: crowd.URL(i), Title: crowd.Title(i), Full: bot.FullAuto, State: bot.SourceActive}); err != nil {
			b.Fatal(err)
		}
	}
	b.Cleanup(startPolling(b, store, fetch.Options{Dial: crowd.Dial, Spacing: 100 * time.Millisecond, HeaderTimeout: 5 * time.Second}, polling))
	return c
}

// awaitArticles waits until that many articles are stored and processed.
func (c crowdBench) awaitArticles(b *testing.B, n int) {
	b.Helper()
	for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(20 * time.Millisecond) {
		totals, err := c.store.CountArticles(b.Context(), time.Time{})
		if err != nil {
			b.Fatal(err)
		}
		left, err := c.store.FindUnprocessed(b.Context(), 1)
		if err != nil {
			b.Fatal(err)
		}
		if totals.Articles >= n && len(left) == 0 {
			return
		}
		if time.Now().After(deadline) {
			b.Fatalf("%d of %d articles after two minutes", totals.Articles, n)
		}
	}
}

// due makes every source due, in one stroke and not as an operator would.
func (c crowdBench) due(b *testing.B) {
	b.Helper()
	file, err := sql.Open("sqlite3", c.file)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	// A nudge outlives the saving of a poll that is under way.
	if _, err := file.ExecContext(b.Context(), `UPDATE sources SET next = 0, nudged = ?`, time.Now().UnixMilli()); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkFeedRound polls 10,000 feeds on 1,000 hosts, of which 2 % have
// something new; the server shares the processor.
func BenchmarkFeedRound(b *testing.B) {
	const feeds = 10_000
	crowd := feedtest.NewCrowd(1000, feeds, feedtest.RSS20, nil)
	c := crowded(b, crowd, feeds, bot.PollerOptions{Look: 100 * time.Millisecond})
	c.awaitArticles(b, feeds)
	peak := watchMemory(b)
	articles := feeds
	for b.Loop() {
		before, unchanged, _ := crowd.Requests()
		for i := range feeds / 50 {
			crowd.Publish(i * 50)
		}
		articles += feeds / 50
		c.due(b)
		for {
			all, same, _ := crowd.Requests()
			if all-before >= feeds {
				b.ReportMetric(float64(same-unchanged), "304s")
				break
			}
			time.Sleep(5 * time.Millisecond)
		}
		c.awaitArticles(b, articles)
	}
	b.ReportMetric(peak(), "MiB-peak")
}

// watchMemory returns the most memory in use from now on, server included.
func watchMemory(b *testing.B) func() float64 {
	runtime.GC()
	var peak uint64
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapInuse+m.StackInuse)
			select {
			case <-done:
				return
			case <-time.After(50 * time.Millisecond):
			}
		}
	}()
	return func() float64 { close(done); <-ended; return float64(peak) / (1 << 20) }
}

// BenchmarkFeedArticles measures new articles a second: as whole articles in
// the feed, and with a page to fetch and extract for each.
func BenchmarkFeedArticles(b *testing.B) {
	for name, format := range map[string]feedtest.Format{"Whole": feedtest.RSS20, "Pages": feedtest.RSS20Teaser} {
		b.Run(name, func(b *testing.B) {
			const feeds = 500
			crowd := feedtest.NewCrowd(feeds, feeds, format, nil)
			c := crowded(b, crowd, feeds, bot.PollerOptions{Look: 50 * time.Millisecond})
			c.awaitArticles(b, feeds)
			articles := feeds
			for b.Loop() {
				for i := range feeds {
					crowd.Publish(i)
				}
				articles += feeds
				c.due(b)
				c.awaitArticles(b, articles)
			}
			b.ReportMetric(float64(b.N*feeds)/b.Elapsed().Seconds(), "articles/s")
		})
	}
}

// BenchmarkFeedDelay measures how long a report takes from its publication in
// one of 1,000 feeds to being stored and processed, which is when alerts go
// out, at the quickest pace of the service. One host of a hundred hangs.
func BenchmarkFeedDelay(b *testing.B) {
	const feeds = 1000
	crowd := feedtest.NewCrowd(feeds, feeds, feedtest.RSS20, nil)
	crowd.Hang = func(host int) bool { return host%100 == 7 }
	c := crowded(b, crowd, feeds, bot.PollerOptions{Look: 50 * time.Millisecond, Fastest: 2 * time.Second, Slowest: 2 * time.Second})
	c.awaitArticles(b, feeds-feeds/100)
	var delays []time.Duration
	stored := feeds - feeds/100
	for b.Loop() {
		for i := range 20 {
			feed := (len(delays)*37 + i*53) % feeds
			if feed%100 == 7 {
				feed++
			}
			began := time.Now()
			crowd.Publish(feed)
			stored++
			c.awaitArticles(b, stored)
			delays = append(delays, time.Since(began))
		}
	}
	slices.Sort(delays)
	b.ReportMetric(delays[len(delays)/2].Seconds(), "s-median")
	b.ReportMetric(delays[len(delays)*99/100].Seconds(), "s-p99")
	b.Logf("%d publications at a pace of 2 s", len(delays))
}
