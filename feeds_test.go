package main

import (
	"context"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/feed"
	"wirebrief/adapters/feed/feedtest"
	"wirebrief/adapters/fetch"
	"wirebrief/bot"
	"wirebrief/db"
)

// loopback is opened to feeds in tests only.
var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}

// startPolling runs the loops of the service over a store, quicker than the
// service would, and returns what ends them.
func startPolling(t testing.TB, store *db.DB, fetching fetch.Options, polling bot.PollerOptions) (stop func()) {
	t.Helper()
	fetching.Allow = loopback
	client := fetch.New(fetching)
	ingester := bot.NewIngester(store, store, bot.IngesterOptions{Poll: 50 * time.Millisecond})
	poller := bot.NewPoller(store, feed.NewReader(client, feed.ReaderOptions{}), ingester, polling)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 2)
	go func() { ended <- ingester.Run(ctx) }()
	go func() { ended <- poller.Run(ctx) }()
	return func() {
		cancel()
		for range 2 {
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
		client.Close()
	}
}

// outcome tells what a store has of the feeds of a world, and what it should.
func outcome(t *testing.T, w *feedtest.World, store *db.DB) (wrong []string) {
	t.Helper()
	list, err := store.FindSources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	byURL := map[string]bot.SourceStat{}
	for _, s := range list {
		byURL[s.URL] = s
	}
	for _, f := range w.Feeds {
		s, ok := byURL[w.URL(f)]
		name := fmt.Sprintf("feed %d (%s, %s)", f.Number, f.Format, f.Fault)
		switch {
		case !ok:
			wrong = append(wrong, name+" is not a source")
		case s.Last.IsZero():
			wrong = append(wrong, name+" was not polled")
		case f.Fails && s.Problem == "":
			wrong = append(wrong, name+" has no problem to tell of")
		case !f.Fails && s.Problem != "":
			wrong = append(wrong, name+" failed: "+s.Problem)
			// On a busy machine an answer may be too slow once: another try
			// after a while, without the patience of the service.
			if time.Since(s.Last) < 10*time.Second {
				continue
			}
			if err := store.UpdateSource(t.Context(), s.Source); err != nil {
				t.Fatal(err)
			}
		case s.Articles != f.Articles && !(f.Articles > 10_000 && s.Articles >= 20):
			wrong = append(wrong, fmt.Sprintf("%s has %d articles, want %d", name, s.Articles, f.Articles))
		}
	}
	return wrong
}

// await looks until a store is as it should be.
func await(t *testing.T, limit time.Duration, wrong func() []string) {
	t.Helper()
	for deadline := time.Now().Add(limit); ; time.Sleep(50 * time.Millisecond) {
		list := wrong()
		if len(list) == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("after %v:\n%s", limit, strings.Join(list, "\n"))
		}
	}
}

// TestWorldOfFeeds imports the list of 200 feeds in all formats, faults
// included, as an operator would, and lets the service's loops read them.
func TestWorldOfFeeds(t *testing.T) {
	t.Parallel() // it waits for feeds that hang, most of the time
	w := feedtest.New(nil)
	listeners, err := w.Listen(0)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Serve(listeners)()
	folder := t.TempDir()
	list, file := filepath.Join(folder, "feeds.opml"), filepath.Join(folder, "news.db")
	if err := os.WriteFile(list, w.OPML(), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, errs strings.Builder
	if code := run(t.Context(), []string{"feed", "import", "--db", file, list}, only(nil), strings.NewReader(""), &out, &errs); code != 0 {
		t.Fatalf("feed import ended with %d: %s%s", code, out.String(), errs.String())
	}
	store, err := db.Open(t.Context(), file, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	quick := fetch.Options{HeaderTimeout: 5 * time.Second, Timeout: 7 * time.Second, Spacing: time.Millisecond, PerHost: 4}
	stop := startPolling(t, store, quick, bot.PollerOptions{Look: 50 * time.Millisecond})
	defer func() { stop() }()
	await(t, 10*time.Minute, func() []string { return outcome(t, w, store) })

	// Nothing comes twice: not by other guids, dates, parameters, or redirects.
	for i := range 12 {
		w.Publish(w.Feeds[i*13])
	}
	first := pollAgain(t, store)
	await(t, 10*time.Minute, func() []string {
		wrong := outcome(t, w, store)
		now, err := store.FindSources(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range now {
			if !s.Last.After(first[s.ID]) {
				wrong = append(wrong, fmt.Sprintf("source %d was not polled again", s.ID))
			}
		}
		return wrong
	})
	checkQuiet(t, store)
}

// pollAgain makes every source due and returns when each was polled last.
func pollAgain(t *testing.T, store *db.DB) map[int64]time.Time {
	t.Helper()
	list, err := store.FindSources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	last := map[int64]time.Time{}
	for _, s := range list {
		last[s.ID] = s.Last
		s.State = bot.SourceActive
		if err := store.UpdateSource(t.Context(), s.Source); err != nil {
			t.Fatal(err)
		}
	}
	return last
}

// checkQuiet asks the whole store for its integrity, and chat for an answer.
func checkQuiet(t *testing.T, store *db.DB) {
	t.Helper()
	if err := store.Check(t.Context()); err != nil {
		t.Error(err)
	}
	b := bot.New(bot.Options{Articles: store, Names: store, Subscriptions: store, Phrases: store})
	reply, err := b.Handle(t.Context(), bot.Command{Chat: bot.ChatRef{Platform: "test", ID: "1"}, Text: "/latest castell"})
	if err != nil || len(reply.Messages) == 0 || !strings.Contains(fmt.Sprint(reply.Messages[0].Blocks), "Gazette") {
		t.Errorf("/latest castell answers %+v, %v", reply.Messages, err)
	}
}
