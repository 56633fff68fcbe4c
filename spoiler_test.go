package main

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"
)

// A spoiler stands between the bot and a platform.
type spoiler struct {
	*httptest.Server
	mu sync.Mutex
	// calls are the requests of each kind, while there are troubles.
	calls map[string]int
	// spoilt is how many requests of all kinds met one.
	spoilt   int
	troubles spoiling
}

// A spoiling is troubles that are met one after the other, by every second
// request of a kind or by every one: of two kinds that are made in turns, every
// second of all would be always the same. Without troubles nothing is met.
type spoiling struct {
	every int
	with  []http.HandlerFunc
}

func newSpoiler(t *testing.T, server string) *spoiler {
	t.Helper()
	target, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	target.Path = ""
	s := &spoiler{calls: map[string]int{}}
	through := httputil.NewSingleHostReverseProxy(target)
	through.ErrorLog = log.New(io.Discard, "", 0) // requests are broken off when the service stops
	// The gateway of Discord is reached by the same way.
	through.ModifyResponse = func(answer *http.Response) error {
		if !strings.HasSuffix(answer.Request.URL.Path, "/gateway/bot") {
			return nil
		}
		body, err := io.ReadAll(answer.Body)
		body = bytes.ReplaceAll(body, []byte("ws://"+target.Host), []byte("ws://"+strings.TrimPrefix(s.URL, "http://")))
		answer.Body, answer.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		answer.Header.Set("Content-Length", fmt.Sprint(len(body)))
		return err
	}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if trouble := s.next(r); trouble != nil {
			trouble(w, r)
			return
		}
		through.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// next is the trouble that a request meets, nil for none.
func (s *spoiler) next(r *http.Request) http.HandlerFunc {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.troubles.with) == 0 {
		return nil
	}
	kind := kindOf(r)
	if s.calls[kind]++; s.calls[kind]%s.troubles.every != 0 {
		return nil
	}
	s.spoilt++
	return s.troubles.with[s.spoilt%len(s.troubles.with)]
}

// kindOf names what a request is for: its method and its path without what has
// digits, as ids and tokens have.
func kindOf(r *http.Request) string {
	var words []string
	for part := range strings.SplitSeq(r.URL.Path, "/") {
		if !strings.ContainsFunc(part, unicode.IsDigit) {
			words = append(words, part)
		}
	}
	return r.Method + " " + strings.Join(words, "/")
}

// spoil has requests meet one of some troubles, calm none.
func (s *spoiler) spoil(every int, with ...http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.calls)
	s.troubles = spoiling{every: every, with: with}
}

func (s *spoiler) calm() { s.spoil(1) }

// count is how many requests met a trouble.
func (s *spoiler) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.spoilt
}

// spoils has something done again and again until so many requests have met a
// trouble.
func (s *spoiler) spoils(t testing.TB, requests int, do func(i int)) {
	t.Helper()
	want := s.count() + requests
	deadline := time.Now().Add(waitAnswer)
	for i := 0; s.count() < want; i++ {
		if time.Now().After(deadline) {
			t.Fatalf("only %d of %d requests met a trouble", s.count()-want+requests, requests)
		}
		do(i)
		time.Sleep(100 * time.Millisecond)
	}
}

// proxyTroubles are those that the servers of no platform cause, but what stands
// before them.
var proxyTroubles = []http.HandlerFunc{
	func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) },
	func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://127.0.0.1:1"+r.URL.Path, http.StatusMovedPermanently)
	},
	func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "ftp://"+canaryToken+"/%zz", http.StatusTemporaryRedirect)
	},
	func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusBadGateway)
		fmt.Fprintf(w, "<html><body>no upstream for %s</body></html>", secretsOf(r))
	},
	func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprintf(w, "<html><body>%s is blocked here</body></html>", secretsOf(r))
	},
	func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, `{"ok":true,"result":"`+canaryToken+`"`)
	},
	func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "100")
		io.WriteString(w, `{"ok":true,`+r.URL.Path)
	},
}

// secretsOf are what authorises a request.
func secretsOf(r *http.Request) string { return r.Header.Get("Authorization") + r.URL.Path }
