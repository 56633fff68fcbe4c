package bot

import (
	"hash/maphash"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"wirebrief/briefing"
)

const (
	// cardFigures is how many figures of a story a digest shows in full.
	cardFigures = 2
	// cardArticles is how many articles of a story are read to show it.
	cardArticles = 3
	// knownFigures bounds the figures of a revision that are compared.
	knownFigures = 64
	// sureFigure is the least confidence of a figure that is compared.
	sureFigure = 0.5
)

// A cardKey names the articles that a card is made of, the best first; zeros
// where there are fewer.
type cardKey [cardArticles]int64

// A digestCard is what digests show of a story, by where it stands. Cards are
// shared between chats, and there is one of each story of a day: they are small
// and hold no words of their articles but the headline.
type digestCard struct {
	article, revision int64
	publisher         string
	// dated tells that the time of its publication is known, together that all
	// figures stand in one clause and are shown together.
	dated, together bool
	// quote is the number of the quote to be shown, -1 for none.
	quote int
	// figures are those to be shown, others what another publisher says
	// instead of each; nil if none does.
	figures []countedFigure
	others  []ShownFigure
	// line is the number of the figure that a single line can show, -1 for
	// none.
	line int
	// title is the headline until its words are needed, which are words then.
	title string
	words []uint64
	// says are the hashes of the quote and the figures that it shows, as they
	// stand.
	says []uint64
	// room is what it takes in a digest, in UTF-16 code units.
	room struct {
		head, quote, line int32
		items             [cardFigures]int32
	}
	// own is where figures and says are: the collector has one thing to look at
	// and not three.
	own struct {
		figures [cardFigures]countedFigure
		says    [1 + cardFigures]uint64
	}
}

// A countedFigure is a figure with what it counts.
type countedFigure struct {
	value, high float64
	// counts is the hash of what it counts in the form that is compared, 0
	// where no other number can be said to count the same.
	counts uint64
	number int
	// units are how long its words are.
	units int32
}

// A figureSheet is what is known of a revision that was shown: its figures, and
// all that it says.
type figureSheet struct {
	revision int64
	figures  []countedFigure
	says     map[uint64]bool
}

// makeCard makes the card of a story from its articles, the best of which is
// shown: of those with a date, if there are any.
func makeCard(articles []StoredArticle) *digestCard {
	undated := func(a StoredArticle) bool { return a.Article.Published.IsZero() }
	articles = slices.Clone(articles)
	dated := slices.ContainsFunc(articles, func(a StoredArticle) bool { return !undated(a) })
	if dated {
		articles = slices.DeleteFunc(articles, undated)
	}
	if len(articles) == 0 {
		return &digestCard{quote: -1, line: -1}
	}
	putCompleteFirst(articles)
	a := &articles[0]
	c := &digestCard{
		article: a.ID, revision: a.Revision, publisher: shorten(a.Article.Publisher, publisherBytes),
		dated: dated, quote: -1, line: -1, title: shorten(a.Article.Title, headlineBytes),
	}
	c.figures, c.says = c.own.figures[:0], c.own.says[:0]
	c.pick(a)
	for i := range articles[1:] {
		if o := &articles[i+1]; o.Article.Publisher != a.Article.Publisher {
			c.compare(o)
		}
	}
	c.measure(articles)
	return c
}

// compare notes what another publisher says instead of the figures shown, where
// nobody did before.
func (c *digestCard) compare(o *StoredArticle) {
	sheet := &figureSheet{revision: o.Revision, figures: figuresOf(o)}
	for i, f := range c.figures {
		if c.others != nil && c.others[i] != (ShownFigure{}) {
			continue
		}
		if other, _ := sheet.instead(f); other != (ShownFigure{}) {
			if c.others == nil {
				c.others = make([]ShownFigure, len(c.figures))
			}
			c.others[i] = other
		}
	}
}

// pick chooses the quote and the figures of an article that are shown.
func (c *digestCard) pick(a *StoredArticle) {
	shown := briefing.Pick(a.Extraction, briefing.Options{})
	if len(shown.Quotes) > 0 {
		q := shown.Quotes[0]
		c.quote = slices.IndexFunc(a.Quotes, func(o briefing.Quote) bool { return o.Span == q.Span })
		c.says = append(c.says, sayingHash(straightMarks.Replace(q.Text)))
	}
	own := figureSheet{figures: figuresOf(a)}
	for _, f := range shown.Figures[:min(len(shown.Figures), cardFigures)] {
		i := slices.IndexFunc(a.Figures, func(o briefing.Figure) bool { return o.Span == f.Span })
		if i < 0 {
			continue
		}
		counted := countFigure(a, i)
		if _, alone := own.only(counted.counts); !alone {
			counted.counts = 0
		}
		c.figures = append(c.figures, counted)
		c.says = append(c.says, sayingHash(straightMarks.Replace(f.Text)))
		if c.line < 0 && fitsLine(a.Article, f) {
			c.line = i
		}
	}
}

