package main

import (
	"fmt"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
	"wirebrief/db"
	"wirebrief/db/dbtest"
)

// BenchmarkImport stores different articles of the samples' kind with
// everything on: extraction, index, quotes and figures, processing.
func BenchmarkImport(b *testing.B) {
	samples, err := sampleArticles(time.Now())
	if err != nil {
		b.Fatal(err)
	}
	store := dbtest.Open(b, db.Options{})
	ingester := bot.NewIngester(store, store, bot.IngesterOptions{})
	n := 0
	for b.Loop() {
		batch := make([]briefing.Article, importBatch)
		for i := range batch {
			n++
			batch[i] = samples[n%len(samples)]
			batch[i].URL = fmt.Sprintf("https://example.com/%d", n)
		}
		if _, err := ingester.Add(b.Context(), batch, false); err != nil {
			b.Fatal(err)
		}
		if _, err := ingester.Process(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "articles/s")
}
