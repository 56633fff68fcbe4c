package briefing_test

import (
	"strings"
	"testing"
	"time"

	"wirebrief/briefing"
)

// aboveBody is an article with one line between headline and body.
func aboveBody(line string) briefing.Article {
	return briefing.Article{Lang: "en", Text: "Ferry line to reopen\n\n" + line +
		"\n\nThe ferry line across the Ellery strait will reopen on Monday, the company said."}
}

func TestDateLines(t *testing.T) {
	for line, want := range map[string]string{
		"2020-11-06":                           "2020-11-06T00:00:00Z",
		"2020-11-06T14:05:09Z":                 "2020-11-06T14:05:09Z",
		"2020-11-06T14:05:09.123+04:00":        "2020-11-06T10:05:09Z",
		"2020-11-06 14:05":                     "2020-11-06T14:05:00Z",
		"2020/11/06":                           "2020-11-06T00:00:00Z",
		"06.11.2020":                           "2020-11-06T00:00:00Z",
		"06.11.2020 14:05":                     "2020-11-06T14:05:00Z",
		"13/11/2020":                           "2020-11-13T00:00:00Z",
		"11/13/2020":                           "2020-11-13T00:00:00Z",
		"07/07/2020":                           "2020-07-07T00:00:00Z",
		"Nov 6, 2020 14:05 GMT":                "2020-11-06T14:05:00Z",
		"Nov. 6, 2020":                         "2020-11-06T00:00:00Z",
		"6 November 2020":                      "2020-11-06T00:00:00Z",
		"6th November, 2020":                   "2020-11-06T00:00:00Z",
		"Friday, November 6, 2020":             "2020-11-06T00:00:00Z",
		"Published: Nov 6, 2020 at 2:05 PM ET": "2020-11-06T19:05:00Z",
		"Published July 6, 2020, 2:05 p.m. ET": "2020-07-06T18:05:00Z",
		"Posted on November 6, 2020 2:05pm":    "2020-11-06T14:05:00Z",
		"12:30 am, 6 November 2020":            "2020-11-06T00:30:00Z",
		"6 November 2020, 9 pm":                "2020-11-06T21:00:00Z",
		"9pm, 6 November 2020":                 "2020-11-06T21:00:00Z",
		"6 Nov 2020 14:05 UTC+4":               "2020-11-06T10:05:00Z",
		"6 Nov 2020 14:05 -0500":               "2020-11-06T19:05:00Z",
		"6 Nov 2020 14:05 EST":                 "2020-11-06T19:05:00Z",
		"6 Nov 2020 14:05 CET":                 "2020-11-06T13:05:00Z",
		"29 February 2020":                     "2020-02-29T00:00:00Z",
		"29 February 2019":                     "",
		"31 April 2020":                        "",
		"06/11/2020":                           "",
		"2020-13-01":                           "",
		"2020-00-10":                           "",
		"Nov 6":                                "",
		"Nov 6, 14:05 GMT":                     "",
	} {
		t.Run(line, func(t *testing.T) {
			a := briefing.Clean(aboveBody(line))
			got := ""
			if !a.Published.IsZero() {
				got = a.Published.Format(time.RFC3339)
			}
			if got != want {
				t.Errorf("published = %q, want %q", got, want)
			}
			if strings.Contains(a.Text, line) {
				t.Errorf("the date line stays in the text %q", a.Text)
			}
		})
	}
}

func TestLinesThatAreNoDateLines(t *testing.T) {
	for _, line := range []string{
		"In 2020, 11 ferries and 6 barges sailed on the line to Castell every day of the year.",
		"Call 555 2020 11 06 to book a place on the first boat of the new season.",
		"6 boats, 2 barges and 11 men were all that was left of the company in 2020.",
	} {
		a := briefing.Clean(aboveBody(line))
		if !strings.Contains(a.Text, line) || !a.Published.IsZero() {
			t.Errorf("%q was taken for a date line: published %v, text %q", line, a.Published, a.Text)
		}
	}
}

