package db_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
	"wirebrief/db"
)

// TestSourcesBesideAService: one handle polls while another adds and removes,
// as a command does beside the service.
func TestSourcesBesideAService(t *testing.T) {
	service, c := openNew(t)
	command := open(t, service.Path(), db.Options{Now: c.now})
	const sources = 20
	var wg sync.WaitGroup
	var added atomic.Bool
	wg.Go(func() {
		defer added.Store(true)
		for n := range sources {
			src, _, err := command.CreateSource(ctx, bot.Source{URL: fmt.Sprintf("https://s%d.example/feed", n)})
			if err != nil {
				t.Error(err)
				return
			}
			if n%4 == 3 {
				if err := command.DeleteSource(ctx, src.ID); err != nil {
					t.Error(err)
				}
			}
		}
	})
	polled := map[int64]bool{}
	wg.Go(func() {
		for all := false; !all; {
			last := added.Load()
			due, err := service.FindDueSources(ctx, c.now(), nil, 10)
			if err != nil {
				t.Error(err)
				return
			}
			var polls []bot.Polled
			for _, src := range due {
				if _, err := service.FindItems(ctx, src.ID, []string{"guid:1"}); err != nil {
					t.Error(err)
				}
				src.Last, src.Next = c.now(), c.now().Add(time.Hour)
				polled[src.ID] = true
				polls = append(polls, bot.Polled{Source: src, Items: []bot.SeenItem{{Keys: []string{"guid:1"}, Fresh: true}}})
			}
			if err := service.SavePolls(ctx, polls); err != nil {
				t.Error(err)
			}
			all = last && len(due) == 0
			time.Sleep(time.Millisecond)
		}
	})
	wg.Wait()
	list, err := service.FindSources(ctx)
	if err != nil || len(list) != sources*3/4 {
		t.Fatalf("%d sources, %v", len(list), err)
	}
	for _, src := range list {
		if !polled[src.ID] || src.Articles != 1 || !src.Next.After(noon) {
			t.Errorf("%s was not seen by the service: %+v", src.URL, src)
		}
	}
	if n, err := service.QueryInt(`SELECT count(*) FROM source_items`); err != nil || int(n) != len(list) {
		t.Errorf("%d items, %v", n, err)
	}
}

