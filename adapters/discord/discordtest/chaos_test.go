package discordtest_test

import (
	"encoding/json"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"wirebrief/adapters/discord/discordtest"
)

func TestStrike(t *testing.T) {
	tests := map[string]struct {
		blow discordtest.Blow
		see  func(l *line)
		// resumes tells whether the session goes on.
		resumes bool
	}{
		"Dropped":        {discordtest.Dropped(), func(l *line) { l.wantClose(1006) }, true},
		"ClosedUnknown":  {discordtest.ClosedWith(4000), func(l *line) { l.wantClose(4000) }, true},
		"ClosedTimedOut": {discordtest.ClosedWith(4009), func(l *line) { l.wantClose(4009) }, false},
		"ClosedForGood":  {discordtest.ClosedWith(4014), func(l *line) { l.wantClose(4014) }, false},
		"Reconnect":      {discordtest.AskedToReconnect(), func(l *line) { l.want(7, ""); l.hangUp(4000) }, true},
		"Resumable":      {discordtest.Invalidated(true), func(l *line) { l.want(9, ""); l.hangUp(4000) }, true},
		"Invalidated":    {discordtest.Invalidated(false), func(l *line) { l.want(9, ""); l.hangUp(4000) }, false},
		"AskedToBeat":    {discordtest.AskedToBeat(), func(l *line) { l.want(1, ""); l.nothing(); l.hangUp(4000) }, true},
		"Nonsense":       {discordtest.Sent("?"), func(l *line) { l.conn.ReadMessage(); l.nothing(); l.hangUp(4000) }, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := startGateway(t, discordtest.GatewayOptions{})
			l := login(t, s, 0)
			if struck := s.Strike(test.blow); struck != 1 {
				t.Fatalf("%d connections were struck", struck)
			}
			test.see(l)
			tell(s, 1)
			n := l.resume(l.seq)
			if !test.resumes {
				n.want(9, "")
				return
			}
			n.want(0, "NUMBERED")
			n.want(0, "RESUMED")
		})
	}
}

// A stalled connection says nothing any more. What happens is kept, and the
// gateway sees with what code, and how soon, the bot gives up.
func TestStall(t *testing.T) {
	s := startGateway(t, discordtest.GatewayOptions{})
	l := login(t, s, 0)
	if s.Stall() != 1 || s.Connected() {
		t.Fatal("nothing is stalled")
	}
	tell(s, 1)
	l.send(1, l.seq)
	l.conn.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
	if e, err := l.read(); err == nil {
		t.Errorf("a stalled connection sent %+v", e)
	}
	l.hangUp(4000)
	got := s.Closings()
	if len(got) != 1 || got[0].Code != 4000 || !got[0].ByBot || !got[0].Stalled || got[0].SinceBeat >= got[0].Open || got[0].Open < 50*time.Millisecond {
		t.Errorf("Closings are %+v", got)
	}
	n := l.resume(l.seq)
	n.want(0, "NUMBERED")
	n.want(0, "RESUMED")
}

func TestFailGateway(t *testing.T) {
	t.Run("InsteadOfHello", func(t *testing.T) {
		s := startGateway(t, discordtest.GatewayOptions{})
		s.FailGateway(discordtest.AtConnect, 2, discordtest.AskedToReconnect())
		for range 2 {
			dial(t, s, s.GatewayURL()).want(7, "")
		}
		dial(t, s, s.GatewayURL()).want(10, "")
	})
	t.Run("InsteadOfReady", func(t *testing.T) {
		s := startGateway(t, discordtest.GatewayOptions{})
		s.FailGateway(discordtest.AtIdentify, 5, discordtest.Invalidated(false))
		l := connect(t, s)
		for range 5 {
			l.identify(map[string]any{"intents": 0})
			l.want(9, "")
		}
		l.identify(map[string]any{"intents": 0})
		l.ready()
		if got := limit(t, s).Limit.Remaining; got != 994 {
			t.Errorf("%d are left: each Identify counts", got)
		}
	})
	t.Run("AfterReadyForEver", func(t *testing.T) {
		s := startGateway(t, discordtest.GatewayOptions{})
		s.FailGateway(discordtest.AfterReady, -1, discordtest.ClosedWith(4002))
		for range 3 {
			login(t, s, 0).wantClose(4002)
		}
		s.HealGateway()
		login(t, s, 0).nothing()
	})
	t.Run("InsteadOfResumed", func(t *testing.T) {
		s := startGateway(t, discordtest.GatewayOptions{})
		l := login(t, s, 0)
		l.hangUp(4000)
		s.FailGateway(discordtest.AtResume, 1, discordtest.Dropped())
		l.resume(l.seq).wantClose(1006)
		l.resume(l.seq).want(0, "RESUMED")
	})
}

