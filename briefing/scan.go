package briefing

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A scannedWord is one word of a text with what decides about its keys.
type scannedWord struct {
	// folded is the word in small letters, without marks and without what
	// an apostrophe had set apart.
	folded string
	script script
	// upper marks a capital first letter, caps capitals throughout, dotted
	// an abbreviation with stops, "U.S.".
	upper, caps, dotted bool
	// start marks the first word of a sentence, as far as marks tell.
	start bool
	// joined: nothing but spaces, a hyphen or the stop of an initial stands
	// between this word and the one before.
	joined bool
	// other is the word as others spell it, "" for most: with a for ə, which
	// is e in folded.
	other string
	// at is where the word stands in the text that was scanned, without what an
	// apostrophe sets apart.
	at Span
}

// A wordScanner cuts a text into words, in one pass. The text must have gone
// through compose.
type wordScanner struct {
	text string
	pos  int
	// half is where the bigram before began to overlap the next, in a run
	// of a dense script; -1 outside.
	half int
}

func newWordScanner(text string) wordScanner { return wordScanner{text: text, half: -1} }

// next reads one word into w and reports whether there was one.
func (sc *wordScanner) next(w *scannedWord) bool {
	*w = scannedWord{joined: true}
	if sc.half >= 0 && sc.nextBigram(w) {
		return true
	}
	sc.half = -1
	w.start = sc.pos == 0
	for sc.pos < len(sc.text) {
		r, n := decode(sc.text[sc.pos:])
		if classOf(r) == wordRune {
			sc.word(w, r)
			return true
		}
		sc.note(w, r)
		sc.pos += n
	}
	return false
}

// note takes account of what stands between two words.
func (sc *wordScanner) note(w *scannedWord, r rune) {
	switch r {
	case ' ', '\u00a0', '-', '‑':
		return
	case '.', '!', '?', '…', '\n', '։', '。', '؟', '۔':
		w.start = true
		if r == '.' && sc.afterInitial() {
			return
		}
	case '"', '“', '”', '«', '»', '„', ':', ';', '—', '–', '(', '[', '•':
		w.start = true
	}
	w.joined = false
}

