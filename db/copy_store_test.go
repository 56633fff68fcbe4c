package db_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// real makes an article whose keys are those that the application would make.
func real(url, publisher, title, text string, published time.Time) bot.Incoming {
	in := article(url, title, text, published)
	in.Source.Publisher, in.Extraction.Article.Publisher = publisher, publisher
	in.Keys = briefing.KeysOf(in.Extraction.Article)
	return in
}

func process(t *testing.T, s bot.ProcessStore, done ...bot.Processed) {
	t.Helper()
	if err := s.MarkProcessed(ctx, done); err != nil {
		t.Fatal(err)
	}
}

// shown is what readers and operators see of a store.
type shown struct {
	Found, Listed []int64
	Total, Recent int
	Publishers    []string
	Grouped       []int64
}

func see(t *testing.T, s store, word string) (got shown) {
	t.Helper()
	got.Found, got.Listed = found(t, s, anyOf(word)), search(t, s, bot.Search{})
	all, err := s.CountArticles(ctx, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	recent, err := s.CountArticles(ctx, noon)
	if err != nil {
		t.Fatal(err)
	}
	got.Total, got.Recent = all.Articles, recent.Articles
	publishers, err := s.FindPublishers(ctx, 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range publishers {
		got.Publishers = append(got.Publishers, fmt.Sprint(p.Name, " ", p.Articles))
	}
	if err := s.FindFingerprints(ctx, noon.AddDate(0, 0, -3), func(g bot.Grouped) error {
		got.Grouped = append(got.Grouped, g.Article)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return got
}

func sees(t *testing.T, s store, word string, want shown) {
	t.Helper()
	if diff := cmp.Diff(want, see(t, s, word), cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

func testCopies(t *testing.T, s store, c *clock) {
	first := store1(t, s, real("https://a.example/1", "Ellery Post", "Harbour shut", "The harbour is shut.", noon.Add(-time.Hour)))
	in := real("https://b.example/1", "Coast Gazette", "Harbour shut", "The harbour is shut. ", noon)
	second := store1(t, s, in)
	a, b := first.Article, second.Article
	process(t, s, bot.Processed{Article: a, Revision: first.Revision, Story: a}, bot.Processed{Article: b, Revision: second.Revision, Story: a})
	both := shown{Found: []int64{b, a}, Listed: []int64{b, a}, Total: 2, Recent: 2, Publishers: []string{"Coast Gazette 1", "Ellery Post 1"}, Grouped: []int64{a, b}}
	alone := shown{Found: []int64{a}, Listed: []int64{a}, Total: 1, Recent: 1, Publishers: []string{"Ellery Post 1"}, Grouped: []int64{a}}
	sees(t, s, "harbour", both)
	hide := bot.Processed{Article: b, Revision: second.Revision, Story: a, Duplicate: a}
	for range 2 { // the second time changes nothing
		process(t, s, hide)
		sees(t, s, "harbour", alone)
	}
	t.Run("it is known again", func(t *testing.T) {
		c.add(time.Minute)
		if got := store1(t, s, in); got != (bot.Storing{Article: b, Revision: second.Revision, Outcome: bot.Unchanged}) {
			t.Errorf("%+v", got)
		}
		if got := one(t, s, b); got.Article.Text != in.Extraction.Article.Text || got.Story != a {
			t.Errorf("%+v", got)
		}
		if got := known(t, s, 1, "url:b.example/1"); len(got) != 1 || got[0].Article != b {
			t.Errorf("%+v", got)
		}
	})
	t.Run("corrections and newer rules do not show it", func(t *testing.T) {
		in := in
		in.Extraction.Article.Byline, in.Source.Byline = "Ana Varga", "Ana Varga"
		if got := store1(t, s, in); got.Outcome != bot.Revised || got.Revision != second.Revision {
			t.Errorf("%+v", got)
		}
		sees(t, s, "harbour", alone)
		if err := s.UpdateExtractions(ctx, []bot.Reextracted{{Article: b, Revision: second.Revision, Incoming: in}}); err != nil {
			t.Fatal(err)
		}
		sees(t, s, "harbour", alone)
	})
	t.Run("a new revision is processed before it is shown", func(t *testing.T) {
		in := real("https://b.example/1", "Coast Gazette", "Harbour open", "The harbour is open again.", noon)
		third := store1(t, s, in)
		if third.Outcome != bot.Revised {
			t.Fatalf("%+v", third)
		}
		sees(t, s, "harbour", alone)
		list, err := s.FindUnprocessed(ctx, 9)
		if err != nil || len(list) != 1 || list[0].Revision != third.Revision || list[0].Story != a {
			t.Fatalf("%+v, %v", list, err)
		}
		process(t, s, bot.Processed{Article: b, Revision: second.Revision, Story: a})
		sees(t, s, "harbour", alone)
		process(t, s, bot.Processed{Article: b, Revision: third.Revision, Story: a})
		sees(t, s, "harbour", both)
		if got := found(t, s, anyOf("again")); !slices.Equal(got, []int64{b}) {
			t.Errorf("not found by its own words: %v", got)
		}
		process(t, s, bot.Processed{Article: b, Revision: third.Revision, Story: a, Duplicate: a},
			bot.Processed{Article: b, Revision: third.Revision, Story: a}, bot.Processed{Article: b, Revision: third.Revision, Story: a, Duplicate: b})
		sees(t, s, "harbour", both)
	})
	t.Run("what is not there is passed over", func(t *testing.T) {
		process(t, s, bot.Processed{Article: 5, Revision: 5, Duplicate: a})
		sees(t, s, "harbour", both)
	})
}

func testFingerprints(t *testing.T, s store, c *clock) {
	words := strings.Repeat("The harbour of Ellery was shut after 12 ships had left it in the night. ", 8)
	old := store1(t, s, real("https://a.example/old", "Ellery Post", "Old", words, noon.AddDate(0, 0, -9)))
	in := real("https://a.example/1", "Ellery Post", "Shut", words+"Nobody was hurt.", noon.Add(-time.Hour))
	first := store1(t, s, in)
	undated := store1(t, s, real("https://a.example/2", "", "No date", "A short text.", time.Time{}))
	list, err := s.FindUnprocessed(ctx, 9)
	if err != nil || len(list) != 3 {
		t.Fatalf("%d, %v", len(list), err)
	}
	for _, a := range list {
		if diff := cmp.Diff(briefing.FingerprintOf(a.Article), a.Fingerprint); diff != "" {
			t.Errorf("%s: %s", a.Article.Title, diff)
		}
	}
	group := func(since time.Time) (all []bot.Grouped) {
		t.Helper()
		if err := s.FindFingerprints(ctx, since, func(g bot.Grouped) error { all = append(all, g); return nil }); err != nil {
			t.Fatal(err)
		}
		return all
	}
	if got := group(time.Time{}); len(got) != 0 {
		t.Errorf("not processed yet: %+v", got)
	}
	for _, p := range []bot.Storing{old, first, undated} {
		process(t, s, bot.Processed{Article: p.Article, Revision: p.Revision, Story: p.Article + 1})
	}
	want := []bot.Grouped{
		{Article: first.Article, Story: first.Article + 1, Publisher: "Ellery Post", At: noon.Add(-time.Hour), Fingerprint: briefing.FingerprintOf(in.Extraction.Article)},
		{Article: undated.Article, Story: undated.Article + 1, At: noon, Fingerprint: briefing.FingerprintOf(briefing.Article{Title: "No date", Lang: "en", Text: "A short text."})},
	}
	if diff := cmp.Diff(want, group(noon.AddDate(0, 0, -3))); diff != "" {
		t.Error(diff)
	}
	if got := group(time.Time{}); len(got) != 3 || got[0].Article != old.Article {
		t.Errorf("ever: %+v", got)
	}
	t.Run("it follows the text", func(t *testing.T) {
		changed := real("https://a.example/1", "Ellery Post", "Open", strings.ToUpper(words)+" All 40 ships came back to the harbour.", noon.Add(-time.Hour))
		revised := store1(t, s, changed)
		process(t, s, bot.Processed{Article: revised.Article, Revision: revised.Revision, Story: 7})
		if got := group(noon.AddDate(0, 0, -3))[0]; got.Story != 7 || got.Fingerprint != briefing.FingerprintOf(changed.Extraction.Article) {
			t.Errorf("%+v", got)
		}
		changed.Extraction.Article.Text = "Found anew under other rules, in 3 parts."
		if err := s.UpdateExtractions(ctx, []bot.Reextracted{{Article: revised.Article, Revision: revised.Revision, Incoming: changed}}); err != nil {
			t.Fatal(err)
		}
		if got := group(noon.AddDate(0, 0, -3))[0]; got.Fingerprint != briefing.FingerprintOf(changed.Extraction.Article) {
			t.Errorf("%+v", got)
		}
	})
	t.Run("ends with the first error", func(t *testing.T) {
		stop, calls := errors.New("stop"), 0
		err := s.FindFingerprints(ctx, time.Time{}, func(bot.Grouped) error { calls++; return stop })
		if !errors.Is(err, stop) || calls != 1 {
			t.Errorf("%v after %d calls", err, calls)
		}
	})
}

// testExcerpts: the beginning of a report never takes the place of the whole.
func testExcerpts(t *testing.T, s store, c *clock) {
	const url = "https://example.org/1"
	excerpt := func(in bot.Incoming) bot.Incoming {
		in.Source.Excerpt, in.Extraction.Article.Excerpt = true, true
		return in
	}
	begins := func(text string) bot.Incoming { return excerpt(article(url, "Bridge shut", text, noon)) }
	first := store1(t, s, begins("The bridge is…"))
	sees := func(name, text string, is bool) {
		t.Helper()
		list := []bot.StoredArticle{one(t, s, first.Article)}
		rev, err := s.FindRevision(ctx, list[0].Revision)
		if err != nil {
			t.Fatal(err)
		}
		for _, got := range append(list, rev) {
			if got.Article.Text != text || got.Article.Excerpt != is {
				t.Errorf("%s: %q, excerpt %v", name, got.Article.Text, got.Article.Excerpt)
			}
		}
	}
	outcome := func(in bot.Incoming, want bot.Outcome) bot.Storing {
		t.Helper()
		got := store1(t, s, in)
		if got.Outcome != want || got.Article != first.Article {
			t.Errorf("%+v, want outcome %d", got, want)
		}
		return got
	}
	sees("stored", "The bridge is…", true)
	outcome(begins("The bridge is…"), bot.Unchanged)
	outcome(begins("The old bridge is…"), bot.Revised)
	sees("another excerpt", "The old bridge is…", true)
	t.Run("it stays one under newer rules", func(t *testing.T) {
		list, err := s.FindOutdated(ctx, briefing.RulesVersion+1, 5)
		if err != nil || len(list) != 1 || !list[0].Source.Excerpt {
			t.Fatalf("%+v, %v", list, err)
		}
		in := begins("The old bridge is…")
		in.Source = list[0].Source
		if err := s.UpdateExtractions(ctx, []bot.Reextracted{{Article: list[0].Article, Revision: list[0].Revision, Incoming: in}}); err != nil {
			t.Fatal(err)
		}
		sees("extracted again", "The old bridge is…", true)
	})
	whole := article(url, "Bridge shut", "The old bridge is shut. It rusts.", noon)
	second := outcome(whole, bot.Revised)
	sees("the whole", "The old bridge is shut. It rusts.", false)
	if old, err := s.FindRevision(ctx, first.Revision); err != nil || !old.Article.Excerpt {
		t.Errorf("the first revision is an excerpt no more: %v", err)
	}
	for _, teaser := range []bot.Incoming{begins("The old bridge is…"), begins("Something else"), excerpt(whole)} {
		if got := outcome(teaser, bot.Unchanged); got.Revision != second.Revision {
			t.Errorf("%+v", got)
		}
		sees("after a teaser", "The old bridge is shut. It rusts.", false)
	}
	t.Run("a text that turns out to be the whole", func(t *testing.T) {
		in := article("https://example.org/2", "Short", "That is all.", noon)
		begun := store1(t, s, excerpt(in))
		if got := store1(t, s, in); got != (bot.Storing{Article: begun.Article, Revision: begun.Revision, Outcome: bot.Revised}) {
			t.Errorf("%+v", got)
		}
		if got := one(t, s, begun.Article); got.Article.Excerpt || got.Number != 1 {
			t.Errorf("%+v", got)
		}
		if got := store1(t, s, in).Outcome; got != bot.Unchanged {
			t.Errorf("again: %v", got)
		}
	})
}
