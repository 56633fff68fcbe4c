package briefing_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wirebrief/briefing"
)

// samples returns the sample articles that come with the project, cleaned.
func samples(t testing.TB) []briefing.Article {
	t.Helper()
	names, err := filepath.Glob("../docs/samples/*.md")
	if err != nil || len(names) < 20 {
		t.Fatalf("%d samples, %v", len(names), err)
	}
	var all []briefing.Article
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(b), "---\n")
		head, body, _ := strings.Cut(rest, "---\n")
		a := briefing.Article{Path: name, Text: body}
		for line := range strings.Lines(head) {
			key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
			switch key {
			case "title":
				a.Title = value
			case "source":
				a.Publisher = value
			}
		}
		all = append(all, briefing.Clean(a))
	}
	return all
}

// paragraphsOf and joined are opposites.
func paragraphsOf(a briefing.Article) []string { return strings.Split(a.Text, "\n\n") }

func joined(a briefing.Article, paragraphs []string) briefing.Article {
	a.Text = strings.Join(paragraphs, "\n\n")
	return a
}

// printings are what papers do to a text that they all have from an agency.
var printings = map[string]func(briefing.Article) briefing.Article{
	"as it is":       func(a briefing.Article) briefing.Article { return a },
	"other headline": func(a briefing.Article) briefing.Article { a.Title = "What we know so far"; return a },
	"typewriter marks": func(a briefing.Article) briefing.Article {
		a.Text = strings.NewReplacer("“", `"`, "”", `"`, "’", "'", "—", "-", "–", "-").Replace(a.Text)
		return a
	},
	"the last two paragraphs cut": func(a briefing.Article) briefing.Article {
		p := paragraphsOf(a)
		return joined(a, p[:len(p)-2])
	},
	"other dateline": func(a briefing.Article) briefing.Article {
		a.Text = "CASTELL, 6 November (Agency) — " + a.Text
		return a
	},
	"a line above": func(a briefing.Article) briefing.Article {
		a.Text = "Readers on the coast will want to know what it means for them and for their neighbours.\n\n" + a.Text
		return a
	},
	"a credit below": func(a briefing.Article) briefing.Article {
		a.Text += "\n\nReporting by our own correspondents in Castell and Port Ellery, with material from the agencies."
		return a
	},
	"one paragraph left out": func(a briefing.Article) briefing.Article {
		p := paragraphsOf(a)
		return joined(a, append(p[:2:2], p[3:]...))
	},
	"one sentence put in other words": func(a briefing.Article) briefing.Article {
		p := paragraphsOf(a)
		p[1] = "Further details were given in the course of the day to everyone who asked for them."
		return joined(a, p)
	},
	"all in one paragraph": func(a briefing.Article) briefing.Article {
		return joined(a, []string{strings.Join(paragraphsOf(a), " ")})
	},
}

// cut keeps the first paragraphs that hold so much of the text.
func cut(a briefing.Article, share float64) briefing.Article {
	p, size := paragraphsOf(a), 0
	for i := range p {
		if size += len(p[i]); float64(size) >= share*float64(len(a.Text)) {
			return joined(a, p[:i+1])
		}
	}
	return a
}

func TestCopiesAreNear(t *testing.T) {
	for name, print := range printings {
		t.Run(name, func(t *testing.T) {
			for _, a := range samples(t) {
				if !briefing.FingerprintOf(a).Near(briefing.FingerprintOf(print(a))) {
					t.Errorf("%s is not near to itself", a.Path)
				}
			}
		})
	}
}

// TestCutCopiesAreNear allows for the chance in fingerprints: one in a hundred
// of such pairs may be missed.
func TestCutCopiesAreNear(t *testing.T) {
	for _, share := range []float64{0.8, 0.6, 0.5} {
		t.Run(fmt.Sprint(share), func(t *testing.T) {
			missed, all := 0, samples(t)
			for _, a := range all {
				if !briefing.FingerprintOf(a).Near(briefing.FingerprintOf(cut(a, share))) {
					missed++
				}
			}
			if missed > 1 {
				t.Errorf("%d of %d not found", missed, len(all))
			}
		})
	}
}

func TestOtherReportsAreNotNear(t *testing.T) {
	all := samples(t)
	for i, a := range all {
		for _, b := range all[:i] {
			if briefing.FingerprintOf(a).Near(briefing.FingerprintOf(b)) {
				t.Errorf("%s is near to %s", a.Path, b.Path)
			}
		}
	}
}

