package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"wirebrief/db"
)

// A safeBuffer may be read while a process writes to it.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// waitFor waits until the buffer holds want.
func (s *safeBuffer) waitFor(t *testing.T, want string) {
	t.Helper()
	for deadline := time.Now().Add(waitAnswer); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if strings.Contains(s.String(), want) {
			return
		}
	}
	t.Fatalf("waited in vain for %q in:\n%s", want, s.String())
}

// startService runs the service in this process until the test ends, and
// returns what it logs and what ends it.
func startService(t *testing.T, dbFile string) (log *safeBuffer, stop func() int) {
	t.Helper()
	return startServiceIn(t, nil, dbFile)
}

// startServiceIn is startService with an environment.
func startServiceIn(t *testing.T, env map[string]string, dbFile string) (log *safeBuffer, stop func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	log = &safeBuffer{}
	status := make(chan int, 1)
	go func() {
		status <- run(ctx, []string{"run", "--db", dbFile}, only(env), strings.NewReader(""), log, log)
	}()
	ended := sync.OnceValue(func() int { cancel(); return <-status })
	t.Cleanup(func() { ended() })
	log.waitFor(t, "wirebrief is running")
	return log, ended
}

func TestRun(t *testing.T) {
	file := filepath.Join(t.TempDir(), "news.db")
	log, stop := startService(t, file)
	log.waitFor(t, "wirebrief chat") // what is missing, and what to do

	t.Run("SecondServiceRefused", func(t *testing.T) {
		status, _, errs := command(t, "", "run", "--wait", "0s", "--db", file)
		if status != statusFailed || !strings.Contains(errs, "another wirebrief serves") {
			t.Errorf("status %d: %q", status, errs)
		}
	})
	t.Run("NoticesAnImportBesideIt", func(t *testing.T) {
		status, out, errs := command(t, "Mill sells oats\n\nThe mill sold 40 tonnes.\n", "import", "--db", file, "-")
		if status != statusDone || !strings.HasPrefix(out, "1 stored") {
			t.Fatalf("status %d: %q %q", status, out, errs)
		}
		log.waitFor(t, "articles processed")
	})
	if status := stop(); status != statusDone {
		t.Errorf("the service ended with status %d:\n%s", status, log)
	}
	t.Run("StartsAgainAtOnce", func(t *testing.T) {
		_, stop := startService(t, file)
		stop()
	})
}

// TestImportSurvivesKill kills the real program in the middle of an import:
// what it reported as stored is there, and the next start works.
func TestImportSurvivesKill(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file := filepath.Join(folder, "news.db")
	articles := filepath.Join(folder, "many.jsonl")
	writeArticles(t, articles, 60_000)
	program := exec.Command(os.Args[0], "import", "--db", file, articles)
	program.Args[0] = "wirebrief" // what TestMain goes by
	log := &safeBuffer{}
	program.Stderr = log
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	log.waitFor(t, "articles stored")
	if err := program.Process.Kill(); err != nil {
		t.Fatalf("the import ended before it could be killed: %v", err)
	}
	_ = program.Wait() // killed
	var reported int
	if _, err := fmt.Sscanf(strings.ReplaceAll(log.String(), ",", ""), "%d articles stored", &reported); err != nil || reported == 0 {
		t.Fatalf("no count in %q: %v", log, err)
	}
	store, err := db.Open(context.Background(), file, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	totals, err := store.CountArticles(context.Background(), time.Time{})
	if err != nil || totals.Articles < reported {
		t.Errorf("%d articles were reported stored, %d are there (%v)", reported, totals.Articles, err)
	}
	t.Logf("reported %d, there %d", reported, totals.Articles)
	status, out, errs := command(t, "Mill sells oats\n\nThe mill sold 40 tonnes.\n", "import", "--db", file, "-")
	if status != statusDone || !strings.HasPrefix(out, "1 stored") {
		t.Errorf("the next import ended with %d: %s %s", status, out, errs)
	}
}

// writeArticles writes n different articles as JSON lines.
func writeArticles(t *testing.T, name string, n int) {
	t.Helper()
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"id":"%d","title":"Mill %d sells oats","text":"The mill sold %d tonnes of oats, the manager of mill %d said.","language":"en"}`+"\n", i, i, i, i)
	}
	if err := os.WriteFile(name, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}
