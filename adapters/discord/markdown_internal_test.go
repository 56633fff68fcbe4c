package discord

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
)

// shown makes the joiner visible.
func shown(s string) string { return strings.ReplaceAll(s, string(joiner), "⁺") }

func TestTextDoesNotComeLive(t *testing.T) {
	for name, tt := range map[string]struct{ in, want string }{
		"Styles":            {"**a** *b* __c__ _d_ ~~e~~ ||f|| `g`", `\*\*a\*\* \*b\* \_\_c\_\_ \_d\_ \~\~e\~\~ \|\|f\|\| \` + "`g\\`"},
		"Backslash":         {`\*a\*`, `\\\*a\\\*`},
		"MaskedLink":        {"[press](https://evil.example)", `\[press\](https:⁺//evil.example)`},
		"Mentions":          {"<@123> <@&42> <#7> </latest:1> <id:guide>", `\<@123\> \<@&42\> \<#7\> \</latest:1\> \<id:guide\>`},
		"Everyone":          {"@everyone @Here @channel ana@port.example", `@⁺everyone @⁺Here @channel ana@port.example`},
		"Time":              {"<t:1:R>", `\<t\:1:R\>`},
		"Address":           {"see https://port.example/a_b", `see https:⁺//port.example/a\_b`},
		"Invitation":        {"join discord.gg/abc or Discord.com", `join discord.⁺gg/abc or Discord.⁺com`},
		"Shortcode":         {":smile: <:x:1> 3:2 a: b", `\:smile: \<\:x:1\> 3:2 a: b`},
		"Heading":           {"# one\n## two\na # three", "\\# one\n\\## two\na # three"},
		"SmallPrint":        {"-# small", `\-# small`},
		"Quote":             {"> one\n>>> two", "\\> one\n\\>\\>\\> two"},
		"List":              {"- a\n+ b\n* c\n  - d\nx - y", "\\- a\n\\+ b\n\\* c\n \\- d\nx - y"},
		"NumberedList":      {"1. one\n12) two\n3.5 three\nNo. 4. four", "1\\. one\n12\\) two\n3\\.5 three\nNo. 4. four"},
		"Fence":             {"```\ncode\n```", "\\`\\`\\`\ncode\n\\`\\`\\`"},
		"PlainText":         {"U.S. and/or 5/6, 10.12.2025 at 08:00 (a) “b” – €2.5 #strike", "U.S. and/or 5/6, 10.12.2025 at 08:00 (a) “b” – €2.5 #strike"},
		"OtherScripts":      {"Карабах, قره\u200cباغ", "Карабах, قره\u200cباغ"},
		"NumberAtTheStart":  {"37 ships. 5", "37 ships. 5"},
		"NegativeNumber":    {"-5 degrees", `\-5 degrees`},
		"ColonBeforeAColon": {"a::b:", `a:\:b:`},
	} {
		t.Run(name, func(t *testing.T) {
			if got := shown(escape(clean(tt.in), atStart, "")); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestTextWithoutMarkdownKeepsItsLetters(t *testing.T) {
	if got := shown(inert("*a* <@1> @everyone https://b.example [c] discord.gg/d")); got != "*a* <@1> @⁺everyone https:⁺//b.example [c] discord.⁺gg/d" {
		t.Errorf("got %q", got)
	}
}

// reading is how text is written in tests: as a block of that many runs.
func reading(runs ...bot.Run) []span { return spans(runs, false, commandIDs{"latest": 7}) }

func TestSpansAreWritten(t *testing.T) {
	const u = "https://wire.example/1"
	at := time.Unix(1793937600, 0)
	for name, tt := range map[string]struct {
		runs []bot.Run
		form linkForm
		want string
	}{
		"BoldRuns":      {[]bot.Run{{Text: "a ", Bold: true}, {Text: "b", Bold: true}, {Text: " c"}}, masked, "**a b** c"},
		"SpacesOutside": {[]bot.Run{{Text: "a"}, {Text: " b ", Bold: true}, {Text: "c"}}, masked, "a **b** c"},
		"Link":          {[]bot.Run{{Text: "a "}, {Text: "b ", URL: u}, {Text: "c"}}, masked, "a [b](" + u + ") c"},
		"LinkPartBold":  {[]bot.Run{{Text: "rate at ", URL: u}, {Text: "3.75%", Bold: true, URL: u}}, masked, "[rate at **3.75%**](" + u + ")"},
		"Unpreviewed":   {[]bot.Run{{Text: "a", URL: u}}, unpreviewed, "[a](<" + u + ">)"},
		"Written":       {[]bot.Run{{Text: "a", URL: u}, {Text: " b"}}, written, "a <" + u + "> b"},
		"Unlinked":      {[]bot.Run{{Text: "a", URL: u}, {Text: " b"}}, unlinked, "a b"},
		"Time":          {[]bot.Run{{Text: "Example Wire · "}, {Text: "3 hours ago", Time: at}, {Text: ", it says"}}, masked, "Example Wire · <t:1793937600:R>, it says"},
		"TimeThatLinks": {[]bot.Run{{Text: "yesterday", URL: u, Time: at}}, masked, "[yesterday](" + u + ")"},
		"Script":        {[]bot.Run{{Text: "a", URL: "javascript:alert(1)"}}, masked, "a"},
		"Parentheses":   {[]bot.Run{{Text: "a", URL: "https://wire.example/(x)_y"}}, masked, "[a](https://wire.example/(x)_y)"},
		"OddOnes":       {[]bot.Run{{Text: "a", URL: "https://wire.example/x)(y z"}}, masked, "[a](https://wire.example/x%29%28y%20z)"},
		"Brackets":      {[]bot.Run{{Text: "[Update] Dock strike ends", URL: u}}, masked, `\[Update\][ Dock strike ends](` + u + `)`},
		"Asterisks":     {[]bot.Run{{Text: "*", Bold: true}, {Text: "*"}}, masked, `**\***\*`},
		"Command":       {[]bot.Run{{Text: "/latest *ports*", Bold: true, Command: true}, {Text: " or "}, {Text: "/stop now", Command: true}}, masked, `</latest:7> \*ports\* or /stop now`},
		"NoCommand":     {[]bot.Run{{Text: "/latest"}, {Text: " and </latest:7>", Command: true}}, masked, `/latest and \</latest:7\>`},
		"OverRuns":      {[]bot.Run{{Text: "@"}, {Text: "everyone", Bold: true}, {Text: " :smi"}, {Text: "le:", Bold: true}}, masked, `@⁺**everyone** \:smi**le:**`},
	} {
		t.Run(name, func(t *testing.T) {
			want := strings.Replace(tt.want, "[ Dock", " [Dock", 1)
			if got := shown(write(reading(tt.runs...), tt.form)); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestAddressesAreThoseThatDiscordTakes(t *testing.T) {
	for in, want := range map[string]string{
		"https://wire.example/a?b=c&d=e":                           "https://wire.example/a?b=c&d=e",
		"https://gazette.example/ä/(x)_y":                          "https://gazette.example/ä/(x)_y",
		"https://пример.рф/ё":                                      "https://пример.рф/ё",
		"http://192.0.2.1:8080/":                                   "http://192.0.2.1:8080/",
		"https://wire.example/a b|c>":                              "https://wire.example/a%20b%7Cc%3E",
		"http://localhost/1":                                       "",
		"https://[::1]/":                                           "",
		"https://wire..example/":                                   "",
		"https://wire.example./":                                   "",
		"https://wire.example:99999/":                              "",
		"https://user:secret@wire.example/":                        "",
		"mailto:a@port.example":                                    "",
		"tg://user?id=1":                                           "",
		"https://wire.example/" + strings.Repeat("a", linkUnits):   "",
		"https://wire.example/" + strings.Repeat("()", 100) + ")(": "https://wire.example/" + strings.Repeat("()", 100) + ")(",
	} {
		if got := webURL(in, linkUnits); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

// alive finds what Discord would act on in markdown of which what stands behind
// a backslash has been taken out.
var alive = regexp.MustCompile("[*_~`|<>\\[\\]]|(?m:^ *(#|-|\\+|[0-9]+[.)]))|(?i:@everyone|@here|discord(app)?\\.[a-z0-9])|:/|:[A-Za-z0-9_+-]{1,64}:")

// unescaped takes escapes out: with what they stand before, for what acts, and
// without it, for what is read.
func unescaped(s string) (acts, read string) {
	var a, r strings.Builder
	escaped := false
	for _, c := range s {
		switch {
		case escaped:
			a.WriteRune('⁕')
			r.WriteRune(c)
			escaped = false
		case c == '\\':
			escaped = true
		default:
			a.WriteRune(c)
			if c != joiner {
				r.WriteRune(c)
			}
		}
	}
	return a.String(), r.String()
}

func FuzzEscape(f *testing.F) {
	for _, s := range []string{"**a** _b_", "# a\n- b\n1. c", "<@1> @everyone", "[a](https://b.example)", "\\\\*", ":a:b:c:", "1 . 2) \n 3)", "@\u2060here", "```x```", "\xff*", "discord.gg"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = clean(s)
		got := escape(s, atStart, "")
		acts, read := unescaped(got)
		if found := alive.FindString(acts); found != "" {
			t.Errorf("%q becomes %q, in which %q is live", s, got, found)
		}
		if want := strings.ReplaceAll(s, string(joiner), ""); read != want {
			t.Errorf("%q is read as %q", want, read)
		}
		if got := units(got); got > cost(s) {
			t.Errorf("%q takes %d units, more than the %d reckoned", s, got, cost(s))
		}
	})
}
