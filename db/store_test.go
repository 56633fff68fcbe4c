package db_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// A store is everything that the application asks of one. The tests below go
// through it alone, so that they hold for any other store.
type store interface {
	bot.ArticleStore
	bot.ArticleFinder
	bot.NameFinder
	bot.ProcessStore
	bot.SubscriptionStore
	bot.PhraseStore
	bot.LeaseStore
	bot.GroupStore
	bot.SourceStore
	bot.PollStore
	bot.HubStore
	ledgerStore
	bot.AccessStore
	bot.InviteStore
	bot.GrantStore
	bot.Inbox
	bot.SentStore
}

// TestStore runs the suite on the SQLite store.
func TestStore(t *testing.T) {
	testStore(t, func(t *testing.T) (store, *clock) { return openNew(t) })
}

// testStore is the behaviour of a store behind the ports. make returns an
// empty one and the clock that it goes by.
func testStore(t *testing.T, make func(*testing.T) (store, *clock)) {
	for name, test := range map[string]func(*testing.T, store, *clock){
		"Articles":      testArticles,
		"Revisions":     testRevisions,
		"Corrections":   testCorrections,
		"Dates":         testDates,
		"Totals":        testTotals,
		"Names":         testNames,
		"Outdated":      testOutdated,
		"Processing":    testProcessing,
		"Subscriptions": testSubscriptions,
		"Events":        testEvents,
		"Phrases":       testPhrases,
		"Lease":         testLease,
		"Search":        testSearch,
		"Paging":        testPaging,
		"Periods":       testPeriods,
		"Budget":        testBudget,
		"Sources":       testSources,
		"Polls":         testPolls,
		"DueSources":    testDueSources,
		"Hubs":          testHubs,
		"Items":         testItems,
		"SourceFigures": testSourceFigures,
		"Copies":        testCopies,
		"Fingerprints":  testFingerprints,
		"Excerpts":      testExcerpts,

		"Settings":       testSettings,
		"NextDigest":     testNextDigest,
		"DueStaysDue":    testDueStaysDue,
		"FollowedTopics": testFollowedTopics,
		"DueChats":       testDueChats,
		"SaveDigests":    testSaveDigests,
		"Shown":          testShown,
		"TopicNews":      testTopicNews,
		"AlertMatches":   testAlertMatches,
		"Alerts":         testAlerts,
		"Claims":         testClaims,
		"ClaimOrder":     testClaimOrder,
		"LostClaims":     testLostClaims,
		"Uncertain":      testUncertain,
		"Ends":           testEnds,
		"Moves":          testMoves,
		"DeliveryList":   testDeliveryList,
		"LastSent":       testLastSent,
		"Prune":          testPrune,
		"Forgotten":      testForgotten,
		"Inbox":          testInbox,
		"OldInbox":       testOldInbox,
		"Codes":          testCodes,
		"Grants":         testGrants,
	} {
		t.Run(name, func(t *testing.T) {
			s, c := make(t)
			test(t, s, c)
		})
	}
}

var ctx = context.Background()

func one(t *testing.T, s bot.ArticleFinder, id int64) bot.StoredArticle {
	t.Helper()
	list, err := s.FindArticles(ctx, []int64{id})
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 1 {
		t.Fatalf("%d articles for id %d", len(list), id)
	}
	return list[0]
}