// lineClause is how long a clause may be that a single line shows, in bytes.
const lineClause = 70

// sayingSeed makes hashes that are the same as long as the program runs.
var sayingSeed = maphash.MakeSeed()

// sayingHash is a short form of what is said.
func sayingHash(s string) uint64 { return maphash.String(sayingSeed, s) }

// sayingHashes are the hashes of all that a revision says.
func sayingHashes(a *StoredArticle) map[uint64]bool {
	hashes := make(map[uint64]bool, len(a.Quotes)+len(a.Figures))
	for s := range sayings(a) {
		hashes[sayingHash(s)] = true
	}
	return hashes
}

// fitsLine reports whether a figure can be shown in one line: it stands in the
// headline, or its clause is short.
func fitsLine(a briefing.Article, f briefing.Figure) bool {
	return f.Text != "" && strings.Contains(a.Title, f.Text) || f.Clause.Of(a.Text) != "" && f.Clause.Len() <= lineClause && f.Clause.Contains(f.Span)
}

// sheetOf takes down the figures of a revision and what it says.
func sheetOf(a *StoredArticle) *figureSheet {
	return &figureSheet{revision: a.Revision, figures: figuresOf(a), says: sayingHashes(a)}
}

// figuresOf tells what the figures of a revision count.
func figuresOf(a *StoredArticle) []countedFigure {
	figures := make([]countedFigure, min(len(a.Figures), knownFigures))
	for i := range figures {
		figures[i] = countFigure(a, i)
	}
	return figures
}

// instead returns the one figure of s that counts the same as f, which is of
// another revision, and has another value. told is false if s has no figure, or
// several, that count the same.
func (s *figureSheet) instead(f countedFigure) (other ShownFigure, told bool) {
	o, told := s.only(f.counts)
	if !told || sameNumber(o.value, f.value) && sameNumber(o.high, f.high) {
		return ShownFigure{}, told
	}
	return ShownFigure{Revision: s.revision, Number: o.number}, true
}

// only returns the figure that counts something, if no other value does.
func (s *figureSheet) only(counts uint64) (found countedFigure, ok bool) {
	for _, f := range s.figures {
		switch {
		case counts == 0 || f.counts != counts:
		case !ok:
			found, ok = f, true
		case !sameNumber(f.value, found.value) || !sameNumber(f.high, found.high):
			return countedFigure{}, false
		}
	}
	return found, ok
}

func sameNumber(x, y float64) bool { return math.Abs(x-y) <= 1e-9*max(math.Abs(x), math.Abs(y)) }

// countFigure tells what the i-th figure of a revision counts. Numbers are only
// compared that count things or people by a noun of their own, by the same
// rate, in the same direction; the dead are not compared with the injured, and
// percentages, which may be of anything, with nothing.
func countFigure(a *StoredArticle, i int) countedFigure {
	f := &a.Figures[i]
	c := countedFigure{number: i, value: f.Value, high: f.High, units: int32(units(shorten(f.Text, clauseBytes)))}
	noun := countedNoun(f.Counts)
	if noun == "" || f.Unit == "%" || f.Confidence < sureFigure {
		return c
	}
	parts := []string{noun, f.Unit, strings.ToLower(f.Rate), f.Direction}
	if f.Casualty {
		parts = append(parts, harm(a.Article.Text, f))
	}
	c.counts = sayingHash(strings.Join(parts, "\x1f"))
	return c
}

// countedNoun is the last word of what is counted, in lower case and without
// the s of the plural: "grain ships" and "one ship" count the same.
func countedNoun(counts string) string {
	words := strings.FieldsFunc(strings.ToLower(counts), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' })
	if len(words) == 0 {
		return ""
	}
	noun := words[len(words)-1]
	if utf8.RuneCountInString(noun) > 3 && !strings.HasSuffix(noun, "ss") {
		noun = strings.TrimSuffix(noun, "s")
	}
	return noun
}

// harm is the words right behind a number of people, up to a comma, which say
// what became of them: only tolls told in the same words are compared.
func harm(text string, f *briefing.Figure) string {
	end := min(f.Clause.End, len(text))
	if f.End < 0 || f.End > end {
		return ""
	}
	behind, _, _ := strings.Cut(text[f.End:end], ",")
	words := strings.Fields(strings.ToLower(behind))
	for i, w := range words {
		if helpers[w] {
			continue
		}
		return strings.Join(words[i:min(i+1, len(words))], " ")
	}
	return ""
}

// helpers stand between the people and what became of them.
var helpers = map[string]bool{
	"have": true, "has": true, "had": true, "been": true, "were": true, "was": true, "are": true, "is": true, "be": true, "being": true,
	"and": true, "now": true, "also": true, "already": true, "who": true, "that": true, "so": true, "far": true, "reportedly": true,
}
