package db_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/db"
)

// keeperWorld is a store with two reports of the strike and one of a mill.
func keeperWorld(t *testing.T) (*db.DB, *clock, []bot.Storing) {
	d, c := openNew(t)
	strike := article("https://wire.example/strike", "Dock strike", "Nobody works at the docks", noon.Add(-time.Hour))
	mill := article("https://gazette.example/mill", "Mill sells oats", "Oats are sold", noon.Add(-time.Hour))
	mill.Extraction.Article.Publisher, mill.Source.Publisher = "Sample Gazette", "Sample Gazette"
	stored := storeAll(t, d, strike)
	c.add(time.Minute)
	return d, c, append(stored, storeAll(t, d, mill)...)
}

func keptIDs(list []bot.KeptArticle) string {
	var all []int64
	for _, k := range list {
		all = append(all, k.ID)
	}
	return fmt.Sprint(all)
}

func TestListArticles(t *testing.T) {
	d, _, s := keeperWorld(t)
	for name, test := range map[string]struct {
		ask  bot.ArticleList
		want []int64
	}{
		"AllNewestFirst": {bot.ArticleList{Limit: 9}, []int64{s[1].Article, s[0].Article}},
		"Limited":        {bot.ArticleList{Limit: 1}, []int64{s[1].Article}},
		"OfAPublisher":   {bot.ArticleList{Limit: 9, Publisher: "EXAMPLE wire"}, []int64{s[0].Article}},
		"Since":          {bot.ArticleList{Limit: 9, Since: noon.Add(time.Second)}, []int64{s[1].Article}},
		"Withdrawn":      {bot.ArticleList{Limit: 9, Withdrawn: true}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			list, err := d.ListArticles(t.Context(), test.ask)
			if err != nil || keptIDs(list) != fmt.Sprint(test.want) {
				t.Errorf("got %s and %v, want %v", keptIDs(list), err, test.want)
			}
		})
	}
}

func TestFindArticleByName(t *testing.T) {
	d, _, s := keeperWorld(t)
	for _, named := range []string{fmt.Sprint(s[0].Article), "https://wire.example/strike", "http://wire.example/strike/?utm_source=x", "WIRE.example/strike"} {
		if a, err := d.FindArticle(t.Context(), named); err != nil || a.ID != s[0].Article || a.Article.Text == "" || a.Withdrawn != nil {
			t.Errorf("%s is %+v, %v", named, a, err)
		}
	}
	for _, named := range []string{"7", "-1", "wire.example/other", "", "99999999999999999999"} {
		if _, err := d.FindArticle(t.Context(), named); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("%q: %v, want ErrNotFound", named, err)
		}
	}
}

func TestWithdrawArticle(t *testing.T) {
	ctx := context.Background()
	d, c, s := keeperWorld(t)
	w, err := d.WithdrawArticle(ctx, s[0].Article, "invented")
	want := bot.Withdrawal{Article: s[0].Article, Title: "Dock strike", Publisher: "Example Wire", URL: "https://wire.example/strike", Reason: "invented", At: c.now()}
	if err != nil || w != want {
		t.Fatalf("got %+v and %v, want %+v", w, err, want)
	}
	t.Run("GoneFromSearchListsAndCounts", func(t *testing.T) {
		for _, q := range []string{"strike", "docks"} {
			if hits, err := d.SearchArticles(ctx, bot.Search{Query: anyOf(q)}); err != nil || len(hits.List) != 0 {
				t.Errorf("%s finds %v, %v", q, hits.List, err)
			}
		}
		if list, err := d.ListArticles(ctx, bot.ArticleList{Limit: 9}); err != nil || keptIDs(list) != fmt.Sprint([]int64{s[1].Article}) {
			t.Errorf("listed: %s, %v", keptIDs(list), err)
		}
		if n, err := d.CountArticles(ctx, time.Time{}); err != nil || n.Articles != 1 || n.Publishers != 1 {
			t.Errorf("%+v, %v", n, err)
		}
		if list, err := d.FindUnprocessed(ctx, 9); err != nil || len(list) != 1 {
			t.Errorf("%d to process, %v", len(list), err)
		}
	})
	t.Run("ItsTextIsDeletedAndItsReasonKept", func(t *testing.T) {
		r, err := d.FindRevision(ctx, s[0].Revision)
		if !errors.Is(err, bot.ErrNotFound) || r.Withdrawn == nil || *r.Withdrawn != want || r.Article.Text != "" {
			t.Errorf("%+v, %v", r, err)
		}
		a, err := d.FindArticle(ctx, "wire.example/strike")
		if err != nil || a.ID != s[0].Article || a.Withdrawn == nil || *a.Withdrawn != want {
			t.Errorf("%+v, %v", a, err)
		}
		list, err := d.ListArticles(ctx, bot.ArticleList{Limit: 9, Withdrawn: true})
		if err != nil || len(list) != 1 || *list[0].Withdrawn != want {
			t.Errorf("%+v, %v", list, err)
		}
	})
	t.Run("Again", func(t *testing.T) {
		if _, err := d.WithdrawArticle(ctx, s[0].Article, "again"); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("%v, want ErrNotFound", err)
		}
	})
	t.Run("NotStoredAgain", func(t *testing.T) {
		for _, text := range []string{"Nobody works at the docks", "Everybody works"} {
			in := article("https://wire.example/strike?utm_source=feed", "Dock strike", text, noon.Add(-time.Hour))
			if got := storeAll(t, d, in)[0]; got != (bot.Storing{Outcome: bot.Withdrawn}) {
				t.Errorf("stored again: %+v", got)
			}
		}
	})
	t.Run("ItsIdIsGivenToNoOther", func(t *testing.T) {
		// Both reports are of one minute: its number was the first of it.
		last, err := d.WithdrawArticle(ctx, s[1].Article, "too")
		if err != nil {
			t.Fatal(err)
		}
		got := storeAll(t, d, article("https://wire.example/new", "New", "New", noon.Add(-time.Hour)))[0]
		if got.Article != last.Article+1 {
			t.Errorf("the next of that minute has the id %d, want %d", got.Article, last.Article+1)
		}
	})
	t.Run("TheFileIsWhole", func(t *testing.T) {
		if err := d.Check(ctx); err != nil {
			t.Error(err)
		}
	})
}

