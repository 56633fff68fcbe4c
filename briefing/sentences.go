package briefing

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"wirebrief/briefing/lang"
)

// Sentences parts a text into sentences, in order; every character but white
// space lies in one of them. Without rules for the language the plain rules of
// Unicode Standard Annex 29 decide.
func Sentences(text, language string) []Span {
	return sentences(text, paragraphs(text), lang.For(language))
}

// sentences parts paragraphs into sentences. Unicode Standard Annex 29
// proposes where one may end; what is only an abbreviation, an initial or a
// quotation with its speaker is joined again.
func sentences(text string, paras []Span, rules *lang.Rules) []Span {
	sents := make([]Span, 0, 2*len(paras))
	for _, p := range paras {
		sents = appendSentences(sents, text, p, rules)
	}
	return sents
}

// noRules are those of a language that has none.
var noRules lang.Rules

func appendSentences(sents []Span, text string, p Span, rules *lang.Rules) []Span {
	r := rules
	if r == nil {
		r = &noRules
	}
	c := sentenceCutter{text: text, end: p.End, rules: &r.Sentences, inflection: &r.Inflection}
	if m := listMarkerAt(text, p.Start, p.End); m.first() {
		c.marker = m
	}
	start := p.Start
	if end := datelineEnd(text, p, rules); end > start {
		sents = appendSpan(sents, text, start, end)
		start = end
	}
	for seg := (segmenter{text: text[:p.End], to: p.Start}); seg.next(); {
		if seg.to <= start {
			continue
		}
		for cut := c.inside(start, c.loudFrom(start, &seg), seg.to); cut > 0; cut = c.inside(start, cut, seg.to) {
			sents = appendSpan(sents, text, start, cut)
			start = cut
		}
		if seg.to < p.End && !c.ends(start, seg.to) {
			continue
		}
		sents = appendSpan(sents, text, start, seg.to)
		start = seg.to
	}
	return sents
}

// loudFrom returns where inside has to begin in a segment: labels of a list may
// stand where no mark does.
func (c *sentenceCutter) loudFrom(start int, seg *segmenter) int {
	if c.marker.kind != 0 {
		return max(start, seg.from)
	}
	return max(start, seg.from, seg.quiet-1)
}

// appendSpan adds a stretch without the space around it, if anything is left.
func appendSpan(spans []Span, text string, start, end int) []Span {
	if s := trimSpan(text, Span{start, end}); s.Len() > 0 {
		spans = append(spans, s)
	}
	return spans
}

// A sentenceCutter decides where sentences end inside one paragraph.
type sentenceCutter struct {
	text  string
	end   int
	rules *lang.SentenceRules
	// inflection tells words that show an owner.
	inflection *lang.Inflection
	// marker is the last label seen of a list that runs on in the paragraph.
	marker listMarker
}

// ends reports whether the sentence from start ends at the proposed boundary b.
func (c *sentenceCutter) ends(start, b int) bool {
	left := strings.TrimRightFunc(c.text[start:b], unicode.IsSpace)
	right := strings.TrimLeftFunc(c.text[b:c.end], unicode.IsSpace)
	if left == "" || right == "" {
		return left != ""
	}
	core := strings.TrimRightFunc(left, isCloser)
	last, size := utf8.DecodeLastRuneInString(core)
	if !isTerminator(last) || isLabel(left) || last == '.' && opensSymbol(left, c.text[b:c.end]) {
		return false
	}
	next := strings.TrimLeftFunc(right, isOpener)
	if startsLower(next) {
		return false
	}
	if dots := trailingDots(core); dots > 1 {
		return c.ellipsisEnds(core, left, right, dots)
	}
	if last == '.' && !c.stopEnds(core[:len(core)-size], core != left, next) {
		return false
	}
	return len(core) == len(left) || !c.saidAfterQuote(last, left, right)
}

// opensSymbol reports whether the stop that ends left belongs to what follows,
// as in "the index .ORLX fell" or "written in .NET": it stands behind a space
// and before capitals.
func opensSymbol(left, after string) bool {
	if before, _ := utf8.DecodeLastRuneInString(strings.TrimSuffix(left, ".")); !unicode.IsSpace(before) {
		return false
	}
	word := firstWord(after)
	return utf8.RuneCountInString(word) > 1 && strings.ToUpper(word) == word && strings.ToLower(word) != word
}

