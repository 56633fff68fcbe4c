package briefing

import "wirebrief/briefing/lang"

// A numeral is a number as it stands, in digits or words, without what bounds
// it, its unit, or what it counts. Its tokens are [from, to).
type numeral struct {
	from, to int
	// low is the value; high is the upper end of a vague one, else equal.
	low, high float64
	// scale is the last factor, "million", that a range may share.
	scale float64
	// digits and plain: written in digits, and so without any separator.
	digits, plain bool
	// vague: "hundreds"; part: "a third"; fold: "sixfold"; ratio: "one in five".
	vague, part, fold, ratio bool
	// letter: the scale is one letter that may be a unit too, "37m".
	letter bool
}

// numeralAt reads the numeral that begins at token i.
func (s *figureScan) numeralAt(i int) (numeral, bool) {
	t := s.at(i)
	switch {
	case t.kind == digitsToken:
		return s.digitNumeral(i)
	case t.kind == markToken && vulgarFraction(t.mark) > 0:
		v := vulgarFraction(t.mark)
		return numeral{from: i, to: i + 1, low: v, high: v, scale: 1, digits: true}, true
	case t.kind != wordToken:
		return numeral{}, false
	case t.is(lang.NumVague):
		return s.vagueNumeral(i), true
	case t.is(lang.NumFold):
		return numeral{from: i, to: i + 1, low: t.word.Value, high: t.word.Value, scale: 1, fold: true}, true
	case t.is(lang.NumHalf):
		return s.halfNumeral(i)
	case t.is(lang.NumSome):
		return s.someNumeral(i)
	case t.is(lang.NumArticle | lang.NumCardinal | lang.NumScale | lang.NumMinus):
		return s.wordNumeral(i)
	}
	return numeral{}, false
}

// vulgarFraction is the value of a sign such as ½, 0 for other runes.
func vulgarFraction(r rune) float64 {
	switch r {
	case '½':
		return 0.5
	case '¼':
		return 0.25
	case '¾':
		return 0.75
	case '⅓':
		return 1.0 / 3
	case '⅔':
		return 2.0 / 3
	case '⅛':
		return 0.125
	case '⅜':
		return 0.375
	case '⅝':
		return 0.625
	case '⅞':
		return 0.875
	}
	return 0
}

// digitNumeral reads digits with what belongs to them: "4 1/2", "1.2bn",
// "4 hundred million".
func (s *figureScan) digitNumeral(i int) (numeral, bool) {
	t := s.at(i)
	n := numeral{from: i, to: i + 1, low: t.value, scale: 1, digits: true, plain: t.plain}
	if v := vulgarFraction(s.at(i + 1).mark); v > 0 {
		n.low, n.to, n.plain = n.low+v, i+2, false
	} else if a, b, ok := s.slash(i); ok {
		n.low, n.to, n.part, n.plain = a/b, i+3, true, false
	} else if a, b, ok := s.slash(i + 1); ok && a < b && !s.at(i+1).glued {
		n.low, n.to, n.plain = n.low+a/b, i+4, false
	}
	s.scaleUp(&n)
	s.negate(&n)
	n.high = n.low
	return n, true
}

// slash reads a fraction such as 1/2, also with the fraction slash.
func (s *figureScan) slash(i int) (a, b float64, ok bool) {
	x, bar, y := s.at(i), s.at(i+1), s.at(i+2)
	if x.kind != digitsToken || y.kind != digitsToken || !bar.glued || !y.glued || !bar.isMark('/') && !bar.isMark('⁄') {
		return 0, 0, false
	}
	return x.value, y.value, x.plain && y.plain && y.value > 0
}

// scaleUp multiplies n by the scale words that follow it.
func (s *figureScan) scaleUp(n *numeral) {
	for range 2 {
		j := n.to
		if s.at(j).isMark('-') && s.at(j).glued && s.at(j+1).glued {
			j++
		}
		t := s.at(j)
		switch {
		case t.is(lang.NumScale):
		case t.is(lang.NumGluedScale) && t.glued && j == n.to && n.scale == 1, t.is(lang.NumGluedScale) && j == n.to && s.spacedScale(j):
			n.letter = true
		default:
			return
		}
		n.low *= t.word.Value
		n.scale *= t.word.Value
		n.to, n.plain = j+1, false
		if n.letter {
			return
		}
	}
}