func TestCleanKeepsWhatIsKnown(t *testing.T) {
	day := time.Date(2020, 11, 6, 14, 5, 0, 0, time.UTC)
	given := aboveBody("By Jane Doe, Sample Gazette | Nov 7, 2020 | Updated Nov 8, 2020")
	given.Byline, given.Publisher, given.Published, given.Title = "Ana Varga", "Example Wire", day, "Ferry line to reopen"
	a := briefing.Clean(given)
	if a.Byline != "Ana Varga" || a.Publisher != "Example Wire" || !a.Published.Equal(day) {
		t.Errorf("got %q, %q, %v", a.Byline, a.Publisher, a.Published)
	}
	if want := time.Date(2020, 11, 8, 0, 0, 0, 0, time.UTC); !a.Updated.Equal(want) {
		t.Errorf("updated = %v, want %v", a.Updated, want)
	}
	if strings.Contains(a.Text, "Jane Doe") || strings.Contains(a.Text, "Ferry line to reopen") {
		t.Errorf("text = %q", a.Text)
	}
}

func TestOutletLines(t *testing.T) {
	for line, want := range map[string]string{
		"Example Wire": "Example Wire", "The Castell Times": "The Castell Times", "Lorne English": "Lorne English",
		"Radio Lorne": "Radio Lorne", "castell.example": "castell.example", "Reuters": "Reuters", "AFP": "AFP",
		"Lorne Valley News Agency": "Lorne Valley News Agency", "By Example Wire": "Example Wire",
		"Politics": "", "A long wait": "", "Ferries": "", "World news from the harbour of Castell and around": "",
	} {
		t.Run(line, func(t *testing.T) {
			if a := briefing.Clean(aboveBody(line)); a.Publisher != want || want != "" && a.Byline != "" {
				t.Errorf("publisher = %q, byline = %q, want publisher %q", a.Publisher, a.Byline, want)
			}
		})
	}
}

func TestLinesAboveTheBody(t *testing.T) {
	for line, want := range map[string][3]string{
		"By Dora Pell, Harbour Reporter":                            {"Dora Pell", "", ""},
		"By Dora Pell, Example Wire":                                {"Dora Pell", "Example Wire", ""},
		"Written by Dora Pell on November 6, 2020":                  {"Dora Pell", "", "2020-11-06"},
		"Exclusive by Dora Pell":                                    {"Dora Pell", "", ""},
		"Interview by Dora Pell | Example Wire | 6 Nov 2020":        {"Dora Pell", "Example Wire", "2020-11-06"},
		"EXW | Port Ellery | Updated: Nov 6, 2020 14:05 IST":        {"", "EXW", "2020-11-06"},
		"Fri 6 Nov 2020 22.41 GMT":                                  {"", "", "2020-11-06"},
		"By Dora Pell\n\nLocal Harbour Reporter\n\nCastell Gazette": {"Dora Pell", "Castell Gazette", ""},
	} {
		t.Run(line, func(t *testing.T) {
			a := briefing.Clean(aboveBody(line))
			date := ""
			if !a.Published.IsZero() {
				date = a.Published.Format(time.DateOnly)
			}
			if got := [3]string{a.Byline, a.Publisher, date}; got != want {
				t.Errorf("byline, publisher, date = %q, want %q", got, want)
			}
			if !strings.HasPrefix(a.Text, "The ferry line") {
				t.Errorf("text %q", a.Text)
			}
		})
	}
}

func TestDatelineNamesAgencyAndDay(t *testing.T) {
	for dateline, want := range map[string][2]string{
		"Port Ellery, 6 November 2020 (Example Wire) –":     {"Example Wire", "2020-11-06"},
		"PORT ELLERY, Lorne, Nov. 6, 2020 /Examplewire/ --": {"Examplewire", "2020-11-06"},
		"PORT ELLERY (Example Wire) -":                      {"Example Wire", "0001-01-01"},
		"Port Ellery (the old town) –":                      {"", "0001-01-01"},
	} {
		a := briefing.Clean(briefing.Article{Lang: "en", Title: "Ferry line to reopen", Text: dateline +
			" The ferry line across the strait will reopen on Monday, the company said."})
		if got := [2]string{a.Publisher, a.Published.Format(time.DateOnly)}; got != want {
			t.Errorf("%s: %q, want %q", dateline, got, want)
		}
	}
}

