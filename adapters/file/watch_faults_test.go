package file_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wirebrief/adapters/file"
	"wirebrief/bot"
	"wirebrief/briefing"
)

func TestWatcherGivesUpOnAnEmptyFile(t *testing.T) {
	w, _ := watch(t, t.TempDir(), newStore(t))
	w.drop(".old", "")
	old := time.Now().Add(-time.Minute)
	if err := os.Chtimes(filepath.Join(w.folder, ".old"), old, old); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(w.folder, ".old"), filepath.Join(w.folder, "old.txt")); err != nil {
		t.Fatal(err)
	}
	w.waitFor("failed/old.txt", "failed/old.txt.reason.txt")
	if got := w.content("failed/old.txt.reason.txt"); !strings.HasSuffix(got, "old.txt: empty file\n") {
		t.Errorf("reason %q", got)
	}
}

// Written to at every tenth of the time between two looks, by a clock that no
// busy machine holds up.
func TestWatcherWaitsForAGrowingFile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var texts []string
		w, _ := watch(t, t.TempDir(), storerFunc(func(articles []briefing.Article) ([]bot.Addition, error) {
			mu.Lock()
			defer mu.Unlock()
			texts = append(texts, articles[0].Text)
			return allStored(articles)
		}))
		f, err := os.Create(filepath.Join(w.folder, "slow.txt"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for i := range 100 { // faster than it is looked at
			if _, err := fmt.Fprintf(f, "Line %d\n", i); err != nil {
				t.Fatal(err)
			}
			time.Sleep(lookEvery / 10)
		}
		w.waitFor("done/slow.txt")
		mu.Lock()
		defer mu.Unlock()
		if last := texts[len(texts)-1]; !strings.HasSuffix(last, "Line 99") {
			t.Errorf("what was stored last ends with %q", last[len(last)-20:])
		}
	})
}

func TestWatcherReadsAgainWhatGrewWhileItWasRead(t *testing.T) {
	folder := t.TempDir()
	var mu sync.Mutex
	var texts []string
	w, _ := watch(t, folder, storerFunc(func(articles []briefing.Article) ([]bot.Addition, error) {
		mu.Lock()
		defer mu.Unlock()
		if texts = append(texts, articles[0].Text); len(texts) == 1 {
			f, err := os.OpenFile(filepath.Join(folder, "a.txt"), os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				return nil, err
			}
			defer f.Close()
			fmt.Fprint(f, " It sold more.")
		}
		return allStored(articles)
	}))
	w.drop("a.txt", "Mill\n\nIt sold oats.")
	w.waitFor("done/a.txt")
	mu.Lock()
	defer mu.Unlock()
	if diff := cmp.Diff([]string{"It sold oats.", "It sold oats. It sold more."}, texts); diff != "" {
		t.Error(diff)
	}
}

func TestWatcherTriesAgainWhenTheStoreFails(t *testing.T) {
	var calls int
	var mu sync.Mutex
	w, _ := watch(t, t.TempDir(), storerFunc(func(articles []briefing.Article) ([]bot.Addition, error) {
		mu.Lock()
		defer mu.Unlock()
		if calls++; calls < 5 {
			return nil, errors.New("disk is full")
		}
		return allStored(articles)
	}))
	w.drop("a.txt", "Mill\n\nIt sold oats.")
	w.waitFor("done/a.txt")
	if got := strings.Count(w.log.String(), "disk is full"); got != 1 {
		t.Errorf("logged %d times:\n%s", got, w.log)
	}
}

// TestWatcherCannotMove has a file where done/ should be, as a disk that
// cannot be written to: what was read is not stored again and again.
func TestWatcherCannotMove(t *testing.T) {
	var calls int
	var mu sync.Mutex
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "done"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	w, _ := watch(t, folder, storerFunc(func(articles []briefing.Article) ([]bot.Addition, error) {
		mu.Lock()
		defer mu.Unlock()
		calls++
		return allStored(articles)
	}))
	w.drop("a.txt", "Mill\n\nIt sold oats.")
	w.waitForLog("cannot be moved")
	time.Sleep(5 * lookEvery)
	if err := os.Remove(filepath.Join(folder, "done")); err != nil {
		t.Fatal(err)
	}
	w.waitFor("done/a.txt")
	mu.Lock()
	defer mu.Unlock()
	if got := strings.Count(w.log.String(), "cannot be moved"); calls != 1 || got != 1 {
		t.Errorf("stored %d times, complained %d times:\n%s", calls, got, w.log)
	}
}

func TestWatcherFolderThatIsNone(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "drop")
	if err := os.WriteFile(folder, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	w, _ := watch(t, folder, newStore(t))
	w.waitForLog("cannot be used")
	time.Sleep(5 * lookEvery)
	if err := os.Remove(folder); err != nil {
		t.Fatal(err)
	}
	if !eventually(func() bool { info, err := os.Stat(folder); return err == nil && info.IsDir() }) {
		t.Fatal("the folder is not made")
	}
	w.drop("a.txt", "Mill\n\nIt sold oats.")
	w.waitFor("done/a.txt")
	if got := strings.Count(w.log.String(), "cannot be used"); got != 1 {
		t.Errorf("complained %d times:\n%s", got, w.log)
	}
}

func TestWatcherUnreadableFile(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may read every file")
	}
	w, _ := watch(t, t.TempDir(), newStore(t))
	w.drop(".a", "Mill\n\nIt sold oats.")
	if err := os.Chmod(filepath.Join(w.folder, ".a"), 0); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(w.folder, ".a"), filepath.Join(w.folder, "a.txt")); err != nil {
		t.Fatal(err)
	}
	w.waitFor("failed/a.txt", "failed/a.txt.reason.txt")
	if got := w.content("failed/a.txt.reason.txt"); !strings.Contains(got, "not allowed to read it") {
		t.Errorf("reason %q", got)
	}
}

func TestWatcherBoundsTheReasons(t *testing.T) {
	w, _ := watch(t, t.TempDir(), newStore(t))
	w.drop("bad.jsonl", strings.Repeat("{broken\n", 2500))
	w.waitFor("failed/bad.jsonl", "failed/bad.jsonl.reason.txt")
	got := w.content("failed/bad.jsonl.reason.txt")
	if strings.Count(got, "\n") != 1002 || !strings.HasSuffix(got, "\nand 1500 more\n") {
		t.Errorf("%d lines, ending %q", strings.Count(got, "\n"), got[len(got)-40:])
	}
}

func TestWatcherEndsInTheMiddle(t *testing.T) {
	begun := make(chan struct{})
	w, stop := watch(t, t.TempDir(), file.Storer(blocking{begun}))
	w.drop("a.txt", "Mill\n\nIt sold oats.", "b.txt", "Port\n\nIt is shut.")
	<-begun
	stop()
	w.waitFor("a.txt", "b.txt") // for the next start
	if strings.Contains(w.log.String(), "WARN") {
		t.Errorf("log:\n%s", w.log)
	}
}

// blocking stores nothing until its context ends.
type blocking struct{ begun chan struct{} }

func (b blocking) Add(ctx context.Context, _ []briefing.Article, _ bool) ([]bot.Addition, error) {
	close(b.begun)
	<-ctx.Done()
	return nil, ctx.Err()
}
