package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"wirebrief/bot"
)

// canary is a token that must never appear in any output.
const canary = "MTExMTExMTExMTExMTExMTExMQ.GCanar.canary-token_that_nobody_may_see"

// keepsToken fails the test if err shows the token in any form, or that of an
// interaction.
func keepsToken(t *testing.T, err error) {
	t.Helper()
	for ; err != nil; err = errors.Unwrap(err) {
		for _, shown := range []string{fmt.Sprintf("%v", err), fmt.Sprintf("%+v", err), fmt.Sprintf("%#v", err), err.Error()} {
			if strings.Contains(shown, "canary-token") || strings.Contains(shown, "secret-of-interaction") {
				t.Errorf("a secret is in the error: %s", strings.ReplaceAll(shown, "canary", "CANARY"))
			}
		}
	}
}

// serving starts a server that answers like h and returns an adapter for it.
func serving(t *testing.T, h http.HandlerFunc) *Adapter {
	t.Helper()
	server := httptest.NewServer(h)
	a := &Adapter{pacing: bot.NewPacing(bot.Pace{}), client: newClient(Options{Token: canary, BaseURL: server.URL + "/api/v10", Timeout: time.Minute})}
	t.Cleanup(func() { a.client.close(); server.CloseClientConnections(); server.Close() })
	return a
}

