package fetch_test

import (
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"wirebrief/adapters/fetch"
)

// moving answers /STATUS/STATUS/…/end: each step redirects to the rest with
// its status, the end is a document.
func moving(w http.ResponseWriter, r *http.Request) {
	step, rest, more := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if !more {
		fmt.Fprintf(w, "%s referer=%q auth=%q", step, r.Referer(), r.Header.Get("Authorization"))
		return
	}
	var status int
	fmt.Sscanf(step, "%d", &status)
	w.Header().Set("Location", "/"+rest)
	w.WriteHeader(status)
}

func TestRedirects(t *testing.T) {
	s := serve(t, moving)
	c := newClient(t, fetch.Options{})
	for path, want := range map[string]struct{ permanent, url string }{
		"/end":                                 {"/end", "/end"},
		"/301/end":                             {"/end", "/end"},
		"/308/end":                             {"/end", "/end"},
		"/301/308/end":                         {"/end", "/end"},
		"/302/end":                             {"/302/end", "/end"},
		"/303/end":                             {"/303/end", "/end"},
		"/307/end":                             {"/307/end", "/end"},
		"/301/302/301/end":                     {"/302/301/end", "/end"},
		"/302/301/end":                         {"/302/301/end", "/end"},
		"/301/301/301/301/301/301/301/301/end": {"/end", "/end"},
	} {
		t.Run(path, func(t *testing.T) {
			got := get(t, c, fetch.Request{URL: s.URL + path})
			if got.URL != s.URL+want.url || got.Permanent != s.URL+want.permanent {
				t.Errorf("found at %s, permanent %s", got.URL, got.Permanent)
			}
			if string(got.Body) != `end referer="" auth=""` {
				t.Errorf("body %s", got.Body)
			}
		})
	}
	t.Run("nine are too many", func(t *testing.T) {
		fails(t, c, fetch.Request{URL: s.URL + strings.Repeat("/301", 9) + "/end"}, fetch.Refused, "8 redirects")
	})
}

// TestRedirectTo sends a client to every kind of place.
func TestRedirectTo(t *testing.T) {
	location := ""
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			fmt.Fprint(w, r.RequestURI)
			return
		}
		w.Header()["Location"] = []string{location}
		w.WriteHeader(302)
	})
	c := newClient(t, fetch.Options{})
	for to, want := range map[string]string{
		"http://169.254.169.254/latest/meta-data": `allow = ["169.254.169.254"]`,
		"http://[fd00::1]:8080/":                  `allow = ["fd00::1"]`,
		"//10.0.0.1/":                             `allow = ["10.0.0.1"]`,
		"file:///etc/passwd":                      "not file:",
		"ftp://127.0.0.1/":                        "not ftp:",
		"gopher://127.0.0.1:6379/_x":              "not gopher:",
		"javascript:alert(1)":                     "not javascript:",
		"data:text/html,x":                        "not data:",
		"http:///nowhere":                         "no valid host",
		"http://[::1":                             "cannot be read",
		"/":                                       "in a circle",
		"?":                                       "in a circle",
		"#top":                                    "in a circle",
	} {
		t.Run(to, func(t *testing.T) {
			location = to
			fails(t, c, fetch.Request{URL: s.URL}, fetch.Refused, want)
		})
	}
	t.Run("loopback is refused too unless open", func(t *testing.T) {
		location = "http://[::1]:1/"
		only4 := newClient(t, fetch.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}})
		fails(t, only4, fetch.Request{URL: s.URL}, fetch.Refused, `allow = ["::1"]`)
	})
	for to, want := range map[string]string{
		"/a b":                 "/a%20b",
		"/ü?q=ß x":             "/%C3%BC?q=%C3%9F%20x",
		"news":                 "/news",
		"/50%":                 "/50%25",
		"/a%2Fb":               "/a%2Fb",
		s.URL + "/x\"><b>":     "/x%22%3E%3Cb%3E",
		"  /trimmed#fragment ": "/trimmed",
	} {
		t.Run("odd "+to, func(t *testing.T) {
			location = to
			if got := get(t, c, fetch.Request{URL: s.URL}); string(got.Body) != want {
				t.Errorf("asked for %s, want %s", got.Body, want)
			}
		})
	}
}

func TestRedirectLoop(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, map[string]string{"/a": "/b", "/b": "/c", "/c": "/a"}[r.URL.Path], http.StatusFound)
	})
	fails(t, newClient(t, fetch.Options{}), fetch.Request{URL: s.URL + "/a"}, fetch.Refused, "in a circle")
}

func TestPasswordStaysWithItsHost(t *testing.T) {
	const sent = `end referer="" auth="Basic bWU6Z2VoZWlt"`
	s, other := serve(t, moving), serve(t, moving)
	withUser := func(address string) string { return strings.Replace(address, "://", "://me:geheim@", 1) }
	c := newClient(t, fetch.Options{})
	t.Run("same host", func(t *testing.T) {
		got := get(t, c, fetch.Request{URL: withUser(s.URL) + "/301/end"})
		if string(got.Body) != sent {
			t.Errorf("got %s", got.Body)
		}
		if got.Permanent != withUser(s.URL)+"/end" || got.URL != s.URL+"/end" {
			t.Errorf("permanent %s, found at %s", got.Permanent, got.URL)
		}
	})
	away := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", other.URL+"/end")
		w.WriteHeader(301)
	})
	t.Run("other host", func(t *testing.T) {
		got := get(t, c, fetch.Request{URL: withUser(away.URL)})
		if string(got.Body) != `end referer="" auth=""` || got.Permanent != other.URL+"/end" {
			t.Errorf("got %s, permanent %s", got.Body, got.Permanent)
		}
	})
	t.Run("a password in a redirect is not sent", func(t *testing.T) {
		hop := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", withUser(other.URL)+"/end")
			w.WriteHeader(301)
		})
		if got := get(t, c, fetch.Request{URL: hop.URL}); string(got.Body) != `end referer="" auth=""` || strings.Contains(got.Permanent, "geheim") {
			t.Errorf("got %s, permanent %s", got.Body, got.Permanent)
		}
	})
}
