package main

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
	"wirebrief/db"
)

// crashFull is set by `make crash`.
const crashFull = "WIREBRIEF_CRASH"

// A crashSize is how hard the crash test is.
type crashSize struct {
	chats, kills int
	// hits is how many kills must fall between a message being accepted and
	// being recorded, else the test proves too little: every second does.
	hits int
}

func crashSizeOf(t *testing.T) crashSize {
	t.Helper()
	if os.Getenv(crashFull) == "full" {
		return crashSize{chats: 2000, kills: 50, hits: 25}
	}
	return crashSize{chats: 160, kills: 4, hits: 2}
}

// TestDigestsSurviveKills kills the service again and again while digests go
// out, and then counts at the other side: every digest that was owed has
// arrived; none twice where the platform tells repeats by their key; elsewhere
// no more twice than were under way at the kills.
func TestDigestsSurviveKills(t *testing.T) {
	size := crashSizeOf(t)
	file := filepath.Join(t.TempDir(), "news.db")
	refs := oweDigests(t, file, size.chats)
	server := newPlatformServer()
	defer server.Close()

	hits, underway := 0, map[string]int{}
	for kill := 0; kill < size.kills && server.total() < size.chats; kill++ {
		before, room := server.total(), size.chats/size.kills // so that the digests last for all kills
		server.brink.Store(int64(before + room))
		child := startKillable(t, file, server)
		waitUntil(func() bool { return server.total() > before })
		if kill%2 == 0 { // the last of them is accepted, and never recorded
			waitUntil(func() bool { return server.total() == before+room })
		} else {
			time.Sleep(time.Duration(rand.IntN(100)) * time.Millisecond)
		}
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		child.Wait() // it was killed
		expireLease(t, file)
		time.Sleep(60 * time.Millisecond) // what was accepted is answered to nobody
		accepted := false
		for _, chat := range inFlight(t, file) {
			underway[platformOf(chat)]++
			accepted = accepted || server.has(chat)
		}
		if accepted {
			hits++
		}
	}
	if hits < size.hits {
		t.Errorf("only %d of %d kills fell between accepted and recorded: the test proves too little", hits, size.kills)
	}
	server.brink.Store(0)
	finishDigests(t, file, server, refs)
	countDigests(t, server, refs, underway, hits, size)
	checkIntegrity(t, file)
}

// waitUntil waits for something to come true, for as long as a busy machine may
// need.
func waitUntil(ok func() bool) {
	for deadline := time.Now().Add(waitAnswer); !ok() && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
}

// patience is how long the last run of the service may take to bring the rest.
const patience = 10 * time.Minute

func platformOf(chat string) string { return strings.Split(chat, "/")[1] }

// oweDigests makes a store in which chats of both platforms are owed a digest
// now, and returns them as the server names them.
func oweDigests(t testing.TB, file string, chats int) (refs []string) {
	t.Helper()
	var chatRefs []bot.ChatRef
	for i := range chats {
		ref := bot.ChatRef{Platform: []bot.Platform{"plain", "keyed"}[i%2], ID: fmt.Sprint(i)}
		refs = append(refs, fmt.Sprintf("/%s/%s", ref.Platform, ref.ID))
		chatRefs = append(chatRefs, ref)
	}
	oweDigestsTo(t, file, chatRefs)
	return refs
}

