package telegram

import (
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
)

// shown makes the joiner visible.
func shown(s string) string { return strings.ReplaceAll(s, string(joiner), "+") }

func TestTextDoesNotComeLive(t *testing.T) {
	for name, tt := range map[string]struct{ in, want string }{
		"Mention":             {"ask @ana_varga now", "ask @+ana_varga now"},
		"MentionAtTheEnd":     {"mail@", "mail@"},
		"Mail":                {"write to ana@port.example", "write to ana@+port.+example"},
		"Hashtag":             {"#strike and # 5 and #1", "#+strike and # 5 and #+1"},
		"Cashtag":             {"$ELRY rose to $37", "$+ELRY rose to $37"},
		"Command":             {"/latest and and/or 5/6", "/+latest and and/or 5/6"},
		"CommandBehindABrace": {"(/stop)", "(/+stop)"},
		"Address":             {"see https://port.example/a", "see https:+//+port.+example/a"},
		"BareAddress":         {"see port.example or t.me/x", "see port.+example or t.+me/x"},
		"AddressInCyrillic":   {"сайт пример.рф", "сайт пример.+рф"},
		"AddressInPunycode":   {"пример.xn--p1ai", "пример.+xn--p1ai"},
		"Abbreviation":        {"U.S. and e.g. 3.5 and 10.12.2025.", "U.S. and e.g. 3.5 and 10.12.2025."},
		"SentenceWithoutGap":  {"the end.The next", "the end.+The next"},
		"HashtagWithADot":     {"#\u00b7strike ## #", "#+\u00b7strike ## #"},
		"CurrencyOfADigit":    {"$1INCH for $1", "$+1INCH for $1"},
		"FourNumbers":         {"192.0.2.1 and 1.2.3 and 10.12.2025", "192.+0.2.1 and 1.2.3 and 10.12.2025"},
		"AddressInDevanagari": {"उदाहरण.भारत and दी.भारत", "उदाहरण.+भारत and दी.+भारत"},
		"AddressOfEmoji":      {"💰.com", "💰.+com"},
		"Clock":               {"at 08:00, 3:2", "at 08:00, 3:2"},
	} {
		t.Run(name, func(t *testing.T) {
			got := inert(0, clean(tt.in), "")
			if shown(got) != tt.want {
				t.Errorf("got %q, want %q", shown(got), tt.want)
			}
			if again := inert(0, got, ""); again != got {
				t.Errorf("done twice it is %q", shown(again))
			}
		})
	}
}

func TestTextStaysInertOverRuns(t *testing.T) {
	all := spans([]bot.Run{{Text: "and"}, {Text: "/or", Bold: true}, {Text: " 1"}, {Text: "/5"}}, false)
	var s string
	for _, x := range all {
		s += x.text
	}
	if s != "and/or 1/5" {
		t.Errorf("got %q", shown(s))
	}
}

func TestOnlyCommandsOfTheBotCanBePressed(t *testing.T) {
	all := spans([]bot.Run{{Text: "/latest [topic]", Command: true}, {Text: " or /stop @x.example", Command: true}}, false)
	if got := shown(all[0].text + all[1].text); got != "/latest [topic] or /+stop @+x.+example" {
		t.Errorf("got %q", got)
	}
}

func TestHTMLIsEscapedOnce(t *testing.T) {
	at := time.Date(2026, 11, 6, 4, 0, 0, 0, time.UTC)
	all := spans([]bot.Run{
		{Text: `a < b & "c" </b> &lt;`, Bold: true},
		{Text: " at", URL: `https://wire.example/?a=1&b="><script>`},
		{Text: " 3 hours ago", Time: at},
		{Text: " js", URL: "javascript:alert(1)"},
	}, false)
	var b strings.Builder
	writeHTML(&b, all, false)
	const want = `<b>a &lt; b &amp; &#34;c&#34; &lt;/` + "\u2060" + `b&gt; &amp;lt;</b>` +
		`<a href="https://wire.example/?a=1&amp;b=&#34;&gt;&lt;script&gt;"> at</a>` +
		`<tg-time unix="1793937600" format="r"> 3 hours ago</tg-time> js`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
	b.Reset()
	if writeHTML(&b, all, true); strings.Contains(b.String(), "tg-time") {
		t.Errorf("a time is no words: %s", b.String())
	}
}

func TestUnitsAreThoseOfUTF16(t *testing.T) {
	for s, want := range map[string]int{"": 0, "abc": 3, "ə": 1, "👍🏽": 4, "\u2060": 1} {
		if got := units(s); got != want {
			t.Errorf("%q has %d units, want %d", s, got, want)
		}
	}
}

func FuzzInert(f *testing.F) {
	for _, s := range []string{"@a #b $C /d https://e.ff", "a@b.cc", "\xff/x", "..a.bb", "#\u0301x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := inert(0, clean(s), "")
		if plain := strings.ReplaceAll(got, string(joiner), ""); plain != strings.ReplaceAll(clean(s), string(joiner), "") {
			t.Errorf("%q became %q", clean(s), plain)
		}
		if again := inert(0, got, ""); again != got {
			t.Errorf("%q is not inert after the first time: %q", shown(got), shown(again))
		}
	})
}
