package briefing

import (
	"strings"

	"wirebrief/briefing/lang"
)

// namedSo reports whether the quote is what a thing is called: "a bill called
// “A”".
func (a *attributor) namedSo(c, i int) bool {
	k := &a.s.cues[c]
	return k.weak && k.to == i && a.unlikely(k.src)
}

// isTitle reports whether a quoted stretch is written like the title of a book
// or programme: longer words capitalised, no stop of its own.
func (s *speech) isTitle(i int) bool {
	t := s.items[s.words[i].quoted].inner.Of(s.text)
	words, long, caps := 0, 0, 0
	for w := range strings.FieldsSeq(t) {
		words++
		if len(w) > 3 {
			long++
			if isUpper(runeAt(w, 0)) {
				caps++
			} else {
				return false
			}
		}
	}
	if long == 0 || words > 8 || i > 0 && s.words[i-1].isMark(':') {
		return false
	}
	if m := s.words[i].mark; words == 1 && m == '.' || m == '!' || m == '?' {
		return false
	}
	return words > 1 || i > 0 && s.words[i-1].is(lang.Prep|lang.Det)
}

// namedTitle reports whether a quoted stretch is written like a title and stands
// right after the noun for what bears it: "in her last book, “A Lamp for
// Harbours,” Varga said that".
func (s *speech) namedTitle(i int, fr *frame) bool {
	k := i - 1
	if k > fr.from && s.words[k].isMark(',') {
		k--
	}
	if k <= fr.from || s.words[k].kind != plainWord {
		return false
	}
	w := &s.words[k]
	noun := !w.is(functionWord|lang.Say|lang.SayWeak|lang.Saying|lang.SayBase|lang.Adverb|lang.Verb|lang.Role|lang.Audience) || w.is(lang.Work)
	return noun && s.nameAt[k] == 0 && s.words[i].mark != '!' && s.isTitle(i)
}

// isAside reports whether a quoted word only stands in a phrase that the verb has
// another word for: "called the “pier” a ruin".
func (s *speech) isAside(i int, fr *frame) bool {
	w := &s.words[i]
	return i > fr.from && i+1 < fr.to && s.isShort(i) && !w.capital && w.mark != ',' && s.isOneOf(i-1, s.links.Definite) && s.isOneOf(i+1, s.links.Indefinite)
}

// isShort reports whether a quoted stretch has three words at most.
func (s *speech) isShort(i int) bool {
	return strings.Count(strings.TrimSpace(s.items[s.words[i].quoted].inner.Of(s.text)), " ") < 3
}
