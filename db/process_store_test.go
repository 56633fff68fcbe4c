package db_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wirebrief/bot"
	"wirebrief/briefing"
)

func testOutdated(t *testing.T, s store, c *clock) {
	const url = "https://example.org/1"
	in := article(url, "Old rules", "Lede. Body.", noon)
	// Older rules read title, byline, publisher, language and date from the text.
	in.Source = briefing.Article{URL: url, Text: "Old rules\nBy Nobody\nExample Wire, Nov 6, 2026\nLede. Body.\nRead also"}
	in.Extraction.Article.Byline = "Nobody"
	in.Extraction.Rules = 1
	stored := store1(t, s, in)
	newer := article("https://example.org/2", "New rules", "Text.", noon)
	newer.Extraction.Rules = 2
	store1(t, s, newer)

	again := article(url, "Old rules", "Body.", noon.AddDate(0, 0, -2))
	again.Source = in.Source
	again.Extraction.Denials = []briefing.Denial{{Span: briefing.Span{Start: 0, End: 4}, Text: "Body"}}
	again.Keys = briefing.IndexKeys{Body: []string{"replaced"}}
	for rules := 2; rules < 4; rules++ { // newer and newer ones begin from the same source
		list, err := s.FindOutdated(ctx, rules, 10)
		if err != nil {
			t.Fatal(err)
		}
		got := list[len(list)-1]
		if diff := cmp.Diff(bot.Outdated{Article: stored.Article, Revision: stored.Revision, Source: in.Source}, got); len(list) != rules-1 || diff != "" {
			t.Errorf("%d outdated under rules %d: %s", len(list), rules, diff)
		}
		again.Extraction.Rules = rules
		if err := s.UpdateExtractions(ctx, []bot.Reextracted{{Article: got.Article, Revision: got.Revision, Incoming: again}}); err != nil {
			t.Fatal(err)
		}
	}
	if hits := search(t, s, bot.Search{Until: noon.AddDate(0, 0, -1)}); !slices.Equal(hits, []int64{stored.Article}) {
		t.Errorf("a date that newer rules found is not searched by: %v", hits)
	}
	if list, _ := s.FindOutdated(ctx, 2, 10); len(list) != 0 {
		t.Errorf("still outdated: %v", list)
	}
	want := bot.StoredArticle{ID: stored.Article, Revision: stored.Revision, Number: 1, Arrived: noon, Revised: noon, Extraction: again.Extraction}
	if diff := cmp.Diff(want, one(t, s, stored.Article), cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	if got := found(t, s, anyOf("lede.")); len(got) != 0 {
		t.Errorf("old keys are found: %v", got)
	}
	if got := found(t, s, anyOf("replaced")); len(got) != 1 {
		t.Errorf("new keys are not found: %v", got)
	}
	if got := store1(t, s, again).Outcome; got != bot.Unchanged {
		t.Errorf("stored again after re-extraction: %v", got)
	}

	t.Run("what is no longer current is left alone", func(t *testing.T) {
		changed := article(url, "Changed", "Changed text.", noon)
		changed.Extraction.Rules = 2
		latest := store1(t, s, changed)
		if err := s.UpdateExtractions(ctx, []bot.Reextracted{{Article: stored.Article, Revision: stored.Revision, Incoming: in}, {Article: 5, Revision: 5, Incoming: in}}); err != nil {
			t.Fatal(err)
		}
		if now := one(t, s, latest.Article); now.Article.Title != "Changed" || now.Rules != 2 {
			t.Errorf("%+v", now)
		}
		if got := found(t, s, anyOf("changed")); len(got) != 1 {
			t.Errorf("found %v", got)
		}
	})
}

func testProcessing(t *testing.T, s store, c *clock) {
	var ids []int64
	for i, at := range []time.Time{noon, noon.AddDate(-1, 0, 0), noon.Add(-time.Hour)} {
		ids = append(ids, store1(t, s, article(fmt.Sprintf("https://example.org/%d", i), "t", fmt.Sprintf("Text %d.", i), at)).Article)
	}
	var handed []int64 // the revisions of the last arrival
	arrival := func() (got []int64) {
		list, err := s.FindUnprocessed(ctx, 10)
		if err != nil {
			t.Fatal(err)
		}
		handed = nil
		for _, a := range list {
			got, handed = append(got, a.ID), append(handed, a.Revision)
		}
		return got
	}
	if got := arrival(); !slices.Equal(got, ids) {
		t.Fatalf("in order of arrival: %v, want %v", got, ids)
	}
	if list, _ := s.FindUnprocessed(ctx, 2); len(list) != 2 {
		t.Errorf("limit 2: %d", len(list))
	}
	arrival()
	// The second article changes while it is being processed.
	store1(t, s, article("https://example.org/1", "t", "Changed.", noon.AddDate(-1, 0, 0)))
	if err := s.MarkProcessed(ctx, []bot.Processed{{Article: ids[0], Revision: handed[0], Story: 7}, {Article: ids[1], Revision: handed[1], Story: 8}}); err != nil {
		t.Fatal(err)
	}
	if got := arrival(); !slices.Equal(got, ids[1:]) {
		t.Errorf("left: %v, want %v", got, ids[1:])
	}
	if got := one(t, s, ids[1]).Story; got != 8 {
		t.Errorf("story %d, want 8", got)
	}
	if err := s.MarkProcessed(ctx, []bot.Processed{{Article: ids[1], Revision: handed[0], Story: 8}, {Article: ids[2], Revision: handed[1]}}); err != nil {
		t.Fatal(err)
	}
	if got := arrival(); len(got) != 0 {
		t.Errorf("left: %v", got)
	}
	hits, err := s.SearchArticles(ctx, bot.Search{})
	for i := range hits.List {
		hits.List[i].At = time.Time{}
	}
	if err != nil || !slices.Equal(hits.List, []bot.Hit{{Article: ids[0], Story: 7}, {Article: ids[2]}, {Article: ids[1], Story: 8}}) {
		t.Errorf("hits %v, %v", hits, err)
	}
}
