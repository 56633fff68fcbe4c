package page

import (
	"strings"
	"unicode"

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
			if skipped(c) || (sideElement(c) || unseen(c) || namedForeign(c)) && sizes[c]*4 <= total || hoverCard(c) {
				drop = append(drop, c)
				continue
			}
			if holdsPost(c) {
				// The finder goes by names, too, and takes a division with a
				// link and few words for a menu.
				c.Attr, c.Data, c.DataAtom = nil, "section", atom.Section
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
	if strings.HasPrefix(n.Data, "amp-") && ampSides[n.Data] || attr(n, "subscriptions-section") == "content-not-granted" {
		return true
	}
	role := attr(n, "role")
	return attr(n, "aria-hidden") == "true" || role == "navigation" || role == "complementary"
}

// ampSides are the elements of AMP that hold menus, advertisements and notices.
var ampSides = map[string]bool{
	"amp-sidebar": true, "amp-ad": true, "amp-sticky-ad": true, "amp-embed": true, "amp-consent": true, "amp-list": true,
	"amp-user-notification": true, "amp-social-share": true, "amp-lightbox": true, "amp-carousel": true, "amp-next-page": true,
}

// foreignNames are parts of class and id names that boxes of foreign text
// carry, matched against whole words of the name.
var foreignNames = map[string]bool{
	"caption": true, "captions": true, "credit": true, "credits": true,
	"related": true, "recommended": true, "recommendations": true, "recirc": true, "recirculation": true,
	"newsletter": true, "newsletters": true, "signup": true, "subscribe": true, "subscription": true, "promo": true, "promobox": true,
	"share": true, "sharing": true, "social": true, "comments": true, "comment": true, "disqus": true,
	"outbrain": true, "taboola": true, "sponsor": true, "sponsored": true, "advert": true, "advertisement": true, "ad": true, "ads": true,
	"breadcrumb": true, "breadcrumbs": true, "byline": true, "dateline": true, "timestamp": true, "tags": true,
	"trending": true, "popular": true, "cookie": true, "cookies": true, "gdpr": true, "paywall": true, "readmore": true, "teaser": true, "teasers": true,
	"copyright": true, "pagination": true, "bio": true, "slideshow": true, "gallery": true,
	"mostread": true, "readnext": true, "upnext": true,
}

// shareNames are those of foreignNames that also stand on the frame around
// another's post that the article shows: a block quote tells that.
var shareNames = map[string]bool{"social": true, "share": true, "sharing": true}

// namedForeign reports whether a class or id of n is named so.
func namedForeign(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Html, atom.Body, atom.Article, atom.Main, atom.P, atom.H1, atom.A:
		return false
	}
	for _, value := range [2]string{attr(n, "class"), attr(n, "id")} {
		for word := range strings.FieldsFuncSeq(value, isNameBreak) {
			if name := foreignName(word); name != "" && (!shareNames[name] || !holdsPost(n)) {
				return true
			}
		}
	}
	return false
}

func isNameBreak(r rune) bool { return r == ' ' || r == '-' || r == '_' || r == ':' }

// foreignName returns the foreign name that a word is or, written as
// emailSignup is, is put together of; else "". Parts of fewer than five letters are
// not looked at: style sheets made by machines are full of them.
func foreignName(word string) string {
	if lower := strings.ToLower(word); foreignNames[lower] {
		return lower
	}
	for rest := word; rest != ""; {
		end := 1 + strings.IndexFunc(rest[1:], unicode.IsUpper)
		if end == 0 {
			end = len(rest)
		}
		if part := strings.ToLower(rest[:end]); len(part) >= 5 && foreignNames[part] {
			return part
		}
		rest = rest[end:]
	}
	return ""
}

// holdsPost reports whether n is a frame with a block quote right inside, as
// around posts of other sites.
func holdsPost(n *html.Node) bool {
	if n.DataAtom != atom.Div && n.DataAtom != atom.Figure {
		return false
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Blockquote {
			return true
		}
	}
	return false
}

// unseen reports whether n itself says that it is not shown.
func unseen(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return a.Val != "until-found"
		case "style":
			style := strings.ToLower(strings.Join(strings.Fields(a.Val[:min(len(a.Val), 400)]), ""))
			return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
		}
	}
	return false
}

// hoverNames are words of the class names of cards that come up when a
// pointer rests on a name in running text.
var hoverNames = map[string]bool{
	"rollover": true, "tooltip": true, "popover": true, "popup": true, "hovercard": true, "flyout": true, "infotip": true,
}

// hoverCard reports whether n is such a card: it follows the element that it
// explains at once, unlike the frame around both, and holds more than words.
func hoverCard(n *html.Node) bool {
	if n.PrevSibling == nil || n.PrevSibling.Type != html.ElementNode || n.DataAtom == atom.A || n.DataAtom == atom.P {
		return false
	}
	for word := range strings.FieldsFuncSeq(attr(n, "class"), isNameBreak) {
		if !hoverNames[strings.ToLower(word)] {
			continue
		}
		links := 0
		for d := range n.Descendants() {
			switch d.DataAtom {
			case atom.Img:
				return true
			case atom.A:
				links++
			}
		}
		return links > 1 || attr(n, "role") == "tooltip"
	}
	return false
}
