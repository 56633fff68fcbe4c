package feed_test

import (
	"bytes"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"wirebrief/adapters/feed"
)

// checkItems asserts what holds for every feed, whatever it was read from.
func checkItems(t *testing.T, f feed.Feed, limit int) {
	t.Helper()
	if len(f.Items) > limit || len(f.Items) > f.Total {
		t.Errorf("%d items of %d, want at most %d", len(f.Items), f.Total, limit)
	}
	addresses := append(slices.Clone(f.Hubs), f.Sitemaps...)
	addresses = append(addresses, f.Self, f.Site)
	for _, item := range f.Items {
		addresses = append(addresses, item.Link)
		for _, s := range append(slices.Clone(item.Authors), item.Title, item.Publisher, item.Summary, item.Content) {
			if !utf8.ValidString(s) {
				t.Errorf("%q is no valid UTF-8", s)
			}
		}
		if strings.ContainsAny(item.Title, "\n\t\x00") {
			t.Errorf("title %q has line breaks or controls", item.Title)
		}
		for _, at := range []time.Time{item.Published, item.Updated} {
			if !at.IsZero() && at.Year() < 1990 {
				t.Errorf("date %v is impossible", at)
			}
		}
	}
	for _, a := range addresses {
		if a == "" {
			continue
		}
		if u, err := url.Parse(a); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			t.Errorf("address %q is no absolute http address (%v)", a, err)
		}
	}
}

func seed(f *testing.F) {
	f.Helper()
	files, err := filepath.Glob("testdata/feeds/*.txtar")
	if err != nil || len(files) == 0 {
		f.Fatalf("no seeds (%v)", err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(content), "-- document --\n")
		document, _, _ := strings.Cut(rest, "-- want --\n")
		f.Add([]byte(document))
	}
}

func FuzzParse(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := feed.Parse(b, feed.ParseOptions{URL: "https://a.example/feed", Now: now, MaxItems: 5})
		if err == nil {
			checkItems(t, got, 5)
			if (got.Format == feed.RSS || got.Format == feed.Atom) && strings.Contains(got.Mended, "could not be read") {
				t.Errorf("an entry was not made sound: %s", got.Mended)
			}
		}
	})
}

func FuzzDiscover(f *testing.F) {
	f.Add([]byte(`<base href="/x/"><link rel=alternate type=application/rss+xml href=feed><a href="/rss.xml">`))
	seed(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, a := range feed.Discover(b, "https://a.example/") {
			if u, err := url.Parse(a); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
				t.Errorf("address %q is no absolute http address (%v)", a, err)
			}
		}
	})
}

// FuzzReadOPML asserts that a list that was read is the same when it is
// written and read again.
func FuzzReadOPML(f *testing.F) {
	f.Add([]byte(`<opml><body><outline text="a"><outline text="b &amp; c" xmlUrl="https://a.example/"/></outline></body></opml>`))
	f.Add([]byte(`<opml><outline title=&lt;i&gt; xmlurl='feed://b.example'><outline XMLURL=https://c.example/></opml>`))
	seed(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		list, err := feed.ReadOPML(bytes.NewReader(b))
		if err != nil {
			return
		}
		var out bytes.Buffer
		if err := feed.WriteOPML(&out, "t", now, list); err != nil {
			t.Fatal(err)
		}
		again, err := feed.ReadOPML(&out)
		if err != nil || len(again) != len(list) {
			t.Fatalf("wrote %d feeds, read %d (%v)", len(list), len(again), err)
		}
		byURL := map[string]feed.Outline{}
		for _, o := range again {
			byURL[o.URL] = o
		}
		for _, o := range list {
			if got, ok := byURL[o.URL]; !ok || !slices.Equal(got.Folder, o.Folder) || got.Site != o.Site {
				t.Errorf("wrote %+v, read %+v", o, got)
			}
		}
	})
}
