package briefing

import (
	"slices"
	"strings"

	"wirebrief/briefing/lang"
)

// mostText is how many bytes of a text are searched for quotes and figures;
// what comes after is stored and shown like the rest. No report is that long,
// and the work that hostile input can cause stays bounded.
const mostText = 1 << 20

// Extract cleans an article and finds its quotes, figures and denials. For a
// language without rules nothing is found and Supported is false.
func Extract(a Article, o Options) Extraction {
	if o.Verbatim {
		a = verbatim(a)
	} else {
		a = Clean(a)
	}
	rules := lang.For(a.Lang)
	e := Extraction{Article: a, Rules: RulesVersion, Names: headlineNames(a.Title, a.Text, rules)}
	if rules == nil {
		return e
	}
	d := newDocument(a.Title, a.Text[:textEnd(a.Text)], rules)
	findPeople(d)
	findQuotes(d)
	findFigures(d)
	findDenials(d)
	e.Quotes, e.Figures, e.Denials = d.quotes, d.figures, d.denials
	e.setNotes(notes(d.text, d.paras, &rules.Furniture))
	e.Speakers = speakers(e.Quotes)
	e.Supported = true
	d.speech.release()
	return e
}

// verbatim settles language and headline and leaves the text as it came, but
// for bytes that are no UTF-8.
func verbatim(a Article) Article {
	a.Text = makeValid(a.Text)
	a.Title = oneLine(a.Title)
	a.Lang = recognise(a.Lang, a.Title, a.Text)
	if a.Title == "" {
		first, _, _ := strings.Cut(strings.TrimSpace(a.Text[:textEnd(a.Text)]), "\n")
		a.Title = oneLine(first[:runeStart(first, longestHeadline)])
	}
	return a
}

// textEnd returns where the part of a text that is searched ends: at a line
// break, if there is one, or between two characters.
func textEnd(text string) int {
	if len(text) <= mostText {
		return len(text)
	}
	if i := strings.LastIndexByte(text[:mostText], '\n'); i > 0 {
		return i
	}
	return runeStart(text, mostText)
}

// newDocument parts a text into paragraphs and sentences.
func newDocument(title, text string, rules *lang.Rules) *document {
	d := &document{text: text, title: title, rules: rules}
	d.paras = paragraphs(text)
	d.sents = sentences(text, d.paras, rules)
	return d
}

// speakers lists who is quoted, each once, in order.
func speakers(quotes []Quote) []string {
	var names []string
	for _, q := range quotes {
		if q.Speaker != "" && !slices.Contains(names, q.Speaker) {
			names = append(names, q.Speaker)
		}
	}
	return names
}
