package lang

import (
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Recognise returns the language of a text as a two-letter code, out of the
// closed set that profiles.go and scripts.go name, or "" if nothing tells. A
// declared tag is honoured, by its base language, unless the text is written
// in a script that language does not use, or its words plainly belong to
// another one. Some thousand bytes of text are enough.
func Recognise(declared, text string) string {
	base := Base(declared)
	sc := countScripts(text)
	if sc.letters == 0 {
		return base
	}
	switch script := sc.main(); script {
	case latin, cyrillic, arabic:
		return byWords(base, script, text)
	case han:
		return sc.chineseOrJapanese(base)
	default:
		if base != "" && (scriptOf(base) == script || usesSeveral(base)) {
			return base
		}
		return languageOf[script]
	}
}

// byWords chooses among the languages of one script by their frequent words,
// special letters and endings.
func byWords(declared string, s script, text string) string {
	score := newScore(s)
	words := score.addWords(text)
	best, points := score.best()
	if points < plain {
		score.addShapes(text)
		best, points = score.best()
	}
	if declared != "" && (scriptOf(declared) == s || usesSeveral(declared)) {
		own, known := score.of(declared)
		// Names and quotations in other languages are common; only a text that
		// has next to nothing of the declared language is taken for another.
		if !known || best < 0 || points < plain || own*5 > points {
			return declared
		}
	}
	if best < 0 || words <= fewWords && points < fewPoints {
		return ""
	}
	return profiles[best].tag
}

// plain is the number of points, one a frequent word, from which the words of
// a text say plainly what language it is.
const plain = 12

// A text of fewWords or less needs fewPoints for a guess: one small word, or a
// few pairs of letters, are found in names of every language.
const (
	fewWords  = 2
	fewPoints = 1.3
)

// A tally counts the points of one language.
type tally struct {
	script script
	points float64
}

// A score holds the points of each language, in the order of profiles.
type score []tally

func newScore(s script) score {
	sc := make(score, len(profiles))
	for i := range sc {
		sc[i].script = profiles[i].script
		if sc[i].script != s {
			sc[i].points = -1
		}
	}
	return sc
}

// mostWords is how many words of a text are looked at.
const mostWords = 120

// addWords gives each language its points for its frequent words in a text, and
// returns how many words it looked at.
func (s score) addWords(text string) int {
	var buf wordBuffer
	for n := range mostWords {
		word, rest := nextWord(&buf, text)
		if text = rest; len(word) == 0 {
			return n
		}
		s.add(wordIndex.find(word), 1)
	}
	return mostWords
}

// addShapes gives each language its points for endings, special letters and
// pairs of letters. A text with many frequent words does not need it.
func (s score) addShapes(text string) {
	var buf wordBuffer
	for range mostWords {
		low, rest := nextWord(&buf, text)
		if text = rest; len(low) == 0 {
			return
		}
		for n := 2; n <= 5 && n < len(low)-1; n++ {
			s.add(endingIndex[string(low[len(low)-n:])], 0.25)
		}
		for _, r := range string(low) {
			if r >= utf8.RuneSelf {
				s.add(letterIndex[r], 0.5)
			}
		}
		for i := 1; i < len(low); i++ {
			s.add(pairAt(low, i), 0.12)
		}
	}
}

// pairAt returns the languages that the letters before and at i speak for.
func pairAt(low []byte, i int) langSet {
	a, b := low[i-1]-'a', low[i]-'a'
	if a > 25 || b > 25 {
		return 0
	}
	return pairIndex[26*int(a)+int(b)]
}

// add parts points among the languages in set, a word of many languages
// telling less.
func (s score) add(set langSet, points float64) {
	n := set.len()
	if n > 1 {
		points /= float64(n)
	}
	for ; set != 0; set &= set - 1 {
		if i := bits.TrailingZeros64(uint64(set)); s[i].points >= 0 {
			s[i].points += points
		}
	}
}

// best returns the language with the most points, -1 if none has enough or two
// have as many.
func (s score) best() (int, float64) {
	best, top, second := -1, 0.0, 0.0
	for i := range s {
		switch p := s[i].points; {
		case p > top:
			best, top, second = i, p, top
		case p > second:
			second = p
		}
	}
	if top < 0.5 || top-second < 0.1 {
		return -1, top
	}
	return best, top
}

// of returns the points of a language, and whether it has a profile at all.
func (s score) of(tag string) (points float64, known bool) {
	for i := range profiles {
		if profiles[i].tag == tag {
			points, known = max(points, s[i].points), true
		}
	}
	return points, known
}

// A wordBuffer has room for a word in lower case.
type wordBuffer [64]byte

// nextWord cuts the first run of letters off a text. It returns the first 60
// bytes of it in lower case, in buf; the dotted capital I of Turkish becomes a
// plain i.
func nextWord(buf *wordBuffer, text string) (word []byte, rest string) {
	n := 0
	for i := 0; i < len(text); {
		c, size := smallLetter[text[i]], 1
		letter := c != 0
		switch {
		case letter && n <= 60: // by far the most
			buf[n] = c
			n++
		case text[i] >= utf8.RuneSelf:
			var r rune
			r, size = utf8.DecodeRuneInString(text[i:])
			if letter = isWideLetter(r); letter && n <= 60 {
				n += utf8.EncodeRune(buf[n:], toLower(r))
			}
		}
		if !letter && n > 0 {
			return buf[:n], text[i:]
		}
		i += size
	}
	return buf[:n], ""
}

// smallLetter gives for an ASCII letter its small form, for other bytes 0.
var smallLetter = func() (table [256]byte) {
	for c := byte('a'); c <= 'z'; c++ {
		table[c], table[c-'a'+'A'] = c, c
	}
	return table
}()

func toLower(r rune) rune {
	if r == 'İ' {
		return 'i'
	}
	return unicode.ToLower(r)
}

// isWideLetter tells letters, and the marks that belong to them, that are not
// ASCII.
func isWideLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) }

// A langSet is a set of indexes into profiles.
type langSet uint64

func (s langSet) len() int { return bits.OnesCount64(uint64(s)) }

var (
	wordIndex   wordTable[langSet]
	endingIndex = make(map[string]langSet)
	letterIndex = make(map[rune]langSet)
	pairIndex   [26 * 26]langSet
)

func init() {
	words := make(map[string]langSet)
	for i, p := range profiles {
		for w := range strings.FieldsSeq(p.words) {
			words[w] |= 1 << i
		}
		for e := range strings.FieldsSeq(p.endings) {
			endingIndex[e] |= 1 << i
		}
		for pair := range strings.FieldsSeq(p.pairs) {
			pairIndex[26*int(pair[0]-'a')+int(pair[1]-'a')] |= 1 << i
		}
		for _, r := range p.letters {
			letterIndex[r] |= 1 << i
		}
	}
	wordIndex = newWordTable(words)
}
