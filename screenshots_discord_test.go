package main

import (
	"fmt"
	"image/color"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/discord"
	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
)

// A discordStudio is the real service with a Discord of its own: a server with
// channels of each type.
type discordStudio struct {
	*discordtest.Server
	*newsroom
	camera
	program *program
	guild   *discordtest.Guild
	// general, ports, wire, briefings and closed are the channels; the bot may
	// not write into closed.
	general, ports, wire, briefings, closed *discordtest.Room
	ivo, jana                               *member
}

// openDiscordStudio starts everything a day before the digest.
func openDiscordStudio(t *testing.T, folder string) *discordStudio {
	t.Helper()
	s := &discordStudio{newsroom: openNewsroom(t), camera: newCamera(t, folder, 480, color.NRGBA{A: 255})}
	s.program = &program{t: t, file: s.file}
	old := tuneDiscord
	t.Cleanup(func() { tuneDiscord = old })
	tuneDiscord = func(o *discord.Options) { o.Pacing, o.Now = bot.NewPacing(bot.Pace{}), s.now }
	s.Server = discordtest.Start(t, discordtest.Options{Now: s.now, Limits: &discordtest.Limits{}, Schema: discordDescription(t)})
	s.ServePage()
	s.furnish()
	s.serve("WIREBRIEF_DISCORD_TOKEN", s.Token(), "WIREBRIEF_DISCORD_BASE_URL", s.URL())
	if !s.WaitConnected(1, waitAnswer) { // which the commands do not wait for
		t.Fatal("not connected")
	}
	if !s.Wait(waitAnswer, func() bool { return len(s.Commands()) > 0 }) {
		t.Fatal("no commands are registered")
	}
	return s
}

// furnish makes the server and its people.
func (s *discordStudio) furnish() {
	ivo, jana := s.AddPerson(discordtest.User{GlobalName: "Ivo"}), s.AddPerson(discordtest.User{GlobalName: "Jana"})
	s.guild = s.AddGuild("Harbour watch", ivo, jana)
	s.general, s.ports, s.wire = s.guild.AddTextChannel("general"), s.guild.AddTextChannel("ports"), s.guild.AddNews("morning-wire")
	s.briefings, s.closed = s.guild.AddForum("briefings", "grain", "ports"), s.guild.AddTextChannel("archive")
	s.briefings.RequireTags(true)
	s.closed.Deny(s.Bot(), discordtest.SendMessages)
	s.ivo, s.jana = &member{Person: ivo, s: s, room: s.general}, &member{Person: jana, s: s, room: s.general}
}

// A member is a person in a room that is photographed.
type member struct {
	*discordtest.Person
	s    *discordStudio
	room *discordtest.Room
}

// newcomer makes somebody in the direct messages with the bot.
func (s *discordStudio) newcomer(name discordtest.Nullable) *member {
	p := s.AddPerson(discordtest.User{GlobalName: name})
	s.guild.Add(p)
	return &member{Person: p, s: s, room: p.Private()}
}

// in is the same person in another room.
func (m *member) in(room *discordtest.Room) *member {
	return &member{Person: m.Person, s: m.s, room: room}
}

// types types a command, and waits for the answer.
func (m *member) types(text string) discordtest.Post {
	m.s.t.Helper()
	return m.hears(m.Slash(m.room, text), text)
}

// presses presses a button of a message, and waits for what it does.
func (m *member) presses(post discordtest.Post, label string) discordtest.Post {
	m.s.t.Helper()
	return m.hears(m.Press(post, label), label)
}

// hears waits for what comes of a use of the bot.
func (m *member) hears(use *discordtest.Use, what string) discordtest.Post {
	m.s.t.Helper()
	post, ok := use.WaitFor(waitAnswer)
	if !ok {
		m.s.t.Errorf("no answer to %q: %v", what, use)
	}
	m.s.program.answered()
	return post
}

// waits waits until the bot has written a message with some words in the room.
func (m *member) waits(words string) discordtest.Post {
	m.s.t.Helper()
	var found discordtest.Post
	ok := m.s.Wait(waitAnswer, func() bool {
		posts := m.room.BotPosts()
		i := slices.IndexFunc(posts, func(p discordtest.Post) bool { return strings.Contains(p.Text, words) })
		if i >= 0 {
			found = posts[i]
		}
		return i >= 0
	})
	if !ok {
		m.s.t.Errorf("nothing with %q comes to %s in %s:\n%s", words, m.Name(), m.room.Name(), shownDiscord(m.room.BotPosts()))
	}
	return found
}

// photographs takes a picture of the last messages; what may be of the page's
// other parameters, as name and value.
func (m *member) photographs(name string, last int, what ...string) {
	m.s.t.Helper()
	m.photographsWith(m.s.camera, name, append([]string{"tall", "1", "last", fmt.Sprint(last)}, what...)...)
}

// photographsTyping takes a picture of a phone with something in the line.
func (m *member) photographsTyping(name string, what ...string) {
	m.s.t.Helper()
	c := m.s.camera
	c.high = 720
	m.photographsWith(c, name, what...)
}

// photographsWide takes a picture of the whole window.
func (m *member) photographsWide(name string, what ...string) {
	m.s.t.Helper()
	c := m.s.camera
	c.wide, c.high = 1180, 860
	m.photographsWith(c, name, what...)
}

func (m *member) photographsWith(c camera, name string, what ...string) {
	m.s.t.Helper()
	q := url.Values{"as": {m.ID().String()}, "channel": {m.room.ID().String()}, "still": {"1"}}
	for i := 0; i+1 < len(what); i += 2 {
		q.Set(what[i], what[i+1])
	}
	c.take(m.s.t.(*testing.T), name, m.s.Root()+"/?"+q.Encode())
}

// TestScreenshotsDiscord plays the main dialogues and photographs them. `make
// screenshots` runs it.
func TestScreenshotsDiscord(t *testing.T) {
	s := openDiscordStudio(t, pictures(t, "discord"))
	digests := s.digestsOfTwoDays()
	s.setClock(morning.Add(10 * time.Minute))
	for _, shoot := range []func(*discordStudio){
		digests, (*discordStudio).shootStart, (*discordStudio).shootTyping, (*discordStudio).shootLatest, (*discordStudio).shootNothing,
		(*discordStudio).shootFollowing, (*discordStudio).shootSettings, (*discordStudio).shootRights, (*discordStudio).shootBriefThis,
		(*discordStudio).shootThread, (*discordStudio).shootAlert,
	} {
		shoot(s)
	}
}
