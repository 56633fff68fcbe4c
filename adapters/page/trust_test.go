package page_test

import (
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/page"
	"wirebrief/briefing"
)

// A source is one place where a page says something, most trusted first.
type source struct{ name, head, body string }

// ranked checks that each source wins over those after it, and that the value
// is empty without any. field reads the value that a source gives as its name;
// title is the page's.
func ranked(t *testing.T, title string, sources []source, field func(briefing.Article) string) {
	t.Helper()
	for i := range len(sources) + 1 {
		want, name := "", "none"
		var head, body strings.Builder
		head.WriteString(title)
		for _, s := range sources[i:] {
			head.WriteString(s.head)
			body.WriteString(s.body)
		}
		if i < len(sources) {
			want, name = sources[i].name, sources[i].name
		}
		t.Run(name, func(t *testing.T) {
			html := "<html><head>" + head.String() + "</head><body><article>" + body.String() + sentences + "</article></body></html>"
			a, err := page.Parse([]byte(html), page.Options{Now: now})
			if got := field(a); got != want || err != nil && a.Title != "" {
				t.Errorf("got %q (%v), want %q", got, err, want)
			}
		})
	}
}

func linkedData(fields string) string {
	return `<script type="application/ld+json">{"@type":"NewsArticle",` + fields + `}</script>`
}

func TestParseTrust(t *testing.T) {
	const title = "<title>The harbour board met</title>"
	t.Run("headline", func(t *testing.T) {
		ranked(t, "", []source{
			{"Board meets in JSON", linkedData(`"headline":"Board meets in JSON"`), ""},
			{"Board meets in OpenGraph", `<meta property="og:title" content="Board meets in OpenGraph">`, ""},
			{"Board meets in meta", `<meta name="twitter:title" content="Board meets in meta">`, ""},
			{"Board meets in the title", `<title>Board meets in the title</title>`, ""},
			{"Board meets in the heading", "", "<h1>Board meets in the heading</h1>"},
		}, func(a briefing.Article) string { return a.Title })
	})
	t.Run("byline", func(t *testing.T) {
		ranked(t, title, []source{
			{"Jana Son", linkedData(`"author":[{"@type":"Person","name":"By Jana Son"}]`), ""},
			{"Olga Graf", `<meta property="article:author" content="Olga Graf">`, ""},
			{"Mira Toll", `<meta name="author" content="Mira Toll">`, ""},
			{"Tess Text", "", `<span class="byline">By Tess Text</span>`},
		}, func(a briefing.Article) string { return a.Byline })
	})
	t.Run("publisher", func(t *testing.T) {
		ranked(t, title, []source{
			{"Json Post", linkedData(`"publisher":{"name":"Json Post"}`), ""},
			{"Graph Post", `<meta property="og:site_name" content="Graph Post">`, ""},
			{"Meta Post", `<meta name="application-name" content="Meta Post">`, ""},
		}, func(a briefing.Article) string { return a.Publisher })
	})
	t.Run("language", func(t *testing.T) {
		ranked(t, title, []source{
			{"de", linkedData(`"inLanguage":"de"`), ""},
			{"fr", `<meta name="dc.language" content="fr">`, ""},
			{"it-IT", `<meta property="og:locale" content="it_IT">`, ""},
		}, func(a briefing.Article) string { return a.Lang })
	})
	t.Run("published", func(t *testing.T) {
		ranked(t, title, []source{
			{"2026-03-01T00:00:00Z", linkedData(`"datePublished":"2026-03-01"`), ""},
			{"2026-03-02T00:00:00Z", `<meta property="article:published_time" content="2026-03-02">`, ""},
			{"2026-03-03T00:00:00Z", `<meta name="parsely-pub-date" content="2026-03-03">`, ""},
			{"2026-02-04T00:00:00Z", "", `<time pubdate datetime="2026-02-04">then</time>`},
			{"2026-02-05T00:00:00Z", "", `<time datetime="2026-02-05">then</time>`},
			{"2026-02-06T00:00:00Z", "", `<h1>The harbour board met</h1><p class="post-date">Published: February 6, 2026</p>`},
		}, func(a briefing.Article) string { return instant(a.Published) })
	})
	t.Run("updated", func(t *testing.T) {
		ranked(t, title, []source{
			{"2026-03-01T00:00:00Z", linkedData(`"dateModified":"2026-03-01"`), ""},
			{"2026-03-02T00:00:00Z", `<meta property="article:modified_time" content="2026-03-02">`, ""},
			{"2026-03-03T00:00:00Z", `<meta name="last-modified" content="2026-03-03">`, ""},
			{"2026-02-04T00:00:00Z", "", `<time itemprop="dateModified" datetime="2026-02-04">then</time>`},
		}, func(a briefing.Article) string { return instant(a.Updated) })
	})
}

