package briefing

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"wirebrief/briefing/lang"
)

// Clean takes away what stands around an article: bylines, source and date
// lines (moved into Byline, Publisher and Published where those are empty),
// related headlines, lists of links, credits, invitations, and what is said
// twice. It settles Lang, and Title if that is empty. Paragraphs are kept when
// in doubt; in Text they stand one a line, parted by blank lines.
func Clean(a Article) Article {
	a.Title, a.Byline, a.Publisher = oneLine(a.Title), oneLine(a.Byline), oneLine(a.Publisher)
	a.Text = normaliseBreaks(makeValid(a.Text))
	a.Lang = recognise(a.Lang, a.Title, a.Text)
	c := newCleaner(&a)
	paras := paragraphs(a.Text)
	c.lines = make([]line, 0, len(paras))
	for _, p := range paras {
		c.lines = append(c.lines, c.newLine(unwrap(p.Of(a.Text))))
	}
	c.takeHeadline()
	c.takeHead()
	c.takeFoot()
	c.dropBoilerplate()
	c.dropFurniture()
	c.dropAuthors()
	c.dropRepeated()
	c.dropRelated()
	c.dropSummary()
	c.takeDateline()
	a.Text = c.text()
	return a
}

// A cleaner takes lines away from one article.
type cleaner struct {
	article *Article
	rules   lang.FurnitureRules
	// leaning are words that open a sentence, and no headline.
	leaning map[string]bool
	// known is set if there are rules for the language.
	known bool
	lines []line
	// head is the line that may be the headline: the first that is no furniture.
	head int
}

// A line is one paragraph with what its shape tells.
type line struct {
	text string
	// words is their number, counted up to 60.
	words int
	// closed lines end as sentences and speech do.
	closed bool
	// inner lines hold the end of a sentence before their own.
	inner bool
	// gone lines are taken away.
	gone bool
	// note lines are what editors say about the article; they stay.
	note bool
	// meta lines were a byline, a date or the like.
	meta bool
}

// newCleaner takes the rules of the article's language. Where no language was
// recognised, a headline alone perhaps, the English ones do no harm.
func newCleaner(a *Article) *cleaner {
	c := &cleaner{article: a}
	language := a.Lang
	if language == "" {
		language = "en"
	}
	if r := lang.For(language); r != nil {
		c.rules, c.leaning, c.known = r.Furniture, r.Sentences.Leaning, true
	}
	return c
}

func (c *cleaner) newLine(text string) line {
	end := strings.TrimRightFunc(text, isPicture)
	l := line{text: text, closed: endsSentence(end)}
	if r, _ := utf8.DecodeLastRuneInString(end); r == '”' || r == '"' || r == '»' {
		l.closed = true
	}
	l.inner = c.hasInnerEnd(text)
	l.note = isNote(text, &c.rules)
	l.words = min(len(text), strings.Count(strings.TrimSuffix(text, " "), " ")+1, 60)
	return l
}

// isPicture tells small pictures, and the space before them, which may follow
// the end of a sentence.
func isPicture(r rune) bool {
	return r == ' ' || r == '\u200d' || r == '\ufe0f' || r > 0x2190 && unicode.In(r, unicode.So, unicode.Sk)
}

// hasInnerEnd reports whether a sentence ends before the end of the text: a
// mark after a word that is no abbreviation, then a space and a capital. It
// looks at the first 2,000 bytes.
func (c *cleaner) hasInnerEnd(text string) bool {
	text = text[:runeStart(text, 2000)]
	for i := 2; i < len(text)-2; i++ {
		n := indexEnd(text[i : len(text)-2])
		if n < 0 {
			return false
		}
		i += n
		rest := strings.TrimLeftFunc(text[i+1:], isCloser)
		if len(rest) < 2 || rest[0] != ' ' {
			continue
		}
		word := lastWord(text[:i])
		if len(word) < 2 || len(word) < 4 && !isLowerASCII(word) || strings.Contains(word, ".") || c.rules.Stopped[word] {
			continue
		}
		if isUpper(firstRune(strings.TrimLeftFunc(rest[1:], isOpener))) {
			return true
		}
	}
	return false
}

// indexEnd returns where the first of the plain marks that end a sentence stands
// in s, -1 if none does.
func indexEnd(s string) int {
	first := -1
	for _, mark := range [...]byte{'.', '!', '?'} {
		if i := strings.IndexByte(s, mark); i >= 0 {
			first, s = i, s[:i]
		}
	}
	return first
}

// full reports whether a line is surely a paragraph of the article.
func (l *line) full() bool {
	return l.closed && l.words >= 8 && !strings.HasSuffix(l.text, "?") || l.inner && l.words >= 8
}

// unwrap puts a paragraph that was broken into lines on one line.
func unwrap(s string) string {
	if strings.IndexByte(s, '\n') < 0 {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// text joins the lines that are left.
func (c *cleaner) text() string {
	var b strings.Builder
	b.Grow(len(c.article.Text))
	for _, l := range c.lines {
		if l.gone {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString(l.text)
	}
	return b.String()
}

// runeStart returns the start of the rune that holds byte i, or the length of
// s if that is less.
func runeStart(s string, i int) int {
	if i >= len(s) {
		return len(s)
	}
	for i > 0 && !utf8.RuneStart(s[i]) {
		i--
	}
	return i
}

// sameWords reports whether two lines are the same but for case, punctuation
// and spacing.
func sameWords(a, b string) bool {
	return len(a) < 2*len(b)+20 && len(b) < 2*len(a)+20 && textKey(a) == textKey(b)
}
