package briefing

import (
	"sort"
	"strings"
	"unicode/utf8"

	"wirebrief/briefing/lang"
)

// The lengths of a clause in bytes: what fits wholeClause is not cut, what fits
// longStart keeps the start of its sentence unless another clause is joined to it, a cut one aims at clauseAim, and
// none is longer than longestClause.
const (
	wholeClause   = 190
	longStart     = 250
	clauseAim     = 160
	longestClause = 320
)

// clause returns the contiguous clause around a figure, with the hedges and
// the attribution that stand beside it. It is cut where clauses meet.
func (s *figureScan) clause(f *figureDraft, span Span) Span {
	c := s.quoteAround(span)
	if c.Len() > wholeClause {
		c = s.cutRight(f, c)
	}
	if c.Len() > wholeClause {
		c = s.cutLeft(f, c, span)
	}
	c = s.fit(s.trimEnd(withoutLinks(s.text, c), span), span)
	if s.paired {
		for _, marks := range pairs {
			c = balance(s.text, c, span, marks[0], marks[1])
		}
		c = s.withoutHalf(c, span)
	}
	return s.withoutBullet(trimSpan(s.text, c), span)
}

// pairs are the marks of which a clause holds both or neither.
var pairs = [...][2]rune{{'“', '”'}, {'"', '"'}, {'«', '»'}, {'(', ')'}, {'[', ']'}}

// isPaired tells those marks, and single ones, of which two stand for a double
// one.
func isPaired(r rune) bool {
	switch r {
	case '“', '”', '"', '«', '»', '(', ')', '[', ']', '\'':
		return true
	}
	return false
}

// twoSingles are two single marks that stand for a double one.
const twoSingles = "''"

// withoutHalf cuts a clause so that it holds no double mark written as two
// single ones without its partner.
func (s *figureScan) withoutHalf(c, span Span) Span {
	part := c.Of(s.text)
	if strings.Count(part, twoSingles)%2 == 0 {
		return c
	}
	at := strings.Index(part, twoSingles)
	if at == 0 || part[at-1] == ' ' {
		at = strings.LastIndex(part, twoSingles) // it opens, and so do all but the last have partners
	}
	switch at += c.Start; {
	case at >= span.End:
		c.End = at
		if s.text[at-1] == '.' && at > span.End {
			c.End--
		}
	case at+len(twoSingles) <= span.Start:
		c.Start = at + len(twoSingles)
	}
	return c
}

// withoutBullet takes the marks of a list off the start of a clause, "- - At
// least 12", and the comma that stood behind a quote.
func (s *figureScan) withoutBullet(c, span Span) Span {
	for c.Start < span.Start {
		r, size := utf8.DecodeRuneInString(s.text[c.Start:])
		rest := c.Start + size
		if !isDash(r) && !strings.ContainsRune("•*▪●◦‣·,;", r) || rest >= span.Start || s.text[rest] != ' ' {
			break
		}
		c.Start = rest + 1
	}
	return trimSpan(s.text, c)
}

// fewestBytes is the length of a quoted part or of a clause below which it
// tells nothing alone unless it is a sentence.
const fewestBytes = 40

// quoteAround returns the sentence, or as much of it as
// lies in the same quotation as the figure. Of a few quoted words, "75% done",
// and of the rest of a sentence that began before the mark, the sentence tells
// more.
func (s *figureScan) quoteAround(span Span) Span {
	if q := s.quoteOf(span); q != nil {
		for _, p := range q.Parts {
			part := Span{max(p.Start, s.sent.Start), min(p.End, s.sent.End)}
			if p.Contains(span) && (p.Len() >= fewestBytes || !q.Partial && len(q.Parts) == 1) && !startsLower(strings.TrimLeftFunc(part.Of(s.text), isOpener)) {
				return part
			}
		}
	}
	return s.withoutPlace(s.sent, span)
}

// mostPlace is the most words of a place that a text begins with.
const mostPlace = 3

