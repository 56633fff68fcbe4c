package briefing_test

import (
	"strings"
	"testing"

	"wirebrief/briefing"
)

func TestInsideMarks(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       bool
	}{
		{"the middle of a quotation", "“The pier is old. [We lost 40 boats]. It stays shut,” Ana Varga said.", true},
		{"a whole quotation", "Ana Varga said: “[We lost 40 boats].”", true},
		{"straight marks", "\"The pier's old. [We lost 40 boats],\" Ana Varga said.", true},
		{"two single marks for a double one", "''The pier is old. [We lost 40 boats],'' Ana Varga said.", true},
		{"single marks with an apostrophe that only looks like one", "‘The dockers’ union was there. [We lost 40 boats],’ Ana Varga said.", true},
		{"who says what nobody closes", "“The pier is old, [Ana Varga said].", false},
		{"angles", "«The pier is old. [We lost 40 boats]», Ana Varga said.", true},
		{"a quotation that goes on in the next paragraph", "“The pier is old. [We lost 40 boats].\n\n“It stays shut,” Ana Varga said.", true},
		{"the second paragraph of a quotation", "“The pier is old.\n\n“[We lost 40 boats] there,” Ana Varga said.", true},
		{"no marks", "The pier is old. [They lost 40 boats].", false},
		{"behind a quotation", "“The pier is old,” Ana Varga said. [They lost 40 boats].", false},
		{"between two quotations", "“It is old.” [They lost 40 boats]. “It stays shut.”", false},
		{"its own marks", "Ana Varga said. [“We lost 40 boats,” she said].", false},
		{"inches", "The post is 12\" thick. [They lost 40 boats].", false},
		{"a mark that nobody closes, in the middle of a paragraph", "The “pier is old. [They lost 40 boats].", false},
		{"marks of another paragraph", "“The pier is old\n\n[They lost 40 boats].\n\nIt stays shut,” Ana Varga said.", false},
	} {
		start := strings.IndexByte(c.text, '[')
		end := strings.IndexByte(c.text, ']') - 1
		text := strings.NewReplacer("[", "", "]", "").Replace(c.text)
		a := briefing.Article{Lang: "en", Text: text}
		if got := briefing.InsideMarks(&a, briefing.Span{Start: start, End: end}); got != c.want {
			t.Errorf("%s: %v for %q in %q", c.name, got, text[start:end], text)
		}
	}
	old := briefing.Article{Text: "“Old.”"}
	if briefing.InsideMarks(&old, briefing.NoSpan) || briefing.InsideMarks(&old, briefing.Span{Start: 3, End: 90}) {
		t.Error("what stands nowhere is inside marks")
	}
	if !briefing.InsideMarks(&old, briefing.Span{Start: len("“"), End: len("“Old.")}) {
		t.Error("without a language nothing is inside marks")
	}
}
