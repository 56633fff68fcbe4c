package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/discord/discordtest"
)

// A discordPlaces is a server with channels in which a topic is followed, and a
// stream of news about it.
type discordPlaces struct {
	*discordProgram
	ana    *discordGuest
	guild  *discordtest.Guild
	home   *discordtest.Room
	stored int
}

func newDiscordPlaces(t *testing.T, env ...string) *discordPlaces {
	p := &discordPlaces{discordProgram: newDiscordProgram(t, 10, append(env, "WIREBRIEF_ACCESS_MODE=open")...)}
	p.storeNews()
	p.begin()
	p.ana = p.guest("Ana")
	p.guild = p.AddGuild("Reading room", p.ana.Person)
	p.home = p.guild.AddTextChannel("home")
	return p
}

// ref is what the store calls a room.
func ref(room *discordtest.Room) string { return room.ID().String() }

// follow has Ana follow a topic in a room, once a day.
func (p *discordPlaces) follow(room *discordtest.Room) {
	p.t.Helper()
	p.ana.ask(room, "/subscribe topic:ellery", "Following ellery")
}

// owe stores one more article and makes the digest of a chat due. It returns the
// headline.
func (p *discordPlaces) owe(chat string) string {
	p.t.Helper()
	p.stored++
	title := fmt.Sprintf("Port Ellery opens quay number %d", p.stored)
	p.importOne(title, fmt.Sprintf("The port of Ellery opened quay number %d for %d ships on Thursday, the harbour office said.", p.stored, 10+p.stored))
	p.eventually("articles to process", 0, func() int { return len(p.query(`SELECT id FROM articles WHERE processed = 0`)) })
	edit(p.t, p.file, `UPDATE chats SET next_digest = ? WHERE ref = ? AND stopped = ''`, time.Now().UnixMilli(), chat)
	return title
}

// expectDigest waits for a message with words in a room.
func (p *discordPlaces) expectDigest(room *discordtest.Room, words string) discordtest.Post {
	p.t.Helper()
	var found []discordtest.Post
	if !p.Wait(waitAnswer, func() bool {
		found = slices.DeleteFunc(room.BotPosts(), func(post discordtest.Post) bool { return !strings.Contains(post.Text, words) })
		return len(found) > 0
	}) {
		p.t.Fatalf("no %q in #%s; the log ends:\n%s", words, room.Name(), p.tail())
	}
	if len(found) > 1 {
		p.t.Errorf("%q is there %d times", words, len(found))
	}
	return found[0]
}

// sentTo is how many messages the bot has tried to send to a room.
func (p *discordPlaces) sentTo(room *discordtest.Room) (n int) {
	for _, c := range p.LastCalls(discordtest.SendRoute) {
		if c.Channel == room.ID() {
			n++
		}
	}
	return n
}

// stopped waits until a chat is stopped for a reason, "" for none.
func (p *discordPlaces) stopped(chat, why string) {
	p.t.Helper()
	p.eventually("chat "+chat+" stopped as "+why, 1, func() int {
		return len(p.query(`SELECT ref FROM chats WHERE ref = '` + chat + `' AND stopped = '` + why + `'`))
	})
}

// keeps checks that what is set for a chat is there.
func (p *discordPlaces) keeps(chat string) {
	p.t.Helper()
	if got := p.query(`SELECT s.topic FROM subscriptions s JOIN chats c ON c.id = s.chat WHERE c.ref = '` + chat + `'`); len(got) != 1 {
		p.t.Errorf("%s follows %q", chat, got)
	}
}

// struck waits until a chat has refused the bot some times, and has it try again.
func (p *discordPlaces) struck(chat string, times int) {
	p.t.Helper()
	p.eventually("chats that refused", 1, func() int {
		return len(p.query(fmt.Sprintf(`SELECT ref FROM chats WHERE ref = '%s' AND strikes = %d`, chat, times)))
	})
	edit(p.t, p.file, `UPDATE deliveries SET due = 0 WHERE state = 'ready'`)
}

