package discordtest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/discord/discordtest"
)

// D18
func TestUnknownAndUnseen(t *testing.T) {
	b := start(t, discordtest.Options{})
	b.bad(404, 10003, "POST", "/channels/12345/messages", `{"content":"a"}`)
	b.bad(404, 10003, "GET", "/channels/12345", nil)
	t.Run("NotInGuild", func(t *testing.T) {
		other := b.AddGuildWithout("Elsewhere", b.ana).AddTextChannel("talk")
		b.bad(403, 50001, "POST", messages(other), `{"content":"a"}`)
		b.bad(403, 50001, "GET", "/guilds/"+other.Guild().ID().String()+"/channels", nil)
		b.bad(404, 10004, "GET", "/guilds/5/channels", nil)
	})
	t.Run("Hidden", func(t *testing.T) {
		hidden := b.guild.AddTextChannel("hidden")
		hidden.Overwrite(b.guild.ID(), 0, discordtest.ViewChannel)
		if got := hidden.May(b.Bot()); got != 0 {
			t.Errorf("the bot may %b where it sees nothing", got)
		}
		b.bad(403, 50001, "POST", messages(hidden), `{"content":"a"}`)
		hidden.Allow(b.Bot(), discordtest.ViewChannel)
		b.send(hidden, "seen again")
	})
	t.Run("Muted", func(t *testing.T) {
		muted := b.guild.AddTextChannel("muted")
		muted.Deny(b.Bot(), discordtest.SendMessages)
		b.bad(403, 50013, "POST", messages(muted), `{"content":"a"}`)
		b.bad(403, 50013, "POST", "/channels/"+muted.ID().String()+"/typing", nil)
	})
	t.Run("Kicked", func(t *testing.T) {
		guild := b.AddGuild("Short", b.ana)
		room := guild.AddTextChannel("talk")
		b.send(room, "a")
		guild.Kick(b.Bot())
		b.bad(403, 50001, "POST", messages(room), `{"content":"a"}`)
	})
	t.Run("Deleted", func(t *testing.T) {
		room := b.guild.AddTextChannel("gone")
		thread := room.AddThread("also", b.ana)
		room.Delete()
		b.bad(404, 10003, "POST", messages(room), `{"content":"a"}`)
		b.bad(404, 10003, "POST", messages(thread), `{"content":"a"}`)
	})
	t.Run("Voice", func(t *testing.T) {
		b.bad(400, 50008, "POST", messages(b.guild.AddCategory("Rooms")), `{"content":"a"}`)
		b.bad(400, 50024, "POST", "/channels/"+b.guild.AddVoice("Loud").ID().String()+"/threads", `{"name":"a","type":11}`)
	})
}

