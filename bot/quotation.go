package bot

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"wirebrief/briefing"
)

// closings are the marks that close what a mark opens.
var closings = map[string]string{"“": "”", "„": "“", "«": "»", "»": "«", "\"": "\"", "‘": "’", "'": "'", "‹": "›", "「": "」", "『": "』"}

// twoSingles is how some write a double mark.
const twoSingles = "''"

// A stretch is what is shown of a quote: its quoted parts with what stands
// between them.
type stretch struct {
	briefing.Span
	parts []briefing.Span
	// cut tells that parts were left out at the end.
	cut bool
}

// stretchOf takes whole parts of a quote, as many as there is room for, and
// the first in any case. Parts that do not lie in order inside the quote are
// not believed.
func stretchOf(q briefing.Quote) stretch {
	s := stretch{parts: q.Parts}
	for at, i := q.Start, 0; i < len(q.Parts); i++ {
		if p := q.Parts[i]; p.Start < at || p.End < p.Start || p.End > q.End {
			s.parts = nil
			break
		}
		at = q.Parts[i].End
	}
	if len(s.parts) < 2 {
		s.Span, s.parts = q.Span, []briefing.Span{q.Span}
		return s
	}
	n := 1
	for n < len(s.parts) && s.parts[n].End-q.Start <= quoteBytes {
		n++
	}
	s.parts, s.cut = s.parts[:n], n < len(s.parts)
	s.Span = briefing.Span{Start: q.Start, End: s.parts[n-1].End}
	return s
}

// paragraphs parts a stretch where nothing but a new paragraph stands between
// two of its parts: each paragraph begins with a mark of its own.
func (s stretch) paragraphs(body string) []stretch {
	list := []stretch{{Span: s.parts[0], parts: s.parts[:1]}}
	for i := 1; i < len(s.parts); i++ {
		last := &list[len(list)-1]
		gap := briefing.Span{Start: last.End, End: s.parts[i].Start}.Of(body)
		if strings.Contains(gap, "\n") && !strings.ContainsFunc(gap, unicode.IsLetter) {
			list = append(list, stretch{Span: s.parts[i], parts: s.parts[i : i+1]})
			continue
		}
		last.End, last.parts = s.parts[i].End, s.parts[i-len(last.parts):i+1]
	}
	return list
}

// marks are the outer marks of a stretch. One that is split has marks inside,
// too, and gets those that stand around it in the article; any other gets ours.
func (s stretch) marks(body string) (opening, closing string) {
	if len(s.parts) > 1 && s.Start > 0 && s.Start <= len(body) {
		before := strings.TrimSuffix(body[:s.Start], " ") // some set marks apart
		if strings.HasSuffix(before, twoSingles) {
			return twoSingles, twoSingles
		}
		r, n := utf8.DecodeLastRuneInString(before)
		if closing, ok := closings[string(r)]; ok && n > 0 {
			return string(r), closing
		}
	}
	return "“", "”"
}

// quotation renders a quote and who said it: its words as they stand in the
// article, a block for each paragraph. Only the outer marks are added. A quote
// over several paragraphs is closed after the last alone, as in print.
func (w *renderer) quotation(q briefing.Quote, body string) []Block {
	shown := stretchOf(q)
	paragraphs := shown.paragraphs(body)
	var blocks []Block
	for i, p := range paragraphs {
		words := p.Of(body)
		if len(shown.parts) == 1 && !shown.cut {
			words = q.Text
		}
		opening, closing := p.marks(body)
		words = opening + shorten(words, quoteBytes)
		if i == len(paragraphs)-1 {
			if shown.cut && !strings.HasSuffix(words, "…") {
				words += " …"
			}
			words += closing
		}
		blocks = append(blocks, Block{Kind: Quotation, Runs: []Run{{Text: words}}})
	}
	if said := w.attribution(q, shown, body); len(said) > 0 {
		blocks = append(blocks, Block{Kind: Attribution, Runs: said})
	}
	return blocks
}

// attribution is speaker, role the first time, and clause. Commas set off the
// role; they are the only thing here that is not cut from the article. What
// stands in the stretch shown is not said again, but the full name always is.
func (w *renderer) attribution(q briefing.Quote, shown stretch, body string) []Run {
	speaker, role := shorten(q.Speaker, roleBytes), shorten(q.Role, roleBytes)
	clause := strings.TrimRight(shorten(q.Clause.Of(body), clauseBytes), ",;: ")
	if shown.holds(q.Clause) || shown.holds(q.SpeakerSpan) {
		clause = ""
	}
	if speaker == "" {
		if clause == "" {
			return nil
		}
		return []Run{{Text: clause}}
	}
	if w.introduced[speaker] || len(shown.parts) > 1 && strings.Contains(Plain(shown.Of(body)), role) {
		role = ""
	}
	w.introduced[speaker] = true
	rest := ""
	if role != "" {
		rest = ", " + role
		if clause != "" {
			rest += ","
		}
	}
	if clause != "" {
		rest += " " + clause
	}
	runs := []Run{{Text: speaker, Bold: true}}
	if rest != "" {
		runs = append(runs, Run{Text: rest})
	}
	return runs
}

// holds reports whether x stands between the parts of the stretch.
func (s stretch) holds(x briefing.Span) bool {
	for i := 1; i < len(s.parts); i++ {
		if x.Start < x.End && s.parts[i-1].End <= x.Start && x.Start < s.parts[i].Start {
			return true
		}
	}
	return false
}
