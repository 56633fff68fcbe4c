package db_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wirebrief/bot"
	"wirebrief/db"
)

// known returns what is known of keys, by key.
func known(t testing.TB, s bot.ItemStore, source int64, keys ...string) []bot.KnownItem {
	t.Helper()
	list, err := s.FindItems(ctx, source, keys)
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(list, func(a, b bot.KnownItem) int { return strings.Compare(a.Key, b.Key) })
	return list
}

func testItems(t *testing.T, s store, c *clock) {
	here, there := create(t, s, "https://here.example/feed"), create(t, s, "https://there.example/feed")
	one := store1(t, s, article("https://here.example/one", "One", "Text one.", noon))
	two := store1(t, s, article("http://here.example/two?b=1", "Two", "Text two.", noon))
	save(t, s, bot.Polled{Source: here, Items: []bot.SeenItem{
		{Keys: []string{"url:here.example/one", "guid:1"}, Digest: "d1", Article: one.Article, Fresh: true},
		{Keys: []string{"guid:none"}, Digest: "d2"},
		{Keys: []string{"guid:lost"}, Digest: "d3", Article: 12345},
	}})
	first := bot.KnownItem{Source: here.ID, Article: one.Article, URL: "https://here.example/one", Title: "One", Digest: "d1"}
	with := func(k bot.KnownItem, key string) bot.KnownItem { k.Key = key; return k }
	for _, w := range []struct {
		name   string
		source int64
		keys   []string
		want   []bot.KnownItem
	}{
		{"by every key, and the item before the article", here.ID, []string{"guid:1", "url:here.example/one", "guid:2"},
			[]bot.KnownItem{with(first, "guid:1"), with(first, "url:here.example/one")}},
		{"an entry that led to none", here.ID, []string{"guid:none"}, []bot.KnownItem{{Key: "guid:none", Source: here.ID, Digest: "d2"}}},
		{"an article that is not stored", here.ID, []string{"guid:lost"}, []bot.KnownItem{{Key: "guid:lost", Source: here.ID, Digest: "d3"}}},
		{"an article that came by another way", here.ID, []string{"url:here.example/two?b=1", "url:here.example/three"},
			[]bot.KnownItem{{Key: "url:here.example/two?b=1", Article: two.Article, URL: "http://here.example/two?b=1", Title: "Two"}}},
		{"an item of another source by its address only", there.ID, []string{"url:here.example/one", "guid:1"},
			[]bot.KnownItem{{Key: "url:here.example/one", Article: one.Article, URL: "https://here.example/one", Title: "One"}}},
		{"a key asked twice", here.ID, []string{"guid:1", "guid:1"}, []bot.KnownItem{with(first, "guid:1")}},
		{"nothing asked", here.ID, nil, nil},
		{"odd keys", here.ID, []string{"", "\xff", `"`, "guid:1\x00"}, nil},
	} {
		t.Run(w.name, func(t *testing.T) {
			if diff := cmp.Diff(w.want, known(t, s, w.source, w.keys...), cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("more keys than fit into one question", func(t *testing.T) {
		var keys []string
		for n := range 2_500 {
			keys = append(keys, fmt.Sprint("guid:x", n))
		}
		keys[1234] = "guid:1"
		if got := known(t, s, here.ID, keys...); len(got) != 1 || got[0].Key != "guid:1" {
			t.Errorf("%+v", got)
		}
	})
	t.Run("a changed entry", func(t *testing.T) {
		store1(t, s, article("https://here.example/one", "One, corrected", "Text.", noon))
		save(t, s, bot.Polled{Source: here, Items: []bot.SeenItem{{Keys: []string{"guid:1", "guid:1b"}, Digest: "new", Article: one.Article}}})
		want := first
		want.Title, want.Digest = "One, corrected", "new"
		if diff := cmp.Diff([]bot.KnownItem{with(want, "guid:1"), with(want, "guid:1b")}, known(t, s, here.ID, "guid:1", "guid:1b")); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("a removed source leaves its articles and nothing else", func(t *testing.T) {
		if err := s.DeleteSource(ctx, here.ID); err != nil {
			t.Fatal(err)
		}
		want := []bot.KnownItem{{Key: "url:here.example/one", Article: one.Article, URL: "https://here.example/one", Title: "One, corrected"}}
		if diff := cmp.Diff(want, known(t, s, here.ID, "url:here.example/one", "guid:1", "guid:none")); diff != "" {
			t.Error(diff)
		}
	})
}

func testSourceFigures(t *testing.T, s store, c *clock) {
	busy, quiet := create(t, s, "https://busy.example/feed"), create(t, s, "https://quiet.example/feed")
	n := 0
	brings := func(count int) (last bot.Storing) {
		t.Helper()
		var items []bot.SeenItem
		for range count {
			n++
			last = store1(t, s, article(fmt.Sprint("https://busy.example/", n), fmt.Sprint("Report ", n), fmt.Sprint("Text ", n), c.now()))
			items = append(items, bot.SeenItem{Keys: []string{fmt.Sprint("guid:", n)}, Article: last.Article, Fresh: true})
		}
		slices.Reverse(items) // feeds have the newest first
		items = append(items, bot.SeenItem{Keys: []string{"guid:changed"}, Article: last.Article}, bot.SeenItem{Keys: []string{"guid:none"}})
		save(t, s, bot.Polled{Source: busy, Items: items})
		return last
	}
	for _, w := range []struct {
		days, brings, all, recent int
	}{{0, 3, 3, 3}, {1, 2, 5, 5}, {28, 1, 6, 6}, {1, 0, 6, 3}, {1, 0, 6, 1}, {26, 1, 7, 2}, {100, 0, 7, 0}} {
		c.add(time.Duration(w.days) * 24 * time.Hour)
		before := stat(t, s, busy.ID)
		brings(w.brings)
		got := stat(t, s, busy.ID)
		want := bot.SourceStat{Source: got.Source, Articles: w.all, Recent: w.recent, Newest: before.Newest, NewestTitle: before.NewestTitle}
		if w.brings > 0 {
			want.Newest, want.NewestTitle = c.now(), fmt.Sprint("Report ", n)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("after %d days: %s", w.days, diff)
		}
	}
	t.Run("the headline as it is now", func(t *testing.T) {
		store1(t, s, article(fmt.Sprint("https://busy.example/", n), "Put right", "Text", c.now()))
		if got := stat(t, s, busy.ID).NewestTitle; got != "Put right" {
			t.Errorf("%q", got)
		}
	})
	if got := stat(t, s, quiet.ID); got.Articles != 0 || got.Recent != 0 || !got.Newest.IsZero() || got.NewestTitle != "" {
		t.Errorf("a source that brought nothing: %+v", got)
	}
}

// TestForgottenItems: entries that a source has not carried for 90 days go, and
// only those.
func TestForgottenItems(t *testing.T) {
	d, c := openNew(t)
	src := create(t, d, "https://a.example/feed")
	save(t, d, bot.Polled{Source: src, Items: []bot.SeenItem{{Keys: []string{"guid:stays"}}, {Keys: []string{"guid:goes"}}}})
	seen := func(key string) bool {
		t.Helper()
		n, err := d.QueryInt(`SELECT count(*) FROM source_items WHERE source = ? AND key = ?`, src.ID, db.Digest(key))
		if err != nil {
			t.Fatal(err)
		}
		return n == 1
	}
	for day := 1; day <= 120; day++ {
		c.add(24 * time.Hour)
		if len(known(t, d, src.ID, "guid:stays", "guid:new")) != 1 {
			t.Fatalf("the feed's own entry is not known on day %d", day)
		}
		save(t, d, bot.Polled{Source: src})
		if !seen("guid:stays") {
			t.Fatalf("gone on day %d though the source carries it", day)
		}
		if gone := !seen("guid:goes"); gone && day <= 90 || !gone && day > 97 {
			t.Fatalf("day %d: gone %v", day, gone)
		}
	}
	t.Run("a source that was not looked at loses nothing", func(t *testing.T) {
		c.add(200 * 24 * time.Hour)
		save(t, d, bot.Polled{Source: src})
		if !seen("guid:stays") {
			t.Error("gone")
		}
		known(t, d, src.ID, "guid:stays")
		save(t, d, bot.Polled{Source: src})
		if !seen("guid:stays") {
			t.Error("gone though it was looked up before")
		}
	})
	t.Run("what is seen is noted a few times only", func(t *testing.T) {
		changes := func() int64 {
			n, err := d.QueryInt(`SELECT sum(seen) FROM source_items`)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		notes, before := 0, changes()
		for range 28 {
			c.add(24 * time.Hour)
			known(t, d, src.ID, "guid:stays")
			save(t, d, bot.Polled{Source: src})
			if now := changes(); now != before {
				notes, before = notes+1, now
			}
		}
		if notes < 1 || notes > 4 {
			t.Errorf("%d notes in four weeks", notes)
		}
	})
	t.Run("many go a part at a time", func(t *testing.T) {
		const old = 1_200
		for n := range old {
			if err := d.Exec(`INSERT INTO source_items (source, key, digest, seen) VALUES (?, ?, '', 0)`, src.ID, db.Digest(fmt.Sprint(n))); err != nil {
				t.Fatal(err)
			}
		}
		c.add(8 * 24 * time.Hour)
		for _, want := range []int64{old - 500, old - 1000, 0, 0} {
			known(t, d, src.ID, "guid:stays")
			save(t, d, bot.Polled{Source: src})
			if n, err := d.QueryInt(`SELECT count(*) FROM source_items WHERE seen = 0`); err != nil || n != want {
				t.Errorf("%d left, %v, want %d", n, err, want)
			}
		}
	})
	t.Run("too many to note at once lose nothing", func(t *testing.T) {
		var keys []string
		for n := range 1_100 {
			keys = append(keys, fmt.Sprint("guid:many", n))
		}
		save(t, d, bot.Polled{Source: src, Items: []bot.SeenItem{{Keys: keys}}})
		c.add(100 * 24 * time.Hour)
		known(t, d, src.ID, append(keys, "guid:stays")...)
		save(t, d, bot.Polled{Source: src})
		if got := known(t, d, src.ID, keys...); len(got) != len(keys) {
			t.Errorf("%d of %d known", len(got), len(keys))
		}
	})
}
