package briefing

import (
	"testing"
	"unicode/utf8"

	"wirebrief/briefing/lang"
)

// TestOnlyTheDollarIsASCII: of the marks of ASCII no other is looked up as a sign
// of money.
func TestOnlyTheDollarIsASCII(t *testing.T) {
	for _, tag := range []string{"en", "tr"} {
		symbols := lang.For(tag).Numbers.Symbols
		for sign := range symbols {
			if len(sign) == 1 && sign[0] < utf8.RuneSelf && sign != "$" {
				t.Errorf("%s: %q is never looked up", tag, sign)
			}
		}
		if symbols["$"] == "" {
			t.Errorf("%s: the dollar is no money", tag)
		}
	}
}
