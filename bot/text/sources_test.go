package text_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"wirebrief/bot/text"
)

// botSources parses the files of package bot, tests left out.
func botSources(t *testing.T) (*token.FileSet, []*ast.File) {
	t.Helper()
	paths, err := filepath.Glob("../*.go")
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	var files []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	if len(files) < 10 {
		t.Fatalf("found %d files of package bot, which cannot be all", len(files))
	}
	return set, files
}

// callee is the last name of what is called.
func callee(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.Ident:
		return f.Name
	}
	return ""
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

// takesID are the functions of bot that are given the id of a sentence.
var takesID = []string{"T", "N", "ID", "sentence", "section", "listHeader"}

// A use is one place in the sources that names a sentence.
type use struct {
	at   token.Position
	call string
	id   text.ID
	// keys of the Data given, nil if it is not written out there.
	keys  []string
	known bool
}

func uses(t *testing.T) []use {
	set, files := botSources(t)
	var all []use
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !slices.Contains(takesID, callee(call)) {
				return true
			}
			for _, arg := range call.Args {
				if id, ok := literal(arg); ok {
					u := use{at: set.Position(call.Pos()), call: callee(call), id: text.ID(id)}
					u.keys, u.known = dataKeys(call.Args[len(call.Args)-1])
					all = append(all, u)
				}
			}
			return true
		})
	}
	return all
}

// dataKeys returns the names of text.Data{…}, or of nil.
func dataKeys(e ast.Expr) ([]string, bool) {
	if id, ok := e.(*ast.Ident); ok && id.Name == "nil" {
		return nil, true
	}
	lit, ok := e.(*ast.CompositeLit)
	if !ok {
		return nil, false
	}
	var keys []string
	for _, elt := range lit.Elts {
		if s, ok := literal(elt.(*ast.KeyValueExpr).Key); ok {
			keys = append(keys, s)
		}
	}
	return keys, true
}

// catalogue reads the file itself: the forms of each id.
func catalogue(t *testing.T) map[text.ID]map[string]string {
	t.Helper()
	raw, err := os.ReadFile("en.toml")
	if err != nil {
		t.Fatal(err)
	}
	var tree map[string]any
	if err := toml.Unmarshal(raw, &tree); err != nil {
		t.Fatal(err)
	}
	forms := map[text.ID]map[string]string{}
	collect(forms, "", tree)
	return forms
}

func collect(forms map[text.ID]map[string]string, prefix string, tree map[string]any) {
	if other, ok := tree["other"].(string); ok {
		one, _ := tree["one"].(string)
		forms[text.ID(strings.TrimSuffix(prefix, "."))] = map[string]string{"one": one, "other": other}
		return
	}
	for key, value := range tree {
		switch v := value.(type) {
		case string:
			forms[text.ID(prefix+key)] = map[string]string{"other": v}
		case map[string]any:
			collect(forms, prefix+key+".", v)
		}
	}
}

var place = regexp.MustCompile(`{{\.(\w+)}}`)

func TestEverySentenceUsedExists(t *testing.T) {
	forms := catalogue(t)
	for _, u := range uses(t) {
		form, ok := forms[u.id]
		if !ok {
			t.Errorf("%s: sentence %q is not in the catalogue", u.at, u.id)
			continue
		}
		if plural := form["one"] != ""; plural && u.call == "T" || !plural && u.call == "N" {
			t.Errorf("%s: %s(%q): use N for a sentence that counts, T for one that does not", u.at, u.call, u.id)
		}
		if !u.known {
			continue
		}
		for _, m := range place.FindAllStringSubmatch(form["one"]+form["other"], -1) {
			if m[1] != "N" && !slices.Contains(u.keys, m[1]) {
				t.Errorf("%s: sentence %q has a place %s that is not filled", u.at, u.id, m[0])
			}
		}
	}
}

func TestEverySentenceIsUsed(t *testing.T) {
	used := map[text.ID]bool{}
	for _, u := range uses(t) {
		used[u.id] = true
	}
	for _, id := range text.IDs() {
		if !used[id] {
			t.Errorf("sentence %q is used nowhere", id)
		}
	}
	if got, want := text.IDs(), slices.Sorted(maps.Keys(catalogue(t))); !slices.Equal(got, want) {
		t.Errorf("IDs() = %q, the file has %q", got, want)
	}
}

// notForPeople are calls whose texts go to logs and programmers.
var notForPeople = []string{"New", "Errorf", "Error", "Info", "Warn", "Debug", "panic"}

var sentence = regexp.MustCompile(`\pL[,.;:]? +\pL`)

func TestNoSentenceOutsideTheCatalogue(t *testing.T) {
	set, files := botSources(t)
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				// Error methods speak to logs.
				return n.Name.Name != "Error"
			case *ast.CallExpr:
				return !slices.Contains(notForPeople, callee(n))
			case *ast.CaseClause:
				// What people type is compared, not said.
				for _, s := range n.Body {
					ast.Inspect(s, func(n ast.Node) bool { return report(t, set, n) })
				}
				return false
			}
			return report(t, set, n)
		})
	}
}

func report(t *testing.T, set *token.FileSet, n ast.Node) bool {
	if call, ok := n.(*ast.CallExpr); ok && slices.Contains(notForPeople, callee(call)) {
		return false
	}
	if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING && sentence.MatchString(lit.Value) {
		t.Errorf("%s: %s belongs into the catalogue", set.Position(lit.Pos()), lit.Value)
	}
	return true
}
