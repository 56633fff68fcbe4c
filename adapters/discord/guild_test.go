package discord_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/discord"
	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
)

// A watchfulDesk records what happens to chats, and has something to say to it.
type watchfulDesk struct {
	quietDesk
	says bot.Reply
	err  error
}

func (d watchfulDesk) ChatChanged(ctx context.Context, c bot.ChatChange) (bot.Reply, error) {
	d.quietDesk.ChatChanged(ctx, c)
	return d.says, d.err
}

func watching(reply bot.Reply, err error) watchfulDesk {
	return watchfulDesk{quietDesk: quietDesk{changes: make(chan bot.ChatChange, 100)}, says: reply, err: err}
}

// next is the next change that was heard.
func (d watchfulDesk) next(t *testing.T) bot.ChatChange {
	t.Helper()
	select {
	case c := <-d.changes:
		return c
	case <-time.After(within):
		t.Fatal("no change was heard")
		return bot.ChatChange{}
	}
}

// TestWhatHappensToPlacesIsFollowed is D24.
func TestWhatHappensToPlacesIsFollowed(t *testing.T) {
	t.Parallel()
	d := watching(bot.Reply{}, nil)
	s := play(t, discordtest.Options{}, discord.Options{Desk: d})
	forum, news := s.guild.AddForum("briefings"), s.guild.AddNews("wire")
	thread := s.channel.AddThread("dock strike", s.ann)
	if c := d.next(t); c.Change != bot.BotAdded || c.Chat != guildRef(s.guild) || c.Kind != bot.Group || c.ChatName != "Readers" || c.EventID == "" {
		t.Errorf("heard %+v", c)
	}
	other := s.AddGuildWithout("Others", s.ann)
	tests := []struct {
		name string
		do   func()
		want bot.ChatChange
	}{
		{"a thread is deleted", thread.Delete, bot.ChatChange{Change: bot.ChatDeleted, Chat: refOf(thread), Kind: bot.Group}},
		{"a forum is deleted", forum.Delete, bot.ChatChange{Change: bot.ChatDeleted, Chat: refOf(forum), Kind: bot.Group, ChatName: "#briefings"}},
		{"an announcement channel is deleted", news.Delete, bot.ChatChange{Change: bot.ChatDeleted, Chat: refOf(news), Kind: bot.Channel, ChatName: "#wire"}},
		{"the bot comes to a guild", other.Invite, bot.ChatChange{Change: bot.BotAdded, Chat: guildRef(other), Kind: bot.Group, ChatName: "Others"}},
		{"it is thrown out", func() { other.Kick(s.Bot()) }, bot.ChatChange{Change: bot.BotRemoved, Chat: guildRef(other), Kind: bot.Group}},
		{"it comes again", other.Invite, bot.ChatChange{Change: bot.BotAdded, Chat: guildRef(other), Kind: bot.Group, ChatName: "Others"}},
		{"the guild is deleted", other.Delete, bot.ChatChange{Change: bot.BotRemoved, Chat: guildRef(other), Kind: bot.Group}},
	}
	seen := map[string]bool{}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.do()
			got := d.next(t)
			want := test.want
			want.EventID = got.EventID
			if got != want || got.EventID == "" || seen[got.EventID] {
				t.Errorf("heard %+v, want %+v", got, want)
			}
			seen[got.EventID] = true
		})
	}
	// What Discord itself has lost for a while changes nothing.
	s.guild.Outage()
	s.guild.Recover()
	s.shows(s.ann.Slash(s.channel, "/help"), "re help", true)
	select {
	case c := <-d.changes:
		t.Errorf("heard %+v", c)
	default:
	}
	if s.Calls(discordtest.SendRoute) > 0 {
		t.Error("something was sent")
	}
}

func TestAGuildIsGreetedOnce(t *testing.T) {
	t.Parallel()
	d := watching(saying("I am here now."), nil)
	store := newStore(t)
	s := play(t, discordtest.Options{}, discord.Options{Desk: d, Inbox: store, Budget: store})
	d.next(t)
	// There is nowhere to say it unless the guild has a channel for that.
	joined := `{"id":"77","name":"Harbour","joined_at":"` + time.Now().UTC().Format(time.RFC3339) + `","system_channel_id":"` + s.channel.ID().String() + `"}`
	s.Dispatch("GUILD_CREATE", []byte(joined))
	posts := s.channel.WaitPosts(1, within)
	if len(posts) != 1 || !strings.Contains(posts[0].Text, "I am here now.") {
		t.Fatalf("there are %+v", posts)
	}
	if c := d.next(t); c.Chat.ID != "guild-77" || c.ChatName != "Harbour" {
		t.Errorf("heard %+v", c)
	}
	// A connection begins with all guilds, which is no news.
	s.Dispatch("GUILD_CREATE", []byte(joined))
	s.Dispatch("GUILD_CREATE", []byte(`{"id":"78","joined_at":"2020-01-01T00:00:00Z","system_channel_id":"`+s.channel.ID().String()+`"}`))
	s.Dispatch("GUILD_DELETE", []byte(`{"id":"79","unavailable":true}`))
	s.shows(s.ann.Slash(s.channel, "/help"), "re help", true)
	s.restarts(discord.Options{Desk: d, Inbox: store, Budget: store})
	s.shows(s.ann.Slash(s.channel, "/help"), "re help", true)
	if n := len(d.changes); n != 0 || len(s.channel.BotPosts()) != 3 {
		t.Errorf("%d more changes were heard, %d messages are there", n, len(s.channel.BotPosts()))
	}
}

func TestAChangeThatIsNotTakenNoteOfIsLogged(t *testing.T) {
	t.Parallel()
	d := watching(bot.Reply{}, errors.New("the store is not there"))
	s := play(t, discordtest.Options{}, discord.Options{Desk: d})
	s.line.logs("take note of a change to a chat: the store is not there")
	s.shows(s.ann.Slash(s.channel, "/help"), "re help", true)
	d.says, d.err = saying("unsayable"), nil
	s.Dispatch("CHANNEL_DELETE", []byte(`{"id":[]}`))
	s.line.logs("it has another form than expected")
}
