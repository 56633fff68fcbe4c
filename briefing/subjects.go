package briefing

import "wirebrief/briefing/lang"

// frameSubject finds the subject of a sentence: its first noun phrase, after
// an opening phrase such as "On Monday,".
func (s *speech) frameSubject(fr *frame) source {
	i := s.afterDateline(fr)
	for i < fr.to && i < fr.from+40 && (s.words[i].is(lang.Conj) || s.words[i].is(lang.Adverb) && !s.words[i].is(lang.Det|lang.Prep) || s.words[i].kind == markWord) {
		i++
	}
	if i < fr.to && s.opensPhrase(i) {
		return s.subjectAfterComma(i, fr.to)
	}
	src := s.nounPhrase(i, fr.to)
	if src.ok() && src.person < 0 && !src.pronoun && s.tellsTime(src, fr.to) {
		return s.subjectAfterComma(i, fr.to)
	}
	return src
}

// tellsTime reports whether a phrase is "Eight years ago" or "Hours later".
func (s *speech) tellsTime(src source, hi int) bool {
	for i := src.from; i < src.to; i++ {
		if s.words[i].is(lang.Time | lang.Calendar) {
			return true
		}
	}
	return src.to < hi && s.words[src.to].is(lang.Time)
}

// subjectAfterComma finds the first noun phrase that follows a comma.
func (s *speech) subjectAfterComma(i, hi int) source {
	for k := i; k < hi && k < i+40; k++ {
		if s.words[k].isMark(',') {
			if src := s.nounPhrase(k+1, hi); src.ok() {
				return src
			}
		}
	}
	return noSource
}

// afterDateline steps over "PORT ELLERY, Lorne (EX) —".
func (s *speech) afterDateline(fr *frame) int {
	if !s.words[fr.from].allCaps {
		return fr.from
	}
	for k := fr.from + 1; k < fr.to && k < fr.from+10; k++ {
		if s.words[k].isDash() {
			return k + 1
		}
	}
	return fr.from
}

// opensPhrase reports whether words[i] opens a phrase before the subject.
func (s *speech) opensPhrase(i int) bool {
	w := &s.words[i]
	if s.nameAt[i] != 0 {
		return false
	}
	return w.is(lang.Prep|lang.Sub|lang.Accord) && !w.is(lang.Det) || s.endsIn(i, s.rules.GerundEndings) || s.endsIn(i, s.rules.PastEndings) || w.kind == numberWord
}

// subjectBefore finds the subject that ends right before the verb group at
// words[v], stepping over what commas or dashes set off: "Varga, who leads
// the union, said".
func (s *speech) subjectBefore(v int, fr *frame) source {
	if v <= fr.from {
		return noSource
	}
	low := max(fr.from, v-60)
	w := &s.words[v-1]
	switch {
	case w.is(lang.Rel) && w.kind == plainWord:
		k := v - 2
		if k >= low && s.words[k].kind == markWord {
			k--
		}
		if k < low {
			return noSource
		}
		return s.relative(s.phraseEnding(k, low), k, v)
	case w.isMark(',') || w.isDash():
		return s.subjectOver(v-1, fr)
	case w.isMark(')'):
		for k := v - 2; k > low && k > v-30; k-- {
			if s.words[k].isMark('(') {
				return s.subjectBefore(k, fr)
			}
		}
		return noSource
	case w.kind == markWord || w.kind == quoteWord:
		return noSource
	}
	if src := s.phraseEnding(v-1, low); src.ok() {
		return src
	}
	return s.overRelative(v, low)
}

// relative makes of src, which ends with words[k] before the relative pronoun
// that words[v] follows, the subject of the relative clause. It is someone named
// if the phrase only stands beside a name, or ends with one.
func (s *speech) relative(src source, k, v int) source {
	if !src.ok() {
		return src
	}
	if src.person < 0 {
		src.person = s.besideName(src.from)
	}
	if n := s.nameAt[k]; n != 0 && src.person < 0 && s.isOneOf(v-1, s.links.Who) {
		src.person = s.names[n-1].person
	}
	if src.person >= 0 {
		src.from, src.to = v-1, v // the mention read is "who"
	}
	src.relative = true
	return src
}

// besideName tells who a description that begins at words[i] stands beside:
// "Ana Varga, the union's chair, who said". It returns -1 if there is no name.
func (s *speech) besideName(i int) int {
	if i < 2 || !s.words[i-1].isMark(',') || s.nameAt[i-2] == 0 || !s.words[i].is(lang.Det|lang.Role) && s.nameAt[i] == 0 {
		return -1
	}
	return s.names[s.nameAt[i-2]-1].person
}

// overRelative steps left from the verb words[v] over a relative clause that no
// commas set off: "an official who was not authorised to speak said".
func (s *speech) overRelative(v, low int) source {
	for k := v - 1; k > low && k > v-15 && s.words[k].kind == plainWord; k-- {
		if !s.words[k].is(lang.Rel) || s.words[v-1].is(lang.Rel) {
			continue
		}
		if src := s.phraseEnding(k-1, low); src.ok() && !src.pronoun && (src.person >= 0 || s.hasSpeaker(src.from, src.to)) {
			return src
		}
		break
	}
	return noSource
}

