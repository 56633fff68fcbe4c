package briefing_test

import (
	"cmp"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A ruleConstant is an exported constant of package lang.
type ruleConstant struct {
	name  string
	value uint64
}

// langConstants reads the source of package lang and returns its exported
// constants by the name of their type, in the order of their values. A class
// or role added there has a name here without being listed again.
func langConstants(t *testing.T) map[string][]ruleConstant {
	names, err := filepath.Glob("lang/*.go")
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	// Constants need none of what the package imports.
	config := types.Config{Error: func(error) {}, IgnoreFuncBodies: true}
	pkg, _ := config.Check("lang", fset, files, nil)
	constants := make(map[string][]ruleConstant)
	for _, name := range pkg.Scope().Names() {
		c, ok := pkg.Scope().Lookup(name).(*types.Const)
		if !ok || !c.Exported() {
			continue
		}
		if named, ok := c.Type().(*types.Named); ok {
			value, _ := constant.Uint64Val(c.Val())
			of := named.Obj().Name()
			constants[of] = append(constants[of], ruleConstant{name, value})
		}
	}
	for _, of := range []string{"Class", "Turn", "Abbreviation", "NumberKind", "NumberRole"} {
		if len(constants[of]) < 2 {
			t.Fatalf("package lang has the constants %v of type %s", constants[of], of)
		}
		slices.SortFunc(constants[of], func(a, b ruleConstant) int { return cmp.Compare(a.value, b.value) })
	}
	return constants
}
