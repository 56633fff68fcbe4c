package briefing

import (
	"slices"
	"strings"
	"unicode/utf8"

	"wirebrief/briefing/lang"
)

// shortestNoun is how many bytes a noun that no list holds keeps at least when a
// case ending is taken off it.
const shortestNoun = 3

// nounEnd returns where the noun that a number counts ends without its case:
// "maç" of "maçta", "iş makinesi" of "iş makinesiyle".
func (s *figureScan) nounEnd(np nounPhrase) int {
	k := np.to - 1
	t := s.at(k)
	if !s.rules.Singular || t.ending != "" || t.word.Kind != 0 || t.capital {
		return s.bareEnd(k)
	}
	w := t.Of(s.text)
	if n := s.ownedCase(w); n > 0 && np.to-np.from > 1 {
		return t.End - n
	}
	return t.End - s.placeCase(w)
}

// ownedCase returns the length of the case ending behind that of what belongs to
// something, "yla" of "uçağıyla", 0 if there is none.
func (s *figureScan) ownedCase(w string) int {
	for _, e := range s.rules.OwnedCases {
		if rest, ok := strings.CutSuffix(w, e); ok && len(rest) > shortestNoun && slices.ContainsFunc(s.rules.OwnedEndings, func(o string) bool { return strings.HasSuffix(rest, o) }) {
			return len(e)
		}
	}
	return 0
}

// placeCase returns the length of an ending that tells where or where from, 0 if
// w has none. Behind which letters each stands tells it from the end of a word:
// "harita", "sultan".
func (s *figureScan) placeCase(w string) int {
	for i, endings := range [...][]string{s.rules.Voiceless, s.rules.PlaceCases} {
		for _, e := range endings {
			rest, ok := strings.CutSuffix(w, e)
			if !ok || len(rest) < shortestNoun {
				continue
			}
			_, size := utf8.DecodeLastRuneInString(rest)
			if slices.Contains(s.rules.VoicelessEnds, rest[len(rest)-size:]) == (i == 0) {
				return len(e)
			}
		}
	}
	return 0
}

// genitive returns the length of the ending of an owner on a word that no list
// holds, "ın" of "halkın", 0 if it has none or could have two.
func (s *figureScan) genitive(w string) int {
	for e := range s.inflection.Genitive {
		rest, ok := strings.CutSuffix(w, e)
		if !ok || len(rest) < shortestNoun || s.isBuffered(e) {
			continue
		}
		if !strings.HasSuffix(rest, s.inflection.CaseBuffer) {
			return len(e)
		}
	}
	return 0
}

// ablative returns the length of the ending that tells of whom or what a number
// is a part: "lardan" in "yolculardan 5'i" counts "yolcular".
func (s *figureScan) ablative(t *figToken) int {
	w := t.Of(s.text)
	if n := s.ownedCase(w); n > 0 && s.isFrom(t) {
		return n
	}
	for e := range s.inflection.Ablative {
		if rest, ok := strings.CutSuffix(w, e); ok && !s.isBuffered(e) && len(rest) >= shortestNoun {
			return len(e)
		}
	}
	return 0
}

// isBuffered reports whether an ending begins with what stands between it and a
// vowel.
func (s *figureScan) isBuffered(e string) bool {
	buffer := s.inflection.CaseBuffer
	return buffer != "" && strings.HasPrefix(e, buffer)
}

// leavesNoun reports whether the number or unit at token k leaves the noun behind
// it to be counted. With an ending of its own it stands for what it counts: "3'ünün
// durumu", "4'ü kontrol için", "2 milyon avroya mal oldu". What is left is the
// noun of a sentence without a verb: "5'i ağır", "40'ı koyun".
func (s *figureScan) leavesNoun(k int, np nounPhrase) bool {
	e := s.at(k).ending
	switch {
	case s.at(k).is(lang.NumExtent) && s.at(k).is(lang.NumStop):
		return false // "saatte 80 kilometre hızla"
	case e == "" || endsIn("    "+e, s.rules.AdjectiveEndings):
		return true
	case slices.Contains(s.rules.OwnedEndings, strings.TrimPrefix(e, s.inflection.OwnedBuffer)):
		next := s.at(np.to)
		return s.at(np.to-1).is(lang.NumHuman|lang.NumState|lang.NumHarmNoun) || next.kind != wordToken || next.is(lang.NumAnd|lang.NumCardinal)
	case s.inflection.Genitive[e], s.inflection.Ablative[e], s.inflection.Dative[e], slices.Contains(s.rules.PlaceCases, e), slices.Contains(s.rules.Voiceless, e):
		return false
	}
	return !slices.ContainsFunc(s.rules.OwnedCases, func(c string) bool { return strings.HasSuffix(e, c) })
}

// isRemote reports whether the sentence tells what was over before the news:
// "3 dağcı ölmüştü".
func (s *figureScan) isRemote() bool {
	for k := len(s.toks) - 1; k >= 0 && len(s.rules.RemoteEndings) > 0; k-- {
		if t := s.at(k); t.kind == wordToken {
			return endsIn(t.Of(s.text), s.rules.RemoteEndings)
		}
	}
	return false
}
