package db_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// TestRankIsThatOfTheMatcher compares the index with package briefing, which
// says where a query matches.
func TestRankIsThatOfTheMatcher(t *testing.T) {
	d, _ := openNew(t)
	words := rapid.SampledFrom([]string{"ports", "strike", "grain", "ellery", "talks"})
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		column := rapid.Custom(func(rt *rapid.T) string { return strings.Join(rapid.SliceOfN(words, 0, 3).Draw(rt, "words"), " ") })
		n++
		in := indexed(n, column.Draw(rt, "title"), column.Draw(rt, "lead"), column.Draw(rt, "body"), "øfromwire")
		article := storeAll(t, d, in)[0].Article
		clause := rapid.SampledFrom([]string{"ports", "strike", "ports strike", "grain|ellery", "ellery_strike", "øfromwire talks", "grain talks ports", "ports -talks"})
		q := anyOf(rapid.SliceOfN(clause, 1, 1).Draw(rt, "clauses")...)
		hits, err := d.SearchArticles(ctx, bot.Search{Query: q, Rank: 3})
		if err != nil {
			rt.Fatal(err)
		}
		got := briefing.RankNone
		for i, h := range hits.List {
			if h.Article == article {
				got = h.Rank
			}
			if (h.Rank == briefing.RankNone) != (i >= 3) {
				rt.Fatalf("hit %d of a search that ranks 3 has rank %d", i, h.Rank)
			}
		}
		want := briefing.NewMatcher(q).Rank(in.Keys)
		// Only the newest three are ranked.
		if newest := len(hits.List) > 0 && hits.List[0].Article == article; newest && got != want {
			rt.Errorf("rank %d, want %d for %+v in %+v", got, want, q, in.Keys)
		}
	})
}

func TestSearchLeavesOutLaterArrivals(t *testing.T) {
	d, _ := openNew(t)
	var batch []bot.Incoming
	for n := range 6 {
		batch = append(batch, indexed(2*n, "word", "", "", ""))
	}
	storeAll(t, d, batch...)
	for _, q := range []briefing.Query{{}, anyOf("word"), anyOf("word -zebra")} {
		first, err := d.SearchArticles(ctx, bot.Search{Query: q})
		if err != nil || first.Arrived == 0 {
			t.Fatal(first, err)
		}
		// One that was published between those stored, and one after them.
		late := storeAll(t, d, indexed(3, "word", fmt.Sprint(first.Arrived), "", ""), indexed(500, "word", "", "", ""))
		again := search(t, d, bot.Search{Query: q, Arrived: first.Arrived})
		if len(again) != len(first.List) {
			t.Errorf("%d hits, want %d", len(again), len(first.List))
		}
		for i, h := range first.List {
			if again[i] != h.Article {
				t.Errorf("hit %d is %d, want %d", i, again[i], h.Article)
			}
		}
		if all := search(t, d, bot.Search{Query: q}); late[0].Outcome == bot.Stored && len(all) != len(first.List)+2 {
			t.Errorf("without a bound: %d hits", len(all))
		}
	}
}
