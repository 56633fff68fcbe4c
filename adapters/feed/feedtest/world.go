package feedtest

import (
	"encoding/xml"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// sound is how many feeds have no fault; each fault has one feed besides.
const sound = 160

// hosts is how many loopback addresses the feeds stand on.
const hosts = 40

// A Feed is one feed of a World.
type Feed struct {
	Number int
	// Host is the last number of its loopback address.
	Host int
	// Path is that of the feed on its host.
	Path   string
	Title  string
	Folder string
	Format Format
	Fault  Fault
	// Fails tells that nothing can be read from it.
	Fails bool
	// Articles is how many articles a reader should have of it now.
	Articles int

	failing failing
	reports []report
	// bulk is what fills a very long feed, made once.
	once sync.Once
	bulk string
}

// A World is all feeds. It is an http.Handler that tells its hosts apart by
// the address a request is for.
type World struct {
	Feeds []*Feed
	now   func() time.Time
	port  string
	// polls counts what must differ from one poll to the next.
	polls atomic.Int64
	// published is guarded by mu: reports, and Feed.Articles with them.
	mu   sync.Mutex
	next uint64
	// requests and unchanged count answers for feeds.
	requests, unchanged atomic.Int64
}

// New returns a World with 160 sound feeds and one for every fault. now tells
// the time, time.Now if nil.
func New(now func() time.Time) *World {
	if now == nil {
		now = time.Now
	}
	w := &World{now: now}
	for i := range sound {
		w.add(failing{format: formats[i%len(formats)]})
	}
	for _, f := range faults {
		w.add(f)
	}
	return w
}

func (w *World) add(fault failing) {
	n := len(w.Feeds) + 1
	f := &Feed{Number: n, Host: 1 + n%hosts, Fault: fault.fault, Fails: fault.fails, failing: fault, Format: fault.format}
	if f.Format == "" {
		f.Format = RSS20
	}
	f.Path = fmt.Sprintf("/%d/feed", n)
	f.Title = fmt.Sprintf("%s Gazette %d", places[n%len(places)], n)
	f.Folder = []string{"North", "South", "Coast", "Markets"}[n%4]
	items := 3 + rand.New(rand.NewPCG(uint64(n), 1)).IntN(6)
	for i := range items {
		w.next++
		f.reports = append(f.reports, write(w.next, w.now().Add(-time.Duration(i*37+n%60+1)*time.Minute).Truncate(time.Second)))
	}
	f.Articles = items
	if fault.stored != nil {
		f.Articles = fault.stored(items)
	}
	w.Feeds = append(w.Feeds, f)
}

// Publish adds a new report to a feed and returns its headline.
func (w *World) Publish(f *Feed) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.next++
	a := write(w.next, w.now().Truncate(time.Second))
	f.reports = slices.Insert(f.reports, 0, a)
	f.Articles++
	return a.title
}

// Listen opens the loopback addresses, all on one port: the one given, or a
// free one for 0. Where a system has 127.0.0.1 only, all feeds stand there.
func (w *World) Listen(port int) ([]net.Listener, error) {
	first, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return nil, fmt.Errorf("open the world of feeds: %w", err)
	}
	_, w.port, _ = net.SplitHostPort(first.Addr().String())
	all := []net.Listener{first}
	for i := 2; i <= hosts; i++ {
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.%d:%s", i, w.port))
		if err != nil {
			for _, f := range w.Feeds {
				if f.Host == i {
					f.Host = 1
				}
			}
			continue
		}
		all = append(all, l)
	}
	return all, nil
}

// URL is where a feed is found, once Listen has chosen the port.
func (w *World) URL(f *Feed) string { return w.origin(f) + f.Path }

func (w *World) origin(f *Feed) string { return fmt.Sprintf("http://127.0.0.%d:%s", f.Host, w.port) }

// Requests returns how many requests for feeds were answered, and how many of
// them with 304.
func (w *World) Requests() (all, unchanged int64) { return w.requests.Load(), w.unchanged.Load() }

// document is what a feed says now.
func (w *World) document(f *Feed) document {
	w.mu.Lock()
	defer w.mu.Unlock()
	site := fmt.Sprintf("%s/%d", w.origin(f), f.Number)
	d := document{title: f.Title, site: site}
	for _, a := range f.reports {
		d.items = append(d.items, item{report: a, link: site + "/" + a.slug, guid: "tag:" + a.slug, dated: a.published.UTC().Format(time.RFC1123Z)})
	}
	if f.failing.document != nil {
		f.failing.document(w, f, &d)
	}
	return d
}

