package page

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxElements bounds the elements of a page. Article pages have some
// thousands; the time to find a body is quadratic in the worst case.
const maxElements = 60_000

// maxCopies bounds the elements that the parser may have to make by itself:
// for each block it copies the formatting elements left open before it, so
// that a page of 2 MB could become gigabytes.
const maxCopies = 200_000

// maxDepths bounds the sum of the depths of all elements: finding the body
// looks at the ancestors of each paragraph. Ordinary pages come to 50,000 at
// most.
const maxDepths = 1_000_000

// buildTree parses text after measuring it. Nesting is bounded by the parser,
// at 512 elements. Its input ends with an error at the deadline.
func buildTree(text string, deadline time.Time) (*html.Node, error) {
	if err := measure(text); err != nil {
		return nil, err
	}
	doc, err := html.Parse(&timedReader{r: strings.NewReader(text), deadline: deadline})
	switch {
	case errors.Is(err, ErrTooSlow):
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("%w: nested deeper than 512 elements", ErrTooComplex)
	case depths(doc, 0) > maxDepths:
		return nil, fmt.Errorf("%w: too many deep ones", ErrTooComplex)
	}
	return doc, nil
}

// depths sums the depths of the elements below n.
func depths(n *html.Node, depth int) int {
	sum := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			sum += depth + depths(c, depth+1)
		}
	}
	return sum
}

// A timedReader reads in small pieces and fails after the deadline, which is
// the only way to stop the parser.
type timedReader struct {
	r        io.Reader
	deadline time.Time
}

func (t *timedReader) Read(p []byte) (int, error) {
	if time.Now().After(t.deadline) {
		return 0, ErrTooSlow
	}
	return t.r.Read(p[:min(len(p), 4096)])
}

// measure refuses a page with too many elements, going through its tags once
// without building anything.
func measure(text string) error {
	z := html.NewTokenizer(strings.NewReader(text))
	elements, open, copies := 0, 0, 0
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return nil
		}
		if kind != html.StartTagToken && kind != html.EndTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		name, _ := z.TagName()
		ends, formatting := kind == html.EndTagToken, formats(name)
		if !ends {
			elements++
		}
		switch {
		case ends && formatting:
			open = max(open-1, 0)
		case formatting:
			open++
		default:
			copies += open
		}
		if elements > maxElements || copies > maxCopies {
			return fmt.Errorf("%w: more than %d elements", ErrTooComplex, maxElements)
		}
	}
}

// formats reports whether the HTML parser reopens an element after a block.
func formats(name []byte) bool {
	switch atom.Lookup(name) {
	case atom.A, atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.Nobr,
		atom.S, atom.Small, atom.Strike, atom.Strong, atom.Tt, atom.U:
		return true
	}
	return false
}

// contentCharset returns the charset of a Content-Type header, or "".
func contentCharset(header string) string {
	_, params, err := mime.ParseMediaType(header)
	if err != nil {
		return ""
	}
	return params["charset"]
}

// metaCharset returns the charset that the page declares for itself: in an
// XML declaration, <meta charset> or <meta http-equiv>. It looks at the first
// 16 KiB, since many pages put scripts before the declaration.
func metaCharset(b []byte) string {
	head := b[:min(len(b), 16<<10)]
	if bytes.HasPrefix(head, []byte("<?xml")) {
		if _, rest, ok := bytes.Cut(head[:min(len(head), 200)], []byte(`encoding="`)); ok {
			label, _, _ := bytes.Cut(rest, []byte(`"`))
			return string(label)
		}
	}
	z := html.NewTokenizer(bytes.NewReader(head))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			if t.DataAtom != atom.Meta {
				continue
			}
			n := &html.Node{Attr: t.Attr}
			if c := attr(n, "charset"); c != "" {
				return c
			}
			if strings.EqualFold(attr(n, "http-equiv"), "content-type") {
				return contentCharset(attr(n, "content"))
			}
		}
	}
}
