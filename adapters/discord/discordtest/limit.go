package discordtest

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"math"
	"net/http"
	"strconv"
	"time"
)

// A Rate is how often something may be done in a time.
type Rate struct {
	N   int
	Per time.Duration
}

// Limits are how many requests the bot may make. A field that is zero sets no
// limit.
type Limits struct {
	// Overall is for all requests with the token together: callbacks and
	// webhooks do not count.
	Overall Rate
	// Routes are for single routes, such as SendRoute, each for every channel,
	// guild or webhook on its own; Others for routes that are not named.
	Routes map[string]Rate
	Others Rate
	// Opening is how many direct messages may be opened.
	Opening Rate
	// Invalid is how many requests may be answered 401, 403 or 429 before
	// nothing is let through any more, for Ban.
	Invalid Rate
	Ban     time.Duration
	// OldEdits is how often messages older than an hour may be changed in a
	// channel, PublishedEdits how often those that were published.
	OldEdits, PublishedEdits Rate
}

// DefaultLimits are those that are documented (50 requests a second, 10,000
// invalid ones in 10 minutes), known from others (5 messages in 5 s a channel),
// or made up where nothing is known.
func DefaultLimits() Limits {
	five := Rate{5, 5 * time.Second}
	return Limits{
		Overall: Rate{50, time.Second},
		Routes: map[string]Rate{
			SendRoute: five, EditRoute: five, DeleteRoute: {5, time.Second}, ThreadRoute: {5, 5 * time.Second},
			CrosspostRoute: {10, time.Hour}, EditChannelRoute: {5, 15 * time.Second},
			FollowUpRoute: {5, 2 * time.Second}, EditOriginalRoute: {5, 2 * time.Second}, PutCommandsRoute: {10, time.Minute},
		},
		Others:         Rate{30, time.Second},
		Opening:        Rate{10, 10 * time.Second},
		Invalid:        Rate{10_000, 10 * time.Minute},
		Ban:            time.Hour,
		OldEdits:       Rate{30, time.Hour},
		PublishedEdits: Rate{3, time.Hour},
	}
}

// A bucket counts the requests of a stretch of time, which the first of them
// begins.
type bucket struct {
	until time.Time
	used  int
}

// take counts a request. If there is no room it counts nothing and returns how
// long to wait.
func (b *bucket) take(now time.Time, rate Rate) time.Duration {
	if rate.N <= 0 {
		return 0
	}
	if !now.Before(b.until) {
		b.until, b.used = now.Add(rate.Per), 0
	}
	if b.used >= rate.N {
		return b.until.Sub(now)
	}
	b.used++
	return 0
}

// SetLimits changes the rate limits and forgets what was done.
func (s *Server) SetLimits(l Limits) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limits, s.overall, s.opened, s.invalid, s.banned = l, bucket{}, nil, nil, time.Time{}
	clear(s.buckets)
	for _, r := range s.places {
		r.edits, r.published = nil, nil
	}
}

// rate is that of a route.
func (s *Server) rate(route string) Rate {
	if rate, ok := s.limits.Routes[route]; ok {
		return rate
	}
	return s.limits.Others
}

// manyBuckets is when those that have run out are thrown away.
const manyBuckets = 4096

// meter counts a request, or refuses it, and writes the headers that tell the
// bot what it may do yet. It is called with mu held.
func (s *Server) meter(h http.Header, c *Call) error {
	now := s.now()
	if wait := s.banned.Sub(now); wait > 0 {
		return cloudflare(wait)
	}
	if !c.own() {
		if wait := s.overall.take(now, s.limits.Overall); wait > 0 {
			return &Refusal{Status: http.StatusTooManyRequests, Message: "You are being rate limited.", RetryAfter: wait, Global: true}
		}
	}
	rate := s.rate(c.Route)
	if rate.N <= 0 {
		return nil
	}
	key := c.Route + " " + c.major()
	b := s.buckets[key]
	if b == nil {
		s.tidyBuckets(now)
		b = &bucket{}
		s.buckets[key] = b
	}
	wait := b.take(now, rate)
	h.Set("X-RateLimit-Bucket", bucketName(c.Route))
	h.Set("X-RateLimit-Limit", strconv.Itoa(rate.N))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(rate.N-b.used))
	h.Set("X-RateLimit-Reset", seconds(b.until.Sub(time.UnixMilli(0))))
	h.Set("X-RateLimit-Reset-After", seconds(b.until.Sub(now)))
	if wait > 0 {
		return &Refusal{Status: http.StatusTooManyRequests, Message: "You are being rate limited.", RetryAfter: wait, Scope: "user"}
	}
	return nil
}

// tidyBuckets throws away what has run out when there are many.
func (s *Server) tidyBuckets(now time.Time) {
	if len(s.buckets) < manyBuckets {
		return
	}
	for key, b := range s.buckets {
		if !now.Before(b.until) {
			delete(s.buckets, key)
		}
	}
}

// bucketName is the opaque name of the limit of a route.
func bucketName(route string) string {
	h := fnv.New128a()
	fmt.Fprint(h, route)
	return fmt.Sprintf("%x", h.Sum(nil))
}

// seconds writes a time as the API does: with three digits, and never too
// short.
func seconds(d time.Duration) string {
	return strconv.FormatFloat(math.Ceil(float64(d)/float64(time.Millisecond))/1000, 'f', 3, 64)
}

// cloudflare is the answer of what stands before the API.
func cloudflare(wait time.Duration) *Refusal {
	return &Refusal{Status: http.StatusTooManyRequests, HTML: true, RetryAfter: wait, Message: cloudflarePage}
}

const cloudflarePage = `<!doctype html>
<html lang="en"><head><title>Access denied | discord.com used Cloudflare to restrict access</title></head>
<body><h1>Error 1015</h1><h2>You are being rate limited</h2>
<p>The owner of this website (discord.com) has banned you temporarily from accessing this website.</p></body></html>
`

// countInvalid counts a refusal against the limit of invalid requests, and
// shuts the bot out when it is reached. It is called with mu held.
func (s *Server) countInvalid(r *Refusal) {
	if !r.invalid() {
		return
	}
	now := s.now()
	s.invalid = append(since(s.invalid, now.Add(-s.invalidWindow())), now)
	if n := s.limits.Invalid.N; n > 0 && len(s.invalid) >= n {
		s.banned, s.invalid = now.Add(s.limits.Ban), nil
	}
}

// invalidWindow is for how long an invalid request counts, also where it sets
// no limit.
func (s *Server) invalidWindow() time.Duration { return cmp.Or(s.limits.Invalid.Per, 10*time.Minute) }

// since drops the times at the beginning of a list that are not after one.
func since(times []time.Time, after time.Time) []time.Time {
	for len(times) > 0 && !times[0].After(after) {
		times = times[1:]
	}
	return times
}

// within notes a deed in a list of their times, or returns false if there were
// enough of them.
func within(times *[]time.Time, now time.Time, rate Rate) bool {
	if rate.N <= 0 {
		return true
	}
	*times = since(*times, now.Add(-rate.Per))
	if len(*times) >= rate.N {
		return false
	}
	*times = append(*times, now)
	return true
}