func TestBannerIsNoHeadline(t *testing.T) {
	const body = "Lorne Ferries opens a line\n\nThe ferry line across the strait will open on Monday, the company said."
	for name, a := range map[string]briefing.Article{
		"first line": {Text: "FOR IMMEDIATE RELEASE\n\n" + body},
		"title":      {Title: "FOR IMMEDIATE RELEASE", Text: body},
	} {
		if got := briefing.Clean(a); got.Title != "Lorne Ferries opens a line" || strings.Contains(got.Text, "RELEASE") {
			t.Errorf("%s: title %q, text %q", name, got.Title, got.Text)
		}
	}
}

func TestCreditBehindAParagraph(t *testing.T) {
	const said = "The dock was closed for nine days after the storm, the harbour office said."
	for in, want := range map[string]string{
		said + " (Photo: Dora Pell/Example Wire)": said,
		said + " (Handout via AP)":                said,
		"Dora Pell waves to the crowd at the old harbour of Castell on Monday. (AP Photo/John Roe)": "",
	} {
		a := briefing.Clean(briefing.Article{Lang: "en", Title: "Dock closed", Text: in + "\n\nIt will open again on Monday, when the repairs are done."})
		if got, _, _ := strings.Cut(a.Text, "\n\nIt will"); got != want && !(want == "" && strings.HasPrefix(a.Text, "It will")) {
			t.Errorf("%q became %q", in, got)
		}
	}
}

func TestCleanOfLittle(t *testing.T) {
	for name, c := range map[string]struct{ in, title, text string }{
		"nothing":             {"", "", ""},
		"white space":         {" \n\t\n ", "", ""},
		"one word":            {"Storm", "Storm", ""},
		"a byte order mark":   {"\ufeffStorm\r\n\r\nThe storm is over.", "Storm", "The storm is over."},
		"old line breaks":     {"Storm\rThe storm is over.\u2028It took nine days.", "Storm", "The storm is over.\n\nIt took nine days."},
		"only headlines":      {"Storm\n\nFerry stops\n\nBridge closes", "Storm", "Ferry stops\n\nBridge closes"},
		"headline and a list": {"Storm\n\nFerry\nBridge\nRoad", "Storm", "Ferry\n\nBridge\n\nRoad"},
	} {
		t.Run(name, func(t *testing.T) {
			a := briefing.Clean(briefing.Article{Text: c.in})
			if a.Title != c.title || a.Text != c.text {
				t.Errorf("got %q and %q, want %q and %q", a.Title, a.Text, c.title, c.text)
			}
		})
	}
}

func TestTextBeyondTheLimitIsKeptButNotSearched(t *testing.T) {
	filler := strings.Repeat("The ferry line across the strait was quiet that day, and nobody came.\n\n", 16000)
	early, late := "“The first boat sails on Monday,” Ana Varga said.\n\n", "“The last boat sails on Friday,” John Oakes said."
	e := briefing.Extract(briefing.Article{Title: "Ferry line to reopen", Lang: "en", Text: early + filler + late},
		briefing.Options{Verbatim: true})
	if !strings.HasSuffix(e.Article.Text, late) {
		t.Errorf("the end of the text is lost")
	}
	if len(e.Quotes) != 1 || e.Quotes[0].Speaker != "Ana Varga" {
		t.Errorf("%d quotes, want only the one before the limit", len(e.Quotes))
	}
}

func TestSentencesOfOtherLanguages(t *testing.T) {
	for lang, c := range map[string]struct{ text, want string }{
		"ru": {"Забастовка окончена. Порт открыт!", "Забастовка окончена.|Порт открыт!"},
		"zh": {"罢工结束了。港口重新开放。", "罢工结束了。|港口重新开放。"},
		"hy": {"Գործադուլն ավարտվեց։ Նավահանգիստը բաց է։", "Գործադուլն ավարտվեց։|Նավահանգիստը բաց է։"},
		"tr": {"Grev bitti. Liman açıldı mı? Evet.", "Grev bitti.|Liman açıldı mı?|Evet."},
		"":   {"It ended. The port is open.", "It ended.|The port is open."},
	} {
		t.Run(lang, func(t *testing.T) {
			var got []string
			for _, s := range briefing.Sentences(c.text, lang) {
				got = append(got, s.Of(c.text))
			}
			if strings.Join(got, "|") != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
