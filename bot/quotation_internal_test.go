package bot

import (
	"testing"

	"wirebrief/briefing"
)

func TestMarksOfASplitQuote(t *testing.T) {
	for _, c := range []struct{ body, opening, closing string }{
		{"“We wait,” Varga said. “All of us.”", "“", "”"},
		{"''We wait,'' Varga said. ''All of us.''", "''", "''"},
		{"'We wait,' Varga said. 'All of us.'", "'", "'"},
		{"\" We wait, \" Varga said. \" All of us. \"", "\"", "\""},
	} {
		start := len(c.opening)
		for c.body[start] == ' ' {
			start++ // some set marks apart
		}
		s := stretch{Span: briefing.Span{Start: start, End: len(c.body) - len(c.closing)}, parts: make([]briefing.Span, 2)}
		if opening, closing := s.marks(c.body); opening != c.opening || closing != c.closing {
			t.Errorf("marks of %s are %q and %q", c.body, opening, closing)
		}
	}
}
