package bot_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/db"
)

func TestPagesStayWhileArticlesArrive(t *testing.T) {
	ctx := context.Background()
	c := &clock{morning}
	d := newStore(t, c)
	store(t, d, fillers(9)...)
	b := newBot(d, c)
	first, err := b.Handle(ctx, bot.Command{Text: "/latest"})
	if err != nil {
		t.Fatal(err)
	}
	c.t = c.t.Add(time.Hour)
	late := strike
	late.age = -30 * time.Minute
	store(t, d, late)
	second, err := b.Handle(ctx, bot.Command{Button: button(t, first, "Next").Data})
	if err != nil {
		t.Fatal(err)
	}
	if got := said(second); !second.Replace || !strings.Contains(got, "number 3") || strings.Contains(got, "number 4") || strings.Contains(got, "strike") {
		t.Errorf("the second page: %s", got)
	}
	if right := second.Messages[0].Blocks[0].Right; right != "7–9 of 9 stories" {
		t.Errorf("totals: %q", right)
	}
}

func TestStoryOfManyPublishers(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	var many []sample
	for i := range 4 {
		s := strike
		s.publisher, s.url = fmt.Sprintf("Wire %d", i+1), fmt.Sprintf("https://wire.example/%d", i)
		s.age = time.Duration(4-i) * time.Hour
		many = append(many, s)
	}
	store(t, d, many...)
	b := newBot(d, c)
	for _, text := range []string{"/latest strike", "/latest"} {
		reply, err := b.Handle(context.Background(), bot.Command{Text: text})
		if err != nil || !strings.Contains(said(reply), "Wire 4 and 3 more · 1 hour ago") {
			t.Errorf("%s: %s, %v", text, said(reply), err)
		}
		if text == "/latest" {
			reply, err = b.Handle(context.Background(), bot.Command{Button: button(t, reply, "1").Data})
			if err != nil || !strings.Contains(said(reply), "Wire 4 and 3 more · 1 hour ago") {
				t.Errorf("opened: %s, %v", said(reply), err)
			}
		}
	}
}

func TestTotalsAbove200(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	store(t, d, fillers(bot.CountLimit)...)
	b := newBot(d, c)
	total := func() string {
		reply, err := b.Handle(context.Background(), bot.Command{Text: "/latest castell"})
		if err != nil {
			t.Fatal(err)
		}
		return reply.Messages[0].Blocks[0].Right
	}
	if got := total(); got != "1 of 200 stories" {
		t.Errorf("with 200 stories: %q", got)
	}
	extra := fillers(1)[0]
	extra.title, extra.url, extra.age = "Castell lamps are lit", "https://courier.example/lamps", time.Hour
	store(t, d, extra)
	if got := total(); got != "1 of 200+ stories" {
		t.Errorf("with 201 stories: %q", got)
	}
}

func TestTitleOvertakesOnlyWithinHours(t *testing.T) {
	body := sample{publisher: "Example Wire", lang: "en", title: "Council notes", url: "https://wire.example/notes", age: time.Hour,
		text: strings.Repeat("The council spoke of benches and lamps. ", 40) + "Someone mentioned Karabakh."}
	title := sample{publisher: "Example Wire", lang: "en", title: "Karabakh roads reopen", url: "https://wire.example/roads", text: "Roads reopened."}
	for age, want := range map[time.Duration]string{4 * time.Hour: "Karabakh roads reopen", 10 * time.Hour: "Council notes"} {
		c := &clock{morning}
		d := newStore(t, c)
		title.age = age
		store(t, d, title, body)
		reply, err := newBot(d, c).Handle(context.Background(), bot.Command{Text: "/latest karabakh"})
		if err != nil || len(reply.Messages[0].Blocks) < 2 {
			t.Fatal(said(reply), err)
		}
		if got := reply.Messages[0].Blocks[1].Runs[0].Text; got != want {
			t.Errorf("a title match of %v ago: first is %q, want %q", age, got, want)
		}
	}
}

func TestBudgetFollowsTheSize(t *testing.T) {
	for articles, want := range map[int]time.Duration{30: 250 * time.Millisecond, 1_000_000: 4 * time.Millisecond} {
		f := &budgetFinder{articles: articles}
		b := bot.New(bot.Options{Articles: f})
		if _, err := b.Handle(context.Background(), bot.Command{Text: "/latest"}); err != nil {
			t.Fatal(err)
		}
		if f.budget != want {
			t.Errorf("%d articles: searched for %v, want %v", articles, f.budget, want)
		}
	}
}

// A budgetFinder notes the budget it is given.
type budgetFinder struct {
	bot.ArticleFinder
	articles int
	budget   time.Duration
}

func (f *budgetFinder) CountArticles(context.Context, time.Time) (bot.Totals, error) {
	return bot.Totals{Articles: f.articles}, nil
}

func (f *budgetFinder) SearchArticles(_ context.Context, s bot.Search) (bot.Hits, error) {
	f.budget = s.Budget
	return bot.Hits{Complete: true}, nil
}

// A slowFinder runs out of time after the newest few articles.
type slowFinder struct {
	*db.DB
	// step is how many articles are looked at in one search.
	step int
	deep []bool
}

func (f *slowFinder) CountArticles(context.Context, time.Time) (bot.Totals, error) {
	return bot.Totals{Articles: 1_000_000}, nil
}