// D18
func TestDirectMessages(t *testing.T) {
	b := start(t, discordtest.Options{Limits: &discordtest.Limits{Opening: discordtest.Rate{N: 5, Per: 10 * time.Second}}})
	open := func(p *discordtest.Person) map[string]any { return map[string]any{"recipient_id": p.ID()} }
	c := good[discordtest.Channel](b, "POST", "/users/@me/channels", open(b.ana))
	if c.Type != discordtest.DirectMessage || len(c.Recipients) != 1 || c.Recipients[0].ID != b.ana.ID() || c.ID != b.ana.Private().ID() {
		t.Errorf("the channel is %+v", c)
	}
	b.send(b.ana.Private(), "hello")
	t.Run("Blocked", func(t *testing.T) {
		b.ana.Block()
		b.bad(403, 50007, "POST", messages(b.ana.Private()), `{"content":"a"}`)
		b.ana.Unblock()
		b.send(b.ana.Private(), "hello again")
	})
	t.Run("NoMutualGuild", func(t *testing.T) {
		stranger := b.AddPerson(discordtest.User{Username: "stranger"})
		good[discordtest.Channel](b, "POST", "/users/@me/channels", open(stranger))
		b.bad(403, 50278, "POST", messages(stranger.Private()), `{"content":"a"}`)
		stranger.Install()
		b.send(stranger.Private(), "installed")
		stranger.Uninstall()
		b.guild.Add(stranger)
		b.send(stranger.Private(), "in a guild")
		b.guild.Kick(b.Bot())
		b.bad(403, 50278, "POST", messages(stranger.Private()), `{"content":"a"}`)
		b.guild.Invite()
	})
	t.Run("NotWithBots", func(t *testing.T) {
		b.bad(403, 50007, "POST", "/users/@me/channels", open(b.AddPerson(discordtest.User{Username: "robot", Bot: true})))
		b.bad(400, 50033, "POST", "/users/@me/channels", `{"recipient_id":"5"}`)
	})
	t.Run("NotAmongOthers", func(t *testing.T) {
		b.bad(403, 50001, "POST", messages(b.AddPrivate(b.ana, b.AddPerson(discordtest.User{Username: "ben"}))), `{"content":"a"}`)
	})
	t.Run("TooFast", func(t *testing.T) {
		b.Advance(time.Minute)
		for range 5 {
			good[discordtest.Channel](b, "POST", "/users/@me/channels", open(b.ana))
		}
		b.bad(400, 40003, "POST", "/users/@me/channels", open(b.ana))
		b.Advance(10 * time.Second)
		good[discordtest.Channel](b, "POST", "/users/@me/channels", open(b.ana))
	})
}

// D20
func TestEmbedLinks(t *testing.T) {
	b := start(t, discordtest.Options{})
	m := b.send(b.news, "a")
	b.news.Deny(b.Bot(), discordtest.EmbedLinks)
	b.bad(403, 50013, "POST", messages(b.news), `{"embeds":[{"title":"T"}]}`)
	b.bad(403, 50013, "PATCH", message(b.news, m.ID), `{"embeds":[{"title":"T"}]}`)
	b.send(b.news, "as text")
	b.send(b.ana.Private(), `{"embeds":[{"title":"elsewhere"}]}`)
}

// D19
func TestToken(t *testing.T) {
	b := start(t, discordtest.Options{})
	for name, value := range map[string]string{"None": "", "Another": "Bot abc", "WithoutTheWord": b.Token(), "Bearer": "Bearer " + b.Token()} {
		t.Run(name, func(t *testing.T) {
			a, err := b.request("GET", "/users/@me", nil, func(h http.Header) { h.Set("Authorization", value) })
			if err != nil || a.Status != 401 || a.Code != 0 || a.Message != "401: Unauthorized" {
				t.Errorf("answer %d %s, %v", a.Status, a.Body, err)
			}
		})
	}
	b.Revoke()
	b.bad(401, 0, "POST", messages(b.news), `{"content":"a"}`)
	b.Restore()
	b.send(b.news, "a")
	if got := b.Invalid(); got != 5 {
		t.Errorf("%d invalid requests, want 5", got)
	}
}

func TestUserAgent(t *testing.T) {
	b := start(t, discordtest.Options{})
	for value, want := range map[string]int{
		"": 403, "Go-http-client/1.1": 403, "DiscordBot": 403, "DiscordBot (https://github.com/bwmarrin/discordgo, v0.29.0)": 200, agent: 200,
	} {
		a, err := b.request("GET", "/users/@me", nil, func(h http.Header) { h.Set("User-Agent", value) })
		if err != nil || a.Status != want || want == 403 && a.Code != 40333 {
			t.Errorf("with %q: %d %s, %v", value, a.Status, a.Body, err)
		}
	}
}

