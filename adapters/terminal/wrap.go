package terminal

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/mattn/go-runewidth"
)

// cells measures with the widths that terminals use outside of East Asian
// legacy locales, whatever the environment says, so that output is stable.
var cells = &runewidth.Condition{StrictEmojiNeutral: true}

// A glyph is one grapheme of a text: what is never broken.
type glyph struct {
	start, end int
	width      int
}

// glyphsOf cuts s, which holds no line ends, into graphemes.
func glyphsOf(s string) []glyph {
	gs := make([]glyph, 0, len(s))
	for it := graphemes.FromString(s); it.Next(); {
		gs = append(gs, glyph{it.Start(), it.End(), cells.StringWidth(it.Value())})
	}
	return gs
}

// wrap returns s, which holds no line ends, as lines of at most width columns,
// each a half-open range of bytes of s without the spaces around it. Lines are
// broken at spaces and between ideographs; a longer word is broken between
// graphemes. A text of spaces has no lines.
func wrap(s string, width int) [][2]int {
	gs := glyphsOf(s)
	var lines [][2]int
	for start := 0; start < len(gs); {
		if isSpace(s, gs[start]) {
			start++
			continue
		}
		end := lineEnd(s, gs, start, width)
		last := end
		for last > start && isSpace(s, gs[last-1]) {
			last--
		}
		lines = append(lines, [2]int{gs[start].start, gs[last-1].end})
		start = end
	}
	return lines
}

// lineEnd returns the end of the line that begins at start: at least one
// glyph. Spaces may hang over the margin.
func lineEnd(s string, gs []glyph, start, width int) int {
	used, split := 0, start
	for i := start; i < len(gs); i++ {
		if i > start && canBreak(s, gs[i-1], gs[i]) {
			split = i
		}
		used += gs[i].width
		if used <= width || isSpace(s, gs[i]) || i == start {
			continue
		}
		if split > start {
			return split
		}
		return i
	}
	return len(gs)
}

// isSpace tells whether a line may end in g; a space that carries a mark or
// forbids a break is as good as a letter.
func isSpace(s string, g glyph) bool {
	r, size := utf8.DecodeRuneInString(s[g.start:g.end])
	switch r {
	case '\u00a0', '\u2007', '\u202f':
		return false
	}
	return size == g.end-g.start && unicode.IsSpace(r)
}

// canBreak tells whether a line may end between a and b: a small part of
// UAX 14. Korean is written with spaces and broken there.
func canBreak(s string, a, b glyph) bool {
	if isSpace(s, b) {
		return false
	}
	if isSpace(s, a) {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(s[a.start:a.end])
	after, _ := utf8.DecodeRuneInString(s[b.start:])
	if strings.ContainsRune(neverFirst, after) || strings.ContainsRune(neverLast, before) {
		return false
	}
	return before == '—' || isIdeograph(before) || isIdeograph(after)
}

// Punctuation that does not begin or end a line (JIS X 4051, class names of
// UAX 14: CL, CP, EX, IS, NS and OP).
const (
	neverFirst = "、。，．：；？！）］｝」』】〉》〕〗…‥ーっゃゅょァィゥェォッャュョヮ々〻ゝゞヽヾ”’,.:;?!)]}%—\u00a0\u202f"
	neverLast  = "（［｛「『【〈《〔〖“‘([{\u00a0\u202f"
)

func isIdeograph(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || 0x3000 <= r && r <= 0x303f || 0xff00 <= r && r <= 0xff60
}
