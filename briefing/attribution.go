package briefing

import "wirebrief/briefing/lang"

// A tie tells how a quote is tied to its speaker; each has its measured
// reliability.
type tie uint8

const (
	tieNone       tie = iota
	tieAfter          // “A,” Varga said
	tieRight          // Varga said: “A”
	tieBefore         // Varga said that the plan was “A”
	tieLater          // The plan is “A” and dead, Varga said
	tieContinued      // “A,” Varga said. “B.”
	tieFollowing      // ¶ “B.” after a paragraph of Varga's
	tieLabel          // Varga: “A”
	tieSigned         // “A.” — Ana Varga
	tieTranscript     // VARGA: A
	tieActs           // Varga nodded. “A.”
	tieSubject        // Varga promised to make it “A”
)

// An attribution is who said one quoted stretch.
type attribution struct {
	tie   tie
	cue   int // index of speech.cues, -1 if none
	sayer sayer
	frame int
	// vague marks a description that names nobody who can speak.
	vague bool
}

// An attributor goes through the frames in order and ties quotes to speakers.
type attributor struct {
	d  *document
	s  *speech
	of []attribution
	// last is the latest attribution, lastPara its paragraph.
	last     attribution
	lastPara int
}

func (a *attributor) frame(f int) {
	s, fr := a.s, &a.s.frames[f]
	if src := s.frameSubject(fr); src.pronoun {
		fr.topic = a.d.antecedent(src.from, f)
	}
	for c := fr.cueFrom; c < fr.cueTo; c++ {
		k := &s.cues[c]
		if a.d.isAgency(k) {
			continue
		}
		if k.src.person >= 0 && (!k.weak || k.kind == cueBefore && k.src.to == k.from) {
			a.d.people[k.src.person].human = true
		}
		y := a.d.resolve(k.src, f)
		if y.person >= 0 && (fr.speaker < 0 || k.kind != cueInherited) {
			fr.speaker = y.person
		}
	}
	quotes := false
	for i := fr.from; i < fr.to; i++ {
		if s.words[i].kind != quoteWord {
			continue
		}
		quotes = true
		at := a.attribute(i, f)
		a.of[s.words[i].quoted] = at
		if at.tie != tieNone && (at.tie != tieSubject || fr.para != a.lastPara) {
			a.last, a.lastPara = at, fr.para
		}
	}
	if quotes {
		return
	}
	a.acts(fr, f)
	if c := s.outerCue(fr); c >= fr.cueFrom && c < fr.cueTo && s.speaks(&s.cues[c]) {
		a.last = attribution{tie: tieContinued, cue: c, sayer: a.d.resolve(s.cues[c].src, f), frame: f}
		a.lastPara = fr.para
	}
}

// acts notes that someone else acts between two quotes of a paragraph: “A,”
// Varga said. Roy shook his head. “B.” What follows is that one's.
func (a *attributor) acts(fr *frame, f int) {
	if a.last.tie == tieNone || a.lastPara != fr.para || fr.cueTo > fr.cueFrom {
		return
	}
	src := a.s.frameSubject(fr)
	if src.person < 0 || src.person == a.last.sayer.person || !a.d.people[src.person].human {
		return
	}
	a.last = attribution{tie: tieActs, cue: -1, sayer: a.d.resolve(src, f), frame: f}
}