func TestAddresses(t *testing.T) {
	b := startUnchecked(t, discordtest.Options{})
	b.bad(404, 0, "GET", "/nothing", nil)
	b.bad(405, 0, "DELETE", "/users/@me", nil)
	at := func(path string) answer {
		r, err := http.NewRequest("GET", b.Root()+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("User-Agent", agent)
		resp, err := b.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		return answer{Status: resp.StatusCode}
	}
	for path, want := range map[string]int{"/api/v9/gateway": 200, "/api/v10/gateway": 200, "/api/v6/gateway": 400, "/api/gateway": 400, "/": 404} {
		if got := at(path).Status; got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
}

func TestProfile(t *testing.T) {
	b := start(t, discordtest.Options{Name: "Brief", Username: "brief"})
	b.ana.Install()
	me := good[discordtest.User](b, "GET", "/users/@me", nil)
	if me.ID != b.Bot().ID() || me.Username != "brief" || me.Name() != "Brief" || !me.Bot {
		t.Errorf("GET /users/@me is %+v", me)
	}
	for _, path := range []string{"/applications/@me", "/oauth2/applications/@me"} {
		app := good[map[string]any](b, "GET", path, nil)
		if app["id"] != b.ApplicationID().String() || app["verify_key"] != b.PublicKey() || len(b.PublicKey()) != 64 || app["approximate_user_install_count"] != 1.0 {
			t.Errorf("GET %s is %v", path, app)
		}
	}
	if g := good[discordtest.GatewayInfo](b, "GET", "/gateway", nil); g.URL != b.GatewayURL() || g.Shards != 0 {
		t.Errorf("GET /gateway is %+v", g)
	}
	if g := good[discordtest.GatewayInfo](b, "GET", "/gateway/bot", nil); g.Shards != 1 || g.Limit.Total != 1000 {
		t.Errorf("GET /gateway/bot is %+v", g)
	}
	c := good[discordtest.Channel](b, "GET", "/channels/"+b.news.ID().String(), nil)
	if c.Name != "news" || c.GuildID != b.guild.ID() {
		t.Errorf("the channel is %+v", c)
	}
	b.news.AddThread("talk", b.ana)
	b.guild.AddForum("posts", "grain")
	if got := good[[]discordtest.Channel](b, "GET", "/guilds/"+b.guild.ID().String()+"/channels", nil); len(got) != 2 || got[1].AvailableTags[0].Name != "grain" {
		t.Errorf("the channels are %+v", got)
	}
}

// The token of the default is shaped as a real one, which tells the bot's id.
func TestTokenNamesTheBot(t *testing.T) {
	for token, want := range map[string]discordtest.ID{
		discordtest.DefaultToken: 1_111_111_111_111_111_111, "MTIzNDU2Nzg5MDEyMzQ1Njc4.G.x": 123456789012345678, "secret": 1_111_111_111_111_111_111,
	} {
		s, err := discordtest.New(discordtest.Options{Token: token})
		if err != nil {
			t.Fatal(err)
		}
		s.Close()
		if s.ApplicationID() != want || s.Token() != token {
			t.Errorf("token %s: application %v, want %v", token, s.ApplicationID(), want)
		}
	}
	if _, err := discordtest.New(discordtest.Options{Listen: "127.0.0.1:none"}); err == nil {
		t.Error("it listens at a port that is none")
	}
}

func TestReport(t *testing.T) {
	b := startUnchecked(t, discordtest.Options{})
	b.call("POST", "/channels/5/messages", `{"content":"a"}`)
	got := b.Refused()
	if len(got) != 1 || got[0].Route != discordtest.SendRoute || got[0].Channel != 5 || got[0].Code != 10003 || got[0].Time.IsZero() || !strings.Contains(got[0].Error(), "Unknown Channel") {
		t.Errorf("refused %+v", got)
	}
	calls := b.LastCalls(discordtest.SendRoute)
	if b.Calls(discordtest.SendRoute) != 1 || b.Calls("") != 1 || len(calls) != 1 || string(calls[0].Body) != `{"content":"a"}` || calls[0].Time.IsZero() || !calls[0].Authorized {
		t.Errorf("calls %+v", calls)
	}
	if got := discordtest.Refuse(99999); got.Status != 400 || got.Code != 99999 {
		t.Errorf("an unknown code is %+v", got)
	}
}
