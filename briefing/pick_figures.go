package briefing

import (
	"slices"
	"strings"

	"wirebrief/briefing/lang"
)

// figures puts the best figures into b in the order in which they are shown,
// and counts further good ones. A figure whose clause is shown already, as a
// quote or for another figure, is neither.
func (p *picker) figures(b *Briefing, all []Figure) {
	good := p.withoutPastTolls(p.distinct(all, b.Quotes))
	sortRanked(good)
	more := max(len(good)-mostCompared, 0)
	kept := make([]*Figure, 0, len(good))
	for _, g := range good[:len(good)-more] {
		if !p.retells(g.item) && !slices.ContainsFunc(kept, func(k *Figure) bool { return isShownWith(g.item, k) }) {
			kept = append(kept, g.item)
		}
	}
	kept = p.withoutLeaning(sideBySide(kept))
	n := min(len(kept), mostFigures)
	for _, f := range kept[:n] {
		b.Figures = append(b.Figures, *f)
	}
	p.reserve = kept[n:]
	b.MoreFigures = more + len(p.reserve)
}

// isShownWith reports whether a reader of k's clause has f before them too, or
// reads in f's clause what k tells.
func isShownWith(f, k *Figure) bool {
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
	before := ""
	for _, word := range wordsIn(figure) {
		if speech := p.class(word); speech&lang.Det != 0 && lookup(p.rules.Sentences.Pronouns, word) && before != "" {
			return p.class(before)&lang.Prep != 0
		}
		before = word
	}
	return false
}

