package briefing

import (
	"strings"
	"testing"
)

// TestSameSaidWithoutSorting: the quick answer, that two quotes say different
// things, is never another one than that of their sorted words.
func TestSameSaidWithoutSorting(t *testing.T) {
	long := strings.Repeat("the ferry waits for the last bus and the bus for nobody, ", 9)
	texts := []string{"", "No.", "We will mend the harbour wall by May.", "By May we'll mend the harbour walls", "By May the wall will be mended",
		"We will mend the harbour wall by May, and the two lamps on it before that, whatever it costs.", long, long + "as everybody knows", "the ferry, the bus"}
	p := picker{}
	same := 0
	for _, a := range texts {
		for _, b := range texts {
			u, o := utterance{Quote: &Quote{Text: a}}, utterance{Quote: &Quote{Text: b}}
			p.read(&o, p.read(&u, nil))
			want := keysOf(a, 1).sameSaid(keysOf(b, 1))
			if got := u.sameSaid(&o); got != want {
				t.Errorf("%q and %q: %v, want %v", a, b, got, want)
			}
			if want && a != b {
				same++
			}
		}
	}
	if same == 0 {
		t.Error("no two texts say the same")
	}
}
