package telegramtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"
)

const (
	// maxPoll is the longest that getUpdates waits.
	maxPoll = 50 * time.Second
	// hastyPoll is the time within which the same offset again makes the
	// server slow: see slowDown.
	hastyPoll = 3 * time.Second
	// batchDelay is how long an answer waits for updates that follow at once.
	batchDelay = 2 * time.Millisecond
	// futureOffset is how far an offset may lie ahead of the last update; one
	// further ahead is taken for a mistake.
	futureOffset = 10
)

// A poll is a getUpdates that waits.
type poll struct{ displaced chan struct{} }

// getUpdates answers when there are updates, or after the timeout.
func (s *Server) getUpdates(ctx context.Context, c *Call) (json.RawMessage, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	updates, err := s.pollUpdates(ctx, c)
	var r *Refusal
	if errors.As(err, &r) && r.Code == http.StatusConflict {
		s.delayConflict(ctx)
	}
	return updates, err
}

func (s *Server) pollUpdates(ctx context.Context, c *Call) (json.RawMessage, error) {
	offset, limit, timeout := c.number("offset"), int(c.within("limit", 100, 1, 100)), pollTime(c.number("timeout"))
	if s.webhook.url != "" {
		return nil, conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	}
	s.queue.setAllowed(c)
	timeout, limit = s.slowDown(offset, timeout, limit)
	s.confirm(offset)
	if len(s.available()) == 0 && timeout > 0 {
		if err := s.awaitUpdates(ctx, timeout); err != nil {
			return nil, err
		}
	}
	return join(s.available(), limit), nil
}

// conflictDelay is how late a conflict is answered that follows another within
// that time.
const conflictDelay = 3 * time.Second

// delayConflict holds back an answer so that two programs that poll do not
// drive each other. It unlocks mu meanwhile.
func (s *Server) delayConflict(ctx context.Context) {
	now := s.now()
	if now.After(s.queue.patient) {
		s.queue.patient = now.Add(conflictDelay)
		return
	}
	s.mu.Unlock()
	defer s.mu.Lock()
	select {
	case <-time.After(conflictDelay):
	case <-ctx.Done():
	case <-s.ctx.Done():
	}
}

// awaitUpdates waits until there are updates. It ends the poll that waits
// already, as only one may, and unlocks mu meanwhile.
func (s *Server) awaitUpdates(ctx context.Context, timeout time.Duration) error {
	p := &poll{displaced: make(chan struct{})}
	if s.queue.poll != nil {
		close(s.queue.poll.displaced)
	}
	s.queue.poll = p
	s.touch()
	defer func() {
		if s.queue.poll == p {
			s.queue.poll = nil
			s.touch()
		}
	}()
	deadline := time.NewTimer(timeout)
	defer deadline.Stop()
	for ended := false; !ended && len(s.available()) == 0; {
		changed := s.changed
		s.mu.Unlock()
		select {
		case <-changed:
		case <-p.displaced:
		case <-deadline.C:
			ended = true
		case <-ctx.Done():
			ended = true
		case <-s.ctx.Done():
			ended = true
		}
		s.mu.Lock()
		if err := s.interrupted(p); err != nil {
			return err
		}
	}
	if len(s.available()) > 0 { // others follow the first at once
		s.mu.Unlock()
		time.Sleep(batchDelay)
		s.mu.Lock()
	}
	return s.interrupted(p)
}

// interrupted tells why a poll may not go on.
func (s *Server) interrupted(p *poll) error {
	select {
	case <-p.displaced:
		return conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
	default:
	}
	switch {
	case s.revoked:
		return refused(401, "", "Unauthorized")
	case s.webhook.url != "":
		return conflict("terminated by setWebhook request")
	}
	return nil
}

// pollTime is the timeout that a client gets, of the seconds that it asked for.
func pollTime(seconds int64) time.Duration {
	return min(maxPoll, time.Duration(max(0, min(seconds, 1<<20)))*time.Second)
}

// slowDown restrains a client that asks for the same offset again and again:
// within half a second it gets one update, and within three it waits.
func (s *Server) slowDown(offset int64, timeout time.Duration, limit int) (time.Duration, int) {
	now := s.now()
	since := now.Sub(s.queue.lastPoll)
	if offset == s.queue.lastOffset {
		if since < hastyPoll && timeout < hastyPoll {
			timeout = hastyPoll
		}
		if since < hastyPoll/6 {
			limit = 1
		}
	}
	s.queue.lastOffset, s.queue.lastPoll = offset, now
	return timeout, limit
}

// confirm forgets the updates below offset; of a negative offset all but the
// last so many. An offset far ahead of the last update confirms nothing.
func (s *Server) confirm(offset int64) {
	s.expire()
	q := &s.queue
	before := len(q.waiting)
	switch {
	case offset < 0:
		q.waiting = q.waiting[max(0, len(q.waiting)+int(max(offset, -1<<30))):]
	case offset > 0 && offset <= q.next+futureOffset:
		for len(q.waiting) > 0 && q.waiting[0].id < offset {
			q.left(q.waiting[0])
			q.waiting = q.waiting[1:]
		}
	}
	if len(q.waiting) != before {
		s.touch()
	}
}

// available are the updates that wait.
func (s *Server) available() []*queued {
	s.expire()
	return s.queue.waiting
}

// join writes at most limit updates as a JSON array.
func join(updates []*queued, limit int) json.RawMessage {
	var b bytes.Buffer
	b.WriteByte('[')
	for i, u := range updates[:min(limit, len(updates))] {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(u.body)
	}
	b.WriteByte(']')
	return b.Bytes()
}
