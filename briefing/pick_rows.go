package briefing

import (
	"strings"

	"wirebrief/briefing/lang"
)

// isRow tells the row of a table that ends as a sentence does, "GK Ivo Lenn 90
// 38% No saves made.": two numbers stand before any word of a sentence; and what
// is mostly numbers, "1 save, 2 goals, 2 passes, 4 fouls".
func (p *picker) isRow(clause string) bool {
	n := stretchesOfDigits(clause)
	if n < 2 { // as in most
		return false
	}
	return p.opensWithNumbers(clause) || isMostlyNumbers(clause, n)
}

// opensWithNumbers reports whether two numbers stand before any word of a
// sentence.
func (p *picker) opensWithNumbers(clause string) bool {
	numbers := 0
	for field := range strings.FieldsSeq(clause) {
		word := firstWord(withoutSign(field))
		switch {
		case word == "":
		case isDigit(word[0]):
			if numbers++; numbers == 2 {
				return true
			}
		case startsLower(word) || p.class(word)&(lang.Prep|lang.Det|lang.Sub|lang.Conj|lang.Pronoun|lang.Calendar) != 0:
			return false
		}
	}
	return false
}

// isMostlyNumbers reports whether more than a third of the words are numbers, of
// which there are no more than most.
func isMostlyNumbers(clause string, most int) bool {
	numbers, words := 0, 0
	for field := range strings.FieldsSeq(clause) {
		if words++; most < mostlyNumbers || words >= most*3 {
			return false
		}
		if word := withoutSign(field); word != "" && isDigit(word[0]) {
			numbers++
		}
	}
	return numbers >= mostlyNumbers && numbers*3 > words
}

// withoutSign takes the bracket and the sign of a currency off a number.
func withoutSign(field string) string {
	if wordByte[field[0]] != 0 {
		return field
	}
	return strings.TrimLeft(field, "($€£")
}

// stretchesOfDigits counts the stretches of digits in a text.
func stretchesOfDigits(s string) (n int) {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			continue
		}
		for n++; i < len(s) && isDigit(s[i]); {
			i++
		}
	}
	return n
}

// mostlyNumbers is how many numbers a row of them has at least.
const mostlyNumbers = 4
