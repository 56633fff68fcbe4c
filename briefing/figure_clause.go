package briefing

import (
	"sort"
	"strings"
	"unicode/utf8"

	"wirebrief/briefing/lang"
)

// The lengths of a clause in bytes: what fits wholeClause is not cut, a cut one
// aims at clauseAim, and none is longer than longestClause.
const (
	wholeClause   = 190
	clauseAim     = 160
	longestClause = 320
)

// clause returns the contiguous clause around a figure, with the hedges and
// the attribution that stand beside it. It is cut where clauses meet.
func (s *figureScan) clause(f *figureDraft, span Span) Span {
	c := s.quoteAround(span)
	if c.Len() > wholeClause && span.End-c.Start > clauseAim*3/4 {
		c = s.cutLeft(f, c, span)
	}
	if c.Len() > wholeClause {
		c = s.cutRight(f, c)
	}
	if c.Len() > wholeClause {
		c = s.cutLeft(f, c, span)
	}
	c = s.fit(s.trimEnd(c, span), span)
	for _, marks := range [...][2]rune{{'“', '”'}, {'"', '"'}, {'«', '»'}, {'(', ')'}} {
		c = balance(s.text, c, span, marks[0], marks[1])
	}
	return s.withoutBullet(trimSpan(s.text, c), span)
}

