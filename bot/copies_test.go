package bot_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
	"wirebrief/db"
)

// printed is the report of the strike as a publisher prints it.
func printed(publisher string, age time.Duration) briefing.Article {
	return briefing.Article{
		URL: "https://" + strings.ToLower(strings.ReplaceAll(publisher, " ", "-")) + ".example/strike", Publisher: publisher,
		Title: strike.title, Lang: "en", Published: morning.Add(-age), Text: strike.text,
	}
}

// copies are three printings of one text: whole, cut and retouched, and with
// other marks and headline. The cut one is the newest.
func copies() []briefing.Article {
	wire, gazette, post := printed("Example Wire", 3*time.Hour), printed("Sample Gazette", time.Hour), printed("Demo Post", 2*time.Hour)
	gazette.Text = "Talks go on.\n\n" + gazette.Text[:strings.Index(gazette.Text, "“There is a limit")]
	post.Text = strings.NewReplacer("“", `"`, "”", `"`, "'", "’").Replace(post.Text)
	post.Title = "No end in sight at the docks of Port Ellery"
	return []briefing.Article{wire, gazette, post}
}

func ingest(t testing.TB, g *bot.Ingester, articles ...briefing.Article) {
	t.Helper()
	additions, err := g.Add(context.Background(), articles, false)
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range additions {
		if a.Refused != nil {
			t.Fatalf("article %d: %v", i, a.Refused)
		}
	}
	if _, err := g.Process(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func ask(t testing.TB, b *bot.Bot, c bot.Command) bot.Reply {
	t.Helper()
	c.Chat = bot.ChatRef{Platform: "test", ID: "1"}
	return must(t)(b.Handle(context.Background(), c))
}

// everything finds all articles but copies.
func everything(t testing.TB, d *db.DB) bot.Hits {
	t.Helper()
	hits, err := d.SearchArticles(context.Background(), bot.Search{})
	if err != nil {
		t.Fatal(err)
	}
	return hits
}

func TestCopiesAreOneStory(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	ingest(t, bot.NewIngester(d, d, bot.IngesterOptions{}), copies()...)
	b := newBot(d, c)
	list := ask(t, b, bot.Command{Text: "/latest"})
	replies := map[string]bot.Reply{
		"the list": list, "the topic": ask(t, b, bot.Command{Text: "/latest strike"}),
		"the opened story": ask(t, b, bot.Command{Button: button(t, list, "1").Data}),
	}
	for what, reply := range replies {
		got := show(reply)
		// Not the newest is shown: it was cut.
		if !strings.Contains(got, "and 2 more · 2 hours ago") && !strings.Contains(got, "and 2 more · 3 hours ago") {
			t.Errorf("%s does not name three publishers: %s", what, got)
		}
		if strings.Contains(got, "only source") {
			t.Errorf("%s claims an only source: %s", what, got)
		}
		if what != "the opened story" && !strings.Contains(reply.Messages[0].Blocks[0].Right, "1 of 1 stories") && !strings.Contains(reply.Messages[0].Blocks[0].Right, "1–1 of 1 stories") {
			t.Errorf("%s counts %q", what, reply.Messages[0].Blocks[0].Right)
		}
		if what == "the list" {
			continue
		}
		for _, once := range []string{"No crane moves", "1,400 dock workers"} {
			if strings.Count(got, once) != 1 {
				t.Errorf("%s shows %q %d times: %s", what, once, strings.Count(got, once), got)
			}
		}
		if read := button(t, reply, "Read").URL; strings.Contains(read, "gazette") {
			t.Errorf("%s leads to %s, the copy that was cut", what, read)
		}
	}
}

func TestTwoPublishersAreNamed(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	ingest(t, bot.NewIngester(d, d, bot.IngesterOptions{}), copies()[:2]...)
	if got := show(ask(t, newBot(d, c), bot.Command{Text: "/latest strike"})); !strings.Contains(got, "Example Wire and Sample Gazette · 3 hours ago") {
		t.Error(got)
	}
}

func TestNewerFiguresAreShown(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	g := bot.NewIngester(d, d, bot.IngesterOptions{})
	update := printed("Example Wire", time.Hour)
	update.URL += "-update"
	update.Text = strings.ReplaceAll(strings.ReplaceAll(update.Text, "37 grain ships", "41 grain ships"), "“Every ship counts,” he said.", "")
	ingest(t, g, printed("Example Wire", 3*time.Hour), update)
	got := show(ask(t, newBot(d, c), bot.Command{Text: "/latest strike"}))
	if !strings.Contains(got, "41 grain ships") || !strings.Contains(got, "1 of 1 stories") || !strings.Contains(got, "Example Wire · only source · 1 hour ago") {
		t.Error(got)
	}
}

func TestSamePublisherTwiceIsOneArticle(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	whole, amp := printed("Example Wire", 3*time.Hour), printed("Example Wire", 2*time.Hour)
	amp.URL += "/amp"
	ingest(t, bot.NewIngester(d, d, bot.IngesterOptions{}), whole)
	ingest(t, bot.NewIngester(d, d, bot.IngesterOptions{}), amp) // another process: what it knows is read
	hits := everything(t, d)
	if len(hits.List) != 1 {
		t.Errorf("found %+v", hits.List)
	}
	if n, err := d.CountArticles(context.Background(), time.Time{}); err != nil || n.Publishers != 1 {
		t.Errorf("totals %+v, %v", n, err)
	}
	// The variant goes its own way: now it is another article of the story.
	amp.Text = strings.ReplaceAll(amp.Text, "37 grain ships", "41 grain ships")
	ingest(t, bot.NewIngester(d, d, bot.IngesterOptions{}), amp)
	hits = everything(t, d)
	if len(hits.List) != 2 || hits.List[0].Story != hits.List[1].Story {
		t.Errorf("after a change: %+v", hits.List)
	}
}

func TestManyPublishersOfOneText(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	var all []briefing.Article
	for i := range 15 {
		all = append(all, printed(fmt.Sprintf("Wire %d", i+1), time.Duration(15-i)*time.Hour))
	}
	ingest(t, bot.NewIngester(d, d, bot.IngesterOptions{}), all...)
	b := newBot(d, c)
	list := ask(t, b, bot.Command{Text: "/latest"})
	for what, reply := range map[string]bot.Reply{"the list": list, "the opened story": ask(t, b, bot.Command{Button: button(t, list, "1").Data})} {
		if got := show(reply); !strings.Contains(got, "Wire 15 and at least 9 more · 1 hour ago") {
			t.Errorf("%s: %s", what, got)
		}
	}
}

func TestExcerptIsTold(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	opening := printed("Sample Gazette", time.Hour)
	opening.Text, opening.Excerpt = opening.Text[:strings.Index(opening.Text, "About 1,400")], true
	g := bot.NewIngester(d, d, bot.IngesterOptions{})
	ingest(t, g, opening)
	b := newBot(d, c)
	if got := show(ask(t, b, bot.Command{Text: "/latest strike"})); !strings.Contains(got, "1 hour ago (08:00) · only the opening is public") {
		t.Error(got)
	}
	whole := opening
	whole.Excerpt, whole.Text = false, strike.text
	ingest(t, g, whole)
	if got := show(ask(t, b, bot.Command{Text: "/latest strike"})); strings.Contains(got, "only the opening") {
		t.Errorf("once the whole text is there: %s", got)
	}
}

// A halting store fails to note stories once.
type halting struct {
	*db.DB
	failed bool
}

func (s *halting) MarkProcessed(ctx context.Context, done []bot.Processed) error {
	if !s.failed {
		s.failed = true
		return errors.New("disk full")
	}
	return s.DB.MarkProcessed(ctx, done)
}

func TestStoriesAfterAFailure(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	g := bot.NewIngester(d, &halting{DB: d}, bot.IngesterOptions{})
	amp := printed("Example Wire", 2*time.Hour)
	amp.URL += "/amp"
	if _, err := g.Add(context.Background(), append(copies(), amp), false); err != nil {
		t.Fatal(err)
	}
	if n, err := g.Process(context.Background()); err == nil {
		t.Fatalf("processed %d and no error", n)
	}
	if n, err := g.Process(context.Background()); n != 4 || err != nil {
		t.Fatalf("processed %d, %v", n, err)
	}
	hits := everything(t, d)
	for _, h := range hits.List {
		if h.Story != hits.List[0].Story {
			t.Errorf("stories %+v", hits.List)
		}
	}
	if len(hits.List) != 3 {
		t.Errorf("found %+v, want three publishers' copies", hits.List)
	}
}

// TestWithdrawnQuoteIsNotShown: a newer version of a publisher says less.
func TestWithdrawnQuoteIsNotShown(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	g := bot.NewIngester(d, d, bot.IngesterOptions{})
	update := printed("Example Wire", time.Hour)
	update.URL += "-update"
	update.Text = strings.ReplaceAll(update.Text, "“Every ship counts,” he said.", "")
	ingest(t, g, printed("Example Wire", 3*time.Hour), update)
	got := show(ask(t, newBot(d, c), bot.Command{Text: "/latest strike"}))
	if !strings.Contains(got, "1 of 1 stories") || !strings.Contains(got, "1 hour ago") {
		t.Error(got)
	}
}

// TestManyReportsOfOnePublisher: not all of them are looked at, so nobody knows
// whether it is the only one.
func TestManyReportsOfOnePublisher(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	g := bot.NewIngester(d, d, bot.IngesterOptions{})
	for i := range 12 {
		version := printed("Example Wire", time.Duration(20-i)*time.Hour)
		version.URL += fmt.Sprint("-", i)
		version.Text = strings.ReplaceAll(version.Text, "37 grain ships", fmt.Sprint(40+i, " grain ships"))
		ingest(t, g, version)
	}
	other := printed("Sample Gazette", 22*time.Hour)
	other.Title = "No end in sight at the quays"
	ingest(t, g, other)
	if got := show(ask(t, newBot(d, c), bot.Command{Text: "/latest strike"})); !strings.Contains(got, "51 grain ships") || !strings.Contains(got, "1 of 1 stories") || strings.Contains(got, "only source") {
		t.Error(got)
	}
}
