package fetch_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"wirebrief/adapters/fetch"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// loopback is what the tests open, as an operator would.
var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

// newClient returns a client for servers of the test: loopback is open and no
// host is left in peace unless o says so.
func newClient(t testing.TB, o fetch.Options) *fetch.Client {
	t.Helper()
	if o.Allow == nil {
		o.Allow = loopback
	}
	if o.Spacing == 0 {
		o.Spacing = -1
	}
	if o.UserAgent == "" {
		o.UserAgent = "wirebrief/1.0 (+https://operator.example)"
	}
	o.HeaderTimeout = cmp.Or(o.HeaderTimeout, time.Minute) // for machines that stand still for a while
	c := fetch.New(o)
	t.Cleanup(c.Close)
	return c
}

func serve(t testing.TB, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

// get fetches and expects a document.
func get(t testing.TB, c *fetch.Client, r fetch.Request) fetch.Response {
	t.Helper()
	res, err := c.Fetch(context.Background(), r)
	if err != nil {
		t.Fatalf("Fetch(%s): %v", r.URL, err)
	}
	return res
}

// fails fetches and expects an error of that kind whose text holds want.
func fails(t testing.TB, c *fetch.Client, r fetch.Request, kind fetch.Kind, want string) *fetch.Error {
	t.Helper()
	res, err := c.Fetch(context.Background(), r)
	var e *fetch.Error
	if !errors.As(err, &e) {
		t.Fatalf("Fetch(%s) gives %d %.80q, %v; want an Error", r.URL, res.Status, res.Body, err)
	}
	if e.Kind != kind || !strings.Contains(e.Error(), want) {
		t.Fatalf("Fetch(%s) fails with kind %d, %q; want kind %d and %q", r.URL, e.Kind, e, kind, want)
	}
	if res.Body != nil || res.Header != nil {
		t.Errorf("a Response comes with the error: %+v", res)
	}
	return e
}

func TestFetch(t *testing.T) {
	var asked *http.Request
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked = r.Clone(context.Background())
		w.Header().Set("Content-Type", "application/rss+xml")
		w.Header().Set("ETag", `"abc"`)
		w.Header().Set("Last-Modified", "Mon, 02 Jan 2006 15:04:05 GMT")
		w.Header().Set("Cache-Control", "max-age=600")
		w.Header().Set("Age", "100")
		fmt.Fprint(w, "harbour news")
	})
	c := newClient(t, fetch.Options{})
	address := strings.Replace(s.URL, "http://", "http://reader:pass@", 1) + "/feed?key=1#top"
	got := get(t, c, fetch.Request{URL: address, Accept: "application/rss+xml"})
	if string(got.Body) != "harbour news" || got.Status != 200 || got.Wire != 12 || got.NotModified {
		t.Errorf("document %q, status %d, %d bytes", got.Body, got.Status, got.Wire)
	}
	if got.URL != s.URL+"/feed?key=1" {
		t.Errorf("URL = %q: must be without user and fragment", got.URL)
	}
	if got.Permanent != address {
		t.Errorf("Permanent = %q, want the address asked for", got.Permanent)
	}
	if got.ETag != `"abc"` || got.LastModified != "Mon, 02 Jan 2006 15:04:05 GMT" || got.Fresh != 500*time.Second || got.ContentType() != "application/rss+xml" {
		t.Errorf("header read as %q %q %v %q", got.ETag, got.LastModified, got.Fresh, got.ContentType())
	}
	if user, password, _ := asked.BasicAuth(); user != "reader" || password != "pass" {
		t.Errorf("sent user %q, password %q", user, password)
	}
	for name, want := range map[string]string{
		"Accept": "application/rss+xml", "Accept-Encoding": "gzip", "User-Agent": "wirebrief/1.0 (+https://operator.example)",
		"Referer": "", "If-None-Match": "", "If-Modified-Since": "", "Cookie": "",
	} {
		if v := asked.Header.Get(name); v != want {
			t.Errorf("sent %s %q, want %q", name, v, want)
		}
	}
}

