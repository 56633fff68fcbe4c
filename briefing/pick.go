package briefing

import (
	"cmp"
	"slices"
	"strings"

	"wirebrief/briefing/lang"
)

// What readers are shown of one article, at most.
const (
	mostQuotes  = 2
	mostFigures = 4
	mostDenials = 2
)

// mostCompared is how many of the best quotes and figures are compared with
// one another; no more are ever shown.
const mostCompared = 50

// confident is the least confidence that a quote or figure needs to be shown.
const confident = 0.5

// Pick chooses what readers are shown, and in what order: the quotes that say
// most, by speakers with a name, as they stand in the article; the dead and
// injured, then figures about the headline's subject, same things side by
// side; and denials of what is shown. What is doubtful is left out rather than
// guessed. With All it keeps everything as found.
func Pick(e Extraction, o Options) Briefing {
	b := Briefing{Article: e.Article, Notes: e.Notes, Supported: e.Supported}
	if o.All {
		b.Quotes, b.Figures, b.Denials = e.Quotes, e.Figures, e.Denials
		return b
	}
	p := picker{text: e.Article.Text, title: e.Article.Title, subject: keysOf(e.Article.Title, 4), rules: rulesOf(e.Article)}
	b.Quotes, b.MoreQuotes = p.quotes(e.Quotes)
	p.figures(&b, e.Figures)
	b.Denials = p.denials(e.Denials, b)
	p.withoutDenied(&b)
	return b
}

// rulesOf are the rules of the article's language, empty ones if it has none.
func rulesOf(a Article) *lang.Rules {
	if rules := lang.For(a.Lang); rules != nil {
		return rules
	}
	return &lang.Rules{}
}

// A picker chooses from one article.
type picker struct {
	text, title string
	// subject are the words of the headline of four letters or more.
	subject wordSet
	rules   *lang.Rules
	// reserve are the good figures for which there is no room.
	reserve []*Figure
	// retold are the figures left out because they say what another one says.
	retold []*Figure
}

// ranked is something with its rank: what ranks higher comes first.
type ranked[T any] struct {
	item T
	rank float64
}

func sortRanked[T any](items []ranked[T]) {
	slices.SortStableFunc(items, func(x, y ranked[T]) int { return cmp.Compare(y.rank, x.rank) })
}

