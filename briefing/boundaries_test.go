package briefing_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"wirebrief/briefing"
)

// TestBoundaries reads cases from testdata/boundaries.txt: a paragraph a line
// with a bar where one sentence ends and the next begins.
func TestBoundaries(t *testing.T) {
	file, err := os.ReadFile("testdata/boundaries.txt")
	if err != nil {
		t.Fatal(err)
	}
	language, rule, cases := "", "", 0
	for i, line := range strings.Split(string(file), "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		if heading, ok := strings.CutPrefix(line, "= "); ok {
			language, rule, _ = strings.Cut(heading, " ")
			language = strings.Trim(language, "-")
			continue
		}
		cases++
		t.Run(fmt.Sprintf("%s/line %d", rule, i+1), func(t *testing.T) {
			text := strings.ReplaceAll(strings.ReplaceAll(line, " | ", " "), "|", "")
			var got []string
			for _, s := range briefing.Sentences(text, language) {
				got = append(got, s.Of(text))
			}
			var want []string
			for s := range strings.SplitSeq(line, "|") {
				want = append(want, strings.TrimSpace(s))
			}
			if strings.Join(got, "|") != strings.Join(want, "|") {
				t.Errorf("got  %s\nwant %s", strings.Join(got, " | "), strings.Join(want, " | "))
			}
		})
	}
	if cases < 200 {
		t.Errorf("testdata/boundaries.txt has %d cases; some are missing", cases)
	}
}
