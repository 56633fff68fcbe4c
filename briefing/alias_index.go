package briefing

import (
	"slices"
	"strings"
	"sync"

	"wirebrief/briefing/aliases"
)

// An aliasGroup is a group of spellings in index keys.
type aliasGroup struct {
	name      string
	spellings []aliasSpelling
	with      [][]string
}

type aliasSpelling struct {
	text      string
	ambiguous bool
	runs      [][]string
}

// aliasLookup finds the group of what was typed.
type aliasLookup struct {
	groups []*aliasGroup
	// byRun finds a group by the keys of a spelling, joined by spaces.
	byRun map[string]*aliasGroup
	// longest is the number of keys of the longest spelling.
	longest int
}

// aliasIndex is the built-in list, prepared at first use.
var aliasIndex = sync.OnceValue(func() *aliasLookup { return newAliasLookup(aliases.Builtin()) })

func newAliasLookup(groups []aliases.Group) *aliasLookup {
	lookup := &aliasLookup{byRun: map[string]*aliasGroup{}}
	for _, g := range groups {
		group := &aliasGroup{name: g.Name()}
		for _, word := range g.Context {
			group.with = append(group.with, spellingRuns(scanAll(compose(word)))...)
		}
		for _, s := range g.Spellings {
			words := scanAll(compose(s.Text))
			spelling := aliasSpelling{text: s.Text, ambiguous: s.Ambiguous, runs: spellingRuns(words)}
			group.spellings = append(group.spellings, spelling)
			lookup.add(group, words, spelling.runs)
		}
		lookup.groups = append(lookup.groups, group)
	}
	return lookup
}

// spellingRuns are the runs of keys of a spelling.
func spellingRuns(words []scannedWord) [][]string {
	if len(words) != 1 {
		return runsOf(words)
	}
	var runs [][]string
	for _, key := range literalKeys(&words[0]) {
		runs = append(runs, []string{key})
	}
	return runs
}

// add makes a group known by a spelling. The first group to claim a run keeps
// it.
func (l *aliasLookup) add(group *aliasGroup, words []scannedWord, runs [][]string) {
	if words[0].script == cyrillic && len(words) == 1 {
		runs = runs[:1] // Алиева is an Aliyev's genitive in texts; typed, it is a woman
	}
	for _, run := range runs {
		l.claim(group, run)
	}
	if len(words) == 1 && words[0].caps && !capitalHomographs[words[0].folded] {
		l.claim(group, []string{words[0].folded}) // imf is typed for IMF
	}
}

func (l *aliasLookup) claim(group *aliasGroup, run []string) {
	key := strings.Join(run, " ")
	if l.byRun[key] == nil {
		l.byRun[key] = group
	}
	l.longest = max(l.longest, len(run))
}

// capitalHomographs are acronyms that are common words in small letters:
// typed so, they are taken for the words.
var capitalHomographs = setOf("us who it is un")

// find returns the group that has a spelling with these keys.
func (l *aliasLookup) find(run []string) (*aliasGroup, bool) {
	g, ok := l.byRun[strings.Join(run, " ")]
	return g, ok
}

// aliasAt returns the group of the longest spelling that the items begin
// with, and how many items it takes; size is 0 for none. Phrases have no
// aliases.
func aliasAt(items []topicItem) (group *aliasGroup, size int) {
	lookup := aliasIndex()
	var words []scannedWord
	for i, it := range items {
		if it.kind != wordItem || i > 0 && (it.excluded || items[0].excluded) {
			break
		}
		if words = append(words, it.words...); len(words) > lookup.longest {
			break
		}
		for _, run := range spellingRuns(words) {
			if g, ok := lookup.find(run); ok {
				group, size = g, i+1
				break
			}
		}
	}
	return group, size
}

// term is the term of the group when typed was typed: what was typed, and all
// spellings, ambiguous ones only beside their context.
func (g *aliasGroup) term(first topicItem, typed []topicItem) Term {
	var t Term
	var words []scannedWord
	for _, it := range typed {
		words = append(words, it.words...)
	}
	for _, run := range spellingRuns(words) {
		t.add(run)
	}
	if len(words) == 1 && !isAcronym(&words[0]) {
		addAcross(&t, &words[0])
	}
	for _, s := range g.spellings {
		for _, run := range s.runs {
			a := Alternative{Keys: run}
			if s.ambiguous {
				a.With = g.with
			}
			t.addAlternative(a)
		}
	}
	return t
}

// shownSpellings is how many other spellings a group shows.
const shownSpellings = 3

// also are the main spellings beside what was typed, without those that only
// add words to another.
func (g *aliasGroup) also(typed []topicItem) []string {
	shown := []string{}
	for _, it := range typed {
		shown = append(shown, fold(it.text))
	}
	mine := strings.Join(shown, " ")
	var also []string
	for _, s := range g.spellings {
		if folded := fold(s.text); folded != mine && !slices.Contains(also, s.text) {
			also = append(also, s.text)
		}
		if len(also) == shownSpellings {
			break
		}
	}
	return also
}

// Aliases returns the names of the built-in aliases, and their other spellings,
// for suggestions. The list is shared: do not change it.
func Aliases() []string { return aliasNames() }

var aliasNames = sync.OnceValue(func() []string {
	var names []string
	for _, g := range aliasIndex().groups {
		for _, s := range g.spellings {
			names = append(names, s.text)
		}
	}
	return names
})
