package briefing

import (
	"math/rand"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	uax29 "github.com/clipperhouse/uax29/v2/sentences"
)

// TestSegmenterFindsWhatTheAnnexSays of texts around every character, and of
// texts made by chance.
func TestSegmenterFindsWhatTheAnnexSays(t *testing.T) {
	for r := range rune(0x20000) {
		c := string(r)
		checkSegments(t, "Ab"+c+" Cd"+c+"ef"+c+"Gh. "+c+"i.e."+c+"J")
	}
	pieces := []string{"a", "B", " ", "ab ", "Cd ", ".", ". ", "!", "? ", "…", ",", "1", "2.5", "“", "”", "'", ")", "(", "\n", "\r\n", "\u0301",
		"\u200d", "\u00ad", "\u0085", "\u00a0", "\u2024", "\u2028", "\u2029", "é", "ж", "ა", "。", "字", "։", "—", "😀", "\xe2", "\x80", "\xc2", "\xff", "\xf0\x9f"}
	chance := rand.New(rand.NewSource(29))
	for range 50_000 {
		var text strings.Builder
		for range 1 + chance.Intn(16) {
			text.WriteString(pieces[chance.Intn(len(pieces))])
		}
		checkSegments(t, text.String())
	}
}

func FuzzSegmenter(f *testing.F) {
	for _, text := range []string{"", "The port reopened. Ships left!", "“Why?” she asked. U.S. e.g. 4.5 a.m", "é. \u0301Á.b C\u2028d", "字。字", "\xe2\x80."} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { checkSegments(t, text) })
}

// checkSegments compares the segments of a text with those of the library, and
// what is quiet with what inside looks for.
func checkSegments(t *testing.T, text string) {
	t.Helper()
	var got, want []Span
	for s := (segmenter{text: text}); s.next(); {
		got = append(got, Span{s.from, s.to})
		quiet := text[s.from:s.quiet]
		if strings.ContainsAny(quiet, "!?…\n") || strings.Contains(quiet, ". ") || s.quiet < s.to && !utf8.RuneStart(text[s.quiet]) && utf8.ValidString(text) {
			t.Errorf("%q: %q is not quiet", text, quiet)
		}
	}
	for it := uax29.FromString(text); it.Next(); {
		want = append(want, Span{it.Start(), it.End()})
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q: segments %v, want %v", text, got, want)
	}
}
