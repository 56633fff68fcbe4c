package telegramtest

import "time"

// Limits are how many messages the bot may send. A field that is zero sets no
// limit. Only methods that send a message count.
type Limits struct {
	// PerSecond is how many messages may go to all chats together; Burst how
	// many of them at once.
	PerSecond float64
	Burst     int
	// ChatPerSecond is how many may go to one chat, ChatBurst how many at
	// once.
	ChatPerSecond float64
	ChatBurst     int
	// GroupPerMinute is how many may go to one group or channel in any minute.
	GroupPerMinute int
	// RetryAfter is what a client is told to wait; if zero as long as it takes,
	// in whole seconds.
	RetryAfter time.Duration
}

// DefaultLimits are those that are documented: 30 a second in all, 1 a second
// in a chat with short bursts, 20 a minute in a group. How long the bursts may
// be is not known.
func DefaultLimits() Limits {
	return Limits{PerSecond: 30, Burst: 30, ChatPerSecond: 1, ChatBurst: 3, GroupPerMinute: 20}
}

// groupSlack is how much earlier than a minute after it a message to a group
// is forgotten: the network may bring messages closer together than they were
// sent.
const groupSlack = 100 * time.Millisecond

// A bucket lets a steady rate pass, and a burst of what was saved up.
type bucket struct {
	// full is when the bucket will be empty of debts.
	full time.Time
}

// take takes one unit. If there is none it takes nothing and returns how long
// to wait for it.
func (b *bucket) take(now time.Time, perSecond float64, burst int) time.Duration {
	if perSecond <= 0 {
		return 0
	}
	step := time.Duration(float64(time.Second) / perSecond)
	free := b.full
	if free.Before(now) {
		free = now
	}
	if wait := free.Sub(now) - time.Duration(max(0, burst-1))*step; wait > 0 {
		return wait
	}
	b.full = free.Add(step)
	return 0
}

// SetLimits changes the rate limits and forgets what was sent.
func (s *Server) SetLimits(l Limits) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limits, s.overall = l, bucket{}
	clear(s.floods)
	for _, r := range s.rooms {
		r.lone, r.window = bucket{}, nil
	}
}

// everyChat is the key in floods of a wait that holds for all.
const everyChat = 0

// meter counts a message to a chat, or refuses it. Whoever was refused waits
// out the time: an earlier request is refused, too. It is called with mu held.
func (s *Server) meter(r *Room) error {
	now := s.now()
	for _, key := range []int64{everyChat, r.chat.ID} {
		if until := s.floods[key]; until.After(now) {
			return tooMany(until.Sub(now))
		}
	}
	if s.limits == (Limits{}) {
		return nil
	}
	if wait := r.groupWait(now, s.limits.GroupPerMinute); wait > 0 {
		return s.flood(r.chat.ID, wait)
	}
	lone := r.lone
	if wait := lone.take(now, s.limits.ChatPerSecond, s.limits.ChatBurst); wait > 0 {
		return s.flood(r.chat.ID, wait)
	}
	if wait := s.overall.take(now, s.limits.PerSecond, s.limits.Burst); wait > 0 {
		return s.flood(everyChat, wait)
	}
	r.lone = lone
	if r.chat.Type != Private && s.limits.GroupPerMinute > 0 {
		r.window = append(r.window, now)
	}
	return nil
}

// groupWait is how long until a group may get another message.
func (r *Room) groupWait(now time.Time, limit int) time.Duration {
	if limit <= 0 || r.chat.Type == Private {
		return 0
	}
	for len(r.window) > 0 && now.Sub(r.window[0]) >= time.Minute-groupSlack {
		r.window = r.window[1:]
	}
	if len(r.window) < limit {
		return 0
	}
	return time.Minute - groupSlack - now.Sub(r.window[0])
}

// flood refuses and remembers until when.
func (s *Server) flood(key int64, wait time.Duration) error {
	if s.limits.RetryAfter > 0 {
		wait = s.limits.RetryAfter
	}
	refusal := tooMany(wait)
	s.floods[key] = s.now().Add(time.Duration(refusal.RetryAfter) * time.Second)
	return refusal
}
