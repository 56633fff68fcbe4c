package bot

import (
	"cmp"
	"math"
	"slices"
	"time"
)

const (
	// moreWait is how soon a source is asked again that has further entries.
	moreWait = 30 * time.Second
	// firstInterval is the pace of a source of which nothing is known.
	firstInterval = 15 * time.Minute
	// backOffLimit bounds the wait after failures, so that a source that
	// comes back is heard of within half a day.
	backOffLimit = 12 * time.Hour
	// jitter spreads sources that were added at one moment: by a tenth.
	jitter = 0.1
	// paceDates is how many of the newest dates tell the pace of a new
	// source.
	paceDates = 10

	// A source is given up after two answers in a row that it will not come
	// back, having failed goneTimes for goneFor; or after deadTimes failures
	// of any kind, having failed for deadFor: longer than a holiday weekend
	// on which nobody mends a server.
	goneTimes, goneFor = 3, 2 * 24 * time.Hour
	deadTimes, deadFor = 11, 7 * 24 * time.Hour
	// cutOffFor stands for deadFor where no source at all could be read since
	// this one began to fail: it may be our own network that is broken, and
	// then all sources should be there when it is mended.
	cutOffFor = 30 * 24 * time.Hour
	// A redirect is believed to be permanent when it led to the same place on
	// movedDays, so for more than 24 hours: a wrong one is mended sooner.
	movedDays = 3
)

// A pollPace bounds how often sources are polled: 0 < fastest <= slowest <=
// MaxPollWait.
type pollPace struct{ fastest, slowest time.Duration }

// A pollOutcome is what a poll came to.
type pollOutcome struct {
	// trouble is why the source could not be read, nil if it could.
	trouble *SourceError
	// reading without its entries.
	reading Reading
	// fresh is how many articles it brought that were not stored before.
	fresh int
	// gap is the usual time between two entries, 0 if unknown; it is only
	// asked for at the first poll.
	gap time.Duration
}

// next returns what is remembered of a source after a poll at now. random is
// from 0 to below 1. The result depends on nothing else.
func (l pollPace) next(was Polling, o pollOutcome, now time.Time, random float64) Polling {
	before := was.Last
	was.Last = now
	if o.trouble != nil {
		return l.failed(was, o.trouble, now, random)
	}
	was = was.moved(o.reading.Moved, before)
	return l.succeeded(was, o, now, random)
}

func (l pollPace) succeeded(p Polling, o pollOutcome, now time.Time, random float64) Polling {
	r, first := o.reading, p.Succeeded.IsZero()
	p.Failures, p.FailingSince, p.Problem = 0, time.Time{}, ""
	// While a first poll has more to come, that is backlog as well.
	if !first || !r.More {
		p.Succeeded = now
	}
	if o.fresh > 0 {
		p.Changed = now
	}
	if r.Unchanged {
		p.ETag, p.LastModified, p.Digest = cmp.Or(r.ETag, p.ETag), cmp.Or(r.LastModified, p.LastModified), cmp.Or(r.Digest, p.Digest)
	} else {
		p.ETag, p.LastModified, p.Digest = r.ETag, r.LastModified, r.Digest
		p.Hub, p.HubTopic = r.Hub, r.HubTopic
	}
	if first {
		// The number of entries in an archive says nothing about the pace.
		p.Interval = l.clamp(cmp.Or(o.gap/3, firstInterval))
	} else {
		p.Interval = l.adapt(p.Interval, o.fresh)
	}
	// How long a feed declares itself fresh is often set once and forgotten,
	// or the default of a server, so it slows polling down to the slowest
	// pace and no further.
	wait := max(l.spread(p.Interval, l.slowest, random), min(r.Wait, l.slowest))
	// More that brings nothing new would never end: it gets no hurry.
	if r.More && o.fresh > 0 {
		wait = min(wait, moreWait)
	}
	p.Next = now.Add(wait)
	return p
}

