package main

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// A site is an invented news site on loopback. It answers whatever host is
// asked for, also as an HTTP proxy.
type site struct {
	*httptest.Server
	mu     sync.Mutex
	titles []string
	// asked counts the requests for /feed.xml.
	asked int
	// subscribed is what was last asked of the site's WebSub hub.
	subscribed url.Values
}

// newSite returns a site with three reports.
func newSite() *site {
	s := &site{titles: []string{"Mill sells oats", "Ferry line reopens", "Wheat estimate cut"}}
	s.Server = httptest.NewServer(s)
	return s
}

// publish adds a report.
func (s *site) publish(title string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.titles = append(s.titles, title)
}

func (s *site) requests() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}

// subscription is what was last asked of the hub, nil for nothing yet.
func (s *site) subscription() url.Values {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.subscribed
}

// ServeHTTP implements http.Handler.
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.Method == http.MethodConnect {
		http.Error(w, "no https here", http.StatusMethodNotAllowed)
		return
	}
	switch r.URL.Path {
	case "/":
		s.front(w)
	case "/feed.xml":
		s.asked++
		s.feed(w, r, "Example Wire", true)
	case "/sport.xml":
		s.feed(w, r, "Example Wire: Sport", false)
	case "/strike.html":
		fmt.Fprint(w, strikePage)
	case "/hub":
		if err := r.ParseForm(); err == nil {
			s.subscribed = r.Form
		}
		w.WriteHeader(http.StatusAccepted)
	case "/agent":
		fmt.Fprintf(w, "Who asks\n\nIt calls itself %s.\n", r.UserAgent())
	case "/moved":
		http.Redirect(w, r, "/strike.html", http.StatusFound)
	default:
		http.NotFound(w, r)
	}
}

// front is a page that names two feeds.
func (s *site) front(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, `<!DOCTYPE html><html><head><title>Example Wire</title>
<link rel="alternate" type="application/rss+xml" title="Example Wire" href="/feed.xml">
<link rel="alternate" type="application/rss+xml" title="Sport" href="/sport.xml">
</head><body><nav><a href="/feed.xml">Feed</a></nav></body></html>`)
}

// feed is RSS with the newest report first, each with its text or a teaser.
func (s *site) feed(w http.ResponseWriter, r *http.Request, title string, whole bool) {
	w.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
	fmt.Fprintf(w, `<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>%s</title><link>http://%s/</link>
<atom:link rel="hub" href="http://%s/hub"/><atom:link rel="self" href="http://%s%s"/>`, title, r.Host, r.Host, r.Host, r.URL.Path)
	now := time.Now()
	for i := len(s.titles) - 1; i >= 0; i-- {
		text := "A teaser of it."
		if whole {
			text = reportText(s.titles[i])
		}
		fmt.Fprintf(w, `<item><title>%s</title><link>http://%s/report/%d</link><guid>%s %d</guid><pubDate>%s</pubDate><description>%s</description></item>`,
			escapeXML(s.titles[i]), r.Host, i, title, i, now.Add(-time.Duration(len(s.titles)-i)*time.Minute).Format(time.RFC1123Z), escapeXML(text))
	}
	fmt.Fprint(w, `</channel></rss>`)
}

// reportText is long enough for a whole report.
func reportText(title string) string {
	return "<p>" + title + ", the board said on Thursday, and 40 people came to the meeting at Castell to hear of it.</p>" +
		strings.Repeat("<p>“We have waited for this since the storm took the old pier away,” said Ana Varga, the chair of the board. The others agreed with what she said about it, and went home late in the evening.</p>", 4)
}

func escapeXML(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder takes everything
	return b.String()
}

const strikePage = `<!DOCTYPE html><html lang="en"><head><title>Dock strike enters second week - Example Wire</title>
<meta property="og:title" content="Dock strike enters second week"><meta property="og:site_name" content="Example Wire"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Dock strike enters second week</h1>
<p>The strike at the port of Port Ellery entered its second week on Thursday, and 37 grain ships were waiting outside the harbour.</p>
<p>“No crane moves until the night rate is paid, and the port knows it,” Ana Varga, chair of the dockers' union, told reporters at the gate.</p>
<p>About 1,400 dock workers have walked out, according to the union, and the port authority hopes for an end of it before the new month.</p>
</article></body></html>`

// startSite starts a site that ends with the test.
func startSite(t *testing.T) *site {
	t.Helper()
	s := newSite()
	t.Cleanup(s.Close)
	return s
}
