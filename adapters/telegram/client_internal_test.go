package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// canary is a token that must never appear in any output.
const canary = "7000000001:AAcanary-token_that_nobody_may_see"

// keepsToken fails the test if err shows the token in any form.
func keepsToken(t *testing.T, err error) {
	t.Helper()
	for ; err != nil; err = errors.Unwrap(err) {
		for _, shown := range []string{fmt.Sprintf("%v", err), fmt.Sprintf("%+v", err), fmt.Sprintf("%#v", err), err.Error()} {
			if strings.Contains(shown, canary) || strings.Contains(shown, "AAcanary") {
				t.Errorf("the token is in the error: %s", strings.ReplaceAll(shown, canary, "TOKEN"))
			}
		}
	}
}

// serving starts a server that answers like h and returns a client of it.
func serving(t *testing.T, h http.HandlerFunc) *client {
	t.Helper()
	server := httptest.NewServer(h)
	c := newClient(canary, server.URL, time.Minute)
	t.Cleanup(func() { c.close(); server.CloseClientConnections(); server.Close() })
	return c
}

func saying(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

// hangingUp breaks the connection, after the answer so far.
func hangingUp(part string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		if part != "" {
			w.Header().Set("Content-Length", "1000")
			io.WriteString(w, part)
			w.(http.Flusher).Flush()
		}
		panic(http.ErrAbortHandler)
	}
}

func TestFailures(t *testing.T) {
	const page = "<html><head><title>502 Bad Gateway</title></head></html>"
	tests := map[string]struct {
		answer http.HandlerFunc
		want   failure
	}{
		"Refused":        {saying(400, `{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}`), failure{Code: 400, Description: "Bad Request: chat not found"}},
		"Flood":          {saying(429, `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 7","parameters":{"retry_after":7}}`), failure{Code: 429, Description: "Too Many Requests: retry after 7", RetryAfter: 7 * time.Second}},
		"Moved":          {saying(400, `{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{"migrate_to_chat_id":-1001234567890}}`), failure{Code: 400, Description: "Bad Request: group chat was upgraded to a supergroup chat", MovedTo: -1001234567890}},
		"ServerError":    {saying(500, `{"ok":false,"error_code":500,"description":"Internal Server Error: request aborted"}`), failure{Code: 500, Description: "Internal Server Error: request aborted", sent: true}},
		"CodeOfStatus":   {saying(403, `{"ok":false,"description":"Forbidden: bot was blocked by the user"}`), failure{Code: 403, Description: "Forbidden: bot was blocked by the user"}},
		"Page":           {saying(502, page), failure{Code: 502, sent: true}},
		"EmptyAnswer":    {saying(504, ""), failure{Code: 504, sent: true}},
		"OtherJSON":      {saying(503, `{"error":"overloaded"}`), failure{Code: 503, sent: true}},
		"JSONList":       {saying(500, `[1,2]`), failure{Code: 500, sent: true}},
		"PageOfSuccess":  {saying(200, page), failure{Code: 200, sent: true}},
		"PageForbids":    {saying(403, page), failure{Code: 502}},
		"PageNotFound":   {saying(404, page), failure{Code: 502}},
		"PageTooLarge":   {saying(413, page), failure{Code: 413}},
		"PageFlood":      {saying(429, page), failure{Code: 429}},
		"HungUp":         {hangingUp(""), failure{sent: true}},
		"HungUpLate":     {hangingUp(`{"ok":true,"res`), failure{sent: true}},
		"OtherForm":      {saying(200, `{"ok":true,"result":"words of a message"}`), failure{Code: 200, Description: "in an unknown form to sendMessage", sent: true}},
		"NoMessageAsked": {saying(200, `{"ok":true,"result":{"message_id":"words"}}`), failure{Code: 200, Description: "in an unknown form to sendMessage", sent: true}},
	}
	for name, tt := range tests {
		for _, kind := range []string{"form", "upload"} {
			t.Run(name+"/"+kind, func(t *testing.T) {
				c := serving(t, tt.answer)
				p := params{"chat_id": 5}
				if kind == "upload" { // the library loses the code of these (TL3)
					p["document"] = upload{"a.txt", []byte("text")}
				}
				var result struct {
					ID int64 `json:"message_id"`
				}
				err := c.call(context.Background(), "sendMessage", p, &result)
				keepsToken(t, err)
				f, ok := err.(*failure)
				if !ok {
					t.Fatalf("got %T %v", err, err)
				}
				got := failure{Code: f.Code, Description: f.Description, RetryAfter: f.RetryAfter, MovedTo: f.MovedTo, sent: f.sent}
				if tt.want.Description == "" {
					got.Description = ""
				}
				if got != tt.want || f.Description == "" {
					t.Errorf("got %+v, want %+v", *f, tt.want)
				}
				if strings.Contains(f.Error(), "words of") {
					t.Errorf("the error quotes the answer: %v", f)
				}
			})
		}
	}
}

