package briefing

import "wirebrief/briefing/lang"

// mostSubjectWords bounds how far before its last noun a subject may begin.
const mostSubjectWords = 16

// wholeSubject returns the subject whose end is src, where that is only the last
// noun of what stands between a quote, or the start of the sentence, and the verb:
// “A,” the man who found the boat said; “A,” a lawyer representing the family said;
// “A,” the officer in charge of the case said. It returns src where that is the
// subject itself.
func (s *speech) wholeSubject(src source, fr *frame) source {
	if !src.ok() || src.relative || src.from <= fr.from || s.words[src.from-1].kind != plainWord {
		return src
	}
	low := max(fr.from, src.from-mostSubjectWords)
	k := src.from
	for k > low && (s.words[k-1].kind == plainWord || s.words[k-1].kind == numberWord) && !s.words[k-1].is(lang.Tell|lang.SayOnly) {
		k--
	}
	quoted := s.afterQuote(k, fr)
	if !quoted && k != fr.from {
		return src
	}
	head := s.nounPhrase(k, src.from)
	if !head.ok() || head.pronoun || head.to > src.from {
		return src
	}
	if head.to == src.from {
		if s.actsOn(head, src) {
			src = source{from: head.from, to: src.to, person: -1}
		}
		return src
	}
	if head.person < 0 && !s.hasSpeaker(head.from, head.to) && !(s.words[k].is(lang.Det) && (quoted || s.endsIn(head.to, s.rules.GerundEndings))) {
		return src
	}
	if !s.restricts(head.to, src.from) {
		return src
	}
	if n := s.nameAt[head.to-1]; n != 0 && src.person >= 0 && s.names[n-1].org {
		if s.hasRole(s.names[n-1].from, head.to) {
			src.from = head.from // "Assistant Secretary of the Navy for Ships Ana Varga"
		}
		return src
	}
	if head.person < 0 {
		head.to = src.to
	}
	return head
}

// actsOn reports whether the description head ends with a participle whose object
// src is: "a foundation tracking" before "such boats".
func (s *speech) actsOn(head, src source) bool {
	i := head.to - 1
	return head.person < 0 && i-head.from > 1 && s.endsIn(i, s.rules.GerundEndings) && s.nameAt[i] == 0 && !s.words[i].is(lang.Role|lang.Org) && s.words[src.from].is(lang.Det) &&
		(s.isOneOf(head.from, s.links.Indefinite) || s.hasSpeaker(head.from, i))
}

// restricts reports whether words[i:] up to words[end], the last noun before a
// verb, only tell more about the noun before them: "who found", "representing",
// "identified only as", "in charge of".
func (s *speech) restricts(i, end int) bool {
	w, last := &s.words[i], &s.words[end-1]
	switch {
	case w.is(lang.Rel):
		return end-i > 1 && s.words[i+1].kind == plainWord && !s.words[i+1].is(lang.Det|lang.Pronoun)
	case w.is(lang.Be|lang.Aux|lang.Conj|lang.Say|lang.SayWeak|lang.SayBase) || w.capital:
		return false
	case s.endsIn(i, s.rules.GerundEndings) && !w.is(lang.Prep|lang.Saying):
		return true
	case s.endsIn(i, s.rules.PastEndings) && end-i > 1 && s.words[i+1].is(lang.Prep|lang.Adverb):
		return last.is(lang.Prep)
	case w.is(lang.Prep) && !w.is(lang.Sub):
		return last.is(lang.Prep) && !last.is(lang.Sub)
	}
	return false
}
