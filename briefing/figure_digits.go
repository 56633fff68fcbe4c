package briefing

import "strconv"

// longestDigits is the number of digits above which a number is an id.
const longestDigits = 15

// digitsToken reads a number in digits, or what only looks like one.
func (s *figureScan) digitsToken(i int) int {
	j, plain := s.grouped(i)
	if j < s.end && s.text[j] == '.' && s.digitAt(j+1) {
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
	return s.push(figToken{Span: Span{i, j}, kind: digitsToken, plain: plain, value: s.parse(i, j)})
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
	for s.isGroup(j+2, 2) && s.text[j:j+1] == "," && j+3 < s.end && s.text[j+3] == ',' {
		j += 3
	}
	for j < s.end {
		size := groupMark(s.text[j:s.end])
		if s.text[j] == ' ' && s.text[first] != ' ' {
			break
		}
		if size == 0 || !s.isGroup(j+size+2, 3) {
			break
		}
		j += size + 3
	}
	return j, j == first
}

// groupMark is the length of the thousands separator that s begins with.
func groupMark(s string) int {
	switch {
	case s[0] == ',', s[0] == ' ':
		return 1
	case len(s) > 1 && s[:2] == "\u00a0":
		return 2
	case len(s) > 2 && (s[:3] == "\u202f" || s[:3] == "\u2009"):
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

// parse reads the value of digits with separators.
func (s *figureScan) parse(i, j int) float64 {
	buf := make([]byte, 0, 32)
	for k := i; k < j; k++ {
		if c := s.text[k]; c == '.' || c >= '0' && c <= '9' {
			buf = append(buf, c)
		}
	}
	v, err := strconv.ParseFloat(string(buf), 64)
	if err != nil {
		return 0
	}
	return v
}
