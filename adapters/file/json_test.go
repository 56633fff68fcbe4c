package file_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wirebrief/adapters/file"
	"wirebrief/briefing"
)

func TestWalkJSONKeys(t *testing.T) {
	in := `{"id":"n1","title":" The board met ","text":" as it stands \n","language":"en","published":"2026-03-03T12:15:30+04:00","publisher":"Example Wire",` +
		`"url":"https://example.com/1","byline":"Mira Toll","updated":"2026-03-04","unknown":{"a":[1]},"extra":null}`
	want := briefing.Article{
		GUID: "n1", Source: "-", Title: "The board met", Text: " as it stands \n", Lang: "en", Publisher: "Example Wire", URL: "https://example.com/1", Byline: "Mira Toll",
		Published: time.Date(2026, 3, 3, 8, 15, 30, 0, time.UTC), Updated: time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC),
	}
	for it := range file.Walk(t.Context(), []string{file.Stdin}, strings.NewReader(in), file.Options{}) {
		if diff := cmp.Diff(want, it.Article); it.Err != nil || diff != "" {
			t.Errorf("%v\n%s", it.Err, diff)
		}
	}
}

func TestWalkJSONDates(t *testing.T) {
	for in, want := range map[string]string{
		`"2026-03-03"`:           "2026-03-03T00:00:00Z",
		`1772525730`:             "2026-03-03T08:15:30Z",
		`"1772525730"`:           "2026-03-03T08:15:30Z",
		`1772525730000`:          "2026-03-03T08:15:30Z",
		`""`:                     "",
		`null`:                   "",
		`"Nov 5"`:                `-:1: key "published" is no date: "Nov 5"`,
		`12`:                     `-:1: key "published" is no date: 12`,
		`true`:                   `-:1: key "published" is no date: true`,
		`{"a":1}`:                `-:1: key "published" is no date: {"a":1}`,
		`"1970-01-01T00:00:00Z"`: `-:1: key "published" is no date: "1970-01-01T00:00:00Z"`,
	} {
		t.Run(in, func(t *testing.T) {
			line := fmt.Sprintf(`{"title":"A","text":"x","published":%s}`, in)
			for it := range file.Walk(t.Context(), []string{file.Stdin}, strings.NewReader(line), file.Options{}) {
				got := instant(it.Article.Published)
				if it.Err != nil {
					got = it.Err.Error()
				}
				if got != want {
					t.Errorf("got %q, want %q", got, want)
				}
			}
		})
	}
}

func TestWalkJSONRefusals(t *testing.T) {
	for in, want := range map[string]string{
		`{"title":5,"text":"x"}`:          `-:1 refused: key "title" is no text`,
		`{"title":"A","text":["x"]}`:      `-:1 refused: key "text" is no text`,
		`{"title":"A","url":7,"text":""}`: `-:1 refused: key "url" is no text`,
		`{"title":"A"}`:                   `-:1 refused: no text below the headline`,
		`{"text":"x"}`:                    `-:1 refused: no headline`,
		`{}`:                              `-:1 refused: no headline`,
		`[5]`:                             `-:1 refused: no JSON object: found a JSON number`,
		`{"title":"A" "text":"x"}`:        `-:1 refused: no JSON object: invalid character '"' after object key:value pair at byte 14`,
	} {
		t.Run(in, func(t *testing.T) {
			o := file.Options{}
			if strings.HasPrefix(in, "[") {
				o.Format = file.JSON
			}
			if diff := cmp.Diff([]string{want}, read(t, "", strings.NewReader(in), o, file.Stdin)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWalkJSONLargeArticle(t *testing.T) {
	big := `{"title":"A","text":"` + strings.Repeat("x", 200_000) + `"}`
	got := read(t, "", strings.NewReader("["+`{"title":"A","text":"x"},`+big+"]"), file.Options{Format: file.JSON, MaxBytes: 64 << 10}, file.Stdin)
	want := []string{"-:1 = A", "-:2 refused: article larger than 64 KiB"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWalkJSONEmptyArray(t *testing.T) {
	if got := read(t, "", strings.NewReader("[]"), file.Options{Format: file.JSON}, file.Stdin); len(got) != 0 {
		t.Errorf("got %q", got)
	}
}

func BenchmarkWalkLines(b *testing.B) {
	line := fmt.Sprintf("{\"id\":\"1\",\"title\":\"A headline\",\"text\":%q,\"published\":\"2026-03-03T12:15:30Z\"}\n", strings.Repeat("Some words of the text. ", 150))
	b.SetBytes(int64(len(line)))
	b.ReportAllocs()
	in := &endless{line: line, lines: b.N}
	n := 0
	for it := range file.Walk(b.Context(), []string{file.Stdin}, in, file.Options{}) {
		if it.Err != nil {
			b.Fatal(it.Err)
		}
		n++
	}
	if n != b.N {
		b.Fatalf("%d items of %d", n, b.N)
	}
}
