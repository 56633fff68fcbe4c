package feed_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/feed"
)

const rssHead = `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>T</title><link>https://a.example/</link>`
const rssTail = `</channel></rss>`

func rssItemText(title, description string) string {
	return "<item><title>" + title + "</title><link>https://a.example/1</link><description>" + description + "</description></item>"
}

// hostile are pieces that, repeated, make careless parsers quadratic or
// recursive.
var hostile = map[string]string{
	"Less":             "<",
	"OpenTags":         "<a>",
	"FieldTags":        "<title>",
	"DescriptionTags":  "<description>x",
	"ItemTags":         "<item>",
	"EmptyItems":       "<item></item>",
	"CloseTags":        "</a>",
	"Sections":         "<![CDATA[",
	"SectionEnds":      "]]>",
	"SectionsInFields": "<title><![CDATA[",
	"Comments":         "<!--",
	"Declarations":     "<!x[",
	"Doctypes":         "<!DOCTYPE a [",
	"Instructions":     "<?x",
	"Ampersands":       "&",
	"Entities":         "&lol;",
	"Quotes":           `<a b="`,
	"Attributes":       ` a=b`,
	"Spaces":           " ",
	"Slashes":          "</",
	"Divs":             "<div><p>",
	"DistinctTags":     "<a%d>",
	"DistinctSections": "<t%d><![CDATA[<![CDATA[",
	"Groups":           "<media:group><media:title>",
	"Authors":          "<author><name>",
	"Links":            "<link>x",
	"Braces":           `{"a":[`,
	"Parentheses":      "((",
	"Marks":            "\"'",
	"Tabs":             "\x00\x01",
	"Roots":            "<rss><channel>",
}

func repeated(piece string, size int) string {
	var b strings.Builder
	for i := 0; b.Len() < size; i++ {
		if strings.Contains(piece, "%d") {
			fmt.Fprintf(&b, piece, i)
		} else {
			b.WriteString(piece)
		}
	}
	return b.String()
}

// TestHostileRepeats parses a megabyte of each inside an entry, and less of
// it in every other place where a feed has text. Quadratic time would be
// minutes.
func TestHostileRepeats(t *testing.T) {
	for name, piece := range hostile {
		t.Run(name, func(t *testing.T) {
			text := repeated(piece, 64<<10)
			for place, document := range map[string]string{
				"alone":       text,
				"head":        rssHead + text + rssItemText("a", "b") + rssTail,
				"item":        rssHead + "<item>" + repeated(piece, 1<<20) + "</item>" + rssTail,
				"title":       rssHead + rssItemText(text, "b") + rssTail,
				"description": rssHead + rssItemText("a", text) + rssTail,
				"atom":        `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>a</title><content type="html">` + text + `</content></entry></feed>`,
				"sitemap":     `<urlset><url><loc>https://a.example/1</loc><news:news>` + text + `</news:news></url></urlset>`,
				"json":        `{"version":"https://jsonfeed.org/version/1","items":[` + text + `]}`,
			} {
				at := time.Now()
				f, _ := feed.Parse([]byte(document), feed.ParseOptions{})
				if took := time.Since(at); took > hangs {
					t.Errorf("%s: took %v", place, took)
				}
				checkItems(t, f, 1000)
			}
			at := time.Now()
			feed.Discover([]byte(text), "https://a.example/")
			feed.ReadOPML(strings.NewReader("<opml><body>" + text))
			if took := time.Since(at); took > hangs {
				t.Errorf("lists: took %v", took)
			}
		})
	}
}

// bigFeed has n items of about size bytes each, the newest last.
func bigFeed(n, size int) []byte {
	var b strings.Builder
	b.WriteString(rssHead)
	start := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	body := strings.Repeat("some text &lt;p&gt; here ", size/25)
	for i := range n {
		fmt.Fprintf(&b, "<item><title>Item %d</title><link>https://a.example/%d</link><guid>%d</guid><pubDate>%s</pubDate><description>%s</description></item>\n",
			i, i, i, start.Add(time.Duration(i)*time.Minute).Format(time.RFC1123Z), body)
	}
	b.WriteString(rssTail)
	return []byte(b.String())
}

