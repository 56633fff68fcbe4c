package briefing

import (
	"unicode"
	"unicode/utf8"

	"wirebrief/briefing/lang"
)

// A wordKind tells what stands at one place of a text.
type wordKind uint8

const (
	plainWord wordKind = iota
	numberWord
	markWord  // punctuation, one rune each
	quoteWord // a whole quoted stretch with its marks
)

// A word is one unit of running text: a word, a punctuation mark, or a whole
// quoted stretch, which stands in its sentence like a single word.
type word struct {
	Span
	// core is the end without a possessive 's.
	core  int
	class lang.Class
	// mark is the rune of a markWord; for a quoteWord the last visible rune
	// inside the marks.
	mark rune
	// quoted indexes speech.items of a quoteWord.
	quoted int32
	kind   wordKind
	// capital and allCaps tell how the word is written.
	capital, allCaps bool
}

// is reports whether w has one of the classes.
func (w *word) is(c lang.Class) bool { return w.class&c != 0 }

// isMark reports whether w is the punctuation mark r.
func (w *word) isMark(r rune) bool { return w.kind == markWord && w.mark == r }

// isDash reports whether w is a dash of any length that sets off words.
func (w *word) isDash() bool {
	return w.kind == markWord && (w.mark == '—' || w.mark == '–' || w.mark == '-' || w.mark == '―')
}

// possessive reports whether w ends in 's.
func (w *word) possessive() bool { return w.core < w.End }

// text returns the word without a possessive ending.
func (w *word) text(all string) string { return all[w.Start:w.core] }

// A speechScanner cuts text into words.
type speechScanner struct {
	text       string
	rules      *lang.SpeechRules
	inflection *lang.Inflection
	words      []word
	buf        [24]byte
}

// scan appends the words of text[from:to].
func (s *speechScanner) scan(from, to int) {
	text := s.text[:to]
	for i := from; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		switch {
		case r == ' ' || r == '\t' || r == '\n' || r >= utf8.RuneSelf && unicode.IsSpace(r):
			i += size
		case isNameRune(r):
			i = s.word(i, to)
		default:
			s.words = append(s.words, word{Span: Span{i, i + size}, core: i + size, kind: markWord, mark: r})
			i += size
		}
	}
}

// A spelling tells of the runes of a word what decides where it ends and what
// kind of word it is.
type spelling struct {
	letters, uppers int
	// capital and digit tell what the first rune is.
	capital, digit bool
}

// add takes in a rune of a name.
func (p *spelling) add(r rune, first bool) {
	if !isLetter(r) {
		p.digit = p.digit || first
		return
	}
	p.letters++
	if isUpper(r) {
		p.uppers++
		p.capital = p.capital || first
	}
}

// goesOver reports whether the word goes on over the mark r, next being the rune
// behind it: "1,200", "U.S", "Ph.D", "far-off".
func (p *spelling) goesOver(r, next rune) bool {
	switch r {
	case ',', ':':
		return p.digit && next >= '0' && next <= '9'
	case '.':
		return p.digit && next >= '0' && next <= '9' || p.uppers > 0 && p.letters <= 2 && isLetter(next)
	case '-', '‑':
		return isNameRune(next)
	}
	return false
}

// word appends the word that begins at i and returns where it ends.
func (s *speechScanner) word(i, to int) int {
	s.words = append(s.words, word{core: -1})
	w, as := &s.words[len(s.words)-1], spelling{}
	j, text := i, s.text[:to]
	for j < len(text) {
		from := j
		for j < len(text) && 'a' <= text[j] && text[j] <= 'z' { // by far the most
			j++
		}
		if as.letters += j - from; j == len(text) || text[j] == ' ' {
			break
		}
		r, size := rune(text[j]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[j:])
		}
		if isNameRune(r) {
			as.add(r, j == i)
			j += size
			continue
		}
		next := rune(0)
		if j+size < len(text) {
			next = runeAt(s.text, j+size)
		}
		if r == '\'' || r == '’' {
			at := j
			if j = s.overApostrophe(j, size, to, next); j == at+size && isNameRune(next) {
				continue
			}
			if j > at {
				w.core = at
			}
			break
		}
		if !as.goesOver(r, next) {
			break
		}
		j += size
	}
	if w.core < 0 {
		w.core = j
	}
	w.Span, w.capital, w.allCaps = Span{i, j}, as.capital, as.letters > 1 && as.uppers == as.letters
	if as.digit && as.letters < 4 {
		w.kind = numberWord // "43-year-old" is a word
	}
	s.finish(w, as.letters, to)
	return w.End
}

