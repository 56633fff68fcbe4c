package telegramtest

import (
	"io"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// A Fault is an answer that a test orders. Of its ways to fail, Refuse goes
// before Status, and Status before Hang up; a Stall comes before each of them,
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
	method string
	chat   int64
	left   int
}

// Fail orders a Fault for the next requests of a method (any if empty) to a
// chat (any if 0). Those ordered first are taken first.
func (s *Server) Fail(method string, chat int64, f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.Times == 0 {
		f.Times = 1
	}
	s.faults = append(s.faults, &ordered{Fault: f, method: method, chat: chat, left: f.Times})
}

// ClearFaults takes back what was ordered and has not happened yet.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// Refusing is a Fault that answers with code and description, such as 403 and
// "Forbidden: bot was blocked by the user".
func Refusing(code int, description string) Fault {
	return Fault{Refuse: &Refusal{Code: code, Description: description}}
}

// Flooding is a Fault that asks to wait for some seconds.
func Flooding(seconds int) Fault {
	return Fault{Refuse: &Refusal{Code: http.StatusTooManyRequests, Description: "Too Many Requests: retry after " + strconv.Itoa(seconds), RetryAfter: seconds}}
}

// BadGateway is a Fault in which a proxy answers 502 with a page in HTML.
func BadGateway() Fault {
	return Fault{Status: http.StatusBadGateway, Body: "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><center><h1>502 Bad Gateway</h1></center></body>\r\n</html>\r\n"}
}

// LostAnswer is a Fault in which the request takes effect and the connection
// breaks before its answer.
func LostAnswer() Fault { return Fault{After: true, HangUp: true} }

// Stalling is a Fault in which the answer, as it would be, comes late.
func Stalling(d time.Duration) Fault { return Fault{Stall: d} }

// takeFault returns the fault that was ordered for a call.
func (s *Server) takeFault(c *Call) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.faults) == 0 {
		return nil
	}
	i := slices.IndexFunc(s.faults, func(f *ordered) bool {
		return (f.method == "" || f.method == c.Method) && (f.chat == 0 || f.chat == s.chatID(c.Values["chat_id"]))
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
