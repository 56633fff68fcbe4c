package briefing_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"wirebrief/briefing"
)

// checkSpans fails unless every span of an extraction fits its text.
func checkSpans(t *testing.T, e briefing.Extraction) {
	t.Helper()
	text := e.Article.Text
	fits := func(what string, s briefing.Span, want string) {
		t.Helper()
		if s.Start < 0 || s.End > len(text) || s.Start >= s.End || want != "" && text[s.Start:s.End] != want {
			t.Errorf("%s %v does not fit: have %q, want %q", what, s, s.Of(text), want)
		} else if !utf8.ValidString(text[s.Start:s.End]) {
			t.Errorf("%s %v cuts a character", what, s)
		}
	}
	optional := func(what string, s briefing.Span) {
		t.Helper()
		if s != briefing.NoSpan {
			fits(what, s, "")
		}
	}
	for _, q := range e.Quotes {
		fits("quote", q.Span, q.Text)
		optional("clause", q.Clause)
		optional("speaker", q.SpeakerSpan)
		last := q.Start
		for _, p := range q.Parts {
			fits("part", p, "")
			if p.Start < last || !q.Contains(p) {
				t.Errorf("part %v of quote %v is out of place", p, q.Span)
			}
			last = p.End
		}
		if q.Speaker != "" && !strings.Contains(text, q.Speaker) && !strings.Contains(e.Article.Title, q.Speaker) {
			t.Errorf("speaker %q does not stand in the article", q.Speaker)
		}
	}
	for _, f := range e.Figures {
		fits("figure", f.Span, f.Text)
		optional("figure clause", f.Clause)
	}
	for _, d := range e.Denials {
		fits("denial", d.Span, d.Text)
	}
}

// checkSentences fails unless the sentences are in order and hold all that is
// not white space.
func checkSentences(t *testing.T, text, language string) {
	t.Helper()
	last := 0
	for _, s := range briefing.Sentences(text, language) {
		if s.Start < last || s.End <= s.Start || s.End > len(text) {
			t.Fatalf("sentence %v after byte %d is out of order", s, last)
		}
		if skipped := strings.TrimSpace(text[last:s.Start]); skipped != "" {
			t.Fatalf("%q is in no sentence", skipped)
		}
		last = s.End
	}
	if skipped := strings.TrimSpace(text[last:]); skipped != "" {
		t.Fatalf("%q is in no sentence", skipped)
	}
}

func FuzzExtract(f *testing.F) {
	for _, seed := range []string{
		sampleReport, "", "\x00\xff\xfe", "“", "\"\"\"\"", "a.\r\nb\u2028c\u0085d", "‘“”’«»'\"", "1,000.Then 5 p.m. ET …",
		"By Jane Doe\n\nNov 6, 2020\n\n“No,” she said.", "م\u200f\u202e 5 “و” ", "1. A 2. B 3. C", "$1.5-2bn (20%)",
		"5 A's, 3 K’s and 2 İs", "12 Ks. 7 ſs", "زن گفت: «نه»\n\n港口工人。罢工！", strings.Repeat("He said \"no\" and 5 men left. ", 40),
	} {
		f.Add(seed, "en", false)
		f.Add(seed, "", true)
	}
	f.Fuzz(func(t *testing.T, text, language string, verbatim bool) {
		a := briefing.Article{Text: text, Lang: language}
		e := briefing.Extract(a, briefing.Options{Verbatim: verbatim})
		if !utf8.ValidString(e.Article.Text) || !utf8.ValidString(e.Article.Title) {
			t.Errorf("text or headline is not valid UTF-8")
		}
		if verbatim && utf8.ValidString(text) && !strings.Contains(text, "\x00") && e.Article.Text != text {
			t.Errorf("verbatim text changed")
		}
		checkSpans(t, e)
		checkSentences(t, e.Article.Text, e.Article.Lang)
		once := briefing.Clean(a)
		if twice := briefing.Clean(once); len(twice.Text) > len(once.Text) || twice.Title != once.Title {
			t.Errorf("cleaning again added text or changed the headline:\n%q\n%q", once.Text, twice.Text)
		}
		b := briefing.Pick(e, briefing.Options{})
		for _, q := range b.Quotes {
			if q.Speaker == "" || q.Partial {
				t.Errorf("picked a quote without speaker, or a fragment: %q", q.Text)
			}
		}
	})
}

func TestVerbatimLeavesTextAsItCame(t *testing.T) {
	text := "Headline\r\n\r\nBy Jane Doe\r\n\r\n“No,” Ana Varga said.\r\n\r\nRead more: nothing\r\n"
	b := briefing.Compose(briefing.Article{Text: text}, briefing.Options{Verbatim: true})
	if b.Article.Text != text {
		t.Errorf("text = %q, want %q", b.Article.Text, text)
	}
	if b.Article.Title != "Headline" {
		t.Errorf("title = %q, want the first line", b.Article.Title)
	}
}

