package main

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
	"wirebrief/db"
)

// A fanOutSize is how many chats are due at one minute, and what of.
type fanOutSize struct{ chats, topics, articles int }

// fanOutVariable has this test binary make the store of BenchmarkFanOut and
// end: what is made in another process weighs nothing in the one that is
// measured.
const fanOutVariable = "WIREBRIEF_TEST_FANOUT"

// makeFanOut makes the store of a fan-out if this test binary was started for
// that: chats that follow 1 to 20 topics each and are all owed a digest, and a
// day of articles of the samples' kind, each on three topics.
func makeFanOut() {
	var size fanOutSize
	order := os.Getenv(fanOutVariable)
	if order == "" {
		return
	}
	sizes, file, _ := strings.Cut(order, " ")
	if _, err := fmt.Sscanf(sizes, "%d/%d/%d", &size.chats, &size.topics, &size.articles); err != nil {
		exitFanOut(err)
	}
	if err := storeDay(file, size.articles); err != nil {
		exitFanOut(err)
	}
	exitFanOut(fillFanOut(file, size))
}

func exitFanOut(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// storeDay stores articles of the last day. Each sample is extracted once.
func storeDay(file string, articles int) error {
	ctx := context.Background()
	samples, err := sampleArticles(time.Now())
	if err != nil {
		return err
	}
	store, err := db.Open(ctx, file, db.Options{})
	if err != nil {
		return err
	}
	defer store.Close()
	var known sync.Map
	ingester := bot.NewIngester(store, nil, bot.IngesterOptions{Extract: func(a briefing.Article, o briefing.Options) briefing.Extraction {
		e, ok := known.Load(a.Text)
		if !ok {
			e, _ = known.LoadOrStore(a.Text, briefing.Extract(a, o))
		}
		copied := e.(briefing.Extraction)
		a.Text = copied.Article.Text
		copied.Article = a
		return copied
	}})
	for from := 0; from < articles; from += 1000 {
		batch := make([]briefing.Article, min(1000, articles-from))
		for i := range batch {
			n := from + i
			a := samples[n%len(samples)]
			a.URL, a.Publisher = fmt.Sprintf("https://example.com/%d", n), fmt.Sprintf("Example Wire %d", n%300)
			a.Published = time.Now().Add(-time.Duration(n) * 24 * time.Hour / time.Duration(articles))
			batch[i] = a
		}
		if _, err := ingester.Add(ctx, batch, false); err != nil {
			return err
		}
	}
	return nil
}

// fillFanOut writes chats, topics and matches in bulk.
func fillFanOut(file string, size fanOutSize) error {
	raw, err := sql.Open("sqlite3", file+"?_synchronous=OFF&_cache_size=-262144")
	if err != nil {
		return err
	}
	defer raw.Close()
	tx, err := raw.Begin()
	if err != nil {
		return err
	}
	now := time.Now().UnixMilli()
	for _, s := range []struct {
		query string
		args  []any
	}{
		{`UPDATE articles SET story = id, processed = 1`, nil},
		{numbers + `INSERT INTO topics (id, key, name, rules, created) SELECT i, 't' || i, 'topic' || i, 1, ?2 FROM n`, []any{size.topics, now}},
		{numbers + `INSERT INTO chats (id, platform, ref, created, next_digest, next_slot) SELECT i, 'plain', i, ?2, ?2, '2026-01-01 08:00' FROM n`, []any{size.chats, now}},
		{numbers + `INSERT OR IGNORE INTO matches (topic, seq, article, rank, matched)
			SELECT 1 + (arrived_seq * (7919 + i * 104729) + i) % ?2, arrived_seq, id, 1 + (arrived_seq + i) % 3, arrived_seq FROM n, articles`, []any{3, size.topics}},
		// As if all that is matched had been looked at: else all of it is looked through for alerts, again and again.
		{`UPDATE counters SET value = (SELECT coalesce(max(matched), 0) FROM matches) WHERE name IN ('matched', 'alerted')`, nil},
	} {
		if _, err := tx.Exec(s.query, s.args...); err != nil {
			return err
		}
	}
	insert, err := tx.Prepare(`INSERT INTO subscriptions (chat, topic, typed, mode, created) VALUES (?1, ?2, 'topic' || ?2, 'daily', ?3)`)
	if err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(1, 2))
	for chat := range size.chats {
		taken := map[int]bool{}
		for range 1 + r.IntN(20) {
			topic := 1 + r.IntN(size.topics)
			if taken[topic] {
				continue
			}
			taken[topic] = true
			if _, err := insert.Exec(chat+1, topic, now-3*24*time.Hour.Milliseconds()); err != nil {
				return err
			}
		}
	}
	return tx.Commit()
}

// numbers is a table n of i from 1 to the first argument.
const numbers = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) `

// BenchmarkFanOut composes and saves the digests of 100,000 chats that are due
// at one minute, of 1 to 20 of 5,000 topics each, from a day of 50,000 articles;
// a tenth of all that with -short. It reports how many a second, how much
// processor time each takes, which says the same on a machine that is busy, and
// the most memory that was resident.
func BenchmarkFanOut(b *testing.B) {
	size := fanOutSize{100_000, 5_000, 50_000}
	if testing.Short() {
		size = fanOutSize{10_000, 500, 5_000}
	}
	file := filepath.Join(b.TempDir(), "news.db")
	child := exec.CommandContext(b.Context(), os.Args[0])
	child.Env = append(os.Environ(), fmt.Sprintf("%s=%d/%d/%d %s", fanOutVariable, size.chats, size.topics, size.articles, file))
	if out, err := child.CombinedOutput(); err != nil {
		b.Fatalf("making the store: %v: %s", err, out)
	}
	store, err := db.Open(b.Context(), file, db.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	digester := bot.NewDigester(store, store, bot.DigesterOptions{})
	saveMemory()
	debug.FreeOSMemory()
	peak, used := watchResident(b), processorTime(b)
	for b.Loop() {
		if _, err := digester.Once(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	processor := processorTime(b) - used
	b.ReportMetric(peak(), "MiB-resident")
	digests := countDigestsIn(b, file)
	if digests < size.chats*9/10 {
		b.Errorf("%d digests for %d chats", digests, size.chats)
	}
	b.ReportMetric(float64(digests)/b.Elapsed().Seconds(), "digests/s")
	b.ReportMetric(processor.Seconds()*1000/float64(digests), "ms-cpu/digest")
}

func countDigestsIn(b *testing.B, file string) (n int) {
	b.Helper()
	raw, err := sql.Open("sqlite3", file)
	if err != nil {
		b.Fatal(err)
	}
	defer raw.Close()
	if err := raw.QueryRowContext(b.Context(), `SELECT count(*) FROM digests`).Scan(&n); err != nil {
		b.Fatal(err)
	}
	return n
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
