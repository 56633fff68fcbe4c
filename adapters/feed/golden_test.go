package feed_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html/charset"

	"wirebrief/adapters/feed"
)

var update = flag.Bool("update", false, "write what Parse returns into the golden files")

// now is the clock of the golden feeds.
var now = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// TestParseGolden reads testdata/feeds: each file has a document and, below
// it, the feed wanted. In the description, "url: …" is where it was found,
// "content-type: …" the header, "encode: …" a charset to write the document
// in, "max: …" the limit of items.
func TestParseGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/feeds/*.txtar")
	if err != nil || len(files) < 30 {
		t.Fatalf("found %d golden feeds (%v), want at least 30", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			input, want, ok := strings.Cut(string(content), "-- want --\n")
			about, document, cut := strings.Cut(input, "-- document --\n")
			if !ok || !cut {
				t.Fatal("want a description, -- document -- and -- want --")
			}
			b, o := golden(t, about, document)
			f, err := feed.Parse(b, o)
			got := describe(f)
			if err != nil {
				got = fmt.Sprintf("error: %v\n", err)
			}
			if *update {
				want = got
				if err := os.WriteFile(file, []byte(input+"-- want --\n"+got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("feed differs (-want +got):\n%s", diff)
			}
		})
	}
}

// golden makes the bytes and options of a golden file.
func golden(t *testing.T, about, document string) ([]byte, feed.ParseOptions) {
	t.Helper()
	o := feed.ParseOptions{Now: now, URL: "https://news.example/feed.xml"}
	b := []byte(document)
	for line := range strings.Lines(about) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "url":
			o.URL = value
		case "content-type":
			o.ContentType = value
		case "max":
			if _, err := fmt.Sscan(value, &o.MaxItems); err != nil {
				t.Fatal(err)
			}
		case "encode":
			enc, _ := charset.Lookup(value)
			if enc == nil {
				t.Fatalf("no charset %q", value)
			}
			encoded, err := enc.NewEncoder().Bytes(b)
			if err != nil {
				t.Fatal(err)
			}
			b = encoded
		}
	}
	return b, o
}

// describe writes a feed as the golden files do.
func describe(f feed.Feed) string {
	var b strings.Builder
	line := func(indent, key, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s%s: %s\n", indent, key, strings.ReplaceAll(value, "\n", `\n`))
		}
	}
	line("", "format", string(f.Format))
	line("", "title", f.Title)
	line("", "site", f.Site)
	line("", "lang", f.Lang)
	if f.TTL > 0 {
		line("", "ttl", f.TTL.String())
	}
	if len(f.SkipHours)+len(f.SkipDays) > 0 {
		line("", "skip", fmt.Sprint(f.SkipHours, f.SkipDays))
	}
	line("", "hubs", strings.Join(f.Hubs, " "))
	line("", "self", f.Self)
	line("", "mended", f.Mended)
	line("", "sitemaps", strings.Join(f.Sitemaps, " "))
	line("", "total", fmt.Sprint(f.Total))
	for _, item := range f.Items {
		b.WriteString("\n")
		line("", "item", item.Link)
		line("  ", "guid", item.GUID)
		line("  ", "title", item.Title)
		line("  ", "summary", item.Summary)
		line("  ", "content", item.Content)
		line("  ", "authors", strings.Join(item.Authors, " | "))
		line("  ", "publisher", item.Publisher)
		line("  ", "lang", item.Lang)
		line("  ", "published", instant(item.Published))
		line("  ", "updated", instant(item.Updated))
		if !item.Free {
			line("  ", "free", "no")
		}
	}
	return b.String()
}

func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// TestGoldenCoversTheFormats keeps the golden files from losing a format.
func TestGoldenCoversTheFormats(t *testing.T) {
	files, err := filepath.Glob("testdata/feeds/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden feeds (%v)", err)
	}
	var seen []string
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, want, _ := strings.Cut(string(content), "-- want --\n")
		first, _, _ := strings.Cut(want, "\n")
		seen = append(seen, first)
	}
	for _, format := range []feed.Format{feed.RSS, feed.Atom, feed.JSON, feed.Sitemap} {
		if !slices.Contains(seen, "format: "+string(format)) {
			t.Errorf("no golden feed is %s", format)
		}
	}
}
