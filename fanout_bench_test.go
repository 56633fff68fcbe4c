package main

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
	"wirebrief/db"
)

const (
	fanChats    = 100_000
	fanTopics   = 5_000
	fanArticles = 50_000
)

// fanOut makes a store in which 100,000 chats with 1 to 20 of 5,000 topics each
// are owed a digest of a day of 50,000 articles, each on three topics.
func fanOut(b *testing.B) (*db.DB, string) {
	b.Helper()
	file := filepath.Join(b.TempDir(), "news.db")
	store, err := db.Open(b.Context(), file, db.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { store.Close() })
	ingester := bot.NewIngester(store, nil, bot.IngesterOptions{})
	for from := 0; from < fanArticles; from += 1000 {
		articles := make([]briefing.Article, 1000)
		for i := range articles {
			n := from + i
			articles[i] = briefing.Article{URL: fmt.Sprintf("https://example.com/%d", n), Title: fmt.Sprintf("Ship %d leaves Ellery", n), Lang: "en",
				Publisher: fmt.Sprintf("Example Wire %d", n%40), Published: time.Now().Add(-time.Duration(n) * time.Second),
				Text: fmt.Sprintf("At least %d workers were counted in Ellery on Thursday. “No crane %d moves until the night rate is paid,” said Ana Varga.", 20+n%900, n)}
		}
		if _, err := ingester.Add(b.Context(), articles, false); err != nil {
			b.Fatal(err)
		}
	}
	fill(b, file)
	return store, file
}

// fill writes chats, topics and matches in bulk.
func fill(b *testing.B, file string) {
	b.Helper()
	raw, err := sql.Open("sqlite3", file+"?_busy_timeout=10000")
	if err != nil {
		b.Fatal(err)
	}
	defer raw.Close()
	tx, err := raw.BeginTx(b.Context(), nil)
	if err != nil {
		b.Fatal(err)
	}
	exec := func(statement string, args ...any) {
		if _, err := tx.ExecContext(b.Context(), statement, args...); err != nil {
			b.Fatal(err)
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	now := time.Now().UnixMilli()
	exec(`UPDATE articles SET story = id, processed = 1`)
	for i := range fanTopics {
		exec(`INSERT INTO topics (id, key, name, rules, created) VALUES (?, ?, ?, 1, ?)`, i+1, fmt.Sprintf("t%d", i), fmt.Sprintf("topic%d", i), now)
	}
	for i := range fanChats {
		exec(`INSERT INTO chats (id, platform, ref, created, next_digest, next_slot) VALUES (?, 'plain', ?, ?, ?, '2026-01-01 08:00')`, i+1, fmt.Sprint(i), now, now)
		for _, topic := range r.Perm(fanTopics)[:1+r.IntN(20)] {
			exec(`INSERT INTO subscriptions (chat, topic, typed, mode, created) VALUES (?, ?, ?, 'daily', ?)`, i+1, topic+1, fmt.Sprintf("topic%d", topic), now)
		}
	}
	for n := range 3 {
		exec(`INSERT OR IGNORE INTO matches (topic, seq, article, rank, matched) SELECT 1 + (arrived_seq * ? + ?) % ?, arrived_seq, id, 1, arrived_seq FROM articles`, 7919+n*104729, n, fanTopics)
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkFanOut composes the digests of 100,000 chats that are due at one
// minute.
func BenchmarkFanOut(b *testing.B) {
	store, file := fanOut(b)
	digester := bot.NewDigester(store, store, bot.DigesterOptions{})
	peak := watchMemory(b)
	for b.Loop() {
		if _, err := digester.Once(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	elapsed := b.Elapsed()
	b.ReportMetric(peak(), "MiB-peak")
	raw, err := sql.Open("sqlite3", file)
	if err != nil {
		b.Fatal(err)
	}
	defer raw.Close()
	var digests int
	if err := raw.QueryRowContext(b.Context(), `SELECT count(*) FROM digests`).Scan(&digests); err != nil {
		b.Fatal(err)
	}
	if digests < fanChats*9/10 {
		b.Errorf("%d digests for %d chats", digests, fanChats)
	}
	b.ReportMetric(float64(digests)/elapsed.Seconds(), "digests/s")
}

// A limitedPlatform is the test platform with another pace.
type limitedPlatform struct {
	*testPlatform
	pace bot.Pace
}

// Pace implements bot.Pacer.
func (p limitedPlatform) Pace() bot.Pace { return p.pace }

// BenchmarkSending sends for a minute against a server that enforces 30
// messages a second and one a second to each chat, and one that enforces 50.
func BenchmarkSending(b *testing.B) {
	for _, perSecond := range []float64{30, 50} {
		b.Run(fmt.Sprint(perSecond), func(b *testing.B) {
			file := filepath.Join(b.TempDir(), "news.db")
			oweDigests(b, file, 4000)
			store, err := db.Open(b.Context(), file, db.Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer store.Close()
			if _, err := bot.NewDigester(store, store, bot.DigesterOptions{}).Once(b.Context()); err != nil {
				b.Fatal(err)
			}
			edit(b, file, `UPDATE deliveries SET platform = 'plain'`)
			edit(b, file, `UPDATE chats SET platform = 'plain' WHERE platform = 'keyed'`)
			server := newPlatformServer()
			defer server.Close()
			server.limit = enforce(perSecond)
			plain := testPlatforms(server.URL)[0].(*testPlatform)
			adapter := limitedPlatform{plain, bot.Pace{PerSecond: perSecond, Burst: 1, Chat: time.Second}}
			renderer := bot.NewRenderer(store, bot.RendererOptions{Settings: store})
			courier := bot.NewCourier(store, []bot.ChatAdapter{adapter}, renderer.Message, bot.CourierOptions{Owner: "bench"})
			for b.Loop() {
				ctx, stop := context.WithTimeout(b.Context(), time.Minute)
				if err := courier.Run(ctx); err != nil {
					b.Fatal(err)
				}
				stop()
			}
			b.ReportMetric(float64(server.total())/b.Elapsed().Seconds()/perSecond*100, "%-of-rate")
			b.ReportMetric(float64(server.refused.Load()), "429s")
		})
	}
}

// enforce refuses more than perSecond messages in any second, and more than one
// a second to a chat.
func enforce(perSecond float64) func(chat string) bool {
	var mu sync.Mutex
	var window []time.Time
	last := map[string]time.Time{}
	return func(chat string) bool {
		mu.Lock()
		defer mu.Unlock()
		now := time.Now()
		for len(window) > 0 && now.Sub(window[0]) >= time.Second {
			window = window[1:]
		}
		// What is sent evenly may arrive a little unevenly.
		if float64(len(window)) >= perSecond*1.05+1 || now.Sub(last[chat]) < 950*time.Millisecond {
			return false
		}
		window = append(window, now)
		last[chat] = now
		return true
	}
}
