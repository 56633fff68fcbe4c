package discord_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"wirebrief/adapters/discord"
	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
)

// edition is a digest of so many stories.
func edition(stories int) bot.Message {
	m := bot.Message{Silent: true, Blocks: []bot.Block{{Kind: bot.Header, Runs: []bot.Run{{Text: "Morning briefing"}}}}}
	var row []bot.Button
	for i := range stories {
		m.Blocks = append(m.Blocks,
			bot.Block{Kind: bot.Headline, Runs: []bot.Run{{Text: fmt.Sprintf("Story %c", 'A'+i), URL: fmt.Sprint("https://wire.example/", i)}}},
			bot.Block{Runs: []bot.Run{{Text: strings.Repeat("Ships wait. ", 20)}}})
		row = append(row, bot.Button{Label: fmt.Sprint(i + 1), Data: fmt.Sprint("n", i)})
	}
	m.Buttons = [][]bot.Button{row}
	return m
}

// TestAStoryThatMayNotBeToldIsLeftOut has the rules of a server forbid words of
// some stories: the others arrive, in their order, and once.
func TestAStoryThatMayNotBeToldIsLeftOut(t *testing.T) {
	for name, forbidden := range map[string][]string{
		"First": {"Story A"}, "InTheMiddle": {"Story D"}, "Last": {"Story I"}, "Several": {"Story A", "Story E", "Story F"},
	} {
		t.Run(name, func(t *testing.T) {
			b := sendingTo(t, discordtest.Options{}, discord.Options{})
			for _, word := range forbidden {
				b.guild.Forbid(word)
			}
			to := refOf(b.channel)
			for range 2 { // again, as after an answer that was lost
				if _, err := b.adapter.SendKeyed(t.Context(), to, edition(9), "key"); err != nil {
					t.Fatal(err)
				}
			}
			b.checkTold(t, b.channel, forbidden)
			b.send(t, b.forum, edition(9))
			if threads := b.forum.Threads(); len(threads) != 1 {
				t.Errorf("%d posts", len(threads))
			} else {
				b.checkTold(t, threads[0], forbidden)
			}
		})
	}
	t.Run("All", func(t *testing.T) {
		b := sendingTo(t, discordtest.Options{}, discord.Options{})
		b.guild.Forbid("Ships")
		b.fails(t, b.channel, edition(9), bot.Content)
		if n := len(b.channel.BotPosts()); n != 0 {
			t.Errorf("%d messages are there", n)
		}
	})
}

// checkTold checks that a room has the stories of edition(9) without some.
func (b *outbox) checkTold(t *testing.T, room *discordtest.Room, forbidden []string) {
	t.Helper()
	var told []string
	for _, p := range room.BotPosts() {
		for _, line := range strings.Split(p.Text, "\n") {
			if strings.HasPrefix(line, "Story ") {
				told = append(told, line)
			}
		}
		if !p.Silent {
			t.Errorf("it rings: %q", p.Text)
		}
	}
	var want []string
	for i := range 9 {
		if s := fmt.Sprintf("Story %c", 'A'+i); !slices.Contains(forbidden, s) {
			want = append(want, s)
		}
	}
	if !slices.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
}
