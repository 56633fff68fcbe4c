package terminal_test

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/mattn/go-runewidth"

	"wirebrief/adapters/terminal"
	"wirebrief/bot"
)

// seen returns the characters of s that cannot be missing or made up by a
// renderer: no white space, no control and format characters, no hyphens.
func seen(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '-' || !unicode.IsGraphic(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar || invisible(r) {
			return -1
		}
		return r
	}, s)
}

// invisible are the fillers: graphic by category and yet nothing to see.
func invisible(r rune) bool {
	return strings.ContainsRune("\u034f\u115f\u1160\u180e\u3164\uffa0", r) || 0xe0000 <= r && r <= 0xe0fff
}

// FuzzRender checks for any text and width: nothing steers the terminal, no
// line is too wide, nothing that can be seen is lost, no grapheme is cut.
func FuzzRender(f *testing.F) {
	for _, b := range append(append([]bot.Block{}, hostile.Blocks...), append(cjk.Blocks, rightToLeft.Blocks...)...) {
		for _, r := range b.Runs {
			f.Add(r.Text, 40, uint8(b.Kind))
		}
	}
	f.Add("e\u0301\u200d\U0001f468\u200d\U0001f469 \u0600123 क्\u200dष", 1, uint8(7))
	f.Fuzz(func(t *testing.T, s string, width int, kind uint8) {
		m := bot.Message{Blocks: []bot.Block{{Kind: bot.BlockKind(kind % 8), Runs: []bot.Run{{Text: s, Bold: kind&8 > 0}}}}}
		got := terminal.Render(m, terminal.RenderOptions{Width: width})
		if !utf8.ValidString(got) {
			t.Errorf("invalid UTF-8: %q", got)
		}
		for _, r := range got {
			joiner := r == '\u200c' || r == '\u200d'
			if r != '\n' && !joiner && (unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r)) {
				t.Errorf("%U reaches the terminal in %q", r, got)
			}
		}
		if seen(got) != seen(s) {
			t.Errorf("got %q, want %q", seen(got), seen(s))
		}
		for line := range strings.SplitSeq(got, "\n") {
			checkLine(t, line, width)
		}
		again := bot.Message{Blocks: []bot.Block{{Runs: []bot.Run{{Text: got}}}}}
		if kind%8 == uint8(bot.Paragraph) && terminal.Render(again, terminal.RenderOptions{Width: width}) != got {
			t.Errorf("not stable: %q", got)
		}
	})
}

func checkLine(t *testing.T, line string, width int) {
	t.Helper()
	limit := 100
	if width >= 1 {
		limit = min(max(width, 10), 100)
	}
	wide := &runewidth.Condition{StrictEmojiNeutral: true}
	if w := wide.StringWidth(line); w > limit {
		// One grapheme that is too wide alone has no better place.
		n := 0
		for it := graphemes.FromString(strings.TrimLeft(line, " -")); it.Next(); {
			n++
		}
		if n > 1 {
			t.Errorf("%d columns, want at most %d: %q", w, limit, line)
		}
	}
	if strings.TrimRight(line, " ") != line {
		t.Errorf("spaces at the end of %q", line)
	}
}

// TestLargeTextIsDrawnInLinearTime bounds what a hostile article may cost.
func TestLargeTextIsDrawnInLinearTime(t *testing.T) {
	texts := map[string]string{
		"one word":       strings.Repeat("x", 1<<19),
		"spaces":         strings.Repeat(" ", 1<<19),
		"words":          strings.Repeat("ab ", 60_000),
		"wide":           strings.Repeat("港", 60_000),
		"marks":          "e" + strings.Repeat("\u0301", 1<<18),
		"joiners":        strings.Repeat("\u200d", 60_000) + "x",
		"no breaks":      strings.Repeat("，", 60_000),
		"line ends":      strings.Repeat("\n", 1<<19) + "x",
		"escape":         strings.Repeat("\x1b[", 1<<18),
		"flags":          strings.Repeat("🇫🇷", 60_000),
		"carriage":       strings.Repeat("\r", 1<<19),
		"spaces in word": strings.Repeat(strings.Repeat("x", 79)+strings.Repeat(" ", 79), 3_000),
	}
	for name, s := range texts {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			terminal.Render(bot.Message{Blocks: []bot.Block{{Runs: []bot.Run{{Text: s, Bold: true}}}}}, terminal.RenderOptions{Color: true})
			if d := time.Since(start); d > 2*time.Minute {
				t.Errorf("took %v", d)
			}
		})
	}
}
