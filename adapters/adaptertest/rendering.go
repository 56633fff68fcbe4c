package adaptertest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
)

// blocksAreShown sends one block of each kind.
func blocksAreShown(t *testing.T, h Harness) {
	instant := time.Date(2026, 3, 29, 1, 30, 0, 0, time.UTC)
	m := bot.Message{Blocks: []bot.Block{
		{Kind: bot.Header, Runs: []bot.Run{{Text: "ellery (also port ellery)"}}, Right: "1 of 12 stories"},
		{Kind: bot.Headline, Runs: []bot.Run{{Text: "Dock strike enters its second week"}}},
		{Kind: bot.Meta, Runs: []bot.Run{{Text: "Example Wire · "}, {Text: "3 hours ago", Time: instant}}},
		{Kind: bot.Quotation, Runs: []bot.Run{{Text: "“No crane moves until the night rate is paid”"}}},
		{Kind: bot.Attribution, Runs: []bot.Run{{Text: "Ana Varga", Bold: true}, {Text: ", chair of the union, told reporters"}}},
		{Kind: bot.Section, Runs: []bot.Run{{Text: "Figures"}}},
		{Kind: bot.Item, Runs: []bot.Run{{Text: "1,400 dock workers", Bold: true}, {Text: " walked out"}}},
		{Kind: bot.Item, Runs: []bot.Run{{Text: "The port loses "}, {Text: "€2.5 million", Bold: true}, {Text: " a day"}}},
		{Kind: bot.Paragraph, Runs: []bot.Run{{Text: "A first line.\nA second line.\n\nA third one."}}, Right: "to the right"},
		{Kind: bot.Paragraph},
		{Kind: bot.Paragraph, Runs: []bot.Run{{Text: "The end."}}},
	}}
	var texts []string
	for i, b := range m.Blocks {
		var text string
		for _, r := range b.Runs {
			if !r.Time.IsZero() {
				r.Text = "" // shown in the reader's own zone and words
			}
			text += r.Text
		}
		texts = append(texts, text, m.Blocks[i].Right)
	}
	send(t, h, m)
	if h.Traits().SmallPrint {
		texts = append(texts[2:], texts[:2]...)
	}
	posts := waitFor(t, h, 0, texts...)
	if len(posts) != 1 {
		t.Errorf("a short message is %d posts:\n%s", len(posts), dump(posts))
	}
}

func linksAreShown(t *testing.T, h Harness) {
	const one, two, three = "https://wire.example/a?b=c&d=e", "https://gazette.example/ä/(x)_y", "https://wire.example/button"
	send(t, h, bot.Message{
		Blocks: []bot.Block{
			{Kind: bot.Headline, Runs: []bot.Run{{Text: "A headline with a link", URL: one}}},
			{Kind: bot.Item, Runs: []bot.Run{{Text: "also in "}, {Text: "the Gazette", URL: two}, {Text: " today"}}},
			{Runs: []bot.Run{{Text: "not a link", URL: "javascript:alert(1)"}}},
		},
		Buttons: [][]bot.Button{{{Label: "Read", URL: three}}},
	})
	posts := waitFor(t, h, 0, "A headline with a link", "also in the Gazette today", "not a link")
	var links []string
	for _, p := range posts {
		links = append(links, p.Links...)
	}
	for _, u := range []string{one, two} {
		if !slices.Contains(links, u) && !slices.ContainsFunc(posts, func(p Post) bool { return strings.Contains(p.Text, u) }) {
			t.Errorf("%s can neither be pressed nor read:\n%s", u, dump(posts))
		}
	}
	for _, u := range links {
		if u != one && u != two {
			t.Errorf("%s is a link", u)
		}
	}
}

// hostileText is what a publisher may write to act on the reader's screen.
var hostileText = []string{
	"<b>bold</b> &amp; &lt;i&gt; <script>alert(1)</script> <a href=\"https://evil.example\">press</a> <3 </b>",
	"**strong** _em_ __under__ `code` ~~gone~~ ||spoiler|| [press](https://evil.example) \\*escaped\\* :smile:",
	"@everyone @here @channel <@123456789> <@&42> <#7> </latest:1> <t:1:R> @someuser",
	"# heading\n> quote\n- list\n-# small\n```\nfence\n```\n1. one",
	"sets \x1b]0;the title\x07 clears \x1b[2J screen \u009b31m red \x9b32m \x1bc reset \x00 nul \x08\x08 back \x7f del",
	"turn \u202earound\u202c and \u2066isolate\u2069 mark\u200f\u200e zero\u200bwidth \ufefforder soft\u00adhyphen tag\U000e0041",
	"line\u2028separator paragraph\u2029separator carriage\rreturn windows\r\nend tab\tstop invalid\xff\xfebytes",
}

