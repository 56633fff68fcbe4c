package briefing

import (
	"strings"

	"wirebrief/briefing/lang"
)

// InsideMarks reports whether a span of the text of an article stands inside
// quotation marks that are not part of it: shown alone, somebody's words would
// pass for the article's own.
func InsideMarks(a *Article, s Span) bool {
	text, rules := a.Text, lang.For(a.Lang)
	if rules == nil {
		rules = &noRules
	}
	if s.Start < 0 || s.End > len(text) || s.Len() <= 0 {
		return false
	}
	para := Span{strings.LastIndexByte(text[:s.Start], '\n') + 1, len(text)}
	if n := strings.IndexByte(text[s.End:], '\n'); n >= 0 {
		para.End = s.End + n
	}
	next := strings.TrimLeft(text[para.End:], " \n")
	m := markReader{text: text, rules: rules, carried: next != "" && isOpeningMark(runeAt(next, 0))}
	m.paragraph(para)
	for _, q := range m.items {
		if q.inner.Contains(s) {
			return true
		}
	}
	return false
}
