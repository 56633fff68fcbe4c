package bot

import (
	"fmt"
	"time"

	"wirebrief/briefing"
)

const (
	// newSpan and recapSpan are how long ago what is new in a digest, or in
	// the recap of weekly topics, may have been published: a backlog is not
	// news. Where digests come days apart, newSpan is longer, see published.
	newSpan   = 72 * time.Hour
	recapSpan = 8 * 24 * time.Hour
	// MaxSpread is the most by which digests may be spread around their time.
	MaxSpread = 5 * time.Minute
)

// A digestPlan is what composing the digest of one chat goes by: which topics
// take part, and what counts as new of each.
type digestPlan struct {
	DueChat
	zone *time.Location
	now  time.Time
	// due is when the digest was due, now at the latest; late tells whether
	// that is long ago. slotted is the instant of its slot, which is still to
	// come where digests are spread and this is an early one.
	due, slotted time.Time
	late         bool
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
	topic *briefing.Topic
	// work is its news, see findNews.
	work *topicWork
	// recap marks a weekly topic.
	recap bool
	// after is the arrival after which it is new; arrived and published are
	// the times since which it must have come and been published.
	after              int64
	arrived, published int64
}

// planDigest works out what a chat is due at now. Weekly topics take part in
// the first digest of a week that begins on Monday; a later one makes up for
// one that was missed. What arrived before a topic was followed is not new.
func planDigest(c DueChat, now time.Time, zone *time.Location, late time.Duration) digestPlan {
	p := digestPlan{DueChat: c, zone: zone, now: now, due: c.NextDigest}
	if slot, err := parseSlot(c.NextSlot); err == nil {
		if at, exists := slot.Instant(zone); exists {
			p.due = at
		}
	}
	if p.due.IsZero() {
		p.due = now
	}
	if p.slotted = p.due; p.due.After(now) {
		p.due = now
	}
	p.late = now.Sub(p.due) > late
	if p.held = c.Stopped != "" || c.pausedAt(now); p.held {
		return p
	}
	daily := false
	for i := range c.Subscriptions {
		daily = daily || !c.Subscriptions[i].Paused && c.Subscriptions[i].Mode != Weekly
	}
	recap, before := p.recap(!daily)
	old := recap.Add(-recapSpan)
	published := now.Add(-p.span())
	if p.since = c.LastDigest; !p.since.IsZero() {
		p.since = laterOf(p.since, published)
	}
	followed := now
	p.topics = make([]plannedTopic, 0, len(c.Subscriptions))
	for i := range c.Subscriptions {
		s := &c.Subscriptions[i]
		if s.Paused || i >= len(c.Topics) || s.Mode == Weekly && recap.IsZero() {
			continue
		}
		t := plannedTopic{
			id: c.Topics[i], name: topicLabel(s.Topic), topic: &s.Topic, recap: s.Mode == Weekly,
			after: c.Seen, arrived: milliseconds(s.Created), published: published.UnixMilli(),
		}
		if s.Created.Before(followed) {
			followed = s.Created
		}
		if t.recap {
			t.after, t.arrived = 0, max(t.arrived, before.UnixMilli())
			t.published = old.UnixMilli()
			p.week = append(p.week, t.name)
		}
		p.topics = append(p.topics, t)
	}
	if !daily && len(p.topics) > 0 {
		p.weekly, p.week = true, nil
		p.since = laterOf(laterOf(before, followed), old)
	}
	return p
}

// span is how long ago what is new may have been published: a day longer than
// the days since the digest before, for where digests come only on some days
// of the week.
func (p *digestPlan) span() time.Duration {
	var days Days
	for _, t := range p.Digests {
		days |= t.Days
	}
	day := p.slotted.In(p.zone).Weekday()
	for back := range 7 {
		if days.Has((day + 6 - time.Weekday(back)) % 7) {
			return min(max(newSpan, time.Duration(back+2)*24*time.Hour), recapSpan)
		}
	}
	return newSpan
}

// pausedAt reports whether digests and alerts rest at a time.
func (s Settings) pausedAt(now time.Time) bool {
	return s.Paused && (s.PausedUntil.IsZero() || now.Before(s.PausedUntil))
}

// recap returns when the weekly recap was due that a digest brings, zero if it
// brings none, and since when what arrived belongs to it: since the recap
// before, which was no earlier than that. alone tells that the chat has no other
// topics.
func (p *digestPlan) recap(alone bool) (due, since time.Time) {
	reach := laterOf(p.now, p.slotted)
	for _, t := range []time.Time{reach, p.due} {
		monday := weekStart(t.In(p.zone))
		first, _, ok := NextDigest(monday.Add(-1), p.Digests, p.zone)
		if !ok || first.After(reach) || first.Before(p.due) && !p.missed(monday) {
			continue
		}
		// The time of day may have been another then, and what was shown is
		// left out anyway.
		since = monday.AddDate(0, 0, -7)
		if before, _, ok := NextDigest(since.Add(-1), p.Digests, p.zone); alone && ok {
			if since = before; !p.LastDigest.IsZero() && p.LastDigest.Before(before) {
				since = p.LastDigest
			}
		}
		return first, since
	}
	return time.Time{}, time.Time{}
}

// missed reports whether no digest was composed for the chat yet in a week: it
// was paused when the first was due, or has changed its times or its zone since,
// or the one that was has failed.
func (p *digestPlan) missed(monday time.Time) bool {
	return !p.Composed.IsZero() && p.Composed.Before(monday.Add(-MaxSpread))
}

// planRecap plans the next weekly recap of a chat as of now, at eight on Monday
// where it has no digests.
func planRecap(c DueChat, now time.Time, zone *time.Location) digestPlan {
	if len(c.Digests) == 0 {
		c.Digests = []DigestTime{{Minute: 8 * 60, Days: EveryDay}}
	}
	if at, slot, ok := NextDigest(weekStart(now.In(zone)).AddDate(0, 0, 7).Add(-1), c.Digests, zone); ok {
		c.NextDigest, c.NextSlot = at, slot.String()
	}
	return planDigest(c, laterOf(now, c.NextDigest), zone, 0)
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
