package briefing_test

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"wirebrief/briefing/lang"
)

var update = flag.Bool("update", false, "find a case for each table of rules anew and write testdata/tables.txt")

// tablesFile names for each table of the rules a golden case that fails without
// it, a line each.
const tablesFile = "testdata/tables.txt"

// A ruleTable is one table of the rules of a language: a list, a set, a switch,
// or the words that share a class, kind or role.
type ruleTable struct {
	name string
	// empty takes the table away and returns what puts it back.
	empty func() (restore func())
}

// A provingCase is any golden case, by the name that it has in tables.txt.
type provingCase struct {
	name   string
	passes func() bool
}

// TestEveryTableHasACase takes each table of each language away and runs the
// case that tables.txt names for it, which must fail then.
func TestEveryTableHasACase(t *testing.T) {
	cases := provingCases(t)
	proofs := readProofs(t)
	tables := append(tablesOf(t, lang.For("en")), tablesOf(t, lang.For("tr"))...)
	if *update {
		proofs = findProofs(tables, cases, proofs)
		writeProofs(t, tables, proofs)
	}
	byName := make(map[string]provingCase, len(cases))
	for _, c := range cases {
		byName[c.name] = c
	}
	for _, table := range tables {
		t.Run(table.name, func(t *testing.T) {
			c, ok := byName[proofs[table.name]]
			switch {
			case proofs[table.name] == "":
				t.Errorf("%s names no case: write one that needs this table, then run with -update", tablesFile)
			case !ok:
				t.Errorf("%s names %q, which is no case", tablesFile, proofs[table.name])
			case !c.passes():
				t.Errorf("%q fails with the table in place", c.name)
			case !table.proved(c):
				t.Errorf("%q passes without the table: run with -update, or write a case that needs it", c.name)
			}
			delete(proofs, table.name)
		})
	}
	for name := range proofs {
		t.Errorf("%s lists %q, which is no table that holds anything", tablesFile, name)
	}
}

// proved reports whether a case fails without the table.
func (r *ruleTable) proved(c provingCase) bool {
	defer r.empty()()
	return !c.passes()
}

// tablesOf lists the tables of a language that hold anything.
func tablesOf(t *testing.T, r *lang.Rules) []ruleTable {
	w := tableWalk{t: t, rules: r, constants: langConstants(t)}
	subjects := reflect.ValueOf(r).Elem()
	for i := range subjects.NumField() {
		if f := subjects.Field(i); f.Kind() == reflect.Struct { // Tag and Name are no rules
			w.subject(f, r.Tag+" "+subjects.Type().Field(i).Name+".")
		}
	}
	w.classes()
	return w.tables
}

// A tableWalk gathers the tables of a language.
type tableWalk struct {
	t         *testing.T
	rules     *lang.Rules
	constants map[string][]ruleConstant
	tables    []ruleTable
}

// inner are the unexported fields of the rules: words of speech, which classes
// goes through, and what finds words fast.
var inner = map[string]bool{"words": true, "table": true, "sieve": true}

// subject adds the tables that are fields of the rules of one subject.
func (w *tableWalk) subject(v reflect.Value, name string) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		switch {
		case !f.IsExported():
			if !inner[f.Name] {
				w.t.Errorf("%s%s is a field that this test does not know", name, f.Name)
			}
		case v.Field(i).IsZero():
		case v.Field(i).Type() == reflect.TypeFor[map[string]*lang.NumberWord]():
			w.numberWords(name + f.Name)
		case f.Type.Kind() == reflect.Map && w.constants[f.Type.Elem().Name()] != nil:
			w.values(v.Field(i), name+f.Name+".")
		default:
			w.add(name+f.Name, func() func() { return swap(v.Field(i), reflect.Zero(f.Type)) })
		}
	}
}

func (w *tableWalk) add(name string, empty func() func()) {
	w.tables = append(w.tables, ruleTable{name, empty})
}

// swap sets a field and returns what sets it back.
func swap(field, to reflect.Value) (restore func()) {
	was := reflect.ValueOf(field.Interface())
	field.Set(to)
	return func() { field.Set(was) }
}

// values adds a table for each constant that the entries of a map have.
func (w *tableWalk) values(field reflect.Value, name string) {
	for _, c := range w.constants[field.Type().Elem().Name()] {
		rest := reflect.MakeMap(field.Type())
		for _, key := range field.MapKeys() {
			if e := field.MapIndex(key); e.Uint() != c.value {
				rest.SetMapIndex(key, e)
			}
		}
		if rest.Len() < field.Len() {
			w.add(name+c.name, func() func() { return swap(field, rest) })
		}
	}
}

