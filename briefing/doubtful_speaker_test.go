package briefing_test

import (
	"testing"

	"wirebrief/briefing"
)

// onlyQuote returns the one quote of an English text.
func onlyQuote(t *testing.T, text string) briefing.Quote {
	t.Helper()
	b := briefing.Compose(briefing.Article{Title: "Town hall", Text: text, Lang: "en"}, briefing.Options{All: true, Verbatim: true})
	if len(b.Quotes) != 1 {
		t.Fatalf("%d quotes in %q, want 1", len(b.Quotes), text)
	}
	return b.Quotes[0]
}

func TestPronounThatFitsTwoIsDoubtful(t *testing.T) {
	q := onlyQuote(t, "Adam Orlo met Peter Strand on Friday at the mill. “You promised all of us a new wheel,” he said.")
	if q.Confidence >= 0.5 {
		t.Errorf("by %q at %v: two men fit, so it must not be shown", q.Speaker, q.Confidence)
	}
	q = onlyQuote(t, "Adam Orlo came to the mill on Friday. “You promised all of us a new wheel,” he said.")
	if q.Speaker != "Adam Orlo" || q.Confidence < 0.5 {
		t.Errorf("by %q at %v: only one man fits", q.Speaker, q.Confidence)
	}
}

func TestInvisibleMarkDoesNotSplitAName(t *testing.T) {
	q := onlyQuote(t, "“The wheel will turn again by Monday,” said Ann \u200fVarga at the mill.")
	if q.Speaker != "Ann \u200fVarga" {
		t.Errorf("speaker %q", q.Speaker)
	}
}
