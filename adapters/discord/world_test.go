package discord_test

import (
	"fmt"
	"strings"
	"testing"

	"wirebrief/adapters/discord"
	"wirebrief/adapters/discord/discordtest"
)

// A world is a server with one guild, in which there are a person and a
// channel, and a person's direct messages.
type world struct {
	*discordtest.Server
	ann  *discordtest.Person
	news *discordtest.Room
}

func newWorld(t testing.TB, o discordtest.Options) *world {
	t.Helper()
	if o.Limits == nil {
		o.Limits = &noLimits
	}
	w := &world{Server: newServer(t, o)}
	w.people()
	return w
}

func (w *world) people() {
	w.ann = w.AddPerson(discordtest.User{Username: "ann", GlobalName: "Ann"})
	w.news = w.AddGuild("Newsroom", w.ann).AddTextChannel("news")
}

// asks has Ann ask, and waits until she has an answer that shows what she
// asked.
func (w *world) asks(t testing.TB, topic string) {
	t.Helper()
	u := w.ann.Slash(w.news, "/latest topic:"+topic)
	if post, ok := u.WaitFor(within); !ok || !strings.Contains(fmt.Sprint(post), topic) {
		t.Errorf("%s has the answer %v %+v", topic, ok, post)
	}
}

// online opens a line and waits until it is connected.
func (w *world) online(t testing.TB, o discord.Options, tune ...func(*discord.Adapter)) *line {
	t.Helper()
	l := open(t, w.Server, o, tune...)
	w.connected(t, 1)
	eventually(t, "the commands are there", func() bool { return len(w.Commands()) > 0 })
	return l
}

func (w *world) connected(t testing.TB, shards int) {
	t.Helper()
	if !w.WaitConnected(shards, within) {
		t.Fatal("the bot does not connect")
	}
}
