package discord

import (
	"encoding/json"
	"strings"
	"testing"

	"wirebrief/bot"
)

func TestASingleBriefingLooksAsIntended(t *testing.T) {
	all := render(single(), renderOptions{})
	if len(all) != 1 {
		t.Fatalf("it is %d messages", len(all))
	}
	const want = `----- #8ca252
Dock strike enters second week https://wire.example/1
-----
-# Example Wire · only source · <t:1793937600:R>

> “No crane moves until the night rate is paid”
**Ana Varga**, chair of the union, told reporters

> “LONG”
**Ana Varga** said

**Figures**
- **1,400 dock workers** walked out
- **37 ships** were waiting

**Denied**
The port has denied that.
-----
ellery · 1 of 1 stories
[Read] [In context] [Follow ellery]
`
	if got := strings.Replace(looks(all[0]), strings.Repeat("We will wait as long as it takes. ", 15), "LONG", 1); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestPlainItHasAllTheSame(t *testing.T) {
	got := looks(render(single(), renderOptions{plain: true})[0])
	for _, want := range []string{"**Dock strike enters second week** <https://wire.example/1>\n-# Example Wire", "\n> “No crane", "- **37 ships** were waiting\n", "\n-# ellery · 1 of 1 stories\n[Read]"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	if strings.Contains(got, "-----") {
		t.Errorf("it has embeds:\n%s", got)
	}
}

func TestAFewWordsAreNoEmbed(t *testing.T) {
	for name, tt := range map[string]struct {
		m    bot.Message
		want string
	}{
		"Sentence":  {bot.Message{Blocks: []bot.Block{{Runs: []bot.Run{{Text: "Did you mean "}, {Text: "karabakh", Bold: true}, {Text: "?"}}}}}, "Did you mean **karabakh**?\n"},
		"List":      {bot.Message{Blocks: []bot.Block{{Runs: run("Your topics:")}, {Kind: bot.Item, Runs: run("ports")}, {Kind: bot.Item, Runs: run("grain")}}}, "Your topics:\n- ports\n- grain\n"},
		"Link":      {bot.Message{Blocks: []bot.Block{{Runs: []bot.Run{{Text: "The last: "}, {Text: "Dock strike", URL: "https://wire.example/1"}}}}}, "The last: [Dock strike](<https://wire.example/1>)\n"},
		"Titled":    {bot.Message{Blocks: []bot.Block{{Kind: bot.Header, Runs: run("Settings")}, {Runs: run("None.")}}}, "----- #8a94a6\nSettings\n-----\nNone.\n"},
		"TitleOnly": {bot.Message{Blocks: []bot.Block{{Kind: bot.Header, Runs: run("Settings")}}}, "----- #8a94a6\nSettings\n-----\n"},
		"Preface":   {bot.Message{Blocks: []bot.Block{{Runs: run("A sample:")}, {Kind: bot.Headline, Runs: run("Dock strike")}}}, "A sample:\n----- #8a94a6\nDock strike\n-----\n"},
		"Sections": {bot.Message{Blocks: []bot.Block{{Kind: bot.Section, Runs: run("Newest")}, {Kind: bot.Item, Runs: run("a")}, {Kind: bot.Headline, Runs: run("Dock strike")}}},
			"----- #8a94a6\n**Newest**\n- a\n----- #8a94a6\nDock strike\n-----\n"},
		"Above": {bot.Message{Blocks: []bot.Block{{Kind: bot.Header, Runs: run("*ports*")}, {Kind: bot.Headline, Runs: run("Dock *strike*")}}},
			"----- #8a94a6\n(*ports*)\nDock \\*strike\\*\n-----\n"},
		"Below": {bot.Message{Blocks: []bot.Block{{Kind: bot.Header, Runs: run("*ports*"), Right: "1 of 2"}, {Kind: bot.Headline, Runs: run("Dock *strike*")}}},
			"----- #8a94a6\nDock \\*strike\\*\n-----\n-----\n*ports* · 1 of 2\n"},
		"TwoHeadlines": {bot.Message{Blocks: []bot.Block{{Kind: bot.Headline, Runs: run("One")}, {Kind: bot.Headline, Runs: run("Two")}}}, "----- #8a94a6\n**One**\n\n**Two**\n"},
		"LongHeadline": {bot.Message{Blocks: []bot.Block{{Kind: bot.Headline, Runs: run(strings.Repeat("a", 257))}}}, "----- #8a94a6\n**" + strings.Repeat("a", 257) + "**\n"},
		"BlankLines":   {bot.Message{Blocks: []bot.Block{{Kind: bot.Quotation, Runs: run("one\n\ntwo")}, {Kind: bot.Item, Runs: run("a\nb")}}}, "----- #8a94a6\n> one\n> two\n\n- a\n  b\n"},
		"BoldSpace":    {bot.Message{Blocks: []bot.Block{{Runs: []bot.Run{{Text: "a\n ", Bold: true}, {Text: "# b"}}}}}, "**a**\n \\# b\n"},
		"Nothing":      {bot.Message{Blocks: []bot.Block{{Runs: run(" \u200b\n")}}, Buttons: [][]bot.Button{{{Label: "x", Data: "x"}}}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var got strings.Builder
			for _, p := range render(tt.m, renderOptions{}) {
				got.WriteString(looks(p))
			}
			if got.String() != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got.String(), tt.want)
			}
		})
	}
}

