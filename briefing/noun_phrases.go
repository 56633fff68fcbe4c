package briefing

import (
	"strings"

	"wirebrief/briefing/lang"
)

// nounPhrase reads a noun phrase from words[i] on: a pronoun, a name with its
// title, or a description such as "a senior official at the ministry". Of a
// description with a name set off by a comma the name counts.
func (s *speech) nounPhrase(i, hi int) source {
	if i >= hi || s.words[i].kind != plainWord && s.words[i].kind != numberWord || s.words[i].is(lang.Calendar) && s.nameAt[i] == 0 {
		return noSource
	}
	w := &s.words[i]
	if w.is(lang.Object) && !w.is(lang.Det) || s.adverbial(i) && s.nameAt[i] == 0 || w.is(functionWord) && !w.is(lang.Det|lang.Pronoun) && s.nameAt[i] == 0 {
		return noSource
	}
	if w.is(lang.Pronoun) && !w.is(lang.Det) || w.is(lang.Pronoun) && (i+1 >= hi || s.words[i+1].kind != plainWord || s.words[i+1].is(functionWord)) {
		return source{from: i, to: i + 1, person: -1, pronoun: true}
	}
	head, nm := s.phraseHead(i, hi)
	switch {
	case nm != nil:
		return source{from: i, to: nm.to, person: nm.person}
	case head < 0:
		return noSource
	}
	return s.withApposedName(source{from: i, to: s.withComplement(head+1, hi), person: -1}, hi)
}

// phraseHead finds the noun at the end of the phrase that begins at words[i],
// -1 if there is none, or the name the phrase ends with.
func (s *speech) phraseHead(i, hi int) (head int, nm *name) {
	head = -1
	for j := i; j < hi && j < i+10; j++ {
		w := &s.words[j]
		if n := s.nameAt[j]; n != 0 {
			nm := &s.names[n-1]
			if nm.to > hi {
				break
			}
			if !s.words[nm.to-1].possessive() && s.endsWithName(nm, i, hi) {
				return -1, nm
			}
			head = nm.to - 1
			j = nm.to - 1
			continue
		}
		if w.kind == markWord || w.kind == quoteWord || j > i && s.endsPhrase(j, head, hi) {
			break
		}
		if !w.is(lang.Det) || w.is(lang.Someone|lang.Role|lang.Org) && head < 0 {
			head = j
		}
	}
	return head, nil
}

// endsPhrase reports whether words[j] no longer belongs to the noun phrase whose
// last noun so far is words[head], -1 if there is none yet.
func (s *speech) endsPhrase(j, head, hi int) bool {
	w, p := &s.words[j], &s.words[j-1]
	noun := w.is(lang.Role | lang.Org)
	switch {
	case noun:
		return false
	case w.is(functionWord) && !(w.is(lang.Det) && p.is(lang.Det)):
		return true
	case !p.is(lang.Det) && !w.is(lang.Affil) && w.is(lang.Say|lang.SayWeak|lang.Verb|lang.Saying):
		return true
	case head < 0:
		return false
	case j+1 < hi && s.isOneOf(j+1, s.links.Agent) && (s.endsIn(j, s.rules.PastEndings) || hasSuffix(w.Of(s.text), s.rules.StrongEndings)):
		return true // "a draft seen by the daily"
	}
	h := &s.words[head]
	return !h.possessive() && (h.is(lang.Role) || h.is(lang.Org) && s.endsIn(j, s.rules.PastEndings))
}

// withApposedName reads on over "the goalkeeper" to the name that follows a
// comma: "the goalkeeper, Ana Varga,". In lists of people no mark follows.
func (s *speech) withApposedName(src source, hi int) source {
	n := src.to + 1
	if n >= hi || !s.words[src.to].isMark(',') || s.nameAt[n] == 0 || !s.describes(src.from) {
		return src
	}
	nm := &s.names[s.nameAt[n]-1]
	if nm.lead != n || nm.person < 0 || nm.to-nm.from < 2 || nm.to > hi || nm.to < hi && s.words[nm.to].kind == plainWord {
		return src
	}
	src.to, src.person = nm.to, nm.person
	return src
}

// describes reports whether words[i] opens a description that a name can stand
// beside: "the goalkeeper", "Castell's mayor", "one of the pupils".
func (s *speech) describes(i int) bool {
	return s.words[i].is(lang.Det) || s.nameAt[i] != 0 && s.words[s.names[s.nameAt[i]-1].to-1].possessive()
}