// hostileTextIsInert puts hostile text into every place where foreign text
// can stand.
func hostileTextIsInert(t *testing.T, h Harness) {
	for i, text := range hostileText {
		skip := len(h.Shown(t))
		m := say("before it", text)
		for kind := bot.Paragraph; kind <= bot.Line; kind++ {
			m.Blocks = append(m.Blocks, bot.Block{Kind: kind, Runs: []bot.Run{{Text: text, Bold: i%2 == 0}, {Text: " and on"}}})
		}
		m.Blocks = append(m.Blocks, bot.Block{Kind: bot.Header, Runs: []bot.Run{{Text: "left"}}, Right: text})
		m.Buttons = [][]bot.Button{{{Label: "Go " + text[:12], Data: "x"}}}
		var want []string
		for _, b := range m.Blocks {
			for _, r := range b.Runs {
				want = append(want, r.Text)
			}
			want = append(want, b.Right)
		}
		send(t, h, m)
		for _, p := range waitFor(t, h, skip, want...) {
			if c := live(p.Text + strings.Join(p.Buttons, "\n")); c != "" {
				t.Errorf("text %d: %s reaches the reader:\n%s", i, c, dump([]Post{p}))
			}
			if len(p.Links) > 0 || len(p.Mentions) > 0 {
				t.Errorf("text %d became live: links %q, mentions %q", i, p.Links, p.Mentions)
			}
		}
	}
}

// longMessagesAreWhole sends messages that no platform shows in one post:
// many blocks, and blocks that are too long themselves.
func longMessagesAreWhole(t *testing.T, h Harness) {
	for _, blocks := range []int{1, 6, 200} {
		skip := len(h.Shown(t))
		var m bot.Message
		var texts []string
		size, n := 0, 0
		for i := range blocks {
			var b strings.Builder
			for range 3600 / blocks {
				fmt.Fprintf(&b, "w%04d ", n)
				n++
			}
			text := b.String()
			size += len(text)
			texts = append(texts, text)
			half := len(text) / 12 * 6
			m.Blocks = append(m.Blocks, bot.Block{Kind: bot.BlockKind(i % 8), Runs: []bot.Run{{Text: text[:half]}, {Text: text[half:], Bold: true}}})
		}
		send(t, h, m)
		posts := waitFor(t, h, skip, texts...)
		if limit := h.Traits().PostLimit; limit > 0 && size > limit && len(posts) < 2 {
			t.Errorf("%d characters are %d posts, though %d do not fit", size, len(posts), limit)
		}
	}
}

// longWordsAreWhole sends words without a place to break. Each character
// occurs once, so that none can stand in for another.
func longWordsAreWhole(t *testing.T, h Harness) {
	var han strings.Builder
	for r := rune(0x4e00); r < 0x4e00+6000; r++ {
		han.WriteRune(r)
	}
	send(t, h, say("Before.", han.String(), "After."))
	waitFor(t, h, 0, "Before.", han.String(), "After.")
}

// graphemesAreWhole counts graphemes of several characters that fill many
// posts: one that was cut is missing from the count.
func graphemesAreWhole(t *testing.T, h Harness) {
	for _, g := range []string{"🇫🇷", "👍🏽", "e\u0301\u0302\u0323", "각", "क्षि", "1\ufe0f\u20e3"} {
		skip := len(h.Shown(t))
		const n = 1500
		send(t, h, say("x"+strings.Repeat(g, n)+"y"))
		var got int
		eventually(h, func() bool {
			got = 0
			posts := h.Shown(t)
			for _, p := range posts[min(skip, len(posts)):] {
				got += strings.Count(p.Text, g)
			}
			return got == n
		})
		if got != n {
			t.Errorf("%d of %d %s (%+q) are whole", got, n, g, g)
		}
	}
}

func buttonsStandLast(t *testing.T, h Harness) {
	m := say(strings.Repeat("some words to fill posts ", 700), "the end")
	m.Buttons = [][]bot.Button{{{Label: "In context", Data: "c"}, {Label: "Follow", Data: "f"}}, {{Label: "More", Data: "m"}}}
	send(t, h, m)
	posts := waitFor(t, h, 0, "some words", "the end")
	eventually(h, func() bool { posts = h.Shown(t); return len(posts[len(posts)-1].Buttons) > 0 })
	for i, p := range posts {
		var want []string
		if i == len(posts)-1 {
			want = []string{"In context", "Follow", "More"}
		}
		if !slices.Equal(p.Buttons, want) {
			t.Errorf("post %d of %d has the buttons %q, want %q", i+1, len(posts), p.Buttons, want)
		}
	}
}
