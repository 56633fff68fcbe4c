package discordtest_test

import (
	"fmt"
	"testing"

	"wirebrief/adapters/discord/discordtest"
)

// message reads the next MESSAGE_CREATE.
func (p *stage) message() (m discordtest.Message) {
	p.t.Helper()
	unmarshal(p.t, p.wantEvent("MESSAGE_CREATE").D, &m)
	return m
}

func TestSay(t *testing.T) {
	t.Run("InDirectMessages", func(t *testing.T) {
		p := play(t)
		room := p.ben.Private()
		said := p.ben.Say(room, "hello")
		if got := p.message(); got.ID != said.ID || got.Content != "hello" || got.ChannelID != room.ID() || got.GuildID != 0 || got.Author.ID != p.ben.ID() || got.Author.Bot {
			t.Errorf("the bot gets %+v", got)
		}
		rest(t, p.Server, "POST", fmt.Sprintf("/channels/%v/messages", room.ID()), object{"content": "hello yourself"})
		echo := p.message()
		if !echo.Author.Bot {
			t.Errorf("the bot gets %+v", echo)
		}
		p.ben.Reply(room, echo.ID, "thanks")
		if got := p.message(); got.MessageReference == nil || got.MessageReference.MessageID != echo.ID || got.ReferencedMessage == nil || !got.ReferencedMessage.Author.Bot {
			t.Errorf("the bot gets %+v", got)
		}
	})
	t.Run("Forwarded", func(t *testing.T) {
		p := play(t)
		original := p.ana.Write(p.room, discordtest.Message{Content: "https://news.example/a", Embeds: []discordtest.Embed{{Title: "A"}}})
		p.ben.Forward(original, p.ben.Private())
		got := p.message()
		if len(got.MessageSnapshots) != 1 || got.Content != "" || got.MessageReference.Type != 1 {
			t.Fatalf("the bot gets %+v", got)
		}
		if inner := got.MessageSnapshots[0].Message; inner.Content != "https://news.example/a" || len(inner.Embeds) != 1 {
			t.Errorf("the snapshot is %+v", inner)
		}
	})
	t.Run("GuildMessagesNeedTheIntent", func(t *testing.T) {
		p := play(t)
		p.ben.Say(p.room, "among ourselves")
		p.nothing()
	})
	t.Run("ContentNeedsItsIntentOrAMention", func(t *testing.T) {
		s := startGateway(t, discordtest.GatewayOptions{Approved: discordtest.IntentContent})
		p := &stage{Server: s, t: t, ben: s.AddPerson(discordtest.User{})}
		room := s.AddGuild("Newsroom", p.ben).AddTextChannel("news")
		all := login(t, s, discordtest.IntentGuildMessages|discordtest.IntentContent)
		p.line = login(t, s, discordtest.IntentGuildMessages)
		p.ben.Say(room, "among ourselves")
		if got := p.message(); got.Content != "" || got.Member == nil || got.GuildID != room.Guild().ID() {
			t.Errorf("without the intent the bot gets %+v", got)
		}
		mention := fmt.Sprintf("<@%v> hello", s.ApplicationID())
		p.ben.Say(room, mention)
		if got := p.message(); got.Content != mention {
			t.Errorf("with a mention the bot gets %+v", got)
		}
		p.line = all
		if got := p.message(); got.Content != "among ourselves" {
			t.Errorf("with the intent the bot gets %+v", got)
		}
	})
	t.Run("NotWhereTheBotIsNot", func(t *testing.T) {
		s := startGateway(t, discordtest.GatewayOptions{})
		p := &stage{Server: s, t: t, ana: s.AddPerson(discordtest.User{}), ben: s.AddPerson(discordtest.User{})}
		p.line = login(t, s, discordtest.IntentDirectMessages|discordtest.IntentGuildMessages)
		p.ben.Say(s.AddPrivate(p.ana, p.ben), "between us")
		p.ben.Say(s.AddGuildWithout("Elsewhere", p.ben).AddTextChannel("talk"), "not for bots")
		p.nothing()
	})
}

