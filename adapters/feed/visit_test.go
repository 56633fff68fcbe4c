package feed_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/feed"
	"wirebrief/bot"
)

func TestPageOfATeaser(t *testing.T) {
	w := newWorld(t, feed.ReaderOptions{})
	w.serve("/pier", "text/html; charset=utf-8", page("Board puts off pier vote to April", `<meta name="author" content="Rosa Finch">`, report("the pier")))
	w.serveFeed("/feed", teaser("/pier?utm_source=feed"))
	s := w.source("/feed")
	a, e := only(t, w.poll(&s))
	if e.Trouble != "" || a.Excerpt || !strings.Contains(a.Text, "asked three times") {
		t.Errorf("got trouble %q, excerpt %v, text %q", e.Trouble, a.Excerpt, a.Text)
	}
	if a.Title != "Board puts off pier vote to April" || a.Byline != "Rosa Finch" || a.URL != w.url("/pier") || a.Lang != "en" {
		t.Errorf("got title %q, byline %q, URL %s, lang %q", a.Title, a.Byline, a.URL, a.Lang)
	}
	if !a.Published.Equal(noon.Add(-time.Hour)) {
		t.Errorf("got %v", a.Published)
	}
}

func TestFullText(t *testing.T) {
	tests := map[string]struct {
		full  bot.FullText
		entry item
		want  int // fetches of the page
	}{
		"TeaserIsFetched":       {bot.FullAuto, teaser("/pier"), 1},
		"WholeIsNot":            {bot.FullAuto, item{title: pierTitle, link: "/pier", content: report("the pier")}, 0},
		"WholeIsIfAlways":       {bot.FullAlways, item{title: pierTitle, link: "/pier", content: report("the pier")}, 1},
		"TeaserIsNotIfNever":    {bot.FullNever, teaser("/pier"), 0},
		"ForSubscribersIsNot":   {bot.FullAuto, item{title: pierTitle, link: "/pier", summary: "The board has put off its vote.", more: `<category>x</category><media:x xmlns:media="urn:x"/>`}, 1},
		"AMPAsksForItsAddress":  {bot.FullAuto, item{title: pierTitle, link: "/pier/amp", content: report("the pier")}, 1},
		"NoTextAtAllIsFetched":  {bot.FullAuto, item{title: pierTitle, link: "/pier"}, 1},
		"HeadlineOnlyIfNever":   {bot.FullNever, item{title: pierTitle, link: "/pier"}, 0},
		"NoteWithoutALinkIsNot": {bot.FullAlways, item{title: pierTitle, guid: "x", summary: "A note."}, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, feed.ReaderOptions{})
			body := page(pierTitle, `<link rel="canonical" href="/pier">`, report("the pier"))
			w.serve("/pier", "text/html", body)
			w.serve("/pier/amp", "text/html", body)
			w.serveFeed("/feed", tt.entry)
			s := w.source("/feed")
			s.Full = tt.full
			a, _ := only(t, w.poll(&s))
			if got := w.asked("/pier") + w.asked("/pier/amp"); got != tt.want {
				t.Errorf("got %d fetches, want %d", got, tt.want)
			}
			if whole := strings.Contains(a.Text, "asked three times"); a.Excerpt == whole {
				t.Errorf("whole %v but excerpt %v", whole, a.Excerpt)
			}
			if tt.entry.link != "" && a.URL != w.url("/pier") {
				t.Errorf("got address %s", a.URL)
			}
		})
	}
}

