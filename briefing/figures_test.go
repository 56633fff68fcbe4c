package briefing_test

import (
	"cmp"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"wirebrief/briefing"
)

// figuresOf extracts the figures of an English text taken as it is.
func figuresOf(text string) []briefing.Figure {
	return briefing.Extract(briefing.Article{Text: text, Lang: "en"}, briefing.Options{All: true, Verbatim: true}).Figures
}

// describeFigure writes a figure of a text the way testdata/figures.txt does.
// With source and clause it says who gives the figure and what it is shown in.
func describeFigure(f briefing.Figure, text string, source, clause bool) string {
	value := describeNumber(f.Value)
	if f.HasHigh() {
		value += ".." + describeNumber(f.High)
	}
	parts := []string{f.Text, value}
	for _, p := range [...][2]string{
		{"unit ", f.Unit}, {"bound ", f.Qualifier}, {"counts ", f.Counts}, {"rate ", f.Rate}, {"", f.Direction}, {"as of ", f.AsOf},
	} {
		if p[1] != "" {
			parts = append(parts, p[0]+p[1])
		}
	}
	if f.Casualty {
		parts = append(parts, "casualty")
	}
	if f.Confidence < 0.05 {
		parts = append(parts, "untrue")
	}
	if source {
		parts = append(parts, "source "+cmp.Or(f.Source, "nobody"))
	}
	if clause {
		parts = append(parts, "clause "+f.Clause.Of(text))
	}
	return strings.Join(parts, " | ")
}

