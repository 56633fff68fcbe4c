package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"runtime/debug"
	"slices"
	"time"

	"wirebrief/briefing"
)

// Why a source fails though its server answers.
var (
	errReader   = errors.New("reading it failed because of a mistake in wirebrief; please report it with the address")
	errNotKept  = errors.New("an article of it could not be stored; the log tells why")
	errDeadline = errors.New("it took too long to answer")
)

// titleKept is how much of a feed's own title is kept for a source that was
// added without one.
const titleKept = 200

// storeChunk is how many articles of one source are handed on at once, so that
// the archive of one does not hold up the news of others.
const storeChunk = 16

// poll reads one source, has stored what it brought, and hands on how to
// remember it.
func (r *pollRun) poll(s Source) {
	began, begin := r.now(), time.Now()
	reading, trouble := r.read(s)
	r.change(func() { r.queue.done(s, time.Since(begin)) })
	if trouble != nil && r.ctx.Err() != nil {
		// It was interrupted, which says nothing about the source.
		r.change(func() { r.queue.release(s.ID) })
		return
	}
	now := r.now()
	outcome := pollOutcome{trouble: trouble, reading: reading}
	polled := Polled{Source: s, Began: began}
	if trouble == nil {
		if s.Succeeded.IsZero() {
			outcome.gap = usualGap(reading.Entries, now)
		}
		polled.Items, outcome.fresh, outcome.trouble = r.keep(s, reading.Entries)
		polled.Source.Title = cmp.Or(s.Title, shorten(reading.Title, titleKept))
	}
	if outcome.trouble != nil && r.late.Err() != nil {
		r.change(func() { r.queue.release(s.ID) })
		return
	}
	outcome.reading.Entries = nil
	polled.Source.Polling = r.pace.next(s.Polling, outcome, now, r.o.Random())
	r.decide(&polled, s.Polling, outcome.trouble, now)
	r.tell(s, polled, outcome, len(reading.Entries))
	r.saves <- polled
}

// read reads a source. A panic is a failure of that source alone.
func (r *pollRun) read(s Source) (reading Reading, trouble *SourceError) {
	ctx, cancel := context.WithTimeout(r.ctx, r.o.Deadline)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			r.o.Logger.Error("panic while reading a source", "source", s.ID, "url", shownURL(s.URL), "panic", p, "stack", string(debug.Stack()))
			reading, trouble = Reading{}, &SourceError{Trouble: SourceUnreadable, Message: errReader.Error()}
		}
	}()
	reading, err := r.reader.ReadSource(ctx, s, r.store)
	switch {
	case err == nil:
		return reading, nil
	case errors.As(err, &trouble):
		return reading, trouble
	case ctx.Err() != nil:
		return reading, &SourceError{Trouble: SourceUnreachable, Message: errDeadline.Error(), Cause: err}
	}
	return reading, &SourceError{Trouble: SourceUnreachable, Message: err.Error(), Cause: err}
}

// keep stores the articles of entries and returns what is to be known of them
// the next time, and how many are new. An article that is refused becomes an
// item all the same, so that it is not fetched again and again. One that could
// not be stored does not, and is trouble.
func (r *pollRun) keep(s Source, entries []Entry) (items []SeenItem, fresh int, trouble *SourceError) {
	var reports []Entry
	for _, e := range entries {
		if e.Report == nil {
			items = append(items, e.SeenItem)
			continue
		}
		reports = append(reports, e)
	}
	// Sources list the newest first; stored in this order it would seem to have
	// arrived before the others.
	slices.Reverse(reports)
	for chunk := range slices.Chunk(reports, storeChunk) {
		articles := make([]briefing.Article, len(chunk))
		for i, e := range chunk {
			articles[i] = *e.Report
		}
		for i, a := range r.add(articles, s.Succeeded.IsZero()) {
			if errors.Is(a.Refused, errNotKept) {
				trouble = &SourceError{Trouble: SourceUnreachable, Message: errNotKept.Error()}
				continue
			}
			item := chunk[i].SeenItem
			item.Article, item.Fresh = a.Article, a.Refused == nil && a.Outcome == Stored
			if items = append(items, item); item.Fresh {
				fresh++
			}
		}
	}
	return items, fresh, trouble
}

