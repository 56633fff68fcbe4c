package briefing

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"wirebrief/briefing/lang"
)

// headlineNames lists the names in a headline. As headlines capitalise much
// that is no name, only words count that the article writes with a capital
// inside a sentence too.
func headlineNames(title, text string, rules *lang.Rules) []string {
	words := strings.Fields(title[:runeStart(title, longestHeadline)])
	text = text[:runeStart(text, 8000)]
	var names []string
	for i := 0; i < len(words); {
		n, name := longestName(words[i:], text, rules)
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
		i += max(n, 1)
	}
	return names
}

// longestName returns the name of at most four words that words begin with, and
// how many they are, 0 if there is none.
func longestName(words []string, text string, rules *lang.Rules) (int, string) {
	n := 0
	for n < len(words) && n < 4 && startsUpper(words[n]) {
		if n++; !isWordRune(lastRune(words[n-1])) {
			break
		}
	}
	for ; n > 0; n-- {
		name := strings.TrimFunc(strings.Join(words[:n], " "), func(r rune) bool { return !isWordRune(r) })
		if rules != nil {
			name = rules.Inflection.WithoutOwner(name)
		}
		if len(name) > 2 && insideSentence(text, name) {
			return n, name
		}
	}
	return 0, ""
}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(s, isOpener))
	return unicode.IsUpper(r)
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// insideSentence reports whether name stands in the text after a word in lower
// case, a comma or a quotation, where only names have a capital.
func insideSentence(text, name string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], name)
		if i < 0 {
			return false
		}
		at += i
		if before := lastRune(text[:max(at-1, 0)]); at > 1 && text[at-1] == ' ' &&
			(before == ',' || before == '”' || before == '"' || unicode.IsLower(before)) &&
			!isWordRune(firstRune(text[at+len(name):])) {
			return true
		}
		at += len(name)
	}
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
