package page_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"wirebrief/adapters/page"
)

// sentences is running text long enough to be found as a body.
const sentences = "<p>The harbour board met on Tuesday and heard that the eastern quay would stay closed until the cranes had been looked at.</p>" +
	"<p>Board members asked for a second opinion, and the engineers were told to report again before the end of the month.</p>"

// TestParseHostile gives pages made to hurt. Each must end soon, with an
// error that can be told or a modest article.
func TestParseHostile(t *testing.T) {
	head := "<html><title>The harbour board met</title><body>"
	fonts := strings.Builder{}
	for i := range 400 {
		fmt.Fprintf(&fonts, "<font size=%d>", i)
	}
	for name, c := range map[string]struct {
		page string
		want error
	}{
		"refuses 100,000 levels":             {head + strings.Repeat("<div>", 100_000) + sentences, page.ErrTooComplex},
		"refuses 2,000 levels":               {head + strings.Repeat("<div>", 2_000) + sentences, page.ErrTooComplex},
		"refuses 300,000 elements":           {head + strings.Repeat("<p>x", 300_000), page.ErrTooComplex},
		"refuses copied formatting elements": {head + "<p>" + fonts.String() + strings.Repeat("<p>x", 50_000), page.ErrTooComplex},
		"refuses more than 2 MiB":            {head + strings.Repeat("x", page.DefaultMaxBytes), page.ErrTooLarge},
		"refuses an empty page":              {"", page.ErrNoArticle},
		"refuses a page of markup":           {strings.Repeat("<div></div>", 1_000), page.ErrNoArticle},
		"refuses a frame without text":       {head + "<iframe src=x></iframe>", page.ErrNoArticle},
		"refuses many deep paragraphs":       {head + strings.Repeat("<div>", 400) + strings.Repeat(sentences, 5_000), page.ErrTooComplex},
		"refuses nested boxes of one name":   {head + strings.Repeat("<div class=related>", 450) + strings.Repeat(sentences, 5_000), page.ErrTooComplex},
		"reads many line breaks":             {head + sentences + "<p>" + strings.Repeat("word, <br><br>", 20_000), nil},
		"reads many named boxes":             {head + sentences + strings.Repeat(`<div class="related comment">x</div>`, 40_000), nil},
		"reads stray closing tags":           {head + strings.Repeat("</dl></p></b>", 15_000) + sentences, nil},
		"reads many attributes":              {head + "<p " + strings.Repeat("a=b ", 100_000) + ">" + sentences, nil},
		"reads an attribute of a megabyte":   {head + `<div class="` + strings.Repeat("related-Comment ", 60_000) + `" title="` + strings.Repeat("x", 500_000) + `">` + sentences, nil},
		"reads a style of a megabyte":        {head + `<div style="` + strings.Repeat("display : none;", 60_000) + `">` + sentences, nil},
		"reads many notices":                 {head + sentences + strings.Repeat(`<div class=paywall>Subscribe to continue reading</div>`, 25_000), nil},
		"reads nested notices":               {head + sentences + strings.Repeat(`<div class=paywall>Subscribe now <span>`, 200), nil},
		"reads many selectors":               {head + `<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false,"hasPart":[` + strings.Repeat(`{"isAccessibleForFree":false,"cssSelector":".a.b,#c"},`, 9_000) + `{}]}</script>` + sentences + strings.Repeat("<i class=a>x</i>", 20_000), nil},
		"reads many hover cards":             {head + sentences + "<p>" + strings.Repeat(`<b>x</b><span class=tooltip>`, 200) + "</p>", nil},
		"reads mixed encodings":              {`<meta charset="utf-8">` + head + sentences + "<p>" + strings.Repeat("\xcf\xf0\xe8 \u043f\u0440\u0438 \x93x\x94 ", 5_000), nil},
		"reads a false UTF-16 declaration":   {`<meta charset="utf-16">` + head + sentences, nil},
		"reads an unclosed comment":          {head + sentences + "<!--" + strings.Repeat("-", 1_000_000), nil},
		"reads a million quote marks":        {head + sentences + "<p>" + strings.Repeat("“", 300_000) + "</p>", nil},
		"reads deep JSON-LD":                 {head + `<script type="application/ld+json">` + strings.Repeat("[", 300_000) + "</script>" + sentences, nil},
		"reads wide JSON-LD":                 {head + `<script type="application/ld+json">[` + strings.Repeat(`{"@type":"NewsArticle"},`, 40_000) + "{}]</script>" + sentences, nil},
		"reads long tables":                  {head + sentences + "<table>" + strings.Repeat("<tr><td>1", 8_000) + "</table>", nil},
		"reads invalid UTF-8":                {head + sentences + "<p>\xff\xfe\xfd\x80</p>", nil},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			a, err := page.Parse([]byte(c.page), page.Options{Limit: time.Minute})
			// Slow machines and the race detector are allowed for; quadratic
			// time would be minutes.
			if took := time.Since(start); took > 2*time.Minute {
				t.Errorf("took %v", took)
			}
			if !errors.Is(err, c.want) {
				t.Fatalf("error %v, want %v", err, c.want)
			}
			if err == nil && !strings.Contains(a.Text, "The harbour board met on Tuesday") {
				t.Errorf("text is lost: %.200q", a.Text)
			}
			if !utf8.ValidString(a.Text) {
				t.Error("text is not valid UTF-8")
			}
		})
	}
}

func TestParseGivesUpAtTheLimit(t *testing.T) {
	slow := "<title>The harbour board met</title>" + strings.Repeat("<div><p>The harbour board met on Tuesday, and again.", 9_000)
	_, err := page.Parse([]byte(strings.ReplaceAll(slow, "<div>", "<div><i>x</i></div>")), page.Options{Limit: time.Nanosecond})
	if !errors.Is(err, page.ErrTooSlow) {
		t.Errorf("error %v, want ErrTooSlow", err)
	}
}

func TestParseTextHoldsNoMarkup(t *testing.T) {
	a, err := page.Parse([]byte("<title>The harbour board met</title>"+sentences+
		"<p>It said 5 &lt; 6 and <b>bold <i>words</b> here</i> &amp;amp; &#8220;there&#8221; were enough of them to go on with.</p>"), page.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if want := "It said 5 < 6 and bold words here &amp; “there” were enough"; !strings.Contains(a.Text, want) {
		t.Errorf("want %q in %q", want, a.Text)
	}
}

// FuzzParse holds that whatever comes, Parse ends with an article of valid
// UTF-8 that has a headline and text, or with one of its errors.
func FuzzParse(f *testing.F) {
	f.Add([]byte("<title>t</title>" + sentences))
	f.Add([]byte(`<script type="application/ld+json">{"@type":"NewsArticle","headline":"x"}</script>` + sentences))
	f.Add([]byte("<?xml version=\"1.0\" encoding=\"windows-1251\"?><html><p>\xcf\xf0\xe8\xe2\xe5\xf2"))
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := page.Parse(b, page.Options{MaxBytes: 64 << 10})
		if err != nil {
			for _, known := range []error{page.ErrTooLarge, page.ErrTooComplex, page.ErrTooSlow, page.ErrNoArticle} {
				if errors.Is(err, known) {
					return
				}
			}
			t.Fatalf("unknown error %v", err)
		}
		if a.Title == "" || strings.TrimSpace(a.Text) == "" || !utf8.ValidString(a.Title+a.Text+a.Byline+a.Publisher+a.URL) {
			t.Errorf("bad article %+v", a)
		}
	})
}
