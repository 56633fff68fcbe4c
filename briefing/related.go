package briefing

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"wirebrief/briefing/lang"
)

// dropCredit takes the credit in brackets off the end of a paragraph: "The fair
// opened on Monday, the mayor said. (Photo: …)", or the agency alone, "(AA)". It
// reports whether there was one. What may be a caption has none.
func (c *cleaner) dropCredit(l *line) bool {
	if !strings.HasSuffix(l.text, ")") {
		return false
	}
	open := strings.LastIndexByte(l.text, '(')
	if open < 0 || len(l.text)-open > longestCredit {
		return false
	}
	rest := c.newLine(strings.TrimRightFunc(l.text[:open], unicode.IsSpace))
	credit := l.text[open:]
	if !rest.full() || !c.holdsCredit(credit) || !strings.Contains(credit, ":") && !lookup(c.rules.Outlets, strings.Trim(credit, "()")) && !c.tells(&rest) {
		return false
	}
	*l = rest
	return true
}

// tells reports whether a paragraph is more than a caption: several sentences,
// or someone's words.
func (c *cleaner) tells(l *line) bool {
	rules := lang.For(c.article.Lang)
	if l.inner || rules == nil {
		return l.inner
	}
	for w := range strings.FieldsSeq(l.text) {
		if rules.Speech.ClassOf([]byte(strings.TrimRight(w, ".,")))&(lang.Saying|lang.SayWeak|lang.SayOnly) != 0 {
			return true
		}
	}
	return false
}

// longestCredit is the most bytes of a caption with its credit.
const longestCredit = 500

// isCredit reports whether a line is a caption with its credit.
func (c *cleaner) isCredit(l *line) bool {
	if len(l.text) < 8 || len(l.text) > longestCredit || strings.HasSuffix(l.text, ".") || strings.HasSuffix(l.text, "”") {
		return false
	}
	tail := l.text[max(0, len(l.text)-70):]
	if strings.HasPrefix(l.text, "(") && strings.HasSuffix(l.text, ")") {
		tail = l.text
	}
	return c.holdsCredit(tail)
}

// holdsCredit reports whether a text ends in a credit.
func (c *cleaner) holdsCredit(text string) bool {
	for _, credit := range c.rules.Credits {
		if i := strings.LastIndex(text, credit); i >= 0 {
			rest := text[i+len(credit):]
			return !strings.ContainsAny(rest, "”\"")
		}
	}
	return false
}

// dropRelated takes away what is no sentence and stands between or after full
// paragraphs: headlines of other articles, one a line or many in a row. Where
// such lines are many they belong to the article, as in a list of names or an
// interview, and stay. In a language without rules all stays: what a headline
// looks like there is not known.
func (c *cleaner) dropRelated() {
	if !c.known {
		return
	}
	last, full := -1, 0
	for i := range c.lines {
		if l := &c.lines[i]; !l.gone && l.full() {
			last, full = i, full+1
		}
	}
	strays := c.strays(last)
	if full == 0 || len(strays) > min(max(1, full/3), mostStrays) {
		return
	}
	for _, i := range strays {
		c.lines[i].gone = true
	}
	for i := last + 1; i < len(c.lines); i++ {
		if l := &c.lines[i]; !l.gone {
			l.gone = c.isLink(i)
		}
	}
}

// strays returns the lines up to the last full one that read like headlines of
// other articles and stand in no list.
func (c *cleaner) strays(last int) (strays []int) {
	listed := false // a line ending in a colon has announced a list that goes on
	for i := range c.lines[:last+1] {
		l := &c.lines[i]
		if l.gone {
			continue
		}
		if !listed && c.isStray(i) {
			strays = append(strays, i)
		}
		listed = strings.HasSuffix(l.text, ":") || listed && !l.closed && l.words <= mostListed
	}
	return strays
}

// mostListed is the most words of an entry in a list that a line ending in a
// colon announces.
const mostListed = 30

// mostStrays is how many headlines of other articles stand inside one.
const mostStrays = 6

// longestLink is the most words that a headline of another article has.
const longestLink = 18

// sentenceLike reports whether a line may be a paragraph though nothing ends
// it: it opens a list or a quotation, stands in brackets, goes on, or ends in a
// link, as what is copied from elsewhere does.
func (l *line) sentenceLike() bool {
	first, _ := utf8.DecodeRuneInString(l.text)
	last, _ := utf8.DecodeLastRuneInString(l.text)
	switch first {
	case '“', '"', '«', '—', '(', '[':
		return true
	}
	return l.closed || l.inner || last == ':' || last == ',' || isNumbered(l.text) || isAddress(l.text[strings.LastIndexByte(l.text, ' ')+1:])
}

// isAddress tells an address on the web: "example.org/a".
func isAddress(word string) bool {
	i := strings.IndexByte(word, '/')
	return i > 0 && strings.ContainsAny(word[:i], ".:")
}

// isStray reports whether line i, before the last full paragraph, reads like
// the headline of another article.
func (c *cleaner) isStray(i int) bool {
	l := &c.lines[i]
	first, _ := utf8.DecodeRuneInString(l.text)
	if l.gone || l.note || l.sentenceLike() || l.words > longestLink || unicode.IsLower(first) ||
		isListItem(l.text) || isInterview(l.text) || lookup(c.leaning, firstWord(l.text)) {
		return false
	}
	next := i + 1
	for next < len(c.lines) && c.lines[next].gone {
		next++
	}
	return next == len(c.lines) || !c.lines[next].full() || !isHeading(l)
}

// isHeading tells the headings inside an article: a few words, or all
// capitals, and nothing that could be taken for news
// or for a row of keywords.
func isHeading(l *line) bool {
	return (l.words <= 4 || strings.ToUpper(l.text) == l.text) && !strings.ContainsAny(l.text, "0123456789“”\"'‘’") &&
		strings.Count(l.text, ", ") < 2
}

// isLink reports whether line i, after the last full paragraph, is the headline
// of another article or a row of them without a mark between.
func (c *cleaner) isLink(i int) bool {
	l := &c.lines[i]
	if strings.HasSuffix(l.text, "?") {
		return !l.inner && i > 0 && c.lines[i-1].gone
	}
	return !l.sentenceLike() && (l.words <= longestLink || !strings.ContainsAny(l.text, ",.;:"))
}

// isListItem tells lines that begin with a bullet, a dash or a label.
func isListItem(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	switch first {
	case '•', '-', '–', '—', '*', '▪', '‣', '●', '◦', '·':
		return true
	}
	return isNumbered(s)
}

// isNumbered tells lines that begin with "2." or "b)".
func isNumbered(s string) bool {
	label, _, ok := strings.Cut(s, " ")
	return ok && isLabel(label)
}

// isInterview tells "Q: …", "A: …" and "NAME: …".
func isInterview(s string) bool {
	label, _, ok := strings.Cut(s, ": ")
	return ok && len(label) <= 30 && strings.ToUpper(label) == label && !strings.ContainsAny(label, "0123456789")
}