// told waits until Ana was told something in private, some times and no more.
func (p *discordPlaces) told(times int, words string) {
	p.t.Helper()
	p.eventually("notices of "+words, times, func() int { return len(p.ana.notices(words)) })
}

// notices are the messages of the bot in somebody's direct messages that have
// some words.
func (g *discordGuest) notices(words string) (found []string) {
	for _, post := range g.Private().BotPosts() {
		if strings.Contains(post.Text, words) {
			found = append(found, post.Text)
		}
	}
	return found
}

// TestDiscordPlacesComeAndGo takes away, one after the other, all places that
// the bot writes in, and gives back those that can be given back.
func TestDiscordPlacesComeAndGo(t *testing.T) {
	t.Parallel()
	p := newDiscordPlaces(t)
	p.ana.Install() // so that she can be told when no server is in common any more
	p.part(t, "DeletedChannel", func(t *testing.T) {
		room := p.guild.AddTextChannel("short-lived")
		p.follow(room)
		room.Delete()
		p.stopped(ref(room), "gone")
		p.keeps(ref(room))
		p.told(1, "#short-lived, which is no more")
	})
	p.part(t, "DeletedThread", func(t *testing.T) {
		thread := p.home.AddThread("harbour talk", p.ana.Person)
		p.follow(thread)
		thread.Delete()
		p.stopped(ref(thread), "gone")
		p.keeps(ref(thread))
		p.told(1, "harbour talk, which is no more")
	})
	p.part(t, "DeletedWhileTheBotIsAway", func(t *testing.T) {
		room := p.guild.AddTextChannel("lost")
		p.follow(room)
		p.end(os.Kill)
		room.Delete()
		p.begin()
		p.owe(ref(room))
		p.stopped(ref(room), "gone")
		p.keeps(ref(room))
		p.told(1, "#lost, which is no more")
	})
	p.part(t, "DeletedForum", func(t *testing.T) {
		forum := p.guild.AddForum("reports")
		p.ana.ask(p.home, "/subscribe topic:ellery channel:#reports", "Following ellery")
		forum.Delete()
		p.stopped("forum-"+ref(forum), "gone")
		p.keeps("forum-" + ref(forum))
		p.told(1, "#reports, which is no more")
	})
	p.part(t, "OnlyPlaceToAskIsDeleted", func(t *testing.T) {
		desk := p.guild.AddTextChannel("desk")
		p.ana.ask(desk, "/settings what:where here", "only here")
		p.ana.ask(p.home, "/latest topic:ellery", "asks me in another place")
		desk.Delete()
		p.told(1, "only in #desk, which is no more")
		p.ana.ask(p.home, "/latest topic:ellery", "llery")
	})
	p.part(t, "OutageChangesNothing", func(t *testing.T) {
		p.follow(p.home)
		p.guild.Outage()
		p.guild.Recover()
		p.expectDigest(p.home, p.owe(ref(p.home)))
	})
	p.part(t, "ThrownOutAndInvitedAgain", func(t *testing.T) {
		p.guild.Kick(p.Server.Bot())
		p.stopped(ref(p.home), "gone")
		p.keeps(ref(p.home))
		calls := p.sentTo(p.home)
		missed := p.owe(ref(p.home))
		p.guild.Invite()
		p.stopped(ref(p.home), "")
		if n := p.sentTo(p.home); n != calls {
			t.Errorf("%d messages were sent to who had thrown it out", n-calls)
		}
		edit(t, p.file, `UPDATE chats SET next_digest = ? WHERE ref = ?`, time.Now().UnixMilli(), ref(p.home))
		p.expectDigest(p.home, missed)
		p.told(1, "I was removed from #home, and")
	})
	p.stop()
	checkIntegrity(t, p.file)
}

