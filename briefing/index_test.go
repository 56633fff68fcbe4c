package briefing_test

import (
	"fmt"
	"testing"

	"wirebrief/bot"
	"wirebrief/briefing"
	"wirebrief/db"
	"wirebrief/db/dbtest"
)

// The index finds what the matcher matches, and nothing else.
func TestIndexAgreesWithMatch(t *testing.T) {
	store := dbtest.Open(t, db.Options{})
	texts := map[string]bool{}
	var batch []bot.Incoming
	for _, c := range matchCases {
		if texts[c.text] {
			continue
		}
		texts[c.text] = true
		a := articleOf(c.text)
		a.URL = fmt.Sprintf("https://www.example.org/%d", len(batch))
		batch = append(batch, bot.Incoming{
			Source: a, Keys: briefing.KeysOf(a),
			Extraction: briefing.Extraction{Article: a, Rules: briefing.RulesVersion},
		})
	}
	if len(batch) > bot.CountLimit {
		t.Fatalf("%d texts: a search lists no more than %d", len(batch), bot.CountLimit)
	}
	stored, err := store.StoreArticles(t.Context(), batch)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range matchCases {
		q := parse(t, c.topic).Query()
		hits, err := store.SearchArticles(t.Context(), bot.Search{Query: q})
		if err != nil || !hits.Complete {
			t.Fatalf("search for %q: complete %v, %v", c.topic, hits.Complete, err)
		}
		found := map[int64]bool{}
		for _, h := range hits.List {
			found[h.Article] = true
		}
		m := briefing.NewMatcher(q)
		for i, in := range batch {
			if got, want := found[stored[i].Article], m.Match(in.Keys); got != want {
				t.Errorf("topic %q, text %q: index %v, matcher %v", c.topic, in.Extraction.Article.Title, got, want)
			}
		}
	}
}
