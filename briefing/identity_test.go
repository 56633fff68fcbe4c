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

func TestCanonicalURLOfCachedAMPPages(t *testing.T) {
	const page = "https://news.example.com/port/quay"
	for name, c := range map[string]struct{ in, want string }{
		"Google's viewer":                        {"https://www.google.com/amp/s/news.example.com/port/quay", page},
		"Google's viewer of a country":           {"https://www.google.co.uk/amp/s/news.example.com/port/quay?amp_js_v=0.1", page},
		"viewer of an insecure page":             {"https://google.com/amp/news.example.com/port/quay", "http://news.example.com/port/quay"},
		"cache by kind c":                        {"https://news-example-com.cdn.ampproject.org/c/s/news.example.com/port/quay", page},
		"cache by kind v with the viewer's keys": {"https://news-example-com.cdn.ampproject.org/v/s/news.example.com/port/quay?amp_js_v=a2&amp_gsa=1&usqp=mq331AQ", page},
		"cache of a web package":                 {"https://news-example-com.cdn.ampproject.org/wp/s/news.example.com/port/quay", page},
		"cache without a name in front":          {"https://cdn.ampproject.org/c/s/news.example.com/port/quay", page},
		"another cache":                          {"https://www.bing-amp.com/c/s/news.example.com/port/quay", page},
		"a cache inside the viewer":              {"https://www.google.com/amp/s/x.cdn.ampproject.org/c/s/news.example.com/port/quay", page},
		"other parameters stay":                  {"https://www.google.com/amp/s/news.example.com/port/quay?id=7&amp=1", page + "?id=7"},
		"view of a site":                         {page + "?outputType=amp", page},
		"bare view of a site":                    {page + "?amp", page},
		"a path that ends with amp":              {"https://news.example.com/music/amp", "https://news.example.com/music/amp"},
		"a parameter that begins like it":        {page + "?ampere=4", page + "?ampere=4"},
		"a page of Google's own":                 {"https://www.google.com/search/about", "https://www.google.com/search/about"},
		"a host that ends like Google's":         {"https://notgoogle.com/amp/s/news.example.com/a", "https://notgoogle.com/amp/s/news.example.com/a"},
		"a domain below Google's name":           {"https://google.example.com/amp/s/news.example.com/a", "https://google.example.com/amp/s/news.example.com/a"},
		"a viewer of nothing":                    {"https://www.google.com/amp/s/", "https://www.google.com/amp/s"},
		"a viewer of no host":                    {"https://www.google.com/amp/s/quay", "https://www.google.com/amp/s/quay"},
		"a cache of nothing":                     {"https://cdn.ampproject.org/", "https://cdn.ampproject.org/"},
		"a script of the cache":                  {"https://cdn.ampproject.org/rtv/0123/v0.js", "https://cdn.ampproject.org/rtv/0123/v0.js"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := briefing.CanonicalURL(c.in); got != c.want {
				t.Errorf("CanonicalURL(%q) = %q, want %q", c.in, got, c.want)
			}
			if again := briefing.CanonicalURL(c.want); again != c.want {
				t.Errorf("CanonicalURL(%q) = %q, want it unchanged", c.want, again)
			}
		})
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