func describeNumber(v float64) string {
	if math.Abs(v) < 1 && v != 0 {
		return strconv.FormatFloat(v, 'g', 6, 64)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// TestFigures reads cases from testdata/figures*.txt: a sentence on a line of
// its own, then a line for each figure expected, set in by a tab. A sentence
// without such lines has no figure.
func TestFigures(t *testing.T) { testFigureCases(t, "figures", "en") }

// testFigureCases compares the figures of the sentences in the files of one
// language with the lines under them.
func testFigureCases(t *testing.T, prefix, language string) {
	files, err := filepath.Glob("testdata/" + prefix + "*.txt")
	if err != nil || len(files) < 2 {
		t.Fatalf("case files %v, %v", files, err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
			file, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			cases := splitCases(string(file))
			if len(cases) < 10 {
				t.Errorf("%s has %d cases; some are missing", name, len(cases))
			}
			for _, c := range cases {
				if got, want := figureLines(c, language); got != want {
					t.Errorf("%s\ngot:\n\t%s\nwant:\n\t%s", c[0], got, want)
				}
			}
		})
	}
}

// figureLines are the figures of a case, a sentence and its figures, as they are
// found and as they are wanted.
func figureLines(c []string, language string) (got, want string) {
	want = strings.Join(c[1:], "\n\t")
	source, clause := strings.Contains(want, " | source "), strings.Contains(want, " | clause ")
	e := briefing.Extract(briefing.Article{Text: c[0], Lang: language}, briefing.Options{All: true, Verbatim: true})
	var lines []string
	for _, f := range e.Figures {
		lines = append(lines, describeFigure(f, c[0], source, clause))
	}
	return strings.Join(lines, "\n\t"), want
}

// splitCases parts lines into cases, each a sentence and its figures.
func splitCases(block string) [][]string {
	var cases [][]string
	for line := range strings.SplitSeq(block, "\n") {
		switch figure, ok := strings.CutPrefix(line, "\t"); {
		case ok && len(cases) > 0:
			last := len(cases) - 1
			cases[last] = append(cases[last], figure)
		case line != "" && line[0] != '#':
			cases = append(cases, []string{line})
		}
	}
	return cases
}

func TestDeniedTollIsNone(t *testing.T) {
	for text, want := range map[string]bool{
		"Police said it was not true that 12 people had died.":               false,
		"There was no truth in reports that 12 people had died, Oakes said.": false,
		"The claim that 12 people were killed is false, the office said.":    false,
		"After a false alarm in the town, 12 people were killed.":            true,
		"Police said that 12 people had died.":                               true,
	} {
		for _, f := range figuresOf(text) {
			if f.Casualty != want || (f.Confidence >= 0.5) != want {
				t.Errorf("%s: casualty %v, confidence %v", text, f.Casualty, f.Confidence)
			}
		}
		if len(figuresOf(text)) != 1 {
			t.Errorf("%s: want one figure", text)
		}
	}
}

func TestFigureSource(t *testing.T) {
	text := "Transport Minister John Oakes spoke on Monday. Oakes said some 1,400 workers were idle.\n" +
		"“We lost 300 crates in one night,” said Ana Varga, a crane driver.\nAbout 40 lorries were waiting.\n" +
		"Oakes said that the gates of the eastern quay had been opened again for every ship that was able to show its papers, while the other side spoke of 12 vans on the road to Castell and of a queue that nobody in the valley could remember."
	want := map[string]string{
		"some 1,400 workers": "John Oakes, Transport Minister",
		"300 crates":         "Ana Varga, a crane driver",
		"About 40 lorries":   "",
		"12 vans":            "",
	}
	for _, f := range figuresOf(text) {
		if w, ok := want[f.Text]; ok && f.Source != w {
			t.Errorf("%q: source %q, want %q", f.Text, f.Source, w)
		}
		delete(want, f.Text)
	}
	if len(want) > 0 {
		t.Errorf("not found: %v", want)
	}
}

func TestFigureConfidence(t *testing.T) {
	// Each text's figure ranks above the one after it.
	texts := []string{
		"A blast killed 12 people.",
		"At least 400 villagers left.",
		"There were 37 grain ships.",
		"The tower is 80 metres high.",
		"It lasted more than 25 years.",
	}
	last := math.Inf(1)
	for _, text := range texts {
		figures := figuresOf(text)
		if len(figures) != 1 {
			t.Fatalf("%q: %d figures", text, len(figures))
		}
		if c := figures[0].Confidence; c >= last {
			t.Errorf("%q: confidence %.2f is not below %.2f", text, c, last)
		} else {
			last = c
		}
	}
}

func TestShownFigures(t *testing.T) {
	// Whether the figure of that text is certain enough to be shown.
	for text, want := range map[string]bool{
		"A 6.1-magnitude quake was felt in Lorne.":  true,
		"The bill passed 217-213 in the evening.":   true,
		"The Gulls beat the Terns 121-117 at home.": false,
		"It was 41.3C in the shade.":                true,
		"The village lies 15 km from the line.":     false,
		"Nobody lives in Room 12C of the old mill.": false,
		"Sales were 300 lamps.":                     true,
		"Up from 1,900 a year ago.":                 false,
	} {
		shown := false
		for _, f := range figuresOf(text) {
			shown = shown || f.Confidence >= 0.5
		}
		if shown != want {
			t.Errorf("%s: shown %v, want %v", text, shown, want)
		}
	}
}

func TestFigureSourceIsOfItsClause(t *testing.T) {
	found := figuresOf("Police said 35,000 people took part; the organisers spoke of 100,000 marchers.")
	if len(found) != 2 || found[0].Source == "" || found[1].Source != "" {
		t.Errorf("got %+v", found)
	}
}

func TestFiguresOfOtherLanguages(t *testing.T) {
	e := briefing.Extract(briefing.Article{Text: "Im Hafen warten 37 Schiffe.", Lang: "de"}, briefing.Options{All: true, Verbatim: true})
	if len(e.Figures) > 0 {
		t.Errorf("figures without rules: %v", e.Figures)
	}
}

// checkFigures fails unless the figures of a text hold together.
func checkFigures(t *testing.T, text string, figures []briefing.Figure) {
	t.Helper()
	end := 0
	for _, f := range figures {
		switch {
		case f.Start < end || f.End > len(text) || f.Start >= f.End || f.Text != text[f.Start:f.End]:
			t.Fatalf("span %v does not hold %q after %d", f.Span, f.Text, end)
		case !f.Clause.Contains(f.Span) || f.Clause.End > len(text):
			t.Fatalf("clause %v does not hold the figure %v", f.Clause, f.Span)
		case math.IsInf(f.Value, 0) || math.IsNaN(f.Value) || math.IsInf(f.High, 0) || math.IsNaN(f.High):
			t.Fatalf("%q has no finite value", f.Text)
		case f.Confidence < 0 || f.Confidence > 1:
			t.Fatalf("%q has confidence %v", f.Text, f.Confidence)
		case !strings.Contains(text, f.Counts) || !strings.Contains(text, f.Qualifier) || !strings.Contains(text, f.AsOf) || !strings.Contains(text, f.Rate):
			t.Fatalf("%+v has words that do not stand in the text", f)
		}
		end = f.End
	}
}

func FuzzFigures(f *testing.F) {
	for _, s := range []string{
		sampleReport, "between 20 and 30 — 40-50%, $5m (€4.6m)", "1,234,56 1.2.3 10:30 ½ 4½ 1/2 3/0", "two and a half million million million",
		"HK $5.4m Y=100 $US113 $-50.8bn −5 -5", "minus one hundred and a half of", "“at least 5 (people” said 7) 1\u00a0000 2\u202f000", "Nov. 5-6, 2020 5 of",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e := briefing.Extract(briefing.Article{Text: text, Lang: "en"}, briefing.Options{All: true, Verbatim: true})
		checkFigures(t, e.Article.Text, e.Figures)
	})
}

func TestFiguresLargeInput(t *testing.T) {
	const n = 1 << 18
	for _, unit := range []string{
		"7", ",", "1-", "1,", "1 ", "a ", "$", "1/2 ", "million ", "hundred and ", "“1 ", "1 to ", "between ", "at least ", "no more than ", "(1 ", "Nov. 5 ",
		"12 people, including ", "1.", "1:", "two-", "of 1 ", "5 men killed ", "\u00a0", "é",
	} {
		t.Run(fmt.Sprintf("%q", unit), func(t *testing.T) {
			text := strings.Repeat(unit, n/len(unit))
			checkFigures(t, text, figuresOf(text))
		})
	}
}

func BenchmarkFigures(b *testing.B) {
	b.SetBytes(int64(len(sampleReport)))
	b.ReportAllocs()
	for b.Loop() {
		figuresOf(sampleReport)
	}
}