// attribute finds who says the quote words[i] of frame f.
func (a *attributor) attribute(i, f int) attribution {
	s, fr := a.s, &a.s.frames[f]
	if s.rules.VerbFinal {
		return a.attributeFinal(i, f)
	}
	if s.namedTitle(i, fr) {
		return nobody(f)
	}
	if c := a.cueAfter(i, fr); c >= 0 {
		b := a.cueBefore(i, fr)
		if s.words[i].mark == ',' && !s.cues[c].weak || b < 0 || !a.adjacent(&s.cues[b], i) {
			return a.by(c, tieAfter)
		}
	}
	if at, ok := a.unlistedVerb(i, f); ok {
		return at
	}
	if at, ok := a.signed(i, f); ok {
		return at
	}
	alone := a.alone(i, fr)
	if !alone && s.isTitle(i) {
		return nobody(f)
	}
	if c := a.cueBefore(i, fr); c >= 0 && !a.namedSo(c, i) && !s.isAside(i, fr) {
		if a.adjacent(&s.cues[c], i) {
			return a.by(c, tieRight)
		}
		return a.by(c, tieBefore)
	}
	if c := a.cueLater(i, fr); c >= 0 {
		return a.by(c, tieLater)
	}
	if at, ok := a.label(i, f); ok {
		return at
	}
	if alone {
		if at, ok := a.standsAlone(f); ok {
			return at
		}
	}
	if a.saysOn(i, f) {
		return a.byLast(tieFollowing, f)
	}
	if !alone {
		return a.bySubject(i, f)
	}
	return nobody(f)
}

// standsAlone gives a quote that is a sentence of frame f to whoever spoke last, or
// to whom the next sentence names.
func (a *attributor) standsAlone(f int) (at attribution, ok bool) {
	fr := &a.s.frames[f]
	if a.last.tie == tieNone {
		return at, false
	}
	if a.lastPara == fr.para {
		if a.last.tie == tieActs {
			return a.byLast(tieActs, f), true
		}
		if a.last.cue >= 0 && a.last.tie == tieAfter && a.s.newClause(a.last.cue) {
			at := a.byLast(tieActs, f) // “A,” Varga said, and her neighbour cut in. “B.”
			at.vague = true
			return at, true
		}
		return a.byLast(tieContinued, f), true
	}
	if c := a.nextCue(f); c >= 0 {
		return a.by(c, tieLater), true
	}
	if fr.para-a.lastPara == 1 {
		return a.byLast(tieFollowing, f), true
	}
	return at, false
}

// saysOn reports whether a quote that begins its sentence and passes into what the
// article says is by whoever has spoken right before: “A,” Varga said. “B” to
// everybody in town.
func (a *attributor) saysOn(i, f int) bool {
	s, fr := a.s, &a.s.frames[f]
	if i != fr.from || i+1 >= fr.to || a.lastPara != fr.para || a.last.tie != tieAfter || a.last.frame+1 != f || s.isShort(i) || !s.words[i].capital {
		return false
	}
	w := &s.words[i+1]
	return isNameRune(s.words[i].mark) && w.kind == plainWord && !w.capital && !w.is(lang.Be|lang.Aux|lang.Verb|lang.Say|lang.SayWeak)
}

// bySubject takes the subject of a sentence without a verb of saying for who
// says what is quoted in it, unless that is only a few words.
func (a *attributor) bySubject(i, f int) attribution {
	s, fr := a.s, &a.s.frames[f]
	src := s.frameSubject(fr)
	if !src.ok() || src.from >= i || fr.asked || s.isShort(i) || src.person < 0 && !src.pronoun && !s.canSpeak(src.from, src.to) {
		return nobody(f)
	}
	return attribution{tie: tieSubject, cue: -1, sayer: a.d.resolve(src, f), frame: f}
}

func (a *attributor) by(c int, t tie) attribution {
	k := &a.s.cues[c]
	y := a.d.resolve(k.src, k.frame)
	return attribution{tie: t, cue: c, sayer: y, frame: k.frame, vague: y.person < 0 && a.unlikely(k.src)}
}

// byLast gives a quote of frame f to whoever spoke last; where it was doubtful that
// anybody did, this is as doubtful.
func (a *attributor) byLast(t tie, f int) attribution {
	if a.last.vague && tieConfidence[a.last.tie] < tieConfidence[t] {
		t = a.last.tie
	}
	return attribution{tie: t, cue: a.last.cue, sayer: a.last.sayer, frame: f, vague: a.last.vague}
}

// nobody says that the speaker of a quote of frame f is not found.
func nobody(f int) attribution { return attribution{tie: tieNone, cue: -1, frame: f} }

// unlikely reports whether a source names nobody who can speak.
func (a *attributor) unlikely(src source) bool {
	return src.person < 0 && !src.pronoun && !a.s.hasSpeaker(src.from, src.to)
}

