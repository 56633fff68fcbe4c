package feed_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wirebrief/adapters/feed"
)

func TestReadOPML(t *testing.T) {
	bay := feed.Outline{URL: "https://bay.example/rss", Title: "Bay", Kind: "rss"}
	tests := map[string]struct {
		file string
		want feed.List
	}{
		"Nested": {
			`<?xml version="1.0"?><opml version="2.0"><head><title>My feeds</title></head><body>
			<outline text="News"><outline text="Coast &amp; sea"><outline type="rss" text="Bay" title="Bay" xmlUrl="https://bay.example/rss" htmlUrl="https://bay.example/"/></outline>
			<outline text="Hill" type="atom" xmlUrl="https://hill.example/atom"></outline></outline><outline text="Top" xmlUrl="https://top.example/"/></body></opml>`,
			feed.List{Title: "My feeds", Outlines: []feed.Outline{
				{URL: "https://bay.example/rss", Title: "Bay", Site: "https://bay.example/", Folder: []string{"News", "Coast & sea"}, Kind: "rss"},
				{URL: "https://hill.example/atom", Title: "Hill", Folder: []string{"News"}, Kind: "atom"},
				{URL: "https://top.example/", Title: "Top", Kind: "rss"},
			}},
		},
		"AnyCase": {`<OPML><BODY><OUTLINE TEXT="Bay" XMLURL="https://bay.example/rss"/></BODY></OPML>`, feed.List{Outlines: []feed.Outline{bay}}},
		"Duplicates": {
			`<opml><body><outline text="Bay" xmlUrl="https://bay.example/rss"/><outline text="Again" xmlUrl="https://BAY.example/rss/?utm_source=x"/></body></opml>`,
			feed.List{Outlines: []feed.Outline{bay}, Duplicates: 1},
		},
		"Unusable": {
			`<opml><body><outline text="Bay" xmlUrl="https://bay.example/rss"/><outline text="No" xmlUrl="file:///etc/passwd"/><outline xmlUrl="x"/></body></opml>`,
			feed.List{Outlines: []feed.Outline{bay}, Unusable: 2, UnusableNames: []string{"No file:///etc/passwd", "x"}},
		},
		"FeedScheme":    {`<opml><outline text="Bay" xmlUrl="feed:https://bay.example/rss"/></opml>`, feed.List{Outlines: []feed.Outline{bay}}},
		"NoTitle":       {`<opml><outline xmlUrl="https://bay.example/rss"/></opml>`, feed.List{Outlines: []feed.Outline{{URL: bay.URL, Kind: "rss"}}}},
		"OutlinesAlone": {`<outline text="Bay" xmlUrl="https://bay.example/rss"/>`, feed.List{Outlines: []feed.Outline{bay}}},
		"Empty":         {`<opml><body/></opml>`, feed.List{}},
		"BareAmpersand": {
			`<opml><body><outline text="Fish & Chips &nbsp;Co" xmlUrl="https://bay.example/rss?a=1&b=2"/></body></opml>`,
			feed.List{Outlines: []feed.Outline{{URL: "https://bay.example/rss?a=1&b=2", Title: "Fish & Chips Co", Kind: "rss"}}},
		},
		"Unclosed": {
			`<opml><body><outline text="News"><outline text="Bay" xmlUrl="https://bay.example/rss"><outline text="Hill" xmlUrl="https://hill.example/"></outline></body>`,
			feed.List{Outlines: []feed.Outline{
				{URL: bay.URL, Title: "Bay", Folder: []string{"News"}, Kind: "rss"},
				{URL: "https://hill.example/", Title: "Hill", Folder: []string{"News"}, Kind: "rss"},
			}, Mended: "tags were not closed"},
		},
		"Windows1252": {
			"<?xml version=\"1.0\" encoding=\"windows-1252\"?><opml><outline text=\"Caf\xe9\" xmlUrl=\"https://bay.example/rss\"/></opml>",
			feed.List{Outlines: []feed.Outline{{URL: bay.URL, Title: "Café", Kind: "rss"}}},
		},
		"FeedWithChildren": {
			`<opml><outline text="Bay" xmlUrl="https://bay.example/rss"><outline text="Hill" xmlUrl="https://hill.example/"/></outline></opml>`,
			feed.List{Outlines: []feed.Outline{bay, {URL: "https://hill.example/", Title: "Hill", Folder: []string{"Bay"}, Kind: "rss"}}},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := feed.ReadList(strings.NewReader(tt.file))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("list differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadOPMLErrors(t *testing.T) {
	for name, file := range map[string]string{
		"HTML":     "<html><body>no</body></html>",
		"Text":     "nothing of the kind",
		"Nothing":  "",
		"TooLarge": "<opml>" + strings.Repeat(" ", 17<<20),
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := feed.ReadOPML(strings.NewReader(file)); !errors.Is(err, feed.ErrNoOPML) {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
	t.Run("Reader", func(t *testing.T) {
		if _, err := feed.ReadOPML(iotest.ErrReader(io.ErrClosedPipe)); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("got %v", err)
		}
	})
}

func TestReadOPMLIsBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString("<opml><body>")
	for range 50_000 {
		b.WriteString(`<outline text="deep">`)
	}
	for i := range 10_007 {
		fmt.Fprintf(&b, `<outline xmlUrl="https://bay.example/%d"/>`, i)
	}
	got, err := feed.ReadList(strings.NewReader(b.String()))
	if err != nil || len(got.Outlines) != 10_000 || got.Beyond != 7 {
		t.Fatalf("got %d feeds, %d beyond, %v", len(got.Outlines), got.Beyond, err)
	}
	if depth := len(got.Outlines[0].Folder); depth != 32 {
		t.Errorf("folder is %d deep, want 32", depth)
	}
}

func TestWriteOPML(t *testing.T) {
	var b bytes.Buffer
	err := feed.WriteOPML(&b, "Feeds & more", now, []feed.Outline{
		{URL: "https://bay.example/rss?a=1&b=2", Title: `Bay "Post"`, Folder: []string{"News", "Coast"}},
		{URL: "https://top.example/"},
		{URL: "https://hill.example/", Title: "Hill", Site: "https://hill.example/home", Folder: []string{"News"}, Kind: "atom"},
	})
	want := `<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head>
    <title>Feeds &amp; more</title>
    <dateCreated>Wed, 04 Mar 2026 12:00:00 +0000</dateCreated>
  </head>
  <body>
    <outline text="News">
      <outline text="Coast">
        <outline type="rss" text="Bay &#34;Post&#34;" title="Bay &#34;Post&#34;" xmlUrl="https://bay.example/rss?a=1&amp;b=2"/>
      </outline>
      <outline type="atom" text="Hill" title="Hill" xmlUrl="https://hill.example/" htmlUrl="https://hill.example/home"/>
    </outline>
    <outline type="rss" text="https://top.example/" title="https://top.example/" xmlUrl="https://top.example/"/>
  </body>
</opml>
`
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("file differs (-want +got):\n%s", diff)
	}
	t.Run("Writer", func(t *testing.T) {
		r, w := io.Pipe()
		r.Close()
		if err := feed.WriteOPML(w, "", now, nil); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("got %v", err)
		}
	})
}

// TestOPMLRoundTrip writes any list and reads the same, those of a folder
// together.
func TestOPMLRoundTrip(t *testing.T) {
	name := rapid.StringMatching(`[a-zA-Zéж谷0-9'"&.;-]{1,8}( [a-zé<&"']{1,5}){0,2}`).
		Filter(func(s string) bool { return !strings.Contains(s, ";") || !strings.Contains(s, "&") })
	rapid.Check(t, func(t *rapid.T) {
		var list []feed.Outline
		for i := range rapid.IntRange(0, 20).Draw(t, "feeds") {
			o := feed.Outline{
				URL: fmt.Sprintf("https://bay.example/%d?q=%s", i, rapid.StringMatching(`[a-z&=]{0,5}`).Draw(t, "query")), Title: name.Draw(t, "title"),
				Kind: rapid.SampledFrom([]string{"rss", "atom", "sitemap"}).Draw(t, "kind"),
			}
			if folder := rapid.SliceOfN(name, 0, 4).Draw(t, "folder"); len(folder) > 0 {
				o.Folder = folder
			}
			if rapid.Bool().Draw(t, "site") {
				o.Site = "https://bay.example/"
			}
			list = append(list, o)
		}
		var b bytes.Buffer
		if err := feed.WriteOPML(&b, "t", now, list); err != nil {
			t.Fatal(err)
		}
		got, err := feed.ReadOPML(&b)
		if err != nil {
			t.Fatal(err)
		}
		byURL := func(a, b feed.Outline) int { return strings.Compare(a.URL, b.URL) }
		slices.SortFunc(got, byURL)
		slices.SortFunc(list, byURL)
		if diff := cmp.Diff(list, got); diff != "" {
			t.Errorf("list differs (-want +got):\n%s", diff)
		}
	})
}
