package feedtest

import (
	"encoding/json"
	"fmt"
	"html"
	"strings"
	"time"
)

// A Format is the kind of document that a feed is written in.
type Format string

// The formats of the world.
const (
	RSS20       Format = "RSS 2.0"
	RSS20Teaser Format = "RSS 2.0 with teasers"
	RSS091      Format = "RSS 0.91"
	RSS092      Format = "RSS 0.92"
	RDF         Format = "RSS 1.0"
	Atom10      Format = "Atom 1.0"
	AtomTeaser  Format = "Atom 1.0 with teasers"
	AtomXHTML   Format = "Atom 1.0 with XHTML"
	Atom03      Format = "Atom 0.3"
	JSONFeed    Format = "JSON Feed 1.1"
	JSONTeaser  Format = "JSON Feed 1.1 with teasers"
	Sitemap     Format = "news sitemap"
)

// formats in the order in which feeds take turns.
var formats = []Format{RSS20, RSS20Teaser, RSS091, RSS092, RDF, Atom10, AtomTeaser, AtomXHTML, Atom03, JSONFeed, JSONTeaser, Sitemap}

// An item is a report as it stands in a feed.
type item struct {
	report
	link, guid string
	// dated is the date it bears, "" for none.
	dated string
}

// A document is what is written out in some format.
type document struct {
	title, site string
	items       []item
	// extra stands between the head of an XML feed and its items.
	extra string
}

var esc = html.EscapeString

// write returns the document in a format, and its media type.
func (d document) write(f Format) (contentType, body string) {
	switch f {
	case Atom10, AtomTeaser, AtomXHTML, Atom03:
		return "application/atom+xml; charset=utf-8", d.atom(f)
	case JSONFeed, JSONTeaser:
		return "application/feed+json", d.json(f)
	case Sitemap:
		return "application/xml", d.sitemap()
	case RDF:
		return "application/rdf+xml", d.rdf()
	}
	return "application/rss+xml; charset=utf-8", d.rss(f)
}

func (d document) rss(f Format) string {
	var b strings.Builder
	version := map[Format]string{RSS091: "0.91", RSS092: "0.92"}[f]
	if version == "" {
		version = "2.0"
	}
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?>
<rss version="%s" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>%s</title><link>%s</link><description>Invented news</description><language>en</language>
`, version, esc(d.title), esc(d.site))
	b.WriteString(d.extra)
	for _, it := range d.items {
		fmt.Fprintf(&b, "<item><title>%s</title>", esc(it.title))
		if it.link != "" {
			fmt.Fprintf(&b, "<link>%s</link>", esc(it.link))
		}
		if f != RSS091 && it.guid != "" {
			fmt.Fprintf(&b, `<guid isPermaLink="false">%s</guid>`, esc(it.guid))
		}
		if f != RSS091 && f != RSS092 && it.dated != "" {
			fmt.Fprintf(&b, "<pubDate>%s</pubDate>", it.dated)
		}
		switch f {
		case RSS20:
			fmt.Fprintf(&b, "<dc:creator>%s</dc:creator><description>%s</description><content:encoded><![CDATA[%s]]></content:encoded>", it.author, esc(it.teaser()), it.html())
		case RSS20Teaser:
			fmt.Fprintf(&b, "<description>%s</description>", esc(it.teaser()))
		default:
			fmt.Fprintf(&b, "<description>%s</description>", esc(it.html()))
		}
		b.WriteString("</item>\n")
	}
	b.WriteString("</channel></rss>\n")
	return b.String()
}

func (d document) rdf() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="%[2]s"><title>%[1]s</title><link>%[2]s</link><description>Invented news</description></channel>
`, esc(d.title), esc(d.site))
	for _, it := range d.items {
		fmt.Fprintf(&b, `<item rdf:about="%s"><title>%s</title><link>%s</link><dc:date>%s</dc:date><content:encoded>%s</content:encoded></item>
`, esc(it.link), esc(it.title), esc(it.link), it.published.Format(time.RFC3339), esc(it.html()))
	}
	return b.String() + "</rdf:RDF>\n"
}

