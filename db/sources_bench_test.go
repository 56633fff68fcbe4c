package db_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/db"
)

// manySources adds sources without anything about them.
func manySources(b *testing.B, d *db.DB, count int) (list []bot.Source) {
	b.Helper()
	if err := d.Exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
		INSERT INTO sources (id, key, kind, url, title, site, publisher, lang, folder, full_text, added, platform, chat, state, next, pruned)
		SELECT i, 's' || i || '.example/feed.xml', 'feed', 'https://s' || i || '.example/feed.xml', 'Title of source ' || i, 'https://s' || i || '.example/',
		'', 'en', '["World"]', 'auto', 0, '', '', 'active', i, ? FROM n`, count, noon.UnixMilli()); err != nil {
		b.Fatal(err)
	}
	stats, err := d.FindSources(ctx)
	if err != nil || len(stats) != count {
		b.Fatalf("%d sources, %v", len(stats), err)
	}
	for _, s := range stats {
		list = append(list, s.Source)
	}
	return list
}

// BenchmarkSavePolls saves 100 polls among 10,000 sources, of which some bring
// 20 entries of two keys each.
func BenchmarkSavePolls(b *testing.B) {
	const sources, atOnce, entries = 10_000, 100, 20
	for _, bring := range []int{0, 2, atOnce} {
		b.Run(fmt.Sprintf("%dBring", bring), func(b *testing.B) {
			d, c := openNew(b)
			list := manySources(b, d, sources)
			var worst time.Duration
			n := 0
			for b.Loop() {
				polls := make([]bot.Polled, atOnce)
				for i := range polls {
					s := list[(n*atOnce+i)%sources]
					s.Last, s.Succeeded, s.Next, s.Interval = c.now(), c.now(), c.now().Add(time.Duration(i)*time.Second), 3*time.Minute
					s.ETag, s.Digest = fmt.Sprintf(`W/"%x"`, n), strings.Repeat("d", 32)
					polls[i].Source = s
					for e := 0; i < bring && e < entries; e++ {
						polls[i].Items = append(polls[i].Items, bot.SeenItem{Digest: "0123456789abcdef", Fresh: true,
							Keys: []string{fmt.Sprintf("url:s%d.example/%d/%d", i, n, e), fmt.Sprintf("guid:%d %d", n, e)}})
					}
				}
				n++
				began := time.Now()
				save(b, d, polls...)
				worst = max(worst, time.Since(began))
			}
			b.ReportMetric(float64(worst.Microseconds())/1000, "worst-ms")
		})
	}
}

// BenchmarkFindItems looks up 200 keys of a source, half of them known, among
// 1,000,000 items.
func BenchmarkFindItems(b *testing.B) {
	const sources, each = 1_000, 1_000
	d, _ := openNew(b)
	list := manySources(b, d, sources)
	if err := d.Exec(`BEGIN IMMEDIATE`); err != nil {
		b.Fatal(err)
	}
	for _, s := range list {
		fillItems(b, d, s.ID, each)
	}
	if err := d.Exec(`COMMIT`); err != nil {
		b.Fatal(err)
	}
	n := 0
	for b.Loop() {
		keys := make([]string, 200)
		for i := range keys {
			keys[i] = fmt.Sprint("guid:", (n*100+i)%each)
			if i%2 == 1 {
				keys[i] = fmt.Sprintf("url:s%d.example/%d", n, i)
			}
		}
		if got := known(b, d, list[n%sources].ID, keys...); len(got) != 100 {
			b.Fatalf("%d known", len(got))
		}
		n++
	}
}

// BenchmarkFindSources lists 10,000 sources that were busy all month.
func BenchmarkFindSources(b *testing.B) {
	d, _ := openNew(b)
	manySources(b, d, 10_000)
	if err := d.Exec(`WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 29)
		INSERT INTO source_days SELECT s.id, ? - n.i, 3 FROM sources s, n`, noon.Unix()/86400); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if list, err := d.FindSources(ctx); err != nil || list[0].Recent != 90 {
			b.Fatalf("%+v, %v", list[0], err)
		}
	}
}

// BenchmarkFindDueSources asks for 100 of 10,000 sources that are due, 64 of
// which are being polled.
func BenchmarkFindDueSources(b *testing.B) {
	d, _ := openNew(b)
	var busy []int64
	for _, s := range manySources(b, d, 10_000)[:64] {
		busy = append(busy, s.ID)
	}
	for b.Loop() {
		if list, err := d.FindDueSources(ctx, noon, busy, 100); err != nil || len(list) != 100 {
			b.Fatalf("%d, %v", len(list), err)
		}
	}
}
