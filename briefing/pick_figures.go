package briefing

import (
	"bytes"
	"slices"
	"strings"

	"wirebrief/briefing/lang"
)

// figures puts the best figures into b in the order in which they are shown,
// and counts further good ones. A figure whose clause is shown already, as a
// quote or for another figure, is neither.
func (p *picker) figures(b *Briefing, all []Figure) {
	good := withoutPastTolls(p.distinct(all, b.Quotes))
	sortRanked(good)
	more := max(len(good)-mostCompared, 0)
	kept := make([]*candidate, 0, len(good))
	for _, g := range good[:len(good)-more] {
		if !p.retells(g.item) && !slices.ContainsFunc(kept, func(k *candidate) bool { return isShownWith(g.item, k) }) {
			kept = append(kept, g.item)
		}
	}
	kept = withoutLeaning(sideBySide(kept))
	n := min(len(kept), mostFigures)
	for _, c := range kept[:n] {
		b.Figures = append(b.Figures, *c.Figure)
	}
	p.reserve = kept[n:]
	b.MoreFigures = more + len(p.reserve)
}

// A candidate is a figure that may be shown, with what is asked of it more than
// once.
type candidate struct {
	*Figure
	// noun is the last word of what is counted, in the singular.
	noun string
	// harm is what a toll counts, "dead" or "injured", "" for other figures.
	harm string
	// past is set for a toll of another year.
	past bool
	// leans is set if the clause cannot be understood alone.
	leans bool
}

func (p *picker) candidateOf(f *Figure, past bool) candidate {
	c := candidate{Figure: f, noun: headNoun(f.Counts), past: past, leans: p.leansUnsaid(f)}
	if f.Casualty {
		c.harm = p.harmOf(f)
	}
	return c
}

// isShownWith reports whether a reader of k's clause has f before them too, or
// reads in f's clause what k tells.
func isShownWith(f, k *candidate) bool {
	return sameClause(f.Clause, k.Clause) || k.Clause.Contains(f.Span) || f.Clause.Contains(k.Span)
}

// enoughFigures is how many figures tell so much that none is needed whose
// clause leans on the sentence before it.
const enoughFigures = 2

// leansUnsaid reports whether the clause of a figure leans on what stands before
// it: "Neither has 12 ships", "8 of those ships were lost", an aside in
// brackets. Of "She has 12 ships" the source tells who she is.
func (p *picker) leansUnsaid(f *Figure) bool {
	clause := f.Clause.Of(p.text)
	class := p.openingClass(clause)
	return class == pointsBack || class == namedBefore && f.Source == "" || clause[0] == '(' || p.pointsInside(f.Text)
}

// pointsInside tells "8 of those ships".
func (p *picker) pointsInside(figure string) bool {
	first, before := true, lang.Class(0)
	for _, word := range wordsIn(figure) {
		class := p.class(word)
		if !first && class&lang.Det != 0 && lookup(p.rules.Sentences.Pronouns, word) {
			return before&lang.Prep != 0
		}
		first, before = false, class
	}
	return false
}

// withoutLeaning leaves out the figures that cannot be understood alone, unless
// there are few others, and puts them last.
func withoutLeaning(figures []*candidate) []*candidate {
	var alone, leaning []*candidate
	for _, c := range figures {
		if !c.Casualty && c.leans {
			leaning = append(leaning, c)
		} else {
			alone = append(alone, c)
		}
	}
	return append(alone, leaning[:min(len(leaning), max(0, enoughFigures-len(alone)))]...)
}

// withoutDenied takes away the figures whose clause is shown as a denial, and
// fills the room from the reserve.
func (p *picker) withoutDenied(b *Briefing) {
	if len(b.Denials) == 0 {
		return
	}
	denied := func(f *Figure) bool {
		return slices.ContainsFunc(b.Denials, func(d Denial) bool { return sameClause(f.Clause, d.Span) })
	}
	room := len(b.Figures)
	b.Figures = slices.DeleteFunc(b.Figures, func(f Figure) bool { return denied(&f) })
	p.reserve = slices.DeleteFunc(p.reserve, func(c *candidate) bool { return denied(c.Figure) })
	room = min(room-len(b.Figures), len(p.reserve))
	for _, c := range p.reserve[:room] {
		b.Figures = append(b.Figures, *c.Figure)
	}
	b.MoreFigures -= room
}

