package briefing

import (
	"slices"
	"strings"
)

// dropRepeated takes away headlines and paragraphs that stand twice. Where many
// lines that are no sentences stand twice, as in a plan of days, that is
// how the article is written, and they stay.
func (c *cleaner) dropRepeated() {
	seen := make(map[uint64]alike, len(c.lines)+1)
	if title := c.article.Title; title != "" {
		seen[openingKey(title)] = alike{title}
	}
	var again []*line // and no sentences
	for i := range c.lines {
		l := &c.lines[i]
		if l.gone || l.words < 4 || strings.HasSuffix(l.text, "?") {
			continue
		}
		key := openingKey(l.text)
		before := seen[key]
		if slices.ContainsFunc(before[:], func(s string) bool { return s != "" && sameWords(s, l.text) }) {
			if l.gone = l.full(); !l.gone {
				again = append(again, l)
			}
		} else if room := slices.Index(before[:], ""); room >= 0 {
			before[room] = l.text
			seen[key] = before
		}
	}
	if len(again) <= mostRepeated {
		for _, l := range again {
			l.gone = true
		}
	}
}

// mostRepeated is how many headlines and the like a scraped page repeats.
const mostRepeated = 4

// alike are the first paragraphs with one beginning, which are compared in full.
type alike [4]string

// openingKey is the key of the first words of a paragraph.
func openingKey(text string) uint64 { return textKey(text[:runeStart(text, 40)]) }

// dropSummary takes the first paragraph away if it is a summary: the next one or
// the one after it holds nearly all its words.
func (c *cleaner) dropSummary() {
	var lead [3]*line
	n := 0
	for i := 0; i < len(c.lines) && n < len(lead); i++ {
		if l := &c.lines[i]; !l.gone {
			lead[n] = l
			n++
		}
	}
	if n < 2 || lead[0].words < 6 || lead[0].words >= 60 {
		return
	}
	summary := leadKeys(lead[0].text)
	for _, l := range lead[1:n] {
		if l.full() && summary.share(leadKeys(l.text)) >= 0.85 {
			lead[0].gone = true
			return
		}
	}
}

// leadKeys returns the words of the first 600 bytes of a paragraph.
func leadKeys(text string) wordSet {
	return keysOf(text[:runeStart(text, 600)], 1)
}
