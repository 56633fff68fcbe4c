package feed

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// ErrNoFeed is wrapped by the errors of Parse: what came is no feed.
var ErrNoFeed = errors.New("no feed")

// ParseOptions are what Parse knows besides the document. The zero value
// works.
type ParseOptions struct {
	// ContentType is the header of the answer, of which the charset counts
	// where the document does not tell. URL is where it came from: relative
	// links are relative to it.
	ContentType, URL string
	// Now bounds the dates that are believed: those more than a day later
	// count as none. Zero believes all from 1990 on.
	Now time.Time
	// MaxItems is how many items are kept, the newest; 0 means 1,000.
	MaxItems int
}

const defaultMaxItems = 1000

// Parse reads a feed in any Format. What is broken is mended where it can be,
// and told in Feed.Mended; an entry without a title stays without one.
// Entities that a document defines are never expanded, nothing is fetched.
// Time and memory are linear in len(b), and of entries beyond MaxItems only
// the place and date is read.
//
// A document goes through these steps: charset.go makes text of it, cut.go
// finds its entries and picks the newest, normal.go rewrites those as XML that
// holds no surprise, gofeed reads that, and rss.go, atom.go and item.go make
// Items of what it found. JSON and sitemaps have their own way.
//
// Errors wrap ErrNoFeed and say what came instead, in words for people.
func Parse(b []byte, o ParseOptions) (Feed, error) {
	if o.MaxItems <= 0 {
		o.MaxItems = defaultMaxItems
	}
	b, err := gunzip(b)
	if err != nil {
		return Feed{}, err
	}
	if len(strings.TrimSpace(string(b[:min(len(b), maxJunk)]))) == 0 {
		return Feed{}, noFeed("the answer is empty")
	}
	var f faults
	text := decode(b, o.ContentType, &f)
	start := strings.TrimLeft(text, " \t\r\n\ufeff\x00")
	if start != "" && (start[0] == '{' || start[0] == '[') {
		return parseJSON(start, o, f)
	}
	if isBinary(text) {
		return Feed{}, noFeed("what came is binary data")
	}
	return parseXML(text, o, f)
}

// parseXML reads a document that is no JSON.
func parseXML(text string, o ParseOptions, f faults) (Feed, error) {
	c := cut(text)
	for i, found := range c.f {
		f[i] = f[i] || found
	}
	c.f = f
	switch c.root {
	case "":
		return Feed{}, c.noRoot()
	case "urlset":
		return parseSitemap(c, o)
	case "sitemapindex":
		return parseSitemapIndex(c, o), nil
	case "feed":
		return parseAtom(c, o)
	}
	return parseRSS(c, o)
}

// noRoot says what came instead of a feed.
func (c *cutting) noRoot() error {
	lower := strings.ToLower(c.text[:min(len(c.text), 256<<10)])
	switch {
	case (c.html || strings.Contains(lower, "<html")) && strings.Contains(lower, `type="password"`),
		c.html && strings.Contains(lower, "type=password"):
		return noFeed("a login page came instead; the feed may be for subscribers")
	case c.html || strings.Contains(lower, "<html"):
		return noFeed("a web page (HTML) came instead; add the address of the site to find its feeds")
	case c.other == "opml":
		return noFeed("this is a list of feeds (OPML); import it instead")
	case c.other != "":
		return noFeed("an XML document <" + cutRunes(c.other, 40) + "> came, which is no kind of feed")
	}
	return noFeed("plain text came instead")
}

func noFeed(what string) error { return fmt.Errorf("%w: %s", ErrNoFeed, what) }

// isBinary tells whether text is none: it has NULs, or a good part of it
// could not be decoded.
func isBinary(text string) bool {
	head := text[:min(len(text), 4096)]
	bad := strings.Count(head, "\x00") + strings.Count(head, string(utf8.RuneError))
	for i := range len(head) {
		if c := head[i]; c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' {
			bad++
		}
	}
	return bad*20 > len(head)
}

// cutRunes keeps the first n runes of s.
func cutRunes(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}
