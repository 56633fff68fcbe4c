package file_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wirebrief/adapters/file"
	"wirebrief/bot"
	"wirebrief/briefing"
	"wirebrief/db"
	"wirebrief/db/dbtest"
)

// A watched is a watched folder in a test.
type watched struct {
	t      *testing.T
	folder string
	log    *syncBuffer
}

type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// lookEvery is quick; a file is taken after two looks.
const lookEvery = 10 * time.Millisecond

// watch watches a folder until the test ends or stop is called.
func watch(t *testing.T, folder string, store file.Storer) (w *watched, stop func()) {
	t.Helper()
	w = &watched{t, folder, &syncBuffer{}}
	watcher := file.NewWatcher(folder, store, file.WatchOptions{
		Every: lookEvery, Logger: slog.New(slog.NewTextHandler(w.log, nil)), Read: file.Options{MaxBytes: 1 << 20},
	})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- watcher.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run returned %v", err)
		}
	})
	t.Cleanup(stop)
	return w, stop
}

// drop writes files into the folder: name, content, name, content…
func (w *watched) drop(pairs ...string) {
	w.t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		path := filepath.Join(w.folder, pairs[i])
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			w.t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(pairs[i+1]), 0o644); err != nil {
			w.t.Fatal(err)
		}
	}
}

// tree lists all files below the folder.
func (w *watched) tree() []string {
	var names []string
	_ = filepath.WalkDir(w.folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() { // what is being moved may be gone
			name, _ := filepath.Rel(w.folder, path)
			names = append(names, filepath.ToSlash(name))
		}
		return nil
	})
	return names
}

// waitFor waits until exactly these files are there.
func (w *watched) waitFor(names ...string) {
	w.t.Helper()
	slices.Sort(names)
	if !eventually(func() bool { got := w.tree(); slices.Sort(got); return slices.Equal(got, names) }) {
		w.t.Fatalf("waited in vain for %q; there are %q\n%s", names, w.tree(), w.log)
	}
}

// waitForLog waits until the log holds text.
func (w *watched) waitForLog(text string) {
	w.t.Helper()
	if !eventually(func() bool { return strings.Contains(w.log.String(), text) }) {
		w.t.Fatalf("waited in vain for %q in:\n%s", text, w.log)
	}
}

func (w *watched) content(name string) string {
	w.t.Helper()
	b, err := os.ReadFile(filepath.Join(w.folder, name))
	if err != nil {
		w.t.Fatal(err)
	}
	return string(b)
}

func eventually(ok func() bool) bool {
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); time.Sleep(lookEvery / 2) {
		if ok() {
			return true
		}
	}
	return ok()
}

// newStore returns an Ingester on a store of its own.
func newStore(t *testing.T) *bot.Ingester {
	t.Helper()
	store := dbtest.Open(t, db.Options{})
	return bot.NewIngester(store, store, bot.IngesterOptions{})
}

// A storerFunc stores as it likes.
type storerFunc func([]briefing.Article) ([]bot.Addition, error)

func (f storerFunc) Add(_ context.Context, articles []briefing.Article, _ bool) ([]bot.Addition, error) {
	return f(articles)
}

func allStored(articles []briefing.Article) ([]bot.Addition, error) {
	list := make([]bot.Addition, len(articles))
	for i := range list {
		list[i].Outcome = bot.Stored
	}
	return list, nil
}

