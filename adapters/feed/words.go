package feed

import (
	"html"
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// wordsOf yields the words of HTML or plain text in lower case: runs of
// letters and digits, without tags, scripts and styles. It takes linear time.
func wordsOf(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		if strings.IndexByte(s, '&') >= 0 {
			s = html.UnescapeString(s)
		}
		var b strings.Builder
		var open unclosed
		for len(s) > 0 {
			if s[0] == '<' {
				if rest, ok := open.afterTag(s); ok {
					if b.Len() > 0 && !yield(b.String()) {
						return
					}
					b.Reset()
					s = rest
					continue
				}
			}
			r, size := utf8.DecodeRuneInString(s)
			s = s[size:]
			if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
				b.WriteRune(unicode.ToLower(r))
			} else if b.Len() > 0 {
				if !yield(b.String()) {
					return
				}
				b.Reset()
			}
		}
		if b.Len() > 0 {
			yield(b.String())
		}
	}
}

// maxTag is how long a tag is looked for.
const maxTag = 4 << 10

// hidden are the elements whose content is no text.
var hidden = [...]string{"script", "style"}

// unclosed remembers which hidden elements are not closed any more, so that
// each is looked for once only.
type unclosed [len(hidden)]bool

// afterTag returns what follows the tag at the start of s, behind its content
// if that is hidden; false if no tag stands there.
func (u *unclosed) afterTag(s string) (rest string, ok bool) {
	if len(s) < 3 || s[1] != '/' && s[1] != '!' && !isASCIILetter(s[1]) {
		return s, false
	}
	end := strings.IndexByte(s[:min(len(s), maxTag)], '>')
	if end < 0 {
		return s, false
	}
	tag, rest := s[1:end], s[end+1:]
	for k, name := range hidden {
		if u[k] || len(tag) < len(name) || !strings.EqualFold(tag[:len(name)], name) {
			continue
		}
		if i := strings.Index(rest, "</"+tag[:len(name)]); i >= 0 {
			return rest[i:], true
		}
		u[k] = true
	}
	return rest, true
}

func isASCIILetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// folded is a title reduced to its words.
func folded(s string) string {
	var b strings.Builder
	for w := range wordsOf(s) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	return b.String()
}

// similar reports whether two titles may head one report: one holds the
// other, or three in five pairs of neighbouring letters are shared. It is the
// same for every script.
func similar(a, b string) bool {
	a, b = folded(a), folded(b)
	if a == "" || b == "" {
		return a == b
	}
	if short, long := shorterFirst(a, b); utf8.RuneCountInString(short) >= 8 && strings.Contains(long, short) {
		return true
	}
	pa, pb := pairs(a), pairs(b)
	shared := 0
	for p, n := range pa {
		shared += min(n, pb[p])
	}
	return shared > 0 && 10*shared >= 3*(utf8.RuneCountInString(a)-1+utf8.RuneCountInString(b)-1)
}

func shorterFirst(a, b string) (short, long string) {
	if len(a) > len(b) {
		return b, a
	}
	return a, b
}

// pairs counts the neighbouring letters of s.
func pairs(s string) map[[2]rune]int {
	all := make(map[[2]rune]int)
	var before rune
	for i, r := range s {
		if i > 0 {
			all[[2]rune{before, r}]++
		}
		before = r
	}
	return all
}

// telling are the words of s that say what it is about: of at least so many
// letters or with a digit, and in scripts that do not part words every two
// letters. limit bounds how many.
func telling(s string, letters, limit int) map[string]bool {
	all := make(map[string]bool)
	for w := range wordsOf(s) {
		if len(all) >= limit {
			break
		}
		runes := []rune(w)
		if unicode.In(runes[0], unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) {
			for i := 1; i < len(runes); i++ {
				all[string(runes[i-1:i+1])] = true
			}
			continue
		}
		if len(runes) >= letters || strings.ContainsFunc(w, unicode.IsDigit) {
			all[w] = true
		}
	}
	return all
}

// related reports whether a page speaks of what an entry announces: of the
// telling words of the entry it has at least one in six, or its headline is
// alike. An entry that says too little may belong to any page.
func related(title, summary, headline, text string) bool {
	if similar(title, headline) {
		return true
	}
	letters := 5
	announced := telling(title+" "+summary, letters, 200)
	if len(announced) < 5 {
		letters = 4
		announced = telling(title+" "+summary, letters, 200)
	}
	if len(announced) < 3 {
		return true
	}
	shared := 0
	page := telling(headline+" "+text, letters, 20_000)
	for w := range announced {
		if page[w] {
			shared++
		}
	}
	return shared > 0 && 6*shared >= len(announced)
}