func TestConditionalGet(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"new"`)
		switch {
		case r.URL.Path == "/always", r.Header.Get("If-None-Match") == `"old"`, r.Header.Get("If-Modified-Since") == "yesterday":
			w.WriteHeader(304)
		case r.Header.Get("If-None-Match") != "":
			w.WriteHeader(500)
		}
	})
	c := newClient(t, fetch.Options{})
	for name, r := range map[string]fetch.Request{
		"by etag": {URL: s.URL, ETag: `"old"`},
		"by date": {URL: s.URL, LastModified: "yesterday"},
	} {
		t.Run(name, func(t *testing.T) {
			got := get(t, c, r)
			if !got.NotModified || got.Status != 304 || len(got.Body) != 0 || got.ETag != `"new"` {
				t.Errorf("got %+v", got)
			}
		})
	}
	t.Run("unasked 304 is garbled", func(t *testing.T) {
		fails(t, c, fetch.Request{URL: s.URL + "/always"}, fetch.Garbled, "which was not asked")
	})
	t.Run("an etag that no header can hold is left out", func(t *testing.T) {
		if got := get(t, c, fetch.Request{URL: s.URL, ETag: "a\r\nHost: b"}); got.Status != 200 {
			t.Errorf("status %d", got.Status)
		}
	})
}

func TestStatusKinds(t *testing.T) {
	kinds := map[int]fetch.Kind{
		204: 0, 206: fetch.Garbled, 300: fetch.Garbled, 302: fetch.Garbled, 305: fetch.Garbled,
		400: fetch.Denied, 401: fetch.Denied, 402: fetch.Denied, 403: fetch.Denied, 404: fetch.Missing,
		405: fetch.Denied, 406: fetch.Denied, 407: fetch.Denied, 408: fetch.Failed, 410: fetch.Gone, 418: fetch.Denied,
		421: fetch.Failed, 425: fetch.Failed, 429: fetch.Busy, 451: fetch.Denied,
		500: fetch.Failed, 502: fetch.Failed, 503: fetch.Busy, 504: fetch.Failed, 522: fetch.Failed, 599: fetch.Failed, 999: fetch.Denied,
	}
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		var status int
		fmt.Sscanf(r.URL.Path, "/%d", &status)
		w.Header().Set("Retry-After", "120")
		w.WriteHeader(status)
	})
	c := newClient(t, fetch.Options{})
	for status, kind := range kinds {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			r := fetch.Request{URL: fmt.Sprintf("%s/%d", s.URL, status)}
			if kind == 0 {
				if got := get(t, c, r); got.Status != status || len(got.Body) != 0 {
					t.Errorf("got %d %q", got.Status, got.Body)
				}
				return
			}
			e := fails(t, c, r, kind, fmt.Sprintf("status %d", status))
			if e.Status != status || e.RetryAfter != 2*time.Minute {
				t.Errorf("status %d, retry after %v", e.Status, e.RetryAfter)
			}
		})
	}
	t.Run("401 with a password", func(t *testing.T) {
		e := fails(t, c, fetch.Request{URL: strings.Replace(s.URL, "://", "://me:geheim@", 1) + "/401"}, fetch.Denied, "does not accept the user name")
		if strings.Contains(e.Error(), "geheim") || strings.Contains(e.Error(), "me:") {
			t.Errorf("%q holds the password", e)
		}
	})
}

func TestForm(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/away" {
			http.Redirect(w, r, "/", http.StatusTemporaryRedirect)
			return
		}
		fmt.Fprint(w, r.Method, " ", r.PostFormValue("hub.mode"), " ", r.Header.Get("Content-Type"), " ", r.Header.Get("If-None-Match"))
	})
	c := newClient(t, fetch.Options{})
	form := map[string][]string{"hub.mode": {"subscribe"}}
	if got := get(t, c, fetch.Request{URL: s.URL, Form: form, ETag: `"x"`}); string(got.Body) != "POST subscribe application/x-www-form-urlencoded " {
		t.Errorf("server got %q", got.Body)
	}
	fails(t, c, fetch.Request{URL: s.URL + "/away", Form: form}, fetch.Refused, "use that address if it is right")
}

func TestManyAtOnce(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.URL.Path) })
	c := newClient(t, fetch.Options{PerHost: 4})
	done := make(chan error)
	for i := range 40 {
		go func() {
			path := fmt.Sprintf("/%d", i)
			res, err := c.Fetch(context.Background(), fetch.Request{URL: s.URL + path})
			if err == nil && string(res.Body) != path {
				err = fmt.Errorf("%s gives %q", path, res.Body)
			}
			done <- err
		}()
	}
	for range 40 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func TestTransportKeepsLittle(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1")
	t.Setenv("HTTPS_PROXY", "http://127.0.0.1:1")
	tr := newClient(t, fetch.Options{}).Transport()
	if tr.Proxy != nil {
		t.Error("the proxy of the environment would be used")
	}
	if tr.MaxIdleConnsPerHost != 1 || tr.MaxIdleConns > 100 || tr.IdleConnTimeout > 10*time.Second || tr.ReadBufferSize > 4096 || tr.MaxResponseHeaderBytes > 1<<20 {
		t.Errorf("%d idle connections, %d a host, for %v; buffers of %d, header %d", tr.MaxIdleConns, tr.MaxIdleConnsPerHost, tr.IdleConnTimeout, tr.ReadBufferSize, tr.MaxResponseHeaderBytes)
	}
}

func BenchmarkFetchNotModified(b *testing.B) {
	s := serve(b, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(304) })
	c := newClient(b, fetch.Options{})
	b.ReportAllocs()
	for b.Loop() {
		if got := get(b, c, fetch.Request{URL: s.URL, ETag: `"x"`}); !got.NotModified {
			b.Fatal(got.Status)
		}
	}
}
