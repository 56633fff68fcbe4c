package discordtest

import (
	"math/rand/v2"
	"slices"
	"time"

	"github.com/gorilla/websocket"
)

// A Blow is something bad that the gateway does to a connection.
type Blow struct {
	kind  blowKind
	code  int
	event string
	// resumable is that of op 9.
	resumable bool
}

type blowKind int

const (
	blowDrop blowKind = iota
	blowStall
	blowClose
	blowReconnect
	blowInvalidate
	blowAsk
	blowSend
)

// Dropped breaks the connection without a close.
func Dropped() Blow { return Blow{kind: blowDrop} }

// Stalled leaves the connection open and sends nothing on it any more, no
// answers to heartbeats either.
func Stalled() Blow { return Blow{kind: blowStall} }

// ClosedWith closes the connection with a code, such as CloseUnknown. Whether
// the session can be resumed then depends on the code.
func ClosedWith(code int) Blow { return Blow{kind: blowClose, code: code} }

// AskedToReconnect sends op 7.
func AskedToReconnect() Blow { return Blow{kind: blowReconnect} }

// Invalidated sends op 9, after which the session can be resumed or not.
func Invalidated(resumable bool) Blow { return Blow{kind: blowInvalidate, resumable: resumable} }

// AskedToBeat sends op 1, which asks for a heartbeat at once.
func AskedToBeat() Blow { return Blow{kind: blowAsk} }

// Sent sends text that need not be an event, nor JSON.
func Sent(text string) Blow { return Blow{kind: blowSend, event: text} }

// String names the blow.
func (b Blow) String() string {
	switch b.kind {
	case blowDrop:
		return "drop"
	case blowStall:
		return "stall"
	case blowReconnect:
		return "op 7"
	case blowAsk:
		return "op 1"
	case blowSend:
		return "nonsense"
	case blowInvalidate:
		if b.resumable {
			return "op 9, resumable"
		}
		return "op 9"
	}
	return "close " + closeName(b.code)
}

// fall does the blow to a connection. It is called with mu held.
func (b Blow) fall(k *socket) {
	switch b.kind {
	case blowDrop:
		k.cut()
	case blowStall:
		k.silent = true
	case blowClose:
		k.close(b.code)
	case blowReconnect:
		k.op(opReconnect, nil)
	case blowAsk:
		k.op(opBeat, nil)
	case blowSend:
		k.put(frame{kind: websocket.TextMessage, body: []byte(b.event)})
	case blowInvalidate:
		if x := k.session; x != nil {
			k.session = nil
			k.opened = time.Now() // time to identify anew
			x.left(b.resumable)
		}
		k.op(opInvalidSession, b.resumable)
	}
}

// A Stage is a point in the life of a connection.
type Stage int

// The stages at which a Blow may fall.
const (
	// AtConnect is in place of Hello.
	AtConnect Stage = iota + 1
	// AtIdentify is in place of READY. The Identify counts.
	AtIdentify
	// AtResume is in place of RESUMED and what was missed.
	AtResume
	// AfterReady is right after READY, or RESUMED.
	AfterReady
)

// plague is a blow for connections to come.
type plague struct {
	stage Stage
	blow  Blow
	left  int
}

// FailGateway lets a blow fall at a stage of the next connections that come to
// it: times of them, all if times is negative. Those ordered first are taken
// first.
func (s *Server) FailGateway(stage Stage, times int, b Blow) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.plagues = append(s.gateway.plagues, &plague{stage: stage, blow: b, left: times})
}

// HealGateway takes back what FailGateway ordered and has not happened yet.
func (s *Server) HealGateway() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.plagues = nil
}

// takePlague reports whether something was ordered for a stage, and does it.
func (s *Server) takePlague(stage Stage, k *socket) bool {
	g := &s.gateway
	i := slices.IndexFunc(g.plagues, func(p *plague) bool { return p.stage == stage })
	if i < 0 {
		return false
	}
	p := g.plagues[i]
	if p.left--; p.left == 0 {
		g.plagues = slices.Delete(g.plagues, i, i+1)
	}
	p.blow.fall(k)
	return true
}

// Strike lets a blow fall on all connections there are, and returns how many
// they were.
func (s *Server) Strike(b Blow) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.strike(b)
}

func (s *Server) strike(b Blow) (struck int) {
	for _, k := range slices.Clone(s.gateway.sockets) {
		if !k.closing && !k.silent {
			b.fall(k)
			struck++
		}
	}
	s.touch()
	return struck
}

// DropConnections breaks all connections without a close.
func (s *Server) DropConnections() int { return s.Strike(Dropped()) }

// Stall leaves all connections open and sends nothing on them any more. New
// ones work.
func (s *Server) Stall() int { return s.Strike(Stalled()) }

// Reconnect asks the bot to connect anew, by op 7.
func (s *Server) Reconnect() int { return s.Strike(AskedToReconnect()) }

// InvalidateSession ends all sessions by op 9; a resumable one can be gone on
// with by Resume.
func (s *Server) InvalidateSession(resumable bool) int { return s.Strike(Invalidated(resumable)) }

// CloseWith closes all connections with a code.
func (s *Server) CloseWith(code int) int { return s.Strike(ClosedWith(code)) }

// ForgetSessions lets no session be resumed: op 9 answers each Resume. The
// connections stay.
func (s *Server) ForgetSessions() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, x := range s.gateway.sessions {
		if x.socket == nil {
			delete(s.gateway.sessions, id)
			continue
		}
		x.forgotten = true
	}
}

// EverydayBlows are all blows after which a bot goes on: whatever befalls a
// connection, but no code that tells it to stop.
func EverydayBlows() []Blow {
	blows := []Blow{Dropped(), Stalled(), AskedToReconnect(), Invalidated(true), Invalidated(false), AskedToBeat(), ClosedWith(1000), ClosedWith(1001)}
	for code := CloseUnknown; code <= CloseSessionTimedOut; code++ {
		if code != CloseWrongToken && code != 4006 {
			blows = append(blows, ClosedWith(code))
		}
	}
	return blows
}

// Chaos lets blows fall at random, one about every pause while a shard is
// connected, until stop is called, which returns those that fell. The same
// seed makes the same choices.
func (s *Server) Chaos(seed uint64, pause time.Duration, blows []Blow) (stop func() []Blow) {
	random := rand.New(rand.NewPCG(seed, 0))
	ended, fell := make(chan struct{}), make(chan []Blow, 1)
	s.working.Go(func() {
		var all []Blow
		defer func() { fell <- all }()
		timer := time.NewTimer(pause)
		defer timer.Stop()
		for {
			select {
			case <-timer.C:
			case <-ended:
				return
			case <-s.ctx.Done():
				return
			}
			if b := blows[random.IntN(len(blows))]; s.Strike(b) > 0 {
				all = append(all, b)
			}
			timer.Reset(pause/2 + time.Duration(random.Int64N(int64(pause))))
		}
	})
	return func() []Blow { close(ended); return <-fell }
}
