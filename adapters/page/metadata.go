package page

import (
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"wirebrief/briefing"
)

// metadata is what a page says about itself, gathered in one walk.
type metadata struct {
	// tags are the contents of <meta>, by lower-case name, property or
	// itemprop; the first of a name wins.
	tags map[string]string
	// title is the text of <title>, headings those of each <h1>.
	title    string
	headings []string
	lang     string
	// canonical is the absolute address of rel=canonical.
	canonical string
	// times are the datetime values of <time>, those marked as the time of
	// publication first.
	times []string
	// changes are those marked as the time of the last change.
	changes []string
	// datelines are short texts, after the first heading, of elements named as
	// dates are: for pages that say only in words when they were published.
	datelines []string
	// amp is set for a page in the AMP form of HTML.
	amp bool
	// bylines are texts of elements marked as naming the author.
	bylines []string
	linked  *linkedReader
	article linkedArticle
	base    *url.URL
	// headline is the one chosen, set by Parse.
	headline string
}

// maxHeadings bounds the headings kept: more are no article's.
const maxHeadings = 8

// collectMetadata walks doc once. base may be nil.
func collectMetadata(doc *html.Node, base *url.URL) *metadata {
	m := &metadata{tags: map[string]string{}, base: base}
	var blocks, marked, unmarked []string
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || n.Namespace != "" {
			continue
		}
		switch n.DataAtom {
		case atom.Html:
			m.amp = isAMP(n)
			m.lang = attr(n, "lang")
			if m.lang == "" {
				m.lang = attr(n, "xml:lang")
			}
		case atom.Meta:
			m.addTag(n)
		case atom.Title:
			if m.title == "" {
				m.title = squash(nodeText(n))
			}
		case atom.Link:
			if strings.EqualFold(attr(n, "rel"), "canonical") && m.canonical == "" {
				m.canonical = attr(n, "href")
			}
		case atom.H1:
			if h := strings.TrimRight(squash(nodeText(n)), " ¶#"); h != "" && len(m.headings) < maxHeadings {
				m.headings = append(m.headings, h)
			}
		case atom.Script:
			if strings.HasPrefix(strings.ToLower(attr(n, "type")), "application/ld+json") {
				blocks = append(blocks, nodeText(n))
			}
		case atom.Time:
			switch t := timeOf(n); {
			case t == "":
			case changes(n):
				m.changes = append(m.changes, t)
			case publishes(n):
				marked = append(marked, t)
			default:
				unmarked = append(unmarked, t)
			}
		}
		if len(m.bylines) < maxHeadings {
			m.addByline(n)
		}
		if len(m.headings) > 0 && len(m.datelines) < maxHeadings {
			m.addDateline(n)
		}
	}
	m.times = append(marked, unmarked...)
	m.linked = readLinked(blocks)
	m.article = m.ownArticle()
	return m
}

func (m *metadata) addTag(n *html.Node) {
	content := squash(attr(n, "content"))
	if content == "" {
		return
	}
	for _, key := range []string{"property", "name", "itemprop"} {
		for k := range strings.FieldsSeq(strings.ToLower(attr(n, key))) {
			if _, seen := m.tags[k]; !seen {
				m.tags[k] = content
			}
		}
	}
}

// tag returns the first of the named tags that is there.
func (m *metadata) tag(names ...string) string {
	for _, n := range names {
		if v := m.tags[n]; v != "" {
			return v
		}
	}
	return ""
}

func timeOf(n *html.Node) string {
	if t := attr(n, "datetime"); t != "" {
		return t
	}
	return attr(n, "content")
}

// publishes reports whether a <time> is marked as the time of publication.
func publishes(n *html.Node) bool {
	marks := strings.ToLower(attr(n, "itemprop") + " " + attr(n, "class") + " " + attr(n, "property"))
	return strings.Contains(marks, "publish") || slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "pubdate" })
}

// changes reports whether a <time> is marked as the time of the last change.
func changes(n *html.Node) bool {
	marks := strings.ToLower(attr(n, "itemprop") + " " + attr(n, "class") + " " + attr(n, "property"))
	return strings.Contains(marks, "modified") || strings.Contains(marks, "updated")
}

// dateNames are words of the names of elements that say when an article was published.
var dateNames = map[string]bool{
	"date": true, "published": true, "publish": true, "publishdate": true, "pubdate": true, "timestamp": true, "dateline": true,
	"datetime": true, "datepublished": true, "posted": true, "entry-date": true,
}

// addDateline keeps the text of n if n is named as a date and is as short.
func (m *metadata) addDateline(n *html.Node) {
	switch n.DataAtom {
	case atom.Time, atom.Span, atom.Div, atom.P, atom.Li, atom.Small, atom.Em, atom.H6:
	default:
		return
	}
	named := n.DataAtom == atom.Time && attr(n, "datetime") == ""
	for word := range strings.FieldsFuncSeq(attr(n, "class")+" "+attr(n, "itemprop"), isNameBreak) {
		named = named || dateNames[strings.ToLower(word)]
	}
	if !named {
		return
	}
	s := squash(textUpTo(n, 200))
	if len(s) > 80 {
		return
	}
	for _, intro := range []string{"first published", "published", "posted", "date"} {
		if len(s) > len(intro) && strings.EqualFold(s[:len(intro)], intro) {
			s = strings.TrimLeft(s[len(intro):], ": ")
			s = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(s, "on "), "at "))
		}
	}
	if s != "" {
		m.datelines = append(m.datelines, s)
	}
}

