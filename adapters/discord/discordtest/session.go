package discordtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// A session is what a shard has with the gateway, over one connection after
// another. It is guarded by Server.mu.
type session struct {
	s       *Server
	id      string
	shard   [2]int
	intents Intents
	// compress tells that large events come compressed.
	compress bool
	seq      int64
	// history are the last events, at most KeepEvents.
	history []past
	// heard is the last event that the bot has said it has.
	heard int64
	// socket is nil while there is no connection; since then is lost.
	socket *socket
	lost   time.Time
	// forgotten tells that it cannot be resumed once its connection ends.
	forgotten bool
}

// A past is an event that was sent, or would have been.
type past struct {
	seq   int64
	frame []byte
}

// addSession makes the session of an Identify.
func (s *Server) addSession(k *socket, shard [2]int, intents Intents, compress bool) *session {
	g := &s.gateway
	g.nextSession++
	x := &session{s: s, id: fmt.Sprintf("%032x", g.nextSession), shard: shard, intents: intents, compress: compress, socket: k}
	g.sessions[x.id] = x
	return x
}

// wants reports whether an event of a guild goes to the session, if it needs
// one of the intents.
func (x *session) wants(guild ID, intents Intents) bool {
	return (intents == 0 || x.intents&intents != 0) && x.has(guild)
}

// has reports whether a guild belongs to the shard of the session. Direct
// messages, without a guild, belong to shard 0.
func (x *session) has(guild ID) bool {
	return int(uint64(guild>>22)%uint64(x.shard[1])) == x.shard[0]
}

// push sends an event, or keeps it for Resume.
func (x *session) push(event string, payload []byte) {
	x.seq++
	frame := make([]byte, 0, len(payload)+len(event)+48)
	frame = append(frame, `{"t":"`...)
	frame = append(frame, event...)
	frame = append(frame, `","s":`...)
	frame = strconv.AppendInt(frame, x.seq, 10)
	frame = append(frame, `,"op":0,"d":`...)
	frame = append(frame, payload...)
	frame = append(frame, '}')
	if keep := x.s.gateway.o.KeepEvents; len(x.history) >= 2*keep {
		x.history = slices.Clone(x.history[len(x.history)-keep+1:])
	}
	x.history = append(x.history, past{seq: x.seq, frame: frame})
	if x.socket != nil {
		x.socket.send(frame, x.compress)
	}
}

// hears notes that the bot has the events up to one.
func (x *session) hears(seq int64) { x.heard = max(x.heard, seq) }

// since are the events after a sequence. ok is false if they are not all
// there any more.
func (x *session) since(seq int64) (frames [][]byte, ok bool) {
	missed := x.seq - seq
	if missed > int64(min(len(x.history), x.s.gateway.o.KeepEvents)) {
		return nil, false
	}
	for _, p := range x.history[len(x.history)-int(missed):] {
		frames = append(frames, p.frame)
	}
	return frames, true
}

// left ends the connection of a session, and the session itself if it cannot
// be resumed.
func (x *session) left(resumable bool) {
	x.socket, x.lost = nil, x.s.now()
	if !resumable || x.forgotten {
		delete(x.s.gateway.sessions, x.id)
	}
}

// over reports whether the session can no longer be resumed.
func (x *session) over() bool {
	return x.socket == nil && x.s.now().Sub(x.lost) > x.s.gateway.o.SessionLife
}

// expireSessions forgets those that nobody resumed.
func (s *Server) expireSessions() {
	for id, x := range s.gateway.sessions {
		if x.over() {
			delete(s.gateway.sessions, id)
		}
	}
}

// ready is the payload of READY. Guilds come later, as events of their own.
type ready struct {
	V                int               `json:"v"`
	User             User              `json:"user"`
	Guilds           []GuildInfo       `json:"guilds"`
	SessionID        string            `json:"session_id"`
	SessionType      string            `json:"session_type"`
	ResumeGatewayURL string            `json:"resume_gateway_url"`
	Shard            *[2]int           `json:"shard,omitempty"`
	Application      readyApplication  `json:"application"`
	PrivateChannels  []json.RawMessage `json:"private_channels"`
	Presences        []json.RawMessage `json:"presences"`
	Relationships    []json.RawMessage `json:"relationships"`
	UserSettings     struct{}          `json:"user_settings"`
	Trace            []string          `json:"_trace"`
}

type readyApplication struct {
	ID    ID  `json:"id"`
	Flags int `json:"flags"`
}

// greet sends READY and the guilds of the shard.
func (x *session) greet(version int) {
	s := x.s
	r := ready{
		V: version, User: s.bot.user, SessionID: x.id, SessionType: "normal", ResumeGatewayURL: s.ResumeURL(), Shard: &x.shard,
		Guilds: []GuildInfo{}, Application: readyApplication{ID: s.app}, PrivateChannels: []json.RawMessage{}, Presences: []json.RawMessage{},
		Relationships: []json.RawMessage{}, Trace: []string{`["discordtest",{"micros":1}]`},
	}
	guilds := x.guilds()
	for _, g := range guilds {
		r.Guilds = append(r.Guilds, GuildInfo{ID: g.id, Unavailable: true})
	}
	x.tell("READY", r)
	if x.intents&IntentGuilds == 0 {
		return
	}
	for _, g := range guilds {
		if !g.unavailable {
			x.tell("GUILD_CREATE", g.info())
		}
	}
}

// guilds are those of the shard that the bot is in.
func (x *session) guilds() (guilds []*Guild) {
	for _, g := range x.s.homes {
		if !g.deleted && g.seats[x.s.app] != nil && x.has(g.id) {
			guilds = append(guilds, g)
		}
	}
	return guilds
}

// tell sends an event to this session alone.
func (x *session) tell(event string, payload any) {
	if body, ok := x.s.written(event, payload); ok {
		x.push(event, body)
	}
}
