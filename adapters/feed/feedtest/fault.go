package feedtest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// A Fault is what is wrong with a feed, its pages or its server.
type Fault string

// None is the fault of a sound feed.
const None Fault = ""

// A failing describes a fault.
type failing struct {
	fault Fault
	// format is that of the feed, RSS20 if empty.
	format Format
	// fails tells that nothing can be read from it; stored how many of n
	// items are articles, all if nil.
	fails  bool
	stored func(n int) int
	// document changes what is written; bytes change what was written; serve
	// answers instead.
	document func(w *World, f *Feed, d *document)
	bytes    func(body string) []byte
	serve    func(w *World, f *Feed, rw http.ResponseWriter, r *http.Request)
	// head and tail go into its pages; pages answers for them instead.
	head, tail string
	pages      func(rw http.ResponseWriter, r *http.Request)
}

func replace(pairs ...string) func(string) []byte {
	return func(body string) []byte { return []byte(strings.NewReplacer(pairs...).Replace(body)) }
}

func status(code int, header ...string) func(*World, *Feed, http.ResponseWriter, *http.Request) {
	return func(_ *World, _ *Feed, rw http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			rw.Header().Set(header[i], header[i+1])
		}
		http.Error(rw, "This is not a feed.", code)
	}
}

func none(int) int { return 0 }

// hold keeps a connection until the client gives up.
func hold(r *http.Request) { <-r.Context().Done() }

