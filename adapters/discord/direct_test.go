package discord_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/discord"
	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
)

func TestDirectMessagesAreCommands(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	room := s.ann.Private()
	want := bot.Command{Kind: bot.Private, Chat: refOf(room), User: bot.User{ID: s.ann.ID().String(), Name: "Ann"}}
	answers := 0
	hears := func(what string, m discordtest.Message, change func(*bot.Command)) {
		t.Helper()
		answers++
		if posts := room.WaitPosts(answers, within); len(posts) != answers {
			t.Fatalf("%s has no answer; the log:\n%s", what, s.line.journal)
		}
		w := want
		w.EventID = "m:" + m.ID.String()
		change(&w)
		got := s.last()
		if (got.Forward == nil) != (w.Forward == nil) || got.Forward != nil && *got.Forward != *w.Forward {
			t.Errorf("%s: the forward is %+v, want %+v", what, got.Forward, w.Forward)
		}
		got.Forward, w.Forward = nil, nil
		if got != w {
			t.Errorf("%s: heard %+v, want %+v", what, got, w)
		}
	}
	m := s.ann.Say(room, "/latest karabakh")
	hears("a command", m, func(w *bot.Command) { w.Text = "/latest karabakh" })
	m = s.ann.Say(room, fmt.Sprintf("<@%s> what is new?", s.Bot().ID()))
	hears("a mention", m, func(w *bot.Command) { w.Text = "what is new?" })
	m = s.ann.Reply(room, room.BotPosts()[0].ID, "and the ports")
	hears("a reply to the bot", m, func(w *bot.Command) { w.Text, w.Answers = "and the ports", true })
	m = s.ann.Reply(room, m.ID, "or grain")
	hears("a reply to herself", m, func(w *bot.Command) { w.Text = "or grain" })
	far := s.guild.AddTextChannel("far")
	m = s.ann.Forward(s.ben.Write(far, discordtest.Message{
		Content: "Read this: <https://wire.example/ports>", Embeds: []discordtest.Embed{{Title: "Ports reopen", URL: "https://wire.example/ports", Description: "After a week."}},
	}), room)
	hears("a forwarded message", m, func(w *bot.Command) {
		at := m.MessageSnapshots[0].Message.Timestamp.UTC()
		w.Text, w.Forward = "Read this: <https://wire.example/ports>\nPorts reopen\nAfter a week.", &bot.Forward{URL: "https://wire.example/ports", At: at}
	})
	m = s.ann.Say(room, "")
	hears("a picture", m, func(w *bot.Command) {})
}

func TestOnlyWhatPeopleSayInPrivateIsHeard(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	s.ann.Say(s.channel, "/latest karabakh")
	s.ann.Say(s.channel, fmt.Sprintf("<@%s> latest", s.Bot().ID()))
	private := s.ann.Private().ID().String()
	for _, told := range []string{
		`{"id":"11","type":0,"channel_id":"` + private + `","author":{"id":"9","bot":true},"content":"from a bot"}`,
		`{"id":"12","type":6,"channel_id":"` + private + `","author":{"id":"9"},"content":"pinned"}`,
		`{"id":"13","type":0,"channel_id":"` + private + `","author":{"id":"9"},"webhook_id":"8","content":"from a webhook"}`,
		`{"id":"14","type":0,"channel_id":"` + private + `","content":"from nobody"}`,
		`{"id":"15","type":0,"channel_id":[]}`,
	} {
		s.Dispatch("MESSAGE_CREATE", []byte(told))
	}
	s.ann.Say(s.ann.Private(), "the end")
	s.ann.Private().WaitPosts(1, within)
	if s.heard() != 1 || s.last().Text != "the end" {
		t.Errorf("heard %q", s.line.texts())
	}
}

// TestAnswersWaitWhenAskedTo has direct messages refused for a while.
func TestAnswersWaitWhenAskedTo(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	room := s.ann.Private()
	for name, f := range map[string]discordtest.Fault{
		"too many": discordtest.Flooding(300 * time.Millisecond), "too many from all": discordtest.FloodingAll(time.Second), "for a while": discordtest.Refusing(40004),
	} {
		t.Run(name, func(t *testing.T) {
			before := len(room.BotPosts())
			s.Fail(discordtest.SendRoute, room.ID(), f)
			s.ann.Say(room, "hello to "+name)
			if posts := room.WaitPosts(before+1, within); len(posts) != before+1 || !strings.Contains(posts[before].Text, "hello to "+name) {
				t.Errorf("there are %d posts, after %d", len(posts), before)
			}
		})
	}
}

func TestWhoTakesNoMessagesStopsNothing(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	s.Fail(discordtest.SendRoute, s.ann.Private().ID(), discordtest.Refusing(50007))
	s.ann.Say(s.ann.Private(), "lost")
	s.line.logs("somebody who asked cannot be written to any more")
	s.ann.Say(s.ann.Private(), "found")
	if posts := s.ann.Private().WaitPosts(1, within); len(posts) != 1 || !strings.Contains(posts[0].Text, "found") {
		t.Errorf("there are %+v", posts)
	}
	if n := s.Calls(discordtest.SendRoute); n != 2 {
		t.Errorf("it took %d requests", n)
	}
}
