package db

import (
	"context"
	"sync"

	"wirebrief/bot"
)

// unanswered remembers of each platform up to where events stood without an
// answer in the inbox when a chat was last deleted: the one that asked for that is
// among them, with what the platform told of its sender. The zero value is ready,
// and safe for use by several goroutines.
type unanswered struct {
	mu   sync.Mutex
	upTo map[bot.Platform]int64
}

func (u *unanswered) note(p bot.Platform, upTo int64) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.upTo == nil {
		u.upTo = map[bot.Platform]int64{}
	}
	u.upTo[p] = max(u.upTo[p], upTo)
}

// until returns what was noted, 0 for nothing.
func (u *unanswered) until(p bot.Platform) int64 {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.upTo[p]
}

// forget forgets what was noted, unless that has changed.
func (u *unanswered) forget(p bot.Platform, upTo int64) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.upTo[p] == upTo {
		delete(u.upTo, p)
	}
}

// lastUnanswered is the last event of a platform without an answer, 0 for none.
func (t tx) lastUnanswered(p bot.Platform) (seq int64, err error) {
	return seq, t.row(`SELECT coalesce(max(seq), 0) FROM inbox WHERE platform = ? AND payload IS NOT NULL`, p).Scan(&seq)
}

// emptyLogOfAnswered empties the log once all events are answered that were not
// when a chat was deleted: the file itself still has what they held until then.
func (d *DB) emptyLogOfAnswered(ctx context.Context, p bot.Platform) error {
	upTo := d.unanswered.until(p)
	if upTo == 0 {
		return nil
	}
	var some bool
	if err := d.view(ctx, "look for events without an answer in", func(t tx) error {
		return t.row(`SELECT EXISTS (SELECT 1 FROM inbox WHERE platform = ? AND payload IS NOT NULL AND seq <= ?)`, p, upTo).Scan(&some)
	}); err != nil || some {
		return err
	}
	// Who reads from it for longer than ctx lets us wait has it left as it is.
	if err := d.EmptyLog(ctx); err != nil && ctx.Err() == nil {
		return err
	}
	d.unanswered.forget(p, upTo)
	return nil
}
