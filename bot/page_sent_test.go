package bot_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// A pageReader answers each address with the function.
type pageReader func(ctx context.Context, url string) (briefing.Article, error)

func (f pageReader) ReadPage(ctx context.Context, url string) (briefing.Article, error) {
	return f(ctx, url)
}

// ferry is a page that somebody sends.
const ferryURL = "https://tides.example/ferry"

func ferryPage(_ context.Context, url string) (briefing.Article, error) {
	return briefing.Article{
		URL: url, Title: "Night ferry to Orsk returns", Publisher: "Tides Weekly", Published: morning.Add(-time.Hour),
		Text: "The night ferry to Orsk will run again from Monday.\n\n“We missed the sound of it,” said Mara Holt, the harbour master of Orsk.\n\nThe ferry carries 320 passengers and 40 cars.",
	}, nil
}

// sends says text in ann's private chat.
func sends(t *testing.T, b *bot.Bot, text string) bot.Reply {
	t.Helper()
	return handle(t, b, bot.Command{EventID: text, Chat: annsChat, User: annUser, Text: text})
}

func TestAnAddressIsAnsweredWithABriefing(t *testing.T) {
	var asked []string
	d, b := newDesk(t, &clock{morning}, func(o *bot.Options) {
		o.Pages = pageReader(func(ctx context.Context, url string) (briefing.Article, error) {
			asked = append(asked, url)
			return ferryPage(ctx, url)
		})
	})
	before := counts(t, d)
	reply := sends(t, b, ferryURL)
	m := reply.Messages[0]
	checkMessage(t, m)
	got := said(reply)
	for _, want := range []string{"Night ferry to Orsk returns", "Tides Weekly · 1 hour ago", "We missed the sound of it", "Mara Holt", "320 passengers", "Read for you just now, and not stored."} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	if read := button(t, reply, "Read"); read.URL != ferryURL || m.Preview != ferryURL || m.Blocks[0].Runs[0].URL != ferryURL {
		t.Errorf("links are %q, %q and %q", read.URL, m.Preview, m.Blocks[0].Runs[0].URL)
	}
	if after := counts(t, d); after != before {
		t.Errorf("stored: %s, before %s", after, before)
	}
	if data, err := d.ExportChat(t.Context(), annsChat); err != nil || strings.Contains(string(data), "tides.example") {
		t.Errorf("the chat's data are %s, %v", data, err)
	}
	if len(asked) != 1 {
		t.Errorf("read %q", asked)
	}
}

