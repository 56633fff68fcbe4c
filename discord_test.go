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

// TestDiscord goes from an empty database to a delivered digest, as an operator
// and the members of a server do.
func TestDiscord(t *testing.T) {
	t.Parallel()
	p := newDiscordProgram(t, 10)
	p.begin()
	p.storeNews()
	ana, bob := p.guest("Ana"), p.guest("Bob")
	guild := p.AddGuild("Reading room", ana.Person, bob.Person)
	news := guild.AddTextChannel("news")

	p.part(t, "InviteIsPrinted", func(t *testing.T) {
		for _, kind := range []string{"0", "1"} { // a server, and a person alone
			p.out.waitFor(t, fmt.Sprintf("/oauth2/authorize?client_id=%d&integration_type=%s&", p.ApplicationID(), kind))
		}
	})
	p.part(t, "StrangersHearOneLine", func(t *testing.T) {
		use, _ := bob.ask(news, "/latest")
		if !use.Ephemeral() {
			t.Error("all hear that the server is not let in")
		}
	})
	ana.ask(news, "/start code:"+p.code(), "You are the operator of this bot now.")
	p.part(t, "BriefingIsPublic", func(t *testing.T) { ana.readsBriefing(t, news, bob) })
	p.part(t, "OnlyAdminsChange", func(t *testing.T) {
		guild.AllowCommand("subscribe") // as the administrators of a server can
		use, post := bob.ask(news, "/subscribe topic:ellery")
		if !use.Ephemeral() || len(p.following()) != 0 {
			t.Errorf("a member follows: %q, %q", p.following(), post.Text)
		}
	})
	p.part(t, "DigestIsDelivered", func(t *testing.T) { ana.hasDigest(t, news) })
	p.part(t, "ForumGetsAPost", func(t *testing.T) { ana.hasForumDigest(t, news, guild) })
	p.part(t, "RemovedStops", func(t *testing.T) {
		guild.Kick(p.Server.Bot())
		p.eventually("chats that are not stopped", 0, func() int { return len(p.query(`SELECT ref FROM chats WHERE stopped = '' AND within <> ''`)) })
	})
	if n := p.TooMany(); n > 0 {
		t.Errorf("%d requests were too many", n)
	}
	p.stop()
	checkIntegrity(t, p.file)
}

// readsBriefing asks for stories, turns to one, and sees it in its context.
func (ana *discordGuest) readsBriefing(t *testing.T, news *discordtest.Room, bob *discordGuest) {
	use, post := ana.ask(news, "/latest topic:ellery")
	if use.Ephemeral() || len(post.Embeds) == 0 || len(post.Marked(discordtest.QuoteNode)) == 0 {
		t.Errorf("ephemeral %t, %d embeds, the quotes %q:\n%s", use.Ephemeral(), len(post.Embeds), post.Marked(discordtest.QuoteNode), post.Text)
	}
	if use, _ := bob.press(post, "In context", "In context"); !use.Ephemeral() {
		t.Error("all see what one member has pressed")
	}
	if use, _ := ana.ask(news, "/latest topic:ellery only_me:true"); !use.Ephemeral() {
		t.Error("all see what was asked for one alone")
	}
	if names, ok := ana.Complete(news, "/latest", "topic", "kara").WaitChoices(); !ok || !slices.Contains(names, "karabakh") {
		t.Errorf("kara is completed to %q, %t", names, ok)
	}
}

// hasDigest follows a topic in a channel and reads the digest.
func (ana *discordGuest) hasDigest(t *testing.T, news *discordtest.Room) {
	use, _ := ana.ask(news, "/subscribe topic:ellery", "Following ellery, once a day")
	if !use.Ephemeral() {
		t.Error("all see what an administrator has set")
	}
	ana.ask(news, "/timezone place:"+town.name, town.name)
	before := len(news.BotPosts())
	ana.p.importOne("Port Ellery opens a second quay", "The port of Ellery opened a second quay for 14 ships on Thursday. “No ship waits at sea from today,” said Ana Varga, the chair of the union.")
	ana.p.eventually("articles to process", 0, func() int { return len(ana.p.query(`SELECT id FROM articles WHERE processed = 0`)) })
	edit(t, ana.p.file, `UPDATE chats SET next_digest = ?`, time.Now().UnixMilli())
	posts := news.WaitPosts(before+1, waitAnswer)
	if len(posts) <= before {
		t.Fatalf("no digest; the log ends:\n%s", ana.p.tail())
	}
	digest := posts[before]
	for _, want := range []string{"briefing", "Port Ellery opens a second quay", "“No ship waits at sea from today”", "14 ships"} {
		if !strings.Contains(digest.Text, want) {
			t.Errorf("no %q in the digest:\n%s", want, digest.Text)
		}
	}
	if !slices.Contains(digest.Links(), "https://example.com/port-ellery-opens-a-second-quay") || digest.MentionsEveryone {
		t.Errorf("the digest links to %q", digest.Links())
	}
}

