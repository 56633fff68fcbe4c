package fetch

import (
	"container/list"
	"context"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// How robots.txt is kept (RFC 9309, sections 2.3 to 2.5).
const (
	robotsMaxBytes = 500 << 10
	robotsLongest  = 24 * time.Hour
	robotsShortest = 10 * time.Minute
	// robotsRetry is for how long a robots.txt that could not be had is not
	// asked for again, unless the host wants longer, up to robotsShortest.
	robotsRetry   = 2 * time.Minute
	robotsOrigins = 2000
	// robotsMemory bounds what all rules together take, in bytes, about.
	robotsMemory = 16 << 20
)

// A robotsCache holds the rules of the origins asked last.
type robotsCache struct {
	agent string
	fetch func(ctx context.Context, u *url.URL) (Response, *Error)

	mu      sync.Mutex
	entries map[string]*list.Element // of *robotsEntry
	recent  *list.List               // the latest first
	memory  int
	flights map[string]chan struct{}
}

// A robotsEntry is what is known of one origin.
type robotsEntry struct {
	origin  string
	rules   *robotsRules // nil if there was no way to tell
	failure *Error       // why
	until   time.Time
}

func newRobotsCache(agent string, fetch func(ctx context.Context, u *url.URL) (Response, *Error)) *robotsCache {
	return &robotsCache{agent: agent, fetch: fetch, entries: map[string]*list.Element{}, recent: list.New(), flights: map[string]chan struct{}{}}
}

// fetchRobots gets a robots.txt; of one that is too large the beginning.
func (c *Client) fetchRobots(ctx context.Context, u *url.URL) (Response, *Error) {
	e, failure := c.newExchange(Request{URL: u.String(), Accept: "text/plain,*/*;q=0.5", MaxBytes: robotsMaxBytes})
	if failure != nil {
		return Response{}, failure
	}
	e.cut = true
	return e.run(ctx)
}

// check returns how much time the robots.txt of u's host wants between two
// requests, or why u is not to be fetched.
//
// A host that answers 4xx has no rules (RFC 9309, 2.3.1.3); where the answer
// is 429 or 5xx, or there is none, everything is forbidden for a short time
// (2.3.1.4), unless rules are known from before. Then the failure is that of
// robots.txt, which may pass.
func (r *robotsCache) check(ctx context.Context, u *url.URL) (time.Duration, *Error) {
	entry, failure := r.find(ctx, u)
	switch {
	case failure != nil:
		return 0, failure
	case entry.failure != nil:
		f := *entry.failure
		f.URL, f.Message = showURL(u), "its robots.txt, without which nothing is fetched there, could not be had: "+f.Message
		return 0, &f
	case !entry.rules.allows(u):
		return 0, &Error{Kind: Refused, URL: showURL(u), Message: "robots.txt of the host forbids it to programs like this one"}
	}
	return entry.rules.delay, nil
}

// find returns the entry of u's origin. Only one caller at a time fetches it;
// if that one gives up, the next does.
func (r *robotsCache) find(ctx context.Context, u *url.URL) (*robotsEntry, *Error) {
	origin := u.Scheme + "://" + hostKey(u)
	for {
		entry, flight, old := r.look(origin)
		if entry != nil {
			return entry, nil
		}
		if flight != nil {
			select {
			case <-flight:
				continue
			case <-ctx.Done():
				return nil, &Error{Kind: Unreachable, URL: showURL(u), Message: "the request was given up", cause: ctx.Err()}
			}
		}
		return r.load(ctx, origin, u, old)
	}
}

// look returns the valid entry of an origin, or the flight that fetches it;
// with neither the caller has become the flight. The old entry is one that is
// no longer valid.
func (r *robotsCache) look(origin string) (entry *robotsEntry, flight chan struct{}, old *robotsEntry) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if at := r.entries[origin]; at != nil {
		old = at.Value.(*robotsEntry)
		if time.Now().Before(old.until) {
			r.recent.MoveToFront(at)
			return old, nil, nil
		}
	}
	if flight = r.flights[origin]; flight == nil {
		r.flights[origin] = make(chan struct{})
	}
	return nil, flight, old
}

func (r *robotsCache) load(ctx context.Context, origin string, u *url.URL, old *robotsEntry) (entry *robotsEntry, failure *Error) {
	defer func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		if entry != nil {
			r.keep(entry)
		}
		close(r.flights[origin])
		delete(r.flights, origin)
	}()
	response, failure := r.fetch(ctx, &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"})
	if failure != nil && ctx.Err() != nil {
		failure.URL = showURL(u)
		return nil, failure // says nothing of the host
	}
	entry = r.entry(response, failure, old)
	entry.origin = origin
	return entry, nil
}

// entry is what an answer tells.
func (r *robotsCache) entry(response Response, failure *Error, old *robotsEntry) *robotsEntry {
	now := time.Now()
	switch {
	case failure == nil:
		return &robotsEntry{rules: parseRobots(response.Body, r.agent), until: now.Add(robotsLifetime(response.Header, now))}
	case failure.Kind == Missing, failure.Kind == Gone, failure.Kind == Denied, failure.Kind == Refused:
		// Where it is this program that refuses, it refuses the page as well.
		return &robotsEntry{rules: &robotsRules{}, until: now.Add(robotsLongest)}
	}
	until := now.Add(min(max(robotsRetry, failure.RetryAfter), robotsShortest))
	if old != nil && old.rules != nil {
		return &robotsEntry{rules: old.rules, until: until}
	}
	return &robotsEntry{failure: failure, until: until}
}

func robotsLifetime(h http.Header, now time.Time) time.Duration {
	fresh, told := freshness(h, now)
	if !told {
		return robotsLongest
	}
	return min(max(fresh, robotsShortest), robotsLongest)
}

// keep stores an entry and forgets the oldest where there are too many. The
// caller holds the lock.
func (r *robotsCache) keep(entry *robotsEntry) {
	if at := r.entries[entry.origin]; at != nil {
		r.forget(at)
	}
	r.entries[entry.origin] = r.recent.PushFront(entry)
	r.memory += entry.rules.size()
	for r.recent.Len() > 1 && (r.recent.Len() > robotsOrigins || r.memory > robotsMemory) {
		r.forget(r.recent.Back())
	}
}

func (r *robotsCache) forget(at *list.Element) {
	entry := r.recent.Remove(at).(*robotsEntry)
	delete(r.entries, entry.origin)
	r.memory -= entry.rules.size()
}
