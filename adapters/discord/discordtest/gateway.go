package discordtest

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// GatewayOptions are the settings of the gateway. The zero value is as Discord
// is to a small bot.
type GatewayOptions struct {
	// Beat is the interval of heartbeats that Hello asks for; 41.25 s if zero.
	Beat time.Duration
	// BeatGrace is by how much a heartbeat may at least be late before the
	// connection is closed, so that a machine under load does not make a bot of
	// a test look dead; 30 s if zero. Two intervals are always allowed.
	BeatGrace time.Duration
	// IdentifyWithin is how long a connection may stay without Identify or
	// Resume; a minute if zero. That is a choice of this package.
	IdentifyWithin time.Duration
	// IdentifyPause is the time in which MaxConcurrency shards may identify; 5 s
	// if zero. Who identifies sooner gets op 9.
	IdentifyPause time.Duration
	// MaxConcurrency is how many shards may identify at once; 1 if zero.
	MaxConcurrency int
	// Shards is how many the gateway advises; 1 if zero.
	Shards int
	// Sessions is how often the bot may identify within 24 hours; 1000 if zero.
	// Who does it more often loses all sessions and the token.
	Sessions int
	// Approved are the privileged intents that the application may use.
	Approved Intents
	// SessionLife is how long a session without a connection can be resumed; 5
	// minutes if zero. That is a choice of this package.
	SessionLife time.Duration
	// KeepEvents is how many of its last events a session remembers; 1000 if
	// zero. That is a choice of this package.
	KeepEvents int
	// GuildsPerShard is how many guilds one shard may have; 2500 if zero.
	GuildsPerShard int
}

// withDefaults fills in what is zero.
func (o GatewayOptions) withDefaults() GatewayOptions {
	o.Beat = cmp.Or(o.Beat, 41_250*time.Millisecond)
	o.BeatGrace = cmp.Or(o.BeatGrace, 30*time.Second)
	o.IdentifyWithin = cmp.Or(o.IdentifyWithin, time.Minute)
	o.IdentifyPause = cmp.Or(o.IdentifyPause, 5*time.Second)
	o.MaxConcurrency = cmp.Or(o.MaxConcurrency, 1)
	o.Shards = cmp.Or(o.Shards, 1)
	o.Sessions = cmp.Or(o.Sessions, 1000)
	o.SessionLife = cmp.Or(o.SessionLife, 5*time.Minute)
	o.KeepEvents = cmp.Or(o.KeepEvents, 1000)
	o.GuildsPerShard = cmp.Or(o.GuildsPerShard, 2500)
	return o
}

// Intents are the kinds of events that a session asks for, one bit each.
type Intents int

// The Intents that matter here, and all that there are.
const (
	IntentGuilds         Intents = 1 << 0
	IntentMembers        Intents = 1 << 1
	IntentPresences      Intents = 1 << 8
	IntentGuildMessages  Intents = 1 << 9
	IntentDirectMessages Intents = 1 << 12
	IntentContent        Intents = 1 << 15

	privilegedIntents         = IntentMembers | IntentPresences | IntentContent
	allIntents        Intents = 1<<17 - 1 | 1<<20 | 1<<21 | 1<<24 | 1<<25
)

// The operations of the gateway.
const (
	opDispatch       = 0
	opBeat           = 1
	opIdentify       = 2
	opPresence       = 3
	opVoice          = 4
	opResume         = 6
	opReconnect      = 7
	opMembers        = 8
	opInvalidSession = 9
	opHello          = 10
	opAck            = 11
	opSounds         = 31
)

// The codes with which the gateway closes a connection.
const (
	CloseUnknown           = 4000
	CloseUnknownOpcode     = 4001
	CloseDecode            = 4002
	CloseNotAuthenticated  = 4003
	CloseWrongToken        = 4004
	CloseAlreadyIdentified = 4005
	CloseInvalidSequence   = 4007
	CloseRateLimited       = 4008
	CloseSessionTimedOut   = 4009
	CloseInvalidShard      = 4010
	CloseShardingRequired  = 4011
	CloseInvalidVersion    = 4012
	CloseInvalidIntents    = 4013
	CloseDisallowedIntents = 4014
)

// endsSession reports whether a session cannot be resumed after a close with
// the code: whoever sends 1000 or 1001 gives it up, and after these codes a bot
// has to identify anew or not at all.
func endsSession(code int) bool {
	switch code {
	case 1000, 1001, CloseWrongToken, CloseInvalidSequence, CloseSessionTimedOut:
		return true
	}
	return code >= CloseInvalidShard && code <= CloseDisallowedIntents
}

const (
	// maxGatewayEvents is how many a bot may send within gatewayWindow.
	maxGatewayEvents = 120
	gatewayWindow    = time.Minute
	// maxGatewayBytes bounds each of them.
	maxGatewayBytes = 4096
	// sessionWindow is the time for which Sessions holds.
	sessionWindow = 24 * time.Hour
)

// The paths at which connections are taken: the first is what GET /gateway
// tells, the second stands in READY.
const (
	gatewayPath       = "/gateway/first"
	resumeGatewayPath = "/gateway/resume"
)

// A gateway is the side of the Server to which the bot holds connections. Its
// fields are guarded by Server.mu.
type gateway struct {
	o        GatewayOptions
	closed   bool
	sockets  []*socket
	sessions map[string]*session
	// connections and nextSession count those there ever were.
	connections, nextSession int
	// used and since are the identifies of the present window and its start.
	used  int
	since time.Time
	// identified is when a bucket of MaxConcurrency last had its Identify.
	identified map[int][]time.Time
	plagues    []*plague
	seen       gatewayReport
}

