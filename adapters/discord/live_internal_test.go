package discord

import (
	"slices"
	"strings"
	"testing"

	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
)

// ours are what the adapter itself marks up, and what of it a reader sees
// besides the text.
var ours = []discordtest.NodeKind{discordtest.BoldNode, discordtest.QuoteNode, discordtest.SubtextNode, discordtest.ListNode}

// drawn reads a message as a client does: its text without markdown, and what
// in it is live that the adapter did not make so.
func drawn(p payload) (text string, live []discordtest.Live) {
	var b strings.Builder
	var reader discordtest.Reader
	draw := func(s string, spot discordtest.Spot) {
		nodes := discordtest.Markdown(s, spot)
		b.WriteString(reader.Plain(nodes) + "\n")
		for _, l := range reader.Live(nodes) {
			if !slices.Contains(ours, l.Kind) {
				live = append(live, l)
			}
		}
	}
	draw(p.Content, discordtest.InBody)
	for _, e := range p.Embeds {
		if e.Author != nil {
			draw(e.Author.Name, discordtest.InLabel)
		}
		draw(e.Title, discordtest.InTitle)
		draw(e.Description, discordtest.InBody)
		if e.Footer != nil {
			draw(e.Footer.Text, discordtest.InLabel)
		}
	}
	return b.String(), live
}

// bare drops what a client or the adapter puts between words, and the joiner.
func bare(s string) string {
	return strings.NewReplacer(" ", "", "\n", "", "•", "", "·", "", string(joiner), "", "\u00a0", "").Replace(s)
}

// everywhere puts text wherever foreign text can stand.
func everywhere(text string) bot.Message {
	half := strings.ToValidUTF8(text[:len(text)/2], "")
	rest := strings.ToValidUTF8(text[len(text)/2:], "")
	var m bot.Message
	for kind := bot.Paragraph; kind <= bot.Line; kind++ {
		m.Blocks = append(m.Blocks,
			bot.Block{Kind: kind, Runs: []bot.Run{{Text: text}}, Right: text},
			bot.Block{Kind: kind, Runs: []bot.Run{{Text: half, Bold: true}, {Text: rest}}},
			bot.Block{Kind: kind, Runs: []bot.Run{{Text: half}, {Text: rest, Bold: true}, {Text: text}}})
	}
	return m
}

// wanted is the text of a message as a reader should see it.
func wanted(m bot.Message) string {
	var b strings.Builder
	for _, block := range m.Blocks {
		b.WriteString(textOf(blockSpans(block, nil)))
	}
	return b.String()
}

func FuzzNothingComesLive(f *testing.F) {
	for _, s := range []string{
		"**strong** _em_ __under__ `code` ~~gone~~ ||spoiler|| [press](https://evil.example) \\*escaped\\* :smile:",
		"@everyone @here <@123456789> <@&42> <#7> </latest:1> <t:1:R> <id:guide> <https://evil.example> <a@b.cc> <+123456>",
		"# heading\n> quote\n- list\n-# small\n```\nfence\n```\n1. one\n  * two\n>>> all", "a*\n*b", "__a_b__", "\\", "*", "[", "a[b](https://c.dd)e",
		"https://a.bb", "http:", "//x", "1.", "1\n. a", "- - a", "-#-# a", "> > a", "**\n\n**",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 100 {
			t.Skip("long texts are those of FuzzSplit")
		}
		m := everywhere(s)
		for how, o := range map[string]renderOptions{"embeds": {}, "plain": {plain: true}} {
			var read strings.Builder
			for _, p := range render(m, o) {
				text, live := drawn(p)
				read.WriteString(text)
				if len(live) > 0 {
					t.Errorf("%s: %q gives %+v in %q %+v", how, s, live, p.Content, p.Embeds)
				}
			}
			if got, want := digits.Replace(bare(read.String())), digits.Replace(bare(wanted(m))); got != want {
				t.Errorf("%s: %q is read as\n%q\nwant\n%q", how, s, got, want)
			}
		}
	})
}

// digits drops the digits and slashes, of which the numbers of parts are made.
var digits = strings.NewReplacer("0", "", "1", "", "2", "", "3", "", "4", "", "5", "", "6", "", "7", "", "8", "", "9", "", "/", "")

func TestLinksLeadWhereTheyShould(t *testing.T) {
	const one, two = "https://wire.example/a?b=c&d=e_f_g", "https://gazette.example/ä/(x)_y"
	m := bot.Message{Blocks: []bot.Block{
		{Runs: []bot.Run{{Text: "[Live] the *strike*, "}, {Text: "as it [really] happens", URL: one}, {Text: " ]("}, {Text: "here", URL: two, Bold: true}}},
		{Kind: bot.Item, Runs: []bot.Run{{Text: "see https://evil.example", URL: one}}},
		{Kind: bot.Section, Runs: []bot.Run{{Text: "[https://evil.example](https://evil.example)", URL: two}}},
	}}
	for how, o := range map[string]renderOptions{"Embeds": {}, "Plain": {plain: true}} {
		t.Run(how, func(t *testing.T) {
			var targets []string
			for _, p := range render(m, o) {
				_, live := drawn(p)
				for _, l := range live {
					targets = append(targets, l.Target)
				}
			}
			if want := []string{one, two, one, two}; !slices.Equal(targets, want) {
				t.Errorf("the links lead to %q, want %q", targets, want)
			}
		})
	}
}