func testArticles(t *testing.T, s store, c *clock) {
	in := article("https://example.org/1", "Harbour reopens", "The harbour of Ellery reopened.", noon.Add(-time.Hour))
	in.Extraction.Quotes = []briefing.Quote{{Span: briefing.Span{Start: 4, End: 11}, Text: "harbour", Parts: []briefing.Span{{Start: 4, End: 7}, {Start: 8, End: 11}},
		Speaker: "Ana Varga", SpeakerSpan: briefing.NoSpan, Cue: "said", Clause: briefing.NoSpan, Confidence: 0.5}}
	stored := store1(t, s, in)
	if stored.Outcome != bot.Stored || stored.Article == 0 || stored.Revision == 0 {
		t.Fatalf("first store: %+v", stored)
	}
	c.add(time.Minute)
	again := store1(t, s, in)
	if want := (bot.Storing{Article: stored.Article, Revision: stored.Revision, Outcome: bot.Unchanged}); again != want {
		t.Errorf("same again: %+v, want %+v", again, want)
	}
	want := bot.StoredArticle{ID: stored.Article, Revision: stored.Revision, Number: 1, Arrived: noon, Revised: noon, Extraction: in.Extraction}
	if diff := cmp.Diff(want, one(t, s, stored.Article), cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}

	t.Run("order of the ids asked for, unknown ones left out", func(t *testing.T) {
		b := store1(t, s, article("https://example.org/2", "Second", "Another text.", noon))
		list, err := s.FindArticles(ctx, []int64{b.Article, 77, stored.Article})
		if err != nil {
			t.Fatal(err)
		}
		if len(list) != 2 || list[0].ID != b.Article || list[1].ID != stored.Article {
			t.Errorf("got %d articles: %v", len(list), list)
		}
	})
	t.Run("a bad extraction is refused and nothing is stored", func(t *testing.T) {
		some := briefing.Span{Start: 0, End: 4}
		for name, e := range map[string]briefing.Extraction{
			"words that are no span":    {Figures: []briefing.Figure{{Span: some, Text: "invented"}}},
			"a quote beyond the text":   {Quotes: []briefing.Quote{{Span: briefing.Span{Start: 5, End: 99}, Text: "text."}}},
			"another denial":            {Denials: []briefing.Denial{{Span: some, Text: "some"}}},
			"a value that is none":      {Figures: []briefing.Figure{{Span: some, Text: "Some", Value: math.NaN()}}},
			"a confidence that is none": {Quotes: []briefing.Quote{{Span: some, Text: "Some", Confidence: math.NaN()}}},
		} {
			wrong := article("https://example.org/3", "Third", "Some text.", noon)
			e.Article = wrong.Extraction.Article
			wrong.Extraction = e
			_, err := s.StoreArticles(ctx, []bot.Incoming{article("https://example.org/4", "Fourth", "Other text.", noon), wrong})
			if !errors.Is(err, bot.ErrBadExtraction) || !strings.Contains(err.Error(), "Third") {
				t.Errorf("%s: %v", name, err)
			}
			if err := s.UpdateExtractions(ctx, []bot.Reextracted{{Article: stored.Article, Revision: stored.Revision, Incoming: wrong}}); !errors.Is(err, bot.ErrBadExtraction) {
				t.Errorf("%s, again: %v", name, err)
			}
		}
		if n, _ := s.CountArticles(ctx, time.Time{}); n.Articles != 2 {
			t.Errorf("%d articles, want 2", n.Articles)
		}
	})
	t.Run("ended context stores nothing", func(t *testing.T) {
		ended, cancel := context.WithCancel(ctx)
		cancel()
		if _, err := s.StoreArticles(ended, []bot.Incoming{article("u", "t", "x", noon)}); !errors.Is(err, context.Canceled) {
			t.Errorf("err = %v", err)
		}
	})
	t.Run("nothing asked, nothing done", func(t *testing.T) {
		if list, err := s.FindArticles(ctx, nil); err != nil || list != nil {
			t.Errorf("%v, %v", list, err)
		}
		if stored := storeAll(t, s); len(stored) != 0 {
			t.Errorf("%v", stored)
		}
	})
}

// store1 stores one article.
func store1(t *testing.T, s bot.ArticleStore, in bot.Incoming) bot.Storing {
	t.Helper()
	return storeAll(t, s, in)[0]
}

func testRevisions(t *testing.T, s store, c *clock) {
	const url = "https://example.org/1"
	first := store1(t, s, article(url, "Bridge shut", "The old bridge is shut.", noon))
	c.add(time.Hour)
	changed := article(url, "Bridge shut", "The old bridge is open again.", noon)
	second := store1(t, s, changed)
	if second.Outcome != bot.Revised || second.Article != first.Article || second.Revision == first.Revision {
		t.Fatalf("changed: %+v after %+v", second, first)
	}
	if got := one(t, s, first.Article); got.Number != 2 || got.Article.Text != "The old bridge is open again." || !got.Arrived.Equal(noon) {
		t.Errorf("current: number %d, %q, arrived %v", got.Number, got.Article.Text, got.Arrived)
	}
	old, err := s.FindRevision(ctx, first.Revision)
	if err != nil || old.Article.Text != "The old bridge is shut." || old.ID != first.Article || old.Number != 1 {
		t.Errorf("old revision: %+v, %v", old, err)
	}
	if _, err := s.FindRevision(ctx, 99); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("unknown revision: %v", err)
	}
	if got := found(t, s, anyOf("shut -again")); len(got) != 0 {
		t.Errorf("keys of the old revision are still found: %v", got)
	}
	if got := found(t, s, anyOf("again")); len(got) != 1 {
		t.Errorf("keys of the new revision are not found: %v", got)
	}

	t.Run("other surroundings with the same text change nothing", func(t *testing.T) {
		in := changed
		in.Source.Text += "\nRead also: Something else"
		if got := store1(t, s, in).Outcome; got != bot.Unchanged {
			t.Errorf("outcome %v", got)
		}
	})
	t.Run("other rules on the same raw text change nothing", func(t *testing.T) {
		in := changed
		in.Extraction.Article.Text = "The old bridge"
		if got := store1(t, s, in).Outcome; got != bot.Unchanged {
			t.Errorf("outcome %v", got)
		}
	})
	t.Run("another title is a revision", func(t *testing.T) {
		in := changed
		in.Source.Title, in.Extraction.Article.Title = "Bridge open", "Bridge open"
		if got := store1(t, s, in); got.Outcome != bot.Revised || got.Revision == second.Revision {
			t.Errorf("%+v", got)
		}
		if got := one(t, s, first.Article); got.Article.Title != "Bridge open" || got.Number != 3 {
			t.Errorf("number %d, %q", got.Number, got.Article.Title)
		}
		store1(t, s, changed)
	})
	t.Run("twice in one batch", func(t *testing.T) {
		a := article("https://example.org/2", "A", "One text.", noon)
		b := article("https://example.org/2", "A", "Two texts.", noon)
		got := storeAll(t, s, a, a, b)
		if got[0].Outcome != bot.Stored || got[1].Outcome != bot.Unchanged || got[2].Outcome != bot.Revised {
			t.Errorf("%v", got)
		}
	})
}

