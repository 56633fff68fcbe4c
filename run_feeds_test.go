package main

import (
	"bufio"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// feedsOf is what `feed list --json` prints.
func feedsOf(t *testing.T, dbFile string) (list []feedJSON) {
	t.Helper()
	status, out, errs := command(t, "", "feed", "list", "--json", "--db", dbFile)
	if status != statusDone {
		t.Fatalf("feed list ended with %d: %s", status, errs)
	}
	lines := bufio.NewScanner(strings.NewReader(out))
	for lines.Scan() {
		var f feedJSON
		if err := json.Unmarshal(lines.Bytes(), &f); err != nil {
			t.Fatal(err)
		}
		list = append(list, f)
	}
	return list
}

// waitForFeed waits until the only feed is as it should be.
func waitForFeed(t *testing.T, dbFile, what string, ok func(feedJSON) bool) feedJSON {
	t.Helper()
	var last []feedJSON
	for deadline := time.Now().Add(waitAnswer); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if last = feedsOf(t, dbFile); len(last) == 1 && ok(last[0]) {
			return last[0]
		}
	}
	t.Fatalf("waited in vain for %s; there is %+v", what, last)
	return feedJSON{}
}

// must runs a command that must succeed, and returns what it prints.
func must(t *testing.T, env map[string]string, args ...string) string {
	t.Helper()
	status, out, errs := commandIn(t, env, "", args...)
	if status != statusDone {
		t.Fatalf("%q ended with %d: %s%s", args, status, out, errs)
	}
	return out
}

// TestRunPollsFeeds adds a feed beside the running service, which polls it,
// brings what is new, leaves it alone while it is paused, and goes on after.
func TestRunPollsFeeds(t *testing.T) {
	t.Parallel()
	s := startSite(t)
	env := map[string]string{"WIREBRIEF_FETCH_ALLOW": "127.0.0.1"}
	db := filepath.Join(t.TempDir(), "news.db")
	log, stop := startServiceIn(t, env, db)
	log.waitFor(t, "no feeds yet: add one with 'wirebrief feed add ADDRESS'")
	log.waitFor(t, "set fetch.contact")

	out := must(t, env, "feed", "add", "--db", db, s.URL+"/feed.xml")
	if !strings.Contains(out, "The running service reads it within seconds.") {
		t.Errorf("feed add printed:\n%s", out)
	}
	added := time.Now()
	f := waitForFeed(t, db, "the first poll", func(f feedJSON) bool { return f.Articles == 3 && f.Health == healthOK })
	if took := time.Since(added); took > 30*time.Second {
		t.Errorf("the first poll came after %v", took)
	}
	if f.LastTitle != "Wheat estimate cut" || f.NextPoll == "" || f.PerDay != 3 {
		t.Errorf("after the first poll: %+v", f)
	}
	if out := must(t, env, "chat", "--db", db, "/latest oats"); !strings.Contains(out, "Mill sells oats") {
		t.Errorf("/latest printed:\n%s", out)
	}

	s.publish("Lighthouse sold")
	if out := must(t, env, "feed", "resume", "--db", db, "1"); !strings.HasPrefix(out, "Was not paused: 1, Example Wire. It is due now.") {
		t.Errorf("feed resume printed %q", out)
	}
	waitForFeed(t, db, "the new report", func(f feedJSON) bool { return f.Articles == 4 && f.LastTitle == "Lighthouse sold" })

	must(t, env, "feed", "pause", "--db", db, "1")
	s.publish("Pier repaired")
	before := s.requests()
	time.Sleep(3 * time.Second) // longer than the service looks for what is due
	if got := s.requests(); got != before {
		t.Errorf("a paused feed was asked %d times", got-before)
	}
	must(t, env, "feed", "resume", "--db", db, s.URL+"/feed.xml")
	waitForFeed(t, db, "what came while it was paused", func(f feedJSON) bool { return f.Articles == 5 })

	table := must(t, env, "feed", "list", "--db", db)
	if !strings.Contains(table, "1   Example Wire  ok") || !strings.Contains(table, "1 feed: 1 ok.\n") {
		t.Errorf("feed list printed:\n%s", table)
	}
	if out := must(t, env, "feed", "remove", "--db", db, "1"); !strings.Contains(out, "its 5 articles stay") {
		t.Errorf("feed remove printed %q", out)
	}
	if out := must(t, env, "chat", "--db", db, "/latest pier"); !strings.Contains(out, "Pier repaired") {
		t.Errorf("after removing the feed /latest printed:\n%s", out)
	}
	if status := stop(); status != statusDone {
		t.Errorf("the service ended with %d:\n%s", status, log)
	}
}

