package discord_test

import (
	"fmt"
	"math/rand/v2"
	"net"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"wirebrief/adapters/discord"
	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
)

func TestOptionsAreChecked(t *testing.T) {
	const token = discordtest.DefaultToken
	store := newStore(t)
	good := discord.Options{Token: token, Inbox: store, Desk: quietDesk{}, Budget: store}
	for name, tt := range map[string]struct {
		change func(o *discord.Options)
		want   string
	}{
		"OK":             {func(*discord.Options) {}, ""},
		"NoToken":        {func(o *discord.Options) { o.Token = "" }, "Bot page"},
		"TokenWithBot":   {func(o *discord.Options) { o.Token = "Bot " + token }, "without the word Bot"},
		"TokenWithSpace": {func(o *discord.Options) { o.Token = token + " " }, "Bot page"},
		"OtherSecret":    {func(o *discord.Options) { o.Token = "7000000001:AAsome-token" }, "three parts"},
		"NoInbox":        {func(o *discord.Options) { o.Inbox = nil }, "inbox"},
		"NoDesk":         {func(o *discord.Options) { o.Desk = nil }, "desk"},
		"NoBudget":       {func(o *discord.Options) { o.Budget = nil }, "budget"},
		"Shards":         {func(o *discord.Options) { o.Shards = -1 }, "0"},
		"OwnServer":      {func(o *discord.Options) { o.BaseURL = "http://127.0.0.1:8081/api/v10/" }, ""},
		"NoServer":       {func(o *discord.Options) { o.BaseURL = "discord.com/api" }, "https://discord.com/api/v10"},
		"ServerPassword": {func(o *discord.Options) { o.BaseURL = "https://u:" + token + "@x.example" }, "https://discord.com/api/v10"},
		"Key":            {func(o *discord.Options) { o.PublicKey = strings.Repeat("0a", 32) }, ""},
		"ShortKey":       {func(o *discord.Options) { o.PublicKey = "0a0a" }, "64 hexadecimal digits"},
		"OddKey":         {func(o *discord.Options) { o.PublicKey = strings.Repeat("xy", 32) }, "64 hexadecimal digits"},
	} {
		t.Run(name, func(t *testing.T) {
			o := good
			tt.change(&o)
			_, err := discord.New(o)
			if (tt.want == "") != (err == nil) || err != nil && (!strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), token)) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestRunConnectsAndLeavesNothing(t *testing.T) {
	store := newStore(t)
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	s, err := discordtest.New(discordtest.Options{Limits: &noLimits})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w := &world{Server: s}
	w.people()
	var told atomic.Value
	l := w.online(t, discord.Options{Inbox: store, Budget: store, Ready: func(a discord.Account) { told.Store(a) }}, (*discord.Adapter).WaitForLibrary)
	w.asks(t, "karabakh")
	l.hears("/latest karabakh")
	w.ann.Say(w.ann.Private(), "hello")
	l.hears("/latest karabakh", "hello")
	if posts := w.ann.Private().WaitPosts(1, within); len(posts) != 1 {
		t.Errorf("in private there are %+v", posts)
	}
	address := fmt.Sprintf("https://discord.com/oauth2/authorize?client_id=%d&integration_type=", s.ApplicationID())
	want := discord.Account{Name: "wirebrief", Invite: address + "0&permissions=274877959168&scope=bot+applications.commands", Install: address + "1&scope=applications.commands"}
	if got := told.Load(); got != want {
		t.Errorf("ready as %+v", got)
	}
	l.hangUp()
	identifies := w.Identifies()
	if len(identifies) != 1 || identifies[0].Intents != discordtest.IntentGuilds|discordtest.IntentDirectMessages || identifies[0].Compress {
		t.Errorf("identified as %+v", identifies)
	}
	if ends := w.Closings(); len(ends) != 1 || ends[0].Code != 1000 || !ends[0].ByBot {
		t.Errorf("the connection ended so: %+v", ends)
	}
	if left, err := store.FindInboxEvents(t.Context(), discord.Platform); err != nil || len(left) > 0 {
		t.Errorf("%d events are left, %v", len(left), err)
	}
}

// TestStartsWithoutANetwork lets the server come later.
func TestStartsWithoutANetwork(t *testing.T) {
	address := freeAddress(t)
	l := open(t, nil, discord.Options{Token: discordtest.DefaultToken, BaseURL: "http://" + address + "/api/v10"})
	l.logs("discord does not answer")
	time.Sleep(10 * quick)
	if n := strings.Count(l.journal.String(), "does not answer"); n != 1 {
		t.Errorf("it says %d times that there is no answer", n)
	}
	w := newWorld(t, discordtest.Options{Listen: address})
	w.connected(t, 1)
	eventually(t, "the commands are there", func() bool { return len(w.Commands()) > 0 })
	w.asks(t, "karabakh")
}

// freeAddress is one that nobody listens at, nor will: who is given a free port is
// given it at 127.0.0.1.
func freeAddress(t *testing.T) string {
	t.Helper()
	ip := "127.0.0.1"
	if runtime.GOOS == "linux" { // where all of 127.0.0.0/8 is loopback
		ip = fmt.Sprintf("127.%d.%d.%d", 1+rand.IntN(254), rand.IntN(256), 1+rand.IntN(254))
	}
	port, err := net.Listen("tcp", ip+":0")
	if err != nil {
		t.Fatal(err)
	}
	defer port.Close()
	return port.Addr().String()
}

// TestTokenIsRefused is D02 and D19.
func TestTokenIsRefused(t *testing.T) {
	quiet := func(t *testing.T, w *world, l *line) {
		t.Helper()
		before := w.Calls("")
		_, err := l.Send(t.Context(), bot.ChatRef{Platform: discord.Platform, ID: w.news.ID().String()}, saying("x").Messages[0])
		if failed, ok := err.(*bot.SendError); !ok || failed.Kind != bot.Auth {
			t.Errorf("sending is possible: %v", err)
		}
		if n := w.Calls("") - before; n > 0 {
			t.Errorf("%d requests leave afterwards", n)
		}
	}
	t.Run("AtTheStart", func(t *testing.T) {
		w := newWorld(t, discordtest.Options{})
		l := open(t, w.Server, discord.Options{Token: "MTExMTExMTEx.other.token-of-nobody"})
		l.isRefused("get a new one from the Bot page")
		if w.Connections() != 0 || w.Calls("") != 1 {
			t.Error("it connects nevertheless")
		}
		quiet(t, w, l)
	})
	t.Run("ByTheGateway", func(t *testing.T) {
		w := newWorld(t, discordtest.Options{})
		w.FailGateway(discordtest.AtIdentify, -1, discordtest.ClosedWith(discordtest.CloseWrongToken))
		l := open(t, w.Server, discord.Options{})
		l.isRefused("get a new one from the Bot page")
		if w.Connections() != 1 {
			t.Errorf("it connects %d times", w.Connections())
		}
		quiet(t, w, l)
	})
	t.Run("ByAnyCall", func(t *testing.T) {
		w := newWorld(t, discordtest.Options{})
		l := w.online(t, discord.Options{})
		w.Revoke()
		l.Send(t.Context(), bot.ChatRef{Platform: discord.Platform, ID: w.news.ID().String()}, saying("x").Messages[0])
		l.isRefused("get a new one from the Bot page")
		quiet(t, w, l)
	})
	for code, words := range map[int]string{
		discordtest.CloseInvalidShard: "discord.shards", discordtest.CloseInvalidVersion: "newer",
		discordtest.CloseInvalidIntents: "Bot page", discordtest.CloseDisallowedIntents: "Bot page",
	} {
		t.Run(fmt.Sprint("ClosedWith", code), func(t *testing.T) {
			w := newWorld(t, discordtest.Options{})
			w.FailGateway(discordtest.AtIdentify, -1, discordtest.ClosedWith(code))
			open(t, w.Server, discord.Options{}).isRefused(words)
			if w.Connections() != 1 {
				t.Errorf("it connects %d times", w.Connections())
			}
		})
	}
	t.Run("MoreShardsThanAdvised", func(t *testing.T) { // may be cured by asking again
		w := newWorld(t, discordtest.Options{})
		w.FailGateway(discordtest.AtIdentify, 1, discordtest.ClosedWith(discordtest.CloseShardingRequired))
		l := open(t, w.Server, discord.Options{})
		l.once.Do(func() {
			if err := l.ends(); err == nil || strings.Contains(err.Error(), bot.ErrRefused.Error()) {
				t.Errorf("Run returned %v", err)
			}
		})
	})
}

// TestGoesOn is D04 and D05: whatever breaks the connection, it goes on where it
// was, and nothing is missed.
func TestGoesOn(t *testing.T) {
	t.Parallel()
	blows := map[string]discordtest.Blow{
		"Dropped": discordtest.Dropped(), "Stalled": discordtest.Stalled(), "AskedToReconnect": discordtest.AskedToReconnect(),
		"InvalidButResumable": discordtest.Invalidated(true), "Nonsense": discordtest.Sent("<html>"), "Null": discordtest.Sent("null"),
	}
	for _, code := range []int{4000, 4001, 4002, 4005, 4008} {
		blows[fmt.Sprint("ClosedWith", code)] = discordtest.ClosedWith(code)
	}
	for name, blow := range blows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, discordtest.Options{Gateway: discordtest.GatewayOptions{Beat: 50 * time.Millisecond}})
			l := w.online(t, discord.Options{})
			w.asks(t, "one")
			if name == "Null" {
				eventually(t, "it beats", func() bool { return w.Beats() > 2 })
			}
			before := w.Connections()
			w.Strike(blow)
			beats := w.Beats()
			w.ann.Say(w.ann.Private(), "two") // while nobody hears it
			if name == "Stalled" {            // D04: one beat without an answer is enough
				sent := 0
				eventually(t, "it is closed", func() bool { sent = w.Beats(); return len(w.Closings()) > 0 })
				if sent-beats > 3 {
					t.Errorf("it sends %d beats before it knows that nobody answers", sent-beats)
				}
			}
			l.hears("/latest one", "two")
			if name == "Null" {
				return // which is no message, and does no harm
			}
			eventually(t, "it comes back", func() bool { return w.Connections() > before && w.Connected() })
			w.asks(t, "three")
			resumes := w.Resumes()
			if len(w.Identifies()) != 1 || len(resumes) == 0 || !resumes[0].AtResumeURL || !resumes[0].Resumed {
				t.Errorf("%d times identified itself, went on: %+v", len(w.Identifies()), resumes)
			}
			end := w.Closings()[0]
			if end.ByBot && (end.Code == 1000 || end.Code == 1001) {
				t.Errorf("the bot closes with %d, which ends the session", end.Code)
			}
			if name == "Stalled" && (!end.ByBot || end.Code != 4000) { // D04
				t.Errorf("a dead connection ends with %+v", end)
			}
		})
	}
}

