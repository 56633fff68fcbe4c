package briefing

import (
	"math"

	"wirebrief/briefing/lang"
)

// addHalf adds one half that follows a number before its scale: "iki buçuk
// milyon".
func (s *figureScan) addHalf(n *numeral) {
	if !s.plays(n.to, lang.RoleAndHalf) || n.scale > 1 && n.digits {
		return
	}
	n.low += 0.5 * n.scale
	n.to, n.plain = n.to+1, false
	if n.scale == 1 {
		s.scaleUp(n)
	}
}

// addRest adds what follows a scale in smaller numbers: "5 bin 300", "1 milyon
// 250 bin".
func (s *figureScan) addRest(n *numeral) {
	for s.rules.Singular && n.scale > 1 && !n.letter {
		t := s.at(n.to)
		if t.kind != digitsToken || !t.plain || t.value < 1 || t.value >= n.scale || t.glued {
			return
		}
		rest := numeral{to: n.to + 1, low: t.value, scale: 1, plain: true}
		s.scaleUp(&rest)
		if rest.letter || rest.low >= n.scale {
			return
		}
		n.low += rest.low
		n.to, n.scale = rest.to, rest.scale
	}
}

// spokenDecimal reads the decimals of "12 virgül 5".
func (s *figureScan) spokenDecimal(n *numeral) {
	t := s.at(n.to + 1)
	if !s.plays(n.to, lang.RoleDecimal) || t.kind != digitsToken || !t.plain || !n.plain {
		return
	}
	n.low += t.value / math.Pow10(t.Len())
	n.to, n.plain = n.to+2, false
}

// divide reads "iki bölü üç".
func (s *figureScan) divide(n *numeral) {
	if !s.plays(n.to, lang.RoleDivided) {
		return
	}
	if b, ok := s.numeralAt(n.to + 1); ok && b.low > 0 {
		n.low /= b.low
		n.to, n.part, n.plain = b.to, true, false
	}
}

// wholeNumeral reads a fraction whose lower number stands first: "üçte iki",
// "binde 5".
func (s *figureScan) wholeNumeral(i int) (numeral, bool) {
	whole, part := s.at(i).word.Value, s.at(i+1)
	value := part.word.Value
	if part.kind == digitsToken && part.plain {
		value = part.value
	}
	if part.kind != wordToken && part.kind != digitsToken || value < 1 || value >= whole {
		return numeral{}, false
	}
	v := value / whole
	return numeral{from: i, to: i + 2, low: v, high: v, scale: 1, part: true}, true
}

// makeVague turns "on binlerce" into tens of thousands.
func (s *figureScan) makeVague(n *numeral) {
	t := s.at(n.to)
	if !s.rules.Singular || !t.is(lang.NumVague) || n.low != 10 && n.low != 100 {
		return
	}
	n.low *= t.word.Value
	n.high, n.vague, n.to = 10*n.low, true, n.to+1
}

// fromTo reports whether the number before token j is where something comes
// from and the one at j where it goes: "20'den 100'e".
func (s *figureScan) fromTo(j int) bool {
	if !s.inflection.Ablative[s.at(j-1).ending] {
		return false
	}
	b, ok := s.numeralAt(j)
	return ok && s.inflection.Dative[s.at(b.to-1).ending]
}

// betweenBehind reports whether "arasında" follows the number at token j, with
// no more than a unit or a noun in between.
func (s *figureScan) betweenBehind(j int) bool {
	if s.at(j).is(lang.NumPercent) {
		j++
	}
	b, ok := s.numeralAt(j)
	if !ok {
		return false
	}
	for k := b.to; k < b.to+3; k++ {
		if s.at(k).is(lang.NumBetween) {
			return true
		}
		if s.at(k).kind != wordToken {
			break
		}
	}
	return false
}

// negatePercent applies a minus word that stands before "yüzde".
func (s *figureScan) negatePercent(a *amount) {
	if s.at(a.from - 1).is(lang.NumMinus) {
		a.from--
		a.low, a.high = -a.low, -a.high
	}
}

// percentFollows reports whether the sign or word at token j belongs to the
// number before it, rather than the one behind it.
func (s *figureScan) percentFollows(j int) bool {
	return !s.rules.Singular || s.at(j).glued && s.at(j).kind == markToken && !(s.at(j+1).kind == digitsToken && s.at(j+1).glued)
}
