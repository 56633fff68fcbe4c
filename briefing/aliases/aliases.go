// Package aliases holds other spellings of places, organisations and people:
// karabakh is also qarabağ, карабах and artsakh. The list is data, the file
// aliases.txt, which says at its top where it comes from and how to add to
// it. Operators write their own in the same form.
package aliases

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed aliases.txt
var builtin string

// A Group holds the spellings of one thing. The first spelling is its name;
// the main ones stand first.
type Group struct {
	Spellings []Spelling
	// Context holds words one of which must stand beside an ambiguous
	// spelling. Empty only if no spelling is ambiguous.
	Context []string
}

// A Spelling is one way to write the name of a Group.
type Spelling struct {
	Text string
	// Ambiguous marks what means other things too, such as jordan. It finds
	// an article only beside a word of the group's Context, unless it is
	// what the reader typed.
	Ambiguous bool
}

// Name is the first spelling.
func (g Group) Name() string { return g.Spellings[0].Text }

// Builtin returns the built-in groups. It panics if the embedded file is
// broken, which its test rules out. The groups are shared: do not change them.
var Builtin = sync.OnceValue(func() []Group {
	groups, err := Parse(builtin)
	if err != nil {
		panic(err)
	}
	return groups
})

// Parse reads groups, one a line:
//
//	name | spelling | spelling? : context, context
//
// A question mark marks an ambiguous spelling, which needs a context. Empty
// lines and lines that begin with # are skipped. An error names the line.
func Parse(text string) ([]Group, error) {
	var groups []Group
	lines := map[string]int{}
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		g, err := parseGroup(line)
		if err != nil {
			return nil, fmt.Errorf("aliases, line %d: %w", number, err)
		}
		for _, s := range g.Spellings {
			if first := lines[s.Text]; first > 0 {
				return nil, fmt.Errorf("aliases, line %d: %q stands in line %d already; keep one of them", number, s.Text, first)
			}
			lines[s.Text] = number
		}
		groups = append(groups, g)
	}
	return groups, nil
}

func parseGroup(line string) (Group, error) {
	names, context, hasContext := strings.Cut(line, ":")
	var g Group
	ambiguous := false
	for text := range strings.SplitSeq(names, "|") {
		text, unsure := strings.CutSuffix(strings.TrimSpace(text), "?")
		if text == "" {
			return Group{}, fmt.Errorf("a spelling is empty; remove the extra |")
		}
		g.Spellings = append(g.Spellings, Spelling{Text: text, Ambiguous: unsure})
		ambiguous = ambiguous || unsure
	}
	if hasContext {
		for word := range strings.SplitSeq(context, ",") {
			if word = strings.TrimSpace(word); word != "" {
				g.Context = append(g.Context, word)
			}
		}
	}
	switch {
	case len(g.Spellings) < 2:
		return Group{}, fmt.Errorf("%q has no other spelling; add one after |", g.Name())
	case ambiguous && len(g.Context) == 0:
		return Group{}, fmt.Errorf("%q has an ambiguous spelling; add words after : that tell it apart", g.Name())
	case !ambiguous && hasContext:
		return Group{}, fmt.Errorf("%q has a context but no spelling with a question mark", g.Name())
	}
	return g, nil
}
