package telegram

import (
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
)

func run(s string) []bot.Run { return []bot.Run{{Text: s}} }

// single is a briefing as /latest gives it, see the intended look of a single
// story.
func single() bot.Message {
	return bot.Message{Blocks: []bot.Block{
		{Kind: bot.Header, Runs: run("ellery"), Right: "1 of 1 stories", Spare: true},
		{Kind: bot.Headline, Runs: []bot.Run{{Text: "Dock strike enters second week", Bold: true, URL: "https://wire.example/1"}}},
		{Kind: bot.Meta, Runs: []bot.Run{{Text: "Example Wire · only source · "}, {Text: "3 hours ago", Time: time.Unix(1793937600, 0)}}},
		{Kind: bot.Quotation, Runs: run("“No crane moves until the night rate is paid”")},
		{Kind: bot.Attribution, Runs: []bot.Run{{Text: "Ana Varga", Bold: true}, {Text: ", chair of the union, told reporters"}}},
		{Kind: bot.Quotation, Runs: run("“" + strings.Repeat("We will wait as long as it takes. ", 15) + "”")},
		{Kind: bot.Attribution, Runs: []bot.Run{{Text: "Ana Varga", Bold: true}, {Text: " said"}}},
		{Kind: bot.Section, Runs: []bot.Run{{Text: "Figures", Bold: true}}},
		{Kind: bot.Item, Runs: []bot.Run{{Text: "1,400 dock workers", Bold: true}, {Text: " walked out"}}},
		{Kind: bot.Item, Runs: []bot.Run{{Text: "37 ships", Bold: true}, {Text: " were waiting"}}},
		{Kind: bot.Section, Runs: []bot.Run{{Text: "Denied", Bold: true}}},
		{Kind: bot.Paragraph, Runs: run("The port has denied that.")},
	}}
}

func TestASingleBriefingLooksAsIntended(t *testing.T) {
	all := parts(lines(single()))
	if len(all) != 1 {
		t.Fatalf("it is %d messages", len(all))
	}
	want := `<a href="https://wire.example/1"><b>Dock strike enters second week</b></a>
Example Wire · only source · <tg-time unix="1793937600" format="r">3 hours ago</tg-time>

<blockquote>“No crane moves until the night rate is paid”</blockquote>
<b>Ana Varga</b>, chair of the union, told reporters

<blockquote expandable>“` + strings.Repeat("We will wait as long as it takes. ", 15) + `”</blockquote>
<b>Ana Varga</b> said

<b>Figures</b>
• <b>1,400 dock workers</b> walked out
• <b>37 ships</b> were waiting

<b>Denied</b>
The port has denied that.`
	if got := all[0].html("", false); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := all[0].plain("(1/2)"); strings.Contains(got, "<") || !strings.HasSuffix(got, "\n\n(1/2)") || !strings.HasPrefix(got, "Dock strike enters second week\nExample Wire") {
		t.Errorf("plain it is\n%s", got)
	}
}