// testCorrections: what an article tells about itself is put right where it
// stands, without another revision.
func testCorrections(t *testing.T, s store, c *clock) {
	in := article("https://example.org/1", "Bridge shut", "The old bridge is shut.", time.Time{})
	in.Source.Publisher, in.Extraction.Article.Publisher = "", ""
	first := store1(t, s, in)
	if err := s.MarkProcessed(ctx, []bot.Processed{{Article: first.Article, Revision: first.Revision, Story: 5}}); err != nil {
		t.Fatal(err)
	}
	for _, w := range []struct {
		name   string
		change func(*briefing.Article)
		want   bot.Outcome
	}{
		{"nothing", func(*briefing.Article) {}, bot.Unchanged},
		{"a publisher that was missing", func(a *briefing.Article) { a.Publisher = "Exampel Wire" }, bot.Revised},
		{"the same again", func(*briefing.Article) {}, bot.Unchanged},
		{"another publisher", func(a *briefing.Article) { a.Publisher = "Example Wire" }, bot.Revised},
		{"a byline", func(a *briefing.Article) { a.Byline = "Ana Varga" }, bot.Revised},
		{"a date that was missing", func(a *briefing.Article) { a.Published = noon.AddDate(0, 0, -3) }, bot.Revised},
		{"another language", func(a *briefing.Article) { a.Lang = "tr" }, bot.Revised},
		{"a time of change alone", func(a *briefing.Article) { a.Updated = noon }, bot.Unchanged},
	} {
		t.Run(w.name, func(t *testing.T) {
			w.change(&in.Source)
			w.change(&in.Extraction.Article)
			in.Keys.Meta = []string{"now" + strings.ToLower(strings.ReplaceAll(in.Source.Publisher+in.Source.Lang, " ", ""))}
			want := bot.Storing{Article: first.Article, Revision: first.Revision, Outcome: w.want}
			if got := store1(t, s, in); got != want {
				t.Fatalf("%+v, want %+v", got, want)
			}
			if w.want == bot.Unchanged {
				return
			}
			if diff := cmp.Diff(in.Extraction, one(t, s, first.Article).Extraction, cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
			if got := found(t, s, anyOf(in.Keys.Meta[0])); len(got) != 1 {
				t.Errorf("%s is not found", in.Keys.Meta[0])
			}
		})
	}
	t.Run("an empty field says nothing", func(t *testing.T) {
		bare := in
		bare.Source = briefing.Article{URL: in.Source.URL, Title: in.Source.Title, Text: in.Source.Text}
		bare.Extraction.Article = bare.Source
		if got := store1(t, s, bare).Outcome; got != bot.Unchanged {
			t.Errorf("outcome %v", got)
		}
		if got := one(t, s, first.Article); got.Article.Publisher != "Example Wire" || got.Story != 5 {
			t.Errorf("%+v", got)
		}
	})
	if list, err := s.FindUnprocessed(ctx, 10); err != nil || len(list) != 0 {
		t.Errorf("%d articles to process again, %v", len(list), err)
	}
	if hits := search(t, s, bot.Search{Until: noon.AddDate(0, 0, -2)}); len(hits) != 1 {
		t.Errorf("the date is not searched by: %v", hits)
	}
}

func testDates(t *testing.T, s store, c *clock) {
	ids := map[string]int64{}
	for _, a := range []struct {
		name string
		at   time.Time
	}{
		{"old", noon.AddDate(-30, 0, 0)}, {"before 1970", time.Date(1931, 5, 1, 0, 0, 0, 0, time.UTC)}, {"hour", noon.Add(-time.Hour)},
		{"undated", time.Time{}}, {"future", noon.AddDate(40, 0, 0)},
	} {
		ids[a.name] = store1(t, s, article("https://example.org/"+a.name, a.name, "Same words.", a.at)).Article
	}
	if !(0 < ids["before 1970"] && ids["before 1970"] < ids["old"] && ids["old"] < ids["hour"] && ids["hour"] < ids["undated"] && ids["undated"] < ids["future"]) {
		t.Errorf("ids do not follow time: %v", ids)
	}
	if got := one(t, s, ids["undated"]); !got.Article.Published.IsZero() || !got.Arrived.Equal(noon) {
		t.Errorf("undated: published %v, arrived %v", got.Article.Published, got.Arrived)
	}
	if got := one(t, s, ids["future"]); !got.Article.Published.Equal(noon.AddDate(40, 0, 0)) {
		t.Errorf("the date of the future is lost: %v", got.Article.Published)
	}
	c.add(time.Minute)
	if id := store1(t, s, article("https://example.org/next", "next", "Same words.", c.now())).Article; id <= ids["future"] {
		t.Errorf("a date in the future outran one of a minute later: %d, %d", ids["future"], id)
	}

	t.Run("an id never moves, the time searched by moves back only", func(t *testing.T) {
		dated := article("https://example.org/undated", "undated", "Other words.", noon.AddDate(0, -1, 0))
		if got := store1(t, s, dated); got.Article != ids["undated"] {
			t.Errorf("id moved from %d to %d", ids["undated"], got.Article)
		}
		hits, err := s.SearchArticles(ctx, bot.Search{Since: noon.AddDate(0, 0, -1)})
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(hits.List, func(h bot.Hit) bool { return h.Article == ids["undated"] }) {
			t.Error("an article a month old is found as of today")
		}
	})
	t.Run("a full minute spills into the next", func(t *testing.T) {
		var batch []bot.Incoming
		for i := range 2_500 {
			batch = append(batch, article(fmt.Sprintf("https://example.org/spill/%d", i), "spill", "Text.", noon.Add(-30*time.Minute)))
		}
		seen := map[int64]bool{}
		for _, got := range storeAll(t, s, batch...) {
			if seen[got.Article] || got.Article >= ids["undated"] {
				t.Fatalf("id %d is taken or beyond its hour", got.Article)
			}
			seen[got.Article] = true
		}
		if got := len(found(t, s, anyOf("spill"))); got != bot.CountLimit+1 {
			t.Errorf("%d found", got)
		}
	})
}

func testTotals(t *testing.T, s store, c *clock) {
	if n, err := s.CountArticles(ctx, time.Time{}); err != nil || n != (bot.Totals{}) {
		t.Fatalf("empty store: %+v, %v", n, err)
	}
	add := func(publisher, url string) {
		in := article(url, "t", "Text of "+publisher, noon)
		in.Extraction.Article.Publisher = publisher
		store1(t, s, in)
	}
	add("Example Wire", "https://example.org/1")
	add("Sample Gazette", "https://example.org/2")
	c.add(time.Hour)
	add("Example Wire", "https://example.org/3")
	add("", "https://example.org/4")
	for _, w := range []struct {
		since time.Time
		want  bot.Totals
	}{
		{time.Time{}, bot.Totals{Articles: 4, Publishers: 2, Newest: noon.Add(time.Hour)}},
		{noon, bot.Totals{Articles: 4, Publishers: 2, Newest: noon.Add(time.Hour)}},
		{noon.Add(time.Minute), bot.Totals{Articles: 2, Publishers: 1, Newest: noon.Add(time.Hour)}},
		{noon.Add(2 * time.Hour), bot.Totals{}},
	} {
		if got, err := s.CountArticles(ctx, w.since); err != nil || got != w.want {
			t.Errorf("since %v: %+v, %v, want %+v", w.since, got, err, w.want)
		}
	}
	want := []bot.Publisher{{Name: "Example Wire", Articles: 2, Newest: noon.Add(time.Hour)}, {Name: "Sample Gazette", Articles: 1, Newest: noon}}
	if got, err := s.FindPublishers(ctx, 10); err != nil || !slices.Equal(got, want) {
		t.Errorf("publishers %+v, %v", got, err)
	}
	if got, _ := s.FindPublishers(ctx, 1); len(got) != 1 {
		t.Errorf("limit 1: %v", got)
	}

	t.Run("a revision may change the publisher", func(t *testing.T) {
		in := article("https://example.org/2", "t", "New text", noon)
		store1(t, s, in)
		got, err := s.FindPublishers(ctx, 10)
		if err != nil || len(got) != 1 || got[0].Articles != 3 {
			t.Errorf("publishers %+v, %v", got, err)
		}
	})
}
