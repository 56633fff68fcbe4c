package briefing

import (
	"unicode/utf8"

	"wirebrief/briefing/lang"
)

// vulgarFractions are the signs of fractions and their values.
var vulgarFractions = map[rune]float64{
	'½': 1.0 / 2, '⅓': 1.0 / 3, '⅔': 2.0 / 3, '¼': 1.0 / 4, '¾': 3.0 / 4, '⅕': 1.0 / 5, '⅖': 2.0 / 5, '⅗': 3.0 / 5, '⅘': 4.0 / 5,
	'⅙': 1.0 / 6, '⅚': 5.0 / 6, '⅐': 1.0 / 7, '⅛': 1.0 / 8, '⅜': 3.0 / 8, '⅝': 5.0 / 8, '⅞': 7.0 / 8, '⅑': 1.0 / 9, '⅒': 1.0 / 10,
}

// vulgarFraction is the value of a sign such as ½, 0 for other runes.
func vulgarFraction(r rune) float64 {
	if r < utf8.RuneSelf {
		return 0
	}
	return vulgarFractions[r]
}

// slash reads a fraction such as 1/2, also with the fraction slash.
func (s *figureScan) slash(i int) (a, b float64, ok bool) {
	x, bar, y := s.at(i), s.at(i+1), s.at(i+2)
	if x.kind != digitsToken || y.kind != digitsToken || !bar.glued || !y.glued || !bar.isMark('/') && !bar.isMark('⁄') {
		return 0, 0, false
	}
	return x.value, y.value, x.plain && y.plain && y.value > 0
}

// halfNumeral reads "half a million", "half of", "half the". An ordinal before
// it makes it a period: "the second half".
func (s *figureScan) halfNumeral(i int) (numeral, bool) {
	n := numeral{from: i, to: i + 1, low: 0.5, high: 0.5, scale: 1, part: true}
	if s.at(i - 1).is(lang.NumFraction | lang.NumComparative) {
		return n, false
	}
	next := s.at(i + 1)
	after := i + 1
	if next.is(lang.NumArticle) || next.isMark('-') && next.glued {
		after++
	}
	if w := s.at(after); w.is(lang.NumScale) {
		return numeral{from: i, to: after + 1, low: w.word.Value / s.at(i).word.Value, high: w.word.Value / s.at(i).word.Value, scale: w.word.Value}, true
	}
	if s.rules.Singular {
		n.low, n.high = 1/s.at(i).word.Value, 1/s.at(i).word.Value
		return n, next.is(lang.NumMeasure)
	}
	ok := next.is(lang.NumOf) || s.boundBefore(i) >= 0 || next.is(lang.NumDeterminer) && !next.is(lang.NumArticle)
	return n, ok && !next.isMark('-')
}

// quarterNumeral reads "quarter million" without an article.
func (s *figureScan) quarterNumeral(i int) (numeral, bool) {
	t, w := s.at(i), s.at(i+1)
	if t.word.Value != 4 || !w.is(lang.NumScale) || w.word.Value < 1e3 {
		return numeral{}, false
	}
	v := w.word.Value / t.word.Value
	return numeral{from: i, to: i + 2, low: v, high: v, scale: w.word.Value}, true
}

// denominator reads what a whole is parted into: "third", "hundredths",
// "twenty-fifths". It returns its value and the number of its tokens, 0 if none
// begins at token j.
func (s *figureScan) denominator(j int) (float64, int) {
	t := s.at(j)
	if t.is(lang.NumFraction|lang.NumHalf) && t.word.Value > 0 {
		return t.word.Value, 1
	}
	last := s.at(j + 2)
	if t.is(lang.NumCardinal) && t.word.Value >= 20 && s.hyphenAt(j+1) && last.is(lang.NumFraction) && last.word.Value > 0 && last.word.Value < 10 {
		return t.word.Value + last.word.Value, 3
	}
	return 0, 0
}

// hyphenAt reports whether token j is a hyphen that joins two words.
func (s *figureScan) hyphenAt(j int) bool {
	return s.at(j).isMark('-') && s.at(j).glued && s.at(j+1).glued
}

