package db_test

import (
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/db"
)

// TestMigrationNames: the number in front of each name is what the version of
// a file is made of, so a name of another form would be passed over.
func TestMigrationNames(t *testing.T) {
	names, err := fs.Glob(os.DirFS("migrations"), "*")
	if err != nil || len(names) == 0 {
		t.Fatalf("no migrations: %v", err)
	}
	for i, name := range names {
		if !regexp.MustCompile(`^\d{5}_[a-z_]+\.sql$`).MatchString(name) || !strings.HasPrefix(name, fmt.Sprintf("%05d_", i+1)) {
			t.Errorf("%s: want %05d_ and a name", name, i+1)
		}
	}
	if got := db.LatestMigration(); got != int64(len(names)) {
		t.Errorf("latest %d of %d", got, len(names))
	}
}

// TestUnchangedWritesNothing: importing an archive again must not wear out a
// disk.
func TestUnchangedWritesNothing(t *testing.T) {
	d, c := openNew(t)
	in := article("https://example.org/1", "t", "Text.", noon)
	store1(t, d, in)
	size := func() int64 {
		info, err := os.Stat(d.Path() + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	before := size()
	c.add(time.Hour)
	storeAll(t, d, in, in, in)
	if after := size(); after != before {
		t.Errorf("the log grew from %d to %d bytes", before, after)
	}
}

func TestNamesStayBounded(t *testing.T) {
	d, _ := openNew(t)
	const limit, each = 20_000, 2_500
	for n := range limit/each + 2 {
		in := article(fmt.Sprintf("https://example.org/%d", n), "t", fmt.Sprint("Text ", n), noon)
		for i := range each {
			in.Extraction.Names = append(in.Extraction.Names, fmt.Sprintf("Name %d of %d", i, n))
		}
		store1(t, d, in)
	}
	if n, err := d.QueryInt(`SELECT count(*) FROM names`); err != nil || n > limit+each {
		t.Errorf("%d names are kept, %v", n, err)
	}
	names, err := d.FindNames(ctx)
	if err != nil || len(names) != limit {
		t.Fatalf("%d names, %v", len(names), err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, " of 0") {
			t.Fatalf("%q, of the oldest article, is kept", name)
		}
	}
}

func TestPhraseKeysThatMeet(t *testing.T) {
	d, _ := openNew(t)
	if err := d.Exec(`INSERT INTO phrases (key, platform, chat, text, created) VALUES (?, 'terminal', 'local', 'another text', ?)`, db.PhraseKey(chat, "grain", 0), noon.UnixMilli()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		key, err := d.CreatePhrase(ctx, chat, "grain")
		if err != nil || key != db.PhraseKey(chat, "grain", 1) {
			t.Errorf("key %q, %v", key, err)
		}
	}
}

func TestOldEventsGoAFewAtATime(t *testing.T) {
	d, c := openNew(t)
	for n := range 120 {
		if err := d.Exec(`INSERT INTO events (platform, key, act, at, result) VALUES ('telegram', ?, 'x', ?, '{}')`, n, noon.UnixMilli()); err != nil {
			t.Fatal(err)
		}
	}
	c.add(8 * 24 * time.Hour)
	for n, want := range []int64{71, 22, 3} { // 50 go, one comes
		follow(t, d, event(fmt.Sprint("new", n)), chat, fmt.Sprint("topic", n))
		if got, err := d.QueryInt(`SELECT count(*) FROM events`); err != nil || got != want {
			t.Errorf("%d events, %v, want %d", got, err, want)
		}
	}
}

func TestChangesAreNoted(t *testing.T) {
	d, _ := openNew(t)
	sub, _ := follow(t, d, event("e1"), chat, "grain")
	follow(t, d, event("e1"), chat, "grain")
	if _, err := d.DeleteSubscription(ctx, event("e2"), chat, sub.ID); err != nil {
		t.Fatal(err)
	}
	got, err := d.QueryString(`SELECT group_concat(user || ' ' || act || ' ' || detail || ' ' || at) FROM changes`)
	if want := fmt.Sprintf("u1 subscribe grain %d,u1 unsubscribe grain %[1]d", noon.UnixMilli()); err != nil || got != want {
		t.Errorf("%q, %v, want %q", got, err, want)
	}
	if n, err := d.QueryInt(`SELECT count(*) FROM topics WHERE abandoned IS NULL AND id NOT IN (SELECT topic FROM subscriptions)`); err != nil || n != 0 {
		t.Errorf("%d topics that nobody follows, %v", n, err)
	}
}

// TestTogether reads and writes from many goroutines and a second DB.
func TestTogether(t *testing.T) {
	d, c := openNew(t)
	e := open(t, d.Path(), db.Options{Now: c.now})
	const writers, rounds = 3, 15
	var wg sync.WaitGroup
	for w := range 2 * writers {
		s := []*db.DB{d, e}[w%2]
		wg.Go(func() {
			for n := range rounds {
				if _, err := s.StoreArticles(ctx, []bot.Incoming{indexed(w*1_000+n, "word", "", "", "")}); err != nil {
					t.Error(err)
				}
				hits, err := s.SearchArticles(ctx, bot.Search{Query: anyOf("word")})
				if err != nil || len(hits.List) <= n {
					t.Errorf("%d hits after %d stores, %v", len(hits.List), n+1, err)
					continue
				}
				if list, err := s.FindArticles(ctx, []int64{hits.List[0].Article}); err != nil || len(list) != 1 {
					t.Errorf("%v, %v", list, err)
				}
			}
		})
	}
	wg.Wait()
	if n, err := d.CountArticles(ctx, time.Time{}); err != nil || n.Articles != 2*writers*rounds {
		t.Errorf("%+v, %v", n, err)
	}
	if seqs, err := d.QueryInt(`SELECT count(DISTINCT arrived_seq) * max(arrived_seq) FROM articles`); err != nil || seqs != 90*90 {
		t.Errorf("arrivals are not numbered without gaps: %d, %v", seqs, err)
	}
}

// TestPanicFreesTheWriter: a panic inside a transaction must not leave the only
// writing connection inside it.
func TestPanicFreesTheWriter(t *testing.T) {
	d, _ := openNew(t)
	func() {
		defer func() {
			if recover() == nil {
				t.Error("no panic")
			}
		}()
		d.PanicInUpdate()
	}()
	if n, err := d.QueryInt(`SELECT count(*) FROM phrases`); err != nil || n != 0 {
		t.Errorf("%d phrases, %v", n, err)
	}
	store1(t, d, article("https://example.org/1", "t", "Text.", noon))
}

// TestStoringDoesNotReadTheStore: storing an article costs the same however
// many there are. Reading 300,000 rows for each would take twenty times as long.
func TestStoringDoesNotReadTheStore(t *testing.T) {
	small, _ := openNew(t)
	d, _ := openNew(t)
	for _, query := range []string{`PRAGMA foreign_keys = OFF`, `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)
		INSERT INTO articles (id, identity, arrived_seq, arrived, at, revision, rules, backlog, processed)
		SELECT i, CAST('identity ' || i AS BLOB), -i, 0, 0, -i, 1, 0, 1 FROM n`, `PRAGMA foreign_keys = ON`} {
		if err := d.Exec(query); err != nil {
			t.Fatal(err)
		}
	}
	// The best of many, in turn: a busy machine, or a slow disk, slows both.
	best := map[*db.DB]time.Duration{small: time.Hour, d: time.Hour}
	for round := range 20 {
		for store := range best {
			var batch []bot.Incoming
			for n := range 10 {
				batch = append(batch, article(fmt.Sprintf("https://example.org/%d/%d", round, n), "t", "Text.", noon))
			}
			began := time.Now()
			storeAll(t, store, batch...)
			best[store] = min(best[store], time.Since(began))
		}
	}
	if best[d] > 4*best[small] {
		t.Errorf("ten articles took %v at best, in an empty store %v", best[d], best[small])
	}
	t.Logf("ten articles took %v at best, in an empty store %v", best[d], best[small])
}
