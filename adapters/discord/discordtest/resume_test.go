package discordtest_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"wirebrief/adapters/discord/discordtest"
)

// tell gives the bot n numbered events.
func tell(s *discordtest.Server, n int) {
	for i := range n {
		s.Dispatch("NUMBERED", json.RawMessage(fmt.Sprint(i+1)))
	}
}

func TestResume(t *testing.T) {
	t.Run("MissedEventsThenResumed", func(t *testing.T) {
		s := startGateway(t, discordtest.GatewayOptions{})
		l := login(t, s, 0)
		tell(s, 1)
		l.want(0, "NUMBERED")
		s.DropConnections()
		l.wantClose(1006)
		tell(s, 3)
		n := l.resume(l.seq - 1) // it never saw the one before the drop
		for i := range 4 {
			want := fmt.Sprint(max(i, 1))
			if e := n.want(0, "NUMBERED"); i > 0 && string(e.D) != want || *e.S != l.seq+int64(i) {
				t.Errorf("event %d is %s with sequence %d", i, e.D, *e.S)
			}
		}
		n.want(0, "RESUMED")
		tell(s, 1)
		n.want(0, "NUMBERED")
		if got := s.Resumes(); len(got) != 1 || !got[0].Resumed || got[0].Missed != 4 || !got[0].AtResumeURL || got[0].Session != l.session {
			t.Errorf("Resumes are %+v", got)
		}
		if len(s.Identifies()) != 1 || !s.Connected() {
			t.Errorf("%d identifies, connected: %v", len(s.Identifies()), s.Connected())
		}
	})
	t.Run("TakesOverALiveConnection", func(t *testing.T) {
		s := startGateway(t, discordtest.GatewayOptions{})
		l := login(t, s, 0)
		n := l.resume(l.seq)
		n.want(0, "RESUMED")
		l.wantClose(1006)
		tell(s, 1)
		n.want(0, "NUMBERED")
	})
	t.Run("AgainAndAgain", func(t *testing.T) {
		s := startGateway(t, discordtest.GatewayOptions{})
		l := login(t, s, 0)
		for range 5 {
			l.hangUp(4000)
			tell(s, 1)
			session := l.session
			l = l.resume(l.seq)
			l.want(0, "NUMBERED")
			l.want(0, "RESUMED")
			if l.session != session {
				t.Fatal("the session changed")
			}
		}
	})
}

func TestResumeRefused(t *testing.T) {
	lost := func(l *line, code int) *line { l.hangUp(code); return l.resume(l.seq) }
	over := map[string]func(l *line) *line{
		"AfterNormalClose": func(l *line) *line { return lost(l, 1000) },
		"AfterGoingAway":   func(l *line) *line { return lost(l, 1001) },
		"UnknownSession":   func(l *line) *line { l.session = "none"; return lost(l, 4000) },
		"TooLongAgo": func(l *line) *line {
			l.hangUp(4000)
			l.s.Advance(6 * time.Minute)
			return l.resume(l.seq)
		},
		"TooManyMissed": func(l *line) *line {
			l.hangUp(4000)
			tell(l.s, 5)
			return l.resume(l.seq)
		},
		"Forgotten":       func(l *line) *line { l.s.ForgetSessions(); return lost(l, 4000) },
		"ForgottenBefore": func(l *line) *line { l.hangUp(4000); l.s.ForgetSessions(); return l.resume(l.seq) },
		"Invalidated":     func(l *line) *line { l.s.InvalidateSession(false); return lost(l, 4000) },
		"AfterTimeOut":    func(l *line) *line { l.s.CloseWith(4009); l.wantClose(4009); return l.resume(l.seq) },
	}
	for name, do := range over {
		t.Run(name, func(t *testing.T) {
			s := startGateway(t, discordtest.GatewayOptions{KeepEvents: 4})
			n := do(login(t, s, 0))
			var resumable bool
			unmarshal(t, n.want(9, "").D, &resumable)
			if got := s.Resumes(); resumable || len(got) != 1 || got[0].Resumed || got[0].Code != 0 {
				t.Errorf("resumable %v, Resumes %+v", resumable, got)
			}
			n.identify(map[string]any{"intents": 0}) // the same connection will do
			n.ready()
			if !s.Identifies()[1].AtResumeURL {
				t.Error("that it was not the first address went unnoticed")
			}
		})
	}
	closed := map[string]struct {
		code int
		do   func(l *line) *line
	}{
		"SequenceToCome":  {4007, func(l *line) *line { l.hangUp(4000); return l.resume(l.seq + 1) }},
		"NegativeSequenc": {4007, func(l *line) *line { l.hangUp(4000); return l.resume(-1) }},
		"Revoked":         {4004, func(l *line) *line { l.s.Revoke(); return lost(l, 4000) }},
		"AfterIdentify":   {4005, func(l *line) *line { l.send(6, map[string]any{}); return l }},
		"NoSequence": {4002, func(l *line) *line {
			n := connect(l.t, l.s)
			n.send(6, map[string]any{"token": l.s.Token(), "session_id": l.session})
			return n
		}},
	}
	for name, test := range closed {
		t.Run(name, func(t *testing.T) {
			s := startGateway(t, discordtest.GatewayOptions{})
			test.do(login(t, s, 0)).wantClose(test.code)
			if got := s.Resumes(); len(got) != 1 || got[0].Resumed || got[0].Code != test.code {
				t.Errorf("Resumes are %+v", got)
			}
		})
	}
}

func TestShards(t *testing.T) {
	s := startGateway(t, discordtest.GatewayOptions{})
	owner := s.AddPerson(discordtest.User{})
	var guilds [2]*discordtest.Guild
	for guilds[0] == nil || guilds[1] == nil {
		g := s.AddGuild("A guild", owner)
		guilds[g.ID()>>22%2] = g
		time.Sleep(time.Millisecond) // ids of the same millisecond belong to one shard
	}
	var lines [2]*line
	for shard := range lines {
		lines[shard] = connect(t, s)
		lines[shard].identify(map[string]any{"intents": discordtest.IntentGuilds | discordtest.IntentDirectMessages, "shard": []int{shard, 2}})
		lines[shard].ready()
		lines[shard].wantEvent("GUILD_CREATE")
	}
	if s.Shards() != 2 {
		t.Errorf("%d shards are connected", s.Shards())
	}
	guilds[1].AddTextChannel("of shard 1")
	owner.Say(owner.Private(), "to shard 0")
	if e := lines[1].wantEvent("CHANNEL_CREATE"); len(e.D) == 0 {
		t.Error("the channel is empty")
	}
	lines[1].nothing()
	lines[0].wantEvent("MESSAGE_CREATE")
	lines[0].nothing()
}