// TestSavePollsAllOrNothing: a poll that cannot be saved takes the others of
// its batch with it.
func TestSavePollsAllOrNothing(t *testing.T) {
	d, _ := openNew(t)
	a, b := create(t, d, "https://a.example/feed"), create(t, d, "https://b.example/feed")
	if err := d.Exec(`CREATE TRIGGER no BEFORE UPDATE ON sources WHEN new.etag = 'no' BEGIN SELECT raise(ABORT, 'refused'); END`); err != nil {
		t.Fatal(err)
	}
	a.ETag, b.ETag = "new", "no"
	err := d.SavePolls(ctx, []bot.Polled{{Source: a, Items: []bot.SeenItem{{Keys: []string{"guid:1"}}}}, {Source: b}})
	if err == nil || !strings.Contains(err.Error(), "refused") {
		t.Errorf("%v", err)
	}
	if got := stat(t, d, a.ID); got.ETag != "" || len(known(t, d, a.ID, "guid:1")) != 0 {
		t.Errorf("%+v", got)
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if err := d.SavePolls(ended, []bot.Polled{{Source: a}}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// TestDeletedArticle: what is kept beside an article goes with it, but its
// items stay, so that the source does not bring it again.
func TestDeletedArticle(t *testing.T) {
	d, _ := openNew(t)
	src := create(t, d, "https://a.example/feed")
	excerpt := article("https://a.example/1", "One", "Text…", noon)
	excerpt.Extraction.Article.Excerpt = true
	stored := storeAll(t, d, excerpt, article("https://a.example/2", "Two", "Text two.", noon), article("https://a.example/3", "Three", "Text three.", noon))
	save(t, d, bot.Polled{Source: src, Items: []bot.SeenItem{{Keys: []string{"guid:1", "url:a.example/1"}, Article: stored[0].Article, Digest: "d", Fresh: true}}})
	process(t, d, bot.Processed{Article: stored[0].Article, Revision: stored[0].Revision, Duplicate: stored[1].Article})
	if n, err := d.CountArticles(ctx, time.Time{}); err != nil || n.Articles != 2 {
		t.Errorf("%+v, %v", n, err)
	}
	for _, s := range stored[:2] { // a copy, then its original
		if err := d.Exec(`DELETE FROM articles WHERE id = ?`, s.Article); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := d.CountArticles(ctx, time.Time{}); err != nil || n.Articles != 1 {
		t.Errorf("%+v, %v", n, err)
	}
	if got, err := d.FindPublishers(ctx, 9); err != nil || len(got) != 1 || got[0].Articles != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	for _, k := range known(t, d, src.ID, "guid:1", "url:a.example/1") {
		if want := (bot.KnownItem{Key: k.Key, Source: src.ID, Digest: "d"}); k != want {
			t.Errorf("%+v, want %+v", k, want)
		}
	}
	if got := stat(t, d, src.ID); got.Articles != 1 || got.NewestTitle != "" || !got.Newest.Equal(noon) {
		t.Errorf("%+v", got)
	}
	for _, table := range []string{"copies", "fingerprints"} {
		if n, err := d.QueryInt(`SELECT count(*) FROM `+table+` WHERE article = ?`, stored[0].Article); err != nil || n != 0 {
			t.Errorf("%d rows left in %s, %v", n, table, err)
		}
	}
	if err := d.Exec(`DELETE FROM revisions WHERE id = ?`, stored[0].Revision); err != nil {
		t.Fatal(err)
	}
	if n, err := d.QueryInt(`SELECT count(*) FROM excerpts`); err != nil || n != 0 {
		t.Errorf("%d excerpts left, %v", n, err)
	}
}

// TestLargeSourceIsRemoved: piece by piece, and all of it.
func TestLargeSourceIsRemoved(t *testing.T) {
	d, _ := openNew(t)
	src, other := create(t, d, "https://a.example/feed"), create(t, d, "https://b.example/feed")
	fillItems(t, d, src.ID, 3_500)
	fillItems(t, d, other.ID, 10)
	if err := d.DeleteSource(ctx, src.ID); err != nil {
		t.Fatal(err)
	}
	if n, err := d.QueryInt(`SELECT count(*) FROM source_items`); err != nil || n != 10 {
		t.Errorf("%d items left, %v", n, err)
	}
}

// fillItems gives a source items with the keys guid:0, guid:1 and so on.
func fillItems(t testing.TB, d *db.DB, source int64, count int) {
	t.Helper()
	const atOnce = 100
	for n := 0; n < count; n += atOnce {
		var b strings.Builder
		b.WriteString(`INSERT INTO source_items (source, key, digest, seen) VALUES`)
		for i := n; i < min(n+atOnce, count); i++ {
			fmt.Fprintf(&b, " (%d, x'%x', 'd', %d),", source, db.Digest(fmt.Sprint("guid:", i)), noon.UnixMilli())
		}
		if err := d.Exec(strings.TrimSuffix(b.String(), ",")); err != nil {
			t.Fatal(err)
		}
	}
}

// TestSourcePlans: what the service asks all the time uses indexes, and what
// it wants in an order comes in that order.
func TestSourcePlans(t *testing.T) {
	d, _ := openNew(t)
	for name, wants := range map[string][]string{
		"due":          {"SEARCH s USING INDEX sources_by_next (state=? AND next<?)"},
		"far":          {"SEARCH s USING INDEX sources_by_next (state=? AND next>?)"},
		"never":        {"SEARCH s USING INDEX sources_by_hub (hub_until=?)"},
		"renew":        {"SEARCH s USING INDEX sources_by_hub (hub_until<?)"},
		"items":        {"SEARCH i USING PRIMARY KEY (source=? AND key=?)", "SEARCH a USING INTEGER PRIMARY KEY", "SEARCH r USING INTEGER PRIMARY KEY"},
		"articles":     {"SEARCH a USING INDEX sqlite_autoindex_articles_1 (identity=?)", "SEARCH r USING INTEGER PRIMARY KEY"},
		"fingerprints": {"SEARCH a USING INTEGER PRIMARY KEY (rowid>?)", "SEARCH f USING INTEGER PRIMARY KEY", "SEARCH r USING INTEGER PRIMARY KEY"},
		"forget":       {"source_items_by_article (article=?)"},
	} {
		t.Run(name, func(t *testing.T) {
			plan, err := d.Plan(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range wants {
				if !strings.Contains(plan, want) {
					t.Errorf("%q is missing in: %s", want, plan)
				}
			}
			if strings.Contains(plan, "TEMP B-TREE") || strings.Contains(strings.ReplaceAll(strings.ReplaceAll(plan, "SCAN j ", ""), "SCAN json_each ", ""), "SCAN") {
				t.Errorf("it sorts or reads a whole table: %s", plan)
			}
		})
	}
}

func TestFingerprintForms(t *testing.T) {
	d, _ := openNew(t)
	in := real("https://a.example/1", "Ellery Post", "Harbour shut", "The harbour is shut after 12 ships left.", noon)
	stored := store1(t, d, in)
	process(t, d, bot.Processed{Article: stored.Article, Revision: stored.Revision, Story: stored.Article})
	for _, form := range []string{`x'02' || substr(fingerprint, 2)`, `x'01'`, `fingerprint || x'00'`, `x''`} {
		if err := d.Exec(`UPDATE fingerprints SET fingerprint = CAST(` + form + ` AS BLOB)`); err != nil {
			t.Fatal(err)
		}
		if err := d.FindFingerprints(ctx, noon, func(g bot.Grouped) error {
			if want := briefing.FingerprintOf(in.Extraction.Article); g.Fingerprint != want {
				t.Errorf("%s: %+v, want %+v", form, g.Fingerprint, want)
			}
			return nil
		}); err != nil {
			t.Error(err)
		}
	}
}