// ServeHTTP answers for feeds (/7/feed), their pages (/7/slug), their home
// pages (/7) and robots.txt.
func (w *World) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/robots.txt" {
		w.robots(rw)
		return
	}
	number, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	var n int
	if _, err := fmt.Sscanf(number, "%d", &n); err != nil || n < 1 || n > len(w.Feeds) {
		http.NotFound(rw, r)
		return
	}
	f := w.Feeds[n-1]
	switch rest {
	case "feed":
		w.requests.Add(1)
		w.feed(f, rw, r)
	case "":
		fmt.Fprintf(rw, `<!DOCTYPE html><html><head><title>%s</title><link rel="alternate" type="application/rss+xml" title="News" href="%s"></head><body><h1>%[1]s</h1></body></html>`, esc(f.Title), f.Path)
	default:
		w.page(f, rest, rw, r)
	}
}

func (w *World) feed(f *Feed, rw http.ResponseWriter, r *http.Request) {
	fault := f.failing
	if fault.serve != nil && r.URL.RawQuery != "moved" {
		fault.serve(w, f, rw, r)
		return
	}
	tag := w.tag(f) // before the document: what is published in between shows in the next answer
	contentType, body := w.document(f).write(f.Format)
	out := []byte(body)
	if fault.bytes != nil {
		out = fault.bytes(body)
		contentType, _, _ = strings.Cut(contentType, ";")
	}
	if fault.document == nil {
		rw.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.unchanged.Add(1)
			rw.WriteHeader(http.StatusNotModified)
			return
		}
	}
	rw.Header().Set("Content-Type", contentType)
	rw.Write(out)
}

// tag is the ETag of what a feed says now.
func (w *World) tag(f *Feed) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return fmt.Sprintf(`"%d-%d"`, f.Number, f.Articles)
}

func (w *World) page(f *Feed, slug string, rw http.ResponseWriter, r *http.Request) {
	if f.failing.pages != nil {
		f.failing.pages(rw, r)
		return
	}
	w.mu.Lock()
	i := slices.IndexFunc(f.reports, func(a report) bool { return a.slug == slug })
	var a report
	if i >= 0 {
		a = f.reports[i]
	}
	w.mu.Unlock()
	if i < 0 {
		http.NotFound(rw, r)
		return
	}
	if f.failing.tail != "" { // a paywall lets the beginning through
		a.paragraphs = a.paragraphs[:1]
	}
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(rw, page(f.Title, a, f.failing.head, f.failing.tail))
}

// robots forbids the pages of the feed with that fault.
func (w *World) robots(rw http.ResponseWriter) {
	fmt.Fprintln(rw, "User-agent: *")
	for _, f := range w.Feeds {
		if f.Fault == "pages that robots.txt forbids" {
			fmt.Fprintf(rw, "Disallow: /%d/\n", f.Number)
		}
	}
}

// OPML returns the list of all feeds, in folders.
func (w *World) OPML() []byte {
	type outline struct {
		Text     string    `xml:"text,attr"`
		Type     string    `xml:"type,attr,omitempty"`
		URL      string    `xml:"xmlUrl,attr,omitempty"`
		Site     string    `xml:"htmlUrl,attr,omitempty"`
		Outlines []outline `xml:"outline"`
	}
	list := struct {
		XMLName xml.Name  `xml:"opml"`
		Version string    `xml:"version,attr"`
		Title   string    `xml:"head>title"`
		Folders []outline `xml:"body>outline"`
	}{Version: "2.0", Title: "A small world of news"}
	at := map[string]int{}
	for _, f := range w.Feeds {
		i, ok := at[f.Folder]
		if !ok {
			i = len(list.Folders)
			at[f.Folder] = i
			list.Folders = append(list.Folders, outline{Text: f.Folder})
		}
		list.Folders[i].Outlines = append(list.Folders[i].Outlines, outline{Text: f.Title, Type: "rss", URL: w.URL(f), Site: fmt.Sprintf("%s/%d", w.origin(f), f.Number)})
	}
	out, _ := xml.MarshalIndent(list, "", "  ") // strings always marshal
	return append([]byte(xml.Header), out...)
}

// Serve answers on listeners until stop is called, which waits.
func (w *World) Serve(listeners []net.Listener) (stop func()) {
	server := &http.Server{Handler: w, ReadHeaderTimeout: 10 * time.Second}
	var group sync.WaitGroup
	for _, l := range listeners {
		group.Go(func() { server.Serve(l) }) // ends with Close
	}
	return func() { server.Close(); group.Wait() }
}
