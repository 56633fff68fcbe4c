package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wirebrief/adapters/fetch"
)

func TestRobotsRules(t *testing.T) {
	const everybody = "User-agent: *\nDisallow: /private\nAllow: /private/open\n"
	for name, test := range map[string]struct {
		body    string
		yes, no []string
		delay   time.Duration
	}{
		"nothing":                     {body: "", yes: []string{"/", "/a"}},
		"only comments":               {body: "# none\n", yes: []string{"/"}},
		"everybody":                   {body: everybody, yes: []string{"/", "/public", "/private/open/x"}, no: []string{"/private", "/private/x", "/privateer"}},
		"all forbidden":               {body: "User-agent: *\nDisallow: /", yes: []string{"/robots.txt"}, no: []string{"/", "/a?b"}},
		"all forbidden by a star":     {body: "User-agent: *\nDisallow: *", no: []string{"/", "/a"}},
		"nothing forbidden":           {body: "User-agent: *\nDisallow:", yes: []string{"/", "/a"}},
		"we are named":                {body: everybody + "User-agent: WireBrief\nDisallow: /w", yes: []string{"/private"}, no: []string{"/w"}},
		"we are named with a version": {body: everybody + "User-agent: wirebrief/2.0\nDisallow: /w", yes: []string{"/private"}, no: []string{"/w"}},
		"named and free":              {body: everybody + "User-agent: wirebrief\nDisallow:", yes: []string{"/private"}},
		"named without rules":         {body: "User-agent: wirebrief\n\nSitemap: x\nUser-agent: other\nDisallow: /", no: []string{"/"}},
		"another of a like name":      {body: "User-agent: wire\nDisallow: /\nUser-agent: wirebriefing\nDisallow: /", yes: []string{"/"}},
		"one of several":              {body: "User-agent: other\nUser-agent: wirebrief\nDisallow: /x", no: []string{"/x"}, yes: []string{"/y"}},
		"groups are joined":           {body: "User-agent: wirebrief\nDisallow: /x\nUser-agent: other\nDisallow: /\nUser-agent: wirebrief\nDisallow: /y", no: []string{"/x", "/y"}, yes: []string{"/z"}},
		"the longest holds":           {body: "User-agent: *\nAllow: /a\nDisallow: /a/b\nAllow: /a/b/c", yes: []string{"/a", "/a/b/c"}, no: []string{"/a/b"}},
		"of equals what allows":       {body: "User-agent: *\nDisallow: /a\nAllow: /a\nDisallow: /", yes: []string{"/a"}, no: []string{"/b"}},
		"wildcards":                   {body: "User-agent: *\nDisallow: /*/print\nDisallow: /*.pdf$\nDisallow: *?share=", yes: []string{"/print", "/a.pdfx", "/a"}, no: []string{"/a/print", "/a/b/print/c", "/x/a.pdf", "/a?share=1"}},
		"anchored at the start":       {body: "User-agent: *\nDisallow: /foo*bar", yes: []string{"/x/foobar"}, no: []string{"/foobar", "/foo/bar/x"}},
		"the end alone":               {body: "User-agent: *\nDisallow: /$", yes: []string{"/a"}, no: []string{"/"}},
		"a dollar within":             {body: "User-agent: *\nDisallow: /a$b", yes: []string{"/a"}, no: []string{"/a$b", "/a%24b"}},
		"escapes":                     {body: "User-agent: *\nDisallow: /ü\nDisallow: /%7Ejoe\nDisallow: /a%2fb", no: []string{"/%C3%BC", "/%c3%bc", "/~joe", "/a%2Fb"}, yes: []string{"/a/b"}},
		"a star in an address":        {body: "User-agent: *\nDisallow: /a*\nAllow: /a*b\nDisallow: /c%2a", no: []string{"/a", "/c*", "/c%2A"}, yes: []string{"/a*b", "/c"}},
		"many stars":                  {body: "User-agent: *\nDisallow: /***a**b***$\nDisallow: *$x", no: []string{"/ab", "/xaxbx", "/$x"}, yes: []string{"/ba", "/"}},
		"without a slash":             {body: "User-agent: *\nDisallow: private", no: []string{"/private"}},
		"old line ends, BOM, spaces":  {body: "\ufeffUser-Agent : *\r\rDISALLOW : /x # why\r", no: []string{"/x"}, yes: []string{"/y"}},
		"broken lines":                {body: "Disallow: /early\nAllow\nCrawl-delay: soon\n<html>\nUser-agent: *\nCrawl-delay: x\nDisallow: /x\nDisallow /y", no: []string{"/x"}, yes: []string{"/early", "/y"}},
		"control characters":          {body: "User-agent: *\nDisallow: /\x01a\nDisallow: /b\x00\xff", no: []string{"/%01a", "/b%00%FF"}, yes: []string{"/a", "/b"}},
		"crawl delay":                 {body: "User-agent: *\nCrawl-delay: 2.5", yes: []string{"/"}, delay: 2500 * time.Millisecond},
		"a long crawl delay":          {body: "User-agent: *\nCrawl-delay: 86400", yes: []string{"/"}, delay: 30 * time.Second},
		"an impossible one":           {body: "User-agent: *\nCrawl-delay: -1\nCrawl-delay: NaN\nCrawl-delay: Inf", yes: []string{"/"}, delay: 30 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			for _, path := range test.yes {
				if ok, _ := fetch.RobotsAllows(test.body, "wirebrief", "http://h.example"+path); !ok {
					t.Errorf("%s is forbidden", path)
				}
			}
			for _, path := range test.no {
				if ok, _ := fetch.RobotsAllows(test.body, "wirebrief", "http://h.example"+path); ok {
					t.Errorf("%s is allowed", path)
				}
			}
			if _, delay := fetch.RobotsAllows(test.body, "wirebrief", "http://h.example/"); delay != test.delay {
				t.Errorf("delay %v, want %v", delay, test.delay)
			}
		})
	}
	t.Run("a large one is quick", func(t *testing.T) {
		body := "User-agent: *\n" + strings.Repeat("Disallow: /*a*b*c*zz*d$\n", 500<<10/24)
		in(t, time.Minute, func() {
			fetch.RobotsAllows(body, "wirebrief", "http://h.example/"+strings.Repeat("abc", 2000))
		})
	})
}

