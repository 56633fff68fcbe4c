package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"sync/atomic"
	"testing"
	"time"
)

// troubles are what stands between the bot and its server, one after the other.
// All that can, shows the token.
var troubles = append(slices.Clip(proxyTroubles),
	refuses(500, "Internal Server Error: at "), refuses(429, "Too Many Requests: retry after 1, "), refuses(400, "Bad Request: not known: "),
	refuses(409, "Conflict: somebody else uses "), refuses(401, "Unauthorized: "), refuses(404, "Not Found: "),
)

// proxyTroubles are those that the servers of no platform cause, but what stands
// before them.
var proxyTroubles = []func(w http.ResponseWriter, r *http.Request){
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

// refuses answers as the Bot API does, and shows the token.
func refuses(code int, why string) func(w http.ResponseWriter, r *http.Request) {
	return func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(code)
		fmt.Fprintf(w, `{"ok":false,"error_code":%d,"description":%q,"parameters":{"retry_after":1}}`, code, why+r.URL.Path)
	}
}

// TestTelegramTokenIsNotShown runs the service through all that can go wrong
// with a connection, each with every kind of request. That the token shows up
// nowhere is looked at by newTelegramProgram.
func TestTelegramTokenIsNotShown(t *testing.T) {
	t.Parallel()
	p := newTelegramProgram(t, 10, "WIREBRIEF_ACCESS_MODE=open")
	p.storeNews()
	target, err := url.Parse(p.URL())
	if err != nil {
		t.Fatal(err)
	}
	var calls, spoilt atomic.Int64
	var spoil atomic.Bool
	through := httputil.NewSingleHostReverseProxy(target)
	through.ErrorLog = log.New(io.Discard, "", 0) // polls are broken off when the service stops
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n := int(calls.Add(1)); spoil.Load() && n%2 == 0 {
			spoilt.Add(1)
			troubles[n/2%len(troubles)](w, r)
			return
		}
		through.ServeHTTP(w, r)
	}))
	defer front.Close()

	for _, dead := range []string{"http://127.0.0.1:1", "http://no-such-host.invalid", "https" + front.URL[len("http"):]} {
		p.env = append(p.env, "WIREBRIEF_TELEGRAM_BASE_URL="+dead)
		p.start()
		p.log.waitForMore(t, "telegram does not answer")
		p.stop()
	}
	p.env = append(p.env, "WIREBRIEF_TELEGRAM_BASE_URL="+front.URL)
	p.start()
	ana := p.guest("Ana")
	ana.Start("")
	ana.expect("Name a topic, or take one.")
	ana.ask("/subscribe ellery", "Following ellery")
	spoil.Store(true)
	for i := 0; spoilt.Load() < int64(3*len(troubles)) && i < 400; i++ {
		ana.Say(ana.room, "/latest")
		ana.Type(ana.room, "ellery")
		ana.PressForged(ana.room, 1, "x")
		time.Sleep(100 * time.Millisecond)
	}
	edit(t, p.file, `UPDATE chats SET next_digest = ?`, time.Now().UnixMilli())
	time.Sleep(time.Second)
	if n := spoilt.Load(); n < int64(2*len(troubles)) {
		t.Errorf("only %d requests were spoilt", n)
	}
	p.stop()
}
