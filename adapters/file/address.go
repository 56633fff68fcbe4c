package file

import (
	"bytes"
	"context"
	"mime"
	"net/url"
	"strings"
)

// A Document is what an address led to.
type Document struct {
	// URL is where it was found, after redirects.
	URL  string
	Body []byte
	// ContentType is the header of that name, "" if there was none.
	ContentType string
}

// A Fetcher gets the document at an http or https address. The text of its
// error is the reason why there is none, for people, without the address.
type Fetcher func(ctx context.Context, address string) (Document, error)

// IsAddress reports whether an input is meant as an address of the web.
func IsAddress(input string) bool {
	scheme, _, ok := strings.Cut(input, "://")
	return ok && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https"))
}

// address reads what an address leads to, in any format that a file may have.
func (w *walker) address(name string) {
	if w.o.Fetch == nil {
		w.yield(refuse(name, "addresses are not read here; save the page and name the file"))
		return
	}
	doc, err := w.o.Fetch(w.ctx, name)
	if err != nil {
		w.yield(Item{Name: name, Err: &Refusal{Name: name, Reason: err.Error(), cause: err}})
		return
	}
	if len(doc.Body) == 0 {
		w.yield(refuse(name, "empty document"))
		return
	}
	if doc.URL == "" {
		doc.URL = name
	}
	s := &source{name: name, id: doc.URL, url: doc.URL, o: w.o, read: func() int64 { return 0 }}
	s.o.found, s.o.contentType = doc.URL, doc.ContentType
	format, zipped := w.o.Format, false
	if format == Unknown {
		format, zipped = formatOfDocument(doc)
	}
	w.read(s, bytes.NewReader(doc.Body), format, zipped)
}

// formats are the media types that servers mean. The type text/plain stands
// for anything.
var formats = map[string]Format{
	"text/html": HTML, "application/xhtml+xml": HTML, "text/markdown": Markdown, "text/x-markdown": Markdown,
	"application/json": JSON, "text/json": JSON,
	"application/jsonl": JSONLines, "application/x-ndjson": JSONLines, "application/jsonlines": JSONLines, "application/x-jsonlines": JSONLines,
}

// formatOfDocument goes by the name in the address where that has one that is
// no page's, then by the media type.
func formatOfDocument(doc Document) (f Format, zipped bool) {
	if u, err := url.Parse(doc.URL); err == nil {
		f, zipped = formatOf(u.Path)
	}
	kind, _, _ := mime.ParseMediaType(doc.ContentType)
	if declared := formats[kind]; f == Unknown || declared == HTML {
		f = declared
	}
	return f, zipped
}

// charset is what the operator or the server declares for texts.
func (o Options) charset() string {
	if o.Charset != "" {
		return o.Charset
	}
	_, params, _ := mime.ParseMediaType(o.contentType)
	return params["charset"]
}

// listReason says of what lists articles or feeds that it is no article, with
// the remedy; "" of everything else. head is the beginning, address where it
// was found, "" for a file.
func listReason(head, address string) string {
	if address == "" {
		address = "ADDRESS"
	}
	switch rootElement(head) {
	case "rss", "feed", "rdf", "urlset", "sitemapindex":
		return "this is a feed, not an article; add it with 'wirebrief feed add " + address + "'"
	case "opml":
		return "this is a list of feeds; add them with 'wirebrief feed import FILE'"
	}
	if s := strings.TrimSpace(head); strings.HasPrefix(s, "{") && strings.Contains(s[:min(len(s), 1024)], `://jsonfeed.org/version/`) {
		return "this is a feed, not an article; add it with 'wirebrief feed add " + address + "'"
	}
	return ""
}

// rootElement returns the name of the first element of an XML or HTML text, in
// lower case and without its prefix; "" if the text does not begin with one.
func rootElement(s string) string {
	for {
		s = strings.TrimLeft(s, " \t\r\n\ufeff")
		end := ""
		switch {
		case strings.HasPrefix(s, "<?"):
			end = "?>"
		case strings.HasPrefix(s, "<!--"):
			end = "-->"
		case strings.HasPrefix(s, "<!"):
			end = ">"
		case strings.HasPrefix(s, "<"):
			name := s[1:]
			if i := strings.IndexAny(name, " \t\r\n/>"); i >= 0 {
				name = name[:i]
			}
			if _, local, ok := strings.Cut(name, ":"); ok {
				name = local
			}
			return strings.ToLower(name)
		default:
			return ""
		}
		_, rest, ok := strings.Cut(s, end)
		if !ok {
			return ""
		}
		s = rest
	}
}
