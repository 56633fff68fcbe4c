package bot_test

import (
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
)

func TestPlainMessage(t *testing.T) {
	m := bot.Message{Silent: true, Buttons: [][]bot.Button{{{Label: "b", Data: "x"}}}, Blocks: []bot.Block{
		{Kind: bot.Headline, Runs: []bot.Run{{Text: "Bridge ", Bold: true}, {Text: "opens\u202e", URL: "https://wire.example/1"}}, Right: "2 h"},
		{Runs: []bot.Run{{Text: " \n"}}},
		{Kind: bot.Item, Runs: []bot.Run{{Text: strings.Repeat("é", 3000), Time: time.Now()}}},
		{Runs: []bot.Run{{Text: "the end"}}},
	}}
	got := bot.PlainMessage(m)
	if !got.Silent || got.Buttons != nil || len(got.Blocks) != 2 {
		t.Fatalf("got %+v", got)
	}
	if b := got.Blocks[0]; b.Kind != bot.Headline || b.Right != "2 h" || len(b.Runs) != 1 || b.Runs[0] != (bot.Run{Text: "Bridge opens"}) {
		t.Errorf("got %+v", b)
	}
	if text := got.Blocks[1].Runs[0].Text; got.Blocks[1].Kind != bot.Item || !strings.HasSuffix(text, "é…") || len([]rune(text)) > 1801 {
		t.Errorf("got %d characters", len([]rune(text)))
	}
}
