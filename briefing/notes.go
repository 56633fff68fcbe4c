package briefing

import (
	"slices"
	"sort"
	"strings"

	"wirebrief/briefing/lang"
)

// isNote reports whether a paragraph is what editors say about the article,
// "Correction: …", "Editor's note: …", and not the article.
func isNote(text string, rules *lang.FurnitureRules) bool {
	head := trimMarks(text[:runeStart(text, 64)], " *-–—•[(")
	word := strings.TrimRight(firstToken(head), ":,.")
	if i := strings.IndexByte(word, '-'); i > 0 {
		word = word[:i+1] // CORRECTED-The board met
	}
	openings := withFirst(&rules.Notes, word)
	if openings == nil {
		return false
	}
	head = strings.ReplaceAll(head, "’", "'")
	i := opensWith(openings, head)
	if i < 0 {
		return false
	}
	// One word alone, "corrects", opens a note only where a bracket, a mark or
	// capitals set it off.
	rest := head[foldedPrefix(head, openings[i]):]
	return strings.Contains(openings[i], " ") || strings.HasSuffix(openings[i], "-") || strings.HasPrefix(text, "(") && strings.HasSuffix(text, ")") ||
		strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, ",") && strings.Contains(head, ":")
}

// notes returns the paragraphs that are what editors say about the article.
func notes(text string, paras []Span, rules *lang.FurnitureRules) []Span {
	var found []Span
	for _, p := range paras {
		if isNote(p.Of(text), rules) {
			found = append(found, p)
		}
	}
	return found
}

// noteConfidence is that of a quote or figure in a note: it may be the wrong
// one that the note takes back.
const noteConfidence = 0.1

// setNotes marks the notes of an article, given in order: what stands in them is
// not picked, and denies nothing.
func (e *Extraction) setNotes(notes []Span) {
	e.Notes = notes
	within := func(s Span) bool {
		n := sort.Search(len(notes), func(n int) bool { return notes[n].End >= s.End })
		return n < len(notes) && notes[n].Contains(s)
	}
	for i := range e.Quotes {
		if q := &e.Quotes[i]; within(q.Span) {
			q.Confidence = min(q.Confidence, noteConfidence)
		}
	}
	for i := range e.Figures {
		if f := &e.Figures[i]; within(f.Span) {
			f.Confidence = min(f.Confidence, noteConfidence)
		}
	}
	e.Denials = slices.DeleteFunc(e.Denials, func(d Denial) bool { return within(d.Span) })
}
