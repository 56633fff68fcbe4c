package briefing_test

import (
	"testing"

	"wirebrief/briefing"
)

// TestSourceIsAWholeSpeaker: whoever is shown as the source of a figure is a whole
// phrase that is said to give just that figure; else nobody is.
func TestSourceIsAWholeSpeaker(t *testing.T) {
	for _, c := range []struct{ name, text, figure, source string }{
		{"the subject is read with what completes its name", "Sales of lamps rose to 4,000 lamps, according to the Center for Quiet Seas.", "4,000 lamps", "the Center for Quiet Seas"},
		{"a name that only describes is no source alone", "The firm sold 4,000 lamps, according to an Example Post analysis of its filings.", "4,000 lamps", "an Example Post analysis of its filings"},
		{"two names with a stroke", "Some 4,000 people want the bridge, according to an Example Post/Lorne News poll.", "Some 4,000 people", "an Example Post/Lorne News poll"},
		{"an agency behind a short name", "About 4,000 people fled, according to the UN refugee agency.", "About 4,000 people", "the UN refugee agency"},
		{"when it was told is no part", "Some 4,000 people want the bridge, according to a Castell Institute poll last week.", "Some 4,000 people", "a Castell Institute poll"},
		{"a noun that looks like a verb", "Revenue dropped 27.4% to $4.1 billion, missing analysts' estimates of $4.5 billion.", "$4.5 billion", ""},
		{"what a version is of", "An earlier version of this article said 40 homes had burned.", "40 homes", ""},
		{"reports as a noun", "Initial reports put the loss at 70 homes.", "70 homes", ""},
		{"those who are counted", "In Castell 40 percent of voters said the bridge was needed.", "40 percent of voters", ""},
		{"one in so many", "Three in four respondents said 900 lamps were enough.", "900 lamps", ""},
		{"what somebody read", "The one guard who opened the letter said 40 homes were meant.", "40 homes", ""},
		{"anybody", "Critics said 40 homes were meant.", "40 homes", ""},
		{"what stands beside the speaker", "Ana Varga, who leads 400 dockers, said 60 of them would strike.", "400 dockers", ""},
		{"what the speaker tells", "Ana Varga, who leads 400 dockers, said 60 ships were waiting.", "60 ships", "Ana Varga, who leads 400 dockers"},
		{"what stands before someone else's words", "After 400 jobs were cut in May, officials familiar with the plan said the plant would close.", "400 jobs", ""},
		{"the verb that ends its sentence", "Some 400 jobs will go at the plant, the harbour council said on Monday.", "Some 400 jobs", "the harbour council"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := briefing.Compose(briefing.Article{Title: "Sample", Text: c.text, Lang: "en"}, briefing.Options{All: true})
			for _, f := range b.Figures {
				if f.Text == c.figure {
					if f.Source != c.source {
						t.Errorf("source %q, want %q", f.Source, c.source)
					}
					return
				}
			}
			t.Errorf("no figure %q in %v", c.figure, b.Figures)
		})
	}
}
