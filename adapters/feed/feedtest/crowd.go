package feedtest

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

// A Crowd is very many small feeds of one format on many host names, for
// measuring. Dial leads all names to its one listener on loopback.
type Crowd struct {
	hosts, feeds int
	format       Format
	now          func() time.Time
	address      string
	// versions counts what each feed has published; its newest reports are in
	// it.
	versions []atomic.Int64
	// published holds when the newest was, in nanoseconds.
	published []atomic.Int64
	// Hang, if not nil, tells which hosts do not answer.
	Hang func(host int) bool

	requests, unchanged, pages atomic.Int64
}

// crowdItems is how many reports stand in a feed of a Crowd.
const crowdItems = 5

// NewCrowd returns a Crowd of feeds spread over hosts. now tells the time,
// time.Now if nil.
func NewCrowd(hosts, feeds int, format Format, now func() time.Time) *Crowd {
	if now == nil {
		now = time.Now
	}
	c := &Crowd{hosts: hosts, feeds: feeds, format: format, now: now, versions: make([]atomic.Int64, feeds), published: make([]atomic.Int64, feeds)}
	for i := range feeds {
		c.versions[i].Store(1)
		c.published[i].Store(now().UnixNano())
	}
	return c
}

// Serve opens a listener and answers until stop is called.
func (c *Crowd) Serve() (stop func(), err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("open the crowd of feeds: %w", err)
	}
	c.address = l.Addr().String()
	server := &http.Server{Handler: c, ReadHeaderTimeout: 10 * time.Second}
	done := make(chan struct{})
	go func() { defer close(done); server.Serve(l) }() // ends with Close
	return func() { server.Close(); <-done }, nil
}

// Dial connects to the crowd whatever the name: it is for fetch.Options.Dial.
func (c *Crowd) Dial(ctx context.Context, network, _ string) (net.Conn, error) {
	return new(net.Dialer).DialContext(ctx, network, c.address)
}

// URL is where a feed, counted from 0, is found.
func (c *Crowd) URL(feed int) string { return fmt.Sprintf("http://%s/%d/feed", c.host(feed), feed) }

func (c *Crowd) host(feed int) string { return fmt.Sprintf("news%d.example", feed%c.hosts) }

// Title is the title of a feed.
func (c *Crowd) Title(feed int) string { return fmt.Sprintf("Crowd %d", feed) }

// Publish adds a report to a feed and returns its headline.
func (c *Crowd) Publish(feed int) string {
	c.published[feed].Store(c.now().UnixNano())
	return c.report(feed, c.versions[feed].Add(1)).title
}

// Requests returns how many requests for feeds were answered, how many of them
// with 304, and how many for pages.
func (c *Crowd) Requests() (feeds, unchanged, pages int64) {
	return c.requests.Load(), c.unchanged.Load(), c.pages.Load()
}

// report is the one that a feed published as its version.
func (c *Crowd) report(feed int, version int64) report {
	at := time.Unix(0, c.published[feed].Load()).Add(time.Duration(version-c.versions[feed].Load()) * time.Minute).UTC()
	return write(uint64(feed)<<20|uint64(version), at)
}

// ServeHTTP implements http.Handler.
func (c *Crowd) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	var feed int
	number, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if _, err := fmt.Sscanf(number, "%d", &feed); err != nil || feed < 0 || feed >= c.feeds {
		http.NotFound(rw, r)
		return
	}
	if c.Hang != nil && c.Hang(feed%c.hosts) {
		hold(r)
		return
	}
	if rest != "feed" {
		c.page(rw, r, feed, rest)
		return
	}
	c.requests.Add(1)
	version := c.versions[feed].Load()
	tag := fmt.Sprintf(`"%d"`, version)
	rw.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		c.unchanged.Add(1)
		rw.WriteHeader(http.StatusNotModified)
		return
	}
	site := fmt.Sprintf("http://%s/%d", c.host(feed), feed)
	d := document{title: c.Title(feed), site: site}
	for v := version; v > max(0, version-crowdItems); v-- {
		a := c.report(feed, v)
		link := fmt.Sprintf("%s/%d", site, v)
		d.items = append(d.items, item{report: a, link: link, guid: link, dated: a.published.Format(time.RFC1123Z)})
	}
	contentType, body := d.write(c.format)
	rw.Header().Set("Content-Type", contentType)
	fmt.Fprint(rw, body)
}

func (c *Crowd) page(rw http.ResponseWriter, r *http.Request, feed int, name string) {
	var version int64
	if _, err := fmt.Sscanf(name, "%d", &version); err != nil || version < 1 || version > c.versions[feed].Load() {
		http.NotFound(rw, r)
		return
	}
	c.pages.Add(1)
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(rw, page(c.Title(feed), c.report(feed, version), "", ""))
}
