package discord

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
)

// single is a briefing as /latest gives it, see the intended look of a single
// story.
func single() bot.Message {
	return bot.Message{Topic: "ellery", Blocks: []bot.Block{
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
	}, Buttons: [][]bot.Button{{{Label: "Read", URL: "https://wire.example/1"}, {Label: "In context", Data: "c:1"}, {Label: "Follow ellery", Data: "f:1", Private: true}}}}
}

// BenchmarkRender makes messages ready to be sent: a briefing of one story, and
// a text that needs several messages.
func BenchmarkRender(b *testing.B) {
	wide := single()
	for range 30 {
		wide.Blocks = append(wide.Blocks, bot.Block{Runs: run(strings.Repeat("Ana Varga: “the night rate” 1,400 <workers> at port.example. ", 10))})
	}
	for name, m := range map[string]bot.Message{"Briefing": single(), "Long": wide} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				n = 0
				for _, p := range render(m, renderOptions{}) {
					body, err := json.Marshal(p)
					if err != nil {
						b.Fatal(err)
					}
					n += len(body)
				}
			}
			b.SetBytes(int64(n))
		})
	}
}