// answering answers with a status, headers as "Name: value", and a body.
func answering(status int, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		for _, h := range headers {
			name, value, _ := strings.Cut(h, ": ")
			w.Header().Set(name, value)
		}
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
	const page = "<html><head><title>Access denied | discord.com used Cloudflare</title></head></html>"
	tests := map[string]struct {
		answer http.HandlerFunc
		want   failure
	}{
		"Refused":       {answering(403, `{"message":"Missing Access","code":50001}`), failure{Status: 403, Code: 50001, Message: "Missing Access"}},
		"WrongForm":     {answering(400, `{"code":50035,"errors":{"content":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH","message":"words of the message"}]}},"message":"Invalid Form Body"}`), failure{Status: 400, Code: 50035, Message: "Invalid Form Body"}},
		"Token":         {answering(401, `{"message":"401: Unauthorized","code":0}`), failure{Status: 401, Message: "401: Unauthorized"}},
		"Flood":         {answering(429, `{"message":"You are being rate limited.","retry_after":64.57,"global":false}`, "Retry-After: 65", "X-RateLimit-Scope: user"), failure{Status: 429, Message: "You are being rate limited.", RetryAfter: 64570 * time.Millisecond}},
		"FloodShared":   {answering(429, `{"message":"The resource is being rate limited.","retry_after":1.5,"global":false}`, "X-RateLimit-Scope: shared"), failure{Status: 429, Message: "The resource is being rate limited.", RetryAfter: 1500 * time.Millisecond, Shared: true}},
		"FloodAll":      {answering(429, `{"message":"You are being rate limited.","retry_after":2,"global":true}`), failure{Status: 429, Message: "You are being rate limited.", RetryAfter: 2 * time.Second, Global: true}},
		"FloodAllTold":  {answering(429, `{"message":"You are being rate limited."}`, "Retry-After: 3", "X-RateLimit-Global: true"), failure{Status: 429, Message: "You are being rate limited.", RetryAfter: 3 * time.Second, Global: true}},
		"FloodScope":    {answering(429, `{"message":"You are being rate limited.","retry_after":1e-9}`, "X-RateLimit-Scope: global"), failure{Status: 429, Message: "You are being rate limited.", RetryAfter: time.Millisecond, Global: true}},
		"FloodNoTime":   {answering(429, `{"message":"You are being rate limited.","retry_after":-3}`), failure{Status: 429, Message: "You are being rate limited.", RetryAfter: time.Second}},
		"FloodForEver":  {answering(429, `{"message":"You are being rate limited.","retry_after":1e300}`), failure{Status: 429, Message: "You are being rate limited.", RetryAfter: 24 * time.Hour}},
		"Cloudflare":    {answering(429, page, "Content-Type: text/html", "Retry-After: 3600"), failure{Status: 429, RetryAfter: time.Hour, Global: true, foreign: true}},
		"CloudflareNow": {answering(429, "error code: 1015"), failure{Status: 429, RetryAfter: blocked, Global: true, foreign: true}},
		"ServerError":   {answering(500, `{"message":"500: Internal Server Error","code":0}`), failure{Status: 500, Message: "500: Internal Server Error", sent: true}},
		"Overloaded":    {answering(503, `{"message":"API resource is currently overloaded.","code":130000}`), failure{Status: 503, Code: 130000, Message: "API resource is currently overloaded.", sent: true}},
		"BadGateway":    {answering(502, page), failure{Status: 502, sent: true, foreign: true}},
		"EmptyAnswer":   {answering(504, ""), failure{Status: 504, sent: true, foreign: true}},
		"OtherJSON":     {answering(503, `{"error":"overloaded"}`), failure{Status: 503, sent: true, foreign: true}},
		"JSONList":      {answering(500, `[1,2]`), failure{Status: 500, sent: true, foreign: true}},
		"PageForbids":   {answering(403, page), failure{Status: 502, foreign: true}},
		"PageNotFound":  {answering(404, page), failure{Status: 502, foreign: true}},
		"PageWantsUser": {answering(401, page), failure{Status: 502, foreign: true}},
		"PageOfSuccess": {answering(200, page), failure{Status: 200, Message: "in an unknown form", sent: true}},
		"OtherForm":     {answering(200, `{"id":{"words of the message":7}}`), failure{Status: 200, Message: "in an unknown form", sent: true}},
		"NothingThere":  {answering(204, ""), failure{Status: 204, Message: "in an unknown form", sent: true}},
		"HungUp":        {hangingUp(""), failure{sent: true}},
		"HungUpLate":    {hangingUp(`{"id":"12`), failure{sent: true}},
		"OddHeaders":    {answering(403, `{"message":"Missing Access","code":50001}`, "X-RateLimit-Reset-After: soon", "X-RateLimit-Remaining: x", "X-RateLimit-Limit: -1"), failure{Status: 403, Code: 50001, Message: "Missing Access"}},
	}
	for name, tt := range tests {
		for _, kind := range []string{"json", "files", "own"} {
			t.Run(name+"/"+kind, func(t *testing.T) {
				a := serving(t, tt.answer)
				r := request{method: "POST", path: "/interactions/5/secret-of-interaction/callback", route: "/interactions/{id}/{token}/callback", body: map[string]any{"content": "x"}, own: kind == "own"}
				if kind == "files" {
					r.files = []bot.File{{Name: "a.txt", Bytes: []byte("text")}}
				}
				var result struct {
					ID snowflake `json:"id"`
				}
				err := a.call(t.Context(), r, &result)
				keepsToken(t, err)
				f, ok := err.(*failure)
				if !ok {
					t.Fatalf("got %T %v", err, err)
				}
				got := failure{Status: f.Status, Code: f.Code, Message: f.Message, RetryAfter: f.RetryAfter, Global: f.Global, Shared: f.Shared, sent: f.sent, foreign: f.foreign}
				if tt.want.Message == "" {
					got.Message = ""
				}
				if fmt.Sprint(got) != fmt.Sprint(tt.want) || f.Message == "" {
					t.Errorf("got %+v, want %+v", *f, tt.want)
				}
				if strings.Contains(f.Error(), "words of") || !strings.Contains(f.Error(), "POST /interactions/{id}/{token}/callback") {
					t.Errorf("the error says %v", f)
				}
			})
		}
	}
}

func TestFailureNamesFields(t *testing.T) {
	f := &failure{Status: 400, Code: 50035, Message: "Invalid Form Body", route: "POST /x", Errors: json.RawMessage(`{"embeds":{"0":{"description":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH","message":"secret words"}]},"_errors":[{"code":"MAX_EMBED_SIZE_EXCEEDED"}]}},"_errors":[{"code":"APPLICATION_COMMAND_TOO_LARGE"}]}`)}
	want := "discord answers 400 (50035) Invalid Form Body to POST /x: all APPLICATION_COMMAND_TOO_LARGE, embeds.0 MAX_EMBED_SIZE_EXCEEDED, embeds.0.description BASE_TYPE_MAX_LENGTH"
	if f.Error() != want {
		t.Errorf("got %s\nwant %s", f, want)
	}
	for _, odd := range []string{``, `null`, `7`, `[]`, `{"_errors":7}`, `{"a":{"_errors":[7]}}`, `{"a":"b"}`} {
		f.Errors = json.RawMessage(odd)
		if text := f.Error(); strings.Contains(text, "<nil>") {
			t.Errorf("with %s: %s", odd, text)
		}
	}
}

