package bot_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/db"
)

// newRemembering is newBot with Remember.
func newRemembering(articles bot.ArticleFinder, d *db.DB, c *clock, life time.Duration) *bot.Bot {
	return bot.New(bot.Options{
		Articles: articles, Names: d, Subscriptions: d, Phrases: d, Settings: d, Pauser: d, Reports: d, Sent: d, Now: c.now,
		Limits: bot.Limits{Budget: time.Minute}, Remember: life,
	})
}

// buttonBegins tells whether a reply has a button whose label begins with some
// words.
func buttonBegins(r bot.Reply, words string) bool {
	for _, m := range r.Messages {
		for _, row := range m.Buttons {
			for _, b := range row {
				if strings.HasPrefix(b.Label, words) {
					return true
				}
			}
		}
	}
	return false
}

func TestRememberedPagesAreTheSame(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	store(t, d, append(fillers(20), strike)...)
	plain, remembering := newBot(d, c), newRemembering(d, d, c, time.Hour)
	ask := func(b *bot.Bot, cmd bot.Command) bot.Reply {
		t.Helper()
		reply, err := b.Handle(context.Background(), cmd)
		if err != nil {
			t.Fatal(err)
		}
		for i := range reply.Messages {
			reply.Messages[i].Shared = nil
		}
		reply.Sent = nil // a function is like no other
		return reply
	}
	long := "castell council -" + strings.Repeat("paint", 12) // no room for it in a button
	for _, text := range []string{"/latest", "/latest strike", "/latest castell", "/latest castell today", "/latest " + long, "/quotes strike", "/latest nothing"} {
		for _, chat := range []string{"1", "2"} {
			cmd := bot.Command{Chat: bot.ChatRef{Platform: "telegram", ID: chat}, User: bot.User{ID: chat}, Text: text}
			for page := range 3 {
				want, got := ask(plain, cmd), ask(remembering, cmd)
				if !reflect.DeepEqual(got, want) {
					t.Errorf("%s, page %d in chat %s:\n%+v\nwant\n%+v", text, page, chat, got, want)
				}
				if !buttonBegins(want, "Next") {
					break
				}
				cmd.Text, cmd.Button = "", button(t, want, "Next").Data
			}
		}
	}
}

func TestRememberedPagesAreOfTheReader(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	store(t, d, strike)
	b := newRemembering(d, d, c, time.Hour)
	ask := func(chat, text string) bot.Reply {
		t.Helper()
		reply, err := b.Handle(context.Background(), bot.Command{Chat: bot.ChatRef{Platform: "telegram", ID: chat}, User: bot.User{ID: chat}, EventID: chat + text, Text: text})
		if err != nil {
			t.Fatal(err)
		}
		return reply
	}
	first := ask("1", "/latest strike")
	t.Run("share their blocks with others", func(t *testing.T) {
		made := 0
		for _, r := range []bot.Reply{first, ask("2", "/latest strike")} {
			bot.OnceOf(r.Messages[0], t.Name(), func() int { made++; return made })
		}
		if made != 1 {
			t.Errorf("made %d times for two readers", made)
		}
	})
	t.Run("do not show what somebody adds", func(t *testing.T) {
		m := first.Messages[0]
		m.Blocks = append(m.Blocks, bot.Block{Runs: []bot.Run{{Text: "added"}}})
		if got := said(ask("2", "/latest strike")); strings.Contains(got, "added") {
			t.Error(got)
		}
		if n := cap(first.Messages[0].Blocks) - len(first.Messages[0].Blocks); n != 0 {
			t.Errorf("room for %d more", n)
		}
	})
	t.Run("offer at once only what is not followed", func(t *testing.T) {
		if !buttonBegins(first, "Follow") {
			t.Fatal("no button to follow the topic")
		}
		ask("1", "/subscribe strike")
		if buttonBegins(ask("1", "/latest strike"), "Follow") {
			t.Error("who follows the topic can follow it")
		}
		if !buttonBegins(ask("2", "/latest strike"), "Follow") {
			t.Error("who does not cannot")
		}
	})
	t.Run("tell the age of the minute", func(t *testing.T) {
		c.t = c.t.Add(time.Hour)
		for _, text := range []string{"/latest strike", "/latest"} {
			if got := said(ask("2", text)); !strings.Contains(got, "3 hours ago") {
				t.Errorf("%s: %s", text, got)
			}
		}
	})
}

