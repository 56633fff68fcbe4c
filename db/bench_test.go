package db_test

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/db"
)

// batchSize keeps a transaction of synthetic articles to about 20 ms.
const batchSize = 25

func BenchmarkStoreArticles(b *testing.B) {
	path := filepath.Join(b.TempDir(), "wirebrief.db")
	d := open(b, path, db.Options{})
	r := rand.New(rand.NewPCG(1, 2))
	made := make([]bot.Incoming, 500)
	n := 0
	var worst time.Duration
	for b.Loop() {
		if n%len(made) == 0 {
			b.StopTimer()
			for i := range made {
				made[i] = syntheticArticle(r, n+i, time.Now().Add(-time.Duration(n+i)*time.Minute))
			}
			b.StartTimer()
		}
		if n%batchSize == 0 {
			began := time.Now()
			storeAll(b, d, made[n%len(made):n%len(made)+batchSize]...)
			worst = max(worst, time.Since(began))
		}
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "articles/s")
	b.ReportMetric(float64(worst.Milliseconds()), "worst-ms/batch")
	b.ReportMetric(bytesPerArticle(b, d, path), "bytes/article")
}

// bytesPerArticle moves the log into the file and divides its size.
func bytesPerArticle(b *testing.B, d *db.DB, path string) float64 {
	b.Helper()
	if err := d.Exec(`PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	totals, err := d.CountArticles(context.Background(), time.Time{})
	if err != nil {
		b.Fatal(err)
	}
	return float64(info.Size()) / float64(totals.Articles)
}

// searchSize is how many articles the search benchmarks use: 1,000, or what
// the environment asks for.
func searchSize(b *testing.B) int {
	s := os.Getenv("WIREBRIEF_BENCH_ARTICLES")
	if s == "" {
		return 1_000
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		b.Fatalf("WIREBRIEF_BENCH_ARTICLES=%s is no number of articles", s)
	}
	return n
}

// filled is one store of that many articles, an article a minute, shared by
// the benchmarks.
var filled = sync.OnceValues(func() (string, error) {
	return os.MkdirTemp("", "wirebrief-bench-*")
})

func filledStore(b *testing.B) *db.DB {
	b.Helper()
	dir, err := filled()
	if err != nil {
		b.Fatal(err)
	}
	size := searchSize(b)
	d := open(b, filepath.Join(dir, "wirebrief.db"), db.Options{})
	have, err := d.CountArticles(context.Background(), time.Time{})
	if err != nil {
		b.Fatal(err)
	}
	r := rand.New(rand.NewPCG(3, 4))
	for n := have.Articles; n < size; {
		var batch []bot.Incoming
		for range min(1_000, size-n) {
			batch = append(batch, syntheticArticle(r, n, time.Now().Add(-time.Duration(size-n)*time.Minute)))
			n++
		}
		storeAll(b, d, batch...)
	}
	return d
}

func TestMain(m *testing.M) {
	status := runMain(m)
	if dir, err := filled(); err == nil {
		os.RemoveAll(dir)
	}
	os.Exit(status)
}

func BenchmarkSearch(b *testing.B) {
	d := filledStore(b)
	for _, c := range []struct{ name, query string }{
		{"Common", "w1"}, {"Usual", "w100"}, {"Rare", "w8000"}, {"Absent", "zebra"},
		{"Both", "w100 w80"}, {"Disjoint", "w5000 w6000"}, {"Alternatives", "w100|w110|w120|w130|w140|w150"},
		{"Phrase", "w1_w2"}, {"Except", "w1 -w2"},
	} {
		b.Run(c.name, func(b *testing.B) {
			s := bot.Search{Query: anyOf(c.query), Budget: 4 * time.Millisecond}
			var hits bot.Hits
			for b.Loop() {
				var err error
				if hits, err = d.SearchArticles(context.Background(), s); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(hits.List)), "hits")
		})
	}
	b.Run("Everything", func(b *testing.B) {
		for b.Loop() {
			if _, err := d.SearchArticles(context.Background(), bot.Search{}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkSearchAndFind(b *testing.B) {
	d := filledStore(b)
	for b.Loop() {
		hits, err := d.SearchArticles(context.Background(), bot.Search{Query: anyOf("w100")})
		if err != nil {
			b.Fatal(err)
		}
		var ids []int64
		for _, h := range hits.List[:min(10, len(hits.List))] {
			ids = append(ids, h.Article)
		}
		if _, err := d.FindArticles(context.Background(), ids); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	path := filepath.Join(b.TempDir(), "wirebrief.db")
	open(b, path, db.Options{})
	for b.Loop() {
		d, err := db.Open(context.Background(), path, db.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := d.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