func newGateway(s *Server) gateway {
	serve := func(resume bool) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { s.serveGateway(w, r, resume) }
	}
	s.mux.HandleFunc(gatewayPath+"/", serve(false))
	s.mux.HandleFunc(resumeGatewayPath+"/", serve(true))
	return gateway{o: s.o.Gateway.withDefaults(), sessions: map[string]*session{}, identified: map[int][]time.Time{}}
}

// GatewayURL is the address that GET /gateway tells.
func (s *Server) GatewayURL() string { return "ws://" + s.host + gatewayPath + "/" }

// ResumeURL is the address that READY tells as resume_gateway_url.
func (s *Server) ResumeURL() string { return "ws://" + s.host + resumeGatewayPath + "/" }

// A GatewayInfo is the answer to GET /gateway, and with the other fields that
// to GET /gateway/bot.
type GatewayInfo struct {
	URL    string        `json:"url"`
	Shards int           `json:"shards,omitempty"`
	Limit  *SessionLimit `json:"session_start_limit,omitempty"`
}

// A SessionLimit tells how often the bot may still identify. ResetAfter is in
// milliseconds.
type SessionLimit struct {
	Total          int   `json:"total"`
	Remaining      int   `json:"remaining"`
	ResetAfter     int64 `json:"reset_after"`
	MaxConcurrency int   `json:"max_concurrency"`
}

// gatewayInfo answers GET /gateway, or GET /gateway/bot if all is true. It is
// called with mu held.
func (s *Server) gatewayInfo(all bool) GatewayInfo {
	info := GatewayInfo{URL: s.GatewayURL()}
	if !all {
		return info
	}
	g := &s.gateway
	s.renewSessionWindow()
	info.Shards = g.o.Shards
	info.Limit = &SessionLimit{Total: g.o.Sessions, Remaining: max(0, g.o.Sessions-g.used), MaxConcurrency: g.o.MaxConcurrency}
	if g.used > 0 {
		info.Limit.ResetAfter = s.now().Sub(g.since).Milliseconds()
		info.Limit.ResetAfter = sessionWindow.Milliseconds() - info.Limit.ResetAfter
	}
	return info
}

// renewSessionWindow lets the count of identifies begin anew after its time.
func (s *Server) renewSessionWindow() {
	if g := &s.gateway; s.now().Sub(g.since) >= sessionWindow {
		g.used, g.since = 0, s.now()
	}
}

// SetSessionsLeft sets how often the bot may still identify within the day.
func (s *Server) SetSessionsLeft(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.renewSessionWindow()
	s.gateway.used = s.gateway.o.Sessions - n
}

// dispatch gives an event of a guild, or of direct messages if it is 0, to the
// sessions of its shard that have one of the intents, or all if intents is 0.
// The bot must be in the guild, but to hear that it is not and of interactions.
// It is called with mu held.
func (s *Server) dispatch(event string, guild ID, intents Intents, payload any) {
	if g := s.guilds[guild]; g != nil && g.seats[s.app] == nil && event != "GUILD_DELETE" && event != "INTERACTION_CREATE" {
		return
	}
	body, ok := s.written(event, payload)
	if !ok {
		return
	}
	for _, x := range s.gateway.sessions {
		if x.wants(guild, intents) {
			x.push(event, body)
		}
	}
	s.touch()
}

// written is a payload as JSON, which it may be already.
func (s *Server) written(event string, payload any) (body json.RawMessage, ok bool) {
	if body, ok = payload.(json.RawMessage); ok {
		return body, true
	}
	body, err := json.Marshal(payload)
	if err != nil {
		s.violateLocked("", "event "+event+" cannot be written: "+err.Error())
	}
	return body, err == nil
}

// Dispatch gives the bot an event as it stands, whatever it is: one that no act
// of a Person causes, or nonsense. It goes to all sessions.
func (s *Server) Dispatch(event string, payload json.RawMessage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, x := range s.gateway.sessions {
		x.push(event, payload)
	}
	s.touch()
}

// Connected reports whether a bot is there: whether there is a session with a
// connection on which READY or RESUMED was sent.
func (s *Server) Connected() bool { return s.Shards() > 0 }

// Shards is how many sessions have a connection.
func (s *Server) Shards() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, x := range s.gateway.sessions {
		if x.socket != nil && !x.socket.silent {
			n++
		}
	}
	return n
}

// WaitConnected waits until n shards are connected.
func (s *Server) WaitConnected(n int, within time.Duration) bool {
	return s.Wait(within, func() bool { return s.Shards() >= n })
}

// closeGateway ends all connections.
func (s *Server) closeGateway() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.closed = true
	for _, k := range s.gateway.sockets {
		k.cut()
		k.conn.Close() // even while something is being written
	}
}

// resetToken is what befalls a bot that identifies too often: its sessions end
// and its token is worth nothing any more.
func (s *Server) resetToken() {
	s.revoked = true
	s.gateway.seen.reset = true
	for _, k := range slices.Clone(s.gateway.sockets) {
		k.close(CloseWrongToken)
	}
	clear(s.gateway.sessions)
}

// bareToken is a token without the word Bot, which Identify may have.
func bareToken(token string) string { return strings.TrimPrefix(token, "Bot ") }
