package discord

import (
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
)

// TestWhatIsWrittenFromTheRightKeepsItsPlace shows the marks as « and ».
func TestWhatIsWrittenFromTheRightKeepsItsPlace(t *testing.T) {
	story := time.Unix(1793937600, 0)
	tests := map[string]struct {
		b    bot.Block
		want string
	}{
		"two names in a row":     {bot.Block{Kind: bot.Meta, Runs: []bot.Run{{Text: "נמל · דובר הנמל · only source · "}, {Text: "3 hours ago", Time: story}}}, "-# «נמל» · «דובר הנמל» · only source · <t:1793937600:R>"},
		"a number behind a name": {bot.Block{Kind: bot.Header, Runs: run("ميناء"), Right: "1 of 2 stories"}, "**«ميناء»** · 1 of 2 stories"},
		"a linked headline": {bot.Block{Kind: bot.Item, Runs: []bot.Run{{Text: "Port ", URL: "https://wire.example/1"}, {Text: "נמל 24/7", URL: "https://wire.example/1"}, {Text: " · Example Wire"}}},
			"- [«Port נמל 24/7»](https://wire.example/1) · Example Wire"},
		"in several marks":  {bot.Block{Kind: bot.Line, Runs: []bot.Run{{Text: "2 · "}, {Text: "נמל", Bold: true}, {Text: " ו*רציף · x"}}}, "2 · **«נמל** ו\\*רציף» · x"},
		"who says so":       {bot.Block{Kind: bot.Item, Runs: []bot.Run{{Text: "1,400 workers", Bold: true}, {Text: " walked out — דובר"}}}, "- **1,400 workers** walked out — «דובר»"},
		"alone in its line": {bot.Block{Runs: run("נמל, 24/7.\nמשהו · 2")}, "נמל, 24/7.\n«משהו» · 2"},
		"a command":         {bot.Block{Kind: bot.Item, Runs: []bot.Run{{Text: "/latest נמל", Command: true}, {Text: " — the newest"}}}, "- </latest:7> נמל — the newest"},
		"nothing of it":     {bot.Block{Kind: bot.Meta, Runs: run("Örnek Ajans · 新闻 · Газета")}, "-# Örnek Ajans · 新闻 · Газета"},
		"marks of an article": {bot.Block{Kind: bot.Meta, Runs: run("\u2068נמל\u2069 · \u202eGazette\u2069 · 2")},
			"-# «נמל» · Gazette · 2"},
	}
	for name, tt := range tests {
		l := line{kind: tt.b.Kind, spans: blockSpans(tt.b, commandIDs{"latest": 7})}
		if got := strings.NewReplacer(isolating, "«", isolated, "»").Replace(l.markdown(masked)); got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

func TestSmallPrintKeepsItsPlaces(t *testing.T) {
	m := bot.Message{Blocks: []bot.Block{
		{Kind: bot.Header, Runs: run("ميناء"), Right: "1 of 2 stories"}, {Kind: bot.Headline, Runs: run("Dock strike goes on")}, {Kind: bot.Meta, Runs: run("Example Wire")},
	}}
	if got := render(m, renderOptions{})[0].Embeds[0].Footer.Text; got != isolating+"ميناء"+isolated+" · 1 of 2 stories" {
		t.Errorf("the small print is %q", got)
	}
}
