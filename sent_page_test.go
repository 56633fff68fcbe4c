package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"wirebrief/adapters/fetch"
	"wirebrief/bot"
	"wirebrief/config"
)

const sentPage = `<!doctype html><html lang="en"><head><title>Night ferry to Orsk returns - Tides Weekly</title>
<meta property="og:site_name" content="Tides Weekly"><meta property="article:published_time" content="2026-11-05T08:00:00Z"></head>
<body><article><h1>Night ferry to Orsk returns</h1>
<p>The night ferry to Orsk will run again from Monday, after eleven months in the yard, the council said on Thursday.</p>
<p>“We missed the sound of it,” said Mara Holt, the harbour master of Orsk, as the ship came round the mole.</p>
<p>The ferry carries 320 passengers and 40 cars, and the crossing takes five hours when the wind is fair.</p>
<p>Tickets are sold at the old booth, which was painted for the day, and at the station of the coast railway.</p></article></body></html>`

// sentSite serves pages of all kinds that somebody may send.
func sentSite(t *testing.T) *httptest.Server {
	mux := http.NewServeMux()
	html := func(path, body string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, body)
		})
	}
	html("/ferry", sentPage)
	html("/empty", "")
	html("/none", "<html><head><title>Sign in</title></head><body><form><input name=user></form></body></html>")
	html("/feed", `<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>`)
	html("/big", sentPage+strings.Repeat("<p>And so on and so forth.</p>", 300_000))
	html("/forbidden/page", sentPage)
	mux.HandleFunc("/robots.txt", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "User-agent: *\nDisallow: /forbidden/\n")
	})
	mux.HandleFunc("/picture", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "image/png")
		fmt.Fprint(w, "\x89PNG\r\n\x1a\n\x00\x00\x00")
	})
	mux.HandleFunc("/bomb", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "\x1f\x8b\x08\x00garbage") })
	mux.HandleFunc("/paid", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "pay", http.StatusForbidden) })
	mux.HandleFunc("/broken", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "oh", http.StatusInternalServerError) })
	mux.HandleFunc("/short", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/ferry", http.StatusFound) })
	mux.HandleFunc("/round", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/round", http.StatusFound) })
	mux.HandleFunc("/inside", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://10.9.8.7/admin", http.StatusFound)
	})
	mux.HandleFunc("/file", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", "file:///etc/passwd")
		w.WriteHeader(http.StatusFound)
	})
	site := httptest.NewServer(mux)
	t.Cleanup(site.Close)
	return site
}

func TestSentPages(t *testing.T) {
	site := sentSite(t)
	client := fetch.New(fetch.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Spacing: -1})
	defer client.Close()
	t.Run("an article", func(t *testing.T) {
		for _, path := range []string{"/ferry", "/short"} {
			a, err := sentPages{client}.ReadPage(t.Context(), site.URL+path)
			if err != nil || a.Title != "Night ferry to Orsk returns" || a.Publisher != "Tides Weekly" || a.URL != site.URL+"/ferry" || !strings.Contains(a.Text, "320 passengers") {
				t.Errorf("%s: %+v, %v", path, a, err)
			}
		}
	})
	t.Run("no such host", func(t *testing.T) {
		// As a resolver says it that has an answer at all.
		nowhere := func(context.Context, string, string) (net.Conn, error) { return nil, &net.DNSError{IsNotFound: true} }
		client := fetch.New(fetch.Options{Spacing: -1, Dial: nowhere})
		defer client.Close()
		var trouble *bot.PageError
		if _, err := (sentPages{client}).ReadPage(t.Context(), "http://wire.example/ferry"); !errors.As(err, &trouble) || trouble.Reason != "missing" {
			t.Errorf("%v, want missing", err)
		}
	})
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	for address, want := range map[string]string{
		site.URL + "/nothing-here": "missing", site.URL + "/empty": "no-article", site.URL + "/none": "no-article", site.URL + "/feed": "no-article",
		site.URL + "/picture": "no-article", site.URL + "/bomb": "failed", site.URL + "/big": "no-article", site.URL + "/paid": "refused", site.URL + "/forbidden/page": "refused",
		site.URL + "/broken": "failed", site.URL + "/inside": "missing", site.URL + "/file": "refused", site.URL + "/round": "refused", closed.URL: "missing",
		"http://10.9.8.7/": "missing", "http://[fd00::1]/": "missing", "http://169.254.169.254/latest/meta-data/": "missing",
		"/etc/passwd": "refused", "-": "refused", "file:///etc/passwd": "refused", "": "refused", "ftp://127.0.0.1/x": "refused",
	} {
		t.Run(strings.TrimPrefix(address, site.URL), func(t *testing.T) {
			_, err := sentPages{client}.ReadPage(t.Context(), address)
			var trouble *bot.PageError
			if !errors.As(err, &trouble) || trouble.Reason != want {
				t.Errorf("%s: %v, want %q", address, err, want)
			}
		})
	}
}

// TestSentPagesAreGuarded: what the operator has opened to feeds is not open to
// people in chats.
func TestSentPagesAreGuarded(t *testing.T) {
	site := sentSite(t)
	open := config.Config{Fetch: config.Fetch{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}}
	read := func(c config.Config) error {
		t.Helper()
		client, err := newChatClient(c)
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		_, err = sentPages{client}.ReadPage(t.Context(), site.URL+"/ferry")
		return err
	}
	var trouble *bot.PageError
	if err := read(open); !errors.As(err, &trouble) || trouble.Reason != "missing" || !errors.Is(err, fetch.ErrGuarded) {
		t.Errorf("with fetch.allow: %v", err)
	}
	open.Fetch.AllowChats = open.Fetch.Allow
	if err := read(open); err != nil {
		t.Errorf("with fetch.allow_chats: %v", err)
	}
}

// TestSentPagesAreNotWaitedFor: a site that never ends its answer is given up
// with the reader's patience.
func TestSentPagesAreNotWaitedFor(t *testing.T) {
	t.Parallel() // most of it is waiting
	var asked atomic.Int32
	done := make(chan struct{})
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		asked.Add(1)
		fmt.Fprint(w, "<html><body><p>It begins")
		w.(http.Flusher).Flush()
		select {
		case <-r.Context().Done():
		case <-done:
		}
	}))
	defer site.Close()
	defer close(done)
	client := fetch.New(fetch.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Spacing: -1, Dial: (&net.Dialer{}).DialContext})
	defer client.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 6*time.Second)
	defer cancel()
	began := time.Now()
	_, err := sentPages{client}.ReadPage(ctx, site.URL+"/slow")
	var trouble *bot.PageError
	if !errors.As(err, &trouble) || trouble.Reason != "slow" || time.Since(began) > waitAnswer || asked.Load() != 1 {
		t.Errorf("after %v and %d requests: %v", time.Since(began), asked.Load(), err)
	}
}
