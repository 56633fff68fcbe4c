package briefing

import (
	"unicode/utf8"

	"wirebrief/briefing/lang"
)

// longestEnding is the most bytes an ending behind an apostrophe has.
const longestEnding = 16

// endingAt returns where the ending behind the apostrophe at j ends, j if none
// stands there: "'den" in "100'den", but not "'Brien". Only languages that part
// endings so have any.
func (s *figureScan) endingAt(j int) int {
	if !s.inflection.Apostrophe || j >= s.end {
		return j
	}
	r, size := utf8.DecodeRuneInString(s.text[j:s.end])
	if r != '\'' && r != '’' {
		return j
	}
	k := j + size
	for k < s.end && k-j < longestEnding {
		r, size = utf8.DecodeRuneInString(s.text[k:s.end])
		if !isLetter(r) {
			break
		}
		if isUpper(r) {
			return j
		}
		k += size
	}
	if k == j+1 || k == j+len("’") && s.text[j] != '\'' {
		return j
	}
	return k
}

// takeEnding notes the ending that stands at j with the token before it and
// returns where the text goes on.
func (s *figureScan) takeEnding(j int) int {
	if !s.inflection.Apostrophe {
		return j
	}
	end := s.endingAt(j)
	if end == j {
		return j
	}
	_, size := utf8.DecodeRuneInString(s.text[j:])
	s.toks[len(s.toks)-1].ending = s.text[j+size : end]
	return end
}

// isOrdinal reports whether what stands at j, behind digits, makes them one of
// a row: "5'inci", "3. gün".
func (s *figureScan) isOrdinal(j int) bool {
	if end := s.endingAt(j); end > j {
		_, size := utf8.DecodeRuneInString(s.text[j:])
		return s.inflection.IsOrdinal(s.text[j+size : end])
	}
	if !s.rules.OrdinalStop || j+2 >= s.end || s.text[j] != '.' || s.text[j+1] != ' ' {
		return false
	}
	return isLetter(runeAt(s.text, j+2))
}

// looseDecimal reports whether the full stop at j is meant as a decimal mark in
// a language that has another: behind "yüzde" or before "milyon".
func (s *figureScan) looseDecimal(j int) bool {
	if s.decimal == '.' || s.text[j] != '.' {
		return false
	}
	k := j + 1
	for s.digitAt(k) {
		k++
	}
	if k-j > 3 {
		return false
	}
	if len(s.toks) > 0 && s.toks[len(s.toks)-1].is(lang.NumPercent) && (k >= s.end || s.text[k] == ' ' || s.endingAt(k) > k) {
		return true
	}
	if k >= s.end || s.text[k] != ' ' {
		return false
	}
	from := k + 1
	for k = from; k < s.end && isLetter(runeAt(s.text, k)); {
		_, size := utf8.DecodeRuneInString(s.text[k:])
		k += size
	}
	w, _ := s.known(from, k)
	return w.Is(lang.NumScale)
}

// longestListed is the most bytes of a word that is looked up.
const longestListed = 40

// known finds what the rules know of the word text[i:j], if need be without its
// case ending, which it returns too.
func (s *figureScan) known(i, j int) (w *lang.NumberWord, ending string) {
	if !s.inflection.Inflects() {
		return s.lookup(i, j), ""
	}
	if j-i > longestListed {
		return unknownWord, ""
	}
	var room [2 * longestListed]byte
	word := s.inflection.AppendLower(room[:0], s.text[i:j])
	if w := s.rules.Find(word); w != nil {
		return w, ""
	}
	w = unknownWord
	s.inflection.Stems(word, func(stem []byte, e string) bool {
		if found := s.rules.Find(stem); found != nil && !found.Is(lang.NumStop|lang.NumVague) && found.Kind != 0 && !isShortUnit(found, stem) {
			w, ending = found, e
		} else if v := s.joined(stem); v != nil {
			w, ending = v, e
		}
		return w != unknownWord
	})
	if w == unknownWord {
		if v := s.joined(word); v != nil {
			return v, ""
		}
	}
	return w, ending
}

// isShortUnit reports whether a stem is the sign of a unit, which takes endings
// only behind an apostrophe: "halı" is a carpet, not so many ha.
func isShortUnit(w *lang.NumberWord, stem []byte) bool {
	return len(stem) == 2 && w.Is(lang.NumMeasure) && !w.Is(lang.NumDuration)
}

// joined reads number words that are written as one: "onbinaltıyüz". It returns
// nil for other words. Only languages whose words carry endings write so.
func (s *figureScan) joined(word []byte) *lang.NumberWord {
	total, cur, parts := 0.0, 0.0, 0
	for len(word) > 0 {
		n := len(word)
		for ; n > 1; n-- {
			if w := s.rules.Find(word[:n]); w != nil && w.Is(lang.NumCardinal|lang.NumScale) && w.Value > 0 {
				total, cur = addSpoken(total, cur, w.Value)
				break
			}
		}
		if n <= 1 {
			return nil
		}
		word, parts = word[n:], parts+1
	}
	if parts < 2 {
		return nil
	}
	return &lang.NumberWord{Kind: lang.NumCardinal, Value: total + cur}
}

// addSpoken adds a number word to a sum the way numbers are spoken.
func addSpoken(total, cur, v float64) (float64, float64) {
	switch {
	case v >= 1e3:
		return total + max(cur, 1)*v, 0
	case v == 1e2:
		return total, max(cur, 1) * v
	}
	return total, cur + v
}