// isIdle reports whether a figure tells a reader nothing: in a question, in a
// clause without a verb, such as the entry of a table, in a link; or "the two
// sides", which only points back.
func (p *picker) isIdle(f *Figure) bool {
	clause := f.Clause.Of(p.text)
	switch {
	case strings.HasSuffix(clause, "?") || strings.HasPrefix(p.text[f.Clause.End:], "?"):
		return true
	case strings.Contains(clause, "://") || isLabelled(clause) || p.isRow(clause) || !p.isSentence(f.Clause) && !p.hasVerb(clause):
		return true
	case f.Source != "" && f.Source == f.Text:
		return true // "according to two people"
	case f.Casualty || f.Unit != "" || f.Value > fewPointedAt || p.inTitle(f.Text):
		return false
	}
	return p.rules.Numbers.KindOf(p.lower(lastWord(strings.TrimRight(p.text[:f.Start], " "))))&lang.NumDeterminer != 0
}

// longestLabel is the most bytes of what stands before the colon of a label.
const longestLabel = 25

// isLabelled tells a line of labels, "Name: Ana Age: 27 Pay: $5 an hour", or of
// titles: "They include Reef 2: The Return".
func isLabelled(clause string) bool {
	first := strings.Index(clause, ": ")
	return 0 < first && first <= longestLabel && strings.Contains(clause[first+2:], ": ")
}

// isSentence reports whether a span begins and ends as a sentence does.
func (p *picker) isSentence(c Span) bool {
	before := strings.TrimRightFunc(p.text[:c.Start], func(r rune) bool { return r == ' ' || isOpener(r) })
	after := strings.TrimLeftFunc(p.text[c.End:], isCloser)
	return (before == "" || strings.HasSuffix(before, "\n") || isTerminator(lastRune(before))) && after != "" && isTerminator(firstRune(after))
}

// fewPointedAt is how many things a text points back to: "the two sides".
const fewPointedAt = 3

// hasVerb reports whether a clause has a word that may be its verb.
func (p *picker) hasVerb(clause string) bool {
	var room [64]byte
	for _, word := range wordsIn(clause) {
		w := p.rules.Inflection.AppendLower(room[:0], word) // with ’ as '
		if p.rules.Speech.ClassOf(w)&(lang.Say|lang.Saying|lang.Verb) != 0 || bytes.IndexByte(w, '\'') >= 0 || endsIn(string(w), p.rules.Numbers.VerbEndings) {
			return true
		}
		if n := p.rules.Numbers.Find(w); n != nil && n.Kind&(lang.NumAux|lang.NumVerb|lang.NumRise|lang.NumFall|lang.NumHarmed) != 0 {
			return true
		}
	}
	return false
}

// distinct leaves out doubtful figures and those inside quotes that are shown,
// and keeps one of several equal ones, with the better clause.
func (p *picker) distinct(all []Figure, quotes []Quote) []ranked[*candidate] {
	room := make([]candidate, 0, len(all))
	good := make([]ranked[*candidate], 0, len(all))
	var opener ranked[*candidate] // the first figure of the clause
	at := make(map[figureKey]int)
	for i := range all {
		f := &all[i]
		if f.Confidence < confident || overlapsAny(quotes, f.Clause) || p.isIdle(f) {
			continue
		}
		past := p.isPast(f)
		if past && !strings.Contains(f.Clause.Of(p.text), f.AsOf) {
			continue
		}
		room = append(room, p.candidateOf(f, past))
		c := &room[len(room)-1]
		if i, ok := at[c.key()]; !ok {
			at[c.key()] = len(good)
			rank := p.figureRank(c)
			if opener.item == nil || !sameClause(opener.item.Clause, c.Clause) {
				opener = ranked[*candidate]{c, rank}
			} else if rank-opener.rank <= laterInClause {
				rank = min(rank, opener.rank)
			}
			good = append(good, ranked[*candidate]{c, rank})
		} else {
			if c.betterClause(good[i].item) {
				good[i].item, c = c, good[i].item
			}
			p.retold = append(p.retold, c)
		}
	}
	return good
}

// overlapsAny reports whether a clause is partly in one of a few quotes.
func overlapsAny(quotes []Quote, clause Span) bool {
	for i := range quotes {
		if quotes[i].Overlaps(clause) {
			return true
		}
	}
	return false
}

