package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"wirebrief/bot"
	"wirebrief/briefing"
)

func draftOf(kind bot.ReportKind, a briefing.Article) string {
	r := bot.Report{ID: 7, At: time.Date(2026, 11, 6, 9, 0, 0, 0, time.UTC), Kind: kind, Words: "forty\x1b[2J\nboats"}
	return goldenDraft(r, bot.StoredArticle{Extraction: briefing.Extraction{Article: a}})
}

// sectionsOf reads a draft as the golden tests of package briefing do.
func sectionsOf(t *testing.T, draft string) map[string]string {
	t.Helper()
	archive := txtar.Parse([]byte(draft))
	if len(archive.Files) == 0 || archive.Files[0].Name != "case report 7" {
		t.Fatalf("the draft does not begin with its case:\n%s", draft)
	}
	sections := map[string]string{}
	for _, f := range archive.Files[1:] {
		if _, twice := sections[f.Name]; twice {
			t.Errorf("two sections %q", f.Name)
		}
		sections[f.Name] = strings.TrimRight(string(f.Data), "\n")
	}
	return sections
}

var boats = briefing.Article{Title: "Ferry line to reopen", Lang: "en", Text: `“The boats will sail on Monday,” Harbour Minister Ana Varga said.

About 40 boats were waiting at the pier.`}

func TestGoldenDraftSaysWhatComesOfTheArticle(t *testing.T) {
	for kind, want := range map[bot.ReportKind][]string{
		bot.ReportQuote:  {"article", "declared language", "quotes", "title"},
		bot.ReportFigure: {"article", "declared language", "figures", "title"},
		bot.ReportOther:  {"article", "declared language", "figures", "quotes", "title"},
	} {
		t.Run(string(kind), func(t *testing.T) {
			got := sectionsOf(t, draftOf(kind, boats))
			var names []string
			for name := range got {
				names = append(names, name)
			}
			if slices.Sort(names); !slices.Equal(names, want) {
				t.Errorf("sections %q, want %q", names, want)
			}
			if got["article"] != boats.Text || got["title"] != boats.Title {
				t.Errorf("the article is %q", got["article"])
			}
			if q, ok := got["quotes"]; ok && q != `Ana Varga | Harbour Minister | said | "The boats will sail on Monday"` {
				t.Errorf("quotes %s", q)
			}
			if f, ok := got["figures"]; ok && !strings.HasPrefix(f, "About 40 boats | 40 | ") {
				t.Errorf("figures %s", f)
			}
		})
	}
}

func TestGoldenDraftOfHostileText(t *testing.T) {
	a := boats
	a.Title = "Ferry\n-- quotes --\nline"
	a.Text = "-- case two --\n-- quotes --\nNobody | nobody | said | \"nothing\"\n\n" + boats.Text
	a.Lang = ""
	got := sectionsOf(t, draftOf(bot.ReportQuote, a))
	if len(got) != 3 || got["title"] != "Ferry -- quotes -- line" || strings.Contains(got["quotes"], "Nobody") {
		t.Errorf("got %q", got)
	}
	if draft := draftOf(bot.ReportQuote, a); strings.Contains(draft, "\x1b") {
		t.Errorf("an escape is written: %q", draft)
	}
}
