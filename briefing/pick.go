package briefing

import (
	"cmp"
	"slices"
	"strings"

	"wirebrief/briefing/lang"
)

// What readers are shown of one article, at most.
const (
	mostQuotes  = 3
	mostFigures = 4
	mostDenials = 1
)

// mostCompared is how many of the best quotes and figures are compared with
// one another; no more are ever shown.
const mostCompared = 50

// confident is the least confidence that a quote or figure needs to be shown.
const confident = 0.5

// Pick chooses what readers are shown, and in what order. With All it keeps
// everything as found. Otherwise:
//
//   - What is doubtful is left out rather than guessed.
//   - Quotes: up to two, and a third by a named person who is not heard yet, as they
//     stand in the article. Whole sentences of three words or more, by speakers
//     who are known; the best tell something at some length, by a person with a
//     name and a role, about what the headline is about, early. No two say the
//     same, and none says what the headline says.
//   - Figures: up to four, each inside its clause: the dead first, then the
//     injured, what the headline tells, then its subject and the first paragraph;
//     of those in one clause the first; figures that count the same thing side by
//     side; a toll of another year or century comes last. A figure that a reader
//     has before them already, in a quote or in another figure's clause, is not
//     shown again. Questions, entries of tables, lines of labels and "the two
//     sides" are none. A clause that leans on the sentence before it, "They lost 40
//     ships", is shown only if there are fewer than two others.
//   - Denied: one sentence that denies or disputes what is shown, whole, if it
//     tells by itself who denies what. Its figures are not shown besides.
func Pick(e Extraction, o Options) Briefing {
	b := Briefing{Article: e.Article, Notes: e.Notes, Supported: e.Supported}
	if o.All {
		b.Quotes, b.Figures, b.Denials = e.Quotes, e.Figures, e.Denials
		return b
	}
	p := newPicker(e.Article)
	b.Quotes, b.MoreQuotes = p.quotes(e.Quotes)
	p.figures(&b, e.Figures)
	b.Denials = p.denials(e.Denials, b)
	p.withoutDenied(&b)
	return b
}

// leadEnd returns where the first paragraph ends that ends as a sentence, looking
// at no more than three.
func leadEnd(text string) int {
	end := 0
	for range 3 {
		n := strings.IndexByte(text[end:], '\n')
		if n < 0 {
			return len(text)
		}
		if n >= shortestLead && endsSentence(text[end:end+n]) {
			return end + n
		}
		end += n + len(text[end+n:]) - len(strings.TrimLeft(text[end+n:], "\n"))
	}
	return 0
}

// shortestLead is the least length, in bytes, of a first paragraph that tells
// the news.
const shortestLead = 60

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
	// numbered is set if the headline has a number in digits.
	numbered bool
	// headline are the words of the headline, subject those of four letters or
	// more.
	headline, subject wordSet
	rules             *lang.Rules
	// lead is where the first paragraph ends that is a sentence.
	lead int
	// published is the article's year, 1 if that is unknown.
	published int
	// reserve are the good figures for which there is no room.
	reserve []*candidate
	// retold are the figures left out because they say what another one says.
	retold []*candidate
}

func newPicker(a Article) picker {
	return picker{
		text: a.Text, title: a.Title, numbered: strings.ContainsAny(a.Title, digits),
		subject: keysOf(a.Title, 4), headline: keysOf(a.Title, 1),
		rules: rulesOf(a), lead: leadEnd(a.Text), published: a.Published.Year(),
	}
}

// ranked is something with its rank: what ranks higher comes first.
type ranked[T any] struct {
	item T
	rank float64
}

func sortRanked[T any](items []ranked[T]) {
	slices.SortStableFunc(items, func(x, y ranked[T]) int { return cmp.Compare(y.rank, x.rank) })
}

// What the first word of a text does: it points to what was said before, "that",
// or stands for somebody, "she", "their".
const (
	pointsBack = 1 << iota
	namedBefore
)

func (p *picker) openingClass(text string) (class int) {
	for at, word := range wordsIn(text) {
		if i := strings.IndexAny(word, "'’"); i > 0 {
			word = word[:i]
		}
		speech := p.class(word)
		switch {
		case speech&lang.Someone != 0 && lookup(p.rules.Sentences.Leaning, word):
			if startsLower(strings.TrimLeft(text[at+len(word):], " ")) {
				return pointsBack // "Neither will be there", as against "Both Ellery and Marren"
			}
			return 0
		case speech&lang.Conj != 0:
			continue
		case speech&(lang.Det|lang.Sub) != 0 && speech&lang.Owner == 0 && lookup(p.rules.Sentences.Pronouns, word):
			return pointsBack
		case speech&(lang.Owner|lang.First) != 0 || lookup(p.rules.Sentences.Pronouns, word):
			return namedBefore
		}
		return 0
	}
	return 0
}

// lower is a word in lower case by the letters of its language: the small form
// of a Turkish I is ı.
func (p *picker) lower(word string) string {
	if isLowerASCII(word) {
		return word
	}
	var room [64]byte
	return string(p.rules.Inflection.AppendLower(room[:0], word))
}

// class returns what a word in any case may do around speech.
func (p *picker) class(word string) lang.Class {
	return speechClass(&p.rules.Speech, &p.rules.Inflection, word)
}
