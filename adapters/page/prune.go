package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// prune removes from doc, before the body is looked for, what is never part
// of it: captions, side boxes, forms, and whatever is named as boxes of other
// stories, newsletters or comments are. A named box is kept if it holds much
// of the page's text: then the name means something else.
func prune(doc *html.Node) {
	sizes := map[*html.Node]int{}
	total := measureText(doc, false, sizes)
	if total < shortBody {
		// The page does not mark its paragraphs.
		total = measureText(doc, true, sizes)
	}
	var drop []*html.Node
	var visit func(n *html.Node)
	visit = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type != html.ElementNode {
				continue
			}
			if skipped(c) || (sideElement(c) || namedForeign(c)) && sizes[c]*4 <= total {
				drop = append(drop, c)
				continue
			}
			visit(c)
		}
	}
	visit(doc)
	for _, n := range drop {
		if n.DataAtom != atom.Head {
			n.Parent.RemoveChild(n)
		}
	}
}

// measureText notes in sizes, for each element, the bytes of text below it:
// those in <p> elements or, with all, any that are shown. It returns that of n.
func measureText(n *html.Node, all bool, sizes map[*html.Node]int) int {
	if n.Type == html.TextNode && all {
		return len(strings.TrimSpace(n.Data))
	}
	size := 0
	inside := all || n.DataAtom == atom.P
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode || !skipped(c) {
			size += measureText(c, inside, sizes)
		}
	}
	if n.Type == html.ElementNode {
		sizes[n] = size
	}
	return size
}

// sideElement knows by its kind what stands beside the body.
func sideElement(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Figcaption, atom.Nav, atom.Form, atom.Aside, atom.Footer:
		return true
	case atom.Html, atom.Body:
		return false
	}
	role := attr(n, "role")
	return attr(n, "aria-hidden") == "true" || role == "navigation" || role == "complementary"
}

// foreignNames are parts of class and id names that boxes of foreign text
// carry, matched against whole words of the name.
var foreignNames = map[string]bool{
	"caption": true, "captions": true, "credit": true, "credits": true,
	"related": true, "recommended": true, "recommendations": true, "recirc": true, "recirculation": true,
	"newsletter": true, "signup": true, "subscribe": true, "subscription": true, "promo": true, "promobox": true,
	"share": true, "sharing": true, "social": true, "comments": true, "comment": true, "disqus": true,
	"outbrain": true, "taboola": true, "sponsor": true, "sponsored": true, "advert": true, "advertisement": true, "ad": true, "ads": true,
	"breadcrumb": true, "breadcrumbs": true, "byline": true, "dateline": true, "timestamp": true, "tags": true,
	"trending": true, "popular": true, "cookie": true, "gdpr": true, "paywall": true, "readmore": true, "teaser": true, "teasers": true,
	"copyright": true, "pagination": true, "bio": true, "slideshow": true, "gallery": true,
}

// namedForeign reports whether a class or id of n is named so.
func namedForeign(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Html, atom.Body, atom.Article, atom.Main, atom.P, atom.H1, atom.A:
		return false
	}
	for _, value := range [2]string{attr(n, "class"), attr(n, "id")} {
		for word := range strings.FieldsFuncSeq(value, func(r rune) bool { return r == ' ' || r == '-' || r == '_' || r == ':' }) {
			if foreignNames[strings.ToLower(word)] {
				return true
			}
		}
	}
	return false
}