// withoutPlace takes the place in capitals off the first sentence of a text:
// "NANDPUR: Three persons were hurt". What says that something is wrong stays.
func (s *figureScan) withoutPlace(c, span Span) Span {
	if c.Start > s.d.sents[0].Start || isNote(c.Of(s.text), &s.d.rules.Furniture) {
		return c
	}
	for k := range mostPlace {
		t := s.at(k)
		if t.kind != wordToken || !t.upper || t.Len() < 3 || t.word.Role != 0 {
			return c
		}
		if s.at(k+1).isMark(':') && s.at(k+2).capital && s.at(k+2).Start <= span.Start {
			c.Start = s.at(k + 2).Start
			return c
		}
	}
	return c
}

// quoteOf returns the quotation that holds a span, nil if none does. Quotes
// stand in the order of the text.
func (s *figureScan) quoteOf(span Span) *Quote {
	i := sort.Search(len(s.d.quotes), func(i int) bool { return s.d.quotes[i].End >= span.End })
	if i < len(s.d.quotes) && s.d.quotes[i].Contains(span) {
		return &s.d.quotes[i]
	}
	return nil
}

// trimEnd takes the full stop, a colon, a dash and the like off the end, unless it belongs to
// an abbreviation. A question stays one.
func (s *figureScan) trimEnd(c, span Span) Span {
	after := sort.Search(len(s.toks), func(k int) bool { return s.toks[k].End > c.End })
	for k := after - 1; k >= 0; k-- {
		t := s.at(k)
		if t.Start < span.End || !t.isMark('.') && !t.isMark('…') && !t.isMark(',') && !t.isMark(';') && !t.isMark(':') && !t.isDash() {
			break
		}
		c.End = t.Start
	}
	return c
}

// fit shortens a clause that is still too long at a comma or between phrases and sees to it that
// the figure is inside.
func (s *figureScan) fit(c, span Span) Span {
	c.Start, c.End = min(c.Start, span.Start), max(c.End, span.End)
	if c.Len() <= longestClause || span.Len() > longestClause {
		return c
	}
	if span.End-c.Start > longestClause {
		c.Start = span.Start
	}
	if c.Len() > longestClause {
		end := c.Start + longestClause
		if comma := strings.LastIndexByte(s.text[span.End:end], ','); comma > 0 {
			c.End = span.End + comma
			return c
		}
		c.End = s.phraseEnd(span.End, end)
	}
	return c
}

// phraseEnd returns where the last phrase ends that fits before byte end, before
// a preposition or the like, so that no part of one is left: at byte from, the
// end of the figure, if there is none.
func (s *figureScan) phraseEnd(from, end int) int {
	for k := s.tokenFrom(end) - 1; k > 0 && s.at(k).Start > from; k-- {
		if s.speechClass(k)&(lang.Prep|lang.Conj|lang.Sub|lang.Rel) != 0 && !s.at(k).is(lang.NumOf) {
			return max(from, s.at(k-1).End)
		}
	}
	return from
}

// balance cuts a clause so that it holds no quotation mark or bracket without
// its partner, where the figure allows it.
func balance(text string, c, span Span, left, right rune) Span {
	part := c.Of(text)
	if !strings.ContainsRune(part, left) && !strings.ContainsRune(part, right) {
		return c
	}
	open := -1
	for i, r := range part {
		at := c.Start + i
		switch {
		case r == left && (left != right || open < 0):
			if open < 0 {
				open = at
			}
		case r == right && open >= 0:
			open = -1
		case r == right && at < span.Start:
			return balance(text, Span{at + utf8.RuneLen(r), c.End}, span, left, right)
		case r == right && at >= span.End:
			return Span{c.Start, at}
		}
	}
	switch {
	case open >= span.End:
		c.End = open
	case open >= 0 && open < span.Start:
		c.Start = open + utf8.RuneLen(left)
	}
	return c
}
