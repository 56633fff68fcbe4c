package discordtest

import (
	"io"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// A Fault is an answer that a test orders. Of its ways to fail, Refuse goes
// before Status, and Status before HangUp; a Stall comes before each of them,
// or alone just delays.
type Fault struct {
	// Times is how many requests are spoiled; 1 if zero, all if negative.
	Times int
	// Stall is how long nothing happens first.
	Stall time.Duration
	// After lets the request take effect before its answer is spoiled, as when
	// a message is stored and the connection breaks.
	After bool
	// Refuse is an answer in the manner of the API.
	Refuse *Refusal
	// Status and Body are an answer of something else, such as a proxy.
	Status int
	Body   string
	// HangUp closes the connection without an answer.
	HangUp bool
}

// ordered is a fault with those that it is for.
type ordered struct {
	Fault
	route   string
	channel ID
	left    int
}

// Fail orders a Fault for the next requests of a route, such as SendRoute (any
// if empty), in a channel (any if 0). Those ordered first are taken first.
func (s *Server) Fail(route string, channel ID, f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.Times == 0 {
		f.Times = 1
	}
	s.faults = append(s.faults, &ordered{Fault: f, route: route, channel: channel, left: f.Times})
}

// ClearFaults takes back what was ordered and has not happened yet.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// Refusing is a Fault that answers with a code, such as 50013, as Refuse does.
func Refusing(code int) Fault { return Fault{Refuse: Refuse(code)} }

// Flooding is a Fault that asks to wait, as when the limit of a route is
// exceeded.
func Flooding(wait time.Duration) Fault {
	return Fault{Refuse: &Refusal{Status: http.StatusTooManyRequests, Message: "You are being rate limited.", RetryAfter: wait, Scope: "user"}}
}

// FloodingAll is a Fault that asks to wait with everything, in the form that is
// documented: only with Retry-After and X-RateLimit-Global.
func FloodingAll(wait time.Duration) Fault {
	return Fault{Refuse: &Refusal{Status: http.StatusTooManyRequests, Message: "You are being rate limited.", RetryAfter: wait, Global: true}}
}

// Shared is a Fault that asks to wait because of what others do there, which
// does not count against the bot.
func Shared(wait time.Duration) Fault {
	return Fault{Refuse: &Refusal{Status: http.StatusTooManyRequests, Message: "The resource is being rate limited.", RetryAfter: wait, Scope: "shared"}}
}

// Cloudflare is a Fault in which what stands before the API answers 429 with a
// page, as it does after too many invalid requests.
func Cloudflare(wait time.Duration) Fault { return Fault{Refuse: cloudflare(wait)} }

// BadGateway is a Fault in which a proxy answers 502 with a page.
func BadGateway() Fault {
	return Fault{Status: http.StatusBadGateway, Body: "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><center><h1>502 Bad Gateway</h1></center></body>\r\n</html>\r\n"}
}

// StoredBadGateway is BadGateway after the request took effect.
func StoredBadGateway() Fault {
	f := BadGateway()
	f.After = true
	return f
}

// LostAnswer is a Fault in which the request takes effect and the connection
// breaks before its answer.
func LostAnswer() Fault { return Fault{After: true, HangUp: true} }

// Stalling is a Fault in which the answer, as it would be, comes late.
func Stalling(d time.Duration) Fault { return Fault{Stall: d} }

// takeFault returns the fault that was ordered for a call. It is called with
// mu held.
func (s *Server) takeFault(c *Call) *Fault {
	i := slices.IndexFunc(s.faults, func(f *ordered) bool {
		return (f.route == "" || f.route == c.Route) && (f.channel == 0 || f.channel == c.Channel)
	})
	if i < 0 {
		return nil
	}
	f := s.faults[i]
	if f.left--; f.left == 0 {
		s.faults = slices.Delete(s.faults, i, i+1)
	}
	return &f.Fault
}

// spoil does what a fault says, and reports whether that was the answer.
func (s *Server) spoil(w http.ResponseWriter, r *http.Request, c *Call, f *Fault) bool {
	if f.Stall > 0 {
		select {
		case <-time.After(f.Stall):
		case <-s.ctx.Done():
		case <-r.Context().Done():
		}
	}
	switch {
	case f.Refuse != nil:
		refusal := *f.Refuse
		refusal.Ordered = true
		s.refuse(w, c, &refusal)
	case f.Status != 0:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(f.Status)
		io.WriteString(w, f.Body) // a client that has gone needs no answer
	case f.HangUp:
		panic(http.ErrAbortHandler)
	default:
		return false
	}
	return true
}

// wholeSeconds is how a Retry-After is written.
func wholeSeconds(d time.Duration) string {
	return strconv.Itoa(int((d + time.Second - 1) / time.Second))
}