// withoutLeaning leaves out the figures that cannot be understood alone, unless
// there are few others, and puts them last.
func (p *picker) withoutLeaning(figures []*Figure) []*Figure {
	var alone, leaning []*Figure
	for _, f := range figures {
		if !f.Casualty && p.leansUnsaid(f) {
			leaning = append(leaning, f)
		} else {
			alone = append(alone, f)
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
	p.reserve = slices.DeleteFunc(p.reserve, denied)
	room = min(room-len(b.Figures), len(p.reserve))
	for _, f := range p.reserve[:room] {
		b.Figures = append(b.Figures, *f)
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

// isRow tells the row of a table that ends as a sentence does, "GK Ivo Lenn 90
// 38% No saves made.": two numbers stand before any word of a sentence; and what
// is mostly numbers, "1 save, 2 goals, 2 passes, 4 fouls".
func (p *picker) isRow(clause string) bool {
	if !severalNumbers(clause) { // as most do
		return false
	}
	numbers, words, head := 0, 0, true
	for field := range strings.FieldsSeq(clause) {
		words++
		word := firstWord(strings.TrimLeft(field, "($€£"))
		switch {
		case word == "":
		case isDigit(word[0]):
			if numbers++; numbers == 2 && head {
				return true
			}
		case startsLower(word) || p.class(word)&(lang.Prep|lang.Det|lang.Sub|lang.Conj|lang.Pronoun|lang.Calendar) != 0:
			head = false
		}
	}
	return numbers >= mostlyNumbers && numbers*3 > words
}

// severalNumbers reports whether a text has more than one stretch of digits.
func severalNumbers(s string) bool {
	stretches, in := 0, false
	for i := 0; i < len(s) && stretches < 2; i++ {
		digit := isDigit(s[i])
		if digit && !in {
			stretches++
		}
		in = digit
	}
	return stretches > 1
}

// mostlyNumbers is how many numbers a row of them has at least.
const mostlyNumbers = 4

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
	for _, word := range wordsIn(clause) {
		w := p.lower(word)
		if p.rules.Numbers.KindOf(w)&(lang.NumAux|lang.NumVerb|lang.NumRise|lang.NumFall|lang.NumHarmed) != 0 ||
			p.class(w)&(lang.Say|lang.Saying|lang.Verb) != 0 || endsIn(w, p.rules.Numbers.VerbEndings) || strings.ContainsAny(word, "'’") {
			return true
		}
	}
	return false
}

// distinct leaves out doubtful figures and those inside quotes that are shown,
// and keeps one of several equal ones, with the better clause.
func (p *picker) distinct(all []Figure, quotes []Quote) []ranked[*Figure] {
	var good []ranked[*Figure]
	var opener ranked[*Figure] // the first figure of the clause
	at := make(map[figureKey]int)
	for i := range all {
		f := &all[i]
		if f.Confidence < confident || p.isIdle(f) || p.isPast(f) && !strings.Contains(f.Clause.Of(p.text), f.AsOf) || slices.ContainsFunc(quotes, func(q Quote) bool { return q.Overlaps(f.Clause) }) {
			continue
		}
		key := figureKey{f.Value, f.High, f.Unit, headNoun(f.Counts)}
		if f.Casualty {
			// "23 people were killed", "the 23 deaths": one toll.
			key.noun = p.harmOf(f)
		}
		if i, ok := at[key]; !ok {
			at[key] = len(good)
			rank := p.figureRank(f)
			if opener.item == nil || !sameClause(opener.item.Clause, f.Clause) {
				opener = ranked[*Figure]{f, rank}
			} else if rank-opener.rank <= laterInClause {
				rank = min(rank, opener.rank)
			}
			good = append(good, ranked[*Figure]{f, rank})
		} else {
			if p.betterClause(f, good[i].item) {
				good[i].item, f = f, good[i].item
			}
			p.retold = append(p.retold, f)
		}
	}
	return good
}

// retells reports whether a toll stands in the clause of one that is left out:
// the old one in "raised the death toll to 23 from 17".
func (p *picker) retells(f *Figure) bool {
	return f.Casualty && slices.ContainsFunc(p.retold, func(r *Figure) bool {
		return r.Casualty && sameClause(r.Clause, f.Clause) && p.harmOf(r) == p.harmOf(f)
	})
}

// A figureKey is what makes two figures one.
type figureKey struct {
	value, high float64
	unit, noun  string
}

// betterClause reports whether a tells more than b, which comes first: it can
// be understood alone, and only a has a source, or was found with clearly more
// confidence.
func (p *picker) betterClause(a, b *Figure) bool {
	if leans := p.leansUnsaid(a); leans != p.leansUnsaid(b) {
		return !leans
	}
	if (a.Source != "") != (b.Source != "") {
		return a.Source != ""
	}
	return a.Confidence > b.Confidence+0.1
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
func (p *picker) figureRank(f *Figure) float64 {
	rank := f.Confidence - min(float64(f.Start)/10000, 0.5)
	past := p.isPast(f)
	if f.Casualty && !past {
		if rank += casualtyRank; p.harmOf(f) == "dead" {
			rank += casualtyRank
		}
	}
	if past {
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
	if !strings.ContainsAny(f.Text, digits) && f.HasHigh() || f.Unit == "" && f.Value <= fewPointedAt && !f.Casualty {
		rank -= 0.4
	}
	clause := f.Clause.Of(p.text)
	if startsLower(clause) {
		rank -= 0.3
	}
	if p.leansUnsaid(f) {
		rank -= 0.5
	}
	return rank + 0.75*float64(p.subject.touched(clause, 4, 2))
}

// inTitle reports whether the digits of a figure stand in the headline.
func (p *picker) inTitle(figure string) bool {
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
func sideBySide(figures []*Figure) []*Figure {
	sorted := make([]*Figure, 0, len(figures))
	done := make([]bool, len(figures))
	for i, f := range figures {
		if done[i] {
			continue
		}
		sorted = append(sorted, f)
		noun := headNoun(f.Counts)
		for j := i + 1; j < len(figures) && noun != ""; j++ {
			if !done[j] && headNoun(figures[j].Counts) == noun && figures[j].Unit == f.Unit {
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