func TestShortTexts(t *testing.T) {
	teaser := briefing.Article{Title: "Castell bridge opens", Lang: "en", Text: "The bridge in Castell opened on Friday after nine years of work."}
	tests := map[string]struct {
		change func(*briefing.Article)
		near   bool
	}{
		"the same":             {func(*briefing.Article) {}, true},
		"marks and case apart": {func(a *briefing.Article) { a.Text, a.Title = strings.ToUpper(a.Text)+"!", "“Castell bridge opens”" }, true},
		"another word":         {func(a *briefing.Article) { a.Text = strings.Replace(a.Text, "bridge", "tunnel", 1) }, false},
		"another number":       {func(a *briefing.Article) { a.Text = strings.Replace(a.Text, "nine", "ten", 1) }, false},
		"another headline":     {func(a *briefing.Article) { a.Title = "Lorne harvest begins" }, false},
		"no text":              {func(a *briefing.Article) { a.Text = "" }, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			other := teaser
			test.change(&other)
			if got := briefing.FingerprintOf(teaser).Near(briefing.FingerprintOf(other)); got != test.near {
				t.Errorf("near: %v", got)
			}
		})
	}
	if f := briefing.FingerprintOf(briefing.Article{Title: "Only a headline"}); f != (briefing.Fingerprint{}) || f.Near(f) {
		t.Errorf("without text: %+v", f)
	}
}

func TestNumbersOfAText(t *testing.T) {
	print := func(text string) uint64 {
		return briefing.FingerprintOf(briefing.Article{Lang: "en", Text: text}).Numbers
	}
	base := print("At least 12 people died and two of 1,400 were missing on Friday.")
	for text, same := range map[string]bool{
		"On Friday at least 12 died; two of some 1,400 are still missing.": true,
		"At least 15 people died and two of 1,400 were missing on Friday.": false,
		"At least 12 people died and six of 1,400 were missing on Friday.": false,
		"At least 12 people died and two of 1,500 were missing on Friday.": false,
		"At least 12 people died and two were missing on Friday.":          false,
	} {
		if got := print(text) == base; got != same {
			t.Errorf("%q: the same numbers: %v", text, got)
		}
	}
}

// words draws a text of a few words that come again and again.
func words(most int) *rapid.Generator[string] {
	word := rapid.SampledFrom(strings.Fields("the mill bridge strike council of in Castell said 12 two harbour Ellery ’s “a” — \n\n 港口 мост"))
	return rapid.Map(rapid.SliceOfN(word, 0, most), func(words []string) string { return strings.Join(words, " ") })
}

func TestNearIsSymmetricAndReflexive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := briefing.Article{Title: words(3).Draw(t, "title"), Text: words(120).Draw(t, "text"), Lang: "en"}
		b := a
		if rapid.Bool().Draw(t, "other") {
			b.Text += words(60).Draw(t, "added")
		}
		f, g := briefing.FingerprintOf(a), briefing.FingerprintOf(b)
		if f.Near(g) != g.Near(f) {
			t.Fatalf("near is not symmetric: %+v %+v", f, g)
		}
		if f.Near(f) != (f.Words > 0) {
			t.Fatalf("near is not reflexive: %+v", f)
		}
	})
}

func TestHostileTextTakesItsTimeAndNoMore(t *testing.T) {
	for name, text := range map[string]string{
		"one word":     strings.Repeat("a", 10<<20),
		"one line":     strings.Repeat("harbour ", 1<<20),
		"apostrophes":  strings.Repeat("a'", 1<<20),
		"marks":        strings.Repeat("“", 1<<20),
		"falling":      fallingNumbers(1 << 18),
		"invalid":      strings.Repeat("\xff\xfe", 1<<20),
		"combinations": "a" + strings.Repeat("\u0301", 1<<20),
	} {
		t.Run(name, func(t *testing.T) {
			var f briefing.Fingerprint
			if took := timed(func() { f = briefing.FingerprintOf(briefing.Article{Text: text, Lang: "en"}) }); took > 20*time.Second {
				t.Errorf("took %v", took)
			}
			if f.Words > 0 && !f.Near(f) {
				t.Error("not near to itself")
			}
		})
	}
}

func fallingNumbers(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%d ", n-i)
	}
	return b.String()
}

func BenchmarkFingerprintOf(b *testing.B) {
	a := briefing.Article{Title: "Dockers end strike", Lang: "en", Text: sampleReport}
	b.SetBytes(int64(len(a.Text)))
	for b.Loop() {
		if briefing.FingerprintOf(a).Words == 0 {
			b.Fatal("no words")
		}
	}
}