// spacedScale reports whether a capital letter apart from its digits is a
// scale: "8 B people".
func (s *figureScan) spacedScale(j int) bool {
	t := s.at(j)
	return t.upper && t.Len() == 1 && t.word.Value >= 1e6 && s.pluralAt(j+1)
}

// negate applies a minus sign or the word before digits.
func (s *figureScan) negate(n *numeral) {
	sign, first := s.at(n.from-1), s.at(n.from)
	switch {
	case sign.is(lang.NumMinus):
	case first.glued && sign.isDash() && s.at(n.from-2).is(lang.NumMinus) && sign.glued:
		n.from--
	case first.glued && (sign.isMark('-') || sign.isMark('−')) && !sign.glued:
	case first.glued && (sign.isMark('-') || sign.isMark('−')) && s.at(n.from-2).kind == moneyToken:
	default:
		return
	}
	n.from--
	n.low = -n.low
	n.plain = false
}

// vagueNumeral reads "hundreds", "tens of thousands", "hundreds of millions".
func (s *figureScan) vagueNumeral(i int) numeral {
	w := s.at(i).word
	n := numeral{from: i, to: i + 1, low: w.Value, high: w.High, scale: 1, vague: true}
	if next := s.at(i + 2); s.at(i+1).is(lang.NumOf) && next.is(lang.NumVague) && next.word.Value > w.Value {
		n.low, n.high, n.to = n.low*next.word.Value, n.high*next.word.Value, i+3
	}
	return n
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
		return numeral{from: i, to: after + 1, low: w.word.Value / 2, high: w.word.Value / 2, scale: w.word.Value}, true
	}
	ok := next.is(lang.NumOf) || s.boundBefore(i) >= 0 || next.is(lang.NumDeterminer) && !next.is(lang.NumArticle)
	return n, ok && !next.isMark('-')
}

// someNumeral reads "several hundred" and "a few dozen" as the order of
// magnitude they name.
func (s *figureScan) someNumeral(i int) (numeral, bool) {
	w := s.at(i + 1)
	if !w.is(lang.NumScale) {
		return numeral{}, false
	}
	n := numeral{from: i + 1, to: i + 2, low: w.word.Value, scale: w.word.Value}
	if next := s.at(i + 2); next.is(lang.NumScale) && next.word.Value > w.word.Value {
		n.low, n.to = n.low*next.word.Value, i+3
	}
	n.high = n.low
	return n, true
}

// wordNumeral reads a number in words: "a hundred and fifty thousand", "two
// and a half million", "two-thirds", "one in five".
func (s *figureScan) wordNumeral(i int) (numeral, bool) {
	from, minus := i, s.at(i).is(lang.NumMinus)
	if minus {
		i++
	}
	if n, ok := s.partNumeral(i); ok && !minus {
		return n, true
	}
	w := wordSum{s: s, to: i}
	if s.at(i).is(lang.NumArticle) {
		if !s.at(i + 1).is(lang.NumScale) {
			return numeral{}, false
		}
		w.cur, w.to = 1, i+1
	}
	w.read()
	if w.words == 0 {
		return numeral{}, false
	}
	n := numeral{from: from, to: w.to, low: w.total + w.cur, scale: w.scale}
	s.andHalf(&n)
	if minus {
		n.low = -n.low
	}
	n.high = n.low
	return n, true
}

