package discord

import (
	"strings"
	"testing"

	"wirebrief/bot"
)

func run(s string) []bot.Run { return []bot.Run{{Text: s}} }

func TestLongMessagesArePartedBetweenStories(t *testing.T) {
	m := bot.Message{Blocks: []bot.Block{{Kind: bot.Header, Runs: run("Newest stories"), Right: "1–6 of 6"}}}
	for i := range 6 {
		m.Blocks = append(m.Blocks,
			bot.Block{Kind: bot.Headline, Runs: run("Story " + string(rune('A'+i)))},
			bot.Block{Runs: run(strings.Repeat("word ", 250))},
			bot.Block{Runs: run("end of " + string(rune('A'+i)))})
	}
	all := render(m, renderOptions{})
	if len(all) != 2 {
		t.Fatalf("it is %d messages", len(all))
	}
	for i, p := range all {
		text := p.Embeds[0].Description
		if !strings.HasPrefix(text, "**Story ") || !strings.Contains(text[len(text)-10:], "end of") {
			t.Errorf("message %d is no whole stories: it begins with %.20q and ends with %q", i+1, text, text[len(text)-10:])
		}
	}
	if got := all[1].Embeds[len(all[1].Embeds)-1].Footer.Text; got != "2/2" {
		t.Errorf("the last is numbered %q", got)
	}
}

func TestNothingIsPartedFromItsHeading(t *testing.T) {
	filler := bot.Block{Runs: run(strings.Repeat("word ", 780))}
	for name, tt := range map[string]struct {
		blocks []bot.Block
		want   string // how the second embed begins
	}{
		"Section":     {[]bot.Block{filler, {Kind: bot.Section, Runs: run("Figures")}, {Kind: bot.Item, Runs: run(strings.Repeat("1,400 ", 100))}}, "**Figures**"},
		"Attribution": {[]bot.Block{filler, {Kind: bot.Quotation, Runs: run("“No crane moves”")}, {Kind: bot.Attribution, Runs: run(strings.Repeat("Ana Varga ", 20))}}, "> “No"},
		"Both": {[]bot.Block{
			filler, {Kind: bot.Section, Runs: run("Said")}, {Kind: bot.Quotation, Runs: run("“No crane moves”")}, {Kind: bot.Attribution, Runs: run(strings.Repeat("Ana Varga ", 20))},
		}, "**Said**"},
		"NextStory": {[]bot.Block{{Kind: bot.Headline, Runs: run("One")}, {Runs: run("x")}, {Kind: bot.Headline, Runs: run("Two")}, filler, {Kind: bot.Headline, Runs: run(strings.Repeat("Three ", 50))}}, "**Three"},
	} {
		t.Run(name, func(t *testing.T) {
			all, _ := lines(bot.Message{Blocks: tt.blocks}, nil)
			pieces := fill(all, descriptionUnits, masked)
			if len(pieces) != 2 || !strings.HasPrefix(text(pieces[1], masked), tt.want) {
				t.Errorf("it is %d pieces, the second begins %.30q", len(pieces), text(pieces[len(pieces)-1], masked))
			}
		})
	}
}

// within checks a message against what Discord takes.
func within(t *testing.T, p payload) {
	t.Helper()
	if n := units(p.Content); n > 2000 {
		t.Errorf("the text has %d units", n)
	}
	total := 0
	for _, e := range p.Embeds {
		n := e.units()
		total += n
		if units(e.Title) > 256 || e.Author != nil && units(e.Author.Name) > 256 || units(e.Description) > 4096 || n == 0 {
			t.Errorf("an embed has a title of %d and a text of %d units", units(e.Title), units(e.Description))
		}
	}
	if total > 6000 || len(p.Embeds) > 10 || p.Content == "" && len(p.Embeds) == 0 && len(p.files) == 0 {
		t.Errorf("a message has %d embeds of %d units, and a text of %d", len(p.Embeds), total, units(p.Content))
	}
	seen := map[string]bool{}
	for _, r := range p.Components {
		if n := len(r.Components); n == 0 || n > 5 {
			t.Errorf("a row has %d components", n)
		}
		for _, k := range r.Components {
			if units(k.Label) > 80 || units(k.CustomID) > 100 || units(k.URL) > 512 || len(k.Options) > 25 || k.CustomID != "" && seen[k.CustomID] {
				t.Errorf("component %+v", k)
			}
			seen[k.CustomID] = true
		}
	}
	if len(p.Components) > 5 {
		t.Errorf("%d rows", len(p.Components))
	}
}

