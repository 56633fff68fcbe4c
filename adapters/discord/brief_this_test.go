package discord_test

import (
	"testing"

	"wirebrief/adapters/discord"
	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
)

func TestMessagesAreBriefed(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	s.ann.Install()
	private := s.AddPrivate(s.ann, s.ben)
	s.says("Look at https://wire.example/ports.", tells("Ports reopen"))
	forwarded := s.ben.Say(private, "Look at https://wire.example/ports.")
	tests := map[string]struct {
		m         discordtest.Message
		chat      bot.ChatRef
		within    bot.ChatRef
		from      string
		ephemeral bool
	}{
		"in a channel":                            {s.ben.Say(s.channel, "Look at https://wire.example/ports."), refOf(s.channel), guildRef(s.guild), "Ben", true},
		"in a guild and passed on":                {s.ann.Forward(forwarded, s.channel), refOf(s.channel), guildRef(s.guild), "", true},
		"between two people":                      {forwarded, refOf(s.ann.Private()), bot.ChatRef{}, "Ben", true},
		"in her own direct messages with the bot": {s.ann.Say(s.ann.Private(), "Look at https://wire.example/ports."), refOf(s.ann.Private()), bot.ChatRef{}, "Ann", false},
	}
	// What she said to the bot is heard, too: not in the middle of the others.
	s.ann.Private().WaitPosts(1, within)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			u := s.ann.BriefThis(test.m)
			s.shows(u, "Ports reopen", test.ephemeral)
			c := s.last()
			if c.Chat != test.chat || c.Within != test.within || c.EventID != "i:"+u.ID().String() || c.Aside != test.ephemeral {
				t.Errorf("heard %+v", c)
			}
			if f := c.Forward; f == nil || f.URL != "https://wire.example/ports" || f.From != test.from || f.At.IsZero() {
				t.Errorf("the forward is %+v", c.Forward)
			}
		})
	}
}
