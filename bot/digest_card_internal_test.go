package bot

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"wirebrief/briefing"
)

// withoutUnneeded is an article as a DigestArticleFinder returns it.
func withoutUnneeded(a StoredArticle) StoredArticle {
	lean := StoredArticle{ID: a.ID, Revision: a.Revision, Arrived: a.Arrived}
	lean.Extraction = briefing.Extraction{Supported: a.Supported, Denials: a.Denials, Article: briefing.Article{
		Published: a.Article.Published, Publisher: a.Article.Publisher, Lang: a.Article.Lang,
		Title: a.Article.Title, Text: a.Article.Text, Excerpt: a.Article.Excerpt,
	}}
	for _, q := range a.Quotes {
		q.Cue = briefing.Quote{}.Cue
		lean.Quotes = append(lean.Quotes, q)
	}
	for _, f := range a.Figures {
		f.Qualifier, f.AsOf = briefing.Figure{}.Qualifier, briefing.Figure{}.AsOf
		lean.Figures = append(lean.Figures, f)
	}
	return lean
}

// TestCardsNeedNoMore: what a DigestArticleFinder leaves out changes no card.
func TestCardsNeedNoMore(t *testing.T) {
	at := time.Date(2026, 11, 6, 4, 0, 0, 0, time.UTC)
	texts := []string{
		"“No crane moves until the night rate is paid,” Ana Varga, chair of the union, told reporters. About 1,400 dock workers walked out, the port said as of Tuesday.",
		"At least 1,200 dock workers walked out on 3 November, according to the Harbour Board. It is not true that 7 ships left, the board said.",
		"Nearly 30% of the berths stand empty. The port loses more than €2.5 million a day, said Jon Holm, the harbour master.",
	}
	said := 0
	for n := range 1 << len(texts) {
		var full, lean []StoredArticle
		for i, text := range texts {
			if n&(1<<i) == 0 {
				continue
			}
			a := briefing.Article{
				URL: fmt.Sprint("https://wire.example/", i), Source: "feed", GUID: fmt.Sprint(i), Byline: "Ana Varga", Publisher: fmt.Sprint("Wire ", i), Lang: "en",
				Title: "Dock workers walk out in Port Ellery", Text: text, Published: at, Updated: at.Add(time.Hour), Excerpt: i == 1,
			}
			s := StoredArticle{ID: int64(i + 1), Revision: int64(i + 11), Story: 5, Arrived: at, Extraction: briefing.Extract(a, briefing.Options{})}
			said += len(s.Quotes) * len(s.Figures)
			full, lean = append(full, s), append(lean, withoutUnneeded(s))
		}
		if len(full) == 0 {
			continue
		}
		if want, got := makeCard(full), makeCard(lean); !reflect.DeepEqual(want, got) {
			t.Errorf("of articles %b: %+v, want %+v", n, got, want)
		}
	}
	if said == 0 {
		t.Fatal("nothing was extracted: the test does not test")
	}
}