// hasForumDigest follows a topic for a forum, from another channel.
func (ana *discordGuest) hasForumDigest(t *testing.T, news *discordtest.Room, guild *discordtest.Guild) {
	forum := guild.AddForum("briefings", "ports", "grain")
	forum.RequireTags(true)
	ana.ask(news, "/subscribe topic:lorne channel:#briefings", "Following lorne")
	ana.p.importOne("Lorne valley wheat estimate cut", "The wheat estimate for the Lorne valley was cut to 2.1 million tonnes on Thursday, the grain office said.")
	ana.p.eventually("articles to process", 0, func() int { return len(ana.p.query(`SELECT id FROM articles WHERE processed = 0`)) })
	edit(t, ana.p.file, `UPDATE chats SET next_digest = ? WHERE ref LIKE 'forum-%'`, time.Now().UnixMilli())
	if !ana.p.Wait(waitAnswer, func() bool { return len(forum.Threads()) > 0 }) {
		t.Fatalf("no post in the forum; the log ends:\n%s", ana.p.tail())
	}
	posts := forum.Threads()[0].BotPosts()
	if len(posts) != 1 || !strings.Contains(posts[0].Text, "Lorne valley wheat estimate cut") {
		t.Errorf("the forum has:\n%s", shownDiscord(posts))
	}
}

// TestDiscordRestarts kills the service before each step of a dialogue, and
// after each: what is set is set once, and nothing is said twice.
func TestDiscordRestarts(t *testing.T) {
	t.Parallel()
	p := newDiscordProgram(t, 10, "WIREBRIEF_ACCESS_MODE=open")
	p.storeNews()
	p.begin()
	ana := p.guest("Ana")
	guild := p.AddGuild("Reading room", ana.Person)
	news := guild.AddTextChannel("news")
	for _, say := range []string{"/subscribe topic:ellery", "/subscribe topic:karabakh mode:weekly", "/timezone place:" + town.name, "/digest when:08:00 and 19:00", "/unsubscribe topic:karabakh", "/quiet hours:22:00-07:00"} {
		ana.ask(news, say)
		p.answered()
		p.end(os.Kill)
		sent := p.Sent()
		p.begin()
		if n := p.Sent() - sent; n != 0 {
			t.Errorf("after %q %d messages were sent again", say, n)
		}
	}
	if got := p.following(); len(got) != 1 || !strings.HasSuffix(got[0], " ellery") {
		t.Errorf("following %q", got)
	}
	ana.ask(news, "/settings", town.name, "08:00 and 19:00", "22:00")
	p.stop()
	checkIntegrity(t, p.file)
}

// TestDiscordAnswersWhatWasAcknowledged kills the service after it has put off
// an answer, and before it could give it.
func TestDiscordAnswersWhatWasAcknowledged(t *testing.T) {
	t.Parallel()
	p := newDiscordProgram(t, 10, "WIREBRIEF_ACCESS_MODE=open")
	p.storeNews()
	p.begin()
	ana := p.guest("Ana")
	news := p.AddGuild("Reading room", ana.Person).AddTextChannel("news")
	// The answer reaches Discord, and its yes never reaches the bot.
	p.Fail(discordtest.CallbackRoute, 0, discordtest.Fault{Stall: time.Minute, HangUp: true, After: true})
	use := ana.Slash(news, "/subscribe topic:ellery")
	if !use.WaitAcknowledged() {
		t.Fatalf("not acknowledged:\n%s", p.tail())
	}
	p.end(os.Kill)
	p.ClearFaults()
	p.begin()
	ana.expect(use, "/subscribe", "Following ellery")
	p.answered()
	if got := p.following(); len(got) != 1 {
		t.Errorf("following %q", got)
	}
	p.stop()
}

// TestBothPlatforms runs Telegram and Discord in one process; what one is told
// is nothing to the other.
func TestBothPlatforms(t *testing.T) {
	t.Parallel()
	p := newDiscordProgram(t, 10, "WIREBRIEF_ACCESS_MODE=open")
	other := newTelegramProgram(t, 10)
	other.storeNews() // looked into for the token
	p.env = append(p.env, "WIREBRIEF_TELEGRAM_TOKEN="+canaryToken, "WIREBRIEF_TELEGRAM_BASE_URL="+other.URL())
	p.storeNews()
	p.begin()
	ana := p.guest("Ana")
	news := p.AddGuild("Reading room", ana.Person).AddTextChannel("news")
	ana.ask(news, "/subscribe topic:ellery", "Following ellery")
	bob := other.guest("Bob")
	bob.ask("/subscribe lorne", "Following lorne")
	p.log.waitForMore(t, "the others go on", other.Revoke)
	ana.ask(news, "/latest topic:ellery")
	if got := p.following(); len(got) != 2 {
		t.Errorf("following %q", got)
	}
	p.stop()
}
