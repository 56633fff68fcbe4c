package file_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wirebrief/adapters/file"
)

const ferryPage = `<!DOCTYPE html><html lang="en"><head><title>Ferry line reopens - Example Wire</title></head><body><article><h1>Ferry line reopens</h1>
<p>The ferry between Castell and Port Ellery took 300 passengers across on its first morning after two years of repairs, the operator said.</p>
<p>The line is to run six times a day until the end of the summer, and four times a day after that.</p></article></body></html>`

// web serves documents by address: each leads to itself.
type web map[string]file.Document

func (w web) fetch(_ context.Context, address string) (file.Document, error) {
	doc, ok := w[address]
	if !ok {
		return file.Document{}, errors.New("there is nothing (404)")
	}
	return doc, nil
}

func TestWalkReadsAddresses(t *testing.T) {
	const at = "https://example.com/"
	line := `{"id":"7","title":"Mill sells oats","text":"It sold 40 tonnes."}`
	for name, c := range map[string]struct {
		address, body, kind string
		want                []string
	}{
		"Page":            {at + "ferry", ferryPage, "text/html; charset=utf-8", []string{"https://example.com/ferry = Ferry line reopens"}},
		"PageWithoutType": {at + "ferry", ferryPage, "", []string{"https://example.com/ferry = Ferry line reopens"}},
		"PageNamedText":   {at + "ferry.txt", ferryPage, "text/html", []string{"https://example.com/ferry.txt = Ferry line reopens"}},
		"Text":            {at + "a.txt", "Mill sells oats\n\nIt sold 40 tonnes.", "text/plain", []string{"https://example.com/a.txt = Mill sells oats"}},
		"Markdown":        {at + "a", "---\ntitle: Mill\n---\nIt sold oats.", "text/markdown", []string{"https://example.com/a = Mill"}},
		"MarkdownByName":  {at + "a.md?raw=1", "# Mill\n\nIt sold oats.", "text/plain", []string{"https://example.com/a.md?raw=1 = Mill"}},
		"JSON":            {at + "a", line, "application/json", []string{"https://example.com/a:1 = Mill sells oats"}},
		"JSONLines":       {at + "a.jsonl", line + "\n" + line, "text/plain", []string{"https://example.com/a.jsonl:1 = Mill sells oats", "https://example.com/a.jsonl:2 = Mill sells oats"}},
		"Zipped":          {at + "a.jsonl.gz", zip(t, line), "application/gzip", []string{"https://example.com/a.jsonl.gz:1 = Mill sells oats"}},
		"DeclaredCharset": {at + "a", "F\xe4hre f\xe4hrt wieder\n\nSie fuhr am Montag.", "text/plain; charset=iso-8859-1", []string{"https://example.com/a = Fähre fährt wieder"}},
		"RSS":             {at + "f", "<?xml version='1.0'?>\n<!-- x -->\n<rss version='2.0'><channel/></rss>", "text/html", []string{"https://example.com/f refused: this is a feed, not an article; add it with 'wirebrief feed add https://example.com/f'"}},
		"Atom":            {at + "f", "\ufeff<feed xmlns='x'/>", "", []string{"https://example.com/f refused: this is a feed, not an article; add it with 'wirebrief feed add https://example.com/f'"}},
		"JSONFeed":        {at + "f", `{"version": "https://jsonfeed.org/version/1.1", "items": []}`, "application/json", []string{"https://example.com/f refused: this is a feed, not an article; add it with 'wirebrief feed add https://example.com/f'"}},
		"OPML":            {at + "f", "<opml version='2.0'/>", "text/xml", []string{"https://example.com/f refused: this is a list of feeds; add them with 'wirebrief feed import FILE'"}},
		"PDF":             {at + "f", "%PDF-1.7", "application/pdf", []string{"https://example.com/f refused: a PDF file; save it as text or HTML first"}},
		"Empty":           {at + "f", "", "text/html", []string{"https://example.com/f refused: empty document"}},
		"FrontPage":       {at, "<!DOCTYPE html><title>Example</title><p></p>", "text/html", []string{"https://example.com/ refused: page has no article text; if it is the front page of a site, 'wirebrief feed add https://example.com/' finds its feeds"}},
		"NoHeadline":      {at + "f", "Only a headline", "text/plain", []string{"https://example.com/f refused: no text below the headline"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := web{c.address: {URL: c.address, Body: []byte(c.body), ContentType: c.kind}}
			if diff := cmp.Diff(c.want, read(t, "", nil, file.Options{Fetch: w.fetch}, c.address)); diff != "" {
				t.Errorf("items differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWalkGoesOnAfterAnAddress(t *testing.T) {
	w := web{"HTTPS://example.com/a": {Body: []byte("Mill\n\nIt sold oats.")}}
	got := read(t, "", strings.NewReader("Port\n\nIt is shut."), file.Options{Fetch: w.fetch}, "http://example.com/none", "HTTPS://example.com/a", file.Stdin)
	want := []string{"http://example.com/none refused: there is nothing (404)", "HTTPS://example.com/a = Mill", "- = Port"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	want = []string{"https://example.com/ refused: addresses are not read here; save the page and name the file"}
	if diff := cmp.Diff(want, read(t, "", nil, file.Options{}, "https://example.com/")); diff != "" {
		t.Error(diff)
	}
}

func TestWalkIdentifiesDocumentsByWhereTheyWereFound(t *testing.T) {
	w := web{
		"https://example.com/s":   {URL: "https://example.com/ferry", Body: []byte(ferryPage), ContentType: "text/html"},
		"https://example.com/t":   {URL: "https://example.com/text", Body: []byte("Mill\n\nIt sold oats.")},
		"https://example.com/u":   {URL: "https://example.com/own", Body: []byte("---\ntitle: Mill\nurl: https://example.org/mill\n---\nIt sold oats.")},
		"https://example.com/one": {URL: "https://example.com/one", Body: []byte(`{"title":"Mill","text":"It sold oats."}`), ContentType: "application/json"},
		"https://example.com/id":  {URL: "https://example.com/id", Body: []byte(`{"id":"7","title":"Mill","text":"It sold oats."}`)},
	}
	type identity struct{ url, path, source, guid string }
	for address, want := range map[string]identity{
		"https://example.com/s":   {url: "https://example.com/ferry"},
		"https://example.com/t":   {url: "https://example.com/text"},
		"https://example.com/u":   {url: "https://example.org/mill"},
		"https://example.com/one": {url: "https://example.com/one", source: "https://example.com/one"},
		"https://example.com/id":  {source: "https://example.com/id", guid: "7"},
	} {
		for it := range file.Walk(t.Context(), []string{address}, nil, file.Options{Fetch: w.fetch}) {
			a := it.Article
			if got := (identity{a.URL, a.Path, a.Source, a.GUID}); got != want || it.Err != nil {
				t.Errorf("%s: got %+v (%v), want %+v", address, got, it.Err, want)
			}
		}
	}
}

func TestCountLeavesAddressesOut(t *testing.T) {
	if total := file.Count(t.Context(), []string{"https://example.com/"}); total != (file.Total{}) {
		t.Errorf("counted %+v", total)
	}
}

func TestFeedsInFilesAreRefused(t *testing.T) {
	root := write(t, "feed.xml", "<?xml version='1.0'?><rdf:RDF xmlns='x'></rdf:RDF>", "list.opml", "<opml></opml>", "news.txt", "<rss> is a format\n\nIt was read.")
	want := []string{
		"feed.xml refused: this is a feed, not an article; add it with 'wirebrief feed add ADDRESS'",
		"list.opml refused: this is a list of feeds; add them with 'wirebrief feed import FILE'",
		"news.txt = <rss> is a format",
	}
	if diff := cmp.Diff(want, read(t, root, nil, file.Options{}, root+"/feed.xml", root+"/list.opml", root+"/news.txt")); diff != "" {
		t.Error(diff)
	}
}

// FuzzDocument reads what servers may send under any media type and name:
// there are articles, or refusals, and nothing else.
func FuzzDocument(f *testing.F) {
	for _, s := range [][3]string{
		{ferryPage, "text/html; charset=utf-8", "ferry"}, {"Mill\n\nIt sold oats.", "text/plain", "a.txt"}, {`{"title":"Mill","text":"x"}`, "application/json", ""},
		{"<?xml version='1.0'?><!-- <rss> --><rss/>", "text/xml", "feed"}, {"\x1f\x8b\x08\x00", "application/gzip", "a.jsonl.gz"}, {"<!", "", "%zz"}, {"<?<a:", "text/html;", "x?y#z"},
		{"\xff\xfe<\x00r\x00s\x00s\x00>\x00", "text/plain; charset=utf-16", "a.md"}, {"---\ntitle: A\nurl: b\n---\nc", "text/markdown; charset=\xff", "a"},
	} {
		f.Add(s[0], s[1], s[2])
	}
	f.Fuzz(func(t *testing.T, body, kind, path string) {
		address := "https://example.com/" + url.PathEscape(path) // as an HTTP client reports it
		w := web{address: {URL: address, Body: []byte(body), ContentType: kind}}
		for it := range file.Walk(t.Context(), []string{address}, nil, file.Options{Fetch: w.fetch, MaxBytes: 1 << 16}) {
			check(t, it)
			if it.Err == nil && it.Article.Path != "" {
				t.Errorf("an address became the path %q", it.Article.Path)
			}
		}
	})
}
