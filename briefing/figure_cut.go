package briefing

import (
	"sort"

	"wirebrief/briefing/lang"
)

// shortTail is a rest, in bytes, that is kept rather than cut: it mostly says
// who said so.
const shortTail = 40

// cutRight cuts behind the figure where what comes before the cut is a whole
// clause: before an explanation of the last noun, else at the last boundary that
// keeps the aimed length, else at the first after it.
func (s *figureScan) cutRight(f *figureDraft, c Span) Span {
	best, from := -1, s.tokenFrom(c.Start)
	quoted := false
	for k := from; k < f.last; k++ {
		quoted = s.inMarks(k, quoted)
	}
	own := quoted // the figure stands in a quotation itself
	for k := f.last; k < len(s.toks) && s.at(k).Start < min(c.End, c.Start+longestClause); k++ {
		quoted = s.inMarks(k, quoted)
		if own = own && quoted; quoted && !own {
			continue // cut there, the quotation would lack its end
		}
		if !s.isBoundary(k) || s.dependsOn(k) || s.inList(k) || s.closesAside(k, from) || !s.isWholeClause(from, k) {
			continue
		}
		long := s.at(k).Start-c.Start > clauseAim
		if best >= 0 && long {
			break
		}
		best = k
		if long || s.at(k).isMark(',') && s.at(k+1).is(lang.NumAppositive) && s.at(k).Start-c.Start > clauseAim/3 {
			break
		}
	}
	if best > 0 && !s.saysWho(best, c.End) && (c.End-s.at(best).Start > shortTail || c.Len() > clauseAim+2*shortTail) {
		c.End = s.at(s.dropPlace(f, best) - 1).End
	}
	return c
}

// inMarks reports whether what follows token k stands in quotation marks, in
// telling whether what stands before it does.
func (s *figureScan) inMarks(k int, in bool) bool {
	switch t := s.at(k); {
	case t.isMark('“'):
		return true
	case t.isMark('”'):
		return false
	case t.isMark('"'):
		return !in
	}
	return in
}

// saysWho reports whether the rest from token k up to byte end is no more than
// who says so: ", according to the county's own survey of its roads".
func (s *figureScan) saysWho(k, end int) bool {
	if end-s.at(k).Start > 2*shortTail || !s.at(k).isMark(',') {
		return false
	}
	for k++; k < len(s.toks) && s.at(k).Start < end; k++ {
		if s.at(k).kind == markToken {
			return false
		}
		if s.speechClass(k)&(lang.SayOnly|lang.Accord) != 0 {
			return true
		}
	}
	return false
}

// longestCondition is how many tokens behind a cut a condition is looked for.
const longestCondition = 30

// dependsOn reports whether what stands before token k depends on a condition
// behind it: no reader may take "would cost 9 million" for settled.
func (s *figureScan) dependsOn(k int) bool {
	for j := k; j < min(len(s.toks), k+longestCondition) && !s.joinsClause(j); j++ {
		if s.plays(j, lang.RoleCondition) {
			return true
		}
	}
	return false
}

