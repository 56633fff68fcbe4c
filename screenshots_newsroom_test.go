package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
	"wirebrief/db"
)

// screenshotsVariable names the folder in whose folders telegram and discord
// `make screenshots` puts its pictures.
const screenshotsVariable = "WIREBRIEF_SCREENSHOTS"

// pictures is the folder for the pictures of a platform. Without one nothing is
// photographed.
func pictures(t *testing.T, platform string) string {
	t.Helper()
	folder := os.Getenv(screenshotsVariable)
	if folder == "" {
		t.Skip(screenshotsVariable + " names no folder for pictures: make screenshots takes them")
	}
	return filepath.Join(folder, platform)
}

// A newsroom is the store of the real service and its news, at a time that only
// the test moves on, so that pictures of another day look the same.
type newsroom struct {
	t     testing.TB
	file  string
	mu    sync.Mutex
	time  time.Time
	store *db.DB
}

// morning is when the digest of the pictures is due: 08:00 in Yerevan.
var morning = time.Date(2026, time.November, 6, 4, 0, 0, 0, time.UTC)

// openNewsroom has the service of this test go by the clock of the newsroom,
// which stands a day before the digest.
func openNewsroom(t *testing.T) *newsroom {
	n := &newsroom{t: t, file: filepath.Join(t.TempDir(), "news.db"), time: morning.Add(-25 * time.Hour)}
	oldClock, oldRates := clock, askingRates
	t.Cleanup(func() { clock, askingRates = oldClock, oldRates })
	clock, askingRates = n.now, bot.Rates{}
	return n
}

// serve starts the service, with variables as name and value, and opens its
// store.
func (n *newsroom) serve(variables ...string) {
	n.t.Helper()
	t := n.t.(*testing.T)
	env := map[string]string{"WIREBRIEF_ACCESS_MODE": "open", "HOME": t.TempDir()}
	for i := 0; i+1 < len(variables); i += 2 {
		env[variables[i]] = variables[i+1]
	}
	startServiceIn(t, env, n.file)
	store, err := db.Open(t.Context(), n.file, db.Options{Now: n.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	n.store = store
}

func (n *newsroom) now() time.Time {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.time
}

func (n *newsroom) setClock(to time.Time) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.time = to
}

// samples stores the samples as they are at the time of the digest.
func (n *newsroom) samples() {
	n.t.Helper()
	if _, err := storeSamples(n.t.Context(), n.store, morning); err != nil {
		n.t.Fatal(err)
	}
}

// report stores an article of Example Wire, or what has become of it.
func (n *newsroom) report(slug, title, text string, age time.Duration) {
	n.t.Helper()
	n.add(briefing.Article{URL: "https://example.com/wire/" + slug, Title: title, Publisher: "Example Wire", Lang: "en", Published: n.now().Add(-age), Text: text})
}

// strike is the sample about the strike in other words.
func (n *newsroom) strike(change func(a *briefing.Article), words ...string) {
	n.t.Helper()
	all, err := sampleArticles(morning)
	if err != nil {
		n.t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(a briefing.Article) bool { return strings.HasSuffix(a.URL, "port-ellery-strike-second-week") })
	if i < 0 {
		n.t.Fatal("the sample about the strike is not there")
	}
	a := all[i]
	for i := 0; i+1 < len(words); i += 2 {
		if !strings.Contains(a.Text, words[i]) {
			n.t.Fatalf("the sample about the strike has no %q", words[i])
		}
		a.Text = strings.Replace(a.Text, words[i], words[i+1], 1)
	}
	change(&a)
	n.add(a)
}

func (n *newsroom) add(a briefing.Article) {
	n.t.Helper()
	ingester := bot.NewIngester(n.store, n.store, bot.IngesterOptions{})
	if _, err := ingester.Add(n.t.Context(), []briefing.Article{a}, false); err != nil {
		n.t.Fatal(err)
	}
	if _, err := ingester.Process(n.t.Context()); err != nil {
		n.t.Fatal(err)
	}
}
