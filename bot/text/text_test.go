package text_test

import (
	"testing"

	"wirebrief/bot/text"
)

func TestCatalogueSays(t *testing.T) {
	say := text.For("en")
	tests := map[string]struct{ got, want string }{
		"one":             {say.N("sources.count", 1, nil), "1 source"},
		"many":            {say.N("sources.count", 14, nil), "14 sources"},
		"none":            {say.N("sources.count", 0, nil), "0 sources"},
		"thousands":       {say.N("sources.count", 1204, nil), "1,204 sources"},
		"places":          {say.T("button.follow", text.Data{"Topic": "grain"}), "Follow grain"},
		"unescaped":       {say.T("button.follow", text.Data{"Topic": `<b> & "x" {{.Y}}`}), `Follow <b> & "x" {{.Y}}`},
		"places and many": {say.N("briefing.more-publishers", 2, text.Data{"First": "Example Wire"}), "Example Wire and 2 more"},
		"unknown id":      {say.T("no-such-id", nil), "[no-such-id]"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if test.got != test.want {
				t.Errorf("got %q, want %q", test.got, test.want)
			}
		})
	}
}

func TestForFallsBackToEnglish(t *testing.T) {
	for _, lang := range []string{"", "en-GB", "xx", "not a tag", "ka"} {
		if got := text.For(lang).T("button.read", nil); got != "Read" {
			t.Errorf("For(%q) says %q, want %q", lang, got, "Read")
		}
	}
}

func TestNumber(t *testing.T) {
	for n, want := range map[int]string{0: "0", 7: "7", 999: "999", 1000: "1,000", 12345: "12,345", 1234567: "1,234,567", -1000: "-1,000", -999: "-999"} {
		if got := text.Number(n); got != want {
			t.Errorf("Number(%d) = %q, want %q", n, got, want)
		}
	}
}