func TestPageInTrouble(t *testing.T) {
	tests := map[string]struct {
		answer func(w *world) http.HandlerFunc
		words  string
		again  bool
	}{
		"Missing": {func(w *world) http.HandlerFunc { return http.NotFound }, "", false},
		"Failing": {func(w *world) http.HandlerFunc {
			return func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(502) }
		}, "", true},
		"Hangs": {func(w *world) http.HandlerFunc {
			return func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
		}, "", true},
		"Huge": {func(w *world) http.HandlerFunc {
			return func(rw http.ResponseWriter, _ *http.Request) {
				rw.Header().Set("Content-Type", "text/html")
				for range 4 << 10 {
					fmt.Fprint(rw, strings.Repeat("<p>words</p>", 100))
				}
			}
		}, "", false},
		"RedirectLoop": {func(w *world) http.HandlerFunc {
			return func(rw http.ResponseWriter, r *http.Request) { http.Redirect(rw, r, r.URL.Path, http.StatusFound) }
		}, "", false},
		"FrontPage": {func(w *world) http.HandlerFunc {
			w.serve("/", "text/html", page("The Lorne Ledger", "", report("everything")))
			return http.RedirectHandler(w.url("/"), http.StatusFound).ServeHTTP
		}, "front page", false},
		"LogIn": {func(w *world) http.HandlerFunc {
			w.serve("/account/login", "text/html", page("Log in", "", report("passwords")))
			return http.RedirectHandler(w.url("/account/login?back=/pier"), http.StatusFound).ServeHTTP
		}, "login", false},
		"Consent": {func(w *world) http.HandlerFunc {
			return serveHTML(page("Your privacy", "", strings.Repeat("<p>We and our partners store cookies on your device to show advertisements that you like, and read them again, if you let them.</p>", 9)))
		}, "something else", false},
		"Image": {func(w *world) http.HandlerFunc {
			return func(rw http.ResponseWriter, _ *http.Request) {
				rw.Header().Set("Content-Type", "image/png")
				fmt.Fprint(rw, "\x89PNG")
			}
		}, "image/png", false},
		"NoText": {func(w *world) http.HandlerFunc { return serveHTML("<html><body></body></html>") }, "cannot be read", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := feed.ReaderOptions{PageTimeout: time.Minute}
			if name == "Hangs" {
				o.PageTimeout = time.Second
			}
			w := newWorld(t, o)
			w.handle("/pier", tt.answer(w))
			w.serveFeed("/feed", teaser("/pier"))
			s := w.source("/feed")
			a, e := only(t, w.poll(&s))
			if e.Trouble == "" || !strings.Contains(e.Trouble, tt.words) {
				t.Errorf("got trouble %q, want %q", e.Trouble, tt.words)
			}
			if !a.Excerpt || !strings.HasPrefix(a.Text, "The harbour board has put off") || a.Title != pierTitle || a.URL != w.url("/pier") {
				t.Errorf("got %+v, want what the feed says", a)
			}
			if again := s.Digest == ""; again != tt.again {
				t.Errorf("asks again: %v, want %v", again, tt.again)
			}
		})
	}
}

func serveHTML(body string) http.HandlerFunc {
	return func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(rw, body)
	}
}

func TestRobotsKeepUsFromPages(t *testing.T) {
	w := newWorld(t, feed.ReaderOptions{})
	w.serve("/robots.txt", "text/plain", "User-agent: *\nDisallow: /\n")
	w.serve("/pier", "text/html", page(pierTitle, "", report("the pier")))
	w.serveFeed("/feed", teaser("/pier"))
	s := w.source("/feed")
	a, e := only(t, w.poll(&s))
	if w.asked("/pier") != 0 || !a.Excerpt || !strings.Contains(e.Trouble, "robots.txt") {
		t.Errorf("asked %d times, excerpt %v, trouble %q", w.asked("/pier"), a.Excerpt, e.Trouble)
	}
}

func TestPageThatDoesNotAnswerIsAskedThreeTimes(t *testing.T) {
	w := newWorld(t, feed.ReaderOptions{})
	fails := func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(502) }
	w.handle("/pier", fails)
	w.serveFeed("/feed", teaser("/pier"))
	s := w.source("/feed")
	for n := range 5 {
		r := w.poll(&s)
		if n >= 3 && len(r.Entries) != 0 {
			t.Errorf("poll %d reports %q", n, titles(r))
		}
	}
	if n := w.asked("/pier"); n != 3 {
		t.Errorf("the page was asked %d times, want 3", n)
	}
	t.Run("AndWhenItDoesIsARevision", func(t *testing.T) {
		w := newWorld(t, feed.ReaderOptions{})
		w.handle("/pier", fails)
		w.serveFeed("/feed", teaser("/pier"))
		s := w.source("/feed")
		w.poll(&s)
		w.serve("/pier", "text/html", page(pierTitle, "", report("the pier")))
		if a, _ := only(t, w.poll(&s)); a.Excerpt || !strings.Contains(a.Text, "asked three times") {
			t.Errorf("got %+v", a)
		}
		if r := w.poll(&s); len(r.Entries) != 0 || len(w.store.articles) != 1 || s.Digest == "" {
			t.Errorf("got %d entries, %d articles, digest %q", len(r.Entries), len(w.store.articles), s.Digest)
		}
	})
}

