package discord_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"wirebrief/adapters/discord"
	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
)

// A helpfulDesk has choices, and records what it was asked.
type helpfulDesk struct {
	quietDesk
	choices []bot.Choice
	err     error

	mu    *sync.Mutex
	asked *[]bot.Completion
}

func helping(choices []bot.Choice, err error) helpfulDesk {
	return helpfulDesk{choices: choices, err: err, mu: new(sync.Mutex), asked: new([]bot.Completion)}
}

func (d helpfulDesk) Complete(_ context.Context, c bot.Completion) ([]bot.Choice, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	*d.asked = append(*d.asked, c)
	return d.choices, d.err
}

func (d helpfulDesk) last() bot.Completion {
	d.mu.Lock()
	defer d.mu.Unlock()
	return (*d.asked)[len(*d.asked)-1]
}

func TestWhatIsTypedIsCompleted(t *testing.T) {
	t.Parallel()
	d := helping([]bot.Choice{{Label: "Yerevan · 21:05", Value: "Yerevan"}, {Label: "Baku", Value: "Baku"}}, nil)
	s := play(t, discordtest.Options{}, discord.Options{Desk: d})
	s.ann.Install()
	forum := s.guild.AddForum("briefings")
	private := s.AddPrivate(s.ann, s.ben)
	ann := bot.User{ID: s.ann.ID().String(), Name: "Ann"}
	admin := ann
	admin.Admin = true
	tests := map[string]struct {
		room *discordtest.Room
		want bot.Completion
	}{
		"in a guild":           {s.channel, bot.Completion{Chat: refOf(s.channel), Within: guildRef(s.guild), Kind: bot.Group, User: admin}},
		"in direct messages":   {s.ann.Private(), bot.Completion{Chat: refOf(s.ann.Private()), User: ann}},
		"where only she is it": {private, bot.Completion{Chat: refOf(s.ann.Private()), User: ann}},
	}
	if names, ok := s.ann.Complete(private, "/timezone", "place", "x").WaitChoices(); !ok || len(names) != 2 {
		t.Errorf("got %v %q", ok, names)
	}
	if c := d.last(); c.Chat != (bot.ChatRef{Platform: discord.Platform}) || c.Kind != bot.Private || c.User != ann {
		t.Errorf("asked for %+v", c)
	}
	s.shows(s.ann.Slash(s.ann.Private(), "/help"), "re help", false)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			names, ok := s.ann.Complete(test.room, "/timezone", "place", " yere\nvan ").WaitChoices()
			want := test.want
			want.Command, want.Argument, want.Typed, want.Limit = "timezone", "place", "yere van", 25
			if got := d.last(); !ok || got != want || !slices.Equal(names, []string{"Yerevan · 21:05", "Baku"}) {
				t.Errorf("asked for %+v, want %+v; got %v %q", got, want, ok, names)
			}
		})
	}
	if s.heard() != 1 || s.Calls(discordtest.OpenRoute) != 0 {
		t.Errorf("%d commands were heard, direct messages were opened %d times", s.heard(), s.Calls(discordtest.OpenRoute))
	}
	_ = forum
}

func TestChoicesAreWhatDiscordTakes(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", 101)
	choices := []bot.Choice{{Label: long, Value: "cut"}, {Label: "x", Value: long}, {Label: "", Value: "y"}, {Label: "z", Value: ""}, {Label: " \x1b\n", Value: "w"}, {Label: "two\nlines", Value: "v"}}
	for range 40 {
		choices = append(choices, bot.Choice{Label: "a", Value: "b"})
	}
	d := helping(choices, nil)
	s := play(t, discordtest.Options{}, discord.Options{Desk: d})
	u := s.ann.Complete(s.channel, "/latest", "topic", "x")
	names, ok := u.WaitChoices()
	if !ok || len(names) != 25 || names[1] != "two lines" || len([]rune(names[0])) > 100 || !strings.HasPrefix(names[0], "éé") || string(u.Choices()[0].Value) != `"cut"` {
		t.Errorf("got %v %q", ok, names)
	}
}

func TestNoChoicesAreAnAnswerToo(t *testing.T) {
	t.Parallel()
	d := helping(nil, errors.New("the store is not there"))
	s := play(t, discordtest.Options{}, discord.Options{Desk: d})
	if names, ok := s.ann.Complete(s.channel, "/latest", "topic", "x").WaitChoices(); !ok || len(names) != 0 {
		t.Errorf("got %v %q", ok, names)
	}
	s.line.logs("the store is not there")
}