// addByline keeps the text of n if n is marked as the author's name.
func (m *metadata) addByline(n *html.Node) {
	if n.DataAtom == atom.Meta || n.DataAtom == atom.Link {
		return
	}
	rel, prop, class := attr(n, "rel"), attr(n, "itemprop"), strings.ToLower(attr(n, "class"))
	if rel != "author" && !strings.Contains(prop, "author") && !strings.Contains(class, "byline") && !strings.Contains(class, "author-name") {
		return
	}
	if s := squash(textUpTo(n, 4000)); s != "" && len(s) < 120 {
		m.bylines = append(m.bylines, s)
	}
}

// ownArticle chooses the JSON-LD article that describes this page: the one
// whose headline the page shows in its title or headings, else the first.
func (m *metadata) ownArticle() linkedArticle {
	shown := append([]string{m.tag("og:title", "twitter:title"), m.title}, m.headings...)
	for _, a := range m.linked.articles {
		// Some sites describe the page in headline and name it in name.
		for _, title := range []string{a.headline, a.name} {
			h := fold(title)
			if h != "" && slices.ContainsFunc(shown, func(s string) bool { return strings.Contains(fold(s), h) }) {
				a.headline = title
				return a
			}
		}
	}
	if len(m.linked.articles) > 0 {
		return m.linked.articles[0]
	}
	return linkedArticle{}
}

// describe fills in what stands in the metadata itself, in order of trust:
// JSON-LD, OpenGraph, other tags, <time>.
func (m *metadata) describe(o Options) briefing.Article {
	published := append([]string{
		m.article.published,
		m.tag("article:published_time", "og:published_time", "og:article:published_time"),
		m.tag("datepublished", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date", "dc.date.created",
			"publish-date", "publishdate", "pubdate", "publication_date", "article.published", "cxenseparse:recs:publishtime", "date"),
	}, m.times...)
	published = append(published, m.datelines...)
	updated := append([]string{
		m.article.updated,
		m.tag("article:modified_time", "og:updated_time", "og:article:modified_time"),
		m.tag("datemodified", "lastmod", "last-modified", "dcterms.modified", "cxenseparse:recs:modifiedtime"),
	}, m.changes...)
	a := briefing.Article{
		URL:       m.address(o.URL),
		Byline:    m.byline(),
		Lang:      languageTag(m.article.lang, m.lang, m.tag("content-language", "dc.language", "language"), m.tag("og:locale")),
		Published: firstDate(published, time.Time{}, o.Now),
	}
	// Nothing is changed before it is published.
	a.Updated = firstDate(updated, a.Published, o.Now)
	return a
}

// firstDate returns the first of the texts that is a possible date, not
// before earliest.
func firstDate(texts []string, earliest, now time.Time) time.Time {
	for _, s := range texts {
		t, ok := ParseDate(s)
		if ok && !t.Before(earliest) && (now.IsZero() || !t.After(now.Add(24*time.Hour))) {
			return t
		}
	}
	return time.Time{}
}

// languageTag returns the first well-formed BCP 47 tag, "en-US" for "en_US".
func languageTag(tags ...string) string {
	for _, t := range tags {
		parts := strings.Split(strings.ReplaceAll(strings.TrimSpace(t), "_", "-"), "-")
		if n := len(parts[0]); n < 2 || n > 3 || !isASCIILetters(parts[0]) {
			continue
		}
		tag := strings.ToLower(parts[0])
		for _, p := range parts[1:] {
			switch {
			case len(p) == 2 && isASCIILetters(p):
				tag += "-" + strings.ToUpper(p)
			case len(p) == 4 && isASCIILetters(p):
				tag += "-" + strings.ToUpper(p[:1]) + strings.ToLower(p[1:])
			}
		}
		return tag
	}
	return ""
}

func isASCIILetters(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) }) < 0
}

// byline names the authors as the page does, without "By".
func (m *metadata) byline() string {
	candidates := []string{
		strings.Join(dedupe(m.article.authors), ", "),
		m.tag("article:author", "og:article:author"),
		m.tag("author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "article.author", "byl"),
	}
	for _, s := range append(candidates, m.bylines...) {
		if s = trimBy(squash(s)); isName(s) {
			return s
		}
	}
	return ""
}

// lead is how the page sums up the article, for readers who are shown no more.
func (m *metadata) lead() string {
	for _, s := range []string{m.article.description, m.tag("og:description"), m.tag("description", "twitter:description")} {
		if ps := linkedBody(s); letters(ps) >= 40 {
			return joinParagraphs(ps)
		}
	}
	return ""
}

func dedupe(list []string) []string {
	var out []string
	for _, s := range list {
		if s = trimBy(s); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// trimBy takes off the word that introduces a byline.
func trimBy(s string) string {
	for _, prefix := range []string{"by ", "von ", "par ", "por "} {
		if len(s) > len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
			return strings.TrimSpace(s[len(prefix):])
		}
	}
	return s
}

// isName keeps addresses, handles and whole sentences out of the byline.
func isName(s string) bool {
	return s != "" && len(s) <= 160 && !strings.Contains(s, "://") && !strings.ContainsAny(s, "@<>{}") &&
		strings.IndexFunc(s, unicode.IsLetter) >= 0 && !strings.HasSuffix(s, ".com")
}

// nodeText joins all text below n as it stands.
func nodeText(n *html.Node) string { return textUpTo(n, 2*DefaultMaxBytes) }

// textUpTo joins the text below n until there are limit bytes of it.
func textUpTo(n *html.Node, limit int) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
			if b.Len() > limit {
				break
			}
		}
	}
	return b.String()
}