// hugeMessages are such that no message of Discord holds.
func hugeMessages() map[string]bot.Message {
	links := bot.Message{}
	for range 240 {
		links.Blocks = append(links.Blocks, bot.Block{Kind: bot.Item, Runs: []bot.Run{{Text: "x", URL: "https://wire.example/" + strings.Repeat("a", 200)}}})
	}
	address := "https://wire.example/" + strings.Repeat("(", 900)
	return map[string]bot.Message{
		"Words":         {Blocks: []bot.Block{{Kind: bot.Quotation, Runs: run(strings.Repeat("some words ", 3000))}}},
		"Talk":          {Blocks: []bot.Block{{Runs: run(strings.Repeat("some words ", 3000))}}},
		"OneWord":       {Blocks: []bot.Block{{Kind: bot.Headline, Runs: run(strings.Repeat("字", 9000))}}},
		"OneGrapheme":   {Blocks: []bot.Block{{Runs: run("e" + strings.Repeat("\u0301", 9000))}}},
		"Escapes":       {Blocks: []bot.Block{{Runs: run(strings.Repeat("*_~`|", 3000))}}},
		"Colons":        {Blocks: []bot.Block{{Kind: bot.Quotation, Runs: run(strings.Repeat(":/a:", 3000))}}},
		"Links":         links,
		"HugeAddress":   {Blocks: []bot.Block{{Runs: []bot.Run{{Text: "press", URL: "https://wire.example/" + strings.Repeat("a", 100_000)}}}}},
		"OddAddresses":  {Blocks: []bot.Block{{Kind: bot.Section, Runs: []bot.Run{{Text: strings.Repeat("press ", 900), URL: address}, {Text: strings.Repeat("more ", 900), URL: address + "1", Bold: true}}}}},
		"HugeFigures":   {Blocks: []bot.Block{{Kind: bot.Section, Runs: run("Figures")}, {Kind: bot.Item, Runs: run(strings.Repeat("1,400 ", 3000))}}},
		"SpareAlone":    {Blocks: []bot.Block{{Kind: bot.Header, Runs: run("only this"), Spare: true}, {Runs: run("and this"), Spare: true}}},
		"HugeSpare":     {Blocks: []bot.Block{{Kind: bot.Header, Runs: run(strings.Repeat("karabakh ", 900)), Spare: true}, {Kind: bot.Headline, Runs: run("A headline")}}},
		"LinksInALine":  {Blocks: []bot.Block{{Runs: manyLinks(300)}}},
		"EmojiInItems":  {Blocks: []bot.Block{{Kind: bot.Item, Runs: run(strings.Repeat("👍🏽", 5000))}}},
		"BoldAndPlain":  {Blocks: []bot.Block{{Runs: []bot.Run{{Text: strings.Repeat("a b ", 1500), Bold: true}, {Text: strings.Repeat("c d ", 1500)}}}}},
		"ManyLines":     {Blocks: []bot.Block{{Kind: bot.Meta, Runs: []bot.Run{{Text: strings.Repeat("a\n", 3000), Bold: true}}}}},
		"LinkedLines":   {Blocks: []bot.Block{{Kind: bot.Meta, Runs: []bot.Run{{Text: strings.Repeat("a\n", 3000), URL: address}}}}},
		"RightHandText": {Blocks: []bot.Block{{Kind: bot.Header, Runs: run("x"), Right: strings.Repeat("y ", 5000)}}},
	}
}

func manyLinks(n int) []bot.Run {
	var all []bot.Run
	for i := range n {
		all = append(all, bot.Run{Text: "a ", URL: "https://wire.example/" + strings.Repeat("b", i%3)})
	}
	return all
}

func TestEveryMessageFits(t *testing.T) {
	for name, m := range hugeMessages() {
		var want strings.Builder
		for _, b := range m.Blocks {
			want.WriteString(textOf(blockSpans(b, nil)))
		}
		for how, o := range map[string]renderOptions{"Embeds": {}, "Plain": {plain: true}, "Linkless": {linkless: true}} {
			t.Run(name+how, func(t *testing.T) {
				var got, again strings.Builder
				for _, p := range render(m, o) {
					within(t, p)
					for _, l := range p.lines {
						got.WriteString(textOf(l.spans))
					}
					for _, plain := range p.plainly(false) {
						within(t, plain)
						for _, l := range plain.lines {
							again.WriteString(textOf(l.spans))
						}
					}
				}
				if a, b := letters(got.String()), letters(want.String()); a != b && len(a) != len(b) {
					t.Errorf("%d letters are shown, want %d", len(a), len(b))
				}
				if a, b := letters(again.String()), letters(want.String()); a != b && len(a) != len(b) {
					t.Errorf("%d letters are shown as plain text, want %d", len(a), len(b))
				}
			})
		}
	}
}

// letters drops what may stand between the words of a message.
func letters(s string) string {
	return strings.NewReplacer(" ", "", "\n", "", "·", "").Replace(s)
}

func FuzzSplit(f *testing.F) {
	f.Add("some words ", 500, 3, "https://wire.example/(")
	f.Add("a\n*_:/", 900, 6, "")
	f.Add("👍🏽", 300, 2, "https://wire.example/[]")
	f.Add("\u0301", 2500, 7, "x")
	f.Fuzz(func(t *testing.T, word string, n, kind int, address string) {
		if n < 0 || n > 3000 || len(word)*n > 40_000 || kind < 0 || kind > int(bot.Line) {
			t.Skip("too long, or no kind")
		}
		m := bot.Message{Blocks: []bot.Block{
			{Kind: bot.BlockKind(kind), Runs: []bot.Run{{Text: strings.Repeat(word, n), URL: address}, {Text: strings.Repeat(word, n/2), Bold: true}}},
			{Kind: bot.Headline, Runs: run(strings.Repeat(word, min(n, 40)))},
			{Kind: bot.Item, Runs: run(strings.Repeat(word, n/3))},
		}}
		var want, got strings.Builder
		for _, b := range m.Blocks {
			want.WriteString(textOf(blockSpans(b, nil)))
		}
		for _, p := range render(m, renderOptions{}) {
			within(t, p)
			for _, l := range p.lines {
				got.WriteString(textOf(l.spans))
			}
		}
		if a, b := letters(got.String()), letters(want.String()); a != b {
			t.Errorf("%d bytes of letters are shown, want %d", len(a), len(b))
		}
	})
}
