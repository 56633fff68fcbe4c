package briefing

import (
	"math"
	"strconv"

	"wirebrief/briefing/lang"
)

// longestDigits is the number of digits above which a number is an id.
const longestDigits = 15

// digitsToken reads a number in digits, or what only looks like one.
func (s *figureScan) digitsToken(i int) int {
	if k := s.continental(i); k > i {
		return s.push(figToken{Span: Span{i, k}, kind: digitsToken, value: s.parse(i, k, ',')})
	}
	j, plain := s.grouped(i)
	if s.digitAt(j+1) && (s.text[j] == s.decimal || s.looseDecimal(j)) {
		plain = false
		for j++; s.digitAt(j); j++ {
		}
	}
	if k := s.chain(j); k > j || j-i > longestDigits+5 {
		return s.push(figToken{Span: Span{i, k}, kind: junkToken})
	}
	if plain && j-i > 1 && s.text[i] == '0' {
		return s.push(figToken{Span: Span{i, j}, kind: junkToken})
	}
	if s.isOrdinal(j) {
		s.push(figToken{Span: Span{i, j}, kind: junkToken})
	} else {
		s.push(figToken{Span: Span{i, j}, kind: digitsToken, plain: plain, value: s.parse(i, j, s.decimal)})
	}
	return s.takeEnding(j)
}

// grouped reads digits with their thousands separators.
func (s *figureScan) grouped(i int) (end int, plain bool) {
	j := i
	for s.digitAt(j) {
		j++
	}
	if j-i > 3 || j == i {
		return j, true
	}
	first := j
	if k := s.lakhGroups(j); s.group == ',' && s.isGroup(k+3, 3) {
		j = k
	}
	for j < s.end {
		size := s.groupMark(j)
		if s.text[j] == ' ' && s.text[first] != ' ' {
			break
		}
		if size == 0 || !s.isGroup(j+size+2, 3) || s.text[j] == ' ' && s.isModelAt(j+size) {
			break
		}
		j += size + 3
	}
	return j, j == first
}

// isModelAt reports whether the three digits at j and a capitalised word behind
// them name a model, as in "400 737 Max jets". What is written with a space
// between thousands counts people of a nation, "1 200 Danish farmers", or a sum.
func (s *figureScan) isModelAt(j int) bool {
	k := j + 4
	if s.text[j] == '0' || k >= s.end || s.text[k-1] != ' ' || s.text[k] < 'A' || s.text[k] > 'Z' {
		return false
	}
	from := k
	for s.letterAt(k) {
		k++
	}
	w := s.text[from:k]
	return k-from > 2 && hasSmallLetter(w) && !endsIn(w, s.rules.NationEndings) && k < s.end && s.text[k] == ' ' && !s.lookup(from, k).Is(lang.NumMoneyWhose|lang.NumMoneyCode|lang.NumMonth|lang.NumWeekday)
}

// lakhGroups returns the end of groups of two digits as in "23,45,600".
func (s *figureScan) lakhGroups(j int) int {
	for s.isGroup(j+2, 2) && s.text[j] == ',' && j+3 < s.end && s.text[j+3] == ',' {
		j += 3
	}
	return j
}

// continental returns the end of a number written the continental way, with
// stops between thousands and a comma before decimals: "1.250.000", "12,5",
// "1.250,75". It returns i for anything else: one group behind a stop is a
// decimal number, four are an address on a network, and "22,24,26" is a list.
func (s *figureScan) continental(i int) int {
	if s.decimal == ',' {
		return i // all numbers are written so
	}
	j := i
	for s.digitAt(j) {
		j++
	}
	if j-i > 3 || s.digitAt(i-2) && s.text[i-1] == ',' {
		return i
	}
	groups := 0
	for j < s.end && s.text[j] == '.' && s.isGroup(j+3, 3) {
		j, groups = j+4, groups+1
	}
	known := groups == 2 || groups > 2 && s.text[j-3:j] == "000"
	if j < s.end && s.text[j] == ',' && (s.isGroup(j+1, 1) || s.isGroup(j+2, 2)) {
		known = true
		for j += 2; s.digitAt(j); j++ {
		}
	}
	if !known || j < s.end && (s.text[j] == ',' || s.text[j] == '.') && s.digitAt(j+1) {
		return i
	}
	return j
}

// groupMark is the length of the thousands separator that begins at j.
func (s *figureScan) groupMark(j int) int {
	t := s.text[j:s.end]
	switch {
	case t[0] == s.group, t[0] == ' ':
		return 1
	case len(t) > 1 && t[:2] == "\u00a0":
		return 2
	case len(t) > 2 && (t[:3] == "\u202f" || t[:3] == "\u2009"):
		return 3
	}
	return 0
}

// isGroup reports whether exactly n digits end at last, a digit position.
func (s *figureScan) isGroup(last, n int) bool {
	for k := range n {
		if !s.digitAt(last - k) {
			return false
		}
	}
	return !s.digitAt(last + 1)
}

// chain returns the end of a run of further digits hung on at j by colons,
// stops, or at least two hyphens or slashes: times, versions, dates, phone
// numbers, scores of sets.
func (s *figureScan) chain(j int) int {
	k, links := j, 0
	for k < s.end && s.digitAt(k+1) {
		switch c := s.text[k]; {
		case c == ':', c == '.' && s.text[j] == '.':
			links += 2
		case c == '-', c == '/':
			links++
		default:
			return s.chainEnd(j, k, links)
		}
		for k++; s.digitAt(k); k++ {
		}
	}
	return s.chainEnd(j, k, links)
}

func (s *figureScan) chainEnd(j, k, links int) int {
	if links < 2 {
		return j
	}
	return k
}

// parse reads the value of digits with separators; point is the mark before
// decimals. A full stop that does not part three digits is one everywhere.
func (s *figureScan) parse(i, j int, point byte) float64 {
	buf := make([]byte, 0, 32)
	for k := i; k < j; k++ {
		switch c := s.text[k]; {
		case c >= '0' && c <= '9':
			buf = append(buf, c)
		case c == point, c == '.' && point == s.decimal && !s.isGroup(k+3, 3):
			buf = append(buf, '.')
		}
	}
	return decimal(buf)
}

// longestExact is the most digits that are added up without rounding.
const longestExact = 15

// decimal is the value of digits with a full stop before decimals, 0 if there is
// more than one.
func decimal(digits []byte) float64 {
	if len(digits) > longestExact {
		v, _ := strconv.ParseFloat(string(digits), 64)
		return v
	}
	sum, decimals := 0, -1
	for _, c := range digits {
		switch {
		case c != '.' && decimals >= 0:
			sum, decimals = 10*sum+int(c-'0'), decimals+1
		case c != '.':
			sum = 10*sum + int(c-'0')
		case decimals >= 0:
			return 0
		default:
			decimals = 0
		}
	}
	return float64(sum) / math.Pow10(max(decimals, 0))
}
