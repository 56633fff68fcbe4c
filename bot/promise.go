package bot

import (
	"context"
	"slices"
	"time"

	"wirebrief/bot/text"
)

// promise tells what is followed now and when it comes, no more than what is
// set makes true.
func (b *Bot) promise(r *request, s Subscription, set Settings) string {
	t := b.local(set, r.now)
	data := text.Data{"Topic": t.topicName(s.Topic), "Name": topicLabel(s.Topic)}
	switch {
	case set.Stopped != "":
		return b.say.T("subscribe.done", data) + " " + t.nextSaid(set)
	case set.pausedAt(r.now):
		data["Paused"] = b.pauseSaid(r, set)
		return b.say.T("subscribe.paused", data)
	case s.Mode == Instant && !set.Quiet.IsZero():
		return b.say.T("subscribe.instant", data) + " " + b.quietSaid(r, set)
	case s.Mode == Instant:
		return b.say.T("subscribe.instant", data)
	}
	next, ok := t.nextDigest(set)
	data["Times"] = t.named(t.times(set.Digests))
	if s.Mode == Weekly {
		next, ok = t.nextRecap(set)
		data["Times"] = b.say.T("subscribe.once-a-week", nil)
	}
	if !ok {
		return b.say.T("subscribe.no-digest", data)
	}
	data["Day"], data["Clock"] = t.comingDay(next), t.clock(next)
	switch {
	case t.known:
		return b.say.T("subscribe.digest", data)
	case r.Kind == Private:
		return b.say.T("subscribe.digest-no-zone", data)
	}
	return b.say.T("subscribe.digest-no-zone-group", data)
}

// caveat tells what keeps a topic from coming as its mode says, "" if nothing
// does.
func (b *Bot) caveat(r *request, m Mode, set Settings) string {
	held := b.heldSaid(r, set)
	switch {
	case held != "":
		return held
	case m == Instant && !set.Quiet.IsZero():
		return b.quietSaid(r, set)
	case m != Instant && len(set.Digests) == 0:
		return b.say.T("digest.none-set", nil)
	}
	return ""
}

// heldSaid tells that nothing at all is sent, and why, "" if something is.
func (b *Bot) heldSaid(r *request, set Settings) string {
	switch {
	case set.Stopped != "":
		return b.local(set, r.now).nextSaid(set)
	case set.pausedAt(r.now):
		return b.pauseSaid(r, set)
	}
	return ""
}

// nextRecap returns when weekly topics come next: with the first digest of a
// week, which begins on Monday.
func (w localTeller) nextRecap(s Settings) (at time.Time, ok bool) {
	next, ok := w.nextDigest(s)
	if !ok {
		return next, false
	}
	week := weekStart(next.In(w.zone))
	if first, _, _ := NextDigest(week.Add(-1), s.Digests, w.zone); !first.Before(next) {
		return next, true
	}
	at, _, ok = NextDigest(week.AddDate(0, 0, 7).Add(-1), s.Digests, w.zone)
	return at, ok
}

// confirmButtons stand below what is promised: what makes it better, and Undo.
func (b *Bot) confirmButtons(ctx context.Context, r *request, s Subscription, set Settings) *row {
	w := b.row(ctx)
	if !b.local(set, r.now).known && s.Mode != Instant && len(set.Digests) > 0 {
		b.addSetZone(w, r)
	}
	if s.Mode != Instant {
		instant := int64(slices.Index(modes, Instant))
		w.add(b.say.T("button.instant", nil), payload{action: actMode, fields: []int64{s.ID, instant}})
	}
	return w.add(b.say.T("button.undo", nil), payload{action: actRemove, fields: []int64{s.ID}})
}
