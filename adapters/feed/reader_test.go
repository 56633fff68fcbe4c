package feed_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/feed"
	"wirebrief/bot"
)

const pierTitle = "Board puts off pier vote"

// teaser is an entry that only announces its page.
func teaser(link string) item {
	return item{title: pierTitle, link: link, guid: "g" + link, summary: "The harbour board has put off its vote on the pier…", at: noon.Add(-time.Hour)}
}

func TestUnchanged(t *testing.T) {
	t.Run("NotModified", func(t *testing.T) {
		w := newWorld(t, feed.ReaderOptions{})
		w.handle("/feed", func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("ETag", `"v1"`)
			rw.Header().Set("Last-Modified", "Tue, 10 Mar 2026 08:00:00 GMT")
			if r.Header.Get("If-None-Match") == `"v1"` {
				rw.WriteHeader(http.StatusNotModified)
				return
			}
			fmt.Fprint(rw, w.rss(item{title: pierTitle, link: "/pier", content: report("the pier")}))
		})
		s := w.quiet("/feed")
		s.Hub, s.HubTopic = "https://hub.example.com/", "https://example.com/feed"
		if r := w.poll(s); r.ETag != `"v1"` || r.LastModified == "" || r.Unchanged {
			t.Fatalf("got %+v", r)
		}
		s.Digest = "kept"
		r := w.poll(s)
		if !r.Unchanged || len(r.Entries) != 0 || r.ETag != `"v1"` || r.LastModified == "" || r.Digest != "kept" {
			t.Errorf("got %+v", r)
		}
		if r.Hub != s.Hub || r.HubTopic != s.HubTopic {
			t.Errorf("the hub is forgotten: %+v", r)
		}
	})
	t.Run("SameBody", func(t *testing.T) {
		w := newWorld(t, feed.ReaderOptions{})
		w.serveFeed("/feed", item{title: pierTitle, link: "/pier", content: report("the pier")})
		s := w.quiet("/feed")
		w.poll(s)
		before := w.store.lookups
		if r := w.poll(s); !r.Unchanged || len(r.Entries) != 0 {
			t.Errorf("got %+v", r)
		}
		if w.store.lookups != before {
			t.Error("the store was asked about a feed that did not change")
		}
	})
}

func TestReading(t *testing.T) {
	w := newWorld(t, feed.ReaderOptions{})
	w.handle("/feed", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Cache-Control", "max-age=600")
		body := w.rss(
			item{title: "First report of the day", link: "/1", content: report("one"), at: noon.Add(-3 * time.Hour)},
			item{title: "Second report of the day", link: "/2", content: report("two"), at: noon.Add(-time.Hour)},
			item{title: "Third report of the day", link: "/3", content: report("three"), at: noon.Add(-2 * time.Hour)})
		body = strings.Replace(body, "<item>", `<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="https://hub.example.com/"/><ttl>30</ttl><item>`, 1)
		fmt.Fprint(rw, body)
	})
	s := w.quiet("/feed")
	r := w.poll(s)
	if got, want := titles(r), "First report of the day; Second report of the day; Third report of the day"; got != want {
		t.Errorf("got %q, want the order of the source", got)
	}
	if r.Title != "The Lorne Ledger" || r.Site != w.url("/") || r.Wait != 30*time.Minute || r.Hub != "https://hub.example.com/" || r.HubTopic != s.URL {
		t.Errorf("got %+v", r)
	}
	if r.Moved != "" || r.More || w.store.lookups != 1 {
		t.Errorf("moved %q, more %v, %d look-ups", r.Moved, r.More, w.store.lookups)
	}
}

func TestMoved(t *testing.T) {
	w := newWorld(t, feed.ReaderOptions{})
	w.serveFeed("/new", item{title: pierTitle, link: "/pier", content: report("the pier")})
	w.serve("/home", "text/html", page("Welcome", "", "<p>Hello.</p>"))
	for path, to := range map[string]string{"/old": "/new", "/lost": "/home"} {
		w.handle(path, http.RedirectHandler(w.url(to), http.StatusMovedPermanently).ServeHTTP)
	}
	w.handle("/passing", http.RedirectHandler(w.url("/new"), http.StatusFound).ServeHTTP)
	t.Run("Permanently", func(t *testing.T) {
		if r := w.poll(w.quiet("/old")); r.Moved != w.url("/new") || len(r.Entries) != 1 {
			t.Errorf("got %q with %d entries", r.Moved, len(r.Entries))
		}
	})
	t.Run("ForTheTimeBeing", func(t *testing.T) {
		if r := w.poll(w.quiet("/passing")); r.Moved != "" {
			t.Errorf("got %q", r.Moved)
		}
	})
	t.Run("ToAPageIsNoMove", func(t *testing.T) {
		r, err := w.reader.ReadSource(context.Background(), *w.quiet("/lost"), w.store)
		if err == nil || r.Moved != "" {
			t.Errorf("got %v, moved to %q", err, r.Moved)
		}
	})
}

