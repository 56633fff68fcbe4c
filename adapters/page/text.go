package page

import (
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Text makes plain text of a piece of HTML, such as the content of a feed
// entry: paragraphs parted by a blank line, written and sifted as Parse does
// with a whole page. base is the address of the article, "" if not known: a
// line that only links there ("continue reading") is left out. What is no
// HTML comes back with its lines as paragraphs. HTML that no article needs,
// too large or too deeply nested, becomes its bare words.
func Text(fragment, base string) string {
	if len(fragment) > DefaultMaxBytes {
		fragment = strings.ToValidUTF8(fragment[:DefaultMaxBytes], "")
	}
	if !strings.ContainsAny(fragment, "<&") {
		return joinParagraphs(plainLines(fragment))
	}
	doc, err := buildTree(fragment, time.Now().Add(DefaultLimit))
	if err != nil {
		return bareText(fragment)
	}
	own, _ := url.Parse(base)
	dropOwnLinks(doc, own)
	all := paragraphsOf(doc)
	prune(doc)
	kept, _ := cutGate(keepOwn(paragraphsOf(doc), &metadata{}))
	if letters(kept) == 0 {
		// Nothing but links or boxes: then they are what the entry says.
		kept = all
	}
	return joinParagraphs(kept)
}

func joinParagraphs(ps []paragraph) string {
	texts := make([]string, len(ps))
	for i, p := range ps {
		texts[i] = p.text
	}
	return strings.Join(texts, "\n\n")
}

// plainLines makes a paragraph of each line that has words.
func plainLines(s string) []paragraph {
	var all []paragraph
	for line := range strings.Lines(s) {
		if line = squash(strings.ToValidUTF8(line, "\uFFFD")); line != "" {
			all = append(all, paragraph{text: line, letters: len(line)})
		}
	}
	return all
}

// dropOwnLinks removes short links to the page itself ("Continue reading"), and
// whole paragraphs that are little more than such links: "The post … appeared
// first on …".
func dropOwnLinks(doc *html.Node, own *url.URL) {
	if own == nil || own.Host == "" {
		return
	}
	var links []*html.Node
	for n := range doc.Descendants() {
		if n.DataAtom == atom.A && len(links) < maxOwnLinks && leadsTo(attr(n, "href"), own) {
			links = append(links, n)
		}
	}
	for _, n := range links {
		switch p := n.Parent; {
		case p == nil:
		case p.DataAtom == atom.P && p.Parent != nil && aboutLinks(p) && !closes(n):
			p.Parent.RemoveChild(p)
		case len(squash(textUpTo(n, 80))) < 40 && closes(n):
			p.RemoveChild(n)
		}
	}
}

// maxOwnLinks bounds the links looked at.
const maxOwnLinks = 50

// aboutLinks reports whether a paragraph is short and two fifths of it are links.
func aboutLinks(p *html.Node) bool {
	ps := paragraphsOf(p)
	return len(ps) == 1 && ps[0].letters < 200 && ps[0].linked*5 >= ps[0].letters*2
}

// closes reports whether nothing but dots and brackets follows a link.
func closes(n *html.Node) bool {
	for s := n.NextSibling; s != nil; s = s.NextSibling {
		if s.Type == html.ElementNode || strings.Trim(s.Data, " \t\n.]…\u00a0") != "" {
			return false
		}
	}
	return true
}

// leadsTo reports whether a link found at own leads to that very page.
func leadsTo(href string, own *url.URL) bool {
	u, err := own.Parse(href)
	return err == nil && href != "" && site(u.Host) == site(own.Host) && strings.Trim(u.Path, "/") == strings.Trim(own.Path, "/") &&
		strings.Trim(own.Path, "/") != ""
}

// bareText returns the words of HTML without building a tree.
func bareText(fragment string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(fragment))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return squash(strings.ToValidUTF8(b.String(), "\uFFFD"))
		case html.TextToken:
			b.Write(z.Text())
		default:
			b.WriteByte(' ')
		}
	}
}
