package file

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
)

const (
	// dropBatch and dropBytes bound what is read of a dropped file before it
	// is handed on, as articles and as bytes of text.
	dropBatch = 64
	dropBytes = 4 << 20
	// maxReasons bounds what is kept and written of refusals.
	maxReasons = 1000
)

// A result is what became of a dropped file.
type result struct {
	stored, unchanged, revised, refused int
	// reasons are those of refusals, the first maxReasons.
	reasons []string
}

func (r *result) any() bool { return r.stored+r.unchanged+r.revised > 0 }

func (r *result) refuse(err error) {
	r.refused++
	if len(r.reasons) < maxReasons {
		r.reasons = append(r.reasons, bot.Plain(err.Error()))
	}
}

// take stores the articles of a file and moves it. An error is the store's;
// then the file stays and is taken again.
func (w *Watcher) take(ctx context.Context, root *os.Root, name string) error {
	d := w.dropped[name]
	if d.result == nil {
		r, err := w.storeFile(ctx, root, name)
		if err != nil || r == nil {
			return err
		}
		if info, err := root.Lstat(name); err != nil || info.Size() != d.size || !info.ModTime().Equal(d.at) {
			return nil // still being written: it is read again
		}
		d.result = r
	}
	to, err := move(root, name, d.result)
	if to == "" {
		w.complain("move", "a dropped file was read and cannot be moved away; trying again", "file", name, "err", err)
		return nil
	}
	w.mended("move")
	if err != nil {
		w.logger.Warn("the reasons why articles of a dropped file were refused cannot be written beside it", "file", to, "reasons", d.result.reasons, "err", err)
	}
	w.report(name, to, d.result)
	delete(w.dropped, name)
	return nil
}

// report logs what became of a file.
func (w *Watcher) report(name, to string, r *result) {
	args := []any{"file", name, "moved", to, "stored", r.stored, "unchanged", r.unchanged, "revised", r.revised, "refused", r.refused}
	if r.refused == 0 {
		w.logger.Info("a dropped file was stored", args...)
		return
	}
	w.logger.Warn("a dropped file was not stored wholly", append(args, "reason", r.reasons[0])...)
}

// storeFile stores what is in a file; nil if the file is gone.
func (w *Watcher) storeFile(ctx context.Context, root *os.Root, name string) (*result, error) {
	info, err := root.Lstat(name)
	if err != nil || !info.Mode().IsRegular() {
		return nil, nil
	}
	s := dropping{w: w, result: &result{}, day: info.ModTime().UTC().Format(time.DateOnly)}
	o := w.read
	o.Now = time.Now()
	walk := walker{ctx: ctx, o: o, open: func(string) (fs.File, error) { return root.Open(name) }}
	walk.yield = func(it Item) bool {
		walk.stopped = walk.stopped || ctx.Err() != nil || !s.item(ctx, it)
		return !walk.stopped
	}
	walk.file(filepath.Join(w.folder, filepath.FromSlash(name)), info)
	if s.gone {
		return nil, nil
	}
	if s.err == nil {
		s.err = s.flush(ctx)
	}
	if s.err == nil {
		s.err = ctx.Err()
	}
	if s.err == nil && !s.result.any() && s.result.refused == 0 {
		s.result.refuse(&Refusal{Name: name, Reason: "no article in it"})
	}
	return s.result, s.err
}

// A dropping is the storing of one dropped file.
type dropping struct {
	w      *Watcher
	result *result
	// day is that of the file, for articles without a date.
	day      string
	names    []string
	articles []briefing.Article
	bytes    int
	// gone is set when the file has just been taken away.
	gone bool
	err  error
}

// item takes one item and reports whether to go on.
func (s *dropping) item(ctx context.Context, it Item) bool {
	switch {
	case errors.Is(it.Err, fs.ErrNotExist):
		s.gone = true
		return false
	case it.Err != nil:
		s.result.refuse(it.Err)
		return true
	}
	s.names = append(s.names, it.Name)
	s.articles = append(s.articles, dated(it.Article, s.day))
	s.bytes += len(it.Article.Text)
	if len(s.articles) >= dropBatch || s.bytes >= dropBytes {
		s.err = s.flush(ctx)
	}
	return s.err == nil
}

// dated takes the name of the file out of the identity of an article, see
// Watcher.
func dated(a briefing.Article, day string) briefing.Article {
	a.Path = ""
	if a.URL == "" && a.GUID == "" && a.Published.IsZero() {
		a.Source, a.GUID = "dropped "+day, strings.ToLower(a.Publisher+"\x1f"+strings.Join(strings.Fields(a.Title), " "))
	}
	return a
}

// flush stores what has been read.
func (s *dropping) flush(ctx context.Context) error {
	additions, err := s.w.store.Add(ctx, s.articles, false)
	for i, a := range additions {
		switch {
		case a.Refused != nil:
			s.result.refuse(fmt.Errorf("%s: %w", s.names[i], a.Refused))
		case a.Outcome == bot.Stored:
			s.result.stored++
		case a.Outcome == bot.Revised:
			s.result.revised++
		default:
			s.result.unchanged++
		}
	}
	clear(s.articles) // lets go of the texts
	s.names, s.articles, s.bytes = s.names[:0], s.articles[:0], 0
	return err
}