// decide follows a source that has moved and gives up one that is hopeless. was
// is as it was before the poll.
func (r *pollRun) decide(polled *Polled, was Polling, trouble *SourceError, now time.Time) {
	s := &polled.Source
	if s.hasMoved() {
		r.move(polled)
	}
	if s.isHopeless(s.goneAgain(was, trouble), r.hear(s.Polling), now) {
		s.State = SourceDead
	}
}

// move follows a source to where it has moved, or gives it up where another
// source is read there. Where that one is not read, it stays as long as the
// redirect works, so that its news still come.
func (r *pollRun) move(polled *Polled) {
	s := &polled.Source
	other := r.otherAt(s.MovedTo, s.ID)
	switch {
	case other == nil:
		r.o.Logger.Info("a source has moved for good", "source", s.ID, "from", shownURL(s.URL), "to", shownURL(s.MovedTo))
		s.URL, polled.Moved = s.MovedTo, true
	case other.State == SourceActive:
		s.State, s.Problem = SourceDead, shorten(movedOnto(*s, *other).Error(), 300)
	}
	s.MovedTo, s.Moves = "", 0
}

// hear notes when a source could last be read. It reports whether none could
// since this one began to fail. After a restart that is so until one is read.
func (r *pollRun) hear(p Polling) (cutOff bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if p.Failures == 0 {
		r.heard = p.Last
	}
	return !r.heard.After(p.FailingSince)
}

// movedOnto says why a source is given up that has moved to where another is.
func movedOnto(s, other Source) error {
	return fmt.Errorf("it has moved to %s, where source %d, %q, is read already; remove this one with: wirebrief feed remove %d",
		shownURL(s.MovedTo), other.ID, shorten(other.Title, 80), s.ID)
}

// A sourceLister tells what sources there are. The store of a Poller is asked
// only before a source is moved.
type sourceLister interface {
	// FindSources is that of a SourceStore.
	FindSources(ctx context.Context) ([]SourceStat, error)
}

// otherAt returns another source than id at an address, nil if there is none or
// the store does not tell.
func (r *pollRun) otherAt(address string, id int64) *Source {
	lister, ok := r.store.(sourceLister)
	if !ok || briefing.CanonicalURL(address) == "" {
		return nil
	}
	all, err := lister.FindSources(r.late)
	if err != nil {
		r.o.Logger.Warn("it was not looked whether a source moves to where another is", "source", id, "err", err)
		return nil
	}
	key := func(address string) string { return briefing.Identity(briefing.Article{URL: address}) }
	i := slices.IndexFunc(all, func(s SourceStat) bool { return s.ID != id && key(s.URL) == key(address) })
	if i < 0 {
		return nil
	}
	return &all[i].Source
}

// tell logs what an operator wants to know: the beginning and the end of
// trouble, not every poll.
func (r *pollRun) tell(was Source, polled Polled, o pollOutcome, entries int) {
	s := polled.Source
	log := r.o.Logger.With("source", s.ID, "title", shorten(s.Title, 80), "url", shownURL(s.URL))
	switch {
	case s.State == SourceDead:
		log.Warn("a source is given up", "problem", s.Problem, "failures", s.Failures, "since", s.FailingSince)
		r.tellOperator(s)
	case s.Failures == 1:
		log.Warn("a source cannot be read; trying again", "problem", s.Problem, "next", s.Next)
	case was.Failures > 0 && s.Failures == 0:
		log.Info("a source can be read again", "after", s.Last.Sub(was.FailingSince).Round(time.Second))
	case was.Succeeded.IsZero() && !s.Succeeded.IsZero():
		log.Info("a source was read for the first time", "entries", entries, "new", o.fresh, "next", s.Next)
	}
	log.Debug("polled", "entries", entries, "new", o.fresh, "more", o.reading.More, "problem", s.Problem, "mended", o.reading.Mended, "next", s.Next)
}

// tellOperator has the operator told; a mistake there is no reason to poll no
// more.
func (r *pollRun) tellOperator(s Source) {
	defer func() {
		if p := recover(); p != nil {
			r.o.Logger.Error("panic while telling the operator", "panic", p, "stack", string(debug.Stack()))
		}
	}()
	ctx, cancel := context.WithTimeout(r.late, maxPause)
	defer cancel()
	r.o.Tell(ctx, s, s.Problem)
}

// shownURL is an address fit for logs and chats: user, password and query,
// which may be secrets, are left out.
func shownURL(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" {
		return ""
	}
	return shorten(fmt.Sprint(u.Host, cmp.Or(u.EscapedPath(), "/")), 200)
}
