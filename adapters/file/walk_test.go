package file_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wirebrief/adapters/file"
)

// write makes files below a fresh folder: name, content, name, content…
func write(t *testing.T, pairs ...string) string {
	t.Helper()
	root := t.TempDir()
	for i := 0; i < len(pairs); i += 2 {
		path := filepath.Join(root, pairs[i])
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(pairs[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// read walks inputs and describes each item in a line: its name below root,
// and its headline or why there is none.
func read(t *testing.T, root string, stdin io.Reader, o file.Options, inputs ...string) []string {
	t.Helper()
	var got []string
	for it := range file.Walk(t.Context(), inputs, stdin, o) {
		name := strings.TrimPrefix(it.Name, root+string(filepath.Separator))
		var refusal *file.Refusal
		switch {
		case it.Err == nil:
			got = append(got, name+" = "+it.Article.Title)
		case !errors.As(it.Err, &refusal):
			t.Errorf("%s: error %v is no *Refusal", it.Name, it.Err)
		case refusal.Skipped:
			got = append(got, name+" skipped: "+refusal.Reason)
		default:
			got = append(got, name+" refused: "+refusal.Reason)
		}
	}
	return got
}

func TestWalkFolder(t *testing.T) {
	root := write(t,
		"b.txt", "Second\nIt was read.\n",
		"a.md", "# First\n\nIt was read.\n",
		"sub/c.html", "<title>Third</title><p>The page was read after the others were.</p>",
		"sub/d.json", `{"title":"Fourth","text":"It was read."}`,
		"sub/e.jsonl", "{\"title\":\"Fifth\",\"text\":\"x\"}\n\n{\"title\":\"Sixth\",\"text\":\"y\"}\n",
		".hidden.txt", "Hidden\nx", ".git/x.txt", "Hidden\nx", "picture.png", "x", "notes", "x",
	)
	// A link back to the root must not be followed for ever.
	if err := os.Symlink(root, filepath.Join(root, "sub", "loop")); err != nil {
		t.Skipf("links cannot be made here: %v", err)
	}
	if err := os.Symlink(filepath.Join(root, "missing"), filepath.Join(root, "sub", "z.txt")); err != nil {
		t.Fatal(err)
	}
	want := []string{
		".git skipped: hidden",
		".hidden.txt skipped: hidden",
		"a.md = First",
		"b.txt = Second",
		"notes skipped: not a kind of file that holds articles",
		"picture.png skipped: not a kind of file that holds articles",
		"sub/c.html = Third",
		"sub/d.json:1 = Fourth",
		"sub/e.jsonl:1 = Fifth",
		"sub/e.jsonl:3 = Sixth",
		"sub/loop skipped: a link to a folder",
		"sub/z.txt skipped: a link that leads nowhere",
	}
	if diff := cmp.Diff(want, read(t, root, nil, file.Options{}, root)); diff != "" {
		t.Errorf("items differ (-want +got):\n%s", diff)
	}
}

func TestWalkRefusesAndGoesOn(t *testing.T) {
	root := write(t,
		"empty.txt", "", "blank.txt", " \n\n\t\n", "binary.txt", "MZ\x00\x01\x02\x03", "paper.txt", "%PDF-1.7\n",
		"doc.txt", "PK\x03\x04xx", "headline.txt", "Only a headline\n", "long.txt", strings.Repeat("word ", 1000),
		"big.txt", "Headline\n"+strings.Repeat("x", 2000), "page.html", "<p></p>", "bad.json", `{"title":`,
		"bad.txt.gz", "not gzip", "blank.html", "  ", "date.md", "---\ntitle: A\ndate: Nov 5\n---\ntext",
		"good.txt", "Good\nIt was read.",
	)
	in := func(names ...string) []string {
		for i, n := range names {
			names[i] = filepath.Join(root, n)
		}
		return names
	}
	want := []string{
		"missing.txt refused: no such file",
		"empty.txt refused: empty file",
		"blank.txt refused: empty file",
		"binary.txt refused: binary file",
		"paper.txt refused: a PDF file; save it as text or HTML first",
		"doc.txt refused: a ZIP archive or office document; save it as text or HTML first",
		"headline.txt refused: no text below the headline",
		"big.txt refused: larger than 1 KiB",
		"page.html refused: page has no article text",
		"bad.json:1 refused: broken JSON, nothing is read after it: it ends too early",
		"bad.txt.gz refused: broken gzip file",
		"blank.html refused: empty file",
		`date.md refused: front matter: date is no date: "Nov 5"`,
		"good.txt = Good",
	}
	got := read(t, root, nil, file.Options{MaxBytes: 1024},
		in("missing.txt", "empty.txt", "blank.txt", "binary.txt", "paper.txt", "doc.txt", "headline.txt", "big.txt", "page.html", "bad.json", "bad.txt.gz", "blank.html", "date.md", "good.txt")...)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("items differ (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"long.txt refused: no headline"}, read(t, root, nil, file.Options{}, in("long.txt")...)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"headline.txt = Only a headline", "long.txt = "}, read(t, root, nil, file.Options{Incomplete: true}, in("headline.txt", "long.txt")...)); diff != "" {
		t.Error(diff)
	}
}

func TestWalkKeepsTheCause(t *testing.T) {
	for it := range file.Walk(t.Context(), []string{filepath.Join(t.TempDir(), "none.txt")}, nil, file.Options{}) {
		if !errors.Is(it.Err, fs.ErrNotExist) || file.IsSkipped(it.Err) {
			t.Errorf("error %v", it.Err)
		}
		return
	}
	t.Error("no item")
}

func TestWalkIdentity(t *testing.T) {
	root := write(t, "a.txt", "One\nx", "b.json", `[{"id":"7","title":"Two","text":"x"},{"id":8,"title":"Three","text":"x"}]`, "c.json", `{"title":"Four","text":"x"}`)
	type identity struct{ path, source, guid string }
	var got []identity
	for it := range file.Walk(t.Context(), []string{root, file.Stdin}, strings.NewReader(`{"id":"9","title":"Five","text":"x"}`), file.Options{}) {
		got = append(got, identity{it.Article.Path, it.Article.Source, it.Article.GUID})
	}
	want := []identity{
		{path: filepath.Join(root, "a.txt")},
		{source: filepath.Join(root, "b.json"), guid: "7"},
		{source: filepath.Join(root, "b.json"), guid: "8"},
		{source: filepath.Join(root, "c.json"), path: filepath.Join(root, "c.json")},
		{source: "-", guid: "9"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
}

func TestWalkStandardInput(t *testing.T) {
	line := `{"title":"A","text":"x"}`
	for name, c := range map[string]struct {
		in   string
		o    file.Options
		want []string
	}{
		"text":                          {"A headline\nAnd text.", file.Options{}, []string{"- = A headline"}},
		"Markdown":                      {"---\ntitle: A\n---\ntext", file.Options{}, []string{"- = A"}},
		"HTML":                          {"\n<!DOCTYPE html><title>A</title><p>The board met again.</p>", file.Options{}, []string{"- = A"}},
		"an object over lines":          {"{\n\"title\":\"A\",\n\"text\":\"x\"}", file.Options{}, []string{"-:1 = A"}},
		"an array":                      {"[" + line + "," + line + "]", file.Options{}, []string{"-:1 = A", "-:2 = A"}},
		"lines":                         {line + "\n" + line, file.Options{}, []string{"-:1 = A", "-:2 = A"}},
		"lines of which one is broken":  {"{\"title\"}\n" + line, file.Options{}, []string{"-:1 refused: no JSON object: invalid character '}' after object key at byte 9", "-:2 = A"}},
		"a format by option":            {"{curly} headline\ntext", file.Options{Format: file.Text}, []string{"- = {curly} headline"}},
		"compressed":                    {zip(t, "A headline\nAnd text."), file.Options{}, []string{"- = A headline"}},
		"UTF-16":                        {"\xff\xfe" + utf16(line+"\n"+line), file.Options{}, []string{"-:1 = A", "-:2 = A"}},
		"nothing":                       {"", file.Options{}, []string{"- refused: empty file"}},
		"more than the cap":             {"A\n" + strings.Repeat("x", 100), file.Options{MaxBytes: 64}, []string{"- refused: larger than 64 bytes"}},
		"an array after which is noise": {"[" + line + "] x", file.Options{}, []string{"-:1 = A", "-:2 refused: broken JSON, nothing is read after it: invalid character 'x' looking for beginning of value at byte 25"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, read(t, "", strings.NewReader(c.in), c.o, file.Stdin)); diff != "" {
				t.Errorf("items differ (-want +got):\n%s", diff)
			}
		})
	}
	if diff := cmp.Diff([]string{"- refused: no standard input"}, read(t, "", nil, file.Options{}, file.Stdin)); diff != "" {
		t.Error(diff)
	}
}

func zip(t *testing.T, s string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, s); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// utf16 encodes ASCII as UTF-16, little end first.
func utf16(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteByte(s[i])
		b.WriteByte(0)
	}
	return b.String()
}

func TestWalkOverrides(t *testing.T) {
	root := write(t, "a.md", "---\ntitle: A\nurl: https://example.org/a\nsource: Sample Gazette\nlang: en\ndate: 2026-03-03\n---\ntext")
	at := time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)
	o := file.Options{URL: "https://example.com/b", Publisher: "Example Wire", Lang: "tr", Published: at}
	for it := range file.Walk(t.Context(), []string{root}, nil, o) {
		if a := it.Article; a.URL != o.URL || a.Publisher != o.Publisher || a.Lang != "tr" || !a.Published.Equal(at) {
			t.Errorf("got %+v (%v)", a, it.Err)
		}
	}
}

func TestWalkStops(t *testing.T) {
	lines := strings.Repeat("{\"title\":\"A\",\"text\":\"x\"}\n", 100)
	t.Run("when the consumer does", func(t *testing.T) {
		n := 0
		for range file.Walk(t.Context(), []string{file.Stdin, "missing.txt"}, strings.NewReader(lines), file.Options{}) {
			if n++; n == 3 {
				break
			}
		}
		if n != 3 {
			t.Errorf("%d items", n)
		}
	})
	t.Run("when the context ends", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		n := 0
		for range file.Walk(ctx, []string{file.Stdin, "missing.txt"}, strings.NewReader(lines), file.Options{}) {
			if n++; n == 3 {
				cancel()
			}
		}
		if n != 3 {
			t.Errorf("%d items", n)
		}
	})
}

func TestCountMatchesWhatWalkReads(t *testing.T) {
	root := write(t, "a.txt", "One\nx", "b.jsonl", strings.Repeat("{\"title\":\"A\",\"text\":\"x\"}\n", 10_000), "c.txt.gz", zip(t, "Three\n"+strings.Repeat("x y ", 9000)),
		"d.png", "xxx", ".e.txt", "xxx", "sub/f.html", "<title>Page</title><p>The board met again.</p>")
	total := file.Count(t.Context(), []string{root, file.Stdin})
	if total.Files != 4 {
		t.Errorf("%d files, want 4", total.Files)
	}
	var bytes int64
	for it := range file.Walk(t.Context(), []string{root}, nil, file.Options{}) {
		if it.Err != nil && !file.IsSkipped(it.Err) {
			t.Error(it.Err)
		}
		bytes += it.Bytes
	}
	if bytes != total.Bytes {
		t.Errorf("items add up to %d bytes, counted %d", bytes, total.Bytes)
	}
}

// endless yields one JSON line again and again, and after the last one a
// line without an end.
type endless struct {
	line  string
	lines int
	tail  int
	buf   []byte
}

func (e *endless) Read(p []byte) (int, error) {
	if len(e.buf) == 0 {
		switch {
		case e.lines > 0:
			e.lines--
			e.buf = []byte(e.line)
		case e.tail > 0:
			e.buf = bytes.Repeat([]byte("x"), min(e.tail, 1<<20))
			e.tail -= len(e.buf)
		default:
			return 0, io.EOF
		}
	}
	n := copy(p, e.buf)
	e.buf = e.buf[n:]
	return n, nil
}

func TestWalkLongLinesAreRefusedInPieces(t *testing.T) {
	in := &endless{line: fmt.Sprintf("{\"title\":\"A\",\"text\":%q}\n", strings.Repeat("x", 200)), lines: 50, tail: 64 << 20}
	n, refused := 0, 0
	for it := range file.Walk(t.Context(), []string{file.Stdin}, in, file.Options{MaxBytes: 1024}) {
		n++
		if it.Err != nil {
			refused++
			if !strings.Contains(it.Err.Error(), "-:51: line larger than 1 KiB") {
				t.Error(it.Err)
			}
		}
	}
	if n != 51 || refused != 1 {
		t.Errorf("%d items, %d refused", n, refused)
	}
}

func TestWalkHugeFileIsRefusedUnread(t *testing.T) {
	path := filepath.Join(t.TempDir(), "huge.txt")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(64 << 30); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	got := read(t, filepath.Dir(path), nil, file.Options{}, path)
	if diff := cmp.Diff([]string{"huge.txt refused: larger than 16 MiB"}, got); diff != "" {
		t.Error(diff)
	}
	if took := time.Since(start); took > time.Minute {
		t.Errorf("took %v", took)
	}
}

func TestWalkGzipBombIsRefused(t *testing.T) {
	root := write(t, "bomb.txt.gz", zip(t, "Headline\n"+strings.Repeat("x", 20<<20)))
	if diff := cmp.Diff([]string{"bomb.txt.gz refused: larger than 16 MiB"}, read(t, root, nil, file.Options{}, root)); diff != "" {
		t.Error(diff)
	}
}