// faults is every fault of the world. Those of the bytes are mended by a
// reader, those of the server fail that feed and no other.
var faults = []failing{
	{fault: "bare ampersands", bytes: replace("Invented news", "Invented news & views", "board", "board & sons", "&#34;", "&quot;")},
	{fault: "HTML entities", bytes: replace("Invented news", "Invented&nbsp;news&hellip;", "<title>", "<title>&ndash; ")},
	{fault: "an unclosed tag in an item", bytes: func(body string) []byte {
		return []byte(strings.Replace(body, "<description>", "<b><description>", 1))
	}},
	{fault: "truncated in the last item", stored: func(n int) int { return n - 1 }, bytes: func(body string) []byte {
		return []byte(body[:strings.LastIndex(body, "<content:encoded>")+20])
	}},
	{fault: "blank lines and a BOM before the prolog", bytes: func(body string) []byte { return []byte("\ufeff\n\n  \n" + body) }},
	{fault: "a warning of the server before the prolog", bytes: func(body string) []byte {
		return []byte("<br />\n<b>Warning</b>: something happened in line 12<br />\n" + body)
	}},
	{fault: "control characters", bytes: replace("Thursday", "Thurs\x0bday\x01")},
	{fault: "Windows-1252 that claims UTF-8", bytes: func(body string) []byte {
		out, _ := charmap.Windows1252.NewEncoder().Bytes([]byte(body)) // the world is within it
		return out
	}},
	{fault: "UTF-16", bytes: func(body string) []byte {
		body = strings.Replace(body, "UTF-8", "UTF-16", 1)
		out, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(body))
		return out
	}},
	{fault: "ISO-8859-1 by its prolog", bytes: func(body string) []byte {
		body = strings.NewReplacer("UTF-8", "ISO-8859-1", "“", "&#8220;", "”", "&#8221;").Replace(body)
		return []byte(strings.ReplaceAll(body, "crowns", "kr\xf3nur"))
	}},
	{fault: "guids that change at every poll", document: func(w *World, _ *Feed, d *document) {
		for i := range d.items {
			d.items[i].guid = fmt.Sprintf("session-%d-%d", w.polls.Add(1), i)
		}
	}},
	{fault: "dates that change at every poll", document: func(w *World, _ *Feed, d *document) {
		for i := range d.items {
			d.items[i].dated = w.now().Add(-time.Minute).UTC().Format(time.RFC1123Z)
		}
	}},
	{fault: "one guid for all", document: func(_ *World, _ *Feed, d *document) {
		for i := range d.items {
			d.items[i].guid = "0"
		}
	}},
	{fault: "no guids and no dates", document: func(_ *World, _ *Feed, d *document) {
		for i := range d.items {
			d.items[i].guid, d.items[i].dated = "", ""
		}
	}},
	{fault: "no links", document: func(_ *World, _ *Feed, d *document) {
		for i := range d.items {
			d.items[i].link = ""
		}
	}},
	{fault: "items repeated within the document", stored: func(n int) int { return n }, document: func(_ *World, _ *Feed, d *document) {
		d.items = append(d.items, d.items...)
	}},
	{fault: "dates of 1970 and of 2099", document: func(_ *World, _ *Feed, d *document) {
		for i := range d.items {
			d.items[i].dated = []string{"Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 13 Mar 2099 10:00:00 GMT"}[i%2]
		}
	}},
	{fault: "wrong weekdays and named zones", document: func(_ *World, _ *Feed, d *document) {
		for i := range d.items {
			d.items[i].dated = "Fnord, " + d.items[i].published.UTC().Format("2 January 2006 15:04") + " UTC"
		}
	}},
	{fault: "tracking parameters that change", document: func(w *World, _ *Feed, d *document) {
		for i := range d.items {
			d.items[i].link += fmt.Sprintf("?utm_source=rss&utm_campaign=c%d", w.polls.Add(1))
		}
	}},
	{fault: "no title", document: func(_ *World, _ *Feed, d *document) { d.title = "" }},
	{fault: "served as text/html", serve: func(w *World, f *Feed, rw http.ResponseWriter, _ *http.Request) {
		_, body := w.document(f).write(f.Format)
		rw.Header().Set("Content-Type", "text/html")
		fmt.Fprint(rw, body)
	}},
	{fault: "entities that multiply", bytes: func(body string) []byte {
		var b strings.Builder
		b.WriteString("<!DOCTYPE lolz [<!ENTITY a0 \"ha\">")
		for i := range 12 {
			fmt.Fprintf(&b, "<!ENTITY a%d %q>", i+1, strings.Repeat(fmt.Sprintf("&a%d;", i), 10))
		}
		b.WriteString("]>\n")
		return []byte(strings.Replace(strings.Replace(body, "<rss", b.String()+"<rss", 1), "Invented news", "&a12;", 1))
	}},
	{fault: "100,000 items", stored: func(n int) int { return n + bulk }, document: func(_ *World, f *Feed, d *document) {
		f.once.Do(func() {
			var b strings.Builder
			for i := range bulk {
				n := strconv.Itoa(i)
				b.WriteString("<item><title>Tide bulletin " + n + "</title><link>" + d.site + "/b" + n + "</link><description>Bulletin " + n + " was read out.</description></item>\n")
			}
			f.bulk = b.String()
		})
		d.extra = f.bulk
	}},
	{fault: "nested 50,000 deep", bytes: func(body string) []byte {
		deep := strings.Repeat("<x>", 50_000) + strings.Repeat("</x>", 50_000)
		return []byte(strings.Replace(body, "<item>", deep+"<item>", 1))
	}},
	{fault: "moved for good", serve: func(_ *World, f *Feed, rw http.ResponseWriter, r *http.Request) {
		http.Redirect(rw, r, f.Path+"?moved", http.StatusMovedPermanently)
	}},
	{fault: "behind a redirect for now", serve: func(_ *World, f *Feed, rw http.ResponseWriter, r *http.Request) {
		http.Redirect(rw, r, f.Path+"?moved", http.StatusFound)
	}},
	{fault: "pages behind a paywall", format: RSS20Teaser,
		head: `<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","isAccessibleForFree":false}</script>`,
		tail: `<div class="paywall">Subscribe to continue reading.</div>`},
	{fault: "pages that robots.txt forbids", format: RSS20Teaser},
	{fault: "pages that hang", format: RSS20Teaser, pages: func(_ http.ResponseWriter, r *http.Request) { hold(r) }},
	{fault: "pages that do not exist", format: RSS20Teaser, pages: http.NotFound},
	{fault: "pages nested 100,000 deep", format: RSS20Teaser, pages: func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/html")
		fmt.Fprint(rw, "<html><body>", strings.Repeat("<div>", 100_000), "deep")
	}},
	{fault: "compressed without being asked", serve: func(w *World, f *Feed, rw http.ResponseWriter, _ *http.Request) {
		contentType, body := w.document(f).write(f.Format)
		rw.Header().Set("Content-Type", contentType)
		rw.Header().Set("Content-Encoding", "gzip")
		rw.Write(zipped([]byte(body)))
	}},

	{fault: "not there", fails: true, stored: none, serve: status(http.StatusNotFound)},
	{fault: "gone", fails: true, stored: none, serve: status(http.StatusGone)},
	{fault: "broken server", fails: true, stored: none, serve: status(http.StatusInternalServerError)},
	{fault: "busy server", fails: true, stored: none, serve: status(http.StatusServiceUnavailable, "Retry-After", "3600")},
	{fault: "asks for a password", fails: true, stored: none, serve: status(http.StatusUnauthorized, "WWW-Authenticate", `Basic realm="x"`)},
	{fault: "a web page instead", fails: true, stored: none, serve: func(_ *World, _ *Feed, rw http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(rw, "<!DOCTYPE html><html><title>Please log in</title><body><form action=/login></form></body></html>")
	}},
	{fault: "an empty answer", fails: true, stored: none, bytes: func(string) []byte { return nil }},
	{fault: "no end of redirects", fails: true, stored: none, serve: func(_ *World, f *Feed, rw http.ResponseWriter, r *http.Request) {
		http.Redirect(rw, r, f.Path+"?again="+r.URL.RawQuery, http.StatusFound)
	}},
	{fault: "a redirect to the cloud's own address", fails: true, stored: none, serve: func(_ *World, _ *Feed, rw http.ResponseWriter, r *http.Request) {
		http.Redirect(rw, r, "http://169.254.169.254/latest/meta-data/", http.StatusFound)
	}},
	{fault: "no answer", fails: true, stored: none, serve: func(_ *World, _ *Feed, _ http.ResponseWriter, r *http.Request) { hold(r) }},
	{fault: "a byte a second", fails: true, stored: none, serve: func(_ *World, _ *Feed, rw http.ResponseWriter, r *http.Request) {
		for tick := time.NewTicker(time.Second); r.Context().Err() == nil; <-tick.C {
			fmt.Fprint(rw, "<")
			http.NewResponseController(rw).Flush() // the client goes away at some time
		}
	}},
	{fault: "a bomb", fails: true, stored: none, serve: func(_ *World, _ *Feed, rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Encoding", "gzip")
		rw.Write(bomb())
	}},
	{fault: "closes the connection", fails: true, stored: none, serve: func(*World, *Feed, http.ResponseWriter, *http.Request) {
		panic(http.ErrAbortHandler)
	}},
}

// bulk is how many items fill the feed of 100,000.
const bulk = 100_000

// bomb is a gigabyte of blanks in a megabyte.
var bomb = sync.OnceValue(func() []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	blanks := bytes.Repeat([]byte{' '}, 1<<20)
	for range 1 << 10 {
		z.Write(blanks)
	}
	z.Close()
	return b.Bytes()
})

func zipped(body []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b) // its writes to memory do not fail
	z.Write(body)
	z.Close()
	return b.Bytes()
}