// A robotsHost serves a robots.txt and pages, and counts.
type robotsHost struct {
	*httptest.Server
	asked, pages atomic.Int32
	answer       atomic.Value // http.HandlerFunc for robots.txt
}

func robotsServer(t *testing.T, answer http.HandlerFunc) *robotsHost {
	h := &robotsHost{}
	h.answer.Store(answer)
	h.Server = serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			h.asked.Add(1)
			h.answer.Load().(http.HandlerFunc)(w, r)
			return
		}
		h.pages.Add(1)
	})
	return h
}

func body(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, text) }
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

func TestRobots(t *testing.T) {
	h := robotsServer(t, body("User-agent: *\nDisallow: /no"))
	c := newClient(t, fetch.Options{})
	for range 3 {
		get(t, c, fetch.Request{URL: h.URL + "/yes", Robots: true})
		fails(t, c, fetch.Request{URL: h.URL + "/no", Robots: true}, fetch.Refused, "robots.txt of the host forbids it")
	}
	if n := h.asked.Load(); n != 1 {
		t.Errorf("robots.txt was asked for %d times", n)
	}
	get(t, c, fetch.Request{URL: h.URL + "/no"})
	t.Run("at every hop", func(t *testing.T) {
		away := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				w.WriteHeader(404)
				return
			}
			http.Redirect(w, r, h.URL+"/no", http.StatusFound)
		})
		fails(t, c, fetch.Request{URL: away.URL + "/x", Robots: true}, fetch.Refused, "forbids")
	})
}

