package file

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
)

// Stdin is the input that stands for standard input.
const Stdin = "-"

// Walk yields the articles of inputs in order: files, folders with all that
// is below them in order of name, addresses, which Options.Fetch gets, and
// Stdin, which is read from stdin. What
// is refused is an Item with an error, and the walk goes on; it ends early
// only when ctx does, even while it waits for standard input or for somebody to
// write to a named pipe. Below a folder, hidden files and files of other kinds
// are yielded as skipped, links to folders are not followed. Nothing larger
// than one article is held in memory.
func Walk(ctx context.Context, inputs []string, stdin io.Reader, o Options) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		w := walker{ctx: ctx, o: o, open: func(name string) (fs.File, error) { return os.Open(name) }}
		w.yield = func(it Item) bool {
			w.stopped = w.stopped || ctx.Err() != nil || !yield(it)
			return !w.stopped
		}
		for _, in := range inputs {
			switch {
			case w.stopped || ctx.Err() != nil:
				return
			case in == Stdin:
				w.stdin(stdin)
			case IsAddress(in):
				w.address(in)
			default:
				w.input(in)
			}
		}
	}
}

type walker struct {
	ctx   context.Context
	o     Options
	open  func(name string) (fs.File, error)
	yield func(Item) bool
	// stopped is set when the consumer or the context wants no more.
	stopped bool
}

// input reads a file or folder named by the user.
func (w *walker) input(name string) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		w.yield(failed(name, err))
	case info.IsDir():
		w.folder(name)
	case info.Mode()&(fs.ModeDevice|fs.ModeSocket) != 0:
		w.yield(refuse(name, "a device, not a file"))
	default:
		w.file(name, info)
	}
}

// folder goes through all below a folder.
func (w *walker) folder(root string) {
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if w.ctx.Err() != nil || w.stopped {
			return fs.SkipAll
		}
		if err != nil {
			w.yield(failed(path, err))
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		// A root that is itself a link is walked as the folder behind it.
		if path == root && d.IsDir() {
			return nil
		}
		if reason := skipReason(path, d); reason != "" {
			w.yield(Item{Name: path, Err: &Refusal{Name: path, Reason: reason, Skipped: true}})
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() {
			return nil
		}
		info, err := os.Stat(path)
		if err != nil {
			w.yield(failed(path, err))
			return nil
		}
		w.file(path, info)
		return nil
	})
	if err != nil {
		w.yield(failed(root, err))
	}
}

// skipReason says why an entry of a folder is passed over, "" if it is not.
func skipReason(path string, d fs.DirEntry) string {
	if strings.HasPrefix(d.Name(), ".") {
		return "hidden"
	}
	if d.IsDir() {
		return ""
	}
	if d.Type()&fs.ModeSymlink != 0 {
		info, err := os.Stat(path)
		switch {
		case err != nil:
			return "a link that leads nowhere"
		case info.IsDir():
			return "a link to a folder"
		case !info.Mode().IsRegular():
			return "not a file"
		}
	} else if !d.Type().IsRegular() {
		return "not a file"
	}
	if f, _ := formatOf(d.Name()); f == Unknown {
		return "not a kind of file that holds articles"
	}
	return ""
}

// failed words what the system says about a file.
func failed(name string, err error) Item {
	reason := err.Error()
	var pathError *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		reason = "no such file"
	case errors.Is(err, fs.ErrPermission):
		reason = "not allowed to read it"
	case errors.As(err, &pathError):
		reason = pathError.Err.Error()
	}
	return Item{Name: name, Err: &Refusal{Name: name, Reason: reason, cause: err}}
}

// A Total is what an import has before it.
type Total struct {
	// Files that will be read; standard input and addresses do not count.
	Files int
	// Bytes of these files as stored.
	Bytes int64
}

// Count goes through inputs as Walk does, without reading the files, for a
// progress bar. Inputs that cannot be read count nothing.
func Count(ctx context.Context, inputs []string) Total {
	var t Total
	add := func(path string) {
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			t.Files++
			t.Bytes += info.Size()
		}
	}
	for _, in := range inputs {
		if in == Stdin || IsAddress(in) {
			continue
		}
		if info, err := os.Stat(in); err != nil || !info.IsDir() {
			add(in)
			continue
		}
		// Errors below a folder are Walk's to report.
		_ = filepath.WalkDir(in, func(path string, d fs.DirEntry, err error) error {
			switch {
			case ctx.Err() != nil:
				return fs.SkipAll
			case err != nil || path == in && d.IsDir():
				return nil
			case skipReason(path, d) != "":
				if d.IsDir() {
					return fs.SkipDir
				}
			case !d.IsDir():
				add(path)
			}
			return nil
		})
	}
	return t
}