// classes adds a table for each class of the words of speech.
func (w *tableWalk) classes() {
	speech := &w.rules.Speech
	for _, c := range w.constants["Class"] {
		if _, lose := speech.Without(lang.Class(c.value)); lose > 0 {
			w.add(w.rules.Tag+" Speech."+c.name, func() func() {
				was := *speech
				*speech, _ = speech.Without(lang.Class(c.value))
				return func() { *speech = was }
			})
		}
	}
}

// numberWords adds a table for each kind and role of the words around numbers,
// and one for whatever else is known of them.
func (w *tableWalk) numberWords(name string) {
	entry := reflect.TypeFor[lang.NumberWord]()
	for i := range entry.NumField() {
		f := entry.Field(i)
		name := name + "." + f.Name
		masks := []ruleConstant{{name: name, value: ^uint64(0)}}
		if bits := w.constants[f.Type.Name()]; bits != nil {
			masks = masks[:0]
			for _, c := range bits {
				masks = append(masks, ruleConstant{strings.TrimSuffix(name, f.Name) + c.name, c.value})
			}
		}
		for _, mask := range masks {
			if w.clear(i, mask.value)() {
				w.add(mask.name, func() func() { restore := w.clear(i, mask.value); return func() { restore() } })
			}
		}
	}
}

// clear takes bits out of a field of all words around numbers, or the whole of
// a field that is no set of bits. What it returns puts them back and reports
// whether there were any.
func (w *tableWalk) clear(i int, bits uint64) (restore func() bool) {
	words := w.rules.Numbers.Words
	was := make(map[string]lang.NumberWord)
	for key, word := range words {
		field := reflect.ValueOf(word).Elem().Field(i)
		if field.CanUint() && field.Uint()&bits == 0 || field.IsZero() {
			continue
		}
		was[key] = *word
		if field.CanUint() {
			field.SetUint(field.Uint() &^ bits)
		} else {
			field.SetZero()
		}
	}
	return func() bool {
		for key, word := range was {
			*words[key] = word
		}
		return len(was) > 0
	}
}

// provingCases gathers the golden cases of all files. The name of one that is a
// line is that line.
func provingCases(t *testing.T) []provingCase {
	var cases []provingCase
	archives, _ := filepath.Glob("testdata/*.txtar")
	for _, file := range archives {
		for _, c := range readCases(t, file) {
			cases = append(cases, provingCase{c.name, func() bool { return len(c.run()) == 0 }})
		}
	}
	for prefix, language := range map[string]string{"figures": "en", "turkish_figures": "tr"} {
		files, _ := filepath.Glob("testdata/" + prefix + "*.txt")
		for _, file := range files {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			base := strings.TrimSuffix(filepath.Base(file), ".txt")
			for _, c := range splitCases(string(b)) {
				cases = append(cases, provingCase{base + "/" + c[0], func() bool { got, want := figureLines(c, language); return got == want }})
			}
		}
	}
	for _, c := range readBoundaries(t) {
		cases = append(cases, provingCase{"boundaries/" + c.text, func() bool { got, want := c.sentences(); return got == want }})
	}
	slices.SortStableFunc(cases, func(a, b provingCase) int { return cmp.Compare(a.name, b.name) })
	return cases
}

// readProofs reads tables.txt: the case by the name of the table.
func readProofs(t *testing.T) map[string]string {
	b, err := os.ReadFile(tablesFile)
	if err != nil {
		t.Fatal(err)
	}
	proofs := make(map[string]string)
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		table, name, ok := strings.Cut(line, " | ")
		if !ok || proofs[table] != "" {
			t.Fatalf("%s: %q is not TABLE | CASE, or the second line for its table", tablesFile, line)
		}
		proofs[table] = name
	}
	return proofs
}

// findProofs keeps the cases that still prove their tables and looks for the
// others among all.
func findProofs(tables []ruleTable, cases []provingCase, proofs map[string]string) map[string]string {
	found := make(map[string]string)
	var passing []provingCase
	for _, c := range cases {
		if c.passes() {
			passing = append(passing, c)
		}
	}
	for _, table := range tables {
		restore := table.empty()
		proves := func(c provingCase) bool { return !c.passes() }
		kept := func(c provingCase) bool { return c.name == proofs[table.name] && proves(c) }
		if i := slices.IndexFunc(passing, kept); i >= 0 {
			found[table.name] = passing[i].name
		} else if i := slices.IndexFunc(passing, proves); i >= 0 {
			found[table.name] = passing[i].name
		}
		restore()
	}
	return found
}

func writeProofs(t *testing.T, tables []ruleTable, proofs map[string]string) {
	var b strings.Builder
	b.WriteString("# TABLE | CASE: without this table of the rules this golden case fails. Written by\n# go test -tags sqlite_fts5 -run TestEveryTableHasACase ./briefing -update\n")
	for _, table := range tables {
		if name := proofs[table.name]; name != "" {
			fmt.Fprintf(&b, "%s | %s\n", table.name, name)
		}
	}
	if err := os.WriteFile(tablesFile, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
