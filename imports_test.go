package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// mayImport is the import rule: which folders of ours each folder may import.
// A new folder is listed here first. The test reads the sources itself, so
// that go test's cache notices every change.
var mayImport = map[string][]string{
	"briefing":         {"briefing/lang", "briefing/aliases"},
	"briefing/lang":    {},
	"briefing/aliases": {},
	"config":           {},
	"bot":              {"briefing", "bot/text"},
	"bot/text":         {},
	"db":               {"bot", "briefing"},
	"db/dbtest":        {"db"},
	"adapters/fetch":   {},
	"adapters/page":    {"briefing", "adapters/fetch"},
	"adapters/file":    {"bot", "briefing", "adapters/page"},
	"adapters/feed":    {"bot", "briefing", "adapters/page", "adapters/fetch"},
	"adapters/web":     {"bot", "briefing"},

	"adapters/feed/feedtest":       {},
	"adapters/feed/feedtest/serve": {"adapters/feed/feedtest"},
	"adapters/terminal":            {"bot", "briefing"},
	"adapters/telegram":            {"bot", "briefing"},
	"adapters/discord":             {"bot", "briefing"},
	"adapters/adaptertest":         {"bot", "briefing"},

	"adapters/telegram/telegramtest":     {},
	"adapters/telegram/telegramtest/cmd": {"adapters/telegram/telegramtest"},
	"adapters/discord/discordtest":       {},
	"adapters/discord/discordtest/cmd":   {"adapters/discord/discordtest"},
}

// testsMayImport are open to every _test file besides. bot is there because a
// test that uses db speaks the types of its ports.
var testsMayImport = []string{"db", "db/dbtest", "adapters/adaptertest", "bot"}

// mayTest reports whether a test of folder may import ours: besides what every
// test may, the fake that stands below its folder.
func mayTest(folder, ours string) bool {
	return slices.Contains(testsMayImport, ours) || strings.HasPrefix(ours, folder+"/") && strings.HasSuffix(ours, "test")
}

// impure are packages of the standard library that reach outside: briefing
// takes values and returns values.
var impure = []string{"context", "log", "log/slog", "net", "net/http", "os", "os/exec", "syscall"}

const modulePath = "wirebrief"

func TestImportRule(t *testing.T) {
	violations, seen := importViolations(t, os.DirFS("."))
	for _, v := range violations {
		t.Error(v)
	}
	for folder := range mayImport {
		if !slices.Contains(seen, folder) {
			t.Errorf("folder %s is listed and has no Go files", folder)
		}
	}
}

func TestImportRuleFindsViolations(t *testing.T) {
	tests := map[string]struct{ file, source, want string }{
		"SiblingAdapter":  {"adapters/file/x.go", `import "wirebrief/adapters/terminal"`, "adapters/file may not import adapters/terminal"},
		"InnerToOuter":    {"bot/x.go", `import "wirebrief/db"`, "bot may not import db"},
		"UnlistedFolder":  {"util/x.go", ``, "folder util is not listed"},
		"BriefingImpure":  {"briefing/lang/x.go", `import "os"`, "briefing/lang may not import os"},
		"BriefingClock":   {"briefing/x.go", "import \"time\"\nvar now = time.Now()", "briefing may not use time.Now"},
		"TestOfOtherKind": {"adapters/page/x_test.go", `import "wirebrief/adapters/file"`, "adapters/page may not import adapters/file"},
		"TestsMayUseFake": {"adapters/feed/x_test.go", `import "wirebrief/adapters/feed/feedtest"`, ""},
		"FakeOfAnother":   {"adapters/page/x_test.go", `import "wirebrief/adapters/feed/feedtest"`, "adapters/page may not import adapters/feed/feedtest"},
		"TestsMayUseDB":   {"bot/x_test.go", `import "wirebrief/db"`, ""},
		"MainIsFree":      {"main.go", `import "wirebrief/db"`, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			tree := fstest.MapFS{tt.file: {Data: []byte("package x\n" + tt.source)}}
			got, _ := importViolations(t, tree)
			if joined := strings.Join(got, "\n"); (tt.want == "") != (joined == "") || !strings.Contains(joined, tt.want) {
				t.Errorf("got %q, want %q", joined, tt.want)
			}
		})
	}
}

// importViolations reads every Go file of the tree and returns the breaches
// of the rule and the folders seen.
func importViolations(t *testing.T, tree fs.FS) (violations, folders []string) {
	t.Helper()
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "bin") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		source, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, source, 0)
		if err != nil {
			return err
		}
		folder := path.Dir(name)
		folders = append(folders, folder)
		violations = append(violations, fileViolations(name, folder, file)...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return violations, folders
}

func fileViolations(name, folder string, file *ast.File) (out []string) {
	if folder == "." {
		return nil // package main wires everything
	}
	allowed, listed := mayImport[folder]
	if !listed {
		return []string{fmt.Sprintf("%s: folder %s is not listed in mayImport", name, folder)}
	}
	pure := folder == "briefing" || strings.HasPrefix(folder, "briefing/")
	test := strings.HasSuffix(name, "_test.go")
	for _, spec := range file.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		ours, isOurs := strings.CutPrefix(imported, modulePath+"/")
		switch {
		case isOurs && ours != folder && !slices.Contains(allowed, ours) && !(test && mayTest(folder, ours)):
			out = append(out, fmt.Sprintf("%s: %s may not import %s", name, folder, ours))
		case !isOurs && pure && !test && slices.Contains(impure, imported):
			out = append(out, fmt.Sprintf("%s: %s may not import %s", name, folder, imported))
		}
	}
	if pure && !test && usesClock(file) {
		out = append(out, fmt.Sprintf("%s: %s may not use time.Now", name, folder))
	}
	return out
}

// usesClock reports whether the file mentions time.Now.
func usesClock(file *ast.File) (found bool) {
	ast.Inspect(file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Name == "Now" {
			if pkg, ok := sel.X.(*ast.Ident); ok && pkg.Name == "time" {
				found = true
			}
		}
		return !found
	})
	return found
}
