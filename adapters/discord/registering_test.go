package discord_test

import (
	"slices"
	"testing"

	"wirebrief/adapters/discord"
	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
)

// TestCommandsAreRegisteredOnce is D22.
func TestCommandsAreRegisteredOnce(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	creates := s.CommandCreates()
	if want := len(bot.Commands()) + 1; len(s.Commands()) != want || creates != want {
		t.Errorf("%d commands are there, %d were created, want %d", len(s.Commands()), creates, want)
	}
	for range 2 {
		asked := s.Calls(discordtest.GetCommandsRoute)
		s.restarts(discord.Options{})
		eventually(t, "it asks what is registered", func() bool { return s.Calls(discordtest.GetCommandsRoute) > asked })
		s.shows(s.ann.Slash(s.channel, "/help"), "re help", true)
	}
	s.line.hangUp()
	if puts := s.Calls(discordtest.PutCommandsRoute); puts != 1 || s.CommandCreates() != creates {
		t.Errorf("they were registered %d times, %d were created", puts, s.CommandCreates()-creates)
	}
}

func TestCommandsThatCannotBeRegisteredStopNothing(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	s.Fail(discordtest.GetCommandsRoute, 0, discordtest.Refusing(50001))
	s.restarts(discord.Options{})
	s.line.logs("read the registered commands")
	s.shows(s.ann.Slash(s.channel, "/help"), "re help", true)
}

// TestCommandsAreRegisteredAfterAnOutage begins in the middle of one, which is no
// reason to wait for the next start.
func TestCommandsAreRegisteredAfterAnOutage(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{Limits: &noLimits})
	failing := []discordtest.Fault{discordtest.BadGateway(), discordtest.Flooding(quick), {HangUp: true}, discordtest.Refusing(130000)}
	for _, f := range failing {
		s.Fail(discordtest.GetCommandsRoute, 0, f)
		s.Fail(discordtest.PutCommandsRoute, 0, f)
	}
	open(t, s, discord.Options{})
	eventually(t, "the commands are there", func() bool { return len(s.Commands()) > 0 })
	if n := s.Calls(discordtest.PutCommandsRoute); n != len(failing)+1 {
		t.Errorf("it was tried %d times", n)
	}
}

func TestTooManyCommandsOfADayStopNothing(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{Limits: &noLimits})
	s.SetCommandCreates(200)
	ann := s.AddPerson(discordtest.User{Username: "ann"})
	l := open(t, s, discord.Options{})
	l.logs("register the commands: discord answers 400 (30034)")
	eventually(t, "the bot is ready", s.Connected)
	ann.Say(ann.Private(), "hello")
	l.hears("hello")
	if n := s.Calls(discordtest.PutCommandsRoute); n != 1 {
		t.Errorf("it was tried %d times", n)
	}
}

func TestMembersAreOfferedWhatTheyMay(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	names := func(p *discordtest.Person, r *discordtest.Room) (all []string) {
		for _, c := range p.Commands(r) {
			all = append(all, c.Name)
		}
		return all
	}
	for _, c := range bot.Commands() {
		if !slices.Contains(names(s.ann, s.channel), c.Name) || !slices.Contains(names(s.ben, s.ben.Private()), c.Name) {
			t.Errorf("/%s is not offered", c.Name)
		}
		if slices.Contains(names(s.ben, s.channel), c.Name) == c.Changes {
			t.Errorf("/%s, which changes something: %v, is offered to members: %v", c.Name, c.Changes, !c.Changes)
		}
	}
}
