package feed_test

import (
	"context"
	"errors"
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"wirebrief/adapters/feed"
	"wirebrief/adapters/fetch"
	"wirebrief/bot"
	"wirebrief/briefing"
)

// noon is the present of these tests.
var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

// A world is a server with feeds and pages, a Reader, and a store in memory
// that remembers as the real one does.
type world struct {
	t      testing.TB
	server *httptest.Server
	client *fetch.Client
	reader *feed.Reader
	store  *memoryStore

	mu     sync.Mutex
	routes map[string]http.HandlerFunc
	hits   map[string]int
}

func newWorld(t testing.TB, o feed.ReaderOptions) *world {
	t.Helper()
	w := &world{t: t, store: newMemoryStore(), routes: map[string]http.HandlerFunc{}, hits: map[string]int{}}
	w.server = httptest.NewServer(w)
	t.Cleanup(w.server.Close)
	w.client = fetch.New(fetch.Options{
		UserAgent: "wirebrief/test", Spacing: -1, PerHost: 8, HeaderTimeout: time.Minute,
		Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
	})
	t.Cleanup(w.client.Close)
	if o.Now == nil {
		o.Now = func() time.Time { return noon }
	}
	w.reader = feed.NewReader(w.client, o)
	return w
}

func (w *world) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	w.hits[r.URL.Path]++
	h := w.routes[r.URL.Path]
	w.mu.Unlock()
	if h == nil {
		http.NotFound(rw, r)
		return
	}
	h(rw, r)
}

func (w *world) url(path string) string { return w.server.URL + path }

func (w *world) asked(path string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.hits[path]
}

func (w *world) handle(path string, h http.HandlerFunc) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.routes[path] = h
}

// serve answers path with a document.
func (w *world) serve(path, kind, body string) {
	w.handle(path, func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", kind)
		fmt.Fprint(rw, body)
	})
}

func (w *world) serveFeed(path string, items ...item) {
	w.serve(path, "application/rss+xml", w.rss(items...))
}

func (w *world) source(path string) bot.Source {
	return bot.Source{ID: 1, Kind: bot.FeedSource, URL: w.url(path), Title: "The Lorne Ledger", Full: bot.FullAuto, State: bot.SourceActive}
}

// poll reads s once and remembers what came, as the Poller does.
func (w *world) poll(s *bot.Source) bot.Reading {
	w.t.Helper()
	r, err := w.reader.ReadSource(context.Background(), *s, w.store)
	if err != nil {
		w.t.Fatalf("poll %s: %v", s.URL, err)
	}
	w.store.save(s.ID, r.Entries)
	s.ETag, s.LastModified, s.Digest = r.ETag, r.LastModified, r.Digest
	return r
}

// fail reads s once and returns its trouble.
func (w *world) fail(s bot.Source) *bot.SourceError {
	w.t.Helper()
	r, err := w.reader.ReadSource(context.Background(), s, w.store)
	var trouble *bot.SourceError
	if !errors.As(err, &trouble) {
		w.t.Fatalf("poll %s: got %d entries and %v, want a *bot.SourceError", s.URL, len(r.Entries), err)
	}
	return trouble
}

// An item is an entry of an RSS feed of these tests.
type item struct {
	title, link, guid, summary, content, author, more string
	at                                                time.Time
}