// isBoundary reports whether a clause may end before token k. A relative clause
// without a comma belongs to what stands before it.
func (s *figureScan) isBoundary(k int) bool {
	t := s.at(k)
	if s.d.rules.Speech.VerbFinal {
		return t.isMark(';') || t.isMark(',') && s.isLastVerb(k-1)
	}
	switch {
	case t.isMark(','), t.isMark(';'), t.isMark(':'):
		return true
	case s.speechClass(k)&lang.Rel != 0:
		return false
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
	strong, weak, comma, from := -1, -1, -1, s.tokenFrom(c.Start)
	end, reach := min(c.End, span.End+clauseAim/3), min(c.End, span.End+longestClause)
	for k := f.first; k > 0 && s.at(k).Start > max(c.Start, span.Start-longestClause); k-- {
		start := s.clauseStart(k)
		fits := end-s.at(k).Start <= clauseAim
		if start == 2 && (fits || strong < 0) && s.hasVerb(k, f.last, reach) && (!s.at(k-1).isDash() || s.opensClause(k, reach)) {
			strong = k
		}
		if start == 1 && comma < 0 && s.opensSubject(k) && s.leavesWhole(from, k) && s.hasVerb(k, f.last, s.commaAfter(k, c.End)) {
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
	case weak >= 0 && c.Len() > longStart:
		c.Start = s.at(weak).Start
	case comma >= 0 && c.Len() > longestClause:
		c.Start = s.at(comma).Start
	}
	return c
}

// opensClause reports whether what stands from token k to end can be read alone:
// as against an aside, "a change from the year when she led".
func (s *figureScan) opensClause(k, end int) bool {
	return s.speechClass(k)&lang.Prep == 0 && s.isWholeClause(k, s.tokenFrom(end))
}

// leavesWhole reports whether what stands before token k can be cut off: a
// clause with its verb, or "In 2016,", but not the subject of what follows.
func (s *figureScan) leavesWhole(from, k int) bool {
	if s.speechClass(from)&(lang.Prep|lang.Sub|lang.Adverb) != 0 || s.isAdverb(from) || s.at(from).is(lang.NumOpener) {
		return true
	}
	for j := from; j < min(k, from+longestSubject); j++ {
		if s.isFinite(j, from) {
			return true
		}
	}
	return k >= from+longestSubject
}

// longestSubject is the most tokens of a subject with what is said of it.
const longestSubject = 40

// clauseStart tells whether a clause can begin at token k: 2 for surely, 1 after
// a comma, 0 for no. What only explains the words before it, "which ...",
// "because ...", is no clause to read alone.
func (s *figureScan) clauseStart(k int) int {
	t, prev := s.at(k), s.at(k-1)
	if s.d.rules.Speech.VerbFinal {
		if prev.isMark(';') || prev.isMark(',') && s.isLastVerb(k-2) {
			return 2
		}
		return 0
	}
	if prev.kind != markToken && !prev.is(lang.NumAnd) && !s.plays(k-1, lang.RoleContrast) {
		return 0
	}
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
		if s.speechClass(k)&(lang.Prep|lang.Sub|lang.Rel) != 0 || t.is(lang.NumPronoun) || s.lacksSubject(k) {
			return 0
		}
		return 2
	case prev.isMark(','):
		return 1
	}
	return 0
}

// lacksSubject reports whether a verb with its adverb begins at token k, whose
// subject stands before: "but also led to".
func (s *figureScan) lacksSubject(k int) bool {
	for s.isAdverb(k) || s.speechClass(k)&lang.Adverb != 0 {
		k++
	}
	return s.isPredicate(k) && !s.at(k).is(lang.NumPronoun) || s.at(k).kind == wordToken && s.speechClass(k)&(lang.Verb|lang.Say) != 0 && !s.opensSubject(k)
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
		case s.isFinite(k, from):
			return true
		case k >= last && (t.isDash() && !t.glued || t.isMark(';')):
			return false
		}
	}
	return false
}

// tokenFrom returns the first token that begins at byte at or behind it.
func (s *figureScan) tokenFrom(at int) int {
	return sort.Search(len(s.toks), func(k int) bool { return s.toks[k].Start >= at })
}

// speechClass is what token k may do around speech.
func (s *figureScan) speechClass(k int) lang.Class {
	t := s.at(k)
	if t.kind != wordToken {
		return 0
	}
	if !t.classed {
		t.class, t.classed = s.d.rules.Speech.ClassOfFolded(s.text, t.Start, t.Start+len(withoutStop(t.Of(s.text)))), true
	}
	return t.class
}

// longestEntry is the most tokens of an entry of a list.
const longestEntry = 4

// inList reports whether token k is a comma between the entries of a list:
// "roads, bridges and mills".
func (s *figureScan) inList(k int) bool {
	if !s.at(k).isMark(',') {
		return false
	}
	for j := k + 1; j <= k+longestEntry && j < len(s.toks); j++ {
		t := s.at(j)
		switch {
		case j > k+1 && (t.is(lang.NumAnd|lang.NumOr) && !s.isPredicate(j+1) || t.isMark(',')):
			return true
		case t.kind == markToken && !t.isMark('-') || t.is(lang.NumOpener|lang.NumAppositive) || s.isFinite(j, k):
			return false
		}
	}
	return false
}
