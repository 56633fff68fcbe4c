package lang

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// A script is a writing system.
type script byte

const (
	latin script = iota
	cyrillic
	greek
	armenian
	georgian
	hebrew
	arabic
	han
	hangul
	devanagari
	bengali
	tamil
	thai
	ethiopic
	burmese
	khmer
	otherScript
	scripts
)

// scriptTables are those of the Unicode Character Database.
var scriptTables = [otherScript]*unicode.RangeTable{
	latin: unicode.Latin, cyrillic: unicode.Cyrillic, greek: unicode.Greek, armenian: unicode.Armenian,
	georgian: unicode.Georgian, hebrew: unicode.Hebrew, arabic: unicode.Arabic, han: unicode.Han,
	hangul: unicode.Hangul, devanagari: unicode.Devanagari, bengali: unicode.Bengali, tamil: unicode.Tamil,
	thai: unicode.Thai, ethiopic: unicode.Ethiopic, burmese: unicode.Myanmar, khmer: unicode.Khmer,
}

// languageOf names the language taken for granted in a script that one
// language of the set uses, or nearly one.
var languageOf = map[script]string{
	greek: "el", armenian: "hy", georgian: "ka", hebrew: "he", hangul: "ko", devanagari: "hi", bengali: "bn",
	tamil: "ta", thai: "th", ethiopic: "am", burmese: "my", khmer: "km",
}

// usualScripts are those of languages that are not written in Latin letters.
var usualScripts = map[string]script{
	"ru": cyrillic, "uk": cyrillic, "be": cyrillic, "bg": cyrillic, "mk": cyrillic, "kk": cyrillic, "ky": cyrillic,
	"tg": cyrillic, "mn": cyrillic, "tt": cyrillic, "ba": cyrillic, "cv": cyrillic, "ce": cyrillic, "os": cyrillic,
	"el": greek, "hy": armenian, "ka": georgian, "he": hebrew, "yi": hebrew, "ar": arabic, "fa": arabic, "ur": arabic,
	"ps": arabic, "sd": arabic, "ug": arabic, "dv": otherScript, "zh": han, "ja": han, "ko": hangul,
	"hi": devanagari, "mr": devanagari, "ne": devanagari, "bn": bengali, "as": bengali, "ta": tamil, "th": thai,
	"am": ethiopic, "ti": ethiopic, "my": burmese, "km": khmer, "te": otherScript, "kn": otherScript,
	"ml": otherScript, "gu": otherScript, "pa": otherScript, "si": otherScript, "lo": otherScript, "bo": otherScript,
	"or": otherScript,
}

// severalScripts are languages for which the script says nothing.
var severalScripts = []string{"sr", "bs", "az", "uz", "tk", "ku", "mn", "tt", "kk", "pa"}

// scriptOf returns the script of a language, Latin unless another is known.
func scriptOf(tag string) script { return usualScripts[tag] }

// A scriptCount counts the letters of a text by script; kana go with Han.
type scriptCount struct {
	n       [scripts]int
	letters int
	kana    int
}

// mostLetters is how many letters are looked at. After enoughLatin of them that are
// Latin, those that are left can make no other script the main one.
const (
	mostLetters = 600
	enoughLatin = mostLetters * 2 / 3
)

func countScripts(text string) scriptCount {
	var c scriptCount
	plain := 0 // letters of ASCII
	for i := 0; i < len(text) && plain+c.letters < mostLetters && plain <= enoughLatin; {
		if text[i] < utf8.RuneSelf { // by far the most
			if smallLetter[text[i]] != 0 {
				plain++
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if isWideLetter(r) {
			c.add(r)
		}
		i += size
	}
	c.n[latin] += plain
	c.letters += plain
	return c
}

// add counts a letter that is not ASCII.
func (c *scriptCount) add(r rune) {
	c.letters++
	switch {
	case r < 0x250:
		c.n[latin]++
	case unicode.In(r, unicode.Hiragana, unicode.Katakana):
		c.kana++
		c.n[han]++
	default:
		c.n[slowScript(r)]++
	}
}

func slowScript(r rune) script {
	for s, table := range scriptTables {
		if unicode.Is(table, r) {
			return script(s)
		}
	}
	return otherScript
}

// main is the script with the most letters. Han counts double: one character
// is most of a word.
func (c scriptCount) main() script {
	n := c.n
	n[han] *= 2
	best := latin
	for s := range scripts {
		if n[s] > n[best] {
			best = s
		}
	}
	return best
}

// chineseOrJapanese tells the two apart by the kana.
func (c scriptCount) chineseOrJapanese(declared string) string {
	switch {
	case c.kana*10 > c.n[han]:
		return "ja"
	case declared == "ja" || declared == "zh":
		return declared
	}
	return "zh"
}

// usesSeveral reports whether a language is printed in more than one script.
func usesSeveral(tag string) bool { return slices.Contains(severalScripts, tag) }