// partNumeral reads "two-thirds", "a quarter of", "one third of".
func (s *figureScan) partNumeral(i int) (numeral, bool) {
	top, j := s.at(i), i+1
	if !top.is(lang.NumArticle) && !(top.is(lang.NumCardinal) && top.word.Value > 0 && top.word.Value < 10) {
		return numeral{}, false
	}
	hyphen := s.at(j).isMark('-') && s.at(j).glued && s.at(j+1).glued
	if hyphen {
		j++
	}
	bottom := s.at(j)
	if !bottom.is(lang.NumFraction|lang.NumHalf) || bottom.word.Value == 0 {
		return numeral{}, false
	}
	v := max(top.word.Value, 1) / bottom.word.Value
	n := numeral{from: i, to: j + 1, low: v, high: v, scale: 1, part: true}
	if w := s.at(j + 1); w.is(lang.NumScale) && top.is(lang.NumArticle) && bottom.is(lang.NumHalf|lang.NumFraction) {
		return numeral{from: i, to: j + 2, low: v * w.word.Value, high: v * w.word.Value, scale: w.word.Value}, true
	}
	many := top.word.Value > 1 && v < 1
	sure := many && s.text[bottom.End-1] == 's' || s.at(j+1).is(lang.NumOf) || hyphen && top.is(lang.NumCardinal) ||
		(s.boundBefore(i) >= 0 || top.is(lang.NumCardinal) && top.word.Value == 1 || s.plays(i-1, lang.RoleBy)) && !s.nounAt(j+1)
	return n, sure
}

// andHalf adds "and a half", "and three quarters", which stand before the
// scale they share: "two and a half million".
func (s *figureScan) andHalf(n *numeral) {
	j := n.to
	top, bottom := s.at(j+1), s.at(j+2)
	if !s.at(j).is(lang.NumAnd) || !top.is(lang.NumArticle|lang.NumCardinal) || !bottom.is(lang.NumHalf|lang.NumFraction) || bottom.word.Value == 0 || n.scale > 1 {
		return
	}
	n.low += max(top.word.Value, 1) / bottom.word.Value
	n.to = j + 3
	s.scaleUp(n)
}

// A wordSum adds up number words the way they are spoken.
type wordSum struct {
	s          *figureScan
	to, words  int
	total, cur float64
	// scale is the last factor, tens the value of a word like "twenty" that a
	// small number may still join.
	scale, tens float64
}

func (w *wordSum) read() {
	w.scale = 1
	for {
		j := w.joint()
		t := w.s.at(j)
		switch {
		case t.is(lang.NumCardinal) && w.takes(t.word.Value, j):
			w.cur += t.word.Value
			w.tens, w.scale = 0, 1
			if t.word.Value >= 20 {
				w.tens = t.word.Value
			}
		case t.is(lang.NumScale) && (w.words > 0 || w.cur == 1 || w.s.boundBefore(j) >= 0) && j == w.to || t.is(lang.NumScale) && j == w.to+1 && w.s.at(w.to).isMark('-'):
			w.multiply(t.word.Value)
		default:
			w.point()
			return
		}
		w.words++
		w.to = j + 1
	}
}

// joint returns the token after an optional hyphen or "and".
func (w *wordSum) joint() int {
	t := w.s.at(w.to)
	if w.words == 0 {
		return w.to
	}
	if t.isMark('-') && t.glued && w.s.at(w.to+1).glued {
		return w.to + 1
	}
	if t.is(lang.NumAnd) && w.scale > 1 && !w.s.at(w.to+2).is(lang.NumFraction) {
		return w.to + 1
	}
	return w.to
}

// takes reports whether the cardinal v at token j continues the number.
func (w *wordSum) takes(v float64, j int) bool {
	switch {
	case w.words == 0:
		return true
	case w.tens > 0:
		return v > 0 && v < 10
	}
	return w.scale > 1 && v > 0 && v < w.scale
}

func (w *wordSum) multiply(v float64) {
	w.tens = 0
	w.cur = max(w.cur, 1) * v
	if w.scale > 1 && w.cur == v && w.total > 0 {
		w.total, w.cur = w.total*v, 0
	} else if v >= 1e3 {
		w.total, w.cur = w.total+w.cur, 0
	}
	w.scale = v
}

// point reads decimals in words: "two point five".
func (w *wordSum) point() {
	if w.words == 0 || !w.s.at(w.to).is(lang.NumPoint) || w.scale > 1 {
		return
	}
	unit := 0.1
	for j := w.to + 1; w.s.at(j).is(lang.NumCardinal) && w.s.at(j).word.Value < 10 && unit > 1e-9; j++ {
		w.cur += unit * w.s.at(j).word.Value
		unit /= 10
		w.to = j + 1
	}
	if t := w.s.at(w.to); t.is(lang.NumScale) && unit < 0.1 {
		w.multiply(t.word.Value)
		w.to++
	}
}