// TestDiscordRightsLostAndGivenBack takes the right to write from the bot.
func TestDiscordRightsLostAndGivenBack(t *testing.T) {
	t.Parallel()
	p := newDiscordPlaces(t)
	p.ana.ask(p.ana.Private(), "/help")
	p.follow(p.home)
	chat, bot := ref(p.home), p.Server.Bot()
	p.home.Deny(bot, discordtest.SendMessages)
	p.owe(chat)
	p.part(t, "WhoeverSetItUpIsToldOnce", func(t *testing.T) {
		for n := 1; n <= 4; n++ {
			p.struck(chat, n)
		}
		p.told(1, "I can't write in #home any more")
	})
	p.part(t, "StopsAfterADay", func(t *testing.T) {
		edit(t, p.file, `UPDATE chats SET strikes = 9 WHERE ref = ?`, chat)
		p.eventually("chats that are stopped", 1, func() int { // an attempt that was under way knows of fewer strikes
			edit(t, p.file, `UPDATE deliveries SET due = 0 WHERE state = 'ready'`)
			return len(p.query(`SELECT ref FROM chats WHERE stopped = 'forbidden'`))
		})
		p.keeps(chat)
		p.told(1, "I have stopped writing in #home")
	})
	p.part(t, "NothingIsResumedWithoutTheRight", func(t *testing.T) {
		use, post := p.ana.ask(p.home, "/resume", "Send Messages")
		if !use.Ephemeral() {
			t.Errorf("all see %q", post.Text)
		}
		p.stopped(chat, "forbidden")
	})
	p.part(t, "ResumedWithTheRight", func(t *testing.T) {
		p.home.Allow(bot, discordtest.SendMessages)
		p.ana.ask(p.home, "/resume")
		p.stopped(chat, "")
		p.expectDigest(p.home, p.owe(chat))
	})
	p.part(t, "ComesByItselfWithinTheDay", func(t *testing.T) {
		p.home.Deny(bot, discordtest.SendMessages)
		waits := p.owe(chat)
		p.struck(chat, 1)
		p.struck(chat, 2)
		p.home.Allow(bot, discordtest.SendMessages)
		p.eventually("chats that refused", 0, func() int {
			edit(t, p.file, `UPDATE deliveries SET due = 0 WHERE state = 'ready'`)
			return len(p.query(`SELECT ref FROM chats WHERE strikes > 0`))
		})
		p.expectDigest(p.home, waits)
	})
	p.part(t, "BlockedByARuleIsToldOnce", func(t *testing.T) {
		failed := func() int { return len(p.query(`SELECT id FROM deliveries WHERE state = 'failed'`)) }
		p.guild.Forbid("quay")
		for range 2 {
			before := failed()
			p.owe(chat)
			p.eventually("digests that were not taken", before+1, failed)
		}
		p.told(1, "#home did not take something")
		p.stopped(chat, "")
		p.guild.Permit("quay")
	})
	p.part(t, "WithoutEmbedsItIsText", func(t *testing.T) {
		p.home.Deny(bot, discordtest.EmbedLinks)
		post := p.expectDigest(p.home, p.owe(chat))
		if len(post.Embeds) > 0 || len(post.Links()) == 0 {
			t.Errorf("%d embeds, links to %q", len(post.Embeds), post.Links())
		}
	})
	p.stop()
	checkIntegrity(t, p.file)
}

// TestDiscordThreadsAndAnnouncements has the bot write where Discord has rules
// of its own.
func TestDiscordThreadsAndAnnouncements(t *testing.T) {
	t.Parallel()
	p := newDiscordPlaces(t, "WIREBRIEF_DISCORD_CROSSPOST=on")
	p.ana.ask(p.ana.Private(), "/help")
	p.part(t, "ArchivedThreadIsOpened", func(t *testing.T) {
		thread := p.home.AddThread("harbour talk", p.ana.Person)
		p.follow(thread)
		thread.Archive()
		p.expectDigest(thread, p.owe(ref(thread)))
		if thread.Archived() {
			t.Error("it is archived still")
		}
	})
	p.part(t, "LockedThreadIsTold", func(t *testing.T) {
		thread := p.home.AddThread("closed talk", p.ana.Person)
		p.follow(thread)
		thread.Lock()
		missed := p.owe(ref(thread))
		p.struck(ref(thread), 1)
		p.struck(ref(thread), 2)
		p.told(1, "closed talk")
		thread.Unlock()
		p.eventually("chats that refused", 0, func() int {
			edit(t, p.file, `UPDATE deliveries SET due = 0 WHERE state = 'ready'`)
			return len(p.query(`SELECT ref FROM chats WHERE strikes > 0`))
		})
		p.expectDigest(thread, missed)
	})
	p.part(t, "AnnouncementIsPublished", func(t *testing.T) {
		wire := p.guild.AddNews("wire")
		p.follow(wire)
		title := p.owe(ref(wire))
		p.expectDigest(wire, title)
		if !p.Wait(waitAnswer, func() bool { return p.expectDigest(wire, title).Crossposted }) {
			t.Error("it was not published")
		}
	})
	p.stop()
}

