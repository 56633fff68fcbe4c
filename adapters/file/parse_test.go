package file_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"

	"github.com/google/go-cmp/cmp"

	"wirebrief/adapters/file"
	"wirebrief/briefing"
)

// TestParseGolden reads testdata/*.txt: a file named on the first line, its
// content, and below "-- want --" the article.
func TestParseGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) < 8 {
		t.Fatalf("found %d golden files (%v), want at least 8", len(files), err)
	}
	for _, path := range files {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			name, rest, _ := strings.Cut(string(content), "\n")
			in, want, ok := strings.Cut(rest, "-- want --\n")
			if !ok {
				t.Fatal("want a line -- want --")
			}
			if diff := cmp.Diff(want, describe(file.Parse(name, []byte(in), file.Options{}))); diff != "" {
				t.Errorf("article differs (-want +got):\n%s", diff)
			}
		})
	}
}

func describe(it file.Item) string {
	if it.Err != nil {
		return it.Err.Error() + "\n"
	}
	a := it.Article
	var b strings.Builder
	for _, f := range []struct{ key, value string }{
		{"title", a.Title}, {"byline", a.Byline}, {"publisher", a.Publisher}, {"url", a.URL}, {"lang", a.Lang},
		{"published", instant(a.Published)}, {"updated", instant(a.Updated)},
	} {
		if f.value != "" {
			fmt.Fprintf(&b, "%s: %s\n", f.key, f.value)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(it.Meta)) {
		fmt.Fprintf(&b, "meta %s: %s\n", key, it.Meta[key])
	}
	return b.String() + "\n" + a.Text + "\n"
}

func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

func TestUnclosedFrontMatterIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"two keys": {"---\ntitle: The board met\nlang: en\n\nIt met on Monday.\n",
			`a.md: front matter is not closed; put a line "---" under its last key (line 3 or below)`},
		"a key and a list": {"---\ntags:\n- board\n- town\n\nIt met on Monday.\n",
			`a.md: front matter is not closed; put a line "---" under its last key (line 2 or below)`},
		"TOML": {"+++\ntitle = \"The board met\"\n\nIt met on Monday.\n",
			`a.md: front matter is not closed; put a line "+++" under its last key (line 2 or below)`},
		"closed by the other fence": {"---\ntitle: The board met\n+++\n\nIt met on Monday.\n",
			`a.md: front matter is not closed; put a line "---" under its last key (line 2 or below)`},
	} {
		if it := file.Parse("a.md", []byte(c.in), file.Options{}); it.Err == nil || it.Err.Error() != c.want {
			t.Errorf("%s: %v", name, it.Err)
		}
	}
}

func TestRuledLineIsNoFrontMatter(t *testing.T) {
	it := file.Parse("a.md", []byte("---\nThe board met\n\nIt met: on Monday.\n"), file.Options{})
	if it.Err != nil || it.Article.Title != "The board met" || it.Article.Text != "It met: on Monday." {
		t.Errorf("%q, %q, %v", it.Article.Title, it.Article.Text, it.Err)
	}
}

func TestParsePlainKeepsTheBodyAsItStands(t *testing.T) {
	it := file.Parse("a.txt", []byte("\ufeff\r\n  The board met  \r\nExample Wire\r\n\r\nText  with\tspaces.\r\n"), file.Options{})
	want := briefing.Article{Title: "The board met", Text: "Example Wire\n\nText  with\tspaces."}
	if diff := cmp.Diff(want, it.Article); it.Err != nil || diff != "" {
		t.Errorf("%v\n%s", it.Err, diff)
	}
}

func TestParseEncodings(t *testing.T) {
	turkish := "Liman işçileri salı günü grevi bıraktı\nGece vardiyası ücretleri için görüşmeler İzmir'de sürüyor, dedi sendika başkanı."
	russian := "Порт закрыт из-за шторма\nВо вторник порт закрыли. «Суда ждут на рейде», сообщила администрация."
	for name, c := range map[string]struct {
		enc     encoding.Encoding
		charset string
		text    string
		o       file.Options
	}{
		"UTF-8":                   {encoding.Nop, "utf-8", turkish, file.Options{}},
		"UTF-8 with a mark":       {utf.UTF8BOM, "utf-8", turkish, file.Options{}},
		"UTF-16LE with a mark":    {utf.UTF16(utf.LittleEndian, utf.UseBOM), "utf-16le", turkish, file.Options{}},
		"UTF-16BE with a mark":    {utf.UTF16(utf.BigEndian, utf.UseBOM), "utf-16be", russian, file.Options{}},
		"UTF-16LE without a mark": {utf.UTF16(utf.LittleEndian, utf.IgnoreBOM), "utf-16le", turkish, file.Options{}},
		"windows-1254 detected":   {charmap.Windows1254, "windows-1254", turkish, file.Options{}},
		"windows-1251 detected":   {charmap.Windows1251, "windows-1251", russian, file.Options{}},
		"koi8-r by option":        {charmap.KOI8R, "koi8-r", strings.NewReplacer("«", "", "»", "").Replace(russian), file.Options{Charset: "koi8-r"}},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := c.enc.NewEncoder().String(c.text)
			if err != nil {
				t.Fatal(err)
			}
			it := file.Parse("a.txt", []byte(b), c.o)
			if got := it.Article.Title + "\n" + it.Article.Text; it.Err != nil || got != c.text || it.Charset != c.charset {
				t.Errorf("read as %s: %q (%v)", it.Charset, got, it.Err)
			}
		})
	}
}

