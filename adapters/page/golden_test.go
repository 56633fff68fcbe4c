package page_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wirebrief/adapters/page"
	"wirebrief/briefing"
)

var update = flag.Bool("update", false, "write what Parse returns into the golden files")

// now is the clock of the golden pages.
var now = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// TestParseGolden reads testdata/pages: each file has a page and, below it,
// the article wanted. A line "url: …" in the description is where the page
// was found.
func TestParseGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/pages/*.txtar")
	if err != nil || len(files) < 25 {
		t.Fatalf("found %d golden pages (%v), want at least 25", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			input, want, ok := strings.Cut(string(content), "-- want --\n")
			about, html, cut := strings.Cut(input, "-- page.html --\n")
			if !ok || !cut {
				t.Fatal("want a description, -- page.html -- and -- want --")
			}
			o := page.Options{Now: now}
			if _, url, ok := strings.Cut(about, "\nurl: "); ok {
				o.URL = strings.TrimSpace(url)
			}
			a, err := page.Parse([]byte(html), o)
			got := describe(a)
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
				t.Errorf("article differs (-want +got):\n%s", diff)
			}
		})
	}
}

// describe writes an article as the golden files do.
func describe(a briefing.Article) string {
	var b strings.Builder
	for _, f := range []struct{ key, value string }{
		{"url", a.URL}, {"title", a.Title}, {"byline", a.Byline}, {"publisher", a.Publisher}, {"lang", a.Lang},
		{"published", instant(a.Published)}, {"updated", instant(a.Updated)},
		{"excerpt", map[bool]string{true: "yes"}[a.Excerpt]},
	} {
		if f.value != "" {
			fmt.Fprintf(&b, "%s: %s\n", f.key, f.value)
		}
	}
	return b.String() + "\n" + a.Text + "\n"
}

func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