func TestWatcherStoresAndMoves(t *testing.T) {
	w, _ := watch(t, filepath.Join(t.TempDir(), "not", "there"), newStore(t))
	w.drop(
		"mill.txt", "Mill sells oats\n\nThe mill sold 40 tonnes of oats.",
		"port.md", "---\ntitle: Port shut\n---\nThe port is shut.",
		"page.html", ferryPage,
		"two.jsonl", `{"id":"1","title":"One","text":"It was read."}`+"\n"+`{"id":"2","title":"Two","text":"It was read, too."}`,
		"part.jsonl", `{"id":"3","title":"Three","text":"It was read."}`+"\n{broken\n",
		"all.jsonl.gz", zip(t, "{broken\n{broken, too\n"),
		"picture.png", "\x89PNG\r\n\x1a\n",
		"desk/note", "A note\n\nIt has no extension.",
		"blank.jsonl", "\n\n",
	)
	w.waitFor("done/mill.txt", "done/port.md", "done/page.html", "done/two.jsonl", "done/desk/note",
		"done/part.jsonl", "done/part.jsonl.reason.txt", "failed/all.jsonl.gz", "failed/all.jsonl.gz.reason.txt",
		"failed/picture.png", "failed/picture.png.reason.txt", "failed/blank.jsonl", "failed/blank.jsonl.reason.txt")
	for name, want := range map[string]string{
		"done/part.jsonl.reason.txt":     "1 stored, 0 unchanged, 0 revised, 1 refused:\n" + w.folder + "/part.jsonl:2: no JSON object",
		"failed/all.jsonl.gz.reason.txt": "0 stored, 0 unchanged, 0 revised, 2 refused:\n" + w.folder + "/all.jsonl.gz:1: no JSON object",
		"failed/picture.png.reason.txt":  "0 stored, 0 unchanged, 0 revised, 1 refused:\n" + w.folder + "/picture.png: a picture, not an article\n",
		"failed/blank.jsonl.reason.txt":  "0 stored, 0 unchanged, 0 revised, 1 refused:\nblank.jsonl: no article in it\n",
	} {
		if got := w.content(name); !strings.HasPrefix(got, want) {
			t.Errorf("%s holds %q, want %q", name, got, want)
		}
	}
	// A file is reported after it was moved.
	eventually(func() bool { return strings.Count(w.log.String(), "a dropped file was ") >= 9 })
	log := w.log.String()
	if stored, partly := strings.Count(log, `"a dropped file was stored"`), strings.Count(log, `"a dropped file was not stored wholly"`); stored != 5 || partly != 4 {
		t.Errorf("%d files are logged as stored, %d as not wholly; want 5 and 4:\n%s", stored, partly, log)
	}
}

func TestWatcherNeverOverwrites(t *testing.T) {
	w, _ := watch(t, t.TempDir(), newStore(t))
	long := strings.Repeat("ä", 120) + ".txt"
	for i := range 3 {
		w.drop("news.txt", fmt.Sprintf("Mill sells oats %d\n\nIt sold oats.", i), "bad.jsonl.gz", zip(t, fmt.Sprint("{broken ", i)), long, fmt.Sprintf("Port %d\n\nIt is shut.", i))
		if !eventually(func() bool {
			return !slices.ContainsFunc(w.tree(), func(name string) bool { return !strings.Contains(name, "/") })
		}) {
			t.Fatalf("there are %q\n%s", w.tree(), w.log)
		}
	}
	short := strings.Repeat("ä", 98)
	w.waitFor("done/news.txt", "done/news-2.txt", "done/news-3.txt", "failed/bad.jsonl.gz", "failed/bad-2.jsonl.gz", "failed/bad-3.jsonl.gz",
		"failed/bad.jsonl.gz.reason.txt", "failed/bad-2.jsonl.gz.reason.txt", "failed/bad-3.jsonl.gz.reason.txt",
		"done/"+short+".txt", "done/"+short+"-2.txt", "done/"+short+"-3.txt")
	for i, name := range []string{"done/news.txt", "done/news-2.txt", "done/news-3.txt"} {
		if want := fmt.Sprintf("Mill sells oats %d\n", i); !strings.HasPrefix(w.content(name), want) {
			t.Errorf("%s holds %q", name, w.content(name))
		}
	}
}

