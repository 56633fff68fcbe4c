package feed_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/feed"
	"wirebrief/bot"
)

func (w *world) check(address string) []bot.CheckedSource {
	w.t.Helper()
	found, err := w.reader.CheckSource(context.Background(), address)
	if err != nil {
		w.t.Fatalf("check %s: %v", address, err)
	}
	return found
}

func TestCheckSource(t *testing.T) {
	full := item{title: pierTitle, link: "/pier", content: report("the pier"), summary: "x", at: noon.Add(-2 * time.Hour)}
	newest := item{title: "Snow closes mountain road", link: "/snow", content: report("snow"), summary: "y", at: noon.Add(-time.Hour)}
	t.Run("Feed", func(t *testing.T) {
		w := newWorld(t, feed.ReaderOptions{})
		w.serveFeed("/feed", full, newest)
		found := w.check(w.url("/feed"))
		if len(found) != 1 {
			t.Fatalf("got %d", len(found))
		}
		c := found[0]
		if c.Kind != bot.FeedSource || c.URL != w.url("/feed") || c.Title != "The Lorne Ledger" || c.Site != w.url("/") || c.Lang != "en" || c.Full != bot.FullAuto ||
			c.Format != "RSS" || c.Entries != 2 || c.Newest != newest.title || !c.NewestAt.Equal(newest.at) {
			t.Errorf("got %+v", c)
		}
	})
	t.Run("MovedForGood", func(t *testing.T) {
		w := newWorld(t, feed.ReaderOptions{})
		w.serveFeed("/new", full)
		w.handle("/old", http.RedirectHandler(w.url("/new"), http.StatusMovedPermanently).ServeHTTP)
		if c := w.check(w.url("/old"))[0]; c.URL != w.url("/new") {
			t.Errorf("got %s", c.URL)
		}
	})
	t.Run("NewsSitemap", func(t *testing.T) {
		w := newWorld(t, feed.ReaderOptions{})
		w.serve("/one.xml", "application/xml", `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>`+w.url("/pier")+
			`</loc><news:news><news:publication><news:name>Lorne Ledger</news:name><news:language>en</news:language></news:publication><news:publication_date>2026-03-09T06:00:00Z</news:publication_date><news:title>`+pierTitle+`</news:title></news:news></url></urlset>`)
		w.serve("/index.xml", "application/xml", `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>`+w.url("/one.xml")+`</loc></sitemap></sitemapindex>`)
		for _, path := range []string{"/one.xml", "/index.xml"} {
			c := w.check(w.url(path))[0]
			if c.Kind != bot.SitemapSource || c.URL != w.url(path) || c.Entries != 1 || c.Newest != pierTitle || c.Title == "" {
				t.Errorf("%s: got %+v", path, c)
			}
		}
	})
	t.Run("SiteThatNamesItsFeeds", func(t *testing.T) {
		w := newWorld(t, feed.ReaderOptions{})
		w.serveFeed("/comments/feed", item{title: "By a reader", link: "/pier#c1", content: report("what readers say"), at: noon})
		w.serveFeed("/short", teaser("/a"), teaser("/b"))
		w.serveFeed("/full", full, newest)
		w.serve("/", "text/html", `<html><head><link rel="alternate" type="application/rss+xml" href="/comments/feed"><link rel="alternate" type="application/rss+xml" href="/short">
			<link rel="alternate" type="application/rss+xml" href="/lost"><link rel="alternate" type="application/rss+xml" href="/full"><link rel="alternate" type="application/rss+xml" href="/full?utm_source=x"></head></html>`)
		var got []string
		for _, c := range w.check(w.url("/")) {
			got = append(got, strings.TrimPrefix(c.URL, w.server.URL))
		}
		if want := "/full /short /comments/feed"; strings.Join(got, " ") != want {
			t.Errorf("got %v, want %s", got, want)
		}
	})
	t.Run("SiteWithSections", func(t *testing.T) {
		w := newWorld(t, feed.ReaderOptions{})
		old := full
		old.at = noon.AddDate(-2, 0, 0)
		w.serveFeed("/old", old)
		w.serveFeed("/all", full)
		w.serveFeed("/sport", newest)
		w.serve("/", "text/html", `<html><head><link rel="alternate" type="application/rss+xml" href="/old"><link rel="alternate" type="application/rss+xml" href="/all">
			<link rel="alternate" type="application/rss+xml" href="/sport"></head></html>`)
		var got []string
		for _, c := range w.check(w.url("/")) {
			got = append(got, strings.TrimPrefix(c.URL, w.server.URL))
		}
		if want := "/all /sport /old"; strings.Join(got, " ") != want {
			t.Errorf("got %v, want %s", got, want)
		}
	})
	t.Run("SiteThatDoesNot", func(t *testing.T) {
		w := newWorld(t, feed.ReaderOptions{})
		guess := strings.TrimPrefix(feed.Guesses(w.url("/"))[0], w.server.URL)
		w.serveFeed(guess, full)
		w.serve("/", "text/html", page("Welcome", "", "<p>Hello.</p>"))
		if c := w.check(w.url("/"))[0]; c.URL != w.url(guess) {
			t.Errorf("got %s", c.URL)
		}
	})
	t.Run("WithoutScheme", func(t *testing.T) {
		w := newWorld(t, feed.ReaderOptions{})
		w.serveFeed("/feed", full)
		// Nobody speaks TLS there, so http is tried.
		if c := w.check(strings.TrimPrefix(w.url("/feed"), "http://"))[0]; c.URL != w.url("/feed") {
			t.Errorf("got %s", c.URL)
		}
		if c := w.check("feed:" + w.url("/feed"))[0]; c.URL != w.url("/feed") {
			t.Errorf("got %s", c.URL)
		}
	})
	t.Run("AtMostEightAreTried", func(t *testing.T) {
		w := newWorld(t, feed.ReaderOptions{})
		var links strings.Builder
		for i := range 20 {
			w.serveFeed(fmt.Sprintf("/f/%d", i), full)
			fmt.Fprintf(&links, `<link rel="alternate" type="application/rss+xml" href="/f/%d">`, i)
		}
		w.serve("/", "text/html", "<html><head>"+links.String()+"</head></html>")
		if n := len(w.check(w.url("/"))); n != 8 {
			t.Errorf("got %d", n)
		}
	})
}

