package bot

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

const (
	// hostBacklog is how many due sources of one host wait in memory. Further
	// ones go back to the store with a later time: so a host with thousands of
	// sources, or one that hangs, never fills the memory or keeps the sources
	// of other hosts from being found.
	hostBacklog = 16
	// failingBacklog is how many failing sources wait in memory, of all hosts:
	// so they, too, never fill it.
	failingBacklog = handLimit / 2
	// firstRead is how long a read is taken to last before one was measured.
	firstRead = 200 * time.Millisecond
)

// A pollQueue holds the due sources that are in hand, by host: one of each host
// is read at a time, and the hosts take turns. It is not safe for use by
// several goroutines.
type pollQueue struct {
	hosts map[string]*pollHost
	// ready are the hosts with waiting sources of which none is being read,
	// the one whose turn is next first.
	ready []*pollHost
	// hand holds the id of every source that waits, is being read or is not
	// yet saved, with the time until which it stays; zero for no end.
	hand map[int64]time.Time
	// failing counts the sources being read that failed the last time,
	// patients those that wait.
	failing, patients int
}

// A pollHost is one server, by host name and port.
type pollHost struct {
	name    string
	waiting []Source
	busy    bool
	// usual is how long a read takes there.
	usual time.Duration
	// until is when the last that was put off comes back.
	until time.Time
}

func newPollQueue() *pollQueue {
	return &pollQueue{hosts: map[string]*pollHost{}, hand: map[int64]time.Time{}}
}

// hostOf is the host of a source; one whose URL cannot be read is a host of
// its own.
func hostOf(s Source) string {
	u, err := url.Parse(s.URL)
	if err != nil || u.Host == "" {
		return s.URL
	}
	return strings.ToLower(u.Host)
}

// add takes a due source in hand. If its host has enough waiting, it returns
// the time until which the source is to be put off, after all that was put off
// before, but at most limit from now.
func (q *pollQueue) add(s Source, now time.Time, limit time.Duration) (putOff time.Time) {
	q.hand[s.ID] = time.Time{}
	name := hostOf(s)
	h := q.hosts[name]
	if h == nil {
		h = &pollHost{name: name, usual: firstRead}
		q.hosts[name] = h
	}
	if len(h.waiting) >= hostBacklog {
		if queued := now.Add(h.usual * time.Duration(len(h.waiting))); h.until.Before(queued) {
			h.until = queued
		}
		// Half of the time that it will take: to be put off once more costs
		// little, to come late while the host is idle costs news.
		if h.until = h.until.Add(h.usual / 2); h.until.After(now.Add(limit)) {
			h.until = now.Add(limit)
		}
		return h.until
	}
	if s.Failures > 0 {
		if q.patients >= failingBacklog {
			return now.Add(limit)
		}
		q.patients++
	}
	h.waiting = append(h.waiting, s)
	if !h.busy && len(h.waiting) == 1 {
		q.ready = append(q.ready, h)
	}
	return time.Time{}
}

// take returns the next source to read. Sources that failed the last time are
// left waiting while maxFailing of them are being read, so that hosts that hang
// take no more than their share.
func (q *pollQueue) take(maxFailing int) (Source, bool) {
	i := slices.IndexFunc(q.ready, func(h *pollHost) bool { return q.mayTake(h, maxFailing) })
	if i < 0 {
		return Source{}, false
	}
	h := q.ready[i]
	q.ready = slices.Delete(q.ready, i, i+1)
	s := h.waiting[0]
	h.waiting[0] = Source{}
	h.waiting, h.busy = h.waiting[1:], true
	if s.Failures > 0 {
		q.failing++
		q.patients--
	}
	return s, true
}

func (q *pollQueue) mayTake(h *pollHost, maxFailing int) bool {
	return h.waiting[0].Failures == 0 || q.failing < maxFailing
}

// canTake reports whether n hosts have a source that may be taken now.
func (q *pollQueue) canTake(n, maxFailing int) bool {
	for _, h := range q.ready {
		if n <= 0 {
			break
		}
		if q.mayTake(h, maxFailing) {
			n--
		}
	}
	return n <= 0
}

// done notes that s was read, which took a while: its host is free for the
// next. s stays in hand.
func (q *pollQueue) done(s Source, took time.Duration) {
	if s.Failures > 0 {
		q.failing--
	}
	h := q.hosts[hostOf(s)]
	h.busy = false
	h.usual = (3*h.usual + took) / 4
	if len(h.waiting) > 0 {
		q.ready = append(q.ready, h)
	}
}

// release lets go of a source: the store tells when it is due again.
func (q *pollQueue) release(id int64) { delete(q.hand, id) }

// hold keeps a source that could not be saved from being read again before
// until.
func (q *pollQueue) hold(id int64, until time.Time) { q.hand[id] = until }

// inHand forgets what is over at now and returns the ids of the sources that
// are not to be looked for.
func (q *pollQueue) inHand(now time.Time) []int64 {
	for name, h := range q.hosts {
		if !h.busy && len(h.waiting) == 0 && !h.until.After(now) {
			delete(q.hosts, name)
		}
	}
	ids := make([]int64, 0, len(q.hand))
	for id, until := range q.hand {
		// What is farther off than holdTime was noted under a wrong clock.
		if !until.IsZero() && (!until.After(now) || until.After(now.Add(holdTime))) {
			delete(q.hand, id)
			continue
		}
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}