func TestWithdrawnCopiesStayHidden(t *testing.T) {
	ctx := context.Background()
	d, _, s := keeperWorld(t)
	copied := storeAll(t, d, article("https://copy.example/strike", "Dock strike", "Nobody works at the docks", noon.Add(-time.Hour)))[0]
	if err := d.MarkProcessed(ctx, []bot.Processed{
		{Article: s[0].Article, Revision: s[0].Revision, Story: s[0].Article},
		{Article: copied.Article, Revision: copied.Revision, Story: s[0].Article, Duplicate: s[0].Article},
	}); err != nil {
		t.Fatal(err)
	}
	check := func(what string, want int) {
		t.Helper()
		hits, err := d.SearchArticles(ctx, bot.Search{Query: anyOf("strike")})
		if err != nil || len(hits.List) != want {
			t.Errorf("%s: %d found, %v; want %d", what, len(hits.List), err, want)
		}
		n, err := d.CountArticles(ctx, time.Time{})
		if err != nil || n.Articles != want+1 {
			t.Errorf("%s: %d counted, %v; want %d", what, n.Articles, err, want+1)
		}
	}
	check("before", 1)
	if _, err := d.WithdrawArticle(ctx, s[0].Article, "invented"); err != nil {
		t.Fatal(err)
	}
	check("the original withdrawn", 0)
	if _, err := d.WithdrawArticle(ctx, copied.Article, "invented"); err != nil {
		t.Fatal(err)
	}
	check("the copy withdrawn", 0)
}

func TestAPollNotesWithdrawnArticles(t *testing.T) {
	ctx := context.Background()
	d, _, s := keeperWorld(t)
	if _, err := d.WithdrawArticle(ctx, s[0].Article, "invented"); err != nil {
		t.Fatal(err)
	}
	items, err := d.FindItems(ctx, 1, []string{"url:wire.example/strike"})
	if err != nil || len(items) != 0 {
		t.Errorf("known items: %+v, %v", items, err)
	}
}

func TestWithdrawBesideAnotherProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "news.db")
	service, operator := open(t, path, db.Options{}), open(t, path, db.Options{})
	s := storeAll(t, service, article("https://wire.example/strike", "Dock strike", "Nobody works", noon))[0]
	if _, err := operator.WithdrawArticle(t.Context(), s.Article, "invented"); err != nil {
		t.Fatal(err)
	}
	if list, err := service.FindArticles(t.Context(), []int64{s.Article}); err != nil || len(list) != 0 {
		t.Errorf("the service still has %d, %v", len(list), err)
	}
	// What the service had in hand when it happened changes nothing.
	if err := service.MarkProcessed(t.Context(), []bot.Processed{{Article: s.Article, Revision: s.Revision, Story: s.Article}}); err != nil {
		t.Error(err)
	}
}
