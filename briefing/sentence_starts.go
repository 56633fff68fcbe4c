package briefing

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"wirebrief/briefing/lang"
)

// inside finds a boundary between from and to that Unicode Standard Annex 29
// does not propose: where no space follows, "a strike.The union", before a
// number, "It is over. 40 ships sailed", or before the next label of a list
// that runs on. It returns 0 if there is none.
func (c *sentenceCutter) inside(start, from, to int) int {
	for i := from + 1; i < to-1; i++ {
		if !mayEnd[c.text[i]] {
			continue
		}
		switch b := c.text[i]; {
		case b == '.' || b == '?' || b == '!':
			if cut := c.gluedAt(i, to); cut > 0 {
				return cut
			}
			if cut := c.spacedAt(i, to); cut > 0 && c.ends(start, cut) {
				return cut
			}
		case b == "…"[0] && strings.HasPrefix(c.text[i:to], "… "):
			if next := strings.TrimLeftFunc(c.text[i+len("… "):to], isOpener); c.text[i-1] != ' ' && c.starts(next) && !c.rules.AlwaysCapital[firstWord(next)] {
				return i + len("… ")
			}
		case b == ' ' && c.marker.kind != 0:
			if m := listMarkerAt(c.text, i+1, c.end); m.follows(c.marker) && i > start {
				c.marker = m
				return i + 1
			}
		}
	}
	return 0
}

// mayEnd has the bytes at which inside looks closer.
var mayEnd = [256]bool{'.': true, '?': true, '!': true, ' ': true, 0xE2: true} // the last begins "…"

// spacedAt returns where a sentence may begin after the mark at i and a space,
// with something that the annex takes for the middle of one: a number, a sum
// of money, a tag, a dash, a name like "iPhone", a Georgian word. It returns 0
// if nothing of the kind follows.
func (c *sentenceCutter) spacedAt(i, to int) int {
	rest := strings.TrimLeftFunc(c.text[i+1:to], isCloser)
	closed := len(rest) < to-i-1
	if rest == "" || rest[0] != ' ' {
		return 0
	}
	cut := to - len(rest) + 1
	next := strings.TrimLeftFunc(rest[1:], isOpener)
	r, size := utf8.DecodeRuneInString(next)
	switch {
	case r >= '0' && r <= '9', r == '#', r == '@', unicode.Is(unicode.Sc, r):
		return cut
	case isDash(r):
		after, _ := utf8.DecodeRuneInString(strings.TrimLeft(next[size:], " -"))
		if !closed && unicode.IsUpper(after) && strings.HasPrefix(next[size:], " ") {
			return cut
		}
	case unicode.IsLower(r) && !startsLower(next):
		return cut
	}
	return 0
}

// gluedAt returns where a new sentence begins without space after the mark at
// i, 0 if none does. Addresses and file names are left alone.
func (c *sentenceCutter) gluedAt(i, to int) int {
	cut := i + 1
	for cut < to {
		r, size := utf8.DecodeRuneInString(c.text[cut:to])
		if !isCloser(r) || r == '\'' || (r == '“' || r == '‘') && c.rules.Abbreviations != nil {
			break
		}
		cut += size
	}
	at := c.end - len(strings.TrimLeft(c.text[cut:c.end], "“‘"))
	if cut >= to || at >= c.end || c.text[at] < 'A' || c.text[at] > 'Z' {
		return 0
	}
	left, right := lastToken(c.text[:i]), firstWord(c.text[at:c.end])
	if len(right) < 2 || right[1] < 'a' || right[1] > 'z' || !endsWordAt(c.text, at+len(right)) {
		return 0
	}
	starter := c.starts(right) || c.rules.Abbreviations[right] == lang.Prefix
	if isLowerASCII(left) && len(left) > 1 || starter && !strings.ContainsAny(left, "./@:") && left != "" {
		return cut
	}
	return 0
}

// startsLower reports whether a text begins with a word in lower case, which
// no sentence does. A capital inside, as in "iPhone", makes it a name; Georgian
// has no capitals.
func startsLower(next string) bool {
	for i, r := range next {
		switch {
		case 'a' <= r && r <= 'z' && i <= longestWord: // by far the most
		case i == 0 && (!unicode.IsLower(r) || isGeorgian(r)):
			return false
		case i > longestWord || r != '-' && r != '\'' && r != '’' && !isWordRune(r):
			return true
		case unicode.IsUpper(r):
			return false
		}
	}
	return next != ""
}

func isGeorgian(r rune) bool { return r >= 0x10d0 && r <= 0x10ff }

// startsNumber reports whether a text begins with a number, in digits or, as
// in "Art. IV", Roman. What is one of words alone is none: "I".
func startsNumber(next string, words map[string]bool) bool {
	if next == "" || next[0] >= '0' && next[0] <= '9' {
		return next != ""
	}
	word := firstWord(next)
	return word != "" && !words[word] && strings.Trim(word, romanDigits) == ""
}

const romanDigits = "IVXL"

// isClipped tells what can only be an abbreviation: a capital and small letters
// without a vowel among them, "Smt", "Kpt".
func isClipped(word string) bool {
	return len(word) > 1 && len(word) < 6 && word[0] >= 'A' && word[0] <= 'Z' &&
		isLowerASCII(word[1:]) && !strings.ContainsAny(word, latinVowels)
}

const latinVowels = "AEIOUYaeiouy"

// isShortOrdinal tells numbers of one or two digits, which with a full stop are
// ordinals in many languages and the days of dates.
func isShortOrdinal(word string) bool {
	return word != "" && len(word) < 3 && strings.Trim(word, "0123456789") == ""
}

// isDayOrYear reports whether a number goes on as "12. 2020" or "2020" does
// after "5.".
func isDayOrYear(next string) bool {
	word := firstWord(next)
	return len(word) == 4 || len(word) < 3 && strings.HasPrefix(next[len(word):], ".")
}

// longestIntroduced is how far back, in bytes, the opening mark of a quotation
// is looked for.
const longestIntroduced = 600

// isIntroduced reports whether what stands before the quotation that left ends
// with has named its speaker: He asked: “Why?”
func isIntroduced(left string, closer rune) bool {
	opener := "“"
	switch closer {
	case '"', '\'':
		opener = string(closer)
	case '’':
		opener = "‘"
	case '»':
		opener = "«"
	}
	left = left[:len(left)-utf8.RuneLen(closer)]
	at := strings.LastIndex(left[max(0, len(left)-longestIntroduced):], opener)
	if at < 0 {
		return false
	}
	before := strings.TrimRight(left[:max(0, len(left)-longestIntroduced)+at], " ")
	return strings.HasSuffix(before, ":") || strings.HasSuffix(before, ",")
}