func TestRedirectIsNotFollowed(t *testing.T) {
	var followed atomic.Bool
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { followed.Store(true) }))
	defer other.Close()
	c := serving(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL+r.URL.Path, http.StatusTemporaryRedirect)
	})
	err := c.call(context.Background(), "getMe", nil, nil)
	keepsToken(t, err)
	if f, ok := err.(*failure); !ok || f.Code != 502 || f.sent || followed.Load() {
		t.Errorf("got %v; the token went to another server: %v", err, followed.Load())
	}
}

func TestUnreachableServer(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close() // nobody listens there now
	for name, base := range map[string]string{
		"Refused": "http://" + l.Addr().String(), "Percent": "http://" + l.Addr().String() + "/a%20b%2fc",
	} {
		t.Run(name, func(t *testing.T) {
			c := newClient(canary, base, time.Minute)
			defer c.close()
			for _, p := range []params{nil, {"document": upload{"a", []byte("b")}}} {
				err := c.call(context.Background(), "sendDocument", p, nil)
				keepsToken(t, err)
				if f, ok := err.(*failure); !ok || f.Code != 0 || f.sent || f.Description == "" {
					t.Errorf("got %#v", err)
				}
			}
		})
	}
}

func TestTimesOut(t *testing.T) {
	release, arrived := make(chan struct{}), make(chan struct{}, 10)
	c := serving(t, func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		arrived <- struct{}{}
		select {
		case <-release:
		case <-r.Context().Done():
		}
	})
	defer close(release)
	err := c.callWithin(context.Background(), 2*time.Second, "sendMessage", params{"text": "x"}, nil)
	keepsToken(t, err)
	if f, ok := err.(*failure); !ok || f.Code != 0 || !f.sent || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("no answer: %#v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	<-arrived // the first
	go func() { <-arrived; cancel() }()
	err = c.call(ctx, "sendMessage", params{"text": "x"}, nil)
	if f, ok := err.(*failure); !ok || !f.sent || !errors.Is(err, context.Canceled) {
		t.Errorf("given up on the way: %#v", err)
	}
	err = c.call(ctx, "sendMessage", params{"text": "x"}, nil)
	if f, ok := err.(*failure); !ok || f.sent || !errors.Is(err, context.Canceled) {
		t.Errorf("given up before: %#v", err)
	}
}

