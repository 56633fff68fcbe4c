package discord_test

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"wirebrief/adapters/discord"
	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
)

// A scene is a bot that runs, in a guild of Ann, where Ben is a member, and with
// the direct messages of both.
type scene struct {
	*discordtest.Server
	t        *testing.T
	line     *line
	ann, ben *discordtest.Person
	guild    *discordtest.Guild
	channel  *discordtest.Room

	mu      sync.Mutex
	answers map[string]bot.Handler
}

// play opens a scene, in which the bot is ready.
func play(t *testing.T, so discordtest.Options, o discord.Options) *scene {
	t.Helper()
	if so.Limits == nil {
		so.Limits = &noLimits
	}
	if so.Gateway.IdentifyPause == 0 {
		so.Gateway.IdentifyPause = time.Millisecond // or whoever starts again waits
	}
	s := &scene{Server: newServer(t, so), t: t, answers: map[string]bot.Handler{}}
	s.ann = s.AddPerson(discordtest.User{Username: "ann", GlobalName: "Ann"})
	s.ben = s.AddPerson(discordtest.User{Username: "ben", GlobalName: "Ben"})
	s.guild = s.AddGuild("Readers", s.ann, s.ben)
	s.channel = s.guild.AddTextChannel("general")
	s.line = openWith(t, s.Server, o, s.answer)
	eventually(t, "the bot is ready", func() bool { return s.Connected() && len(s.Commands()) > 0 })
	return s
}

// restarts ends the bot and starts another.
func (s *scene) restarts(o discord.Options) {
	s.t.Helper()
	s.line.hangUp()
	eventually(s.t, "the old connection is gone", func() bool { return s.Shards() == 0 })
	s.line = openWith(s.t, s.Server, o, s.answer)
	eventually(s.t, "the bot is ready", s.Connected)
}

// on has commands and presses of a text answered so. Others are answered by
// their text.
func (s *scene) on(text string, h bot.Handler) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers[text] = h
}

// says is on with a reply that is always the same.
func (s *scene) says(text string, r bot.Reply) {
	s.on(text, func(context.Context, bot.Command) (bot.Reply, error) { return r, nil })
}

func (s *scene) answer(ctx context.Context, c bot.Command) (bot.Reply, error) {
	s.mu.Lock()
	h := s.answers[c.Text+c.Button]
	s.mu.Unlock()
	if h != nil {
		return h(ctx, c)
	}
	return saying("re " + strings.TrimPrefix(c.Text+c.Button, "/")), nil
}

// last is the last command that was heard.
func (s *scene) last() bot.Command {
	s.line.mu.Lock()
	defer s.line.mu.Unlock()
	if len(s.line.heard) == 0 {
		s.t.Fatal("no command was heard")
	}
	return s.line.heard[len(s.line.heard)-1]
}

// heard is how many commands were heard.
func (s *scene) heard() int {
	s.line.mu.Lock()
	defer s.line.mu.Unlock()
	return len(s.line.heard)
}

// shows waits for the answer to a use, and checks its words and who sees it.
func (s *scene) shows(u *discordtest.Use, words string, ephemeral bool) discordtest.Post {
	s.t.Helper()
	post, ok := u.WaitFor(within)
	if !ok || !strings.Contains(post.Text, words) {
		s.t.Fatalf("%v shows %v %q, want %q; the log:\n%s", u, ok, post.Text, words, s.line.journal)
	}
	if got := post.EphemeralFor != nil; got != ephemeral {
		s.t.Errorf("%q is ephemeral: %v, want %v", words, got, ephemeral)
	}
	return post
}

// guildRef is the bot's name of a guild.
func guildRef(g *discordtest.Guild) bot.ChatRef {
	return bot.ChatRef{Platform: discord.Platform, ID: "guild-" + g.ID().String()}
}

// tells is a reply that shows one, of which the headline is text.
func tells(text string) bot.Reply {
	return bot.Reply{Messages: []bot.Message{{Blocks: []bot.Block{
		{Kind: bot.Headline, Runs: []bot.Run{{Text: text, URL: "https://wire.example/1"}}},
		{Kind: bot.Meta, Runs: []bot.Run{{Text: "Example Wire · only source"}}},
	}}}}
}

// withButtons adds a row of buttons below the last message of a reply.
func withButtons(r bot.Reply, row ...bot.Button) bot.Reply {
	m := &r.Messages[len(r.Messages)-1]
	m.Buttons = append(m.Buttons, row)
	return r
}

// calls are how often the bot has answered interactions by each means.
type calls struct{ callbacks, edits, deletions, follows int }

func (s *scene) calls() calls {
	return calls{
		s.Calls(discordtest.CallbackRoute), s.Calls(discordtest.EditOriginalRoute), s.Calls(discordtest.DeleteOriginalRoute), s.Calls(discordtest.FollowUpRoute),
	}
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
