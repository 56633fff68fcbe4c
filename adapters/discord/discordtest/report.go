package discordtest

import (
	"net/http"
	"slices"
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

// note counts a request. It is called with mu held.
func (s *Server) note(c *Call) {
	c.Time = s.now()
	s.report.calls[c.Route]++
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
	s.touch()
}

// Violations are what should not have happened, one sentence each: requests
// and answers that the API description does not allow (if Options named a
// Schema), and acts of people that are not possible.
func (s *Server) Violations() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.report.violations)
}

// Refused are the requests that were not answered with success, oldest first.
// Only the last 10,000 or so are kept.
func (s *Server) Refused() []Refusal {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.report.refused)
}

// TooMany is how many requests were refused because a rate limit was
// exceeded, other than by order.
func (s *Server) TooMany() (n int) {
	for _, r := range s.Refused() {
		if r.Status == http.StatusTooManyRequests && !r.Ordered {
			n++
		}
	}
	return n
}

// Invalid is how many requests count against the limit of invalid ones at
// present: those answered 401, 403 or 429, but for a shared limit.
func (s *Server) Invalid() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(since(s.invalid, s.now().Add(-s.invalidWindow())))
}

// Banned reports whether nothing is let through since there were too many
// invalid requests.
func (s *Server) Banned() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.banned.After(s.now())
}

// Calls is how often a route was called, such as SendRoute, refusals included;
// all if it is empty.
func (s *Server) Calls(route string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if route != "" {
		return s.report.calls[route]
	}
	for _, calls := range s.report.calls {
		n += calls
	}
	return n
}

// LastCalls are the requests of a route, of any if it is empty, oldest first.
// Only the last 10,000 or so of all requests are kept.
func (s *Server) LastCalls(route string) (calls []Call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.report.last {
		if route == "" || c.Route == route {
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
			t.Errorf("discordtest: %s", v)
		}
	})
	return s
}