// endsWithName reports whether a phrase that begins at words[i] ends with the
// name, rather than going on: "a German user", "Ministry spokesman Jan Roy".
func (s *speech) endsWithName(nm *name, i, hi int) bool {
	if nm.to >= hi {
		return true
	}
	w := &s.words[nm.to]
	if w.kind != plainWord || w.capital || w.is(functionWord|lang.Adverb|lang.Say|lang.SayWeak|lang.Saying|lang.Verb|lang.Calendar) && !w.is(lang.Role|lang.Org) {
		return true
	}
	if w.is(lang.Role|lang.Org) || nm.to+1 < hi && s.words[nm.to+1].is(lang.Role) {
		return false
	}
	return !s.words[i].is(lang.Det) || nm.to-nm.from > 1 || s.words[nm.from].allCaps
}

// withComplement extends a description that ends before words[i] by "of the
// ministry", "for the campaign" and the like.
func (s *speech) withComplement(i, hi int) int {
	if i+1 >= hi || s.words[i].kind != plainWord || !s.words[i].is(lang.Prep) || !s.words[i-1].is(lang.Role|lang.Org|lang.Someone) {
		return i
	}
	j := i + 1
	if !s.isOneOf(i, s.links.Complement) || s.words[j].is(lang.Calendar) || s.words[j].kind != plainWord || s.words[i-1].is(lang.Someone) && !s.words[j].is(lang.Det) {
		return i
	}
	for ; j < hi && j < i+8; j++ {
		w := &s.words[j]
		if w.kind != plainWord || j > i+1 && w.is(functionWord|lang.Say|lang.SayWeak|lang.Calendar) && !w.is(lang.Org|lang.Role) || w.is(lang.Pronoun) && !w.is(lang.Det) {
			break
		}
	}
	if j == i+1 {
		return i
	}
	return j
}

// phraseEnding reads the noun phrase that ends with words[i].
func (s *speech) phraseEnding(i, low int) source {
	if i < low {
		return noSource
	}
	w := &s.words[i]
	if w.isMark(')') {
		for k := i - 1; k > low && k > i-30; k-- {
			if s.words[k].isMark('(') {
				return s.phraseEnding(k-1, low)
			}
		}
	}
	if w.kind != plainWord {
		return noSource
	}
	if n := s.nameAt[i]; n != 0 {
		return s.nameEnding(&s.names[n-1], i, low)
	}
	if w.is(lang.Object) {
		return noSource
	}
	if w.is(lang.Pronoun) {
		return source{from: i, to: i + 1, person: -1, pronoun: true}
	}
	if w.is(functionWord|lang.Calendar|lang.Say|lang.SayWeak|lang.Verb) && !w.is(lang.Role|lang.Org) && !(i > low && s.words[i-1].is(lang.Det) && !w.is(functionWord|lang.Calendar)) || s.adverbial(i) {
		if w.is(lang.Someone) { // "some said", "the two say"
			if i > low && s.isOneOf(i-1, s.links.Definite) {
				return source{from: i - 1, to: i + 1, person: -1}
			}
			return source{from: i, to: i + 1, person: -1}
		}
		return noSource
	}
	from := s.descriptionStart(i, low)
	if src := s.headBefore(from, low); src.ok() {
		src.to = i + 1
		return src
	}
	if !s.canSpeak(from, i+1) {
		return noSource
	}
	return source{from: from, to: i + 1, person: -1}
}

// nameEnding reads the noun phrase that ends with words[i], the end of a name.
func (s *speech) nameEnding(nm *name, i, low int) source {
	if nm.lead < low || s.words[i].possessive() {
		return noSource
	}
	from := nm.lead
	if src := s.headBefore(s.beforeDet(from, low), low); src.ok() {
		src.to = i + 1
		return src
	}
	if from > low && s.words[from-1].is(lang.Role) && s.words[from-1].kind == plainWord {
		from = s.nounStart(from-1, low)
	}
	if nm.person < 0 && from > low && s.words[from-1].is(lang.Det) && s.words[from-1].kind == plainWord {
		from-- // "the Times"
	}
	return source{from: max(low, from), to: i + 1, person: nm.person}
}

// mediumFrom reports whether words[i:] are a short phrase for what something
// is said in: "Varga in a statement said".
func (s *speech) mediumFrom(i int) bool {
	for k := i; k < len(s.words) && k < i+5; k++ {
		if s.words[k].is(lang.Medium) {
			return true
		}
		if s.words[k].kind != plainWord || s.words[k].is(lang.Say|lang.SayWeak) {
			return false
		}
	}
	return false
}

// canSpeak reports whether words[from:to] describe someone or some body.
func (s *speech) canSpeak(from, to int) bool {
	return s.words[from].is(lang.Det) || s.hasSpeaker(from, to)
}

// hasSpeaker reports whether words[from:to] hold a word for someone or some
// body that can speak.
func (s *speech) hasSpeaker(from, to int) bool {
	for i := from; i < to; i++ {
		if s.words[i].is(lang.Role | lang.Org) {
			return true
		}
	}
	return false
}