func TestGuildEvents(t *testing.T) {
	type left struct {
		ID          discordtest.ID
		Unavailable *bool
		Type        int
		Parent      discordtest.ID `json:"parent_id"`
		Guild       discordtest.ID `json:"guild_id"`
	}
	next := func(p *stage, name string) (l left) {
		p.t.Helper()
		unmarshal(p.t, p.wantEvent(name).D, &l)
		return l
	}
	t.Run("KickedAndInvitedAgain", func(t *testing.T) {
		p := play(t)
		p.guild.Kick(p.Bot())
		if l := next(p, "GUILD_DELETE"); l.ID != p.guild.ID() || l.Unavailable != nil {
			t.Errorf("GUILD_DELETE is %+v", l)
		}
		status, body := restStatus(t, p.Server, "POST", fmt.Sprintf("/channels/%v/messages", p.room.ID()), object{"content": "x"})
		if status < 400 {
			t.Errorf("sending is answered %d %s", status, body)
		}
		p.guild.AddTextChannel("unheard of")
		p.nothing()
		p.guild.Invite()
		if l := next(p, "GUILD_CREATE"); l.ID != p.guild.ID() {
			t.Errorf("GUILD_CREATE is %+v", l)
		}
	})
	t.Run("Outage", func(t *testing.T) {
		p := play(t)
		p.guild.Outage()
		if l := next(p, "GUILD_DELETE"); l.Unavailable == nil || !*l.Unavailable {
			t.Errorf("GUILD_DELETE is %+v", l)
		}
		other := login(t, p.Server, discordtest.IntentGuilds)
		other.nothing() // of the guild nothing is known yet
		p.guild.Recover()
		if l := next(p, "GUILD_CREATE"); l.ID != p.guild.ID() || l.Unavailable != nil {
			t.Errorf("GUILD_CREATE is %+v", l)
		}
		other.want(0, "GUILD_CREATE")
	})
	t.Run("GuildDeleted", func(t *testing.T) {
		p := play(t)
		p.guild.Delete()
		if l := next(p, "GUILD_DELETE"); l.ID != p.guild.ID() || l.Unavailable != nil {
			t.Errorf("GUILD_DELETE is %+v", l)
		}
		if status, _ := restStatus(t, p.Server, "GET", fmt.Sprintf("/channels/%v", p.room.ID()), nil); status != 404 {
			t.Errorf("its channel is answered %d", status)
		}
	})
	t.Run("ChannelDeletedWithItsThreads", func(t *testing.T) {
		p := play(t)
		thread := p.room.AddThread("a thread", p.ana)
		p.room.Delete()
		if l := next(p, "CHANNEL_DELETE"); l.ID != p.room.ID() || l.Guild != p.guild.ID() {
			t.Errorf("CHANNEL_DELETE is %+v", l)
		}
		if status, body := restStatus(t, p.Server, "POST", fmt.Sprintf("/channels/%v/messages", thread.ID()), object{"content": "x"}); status != 404 {
			t.Errorf("its thread is answered %d %s", status, body)
		}
	})
	t.Run("ThreadDeleted", func(t *testing.T) {
		p := play(t)
		thread := p.room.AddThread("a thread", p.ana)
		thread.Delete()
		if l := next(p, "THREAD_DELETE"); l.ID != thread.ID() || l.Parent != p.room.ID() || l.Guild != p.guild.ID() || l.Type != discordtest.PublicThread {
			t.Errorf("THREAD_DELETE is %+v", l)
		}
	})
	t.Run("ThreadLocked", func(t *testing.T) {
		p := play(t)
		thread := p.room.AddThread("a thread", p.ana)
		thread.Lock()
		if l := next(p, "THREAD_UPDATE"); l.ID != thread.ID() {
			t.Errorf("THREAD_UPDATE is %+v", l)
		}
	})
}