// TestBeginsAnew is D06: where a session is over, the bot identifies itself on
// a new connection, and not at once.
func TestBeginsAnew(t *testing.T) {
	t.Parallel()
	blows := map[string]discordtest.Blow{"Invalid": discordtest.Invalidated(false)}
	for _, code := range []int{1000, 1001, 4003, 4007, 4009} {
		blows[fmt.Sprint("ClosedWith", code)] = discordtest.ClosedWith(code)
	}
	for name, blow := range blows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, discordtest.Options{Gateway: discordtest.GatewayOptions{IdentifyPause: time.Millisecond}})
			l := w.online(t, discord.Options{})
			for range 5 {
				before := len(w.Identifies())
				if name != "Invalid" {
					w.ForgetSessions()
				}
				w.Strike(blow)
				eventually(t, "it identifies itself anew", func() bool { return len(w.Identifies()) > before && w.Connected() })
			}
			w.asks(t, "one")
			l.hears("/latest one")
			if name != "Invalid" {
				return
			}
			identifies := w.Identifies()
			if len(identifies) != 6 {
				t.Errorf("the bot identified itself %d times", len(identifies))
			}
			for i, each := range identifies[1:] {
				if each.Connection == identifies[i].Connection || each.Time.Sub(identifies[i].Time) < quick || each.AtResumeURL {
					t.Errorf("after an invalid session it identifies itself so: %+v, then %+v", identifies[i], each)
				}
			}
		})
	}
}

