package feed_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wirebrief/adapters/feed"
)

func TestDiscover(t *testing.T) {
	tests := map[string]struct {
		page string
		want []string
	}{
		"DeclaredInOrder": {
			`<head><link rel="alternate" type="application/rss+xml" title="News" href="/rss"><link rel='ALTERNATE' type='application/atom+xml; charset=utf-8' href='https://other.example/atom'><link rel="alternate" type="application/feed+json" href="feed.json"></head>`,
			[]string{"https://bay.example/rss", "https://other.example/atom", "https://bay.example/news/feed.json"},
		},
		"NotEveryComment": {
			`<link rel="alternate" type="application/rss+xml" href="/?feed=comments-rss2"><link rel="alternate" type="application/rss+xml" title="Comment vivre au port" href="/vivre.xml">`,
			[]string{"https://bay.example/vivre.xml", "https://bay.example/?feed=comments-rss2"},
		},
		"CommentsLast": {
			`<link rel="alternate" type="application/rss+xml" title="Bay » Comments Feed" href="/c"><link rel="alternate" type="application/rss+xml" href="/comments/feed/"><link rel="alternate" type="application/rss+xml" href="/feed/">`,
			[]string{"https://bay.example/feed/", "https://bay.example/c", "https://bay.example/comments/feed/"},
		},
		"Base": {
			`<base href="https://cdn.example/x/"><link rel="alternate" type="application/rss+xml" href="rss">`,
			[]string{"https://cdn.example/x/rss"},
		},
		"LinksToFeeds": {
			`<a href="/about">About</a><a href="/rss.xml">RSS</a><a href="/tag/x/feed/">x</a><a href="/comments/feed">c</a><a href="https://feeds.other.example/bay.xml">f</a><a href="/index.rdf">r</a><a href="/rss/world.xml">w</a><a href="mailto:a@b.example">m</a><a href="/w.atom">a</a>`,
			[]string{"https://bay.example/rss.xml", "https://bay.example/tag/x/feed/", "https://feeds.other.example/bay.xml",
				"https://bay.example/index.rdf", "https://bay.example/rss/world.xml", "https://bay.example/w.atom", "https://bay.example/comments/feed"},
		},
		"FeedScheme": {
			`<a href="feed://bay.example/rss">a</a><a href="feed:https://bay.example/atom">b</a>`,
			[]string{"http://bay.example/rss", "https://bay.example/atom"},
		},
		"NewsSitemaps": {
			`<link rel="sitemap" href="/sitemap.xml"><link rel="sitemap" href="/sitemap-news.xml"><a href="/news-sitemap.xml.gz">s</a>`,
			[]string{"https://bay.example/sitemap-news.xml", "https://bay.example/news-sitemap.xml.gz"},
		},
		"NotEveryAlternate": {
			`<link rel="alternate" hreflang="de" href="/de"><link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1"><link rel="alternate" type="application/json" href="/feed.json"><link rel="stylesheet" type="text/css" href="/rss.css"><link rel="alternate" type="application/rss+xml"><link rel="alternate" type="application/rss+xml" href="javascript:x">`,
			[]string{"https://bay.example/feed.json"},
		},
		"OnceEach": {
			`<link rel="alternate" type="application/rss+xml" href="/rss"><a href="/rss">RSS</a><link rel="feed" href="/rss">`,
			[]string{"https://bay.example/rss"},
		},
		"Nothing": {`<p>No feeds</p><link><a>x</a>`, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, feed.Discover([]byte(tt.page), "https://bay.example/news/")); diff != "" {
				t.Errorf("feeds differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDiscoverIsBounded(t *testing.T) {
	var b strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&b, `<link rel="alternate" type="application/rss+xml" href="/%d">`, i)
	}
	if got := feed.Discover([]byte(b.String()), "https://bay.example/"); len(got) != 30 {
		t.Errorf("got %d feeds, want 30", len(got))
	}
}

func TestGuesses(t *testing.T) {
	got := feed.Guesses("https://bay.example/news/?a=b#c")
	if len(got) < 10 || got[0] != "https://bay.example/news/feed" {
		t.Fatalf("got %v", got)
	}
	for _, want := range []string{"/feed", "/rss", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/feed.json"} {
		found := false
		for _, u := range got {
			found = found || u == "https://bay.example"+want
		}
		if !found {
			t.Errorf("%s is not guessed: %v", want, got)
		}
	}
	if got := feed.Guesses("https://bay.example"); got[0] != "https://bay.example/feed" {
		t.Errorf("got %v", got)
	}
	for _, site := range []string{"", "bay.example", "ftp://bay.example", "://"} {
		if got := feed.Guesses(site); got != nil {
			t.Errorf("%q: got %v, want none", site, got)
		}
	}
}