func (d document) atom(f Format) string {
	var b strings.Builder
	space, published, updated := "http://www.w3.org/2005/Atom", "published", "updated"
	if f == Atom03 {
		space, published, updated = "http://purl.org/atom/ns#", "issued", "modified"
	}
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="%s"><title>%s</title><link rel="alternate" type="text/html" href="%s"/><id>%s</id><updated>2026-01-01T00:00:00Z</updated>
`, space, esc(d.title), esc(d.site), esc(d.site))
	b.WriteString(d.extra)
	for _, it := range d.items {
		fmt.Fprintf(&b, `<entry><title>%s</title><link rel="alternate" type="text/html" href="%s"/><id>%s</id><author><name>%s</name></author>`,
			esc(it.title), esc(it.link), esc(it.guid), it.author)
		at := it.published.Format(time.RFC3339)
		fmt.Fprintf(&b, "<%s>%s</%s><%s>%s</%s>", published, at, published, updated, at, updated)
		switch f {
		case AtomTeaser:
			fmt.Fprintf(&b, `<summary>%s</summary>`, esc(it.teaser()))
		case AtomXHTML:
			fmt.Fprintf(&b, `<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">%s</div></content>`, it.html())
		case Atom03:
			fmt.Fprintf(&b, `<content type="text/html" mode="escaped">%s</content>`, esc(it.html()))
		default:
			fmt.Fprintf(&b, `<content type="html">%s</content>`, esc(it.html()))
		}
		b.WriteString("</entry>\n")
	}
	return b.String() + "</feed>\n"
}

func (d document) json(f Format) string {
	type entry struct {
		ID        string `json:"id"`
		URL       string `json:"url"`
		Title     string `json:"title"`
		HTML      string `json:"content_html,omitempty"`
		Summary   string `json:"summary,omitempty"`
		Published string `json:"date_published"`
	}
	out := struct {
		Version string  `json:"version"`
		Title   string  `json:"title"`
		Site    string  `json:"home_page_url"`
		Items   []entry `json:"items"`
	}{Version: "https://jsonfeed.org/version/1.1", Title: d.title, Site: d.site}
	for _, it := range d.items {
		e := entry{ID: it.guid, URL: it.link, Title: it.title, Published: it.published.Format(time.RFC3339)}
		if f == JSONTeaser {
			e.Summary = it.teaser()
		} else {
			e.HTML = it.html()
		}
		out.Items = append(out.Items, e)
	}
	body, _ := json.Marshal(out) // strings always marshal
	return string(body)
}

func (d document) sitemap() string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
`)
	for _, it := range d.items {
		fmt.Fprintf(&b, `<url><loc>%s</loc><news:news><news:publication><news:name>%s</news:name><news:language>en</news:language></news:publication><news:publication_date>%s</news:publication_date><news:title>%s</news:title></news:news></url>
`, esc(it.link), esc(d.title), it.published.Format(time.RFC3339), esc(it.title))
	}
	return b.String() + "</urlset>\n"
}

// page is the report on a page of its site.
func page(title string, a report, head, tail string) string {
	return fmt.Sprintf(`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>%[1]s | %[2]s</title>
<meta property="og:title" content="%[1]s"><meta property="og:site_name" content="%[2]s">
<meta property="article:published_time" content="%[3]s"><meta name="author" content="%[4]s">
%[5]s</head><body>
<header><nav><a href="/">Home</a> <a href="/news">News</a> <a href="/about">About us</a></nav></header>
<main><article><h1>%[1]s</h1>
%[6]s%[7]s</article></main>
<footer>© %[2]s. All rights invented.</footer></body></html>
`, esc(a.title), esc(title), a.published.Format(time.RFC3339), a.author, head, a.html(), tail)
}
