package briefing_test

import (
	"testing"
	"time"

	"wirebrief/briefing"
)

func TestCanonicalURL(t *testing.T) {
	for in, want := range map[string]string{
		"HTTPS://News.Example.COM/a/B":                              "https://news.example.com/a/B",
		"https://news.example.com:443/a":                            "https://news.example.com/a",
		"http://news.example.com:80":                                "http://news.example.com/",
		"http://news.example.com:8080/a":                            "http://news.example.com:8080/a",
		"https://news.example.com":                                  "https://news.example.com/",
		"https://news.example.com/a/":                               "https://news.example.com/a",
		"https://news.example.com/a#comments":                       "https://news.example.com/a",
		"https://news.example.com/a?utm_source=x&id=7&UTM_Medium=y": "https://news.example.com/a?id=7",
		"https://news.example.com/a?fbclid=x":                       "https://news.example.com/a",
		"https://news.example.com/?z=1&a=2":                         "https://news.example.com/?z=1&a=2",
		"https://me:secret@news.example.com/a":                      "https://news.example.com/a",
		"https://news.example.com./a":                               "https://news.example.com/a",
		"https://news.example.com/caf%C3%A9":                        "https://news.example.com/caf%C3%A9",
		"https://[2001:db8::1]:443/a":                               "https://[2001:db8::1]/a",
		" https://news.example.com/a\n":                             "https://news.example.com/a",
		"":                                                          "",
		"news.example.com/a":                                        "",
		"mailto:desk@example.com":                                   "",
		"ftp://news.example.com/a":                                  "",
		"https://":                                                  "",
		"https://%zz/":                                              "",
	} {
		if got := briefing.CanonicalURL(in); got != want {
			t.Errorf("CanonicalURL(%q) = %q, want %q", in, got, want)
		}
		if again := briefing.CanonicalURL(want); again != want {
			t.Errorf("CanonicalURL(%q) = %q, want it unchanged", want, again)
		}
	}
}

func TestIdentityIsTheSame(t *testing.T) {
	day := time.Date(2020, 11, 6, 8, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name string
		a, b briefing.Article
	}{
		{"for one page by two schemes", briefing.Article{URL: "http://a.example/x"}, briefing.Article{URL: "https://a.example/x/"}},
		{"when the headline of a page changed", briefing.Article{URL: "http://a.example/x", Title: "One"},
			briefing.Article{URL: "http://a.example/x", Title: "Two"}},
		{"when a feed entry changed", briefing.Article{Source: "f", GUID: "1", Title: "One"}, briefing.Article{Source: "f", GUID: "1"}},
		{"when a file changed", briefing.Article{Path: "/a", Title: "One"}, briefing.Article{Path: "/a", Title: "Two"}},
		{"for one headline and day", briefing.Article{Title: "Port  reopens", Publisher: "Example Wire", Published: day},
			briefing.Article{Title: "Port reopens", Publisher: "Example wire", Published: day.Add(3 * time.Hour), Text: "x"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if briefing.Identity(c.a) != briefing.Identity(c.b) {
				t.Errorf("Identity differs: %q and %q", briefing.Identity(c.a), briefing.Identity(c.b))
			}
		})
	}
}

func TestIdentityDiffers(t *testing.T) {
	day := time.Date(2020, 11, 6, 8, 0, 0, 0, time.UTC)
	seen := map[string]int{}
	for i, a := range []briefing.Article{
		{URL: "https://a.example/x"}, {URL: "https://a.example/y"}, {URL: "https://a.example/x?id=2"},
		{Source: "f", GUID: "1"}, {Source: "g", GUID: "1"}, {GUID: "a.example/x"}, {Path: "a.example/x"},
		{Title: "Port reopens", Publisher: "Example Wire", Published: day}, {Title: "Port reopens", Publisher: "Example Wire"},
		{Title: "Port reopens", Publisher: "Sample Gazette", Published: day}, {Title: "Port closes", Published: day}, {},
	} {
		id := briefing.Identity(a)
		if j, ok := seen[id]; ok {
			t.Errorf("articles %d and %d share the identity %q", j, i, id)
		}
		seen[id] = i
	}
}
