package db_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
	"wirebrief/db"
	"wirebrief/db/dbtest"
)

// noon is the time of most tests.
var noon = time.Date(2026, 11, 6, 12, 0, 0, 0, time.UTC)

// A clock is a time that a test sets.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func open(t testing.TB, path string, o db.Options) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// openNew opens a new store whose clock stands at noon.
func openNew(t testing.TB) (*db.DB, *clock) {
	t.Helper()
	c := &clock{at: noon}
	return dbtest.Open(t, db.Options{Now: c.now}), c
}

// article makes an article of the given words; its keys are its words.
func article(url, title, text string, published time.Time) bot.Incoming {
	a := briefing.Article{URL: url, Title: title, Text: text, Publisher: "Example Wire", Lang: "en", Published: published}
	return bot.Incoming{
		Source:     a,
		Extraction: briefing.Extraction{Article: a, Rules: briefing.RulesVersion, Supported: true},
		Keys: briefing.IndexKeys{
			Title: strings.Fields(strings.ToLower(title)),
			Body:  strings.Fields(strings.ToLower(text)),
			Meta:  []string{"ølangen"},
		},
	}
}

func storeAll(t testing.TB, s bot.ArticleStore, batch ...bot.Incoming) []bot.Storing {
	t.Helper()
	stored, err := s.StoreArticles(context.Background(), batch)
	if err != nil {
		t.Fatal(err)
	}
	if len(stored) != len(batch) {
		t.Fatalf("%d results for %d articles", len(stored), len(batch))
	}
	return stored
}

// any makes a query of clauses; words after a minus are excluded.
func anyOf(clauses ...string) briefing.Query {
	var q briefing.Query
	for _, c := range clauses {
		var clause briefing.Clause
		for _, word := range strings.Fields(c) {
			if out, ok := strings.CutPrefix(word, "-"); ok {
				clause.None = append(clause.None, term(out))
				continue
			}
			clause.All = append(clause.All, term(word))
		}
		q.Any = append(q.Any, clause)
	}
	return q
}

// term makes a term of alternatives parted by "|", their keys by "_".
func term(s string) (t briefing.Term) {
	for alternative := range strings.SplitSeq(s, "|") {
		t.Alternatives = append(t.Alternatives, briefing.Alternative{Keys: strings.Split(alternative, "_")})
	}
	return t
}

// syntheticArticle makes an article as large as usual: about 3.5 KB in words
// whose frequencies fall off as those of a language do, five quotes and ten
// figures.
func syntheticArticle(r *rand.Rand, n int, published time.Time) bot.Incoming {
	zipf := rand.NewZipf(r, 1.1, 8, 200_000)
	var text strings.Builder
	var body []string
	e := briefing.Extraction{Rules: briefing.RulesVersion, Supported: true}
	for i := range 560 {
		word := fmt.Sprintf("w%x", zipf.Uint64())
		start := text.Len()
		text.WriteString(word)
		span := briefing.Span{Start: start, End: text.Len()}
		text.WriteString([]string{" ", ", ", ".\n"}[i%40/13%3])
		body = append(body, word)
		switch i % 56 {
		case 20:
			if i%112 == 20 {
				e.Quotes = append(e.Quotes, briefing.Quote{Span: span, Text: word, Parts: []briefing.Span{span},
					Speaker: fmt.Sprintf("Person Number%d", r.IntN(5000)), SpeakerSpan: span, Role: "spokeswoman of the ministry",
					Cue: "said", Clause: span, Confidence: 0.9})
			}
		case 40:
			e.Figures = append(e.Figures, briefing.Figure{Span: span, Text: word, Value: float64(r.IntN(9000)) + 1,
				High: 9001, Counts: "people", Qualifier: "about", Clause: span, Confidence: 0.7})
		}
	}
	for i := range e.Figures {
		e.Figures[i].High = e.Figures[i].Value
	}
	for _, q := range e.Quotes {
		e.Speakers = append(e.Speakers, q.Speaker)
	}
	e.Article = briefing.Article{URL: fmt.Sprintf("https://news.example.org/2026/11/06/world/report-%d", n),
		Title: strings.Join(body[:9], " "), Publisher: fmt.Sprintf("Example Wire %d", n%14), Lang: "en",
		Published: published, Text: text.String()}
	source := e.Article
	source.Text += "\nRelated: " + body[7] + "\n"
	return bot.Incoming{
		Source:     source,
		Extraction: e,
		Keys:       briefing.IndexKeys{Title: body[:9], Lead: body[:40], Body: body[40:], Meta: []string{"ølangen", "øfromexample"}},
	}
}