// TestFirstConnectionFails lets blows fall before the bot is up, in the places
// where the library would stand still, or identify itself again and again.
func TestFirstConnectionFails(t *testing.T) {
	t.Parallel()
	blows := map[string]discordtest.Blow{
		"Dropped": discordtest.Dropped(), "Stalled": discordtest.Stalled(), "Op7": discordtest.AskedToReconnect(), "Op9": discordtest.Invalidated(false),
		"Op1": discordtest.AskedToBeat(), "Closed": discordtest.ClosedWith(4000), "Nonsense": discordtest.Sent(`{"op":10,"d":{"heartbeat_interval":-1}}`),
		"OddReady": discordtest.Sent(`{"op":0,"s":1,"t":"READY","d":[]}`), "OddHello": discordtest.Sent(`{"op":10,"d":null}`),
	}
	for name, blow := range blows {
		for stage, at := range map[string]discordtest.Stage{"AtConnect": discordtest.AtConnect, "AtIdentify": discordtest.AtIdentify, "AfterReady": discordtest.AfterReady} {
			t.Run(name+stage, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, discordtest.Options{Gateway: discordtest.GatewayOptions{Beat: 100 * time.Millisecond, IdentifyPause: time.Millisecond}})
				w.FailGateway(at, 2, blow)
				l := w.online(t, discord.Options{}, (*discord.Adapter).Impatiently)
				eventually(t, "it is connected", func() bool {
					return w.Connected() && (w.Connections() > 2 || strings.HasPrefix(name+stage, "Op1AfterReady") || name == "Nonsense" || name == "OddHello" || name == "OddReady")
				})
				w.asks(t, "one")
				l.hears("/latest one")
				// A machine that stands still costs some.
				if n, stood := len(w.Identifies()), w.Stood(); n > 7+int(stood/(50*time.Millisecond)) {
					t.Errorf("it identifies itself %d times, and the machine stood still for %v", n, stood)
				}
			})
		}
	}
}