func TestInvalidTextIsRepaired(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"bytes that are no UTF-8": {"The ferry \xff\xfe sails on Monday at six.", "The ferry � sails on Monday at six."},
		"NUL":                     {"The ferry\x00 sails on Monday at six.", "The ferry sails on Monday at six."},
		"a cut character":         {"The ferry sails to the caf\xc3", "The ferry sails to the caf�"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, verbatim := range []bool{false, true} {
				e := briefing.Extract(briefing.Article{Title: "x", Text: c.in}, briefing.Options{Verbatim: verbatim})
				if e.Article.Text != c.want {
					t.Errorf("verbatim %v: text = %q, want %q", verbatim, e.Article.Text, c.want)
				}
			}
		})
	}
}

func TestLanguageWithoutRulesTakesNothing(t *testing.T) {
	text := "„Am Montag arbeiten wir wieder“, sagte der Vorsitzende. Der Streik ist nach 9 Tagen zu Ende, und im Hafen warten 40 Schiffe."
	b := briefing.Compose(briefing.Article{Title: "Die Hafenarbeiter sind bereit zu einer Einigung", Text: text}, briefing.Options{All: true})
	if b.Supported || len(b.Quotes)+len(b.Figures)+len(b.Denials) > 0 || b.Article.Lang != "de" {
		t.Errorf("got %+v, want German, not supported, nothing taken", b)
	}
	if got := briefing.LanguageName(b.Article.Lang); got != "German" {
		t.Errorf("LanguageName = %q, want German", got)
	}
}

func TestSpeakersAndNames(t *testing.T) {
	e := briefing.Extract(briefing.Article{Title: "Ana Varga Promises Night Rate in Port Ellery", Text: sampleReport}, briefing.Options{})
	if len(e.Speakers) == 0 || e.Speakers[0] != "Ana Varga" {
		t.Errorf("speakers = %q, want Ana Varga first", e.Speakers)
	}
	if got := strings.Join(e.Names, "|"); got != "Ana Varga|Port Ellery" {
		t.Errorf("names = %q, want Ana Varga|Port Ellery", got)
	}
}

// hostile are inputs on which careless code takes quadratic time.
var hostile = map[string]string{
	"one line":               "dockers ",
	"full stops":             ".",
	"stops and spaces":       ". ",
	"sentences":              "He left. ",
	"sentences in one word":  "left.He",
	"quotation marks":        "\"",
	"opening marks":          "“",
	"closing marks":          "”",
	"single marks":           "'",
	"marks in turn":          "“”‘’",
	"quoted words":           "“no,” he said. ",
	"lines":                  "\n",
	"short lines":            "a\n",
	"blank lines":            "Port reopens\n\n",
	"lines of lower case":    "port reopens\n",
	"zero-width characters":  "\u200b",
	"combining marks":        "\u0301",
	"right to left":          "\u202e\u200f",
	"brackets":               "(",
	"dots in brackets":       "[...] ",
	"initials":               "J. ",
	"digits":                 "1",
	"numbers":                "1,000 ",
	"numbers and dots":       "1.",
	"numbers and commas":     "1, ",
	"labels":                 "1) A 2) B ",
	"number words":           "two hundred thousand ",
	"currency":               "$",
	"ranges":                 "1-",
	"names":                  "Ana Varga ",
	"names and verbs":        "Ana Varga said ",
	"commas":                 ",",
	"sign-offs":              "(Reporting by ",
	"bars":                   "| ",
	"invalid bytes":          "\xff",
	"NUL":                    "\x00",
	"ideographs":             "港口工人",
	"ideographic full stops": "。",
	"carriage returns":       "\r",
	"line separators":        "\u2028",
	"percent":                "5% ",
	"denials":                "Varga denied it, but ",
	"dates":                  "Nov. 3, 2020 ",
	"apostrophes in words":   "a'b’c",
	"dashes":                 "—",
	"stops before numbers":   "a. 1 ",
	"closed questions":       "a?” Ana Varga ",
	"datelines":              "PORT (EX) — A\n",
}

func TestHostileInputTakesLinearTime(t *testing.T) {
	for name, unit := range hostile {
		t.Run(name, func(t *testing.T) {
			growsLinearly(t, 1<<15, func(n int) time.Duration { return composeTime(strings.Repeat(unit, n/len(unit))) })
		})
	}
}

func TestHugeInputTakesBoundedTime(t *testing.T) {
	for _, name := range []string{"one line", "lines", "short lines", "quotation marks", "zero-width characters", "numbers"} {
		t.Run(name, func(t *testing.T) {
			if took := composeTime(strings.Repeat(hostile[name], (10<<20)/len(hostile[name]))); took > 30*time.Second {
				t.Errorf("10 MiB took %v", took)
			}
		})
	}
}

