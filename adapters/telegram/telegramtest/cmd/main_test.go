package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A screen is what was printed; it may be read while it is written.
type screen struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// find waits until something like pattern is printed.
func (s *screen) find(t *testing.T, pattern string) []string {
	t.Helper()
	for range 500 {
		if m := regexp.MustCompile(pattern).FindStringSubmatch(s.String()); m != nil {
			return m
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("printed was %q, nothing like %s", s, pattern)
	return nil
}

func TestRun(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	out, done := &screen{}, make(chan error, 1)
	go func() { done <- run(ctx, []string{"--listen", "127.0.0.1:0", "--token", "42:secret"}, out) }()
	m := out.find(t, `WIREBRIEF_TELEGRAM_BASE_URL=(\S+) WIREBRIEF_TELEGRAM_TOKEN=42:secret`)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	get := func(path string) string {
		r, err := client.Get(m[1] + path)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	var me struct{ Result struct{ ID int64 } }
	if err := json.Unmarshal([]byte(get("/bot42:secret/getMe")), &me); err != nil || me.Result.ID != 42 {
		t.Errorf("getMe gives %+v, %v", me, err)
	}
	if page := get("/"); !strings.Contains(page, "Ana Varga") || !strings.Contains(page, "Newsroom") {
		t.Error("the page shows nobody or no chats")
	}
	get("/bot42:secret/sendMessage?chat_id=1&text=x")
	out.find(t, "sendMessage is refused with 400 Bad Request: chat not found")
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestRunRefuses(t *testing.T) {
	for name, args := range map[string][]string{
		"UnknownFlag": {"--nonsense"},
		"BadToken":    {"--token", "secret"},
		"NoSpec":      {"--spec", filepath.Join(t.TempDir(), "absent.json")},
		"BadAddress":  {"--listen", "nowhere:99999"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := run(t.Context(), args, io.Discard); err == nil {
				t.Error("it runs")
			}
		})
	}
}