// overApostrophe returns how far a word reaches at the apostrophe text[j:j+size]:
// over a possessive 's, over the mark alone inside a word and after a plural
// ("the dockers' union"), else not over it.
func (s *speechScanner) overApostrophe(j, size, to int, next rune) int {
	owner := rune(s.inflection.OwnerLetter)
	switch {
	case s.inflection.Apostrophe && isNameRune(next):
		if k := s.overEnding(j+size, to); k > 0 {
			return k
		}
		return j + size
	case owner != 0 && lowerRune(next) == owner && !wordGoesOn(s.text, j+size+1, to):
		return j + size + 1
	case isNameRune(next), next == ' ' && j > 0 && rune(s.text[j-1]) == owner:
		return j + size
	}
	return j
}

// finish takes the dot into an abbreviation and looks the word up.
func (s *speechScanner) finish(w *word, letters, to int) {
	if w.End < to && s.text[w.End] == '.' && w.core == w.End {
		dotted := s.class(w.Start, w.End+1)
		inner := false
		for k := w.Start; k < w.End; k++ {
			inner = inner || s.text[k] == '.'
		}
		initial := w.capital && letters == 1 && w.Len() <= 2
		if dotted&lang.Abbrev != 0 && (w.capital || w.End+1 < to && dotted&lang.Calendar == 0) && !s.endsLine(w.End+1, to) || inner || initial {
			w.End++
			w.core = w.End
			w.class = dotted | lang.Abbrev
			return
		}
	}
	if s.inflection.Inflects() {
		s.inflect(w)
		return
	}
	w.class = s.class(w.Start, w.core)
	if w.capital && w.class&lang.Time != 0 && s.goesOnTitle(w.Start) {
		w.class &^= lang.Time
	}
}

// goesOnTitle reports whether the capitalised word that was just read, from i on,
// stands behind another, as in "the Harbour Times".
func (s *speechScanner) goesOnTitle(i int) bool {
	if len(s.words) < 2 {
		return false
	}
	p := &s.words[len(s.words)-2]
	return p.capital && p.kind == plainWord && p.End+1 == i && s.text[p.End] == ' '
}

// overEnding returns where the ending in small letters that begins at j ends, 0
// if there is none: "O'Brien" has none.
func (s *speechScanner) overEnding(j, to int) int {
	for j < to {
		r, size := utf8.DecodeRuneInString(s.text[j:to])
		if !isNameRune(r) {
			break
		}
		if isUpper(r) {
			return 0
		}
		j += size
	}
	return j
}

// endsLine reports whether only space follows.
func (s *speechScanner) endsLine(i, to int) bool {
	for ; i < to; i++ {
		if s.text[i] != ' ' {
			return false
		}
	}
	return true
}

// class looks text[from:to] up in lower case.
func (s *speechScanner) class(from, to int) lang.Class {
	if s.inflection.Inflects() {
		if to-from > longestListed {
			return 0
		}
		var room [2 * longestListed]byte
		return s.rules.ClassOf(s.inflection.AppendLower(room[:0], s.text[from:to]))
	}
	if class, ok := s.rules.ClassIn(s.text, from, to); ok {
		return class
	}
	if to-from > len(s.buf) {
		return 0
	}
	b := s.buf[:0]
	for i := from; i < to; i++ {
		c := s.text[i]
		if c >= utf8.RuneSelf {
			// ’ is written ' in the lists; no other listed word has such runes.
			if c == 0xE2 && i+2 < to && s.text[i:i+3] == "’" {
				b = append(b, '\'')
				i += 2
				continue
			}
			return 0
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		b = append(b, c)
	}
	return s.rules.ClassOf(b)
}

// wordGoesOn reports whether a word continues at i.
func wordGoesOn(text string, i, to int) bool {
	return i < to && isNameRune(runeAt(text, i))
}

// runeAt decodes the rune at i.
func runeAt(text string, i int) rune {
	if c := text[i]; c < utf8.RuneSelf {
		return rune(c)
	}
	r, _ := utf8.DecodeRuneInString(text[i:])
	return r
}

// runeBefore decodes the rune that ends at i, 0 at the start.
func runeBefore(text string, i int) rune {
	if i == 0 {
		return 0
	}
	if c := text[i-1]; c < utf8.RuneSelf {
		return rune(c)
	}
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return r
}

func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r|0x20 && r|0x20 <= 'z'
	}
	return unicode.IsLetter(r) || unicode.Is(unicode.Mn, r)
}

func isUpper(r rune) bool {
	if r < utf8.RuneSelf {
		return 'A' <= r && r <= 'Z'
	}
	return unicode.IsUpper(r)
}

func isNameRune(r rune) bool { return isLetter(r) || '0' <= r && r <= '9' || r == '@' || r == '#' }
