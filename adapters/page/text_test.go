package page_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"wirebrief/adapters/page"
)

func TestText(t *testing.T) {
	const base = "https://news.example.com/port/quay"
	for name, c := range map[string]struct{ in, want string }{
		"paragraphs":                        {"<p>One quay is shut.</p>\n<p>Two   are\nopen.</p>", "One quay is shut.\n\nTwo are open."},
		"elements inside a line":            {"<p>“<b>One</b> quay<i>s</i>,” he said<span>.</span></p>", "“One quays,” he said."},
		"line breaks between sentences":     {"One quay is shut.<br><br>Two are open.", "One quay is shut.\n\nTwo are open."},
		"references":                        {"Bread &amp; salt cost 5 &lt; 6 &#8220;marks&#8221;", "Bread & salt cost 5 < 6 “marks”"},
		"plain text":                        {"One quay is shut.\n\n  Two are open. \n", "One quay is shut.\n\nTwo are open."},
		"nothing":                           {" \n", ""},
		"nothing but a picture":             {`<img src="a.jpg">`, ""},
		"scripts and captions go":           {`<figure><img><figcaption>A crane at the quay</figcaption></figure><script>x()</script><p>One quay is shut until the cranes are mended and looked at again by the engineers of the board, who come on Friday from the city.</p>`, "One quay is shut until the cranes are mended and looked at again by the engineers of the board, who come on Friday from the city."},
		"links to the page itself go":       {`<p>One quay is shut. <a href="` + base + `?utm_source=rss">Continue reading</a></p>`, "One quay is shut."},
		"the line around such a link goes":  {`<p>One quay is shut.</p><p>The post <a href="/port/quay/">One quay is shut</a> appeared first on <a href="/">Example</a>.</p>`, "One quay is shut."},
		"a list of links alone stays":       {`<ul><li><a href="/a">Cranes at rest</a></li><li><a href="/b">Grain waits</a></li></ul>`, "Cranes at rest\n\nGrain waits"},
		"a link elsewhere in a text stays":  {`<p>The <a href="/harbour">harbour</a> is open.</p>`, "The harbour is open."},
		"no-break spaces in numbers stay":   {"<p>1\u00a0250 tons &nbsp;</p>", "1\u00a0250 tons"},
		"bytes that are no UTF-8":           {"<p>One \xff quay is shut.</p>", "One \uFFFD quay is shut."},
		"bytes that are no UTF-8, no HTML":  {"One \xff quay", "One \uFFFD quay"},
		"a letter's < that opens no markup": {"5 < 6 and so on", "5 < 6 and so on"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := page.Text(c.in, base); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestTextWithoutABase(t *testing.T) {
	for _, base := range []string{"", "://", "/a", "mailto:x@example.com"} {
		if got := page.Text(`<p>One <a href="/a">quay</a> is shut.</p>`, base); got != "One quay is shut." {
			t.Errorf("base %q: got %q", base, got)
		}
	}
}

func TestTextIsBounded(t *testing.T) {
	for name, fragment := range map[string]string{
		"100,000 levels":        strings.Repeat("<div>", 100_000) + "The quay is shut.",
		"300,000 elements":      "The quay is shut." + strings.Repeat("<p>x", 300_000),
		"20 MB":                 "The quay is shut." + strings.Repeat(" word", 4<<20),
		"20 MB of half a rune":  "The quay is shut.<p>" + strings.Repeat("é", 10<<20),
		"an attribute of 1 MB":  `<p title="` + strings.Repeat("x", 1<<20) + `">The quay is shut.`,
		"a link of 1 MB":        `<p><a href="/` + strings.Repeat("x", 1<<20) + `">The quay</a> is shut.`,
		"100,000 own links":     strings.Repeat(`<a href="/port">x</a>`, 50_000) + "The quay is shut.",
		"an unclosed attribute": `The quay is shut.<p title="` + strings.Repeat("x", 1<<20),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			got := page.Text(fragment, "https://news.example.com/port")
			if took := time.Since(start); took > 2*time.Minute {
				t.Errorf("took %v", took)
			}
			if !strings.Contains(got, "quay is shut.") && !strings.Contains(got, "The quay") || !utf8.ValidString(got) || len(got) > page.DefaultMaxBytes+16 {
				t.Errorf("%d bytes, %.80q", len(got), got)
			}
		})
	}
}

// FuzzText holds that whatever comes becomes valid UTF-8 no longer than a page
// may be, and that plain text keeps its words.
func FuzzText(f *testing.F) {
	f.Add("<p>One</p><p>Two <a href='/a'>three</a>", "https://news.example.com/a")
	f.Add("plain\ntext", "")
	f.Add("<table><tr><td>1<td>2</table><br>x<br>y", "x")
	f.Fuzz(func(t *testing.T, fragment, base string) {
		got := page.Text(fragment, base)
		if !utf8.ValidString(got) || len(got) > 3*len(fragment)+16 {
			t.Errorf("got %q", got)
		}
		if !strings.ContainsAny(fragment, "<&") && strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(strings.ToValidUTF8(fragment, "\uFFFD")), " ") {
			t.Errorf("words of %q are lost: %q", fragment, got)
		}
	})
}
