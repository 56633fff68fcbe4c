package telegramtest

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// limits are what the description of a field says in words about its values.
type limits struct {
	// least and most bound the characters, bytes, items or the number itself;
	// both are 0 without a bound.
	least, most int
	inBytes     bool
	// parsed tells that characters are counted after the markup is taken out.
	parsed bool
	// values are the only ones allowed.
	values []string
	// letters matches the allowed text.
	letters *regexp.Regexp
}

// The phrases of the description that state limits.
var (
	lengthPhrase = regexp.MustCompile(`(\d+)-(\d+) ([Bb]ytes|characters)( after entit(?:y|ies) parsing)?`)
	exceedPhrase = regexp.MustCompile(`length can't exceed (\d+) bytes`)
	rangePhrase  = regexp.MustCompile(`(?:between |, |; )(\d+)-(\d+)(?: are accepted)?(?:[.;]|$)`)
	listPhrase   = regexp.MustCompile(`(?i)(?:list of|must include) (\d+)-(\d+) `)
	mostPhrase   = regexp.MustCompile(`At most (\d+) \w+ can be specified`)
	zeroPhrase   = regexp.MustCompile(`^Always 0\b`)
	constPhrase  = regexp.MustCompile(`(?:must be|always) "?([a-z][a-z0-9_]*)"?$`)
	choicePhrase = regexp.MustCompile(`(?:[Mm]ust be one of|[Cc]an be|[Cc]an be either|one of) (".*)`)
	quotedWord   = regexp.MustCompile(`"([a-z0-9_]+)"`)
	parenthesis  = regexp.MustCompile(`\([^)]*\)`)

	exactlyOne = regexp.MustCompile(`Exactly one of the fields other than (.*) must be used`)
	fieldName  = regexp.MustCompile(`[a-z]+(?:_[a-z]+)*`)
)

// namedLetters are the alphabets that descriptions name.
var namedLetters = map[string]*regexp.Regexp{
	"Only characters A-Z, a-z, 0-9, _ and - are allowed":               regexp.MustCompile(`^[A-Za-z0-9_-]*$`),
	"only A-Z, a-z, 0-9, _ and - are allowed":                          regexp.MustCompile(`^[A-Za-z0-9_-]*$`),
	"Can contain only lowercase English letters, digits and underscor": regexp.MustCompile(`^[a-z0-9_]*$`),
	"A two-letter ISO 639-1 language code":                             regexp.MustCompile(`^([a-z]{2})?$`),
}

// limitsOf reads the limits out of the description of a field.
func limitsOf(f *field) (l limits) {
	text := strings.TrimPrefix(f.Description, "Optional. ")
	bound := func(m []string) { l.least, _ = strconv.Atoi(m[1]); l.most, _ = strconv.Atoi(m[2]) }
	switch {
	case slices.Contains(f.Types, "String"):
		if m := lengthPhrase.FindStringSubmatch(text); m != nil {
			bound(m)
			l.inBytes, l.parsed = strings.EqualFold(m[3], "bytes"), m[4] != ""
		} else if m := exceedPhrase.FindStringSubmatch(text); m != nil {
			l.most, _ = strconv.Atoi(m[1])
			l.inBytes = true
		}
		for phrase, letters := range namedLetters {
			if strings.Contains(text, phrase) {
				l.letters = letters
			}
		}
		l.values = allowedWords(f.Name, text)
	case slices.Contains(f.Types, "Integer"):
		if m := rangePhrase.FindStringSubmatch(text); m != nil {
			bound(m)
		} else if zeroPhrase.MatchString(text) {
			l.values = []string{"0"}
		}
	case strings.HasPrefix(f.Types[0], "Array of "):
		if m := listPhrase.FindStringSubmatch(text); m != nil {
			bound(m)
		} else if m := mostPhrase.FindStringSubmatch(text); m != nil {
			l.most, _ = strconv.Atoi(m[1])
		}
	}
	return l
}

// allowedWords reads the closed list of values that a field that tells kinds
// has.
func allowedWords(name, text string) (words []string) {
	if !slices.Contains([]string{"type", "status", "source", "style"}, name) {
		return nil
	}
	if m := constPhrase.FindStringSubmatch(text); m != nil {
		return m[1:]
	}
	if m := choicePhrase.FindStringSubmatch(parenthesis.ReplaceAllString(text, "")); m != nil {
		for _, word := range quotedWord.FindAllStringSubmatch(m[1], -1) {
			words = append(words, word[1])
		}
	}
	return words
}

// limit checks a value of the right type against the limits of its field.
// beside gives the text of another field of the same object.
func (c *check) limit(path string, f *field, value any, beside func(string) string) {
	l := f.limits
	switch v := value.(type) {
	case string:
		c.limitText(path, f, v, beside)
	case []any:
		c.bound(path, l, len(v), "items")
	case int64:
		c.limitNumber(path, l, v)
	case json.Number:
		if n, err := v.Int64(); err == nil {
			c.limitNumber(path, l, n)
		}
	}
}

func (c *check) limitNumber(path string, l limits, n int64) {
	if len(l.values) > 0 && !slices.Contains(l.values, strconv.FormatInt(n, 10)) {
		c.fail(path, "it is %d, allowed is %s", n, strings.Join(l.values, ", "))
	}
	if l.most > 0 && (n < int64(l.least) || n > int64(l.most)) {
		c.fail(path, "it is %d, allowed are %d-%d", n, l.least, l.most)
	}
}

func (c *check) limitText(path string, f *field, text string, beside func(string) string) {
	l := f.limits
	if len(l.values) > 0 && !slices.Contains(l.values, text) {
		c.fail(path, "its value is none of %s", strings.Join(l.values, ", "))
	}
	if l.letters != nil && !l.letters.MatchString(text) {
		c.fail(path, "it has characters that are not allowed")
	}
	unit, n := "characters", utf8.RuneCountInString(text)
	switch {
	case l.inBytes:
		unit, n = "bytes", len(text)
	case l.parsed && beside != nil:
		mode := "parse_mode"
		if f.Name == "quote" || f.Name == "question" || f.Name == "explanation" {
			mode = f.Name + "_parse_mode"
		}
		plain, _, err := parseText(text, beside(mode))
		if err != nil && text != "" {
			return // what cannot be parsed is refused for that
		}
		n = utf8.RuneCountInString(plain)
	}
	c.bound(path, l, n, unit)
}

func (c *check) bound(path string, l limits, n int, unit string) {
	if l.most > 0 && (n < l.least || n > l.most) {
		c.fail(path, "it has %d %s, allowed are %d-%d", n, unit, l.least, l.most)
	}
}
