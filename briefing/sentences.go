package briefing

import (
	"strings"
	"unicode"
	"unicode/utf8"

	uax29 "github.com/clipperhouse/uax29/v2/sentences"

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

func appendSentences(sents []Span, text string, p Span, rules *lang.Rules) []Span {
	var r lang.SentenceRules
	if rules != nil {
		r = rules.Sentences
	}
	c := sentenceCutter{text: text, end: p.End, rules: r}
	if m := listMarkerAt(text, p.Start, p.End); m.first() {
		c.marker = m
	}
	start := p.Start
	it := uax29.FromString(p.Of(text))
	for it.Next() {
		b := p.Start + it.End()
		for cut := c.inside(start, p.Start+it.Start(), b); cut > 0; cut = c.inside(start, cut, b) {
			sents = appendSpan(sents, text, start, cut)
			start = cut
		}
		if b < p.End && !c.ends(start, b) {
			continue
		}
		sents = appendSpan(sents, text, start, b)
		start = b
	}
	return sents
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
	rules lang.SentenceRules
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
	if !isTerminator(last) || isLabel(left) {
		return false
	}
	next := strings.TrimLeftFunc(right, isOpener)
	first, _ := utf8.DecodeRuneInString(next)
	if unicode.IsLower(first) {
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
	digit := next != "" && next[0] >= '0' && next[0] <= '9'
	switch c.rules.Abbreviations[word] {
	case lang.Prefix:
		return closed
	case lang.Inside:
		return false
	case lang.BeforeNumber:
		return !digit
	case lang.MayEnd:
		return starter
	case lang.TimeOfDay:
		return c.timeEnds(before, next)
	}
	if isInitials(word) {
		return starter
	}
	return true
}

// timeEnds decides after "p.m.".
func (c *sentenceCutter) timeEnds(before, next string) bool {
	if c.rules.AfterTime[firstWord(next)] {
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

// saidAfterQuote reports whether right only names the speaker of the quotation
// that left ends with: “Why?” Varga asked.
func (c *sentenceCutter) saidAfterQuote(last rune, left, right string) bool {
	if r, _ := utf8.DecodeLastRuneInString(left); !isQuoteMark(r) {
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
			return !strings.HasPrefix(rest, " that ")
		}
	}
	return false
}

// inside finds a boundary between from and to that has no space after it,
// "a strike.The union", or before the next label of a list that runs on. It
// returns 0 if there is none.
func (c *sentenceCutter) inside(start, from, to int) int {
	for i := from + 1; i < to-1; i++ {
		switch b := c.text[i]; {
		case b == '.' || b == '?' || b == '!':
			if cut := c.gluedAt(i, to); cut > 0 {
				return cut
			}
		case b == ' ' && c.marker.kind != 0:
			if m := listMarkerAt(c.text, i+1, c.end); m.follows(c.marker) && i > start {
				c.marker = m
				return i + 1
			}
		}
	}
	return 0
}

// gluedAt returns where a new sentence begins without space after the mark at
// i, 0 if none does. Addresses and file names are left alone.
func (c *sentenceCutter) gluedAt(i, to int) int {
	cut := i + 1
	for cut < to {
		r, size := utf8.DecodeRuneInString(c.text[cut:to])
		if !isCloser(r) || r == '\'' {
			break
		}
		cut += size
	}
	if cut >= to || c.text[cut] < 'A' || c.text[cut] > 'Z' {
		return 0
	}
	left, right := lastToken(c.text[:i]), firstWord(c.text[cut:to])
	if len(right) < 2 || right[1] < 'a' || right[1] > 'z' || !endsWordAt(c.text, cut+len(right)) {
		return 0
	}
	starter := c.starts(right) || c.rules.Abbreviations[right] == lang.Prefix
	if isLowerASCII(left) && len(left) > 1 || starter && !strings.ContainsAny(left, "./@:") && left != "" {
		return cut
	}
	return 0
}