func (w *world) rss(items ...item) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Lorne Ledger</title><link>` +
		w.url("/") + `</link><description>News</description><language>en</language>`)
	for _, it := range items {
		b.WriteString("<item><title>" + html.EscapeString(it.title) + "</title>")
		if it.link != "" {
			if strings.HasPrefix(it.link, "/") {
				it.link = w.url(it.link)
			}
			b.WriteString("<link>" + html.EscapeString(it.link) + "</link>")
		}
		if it.guid != "" {
			b.WriteString(`<guid isPermaLink="false">` + html.EscapeString(it.guid) + "</guid>")
		}
		if !it.at.IsZero() {
			b.WriteString("<pubDate>" + it.at.Format(time.RFC1123Z) + "</pubDate>")
		}
		if it.summary != "" {
			b.WriteString("<description>" + html.EscapeString(it.summary) + "</description>")
		}
		if it.content != "" {
			b.WriteString("<content:encoded>" + html.EscapeString(it.content) + "</content:encoded>")
		}
		if it.author != "" {
			b.WriteString("<dc:creator>" + html.EscapeString(it.author) + "</dc:creator>")
		}
		b.WriteString(it.more + "</item>")
	}
	b.WriteString("</channel></rss>")
	return b.String()
}

// report is a body of nine hundred letters and more about a subject.
func report(subject string) string {
	var b strings.Builder
	for _, s := range []string{
		"The harbour board of Lorne met on Tuesday to speak about %s for the third time this winter.",
		"Members heard the chief engineer, Ilya Brandt, who had counted the cracks in the eastern pier.",
		"“We asked three times and were answered once,” Mr Brandt told the meeting about %s.",
		"The repair would take 14 weeks and cost 2.4 million crowns, according to a paper laid before members.",
		"Fishing crews would have to moor at Sefton Point for as long as the work goes on, which many oppose.",
		"Ana Varga, who chairs the board, said that no crane would move until the night rate had been paid.",
		"A vote on %s is expected in April, after the council has seen the figures of the statistics office.",
	} {
		b.WriteString("<p>" + strings.ReplaceAll(s, "%s", subject) + "</p>")
	}
	return b.String() + "<p>An inquiry into the delay is to report before the end of the season, and its hearings will be open to the public.</p>"
}

// page is an article page.
func page(headline, head, body string) string {
	return `<!doctype html><html lang="en"><head><title>` + html.EscapeString(headline) + ` | The Lorne Ledger</title>` + head +
		`</head><body><main><article><h1>` + html.EscapeString(headline) + `</h1>` + body + `</article></main></body></html>`
}

// memoryStore is a bot.ItemStore over articles by identity.
type memoryStore struct {
	articles map[string]*storedArticle
	items    map[int64]map[string]bot.KnownItem
	lookups  int
	err      error
}

type storedArticle struct {
	id        int64
	revisions []briefing.Article
}

func newMemoryStore() *memoryStore {
	return &memoryStore{articles: map[string]*storedArticle{}, items: map[int64]map[string]bot.KnownItem{}}
}

func (m *memoryStore) FindItems(_ context.Context, source int64, keys []string) ([]bot.KnownItem, error) {
	m.lookups++
	if m.err != nil {
		return nil, m.err
	}
	var out []bot.KnownItem
	for _, k := range keys {
		if it, ok := m.items[source][k]; ok {
			if a := m.byID(it.Article); a != nil {
				last := a.revisions[len(a.revisions)-1]
				it.URL, it.Title = briefing.CanonicalURL(last.URL), last.Title
			}
			out = append(out, it)
		} else if a, ok := m.articles[k]; ok && strings.HasPrefix(k, "url:") {
			last := a.revisions[len(a.revisions)-1]
			out = append(out, bot.KnownItem{Key: k, Article: a.id, URL: briefing.CanonicalURL(last.URL), Title: last.Title})
		}
	}
	return out, nil
}

func (m *memoryStore) byID(id int64) *storedArticle {
	for a := range maps.Values(m.articles) {
		if a.id == id {
			return a
		}
	}
	return nil
}

func (m *memoryStore) save(source int64, entries []bot.Entry) {
	if m.items[source] == nil {
		m.items[source] = map[string]bot.KnownItem{}
	}
	for _, e := range entries {
		if e.Report != nil {
			key := briefing.Identity(*e.Report)
			a := m.articles[key]
			if a == nil {
				a = &storedArticle{id: int64(len(m.articles) + 1)}
				m.articles[key] = a
			}
			a.revisions = append(a.revisions, *e.Report)
			e.Article = a.id
		}
		for _, k := range e.Keys {
			m.items[source][k] = bot.KnownItem{Key: k, Source: source, Article: e.Article, Digest: e.Digest}
		}
	}
}

// titles are the headlines of what was reported.
func titles(r bot.Reading) string {
	var all []string
	for _, e := range r.Entries {
		if e.Report != nil {
			all = append(all, e.Report.Title)
		}
	}
	return strings.Join(all, "; ")
}

// only returns the one report of a reading.
func only(t *testing.T, r bot.Reading) (briefing.Article, bot.Entry) {
	t.Helper()
	if len(r.Entries) != 1 || r.Entries[0].Report == nil {
		t.Fatalf("got %d entries (%s), want one report", len(r.Entries), titles(r))
	}
	return *r.Entries[0].Report, r.Entries[0]
}
