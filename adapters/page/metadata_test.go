package page_test

import (
	"testing"

	"wirebrief/adapters/page"
)

func TestParseHeadline(t *testing.T) {
	for name, c := range map[string]struct{ head, h1, want string }{
		"OpenGraph before title":                    {`<meta property="og:title" content="Board meets"><title>Old words</title>`, "", "Board meets"},
		"site named by host leaves the title":       {`<link rel="canonical" href="https://www.examplewire.com/a"><title>Board meets again today | ExampleWire</title>`, "", "Board meets again today"},
		"site in front leaves the title":            {`<meta property="og:site_name" content="Example Wire"><title>Example Wire: - Board meets</title>`, "Board meets", "Board meets"},
		"heading inside the title":                  {`<title>Board meets on Tuesday | Coast | Unknown Site</title>`, "Board meets on Tuesday", "Board meets on Tuesday"},
		"unexplained tail of three words":           {`<title>Board meets again today – My Web Site</title>`, "", "Board meets again today"},
		"a dash inside the headline stays":          {`<title>Board meets - but only for an hour or two</title>`, "", "Board meets - but only for an hour or two"},
		"OpenGraph with only the site is passed by": {`<meta property="og:title" content="Example Wire"><meta property="og:site_name" content="Example Wire"><title>Board meets - Example Wire</title>`, "", "Board meets"},
		"heading when there is nothing else":        {``, "Board meets", "Board meets"},
		"name in JSON-LD when headline describes":   {`<script type="application/ld+json">{"@type":"Article","headline":"An article","name":"Board meets"}</script><title>Board meets</title>`, "", "Board meets"},
		"entities in JSON-LD":                       {`<script type="application/ld+json">{"@type":"Article","headline":"Mill sold for &#163;4m, not &amp;pound;5m"}</script>`, "", "Mill sold for £4m, not &pound;5m"},
	} {
		t.Run(name, func(t *testing.T) {
			html := "<html><head>" + c.head + "</head><body><h1>" + c.h1 + "</h1>" + sentences + "</body></html>"
			a, err := page.Parse([]byte(html), page.Options{})
			if err != nil || a.Title != c.want {
				t.Errorf("got %q (%v), want %q", a.Title, err, c.want)
			}
		})
	}
}

func TestParseBylineAndLanguage(t *testing.T) {
	for name, c := range map[string]struct{ head, body, byline, lang string }{
		"meta author":             {`<meta name="author" content="by Mira Toll">`, "", "Mira Toll", ""},
		"address is no name":      {`<meta property="article:author" content="https://example.com/mira">`, `<a rel="author">Mira Toll</a>`, "Mira Toll", ""},
		"handle is no name":       {`<meta name="author" content="@mira">`, "", "", ""},
		"itemprop":                {``, `<span itemprop="author">Mira Toll</span>`, "Mira Toll", ""},
		"locale":                  {`<meta property="og:locale" content="tr_TR">`, "", "", "tr-TR"},
		"script subtag":           {`<meta http-equiv="x" name="language" content="SR_latn">`, "", "", "sr-Latn"},
		"language name is no tag": {`<meta name="language" content="English">`, "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			html := "<html><head><title>The board meets again</title>" + c.head + "</head><body>" + c.body + sentences + "</body></html>"
			a, err := page.Parse([]byte(html), page.Options{})
			if err != nil || a.Byline != c.byline || a.Lang != c.lang {
				t.Errorf("got byline %q, language %q (%v)", a.Byline, a.Lang, err)
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	html := []byte("<html><head><title>The board meets again</title></head><body><article>" + repeat(sentences, 40) + "</article>" + repeat(`<div class="menu"><a href="/x">Ports</a></div>`, 300) + "</body></html>")
	b.SetBytes(int64(len(html)))
	for b.Loop() {
		if _, err := page.Parse(html, page.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func repeat(s string, n int) string {
	out := make([]byte, 0, len(s)*n)
	for range n {
		out = append(out, s...)
	}
	return string(out)
}