func TestRobotsStatus(t *testing.T) {
	gone := func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) }
	large := "User-agent: *\nDisallow: /no\n" + strings.Repeat("# nothing\n", 60000)
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		kind   fetch.Kind // 0 for all allowed
		want   string
	}{
		"404":                {status(404), 0, ""},
		"410":                {status(410), 0, ""},
		"401":                {status(401), 0, ""},
		"403":                {status(403), 0, ""},
		"redirect in circle": {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/robots.txt", http.StatusFound) }, 0, ""},
		"500":                {status(500), fetch.Failed, "robots.txt, without which nothing is fetched there, could not be had"},
		"503":                {status(503), fetch.Busy, "could not be had"},
		"429":                {status(429), fetch.Busy, "could not be had"},
		"no answer":          {gone, fetch.Unreachable, "could not be had"},
		"garbled": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "br")
			fmt.Fprint(w, "x")
		}, fetch.Garbled, "could not be had"},
		"too large": {body(large), fetch.Refused, "forbids"},
		"redirected": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusMovedPermanently)
		}, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			h := robotsServer(t, test.answer)
			c := newClient(t, fetch.Options{})
			for range 2 {
				if test.kind == 0 {
					get(t, c, fetch.Request{URL: h.URL + "/no", Robots: true})
				} else if e := fails(t, c, fetch.Request{URL: h.URL + "/no?key=1", Robots: true}, test.kind, test.want); e.URL != h.URL+"/no" {
					t.Errorf("the error is about %s", e.URL)
				}
			}
			// A redirect asks twice at once; nothing is asked for again.
			if n := h.asked.Load(); n != 1 {
				t.Errorf("robots.txt was asked for %d times", n)
			}
		})
	}
	t.Run("of a guarded host", func(t *testing.T) {
		e := fails(t, newClient(t, fetch.Options{}), fetch.Request{URL: "http://10.1.2.3/", Robots: true}, fetch.Refused, `allow = ["10.1.2.3"]`)
		if !errors.Is(e, fetch.ErrGuarded) {
			t.Errorf("%v does not wrap ErrGuarded", e)
		}
	})
}

func TestRobotsKeptWhileUnreachable(t *testing.T) {
	h := robotsServer(t, body("User-agent: *\nDisallow: /no"))
	c := newClient(t, fetch.Options{})
	get(t, c, fetch.Request{URL: h.URL + "/yes", Robots: true})
	h.answer.Store(status(500))
	c.ExpireRobots()
	get(t, c, fetch.Request{URL: h.URL + "/yes", Robots: true})
	fails(t, c, fetch.Request{URL: h.URL + "/no", Robots: true}, fetch.Refused, "forbids")
	if n := h.asked.Load(); n != 2 {
		t.Errorf("robots.txt was asked for %d times", n)
	}
	h.answer.Store(body(""))
	c.ExpireRobots()
	get(t, c, fetch.Request{URL: h.URL + "/no", Robots: true})
}

func TestRobotsLifetime(t *testing.T) {
	for header, want := range map[string]time.Duration{
		"": 24 * time.Hour, "max-age=7200": 2 * time.Hour, "max-age=99999999": 24 * time.Hour,
		"no-cache": 10 * time.Minute, "max-age=0": 10 * time.Minute,
	} {
		if got := fetch.RobotsLifetime(http.Header{"Cache-Control": {header}}, time.Now()); got != want {
			t.Errorf("%q: %v, want %v", header, got, want)
		}
	}
}

