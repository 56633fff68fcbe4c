package bot_test

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"wirebrief/bot"
)

func TestPlain(t *testing.T) {
	tests := map[string]struct{ in, want string }{
		"ordinary text":          {"Ana Varga said: “Yes”", "Ana Varga said: “Yes”"},
		"a terminal escape":      {"red \x1b[31mline\x1b[0m", "red [31mline[0m"},
		"a bidi override":        {"abc\u202edef\u202c", "abcdef"},
		"zero width":             {"ka\u200bra\u200dbakh\ufeff", "karabakh"},
		"line breaks":            {"one\r\n\n two\tthree", "one two three"},
		"separators":             {"one\u2028two\u2029three\u00a0four", "one two three four"},
		"spaces at the ends":     {" one  ", " one "},
		"broken UTF-8":           {"a\xffb", "a\ufffdb"},
		"tags":                   {"a\U000e0041b", "ab"},
		"a Persian non-joiner":   {"می\u200cخواهم", "می\u200cخواهم"},
		"a joiner after a space": {"می \u200dخواهم", "می خواهم"},
		"a joined picture":       {"a \U0001f468\u200d\U0001f469\u200d\U0001f467 b", "a \U0001f468\u200d\U0001f469\u200d\U0001f467 b"},
		"coloured pictures":      {"\U0001f3f3\ufe0f\u200d\U0001f308\U0001f44b\U0001f3fd\u200d\u2642\ufe0f", "\U0001f3f3\ufe0f\u200d\U0001f308\U0001f44b\U0001f3fd\u200d\u2642\ufe0f"},
		"joiners at a picture":   {"x\u200d\U0001f467\u200d y \U0001f467\u200c\U0001f467\u200d", "x\U0001f467 y \U0001f467\U0001f467"},
		"nothing":                {"", ""},
		"an unfinished joiner":   {"می\u200c", "می"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := bot.Plain(test.in); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestPlainIsLinear(t *testing.T) {
	for name, unit := range map[string]string{"joiners": "\u200d", "spaces": " \t", "Persian joiners": "م\u200c", "broken": "\xe2\x80"} {
		t.Run(name, func(t *testing.T) {
			begin := time.Now()
			bot.Plain(strings.Repeat(unit, 4<<20/len(unit)))
			if took := time.Since(begin); took > time.Minute {
				t.Errorf("4 MB took %v", took)
			}
		})
	}
}

func FuzzPlain(f *testing.F) {
	for _, s := range []string{"", "a b", "\x1b]0;x\x07", "می\u200cخواهم", "\u200d\u200c\xff \u2028", "ی\u200c\u0600", "\U0001f467\u200d\u200d\U0001f467"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := bot.Plain(s)
		if !utf8.ValidString(got) || strings.Contains(got, "  ") {
			t.Errorf("Plain(%q) = %q", s, got)
		}
		for _, r := range got {
			if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200c' && r != '\u200d' {
				t.Errorf("Plain(%q) = %q holds %U", s, got, r)
			}
		}
		if again := bot.Plain(got); again != got {
			t.Errorf("Plain is not stable: %q becomes %q", got, again)
		}
	})
}
