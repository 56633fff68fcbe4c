package page

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A gate is what a page says and shows of being for subscribers only. It is
// read before prune takes the notices away.
//
// That a page declares itself not free does not make its text an excerpt: many
// pages are metered, or hold the whole text for the publisher's own script to
// hide. The text is an excerpt if the last thing said in it is a notice that the
// rest is for subscribers, or if it is declared not free, or shows such a
// notice elsewhere, and is besides much shorter than the page says or than
// articles are.
type gate struct {
	// locked: declared not free, in JSON-LD or article:content_tier.
	locked bool
	// whole: the part declared not free is in the page with its text.
	whole bool
	// emptied: such a part is declared and is not in the page, or empty.
	emptied bool
	// named: a box is named as such notices are and has words.
	named bool
	// notices are the short texts of the page that may be one.
	notices []string
}

// asks reports whether one of the short texts of the page is a notice.
func (g gate) asks() bool { return slices.ContainsFunc(g.notices, isGate) }

// Bounds in words, judged by how long the beginnings are that publishers show.
const (
	// lockedExcerpt is what a text declared not free has less of if it is cut off,
	// where nothing else tells.
	lockedExcerpt = 200
	// gatedExcerpt is the same where a notice is shown, or the part is missing.
	gatedExcerpt = 500
	// askedExcerpt is the same where only a notice is shown.
	askedExcerpt = 150
)

// heldBack is how many bytes of text a part declared not free has in the page if
// it is there: a few lines of it may be shown when it is not.
const heldBack = 800

// readGate looks at the page before anything is taken away from it.
func readGate(doc *html.Node, m *metadata) gate {
	g := gate{locked: m.article.locked}
	switch strings.ToLower(m.tag("article:content_tier")) {
	case "locked", "metered":
		g.locked = true
	}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || n.Namespace != "" {
			continue
		}
		if matchesAny(n, m.article.parts) {
			g.whole = g.whole || len(shownText(n, heldBack)) >= heldBack
		}
		if text := noticeText(n); text != "" && len(g.notices) < maxNotices {
			g.notices = append(g.notices, text)
			g.named = g.named || gateNamed(n)
		}
	}
	g.emptied = len(m.article.parts) > 0 && !g.whole
	return g
}

// excerpt decides whether text of so many words is only the beginning. cut
// tells that a notice stood at its end.
func (g gate) excerpt(words int, cut bool, a linkedArticle) bool {
	whole := max(a.words, len(strings.Fields(a.body)))
	switch {
	case whole > 0 && words*10 >= whole*9:
		return false
	case !g.locked:
		return cut && words < gatedExcerpt || words < askedExcerpt && g.asks()
	case cut || whole > 0 && words*10 < whole*7:
		return true
	case g.whole:
		return false
	case words < lockedExcerpt:
		return true
	}
	return words < gatedExcerpt && (g.emptied || g.named || g.asks())
}

// matchesAny reports whether n is what one of the selectors selects. Only
// single classes, ids and element names with a class are understood; more
// does not occur in practice.
func matchesAny(n *html.Node, selectors []string) bool {
	return slices.ContainsFunc(selectors, func(s string) bool {
		for one := range strings.SplitSeq(s, ",") {
			if matches(n, strings.TrimSpace(one)) {
				return true
			}
		}
		return false
	})
}

func matches(n *html.Node, selector string) bool {
	if id, ok := strings.CutPrefix(selector, "#"); ok {
		return id != "" && attr(n, "id") == id
	}
	name, class, ok := strings.Cut(selector, ".")
	if !ok || class == "" || name != "" && name != n.Data {
		return false
	}
	has := strings.Fields(attr(n, "class"))
	for c := range strings.SplitSeq(class, ".") {
		if !slices.Contains(has, c) {
			return false
		}
	}
	return true
}

// maxNotices bounds the texts looked at.
const maxNotices = 2000

// gateNames are parts of names that boxes with such notices carry, of
// publishers and of the services that sell access for them.
var gateNames = []string{
	"paywall", "pay-wall", "subscriber-only", "subscribers-only", "subscription-wall", "regwall", "registration-wall",
	"meteredcontent", "tp-container", "tp-modal", "article-gate", "content-gate", "piano-",
}

// noticeText returns the text of n if it is shown and as short as a notice is.
func noticeText(n *html.Node) string {
	switch n.DataAtom {
	case atom.P, atom.Div, atom.Section, atom.Aside, atom.H2, atom.H3, atom.H4:
	default:
		return ""
	}
	if n.FirstChild == nil || unseen(n) {
		return ""
	}
	if n.DataAtom != atom.P && n.FirstChild.Type != html.TextNode && !gateNamed(n) {
		return ""
	}
	s := shownText(n, longestNotice)
	if len(s) < 12 || len(s) >= longestNotice || insideUnseen(n) {
		return ""
	}
	return s
}

// longestNotice is in bytes; letters of some scripts have three.
const longestNotice = 600

// gateNamed reports whether n is named as boxes with notices are.
func gateNamed(n *html.Node) bool {
	for _, a := range n.Attr {
		if a.Key != "class" && a.Key != "id" && a.Key != "aria-label" {
			continue
		}
		value := strings.ToLower(a.Val[:min(len(a.Val), 400)])
		if slices.ContainsFunc(gateNames, func(w string) bool { return strings.Contains(value, w) }) {
			return true
		}
	}
	return false
}

// insideUnseen reports whether something around n is not shown.
func insideUnseen(n *html.Node) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Type == html.ElementNode && (skipped(p) || unseen(p)) {
			return true
		}
	}
	return false
}

// shownText joins the text below n up to limit bytes, without scripts and the
// like, on one line.
func shownText(n *html.Node, limit int) string {
	var b strings.Builder
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil && b.Len() < limit; c = c.NextSibling {
			switch {
			case c.Type == html.TextNode:
				b.WriteString(c.Data)
				b.WriteByte(' ')
			case c.Type == html.ElementNode && (c.DataAtom == atom.Button || !skipped(c)) && !unseen(c):
				walk(c)
			}
		}
	}
	walk(n)
	return squash(b.String())
}

// cutGate takes the notice off the end of a text: the first of the last
// paragraphs that asks readers to subscribe, and what follows it if that is short.
// It reports whether there was one. Invitations left in between go, too.
func cutGate(ps []paragraph) ([]paragraph, bool) {
	ps, cut := cutNotice(ps)
	return slices.DeleteFunc(ps, invites), cut
}

func cutNotice(ps []paragraph) ([]paragraph, bool) {
	from := max(0, len(ps)-gateParagraphs)
	for i := from; i < len(ps); i++ {
		if !isGate(ps[i].text) {
			continue
		}
		words := 0
		for _, p := range ps[i+1:] {
			words += len(strings.Fields(p.text))
		}
		if words <= gateWords {
			return ps[:i], true
		}
	}
	return ps, false
}

const (
	// gateParagraphs is how many paragraphs a notice has at most, offers and
	// links for signing in included; gateWords how many words follow its first.
	gateParagraphs = 6
	gateWords      = 60
)
