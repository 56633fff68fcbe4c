package briefing

import (
	"slices"

	"wirebrief/briefing/lang"
)

// A correction tells what in a sentence says that a number no longer holds: the
// tokens of "revised", "initially", "later" and the like, -1 where there is
// none. A figure that has been corrected must not be shown as if it were true.
type correction struct {
	// known is set once the sentence has been looked through.
	known bool
	// revise is "corrected", first "initially", later "later", version "an
	// earlier version".
	revise, first, later, version int
}

// correcting are the roles of the words of a correction.
const correcting = lang.RoleRevise | lang.RoleShift | lang.RoleVersion | lang.RoleInitial | lang.RoleEarlier | lang.RoleLater

// readCorrection looks a sentence through for words of correction.
func (s *figureScan) readCorrection() *correction {
	c := &s.corrected
	if c.known {
		return c
	}
	*c = correction{known: true, revise: -1, first: -1, later: -1, version: -1}
	for k := range s.toks {
		r := s.toks[k].word.Role
		if r&correcting == 0 {
			continue
		}
		switch {
		case r&lang.RoleRevise != 0, r&lang.RoleShift != 0 && s.tallyNear(k):
			c.revise = k
		case r&lang.RoleVersion != 0 && s.plays(k-1, lang.RoleInitial|lang.RoleEarlier):
			c.version = k
		case r&lang.RoleInitial != 0, r&lang.RoleEarlier != 0 && c.first < 0:
			c.first = k
		}
		if r&lang.RoleLater != 0 {
			c.later = k
		}
	}
	return c
}

// tallyNear reports whether a verb at token k changes a count: "put the toll",
// "the figure was lowered".
func (s *figureScan) tallyNear(k int) bool {
	for j := max(0, k-4); j <= k+4; j++ {
		if s.plays(j, lang.RoleTally|lang.RoleToll) {
			return true
		}
	}
	return false
}

// isSuperseded reports whether the sentence says that another number holds
// instead of this one: "14, not 40", "revised down from 31", "initially reported
// 60 dead".
func (s *figureScan) isSuperseded(f *figureDraft) bool {
	k := f.first - 1
	for s.at(k).is(lang.NumDeterminer) {
		k--
	}
	if s.isNot(k) && !s.at(k-1).is(lang.NumOr) && !s.rules.Singular {
		return true
	}
	c := s.readCorrection()
	switch {
	case c.revise >= 0 && c.revise < f.first && s.isOldEnd(f):
		return true
	case c.version >= 0 && c.version < f.first && (c.revise < 0 || f.first < c.revise) && !s.parted(c.version, f.first):
		return true
	case c.revise > f.first && s.revisesWhatStands(f, c.revise):
		return true
	case c.first < 0 || c.first > f.first || s.parted(c.first, f.first) || !s.reportsBetween(max(0, c.first-2), f.first):
		return false
	}
	if s.plays(c.first, lang.RoleInitial) {
		return true
	}
	return c.later > f.last && s.numberAfter(c.later)
}

// revises reports whether a verb of correction stands within a few tokens before
// token k.
func (s *figureScan) revises(k int) bool {
	for j := max(0, k-6); j < k; j++ {
		if s.plays(j, lang.RoleRevise) || s.plays(j, lang.RoleShift) && s.plays(j+2, lang.RoleTally|lang.RoleToll) {
			return true
		}
	}
	return false
}

// isOldEnd reports whether "from" stands before the number.
func (s *figureScan) isOldEnd(f *figureDraft) bool {
	return s.at(f.first-1).is(lang.NumFrom) || f.ranged && s.at(f.first).is(lang.NumFrom)
}

// parted reports whether a new clause begins between two tokens.
func (s *figureScan) parted(from, to int) bool {
	for k := from; k < to; k++ {
		if s.at(k).isMark(';') || s.plays(k, lang.RoleContrast) || k > from && s.plays(k, lang.RoleLater) {
			return true
		}
	}
	return false
}

// reportsBetween reports whether a verb that gives a number stands between two
// tokens: "reported", "put".
func (s *figureScan) reportsBetween(from, to int) bool {
	for k := from; k < to; k++ {
		if s.plays(k, lang.RoleGive) || s.speechClass(k)&(lang.Say|lang.SayWeak) != 0 {
			return true
		}
	}
	return false
}