// withoutBullet takes the marks of a list off the start of a clause: "- - At
// least 12".
func (s *figureScan) withoutBullet(c, span Span) Span {
	for c.Start < span.Start {
		r, size := utf8.DecodeRuneInString(s.text[c.Start:])
		rest := c.Start + size
		if !isDash(r) && !strings.ContainsRune("•*▪●◦‣·", r) || rest >= span.Start || s.text[rest] != ' ' {
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
// the sentence tells more.
func (s *figureScan) quoteAround(span Span) Span {
	if q := s.quoteOf(span); q != nil {
		for _, p := range q.Parts {
			if p.Contains(span) && (p.Len() >= fewestBytes || !q.Partial && len(q.Parts) == 1) {
				return Span{max(p.Start, s.sent.Start), min(p.End, s.sent.End)}
			}
		}
	}
	return s.sent
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

// shortTail is a rest, in bytes, that is kept rather than cut: it mostly says
// who said so.
const shortTail = 40

// cutRight cuts behind the figure: before an explanation of the last noun, else
// at the last boundary that keeps the aimed length, else at the first after it.
func (s *figureScan) cutRight(f *figureDraft, c Span) Span {
	best, verb := -1, s.verbBetween(c.Start, f.first)
	for k := f.last; k < len(s.toks) && s.at(k).Start < min(c.End, c.Start+longestClause); k++ {
		verb = verb || s.at(k).is(lang.NumAux|lang.NumVerb) || s.isParticiple(k)
		if !s.isBoundary(k) {
			continue
		}
		long := s.at(k).Start-c.Start > clauseAim
		if best >= 0 && long {
			break
		}
		best = k
		if long || verb && s.at(k).isMark(',') && s.at(k+1).is(lang.NumAppositive) && s.at(k).Start-c.Start > clauseAim/3 {
			break
		}
	}
	if best > 0 && (c.End-s.at(best).Start > shortTail || c.Len() > clauseAim+2*shortTail) {
		c.End = s.at(s.dropPlace(f, best) - 1).End
	}
	return c
}

// verbBetween reports whether a verb form stands from byte start up to token
// to, as far back as a clause may reach.
func (s *figureScan) verbBetween(start, to int) bool {
	for k := to - 1; k >= 0 && s.at(k).Start >= max(start, s.at(to).Start-longestClause); k-- {
		if s.at(k).is(lang.NumAux | lang.NumVerb) {
			return true
		}
	}
	return false
}

// isBoundary reports whether a clause may end before token k.
func (s *figureScan) isBoundary(k int) bool {
	t := s.at(k)
	switch {
	case t.isMark(','), t.isMark(';'), t.isMark(':'):
		return true
	case t.isDash():
		return !t.glued
	case t.is(lang.NumAnd | lang.NumOr):
		return s.isPredicate(k + 1)
	}
	return t.is(lang.NumOpener)
}

// isPredicate reports whether a verb or a new subject begins at token k.
func (s *figureScan) isPredicate(k int) bool {
	if s.isAdverb(k) {
		k++
	}
	return s.at(k).is(lang.NumVerb|lang.NumPronoun|lang.NumAux) || s.isParticiple(k)
}

// dropPlace moves a cut before an explanation of a place, "in Ellery, a port
// on ...", to the end of the date before the place: the place goes with its
// explanation.
func (s *figureScan) dropPlace(f *figureDraft, cut int) int {
	if !s.at(cut).isMark(',') || !s.at(cut+1).is(lang.NumAppositive) {
		return cut
	}
	k := cut - 1
	for k > f.last && s.at(k).capital || s.at(k).isMark('-') {
		k--
	}
	if k == cut-1 || !s.at(k).is(lang.NumIn) && !s.plays(k, lang.RoleAt) || k-2 <= f.last {
		return cut
	}
	for j := k - 1; j >= max(f.last, k-4); j-- {
		if s.timeAt(j) == k {
			return k
		}
	}
	return cut
}

// cutLeft cuts before the figure where a clause with a verb of its own begins:
// at the first such place that keeps the aimed length, else right before the
// figure's own part of the sentence. A sentence that has neither is left whole
// unless it is too long, and then cut at any comma.
func (s *figureScan) cutLeft(f *figureDraft, c, span Span) Span {
	strong, weak, comma := -1, -1, -1
	end := min(c.End, span.End+clauseAim/3)
	for k := f.first; k > 0 && s.at(k).Start > max(c.Start, span.Start-longestClause); k-- {
		start := s.clauseStart(k)
		fits := end-s.at(k).Start <= clauseAim
		if start == 2 && (fits || strong < 0) && s.hasVerb(k, f.last, c.End) {
			strong = k
		}
		if start == 1 && comma < 0 && s.opensSubject(k) && s.hasVerb(k, f.last, s.commaAfter(k, c.End)) {
			weak = k
		}
		if start == 1 && (fits || comma < 0) {
			comma = k
		}
		if !fits && strong >= 0 {
			break
		}
	}
	switch {
	case strong >= 0 && (end-s.at(strong).Start <= clauseAim || weak < 0):
		c.Start = s.at(strong).Start
	case weak >= 0:
		c.Start = s.at(weak).Start
	case comma >= 0 && c.Len() > longestClause:
		c.Start = s.at(comma).Start
	}
	return c
}

// clauseStart tells whether a clause can begin at token k: 2 for surely, 1 after
// a comma, 0 for no. What only explains the words before it, "which ...",
// "because ...", is no clause to read alone.
func (s *figureScan) clauseStart(k int) int {
	t, prev := s.at(k), s.at(k-1)
	if t.kind == markToken || t.is(lang.NumAux|lang.NumVerb|lang.NumAnd|lang.NumOr) || s.isParticiple(k) {
		return 0
	}
	if t.is(lang.NumOpener) && !t.is(lang.NumAtTime) {
		return 0
	}
	switch {
	case prev.isMark(';') || prev.isMark(':') || prev.isDash() && !prev.glued && !t.glued:
		return 2
	case prev.is(lang.NumAnd) && s.at(k-2).isMark(','), s.plays(k-1, lang.RoleContrast):
		return 2
	case prev.isMark(','):
		return 1
	}
	return 0
}

// opensSubject reports whether token k can be the first word of a subject.
func (s *figureScan) opensSubject(k int) bool {
	t := s.at(k)
	return t.capital || t.kind != wordToken || t.is(lang.NumDeterminer|lang.NumPronoun|lang.NumCardinal|lang.NumBoundStart|lang.NumSome|lang.NumVague)
}

// commaAfter returns where the first comma behind token k stands, end if there
// is none before it. What a comma ends without a verb, "her brother, Tom, said",
// opens no clause.
func (s *figureScan) commaAfter(k, end int) int {
	for ; k < len(s.toks) && s.at(k).Start < end; k++ {
		if s.at(k).isMark(',') {
			return s.at(k).Start
		}
	}
	return end
}

// hasVerb reports whether a verb stands from token k on in the same clause,
// which reaches beyond the figure's last token and not beyond byte end.
func (s *figureScan) hasVerb(k, last, end int) bool {
	for from := k; k < len(s.toks) && s.at(k).Start < end; k++ {
		t := s.at(k)
		switch {
		case t.is(lang.NumAux | lang.NumVerb | lang.NumRise | lang.NumFall), k > from && s.isParticiple(k):
			return true
		case k >= last && (t.isDash() && !t.glued || t.isMark(';')):
			return false
		}
	}
	return false
}

// trimEnd takes the full stop, a dash and the like off the end, unless it belongs to
// an abbreviation. A question stays one.
func (s *figureScan) trimEnd(c, span Span) Span {
	after := sort.Search(len(s.toks), func(k int) bool { return s.toks[k].End > c.End })
	for k := after - 1; k >= 0; k-- {
		t := s.at(k)
		if t.Start < span.End || !t.isMark('.') && !t.isMark('…') && !t.isMark(',') && !t.isMark(';') && !t.isDash() {
			break
		}
		c.End = t.Start
	}
	return c
}

// fit shortens a clause that is still too long at a space and sees to it that
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
		for end < span.End || end > span.End && s.text[end] != ' ' && s.text[end] != '\n' {
			if end < span.End {
				return Span{c.Start, span.End}
			}
			end--
		}
		c.End = end
	}
	return c
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
