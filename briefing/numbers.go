package briefing

import (
	"math"

	"wirebrief/briefing/lang"
)

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
	// scientific: a power.
	scientific bool
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
	case s.plays(i, lang.RoleWhole):
		return s.wholeNumeral(i)
	case t.is(lang.NumFold):
		return numeral{from: i, to: i + 1, low: t.word.Value, high: t.word.Value, scale: 1, fold: true}, true
	case t.is(lang.NumFraction):
		return s.quarterNumeral(i)
	case t.is(lang.NumHalf):
		return s.halfNumeral(i)
	case t.is(lang.NumSome):
		return s.someNumeral(i)
	case t.is(lang.NumArticle | lang.NumCardinal | lang.NumScale | lang.NumMinus):
		return s.wordNumeral(i)
	}
	return numeral{}, false
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
	s.power(&n)
	s.spokenDecimal(&n)
	s.addHalf(&n)
	s.scaleUp(&n)
	s.addSmaller(&n)
	s.addRest(&n)
	if n.scale >= 1e3 {
		s.andPart(&n)
	}
	s.divide(&n)
	s.negate(&n)
	n.high = n.low
	return n, true
}

// addSmaller adds the numbers of smaller scale that follow digits: "5 lakh 40
// thousand", "5 hundred and 12".
func (s *figureScan) addSmaller(n *numeral) {
	for n.scale > 1 && !n.letter {
		j := n.to
		and := n.scale == 100 && s.at(j).is(lang.NumAnd)
		if and {
			j++
		}
		small := numeral{to: j + 1, low: s.at(j).word.Value, scale: 1}
		switch t := s.at(j); {
		case t.kind == digitsToken && t.plain:
			small.low = t.value
		case !t.is(lang.NumCardinal):
			return
		}
		s.scaleUp(&small)
		if small.letter || small.scale >= n.scale || small.low >= n.scale || small.scale == 1 && !and || n.scale == 12 {
			return
		}
		n.low += small.low
		n.scale, n.to = max(small.scale, 1), small.to
	}
}

// longestExponent is the most digits that a power of ten has.
const longestExponent = 2

// power reads scientific notation: "1.3e6", "1.3x10^6", "2.5^-1".
func (s *figureScan) power(n *numeral) {
	factor, base := n.low, 10.0
	j := n.to
	switch t := s.at(j); {
	case t.isMark('^') && t.glued:
		factor, base = 1, n.low
	case t.glued && s.isWord(j, "e"):
	case (s.isWord(j, "x") || t.isMark('×')) && s.at(j+1).value == 10 && s.at(j+2).isMark('^'):
		j += 2
	default:
		return
	}
	sign := 1.0
	for j++; s.at(j).glued && (s.at(j).isMark('-') || s.at(j).isMark('+')); j++ {
		if s.at(j).isMark('-') {
			sign = -1
		}
	}
	if t := s.at(j); t.kind == digitsToken && t.plain && t.glued && t.Len() <= longestExponent {
		n.low = factor * math.Pow(base, sign*t.value)
		n.to, n.plain, n.scientific = j+1, false, true
	}
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
		case n.digits && n.plain && n.low < 1000 && t.is(lang.NumVague) && !s.isMonth(n.from-1) && !s.at(j+1).is(lang.NumOf):
			// "3 dozens", but "in 2016 thousands left".
		case t.is(lang.NumGluedScale) && j == n.to && (t.glued && n.scale == 1 || s.spacedScale(n, j)):
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

// spacedScale reports whether a letter apart from its digits is a scale: "8 B
// people", "$4.5 m", "4.5 m tonnes", but not "20 m lanes".
func (s *figureScan) spacedScale(n *numeral, j int) bool {
	t, next := s.at(j), s.at(j+1)
	switch {
	case t.Len() > 1 || t.word.Value < 1e6 || n.scale > 1 || t.glued:
		return false
	case s.isMoney(n.from - 1):
		return t.word.Small == "m" || t.upper
	case t.upper:
		return s.pluralAt(j + 1)
	}
	return t.word.Small == "m" && s.pluralAt(j+1) && next.is(lang.NumMeasure|lang.NumHuman|lang.NumCurrency)
}

// negate applies a minus sign or the word before digits.
func (s *figureScan) negate(n *numeral) {
	sign, first := s.at(n.from-1), s.at(n.from)
	switch {
	case sign.is(lang.NumMinus) && s.at(n.from-2).is(lang.NumOr):
		// "plus or minus 3"
		return
	case sign.is(lang.NumMinus):
	case first.glued && sign.isDash() && s.at(n.from-2).is(lang.NumMinus) && sign.glued:
		n.from--
	case first.glued && (sign.isMark('-') || sign.isMark('−')) && (!sign.glued || isBoundMark(s.at(n.from-2).mark)):
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