func TestParamsOnTheWire(t *testing.T) {
	type nested struct {
		A []int  `json:"a"`
		B string `json:"b,omitempty"`
	}
	p := params{
		"text": "a & b = ü\n", "empty": "", "yes": true, "no": false, "int": -3, "id": int64(-1001234567890), "none": nil,
		"nested": nested{A: []int{1, 2}}, "list": []string{"x<y"}, "map": map[string]any{"is_disabled": true},
	}
	want := map[string]string{
		"text": "a & b = ü\n", "empty": "", "yes": "true", "no": "false", "int": "-3", "id": "-1001234567890",
		"nested": `{"a":[1,2]}`, "list": `["x<y"]`, "map": `{"is_disabled":true}`,
	}
	for _, file := range []bool{false, true} {
		t.Run(fmt.Sprint("file ", file), func(t *testing.T) {
			if file {
				p["document"] = upload{"daten \"x\".json", []byte("{}\x00")}
			}
			c := serving(t, func(w http.ResponseWriter, r *http.Request) {
				if err := r.ParseMultipartForm(1 << 20); err != nil && file {
					t.Error(err)
				}
				if r.URL.Path != "/bot"+canary+"/sendMessage" || r.Method != http.MethodPost || len(r.TransferEncoding) > 0 || r.ContentLength <= 0 {
					t.Errorf("%s, %v, %d bytes", r.Method, r.TransferEncoding, r.ContentLength)
				}
				got := map[string]string{}
				for name, values := range r.Form {
					got[name] = values[0]
				}
				for name, v := range want {
					if g, ok := got[name]; !ok || !sameJSON(g, v) {
						t.Errorf("%s is %q, want %q", name, g, v)
					}
				}
				if len(got) != len(want) {
					t.Errorf("got %v", got)
				}
				if file {
					f, header, err := r.FormFile("document")
					if err != nil {
						t.Error(err)
						return
					}
					body, _ := io.ReadAll(f)
					if header.Filename != "daten \"x\".json" || string(body) != "{}\x00" {
						t.Errorf("the file is %q: %q", header.Filename, body)
					}
				}
				io.WriteString(w, `{"ok":true,"result":[7]}`)
			})
			var result []int
			if err := c.call(context.Background(), "sendMessage", p, &result); err != nil || len(result) != 1 || result[0] != 7 {
				t.Errorf("got %v, %v", result, err)
			}
			if err := c.call(context.Background(), "sendMessage", p, nil); err != nil {
				t.Errorf("without a result: %v", err)
			}
		})
	}
	err := newClient(canary, "http://127.0.0.1:1", time.Second).call(context.Background(), "x", params{"odd": make(chan int)}, nil)
	if f, ok := err.(*failure); !ok || f.sent || !strings.Contains(err.Error(), "odd") {
		t.Errorf("what is no JSON: %v", err)
	}
}

// sameJSON compares texts, as JSON if they are.
func sameJSON(a, b string) bool {
	var x, y any
	if json.Unmarshal([]byte(a), &x) != nil || json.Unmarshal([]byte(b), &y) != nil {
		return a == b
	}
	return fmt.Sprint(x) == fmt.Sprint(y)
}

func TestConnectionsAreUsedAgain(t *testing.T) {
	var opened atomic.Int32
	server := httptest.NewUnstartedServer(saying(200, `{"ok":true,"result":true}`+strings.Repeat(" ", 5000)))
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			opened.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	c := newClient(canary, server.URL, time.Minute)
	defer c.close()
	for range 5 {
		var ok bool
		if err := c.call(context.Background(), "answerCallbackQuery", nil, &ok); err != nil || !ok {
			t.Fatalf("got %v, %v", ok, err)
		}
	}
	if n := opened.Load(); n != 1 {
		t.Errorf("%d connections for five requests", n)
	}
}

func TestAnswersAreBounded(t *testing.T) {
	d := &drained{body: io.NopCloser(strings.NewReader("0123456789")), left: 4}
	if b, err := io.ReadAll(d); string(b) != "0123" || err == nil || !strings.Contains(err.Error(), "too long") {
		t.Errorf("read %q, %v", b, err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}

func TestRedactedKeepsOtherErrors(t *testing.T) {
	if err := redacted(io.EOF, canary); err != io.EOF {
		t.Errorf("got %v", err)
	}
	if err := redacted(fmt.Errorf("dial https://x/bot%s/getMe: %w", canary, io.EOF), canary); err.Error() != "dial https://x/bot[redacted]/getMe: EOF" || errors.Is(err, io.EOF) {
		t.Errorf("got %v", err)
	}
}

// TestRedactorHidesTheToken logs the token in every way there is.
func TestRedactorHidesTheToken(t *testing.T) {
	var b strings.Builder
	log := slog.New(&redactor{Handler: slog.NewJSONHandler(&b, &slog.HandlerOptions{Level: slog.LevelDebug}), token: canary})
	address := "https://api.telegram.org/bot" + canary + "/getMe"
	log = log.With("at", address).WithGroup("group")
	log.Info("asked "+address, "err", errors.New("Post \""+address+"\": EOF"), "struct", struct{ A []string }{[]string{address}},
		slog.Group("inner", "token", canary, "n", 3), "late", late(address), "bytes", []string{canary}, canary, "key")
	if out := b.String(); strings.Contains(out, canary) || strings.Count(out, hidden) != 8 || !strings.Contains(out, `"n":3`) {
		t.Errorf("%d marks: %s", strings.Count(b.String(), hidden), strings.ReplaceAll(b.String(), canary, "TOKEN"))
	}
}

type late string

// LogValue implements slog.LogValuer.
func (l late) LogValue() slog.Value { return slog.StringValue(string(l)) }
