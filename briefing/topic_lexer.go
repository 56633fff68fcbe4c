package briefing

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// An itemKind tells the pieces of a typed topic apart.
type itemKind uint8

const (
	wordItem itemKind = iota
	phraseItem
	fromItem
	languageItem
	orItem
)

// A topicItem is one piece of a typed topic: a word, or several that hang
// together as in nagorno-karabakh, a phrase, a filter, or OR.
type topicItem struct {
	kind itemKind
	// excluded: a minus sign or NOT stood before it.
	excluded bool
	// text is the piece as typed, without quote marks, sign and prefix.
	text  string
	words []scannedWord
}

// String shows the item in a tidy form that is read back as the same item.
func (it topicItem) String() string {
	s := it.text
	switch it.kind {
	case orItem:
		return "OR"
	case phraseItem:
		s = `"` + s + `"`
	case fromItem, languageItem:
		if strings.ContainsRune(s, ' ') {
			s = `"` + s + `"`
		}
		if it.kind == fromItem {
			s = "from:" + s
		} else {
			s = "lang:" + s
		}
	}
	if it.excluded {
		s = "-" + s
	}
	return s
}

// A topicLexer cuts a typed topic into items, in one pass. The topic must have
// gone through compose.
type topicLexer struct {
	rest string
	not  bool
}

// next returns the next item; more is false at the end. Items without a letter
// or digit are passed over.
func (lx *topicLexer) next() (it topicItem, more bool) {
	for {
		lx.rest = strings.TrimLeftFunc(lx.rest, unicode.IsSpace)
		if lx.rest == "" {
			return topicItem{}, false
		}
		if it, ok := lx.item(); ok {
			return it, true
		}
	}
}

func (lx *topicLexer) item() (it topicItem, ok bool) {
	if r, n := utf8.DecodeRuneInString(lx.rest); n < len(lx.rest) && isMinus(r) {
		lx.rest = lx.rest[n:]
		it.excluded = true
	}
	if kind, n := filterPrefix(lx.rest); n > 0 {
		it.kind = kind
		lx.rest = lx.rest[n:]
	}
	text, quoted := lx.text()
	it.text = strings.Join(strings.Fields(text), " ")
	if quoted && it.kind == wordItem {
		it.kind = phraseItem
	}
	if !quoted && it.kind == wordItem && lx.operator(text, &it) {
		return it, it.kind == orItem
	}
	it.excluded = it.excluded || lx.not
	it.words = scanAll(it.text)
	if len(it.words) == 0 {
		return it, false
	}
	lx.not = false
	it.text = trimEdges(it.text)
	return it, true
}

// operator takes OR, |, AND and NOT, which must be typed in capitals. AND is
// dropped, as all words must match anyway; a small or is a word.
func (lx *topicLexer) operator(text string, it *topicItem) bool {
	switch trimEdges(text) {
	case "OR":
		it.kind = orItem
	case "AND":
	case "NOT":
		lx.not = true
	default:
		if text != "|" && text != "||" {
			return false
		}
		it.kind = orItem
	}
	return true
}

// isMinus reports the signs that keyboards make of a minus.
func isMinus(r rune) bool { return r == '-' || r == '−' || r == '–' || r == '—' }

// filterPrefix recognises from: and lang: at the start of s.
func filterPrefix(s string) (itemKind, int) {
	for _, p := range [...]struct {
		text string
		kind itemKind
	}{{"from:", fromItem}, {"lang:", languageItem}} {
		if len(s) >= len(p.text) && strings.EqualFold(s[:len(p.text)], p.text) {
			return p.kind, len(p.text)
		}
	}
	return wordItem, 0
}

// closingQuotes are the marks that end what each opening mark begins.
var closingQuotes = map[rune]string{
	'"': `"“”`, '“': `”"“`, '”': `”"“`, '„': `“”"`, '«': `»"`, '»': `«"`, '「': `」`, '『': `』`, '＂': `＂`,
}

// text takes a quoted stretch, or all up to the next space or quote mark. A
// quote mark that is never closed runs to the end.
func (lx *topicLexer) text() (text string, quoted bool) {
	r, n := utf8.DecodeRuneInString(lx.rest)
	if closing, ok := closingQuotes[r]; ok {
		inside := lx.rest[n:]
		i := strings.IndexAny(inside, closing)
		if i < 0 {
			lx.rest = ""
			return inside, true
		}
		_, size := utf8.DecodeRuneInString(inside[i:])
		lx.rest = inside[i+size:]
		return inside[:i], true
	}
	i := strings.IndexFunc(lx.rest, func(r rune) bool {
		_, quote := closingQuotes[r]
		return quote || unicode.IsSpace(r)
	})
	if i < 0 {
		i = len(lx.rest)
	}
	text, lx.rest = lx.rest[:i], lx.rest[i:]
	return text, false
}

// trimEdges takes punctuation off the ends, but leaves the stop of "U.S.".
func trimEdges(s string) string {
	trimmed := strings.TrimFunc(s, func(r rune) bool { return classOf(r) != wordRune })
	if strings.Contains(trimmed, ".") && strings.HasPrefix(s[strings.Index(s, trimmed)+len(trimmed):], ".") {
		return trimmed + "."
	}
	return trimmed
}

// scanAll returns all words of a short text.
func scanAll(text string) []scannedWord {
	var words []scannedWord
	sc := newWordScanner(text)
	var w scannedWord
	for sc.next(&w) {
		if w.folded != "" {
			words = append(words, w)
		}
	}
	return words
}