// ellipsisEnds decides at three or more full stops. In square brackets they
// mark an omission and end nothing unless a capital follows; before a word that always has its capital three of
// them decide nothing.
func (c *sentenceCutter) ellipsisEnds(core, left, right string, dots int) bool {
	first, _ := utf8.DecodeRuneInString(right)
	before := strings.TrimRight(core, ". …")
	if len(core) < len(left) && strings.HasSuffix(before, "[") && !unicode.IsUpper(first) {
		return false
	}
	return dots != 3 || !c.rules.AlwaysCapital[firstWord(strings.TrimLeftFunc(right, isOpener))]
}

// stopEnds decides at a full stop after the text before. closed tells that a
// bracket or quotation mark stands between the stop and what comes next.
func (c *sentenceCutter) stopEnds(before string, closed bool, next string) bool {
	word := lastWord(before)
	starter := c.starts(next)
	switch c.rules.Abbreviations[word] {
	case lang.Prefix:
		return closed
	case lang.Inside:
		return false
	case lang.BeforeNumber:
		return !startsNumber(next, c.rules.AlwaysCapital)
	case lang.MayEnd:
		return starter || strings.HasSuffix(before[:len(before)-len(word)], ", ") && c.opensSubject(next)
	case lang.TimeOfDay:
		return c.timeEnds(before, next)
	}
	switch {
	case isInitials(word):
		return starter || lookup(c.rules.Lettered, lastWord(strings.TrimSuffix(before[:len(before)-len(word)], " ")))
	case isClipped(word), isShortOrdinal(word) && c.rules.Ordinals:
		return starter
	case isShortOrdinal(word) && startsNumber(next, c.rules.AlwaysCapital):
		return !isDayOrYear(next)
	}
	return true
}

// timeEnds decides after "p.m.".
func (c *sentenceCutter) timeEnds(before, next string) bool {
	word := firstWord(next)
	if c.rules.AfterTime[word] {
		return false
	}
	// "at 6 p.m. 5 November"
	if startsNumber(next, c.rules.AlwaysCapital) && c.rules.AfterTime[firstWord(strings.TrimLeft(next[len(word):], " "))] {
		return false
	}
	// Only a time so far, "At 5 a.m.": the sentence is still to come.
	words := 0
	for i := 0; i < len(before) && words <= 4; i++ {
		if before[i] == ' ' {
			words++
		}
	}
	return words > 3 || !lookup(c.rules.BeforeTime, firstWord(before))
}

// starts reports whether the text begins with a word that is capitalised only
// because it opens a sentence.
func (c *sentenceCutter) starts(next string) bool {
	return lookup(c.rules.Starters, firstWord(next))
}

// opensSubject reports whether a text begins with a name that no part of the
// sentence before can be: "Varga's boat", "Varga has".
func (c *sentenceCutter) opensSubject(next string) bool {
	name := firstWord(next)
	if c.inflection.IsOwner(name) {
		return true
	}
	rest, ok := strings.CutPrefix(next[len(name):], " ")
	return ok && c.rules.Finite[firstWord(rest)]
}

// saidAfterQuote reports whether right only names the speaker of the quotation
// that left ends with: “Why?” Varga asked.
func (c *sentenceCutter) saidAfterQuote(last rune, left, right string) bool {
	if r, _ := utf8.DecodeLastRuneInString(left); !isQuoteMark(r) || isIntroduced(left, r) {
		return false
	}
	for range 4 {
		name := firstWord(right)
		rest := strings.TrimPrefix(right[len(name):], ".")
		if name == "" || !strings.HasPrefix(rest, " ") {
			return false
		}
		right = rest[1:]
		if first, _ := utf8.DecodeRuneInString(name); !unicode.IsUpper(first) {
			return false
		}
		if verb := firstWord(right); c.rules.Saying[verb] {
			rest = right[len(verb):]
			if last == '.' || last == '…' {
				return rest == "" || rest[0] == '.' || rest[0] == ','
			}
			return !c.rules.That[firstWord(strings.TrimLeft(rest, " "))]
		}
	}
	return false
}