func TestParseRefusesImpossibleDates(t *testing.T) {
	for name, c := range map[string]struct{ published, updated, wantPublished, wantUpdated string }{
		"within a day of the clock": {"2026-03-05T11:00:00Z", "2026-03-05T11:30:00Z", "2026-03-05T11:00:00Z", "2026-03-05T11:30:00Z"},
		"in the future":             {"2026-03-05T13:00:00Z", "2026-03-06", "", ""},
		"before 1990":               {"1989-12-31", "1970-01-01", "", ""},
		"changed before published":  {"2026-03-03T10:00:00Z", "2026-03-03T09:59:00Z", "2026-03-03T10:00:00Z", ""},
		"changed when published":    {"2026-03-03T10:00:00Z", "2026-03-03T12:00:00+02:00", "2026-03-03T10:00:00Z", "2026-03-03T10:00:00Z"},
		"only changed":              {"", "2026-03-03T10:00:00Z", "", "2026-03-03T10:00:00Z"},
		"no dates":                  {"soon", "later", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			head := linkedData(`"datePublished":"`+c.published+`","dateModified":"`+c.updated+`"`) + "<title>The harbour board met</title>"
			a, err := page.Parse([]byte(head+sentences), page.Options{Now: now})
			if err != nil || instant(a.Published) != c.wantPublished || instant(a.Updated) != c.wantUpdated {
				t.Errorf("published %q, updated %q (%v)", instant(a.Published), instant(a.Updated), err)
			}
		})
	}
	t.Run("future without a clock", func(t *testing.T) {
		a, err := page.Parse([]byte(linkedData(`"datePublished":"2036-03-03"`)+"<title>The harbour board met</title>"+sentences), page.Options{})
		if err != nil || a.Published != time.Date(2036, 3, 3, 0, 0, 0, 0, time.UTC) {
			t.Errorf("published %v (%v)", a.Published, err)
		}
	})
}

func TestParseCanonicalAddress(t *testing.T) {
	const found = "https://www.ellery.example/coast/2026/board-meets-on-quay"
	for name, c := range map[string]struct{ url, html, canonical, want string }{
		"same site":                      {found, "", "https://ellery.example/board-meets-on-quay", "https://ellery.example/board-meets-on-quay"},
		"relative":                       {found, "", "/board-meets-on-quay", "https://www.ellery.example/board-meets-on-quay"},
		"other site":                     {found, "", "https://other.example/board-meets-on-quay", found},
		"other host of the site":         {found, "", "https://news.ellery.example/board-meets-on-quay", found},
		"front page":                     {found, "", "https://ellery.example/", found},
		"front page with a query":        {found, "", "https://ellery.example/?p=12", "https://ellery.example/?p=12"},
		"section":                        {found, "", "https://ellery.example/coast", found},
		"section of a section":           {found, "", "https://ellery.example/news/coast/", found},
		"number":                         {found, "", "https://ellery.example/a/20261", "https://ellery.example/a/20261"},
		"one word where found by number": {"https://ellery.example/?p=1", "", "https://ellery.example/quay", "https://ellery.example/quay"},
		"one word where found by word":   {"https://ellery.example/quay/amp", "", "https://ellery.example/quay", "https://ellery.example/quay"},
		"not http":                       {found, "", "ftp://ellery.example/board-meets-on-quay", found},
		"no address":                     {found, "", "https://%zz", found},
		"with a user":                    {found, "", "https://me@ellery.example/board-meets-on-quay", found},
		"page not known":                 {"", "", "https://ellery.example/board-meets-on-quay", "https://ellery.example/board-meets-on-quay"},
		"relative, page not known":       {"", "", "/board-meets-on-quay", ""},
		"AMP on another host":            {"https://amp-ellery.news.example/x/board-meets-on-quay", "amp", "https://www.news.example/x/board-meets-on-quay", "https://www.news.example/x/board-meets-on-quay"},
		"AMP of another owner":           {"https://a.github.io/x/board-meets-on-quay", "⚡", "https://b.github.io/x/board-meets-on-quay", "https://a.github.io/x/board-meets-on-quay"},
		"AMP by another mark":            {"https://amp-ellery.news.example/x/board-meets-on-quay", "amp-version=1", "https://www.news.example/x/board-meets-on-quay", "https://amp-ellery.news.example/x/board-meets-on-quay"},
		"AMP on a number":                {"http://10.0.0.1/x/board-meets-on-quay", "amp", "http://10.0.0.2/x/board-meets-on-quay", "http://10.0.0.1/x/board-meets-on-quay"},
		"found in a cache of AMP":        {"https://ellery-example.cdn.ampproject.org/c/s/ellery.example/x/board-meets-on-quay", "amp", "https://ellery.example/board-meets-on-quay", "https://ellery.example/board-meets-on-quay"},
		"found in a cache, none given":   {"https://ellery-example.cdn.ampproject.org/c/s/ellery.example/x/board-meets-on-quay", "amp", "", "https://ellery.example/x/board-meets-on-quay"},
		"canonical in a cache":           {found, "", "https://www.google.com/amp/s/ellery.example/board-meets-on-quay", "https://ellery.example/board-meets-on-quay"},
	} {
		t.Run(name, func(t *testing.T) {
			html := "<html " + c.html + `><head><title>The harbour board met</title><link rel="canonical" href="` + c.canonical + `"></head><body>` + sentences + "</body></html>"
			a, err := page.Parse([]byte(html), page.Options{URL: c.url})
			if err != nil || a.URL != c.want {
				t.Errorf("got %q (%v), want %q", a.URL, err, c.want)
			}
		})
	}
}
