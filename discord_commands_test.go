package main

import (
	"os"
	"strings"
	"testing"

	"wirebrief/adapters/discord/discordtest"
)

// TestDiscordCommands gives the commands of the real program where Discord has
// its own ways: who is not let in, forms that are older than others, answers
// about another channel, and those where only a person has the bot.
func TestDiscordCommands(t *testing.T) {
	t.Parallel()
	p := newDiscordProgram(t, 10)
	p.storeNews()
	p.begin()
	ana, bob := p.guest("Ana"), p.guest("Bob")
	guild := p.AddGuild("Reading room", ana.Person, bob.Person)
	news, forum := guild.AddTextChannel("news"), guild.AddForum("briefings")
	link := bob.Write(news, discordtest.Message{Content: "Read https://example.com/wire/port-ellery-strike-second-week"})

	p.part(t, "StrangersAreToldEachTime", func(t *testing.T) {
		for range 2 {
			bob.ask(news, "/latest", "not invited")
			ana.ask(news, "/subscribe topic:ellery", "not invited")
			bob.ask(bob.Private(), "/latest", "by invitation")
		}
		bob.expect(bob.BriefThis(link), "Brief this", "not invited")
	})
	ana.ask(ana.Private(), "/start code:"+p.code(), "You are the operator of this bot now.")
	p.part(t, "BriefThisLetsIn", func(t *testing.T) {
		ana.expect(ana.BriefThis(link), "Brief this", "Port Ellery dock strike enters second week")
		bare := bob.Write(news, discordtest.Message{Content: "no link here"})
		bob.expect(bob.BriefThis(bare), "Brief this", "no link in that message")
		inside := bob.Write(news, discordtest.Message{Content: "http://127.0.0.1/private"})
		bob.expect(bob.BriefThis(inside), "Brief this", "no page at that address")
	})
	p.part(t, "EachFormAnswersItsQuestion", func(t *testing.T) {
		_, topic := ana.ask(news, "/subscribe mode:weekly", "button below")
		_, zone := ana.ask(news, "/timezone", "button below")
		ana.fillsIn(topic, "Topic…", "help", "Following help", "once a week")
		ana.fillsIn(zone, "City or time zone…", "Yerevan", "in Yerevan now")
	})
	p.part(t, "AnotherChannelIsNamed", func(t *testing.T) { ana.setsUpFrom(t, news, forum) })
	p.part(t, "WhereOnlyAPersonHasTheBot", func(t *testing.T) { ana.usesItFarAway(t) })
	p.part(t, "DataIsShownAndDeleted", func(t *testing.T) {
		if use, post := ana.ask(news, "/mydata", "1 topic"); len(post.Files) != 1 || !use.Ephemeral() {
			t.Errorf("%d files, ephemeral %t", len(post.Files), use.Ephemeral())
		}
		bob.ask(news, "/delete_my_data", "Only admins")
		_, post := ana.ask(news, "/delete_my_data", "cannot be undone")
		ana.press(post, "Delete everything", "is deleted")
		ana.ask(news, "/topics", "No topics here yet")
	})
	p.part(t, "DeferredBeforeAKill", func(t *testing.T) {
		p.Fail(discordtest.CallbackRoute, 0, discordtest.Fault{Stall: waitAnswer, HangUp: true, After: true})
		use := ana.Slash(news, "/latest topic:ellery")
		if !use.WaitAcknowledged() {
			t.Fatalf("not acknowledged:\n%s", p.tail())
		}
		p.end(os.Kill)
		p.ClearFaults()
		p.begin()
		ana.expect(use, "/latest", "Port Ellery")
	})
	p.stop()
}

// setsUpFrom sets up a forum from a channel.
func (ana *discordGuest) setsUpFrom(t *testing.T, news, forum *discordtest.Room) {
	_, ask := ana.ask(news, "/subscribe channel:#briefings", "For #briefings:", "button below")
	post := ana.fillsIn(ask, "Topic…", "ports of call", "For #briefings:", "Following ports of call")
	ana.ask(news, "/topics") // which is about the channel itself
	undo := ana.p.query(`SELECT ref FROM chats WHERE ref = 'forum-` + forum.ID().String() + `' AND name = '#briefings'`)
	if len(undo) != 1 || !strings.HasPrefix(post.Text, "For #briefings:") {
		t.Errorf("the forum is not stored by its name: %q", ana.p.query(`SELECT ref, name FROM chats`))
	}
	_, settings := ana.ask(news, "/settings channel:#briefings", "For #briefings:")
	ana.press(settings, "My topics", "For #briefings:", "ports of call")
}

// usesItFarAway uses the bot among people who have it not.
func (ana *discordGuest) usesItFarAway(t *testing.T) {
	ana.Install()
	far := ana.p.AddPrivate(ana.Person, ana.p.guest("Fay").Person)
	if use, _ := ana.ask(far, "/latest topic:lorne", "Lorne"); use.Ephemeral() {
		t.Error("a briefing is for the asker alone")
	}
	for _, text := range []string{"/subscribe topic:lorne", "/why", "/settings"} {
		if use, _ := ana.ask(far, text, "For our private chat:"); !use.Ephemeral() {
			t.Errorf("others read the answer to %s", text)
		}
	}
	ana.ask(far, "/help", "Begin with a command")
	ana.ask(ana.Private(), "/help", "Or just type a topic")
}

// fillsIn opens the form behind a button, fills it in and expects words in the
// answer.
func (g *discordGuest) fillsIn(post discordtest.Post, label, value string, words ...string) discordtest.Post {
	g.p.t.Helper()
	form, ok := g.Press(post, label).WaitForm()
	if !ok {
		g.p.t.Fatalf("no form behind %q; the log ends:\n%s", label, g.p.tail())
	}
	return g.expect(g.Submit(form, value), value, words...)
}
