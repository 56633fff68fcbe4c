package discordtest_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/discord/discordtest"
)

func TestIdentify(t *testing.T) {
	t.Run("ReadyAndGuilds", func(t *testing.T) {
		s := startGateway(t, discordtest.GatewayOptions{})
		guild := s.AddGuild("Newsroom", s.AddPerson(discordtest.User{}))
		guild.AddTextChannel("news")
		s.AddGuildWithout("Elsewhere", s.AddPerson(discordtest.User{}))
		l := connect(t, s)
		l.identify(map[string]any{"intents": discordtest.IntentGuilds})
		var ready struct {
			V         int
			User      discordtest.User
			Guilds    []discordtest.GuildInfo
			SessionID string `json:"session_id"`
			URL       string `json:"resume_gateway_url"`
			App       struct {
				ID discordtest.ID
			} `json:"application"`
		}
		unmarshal(t, l.want(0, "READY").D, &ready)
		switch {
		case ready.V != 10 || ready.SessionID == "" || ready.URL != s.ResumeURL():
			t.Errorf("READY is %+v", ready)
		case ready.User.ID != s.Bot().ID() || ready.App.ID != s.ApplicationID():
			t.Errorf("READY is not of the bot: %+v", ready)
		case len(ready.Guilds) != 1 || ready.Guilds[0].ID != guild.ID() || !ready.Guilds[0].Unavailable:
			t.Errorf("READY has the guilds %+v", ready.Guilds)
		}
		var info discordtest.GuildInfo
		unmarshal(t, l.want(0, "GUILD_CREATE").D, &info)
		if info.Name != "Newsroom" || len(info.Channels) != 1 || info.JoinedAt == nil {
			t.Errorf("GUILD_CREATE is %+v", info)
		}
		l.nothing()
		if got := s.Identifies(); len(got) != 1 || got[0].Intents != discordtest.IntentGuilds || got[0].Properties["os"] != "linux" || got[0].Code != 0 {
			t.Errorf("Identifies are %+v", got)
		}
	})
	t.Run("NoIntentsNoGuilds", func(t *testing.T) {
		s := startGateway(t, discordtest.GatewayOptions{})
		s.AddGuild("Newsroom", s.AddPerson(discordtest.User{}))
		login(t, s, 0).nothing()
	})
	t.Run("Compressed", func(t *testing.T) {
		s := startGateway(t, discordtest.GatewayOptions{})
		l := connect(t, s)
		l.identify(map[string]any{"intents": 0, "compress": true})
		l.ready()
		if l.packed != 1 {
			t.Errorf("%d events were compressed, want READY", l.packed)
		}
	})
	t.Run("TokenWithBot", func(t *testing.T) {
		s := startGateway(t, discordtest.GatewayOptions{})
		l := connect(t, s)
		l.identify(map[string]any{"intents": 0, "token": "Bot " + s.Token()})
		l.ready()
	})
}

func TestIdentifyRefused(t *testing.T) {
	approved := discordtest.GatewayOptions{Approved: discordtest.IntentMembers}
	tests := map[string]struct {
		o    discordtest.GatewayOptions
		do   func(l *line)
		code int
	}{
		"WrongToken":        {do: func(l *line) { l.identify(map[string]any{"token": "no", "intents": 0}) }, code: 4004},
		"Revoked":           {do: func(l *line) { l.s.Revoke(); l.identify(map[string]any{"intents": 0}) }, code: 4004},
		"UnknownIntent":     {do: func(l *line) { l.identify(map[string]any{"intents": 1 << 30}) }, code: 4013},
		"NoIntents":         {do: func(l *line) { l.identify(nil) }, code: 4013},
		"PrivilegedIntent":  {do: func(l *line) { l.identify(map[string]any{"intents": discordtest.IntentContent}) }, code: 4014},
		"OtherIntent":       {o: approved, do: func(l *line) { l.identify(map[string]any{"intents": discordtest.IntentPresences}) }, code: 4014},
		"ShardBeyondCount":  {do: func(l *line) { l.identify(map[string]any{"intents": 0, "shard": []int{2, 2}}) }, code: 4010},
		"NoShards":          {do: func(l *line) { l.identify(map[string]any{"intents": 0, "shard": []int{0, 0}}) }, code: 4010},
		"NotAnIdentify":     {do: func(l *line) { l.identify(map[string]any{"intents": "all"}) }, code: 4002},
		"Twice":             {do: func(l *line) { l.identify(map[string]any{"intents": 0}); l.identify(map[string]any{"intents": 0}) }, code: 4005},
		"UnknownOperation":  {do: func(l *line) { l.send(99, nil) }, code: 4001},
		"NoOperation":       {do: func(l *line) { l.conn.WriteMessage(1, []byte(`{"d":1}`)) }, code: 4002},
		"NoJSON":            {do: func(l *line) { l.conn.WriteMessage(1, []byte(`identify`)) }, code: 4002},
		"TooLong":           {do: func(l *line) { l.send(1, strings.Repeat("x", 4096)) }, code: 4002},
		"PresenceTooEarly":  {do: func(l *line) { l.send(3, map[string]any{}) }, code: 4003},
		"NothingInTime":     {o: discordtest.GatewayOptions{IdentifyWithin: 30 * time.Millisecond}, do: func(*line) {}, code: 4003},
		"BeatIsNoNumber":    {do: func(l *line) { l.send(1, "one") }, code: 4002},
		"TooManyEvents":     {o: discordtest.GatewayOptions{Beat: time.Minute}, do: func(l *line) { flood(l, 123) }, code: 4008},
		"NoBeat":            {o: discordtest.GatewayOptions{Beat: 20 * time.Millisecond, BeatGrace: time.Nanosecond}, do: func(l *line) { l.identify(map[string]any{"intents": 0}) }, code: 4009},
		"SequenceOfNothing": {do: func(l *line) { l.identify(map[string]any{"intents": 0}); l.send(1, 77) }, code: 4007},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := startGateway(t, test.o)
			l := connect(t, s)
			test.do(l)
			l.wantClose(test.code)
			if got := s.Closings(); len(got) != 1 || got[0].Code != test.code || got[0].ByBot {
				t.Errorf("Closings are %+v", got)
			}
			if s.Connected() {
				t.Error("the bot is said to be connected")
			}
		})
	}
	t.Run("ApprovedIntent", func(t *testing.T) { login(t, startGateway(t, approved), discordtest.IntentMembers) })
	t.Run("TooManyGuilds", func(t *testing.T) {
		s := startGateway(t, discordtest.GatewayOptions{GuildsPerShard: 1})
		for range 2 {
			s.AddGuild("One of many", s.AddPerson(discordtest.User{}))
		}
		l := connect(t, s)
		l.identify(map[string]any{"intents": 0})
		l.wantClose(4011)
	})
	t.Run("OldVersion", func(t *testing.T) {
		s := startGateway(t, discordtest.GatewayOptions{})
		dial(t, s, s.GatewayURL()+"?v=6&encoding=json").wantClose(4012)
	})
}