func TestCheckSourceFails(t *testing.T) {
	w := newWorld(t, feed.ReaderOptions{})
	w.serve("/site", "text/html", page("Welcome", "", "<p>Hello.</p>"))
	w.serve("/text", "text/plain", "nothing of the kind")
	w.serve("/index.xml", "application/xml", `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>`+w.url("/text")+`</loc></sitemap></sitemapindex>`)
	tests := map[string]struct {
		address string
		want    bot.SourceTrouble
		words   string
	}{
		"NoFeedAnywhere": {w.url("/site"), bot.SourceUnreadable, "names no feed"},
		"NoFeed":         {w.url("/text"), bot.SourceUnreadable, "no feed"},
		"EmptyIndex":     {w.url("/index.xml"), bot.SourceUnreadable, "no feed"},
		"Missing":        {w.url("/lost"), bot.SourceMissing, ""},
		"NoAddress":      {"the harbour news", bot.SourceRefused, "is no web address"},
		"Nothing":        {"  ", bot.SourceRefused, "is no web address"},
		"OneWord":        {"harbour", bot.SourceRefused, "is no web address"},
		"OtherScheme":    {"ftp://example.com/feed", bot.SourceRefused, "https://"},
		"NobodyThere":    {"http://127.0.0.1:1/feed", bot.SourceUnreachable, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := w.reader.CheckSource(context.Background(), tt.address)
			var trouble *bot.SourceError
			if !errors.As(err, &trouble) || trouble.Trouble != tt.want || !strings.Contains(trouble.Message, tt.words) {
				t.Errorf("got %v, want trouble %d with %q", err, tt.want, tt.words)
			}
		})
	}
}
