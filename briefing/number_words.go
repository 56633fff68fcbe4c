package briefing

import "wirebrief/briefing/lang"

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
	s.partedBy(&n)
	s.andPart(&n)
	s.addHalf(&n)
	s.divide(&n)
	if minus {
		n.low = -n.low
	}
	n.high = n.low
	s.makeVague(&n)
	return n, true
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
		case t.is(lang.NumScale) && (w.words > 0 || w.s.rules.Singular && t.word.Value <= 1e3 || w.cur == 1 || w.s.boundBefore(j) >= 0) && j == w.to || t.is(lang.NumScale) && j == w.to+1 && w.s.at(w.to).isMark('-'):
			w.multiply(t.word.Value)
		case t.is(lang.NumVague) && !w.s.rules.Singular && w.words > 0 && j == w.to && !w.s.at(j+1).is(lang.NumOf):
			// "three dozens", "five hundreds".
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

// point reads decimals in words: "two point five", "nine point forty-one".
func (w *wordSum) point() {
	if w.words == 0 || !w.s.plays(w.to, lang.RoleDecimal) || !w.s.at(w.to+1).is(lang.NumCardinal) {
		return
	}
	unit := 0.1
	for j := w.to + 1; w.s.at(j).is(lang.NumCardinal) && unit > 1e-9; j++ {
		v := w.s.at(j).word.Value
		if v >= 10 && unit < 0.1 {
			break
		}
		w.to = j + 1
		if v >= 10 {
			w.cur += (v + w.unitAfter(v)) / 100
			unit = 0
			break
		}
		w.cur += unit * v
		unit /= 10
	}
	w.scale = 1
	if t := w.s.at(w.to); t.is(lang.NumScale) {
		w.multiply(t.word.Value)
		w.to++
	}
}

// unitAfter reads the unit of tens that end at token to: the "one" of
// "seventy-one".
func (w *wordSum) unitAfter(tens float64) float64 {
	j := w.to
	if w.s.hyphenAt(j) {
		j++
	}
	t := w.s.at(j)
	if tens < 20 || !t.is(lang.NumCardinal) || t.word.Value >= 10 {
		return 0
	}
	w.to = j + 1
	return t.word.Value
}
