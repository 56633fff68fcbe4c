package db_test

import (
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"testing"
)

// TestBuildNamesTheRemedy checks the types of this package as a build of each
// kind would: without the tag, or without cgo, the compiler must meet an
// undefined name that says what to do.
func TestBuildNamesTheRemedy(t *testing.T) {
	const (
		tags = "undefined: build_with_tags_sqlite_fts5__run_make_build"
		cgo  = "undefined: install_a_C_compiler_and_set_CGO_ENABLED_1"
	)
	for _, w := range []struct {
		name string
		tags []string
		cgo  bool
		want []string
	}{
		{"with both", []string{"sqlite_fts5"}, true, nil},
		{"with the driver's other tag", []string{"fts5"}, true, nil},
		{"without the tag", nil, true, []string{tags}},
		{"without cgo", []string{"sqlite_fts5"}, false, []string{cgo}},
		{"without either", nil, false, []string{cgo, tags}},
	} {
		t.Run(w.name, func(t *testing.T) {
			var got []string
			for _, msg := range undefinedNames(t, w.tags, w.cgo) {
				if msg == tags || msg == cgo {
					got = append(got, msg)
				}
			}
			if !slices.Equal(got, w.want) {
				t.Errorf("got %q, want %q", got, w.want)
			}
		})
	}
}

// undefinedNames returns what a type check of the package finds undefined.
// Imports are not followed, so there are other findings too.
func undefinedNames(t *testing.T, tags []string, cgo bool) (found []string) {
	t.Helper()
	c := build.Default
	c.BuildTags, c.CgoEnabled = tags, cgo
	pkg, err := c.ImportDir(".", 0)
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range pkg.GoFiles {
		f, err := parser.ParseFile(fset, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	check := types.Config{
		Importer: noImports{},
		Error: func(err error) {
			if msg := err.(types.Error).Msg; strings.HasPrefix(msg, "undefined: ") {
				found = append(found, msg)
			}
		},
	}
	check.Check("wirebrief/db", fset, files, nil) // its errors came above
	return found
}

// noImports gives every import an empty package.
type noImports struct{}

func (noImports) Import(path string) (*types.Package, error) {
	p := types.NewPackage(path, path[strings.LastIndex(path, "/")+1:])
	p.MarkComplete()
	return p, nil
}
