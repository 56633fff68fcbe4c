package briefing

import (
	"slices"
	"strings"

	"wirebrief/briefing/lang"
)

// HarmOf tells what became of the people that a figure of an article counts:
// "dead" or "injured", and "" if it is no figure of casualties.
func HarmOf(f Figure, a Article) string {
	if !f.Casualty || f.Of(a.Text) == "" {
		return ""
	}
	if !f.Clause.Contains(f.Span) || f.Clause.End > len(a.Text) {
		f.Clause = f.Span
	}
	p := picker{text: a.Text, rules: rulesOf(a)}
	return p.harmOf(&f)
}

// harmOf stands for what a toll counts: the injured, marked by a word beside
// the number, or the dead.
func (p *picker) harmOf(f *Figure) string {
	behind := p.text[f.End:max(f.End, min(f.Clause.End, f.End+usualNoun))]
	behind = p.untilJoined(behind)
	before := p.text[min(f.Start, max(f.Clause.Start, f.Start-usualNoun/2)):f.Start]
	near := p.lower(before + f.Of(p.text) + " " + f.Counts + behind)
	if slices.ContainsFunc(p.rules.Numbers.Injuries, func(s string) bool { return strings.Contains(near, s) }) {
		return "injured"
	}
	return "dead"
}

// usualNoun is how many bytes behind a number its noun and verb take.
const usualNoun = 30

// untilJoined is the beginning of a text up to a comma or an "and": in "were
// killed and 11 injured" the injured are others.
func (p *picker) untilJoined(text string) string {
	text, _, _ = strings.Cut(text, ",")
	for at, word := range wordsIn(text) {
		if p.class(word)&lang.Conj != 0 {
			return text[:at]
		}
	}
	return text
}
