package main

import (
	"bytes"
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"wirebrief/config"
)

// scripted is what the program is called in scripts, each run of which is one of
// this test binary under that name.
const scripted = "wirebrief"

func TestMain(m *testing.M) {
	beService()
	beTheProgram()
	makeFanOut()
	if filepath.Base(os.Args[0]) != scripted { // else a script says what is set
		forgetSettings()
	}
	waitTogether()
	testscript.Main(m, map[string]func(){scripted: main})
}

// forgetSettings keeps the bot of whoever runs the tests out of them: with the
// token in the environment or in a file they would speak for it.
func forgetSettings() {
	sections := reflect.TypeFor[config.Config]()
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		section, _, _ := strings.Cut(strings.TrimPrefix(name, "WIREBRIEF_"), "_")
		_, known := sections.FieldByNameFunc(func(field string) bool { return strings.ToUpper(field) == section })
		if name == "WIREBRIEF_DB" || known && strings.HasPrefix(name, "WIREBRIEF_") {
			os.Unsetenv(name)
		}
	}
	os.Setenv("WIREBRIEF_CONFIG", os.DevNull)
}

// waitTogether lets more tests run at once than there are processors, unless it is
// told how many: most of their time they wait for programs that begin or end.
func waitTogether() {
	if err := flag.Set("test.parallel", "6"); err != nil {
		panic(err)
	}
}

// TestScripts runs the command lines that the README shows, and their edges,
// as a person would.
func TestScripts(t *testing.T) {
	if files, _ := filepath.Glob("testdata/script/*.txtar"); len(files) == 0 {
		t.Fatal("testdata/script holds no script")
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			// A news site, by its address and as a proxy for all others.
			s := newSite()
			e.Defer(s.Close)
			e.Setenv("SITE", s.URL)
			// The file that tests on outside data are given, if there is any.
			e.Setenv("WIREBRIEF_TESTDATA", os.Getenv("WIREBRIEF_TESTDATA"))
			e.Setenv("HOME", e.WorkDir)
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){"eventually": eventually},
	})
}

// eventually runs a program again and again until its output matches: what a
// service does takes its time.
//
//	eventually PATTERN PROGRAM [ARGUMENT...]
func eventually(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: eventually PATTERN PROGRAM [ARGUMENT...]")
	}
	pattern := regexp.MustCompile("(?m)" + args[0])
	for deadline := time.Now().Add(waitAnswer); ; time.Sleep(100 * time.Millisecond) {
		err := ts.Exec(args[1], args[2:]...)
		out := ts.ReadFile("stdout")
		if err == nil && pattern.MatchString(out) {
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("%q never printed %q; the last time (%v):\n%s%s", args[1:], args[0], err, out, ts.ReadFile("stderr"))
		}
	}
}

var readmeCommand = regexp.MustCompile(`(?m)^(?:\$ )?(?:\./)?(wirebrief .*)$`)

// TestReadmeCommandsAreScripted keeps the README honest: every command line in
// it stands in a script, letter by letter.
func TestReadmeCommandsAreScripted(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	var scripts strings.Builder
	files, _ := filepath.Glob("testdata/script/*.txtar")
	for _, name := range files {
		script, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		scripts.Write(script)
	}
	lines := readmeCommand.FindAllStringSubmatch(codeOf(string(readme)), -1)
	if len(lines) < 5 {
		t.Fatalf("README shows %d commands of wirebrief; the test looks in the wrong place", len(lines))
	}
	for _, line := range lines {
		command, _, _ := strings.Cut(line[1], "  #")
		if command = strings.TrimSpace(command); !strings.Contains(scripts.String(), command) {
			t.Errorf("README shows %q, and no script in testdata/script runs it", command)
		}
	}
}

// codeOf returns the fenced code of a Markdown text.
func codeOf(markdown string) string {
	var b strings.Builder
	for i, part := range strings.Split(markdown, "```") {
		if i%2 == 1 {
			b.WriteString(part)
		}
	}
	return b.String()
}

// command runs the program inside the test and returns its exit status and
// what it printed.
func command(t *testing.T, stdin string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	return commandIn(t, nil, stdin, args...)
}

// commandIn is command with an environment.
func commandIn(t *testing.T, env map[string]string, stdin string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	home := t.TempDir()
	getenv := func(name string) string { return cmp.Or(only(env)(name), map[string]string{"HOME": home}[name]) }
	var out, errs bytes.Buffer
	status = run(context.Background(), args, getenv, strings.NewReader(stdin), &out, &errs)
	return status, out.String(), errs.String()
}

// only is an environment that holds nothing else, and no configuration file but
// the one it names.
func only(env map[string]string) (getenv func(string) string) {
	return func(name string) string {
		if value, ok := env[name]; ok || name != "WIREBRIEF_CONFIG" {
			return value
		}
		return os.DevNull
	}
}

func TestHelpNamesEveryCommand(t *testing.T) {
	status, out, _ := command(t, "", "--help")
	for _, name := range []string{"demo", "chat", "brief", "import", "article", "reports", "feed", "run", "invite", "operator", "config", "debug"} {
		if !strings.Contains(out, fmt.Sprintf("\n  %-6s", name)) {
			t.Errorf("--help does not list %s", name)
		}
	}
	if status != statusDone {
		t.Errorf("status %d, want %d", status, statusDone)
	}
}

func TestVersion(t *testing.T) {
	status, out, _ := command(t, "", "--version")
	if status != statusDone || !strings.HasPrefix(out, "wirebrief ") || !strings.Contains(out, "go1.") {
		t.Errorf("status %d, %q", status, out)
	}
}

func TestWrongUsageIsStatus2(t *testing.T) {
	for name, args := range map[string][]string{
		"UnknownCommand": {"bref"}, "UnknownFlag": {"demo", "--nope"}, "NoFile": {"brief"},
		"NoInput": {"import"}, "BadLanguage": {"import", "--lang", "english", "x.txt"}, "BadTime": {"import", "--published", "soon", "x.txt"},
		"BadAddress": {"import", "--url", "mill", "x.txt"}, "BadCharset": {"import", "--charset", "klingon", "x.txt"},
		"FeedAlone": {"feed"}, "NoFeed": {"feed", "pause"}, "BadFull": {"feed", "add", "--full", "maybe", "x"}, "TitleOfTwo": {"feed", "add", "--title", "X", "a", "b"},
	} {
		t.Run(name, func(t *testing.T) {
			status, _, errs := command(t, "", args...)
			if status != statusUsage || errs == "" {
				t.Errorf("status %d with %q, want %d and a reason", status, errs, statusUsage)
			}
		})
	}
}