func TestSiteThatHangsIsLeftAlone(t *testing.T) {
	t.Parallel() // most of it is waiting
	// Time enough to ask for a page on a machine that stands still for a while.
	w := newWorld(t, feed.ReaderOptions{PageTimeout: 5 * time.Second})
	var items []item
	for i := range 40 {
		path := fmt.Sprintf("/p/%d", i)
		w.handle(path, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		items = append(items, teaser(path))
	}
	w.serveFeed("/feed", items...)
	s := w.source("/feed")
	start := time.Now()
	r := w.poll(&s)
	if took := time.Since(start); took > 60*time.Second {
		t.Errorf("took %v", took)
	}
	if len(r.Entries) != 40 || r.More {
		t.Errorf("got %d entries, more %v; want all of them as the feed has them", len(r.Entries), r.More)
	}
	asked := 0
	for i := range 40 {
		asked += w.asked(fmt.Sprintf("/p/%d", i))
	}
	if asked != 3 {
		t.Errorf("%d pages were asked for, want 3", asked)
	}
}

func TestPaywall(t *testing.T) {
	w := newWorld(t, feed.ReaderOptions{})
	head := `<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"` + pierTitle + `","isAccessibleForFree":false,
		"hasPart":{"@type":"WebPageElement","isAccessibleForFree":false,"cssSelector":".paywall"}}</script>`
	lead := "<p>The harbour board of Lorne has put off its vote on the pier until April, Ana Varga said.</p><p>Members had met for the third time this winter and heard the chief engineer, who spoke for an hour.</p>"
	w.serve("/pier", "text/html", page(pierTitle, head, lead+`<div class="paywall"><p>Subscribe to read on.</p></div>`))
	w.serveFeed("/feed", teaser("/pier"))
	s := w.source("/feed")
	a, _ := only(t, w.poll(&s))
	if !a.Excerpt || strings.Contains(a.Text, "Subscribe") || !strings.Contains(a.Text, "harbour board") {
		t.Errorf("got excerpt %v, text %q", a.Excerpt, a.Text)
	}
	t.Run("WholeInTheFeed", func(t *testing.T) {
		w.serveFeed("/full", item{title: pierTitle, link: "/pier", guid: "w", content: report("the pier"), summary: "x"})
		s := w.source("/full")
		s.ID, s.Full = 7, bot.FullAlways
		w.store = newMemoryStore()
		a, _ := only(t, w.poll(&s))
		if a.Excerpt || !strings.Contains(a.Text, "asked three times") {
			t.Errorf("got excerpt %v, text %q", a.Excerpt, a.Text)
		}
	})
}

func TestAMPAndCanonical(t *testing.T) {
	w := newWorld(t, feed.ReaderOptions{})
	w.serve("/pier.amp", "text/html", page(pierTitle, `<link rel="canonical" href="`+w.url("/news/pier?utm_medium=amp")+`">`, report("the pier")))
	w.serveFeed("/feed", teaser("/pier.amp"))
	s := w.source("/feed")
	if a, _ := only(t, w.poll(&s)); a.URL != w.url("/news/pier") {
		t.Errorf("got %s", a.URL)
	}
	w.serveFeed("/feed", teaser("/pier.amp"), item{title: "Another report", link: "/x", content: report("x")})
	if got := titles(w.poll(&s)); got != "Another report" {
		t.Errorf("got %q: the article is not known again", got)
	}
	t.Run("OfAnotherSiteIsNotBelieved", func(t *testing.T) {
		w.serve("/copy", "text/html", page("Snow closes mountain road", `<link rel="canonical" href="https://elsewhere.example/snow">`, report("snow")))
		w.serveFeed("/feed2", item{title: "Snow closes mountain road", link: "/copy", summary: "Snow…"})
		s := w.source("/feed2")
		if a, _ := only(t, w.poll(&s)); a.URL != w.url("/copy") {
			t.Errorf("got %s", a.URL)
		}
	})
}

func TestPageThatShowsLessThanTheFeed(t *testing.T) {
	w := newWorld(t, feed.ReaderOptions{})
	w.serve("/pier", "text/html", page(pierTitle, "", "<p>The harbour board has put off its vote on the pier.</p>"))
	long := strings.Repeat("The harbour board has put off its vote on the pier and asked the engineer for a paper. ", 7)
	w.serveFeed("/feed", item{title: pierTitle, link: "/pier", summary: long + "He…"})
	s := w.source("/feed")
	a, e := only(t, w.poll(&s))
	if !a.Excerpt || len(a.Text) < len(long) || !strings.Contains(e.Trouble, "less") {
		t.Errorf("got excerpt %v, trouble %q, text %q", a.Excerpt, e.Trouble, a.Text)
	}
	t.Run("ThoughAsked", func(t *testing.T) {
		w.serveFeed("/full", item{title: pierTitle, link: "/pier", guid: strings.Repeat("long ", 100), content: report("the pier")})
		w.store = newMemoryStore()
		s := w.source("/full")
		s.Full = bot.FullAlways
		a, e := only(t, w.poll(&s))
		if a.Excerpt || e.Trouble != "" || !strings.Contains(a.Text, "asked three times") {
			t.Errorf("got excerpt %v, trouble %q", a.Excerpt, e.Trouble)
		}
		for _, k := range e.Keys {
			if len(k) > 210 {
				t.Errorf("a key has %d bytes", len(k))
			}
		}
	})
}