// partNumeral reads "two-thirds", "a quarter of", "one third of", "three
// quarters of a million".
func (s *figureScan) partNumeral(i int) (numeral, bool) {
	top, j := s.at(i), i+1
	if !top.is(lang.NumArticle) && !(top.is(lang.NumCardinal) && top.word.Value > 0 && top.word.Value < 10) {
		return numeral{}, false
	}
	hyphen := s.hyphenAt(j)
	if hyphen {
		j++
	}
	bottom, size := s.denominator(j)
	if size == 0 {
		return numeral{}, false
	}
	v := max(top.word.Value, 1) / bottom
	n := numeral{from: i, to: j + size, low: v, high: v, scale: 1, part: true}
	many := top.word.Value > 1 && v < 1 && s.text[s.at(n.to-1).End-1] == s.rules.PluralLetter
	if s.ofScale(&n, top.is(lang.NumArticle) || many) {
		return n, true
	}
	sure := many || s.at(n.to).is(lang.NumOf) || hyphen && top.is(lang.NumCardinal) ||
		(s.boundBefore(i) >= 0 || top.is(lang.NumCardinal) && top.word.Value == 1 || s.plays(i-1, lang.RoleBy) || s.isAlone(i, n.to)) &&
			!s.nounAt(n.to) && !s.hyphenAt(n.to)
	return n, sure
}

// ofScale multiplies a part by the scale it is a part of: "of a million", and
// where direct is set also "a quarter million".
func (s *figureScan) ofScale(n *numeral, direct bool) bool {
	j := n.to
	if s.at(j).is(lang.NumOf) && s.at(j+1).is(lang.NumArticle) {
		j += 2
	} else if !direct {
		return false
	}
	w := s.at(j)
	if !w.is(lang.NumScale) || s.hyphenAt(j+1) {
		return false
	}
	n.low *= w.word.Value
	n.high, n.scale, n.to, n.part = n.low, w.word.Value, j+1, false
	return true
}

// isAlone reports whether the tokens [from, to) are all that the sentence says.
func (s *figureScan) isAlone(from, to int) bool {
	for k := range s.toks {
		if (k < from || k >= to) && s.at(k).kind != markToken {
			return false
		}
	}
	return true
}

// partedBy divides a number in words by what follows it: "fifty-four
// hundredths".
func (s *figureScan) partedBy(n *numeral) {
	j := n.to
	if s.hyphenAt(j) {
		j++
	}
	if v, size := s.denominator(j); size > 0 && v > 2 && s.text[s.at(j+size-1).End-1] == s.rules.PluralLetter && n.low > 1 {
		n.low, n.to, n.scale, n.part = n.low/v, j+size, 1, true
	}
}

// andPart adds "and a half", "and three quarters" to a number. Before a scale
// the part shares it, "two and a half million"; after one it is a part of it,
// "a million and a half".
func (s *figureScan) andPart(n *numeral) {
	if !s.at(n.to).is(lang.NumAnd) || n.part {
		return
	}
	top := s.at(n.to + 1)
	part := numeral{to: n.to + 2, low: max(top.word.Value, 1)}
	if top.is(lang.NumCardinal) {
		w := wordSum{s: s, to: n.to + 1}
		w.read()
		part.low, part.to = w.total+w.cur, w.to
	} else if !top.is(lang.NumArticle) {
		return
	}
	if s.hyphenAt(part.to) {
		part.to++
	}
	v, size := s.denominator(part.to)
	part.to += size
	if size == 0 || part.low >= v && n.scale > 1 || s.at(part.to).is(lang.NumOf) {
		return
	}
	switch next := s.at(part.to); {
	case n.scale <= 100:
		n.low += part.low / v
		n.to = part.to
		s.scaleUp(n)
	case next.is(lang.NumScale) && next.word.Value < n.scale:
		n.low += part.low / v * next.word.Value
		n.to = part.to + 1
	case v == 2 || next.kind != wordToken || s.pluralAhead(part.to) || next.is(lang.NumCurrency|lang.NumMeasure):
		n.low += part.low / v * n.scale
		n.to = part.to
	}
}
