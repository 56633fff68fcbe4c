package briefing

import (
	"math"

	"wirebrief/briefing/lang"
)

// moneyBefore reads a sign or code of money in front of a number and counts
// its tokens.
func (s *figureScan) moneyBefore(i int) (string, int) {
	t := s.at(i)
	if t.kind == moneyToken {
		return t.unit, 1
	}
	if t.is(lang.NumMoneyCode) && t.capital && s.at(i+1).kind == digitsToken && (t.upper || t.Len() <= 3) {
		return t.word.Unit, 1
	}
	return "", 0
}

// isMoney reports whether the sign or code of money at token k belongs to the
// number behind it.
func (s *figureScan) isMoney(k int) bool {
	_, n := s.moneyBefore(k)
	return n > 0
}

// skipSameMoney takes in a currency that follows an amount with a sign:
// "$31.20 US", "$5 million Canadian dollars".
func (s *figureScan) skipSameMoney(a *amount) {
	t := s.at(a.to)
	if t.is(lang.NumMoneyWhose) && t.upper && !t.glued && !s.nounAt(a.to+1) {
		a.to++
	} else if t.is(lang.NumMoneyCode) && t.upper {
		a.unit = t.word.Unit
		a.to++
	}
}

// scaleBehind multiplies an amount by a scale that stands behind its currency
// or in its code: "75 USD million", "30 MEUR".
func (s *figureScan) scaleBehind(a *amount) {
	v := s.at(a.to - 1).word.Value
	if t := s.at(a.to); a.scale == 1 && t.is(lang.NumScale) && s.at(a.to-1).is(lang.NumMoneyCode) && a.digits {
		v = t.word.Value
		a.to++
	} else if !s.at(a.to - 1).is(lang.NumMoneyCode) {
		return
	}
	if v > 0 {
		a.low, a.high, a.scale = a.low*v, a.high*v, a.scale*v
	}
}

// addMinor adds the small coins that follow an amount of money: "13 dollars and
// 45 cents", "$5 and 20 cents", "15 dollars 50".
func (s *figureScan) addMinor(a *amount) {
	if a.ranged || a.vague || a.part || a.scale > 1 || a.low != math.Trunc(a.low) || s.isMinor(a.to-1) {
		return
	}
	j := a.to
	and := s.at(j).is(lang.NumAnd)
	if and {
		j++
	}
	n, ok := s.numeralAt(j)
	if !ok || n.from != j || n.low <= 0 || n.low >= 100 || n.low != math.Trunc(n.low) || n.vague || n.part || n.scale > 1 {
		return
	}
	parts := 100.0
	if s.isMinor(n.to) {
		parts = s.at(n.to).word.Value
		n.to++
	} else if and || n.low < 10 || !s.at(a.to-1).is(lang.NumCurrency|lang.NumMoneyCode) || s.nounAt(n.to) || s.at(n.to).is(lang.NumPercent|lang.NumMeasure) || s.isMonth(n.to) || s.at(n.to).isDash() {
		return
	}
	a.low += n.low / parts
	a.high, a.to, a.plain = a.low, n.to, false
}

// isMinor reports whether token j is a coin that is a part of a currency.
func (s *figureScan) isMinor(j int) bool {
	return s.at(j).is(lang.NumCurrency) && s.at(j).word.Value > 0
}

// moneyAfter reads the currency that follows a number: "euros", "Australian
// dollars", "USD", "€". It returns the number of tokens.
func (s *figureScan) moneyAfter(a *amount, j int) int {
	t := s.at(j)
	whose := ""
	n := 0
	for n < 2 && s.at(j+n).is(lang.NumMoneyWhose) && s.at(j+n).capital {
		whose = s.at(j + n).word.Unit
		n++
	}
	noun := s.at(j + n)
	switch {
	case noun.is(lang.NumCurrency) && s.isMoneyNoun(a, j+n):
		a.unit, a.money = noun.word.Unit, true
		if whose != "" {
			a.unit = whose
		}
		return n + 1
	case t.is(lang.NumMoneyCode) && t.upper && t.Len() >= 2 && !(s.at(j+1).kind == digitsToken && s.at(j+1).glued):
		a.unit, a.money = t.word.Unit, true
		return 1
	case t.kind == moneyToken && (t.glued || !s.at(j+1).glued):
		a.unit, a.money = t.unit, true
		return 1
	case t.glued && !t.upper && (t.word.Small == "pence" || t.word.Small == "cents"):
		a.unit, a.money = t.word.Small, true
		return 1
	}
	return 0
}

// isWeighed reports whether words around an amount in pounds say that it is a
// weight or a pressure: "weighs 3 pounds", "3 pounds heavier".
func (s *figureScan) isWeighed(a *amount, j int) bool {
	if s.plays(j+1, lang.RoleWeigh) || s.at(j+1).is(lang.NumPer) && s.at(j+2).is(lang.NumSquare) {
		return true
	}
	for k := a.from - 1; k >= a.from-4; k-- {
		if s.plays(k, lang.RoleWeigh) {
			return true
		}
		if !s.at(k).is(lang.NumBoundEnd|lang.NumTo|lang.NumIn|lang.NumBetween) && !s.at(k).is(lang.NumStop) {
			return false
		}
	}
	return false
}

// isMoneyNoun tells pounds of money from pounds of weight, and won from the
// verb.
func (s *figureScan) isMoneyNoun(a *amount, j int) bool {
	t := s.at(j)
	switch t.word.Unit {
	case "":
		return s.at(j - 1).is(lang.NumMoneyWhose)
	case "GBP":
		return a.scale > 1 || !s.at(j+1).is(lang.NumOf) && !s.at(j-1).isMark('-') && !s.isWeighed(a, j)
	case "KRW", "VND", "ZAR":
		return a.scale > 1 || a.low >= 1000
	}
	return !t.capital || s.isHeadline()
}
