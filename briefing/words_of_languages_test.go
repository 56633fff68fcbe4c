package briefing_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// withLetters are the strings with letters that the steps may hold, by their
// file; "*" stands for all of a file. None is a word that another language would
// write in another way: those are fields of lang.Rules.
var withLetters = map[string][]string{
	// Keys of words, which texts and topics of all languages and scripts share.
	"alias_index.go": {"*"}, "endings.go": {"*"}, "keys.go": {"*"}, "name_keys.go": {"*"}, "normalise.go": {"*"}, "scan.go": {"*"},
	"sounds.go": {"*"}, "suggest.go": {"*"}, "topic_build.go": {"*"}, "topic_lexer.go": {"*"}, "topic_terms.go": {"*"}, "transliterate.go": {"*"},
	"word_set.go": {"s"},
	// What is said to people who type a topic, and addresses.
	"topic_error.go": {"*"}, "identity.go": {"*"}, "posts.go": {"http", "pic.", "t.co/"}, "figure_tokens.go": {"www"},
	"byline.go": {"www.", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
	// Entities of HTML.
	"amp.go": {"*"},
	// The tag of the language whose furniture is taken where none is recognised.
	"clean.go": {"en"},
	// Letters of the alphabet: the Turkish ı, vowels, Roman digits, labels of lists.
	"furniture.go": {"ı", "i", "+0123456789,.k "}, "marks.go": {"ı", "i", "I"}, "sentence_starts.go": {"IVXL", "AEIOUYaeiouy"}, "lists.go": {"b"},
	// Dates as ISO 8601 writes them, and zones of time, whose names are the same
	// in all languages.
	"dateline.go": {"t", "+-z", "ET", "IST", "CST", "UTC", "GMT", "Z", "WET", "BST", "WEST", "CET", "CEST", "EET", "EEST", "MSK", "TRT", "AZT",
		"AMT", "GET", "JST", "KST", "AEST", "AEDT", "EST", "EDT", "CDT", "MST", "MDT", "PST", "PDT"},
	// Powers of ten: "1.3e6", "1.3x10^6".
	"numbers.go": {"e", "x", "m"},
	// Values of the fields of a figure: units, directions, what became of people.
	"figure_context.go": {"up", "down", "°C", "°F", "km/h", "mph", "knots", "ha", "acres", "km²", "MW", "GW"},
	"money.go":          {"pence", "cents", "GBP", "KRW", "VND", "ZAR"}, "units.go": {"percentage points", "degrees"},
	"past_tolls.go": {"centuries"}, "harm.go": {"injured", "dead"}, "pick_figures.go": {"dead"},
	// The two genders.
	"gender.go": {"m", "f"}, "names.go": {"m", "f"},
}

// bounds are the ends of the alphabet, as in 'a' <= c && c <= 'z'.
var bounds = []string{"a", "z", "A", "Z"}

func TestStepsHoldNoWordsOfALanguage(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no Go files here (%v)", err)
	}
	held := make(map[string]bool)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, s := range lettersIn(t, file) {
			held[file+" "+s] = true
			if allowed := withLetters[file]; !slices.Contains(allowed, "*") && !slices.Contains(allowed, s) && !slices.Contains(bounds, s) {
				t.Errorf("%s holds %q: a word or ending of a language belongs in a field of lang.Rules", file, s)
			}
		}
	}
	for file, allowed := range withLetters {
		for _, s := range allowed {
			if s != "*" && !held[file+" "+s] {
				t.Errorf("withLetters lists %q for %s, which does not hold it", s, file)
			}
		}
	}
}

// lettersIn returns the strings and runes with letters that stand in a file.
func lettersIn(t *testing.T, file string) []string {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	ast.Inspect(parsed, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.BasicLit:
			if s, err := unquoted(n); err != nil {
				t.Errorf("%s: %s: %v", file, n.Value, err)
			} else if strings.ContainsFunc(s, unicode.IsLetter) {
				found = append(found, s)
			}
		}
		return true
	})
	return found
}

// unquoted is the text of a string or rune, empty for other literals.
func unquoted(l *ast.BasicLit) (string, error) {
	switch l.Kind {
	case token.STRING, token.CHAR:
		return strconv.Unquote(l.Value)
	}
	return "", nil
}