// TestWatcherIdentity drops files one after another under one name.
func TestWatcherIdentity(t *testing.T) {
	today, tomorrow := time.Date(2026, 3, 3, 8, 0, 0, 0, time.UTC), time.Date(2026, 3, 4, 8, 0, 0, 0, time.UTC)
	const mill = "Mill sells oats\n\nThe mill sold 40 tonnes."
	type file struct {
		content string
		at      time.Time
		want    string
	}
	for name, files := range map[string][]file{
		"AfterACrash":         {{mill, today, "stored=1"}, {mill, today, "unchanged=1"}},
		"OtherNews":           {{mill, today, "stored=1"}, {"Port shut\n\nThe port is shut.", today, "stored=1"}},
		"ACorrection":         {{mill, today, "stored=1"}, {"Mill sells oats\n\nThe mill sold 50 tonnes.", today.Add(time.Hour), "revised=1"}},
		"SameHeadlineNextDay": {{mill, today, "stored=1"}, {"Mill sells oats\n\nThe port is shut again.", tomorrow, "stored=1"}},
		"ADateOfItsOwn": {
			{"---\ntitle: Mill\ndate: 2026-03-01\n---\nIt sold oats.", today, "stored=1"},
			{"---\ntitle: Mill\ndate: 2026-03-01\n---\nIt sold much.", tomorrow, "revised=1"},
			{"---\ntitle: Mill\ndate: 2026-03-02\n---\nIt sold oats.", tomorrow, "stored=1"},
		},
		"AnAddress": {
			{"---\ntitle: Mill\nurl: https://example.com/mill\n---\nIt sold oats.", today, "stored=1"},
			{"---\ntitle: Mill sells\nurl: https://example.com/mill\n---\nIt sold oats.", tomorrow, "revised=1"},
		},
		"AnID": {{`{"id":"7","title":"Mill","text":"It sold oats."}`, today, "stored=1"}, {`{"id":"7","title":"Mill sells","text":"It sold oats."}`, tomorrow, "revised=1"}},
	} {
		t.Run(name, func(t *testing.T) {
			w, _ := watch(t, t.TempDir(), newStore(t))
			for i, f := range files {
				outside := filepath.Join(t.TempDir(), "news")
				if err := os.WriteFile(outside, []byte(f.content), 0o644); err != nil {
					t.Fatal(err)
				}
				if err := os.Chtimes(outside, f.at, f.at); err != nil {
					t.Fatal(err)
				}
				if err := os.Rename(outside, filepath.Join(w.folder, "news")); err != nil {
					t.Fatal(err)
				}
				if !eventually(func() bool { return strings.Count(w.log.String(), "file=news ") == i+1 }) {
					t.Fatalf("not taken:\n%s", w.log)
				}
				lines := strings.Split(strings.TrimSpace(w.log.String()), "\n")
				if last := lines[len(lines)-1]; !strings.Contains(last, f.want) {
					t.Errorf("file %d: logged %s, want %s", i+1, last, f.want)
				}
			}
		})
	}
}

func TestWatcherLeavesAlone(t *testing.T) {
	var titles []string
	var mu sync.Mutex
	w, stop := watch(t, t.TempDir(), storerFunc(func(articles []briefing.Article) ([]bot.Addition, error) {
		mu.Lock()
		defer mu.Unlock()
		for _, a := range articles {
			titles = append(titles, a.Title)
		}
		return allStored(articles)
	}))
	outside := filepath.Join(t.TempDir(), "secret.txt")
	if err := os.WriteFile(outside, []byte("Secret\n\nIt is one."), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"link.txt", "done-link"} {
		if err := os.Symlink(outside, filepath.Join(w.folder, name)); err != nil {
			t.Skipf("links cannot be made here: %v", err)
		}
	}
	if err := os.Symlink(filepath.Dir(outside), filepath.Join(w.folder, "folder")); err != nil {
		t.Fatal(err)
	}
	const text = "Unfinished\n\nIt goes on."
	left := []string{".hidden.txt", "a.txt.part", "b.TMP", "c.txt~", "~d.txt", ".sub/e.txt", "f.partial", "g.crdownload", "one/two/deep.txt", "empty.txt"}
	for _, name := range left[:len(left)-1] {
		w.drop(name, text)
	}
	w.drop("empty.txt", "", "done/there.txt", text, "failed/there.txt", text)
	time.Sleep(5 * lookEvery) // the last one comes after the others were seen
	w.drop("last.txt", "Last\n\nIt was read.")
	w.waitFor(append(left, "link.txt", "done-link", "folder", "done/there.txt", "failed/there.txt", "done/last.txt")...)
	stop()
	if !slices.Equal(titles, []string{"Last"}) {
		t.Errorf("stored %q", titles)
	}
	for _, text := range []string{"file=link.txt", "file=done-link", "file=folder", "folder=one/two"} {
		if strings.Count(w.log.String(), text) != 1 {
			t.Errorf("the log does not name %s once:\n%s", text, w.log)
		}
	}
}
