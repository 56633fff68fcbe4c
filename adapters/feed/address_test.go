package feed

import "testing"

func TestWithoutCache(t *testing.T) {
	for in, want := range map[string]string{
		"https://lorne-example.cdn.ampproject.org/c/s/lorne.example/pier": "https://lorne.example/pier",
		"https://cdn.ampproject.org/v/lorne.example/pier?page=2":          "http://lorne.example/pier?page=2",
		"https://www.google.com/amp/s/lorne.example/pier/amp":             "https://lorne.example/pier/amp",
		"https://www.bing.com/amp/s/lorne.example/pier":                   "https://lorne.example/pier",
		"https://lorne.example/amp/s/pier":                                "https://lorne.example/amp/s/pier",
		"https://cdn.ampproject.org/c":                                    "https://cdn.ampproject.org/c",
		"https://www.google.com/amp/s/":                                   "https://www.google.com/amp/s/",
		"https://www.google.com/amp/s/localhost/x":                        "https://www.google.com/amp/s/localhost/x",
		"":                      "",
		"http://[::1":           "http://[::1",
		"https://lorne.example": "https://lorne.example",
	} {
		if got := withoutCache(in); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}

func TestLooksAMP(t *testing.T) {
	for in, want := range map[string]bool{
		"https://amp.lorne.example/pier": true, "https://lorne.example/amp/pier": true, "https://lorne.example/pier/amp/": true, "https://lorne.example/pier.amp": true,
		"https://lorne.example/pier.amp.html": true, "https://lorne.example/pier?amp=1": true, "https://lorne.example/pier?outputType=amp": true,
		"https://lorne.example/pier": false, "https://lorne.example/ampere": false, "https://lorne.example/news/amp-prices": false, "http://[::1": false, "": false,
	} {
		if got := looksAMP(in); got != want {
			t.Errorf("%s: got %v", in, got)
		}
	}
}

func TestGateAt(t *testing.T) {
	tests := []struct{ link, arrived, want string }{
		{"https://lorne.example/pier", "https://lorne.example/account/login?to=pier", "login"},
		{"https://lorne.example/pier", "https://consent.lorne.example/?to=pier", "consent"},
		{"https://lorne.example/pier", "https://lorne.example/Subscribe.html", "subscribe"},
		{"https://lorne.example/pier", "https://lorne.example/news/pier", ""},
		{"https://lorne.example/login/trouble", "https://lorne.example/login/trouble-again", ""},
		{"https://lorne.example/pier", "http://[::1", ""},
	}
	for _, tt := range tests {
		if got := gateAt(tt.link, tt.arrived); got != tt.want {
			t.Errorf("%s → %s: got %q, want %q", tt.link, tt.arrived, got, tt.want)
		}
	}
}

func TestArticleAddress(t *testing.T) {
	const link = "https://lorne.example/pier?utm_source=feed"
	tests := map[string]struct{ arrived, canonical, want string }{
		"Canonical":           {"https://lorne.example/pier", "https://lorne.example/news/pier", "https://lorne.example/news/pier"},
		"AddedByARedirect":    {"https://www.lorne.example/pier?seen=1", "https://www.lorne.example/pier?seen=1", "https://lorne.example/pier"},
		"RedirectedElsewhere": {"https://lorne.example/n/81", "https://lorne.example/n/81", "https://lorne.example/n/81"},
		"Silent":              {"https://lorne.example/n/81", "", "https://lorne.example/n/81"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := articleAddress(link, tt.arrived, tt.canonical); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestIsFrontPage(t *testing.T) {
	for in, want := range map[string]bool{"https://lorne.example": true, "https://lorne.example/": true, "https://lorne.example/index.html": true,
		"https://lorne.example/?p=7": false, "https://lorne.example/pier": false, "": false, "http://[::1": false} {
		if got := isFrontPage(in); got != want {
			t.Errorf("%q: got %v", in, got)
		}
	}
}

func TestShowable(t *testing.T) {
	for in, want := range map[string]string{"https://me:secret@lorne.example/feed?key=1#x": "https://lorne.example/feed", "lorne.example": "lorne.example", "https://lorne.example": "https://lorne.example/"} {
		if got := showable(in); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
	if got := siteOf("http://[::1"); got != "" {
		t.Errorf("got %q", got)
	}
	if got := hostOf("nothing"); got != "nothing" {
		t.Errorf("got %q", got)
	}
}
