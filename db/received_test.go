package db

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wirebrief/briefing"
)

func TestSourceRoundTrip(t *testing.T) {
	article := rapid.Custom(func(r *rapid.T) briefing.Article {
		line := rapid.SampledFrom([]string{"", "The ship left.", "Read also", "By Nobody", `"`, "{}", "\r", "\x00\xff", "新聞"})
		a := briefing.Article{URL: "https://example.org/1", Title: line.Draw(r, "title"), Byline: rapid.String().Draw(r, "byline"),
			Publisher: rapid.String().Draw(r, "publisher"), Lang: rapid.SampledFrom([]string{"", "en"}).Draw(r, "lang"),
			Text: strings.Join(rapid.SliceOfN(line, 0, 12).Draw(r, "text"), "\n")}
		a.Title = strings.ToValidUTF8(a.Title, "?")
		if rapid.Bool().Draw(r, "dated") {
			a.Published = time.UnixMilli(rapid.Int64Range(-1<<48, 1<<48).Draw(r, "published")).UTC()
		}
		return a
	})
	rapid.Check(t, func(r *rapid.T) {
		source, cleaned := article.Draw(r, "source"), article.Draw(r, "cleaned")
		got, err := decodeSource(encodeSource(&source, &cleaned), cleaned)
		if diff := cmp.Diff(source, got); err != nil || diff != "" {
			r.Fatalf("%v, %s", err, diff)
		}
	})
}

func TestSourceSavesSpace(t *testing.T) {
	paragraph := strings.Repeat("The harbour of Ellery has been shut since the night. ", 8)
	var lines []string
	for i := range 10 {
		lines = append(lines, strings.Repeat("A", i)+paragraph)
	}
	cleaned := briefing.Article{Title: "Harbour shut", Publisher: "Example Wire", Text: strings.Join(lines, "\n\n")}
	source := briefing.Article{Title: cleaned.Title, Text: "By Nobody\n" + strings.Join(lines, "\n") + "\nRead also: something\nShare"}
	if got := encodeSource(&source, &cleaned); len(got) > 150 {
		t.Errorf("%d bytes stored for %d of text", len(got), len(source.Text))
	}
	if got := encodeSource(&cleaned, &cleaned); got != nil {
		t.Errorf("%q stored for no difference", got)
	}
}

func TestBrokenSource(t *testing.T) {
	whole := encodeSource(&briefing.Article{Text: strings.Repeat("one line and more ", 20)}, &briefing.Article{})
	for _, stored := range [][]byte{{}, {0xff}, []byte("text"), whole[:len(whole)/2], whole[3:]} {
		if _, err := decodeSource(stored, briefing.Article{}); !errors.Is(err, ErrBroken) {
			t.Errorf("%q: %v", stored, err)
		}
	}
}

// TestLargeSource would take minutes if the work grew with the square of the
// text.
func TestLargeSource(t *testing.T) {
	for _, text := range []string{strings.Repeat("x\n", 1<<20), strings.Repeat("x", 4<<20), strings.Repeat("a\nb\n", 1<<20)} {
		source, cleaned := briefing.Article{Text: "first\n" + text + "b\na"}, briefing.Article{Text: text}
		stored := encodeSource(&source, &cleaned)
		got, err := decodeSource(stored, cleaned)
		if err != nil || got != source || len(stored) > len(text)/100 {
			t.Errorf("%d bytes, stored as %d, came back as %d, %v", len(source.Text), len(stored), len(got.Text), err)
		}
	}
}
