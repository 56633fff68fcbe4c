package briefing

import "wirebrief/briefing/lang"

// attributeFinal finds who says the quote words[i] of frame f where the verb
// ends the sentence.
func (a *attributor) attributeFinal(i, f int) attribution {
	s, fr := a.s, &a.s.frames[f]
	none := attribution{tie: tieNone, cue: -1, frame: f}
	if i+1 < fr.to && s.words[i+1].is(lang.Naming) && s.words[i+1].kind == plainWord && !s.words[i+1].is(lang.Attributive) {
		return none
	}
	if c := a.finalCueAfter(i, fr); c >= 0 {
		return a.by(c, tieAfter)
	}
	if c := a.finalCueBefore(i, fr); c >= 0 {
		return a.by(c, tieRight)
	}
	if at, ok := a.label(i, f); ok {
		return at
	}
	alone := a.alone(i, fr)
	if !alone && s.isTitle(i) {
		return none
	}
	if c := a.finalCueLater(i, fr); c >= 0 {
		return a.by(c, tieBefore)
	}
	if !alone || a.last.tie == tieNone {
		return none
	}
	switch fr.para - a.lastPara {
	case 0:
		return attribution{tie: tieContinued, cue: a.last.cue, sayer: a.last.sayer, frame: f}
	case 1:
		return attribution{tie: tieFollowing, cue: a.last.cue, sayer: a.last.sayer, frame: f}
	}
	return none
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

// finalCueLater finds the verb of the sentence that the quoted words are part
// of: Demir, bunun “A” olduğunu söyledi. A quote between them has its own.
func (a *attributor) finalCueLater(i int, fr *frame) int {
	s := a.s
	best := -1
	for c := s.cueFrom(fr, i); c < fr.cueTo; c++ {
		if k := &s.cues[c]; k.kind != cueAccording && k.kind != cueInverted && k.src.from < i {
			best = c
		}
	}
	if best >= 0 {
		return best
	}
	for c := fr.cueFrom; c < s.cueFrom(fr, i); c++ {
		if s.cues[c].kind == cueAccording {
			return c
		}
	}
	return -1
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
