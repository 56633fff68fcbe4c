package bot_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// invent extracts a figure that nobody wrote from articles that speak of it.
func invent(a briefing.Article, o briefing.Options) briefing.Extraction {
	e := briefing.Extract(a, o)
	if strings.Contains(a.Text, "invent") {
		e.Figures = append(e.Figures, briefing.Figure{Span: briefing.Span{Start: 0, End: 3}, Text: "9,000 people"})
	}
	return e
}

func TestABadExtractionHoldsUpNoOther(t *testing.T) {
	ctx := context.Background()
	d := newStore(t, &clock{morning})
	var articles []briefing.Article
	for i := range 40 {
		text := "The council met."
		if i == 5 || i == 20 || i == 21 {
			text = "They invent."
		}
		articles = append(articles, briefing.Article{URL: fmt.Sprintf("https://wire.example/%d", i), Title: fmt.Sprint("Report ", i), Lang: "en", Text: text})
	}
	additions, err := bot.NewIngester(d, d, bot.IngesterOptions{Extract: invent}).Add(ctx, articles, false)
	if err != nil || len(additions) != 40 {
		t.Fatalf("%d additions, %v", len(additions), err)
	}
	for i, a := range additions {
		bad := i == 5 || i == 20 || i == 21
		if bad != errors.Is(a.Refused, bot.ErrBadExtraction) || !bad && a.Outcome != bot.Stored {
			t.Errorf("article %d: %+v", i, a)
		}
	}
}

// TestAFailureAmongBadExtractions: what was stored before it is reported.
func TestAFailureAmongBadExtractions(t *testing.T) {
	full := errors.New("disk full")
	calls := 0
	g := bot.NewIngester(articleStore{store: func(batch []bot.Incoming) ([]bot.Storing, error) {
		switch calls++; {
		case len(batch) > 1, calls == 3:
			return nil, bot.ErrBadExtraction
		case calls > 4:
			return nil, full
		}
		return []bot.Storing{{Article: int64(calls), Outcome: bot.Stored}}, nil
	}}, nil, bot.IngesterOptions{})
	var articles []briefing.Article
	for i := range 10 {
		articles = append(articles, briefing.Article{Title: fmt.Sprint("Report ", i), Text: "The council met."})
	}
	additions, err := g.Add(context.Background(), articles, false)
	if !errors.Is(err, full) || len(additions) != 3 || additions[0].Article != 2 || additions[1].Refused == nil || additions[2].Article != 4 {
		t.Errorf("%+v, %v", additions, err)
	}
}

func TestRefreshLeavesABadExtractionOut(t *testing.T) {
	outdated := []bot.Outdated{
		{Article: 1, Revision: 1, Source: briefing.Article{Title: "One", Text: "They invent.", Lang: "en"}},
		{Article: 2, Revision: 2, Source: briefing.Article{Title: "Two", Text: "Some 40 people met on Friday.", Lang: "en"}},
	}
	var stored []int64
	g := bot.NewIngester(articleStore{
		outdated: func(int) ([]bot.Outdated, error) {
			return slices.DeleteFunc(slices.Clone(outdated), func(o bot.Outdated) bool { return slices.Contains(stored, o.Article) }), nil
		},
		update: func(batch []bot.Reextracted) error {
			for _, r := range batch {
				for _, f := range r.Extraction.Figures {
					if f.Span.Of(r.Extraction.Article.Text) != f.Text {
						return bot.ErrBadExtraction
					}
				}
			}
			for _, r := range batch {
				if (r.Article == 1) != (len(r.Extraction.Figures) == 0) {
					t.Errorf("article %d is stored with %d figures", r.Article, len(r.Extraction.Figures))
				}
				stored = append(stored, r.Article)
			}
			return nil
		},
	}, nil, bot.IngesterOptions{Extract: invent})
	if n, err := g.Refresh(context.Background()); n != 2 || err != nil || !slices.Equal(stored, []int64{1, 2}) {
		t.Errorf("refreshed %d, stored %v, %v", n, stored, err)
	}
}