// composeTime is how long a briefing of a text takes.
func composeTime(text string) time.Duration {
	return timed(func() {
		briefing.Compose(briefing.Article{Title: "x", Text: text, Lang: "en"}, briefing.Options{})
	})
}

// BenchmarkCompose makes a briefing of an article of 600 words.
func BenchmarkCompose(b *testing.B) {
	a := briefing.Article{Title: "Port Ellery dockers end strike after nine days", Lang: "en"}
	a.Text = sampleReport + "\n\nThe county archive has kept the papers of all four strikes. Anyone may read them there on Thursdays, said the archivist, Ivo Kest, “but few do”."
	if got := briefing.Compose(a, briefing.Options{}); len(got.Quotes) < 2 || len(got.Figures) < 3 {
		b.Fatalf("the sample gives %d quotes and %d figures, too few to measure", len(got.Quotes), len(got.Figures))
	}
	b.ReportAllocs()
	b.SetBytes(int64(len(a.Text)))
	for b.Loop() {
		briefing.Compose(a, briefing.Options{})
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "articles/s")
}

// TestRealArticle reads the scraped page in the folder of outside test data.
func TestRealArticle(t *testing.T) {
	dir := os.Getenv("WIREBRIEF_TESTDATA")
	if dir == "" {
		t.Skip("set WIREBRIEF_TESTDATA to the folder that holds articles/duvar-karabakh.txt")
	}
	text, err := os.ReadFile(filepath.Join(dir, "articles", "duvar-karabakh.txt"))
	if err != nil {
		t.Fatal(err)
	}
	b := briefing.Compose(briefing.Article{Text: string(text)}, briefing.Options{})
	text1 := b.Article.Text
	if b.Article.Publisher != "Duvar English" || b.Article.Byline != "" || !b.Article.Published.IsZero() {
		t.Errorf("publisher %q, byline %q, published %v", b.Article.Publisher, b.Article.Byline, b.Article.Published)
	}
	if !strings.HasPrefix(b.Article.Title, "Russia: Reports of mercenaries") || !strings.HasSuffix(b.Article.Title, "'a serious concern'") {
		t.Errorf("headline = %q", b.Article.Title)
	}
	for _, s := range []string{"Roman mosaic", "stray dogs", "visa requirement", "femicides", "Russia tells Turkey", "HDP deputy", "Duvar English"} {
		if strings.Contains(text1, s) {
			t.Errorf("the text still has %q", s)
		}
	}
	if len(b.Quotes) != 2 {
		t.Fatalf("%d quotes, want 2", len(b.Quotes))
	}
	for i, want := range []struct{ start, end, clause string }{
		{"According to reports, foreign", "for serious concern", "said during her weekly press briefing on Nov 5"},
		{"We are speaking about", "in the South Caucasus", "was quoted as saying by various Russian media outlets"},
	} {
		q := b.Quotes[i]
		if q.Speaker != "Maria Zakharova" || q.Role != "Russian Foreign Ministry spokeswoman" {
			t.Errorf("quote %d by %q, %q", i, q.Speaker, q.Role)
		}
		if !strings.HasPrefix(q.Text, want.start) || !strings.HasSuffix(q.Text, want.end) {
			t.Errorf("quote %d = %q", i, q.Text)
		}
		if got := q.Clause.Of(text1); got != want.clause {
			t.Errorf("clause %d = %q, want %q", i, got, want.clause)
		}
	}
	var figures []string
	for _, f := range b.Figures {
		figures = append(figures, f.Text)
	}
	if got := strings.Join(figures, "|"); got != "At least 1,000 people|around 2,000 mercenaries|hundreds of fighters" {
		t.Errorf("figures = %q", got)
	} else {
		if f := b.Figures[1]; f.Source != "Sergei Lavrov, Russian Foreign Minister" {
			t.Errorf("source of %q = %q", f.Text, f.Source)
		}
		for i, want := range []struct{ start, end string }{
			{"At least 1,000 people", "broke out on Sept. 27"},
			{"In an interview", "were fighting"},
			{"According to several reports", "fighting in Nagorno-Karabakh"},
		} {
			got := b.Figures[i].Clause.Of(text1)
			if !strings.HasPrefix(got, want.start) || !strings.HasSuffix(got, want.end) {
				t.Errorf("clause of %q = %q, want %s … %s", b.Figures[i].Text, got, want.start, want.end)
			}
		}
	}
	if len(b.Denials) != 1 || !strings.HasPrefix(b.Denials[0].Text, "Both Turkey and Azerbaijan have denied") {
		t.Errorf("denials = %v", b.Denials)
	}
	if b.MoreQuotes != 0 || b.MoreFigures != 0 {
		t.Errorf("%d more quotes and %d more figures, want none", b.MoreQuotes, b.MoreFigures)
	}
}
