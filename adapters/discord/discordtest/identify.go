package discordtest

import (
	"encoding/json"
	"slices"
	"time"
)

// received is what the bot sends over the gateway.
type received struct {
	Op *int            `json:"op"`
	D  json.RawMessage `json:"d"`
}

// receive takes one event of the bot.
func (s *Server) receive(k *socket, message []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.touch()
	if k.closing {
		return
	}
	var r received
	switch {
	case !k.mayReceive():
		k.close(CloseRateLimited)
		return
	case len(message) > maxGatewayBytes, json.Unmarshal(message, &r) != nil, r.Op == nil:
		k.close(CloseDecode)
		return
	}
	switch *r.Op {
	case opBeat:
		s.takeBeat(k, r.D)
	case opIdentify:
		s.takeIdentify(k, r.D)
	case opResume:
		s.takeResume(k, r.D)
	case opPresence, opVoice, opMembers, opSounds:
		if k.session == nil {
			k.close(CloseNotAuthenticated)
		}
	default:
		k.close(CloseUnknownOpcode)
	}
}

// mayReceive counts an event and reports whether it is not one too many.
func (k *socket) mayReceive() bool {
	now := time.Now()
	k.received = slices.DeleteFunc(k.received, func(at time.Time) bool { return now.Sub(at) >= gatewayWindow })
	k.received = append(k.received, now)
	return len(k.received) <= k.s.gateway.maxReceived()
}

// maxReceived is maxGatewayEvents, and as many more as heartbeats that are
// faster than Discord's ask for.
func (g *gateway) maxReceived() int {
	return maxGatewayEvents + 2*int(gatewayWindow/max(g.o.Beat, time.Millisecond))
}

// takeBeat answers a heartbeat, which may come before Identify.
func (s *Server) takeBeat(k *socket, d json.RawMessage) {
	var seq *int64
	if json.Unmarshal(d, &seq) != nil {
		k.close(CloseDecode)
		return
	}
	k.beat = time.Now()
	s.gateway.seen.beats++
	if seq != nil && k.session != nil && *seq > k.session.seq {
		k.close(CloseInvalidSequence)
		return
	}
	if seq != nil && k.session != nil {
		k.session.hears(*seq)
	}
	k.op(opAck, nil)
}

// An identification is the payload of Identify.
type identification struct {
	Token      string            `json:"token"`
	Properties map[string]string `json:"properties"`
	Compress   bool              `json:"compress"`
	Shard      *[2]int           `json:"shard"`
	Intents    *Intents          `json:"intents"`
}

// takeIdentify begins a session, or tells why there will be none.
func (s *Server) takeIdentify(k *socket, d json.RawMessage) {
	var id identification
	note := Identify{Time: s.now(), Connection: k.number, AtResumeURL: k.resume, SinceOpen: time.Since(k.opened)}
	if k.session != nil {
		s.noteIdentify(note, CloseAlreadyIdentified)
		k.close(CloseAlreadyIdentified)
		return
	}
	if err := json.Unmarshal(d, &id); err != nil {
		s.noteIdentify(note, CloseDecode)
		k.close(CloseDecode)
		return
	}
	if id.Shard == nil {
		id.Shard = &[2]int{0, 1}
	}
	note.Shard, note.Properties, note.Compress = *id.Shard, id.Properties, id.Compress
	if id.Intents != nil {
		note.Intents = *id.Intents
	}
	if code := s.refuseIdentify(id); code != 0 {
		s.noteIdentify(note, code)
		k.close(code)
		return
	}
	s.begin(k, id, note)
}

// refuseIdentify returns the code with which an Identify is refused, 0 if it
// is not.
func (s *Server) refuseIdentify(id identification) int {
	o := s.gateway.o
	switch shard := *id.Shard; {
	case bareToken(id.Token) != s.o.Token || s.revoked:
		return CloseWrongToken
	case shard[1] < 1 || shard[0] < 0 || shard[0] >= shard[1]:
		return CloseInvalidShard
	case id.Intents == nil || *id.Intents < 0 || *id.Intents&^allIntents != 0:
		return CloseInvalidIntents
	case *id.Intents&privilegedIntents&^o.Approved != 0:
		return CloseDisallowedIntents
	}
	x := &session{s: s, shard: *id.Shard}
	if len(x.guilds()) > o.GuildsPerShard {
		return CloseShardingRequired
	}
	return 0
}

// begin counts a proper Identify and answers it with READY, unless it came too
// soon or something else was ordered.
func (s *Server) begin(k *socket, id identification, note Identify) {
	g := &s.gateway
	s.renewSessionWindow()
	g.used++
	if g.used > g.o.Sessions {
		s.noteIdentify(note, CloseWrongToken)
		s.resetToken()
		return
	}
	if !g.mayIdentify(id.Shard[0] % g.o.MaxConcurrency) {
		note.TooSoon = true
		s.noteIdentify(note, 0)
		k.op(opInvalidSession, false)
		return
	}
	s.noteIdentify(note, 0)
	if s.takePlague(AtIdentify, k) {
		return
	}
	s.expireSessions()
	k.session = s.addSession(k, *id.Shard, *id.Intents, id.Compress)
	k.session.greet(k.version)
	s.takePlague(AfterReady, k)
}

// mayIdentify reports whether a bucket has room, and takes it: there may be one
// Identify of each within IdentifyPause.
func (g *gateway) mayIdentify(bucket int) bool {
	now := time.Now()
	last := slices.DeleteFunc(g.identified[bucket], func(at time.Time) bool { return now.Sub(at) >= g.o.IdentifyPause })
	if len(last) > 0 {
		return false
	}
	g.identified[bucket] = append(last, now)
	return true
}
