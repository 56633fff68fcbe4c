package briefing

import "wirebrief/briefing/lang"

// finalDenial returns the word that makes a frame a denial where the verb ends
// the sentence, -1 if it is none: "iddiaları yalanladı", "iddiaları reddetti",
// "haberler asılsız", "doğru değil".
func (s *speech) finalDenial(fr *frame) int {
	claim := false
	for i := fr.from; i < fr.to; i++ {
		w := &s.words[i]
		if w.kind != plainWord {
			continue
		}
		switch {
		case w.is(lang.Deny):
			return i
		case w.is(lang.DenyThing) && claim, w.is(lang.Falsehood) && claim && !s.negatedNext(i, fr):
			return i
		case w.is(lang.Truth) && claim && s.negatedNext(i, fr):
			return i
		}
		claim = claim || w.is(lang.Claim)
	}
	return -1
}

// negatedNext reports whether a word that negates follows words[i].
func (s *speech) negatedNext(i int, fr *frame) bool {
	for k := i + 1; k < min(i+3, fr.to); k++ {
		if s.words[k].kind == plainWord && s.words[k].is(lang.Negation) {
			return true
		}
	}
	return false
}