func TestTroubles(t *testing.T) {
	w := newWorld(t, feed.ReaderOptions{})
	status := func(code int, header ...string) http.HandlerFunc {
		return func(rw http.ResponseWriter, _ *http.Request) {
			for i := 0; i+1 < len(header); i += 2 {
				rw.Header().Set(header[i], header[i+1])
			}
			rw.WriteHeader(code)
		}
	}
	tests := map[string]struct {
		answer http.HandlerFunc
		want   bot.SourceTrouble
		words  string
	}{
		"Missing": {status(404), bot.SourceMissing, "wirebrief feed test"},
		"Gone":    {status(410), bot.SourceGone, "will not come back"},
		"Denied":  {status(401), bot.SourceRefused, "password"},
		"Busy":    {status(429, "Retry-After", "120"), bot.SourceBusy, ""},
		"Failing": {status(500), bot.SourceUnreachable, ""},
		"Page": {func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Type", "text/html")
			fmt.Fprint(rw, page("Welcome", "", "<p>Hello.</p>"))
		}, bot.SourceUnreadable, "answers with a web page, not a feed; if it has moved, run 'wirebrief feed test " + w.url("/") + "'"},
		"Empty":            {func(rw http.ResponseWriter, _ *http.Request) {}, bot.SourceUnreadable, "empty document"},
		"Other":            {func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, "nothing of the kind") }, bot.SourceUnreadable, "no feed"},
		"RedirectsInALoop": {func(rw http.ResponseWriter, r *http.Request) { http.Redirect(rw, r, r.URL.Path, http.StatusFound) }, bot.SourceRefused, ""},
		"Cut": {func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Length", "5000")
			fmt.Fprint(rw, "<rss")
		}, bot.SourceUnreachable, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w.handle("/feed", tt.answer)
			s := w.source("/feed")
			s.URL += "?key=secret"
			trouble := w.fail(s)
			if trouble.Trouble != tt.want || !strings.Contains(trouble.Message, tt.words) {
				t.Errorf("got trouble %d, %q; want %d with %q", trouble.Trouble, trouble.Message, tt.want, tt.words)
			}
			if strings.Contains(trouble.Error(), "secret") {
				t.Errorf("a secret stands in %q", trouble)
			}
			if tt.want == bot.SourceBusy && trouble.RetryAfter != 2*time.Minute {
				t.Errorf("got RetryAfter %v", trouble.RetryAfter)
			}
		})
	}
	t.Run("Store", func(t *testing.T) {
		w.serveFeed("/feed", teaser("/pier"))
		w.store.err = errors.New("disk is full")
		defer func() { w.store.err = nil }()
		if trouble := w.fail(w.source("/feed")); !errors.Is(trouble, w.store.err) || !strings.Contains(trouble.Message, "database") {
			t.Errorf("got %v", trouble)
		}
	})
	t.Run("Cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		_, err := w.reader.ReadSource(ctx, w.source("/feed"), w.store)
		var trouble *bot.SourceError
		if !errors.As(err, &trouble) || !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}

