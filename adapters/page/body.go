package page

import (
	"net/url"
	"strings"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// shortBody is how many letters a body must have before another way to find
// one is tried.
const shortBody = 140

// bodyText finds the body of the page and returns it as paragraphs parted by
// blank lines, "" if there is none, and whether that is only its beginning.
// It changes doc.
func bodyText(doc *html.Node, m *metadata, base *url.URL) (body string, excerpt bool) {
	gate := readGate(doc, m)
	prune(doc)
	// What the fall-back needs is taken before the finder takes doc apart.
	plain := plainParagraphs(doc)
	ps := keepOwn(found(doc, base), m)
	if letters(ps) < shortBody {
		if own := keepOwn(plain, m); letters(own) > letters(ps) {
			ps = own
		}
	}
	if letters(ps) < shortBody && len(m.article.body) > shortBody && !gate.locked {
		ps = linkedBody(m.article.body)
	}
	ps, cut := cutGate(ps)
	body = joinParagraphs(ps)
	excerpt = gate.excerpt(len(strings.Fields(body)), cut, m.article)
	if excerpt && letters(ps) < shortBody {
		// Nothing is shown to others: what the page says of itself is its lead.
		if lead := m.lead(); len(lead) > len(body) {
			body = lead
		}
	}
	return body, excerpt
}

// found asks the library.
func found(doc *html.Node, base *url.URL) []paragraph {
	parser := readability.NewParser()
	parser.DisableJSONLD = true
	parser.MaxElemsToParse = 2 * maxElements
	if base == nil || base.Host == "" {
		// Links are not kept; the library only wants something to resolve
		// them against.
		base = &url.URL{Scheme: "https", Host: "example.com", Path: "/"}
	}
	a, err := parser.ParseAndMutate(doc, base)
	if err != nil || a.Node == nil {
		return nil
	}
	return paragraphsOf(a.Node)
}

// plainParagraphs are all <p> outside of what prune takes away, for pages too
// short for the library to be sure.
func plainParagraphs(doc *html.Node) []paragraph {
	var all []paragraph
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.DataAtom == atom.P {
			all = append(all, paragraphsOf(n)...)
		}
	}
	return all
}

func letters(ps []paragraph) int {
	n := 0
	for _, p := range ps {
		n += p.letters
	}
	return n
}

// linkedBody makes paragraphs of JSON-LD's articleBody, which some pages
// that show nothing without scripts still carry. It may hold markup.
func linkedBody(s string) []paragraph {
	if strings.Contains(s, "<") || strings.Contains(s, "&") {
		if doc, err := html.Parse(strings.NewReader(s)); err == nil {
			return paragraphsOf(doc)
		}
	}
	return plainLines(s)
}