// oweDigestsTo makes a store in which chats are owed a digest now.
func oweDigestsTo(t testing.TB, file string, refs []bot.ChatRef) {
	t.Helper()
	ctx := t.Context()
	store, err := db.Open(ctx, file, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	topic, err := briefing.ParseTopic("ellery")
	if err != nil {
		t.Fatal(err)
	}
	for _, ref := range refs {
		if _, _, err := store.CreateSubscription(ctx, bot.Event{Platform: ref.Platform, At: time.Now()}, bot.Subscription{Chat: ref, Topic: topic, Mode: bot.Daily, Created: time.Now()}); err != nil {
			t.Fatal(err)
		}
	}
	ingester := bot.NewIngester(store, store, bot.IngesterOptions{})
	var articles []briefing.Article
	for i := range 6 {
		articles = append(articles, briefing.Article{URL: fmt.Sprintf("https://example.com/%d", i), Title: fmt.Sprintf("Port Ellery counts ship %d", i),
			Publisher: fmt.Sprintf("Example Wire %d", i), Lang: "en", Published: time.Now().Add(-time.Duration(i+1) * time.Minute),
			Text: fmt.Sprintf("The port of Ellery counted %d grain ships on Thursday. “No crane moves until rate %d is paid,” said Ana Varga, the chair of the union.", 20+i*7, i)})
	}
	if _, err := ingester.Add(ctx, articles, false); err != nil {
		t.Fatal(err)
	}
	if _, err := ingester.Process(ctx); err != nil {
		t.Fatal(err)
	}
	edit(t, file, `UPDATE chats SET next_digest = ?`, time.Now().UnixMilli())
}

// edit changes a store behind its back.
func edit(t testing.TB, file, statement string, args ...any) {
	t.Helper()
	raw, err := sql.Open("sqlite3", file+"?_busy_timeout=10000")
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	if _, err := raw.ExecContext(t.Context(), statement, args...); err != nil {
		t.Fatal(err)
	}
}

// inFlight returns the chats with a request that was begun and of which nothing
// more is recorded.
func inFlight(t *testing.T, file string) (chats []string) {
	t.Helper()
	raw, err := sql.Open("sqlite3", file+"?_busy_timeout=10000")
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	rows, err := raw.QueryContext(t.Context(), `SELECT c.platform, c.ref FROM deliveries d JOIN chats c ON c.id = d.chat WHERE d.state = 'sending'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var platform, ref string
		if err := rows.Scan(&platform, &ref); err != nil {
			t.Fatal(err)
		}
		chats = append(chats, "/"+platform+"/"+ref)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return chats
}

// startKillable starts the real program with the test platforms.
func startKillable(t *testing.T, file string, server *platformServer) *exec.Cmd {
	t.Helper()
	child := exec.Command(os.Args[0], "run", "--db", file)
	child.Env = append(os.Environ(), platformVariable+"="+server.URL)
	child.Stderr = &safeBuffer{}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	return child
}

// finishDigests lets the service run until every chat has its digest and
// nothing more comes.
func finishDigests(t *testing.T, file string, server *platformServer, refs []string) {
	t.Helper()
	child := startKillable(t, file, server)
	missing := func() (n int) {
		server.mu.Lock()
		defer server.mu.Unlock()
		for _, chat := range refs {
			if server.posted[chat] == 0 {
				n++
			}
		}
		return n
	}
	for deadline := time.Now().Add(patience); missing() > 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Errorf("%d chats have no digest; their deliveries are %v; the service said:\n%s", missing(), unsent(t, file), child.Stderr)
			break
		}
	}
	time.Sleep(2 * time.Second) // for what would come once more
	if err := child.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- child.Wait() }()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("the service ended with %v:\n%s", err, child.Stderr)
		}
	case <-time.After(waitAnswer):
		child.Process.Kill()
		t.Errorf("the service did not stop within %v:\n%s", waitAnswer, child.Stderr)
	}
}

// unsent tells how the deliveries stand that were not sent.
func unsent(t *testing.T, file string) (states []string) {
	t.Helper()
	raw, err := sql.Open("sqlite3", file+"?_busy_timeout=10000")
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	rows, err := raw.QueryContext(t.Context(), `SELECT platform || ' ' || state || ' ' || class || ' attempt ' || attempt || ' due ' || due || ' first ' || coalesce(first, 0) || ' ' || problem FROM deliveries WHERE state <> 'sent'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var state string
		if err := rows.Scan(&state); err != nil {
			t.Fatal(err)
		}
		states = append(states, state)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return states
}

// countDigests holds what was posted against what was owed.
func countDigests(t *testing.T, server *platformServer, refs []string, underway map[string]int, hits int, size crashSize) {
	t.Helper()
	server.mu.Lock()
	defer server.mu.Unlock()
	twice, expired, owed := map[string]int{}, 0, map[string]bool{}
	for _, chat := range refs {
		owed[chat] = true
		twice[platformOf(chat)] += max(0, server.posted[chat]-1)
		expired += server.expired[chat]
	}
	for chat := range server.posted {
		if !owed[chat] {
			t.Errorf("%s was sent something nobody owed", chat)
		}
	}
	t.Logf("%d digests, %d kills of which %d between accepted and recorded; under way at the kills %v; sent twice %v, of these %d after their key had expired",
		size.chats, size.kills, hits, underway, twice, expired)
	if twice["keyed"] > expired {
		t.Errorf("%d digests came twice on the platform that knows keys, %d keys had expired", twice["keyed"], expired)
	}
	if twice["plain"] > underway["plain"] {
		t.Errorf("%d digests came twice on the platform without keys, %d were under way at the kills", twice["plain"], underway["plain"])
	}
}

func checkIntegrity(t *testing.T, file string) {
	t.Helper()
	raw, err := sql.Open("sqlite3", file)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	var found string
	if err := raw.QueryRowContext(context.WithoutCancel(t.Context()), `PRAGMA integrity_check`).Scan(&found); err != nil || found != "ok" {
		t.Errorf("integrity_check: %q, %v", found, err)
	}
}