// retells reports whether a toll stands in the clause of one that is left out:
// the old one in "raised the death toll to 23 from 17".
func (p *picker) retells(c *candidate) bool {
	return c.Casualty && slices.ContainsFunc(p.retold, func(r *candidate) bool {
		return r.harm == c.harm && sameClause(r.Clause, c.Clause)
	})
}

// A figureKey is what makes two figures one.
type figureKey struct {
	value, high float64
	unit, noun  string
}

// key takes "23 people were killed" and "the 23 deaths" for one toll.
func (c *candidate) key() figureKey {
	key := figureKey{c.Value, c.High, c.Unit, c.noun}
	if c.Casualty {
		key.noun = c.harm
	}
	return key
}

// betterClause reports whether c tells more than o, which comes first: it can
// be understood alone, and only c has a source, or was found with clearly more
// confidence.
func (c *candidate) betterClause(o *candidate) bool {
	if c.leans != o.leans {
		return !c.leans
	}
	if (c.Source != "") != (o.Source != "") {
		return c.Source != ""
	}
	return c.Confidence > o.Confidence+0.1
}

// sameClause reports whether two thirds of the shorter clause are in the other.
func sameClause(a, b Span) bool {
	both := min(a.End, b.End) - max(a.Start, b.Start)
	return both > 0 && both*3 > min(a.Len(), b.Len())*2
}

// casualtyRank is more than all else that can be said for a figure.
const casualtyRank = 7

// laterInClause is how much more a figure must tell than the first of its clause
// to come before it: the first is mostly what is told, the next ones what it is
// compared with, "4.6 percent, against an average of 4 percent".
const laterInClause = 0.5

// leadRank is what the first paragraph is worth, which tells the news.
const leadRank = 0.6

// figureRank prefers people killed, then those injured, then what the headline is
// about, then what the first paragraph tells, then confidence and an early place. What is vague, a bare count of two
// or three, and a clause that begins in the middle of a sentence tell less.
func (p *picker) figureRank(f *candidate) float64 {
	rank := f.Confidence - min(float64(f.Start)/10000, 0.5)
	if f.Casualty && !f.past {
		if rank += casualtyRank; f.harm == "dead" {
			rank += casualtyRank
		}
	}
	if f.past {
		rank -= casualtyRank
	}
	if f.Counts != "" {
		rank += 0.3
	}
	if p.subject.touched(f.Counts, 4, 1) > 0 {
		rank += 1.5
	}
	if p.inTitle(f.Text) {
		rank += 2
	}
	if f.Start < p.lead {
		rank += leadRank
	}
	if f.HasHigh() && !strings.ContainsAny(f.Text, digits) || f.Unit == "" && f.Value <= fewPointedAt && !f.Casualty {
		rank -= 0.4
	}
	clause := f.Clause.Of(p.text)
	if startsLower(clause) {
		rank -= 0.3
	}
	if f.leans {
		rank -= 0.5
	}
	return rank + 0.75*float64(p.subject.touched(clause, 4, 2))
}

// inTitle reports whether the digits of a figure stand in the headline.
func (p *picker) inTitle(figure string) bool {
	if !p.numbered {
		return false
	}
	from := strings.IndexAny(figure, digits)
	if from < 0 {
		return false
	}
	number := figure[from : strings.LastIndexAny(figure, digits)+1]
	before, after, ok := strings.Cut(p.title, number)
	return ok && (before == "" || !strings.ContainsRune(digits+".,", lastRune(before))) &&
		(after == "" || !strings.ContainsRune(digits, firstRune(after)))
}

const digits = "0123456789"

// sideBySide moves figures that count the same thing next to the first of
// them.
func sideBySide(figures []*candidate) []*candidate {
	sorted := make([]*candidate, 0, len(figures))
	done := make([]bool, len(figures))
	for i, f := range figures {
		if done[i] {
			continue
		}
		sorted = append(sorted, f)
		for j := i + 1; j < len(figures) && f.noun != ""; j++ {
			if !done[j] && figures[j].noun == f.noun && figures[j].Unit == f.Unit {
				sorted, done[j] = append(sorted, figures[j]), true
			}
		}
	}
	return sorted
}

// headNoun is the last word of what is counted, in the singular.
func headNoun(counts string) string {
	return singular(lower(lastWord(counts)))
}