// keepUp is a bot that does nothing but come back, and counts it: it resumes where
// it can.
func keepUp(s *discordtest.Server, ready *atomic.Int64, stop *atomic.Bool) {
	var session string
	var seq int64
	for !stop.Load() {
		address := s.GatewayURL()
		if session != "" {
			address = s.ResumeURL()
		}
		conn, _, err := websocket.DefaultDialer.Dial(address, nil)
		if err != nil {
			continue
		}
		l := &line{conn: conn, s: s}
		up, err := l.live(session, seq)
		if up {
			ready.Add(1)
		}
		session, seq = l.session, l.seq
		if closed := (*websocket.CloseError)(nil); errors.As(err, &closed) && (closed.Code == 4007 || closed.Code == 4009 || closed.Code < 1002) {
			session, seq = "", 0
		}
		conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(4000, ""), time.Now().Add(time.Second))
		conn.Close()
	}
}

// live serves a connection until it ends.
func (l *line) live(session string, seq int64) (up bool, err error) {
	l.session, l.seq = session, seq
	for {
		l.conn.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
		e, err := l.read()
		if err != nil {
			return up, err
		}
		switch {
		case e.Op == 10 && session == "":
			err = l.conn.WriteJSON(map[string]any{"op": 2, "d": map[string]any{"token": l.s.Token(), "intents": 0, "properties": map[string]string{}}})
		case e.Op == 10:
			err = l.conn.WriteJSON(map[string]any{"op": 6, "d": map[string]any{"token": l.s.Token(), "session_id": session, "seq": seq}})
		case e.Op == 9:
			if string(e.D) != "true" {
				l.session, l.seq = "", 0
			}
			return up, nil
		case e.Op == 7:
			return up, nil
		case e.T == "READY" || e.T == "RESUMED":
			up = true
			if e.T == "READY" {
				var d struct {
					SessionID string `json:"session_id"`
				}
				err = json.Unmarshal(e.D, &d)
				l.session = d.SessionID
			}
		case e.Op == 1:
			err = l.conn.WriteJSON(map[string]any{"op": 1, "d": l.seq})
		}
		if err != nil {
			return up, err
		}
	}
}

func TestChaos(t *testing.T) {
	s := startGateway(t, discordtest.GatewayOptions{Sessions: 1 << 30})
	var ready atomic.Int64
	var stop atomic.Bool
	done := make(chan struct{})
	go func() { defer close(done); keepUp(s, &ready, &stop) }()
	if !s.WaitConnected(1, within) {
		t.Fatal("the bot does not come")
	}
	end := s.Chaos(7, 20*time.Millisecond, discordtest.EverydayBlows())
	for deadline := time.Now().Add(within); ready.Load() < 10 && time.Now().Before(deadline); {
		time.Sleep(20 * time.Millisecond)
	}
	fell := end()
	if !s.WaitConnected(1, within) {
		t.Error("the bot does not come back")
	}
	stop.Store(true)
	s.DropConnections()
	if <-done; ready.Load() < 10 || len(fell) < 3 {
		t.Errorf("after %d blows the bot was up %d times", len(fell), ready.Load())
	}
	names := map[string]bool{}
	for _, b := range discordtest.EverydayBlows() {
		if name := b.String(); name == "" || names[name] {
			t.Errorf("two blows are called %q", name)
		} else {
			names[name] = true
		}
	}
}
