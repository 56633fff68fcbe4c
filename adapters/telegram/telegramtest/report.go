package telegramtest

import (
	"maps"
	"net/http"
	"slices"
	"time"
)

// maxCalls is how many of the last requests are kept.
const maxCalls = 10_000

// report is what the server has noted of its client.
type report struct {
	calls      map[string]int
	last       []Call
	refused    []Refusal
	violations []string
}

// note counts a request and checks it.
func (s *Server) note(c *Call) {
	if s.o.Schema != nil {
		values := maps.Clone(c.Values)
		for name := range c.Files {
			values[name] = "attach"
		}
		s.violate(c.Method+": ", s.o.Schema.CheckRequest(c.Method, values))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c.Time = s.now()
	s.report.calls[c.Method]++
	if len(s.report.last) >= 2*maxCalls {
		s.report.last = slices.Clone(s.report.last[maxCalls:])
	}
	s.report.last = append(s.report.last, *c)
	s.touch()
}

// violate notes findings.
func (s *Server) violate(prefix string, findings []string) {
	if len(findings) == 0 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.violateLocked(prefix, findings...)
}

// violateLocked is violate with mu held.
func (s *Server) violateLocked(prefix string, findings ...string) {
	for _, f := range findings {
		s.report.violations = append(s.report.violations, prefix+f)
	}
}

// Violations are what should not have happened, one sentence each: requests,
// answers and updates that the API description does not allow (if Options
// named a Schema), and acts of people that are not possible.
func (s *Server) Violations() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.report.violations)
}

// Refused are the requests that were not answered ok, oldest first.
func (s *Server) Refused() []Refusal {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.report.refused)
}

// TooMany is how many requests were refused because a rate limit was
// exceeded, other than by order.
func (s *Server) TooMany() (n int) {
	for _, r := range s.Refused() {
		if r.Code == http.StatusTooManyRequests && !r.Ordered {
			n++
		}
	}
	return n
}

// Calls is how often a method was called, refusals included.
func (s *Server) Calls(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.report.calls[method]
}

// LastCalls are the requests of a method, of any if it is empty, oldest first.
// Only the last 10,000 or so of all requests are kept.
func (s *Server) LastCalls(method string) (calls []Call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.report.last {
		if method == "" || c.Method == method {
			calls = append(calls, c)
		}
	}
	return calls
}

// T is the part of testing.TB that Start needs.
type T interface {
	Helper()
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
	Cleanup(func())
}

// Start starts a Server for a test. It is closed when the test ends, and the
// test fails on Violations.
func Start(t T, o Options) *Server {
	t.Helper()
	s, err := New(o)
	if err != nil {
		t.Fatalf("%v", err)
	}
	t.Cleanup(func() {
		s.Close()
		for _, v := range s.Violations() {
			t.Errorf("telegramtest: %s", v)
		}
	})
	return s
}

// patience is how long Press.Wait and the like wait if not told otherwise.
const patience = time.Minute
