package main

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// qualityVariable has TestQuality measure everything, and compare it with the
// table in QUALITY.md; "write" has it write the table anew.
const qualityVariable = "WIREBRIEF_QUALITY"

// qualityFile holds the table, between two marks.
const (
	qualityFile  = "briefing/QUALITY.md"
	qualityStart = "<!-- what `make quality` measured -->\n"
	qualityEnd   = "<!-- end of what was measured -->\n"
)

// A scorer measures the program on one set of articles that others annotated.
// It is a program in Python in the folder of outside data.
type scorer struct {
	// name is that of its folder, and data another set than its own.
	name, data string
	// small tells that it takes but a moment, so that every test run measures it.
	small    bool
	measures []measure
}

// A measure is one figure that a scorer prints.
type measure struct {
	key, what string
	// target is what it has to reach, or to stay at if lower is better.
	target float64
	lower  bool
}

// quoteMeasures are those of quotes, on whatever articles.
var quoteMeasures = []measure{
	{key: "joint5_f1", what: "quotes of five words and more, with the right mention of the speaker", target: .90},
	{key: "jointall_f1", what: "all quotes, with the right mention of the speaker", target: .82},
	{key: "name5_acc", what: "the right full name, on quotes of five words and more that were found", target: .82},
	{key: "p_at_r50", what: "precision of the half that the program is surest of", target: .98},
	violations,
}

var violations = measure{key: "violations", what: "what is no span of the article", lower: true}

var scorers = []scorer{
	{name: "quotes", small: true, measures: quoteMeasures},
	{name: "quotes", data: "train", measures: quoteMeasures},
	{name: "figures", small: true, measures: []measure{
		{key: "value_f1", what: "figures with the right value", target: .92},
		{key: "bound_f1", what: "and the right bound", target: .84},
		{key: "what_partial_f1", what: "value, and a word of what it counts", target: .80},
		{key: "what_complete_f1", what: "value, and all words of the unit", target: .76},
		{key: "empty_fp", what: "figures in sentences without one (57)", target: 6, lower: true},
		{key: "gum_digits_f1", what: "a number in digits and the noun it counts", target: .90},
		{key: "gum_words_f1", what: "a number in words and the noun it counts", target: .92},
		{key: "specs_english_f1", what: "made-up cases, English", target: .80},
		{key: "specs_turkish_f1", what: "made-up cases, Turkish", target: .70},
		violations,
	}},
	{name: "sentences", small: true, measures: []measure{
		{key: "f1", what: "ends of sentences in news", target: .985},
		{key: "golden", what: "golden rules (52)", target: 43},
		{key: "uncovered", what: "characters in no sentence", lower: true},
	}},
	{name: "headlines", small: true, measures: []measure{
		{key: "exact", what: "headlines of pages", target: .90},
	}},
	{name: "pages", measures: []measure{
		{key: "f1", what: "bodies of pages, runs of four words", target: .955},
		{key: "quotes_foreign", what: "quotes of five words and more that are not in the body (337)", lower: true, target: 7},
	}},
}

// of is the set in words.
func (s scorer) of() string { return strings.TrimSpace(s.name + " " + cmp.Or(s.data, "dev")) }

// score runs a scorer on this test binary as the program, and returns what its
// last line says.
func (s scorer) score(t *testing.T, folder string) map[string]string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	args := []string{filepath.Join(folder, s.name, "score.py"), "--cmd", self}
	if s.data != "" {
		args = append(args, "--data", filepath.Join(folder, s.name, "data", s.data))
	}
	command := exec.CommandContext(t.Context(), "python3", args...)
	command.Env = append(os.Environ(), programVariable+"=1")
	var out, stderr bytes.Buffer
	command.Stdout, command.Stderr = &out, &stderr
	if err := command.Run(); err != nil {
		t.Fatalf("measure %s: %v\n%s%s", s.of(), err, stderr.Bytes(), out.Bytes())
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	got := map[string]string{}
	for pair := range strings.FieldsSeq(lines[len(lines)-1]) {
		if key, value, ok := strings.Cut(pair, "="); ok {
			got[key] = value
		}
	}
	return got
}

// check compares one figure with its target.
func (m measure) check(t *testing.T, of, got string) {
	t.Helper()
	number, _, _ := strings.Cut(got, "/")
	value, err := strconv.ParseFloat(number, 64)
	switch {
	case err != nil:
		t.Errorf("%s: the scorer says nothing of %s", of, m.key)
	case m.lower && value > m.target:
		t.Errorf("%s: %s (%s) is %s, at most %v is wanted", of, m.key, m.what, got, m.target)
	case value < m.target && !m.lower:
		t.Errorf("%s: %s (%s) is %s, at least %v is wanted", of, m.key, m.what, got, m.target)
	}
}

// wanted is the target in words.
func (m measure) wanted() string {
	if m.lower {
		return fmt.Sprintf("at most %v", m.target)
	}
	return strconv.FormatFloat(m.target, 'f', -1, 64)
}

// TestQuality measures what is found in articles that others have annotated.
// These are not part of the project; see docs/data.md.
func TestQuality(t *testing.T) {
	folder := os.Getenv("WIREBRIEF_TESTDATA")
	if folder == "" {
		t.Skip("nothing is measured: set WIREBRIEF_TESTDATA to the folder that holds eval/, see docs/data.md")
	}
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skipf("nothing is measured: the scorers need Python 3 (%v)", err)
	}
	mode := os.Getenv(qualityVariable)
	var table strings.Builder
	table.WriteString("| measured on | key | what | wanted | measured |\n|---|---|---|---|---|\n")
	for _, s := range scorers {
		if mode == "" && !s.small {
			continue
		}
		got := s.score(t, filepath.Join(folder, "eval"))
		for _, m := range s.measures {
			m.check(t, s.of(), got[m.key])
			fmt.Fprintf(&table, "| %s | `%s` | %s | %s | %s |\n", s.of(), m.key, m.what, m.wanted(), got[m.key])
		}
	}
	if mode != "" {
		fmt.Print("\n", table.String(), "\n")
		compareQuality(t, table.String(), mode == "write")
	}
}

// compareQuality compares the table with what QUALITY.md says, or writes it
// there.
func compareQuality(t *testing.T, table string, write bool) {
	t.Helper()
	old, err := os.ReadFile(qualityFile)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begun := strings.Cut(string(old), qualityStart)
	said, after, ended := strings.Cut(rest, qualityEnd)
	switch {
	case !begun || !ended:
		t.Fatalf("%s has no room for the table, between %q and %q", qualityFile, qualityStart, qualityEnd)
	case said == table:
	case !write:
		t.Errorf("%s says something else; `make quality QUALITY=write` writes what was measured", qualityFile)
	default:
		if err := os.WriteFile(qualityFile, []byte(before+qualityStart+table+qualityEnd+after), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