func TestHugeFeed(t *testing.T) {
	for name, tt := range map[string]struct{ items, size int }{
		"ManyItems":  {100_000, 425},
		"LargeItems": {1_000, 60_000},
	} {
		t.Run(name, func(t *testing.T) {
			document := bigFeed(tt.items, tt.size)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			at := time.Now()
			f, err := feed.Parse(document, feed.ParseOptions{})
			took := time.Since(at)
			runtime.ReadMemStats(&after)
			if err != nil || f.Total != tt.items || len(f.Items) != 1000 || f.Mended != "" {
				t.Fatalf("got %d of %d items, %q, %v", len(f.Items), f.Total, f.Mended, err)
			}
			if want := fmt.Sprintf("Item %d", tt.items-1); f.Items[999].Title != want {
				t.Errorf("the last item is %q, want %q", f.Items[999].Title, want)
			}
			t.Logf("%d MB in %v, %d MB allocated", len(document)>>20, took, (after.TotalAlloc-before.TotalAlloc)>>20)
			if took > hangs {
				t.Errorf("took %v", took)
			}
			if allocated := (after.TotalAlloc - before.TotalAlloc) >> 20; allocated > 1000 {
				t.Errorf("allocated %d MB", allocated)
			}
		})
	}
}

// hangs is how long nothing takes whose time grows with its length, on the
// slowest machine and under the race detector.
const hangs = time.Minute

func TestHugeJSONFeed(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[`)
	body := strings.Repeat("some text here ", 8)
	for i := range 100_000 {
		if i > 0 {
			b.WriteByte(',')
		}
		at := time.Date(2020, 1, 1, 0, i, 0, 0, time.UTC)
		fmt.Fprintf(&b, `{"id":"%d","title":"Item %d","content_text":"%s","date_published":"%s"}`, i, i, body, at.Format(time.RFC3339))
	}
	b.WriteString("]}")
	at := time.Now()
	f, err := feed.Parse([]byte(b.String()), feed.ParseOptions{})
	t.Logf("%d MB in %v", b.Len()>>20, time.Since(at))
	if err != nil || f.Total != 100_000 || len(f.Items) != 1000 || f.Items[999].Title != "Item 99999" {
		t.Fatalf("got %d of %d items, %v", len(f.Items), f.Total, err)
	}
	if took := time.Since(at); took > hangs {
		t.Errorf("took %v", took)
	}
}

func gzipped(t *testing.T, s string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGzip(t *testing.T) {
	document := rssHead + rssItemText("One", "x") + rssTail
	t.Run("OK", func(t *testing.T) {
		f, err := feed.Parse(gzipped(t, document), feed.ParseOptions{})
		if err != nil || len(f.Items) != 1 {
			t.Fatalf("got %v, %v", f.Items, err)
		}
	})
	t.Run("CutOffIsReadAsFar", func(t *testing.T) {
		b := gzipped(t, document)
		f, err := feed.Parse(b[:len(b)-6], feed.ParseOptions{})
		if err != nil || len(f.Items) != 1 {
			t.Fatalf("got %v, %v", f.Items, err)
		}
	})
	for name, b := range map[string][]byte{
		"Bomb":       gzipped(t, strings.Repeat("\x00", 65<<20)),
		"NoGzip":     []byte("\x1f\x8bnothing of the kind"),
		"BadContent": append(gzipped(t, document)[:12], strings.Repeat("\xff", 40)...),
	} {
		t.Run(name, func(t *testing.T) {
			if f, err := feed.Parse(b, feed.ParseOptions{}); err == nil {
				t.Fatalf("got %v, want an error", f)
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	document := bigFeed(200, 900)
	b.SetBytes(int64(len(document)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := feed.Parse(document, feed.ParseOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