// unlistedVerb reads “A,” Varga barked: a name or pronoun and a verb right
// after a quote that ends in a comma, whatever the verb.
func (a *attributor) unlistedVerb(i, f int) (attribution, bool) {
	s, fr := a.s, &a.s.frames[f]
	if m := s.words[i].mark; m != ',' && m != '?' && m != '!' {
		return attribution{}, false
	}
	if v := i + 1; v+1 < fr.to && s.speechLike(v) && (s.nameAt[v+1] != 0 || s.words[v+1].is(lang.Role|lang.Title|lang.Affil)) {
		if src := s.nounPhrase(v+1, fr.to); src.person >= 0 {
			s.cues = append(s.cues, cue{frame: f, from: v, to: v + 1, kind: cueInverted, src: src})
			return attribution{tie: tieAfter, cue: len(s.cues) - 1, sayer: a.d.resolve(src, f), frame: f}, true
		}
	}
	src := s.nounPhrase(i+1, fr.to)
	if !src.ok() || src.person < 0 && !src.pronoun || src.to >= fr.to || s.words[src.to-1].possessive() {
		return attribution{}, false
	}
	if !s.speechLike(src.to) {
		return attribution{}, false
	}
	s.cues = append(s.cues, cue{frame: f, from: src.to, to: src.to + 1, kind: cueBefore, src: src})
	return attribution{tie: tieAfter, cue: len(s.cues) - 1, sayer: a.d.resolve(src, f), frame: f}, true
}

// speechLike reports whether words[i] may be a verb in the past or present.
func (s *speech) speechLike(i int) bool {
	w := &s.words[i]
	return w.kind == plainWord && !w.capital && !w.is(functionWord) && (s.endsIn(i, s.rules.PastEndings) || s.endsIn(i, s.rules.PresentEndings))
}

// signed reads the name under a quote: “A.” — Ana Varga.
func (a *attributor) signed(i, f int) (attribution, bool) {
	s, fr := a.s, &a.s.frames[f]
	k := i + 1
	if i == fr.from && k >= fr.to && f+1 < len(s.frames) {
		fr = &s.frames[f+1]
		k = fr.from
	}
	if i+1 < a.s.frames[f].to && i != fr.from || k >= fr.to || !s.words[k].isDash() {
		return attribution{}, false
	}
	src := s.nounPhrase(k+1, fr.to)
	if !src.ok() || src.pronoun || src.to < fr.to && s.words[src.to].kind == plainWord {
		return attribution{}, false
	}
	return attribution{tie: tieSigned, cue: -1, sayer: a.d.resolve(src, f), frame: f}, true
}

// label reads a speaker before a colon: Varga: “A”.
func (a *attributor) label(i, f int) (attribution, bool) {
	s, fr := a.s, &a.s.frames[f]
	if i-1 <= fr.from || !s.words[i-1].isMark(':') {
		return attribution{}, false
	}
	src := s.phraseEnding(i-2, fr.from)
	if !src.ok() || src.from > fr.from && s.words[src.from-1].kind != markWord {
		if fr.asked {
			return attribution{}, false // "Varga was asked: “A”"
		}
		last := src
		if src = s.frameSubject(fr); src.person < 0 && !src.pronoun && last.person >= 0 && !s.hasSpeaker(src.from, src.to) {
			src = last // "The timing surprised Jan Roy: “A”"
		}
	}
	if !src.ok() || src.from >= i {
		return attribution{}, false
	}
	return attribution{tie: tieLabel, cue: -1, sayer: a.d.resolve(src, f), frame: f, vague: a.unlikely(src)}, true
}

// alone reports whether the sentence is nothing but quoted.
func (a *attributor) alone(i int, fr *frame) bool {
	if fr.to-fr.from > 30 {
		return false
	}
	for j := fr.from; j < fr.to; j++ {
		if w := &a.s.words[j]; j != i && (w.kind == plainWord || w.kind == numberWord) && !w.is(lang.Conj|lang.Adverb) && !(j == fr.from && w.is(lang.Saying)) {
			return false
		}
	}
	return true
}
