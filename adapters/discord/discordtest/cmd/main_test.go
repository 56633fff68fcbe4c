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
	const token = "NDI.secret.of-the-test_only"
	ctx, cancel := context.WithCancel(t.Context())
	out, done := &screen{}, make(chan error, 1)
	go func() { done <- run(ctx, []string{"--listen", "127.0.0.1:0", "--token", token}, out) }()
	m := out.find(t, `WIREBRIEF_DISCORD_BASE_URL=(\S+)/api/v10 WIREBRIEF_DISCORD_TOKEN=`+token)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	get := func(path string) string {
		r, err := http.NewRequest("GET", m[1]+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bot "+token)
		r.Header.Set("User-Agent", "DiscordBot (https://example.org/bot, 1)")
		answer, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	var me struct{ Username string }
	if err := json.Unmarshal([]byte(get("/api/v10/users/@me")), &me); err != nil || me.Username != "wirebrief" {
		t.Errorf("users/@me gives %+v, %v", me, err)
	}
	if page := get("/"); !strings.Contains(page, "Ana Varga") || !strings.Contains(page, "announcements") {
		t.Error("the page shows nobody or no channels")
	}
	get("/api/v10/channels/1")
	out.find(t, `GET /channels/\{channel\} is refused with 404, code 10003: Unknown Channel`)
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestRunRefuses(t *testing.T) {
	for name, args := range map[string][]string{
		"UnknownFlag": {"--nonsense"},
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
