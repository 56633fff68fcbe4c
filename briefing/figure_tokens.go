package briefing

import (
	"unicode"
	"unicode/utf8"

	"wirebrief/briefing/lang"
)

// A figTokenKind says what a token is made of.
type figTokenKind uint8

const (
	markToken figTokenKind = iota
	wordToken
	digitsToken
	// moneyToken is a currency sign with the letters that belong to it: "HK$".
	moneyToken
	// junkToken is what looks like digits and is no number: dates in figures,
	// times, versions, addresses on the web.
	junkToken
)

// A figToken is a word, a number in digits or a mark.
type figToken struct {
	Span
	kind figTokenKind
	// glued: no space before it.
	glued bool
	// capital: begins with a capital letter; upper: has no small letter; proper:
	// has a capital anywhere, "eBay".
	capital, upper, proper bool
	// plain: digits without separators.
	plain bool
	mark  rune
	value float64
	// unit is the currency of a moneyToken.
	unit string
	// ending is the case ending that was taken off, in lower case: "den" of
	// "100'den".
	ending string
	// word is what the rules know of a word, never nil.
	word *lang.NumberWord
	// class is what a word may do around speech, once classed.
	class   lang.Class
	classed bool
}

func (t *figToken) is(k lang.NumberKind) bool { return t.word.Kind&k != 0 }
func (t *figToken) isMark(r rune) bool        { return t.kind == markToken && t.mark == r }

// isDash reports whether t is a hyphen or dash.
func (t *figToken) isDash() bool {
	return t.kind == markToken && (t.mark == '-' || t.mark == '–' || t.mark == '—' || t.mark == '‑')
}

// unknownWord is what the rules know of a word they do not have.
var unknownWord = &lang.NumberWord{}

// edgeToken stands for what is beyond either end of a sentence.
var edgeToken = figToken{Span: NoSpan, word: unknownWord}

// tokenize parts a stretch of the text into tokens.
func (s *figureScan) tokenize(span Span) {
	s.toks = s.toks[:0]
	s.end, s.paired = span.End, false
	glued := false
	for i := span.Start; i < s.end; {
		c := s.text[i]
		if c == ' ' || c == '\n' || c == '\t' || c == '\r' {
			i, glued = i+1, false
			continue
		}
		n := len(s.toks)
		i = s.token(i)
		if len(s.toks) > n {
			s.toks[n].glued = glued
		}
		glued = s.text[i-1] < utf8.RuneSelf || !s.wideSpaceBefore(i)
	}
}

// wideSpaceBefore reports whether the character before i is a space outside
// ASCII.
func (s *figureScan) wideSpaceBefore(i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s.text[:i])
	return unicode.IsSpace(r)
}

// token reads the token at i and returns where it ends.
func (s *figureScan) token(i int) int {
	c := s.text[i]
	switch {
	case c >= '0' && c <= '9', c == s.decimal && s.digitAt(i+1) && !s.wordBefore(i):
		return s.digitsToken(i)
	case c < utf8.RuneSelf && !isASCIILetter(c):
		return s.markToken(i, rune(c), 1)
	case c < utf8.RuneSelf:
		return s.wordToken(i)
	}
	r, size := utf8.DecodeRuneInString(s.text[i:s.end])
	switch {
	case unicode.IsLetter(r) || unicode.IsMark(r):
		return s.wordToken(i)
	case unicode.IsSpace(r):
		return i + size
	}
	return s.markToken(i, r, size)
}

func isASCIILetter(c byte) bool { return c|0x20-'a' < 26 }

func (s *figureScan) digitAt(i int) bool {
	return i >= 0 && i < s.end && s.text[i] >= '0' && s.text[i] <= '9'
}

func (s *figureScan) letterAt(i int) bool {
	return i < s.end && (isASCIILetter(s.text[i]) || s.text[i] >= utf8.RuneSelf)
}

// wordBefore reports whether a letter or digit touches i from the left.
func (s *figureScan) wordBefore(i int) bool {
	return i > 0 && (s.digitAt(i-1) || isASCIILetter(s.text[i-1]) || s.text[i-1] == '.')
}

func (s *figureScan) push(t figToken) int {
	if t.word == nil {
		t.word = unknownWord
	}
	s.toks = append(s.toks, t)
	return t.End
}

// markToken reads a mark; a currency sign takes the letters of its country.
func (s *figureScan) markToken(i int, r rune, size int) int {
	end := i + size
	s.paired = s.paired || isPaired(r)
	if r == '@' {
		return s.junk(i)
	}
	// The dollar is the only sign of money in ASCII.
	if (r == '$' || r >= utf8.RuneSelf) && s.rules.Symbols[s.text[i:end]] != "" {
		return s.moneySign(i, end)
	}
	if r == '=' && s.digitAt(end) {
		if done, ok := s.countrySign(i, end); ok {
			return done
		}
	}
	t := figToken{Span: Span{i, end}, mark: r}
	if r == '%' || r == '°' || r == '″' {
		t.word = s.lookup(i, end)
	}
	return s.push(t)
}

// moneySign reads "$" with "HK" before it or "US" after it.
func (s *figureScan) moneySign(i, end int) int {
	if done, ok := s.countrySign(i, end); ok {
		return done
	}
	for n := 2; n <= 3 && end+n < s.end; n++ {
		key := lowerASCII(s.text[end:end+n]) + s.text[i:end]
		if unit := s.rules.Symbols[key]; unit != "" && s.digitAt(end+n) {
			return s.push(figToken{Span: Span{i, end + n}, kind: moneyToken, unit: unit})
		}
	}
	s.push(figToken{Span: Span{i, end}, kind: moneyToken, unit: s.rules.Symbols[s.text[i:end]]})
	return s.takeEnding(end)
}

