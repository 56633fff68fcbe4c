package briefing

import (
	"slices"
	"strings"
	"unicode/utf8"

	"wirebrief/briefing/lang"
)

// ending returns the case ending of words[i], without its apostrophe.
func (s *speech) ending(i int) string {
	w := &s.words[i]
	e := s.text[w.core:w.End]
	if r, size := utf8.DecodeRuneInString(e); r == '\'' || r == '’' {
		e = e[size:]
	}
	return e
}

// hasEnding reports whether words[i] has one of the endings.
func (s *speech) hasEnding(i int, endings map[string]bool) bool {
	return s.words[i].possessive() && endings[s.ending(i)]
}

// isOwner reports whether words[i] has the ending of an owner: "Varga's",
// "Demir'in".
func (s *speech) isOwner(i int) bool {
	if !s.inflection.Inflects() {
		return s.words[i].possessive()
	}
	return s.hasEnding(i, s.inflection.Genitive)
}

// looksOwner reports whether words[i] ends like an owner though no apostrophe
// parts the ending from it.
func (s *speech) looksOwner(i int) bool {
	if !s.inflection.Apostrophe || s.words[i].possessive() {
		return false
	}
	w := s.words[i].Of(s.text)
	for e := range s.inflection.Genitive {
		if len(w) > len(e)+2 && strings.HasSuffix(w, e) {
			return true
		}
	}
	return false
}

// tellsPart reports whether words[i] ends like those of whom someone is one:
// "yolculardan".
func (s *speech) tellsPart(i int) bool {
	w := s.words[i].Of(s.text)
	for e := range s.inflection.Ablative {
		if rest, ok := strings.CutSuffix(w, e); ok && slices.ContainsFunc(s.inflection.Plural, func(p string) bool { return strings.HasSuffix(rest, p) }) {
			return true
		}
	}
	return false
}

// tellsPlace reports whether words[i] ends like a word that tells where or when.
func (s *speech) tellsPlace(i int) bool {
	if s.words[i].kind != plainWord {
		return false
	}
	var room [64]byte
	t := s.words[i].Of(s.text)
	return len(t) <= len(room) && s.inflection.TellsPlace(s.inflection.AppendLower(room[:0], t))
}

// inflect looks a word up, if need be without its case ending, which is then
// taken off its core.
func (s *speechScanner) inflect(w *word) {
	if w.core-w.Start > longestListed {
		return
	}
	var room [2 * longestListed]byte
	b := s.inflection.AppendLower(room[:0], s.text[w.Start:w.core])
	if w.class = s.rules.ClassOf(b); w.class != 0 || w.core < w.End {
		return
	}
	s.inflection.Stems(b, func(stem []byte, e string) bool {
		c := s.rules.ClassOf(stem)
		if c&inflected == 0 {
			return false
		}
		w.class = c & (inflected | lang.Male | lang.Female)
		if !s.inflection.Bare[e] {
			w.class |= lang.Oblique
			if strings.HasSuffix(s.text[w.Start:w.End], e) {
				w.core = w.End - len(s.inflection.Case(e))
			}
		}
		return true
	})
}

// inflected are the classes whose words carry case endings.
const inflected = lang.Role | lang.Org | lang.Title | lang.Claim | lang.Calendar | lang.Time
