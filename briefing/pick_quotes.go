package briefing

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// quotes returns the best quotes as they stand in the article, none that says
// what another one says, and the number of further good ones.
func (p *picker) quotes(all []Quote) (shown []Quote, more int) {
	var good []ranked[*utterance]
	var words wordSet
	for i := range all {
		q := &all[i]
		if q.Speaker != "" && !q.Partial && q.Confidence >= confident && strings.Count(q.Text, " ") >= fewestWords-1 && !strings.Contains(q.Text, "://") && !p.inHeadline(q) {
			u := &utterance{Quote: q}
			words = p.read(u, words)
			good = append(good, ranked[*utterance]{u, p.quoteRank(u)})
		}
	}
	sortRanked(good)
	more = max(len(good)-mostCompared, 0)
	good = withoutSameSaid(good[:len(good)-more])
	for len(good) > 0 && len(shown) < mostQuotes {
		i := nextQuote(good, shown)
		if i < 0 {
			break
		}
		q := good[i].item.Quote
		good = slices.Delete(good, i, i+1)
		if slices.ContainsFunc(shown, func(s Quote) bool { return p.oneUtterance(&s, q) }) {
			more++
		} else {
			shown = append(shown, *q)
		}
	}
	slices.SortFunc(shown, func(x, y Quote) int { return cmp.Compare(x.Start, y.Start) })
	return shown, more + len(good)
}

// fewestWords is how many words a quote has at least.
const fewestWords = 3

// inHeadline reports whether nearly all words of a quote stand in the headline.
func (p *picker) inHeadline(q *Quote) bool {
	if len(q.Text) > 2*len(p.title) {
		return false
	}
	said := keysOf(q.Text, 1)
	return float64(said.common(p.headline)) > 0.8*float64(len(said))
}

// oneUtterance reports whether two quotes are one speaker's words with little
// between: “A,” Varga said, and added: “B.” Another paragraph tells more than
// the second.
func (p *picker) oneUtterance(a, b *Quote) bool {
	if a.Start > b.Start {
		a, b = b, a
	}
	return a.Speaker == b.Speaker && b.Start-a.End < nearby && !strings.Contains(p.text[a.End:b.Start], "\n")
}

// withoutSameSaid keeps the best of the quotes that say the same.
func withoutSameSaid(quotes []ranked[*utterance]) []ranked[*utterance] {
	kept := quotes[:0]
	for _, q := range quotes {
		if !slices.ContainsFunc(kept, func(k ranked[*utterance]) bool { return q.item.sameSaid(k.item) }) {
			kept = append(kept, q)
		}
	}
	return kept
}

// otherVoice is how much rank it is worth that another speaker is heard.
const otherVoice = 0.4

// usualQuotes is how many quotes are shown whoever says them, thirdVoice how much
// worse than the best that is left another voice after them may be.
const (
	usualQuotes = 2
	thirdVoice  = 0.8
)

// nextQuote returns the best quote, or one nearly as good by someone who is not
// heard yet: after the usual number, only a person with a name whose words
// are not many. It is -1 if there is none.
func nextQuote(good []ranked[*utterance], shown []Quote) int {
	third, within := len(shown) >= usualQuotes, otherVoice
	if third {
		within = thirdVoice
	}
	for i, g := range good {
		if g.rank < good[0].rank-within {
			break
		}
		if third && (!isFullName(g.item.Speaker) || len(g.item.Text) > longLength) {
			continue
		}
		if !slices.ContainsFunc(shown, func(q Quote) bool { return q.Speaker == g.item.Speaker }) {
			return i
		}
	}
	if third {
		return -1
	}
	return 0
}

// fullLength is the length of a quote, in bytes, from which more says no more,
// longLength the one from which it asks much of the reader.
const (
	fullLength = 140
	longLength = 420
)

// quoteRank prefers quotes of some length by a named speaker with a role, about
// the headline's subject, early in the article, found with confidence. What
// opens a paragraph needs less of what stands before it; what is split by its
// said-clause reads less well.
func (p *picker) quoteRank(q *utterance) float64 {
	rank := min(float64(len(q.Text))/fullLength, 1) + q.Confidence
	if isFullName(q.Speaker) {
		rank += 0.3
	}
	if q.Role != "" {
		rank += 0.3
	}
	if p.opensParagraph(q.Quote) {
		rank += 0.2
	}
	if len(q.Text) > longLength {
		rank -= min(float64(len(q.Text)-longLength)/longLength, 0.6)
	}
	if lookup(p.rules.Sentences.Leaning, firstWord(q.Text)) {
		rank -= 0.3
	}
	if len(q.Parts) > 1 && !strings.Contains(q.Text, "\n") {
		rank -= 0.15
	}
	rank += 0.15 * float64(q.onSubject)
	return rank - min(float64(q.Start)/20000, 0.5)
}

// isFullName tells "Ana Varga" from "Varga" and from "one user".
func isFullName(speaker string) bool {
	return strings.Contains(speaker, " ") && unicode.IsUpper(firstRune(lastWord(speaker)))
}

// opensParagraph reports whether only a quotation mark stands before the quote
// in its paragraph.
func (p *picker) opensParagraph(q *Quote) bool {
	before := strings.TrimRightFunc(p.text[:q.Start], isOpener)
	return before == "" || strings.HasSuffix(before, "\n")
}
