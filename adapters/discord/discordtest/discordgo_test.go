package discordtest_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"wirebrief/adapters/discord/discordtest"
)

// redirect sends what is meant for Discord to the server of the test.
type redirect struct {
	to    *url.URL
	plain *http.Transport
}

func (r redirect) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.URL.Scheme, req.URL.Host, req.Host = r.to.Scheme, r.to.Host, r.to.Host
	return r.plain.RoundTrip(req)
}

// library is a session of discordgo that talks to a server.
func library(t *testing.T, s *discordtest.Server, token string) *discordgo.Session {
	t.Helper()
	d, err := discordgo.New("Bot " + token)
	if err != nil {
		t.Fatal(err)
	}
	to, err := url.Parse(s.Root())
	if err != nil {
		t.Fatal(err)
	}
	plain := &http.Transport{}
	d.Client = &http.Client{Transport: redirect{to: to, plain: plain}, Timeout: within}
	d.UserAgent = "DiscordBot (https://news.example, 1.0)"
	d.Identify.Intents = discordgo.IntentsGuilds
	d.LogLevel = -1 // what is lost here is lost on purpose
	t.Cleanup(plain.CloseIdleConnections)
	return d
}

// open connects a session until the test ends.
func open(t *testing.T, d *discordgo.Session) {
	t.Helper()
	if err := d.Open(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		d.ShouldReconnectOnError = false // else closing may be taken for a lost connection
		d.Close()
	})
}

// waitBeat waits until a session has sent its first beat, and does nothing more
// about it. Where the connection ends before, discordgo takes the beat to have
// failed, and for that gives up the next connection, with the session.
func waitBeat(t *testing.T, d *discordgo.Session) {
	t.Helper()
	beaten := func() bool {
		d.RLock()
		defer d.RUnlock()
		return d.DataReady
	}
	for end := time.Now().Add(within); !beaten(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the bot does not beat")
		}
	}
}

func TestDiscordgo(t *testing.T) {
	t.Run("AnswersInteractions", func(t *testing.T) {
		t.Parallel()
		s := startGateway(t, discordtest.GatewayOptions{})
		ana := s.AddPerson(discordtest.User{GlobalName: "Ana"})
		room := s.AddGuild("Newsroom", ana).AddTextChannel("news")
		d := library(t, s, s.Token())
		heard := make(chan string, 10)
		d.AddHandler(func(d *discordgo.Session, i *discordgo.InteractionCreate) {
			err := d.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
				Type: discordgo.InteractionResponseChannelMessageWithSource,
				Data: &discordgo.InteractionResponseData{Content: "You said " + i.ApplicationCommandData().Options[0].StringValue()},
			})
			if err != nil {
				t.Error(err)
			}
		})
		d.AddHandler(func(_ *discordgo.Session, g *discordgo.GuildCreate) { heard <- g.Name })
		d.AddHandler(func(_ *discordgo.Session, g *discordgo.GuildDelete) { heard <- "left " + g.ID })
		open(t, d)
		if name := <-heard; name != "Newsroom" {
			t.Errorf("GUILD_CREATE is of %q", name)
		}
		register(t, s)
		if post, ok := ana.Slash(room, "/latest topic:rain").Wait(); !ok || post.Content != "You said rain" {
			t.Errorf("the post is %+v", post)
		}
		room.Guild().Kick(s.Bot())
		if said := <-heard; said != "left "+room.Guild().ID().String() {
			t.Errorf("GUILD_DELETE is %q", said)
		}
		if got := s.Identifies(); len(got) != 1 || !got[0].Compress {
			t.Errorf("Identifies are %+v", got)
		}
	})
	t.Run("NoIntents", func(t *testing.T) {
		t.Parallel()
		s := startGateway(t, discordtest.GatewayOptions{})
		ana := s.AddPerson(discordtest.User{})
		d := library(t, s, s.Token())
		d.Identify.Intents = 0
		heard := make(chan string, 10)
		d.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) { heard <- e.Type })
		d.SyncEvents = true
		open(t, d)
		ana.Say(ana.Private(), "hello")
		s.Dispatch("INTERACTION_CREATE", []byte(`{"id":"1","type":1}`))
		for _, want := range []string{"READY", "INTERACTION_CREATE"} {
			if got := <-heard; got != want {
				t.Errorf("heard %s, want %s", got, want)
			}
		}
	})
	t.Run("ResumesAfterOp7", func(t *testing.T) {
		t.Parallel()
		s := startGateway(t, discordtest.GatewayOptions{Beat: time.Hour})
		d := library(t, s, s.Token())
		heard := make(chan string, 10)
		d.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) {
			if e.Type == "NUMBERED" || e.Type == "RESUMED" {
				heard <- e.Type + string(e.RawData)
			}
		})
		d.SyncEvents = true
		open(t, d)
		waitBeat(t, d)
		s.Reconnect()
		tell(s, 1)
		for _, want := range []string{"NUMBERED1", "RESUMED"} {
			if got := <-heard; !strings.HasPrefix(got, want) {
				t.Errorf("heard %q, want %s", got, want)
			}
		}
		if got := s.Resumes(); len(got) != 1 || !got[0].Resumed || got[0].AtResumeURL || len(s.Identifies()) != 1 {
			t.Errorf("Resumes are %+v: discordgo does not use the address of READY", got)
		}
		if got := s.Closings(); len(got) != 1 || got[0].Code != websocket.CloseServiceRestart || !got[0].ByBot {
			t.Errorf("Closings are %+v", got)
		}
	})
	t.Run("StalledIsNoticedLate", func(t *testing.T) {
		t.Parallel()
		s := startGateway(t, discordtest.GatewayOptions{Beat: 200 * time.Millisecond})
		d := library(t, s, s.Token())
		open(t, d)
		s.Stall()
		if !s.Wait(within, func() bool { return len(s.Identifies()) == 2 }) {
			t.Fatal("the bot does not come back")
		}
		if got := s.Closings()[0]; got.Code != 1000 || !got.ByBot || !got.Stalled || got.Open < time.Second {
			t.Errorf("the first closing is %+v", got)
		}
	})
	t.Run("WrongTokenIsRefused", func(t *testing.T) {
		t.Parallel()
		s := startGateway(t, discordtest.GatewayOptions{})
		err := library(t, s, "MQ.wrong.one").Open()
		var closed *websocket.CloseError
		if !errors.As(err, &closed) || closed.Code != discordtest.CloseWrongToken {
			t.Errorf("Open returns %v", err)
		}
	})
}