func (f *slowFinder) SearchArticles(ctx context.Context, s bot.Search) (bot.Hits, error) {
	f.deep = append(f.deep, s.Budget >= time.Second)
	s.Budget = 0
	all, err := f.DB.SearchArticles(ctx, bot.Search{UpTo: s.UpTo})
	if err != nil {
		return bot.Hits{}, err
	}
	hits, err := f.DB.SearchArticles(ctx, s)
	if err != nil || len(all.List) <= f.step {
		return hits, err
	}
	next := all.List[f.step].Article
	hits.List = slices.DeleteFunc(hits.List, func(h bot.Hit) bool { return h.Article <= next })
	hits.Complete, hits.Next = false, next
	return hits, nil
}

func must(t testing.TB) func(bot.Reply, error) bot.Reply {
	return func(r bot.Reply, err error) bot.Reply {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
}

func TestSearchOn(t *testing.T) {
	ctx := context.Background()
	c := &clock{morning}
	d := newStore(t, c)
	// By time: the survey without a date, the strike twice, the school, and
	// four more.
	store(t, d, news...)
	f := &slowFinder{DB: d, step: 2}
	b := bot.New(bot.Options{Articles: f, Names: d, Subscriptions: d, Phrases: d, Now: c.now})
	var reply bot.Reply
	do := func(command, want string) {
		t.Helper()
		ask := bot.Command{Text: command}
		if strings.HasPrefix(command, "[") {
			ask = bot.Command{Button: button(t, reply, strings.Trim(command, "[]")).Data}
		}
		if reply = must(t)(b.Handle(ctx, ask)); !strings.Contains(show(reply), want) {
			t.Fatalf("%s: %s, want %q", command, show(reply), want)
		}
	}
	do("/latest karabakh", "~~ 1 of 1 stories, newest found so far\n# Karabakh railway")
	do("[Search on]", "~~ 1 of 1 older stories, newest found so far\n# Rebuilt school")
	do("[Search on]", "(in place)\nNothing found so far.")
	do("[Search on]", "There are no older stories on this.\n[Back to the newest]")
	do("[Back to the newest]", "~~ 1 of 1 stories, newest found so far\n# Karabakh railway")
	if want := []bool{false, true, true, true, false}; !slices.Equal(f.deep, want) {
		t.Errorf("searched deeply: %v, want %v", f.deep, want)
	}
	do("/latest mills", "Nothing found so far.")
	do("[Search on]", "Nothing found so far.")
	do("[Search on]", "Nothing found so far.")
	do("[Search on]", "~~ 1 of 1 stories\n# Lorne valley mills")
	do("/latest sudan", "Nothing found so far.")
	do("[Search on]", "[Search on]")
	do("[Search on]", "[Search on]")
	do("[Search on]", "[Follow sudan anyway]")
}

func TestPagesStayWhileOlderArticlesArrive(t *testing.T) {
	ctx := context.Background()
	c := &clock{morning}
	d := newStore(t, c)
	store(t, d, fillers(3)...)
	b := newBot(d, c)
	page := must(t)(b.Handle(ctx, bot.Command{Text: "/latest castell"}))
	// It arrives now and was published before the newest of them.
	late := fillers(1)[0]
	late.title, late.url, late.age = "Castell lamps are lit", "https://courier.example/lamps", 90*time.Second
	store(t, d, late)
	for i, want := range []string{"number 2", "number 1"} {
		page = must(t)(b.Handle(ctx, bot.Command{Button: button(t, page, "Next").Data}))
		if !strings.Contains(said(page), want) || page.Messages[0].Blocks[0].Right != fmt.Sprint(i+2, " of 3 stories") {
			t.Errorf("page %d: %s", i+2, show(page))
		}
	}
	for _, want := range []string{"number 2", "number 3"} {
		if page = must(t)(b.Handle(ctx, bot.Command{Button: button(t, page, "Previous").Data})); !strings.Contains(said(page), want) {
			t.Errorf("back: %s, want %s", show(page), want)
		}
	}
	if page = must(t)(b.Handle(ctx, bot.Command{Text: "/latest castell"})); page.Messages[0].Blocks[0].Right != "1 of 4 stories" {
		t.Errorf("asked anew: %s", show(page))
	}
}

// A shrinkingFinder has lost all but the newest few of the matches.
type shrinkingFinder struct {
	*db.DB
	left int
}

func (f *shrinkingFinder) SearchArticles(ctx context.Context, s bot.Search) (bot.Hits, error) {
	hits, err := f.DB.SearchArticles(ctx, s)
	hits.List = hits.List[:min(len(hits.List), f.left)]
	return hits, err
}

func TestPageAfterRemoval(t *testing.T) {
	ctx := context.Background()
	c := &clock{morning}
	d := newStore(t, c)
	store(t, d, fillers(14)...)
	for question, want := range map[string]string{"/latest castell": "2 of 14 stories", "/latest": "7–12 of 14 stories"} {
		f := &shrinkingFinder{DB: d, left: 20}
		b := bot.New(bot.Options{Articles: f, Names: d, Subscriptions: d, Phrases: d, Now: c.now})
		page := must(t)(b.Handle(ctx, bot.Command{Text: question}))
		next := button(t, page, "Next")
		if page = must(t)(b.Handle(ctx, bot.Command{Button: next.Data})); page.Messages[0].Blocks[0].Right != want {
			t.Errorf("before: %s", show(page))
		}
		f.left = 1
		if page = must(t)(b.Handle(ctx, bot.Command{Button: next.Data})); page.Messages[0].Blocks[0].Right != "1 of 1 stories" {
			t.Errorf("after: %s", show(page))
		}
	}
}
