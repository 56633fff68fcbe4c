package terminal_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wirebrief/adapters/terminal"
	"wirebrief/bot"
)

var update = flag.Bool("update", false, "write the golden files anew")

func block(kind bot.BlockKind, runs ...bot.Run) bot.Block { return bot.Block{Kind: kind, Runs: runs} }

func text(s string) bot.Run { return bot.Run{Text: s} }

func strong(s string) bot.Run { return bot.Run{Text: s, Bold: true} }

func link(s, u string) bot.Run { return bot.Run{Text: s, URL: u} }

var story = bot.Message{
	Blocks: []bot.Block{
		{Kind: bot.Header, Runs: []bot.Run{text("ellery (also port ellery, порт эллери)")}, Right: "1 of 12 stories"},
		block(bot.Headline, link("Port Ellery: Dockers say talks on the night rate have 'gone nowhere' since Monday", "https://wire.example/2026/ellery-talks")),
		block(bot.Meta, text("Example Wire · only source · 3 hours ago")),
		block(bot.Quotation, text("“No crane moves until the night rate is paid, and no ship leaves the outer harbour while the gates are shut to our members”")),
		block(bot.Attribution, strong("Ana Varga"), text(", chair of the dockers' union, told reporters at the gate on Thursday morning before the second meeting")),
		block(bot.Quotation, text("“We pay what was agreed”")),
		block(bot.Attribution, strong("Tom Reiss"), text(" said")),
		block(bot.Section, text("Figures")),
		block(bot.Item, strong("1,400 dock workers"), text(" walked out on Monday, and about as many are expected to follow")),
		block(bot.Item, text("The port loses "), strong("about €2.5 million"), text(" a day")),
		block(bot.Section, text("Denied")),
		block(bot.Paragraph, text("The port authority has denied that any wage was held back.")),
	},
	Buttons: [][]bot.Button{
		{{Label: "In context", Data: "c:1"}, {Label: "Follow ellery", Data: "f:1"}},
		{{Label: "More quotes", Data: "q:1"}},
	},
}

var cjk = bot.Message{Blocks: []bot.Block{
	block(bot.Headline, text("埃勒里港罢工进入第二周，码头工人称谈判毫无进展")),
	block(bot.Quotation, text("「夜間手当が支払われるまで、クレーンは一台も動かさない」と組合の議長は木曜日の朝に述べた。")),
	block(bot.Paragraph, text("부두 노동자들은 야간 수당이 지급될 때까지 크레인을 움직이지 않겠다고 말했다.")),
	block(bot.Item, text("emoji 👍🏽 flags 🇫🇷🇩🇪 e\u0301le\u0300ve cafe\u0301 naïve "), strong("１２３"), text(" keycap 1️⃣ end")),
}, Buttons: [][]bot.Button{{{Label: "前後の文", Data: "c"}, {Label: "もっと見る", Data: "m"}}}}

var rightToLeft = bot.Message{Blocks: []bot.Block{
	block(bot.Headline, text("إضراب ميناء إيليري يدخل أسبوعه الثاني")),
	block(bot.Quotation, text("\u202e“لن تتحرك رافعة\u202c حتى يُدفع أجر الليل”\u200f")),
	block(bot.Paragraph, text("کارگران می\u200cگویند مذاکرات بی\u200cنتیجه بود")),
	{Kind: bot.Header, Runs: []bot.Run{text("שביתה בנמל")}, Right: "שתי ידיעות"},
}}

var hostile = bot.Message{Blocks: []bot.Block{
	block(bot.Headline, text("Title \x1b]0;owned\x07 and \x1b[31mred\x1b[0m and \u009b2Jcsi and \x9b8-bit and \x00nul\x7fdel")),
	block(bot.Paragraph, text("zero\u200bwidth \ufeffbom a\u202eb\u202cc \u2066isolate\u2069 soft\u00adhyphen tag\U000e0041s \u200djoiner invalid\xff\xfe\nnew line\r\ncrlf\rcr\ttab\vvt\u2028ls\u0085nel")),
	block(bot.Paragraph, text("family \U0001f468\u200d\U0001f469\u200d\U0001f467 split")),
	{Kind: bot.Meta, Runs: []bot.Run{link("link", "https://example.com/\x1b[2Jx"), link("no web", "javascript:alert(1)"), link("space", "https://example.com/a b")}, Right: "right\x1b[1m\nedge"},
}, Buttons: [][]bot.Button{{{Label: "La\x1b[5mbel\n2", Data: "x"}, {Data: "empty"}}}}

var long = bot.Message{Blocks: []bot.Block{
	{Kind: bot.Header, Runs: []bot.Run{text("a header that is much too long to have its totals on the same line as its own text")}, Right: "200+ of 200+ stories"},
	block(bot.Paragraph, text("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsversammlungsprotokoll is one word, "+strings.Repeat("x", 170)+" another.")),
	block(bot.Headline, link("A headline", "https://wire.example/a/very/long/address/that/does/not/fit/"+strings.Repeat("segment/", 12)+"end")),
	block(bot.Paragraph, link("https://wire.example/shown", "https://wire.example/shown"), text("   spaces   inside   ")),
	block(bot.Paragraph, text("one—two—three "+strings.Repeat("e\u0301", 60))),
}, Buttons: [][]bot.Button{{
	{Label: "A button with quite a long label", Data: "1"}, {Label: "Another one of the same sort", Data: "2"}, {Label: "Third", Data: "3"}, {Label: "Read it where it was published", URL: "https://wire.example/"},
}}}

func TestRenderLooksAsGolden(t *testing.T) {
	messages := map[string]bot.Message{"story": story, "cjk": cjk, "right-to-left": rightToLeft, "hostile": hostile, "long": long}
	for name, m := range messages {
		for _, width := range []int{80, 40, 20} {
			t.Run(fmt.Sprintf("%s at %d columns", name, width), func(t *testing.T) {
				golden(t, fmt.Sprintf("%s-%d.txt", name, width), terminal.Render(m, terminal.RenderOptions{Width: width, Buttons: true}))
			})
		}
	}
	t.Run("in colour", func(t *testing.T) {
		s := terminal.Render(story, terminal.RenderOptions{Width: 60, Color: true, Buttons: true, FirstButton: 4})
		golden(t, "story-colour.txt", strings.ReplaceAll(s, "\x1b", "␛"))
	})
	t.Run("plain text has neither buttons nor colour", func(t *testing.T) {
		golden(t, "story-plain.txt", terminal.Render(story, terminal.RenderOptions{}))
	})
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "render", name)
	if *update {
		if err := os.WriteFile(path, []byte(got+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (make it with: go test -update)", err)
	}
	if diff := cmp.Diff(string(want), got+"\n"); diff != "" {
		t.Errorf("unlike %s (-want +got):\n%s", path, diff)
	}
}