// counts are how many of everything the store holds.
func counts(t *testing.T, d interface {
	CountArticles(context.Context, time.Time) (bot.Totals, error)
	FindSources(context.Context) ([]bot.SourceStat, error)
}) string {
	t.Helper()
	totals, err := d.CountArticles(t.Context(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	sources, err := d.FindSources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(totals.Articles, totals.Publishers, len(sources))
}

func TestAddressesInWhatPeopleType(t *testing.T) {
	long := "https://tides.example/" + strings.Repeat("long/", 300)
	tests := map[string]struct{ typed, want string }{
		"alone":                  {ferryURL, ferryURL},
		"with blanks around it":  {"  " + ferryURL + " \n", ferryURL},
		"in capitals":            {"HTTPS://TIDES.EXAMPLE/ferry", "HTTPS://TIDES.EXAMPLE/ferry"},
		"as apps share it":       {"Night ferry to Orsk returns\n" + ferryURL, ferryURL},
		"in a sentence":          {"look at " + ferryURL + ", please", ferryURL},
		"in marks":               {"<" + ferryURL + ">", ferryURL},
		"in brackets":            {"(see " + ferryURL + ").", ferryURL},
		"with brackets":          {"https://tides.example/ferry_(boat)", "https://tides.example/ferry_(boat)"},
		"with hidden characters": {"https://ti\u200bdes.example/\u202eferry\u2069", ferryURL},
		"a long one":             {long, long},
		"the first of two":       {ferryURL + " https://tides.example/other", ferryURL},
		"too long":               {long + long, ""},
		"no host":                {"https://", ""},
		"a file":                 {"file:///etc/passwd", ""},
		"a path":                 {"/etc/passwd", ""},
		"javascript":             {"javascript:alert(1)//https:", ""},
		"a host alone":           {"tides.example/ferry", ""},
		"a topic":                {"ferry to Orsk", ""},
		"a command":              {"/latest " + ferryURL, ""},
		"a word of a command":    {"sources add " + ferryURL, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var asked string
			_, b := newDesk(t, &clock{morning}, func(o *bot.Options) {
				o.Pages = pageReader(func(ctx context.Context, url string) (briefing.Article, error) {
					asked = url
					return ferryPage(ctx, url)
				})
			})
			sends(t, b, test.typed)
			if asked != test.want {
				t.Errorf("read %q, want %q", asked, test.want)
			}
			asked = ""
			handle(t, b, bot.Command{EventID: "g", Chat: someGroup, Kind: bot.Group, User: annUser, Text: test.typed, Answers: true})
			if asked != "" {
				t.Errorf("read %q in a group", asked)
			}
		})
	}
	t.Run("where a topic is asked for", func(t *testing.T) {
		_, b := newDesk(t, &clock{morning}, func(o *bot.Options) { o.Pages = pageReader(ferryPage) })
		sends(t, b, "/subscribe")
		if got := said(sends(t, b, ferryURL)); !strings.HasPrefix(got, "Night ferry") {
			t.Errorf("said %q", got)
		}
	})
	t.Run("where no pages are read", func(t *testing.T) {
		_, b := newDesk(t, &clock{morning}, nil)
		if got := said(sends(t, b, ferryURL)); !strings.HasPrefix(got, "No story") {
			t.Errorf("said %q", got)
		}
	})
}

func TestAnAddressThatIsStored(t *testing.T) {
	var asked []string
	d, b := newDesk(t, &clock{morning}, func(o *bot.Options) {
		o.Pages = pageReader(func(_ context.Context, url string) (briefing.Article, error) {
			asked = append(asked, url)
			return briefing.Article{URL: strike.url, Title: "Another headline", Text: "Something else."}, nil
		})
		o.Rates.Costly = bot.Rate{N: 1, Per: time.Hour}
	})
	for _, url := range []string{strike.url, "HTTP://wire.example:80/ellery-strike/?utm_source=chat#top", "https://short.example/x"} {
		reply := sends(t, b, url)
		if got := said(reply); !strings.Contains(got, strike.title) || strings.Contains(got, "not stored") {
			t.Errorf("%s: said %q", url, got)
		}
		button(t, reply, "In context")
	}
	if len(asked) != 1 || asked[0] != "https://short.example/x" {
		t.Errorf("read %q", asked)
	}
	id, _ := idOf(t, d, strike.url)
	if _, err := d.WithdrawArticle(t.Context(), id, "the wire took it back"); err != nil {
		t.Fatal(err)
	}
	if got := said(sends(t, b, strike.url)); got != "That report was withdrawn: the wire took it back\n" {
		t.Errorf("what was withdrawn: said %q", got)
	}
}

func TestPagesThatGiveNothing(t *testing.T) {
	secret := errors.New("dial tcp 10.1.2.3:80 of intranet.corp: refused; put allow = [\"10.1.2.3\"]")
	for reason, want := range map[string]string{
		"refused": "I don't read that address.", "missing": "There is no page at that address", "no-article": "I found no article on that page.",
		"slow": "That page took too long.", "failed": "I could not read that page.", "new reason": "I could not read that page.", "": "I could not read that page.",
	} {
		t.Run(reason, func(t *testing.T) {
			_, b := newDesk(t, &clock{morning}, func(o *bot.Options) {
				o.Pages = pageReader(func(context.Context, string) (briefing.Article, error) {
					if reason == "" {
						return briefing.Article{}, secret
					}
					return briefing.Article{}, fmt.Errorf("read: %w", &bot.PageError{Reason: reason, Cause: secret})
				})
			})
			reply, err := b.Handle(t.Context(), bot.Command{Chat: annsChat, User: annUser, Text: ferryURL})
			if got := said(reply); !strings.HasPrefix(got, want) || strings.Contains(got, "10.1") || strings.Contains(got, "corp") || strings.Contains(got, "allow") {
				t.Errorf("said %q, want %q", got, want)
			}
			if (err != nil) != (reason == "") {
				t.Errorf("for the log: %v", err)
			}
		})
	}
}

func TestPagesHaveAQuota(t *testing.T) {
	c := &clock{morning}
	reads := 0
	_, b := newDesk(t, c, func(o *bot.Options) {
		o.Rates = bot.Rates{Costly: bot.DefaultRates().Costly}
		o.Pages = pageReader(func(ctx context.Context, url string) (briefing.Article, error) {
			reads++
			return ferryPage(ctx, url)
		})
	})
	for i := range 4 {
		sends(t, b, fmt.Sprint(ferryURL, i))
	}
	if got := said(sends(t, b, ferryURL)); reads != 4 || !strings.HasPrefix(got, "That takes me a lot of work") {
		t.Errorf("after %d pages said %q", reads, got)
	}
	if got := said(sends(t, b, strike.url)); !strings.Contains(got, strike.title) {
		t.Errorf("what is stored costs nothing, but said %q", got)
	}
	c.t = c.t.Add(5 * time.Minute)
	if got := said(sends(t, b, ferryURL)); !strings.HasPrefix(got, "Night ferry") {
		t.Errorf("later said %q", got)
	}
}

// TestASlowPageHoldsNobodyUp: who sent it has an answer in time, others are
// answered meanwhile, and not more than so many pages are read at once.
func TestASlowPageHoldsNobodyUp(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	synctest.Test(t, func(t *testing.T) {
		b := bot.New(bot.Options{Articles: d, Names: d, Subscriptions: d, Phrases: d, Now: c.now, Pages: pageReader(func(ctx context.Context, _ string) (briefing.Article, error) {
			<-ctx.Done()
			return briefing.Article{}, &bot.PageError{Reason: "slow", Cause: ctx.Err()}
		})})
		var readers sync.WaitGroup
		for i := range 20 {
			readers.Go(func() {
				began := time.Now()
				reply, err := b.Handle(context.Background(), bot.Command{Chat: bot.ChatRef{Platform: "test", ID: fmt.Sprint(i)}, Text: ferryURL})
				took, got := time.Since(began), said(reply)
				slow := strings.HasPrefix(got, "That page took too long") && took == 20*time.Second
				busy := strings.HasPrefix(got, "I am reading many pages just now") && took == 0
				if err != nil || !slow && !busy {
					t.Errorf("after %v said %q, %v", took, got, err)
				}
			})
		}
		synctest.Wait()
		reply, err := b.Handle(context.Background(), bot.Command{Chat: annsChat, Text: "/help"})
		if err != nil || len(reply.Messages) == 0 {
			t.Errorf("meanwhile said %q, %v", said(reply), err)
		}
		readers.Wait()
	})
}

// passedOn is a forwarded message.
func passedOn(text, url string) bot.Command {
	return bot.Command{Chat: annsChat, User: annUser, Text: text, Forward: &bot.Forward{From: "Harbour Channel", At: morning.Add(-2 * time.Hour), URL: url}}
}

const harbourPost = "Harbour wall to be raised by two metres\n\n“The sea does not wait for our budget,” said Ida Brand, the mayor of Orsk, on Tuesday.\n\nThe wall will cost 14 million crowns and shelter 2,300 houses, the council said. Work begins in April and takes three years. Residents of the lower town had asked for it since the flood of last winter, which reached the market."

func TestForwardedMessages(t *testing.T) {
	long := harbourPost + "\n\n" + strings.Repeat("The council will meet again and hear what the residents say. ", 15)
	own, page := "Harbour wall to be raised by two metres", "Night ferry to Orsk returns"
	tests := map[string]struct {
		text, url string
		fails     bool
		want      string
	}{
		"a text":                                {harbourPost, "", false, own},
		"an announcement of a page":             {"Night ferry is back", ferryURL, false, page},
		"a longer announcement":                 {harbourPost, ferryURL, false, page},
		"one whose page gives nothing":          {harbourPost, ferryURL, true, own},
		"a whole article with a link":           {long, ferryURL, false, own},
		"a photo with a link":                   {"", ferryURL, false, page},
		"a photo":                               {"", "", false, "That is too short to be an article."},
		"a line":                                {"See you at eight", "", false, "That is too short to be an article."},
		"a line whose page gives nothing":       {"Night ferry is back", ferryURL, true, "I found no article on that page."},
		"a command":                             {"/subscribe spam", "", false, "That is too short to be an article."},
		"a link that is none":                   {"Look", "javascript:alert(1)", false, "That is too short to be an article."},
		"a link with hidden characters":         {"Look", "https://a\u202e.example/", false, "That is too short to be an article."},
		"a text without a headline":             {strings.TrimPrefix(harbourPost, own+"\n\n"), "", false, "Forwarded message"},
		"a text that begins with a sentence":    {"It rained in Orsk.\n\n" + harbourPost, "", false, "Forwarded message"},
		"a text in a language that is not read": {"ახალი ხიდი გაიხსნა\n" + strings.Repeat("ახალი ხიდი გაიხსნა დღეს ქალაქში. ", 12), "", false, "ახალი ხიდი გაიხსნა"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			d, b := newDesk(t, &clock{morning}, func(o *bot.Options) {
				o.Pages = pageReader(func(ctx context.Context, url string) (briefing.Article, error) {
					if test.fails {
						return briefing.Article{}, &bot.PageError{Reason: "no-article", Cause: errors.New("none")}
					}
					return ferryPage(ctx, url)
				})
			})
			before := counts(t, d)
			reply := handle(t, b, passedOn(test.text, test.url))
			got := said(reply)
			if !strings.HasPrefix(got, test.want) {
				t.Errorf("said %q, want %q", got, test.want)
			}
			for _, m := range reply.Messages {
				checkMessage(t, m)
			}
			if test.want == own || test.want == "Forwarded message" {
				for _, want := range []string{"Harbour Channel · 2 hours ago", "The sea does not wait for our budget", "14 million crowns", "not stored"} {
					if !strings.Contains(got, want) {
						t.Errorf("%q is missing in %q", want, got)
					}
				}
			}
			if after := counts(t, d); after != before {
				t.Errorf("stored: %s, before %s", after, before)
			}
		})
	}
	t.Run("without pages", func(t *testing.T) {
		_, b := newDesk(t, &clock{morning}, nil)
		if got := said(handle(t, b, passedOn(harbourPost, ferryURL))); !strings.HasPrefix(got, own) {
			t.Errorf("said %q", got)
		}
	})
	t.Run("in a group", func(t *testing.T) {
		_, b := newDesk(t, &clock{morning}, nil)
		c := passedOn(harbourPost, ferryURL)
		c.Chat, c.Kind = someGroup, bot.Group
		if reply := handle(t, b, c); len(reply.Messages) > 0 {
			t.Errorf("said %q", said(reply))
		}
	})
	t.Run("too many", func(t *testing.T) {
		_, b := newDesk(t, &clock{morning}, func(o *bot.Options) { o.Rates = bot.DefaultRates() })
		for range 30 {
			handle(t, b, passedOn(harbourPost, ""))
		}
		if reply := handle(t, b, passedOn(harbourPost, "")); len(reply.Messages) > 0 {
			t.Errorf("said %q", said(reply))
		}
	})
}

// FuzzSentAddress: whatever is typed, only addresses of the web are read, in one
// piece and without hidden characters.
func FuzzSentAddress(f *testing.F) {
	for _, s := range []string{ferryURL, "x " + ferryURL + ").", "https://", "http://[::1]/", "file:///x", "https://a\u200b.example", "<https://a.example/(b)>"} {
		f.Add(s)
	}
	c := &clock{morning}
	d := newStore(f, c)
	f.Fuzz(func(t *testing.T, s string) {
		b := bot.New(bot.Options{Articles: d, Names: d, Subscriptions: d, Phrases: d, Now: c.now, Pages: pageReader(func(_ context.Context, url string) (briefing.Article, error) {
			lower := strings.ToLower(url)
			if !strings.HasPrefix(lower, "http://") && !strings.HasPrefix(lower, "https://") || url != bot.Plain(url) || strings.ContainsAny(url, " \n\t") {
				t.Errorf("%q makes it read %q", s, url)
			}
			return briefing.Article{URL: url, Title: "x", Text: "y"}, nil
		})})
		if _, err := b.Handle(t.Context(), bot.Command{Chat: annsChat, Text: s}); err != nil {
			t.Error(err)
		}
	})
}
