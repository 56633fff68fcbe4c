package briefing_test

import (
	"strings"
	"testing"
	"time"

	"wirebrief/briefing"
)

// checkQuotes fails unless everything about the quotes of e is verbatim.
func checkQuotes(t *testing.T, e briefing.Extraction) {
	t.Helper()
	text := e.Article.Text
	end := 0
	for _, q := range e.Quotes {
		if q.Text == "" || q.Text != q.Span.Of(text) {
			t.Errorf("quote %q is not text[%d:%d]", q.Text, q.Start, q.End)
		}
		if q.Start < end {
			t.Errorf("quote at %d overlaps the one before", q.Start)
		}
		end = q.End
		if len(q.Parts) == 0 || q.Parts[0].Start != q.Start || q.Parts[len(q.Parts)-1].End != q.End {
			t.Errorf("parts %v do not make up %v", q.Parts, q.Span)
		}
		for i, p := range q.Parts {
			if p.Start >= p.End || !q.Contains(p) || i > 0 && p.Start < q.Parts[i-1].End {
				t.Errorf("part %v of %v", p, q.Span)
			}
		}
		for _, s := range []briefing.Span{q.SpeakerSpan, q.Clause} {
			if s != briefing.NoSpan && s.Of(text) == "" {
				t.Errorf("span %v does not fit the text", s)
			}
		}
		for _, s := range []string{q.Speaker, q.Role, q.Cue} {
			if !strings.Contains(text, s) {
				t.Errorf("%q does not stand in the text", s)
			}
		}
		if q.Clause.Len() > 160 {
			t.Errorf("clause of %d bytes", q.Clause.Len())
		}
		if q.Confidence <= 0 || q.Confidence > 1 {
			t.Errorf("confidence %v", q.Confidence)
		}
	}
	for _, d := range e.Denials {
		if d.Text == "" || d.Text != d.Span.Of(text) {
			t.Errorf("denial %q is not verbatim", d.Text)
		}
	}
}

func FuzzQuotes(f *testing.F) {
	for _, s := range []string{
		`“We have no coal,” Ana Varga said, “and no ships.”`,
		"“We have no coal.\n\n“The ships are late,” said Mayor Jane Doe (of Castell), who heads the union.",
		"VARGA: We stay.\n\nROY: Why?\n\nVARGA: “So it is.”",
		`According to Dr. J. Roy's "friends", the 'coal' – «gone» – was „his“.`,
		"Both have denied it. He called the report “false”. \"He didn't,\" she said, 'did he?'",
		"'' `` ’’ ‘‘ “ ” „ « » \" ' , . : — ( )",
		"\u200b“\u202ea\u00a0b”\u2029said\tX",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) { checkQuotes(t, extract(text)) })
}

func TestQuotesAreVerbatim(t *testing.T) {
	checkQuotes(t, extract("Mayor Jane Doe met Zoë Ångström.\n\n“Größe,” sagte sie – she said, “é” – „naïve“, said Zoë Ångström’s aide.\n\n“Open ended…"))
}

// Time must grow in line with the text, whatever is in it.
func TestLargeRepeatedInput(t *testing.T) {
	for name, unit := range map[string]string{
		"straight marks":       `"`,
		"curly opening marks":  `“`,
		"pairs":                `“a” `,
		"pairs with letters":   `"word, word" `,
		"single marks":         `'a `,
		"nested marks":         `“a «b `,
		"said":                 `said `,
		"saying":               `and saying `,
		"names":                `Ana Varga `,
		"new names":            `Varga Ana said Roy Jan `,
		"descriptions":         `official of the `,
		"appositions":          `Varga, a b, said `,
		"according":            `according to x `,
		"quote and said":       `“a b c d” he said, `,
		"pronouns":             `he said she said `,
		"brackets":             `(a) `,
		"brackets before said": `(a said) `,
		"denials":              `not denied it false report is `,
		"labels":               "VARGA: no\n",
		"open quotes":          "“We stay\n",
		"abbreviations":        `U.S. Mr. `,
		"capitals":             `Abc `,
		"dots":                 `. `,
	} {
		t.Run(name, func(t *testing.T) {
			var e briefing.Extraction
			growsLinearly(t, 1<<15, func(n int) time.Duration {
				// A few plain sentences first, so that the language is not in doubt.
				text := strings.Repeat("The ministry said that it was cold and that the ships were late.\n", 20) + strings.Repeat(unit, n/len(unit))
				return timed(func() { e = extract(text) })
			})
			if !e.Supported {
				t.Error("not read as English")
			}
			checkQuotes(t, e)
		})
	}
}
