package briefing_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"wirebrief/briefing"
)

// A goldenCase is one article and what must come of it; testdata/README.md
// describes the format.
type goldenCase struct {
	name  string
	given map[string]string
	want  map[string]string
}

// given are the sections that are put in; all others are compared.
var givenSections = map[string]bool{"article": true, "title": true, "declared language": true}

func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no case in testdata/*.txtar (%v)", err)
	}
	known := knownFailures(t)
	for _, file := range files {
		for _, c := range readCases(t, file) {
			t.Run(c.name, func(t *testing.T) {
				diff := c.run()
				switch listed := known[c.name]; {
				case listed && len(diff) == 0:
					t.Errorf("this case passes now: take %q out of testdata/known_failures.txt", c.name)
				case !listed && len(diff) > 0:
					t.Error(strings.Join(diff, "\n"))
				}
				delete(known, c.name)
			})
		}
	}
	for name := range known {
		t.Errorf("testdata/known_failures.txt lists %q, which is no case", name)
	}
}

func TestCleaningAgainChangesNothing(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txtar")
	for _, file := range files {
		for _, c := range readCases(t, file) {
			t.Run(c.name, func(t *testing.T) {
				once := briefing.Clean(briefing.Article{Title: c.given["title"], Text: c.given["article"]})
				if twice := briefing.Clean(once); twice != once {
					t.Errorf("got %+v\nand then %+v", once, twice)
				}
			})
		}
	}
}

// knownFailures reads the list of cases that are known to fail.
func knownFailures(t *testing.T) map[string]bool {
	b, err := os.ReadFile("testdata/known_failures.txt")
	if err != nil {
		t.Fatal(err)
	}
	known := make(map[string]bool)
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			known[line] = true
		}
	}
	return known
}

// readCases reads the cases of one file, parted by "case" sections.
func readCases(t *testing.T, file string) []goldenCase {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	base := strings.TrimSuffix(filepath.Base(file), ".txtar")
	cases := []goldenCase{{name: base, given: map[string]string{}, want: map[string]string{}}}
	for _, f := range archive.Files {
		c := &cases[len(cases)-1]
		if name, ok := strings.CutPrefix(f.Name, "case "); ok {
			if len(c.given) > 0 {
				cases = append(cases, goldenCase{given: map[string]string{}, want: map[string]string{}})
				c = &cases[len(cases)-1]
			}
			c.name = base + "/" + strings.ReplaceAll(name, " ", "_")
			continue
		}
		sections := c.want
		if givenSections[f.Name] {
			sections = c.given
		}
		if _, ok := sections[f.Name]; ok {
			t.Fatalf("%s: case %s has two sections %q; does a \"case\" line lack before the second?", file, c.name, f.Name)
		}
		sections[f.Name] = strings.TrimRight(string(f.Data), "\n")
	}
	for _, c := range cases {
		if c.given["article"]+c.given["title"] == "" || len(c.want) == 0 {
			t.Fatalf("%s: case %s needs an article and something that must come of it", file, c.name)
		}
	}
	return cases
}

// run composes the article and says where the outcome differs.
func (c *goldenCase) run() []string {
	a := briefing.Article{
		Title: strings.TrimSpace(c.given["title"]), Text: c.given["article"],
		Lang: strings.TrimSpace(c.given["declared language"]),
	}
	var diff []string
	for section, want := range c.want {
		got, ok := outcome(a, section)
		if !ok {
			diff = append(diff, fmt.Sprintf("unknown section %q: testdata/README.md lists them", section))
		} else if want = strings.TrimSpace(want); got != want {
			diff = append(diff, fmt.Sprintf("-- %s --\ngot:\n%s\nwant:\n%s", section, got, want))
		}
	}
	return diff
}

// outcome is what comes of an article, as a section says it.
func outcome(a briefing.Article, section string) (string, bool) {
	all := briefing.Compose(a, briefing.Options{All: true})
	shown := briefing.Compose(a, briefing.Options{})
	art := all.Article
	var out []string
	switch section {
	case "headline":
		return art.Title, true
	case "byline":
		return art.Byline, true
	case "publisher":
		return art.Publisher, true
	case "published":
		return dateText(art.Published), true
	case "updated":
		return dateText(art.Updated), true
	case "language":
		return art.Lang, true
	case "text":
		return art.Text, true
	case "sentences":
		for _, s := range briefing.Sentences(art.Text, art.Lang) {
			out = append(out, s.Of(art.Text))
		}
	case "quotes", "shown quotes":
		quotes := shown.Quotes
		if section == "quotes" {
			quotes = all.Quotes
		}
		for _, q := range quotes {
			if q.Confidence >= 0.5 {
				out = append(out, quoteText(q))
			}
		}
	case "clauses":
		for _, q := range shown.Quotes {
			out = append(out, q.Clause.Of(art.Text))
		}
	case "figures", "shown figures":
		figures := shown.Figures
		if section == "figures" {
			figures = all.Figures
		}
		for _, f := range figures {
			if f.Confidence >= 0.5 {
				out = append(out, figureText(f))
			}
		}
	case "figure details":
		for _, f := range all.Figures {
			if f.Confidence >= 0.5 {
				out = append(out, strings.Join([]string{f.Text, f.Qualifier, f.Rate, f.Direction, f.AsOf, cmp.Or(f.Source, "nobody")}, " | "))
			}
		}
	case "figure clauses":
		for _, f := range shown.Figures {
			out = append(out, f.Clause.Of(art.Text))
		}
	case "denials", "shown denials":
		denials := shown.Denials
		if section == "denials" {
			denials = all.Denials
		}
		for _, d := range denials {
			out = append(out, d.Text)
		}
	case "notes":
		for _, n := range shown.Notes {
			out = append(out, n.Of(art.Text))
		}
	default:
		return "", false
	}
	return strings.Join(out, "\n"), true
}

func quoteText(q briefing.Quote) string {
	return fmt.Sprintf("%s | %s | %s | %q", q.Speaker, q.Role, q.Cue, q.Text)
}

func figureText(f briefing.Figure) string {
	value := number(f.Value)
	if f.HasHigh() {
		value += " to " + number(f.High)
	}
	return fmt.Sprintf("%s | %s | %s | %s", f.Text, value, f.Unit, f.Counts)
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func dateText(t time.Time) string {
	if t.IsZero() {
		return "unknown"
	}
	return t.Format(time.RFC3339)
}