// afterInitial reports whether a single capital stands before pos.
func (sc *wordScanner) afterInitial() bool {
	r, n := utf8.DecodeLastRuneInString(sc.text[:sc.pos])
	if !unicode.IsUpper(r) {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(sc.text[:sc.pos-n])
	return sc.pos == n || classOf(before) != wordRune
}

func decode(s string) (rune, int) {
	if s[0] < utf8.RuneSelf {
		return rune(s[0]), 1
	}
	return utf8.DecodeRuneInString(s)
}

// word reads the word that begins at pos with the rune first.
func (sc *wordScanner) word(w *scannedWord, first rune) {
	w.script = scriptOf(first)
	if w.script == dense {
		sc.half = sc.pos
		sc.nextBigram(w)
		return
	}
	begin := sc.pos
	end := sc.letters(begin)
	if abbreviated := sc.abbreviation(begin, end); abbreviated > end {
		w.dotted = true
		sc.pos = abbreviated
		sc.finish(w, begin, abbreviated)
		return
	}
	sc.pos = end
	for sc.pos < len(sc.text) {
		r, n := decode(sc.text[sc.pos:])
		if classOf(r) != apostropheRune {
			break
		}
		tail := sc.letters(sc.pos + n)
		if tail == sc.pos+n {
			break
		}
		rule := apostropheRule(w.script, sc.text[begin:end], sc.text[sc.pos+n:tail])
		if rule == apostropheCuts {
			break
		}
		sc.pos = tail
		if rule == apostropheEnds {
			break
		}
		end = tail
	}
	sc.finish(w, begin, end)
}

// letters returns where the run of letters that begins at i ends.
func (sc *wordScanner) letters(i int) int {
	for i < len(sc.text) {
		if c := sc.text[i]; c < utf8.RuneSelf {
			if asciiClass[c] != wordRune {
				break
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(sc.text[i:])
		if c := classOf(r); c != wordRune && c != silentRune || r >= 0xe00 && scriptOf(r) == dense {
			break
		}
		i += n
	}
	return i
}

// abbreviation returns the end of "U.S." or "e.g." when the one letter in
// [begin, end) begins it, else end. The last stop is left outside.
func (sc *wordScanner) abbreviation(begin, end int) int {
	if utf8.RuneCountInString(sc.text[begin:end]) != 1 {
		return end
	}
	for end+1 < len(sc.text) && sc.text[end] == '.' {
		r, n := decode(sc.text[end+1:])
		if classOf(r) != wordRune || unicode.IsDigit(r) || scriptOf(r) == dense || sc.letters(end+1) != end+1+n {
			break
		}
		end += 1 + n
	}
	return end
}

// finish fills in w from the stretch [begin, end).
func (sc *wordScanner) finish(w *scannedWord, begin, end int) {
	raw := sc.text[begin:end]
	w.at = Span{begin, end}
	if plainLower(raw) {
		w.folded = raw
		return
	}
	var room [64]byte
	b := room[:0]
	letters, capitals, others, schwa := 0, 0, 0, false
	for i, r := range raw {
		if c := classOf(r); c != wordRune && c != silentRune {
			continue
		}
		switch {
		case isCapital(r):
			capitals++
			letters++
			w.upper = w.upper || i == 0
		case r >= 'a' && r <= 'z', r >= 0x430 && r < 0x460, unicode.IsLetter(r):
			letters++
		default:
			others++
		}
		schwa = schwa || r == 'ə' || r == 'Ə'
		b = appendFolded(b, r)
		if letters+others >= maxWordRunes {
			break
		}
	}
	w.caps = capitals == letters && letters > 1 && others == 0
	w.folded = string(b)
	if schwa {
		w.other = fold(schwaSpelling.Replace(raw))
	}
}

// isCapital is unicode.IsUpper, with short ways for Latin and Cyrillic.
func isCapital(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return r >= 'A' && r <= 'Z'
	case r >= 0x400 && r < 0x460:
		return r < 0x430
	}
	return unicode.IsUpper(r)
}

// schwaSpelling writes Azerbaijani names as English papers do: Əliyev, Aliyev.
var schwaSpelling = strings.NewReplacer("ə", "a", "Ə", "a", "'", "", "’", "")

// plainLower reports short words of ASCII small letters and digits, which are
// their own key.
func plainLower(s string) bool {
	if len(s) > maxWordRunes {
		return false
	}
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// nextBigram reads the bigram of a dense script that begins at half: two
// letters, or one when the run has no more than one.
func (sc *wordScanner) nextBigram(w *scannedWord) bool {
	first := sc.half
	second := sc.denseEnd(first)
	if second == first {
		return false
	}
	third := sc.denseEnd(second)
	inside := sc.pos > first
	if third == second && inside {
		sc.pos = second
		return false // the last letter stood in the bigram before
	}
	w.script = dense
	w.folded, w.at = fold(sc.text[first:third]), Span{first, third}
	sc.half, sc.pos = second, third
	if third == second {
		sc.half = -1
	}
	return true
}

// denseEnd returns the end of the dense letter at i, with the marks on it, or
// i when there is none.
func (sc *wordScanner) denseEnd(i int) int {
	if i >= len(sc.text) {
		return i
	}
	r, n := decode(sc.text[i:])
	if classOf(r) != wordRune || scriptOf(r) != dense {
		return i
	}
	return i + n
}

// What an apostrophe inside a word means.
const (
	apostropheJoins = iota // Sana'a, O'Brien, don't
	apostropheEnds         // Turkey's, Karabağ'da: what follows is dropped
	apostropheCuts         // l'Arménie: two words
)

// maxApostrophe is the most bytes beside an apostrophe that are looked at: no
// text takes more time for its apostrophes than for its words.
const maxApostrophe = 64

// apostropheRule tells what the apostrophe between head and tail means.
func apostropheRule(s script, head, tail string) int {
	if s != latin || len(head) > maxApostrophe || len(tail) > maxApostrophe {
		return apostropheJoins
	}
	head, tail = fold(head), fold(tail)
	switch {
	case englishTails[tail]:
		return apostropheEnds
	case elisions[head]:
		return apostropheCuts
	case len(head) > 1 && turkishTails[tail] && !(endsInVowel(head) && strings.IndexByte("aeiou", tail[0]) >= 0):
		// A vowel never meets a vowel in Turkish: "Ankara'ya", "İran'a". So
		// "Sana'a" is one word.
		return apostropheEnds
	}
	return apostropheJoins
}

func endsInVowel(s string) bool { return strings.IndexByte("aeiou", s[len(s)-1]) >= 0 }

var (
	englishTails = setOf("s re ve ll d m")
	elisions     = setOf("l d j m t s n c qu jusqu lorsqu puisqu quelqu dell nell all dall sull un")
	// turkishTails are the case endings of Turkish and Azerbaijani, folded;
	// Turkish sets them off from names by an apostrophe.
	turkishTails = setOf(`a e ya ye i u yi yu ni nu na ne in un nin nun da de ta te nda nde
		dan den tan ten ndan nden la le yla yle daki deki taki teki ndaki ndeki li lu lik luk ca ce
		ler lar leri lari lere lara lerin larin ydi ydu dir dur tir tur yi yle ken`)
)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}
