package file

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
)

const (
	// watchEvery is the time between two looks at a watched folder. A file
	// is taken when it is the same at two of them.
	watchEvery = 2 * time.Second
	// emptyFor is how long an empty file is given to be written to.
	emptyFor = 30 * time.Second
)

// The folders inside a watched one that files are moved to.
const (
	doneFolder   = "done"
	failedFolder = "failed"
)

// A Storer stores articles, as a bot.Ingester does.
type Storer interface {
	Add(ctx context.Context, articles []briefing.Article, backlog bool) ([]bot.Addition, error)
}

// WatchOptions are what a Watcher may be given. The zero value works.
type WatchOptions struct {
	// Read applies to every file; its Now is set at each.
	Read Options
	// Logger hears what became of each file. Silent by default.
	Logger *slog.Logger
	// Every is the time between two looks, 2 s if zero.
	Every time.Duration
}

// A Watcher stores the articles of files that are dropped into a folder, or
// into a folder directly inside it, and then moves each file to done/ there,
// or to failed/ if nothing of it could be stored. What was refused stands in a
// file beside it, NAME.reason.txt. Files that are still being written are left
// alone: those that changed since the last look, hidden ones, and those named
// as programs name unfinished files (.part, .tmp, ~). Links are not followed.
//
// Articles with an address or an id are known again by it, as everywhere. One
// without is known by publisher, headline and day, that of the file where it
// has no date: the name of a file is no identity, because tomorrow's
// news.txt is other news.
type Watcher struct {
	folder string
	store  Storer
	read   Options
	logger *slog.Logger
	every  time.Duration
	// dropped are the files that were there at the last look.
	dropped map[string]*dropped
	// said are the complaints that hold, so that each is logged once.
	said map[string]string
}

// A dropped is a file in the watched folder.
type dropped struct {
	size int64
	// at is when it was last written to.
	at time.Time
	// result is set once it has been stored and could not be moved.
	result *result
}

// NewWatcher returns a Watcher of a folder, which is made if it is missing.
func NewWatcher(folder string, store Storer, o WatchOptions) *Watcher {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &Watcher{
		folder: folder, store: store, read: o.Read, logger: o.Logger, every: cmp.Or(o.Every, watchEvery),
		dropped: map[string]*dropped{}, said: map[string]string{},
	}
}

// Run watches until ctx ends, and returns nil. What goes wrong is logged once
// and tried again at every look.
func (w *Watcher) Run(ctx context.Context) error {
	tick := time.NewTicker(w.every)
	defer tick.Stop()
	for {
		w.look(ctx)
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// look takes every file that has not changed since the last look, the oldest
// first.
func (w *Watcher) look(ctx context.Context) {
	root, err := w.open()
	if err != nil {
		w.complain("folder", "the watched folder cannot be used; trying again", "folder", w.folder, "err", err)
		return
	}
	w.mended("folder")
	defer root.Close()
	for _, name := range w.settled(root) {
		if ctx.Err() != nil {
			return
		}
		if err := w.take(ctx, root, name); err != nil {
			if ctx.Err() == nil {
				w.complain("store", "dropped files are not stored; trying again", "file", name, "err", err)
			}
			return
		}
		w.mended("store")
	}
}

// open makes what is missing. Everything is done through the root, so that a
// file that becomes a link leads to nothing outside the folder.
func (w *Watcher) open() (*os.Root, error) {
	if err := os.MkdirAll(w.folder, 0o755); err != nil {
		return nil, err
	}
	return os.OpenRoot(w.folder)
}

// settled returns the files to take now, and remembers the others.
func (w *Watcher) settled(root *os.Root) []string {
	now := map[string]*dropped{}
	var ready []string
	for name, info := range w.files(root) {
		d := &dropped{size: info.Size(), at: info.ModTime()}
		now[name] = d
		before := w.dropped[name]
		if before == nil || before.size != d.size || !before.at.Equal(d.at) {
			continue
		}
		d.result = before.result
		if d.size > 0 || time.Since(d.at) > emptyFor {
			ready = append(ready, name)
		}
	}
	w.dropped = now
	slices.SortFunc(ready, func(a, b string) int {
		return cmp.Or(now[a].at.Compare(now[b].at), cmp.Compare(a, b))
	})
	return ready
}

// files returns the files of the folder and of those directly inside it, by
// their names below it.
func (w *Watcher) files(root *os.Root) map[string]fs.FileInfo {
	found := map[string]fs.FileInfo{}
	for _, e := range w.entries(root, ".") {
		switch name := e.Name(); {
		case unfinished(name) || name == doneFolder || name == failedFolder:
		case e.IsDir():
			for _, below := range w.entries(root, name) {
				if !unfinished(below.Name()) {
					w.note(found, path.Join(name, below.Name()), below)
				}
			}
		default:
			w.note(found, name, e)
		}
	}
	return found
}

// note adds a file to those found. What is none is named once.
func (w *Watcher) note(found map[string]fs.FileInfo, name string, e fs.DirEntry) {
	switch {
	case e.IsDir():
		w.complain("not a file: "+name, "a folder this deep in the watched folder is not looked into; store it with 'wirebrief import'", "folder", name)
	case !e.Type().IsRegular():
		w.complain("not a file: "+name, "this is a link or device, not a file, and is left alone", "file", name)
	default:
		if info, err := e.Info(); err == nil { // else it has just gone
			found[name] = info
		}
	}
}

func (w *Watcher) entries(root *os.Root, name string) []fs.DirEntry {
	list, err := fs.ReadDir(root.FS(), name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		w.complain("read "+name, "a watched folder cannot be read; trying again", "folder", path.Join(w.folder, name), "err", err)
		return list
	}
	w.mended("read " + name)
	return list
}

// unfinished tells names that programs give to files they still write, and
// hidden ones.
func unfinished(name string) bool {
	if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~") || strings.HasSuffix(name, "~") {
		return true
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".part", ".partial", ".filepart", ".tmp", ".temp", ".crdownload", ".download", ".swp":
		return true
	}
	return false
}

// complain logs a complaint, unless the last one of this kind was the same.
func (w *Watcher) complain(kind, message string, args ...any) {
	text := message + fmt.Sprint(args...)
	if w.said[kind] == text {
		return
	}
	w.said[kind] = text
	w.logger.Warn(message, args...)
}

// mended forgets a complaint, so that it is logged if it comes again.
func (w *Watcher) mended(kind string) { delete(w.said, kind) }
