package feed

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"wirebrief/adapters/page"
)

const (
	// maxPage is how much of a page is looked at for feeds.
	maxPage = 4 << 20
	// maxDiscovered bounds the feeds found on one page.
	maxDiscovered = 30
)

// feedTypes are the media types of <link> by which pages name feeds.
var feedTypes = map[string]bool{
	"application/rss+xml": true, "application/atom+xml": true, "application/feed+json": true,
	"application/rdf+xml": true, "text/rss+xml": true, "application/x-rss+xml": true, "application/rss": true,
	"application/json": false, "text/xml": false, "application/xml": false,
}

// Discover returns the absolute addresses of the feeds that a page names, the
// best first: those it declares, in its order; links to what is clearly a
// feed; news sitemaps; last the feeds of comments. base is where the page
// came from. It reads the first 4 MiB and never fails.
func Discover(content []byte, base string) []string {
	text, _ := page.Decode(content[:min(len(content), maxPage)], "")
	d := discovery{base: base}
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return d.all()
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			d.tag(string(name), htmlAttributes(z, more))
		}
	}
}

// A discovery gathers the feeds of a page by how likely they are meant.
type discovery struct {
	base                                 string
	declared, linked, sitemaps, comments []string
}

func htmlAttributes(z *html.Tokenizer, more bool) map[string]string {
	if !more {
		return nil
	}
	out := map[string]string{}
	for more && len(out) < maxAttrs {
		var key, value []byte
		key, value, more = z.TagAttr()
		if _, seen := out[string(key)]; !seen {
			out[string(key)] = string(value)
		}
	}
	return out
}

func (d *discovery) tag(name string, attrs map[string]string) {
	href := attrs["href"]
	switch name {
	case "base":
		if b := resolve(d.base, href); b != "" {
			d.base = b
		}
	case "link":
		rels := strings.Fields(strings.ToLower(attrs["rel"]))
		mime, _, _ := strings.Cut(strings.ToLower(attrs["type"]), ";")
		mime = strings.TrimSpace(mime)
		known, listed := feedTypes[mime]
		switch u := d.resolve(href); {
		case u == "":
		case slices.Contains(rels, "sitemap"):
			if strings.Contains(strings.ToLower(u), "news") {
				d.sitemaps = add(d.sitemaps, u)
			}
		case !slices.Contains(rels, "alternate") && !slices.Contains(rels, "feed"):
		case isComments(u, strings.TrimSpace(attrs["title"])):
			d.comments = add(d.comments, u)
		case known, listed && isFeedPath(u) && !strings.Contains(u, "/wp-json/"), slices.Contains(rels, "feed"):
			d.declared = add(d.declared, u)
		}
	case "a":
		switch u := d.resolve(href); {
		case u == "":
		case isNewsSitemap(u):
			d.sitemaps = add(d.sitemaps, u)
		case !isFeedPath(u):
		case isComments(u, ""):
			d.comments = add(d.comments, u)
		default:
			d.linked = add(d.linked, u)
		}
	}
}

// resolve is resolve for links that may begin with feed:.
func (d *discovery) resolve(href string) string { return resolve(d.base, withoutFeedScheme(href)) }

// withoutFeedScheme undoes feed://host and feed:https://host.
func withoutFeedScheme(s string) string {
	s = strings.TrimSpace(s)
	if len(s) < 5 || !strings.EqualFold(s[:5], "feed:") {
		return s
	}
	s = s[5:]
	if strings.HasPrefix(s, "//") {
		return "http:" + s
	}
	return s
}

func add(list []string, u string) []string {
	if len(list) >= maxDiscovered || slices.Contains(list, u) {
		return list
	}
	return append(list, u)
}

func (d *discovery) all() []string {
	var out []string
	for _, list := range [][]string{d.declared, d.linked, d.sitemaps, d.comments} {
		for _, u := range list {
			out = add(out, u)
		}
	}
	return out
}

// isFeedPath tells an address that is clearly that of a feed.
func isFeedPath(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	path := strings.Trim(strings.ToLower(u.Path), "/")
	last := path[strings.LastIndexByte(path, '/')+1:]
	switch last {
	case "feed", "rss", "atom", "feeds.xml", "feed.xml", "rss.xml", "atom.xml", "index.xml", "index.rdf", "feed.json", "rss2", "rdf":
		return true
	}
	return strings.HasSuffix(last, ".rss") || strings.HasSuffix(last, ".atom") || strings.HasSuffix(last, ".rdf") ||
		strings.HasPrefix(u.Host, "feeds.") && strings.HasSuffix(last, ".xml") ||
		strings.HasSuffix(last, ".xml") && (strings.Contains(path, "rss") || strings.Contains(path, "feed"))
}

func isNewsSitemap(address string) bool {
	lower := strings.ToLower(address)
	return strings.Contains(lower, "sitemap") && strings.Contains(lower, "news") &&
		(strings.HasSuffix(lower, ".xml") || strings.HasSuffix(lower, ".xml.gz"))
}

// guesses are the paths at which sites keep feeds, the commonest first.
var guesses = []string{
	"/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed/", "/feed.json",
	"/rss/index.xml", "/feeds/posts/default", "/index.rdf", "/?feed=rss2", "/news-sitemap.xml", "/sitemap-news.xml",
}

// Guesses returns the addresses at which sites commonly keep feeds, for a
// site that names none: below its own path first, then at its root. nil if
// site is no absolute http or https address.
func Guesses(site string) []string {
	u, err := url.Parse(resolve("", site))
	if err != nil || u.Host == "" {
		return nil
	}
	root := u.Scheme + "://" + u.Host
	var out []string
	if path := strings.TrimRight(u.EscapedPath(), "/"); path != "" {
		for _, g := range []string{"/feed", "/rss", "/rss.xml"} {
			out = append(out, root+path+g)
		}
	}
	for _, g := range guesses {
		out = append(out, root+g)
	}
	return out
}
