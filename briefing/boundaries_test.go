package briefing_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"wirebrief/briefing"
)

// A boundaryCase is a paragraph with bars where one sentence ends and the next
// begins.
type boundaryCase struct {
	language, rule string
	line           int
	text           string
}

// TestBoundaries reads cases from testdata/boundaries.txt: a paragraph a line
// with a bar where one sentence ends and the next begins.
func TestBoundaries(t *testing.T) {
	cases := readBoundaries(t)
	for _, c := range cases {
		t.Run(fmt.Sprintf("%s/line %d", c.rule, c.line), func(t *testing.T) {
			if got, want := c.sentences(); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
	if len(cases) < 200 {
		t.Errorf("testdata/boundaries.txt has %d cases; some are missing", len(cases))
	}
}

func readBoundaries(t *testing.T) []boundaryCase {
	file, err := os.ReadFile("testdata/boundaries.txt")
	if err != nil {
		t.Fatal(err)
	}
	language, rule := "", ""
	var cases []boundaryCase
	for i, line := range strings.Split(string(file), "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		if heading, ok := strings.CutPrefix(line, "= "); ok {
			language, rule, _ = strings.Cut(heading, " ")
			language = strings.Trim(language, "-")
			continue
		}
		cases = append(cases, boundaryCase{language, rule, i + 1, line})
	}
	return cases
}

// sentences are those of the paragraph as they are found and as they are wanted.
func (c *boundaryCase) sentences() (got, want string) {
	text := strings.ReplaceAll(strings.ReplaceAll(c.text, " | ", " "), "|", "")
	var found, wanted []string
	for _, s := range briefing.Sentences(text, c.language) {
		found = append(found, s.Of(text))
	}
	for s := range strings.SplitSeq(c.text, "|") {
		wanted = append(wanted, strings.TrimSpace(s))
	}
	return strings.Join(found, " | "), strings.Join(wanted, " | ")
}