func TestLimitsOfAPoll(t *testing.T) {
	many := func(w *world, n int, make func(int) item) {
		var items []item
		for i := range n {
			it := make(i)
			it.title, it.at = fmt.Sprintf("Report %d of the harbour board", i), noon.Add(-time.Duration(n-i)*time.Minute) // the newest last
			items = append(items, it)
		}
		w.serveFeed("/feed", items...)
	}
	t.Run("New", func(t *testing.T) {
		w := newWorld(t, feed.ReaderOptions{MaxNew: 20})
		many(w, 50, func(i int) item { return item{link: fmt.Sprintf("/a/%d", i), content: report(fmt.Sprint("berth ", i))} })
		s := w.quiet("/feed")
		r := w.poll(s)
		if len(r.Entries) != 20 || !r.More || r.Digest != "" || r.Entries[19].Report.Title != "Report 49 of the harbour board" {
			t.Fatalf("got %d entries, more %v, digest %q, the last %q", len(r.Entries), r.More, r.Digest, r.Entries[len(r.Entries)-1].Report.Title)
		}
		w.poll(s)
		if r := w.poll(s); len(r.Entries) != 10 || r.More || r.Digest == "" {
			t.Errorf("got %d entries, more %v at the third poll", len(r.Entries), r.More)
		}
		if len(w.store.articles) != 50 {
			t.Errorf("got %d articles of 50", len(w.store.articles))
		}
	})
	t.Run("Pages", func(t *testing.T) {
		w := newWorld(t, feed.ReaderOptions{MaxPages: 4})
		many(w, 10, func(i int) item {
			path := fmt.Sprintf("/a/%d", i)
			if i%2 == 0 {
				return item{link: path, content: report(fmt.Sprint("berth ", i))}
			}
			w.serve(path, "text/html", page(fmt.Sprintf("Report %d of the harbour board", i), "", report(fmt.Sprint("berth ", i))))
			return item{link: path}
		})
		s := w.source("/feed")
		if r := w.poll(&s); len(r.Entries) != 9 || !r.More {
			t.Fatalf("got %d entries, more %v; want all but the oldest that needs a page", len(r.Entries), r.More)
		}
		if a, _ := only(t, w.poll(&s)); a.Title != "Report 1 of the harbour board" || a.Excerpt {
			t.Errorf("got %+v", a)
		}
	})
	t.Run("Time", func(t *testing.T) {
		t.Parallel() // most of it is waiting
		w := newWorld(t, feed.ReaderOptions{Timeout: 12 * time.Second})
		many(w, 10, func(i int) item {
			path := fmt.Sprintf("/a/%d", i)
			w.handle(path, func(rw http.ResponseWriter, r *http.Request) {
				time.Sleep(3 * time.Second)
				serveHTML(page(fmt.Sprintf("Report %d of the harbour board", i), "", report(fmt.Sprint("berth ", i))))(rw, r)
			})
			return item{link: path}
		})
		s := w.source("/feed")
		if r := w.poll(&s); len(r.Entries) == 0 || len(r.Entries) > 5 || !r.More {
			t.Errorf("got %d entries, more %v; want a few and more", len(r.Entries), r.More)
		}
	})
	t.Run("HundredThousandItems", func(t *testing.T) {
		w := newWorld(t, feed.ReaderOptions{Timeout: 5 * time.Minute})
		w.handle("/feed", func(rw http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(rw, `<rss version="2.0"><channel><title>x</title>`)
			for i := range 100_000 {
				fmt.Fprintf(rw, "<item><title>Report %d of the board</title><link>http://example.com/%d</link><pubDate>%s</pubDate></item>", i, i,
					noon.Add(-time.Duration(100_000-i)*time.Minute).Format(time.RFC1123Z))
			}
			fmt.Fprint(rw, `</channel></rss>`)
		})
		s := w.quiet("/feed")
		start := time.Now()
		r := w.poll(s)
		if took := time.Since(start); took > 2*time.Minute {
			t.Errorf("took %v", took)
		}
		if len(r.Entries) != 200 || !r.More || r.Entries[199].Report.Title != "Report 99999 of the board" {
			t.Errorf("got %d entries, more %v", len(r.Entries), r.More)
		}
	})
}

func TestWrongCharset(t *testing.T) {
	w := newWorld(t, feed.ReaderOptions{})
	w.handle("/feed", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
		body := strings.Replace(w.rss(item{title: "Café in Lorne opens", link: "/cafe", content: report("the café")}), "utf-8", "iso-8859-1", 1)
		body = strings.ReplaceAll(body, "é", "\xe9")
		rw.Write([]byte(strings.NewReplacer("“", `"`, "”", `"`).Replace(body)))
	})
	if a, _ := only(t, w.poll(w.quiet("/feed"))); a.Title != "Café in Lorne opens" || !strings.Contains(a.Text, "the café") {
		t.Errorf("got %q", a.Title)
	}
}

