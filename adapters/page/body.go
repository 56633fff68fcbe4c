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
// blank lines, "" if there is none. It changes doc.
func bodyText(doc *html.Node, m *metadata, base *url.URL) string {
	prune(doc)
	// What the fall-back needs is taken before the finder takes doc apart.
	plain := plainParagraphs(doc)
	body := keepOwn(found(doc, base), m)
	if letters(body) < shortBody {
		if own := keepOwn(plain, m); letters(own) > letters(body) {
			body = own
		}
	}
	if letters(body) < shortBody && len(m.article.body) > shortBody {
		body = linkedBody(m.article.body)
	}
	texts := make([]string, len(body))
	for i, p := range body {
		texts[i] = p.text
	}
	return strings.Join(texts, "\n\n")
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
	var all []paragraph
	for line := range strings.Lines(s) {
		if line = squash(line); line != "" {
			all = append(all, paragraph{text: line, letters: len(line)})
		}
	}
	return all
}