func TestParseHostile(t *testing.T) {
	for name, in := range map[string]string{
		"brackets":       strings.Repeat("[", 60_000),
		"links":          strings.Repeat("[](", 60_000),
		"pictures":       strings.Repeat("![a](b)", 60_000),
		"closings":       strings.Repeat("](x)", 60_000),
		"emphasis":       strings.Repeat("*a _b ", 60_000),
		"tags":           strings.Repeat("<a ", 60_000),
		"comments":       strings.Repeat("<!-- ", 60_000),
		"block quotes":   strings.Repeat(">", 60_000),
		"headings":       strings.Repeat("# a\n", 60_000),
		"front matter":   "---\n" + strings.Repeat("a: b\n", 60_000),
		"quotes in keys": "---\na: " + strings.Repeat(`"\`, 60_000) + "\n---\nx",
		"one line":       "word " + strings.Repeat("x", 10<<20),
		"backticks":      strings.Repeat("` ", 60_000),
		"entities":       strings.Repeat("&amp", 60_000),
		"fences":         strings.Repeat("```\n", 60_000),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			it := file.Parse("a.md", []byte("# Headline\n\ntext\n\n"+in), file.Options{})
			if took := time.Since(start); took > 2*time.Minute {
				t.Errorf("took %v", took)
			}
			if it.Err != nil || it.Article.Title != "Headline" {
				t.Errorf("got %q (%v)", it.Article.Title, it.Err)
			}
			if got := file.Parse("a.md", []byte(in), file.Options{Incomplete: true}); got.Err != nil && !strings.Contains(got.Err.Error(), "a.md: ") {
				t.Errorf("error %v", got.Err)
			}
		})
	}
}

// FuzzParse holds that any bytes in any format give an article of valid
// UTF-8 with headline and text, or a refusal with a reason.
func FuzzParse(f *testing.F) {
	f.Add([]byte("---\ntitle: \"a\"\ndate: 2026-03-03\n---\n# a\n\n[b](c) *d*"), 2)
	f.Add([]byte("Headline\n\ntext"), 1)
	f.Add([]byte("+++\ntitle = 'a'\n+++\n> ![x](y) `z`\n1. a\n| b |"), 2)
	f.Fuzz(func(t *testing.T, b []byte, format int) {
		if format < 0 || format > int(file.Markdown) {
			return
		}
		check(t, file.Parse("x", b, file.Options{Format: file.Format(format)}))
	})
}

// FuzzWalk holds the same of standard input in every format.
func FuzzWalk(f *testing.F) {
	f.Add([]byte("{\"title\":\"a\",\"text\":\"b\",\"published\":1772525730}\n{\n[]"), int(file.JSONLines))
	f.Add([]byte(`[{"title":"a","text":"b"},{"id":3}] {"title":5}`), int(file.JSON))
	f.Add([]byte("\xff\xfe{\x00}\x00"), 0)
	f.Fuzz(func(t *testing.T, b []byte, format int) {
		if format < 0 || format > int(file.JSONLines) || format == int(file.HTML) {
			return
		}
		for it := range file.Walk(t.Context(), []string{file.Stdin}, strings.NewReader(string(b)), file.Options{Format: file.Format(format)}) {
			check(t, it)
		}
	})
}

func check(t *testing.T, it file.Item) {
	t.Helper()
	if it.Err != nil {
		if r, ok := it.Err.(*file.Refusal); !ok || r.Reason == "" {
			t.Errorf("bad refusal %v", it.Err)
		}
		return
	}
	a := it.Article
	if strings.TrimSpace(a.Title) == "" || strings.TrimSpace(a.Text) == "" || !utf8.ValidString(a.Title+a.Text+a.GUID+a.URL) {
		t.Errorf("bad article %+v", a)
	}
}