// subjectOver steps over the stretch that ends with the mark words[m].
func (s *speech) subjectOver(m int, fr *frame) source {
	best := noSource
	low := max(fr.from, m-40)
	for k := m - 1; k > low; k-- {
		w := &s.words[k]
		if k == m-1 && w.isMark(')') {
			// "Roy (of Castell), said": what is in brackets is no clause.
			for k > low && !s.words[k].isMark('(') {
				k--
			}
			if src := s.phraseEnding(k-1, low); src.ok() && s.words[m].isMark(',') && (src.person >= 0 || src.pronoun || s.words[src.to-1].is(lang.Role) && src.from == fr.from) {
				return src
			}
			continue
		}
		if w.kind == quoteWord && w.mark != ',' && best.ok() {
			break
		}
		if w.kind != markWord {
			continue
		}
		if w.mark == ':' || w.mark == ';' {
			break
		}
		if w.mark != s.words[m].mark || !s.setsOff(k+1, m) {
			continue
		}
		src := s.phraseEnding(k-1, max(fr.from, k-60))
		if !src.ok() || src.from > low && s.words[src.from-1].is(lang.Prep) && s.words[src.from-1].kind == plainWord {
			continue // "in Port Ellery, Lorne, said"
		}
		if r := s.relativeBefore(src.from, low); r > low+1 && s.phraseEnding(r-2, low).ok() {
			k = r // "the guard, who met Varga, 44, in May, said": go on at the comma
			continue
		}
		if n := s.nameAt[k+1]; n != 0 && !best.ok() && !s.inComplement(src, k-1) && src.person < 0 && !src.pronoun && s.nameAt[k-1] == 0 {
			// "her adviser, Ana Varga, said"
			if nm := &s.names[n-1]; nm.lead == k+1 && nm.to == m && nm.person >= 0 {
				src.to, src.person = m, nm.person
			}
		}
		best = src
		if src.person >= 0 || src.pronoun {
			break
		}
	}
	if best.ok() && best.person < 0 && !best.pronoun && s.words[m].isDash() {
		if p := s.besideName(best.from); p >= 0 {
			// "Ana Varga, a diver – and a cook – said"
			nm := &s.names[s.nameAt[best.from-2]-1]
			best = source{from: nm.lead, to: nm.to, person: p}
		}
	}
	return best
}

// inComplement reports whether words[k], the last noun of src, only tells whose
// spokesman speaks: "a spokesman for the developer".
func (s *speech) inComplement(src source, k int) bool {
	head := s.headOf(src.from, src.to)
	return head != k && s.words[head].is(lang.Role) && !s.words[src.from].is(lang.Someone)
}

// relativeBefore finds the relative pronoun, after a comma, of the clause whose
// object begins at words[i]: "who met Varga". It returns -1 if there is none,
// or if words[i] begins the clause and so is its subject.
func (s *speech) relativeBefore(i, low int) int {
	verb := false
	for k := i - 1; k > low && k > i-20; k-- {
		w := &s.words[k]
		if w.kind == markWord || w.kind == quoteWord {
			return -1
		}
		if w.is(lang.Rel) {
			if verb && s.words[k-1].isMark(',') {
				return k
			}
			return -1
		}
		verb = verb || w.kind == plainWord && !w.is(lang.Det|lang.Role|lang.Title) && !w.capital
	}
	return -1
}

// setsOff reports whether words[i:m] can stand between commas after a name.
func (s *speech) setsOff(i, m int) bool {
	if i >= m {
		return false
	}
	w := &s.words[i]
	return !w.is(lang.Pronoun) || w.is(lang.Det)
}

// overDays steps left from words[i] over "on Monday", "last week" and the like
// between speaker and verb.
func (s *speech) overDays(i, low int) int {
	k := i
	for k > low && (s.words[k-1].is(lang.Calendar|lang.Time) && s.words[k-1].kind == plainWord && s.nameAt[k-1] == 0 || s.words[k-1].kind == numberWord && k-1 > low && s.words[k-2].is(lang.Calendar)) {
		k--
	}
	if k == i {
		return i
	}
	for k > low && k > i-5 && s.words[k-1].kind == plainWord && s.nameAt[k-1] == 0 && s.words[k-1].is(lang.Prep|lang.Det|lang.Adverb) && !s.words[k-1].is(lang.Pronoun) {
		k--
	}
	return k
}

// inherited finds the subject for a verb without one of its own, words[at]:
// that of the verb of saying before it, else of the sentence. Who speaks in a
// relative clause only does so there.
func (s *speech) inherited(c *cue, fr *frame, at int) source {
	vague := noSource
	for k := len(s.cues) - 1; k >= max(fr.cueFrom, len(s.cues)-20); k-- {
		o := &s.cues[k]
		if o.frame != c.frame || o.kind == cueAccording || o.src.relative {
			continue
		}
		if o.weak && o.src.person < 0 && !o.src.pronoun {
			vague = o.src // "a statement released": perhaps no finite verb
			continue
		}
		return o.src
	}
	src := s.frameSubject(fr)
	if src.ok() && (src.from < at || s.opensPhrase(fr.from)) {
		return src
	}
	return vague
}

// joined finds the subject of the clause that ends before the conjunction
// words[at]: "… on the road, I laughed and said".
func (s *speech) joined(fr *frame, at int) source {
	low := max(fr.from, at-25)
	b := at
	for b > low && s.words[b-1].kind == plainWord && !s.words[b-1].is(lang.Conj) {
		b--
	}
	src := s.nounPhrase(b, at)
	if src.ok() && (src.pronoun || src.person >= 0 || s.hasSpeaker(src.from, src.to)) {
		return src
	}
	return noSource
}
