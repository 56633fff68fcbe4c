package telegramtest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
)

// keepUpdates is how long an update waits for the bot, if keepShorter does not
// say less for its kind.
const keepUpdates = 24 * time.Hour

// keepShorter is how long updates wait that are of no use later.
var keepShorter = map[string]time.Duration{
	"inline_query": 30 * time.Second, "callback_query": 150 * time.Second, "chosen_inline_result": 10 * time.Minute,
}

// ownOrder keeps the order of updates of a kind apart from that of messages of
// the same user.
var ownOrder = map[string]int64{"inline_query": 1 << 54, "chosen_inline_result": 2 << 54, "callback_query": 3 << 54}

// notByDefault are the kinds of updates that come only if they are asked for.
var notByDefault = []string{"chat_member", "message_reaction", "message_reaction_count"}

// A queue holds the updates that the bot has not confirmed.
type queue struct {
	next int64
	// waiting are the updates in the order of their ids, but where the ids
	// have jumped down.
	waiting []*queued
	// confirmed are the last updates that left it, at most keepConfirmed.
	confirmed []*queued
	// allowed are the kinds that are queued; all but notByDefault if empty.
	allowed []string
	poll    *poll
	// stale is when the first of the waiting will have waited too long.
	stale time.Time
	// patient is until when another conflict is answered late.
	patient time.Time
	// lastOffset and lastPoll are those of the last getUpdates.
	lastOffset int64
	lastPoll   time.Time
}

// A queued is an update as it goes out.
type queued struct {
	id   int64
	kind string
	// order is the chat or user whose updates keep their order.
	order int64
	// until is when it has waited too long.
	until time.Time
	body  []byte
	// busy tells that a webhook is being posted; retries how often it failed,
	// and later when to try again.
	busy    bool
	retries int
	later   time.Time
}

func newQueue(first int64) queue { return queue{next: first, lastOffset: -1} }

// allows reports whether a kind of update is queued.
func (q *queue) allows(kind string) bool {
	if len(q.allowed) == 0 {
		return !slices.Contains(notByDefault, kind)
	}
	return slices.Contains(q.allowed, kind)
}

// enqueue gives the bot an update. It is called with mu held.
func (s *Server) enqueue(kind string, order int64, u Update) {
	if !s.queue.allows(kind) {
		return
	}
	u.UpdateID = s.queue.next
	s.queue.next++
	body, err := json.Marshal(u)
	if err != nil {
		s.violateLocked("", "update "+kind+" cannot be written: "+err.Error())
		return
	}
	if s.o.Schema != nil {
		s.violateLocked("update "+kind+": ", s.o.Schema.CheckUpdate(body)...)
	}
	s.push(&queued{id: u.UpdateID, kind: kind, order: order + ownOrder[kind], body: body})
}

func (s *Server) push(u *queued) {
	u.until = s.now().Add(cmp.Or(keepShorter[u.kind], keepUpdates))
	if len(s.queue.waiting) == 0 || u.until.Before(s.queue.stale) {
		s.queue.stale = u.until
	}
	s.queue.waiting = append(s.queue.waiting, u)
	s.touch()
}

// Inject gives the bot an update as it stands, whatever it is, with the next
// update_id in place of its own. It is for updates that no act of a Person
// causes, and for nonsense; it is not checked. The error is that of body not
// being a JSON object.
func (s *Server) Inject(body []byte) (id int64, err error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	id = s.queue.next
	s.queue.next++
	fields["update_id"] = strconv.AppendInt(nil, id, 10)
	if body, err = json.Marshal(fields); err != nil {
		return 0, err
	}
	s.push(&queued{id: id, kind: "injected", body: body})
	return id, nil
}

// keepConfirmed is how many updates Unconfirm can bring back.
const keepConfirmed = 100

// left notes an update that the bot has taken.
func (q *queue) left(u *queued) {
	if len(q.confirmed) == keepConfirmed {
		q.confirmed = append(q.confirmed[:0], q.confirmed[1:]...)
	}
	q.confirmed = append(q.confirmed, u)
}

// Unconfirm brings the last n updates back that the bot had confirmed, at most
// 100, with their ids and before all others: as if the confirmation had been
// lost. It returns how many it were.
func (s *Server) Unconfirm(n int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := &s.queue
	from := max(0, len(q.confirmed)-n)
	back := slices.Clone(q.confirmed[from:])
	q.confirmed = q.confirmed[:from]
	for _, u := range back {
		u.busy, u.later = false, time.Time{}
	}
	q.waiting = append(back, q.waiting...)
	q.stale = s.now() // to be reckoned anew
	q.lastOffset = -1
	s.touch()
	return len(back)
}

// SetNextUpdate sets the id of the next update, as after a week without any,
// when they begin at another number. What is waiting is dropped.
func (s *Server) SetNextUpdate(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue.next, s.queue.waiting, s.queue.lastOffset = id, nil, -1
}

// Polling reports whether a getUpdates is waiting.
func (s *Server) Polling() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.queue.poll != nil
}

// Pending is how many updates the bot has not confirmed.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	return len(s.queue.waiting)
}

// PendingUpdates are the updates that the bot has not confirmed, as JSON.
func (s *Server) PendingUpdates() (bodies [][]byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	for _, u := range s.queue.waiting {
		bodies = append(bodies, bytes.Clone(u.body))
	}
	return bodies
}

// WaitConfirmed waits until the bot has confirmed all updates.
func (s *Server) WaitConfirmed(within time.Duration) bool {
	return s.Wait(within, func() bool { return s.Pending() == 0 })
}

// expire drops what has waited too long. It is called with mu held.
func (s *Server) expire() {
	now, q := s.now(), &s.queue
	if len(q.waiting) == 0 || now.Before(q.stale) {
		return
	}
	q.waiting = slices.DeleteFunc(q.waiting, func(u *queued) bool { return !now.Before(u.until) })
	q.stale = now.Add(keepUpdates)
	for _, u := range q.waiting {
		if u.until.Before(q.stale) {
			q.stale = u.until
		}
	}
}

// knownKinds are the kinds of updates that can be asked for.
var knownKinds = []string{
	"message", "edited_message", "channel_post", "edited_channel_post", "inline_query", "chosen_inline_result", "callback_query",
	"my_chat_member", "chat_member", "message_reaction", "message_reaction_count", "chat_join_request", "poll", "poll_answer",
	"shipping_query", "pre_checkout_query", "chat_boost", "removed_chat_boost", "business_connection", "business_message",
	"edited_business_message", "deleted_business_messages", "purchased_paid_media",
}

// setAllowed takes over allowed_updates if they are a list: null, absent and
// nonsense leave them as they were. A list of nothing known is the default.
func (q *queue) setAllowed(c *Call) {
	var kinds []string
	if given, err := c.object("allowed_updates", "allowed updates", &kinds); err != nil || !given {
		return
	}
	q.allowed = nil
	for _, kind := range kinds {
		if kind = strings.ToLower(kind); slices.Contains(knownKinds, kind) {
			q.allowed = append(q.allowed, kind)
		}
	}
}
