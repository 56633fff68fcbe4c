package feed

import (
	"context"
	"errors"
	"strings"

	"wirebrief/adapters/fetch"
	"wirebrief/adapters/page"
	"wirebrief/briefing"
)

// A visit is what came of asking for the page of an entry.
type visit struct {
	// article is what the page says, nil if it could not be had.
	article *briefing.Article
	// address is the canonical address of the report, "" if not known.
	address string
	// trouble says why there is no article; passing, that another time may do
	// better; busy, that the site asks to be left alone.
	trouble       string
	passing, busy bool
}

func (v visit) title() string {
	if v.article == nil {
		return ""
	}
	return v.article.Title
}

// visit fetches the page of an entry, if its robots.txt allows, and makes sure
// that it is the page of that report.
func (r *Reader) visit(ctx context.Context, it Item, own feedText) visit {
	ctx, cancel := context.WithTimeout(ctx, r.o.PageTimeout)
	defer cancel()
	resp, err := r.client.Fetch(ctx, fetch.Request{URL: it.Link, Accept: acceptPage, MaxBytes: page.DefaultMaxBytes, Robots: true})
	if err != nil {
		var fe *fetch.Error
		busy := errors.As(err, &fe) && fe.Kind == fetch.Busy
		return visit{trouble: pageTrouble(err), passing: passing(err), busy: busy}
	}
	if why := misled(it.Link, resp); why != "" {
		return visit{trouble: why}
	}
	a, err := page.Parse(resp.Body, page.Options{URL: resp.URL, ContentType: resp.ContentType(), Now: r.o.Now()})
	if err != nil {
		return visit{trouble: "its page cannot be read: " + err.Error()}
	}
	if !related(it.Title, own.text, a.Title, a.Text) {
		return visit{trouble: "its page speaks of something else; a log-in, a cookie notice or a changed address may stand in between"}
	}
	return visit{article: &a, address: articleAddress(it.Link, resp.URL, a.URL)}
}

// misled tells why an answer cannot be the page that a link promised, or "".
func misled(link string, resp fetch.Response) string {
	switch kind := strings.ToLower(resp.ContentType()); {
	case kind != "" && !strings.Contains(kind, "html") && !strings.Contains(kind, "xml") && !strings.HasPrefix(kind, "text/plain"):
		kind, _, _ = strings.Cut(kind, ";")
		return "its address leads to " + kind + ", not to a web page"
	case isFrontPage(resp.URL) && !isFrontPage(link):
		return "its address leads to the front page of " + hostOf(resp.URL)
	}
	if word := gateAt(link, resp.URL); word != "" {
		return "its address leads to a page for " + word + " at " + hostOf(resp.URL)
	}
	return ""
}

// pageTrouble is the text of an error of the client without what only helps
// with sources.
func pageTrouble(err error) string {
	var fe *fetch.Error
	if errors.As(err, &fe) {
		return fe.Error()
	}
	return err.Error()
}