// TestDiscordDirectMessages has somebody refuse the bot's messages for a while.
func TestDiscordDirectMessages(t *testing.T) {
	t.Parallel()
	p := newDiscordPlaces(t)
	room := p.ana.Private()
	chat := "dm-" + ref(room)
	p.follow(room)
	p.ana.Block()
	p.owe(chat)
	p.stopped(chat, "gone")
	p.keeps(chat)
	if n := p.Calls(discordtest.SendRoute); n != 1 {
		t.Errorf("%d messages were tried", n)
	}
	p.ana.Unblock()
	p.ana.ask(room, "/start", "I can write to you again")
	p.stopped(chat, "")
	p.expectDigest(room, p.owe(chat))
	p.stop()
}

// TestDiscordQuietHoursAreSilent delivers at night.
func TestDiscordQuietHoursAreSilent(t *testing.T) {
	t.Parallel()
	p := newDiscordPlaces(t)
	p.follow(p.home)
	if post := p.expectDigest(p.home, p.owe(ref(p.home))); post.Silent {
		t.Error("silent without quiet hours")
	}
	now := town.now(time.Now())
	p.ana.ask(p.home, fmt.Sprintf("/quiet hours:%02d:00-%02d:00", (now.Hour()+23)%24, (now.Hour()+2)%24))
	if post := p.expectDigest(p.home, p.owe(ref(p.home))); !post.Silent {
		t.Errorf("it rings in quiet hours, at %v", now)
	}
	p.stop()
}

// TestDiscordMessagesAreThereOnce breaks the connection, or kills the service,
// after Discord has taken a message and before the bot knows.
func TestDiscordMessagesAreThereOnce(t *testing.T) {
	t.Parallel()
	p := newDiscordPlaces(t)
	p.follow(p.home)
	p.part(t, "BadGateway", func(t *testing.T) {
		p.Fail(discordtest.SendRoute, p.home.ID(), discordtest.StoredBadGateway())
		p.once(p.owe(ref(p.home)))
	})
	p.part(t, "LostAnswer", func(t *testing.T) {
		p.Fail(discordtest.SendRoute, p.home.ID(), discordtest.LostAnswer())
		p.once(p.owe(ref(p.home)))
	})
	p.part(t, "Killed", func(t *testing.T) {
		p.Fail(discordtest.SendRoute, p.home.ID(), discordtest.Fault{Stall: time.Minute, HangUp: true, After: true})
		title := p.owe(ref(p.home))
		p.expectDigest(p.home, title)
		p.end(os.Kill)
		p.ClearFaults()
		calls := p.sentTo(p.home)
		p.begin()
		p.once(title)
		if n := p.sentTo(p.home); n != calls+1 {
			t.Errorf("%d messages were sent after the kill, want the one again", n-calls)
		}
	})
	p.stop()
}

// once waits until all is delivered, and checks that a message is there once.
func (p *discordPlaces) once(title string) {
	p.t.Helper()
	p.expectDigest(p.home, title)
	p.eventually("deliveries under way", 0, func() int { return len(p.query(`SELECT id FROM deliveries WHERE state <> 'sent'`)) })
	p.expectDigest(p.home, title)
}
