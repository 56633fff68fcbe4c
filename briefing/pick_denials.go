package briefing

import (
	"slices"
	"strings"

	"wirebrief/briefing/lang"
)

// denials returns the first denials of what is shown: they stand near it or
// share words with it or with the headline, and are not part of a quote that
// is shown.
func (p *picker) denials(all []Denial, b Briefing) []Denial {
	if len(all) == 0 {
		return nil
	}
	shown := make([]Span, 0, mostQuotes+mostFigures)
	for i := range b.Quotes {
		shown = append(shown, b.Quotes[i].Span)
	}
	for i := range b.Figures {
		shown = append(shown, b.Figures[i].Clause)
	}
	var said wordSet // read only if a denial stands far from what is shown
	var picked []Denial
	for _, d := range all {
		if slices.ContainsFunc(shown[:len(b.Quotes)], func(q Span) bool { return q.Contains(d.Span) }) || !p.standsAlone(d.Text) {
			continue
		}
		if !slices.ContainsFunc(shown, func(s Span) bool { return gap(s, d.Span) <= nearby }) {
			if said == nil {
				said = p.said(shown)
			}
			if said.common(keysOf(d.Text, 4)) < 2 {
				continue
			}
		}
		if picked = append(picked, d); len(picked) == mostDenials {
			break
		}
	}
	return picked
}

// said are the longer words of the headline and of what is shown.
func (p *picker) said(shown []Span) wordSet {
	said := slices.Clone(p.subject)
	for _, s := range shown {
		said = appendKeys(said, s.Of(p.text), 4)
	}
	return said.sorted()
}

// standsAlone reports whether a reader can tell from a denial who denies and
// what: neither "It denied that ..." nor "The board denied it.", nor "Oakes
// called that report false."
func (p *picker) standsAlone(denial string) bool {
	pronouns := p.rules.Sentences.Pronouns
	if word := firstWord(strings.TrimLeftFunc(denial, isOpener)); lookup(pronouns, word) {
		return p.announces(denial)
	}
	before, denied := "", false // the word before, and what it does
	for at, word := range wordsIn(denial) {
		class := p.class(word)
		denies := class&lang.Deny != 0
		switch {
		case class&lang.Claim != 0 && lookup(pronouns, before) && lookup(p.rules.Sentences.Leaning, before),
			denied && lookup(pronouns, word) && p.endsClause(denial[at+len(word):]),
			denies && p.rules.Speech.VerbFinal && lookup(pronouns, before):
			return false
		}
		before, denied = word, denies
	}
	return true
}

// announces reports whether the pronoun that opens a denial stands for what
// the sentence itself tells: "It is not true that the pier was sold."
func (p *picker) announces(denial string) bool {
	words := make([]string, 0, longestAnnouncement)
	for _, word := range wordsIn(denial) {
		if words = append(words, word); len(words) == longestAnnouncement {
			break
		}
	}
	if len(words) < 4 || p.class(words[1])&lang.Be == 0 {
		return false
	}
	for i, word := range words[2 : len(words)-1] {
		if p.class(word)&(lang.Truth|lang.Falsehood) != 0 {
			return slices.Contains(p.rules.Links.That, words[i+3])
		}
	}
	return false
}

// longestAnnouncement is the most words of "It is simply not true that".
const longestAnnouncement = 7

// endsClause reports whether a clause ends where rest begins: with a mark, or
// before "and".
func (p *picker) endsClause(rest string) bool {
	next := firstWord(strings.TrimLeft(rest, " "))
	return next == "" || p.class(next)&lang.Conj != 0
}

// nearby is how many bytes before or after something a denial of it stands.
const nearby = 200

// gap is the number of bytes between two spans, 0 if they overlap.
func gap(a, b Span) int { return max(0, a.Start-b.End, b.Start-a.End) }
