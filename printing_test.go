package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// steering is what no output may pass on: it would set the title of a window,
// colour (in the one-byte form, too), turn text round or hide it.
const steering = "\x1b]0;x\a\u009b31m\u202eevil\u200b\x7f\U000e0041"

// checkHarmless fails on any control or format character but line ends.
func checkHarmless(t *testing.T, what, s string) {
	t.Helper()
	if i := strings.IndexFunc(s, func(r rune) bool { return r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) }); i >= 0 {
		t.Errorf("%s holds %q", what, s[i:min(i+20, len(s))])
	}
}

func TestNothingForeignSteersTheTerminal(t *testing.T) {
	folder := t.TempDir()
	article := filepath.Join(folder, "a"+strings.ReplaceAll(steering, "\x00", "")+"\nwirebrief: all is well.txt")
	text := "Mill " + steering + " sells oats\n\n“We " + steering + " sold all of it this week,” said Ana Varga, the manager of the mill at Castell.\n"
	if err := os.WriteFile(article, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	empty := filepath.Join(folder, "empty"+steering+".txt")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	db := filepath.Join(folder, "news"+steering+".db")
	for name, args := range map[string][]string{
		"Brief": {"brief", article, empty}, "JSON": {"brief", "--json", "--all", "--verbatim", article},
		"Import": {"import", "--db", db, folder}, "NoSuchFile": {"brief", "no" + steering}, "Usage": {steering},
		"Flag": {"--" + steering}, "Config": {"config", "--config", steering}, "Database": {"config", "--db", db},
		"BadDatabase": {"chat", "--db", article, "/latest"}, "Level": {"config", "--log-level", steering},
		"Time": {"import", "--published", steering, article}, "Charset": {"import", "--charset", steering, article},
	} {
		t.Run(name, func(t *testing.T) {
			_, out, errs := command(t, "", args...)
			if out+errs == "" {
				t.Error("nothing was printed")
			}
			checkHarmless(t, "standard output", out)
			checkHarmless(t, "standard error", errs)
			if strings.Contains(errs, "\nwirebrief: all is well") {
				t.Errorf("a file name makes a line of its own: %q", errs)
			}
		})
	}
}

func TestJSONMeansTheSame(t *testing.T) {
	var out bytes.Buffer
	if err := newEncoder(&out).Encode([]string{steering, "<b> “mill” қ"}); err != nil {
		t.Fatal(err)
	}
	checkHarmless(t, "JSON", out.String())
	var got []string
	if err := json.Unmarshal(out.Bytes(), &got); err != nil || got[0] != steering || got[1] != "<b> “mill” қ" {
		t.Errorf("got %q, %v", got, err)
	}
	if !strings.Contains(out.String(), "<b> “mill” қ") {
		t.Errorf("more than needed is escaped: %s", out.String())
	}
}

func TestBriefGoesOnAfterAPanic(t *testing.T) {
	var out, errs bytes.Buffer
	stdin := strings.NewReader(`{"id":"1","title":"bad","text":"x"}` + "\n" + `{"id":"2","title":"Mill","text":"It sold oats."}` + "\n")
	a := &app{ctx: t.Context(), getenv: only(nil), stdin: stdin, stdout: &out, stderr: &errs}
	err := (&briefCommand{JSONL: true}).run(a, func(article briefing.Article, o briefing.Options) briefing.Briefing {
		if article.Title == "bad" {
			panic("a mistake in the rules")
		}
		return briefing.Compose(article, o)
	})
	if status := a.report(err); status != statusFailed {
		t.Errorf("status %d", status)
	}
	if !strings.Contains(errs.String(), "-:1: reading it failed") || !strings.Contains(out.String(), `"id":"2"`) || strings.Contains(out.String(), `"id":"1"`) {
		t.Errorf("printed %q and %q", out.String(), errs.String())
	}
}

// TestImportIsInterrupted ends an import that waits for more: the articles it
// has are stored, and the summary says so.
func TestImportIsInterrupted(t *testing.T) {
	stdin, typed := io.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	var out, errs bytes.Buffer
	status := make(chan int, 1)
	go func() {
		db := filepath.Join(t.TempDir(), "news.db")
		status <- run(ctx, []string{"import", "--db", db, "-"}, only(nil), stdin, &out, &errs)
	}()
	// More than is looked at to tell the format, so that the first is read.
	line := `{"id":"1","title":"Mill sells oats","text":"` + strings.Repeat("The mill sold oats. ", 500) + `"}` + "\n"
	for _, piece := range []string{line, "\n", "\n"} { // the last is taken when the first was read to its end
		if _, err := io.WriteString(typed, piece); err != nil {
			t.Fatal(err)
		}
	}
	cancel()
	select {
	case got := <-status:
		if got != statusFailed || !strings.HasPrefix(out.String(), "1 stored") || !strings.Contains(errs.String(), "interrupted") {
			t.Errorf("status %d: %q %q", got, out.String(), errs.String())
		}
	case <-time.After(waitAnswer):
		t.Fatal("the import goes on waiting")
	}
}

func TestOneAddressIsForOneArticle(t *testing.T) {
	two := `{"id":"1","title":"Mill","text":"It sold oats."}` + "\n" + `{"id":"2","title":"Port","text":"It is shut."}` + "\n"
	db := filepath.Join(t.TempDir(), "news.db")
	status, out, errs := command(t, two, "import", "--db", db, "--url", "https://example.com/mill", "-")
	if status != statusFailed || !strings.HasPrefix(out, "1 stored, 0 unchanged, 0 revised, 1 refused") || !strings.Contains(errs, "-:2: --url") {
		t.Errorf("status %d: %q %q", status, out, errs)
	}
}

func TestReaderGoneIsNoComplaint(t *testing.T) {
	var errs bytes.Buffer
	a := &app{ctx: t.Context(), stderr: &errs}
	for _, err := range []error{&os.PathError{Op: "write", Path: "|1", Err: os.ErrClosed}, errors.New("x")} {
		a.report(err)
	}
	if strings.Count(errs.String(), "\n") != 2 {
		t.Errorf("real errors are printed: %q", errs.String())
	}
	errs.Reset()
	if status := a.report(&bot.SendError{Kind: bot.Gone, Message: "broken pipe"}); status != statusFailed || errs.Len() > 0 {
		t.Errorf("status %d, %q", status, errs.String())
	}
}