// quotes returns the best quotes as they stand in the article, none that says
// what another one says, and the number of further good ones.
func (p *picker) quotes(all []Quote) (shown []Quote, more int) {
	var good []ranked[*Quote]
	for i := range all {
		q := &all[i]
		if q.Speaker != "" && !q.Partial && q.Confidence >= confident && strings.Contains(q.Text, " ") {
			good = append(good, ranked[*Quote]{q, p.quoteRank(q)})
		}
	}
	sortRanked(good)
	more = max(len(good)-mostCompared, 0)
	good = withoutSameSaid(good[:len(good)-more])
	for len(good) > 0 && len(shown) < mostQuotes {
		i := nextQuote(good, shown)
		q := good[i].item
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
func withoutSameSaid(quotes []ranked[*Quote]) []ranked[*Quote] {
	var said []wordSet
	return slices.DeleteFunc(quotes, func(q ranked[*Quote]) bool {
		keys := keysOf(q.item.Text, 1)
		if slices.ContainsFunc(said, keys.sameSaid) {
			return true
		}
		said = append(said, keys)
		return false
	})
}

// otherVoice is how much rank it is worth that another speaker is heard.
const otherVoice = 0.4

// nextQuote returns the best quote, or one nearly as good by someone who is not
// heard yet.
func nextQuote(good []ranked[*Quote], shown []Quote) int {
	for i, g := range good {
		if g.rank < good[0].rank-otherVoice {
			break
		}
		if !slices.ContainsFunc(shown, func(q Quote) bool { return q.Speaker == g.item.Speaker }) {
			return i
		}
	}
	return 0
}

// sameSaid reports whether nearly all words of the shorter of two quotes are in
// the other.
func (k wordSet) sameSaid(o wordSet) bool {
	return float64(k.common(o)) > 0.8*float64(min(len(k), len(o)))
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
func (p *picker) quoteRank(q *Quote) float64 {
	rank := min(float64(len(q.Text))/fullLength, 1) + q.Confidence
	if strings.Contains(q.Speaker, " ") {
		rank += 0.3
	}
	if q.Role != "" {
		rank += 0.3
	}
	if p.opensParagraph(q) {
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
	rank += 0.15 * float64(p.subject.touched(q.Text, 4, 3))
	return rank - min(float64(q.Start)/20000, 0.5)
}

// opensParagraph reports whether only a quotation mark stands before the quote
// in its paragraph.
func (p *picker) opensParagraph(q *Quote) bool {
	before := strings.TrimRightFunc(p.text[:q.Start], isOpener)
	return before == "" || strings.HasSuffix(before, "\n")
}

// figures puts the best figures into b in the order in which they are shown,
// and counts further good ones. A figure whose clause is shown already, as a
// quote or for another figure, is neither.
func (p *picker) figures(b *Briefing, all []Figure) {
	good := p.distinct(all, b.Quotes)
	sortRanked(good)
	more := max(len(good)-mostCompared, 0)
	kept := make([]*Figure, 0, len(good))
	for _, g := range good[:len(good)-more] {
		if !p.retells(g.item) && !slices.ContainsFunc(kept, func(k *Figure) bool { return sameClause(g.item.Clause, k.Clause) }) {
			kept = append(kept, g.item)
		}
	}
	kept = sideBySide(kept)
	n := min(len(kept), mostFigures)
	for _, f := range kept[:n] {
		b.Figures = append(b.Figures, *f)
	}
	p.reserve = kept[n:]
	b.MoreFigures = more + len(p.reserve)
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

// distinct leaves out doubtful figures and those inside quotes that are shown,
// and keeps one of several equal ones, with the better clause.
func (p *picker) distinct(all []Figure, quotes []Quote) []ranked[*Figure] {
	var good []ranked[*Figure]
	at := make(map[figureKey]int)
	for i := range all {
		f := &all[i]
		if f.Confidence < confident || slices.ContainsFunc(quotes, func(q Quote) bool { return q.Overlaps(f.Clause) }) {
			continue
		}
		key := figureKey{f.Value, f.High, f.Unit, headNoun(f.Counts)}
		if f.Casualty {
			// "23 people were killed", "the 23 deaths": one toll.
			key.noun = p.harmOf(f)
		}
		if i, ok := at[key]; !ok {
			at[key] = len(good)
			good = append(good, ranked[*Figure]{f, p.figureRank(f)})
		} else if betterClause(f, good[i].item) {
			good[i].item, f = f, good[i].item
			p.retold = append(p.retold, f)
		} else {
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
	behind, _, _ = strings.Cut(behind, ",")
	before := p.text[min(f.Start, max(f.Clause.Start, f.Start-usualNoun/2)):f.Start]
	near := lower(before + f.Counts + behind)
	if slices.ContainsFunc(p.rules.Numbers.Injuries, func(s string) bool { return strings.Contains(near, s) }) {
		return "injured"
	}
	return "dead"
}

// usualNoun is how many bytes behind a number its noun and verb take.
const usualNoun = 30

// A figureKey is what makes two figures one.
type figureKey struct {
	value, high float64
	unit, noun  string
}

// betterClause reports whether a tells more than b, which comes first: only a
// has a source, or a was found with clearly more confidence.
func betterClause(a, b *Figure) bool {
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

// figureRank prefers people killed or injured, then what the headline is
// about, then confidence and an early place. A clause about "it" or "them"
// needs the one before.
func (p *picker) figureRank(f *Figure) float64 {
	rank := f.Confidence - min(float64(f.Start)/10000, 0.5)
	if f.Casualty {
		rank += 4
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
	clause := f.Clause.Of(p.text)
	if f.Source == "" && lookup(p.rules.Sentences.Pronouns, firstWord(clause)) {
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
