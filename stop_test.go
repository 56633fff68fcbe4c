package main

import (
	"database/sql"
	"net/http"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"wirebrief/bot"
)

// TestStopFinishesWhatIsSent sends SIGTERM to the real program while digests
// are on their way: what the platform has accepted is recorded as sent, and
// nothing else is left but what can be sent by the next service at once. That it
// takes 10 s at most, the tests of bot.Courier show.
func TestStopFinishesWhatIsSent(t *testing.T) {
	const chats = 1200
	file := filepath.Join(t.TempDir(), "news.db")
	oweDigests(t, file, chats)
	server := newPlatformServer()
	defer server.Close()
	answer := make(chan struct{})
	answers := sync.OnceFunc(func() { close(answer) })
	defer answers()
	server.delay = func() time.Duration { <-answer; return 0 }
	child := startKillable(t, file, server)
	waitUntil(func() bool { return server.total() >= 40 })
	underway := 0
	for _, chat := range inFlight(t, file) {
		if server.has(chat) {
			underway++
		}
	}
	begin := time.Now()
	if err := child.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(500*time.Millisecond, answers) // when it is ending
	ended := make(chan error, 1)
	go func() { ended <- child.Wait() }()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("ended with %v:\n%s", err, child.Stderr)
		}
	case <-time.After(waitAnswer):
		child.Process.Kill()
		t.Fatalf("did not end within %v:\n%s", waitAnswer, child.Stderr)
	}
	states, lease := standing(t, file)
	t.Logf("%d were on their way; ended after %v; then %v", underway, time.Since(begin).Round(10*time.Millisecond), states)
	if underway < 10 {
		t.Error("the test proves too little")
	}
	if sent := server.total(); states["sent"] != sent || states["sent"]+states["ready"] != chats || states["ready"] == 0 {
		t.Errorf("%d were accepted", sent)
	}
	if lease != 0 {
		t.Error("the service lease was not given back")
	}
}

// standing counts deliveries by state, and who holds the service lease.
func standing(t *testing.T, file string) (states map[string]int, lease int) {
	t.Helper()
	raw, err := sql.Open("sqlite3", file+"?_busy_timeout=10000")
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	// A digest that was not composed yet is as good as ready.
	rows, err := raw.QueryContext(t.Context(), `SELECT state, count(*) FROM deliveries GROUP BY state
		UNION ALL SELECT 'due', count(*) FROM chats WHERE id NOT IN (SELECT chat FROM deliveries)`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	states = map[string]int{}
	for rows.Next() {
		var state string
		var n int
		if err := rows.Scan(&state, &n); err != nil {
			t.Fatal(err)
		}
		states[state] = n
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	states["ready"] += states["due"]
	if err := raw.QueryRowContext(t.Context(), `SELECT count(*) FROM service_lease`).Scan(&lease); err != nil {
		t.Fatal(err)
	}
	return states, lease
}

// withPlatforms lets services in this process talk to platforms, until the test
// ends.
func withPlatforms(t *testing.T, adapters ...bot.ChatAdapter) {
	before := morePlatforms
	morePlatforms = func() []bot.ChatAdapter { return adapters }
	t.Cleanup(func() { morePlatforms = before })
}

// TestServiceLeavesNothingRunning: a service that has delivered and is stopped
// leaves no goroutine behind.
func TestServiceLeavesNothingRunning(t *testing.T) {
	before := goleak.IgnoreCurrent()
	defer func() {
		if err := findLeaks(before); err != nil {
			t.Error(err)
		}
	}()
	file := filepath.Join(t.TempDir(), "news.db")
	oweDigests(t, file, 20)
	server := newPlatformServer()
	defer server.Close()
	adapters := testPlatforms(server.URL)
	defer adapters[0].(*testPlatform).client.Transport.(*http.Transport).CloseIdleConnections()
	withPlatforms(t, adapters...)
	log, stop := startService(t, file)
	for deadline := time.Now().Add(waitAnswer); server.total() < 20 && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond)
	}
	if n, status := server.total(), stop(); n != 20 || status != statusDone {
		t.Errorf("%d arrived, ended with %d:\n%s", n, status, log)
	}
}