func TestRequestsAsTheyLeave(t *testing.T) {
	type seen struct {
		method, path, query, kind, auth, agent string
		body                                   []byte
	}
	var last seen
	a := serving(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		last = seen{r.Method, r.URL.Path, r.URL.RawQuery, r.Header.Get("Content-Type"), r.Header.Get("Authorization"), r.Header.Get("User-Agent"), body}
		io.WriteString(w, `{"id":"7"}`)
	})
	call := func(r request) snowflake {
		t.Helper()
		var result struct {
			ID snowflake `json:"id"`
		}
		if err := a.call(t.Context(), r, &result); err != nil {
			t.Fatal(err)
		}
		return result.ID
	}
	t.Run("JSON", func(t *testing.T) {
		id := call(request{method: "PATCH", path: "/channels/5/messages/6?with=x", body: map[string]string{"content": "a & <b>"}})
		if id != 7 || last.method != "PATCH" || last.path != "/api/v10/channels/5/messages/6" || last.query != "with=x" || last.kind != "application/json" || last.auth != "Bot "+canary {
			t.Errorf("%d from %+v", id, last)
		}
		if !strings.HasPrefix(last.agent, "DiscordBot (https://") || !strings.Contains(last.agent, ", v0.") {
			t.Errorf("the agent is %q", last.agent)
		}
	})
	t.Run("NoBody", func(t *testing.T) {
		if call(request{method: "GET", path: "/users/@me"}); last.kind != "" || len(last.body) != 0 {
			t.Errorf("sent %+v", last)
		}
	})
	t.Run("OwnHasNoToken", func(t *testing.T) {
		if call(request{method: "POST", path: "/webhooks/1/x", own: true, body: struct{}{}}); last.auth != "" {
			t.Errorf("sent %+v", last)
		}
	})
	t.Run("Files", func(t *testing.T) {
		call(request{method: "POST", path: "/x", body: map[string]string{"content": "c"}, files: []bot.File{{Name: `a".txt`, Bytes: []byte("text")}, {Name: "b.json", Bytes: []byte("{}")}}})
		_, params, err := mime.ParseMediaType(last.kind)
		if err != nil {
			t.Fatal(err)
		}
		form, err := multipart.NewReader(strings.NewReader(string(last.body)), params["boundary"]).ReadForm(1 << 20)
		if err != nil {
			t.Fatal(err)
		}
		if form.Value["payload_json"][0] != `{"content":"c"}` || form.File["files[0]"][0].Filename != `a".txt` || form.File["files[1]"][0].Size != 2 {
			t.Errorf("sent %+v", form)
		}
	})
	t.Run("Unwritable", func(t *testing.T) {
		err := a.call(t.Context(), request{method: "POST", path: "/x", body: func() {}}, nil)
		if f, ok := err.(*failure); !ok || f.sent || f.Status != 0 {
			t.Errorf("got %v", err)
		}
	})
}

func TestRedirectIsNotFollowed(t *testing.T) {
	var followed atomic.Bool
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { followed.Store(true) }))
	defer other.Close()
	a := serving(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL+r.URL.Path, http.StatusTemporaryRedirect)
	})
	err := a.call(t.Context(), request{method: "GET", path: "/users/@me"}, nil)
	keepsToken(t, err)
	if f, ok := err.(*failure); !ok || f.Status != 502 || f.sent || followed.Load() {
		t.Errorf("got %v; the token went to another server: %v", err, followed.Load())
	}
}

func TestUnreachable(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close() // nobody listens there now
	a := &Adapter{pacing: bot.NewPacing(bot.Pace{}), client: newClient(Options{Token: canary, BaseURL: "http://" + l.Addr().String(), Timeout: time.Minute})}
	defer a.client.close()
	err = a.call(t.Context(), request{method: "POST", path: "/interactions/1/secret-of-interaction/callback", route: "/r"}, nil)
	keepsToken(t, err)
	if f, ok := err.(*failure); !ok || f.Status != 0 || f.sent || !strings.Contains(f.Message, "refused") {
		t.Errorf("got %v", err)
	}
}