func TestADigestIsSetClose(t *testing.T) {
	m := bot.Message{Blocks: []bot.Block{
		{Kind: bot.Header, Runs: []bot.Run{{Text: "Morning briefing", Bold: true}, {Text: " · Friday 6 November, 08:00 Yerevan"}}},
		{Kind: bot.Meta, Runs: run("2 of 2 stories on ports · since yesterday 08:00")},
		{Kind: bot.Headline, Runs: []bot.Run{{Text: "1 · Dock strike enters second week", Bold: true}, {Text: " (update)"}}},
		{Kind: bot.Meta, Runs: run("ports · Example Wire · 2 hours ago")},
		{Kind: bot.Quotation, Runs: run("“No crane moves”")},
		{Kind: bot.Attribution, Runs: run("Ana Varga said")},
		{Kind: bot.Item, Runs: run("1,400 dock workers walked out")},
		{Kind: bot.Section, Runs: run("Also")},
		{Kind: bot.Line, Runs: run("2 · Insurer drops cover · 11 h")},
		{Kind: bot.Line, Runs: run("3 · Ministers to meet · 16 h")},
	}}
	const want = `<b>Morning briefing</b> · Friday 6 November, 08:00 Yerevan
2 of 2 stories on ports · since yesterday 08:00

<b>1 · Dock strike enters second week</b> (update)
ports · Example Wire · 2 hours ago
<blockquote>“No crane moves”</blockquote>
Ana Varga said
• 1,400 dock workers walked out

<b>Also</b>
2 · Insurer drops cover · 11 h
3 · Ministers to meet · 16 h`
	if got := parts(lines(m))[0].html("", false); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestLongMessagesArePartedBetweenStories(t *testing.T) {
	var m bot.Message
	for i := range 6 {
		m.Blocks = append(m.Blocks,
			bot.Block{Kind: bot.Headline, Runs: run("Story " + string(rune('A'+i)))},
			bot.Block{Runs: run(strings.Repeat("word ", 250))},
			bot.Block{Runs: run("end of " + string(rune('A'+i)))})
	}
	all := parts(lines(m))
	if len(all) != 2 {
		t.Fatalf("it is %d messages", len(all))
	}
	for i, p := range all {
		if !p[0].story || !strings.HasPrefix(p[len(p)-1].spans[0].text, "end of") {
			t.Errorf("part %d is no whole stories: it begins with %q and ends with %q", i+1, p[0].spans[0].text, p[len(p)-1].spans[0].text)
		}
	}
}

func TestNothingIsPartedFromItsHeading(t *testing.T) {
	filler := bot.Block{Runs: run(strings.Repeat("word ", 780))}
	for name, tt := range map[string]struct {
		blocks []bot.Block
		want   string // how the second message begins
	}{
		"Section":     {[]bot.Block{filler, {Kind: bot.Section, Runs: run("Figures")}, {Kind: bot.Item, Runs: run(strings.Repeat("1,400 ", 100))}}, "Figures"},
		"Attribution": {[]bot.Block{filler, {Kind: bot.Quotation, Runs: run("“No crane moves”")}, {Kind: bot.Attribution, Runs: run(strings.Repeat("Ana Varga ", 20))}}, "“No"},
		"Both": {[]bot.Block{
			filler, {Kind: bot.Section, Runs: run("Said")}, {Kind: bot.Quotation, Runs: run("“No crane moves”")}, {Kind: bot.Attribution, Runs: run(strings.Repeat("Ana Varga ", 20))},
		}, "Said"},
		"NextStory": {[]bot.Block{{Kind: bot.Headline, Runs: run("One")}, {Runs: run("x")}, {Kind: bot.Headline, Runs: run("Two")}, filler, {Kind: bot.Headline, Runs: run(strings.Repeat("Three ", 50))}}, "Three"},
	} {
		t.Run(name, func(t *testing.T) {
			all := parts(lines(bot.Message{Blocks: tt.blocks}))
			if len(all) != 2 || !strings.HasPrefix(all[1].plain(""), tt.want) {
				t.Errorf("it is %d messages, the second begins %.30q", len(all), all[len(all)-1].plain(""))
			}
		})
	}
}

func TestEveryPartFits(t *testing.T) {
	links := bot.Message{}
	for range 240 {
		links.Blocks = append(links.Blocks, bot.Block{Kind: bot.Item, Runs: []bot.Run{{Text: "x", URL: "https://wire.example/" + strings.Repeat("a", 200)}}})
	}
	zalgo := "e" + strings.Repeat("\u0301", 9000)
	for name, m := range map[string]bot.Message{
		"Words":         {Blocks: []bot.Block{{Kind: bot.Quotation, Runs: run(strings.Repeat("some words ", 3000))}}},
		"OneWord":       {Blocks: []bot.Block{{Kind: bot.Headline, Runs: run(strings.Repeat("字", 9000))}}},
		"OneGrapheme":   {Blocks: []bot.Block{{Runs: run(zalgo)}}},
		"Escapes":       {Blocks: []bot.Block{{Runs: run(strings.Repeat("<&>\"", 4000))}}},
		"Links":         links,
		"HugeAddress":   {Blocks: []bot.Block{{Runs: []bot.Run{{Text: "press", URL: "https://wire.example/" + strings.Repeat("a", 100_000)}}}}},
		"BoldLinks":     {Blocks: []bot.Block{{Runs: append(manyLinks(94), bot.Run{Text: "b", Bold: true, URL: "https://wire.example/1"}, bot.Run{Text: "c"})}}},
		"HugeHeadline":  {Blocks: []bot.Block{{Kind: bot.Headline, Runs: []bot.Run{{Text: "press", URL: "https://wire.example/" + strings.Repeat("a", 100_000)}}}}},
		"HugeFigures":   {Blocks: []bot.Block{{Kind: bot.Section, Runs: run("Figures")}, {Kind: bot.Item, Runs: run(strings.Repeat("1,400 ", 3000))}}},
		"SpareAlone":    {Blocks: []bot.Block{{Kind: bot.Header, Runs: run("only this"), Spare: true}, {Runs: run("and this"), Spare: true}}},
		"LinksInALine":  {Blocks: []bot.Block{{Runs: manyLinks(300)}}},
		"EmojiInItems":  {Blocks: []bot.Block{{Kind: bot.Item, Runs: run(strings.Repeat("👍🏽", 5000))}}},
		"BoldAndPlain":  {Blocks: []bot.Block{{Runs: []bot.Run{{Text: strings.Repeat("a b ", 1500), Bold: true}, {Text: strings.Repeat("c d ", 1500)}}}}},
		"RightHandText": {Blocks: []bot.Block{{Kind: bot.Header, Runs: run("x"), Right: strings.Repeat("y ", 5000)}}},
	} {
		t.Run(name, func(t *testing.T) {
			var got strings.Builder
			for _, p := range parts(lines(m)) {
				var s size
				for i, l := range p {
					s = s.plus(l, i > 0)
				}
				html := p.html("(1/2)", false)
				if plain := units(p.plain("(1/2)")); plain > 4096 || plain > s.units+10 || s.entities > 100 || len(html) > 35000 || len(p) == 0 {
					t.Errorf("a part has %d units (%d counted), %d entities, %d bytes", plain, s.units, s.entities, len(html))
				}
				got.WriteString(p.plain(""))
			}
			var want strings.Builder
			for _, b := range m.Blocks {
				for _, r := range b.Runs {
					want.WriteString(r.Text)
				}
				want.WriteString(b.Right)
			}
			if a, b := letters(got.String()), letters(want.String()); a != b {
				t.Errorf("%d letters are shown, want %d", len(a), len(b))
			}
		})
	}
}

func manyLinks(n int) []bot.Run {
	var all []bot.Run
	for range n {
		all = append(all, bot.Run{Text: "a ", URL: "https://wire.example/1"})
	}
	return all
}

// letters drops what may stand between the words of a message.
func letters(s string) string {
	return strings.NewReplacer(" ", "", "\n", "", "•", "", "·", "").Replace(s)
}
