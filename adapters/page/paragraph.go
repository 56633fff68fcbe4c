package page

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A paragraph is one block of plain text with what the filters ask of it.
type paragraph struct {
	text string
	// letters counts letters and digits, linked those inside links, dated
	// those inside <time>.
	letters, linked, dated int
	heading                bool
	listed                 bool
	// quoted marks what stands in a block quote.
	quoted bool
}

// allLinked reports whether the paragraph is nothing but links.
func (p paragraph) allLinked() bool { return p.linked > 0 && p.linked*10 >= p.letters*9 }

// ended reports whether the text ends as a sentence does.
func (p paragraph) ended() bool {
	t := strings.TrimRight(p.text, "\"'”’»)] \u00a0")
	return t != "" && strings.ContainsRune(".!?…。！？।։:", lastRune(t))
}

func lastRune(s string) rune {
	var last rune
	for i := len(s) - 1; i >= 0; i-- {
		if s[i]&0xC0 != 0x80 {
			for _, r := range s[i:] {
				last = r
			}
			return last
		}
	}
	return last
}

// tagOf returns the kind of an element by its name: the library that finds the
// body renames elements and makes new ones without setting DataAtom.
func tagOf(n *html.Node) atom.Atom { return atom.Lookup([]byte(n.Data)) }

// A writer makes paragraphs of a tree.
type writer struct {
	done []paragraph
	cur  paragraph
	buf  strings.Builder
	// space is a blank owed before the next word.
	space        bool
	links, times int
}

// paragraphsOf returns the paragraphs below n. The tree is at most as deep as
// the parser allows, so recursion is bounded.
func paragraphsOf(n *html.Node) []paragraph {
	var w writer
	w.walk(n)
	w.flush()
	return w.done
}

func (w *writer) walk(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		w.write(n.Data)
		return
	case html.ElementNode, html.DocumentNode:
	default:
		return
	}
	if skipped(n) {
		return
	}
	if tagOf(n) == atom.Br {
		w.lineBreak(n)
		return
	}
	block := isBlock(n)
	if block {
		w.flush()
	}
	before := w.cur
	w.enter(n)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c)
	}
	switch tagOf(n) {
	case atom.A:
		w.links--
	case atom.Time:
		w.times--
	}
	switch {
	case block:
		w.flush()
		w.cur = paragraph{heading: before.heading, listed: before.listed, quoted: before.quoted}
	case tagOf(n) == atom.Td || tagOf(n) == atom.Th:
		w.space = true
	}
}

func (w *writer) enter(n *html.Node) {
	switch tagOf(n) {
	case atom.A:
		w.links++
	case atom.Time:
		w.times++
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		w.cur.heading = true
	case atom.Li, atom.Dd, atom.Dt:
		w.cur.listed = true
	case atom.Blockquote:
		w.cur.quoted = true
	}
}

// write adds text, white space squeezed. No-break spaces stay: they stand
// inside numbers. Soft hyphens go: they stand inside words.
func (w *writer) write(s string) {
	for _, r := range s {
		switch r {
		case ' ', '\t', '\n', '\r', '\f':
			w.space = true
			continue
		case '\u00ad', '\ufeff':
			continue
		}
		if w.space && w.buf.Len() > 0 {
			w.buf.WriteByte(' ')
		}
		w.space = false
		w.buf.WriteRune(r)
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			w.cur.letters++
			if w.links > 0 {
				w.cur.linked++
			}
			if w.times > 0 {
				w.cur.dated++
			}
		}
	}
}

// lineBreak ends a paragraph at <br> unless the line goes on in small letters
// after no full stop: then it was broken for looks.
func (w *writer) lineBreak(n *html.Node) {
	p := w.cur
	p.text = w.buf.String()
	if next := n.NextSibling; !p.ended() && next != nil && next.Type == html.TextNode {
		if t := strings.TrimSpace(next.Data); t != "" && unicode.IsLower([]rune(t[:min(len(t), 4)])[0]) {
			w.space = true
			return
		}
	}
	w.flush()
}

// flush ends the paragraph.
func (w *writer) flush() {
	w.space = false
	w.cur.text = strings.Trim(w.buf.String(), " \u00a0")
	w.buf.Reset()
	if w.cur.letters > 0 {
		w.done = append(w.done, w.cur)
	}
	w.cur.text, w.cur.letters, w.cur.linked, w.cur.dated = "", 0, 0, 0
}

// skipped are elements whose text is not shown.
func skipped(n *html.Node) bool {
	switch tagOf(n) {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Head, atom.Iframe, atom.Object, atom.Svg,
		atom.Math, atom.Select, atom.Textarea, atom.Button, atom.Audio, atom.Video, atom.Canvas:
		return true
	}
	return n.Namespace == "svg"
}

func isBlock(n *html.Node) bool {
	switch tagOf(n) {
	case atom.P, atom.Div, atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Dt, atom.Dd, atom.H1, atom.H2, atom.H3, atom.H4,
		atom.H5, atom.H6, atom.Blockquote, atom.Pre, atom.Table, atom.Tr, atom.Caption, atom.Section, atom.Article,
		atom.Main, atom.Header, atom.Footer, atom.Aside, atom.Nav, atom.Figure, atom.Figcaption, atom.Address,
		atom.Form, atom.Fieldset, atom.Hr, atom.Center, atom.Details, atom.Summary, atom.Body, atom.Html:
		return true
	}
	return false
}