func TestRememberedPagesAreForgotten(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	store(t, d, strike)
	const life = 50 * time.Millisecond
	b := newRemembering(d, d, c, life)
	ask := func(text string) string {
		t.Helper()
		reply, err := b.Handle(context.Background(), bot.Command{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		return said(reply)
	}
	ask("/latest")
	ask("/latest strike")
	newer := strike
	newer.title, newer.url, newer.age, newer.story = "Port Ellery dock strike ends", "https://wire.example/end", time.Hour, 2
	store(t, d, newer)
	time.Sleep(life)
	for _, text := range []string{"/latest", "/latest strike"} {
		if got := ask(text); !strings.Contains(got, "strike ends") {
			t.Errorf("%s: %s", text, got)
		}
	}
}

// TestWithdrawnIsForgotten: whoever asks a moment after another process withdrew
// an article is not shown it, whatever others were shown meanwhile.
func TestWithdrawnIsForgotten(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	bare := strike
	bare.title, bare.url, bare.publisher, bare.story, bare.age = "Withdrawn words on the strike", "https://other.example/strike", "Other Wire", 7, time.Minute
	store(t, d, bare, strike)
	hits, err := d.SearchArticles(t.Context(), bot.Search{})
	if err != nil {
		t.Fatal(err)
	}
	const life = 150 * time.Millisecond
	b := newRemembering(d, d, c, life)
	var withdrawn time.Time
	before := 0
	for began := time.Now(); time.Since(began) < 4*life; {
		for _, text := range []string{"/latest", "/latest strike", "/latest dock strike", "/latest strike today", "/quotes strike"} {
			asked := time.Now()
			reply, err := b.Handle(context.Background(), bot.Command{Text: text})
			if err != nil {
				t.Fatal(err)
			}
			switch shown := strings.Contains(fmt.Sprint(reply), "Withdrawn words"); {
			case shown && withdrawn.IsZero():
				before++
			case shown && asked.Sub(withdrawn) > life:
				t.Fatalf("%s shows it %v later", text, asked.Sub(withdrawn))
			}
		}
		if withdrawn.IsZero() && time.Since(began) > life {
			for _, h := range hits.List {
				found, err := d.FindArticles(t.Context(), []int64{h.Article})
				if err != nil {
					t.Fatal(err)
				}
				if found[0].Article.Title != bare.title {
					continue
				}
				if _, err := d.WithdrawArticle(t.Context(), h.Article, "wrong"); err != nil {
					t.Fatal(err)
				}
				withdrawn = time.Now()
			}
		}
	}
	if before == 0 || withdrawn.IsZero() {
		t.Errorf("it was shown %d times, and withdrawn at %v: the test does not test", before, withdrawn)
	}
}

// A countingFinder counts what is searched and read, and takes its time.
type countingFinder struct {
	bot.ArticleFinder
	searches, reads atomic.Int64
}

func (f *countingFinder) SearchArticles(ctx context.Context, s bot.Search) (bot.Hits, error) {
	f.searches.Add(1)
	time.Sleep(20 * time.Millisecond)
	return f.ArticleFinder.SearchArticles(ctx, s)
}

func (f *countingFinder) FindArticles(ctx context.Context, ids []int64) ([]bot.StoredArticle, error) {
	f.reads.Add(1)
	time.Sleep(20 * time.Millisecond)
	return f.ArticleFinder.FindArticles(ctx, ids)
}

func TestManyWhoAskTheSameSearchOnce(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	store(t, d, append(fillers(5), strike)...)
	for _, text := range []string{"/latest", "/latest strike"} {
		t.Run(text, func(t *testing.T) {
			f := &countingFinder{ArticleFinder: d}
			b := newRemembering(f, d, c, time.Hour)
			alone, err := b.Handle(context.Background(), bot.Command{Text: text})
			if err != nil {
				t.Fatal(err)
			}
			searches, reads := f.searches.Load(), f.reads.Load()
			b = newRemembering(f, d, c, time.Hour)
			var all sync.WaitGroup
			for i := range 40 {
				all.Go(func() {
					reply, err := b.Handle(context.Background(), bot.Command{Chat: bot.ChatRef{Platform: "telegram", ID: fmt.Sprint(i)}, Text: text})
					if err != nil || said(reply) != said(alone) {
						t.Errorf("%v: %s", err, said(reply))
					}
				})
			}
			all.Wait()
			if s, r := f.searches.Load()-searches, f.reads.Load()-reads; s != searches || r != reads {
				t.Errorf("40 needed %d searches and %d readings, one %d and %d", s, r, searches, reads)
			}
		})
	}
}

// TestWhatIsFoundAnewIsReadAnew: a report that has changed is not shown from what
// was read for another finding, which would be older than either is remembered.
func TestWhatIsFoundAnewIsReadAnew(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	store(t, d, strike)
	b := newRemembering(d, d, c, time.Hour)
	ask := func(text string) string {
		t.Helper()
		reply, err := b.Handle(context.Background(), bot.Command{Chat: bot.ChatRef{Platform: "telegram", ID: "1"}, EventID: text, Text: text})
		if err != nil {
			t.Fatal(err)
		}
		return said(reply)
	}
	if got := ask("/latest strike"); !strings.Contains(got, oldClause) {
		t.Fatal(got)
	}
	store(t, d, again(oldClause, newClause))
	if got := ask("/latest dock strike"); !strings.Contains(got, newClause) {
		t.Errorf("another question is answered from what was read before:\n%s", got)
	}
}
