package discordtest

import (
	"slices"
	"strconv"
	"time"
)

// gatewayReport is what the gateway has noted of the bot.
type gatewayReport struct {
	identifies []Identify
	resumes    []Resume
	closings   []Closing
	beats      int
	reset      bool
}

// An Identify is one that came.
type Identify struct {
	Time time.Time
	// Stood is what Server.Stood told then.
	Stood time.Duration
	// Connection numbers connections from 1 on, SinceOpen is how long this one
	// was open.
	Connection int
	SinceOpen  time.Duration
	Intents    Intents
	Shard      [2]int
	Properties map[string]string
	Compress   bool
	// AtResumeURL tells that it came to an address that is for Resume only.
	AtResumeURL bool
	// Code is that of the close that answered it, 0 if there was none; TooSoon
	// tells that it came before its time and was answered with op 9.
	Code    int
	TooSoon bool
}

// A Resume is one that came.
type Resume struct {
	Time time.Time
	// Stood is what Server.Stood told then.
	Stood      time.Duration
	Connection int
	SinceOpen  time.Duration
	Session    string
	// Seq is the last event that the bot had, Missed how many have come since.
	Seq    int64
	Missed int
	// AtResumeURL tells that it came to the address that READY named.
	AtResumeURL bool
	// Resumed tells that it worked. Otherwise Code is that of the close that
	// answered it, 0 if that was op 9 or something that was ordered.
	Resumed bool
	Code    int
}

// A Closing is the end of a connection. Code is 1006 if it broke without a
// close.
type Closing struct {
	Time time.Time
	// Stood is what Server.Stood told then.
	Stood      time.Duration
	Connection int
	Shard      [2]int
	Code       int
	// ByBot tells that the bot ended it.
	ByBot bool
	// Open is how long it was open, SinceBeat how long ago the last heartbeat
	// came, or the connection if there was none.
	Open, SinceBeat time.Duration
	// Stalled tells that the gateway had fallen silent before.
	Stalled bool
}

func (s *Server) noteIdentify(i Identify, code int) {
	i.Code, i.Stood = code, s.Stood()
	s.gateway.seen.identifies = append(s.gateway.seen.identifies, i)
}

func (s *Server) noteResume(r Resume) {
	r.Stood = s.Stood()
	s.gateway.seen.resumes = append(s.gateway.seen.resumes, r)
}

func (s *Server) noteClosing(k *socket, c Closing) {
	c.Time, c.Stood, c.Connection, c.Stalled = s.now(), s.Stood(), k.number, k.silent
	c.Open, c.SinceBeat = time.Since(k.opened), time.Since(k.beat)
	if k.session != nil {
		c.Shard = k.session.shard
	}
	s.gateway.seen.closings = append(s.gateway.seen.closings, c)
}

// Identifies are the Identify payloads that came, oldest first.
func (s *Server) Identifies() []Identify {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.gateway.seen.identifies)
}

// Resumes are the Resume payloads that came, oldest first.
func (s *Server) Resumes() []Resume {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.gateway.seen.resumes)
}

// Closings are the ends of connections, oldest first.
func (s *Server) Closings() []Closing {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.gateway.seen.closings)
}

// Beats is how many heartbeats have come.
func (s *Server) Beats() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.gateway.seen.beats
}

// Connections is how many connections there ever were.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.gateway.connections
}

// TokenReset reports whether the bot has identified so often that Discord took
// its token.
func (s *Server) TokenReset() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.gateway.seen.reset
}

func closeName(code int) string { return strconv.Itoa(code) }
