package aliases_test

import (
	"strings"
	"testing"

	"wirebrief/briefing/aliases"
)

func TestParse(t *testing.T) {
	groups, err := aliases.Parse("# comment\n\nellery | Эллери\n lorne? | Лорн : valley, river \n")
	if err != nil {
		t.Fatal(err)
	}
	if len(groups) != 2 || groups[0].Name() != "ellery" || groups[0].Spellings[1].Text != "Эллери" {
		t.Fatalf("groups %+v", groups)
	}
	g := groups[1]
	if !g.Spellings[0].Ambiguous || g.Spellings[1].Ambiguous || strings.Join(g.Context, ";") != "valley;river" {
		t.Errorf("group %+v", g)
	}
}

func TestParseErrors(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"Twice", "a | b\nc | b", `line 2: "b" stands in line 1`},
		{"TwiceInOneLine", "a | a", `line 1: "a" stands in line 1`},
		{"Empty", "a | | b", "line 1: a spelling is empty"},
		{"Alone", "a", `"a" has no other spelling`},
		{"AmbiguousWithoutContext", "a? | b", "ambiguous spelling"},
		{"ContextWithoutAmbiguous", "a | b : c", "no spelling with a question mark"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := aliases.Parse(tt.in)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Parse(%q): %v, want %q", tt.in, err, tt.want)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add("a | b? : c, d\n# e")
	f.Fuzz(func(t *testing.T, s string) {
		groups, err := aliases.Parse(s)
		if err != nil {
			return
		}
		for _, g := range groups {
			if len(g.Spellings) < 2 || g.Name() == "" {
				t.Fatalf("group %+v", g)
			}
		}
	})
}