// TestRobotsOneFlight has many wait for one robots.txt; the first gives up.
func TestRobotsOneFlight(t *testing.T) {
	arrived, open := make(chan struct{}, 10), make(chan struct{})
	h := robotsServer(t, func(w http.ResponseWriter, r *http.Request) {
		arrived <- struct{}{}
		select {
		case <-open:
		case <-r.Context().Done():
		}
	})
	c := newClient(t, fetch.Options{PerHost: 50})
	ctx, cancel := context.WithCancel(context.Background())
	first := make(chan error)
	go func() {
		_, err := c.Fetch(ctx, fetch.Request{URL: h.URL + "/first", Robots: true})
		first <- err
	}()
	<-arrived
	t.Run("who waits hears the context", func(t *testing.T) {
		short, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
		defer cancel()
		if _, err := c.Fetch(short, fetch.Request{URL: h.URL + "/x", Robots: true}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() { get(t, c, fetch.Request{URL: h.URL + "/x", Robots: true}) })
	}
	cancel()
	if err := <-first; !errors.Is(err, context.Canceled) {
		t.Errorf("the first: %v", err)
	}
	<-arrived
	close(open)
	all.Wait()
	if n := h.asked.Load(); n != 2 {
		t.Errorf("robots.txt was asked for %d times: once by who gave up, once for all others", n)
	}
}

func TestRobotsCrawlDelay(t *testing.T) {
	h := robotsServer(t, body("User-agent: *\nCrawl-delay: 0.2"))
	c := newClient(t, fetch.Options{})
	begin := time.Now()
	for range 3 {
		get(t, c, fetch.Request{URL: h.URL, Robots: true})
	}
	if took := time.Since(begin); took < 600*time.Millisecond {
		t.Errorf("robots.txt and three pages in %v", took)
	}
}

// TestRobotsMemory asks more hosts than are remembered, with large rules.
func TestRobotsMemory(t *testing.T) {
	small, large := "User-agent: *\nDisallow: /no", "User-agent: *\n"+strings.Repeat("Disallow: /*x\n", 20000)
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.Host, "large") {
			fmt.Fprint(w, large)
			return
		}
		fmt.Fprint(w, small)
	})
	c := newClient(t, fetch.Options{Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, s.Listener.Addr().String())
	}})
	for i := range 2100 {
		fails(t, c, fetch.Request{URL: fmt.Sprintf("http://small%d.example/no", i), Robots: true}, fetch.Refused, "forbids")
	}
	if n, _ := c.RobotsKept(); n != 2000 {
		t.Errorf("%d origins are remembered", n)
	}
	for i := range 30 {
		get(t, c, fetch.Request{URL: fmt.Sprintf("http://large%d.example/", i), Robots: true})
	}
	if n, memory := c.RobotsKept(); n > 100 || memory > 16<<20 {
		t.Errorf("%d origins take %d bytes", n, memory)
	}
}

// FuzzRobots checks that a rule that is the address itself holds, whatever
// stands before it, and that no file makes robots.txt forbidden.
func FuzzRobots(f *testing.F) {
	f.Add("User-agent: x\nDisallow: /\n", "/a?b=c")
	f.Add("\xff\x00:*\r\r\n#", "/%zz/*/$")
	f.Add("Crawl-delay: 1e400\nuser-agent\nallow", "/ü%C3")
	f.Add("", "?")
	f.Fuzz(func(t *testing.T, before, path string) {
		address, err := fetch.Normalise("http://h.example/a" + path)
		if err != nil || strings.ContainsAny(path, "*$") || len(before) > 10000 {
			t.Skip()
		}
		rule := strings.TrimPrefix(address, "http://h.example")
		body := before + "\nUser-agent: FuzzBot\nDisallow: " + rule
		if strings.Contains(strings.ToLower(before), "fuzzbot") {
			t.Skip()
		}
		allowed, delay := fetch.RobotsAllows(body, "fuzzbot", address)
		if ours := !strings.Contains(strings.ToLower(before), "allow"); ours && allowed {
			t.Errorf("%q is allowed by %q", address, body)
		}
		if delay < 0 || delay > 30*time.Second {
			t.Errorf("delay %v", delay)
		}
		if ok, _ := fetch.RobotsAllows(body, "fuzzbot", "http://h.example/robots.txt"); !ok {
			t.Error("robots.txt is forbidden")
		}
	})
}
