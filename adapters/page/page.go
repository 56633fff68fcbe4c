package page

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html"

	"wirebrief/briefing"
)

// The reasons for which a page is refused. Parse wraps them, so that callers
// may ask with errors.Is.
var (
	// ErrTooLarge is a page of more bytes than Options.MaxBytes.
	ErrTooLarge = errors.New("page is too large")
	// ErrTooComplex is a page with more elements, or nested deeper, than any
	// article needs.
	ErrTooComplex = errors.New("page has too many or too deeply nested elements")
	// ErrTooSlow is a page whose body was not found within Options.Limit.
	ErrTooSlow = errors.New("page takes too long to read")
	// ErrNoArticle is a page without a headline or without running text.
	ErrNoArticle = errors.New("page has no article text")
)

// DefaultMaxBytes is the largest page read when Options.MaxBytes is 0. The
// time to find a body grows faster than the page.
const DefaultMaxBytes = 2 << 20

// DefaultLimit is the longest time spent on a page when Options.Limit is 0.
const DefaultLimit = 5 * time.Second

// Options say what is known of a page beforehand. The zero value works.
type Options struct {
	// URL is where the page was found. Relative addresses are resolved
	// against it, and an address that the page gives for itself is believed
	// only if it is on the same site. Empty if not known.
	URL string
	// ContentType is the header of that name, for its charset.
	ContentType string
	// Now, if not zero, refuses dates more than a day after it.
	Now time.Time
	// MaxBytes bounds the page, 0 for DefaultMaxBytes.
	MaxBytes int
	// Limit bounds the time, 0 for DefaultLimit.
	Limit time.Duration
}

// Parse reads the HTML of one article page. URL is the page's canonical
// address, or Options.URL; Text has its paragraphs parted by a blank line and
// holds no markup; what the page does not tell stays empty. Excerpt is set if
// the rest of the text is for subscribers: then Text is the lead, without the
// notice that says so. The errors are
// ErrTooLarge, ErrTooComplex, ErrTooSlow and ErrNoArticle.
//
// A page that is too slow is given up, not stopped: its work ends on its own
// soon after, because the size of what it works on is bounded.
func Parse(b []byte, o Options) (briefing.Article, error) {
	size := o.MaxBytes
	if size <= 0 {
		size = DefaultMaxBytes
	}
	if len(b) > size {
		return briefing.Article{}, fmt.Errorf("%w: %d bytes", ErrTooLarge, len(b))
	}
	limit := o.Limit
	if limit <= 0 {
		limit = DefaultLimit
	}
	type result struct {
		article briefing.Article
		err     error
	}
	done := make(chan result, 1)
	go func() {
		a, err := parse(b, o, time.Now().Add(limit))
		done <- result{a, err}
	}()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case r := <-done:
		return r.article, r.err
	case <-timer.C:
		return briefing.Article{}, fmt.Errorf("%w: more than %v", ErrTooSlow, limit)
	}
}

// parse does the work of Parse. A panic of the library that finds the body
// is a page that cannot be read, not the end of the program.
func parse(b []byte, o Options, deadline time.Time) (a briefing.Article, err error) {
	defer func() {
		if r := recover(); r != nil {
			a, err = briefing.Article{}, fmt.Errorf("%w: its markup cannot be made sense of", ErrNoArticle)
		}
	}()
	text, _ := decodePage(b, o.ContentType)
	doc, err := buildTree(text, deadline)
	if err != nil {
		return briefing.Article{}, err
	}
	o.URL = originalAddress(o.URL)
	base, _ := url.Parse(o.URL)
	m := collectMetadata(doc, base)
	m.headline = chooseHeadline(m)
	a = m.describe(o)
	a.Title = m.headline
	a.Publisher = choosePublisher(m)
	a.Text, a.Excerpt = bodyText(doc, m, base)
	if a.Title == "" || strings.TrimSpace(a.Text) == "" {
		return briefing.Article{}, ErrNoArticle
	}
	return a, nil
}

// Charset returns the name of the encoding that Parse reads b as.
func Charset(b []byte, contentType string) string {
	_, name := decodePage(b, contentType)
	return name
}

// decodePage decodes by the header, else by what the page declares.
func decodePage(b []byte, contentType string) (text, name string) {
	declared := contentCharset(contentType)
	if declared == "" {
		// A page whose tags could be read is not in UTF-16, whatever they say.
		if declared = metaCharset(b); declaredUTF16(declared) {
			declared = ""
		}
	}
	return Decode(b, declared)
}

// attr returns the value of an attribute of n without surrounding space.
func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name && a.Namespace == "" {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

// squash makes one line of s: runs of white space become one space.
func squash(s string) string { return strings.Join(strings.Fields(s), " ") }