func TestTimeLimits(t *testing.T) {
	release, arrived := make(chan struct{}), make(chan struct{}, 10)
	a := serving(t, func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		arrived <- struct{}{}
		select {
		case <-release:
		case <-r.Context().Done():
		}
	})
	defer close(release)
	t.Run("OfTheRequest", func(t *testing.T) {
		err := a.call(t.Context(), request{method: "GET", path: "/x", limit: 2 * time.Second}, nil)
		<-arrived
		if f, ok := err.(*failure); !ok || !f.sent || !errors.Is(err, context.DeadlineExceeded) || f.Message != errNoAnswer.Error() {
			t.Errorf("got %v", err)
		}
	})
	t.Run("OfTheCaller", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		go func() { <-arrived; cancel() }()
		err := a.call(ctx, request{method: "GET", path: "/x"}, nil)
		if f, ok := err.(*failure); !ok || !f.sent || !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("OverBefore", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		err := a.call(ctx, request{method: "GET", path: "/x"}, nil)
		if f, ok := err.(*failure); !ok || f.sent || !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}

func TestLimitsHoldTheChat(t *testing.T) {
	chat, other := bot.ChatRef{Platform: Platform, ID: "5"}, bot.ChatRef{Platform: Platform, ID: "6"}
	full := []string{"X-RateLimit-Bucket: b", "X-RateLimit-Limit: 5", "X-RateLimit-Remaining: 0", "X-RateLimit-Reset-After: 30"}
	tests := map[string]struct {
		answer      http.HandlerFunc
		chat        bot.ChatRef
		held, other bool
	}{
		"Left":      {answering(200, `{}`, "X-RateLimit-Limit: 5", "X-RateLimit-Remaining: 1", "X-RateLimit-Reset-After: 30"), chat, false, false},
		"UsedUp":    {answering(200, `{}`, full...), chat, true, false},
		"NoChat":    {answering(200, `{}`, full...), bot.ChatRef{}, false, false},
		"NoHeaders": {answering(200, `{}`), chat, false, false},
		"Odd":       {answering(200, `{}`, "X-RateLimit-Limit: x", "X-RateLimit-Remaining: 0", "X-RateLimit-Reset-After: 30"), chat, false, false},
		"Refused":   {answering(403, `{"message":"Missing Access","code":50001}`, full...), chat, true, false},
		"Flood":     {answering(429, `{"message":"m","retry_after":30}`), chat, true, false},
		"FloodAll":  {answering(429, `{"message":"m","retry_after":30,"global":true}`), chat, true, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a := serving(t, tt.answer)
			err := a.call(t.Context(), request{method: "POST", path: "/x", chat: tt.chat}, nil)
			if f, ok := err.(*failure); ok && f.Code == 50001 && f.limit != (bucketLimit{"b", 5, 0, 30 * time.Second}) {
				t.Errorf("the failure tells %+v", f.limit)
			}
			for ref, want := range map[bot.ChatRef]bool{chat: tt.held, other: tt.other} {
				patience := 10 * time.Second // less than what is held waits
				if want {
					patience = 20 * time.Millisecond
				}
				ctx, cancel := context.WithTimeout(t.Context(), patience)
				if held := a.pacing.Wait(ctx, ref, false, bot.Unhurried) != nil; held != want {
					t.Errorf("chat %s is held: %v", ref.ID, held)
				}
				cancel()
			}
		})
	}
}

func TestTokenIsKeptOutOfTheLog(t *testing.T) {
	var b strings.Builder
	log := slog.New(&redactor{Handler: slog.NewTextHandler(&b, nil), token: canary})
	log.With("with", canary).WithGroup("g").Error("message "+canary, "err", errors.New("x "+canary[27:]), "v", []string{canary}, slog.Group("h", "k", canary[34:]))
	if s := b.String(); strings.Contains(s, "canary-token") || strings.Count(s, hidden) != 5 {
		t.Errorf("logged %s", s)
	}
	if got := conceal("a.b.c is short, and c is a letter", "a.b.c"); got != hidden+" is short, and c is a letter" {
		t.Errorf("got %q", got)
	}
}
