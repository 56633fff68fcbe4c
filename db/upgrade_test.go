package db_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/pressly/goose/v3"

	"wirebrief/bot"
	"wirebrief/briefing"
	"wirebrief/db"
)

// first makes a file as the first released version did.
func first(t *testing.T) (path string, pool *sql.DB) { return before(t, 2) }

// before makes a file with the migrations before that of a number.
func before(t *testing.T, number int) (path string, pool *sql.DB) {
	t.Helper()
	scripts := fstest.MapFS{}
	for n := 1; n < number; n++ {
		names, err := filepath.Glob(fmt.Sprintf("migrations/%05d_*.sql", n))
		if err != nil || len(names) != 1 {
			t.Fatalf("migration %d: %v, %v", n, names, err)
		}
		script, err := os.ReadFile(names[0])
		if err != nil {
			t.Fatal(err)
		}
		scripts[filepath.Base(names[0])] = &fstest.MapFile{Data: script}
	}
	path = filepath.Join(t.TempDir(), "wirebrief.db")
	pool = raw(t, "file:"+path+"?_auto_vacuum=incremental&_journal_mode=WAL&_foreign_keys=true")
	p, err := goose.NewProvider(goose.DialectSQLite3, pool, scripts, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Up(ctx); err != nil {
		t.Fatal(err)
	}
	return path, pool
}

// fillFirst stores articles as the first version did, a minute apart and the
// last at noon, and returns their ids.
func fillFirst(t *testing.T, pool *sql.DB, count int) (ids []int64) {
	t.Helper()
	conn, err := pool.Begin()
	if err != nil {
		t.Fatal(err)
	}
	exec := func(query string, args ...any) {
		t.Helper()
		if _, err := conn.Exec(query, args...); err != nil {
			t.Fatal(err)
		}
	}
	exec(`INSERT INTO publishers (id, name) VALUES (1, 'Ellery Post')`)
	for n := range count {
		at := noon.Add(time.Duration(n-count+1) * time.Minute).UnixMilli()
		id, rev := at/60_000<<10, n+1
		url, title, text := fmt.Sprint("https://example.org/", n), fmt.Sprint("Harbour ", n), fmt.Sprintf("The harbour said “no”. It has %d ships.", n)
		exec(`INSERT INTO articles (id, identity, arrived_seq, arrived, at, revision, rules, publisher, story, backlog, processed)
			VALUES (?, ?, ?, ?, ?, ?, 1, 1, ?, 0, 1)`, id, db.Digest(fmt.Sprint("url:example.org/", n)), rev, at, at, rev, id)
		exec(`INSERT INTO revisions (id, article, number, created, rules, supported, published, publisher, lang, url, source, guid, path,
			title, byline, speakers, names, content, received, text) VALUES (?, ?, 1, ?, 1, 1, ?, 1, 'en', ?, '', '', '', ?, 'Ana Varga', '["the harbour"]', '', ?, x'00', ?)`,
			rev, id, at, at, url, title, db.Digest(title), text)
		exec(`INSERT INTO quotes VALUES (?, 0, 17, 25, NULL, 'the harbour', 0, 11, '', 'said', 0, 25, 0, 0.75)`, rev)
		exec(`INSERT INTO article_index (rowid, title, lead, body, meta) VALUES (?, 'harbour', '', ?, 'ølangen')`, id, fmt.Sprint("the harbour said no ", n))
		ids = append(ids, id)
	}
	exec(`UPDATE counters SET value = ? WHERE name IN ('arrived', 'revision')`, count)
	if err := conn.Commit(); err != nil {
		t.Fatal(err)
	}
	return ids
}

// TestUpgrade opens a file of the first version, with articles in it.
func TestUpgrade(t *testing.T) {
	path, pool := first(t)
	ids := fillFirst(t, pool, 3)
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
	c := &clock{at: noon}
	d := open(t, path, db.Options{Now: c.now})
	quote := briefing.Span{Start: 17, End: 25}
	want := bot.StoredArticle{ID: ids[1], Story: ids[1], Revision: 2, Number: 1, Arrived: noon.Add(-time.Minute), Revised: noon.Add(-time.Minute), Extraction: briefing.Extraction{
		Article: briefing.Article{URL: "https://example.org/1", Title: "Harbour 1", Byline: "Ana Varga", Publisher: "Ellery Post", Lang: "en",
			Published: noon.Add(-time.Minute), Text: "The harbour said “no”. It has 1 ships."},
		Quotes: []briefing.Quote{{Span: quote, Text: "“no”", Parts: []briefing.Span{quote}, Speaker: "the harbour", SpeakerSpan: briefing.Span{End: 11},
			Cue: "said", Clause: briefing.Span{End: 25}, Confidence: 0.75}},
		Speakers: []string{"the harbour"}, Supported: true, Rules: 1}}
	want.Quotes[0].Text = quote.Of(want.Article.Text)
	if diff := cmp.Diff(want, one(t, d, ids[1]), cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	newestFirst := slices.Clone(ids)
	slices.Reverse(newestFirst)
	sees(t, d, "harbour", shown{Found: newestFirst, Listed: newestFirst, Total: 3, Recent: 1, Publishers: []string{"Ellery Post 3"}, Grouped: ids})
	if err := d.FindFingerprints(ctx, time.Time{}, func(g bot.Grouped) error {
		if g.Fingerprint != briefing.FingerprintOf(one(t, d, g.Article).Article) {
			t.Errorf("fingerprint of %d: %+v", g.Article, g.Fingerprint)
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
	t.Run("new things work on old articles", func(t *testing.T) {
		src := create(t, d, "https://example.org/feed")
		if got := known(t, d, src.ID, "url:example.org/2"); len(got) != 1 || got[0].Article != ids[2] {
			t.Errorf("%+v", got)
		}
		save(t, d, bot.Polled{Source: src, Items: []bot.SeenItem{{Keys: []string{"url:example.org/2"}, Article: ids[2], Fresh: true}}})
		process(t, d, bot.Processed{Article: ids[2], Revision: 3, Story: ids[1], Duplicate: ids[1]})
		sees(t, d, "harbour", shown{Found: newestFirst[1:], Listed: newestFirst[1:], Total: 2, Publishers: []string{"Ellery Post 2"}, Grouped: ids[:2]})
		revised := store1(t, d, real("https://example.org/1", "Ellery Post", "Harbour 1", "Another text.", noon))
		if revised.Outcome != bot.Revised || revised.Article != ids[1] {
			t.Errorf("%+v", revised)
		}
	})
	if err := d.Check(ctx); err != nil {
		t.Error(err)
	}
	if n, err := d.QueryInt(`SELECT count(*) FROM pragma_foreign_key_check`); err != nil || n != 0 {
		t.Errorf("%d broken references, %v", n, err)
	}
}

// TestUpgradeTogether: two processes of the new version start on a file of
// the first at once.
func TestUpgradeTogether(t *testing.T) {
	path, pool := first(t)
	fillFirst(t, pool, 20)
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
	one, two := again(t, "open", path), again(t, "open", path)
	if err := one.Start(); err != nil {
		t.Fatal(err)
	}
	if err := two.Run(); err != nil {
		t.Error(err)
	}
	if err := one.Wait(); err != nil {
		t.Error(err)
	}
	d := open(t, path, db.Options{})
	if n, err := d.QueryInt(`SELECT count(*) FROM goose_db_version WHERE version_id = 2`); err != nil || n != 1 {
		t.Errorf("the second migration ran %d times, %v", n, err)
	}
}

// TestMigrationsKeepReferences: what a migration made is looked through, and
// what it did not touch is not read, however large it may be.
func TestMigrationsKeepReferences(t *testing.T) {
	for _, w := range []struct {
		name, script string
		broken       bool
	}{
		{"a table beside the others", `CREATE TABLE t (x)`, false},
		{"a new table with references", `CREATE TABLE t (b REFERENCES birds (id)); INSERT INTO t VALUES (1), (NULL)`, false},
		{"a new table with a broken one", `CREATE TABLE t (b REFERENCES birds (id)); INSERT INTO t VALUES (9)`, true},
		{"a new table without rowids", `CREATE TABLE t (b PRIMARY KEY REFERENCES birds (id)) WITHOUT ROWID; INSERT INTO t VALUES (9)`, true},
		{"a table made anew", `CREATE TABLE n (id INTEGER PRIMARY KEY, name); INSERT INTO n SELECT * FROM birds; DROP TABLE birds; ALTER TABLE n RENAME TO birds`, false},
		{"a table made anew without its rows", `DROP TABLE birds; CREATE TABLE birds (id INTEGER PRIMARY KEY)`, true},
		{"a table not touched", `INSERT INTO birds VALUES (2, 'b')`, false},
	} {
		t.Run(w.name, func(t *testing.T) {
			pool := raw(t, filepath.Join(t.TempDir(), "birds.db"))
			if _, err := pool.Exec(`CREATE TABLE birds (id INTEGER PRIMARY KEY, name); INSERT INTO birds VALUES (1, 'a');
				CREATE TABLE nests (bird REFERENCES birds (id)); INSERT INTO nests VALUES (1)`); err != nil {
				t.Fatal(err)
			}
			if err := db.CheckMigration(pool, w.script); errors.Is(err, db.ErrBroken) != w.broken || !w.broken && err != nil {
				t.Errorf("%v", err)
			}
		})
	}
}