func flood(l *line, n int) {
	for range n {
		l.send(1, nil)
	}
}

func TestBeats(t *testing.T) {
	s := startGateway(t, discordtest.GatewayOptions{Beat: 50 * time.Millisecond})
	l := dial(t, s, s.GatewayURL()+"?v=9&encoding=json")
	var hello struct {
		Interval int `json:"heartbeat_interval"`
	}
	unmarshal(t, l.want(10, "").D, &hello)
	if hello.Interval != 50 {
		t.Errorf("Hello asks for a beat every %d ms", hello.Interval)
	}
	l.send(1, nil)
	l.want(11, "")
	l.identify(map[string]any{"intents": 0})
	l.ready()
	l.send(1, l.seq)
	l.want(11, "")
	if s.Beats() != 2 || s.Connections() != 1 {
		t.Errorf("%d beats on %d connections were counted", s.Beats(), s.Connections())
	}
}

func TestIdentifyTooSoon(t *testing.T) {
	s := startGateway(t, discordtest.GatewayOptions{IdentifyPause: time.Hour, MaxConcurrency: 2})
	for shard, want := range map[int]string{0: "READY", 1: "READY"} {
		l := connect(t, s)
		l.identify(map[string]any{"intents": 0, "shard": []int{shard, 4}})
		l.want(0, want)
	}
	l := connect(t, s)
	l.identify(map[string]any{"intents": 0, "shard": []int{2, 4}})
	var resumable bool
	unmarshal(t, l.want(9, "").D, &resumable)
	if got := s.Identifies(); resumable || len(got) != 3 || !got[2].TooSoon {
		t.Errorf("resumable %v, Identifies %+v", resumable, got)
	}
}

// limit asks GET /gateway/bot for session_start_limit.
func limit(t *testing.T, s *discordtest.Server) (l discordtest.GatewayInfo) {
	t.Helper()
	unmarshal(t, rest(t, s, "GET", "/gateway/bot", nil), &l)
	return l
}

func TestSessionStartLimit(t *testing.T) {
	t.Run("CountsDownAndRenews", func(t *testing.T) {
		s := startGateway(t, discordtest.GatewayOptions{Shards: 3})
		if got := limit(t, s); got.URL != s.GatewayURL() || got.Shards != 3 || *got.Limit != (discordtest.SessionLimit{Total: 1000, Remaining: 1000, MaxConcurrency: 1}) {
			t.Errorf("GET /gateway/bot is %+v %+v", got, got.Limit)
		}
		login(t, s, 0)
		s.Advance(time.Hour)
		got := limit(t, s).Limit
		if left := time.Duration(got.ResetAfter) * time.Millisecond; got.Remaining != 999 || left > 23*time.Hour || left < 22*time.Hour {
			t.Errorf("after one Identify the limit is %+v", got)
		}
		s.Advance(23 * time.Hour)
		if got := limit(t, s).Limit; got.Remaining != 1000 {
			t.Errorf("after a day the limit is %+v", got)
		}
	})
	t.Run("ResumesDoNotCount", func(t *testing.T) {
		s := startGateway(t, discordtest.GatewayOptions{})
		l := login(t, s, 0)
		l.hangUp(4900)
		l.resume(l.seq).want(0, "RESUMED")
		if got := limit(t, s).Limit.Remaining; got != 999 {
			t.Errorf("%d are left", got)
		}
	})
	t.Run("TooManyLoseTheToken", func(t *testing.T) {
		s := startGateway(t, discordtest.GatewayOptions{})
		first := login(t, s, 0)
		s.SetSessionsLeft(1)
		login(t, s, 0)
		l := connect(t, s)
		l.identify(map[string]any{"intents": 0})
		l.wantClose(4004)
		first.wantClose(4004)
		if !s.TokenReset() || s.Connected() {
			t.Errorf("token reset: %v, connected: %v", s.TokenReset(), s.Connected())
		}
		again := connect(t, s)
		again.identify(map[string]any{"intents": 0})
		again.wantClose(4004)
	})
}

func TestDispatchTakesAnyEvent(t *testing.T) {
	s := startGateway(t, discordtest.GatewayOptions{})
	l := login(t, s, 0)
	s.Dispatch("SOMETHING_NEW", json.RawMessage(`{"odd":[1]}`))
	if e := l.want(0, "SOMETHING_NEW"); string(e.D) != `{"odd":[1]}` {
		t.Errorf("got %s", e.D)
	}
}