func TestNobodyCanBeMentionedByAnyPayload(t *testing.T) {
	for name, p := range map[string]payload{"Empty": {}, "Parsing": {Mentions: mentions{Parse: []string{"everyone"}}}, "Rendered": render(single(), renderOptions{})[0]} {
		body, err := json.Marshal(p)
		if err != nil || !strings.Contains(string(body), `"allowed_mentions":{"parse":[]}`) || !strings.Contains(string(body), `"components":[`) || !strings.Contains(string(body), `"embeds":[`) {
			t.Errorf("%s: %s, %v", name, body, err)
		}
	}
}

func TestColoursAreThoseOfTopics(t *testing.T) {
	if a, b := colour("Karabakh"), colour(" karabakh"); a != b || a == neutral {
		t.Errorf("one topic has the colours %06x and %06x", a, b)
	}
	seen := map[int]bool{}
	for _, topic := range strings.Fields("karabakh grain ports ships energy football rates storms wheat castell lorne marren ellery opera health") {
		seen[colour(topic)] = true
	}
	if len(seen) < 5 {
		t.Errorf("15 topics have %d colours", len(seen))
	}
	if got := colour(" \u200b"); got != neutral {
		t.Errorf("no topic has the colour %06x", got)
	}
}

func TestSilenceIsAFlag(t *testing.T) {
	m := single()
	m.Silent = true
	if p := render(m, renderOptions{})[0]; p.Flags != flagSilent || p.plainly(false)[0].Flags != flagSilent {
		t.Errorf("the flags are %d", p.Flags)
	}
}

// TestSharedBlocksAreRenderedOnce: what many ask for is rendered for the first
// of them, and nothing that is added for one shows up with another.
func TestSharedBlocksAreRenderedOnce(t *testing.T) {
	blocks := []bot.Block{{Kind: bot.Headline, Runs: run("Port Ellery")}}
	for range 400 {
		blocks = append(blocks, bot.Block{Kind: bot.Item, Runs: run("Some 37 grain ships were waiting outside the harbour")})
	}
	m := bot.Message{Blocks: blocks, Shared: bot.ShareBlocks(blocks), Topic: "ports"}
	alone := bot.Message{Blocks: blocks, Topic: "ports"}
	want, err := json.Marshal(render(alone, renderOptions{}))
	if err != nil {
		t.Fatal(err)
	}
	for i := range 4 {
		one := m
		one.Silent = i%2 == 1
		if i == 2 {
			one.Buttons = [][]bot.Button{{{Label: "x", Data: "x"}}}
			one.Files = []bot.File{{Name: "a.json", Bytes: []byte("{}")}}
		}
		got := render(one, renderOptions{plain: i == 1})
		if i == 0 || i == 3 {
			got[0].Flags &^= flagSilent
			for j := range got {
				got[j].Flags &^= flagSilent
			}
			if shown, err := json.Marshal(got); err != nil || string(shown) != string(want) {
				t.Fatalf("time %d: got\n%s\nwant\n%s, %v", i, shown, want, err)
			}
		}
	}
}

// TestBodiesAreWrittenAlike compares what is sent with what the payload itself
// says: nobody can be mentioned either way.
func TestBodiesAreWrittenAlike(t *testing.T) {
	p := payload{Content: "<@&1> & more", Mentions: mentions{Parse: []string{"everyone"}}}
	for name, body := range map[string]any{
		"Message": p, "Callback": callback{Type: 4, Data: p}, "Deferral": callback{Type: 5, Data: flagsOnly{64}}, "Bare": callback{Type: 6}, "Else": map[string]bool{"archived": false},
	} {
		got, err := json.Marshal(flat(body))
		want, err2 := json.Marshal(body)
		if err != nil || err2 != nil || string(got) != string(want) {
			t.Errorf("%s is sent as\n%s\nwant\n%s (%v, %v)", name, got, want, err, err2)
		}
		if strings.Contains(string(got), "everyone") {
			t.Errorf("%s mentions all: %s", name, got)
		}
	}
}
