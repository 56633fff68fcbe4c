package bot

import (
	"fmt"
	"time"

	"wirebrief/briefing"
)

const (
	// newSpan and recapSpan are how long ago what is new in a digest, or in
	// the recap of weekly topics, may have been published: a backlog is not
	// news.
	newSpan   = 72 * time.Hour
	recapSpan = 8 * 24 * time.Hour
)

// A digestPlan is what composing the digest of one chat goes by: which topics
// take part, and what counts as new of each.
type digestPlan struct {
	DueChat
	zone *time.Location
	now  time.Time
	// due is when the digest was due, late whether that is long ago.
	due  time.Time
	late bool
	// held tells that nothing is sent to the chat.
	held   bool
	topics []plannedTopic
	// since is what the digest says it goes back to.
	since time.Time
	// weekly tells that only weekly topics take part; week names those that
	// come with others.
	weekly bool
	week   []string
}

// A plannedTopic is a topic with what counts as new of it. Times are unix
// milliseconds.
type plannedTopic struct {
	id    int64
	name  string
	topic briefing.Topic
	// recap marks a weekly topic.
	recap bool
	// after is the arrival after which it is new; arrived and published are
	// the times since which it must have come and been published.
	after              int64
	arrived, published int64
}

// planDigest works out what a chat is due at now. Weekly topics take part in
// the first digest of a week that begins on Monday; a late digest makes up for
// one that was missed. What arrived before a topic was followed is not new.
func planDigest(c DueChat, now time.Time, zone *time.Location, late time.Duration) digestPlan {
	p := digestPlan{DueChat: c, zone: zone, now: now, due: c.NextDigest, since: c.LastDigest}
	if slot, err := parseSlot(c.NextSlot); err == nil {
		if at, exists := slot.Instant(zone); exists {
			p.due = at
		}
	}
	if p.due.IsZero() || p.due.After(now) {
		p.due = now
	}
	p.late = now.Sub(p.due) > late
	p.held = c.Stopped != "" || c.pausedAt(now)
	if p.held {
		return p
	}
	recap, before := p.recap()
	daily, followed := 0, now
	for i, s := range c.Subscriptions {
		if s.Paused || i >= len(c.Topics) || s.Mode == Weekly && recap.IsZero() {
			continue
		}
		t := plannedTopic{
			id: c.Topics[i], name: topicLabel(s.Topic), topic: s.Topic, recap: s.Mode == Weekly,
			after: c.Seen, arrived: milliseconds(s.Created), published: now.Add(-newSpan).UnixMilli(),
		}
		if s.Created.Before(followed) {
			followed = s.Created
		}
		if t.recap {
			t.after, t.arrived = 0, max(t.arrived, before.UnixMilli())
			t.published = now.Add(-recapSpan).UnixMilli()
			p.week = append(p.week, t.name)
		} else {
			daily++
		}
		p.topics = append(p.topics, t)
	}
	if daily == 0 && len(p.topics) > 0 {
		if p.weekly, p.week, p.since = true, nil, before; followed.After(before) {
			p.since = followed
		}
	}
	return p
}

// pausedAt reports whether digests and alerts rest at a time.
func (s Settings) pausedAt(now time.Time) bool {
	return s.Paused && (s.PausedUntil.IsZero() || now.Before(s.PausedUntil))
}

// recap returns when the weekly recap was due that this digest brings, zero if
// it brings none, and when the one before was.
func (p *digestPlan) recap() (at, before time.Time) {
	for _, t := range []time.Time{p.now, p.due} {
		monday := weekStart(t.In(p.zone))
		first, _, ok := NextDigest(monday.Add(-1), p.Digests, p.zone)
		if ok && !first.Before(p.due) && !first.After(p.now) {
			before, _, _ = NextDigest(monday.AddDate(0, 0, -7).Add(-1), p.Digests, p.zone)
			return first, before
		}
	}
	return time.Time{}, time.Time{}
}

// weekStart is the beginning of the Monday of a local time's week.
func weekStart(t time.Time) time.Time {
	back := (int(t.Weekday()) + 6) % 7
	return time.Date(t.Year(), t.Month(), t.Day()-back, 0, 0, 0, 0, t.Location())
}

// parseSlot is the inverse of Slot.String.
func parseSlot(s string) (Slot, error) {
	t, err := time.Parse("2006-01-02 15:04", s)
	if err != nil {
		return Slot{}, fmt.Errorf("read the slot of a digest: %q is no local date and time", s)
	}
	return Slot{t.Year(), t.Month(), t.Day(), t.Hour()*60 + t.Minute()}, nil
}

// milliseconds is a time as unix milliseconds, 0 for the zero time.
func milliseconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// quietAt reports whether a time is inside the quiet hours of a chat.
func (q Quiet) quietAt(t time.Time, zone *time.Location) bool {
	local := t.In(zone)
	minute := local.Hour()*60 + local.Minute()
	switch {
	case q.From == q.To:
		return false
	case q.From < q.To:
		return q.From <= minute && minute < q.To
	}
	return minute >= q.From || minute < q.To
}