// TestIdentifyGuard is D07 and D08, in the time of people: see
// TestIdentifierKeepsTheTokenSafe for that of machines.
func TestIdentifyGuard(t *testing.T) {
	t.Parallel() // most of it is waiting
	t.Run("FewLeft", func(t *testing.T) {
		w := newWorld(t, discordtest.Options{})
		w.SetSessionsLeft(5)
		l := open(t, w.Server, discord.Options{})
		l.logs("the bot has connected to discord anew too often today")
		if _, err := l.Send(t.Context(), bot.ChatRef{Platform: discord.Platform, ID: w.news.ID().String()}, saying("still sending").Messages[0]); err != nil {
			t.Errorf("nothing can be sent meanwhile: %v", err)
		}
		time.Sleep(10 * quick)
		if w.Connections() != 0 {
			t.Errorf("it connects %d times", w.Connections())
		}
		w.SetSessionsLeft(1000)
		w.connected(t, 1)
	})
	t.Run("DroppedAfterReady", func(t *testing.T) {
		w := newWorld(t, discordtest.Options{Gateway: discordtest.GatewayOptions{Sessions: 15, IdentifyPause: time.Millisecond}})
		w.FailGateway(discordtest.AfterReady, -1, discordtest.ClosedWith(4002))
		w.FailGateway(discordtest.AtResume, -1, discordtest.Invalidated(false))
		l := open(t, w.Server, discord.Options{})
		l.logs("the bot has connected to discord anew too often today")
		time.Sleep(10 * quick)
		if n := len(w.Identifies()); n != 12 && n != 13 || w.TokenReset() {
			t.Errorf("of 15 times it uses %d", n)
		}
	})
}

func TestShards(t *testing.T) {
	for name, tt := range map[string]struct{ advised, configured, want int }{"AsAdvised": {3, 0, 3}, "AsConfigured": {1, 2, 2}} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, discordtest.Options{Gateway: discordtest.GatewayOptions{Shards: tt.advised, MaxConcurrency: 2, IdentifyPause: time.Millisecond}})
			var rooms []*discordtest.Room
			for i := range 6 {
				rooms = append(rooms, w.AddGuild(fmt.Sprint("Guild ", i), w.ann).AddTextChannel("news"))
				w.Advance(time.Millisecond) // the time of its making is what a guild is sorted by
			}
			l := open(t, w.Server, discord.Options{Shards: tt.configured})
			w.connected(t, tt.want)
			eventually(t, "the commands are there", func() bool { return len(w.Commands()) > 0 })
			for i, room := range rooms {
				w.ann.Slash(room, fmt.Sprint("/latest topic:t", i))
			}
			eventually(t, "all guilds are heard", func() bool { return len(l.texts()) == len(rooms) })
			var shards []int
			for _, each := range w.Identifies() {
				shards = append(shards, each.Shard[0])
				if each.Shard[1] != tt.want || each.TooSoon {
					t.Errorf("identified as %+v", each)
				}
			}
			if slices.Sort(shards); !slices.Equal(shards, []int{0, 1, 2}[:tt.want]) {
				t.Errorf("connections %v", shards)
			}
		})
	}
}

func TestRunsOnceAtATime(t *testing.T) {
	w := newWorld(t, discordtest.Options{})
	l := w.online(t, discord.Options{})
	if err := l.Run(t.Context(), nil); err == nil || !strings.Contains(err.Error(), "runs already") {
		t.Errorf("a second Run: %v", err)
	}
	w.asks(t, "one")
}
