package db_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wirebrief/bot"
	"wirebrief/briefing"
	"wirebrief/db"
)

func found(t *testing.T, s bot.ArticleFinder, q briefing.Query) []int64 {
	t.Helper()
	return search(t, s, bot.Search{Query: q})
}

func search(t *testing.T, s bot.ArticleFinder, q bot.Search) (ids []int64) {
	t.Helper()
	hits, err := s.SearchArticles(ctx, q)
	if err != nil {
		t.Fatal(err)
	}
	if !hits.Complete || hits.Next != 0 {
		t.Errorf("not complete: next %d", hits.Next)
	}
	for _, h := range hits.List {
		ids = append(ids, h.Article)
	}
	return ids
}

// indexed makes an article with these keys in its columns.
func indexed(n int, title, lead, body, meta string) bot.Incoming {
	in := article(fmt.Sprintf("https://example.org/%d", n), fmt.Sprint("Title ", n), fmt.Sprint("Text ", n), noon.Add(time.Duration(n)*time.Minute-10*time.Hour))
	in.Keys = briefing.IndexKeys{Title: strings.Fields(title), Lead: strings.Fields(lead), Body: strings.Fields(body), Meta: strings.Fields(meta)}
	return in
}

func testSearch(t *testing.T, s store, c *clock) {
	var ids []int64
	for n, keys := range [][4]string{
		{"ellery port strike", "dock workers strike", "crane night rate", "øfromgazette ølangen"},
		{"grain ships wait", "ships outside ellery port", "strike of workers", "øfromwire ølangen"},
		{"türkiye grain", "ankara ministers meet", "türkiye wheat", "øfromwire ølangtr"},
		{"turkey dinner", "recipes", "roast turkey", "øfromgazette ølangen"},
		{"карабах", "", "новости 2026", "ølangru"},
		{"新聞", "北京 京大", "大学", "ølangzh"},
	} {
		ids = append(ids, store1(t, s, indexed(n, keys[0], keys[1], keys[2], keys[3])).Article)
	}
	withAnkara := briefing.Query{Any: []briefing.Clause{{All: []briefing.Term{{Alternatives: []briefing.Alternative{
		{Keys: []string{"türkiye"}},
		{Keys: []string{"turkey"}, With: [][]string{{"ankara"}, {"istanbul", "port"}}},
	}}}}}}
	hostile := func(keys ...string) briefing.Query {
		return briefing.Query{Any: []briefing.Clause{{All: []briefing.Term{{Alternatives: []briefing.Alternative{{Keys: keys}}}}}}}
	}
	for _, w := range []struct {
		name  string
		query briefing.Query
		want  []int
	}{
		{"everything, newest first", briefing.Query{}, []int{5, 4, 3, 2, 1, 0}},
		{"a word in any column", anyOf("strike"), []int{1, 0}},
		{"all words", anyOf("grain wheat"), []int{2}},
		{"alternatives", anyOf("wheat|crane|recipes"), []int{3, 2, 0}},
		{"adjacent keys in order", anyOf("ellery_port"), []int{1, 0}},
		{"not adjacent", anyOf("ellery_strike"), nil},
		{"not in that order", anyOf("port_ellery"), nil},
		{"not across columns", anyOf("strike_dock"), nil},
		{"OR of clauses", anyOf("crane", "wheat"), []int{2, 0}},
		{"exclusion", anyOf("grain -wheat"), []int{1}},
		{"exclusion of a phrase", anyOf("strike -ellery_port_strike"), []int{1}},
		{"exclusion that stands nowhere", anyOf("grain -zebra"), []int{2, 1}},
		{"only exclusions", anyOf("-grain -strike"), []int{5, 4, 3}},
		{"an exclusion holds for its own clause", anyOf("grain -wheat", "türkiye"), []int{2, 1}},
		{"two clauses with exclusions", anyOf("grain -wheat", "strike -crane"), []int{1}},
		{"marked keys", anyOf("øfromwire"), []int{2, 1}},
		{"other scripts", anyOf("карабах"), []int{4}},
		{"bigrams", anyOf("北京_京大"), []int{5}},
		{"needs company", withAnkara, []int{2}},
		{"unknown word", anyOf("zebra"), nil},
		{"no alternatives, no match", briefing.Query{Any: []briefing.Clause{{All: []briefing.Term{{}}}}}, nil},
		{"no keys, no match", hostile(), nil},
		{"an empty key", hostile(""), nil},
		{"operators are words", hostile("strike", "OR", "grain"), nil},
		{"quotes", hostile(`strike" OR "grain`), nil},
		{"column filter", hostile("title:strike"), nil},
		{"zero byte", hostile("strike\x00"), []int{1, 0}},
		{"star", hostile("stri*"), nil},
		{"punctuation only", hostile("*"), nil},
		{"a clause that matches everything", briefing.Query{Any: []briefing.Clause{{}, {All: []briefing.Term{term("zebra")}}}}, []int{5, 4, 3, 2, 1, 0}},
	} {
		t.Run(w.name, func(t *testing.T) {
			var want []int64
			for _, n := range w.want {
				want = append(want, ids[n])
			}
			if got := found(t, s, w.query); !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
	t.Run("the largest that can be typed", func(t *testing.T) {
		names := "karabakh turkey russia iran georgia jordan ukraine kyiv israel gaza un eu nato china india"
		for typed, want := range map[string]int{
			names:                                  0,
			strings.ReplaceAll(names, " ", " OR "): 1,
			"strike -" + strings.ReplaceAll(names, " ", " -"):                                                      2,
			"strike" + strings.Repeat(" strike", 27):                                                               2,
			"strike OR " + strings.ReplaceAll(names[:60], " ", " OR ") + strings.ReplaceAll(names[60:], " ", " -"): 3,
		} {
			if got := found(t, s, topic(t, typed).Query()); len(got) != want {
				t.Errorf("%s: %v, want %d", typed, got, want)
			}
		}
	})
	t.Run("a very large query", func(t *testing.T) {
		var q briefing.Query
		for range 2 {
			var c briefing.Clause
			for range 16 { // several times what can be typed
				term := term("strike")
				for a := range 20 {
					term.Alternatives = append(term.Alternatives, briefing.Alternative{
						Keys: []string{fmt.Sprintf("alias%d", a), "of", "it"}, With: [][]string{{"x"}, {"y", "z"}}})
				}
				c.All = append(c.All, term)
				c.None = append(c.None, briefing.Term{Alternatives: term.Alternatives[1:]})
			}
			q.Any = append(q.Any, c)
		}
		if got := found(t, s, q); !slices.Equal(got, []int64{ids[1], ids[0]}) {
			t.Errorf("got %v", got)
		}
		for i := range q.Any {
			q.Any[i].None = nil
		}
		if got := found(t, s, q); !slices.Equal(got, []int64{ids[1], ids[0]}) {
			t.Errorf("without exclusions: %v", got)
		}
		long := strings.Repeat("strike_", 2_000)
		if got := found(t, s, anyOf(long[:len(long)-1])); len(got) != 0 {
			t.Errorf("a long phrase: %v", got)
		}
	})
}

func testPaging(t *testing.T, s store, c *clock) {
	var batch []bot.Incoming
	for n := range 450 {
		batch = append(batch, indexed(n, "word", []string{"even", "odd"}[n%2], "", ""))
	}
	for _, q := range []briefing.Query{{}, anyOf("word"), anyOf("word -zebra"), anyOf("even", "odd -zebra")} {
		if len(batch) > 0 {
			storeAll(t, s, batch...)
			batch = nil
		}
		var all []int64
		upTo := int64(0)
		for _, want := range []int{201, 201, 48} {
			page := search(t, s, bot.Search{Query: q, UpTo: upTo})
			if len(page) != want {
				t.Fatalf("%d hits, want %d", len(page), want)
			}
			all = append(all, page...)
			upTo = page[len(page)-1] - 1
		}
		if !slices.IsSortedFunc(all, func(a, b int64) int { return cmp.Compare(b, a) }) || len(slices.Compact(all)) != 450 {
			t.Error("pages overlap or are out of order")
		}
	}
	if got := found(t, s, anyOf("word -even")); len(got) != 201 {
		t.Errorf("%d hits although 225 match: the excluded ones are not made up for", len(got))
	}
	store1(t, s, indexed(1_000, "word", "", "", ""))
	first := search(t, s, bot.Search{Query: anyOf("word")})
	if again := search(t, s, bot.Search{Query: anyOf("word"), UpTo: first[1]}); again[0] != first[1] {
		t.Error("a page shifts when an article arrives")
	}
}

func testPeriods(t *testing.T, s store, c *clock) {
	var ids []int64
	for n := range 48 { // one an hour, two days back; the keys tell odd from even
		in := indexed(n, "word", []string{"even", "odd"}[n%2], "", "")
		in.Extraction.Article.Published = noon.Add(time.Duration(n-48) * time.Hour)
		ids = append(ids, store1(t, s, in).Article)
	}
	undated := indexed(48, "word", "even", "", "")
	undated.Extraction.Article.Published = time.Time{}
	ids = append(ids, store1(t, s, undated).Article)
	slices.Reverse(ids) // newest first: 0 is undated, n is n hours ago
	ago := func(h int) time.Time { return noon.Add(-time.Duration(h) * time.Hour) }
	for _, w := range []struct {
		name         string
		since, until time.Time
		want         []int64
	}{
		{"since", ago(3), time.Time{}, ids[:4]},
		{"until", time.Time{}, ago(45), ids[46:]},
		{"between", ago(10), ago(8), ids[9:11]},
		{"until now leaves the undated out", ago(1), noon, ids[1:2]},
		{"nothing", ago(100), ago(99), nil},
		{"the future", noon.Add(time.Hour), time.Time{}, nil},
	} {
		t.Run(w.name, func(t *testing.T) {
			for _, q := range []briefing.Query{{}, anyOf("word"), anyOf("word -zebra"), anyOf("even", "odd")} {
				if got := search(t, s, bot.Search{Query: q, Since: w.since, Until: w.until}); !slices.Equal(got, w.want) {
					t.Errorf("got %v, want %v", got, w.want)
				}
			}
		})
	}
}

func testBudget(t *testing.T, s store, c *clock) {
	var batch []bot.Incoming
	for n := range 100 { // one a fortnight
		in := indexed(n, "word", "", "", "")
		in.Extraction.Article.Published = noon.AddDate(0, 0, -14*n)
		batch = append(batch, in)
	}
	stored := storeAll(t, s, batch...)
	var all []int64
	upTo, rounds := int64(0), 0
	for ; rounds < 2_000; rounds++ {
		hits, err := s.SearchArticles(ctx, bot.Search{Query: anyOf("word"), UpTo: upTo, Budget: 1})
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range hits.List {
			all = append(all, h.Article)
		}
		if hits.Complete {
			break
		}
		if hits.Next <= 0 || upTo != 0 && hits.Next >= upTo {
			t.Fatalf("no progress: next %d after %d", hits.Next, upTo)
		}
		upTo = hits.Next
	}
	if len(all) != len(stored) || rounds == 0 {
		t.Errorf("%d of %d found in %d rounds", len(all), len(stored), rounds+1)
	}
	t.Run("exclusions that leave nothing do not outlast it", func(t *testing.T) {
		var batch []bot.Incoming
		for n := range 900 {
			batch = append(batch, indexed(1_000+n, "lone", "excluded", "", ""))
		}
		batch = append(batch, indexed(500, "lone", "kept", "", ""), indexed(501, "pair", "", "", ""))
		stored := storeAll(t, s, batch...)
		var got []int64
		upTo, rounds := int64(0), 0
		for ; rounds < 2_000; rounds++ {
			hits, err := s.SearchArticles(ctx, bot.Search{Query: anyOf("lone -excluded", "pair"), UpTo: upTo, Budget: 1})
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range hits.List {
				got = append(got, h.Article)
			}
			if hits.Complete {
				break
			}
			upTo = hits.Next
		}
		if want := []int64{stored[901].Article, stored[900].Article}; !slices.Equal(got, want) || rounds < 3 {
			t.Errorf("got %v in %d rounds, want %v", got, rounds, want)
		}
	})
	hits, err := s.SearchArticles(ctx, bot.Search{Query: anyOf("word"), Budget: time.Minute})
	if err != nil || !hits.Complete || len(hits.List) != len(stored) {
		t.Errorf("with time enough: %d hits, complete %v, %v", len(hits.List), hits.Complete, err)
	}
}

func TestNextWindow(t *testing.T) {
	const ms = time.Millisecond
	for _, w := range []struct {
		name       string
		last       int64
		took, left time.Duration
		want       int64
	}{
		{"quick windows grow", 1 << 22, 100 * time.Microsecond, 4 * ms, 1 << 22 * 32},
		{"slow ones shrink to the time left", 1 << 22, 2 * ms, ms, 1 << 21},
		{"but not to nothing", 1 << 22, time.Second, ms, 1 << 16},
		{"no time taken", 1 << 22, 0, ms, 1 << 22 * 32},
	} {
		t.Run(w.name, func(t *testing.T) {
			if got := db.NextWindow(w.last, w.took, w.left); got != w.want {
				t.Errorf("got %d, want %d", got, w.want)
			}
		})
	}
}

// TestSearchModel compares the index with a matcher of a few lines.
func TestSearchModel(t *testing.T) {
	s, _ := openNew(t)
	words := []string{"a", "b", "c", "d", "e", "f"}
	var docs [][2][]string // title and body of each article
	var ids []int64
	rapid.Check(t, func(r *rapid.T) {
		list := rapid.SliceOfN(rapid.SampledFrom(words), 0, 5)
		doc := [2][]string{list.Draw(r, "title"), list.Draw(r, "body")}
		n := len(docs)
		ids = append(ids, store1(t, s, indexed(n, strings.Join(doc[0], " "), "", strings.Join(doc[1], " "), "")).Article)
		docs = append(docs, doc)

		run := rapid.SliceOfN(rapid.SampledFrom(words), 1, 3)
		term := rapid.Custom(func(r *rapid.T) (term briefing.Term) {
			for range rapid.IntRange(1, 3).Draw(r, "alternatives") {
				a := briefing.Alternative{Keys: run.Draw(r, "keys")}
				if rapid.IntRange(0, 3).Draw(r, "with") == 0 {
					a.With = rapid.SliceOfN(run, 1, 2).Draw(r, "company")
				}
				term.Alternatives = append(term.Alternatives, a)
			}
			return term
		})
		clause := rapid.Custom(func(r *rapid.T) briefing.Clause {
			return briefing.Clause{All: rapid.SliceOfN(term, 0, 3).Draw(r, "all"), None: rapid.SliceOfN(term, 0, 2).Draw(r, "none")}
		})
		q := briefing.Query{Any: rapid.SliceOfN(clause, 0, 3).Draw(r, "query")}

		var want []int64
		for i := len(docs) - 1; i >= 0; i-- {
			if matches(q, docs[i]) {
				want = append(want, ids[i])
			}
		}
		slices.SortFunc(want, func(a, b int64) int { return cmp.Compare(b, a) })
		if got := found(t, s, q); !slices.Equal(got, want[:min(len(want), bot.CountLimit+1)]) {
			r.Fatalf("query %+v: got %v, want %v", q, got, want)
		}
	})
}

func matches(q briefing.Query, doc [2][]string) bool {
	stands := func(run []string) bool {
		for _, column := range doc {
			for i := range column {
				if len(column)-i >= len(run) && slices.Equal(column[i:i+len(run)], run) {
					return true
				}
			}
		}
		return false
	}
	term := func(t briefing.Term) bool {
		return slices.ContainsFunc(t.Alternatives, func(a briefing.Alternative) bool {
			return stands(a.Keys) && (len(a.With) == 0 || slices.ContainsFunc(a.With, stands))
		})
	}
	return len(q.Any) == 0 || slices.ContainsFunc(q.Any, func(c briefing.Clause) bool {
		return !slices.ContainsFunc(c.All, func(t briefing.Term) bool { return !term(t) }) && !slices.ContainsFunc(c.None, term)
	})
}
