package lang

import "testing"

func TestMayCount(t *testing.T) {
	r := &For("en").Numbers
	for word, w := range r.Words {
		if w.Is(spelling) && !r.MayCount("The ships, "+word+" of them, left.") {
			t.Errorf("%q spells a number and is not let through", word)
		}
	}
	for text, want := range map[string]bool{
		"":                             false,
		"one":                          true,
		"Thirty ships":                 true,
		"some twenty-odd ships":        true,
		"the mid-nineties":             true,
		"“Five,” she said":             true,
		"it cost half":                 true,
		"flight A320":                  true,
		"½ of it":                      true,
		"٣ ships":                      true,
		"５ ships":                      true,
		"The harbour stayed closed.":   false,
		"“We waited,” she said — café": false,
		"Şahin and Łukasz went on…":    false,
		"On and off, in or out, to us": false,
		"\xff\x80":                     true,
		"a \xe2":                       true,
		"a masterfulhundred":           false,
		"masterful hundred":            true,
		"The mate said [yes] @ `noon`": false,
	} {
		if got := r.MayCount(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
	if !For("tr").Numbers.MayCount("liman kapandı") {
		t.Error("a language whose words carry endings is not read in full")
	}
}
