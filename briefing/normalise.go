package briefing

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Keys are made the same way from articles, topics and questions: NFKC, case
// folded, marks stripped, cut at what is neither letter nor digit, endings
// taken off (endings.go). Keys that mean more than the word itself begin with
// one of these marks; none of them is a letter or digit, so no word of a text
// can produce them, and all are token characters for the index.
const (
	// capsMark: an all-capitals word that small letters would make another
	// word, "§us".
	capsMark = "§"
	// soundMark: how a name in another script sounds, "†zaharova".
	soundMark = "†"
	// nameMark: the consonants of a name, in any script: "‡mr·shrv".
	nameMark = "‡"
	// namePart parts the words of a name key.
	namePart = "·"
	// publisherMark: a word of the publisher's name, "¶gazette".
	publisherMark = "¶"
	// languageMark: the language of the article, "¤en".
	languageMark = "¤"
)

// maxWordRunes bounds a key; what is longer is no word that anybody types.
const maxWordRunes = 40

// A script groups letters by how their words are cut and what is taken off.
type script uint8

const (
	latin script = iota
	cyrillic
	greek
	armenian
	georgian
	arabic
	// dense scripts put no spaces between words: they are cut into bigrams.
	dense
	otherScript
)

// foldTable holds the folded form of the letters below foldLimit: small
// letters without marks. An empty string drops the rune.
const foldLimit = 0x0600

var (
	foldTable    = makeFolds(0, foldLimit)
	foldExtended = makeFolds(0x1e00, 0x2000) // Latin Extended Additional, Greek Extended
)

// specialFolds are letters that NFD does not take apart.
var specialFolds = map[rune]string{
	'ı': "i", 'ə': "e", 'ß': "ss", 'ø': "o", 'đ': "d", 'ł': "l", 'æ': "ae", 'œ': "oe",
	'þ': "th", 'ð': "d", 'ħ': "h", 'ŧ': "t", 'ŋ': "ng", 'ĸ': "k", 'ƒ': "f", 'ς': "σ",
	'ґ': "г", 'ʼ': "", 'ʻ': "", 'ʹ': "", 'ʺ': "", 'ـ': "",
}

func makeFolds(from, to rune) []string {
	folds := make([]string, to-from)
	for r := from; r < to; r++ {
		folds[r-from] = foldRune(r)
	}
	return folds
}

func foldRune(r rune) string {
	r = unicode.ToLower(r)
	if s, ok := specialFolds[r]; ok {
		return s
	}
	var b strings.Builder
	for _, d := range norm.NFD.String(string(r)) {
		d = unicode.ToLower(d)
		if s, ok := specialFolds[d]; ok {
			b.WriteString(s)
		} else if !strippedMark(d) {
			b.WriteRune(d)
		}
	}
	return b.String()
}

// strippedMark reports marks that do not make another word: accents, points
// of Hebrew and Arabic. Vowel signs of Indic scripts and Thai are letters.
func strippedMark(r rune) bool {
	switch {
	case r < 0x300:
		return r == 0xad // soft hyphen
	case r < 0x370:
		return true
	case r < 0x600:
		return unicode.Is(unicode.Mn, r) || r == 0x55a
	case r < 0x700:
		return unicode.Is(unicode.Mn, r) || r == 0x640
	case r >= 0x1ab0 && r < 0x1b00, r >= 0x1dc0 && r < 0x1e00, r >= 0x20d0 && r < 0x2100,
		r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x2069,
		r >= 0xfe00 && r < 0xfe10, r >= 0xfe20 && r < 0xfe30, r == 0xfeff:
		return true
	}
	return false
}

// arabicFolds unites letters that are written now this way, now that.
var arabicFolds = map[rune]string{
	'أ': "ا", 'إ': "ا", 'آ': "ا", 'ٱ': "ا", 'ى': "ي", 'ی': "ي", 'ئ': "ي", 'ک': "ك", 'ة': "ه", 'ۀ': "ه", 'ؤ': "و", 'ء': "",
}

// appendFolded appends the folded form of r to b.
func appendFolded(b []byte, r rune) []byte {
	switch {
	case r < foldLimit:
		return append(b, foldTable[r]...)
	case r < 0x700:
		if s, ok := arabicFolds[r]; ok {
			return append(b, s...)
		}
	case r >= 0x1e00 && r < 0x2000:
		return append(b, foldExtended[r-0x1e00]...)
	}
	if strippedMark(r) {
		return b
	}
	return utf8.AppendRune(b, unicode.ToLower(r))
}

// fold returns s in small letters without marks, everything else kept.
func fold(s string) string {
	s = compose(s)
	b := make([]byte, 0, len(s))
	for _, r := range s {
		b = appendFolded(b, r)
	}
	return string(b)
}

// compose brings s to NFKC and makes it valid UTF-8; ASCII passes untouched.
func compose(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return norm.NFKC.String(strings.ToValidUTF8(s, " "))
		}
	}
	return s
}

func scriptOf(r rune) script {
	switch {
	case r < 0x370:
		return latin
	case r < 0x400:
		return greek
	case r < 0x530:
		return cyrillic
	case r < 0x590:
		return armenian
	case r < 0x600:
		return otherScript // Hebrew
	case r < 0x700, r >= 0x750 && r < 0x780:
		return arabic
	case r >= 0x0e00 && r < 0x0f00, r >= 0x1000 && r < 0x10a0, r >= 0x1780 && r < 0x1800:
		return dense // Thai, Lao, Burmese, Khmer
	case r >= 0x10a0 && r < 0x1100, r >= 0x1c90 && r < 0x1cc0, r >= 0x2d00 && r < 0x2d30:
		return georgian
	case r >= 0x1100 && r < 0x1200, r >= 0x3040 && r < 0xa000, r >= 0xac00 && r < 0xd800,
		r >= 0xf900 && r < 0xfb00, r >= 0x20000 && r < 0x32000:
		return dense // Hangul, kana, Han
	case r >= 0x1e00 && r < 0x1f00, r >= 0x2c60 && r < 0x2c80, r >= 0xa720 && r < 0xa800, r >= 0xab30 && r < 0xab70:
		return latin
	case r >= 0x1f00 && r < 0x2000:
		return greek
	}
	return otherScript
}

// A runeClass tells what a rune is to the cutting of words.
type runeClass uint8

const (
	cutRune runeClass = iota
	wordRune
	// silentRune is dropped without cutting: marks, zero-width characters.
	silentRune
	apostropheRune
)

var asciiClass = func() (t [utf8.RuneSelf]runeClass) {
	for c := range t {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' {
			t[c] = wordRune
		}
	}
	t['\''], t['`'] = apostropheRune, apostropheRune
	return t
}()

func classOf(r rune) runeClass {
	switch {
	case r < utf8.RuneSelf:
		return asciiClass[r]
	case r == '’', r == '‘', r == 'ʼ', r == 'ʻ', r == '′', r == 'ʹ', r == '՚':
		return apostropheRune
	case r >= 0x400 && r < 0x482, r >= 0x48a && r < 0x557:
		return wordRune
	case strippedMark(r):
		return silentRune
	case unicode.IsLetter(r), unicode.IsDigit(r):
		return wordRune
	case r >= 0x900 && unicode.Is(unicode.M, r):
		return wordRune
	}
	return cutRune
}