// countrySign joins a sign to the letters before it, which may stand apart.
func (s *figureScan) countrySign(i, end int) (int, bool) {
	if len(s.toks) == 0 {
		return 0, false
	}
	last := &s.toks[len(s.toks)-1]
	code := last.is(lang.NumMoneyCode) && last.Len() == 3 && last.word.Value == 0
	if last.kind != wordToken || last.Len() > 3 || last.End < i-1 || !last.upper && !code && !(last.capital && last.Len() == 3) && !s.allSmall() {
		return 0, false
	}
	unit := s.rules.Symbols[lowerASCII(last.Of(s.text))+s.text[i:end]]
	if unit == "" && code && s.text[i] == '$' {
		unit = last.word.Unit
	}
	if unit == "" {
		return 0, false
	}
	*last = figToken{Span: Span{last.Start, end}, kind: moneyToken, unit: unit, glued: last.glued, word: unknownWord}
	return end, true
}

// allSmall reports whether the text before has no capital letter at all, so
// that small letters before a sign tell nothing against a currency.
func (s *figureScan) allSmall() bool {
	n := len(s.toks)
	if s.at(n-1).is(lang.NumArticle|lang.NumStop) || s.at(n-2).isMark('\'') || s.at(n-2).isMark('’') {
		return false
	}
	for i := range s.toks {
		if s.toks[i].proper {
			return false
		}
	}
	return true
}

// lowerASCII is s with its ASCII capitals made small.
func lowerASCII(s string) string {
	for i := range len(s) {
		if c := s[i]; c >= 'A' && c <= 'Z' {
			b := []byte(s)
			for ; i < len(b); i++ {
				if c := b[i]; c >= 'A' && c <= 'Z' {
					b[i] = c | 0x20
				}
			}
			return string(b)
		}
	}
	return s
}

// junk takes everything up to the next space as one token that means nothing.
func (s *figureScan) junk(i int) int {
	s.paired = true // anything may stand in it
	j := i + 1
	for j < s.end && s.text[j] > ' ' {
		j++
	}
	return s.push(figToken{Span: Span{i, j}, kind: junkToken})
}

// wordToken reads a word: letters, apostrophes inside, the stops of "U.S.".
func (s *figureScan) wordToken(i int) int {
	text := s.text[:s.end]
	j := i
	if text[i] < utf8.RuneSelf {
		j++
	}
	for j < len(text) && text[j]-'a' < 26 { // by far the most
		j++
	}
	small := j
	for j < len(text) && text[j] != ' ' {
		c := text[j]
		if c < utf8.RuneSelf {
			if isASCIILetter(c) || c == '\'' && s.letterAt(j+1) && s.endingAt(j) == j {
				j++
				continue
			}
			break
		}
		r, size := utf8.DecodeRuneInString(text[j:])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !(r == '’' && s.letterAt(j+size) && s.endingAt(j) == j) && r != '²' && r != '³' {
			break
		}
		j += size
	}
	return s.finishWord(i, small, j)
}

// finishWord takes what may follow the letters of a word and looks it up. From
// its second letter to small it has small ASCII letters.
func (s *figureScan) finishWord(i, small, j int) int {
	if j < s.end && s.text[j] != ' ' {
		if j-i == 1 && j+1 < s.end && s.text[j] == '.' && isASCIILetter(s.text[j+1]) {
			j = s.initialism(i)
		}
		if j+2 < s.end && s.text[j] == ':' && s.text[j+1] == '/' && s.text[j+2] == '/' || j-i == 3 && j < s.end && s.text[j] == '.' && lowerASCII(s.text[i:j]) == "www" {
			return s.junk(i)
		}
		if j-i <= 2 && s.digitAt(j) && (s.text[j] == '2' || s.text[j] == '3') && !s.digitAt(j+1) && !s.letterAt(j+1) && (s.digitAt(i-1) || s.digitAt(i-2) && s.lookup(i, j+1).Is(lang.NumMeasure)) {
			j++ // "40 m3"
		}
	}
	s.toks = append(s.toks, figToken{})
	t := &s.toks[len(s.toks)-1]
	t.Span, t.kind = Span{i, j}, wordToken
	t.word, t.ending = s.known(i, j)
	first := s.text[i]
	t.capital = first-'A' < 26 || first >= utf8.RuneSelf && isUpper(runeAt(s.text, i))
	t.upper = t.capital && !hasSmallLetter(s.text[i:j])
	t.proper = t.capital || small < j && hasCapital(s.text[small:j])
	if t.is(lang.NumAbbreviated) && j+1 < s.end && s.text[j] == '.' {
		t.End++
	}
	return s.takeEnding(t.End)
}

// initialism returns the end of letters parted by stops: "U.S.", "p.m.".
func (s *figureScan) initialism(i int) int {
	j := i
	for j+1 < s.end && isASCIILetter(s.text[j]) && s.text[j+1] == '.' {
		j += 2
	}
	if j < s.end && isASCIILetter(s.text[j]) && !s.letterAt(j+1) {
		j++
	}
	return j
}

func hasSmallLetter(w string) bool {
	for _, r := range w {
		if unicode.IsLower(r) {
			return true
		}
	}
	return false
}

func hasCapital(w string) bool {
	for i := range len(w) {
		if w[i] >= 'A' && w[i] <= 'Z' {
			return true
		}
	}
	return false
}

// lookup finds what the rules know of the word text[i:j].
func (s *figureScan) lookup(i, j int) *lang.NumberWord {
	if w := s.rules.FindFolded(s.text, i, j); w != nil {
		return w
	}
	return unknownWord
}