func TestRunWatchesTheFolder(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "drop")
	db := filepath.Join(t.TempDir(), "news.db")
	log, _ := startServiceIn(t, map[string]string{"WIREBRIEF_SOURCES_FOLDER": folder}, db)
	if strings.Contains(log.String(), "no feeds yet") {
		t.Errorf("with a folder no feeds are missed:\n%s", log)
	}
	deadline := time.Now().Add(waitAnswer)
	for {
		err := os.WriteFile(filepath.Join(folder, "mill.txt"), []byte("Mill sells oats\n\nThe mill sold 40 tonnes.\n"), 0o600)
		if err == nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal(err)
		}
		time.Sleep(20 * time.Millisecond) // until the folder is made
	}
	log.waitFor(t, "a dropped file was stored")
	if _, err := os.Stat(filepath.Join(folder, "done", "mill.txt")); err != nil {
		t.Error(err)
	}
	log.waitFor(t, "articles processed")
	if out := must(t, nil, "chat", "--db", db, "/latest oats"); !strings.Contains(out, "Mill sells oats") {
		t.Errorf("/latest printed:\n%s", out)
	}
}

// TestRunOpensThePort asks the port, and the path of pushes, which is there
// only with a public address.
func TestRunOpensThePort(t *testing.T) {
	for name, tt := range map[string]struct {
		public string
		pushed int
	}{"Alone": {"", http.StatusNotFound}, "Public": {"https://news.example.com", http.StatusGone}} {
		t.Run(name, func(t *testing.T) {
			db := filepath.Join(t.TempDir(), "news.db")
			address := freeAddress(t)
			startServiceIn(t, map[string]string{"WIREBRIEF_WEB_LISTEN": address, "WIREBRIEF_WEB_PUBLIC_URL": tt.public}, db)
			for path, want := range map[string]int{"/healthz": http.StatusOK, "/websub/1": tt.pushed, "/": http.StatusNotFound} {
				r, err := http.Get("http://" + address + path)
				if err != nil {
					t.Fatal(err)
				}
				r.Body.Close()
				if r.StatusCode != want {
					t.Errorf("%s answers %d, want %d", path, r.StatusCode, want)
				}
			}
		})
	}
}

// TestRunIsPushed has the hub of a feed push: the new report is there long
// before the feed would be polled.
func TestRunIsPushed(t *testing.T) {
	t.Parallel()
	s := startSite(t)
	db := filepath.Join(t.TempDir(), "news.db")
	env := map[string]string{"WIREBRIEF_FETCH_ALLOW": "127.0.0.1"}
	must(t, env, "feed", "add", "--db", db, s.URL+"/feed.xml")
	_, stop := startServiceIn(t, env, db)
	waitForFeed(t, db, "the first poll, which tells the hub", func(f feedJSON) bool { return f.Articles == 3 })
	stop()
	address := freeAddress(t)
	env["WIREBRIEF_WEB_LISTEN"], env["WIREBRIEF_WEB_PUBLIC_URL"] = address, "http://"+address
	startServiceIn(t, env, db)

	var asked url.Values
	for deadline := time.Now().Add(waitAnswer); asked == nil; asked = s.subscription() {
		if time.Now().After(deadline) {
			t.Fatal("the hub was not asked")
		}
		time.Sleep(20 * time.Millisecond)
	}
	callback := asked.Get("hub.callback")
	r, err := http.Get(callback + "?" + url.Values{"hub.mode": {"subscribe"}, "hub.topic": {asked.Get("hub.topic")}, "hub.challenge": {"abc"}, "hub.lease_seconds": {"86400"}}.Encode())
	if err != nil {
		t.Fatal(err)
	}
	challenge, err := io.ReadAll(r.Body)
	r.Body.Close()
	if err != nil || string(challenge) != "abc" {
		t.Fatalf("%s answers %d, %q, %v", callback, r.StatusCode, challenge, err)
	}
	s.publish("Lighthouse sold")
	mac := hmac.New(sha256.New, []byte(asked.Get("hub.secret")))
	mac.Write([]byte("new"))
	push, err := http.NewRequest(http.MethodPost, callback, strings.NewReader("new"))
	if err != nil {
		t.Fatal(err)
	}
	push.Header.Set("X-Hub-Signature", fmt.Sprintf("sha256=%x", mac.Sum(nil)))
	if r, err = http.DefaultClient.Do(push); err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	waitForFeed(t, db, "what was pushed", func(f feedJSON) bool { return f.Articles == 4 && f.Pushed })
}

func TestRunRefusesAPortThatIsTaken(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	db := filepath.Join(t.TempDir(), "news.db")
	status, _, errs := commandIn(t, map[string]string{"WIREBRIEF_WEB_LISTEN": l.Addr().String()}, "", "run", "--db", db)
	if status != statusFailed || !strings.Contains(errs, "another program has that port") {
		t.Errorf("status %d: %s", status, errs)
	}
	_, stop := startService(t, db) // the lease was given back
	stop()
}

// freeAddress is one that nobody listens at, nor will, as other tests that are
// given a free port are given it at 127.0.0.1.
func freeAddress(t *testing.T) string {
	t.Helper()
	ip := "127.0.0.1"
	if runtime.GOOS == "linux" { // where all of 127.0.0.0/8 is loopback
		ip = fmt.Sprintf("127.%d.%d.%d", 1+rand.IntN(254), rand.IntN(256), 1+rand.IntN(254))
	}
	l, err := net.Listen("tcp", ip+":0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return fmt.Sprint(l.Addr())
}