func (l pollPace) failed(p Polling, trouble *SourceError, now time.Time, random float64) Polling {
	// A FailingSince to come was written under a wrong clock.
	if p.Failures == 0 || p.FailingSince.After(now) {
		p.FailingSince = now
	}
	p.Failures = min(max(p.Failures, 0)+1, math.MaxInt32)
	p.Problem = shorten(trouble.Message, 300)
	p.Interval = l.clamp(cmp.Or(p.Interval, firstInterval))
	limit := max(backOffLimit, l.slowest)
	wait := l.spread(doubled(p.Interval, p.Failures-1, limit), limit, random)
	// Retry-After is said of this very moment by a server in distress, so it
	// is obeyed far beyond the slowest pace.
	p.Next = now.Add(max(wait, min(trouble.RetryAfter, MaxPollWait)))
	return p
}

// adapt quickens the pace with every article and slows it without: the two
// balance where every third poll brings one.
func (l pollPace) adapt(interval time.Duration, fresh int) time.Duration {
	interval = l.clamp(cmp.Or(interval, firstInterval))
	if fresh > 0 {
		return l.clamp(time.Duration(float64(interval) / (1 + 2*float64(min(fresh, 3))/3)))
	}
	return l.clamp(interval + interval/4)
}

func (l pollPace) clamp(d time.Duration) time.Duration { return min(max(d, l.fastest), l.slowest) }

// spread returns d give or take a tenth, from the fastest pace to limit.
func (l pollPace) spread(d, limit time.Duration, random float64) time.Duration {
	low := max(l.fastest, time.Duration(float64(d)*(1-jitter)))
	high := min(limit, time.Duration(float64(d)*(1+jitter)))
	return low + time.Duration(random*float64(max(0, high-low)))
}

// doubled returns d doubled n times, at most limit.
func doubled(d time.Duration, n int, limit time.Duration) time.Duration {
	for ; n > 0 && d < limit; n-- {
		d *= 2
	}
	return min(d, limit)
}

// moved notes where permanent redirects led at p.Last, "" for nowhere; the poll
// before was at before. Only what could be read counts: nobody wants to follow
// to a page that is no feed.
func (p Polling) moved(to string, before time.Time) Polling {
	switch {
	case to == "":
		p.MovedTo, p.Moves = "", 0
	case to != p.MovedTo:
		p.MovedTo, p.Moves = to, 1
	case !sameDay(before, p.Last):
		p.Moves++
	}
	return p
}

func sameDay(a, b time.Time) bool {
	return a.UTC().Truncate(24 * time.Hour).Equal(b.UTC().Truncate(24 * time.Hour))
}

// hasMoved reports whether the redirect to MovedTo is to be believed.
func (p Polling) hasMoved() bool { return p.MovedTo != "" && p.Failures == 0 && p.Moves >= movedDays }

// goneAgain reports whether a poll and the one before, after which the source
// was as it was, were both answered that it will not come back. What people are
// told of it tells that of the one before, so this needs no memory of its own.
func (p Polling) goneAgain(was Polling, trouble *SourceError) bool {
	return trouble != nil && trouble.Trouble == SourceGone && was.Failures > 0 && was.Problem == p.Problem
}

// isHopeless reports whether the source is to be given up. gone is goneAgain;
// cutOff tells that no other source could be read either since it fails.
func (p Polling) isHopeless(gone, cutOff bool, now time.Time) bool {
	lasted, patience := now.Sub(p.FailingSince), deadFor
	if cutOff {
		patience = cutOffFor
	}
	return gone && p.Failures >= goneTimes && lasted >= goneFor || p.Failures >= deadTimes && lasted >= patience
}

// usualGap estimates the time between two entries of a source from when its
// newest were published: from the oldest of them until now, over their number.
// It is 0 where there are fewer than two dates.
func usualGap(entries []Entry, now time.Time) time.Duration {
	var dates []time.Time
	for _, e := range entries {
		if e.Report != nil && !e.Report.Published.IsZero() && !e.Report.Published.After(now) {
			dates = append(dates, e.Report.Published)
		}
	}
	if len(dates) < 2 {
		return 0
	}
	slices.SortFunc(dates, func(a, b time.Time) int { return b.Compare(a) })
	dates = dates[:min(len(dates), paceDates)]
	return max(now.Sub(dates[len(dates)-1])/time.Duration(len(dates)), 1)
}