// descriptionStart walks left from the noun words[i] to where its phrase
// begins, the determiner included.
func (s *speech) descriptionStart(i, low int) int {
	for i > low {
		w := &s.words[i-1]
		if w.kind == markWord || w.kind == quoteWord {
			break
		}
		if n := s.nameAt[i-1]; n != 0 {
			i = max(low, s.names[n-1].lead)
			continue
		}
		if w.is(lang.Det) && !(w.is(lang.Conj)) {
			i--
			for i > low && s.words[i-1].is(lang.Det) && s.words[i-1].kind == plainWord && !s.words[i-1].is(lang.Prep|lang.Conj) {
				i--
			}
			break
		}
		if w.is(functionWord) || w.is(lang.Say|lang.SayWeak|lang.Verb|lang.Saying) && !w.is(lang.Role|lang.Org) || s.adverbial(i-1) {
			break
		}
		i--
	}
	return i
}

// headBefore reads the head of "a spokesman for the ministry" when the phrase
// from words[i] on is only its complement.
func (s *speech) headBefore(i, low int) source {
	if i-2 < low {
		return noSource
	}
	p := &s.words[i-1]
	if p.kind != plainWord || !p.is(lang.Prep) || p.capital {
		return noSource
	}
	h := &s.words[i-2]
	if h.kind != plainWord || s.words[i-2].possessive() {
		return noSource
	}
	if h.is(lang.Role | lang.Org) {
		if n := s.nameAt[i-2]; n == 0 {
			from := s.descriptionStart(i-2, low)
			if src := s.headBefore(from, low); src.ok() {
				return src
			}
			return source{from: from, to: i - 1, person: -1}
		}
	}
	if h.is(lang.Someone) && s.isOneOf(i-1, s.links.Belonging) && s.words[i].is(lang.Det) {
		return source{from: i - 2, to: i - 1, person: -1} // "one of the officials"
	}
	if n := s.nameAt[i-2]; n != 0 && (s.isOneOf(i-1, s.links.Belonging) || s.isOneOf(i-1, s.links.Inside) && s.mediumFrom(i)) {
		nm := &s.names[n-1]
		if nm.lead >= low && nm.org {
			// "Varga of the Institute for the Deep Sea"
			if src := s.headBefore(s.beforeDet(nm.lead, low), low); src.ok() {
				return src
			}
		}
		if nm.lead >= low && !nm.org {
			return source{from: nm.lead, to: i - 1, person: nm.person}
		}
	}
	if n := s.nameAt[i-2]; n != 0 && s.isOneOf(i-1, s.links.Inside) && s.nameAt[i] != 0 && s.names[n-1].org && s.names[n-1].lead >= low {
		// "the Health Ministry in Lorne"
		return source{from: s.beforeDet(s.names[n-1].lead, low), to: i - 1, person: -1}
	}
	if !h.is(functionWord) && i-3 >= low {
		// "people familiar with the matter", "officials briefed on it".
		if s.words[i-3].is(lang.Role) && s.words[i-3].kind == plainWord && !h.is(lang.Say|lang.SayWeak|lang.Verb) {
			return source{from: s.descriptionStart(i-3, low), to: i - 1, person: -1}
		}
	}
	return noSource
}

// beforeDet steps left from words[i] over a determiner: "of the Institute".
func (s *speech) beforeDet(i, low int) int {
	if i > low && s.words[i-1].kind == plainWord && s.words[i-1].is(lang.Det) && !s.words[i-1].is(lang.Pronoun|lang.Someone) {
		return i - 1
	}
	return i
}

// isOneOf reports whether words[i] is one of a list, as it is written there.
func (s *speech) isOneOf(i int, list []string) bool {
	t := s.words[i].Of(s.text)
	for _, w := range list {
		if w == t {
			return true
		}
	}
	return false
}

// hasSuffix reports whether a word, however short, ends in one of several ways.
func hasSuffix(word string, endings []string) bool {
	for _, e := range endings {
		if strings.HasSuffix(word, e) {
			return true
		}
	}
	return false
}

// endsIn reports whether words[i] has one of the endings.
func (s *speech) endsIn(i int, endings []string) bool {
	t := s.words[i].text(s.text)
	for _, e := range endings {
		if n := len(t) - len(e); n > 2 && t[n:] == e {
			return true
		}
	}
	return false
}

// adverbial reports whether words[i] ends like an adverb and is none of the nouns
// that do: "family".
func (s *speech) adverbial(i int) bool {
	return s.endsIn(i, s.rules.AdverbEndings) && !s.words[i].is(lang.Role|lang.Org)
}