func TestSitemapIndex(t *testing.T) {
	w := newWorld(t, feed.ReaderOptions{})
	index := `<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`
	for i := range 8 {
		index += fmt.Sprintf("<sitemap><loc>%s</loc><lastmod>2026-03-0%dT00:00:00Z</lastmod></sitemap>", w.url(fmt.Sprintf("/s%d.xml", i)), i+1)
		w.serve(fmt.Sprintf("/s%d.xml", i), "application/xml", fmt.Sprintf(`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>%s</loc><news:news><news:publication><news:name>Lorne Ledger</news:name><news:language>en</news:language></news:publication><news:publication_date>2026-03-0%dT06:00:00Z</news:publication_date><news:title>Report of day %d</news:title></news:news></url></urlset>`, w.url(fmt.Sprintf("/d/%d", i)), i+1, i+1))
	}
	w.serve("/s7.xml", "application/xml", "broken")
	w.serve("/sitemap.xml", "application/xml", index+"</sitemapindex>")
	s := w.quiet("/sitemap.xml")
	s.Kind = bot.SitemapSource
	r := w.poll(s)
	if len(r.Entries) != 4 || w.asked("/s0.xml") != 0 || w.asked("/s6.xml") != 1 || r.ETag != "" || r.Digest != "" {
		t.Errorf("got %s", titles(r))
	}
	w.serve("/s7.xml", "application/xml", `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>`)
	w.poll(s)
	if r := w.poll(s); !r.Unchanged {
		t.Errorf("got %+v of an index that did not change", r)
	}
	t.Run("NoneCanBeRead", func(t *testing.T) {
		for i := range 8 {
			w.serve(fmt.Sprintf("/s%d.xml", i), "application/xml", "broken")
		}
		if trouble := w.fail(*s); trouble.Trouble != bot.SourceUnreadable {
			t.Errorf("got %v", trouble)
		}
	})
}

func TestSourcesOfOneHostAreIndependent(t *testing.T) {
	// A source that never ends is given up at its own time-out.
	w := newWorld(t, feed.ReaderOptions{Timeout: 500 * time.Millisecond})
	slow := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			fmt.Fprint(rw, "<item>")
			rw.(http.Flusher).Flush()
			time.Sleep(20 * time.Millisecond)
		}
	}))
	defer slow.Close()
	s := w.source("/feed")
	s.URL = slow.URL
	start := time.Now()
	if trouble := w.fail(s); trouble.Trouble != bot.SourceUnreachable {
		t.Errorf("got %v", trouble)
	}
	if took := time.Since(start); took > time.Minute {
		t.Errorf("took %v", took)
	}
}

func TestEntryWithNothingToSayLeadsToNone(t *testing.T) {
	w := newWorld(t, feed.ReaderOptions{})
	w.serveFeed("/feed", item{guid: "empty"}, item{guid: "note", summary: "The board has met in Lorne. It votes in April."})
	s := w.source("/feed")
	r := w.poll(&s)
	if len(r.Entries) != 2 || r.Entries[0].Report != nil || titles(r) != "The board has met in Lorne." {
		t.Errorf("got %d entries: %s", len(r.Entries), titles(r))
	}
	w.serveFeed("/feed", item{guid: "empty", at: noon})
	if r := w.poll(&s); len(r.Entries) != 0 {
		t.Errorf("got %d entries", len(r.Entries))
	}
}

func BenchmarkReadSourceWithPages(b *testing.B) { benchmarkRead(b, bot.FullAuto, 25) }

func BenchmarkReadSourceWithout(b *testing.B) { benchmarkRead(b, bot.FullNever, 200) }

func benchmarkRead(b *testing.B, full bot.FullText, n int) {
	w := newWorld(b, feed.ReaderOptions{})
	var items []item
	for i := range n {
		it := teaser(fmt.Sprintf("/p/%d", i))
		if full == bot.FullNever {
			it.content = report(fmt.Sprint("berth ", i))
		}
		w.serve(fmt.Sprintf("/p/%d", i), "text/html", page(pierTitle, "", report(fmt.Sprint("berth ", i))))
		items = append(items, it)
	}
	w.serveFeed("/feed", items...)
	s := w.source("/feed")
	s.Full = full
	for b.Loop() {
		r, err := w.reader.ReadSource(context.Background(), s, newMemoryStore())
		if err != nil || len(r.Entries) != n {
			b.Fatal(len(r.Entries), err)
		}
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "articles/s")
}