// revisesWhatStands reports whether a verb of correction behind the figure is
// about it: "said 40 had died; the figure was later corrected to 14".
func (s *figureScan) revisesWhatStands(f *figureDraft, revise int) bool {
	for k := f.last; k < revise; k++ {
		if s.plays(k, lang.RoleTally) || s.plays(k, lang.RoleLater) && s.at(k-1).is(lang.NumAux) {
			return s.numberAfter(revise)
		}
	}
	return false
}

// numberAfter reports whether "to" or "at" and a number follow token k before
// the clause ends.
func (s *figureScan) numberAfter(k int) bool {
	for k++; k < len(s.toks) && !s.at(k).isMark(','); k++ {
		if t := s.at(k - 1); !t.is(lang.NumTo) && !s.plays(k-1, lang.RoleAt) && !t.is(lang.NumBoundEnd) && s.at(k-1).kind != moneyToken {
			continue
		}
		if t := s.at(k); t.kind == digitsToken || t.is(lang.NumCardinal) {
			return true
		}
	}
	return false
}

// passOn gives what a corrected number counted to the number that replaces it:
// "initially reported 60 dead but later lowered the figure to 22".
func (s *figureScan) passOn() {
	for i := 1; i < len(s.drafts); i++ {
		old, f := &s.drafts[i-1], &s.drafts[i]
		if !old.untrue || f.untrue || f.unit != old.unit || f.counts != NoSpan {
			continue
		}
		if c := &s.corrected; c.revise < 0 && c.later < 0 && c.version < 0 && !s.isStill(f) {
			continue
		}
		f.counts, f.noun, f.idle = old.counts, old.noun, false
		f.harm = s.harmed(old, old.last, s.drafts[i].first)
	}
}

// isStill reports whether a pronoun and a form of "be" say the number of what was
// counted before: "initial reports put the toll at 270; by Tuesday it was 940".
func (s *figureScan) isStill(f *figureDraft) bool {
	return f.noun.to == 0 && s.at(f.first-1).is(lang.NumAux) && s.at(f.first-2).is(lang.NumPronoun)
}

// correctBefore takes back the last figure of the sentence before when this one
// corrects it: "The figure was later corrected to 14."
func (s *figureScan) correctBefore(first int) {
	if len(s.drafts) == 0 || first == 0 || !s.at(0).is(lang.NumDeterminer|lang.NumPronoun) {
		return
	}
	c := s.readCorrection()
	f := &s.drafts[0]
	if c.revise < 0 || c.revise > f.first || !s.at(f.first-1).is(lang.NumTo) && !s.plays(f.first-1, lang.RoleAt) || !s.namesTally(c.revise) {
		return
	}
	found := s.d.figures[:first]
	i := slices.IndexFunc(found, func(f Figure) bool { return f.Start >= s.sentBefore.Start && f.Unit == s.drafts[0].unit })
	if i < 0 {
		return
	}
	for j := i; j < len(found); j++ {
		if found[j].Casualty {
			i = j
		}
	}
	old, now := &found[i], &s.d.figures[first]
	if now.Counts == "" {
		now.Counts = old.Counts
	}
	if old.Casualty && now.Counts == old.Counts {
		now.Casualty, now.Confidence = true, casualtyConfidence
	}
	now.Confidence = max(now.Confidence, confident)
	old.Casualty, old.Confidence = false, untrueConfidence
}

// namesTally reports whether the subject before token k is a count: "the
// figure", "that number", "it".
func (s *figureScan) namesTally(k int) bool {
	if s.at(0).is(lang.NumPronoun) {
		verb := k - 1
		for s.plays(verb, lang.RoleLater) || s.isAdverb(verb) {
			verb-- // "It was later corrected"
		}
		return k <= 5 && s.plays(k, lang.RoleRevise) && s.at(verb).is(lang.NumAux)
	}
	for j := 1; j < min(k, 4); j++ {
		if s.plays(j, lang.RoleTally|lang.RoleToll) {
			return true
		}
	}
	return false
}
