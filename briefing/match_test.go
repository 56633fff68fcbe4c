package briefing_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"

	"wirebrief/briefing"
)

// matched are the queries that match, with their ranks.
func matched(m *briefing.Matcher, k briefing.IndexKeys) map[int]int {
	all := map[int]int{}
	last := -1
	m.Each(k, func(query, rank int) {
		if query <= last {
			panic("queries are not told in order, or twice")
		}
		last, all[query] = query, rank
	})
	return all
}

// TestManyQueriesMatchAsEachAlone matches every text of matchCases to all of
// their topics at once.
func TestManyQueriesMatchAsEachAlone(t *testing.T) {
	var queries []briefing.Query
	for _, c := range matchCases {
		queries = append(queries, parse(t, c.topic).Query())
	}
	queries = append(queries, briefing.Query{}, briefing.Query{Any: []briefing.Clause{{}}}, parse(t, "from:example").Query(), parse(t, "lang:en").Query())
	m := briefing.NewMatcher(queries...)
	hits := 0
	for _, c := range matchCases {
		k := briefing.KeysOf(articleOf(c.text))
		want := map[int]int{}
		for i, q := range queries {
			if rank := q.Rank(k); rank > briefing.RankNone {
				want[i] = rank
			}
		}
		got := matched(m, k)
		if !maps.Equal(got, want) {
			t.Errorf("text %q: matched %v, one by one %v", c.text, got, want)
		}
		hits += len(got)
	}
	if hits < 3*len(matchCases) {
		t.Errorf("%d matches of %d texts: nothing was tried", hits, len(matchCases))
	}
}

// TestRandomQueriesMatchAsTheyRead compares the matcher with the definition of
// a query, over small random queries and texts that share their words.
func TestRandomQueriesMatchAsTheyRead(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2))
	words := strings.Fields("ash birch cedar elm fir")
	some := func(most int) (keys []string) {
		for range 1 + r.IntN(most) {
			keys = append(keys, words[r.IntN(len(words))])
		}
		return keys
	}
	terms := func(most int) (list []briefing.Term) {
		for range r.IntN(most + 1) {
			var term briefing.Term
			for range 1 + r.IntN(2) {
				a := briefing.Alternative{Keys: some(3)}
				if r.IntN(3) == 0 {
					a.With = [][]string{some(2)}
				}
				term.Alternatives = append(term.Alternatives, a)
			}
			list = append(list, term)
		}
		return list
	}
	hits := 0
	for range 300 {
		queries := make([]briefing.Query, 12)
		for i := range queries {
			for range 1 + r.IntN(2) {
				queries[i].Any = append(queries[i].Any, briefing.Clause{All: terms(3), None: terms(1)})
			}
		}
		m := briefing.NewMatcher(queries...)
		for range 4 {
			k := briefing.IndexKeys{Title: some(4), Lead: some(4), Body: some(8), Meta: some(1)}
			got := matched(m, k)
			for i, q := range queries {
				if want := rankAsRead(q, k); got[i] != want {
					t.Fatalf("query %v, keys %v: rank %d, want %d", q, k, got[i], want)
				}
			}
			hits += len(got)
		}
	}
	if hits < 1000 {
		t.Errorf("only %d matches: nothing was tried", hits)
	}
}

// rankAsRead is the definition of Query.Rank, word by word.
func rankAsRead(q briefing.Query, k briefing.IndexKeys) int {
	place := func(run []string) int {
		for i, column := range [][]string{k.Meta, k.Title, k.Lead, k.Body} {
			if strings.Contains(" "+strings.Join(column, " ")+" ", " "+strings.Join(run, " ")+" ") {
				return 4 - i
			}
		}
		return 0
	}
	term := func(t briefing.Term) (best int) {
		for _, a := range t.Alternatives {
			context := len(a.With) == 0
			for _, w := range a.With {
				context = context || place(w) > 0
			}
			if context {
				best = max(best, place(a.Keys))
			}
		}
		return best
	}
	best := 0
	for _, c := range q.Any {
		rank := 4
		for _, t := range c.All {
			rank = min(rank, term(t))
		}
		for _, t := range c.None {
			if term(t) > 0 {
				rank = 0
			}
		}
		if rank == 4 {
			rank = briefing.RankBody
		}
		best = max(best, rank)
	}
	return best
}

// manyTopics are n topics as people follow them: names of two words, words
// that are in many texts beside one that is rare, phrases, exclusions.
func manyTopics(tb testing.TB, n int) []briefing.Query {
	queries := make([]briefing.Query, n)
	for i := range queries {
		rare := fmt.Sprintf("place%d", i/5)
		topic := [...]string{
			"Ana " + rare, rare + " strike", `"grain ships" ` + rare, rare + " OR ports" + fmt.Sprint(i) + " -football", "port union lang:en " + rare,
		}[i%5]
		if i%1000 == 0 {
			topic = "karabakh dock -" + rare
		}
		parsed, err := briefing.ParseTopic(topic)
		if err != nil {
			tb.Fatal(err)
		}
		queries[i] = parsed.Query()
	}
	return queries
}

// BenchmarkMatchTopics measures matching one article of 4 KB to all topics that
// are followed, with making its keys and without. The budget is 0.5 ms with
// finding its story.
func BenchmarkMatchTopics(b *testing.B) {
	a := briefing.Article{Title: "Port Ellery dock strike", Text: sampleText + " Place77 was mentioned.", Publisher: "Sample Gazette", Lang: "en"}
	k := briefing.KeysOf(a)
	for _, n := range []int{1000, 100_000} {
		m := briefing.NewMatcher(manyTopics(b, n)...)
		b.Run(fmt.Sprintf("%d", n), func(b *testing.B) {
			hits := 0
			for b.Loop() {
				m.Each(k, func(int, int) { hits++ })
			}
			b.ReportMetric(float64(hits)/float64(b.N), "matches/article")
		})
		b.Run(fmt.Sprintf("%d with keys", n), func(b *testing.B) {
			for b.Loop() {
				m.Each(briefing.KeysOf(a), func(int, int) {})
			}
		})
	}
}

func BenchmarkNewMatcher(b *testing.B) {
	queries := manyTopics(b, 100_000)
	b.ReportAllocs()
	for b.Loop() {
		briefing.NewMatcher(queries...)
	}
}
