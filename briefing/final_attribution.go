package briefing

import "wirebrief/briefing/lang"

// attributeFinal finds who says the quote words[i] of frame f where the verb
// ends the sentence.
func (a *attributor) attributeFinal(i, f int) attribution {
	s, fr := a.s, &a.s.frames[f]
	if at, ok := a.owned(i, f); ok {
		return at
	}
	if i+1 < fr.to && s.words[i+1].is(lang.Naming) && s.words[i+1].kind == plainWord && !s.words[i+1].is(lang.Attributive) {
		return nobody(f)
	}
	if c := a.finalCueAfter(i, fr); c >= 0 {
		return a.by(c, tieAfter)
	}
	if c := a.finalCueBefore(i, fr); c >= 0 {
		return a.by(c, tieRight)
	}
	if c := a.finalCueSplit(i, fr); c >= 0 {
		return a.by(c, tieRight)
	}
	if at, ok := a.label(i, f); ok {
		return at
	}
	alone := a.alone(i, fr)
	if !alone && s.isTitle(i) {
		return nobody(f)
	}
	if c := a.finalCueLater(i, fr); c >= 0 {
		return a.by(c, tieBefore)
	}
	if at, ok := a.sharedVerb(i, f); ok {
		return at
	}
	if !alone || a.last.tie == tieNone {
		return nobody(f)
	}
	switch fr.para - a.lastPara {
	case 0:
		return a.byLast(tieContinued, f)
	case 1:
		return a.byLast(tieFollowing, f)
	}
	return nobody(f)
}

// owned reads whose words a quote is where that stands before it: Kaya'nın “A”
// sözleri. Who answers them is named later.
func (a *attributor) owned(i, f int) (attribution, bool) {
	s, fr := a.s, &a.s.frames[f]
	if i == fr.from || i+1 >= fr.to || !s.isOwner(i-1) || s.words[i+1].kind != plainWord || !s.words[i+1].is(lang.Medium) || s.words[i+1].is(lang.Adverb) {
		return attribution{}, false
	}
	src := source{from: i - 1, to: i, person: -1}
	if n := s.nameAt[i-1]; n != 0 {
		src.from, src.person = s.names[n-1].lead, s.names[n-1].person
	} else if !s.words[i-1].is(lang.Role | lang.Org) {
		return attribution{}, false
	}
	s.cues = append(s.cues, cue{frame: f, from: i + 1, to: i + 2, kind: cueBefore, src: src})
	return attribution{tie: tieAfter, cue: len(s.cues) - 1, sayer: a.d.resolve(src, f), frame: f}, true
}

// finalCueAfter finds the verb of saying right behind the quote words[i], with
// nothing but the nouns and adverbs of the verb between: “A” diye konuştu.
func (a *attributor) finalCueAfter(i int, fr *frame) int {
	s := a.s
	c := s.cueFrom(fr, i)
	if c >= fr.cueTo || s.cues[c].kind == cueAccording {
		return -1
	}
	for j := i + 1; j < s.cues[c].from; j++ {
		if w := &s.words[j]; !w.isMark(',') && !(w.kind == plainWord && w.is(lang.Medium|lang.Adverb|lang.Audience|lang.Spoken|lang.Prep)) {
			return -1
		}
	}
	return c
}

// finalCueBefore finds the verb that leads over to the quote words[i]: şunları
// söyledi: “A”.
func (a *attributor) finalCueBefore(i int, fr *frame) int {
	s := a.s
	if i == fr.from || !s.words[i-1].isMark(':') {
		return -1
	}
	if c := s.cueFrom(fr, i) - 1; c >= fr.cueFrom && i-s.cues[c].to <= 3 {
		return c
	}
	return -1
}

// finalCueSplit finds the verb between the quote words[i] and the one before it,
// which a comma ties together: “A” diye uyardı, “ama B”.
func (a *attributor) finalCueSplit(i int, fr *frame) int {
	s := a.s
	c := s.cueFrom(fr, i) - 1
	if c < fr.cueFrom || !s.words[i-1].isMark(',') {
		return -1
	}
	k := &s.cues[c]
	end := k.to
	if k.kind == cueInverted {
		end = max(end, k.src.to)
	}
	if end != i-1 || s.words[k.to-1].is(lang.Attributive) || !s.afterQuote(k.from, fr) {
		return -1
	}
	return c
}

// farthestCue is how many cues from a quote its own is looked for.
const farthestCue = 12

// finalCueLater finds the verb of the sentence that the quoted words are part
// of: Demir, bunun “A” olduğunu söyledi. A quote between them has its own.
func (a *attributor) finalCueLater(i int, fr *frame) int {
	s := a.s
	best, first := -1, s.cueFrom(fr, i)
	for c := first; c < min(fr.cueTo, first+farthestCue); c++ {
		if k := &s.cues[c]; k.kind != cueAccording && k.kind != cueInverted && k.src.from < i {
			best = c
		}
	}
	if best >= 0 {
		return best
	}
	for c := max(fr.cueFrom, first-farthestCue); c < first; c++ {
		if s.cues[c].kind == cueAccording {
			return c
		}
	}
	return -1
}

// sharedVerb gives a quote the subject right before it where its verb only
// stands behind the next quote: Gül, “A”, Taş ise “B” dedi.
func (a *attributor) sharedVerb(i, f int) (attribution, bool) {
	s, fr := a.s, &a.s.frames[f]
	if i+1 >= fr.to || !s.words[i+1].isMark(',') {
		return attribution{}, false
	}
	c := s.cueFrom(fr, i)
	if c >= fr.cueTo || s.cues[c].kind != cueBefore || s.cues[c].src.from < i {
		return attribution{}, false
	}
	r := finalReader{d: a.d, s: s}
	src := r.subject(fr, i)
	if !src.ok() {
		return attribution{}, false
	}
	k := s.cues[c]
	k.src = src
	s.cues = append(s.cues, k)
	return attribution{tie: tieBefore, cue: len(s.cues) - 1, sayer: a.d.resolve(src, f), frame: f}, true
}

// splitFinal reports whether the clause between item n and the next only names
// who says both: “A” diyen Demir, “B” ifadelerini kullandı.
func (d *document) splitFinal(at attribution, n int, next attribution) bool {
	s := d.speech
	a, b := &s.items[n], &s.items[n+1]
	if at.tie != tieAfter || next.tie != tieAfter || at.cue < 0 || at.frame != next.frame || b.Start-a.End > maxSaidClause {
		return false
	}
	return s.cues[at.cue].kind == cueInverted && at.sayer.name == next.sayer.name && at.sayer.name != NoSpan && d.between(at.cue, a.End, b.Start)
}

// outerCue returns the cue that a sentence is about: its first, and where the verb
// ends the sentence its last.
func (s *speech) outerCue(fr *frame) int {
	if s.rules.VerbFinal {
		return fr.cueTo - 1
	}
	return fr.cueFrom
}
