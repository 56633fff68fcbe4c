package briefing_test

import (
	"testing"

	"wirebrief/briefing"
)

// firstQuote returns the first quote of a text that has a speaker.
func firstQuote(t *testing.T, text string) (briefing.Quote, string) {
	t.Helper()
	e := extract(text)
	for _, q := range e.Quotes {
		if q.Speaker != "" {
			return q, e.Article.Text
		}
	}
	t.Fatalf("no quote with a speaker in %s", text)
	return briefing.Quote{}, ""
}

func TestClause(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"where and when", `“We have no coal,” Ana Varga said during her weekly press briefing on Nov 5.`, "said during her weekly press briefing on Nov 5"},
		{"to whom", `“We have no coal,” Ana Varga told reporters at the gate.`, "told reporters at the gate"},
		{"nothing but the verb", `“We have no coal,” Ana Varga said.`, "said"},
		{"passive", `“We have no coal,” Ana Varga was quoted as saying by various Lorne media outlets.`, "was quoted as saying by various Lorne media outlets"},
		{"inverted: after the name", `“We have no coal,” said Ana Varga in Port Ellery on Monday.`, "in Port Ellery on Monday"},
		{"inverted: nothing after the name", `“We have no coal,” said Ana Varga.`, "said"},
		{"inverted: an apposition tells nothing", `“We have no coal,” said Ana Varga, chair of the union.`, "said"},
		{"inverted: origin belongs to the name", `“We have no coal,” said Ana Varga of Castell.`, "said"},
		{"a verb that hangs on another is left out", `Ana Varga said coal was short, adding on Monday: “We have no coal left to burn.”`, "on Monday"},
		{"what is said is no clause", `Ana Varga observed, the mine was not the winner, the river was:
“We have no coal left to burn.”`, "observed"},
		{"nor what stands behind a bracket", `“We have no coal” (Ana Varga wrote in a letter last week) and those who fear the winter agree with it.`, "wrote in a letter last week"},
		{"pronoun", "Ana Varga came.\n\n“We have no coal,” she said in a statement on Monday.", "said in a statement on Monday"},
		{"before the quote", `Ana Varga told reporters on Monday: “We have no coal left to burn.”`, "told reporters on Monday"},
		{"half indirect keeps what is said out", `Ana Varga told reporters in Castell that there was “no coal left to burn”.`, "told reporters in Castell"},
		{"half indirect without more", `Ana Varga said the mine was “a very bad place to work”.`, "said"},
		{"according to", `“We have no coal left,” according to Ana Varga.`, ""},
		{"participle after it is left out", `“We have no coal,” Ana Varga said on Monday, adding that ships were late.`, "said on Monday"},
		{"too long without a comma leaves the verb",
			`“We have no coal,” Ana Varga said on Monday in the old town hall of Port Ellery where some two hundred dockers and their families had come together in the rain to hear what would become of the strike.`,
			"said"},
		{"inverted: over an apposition", `“We have no coal,” said Ana Varga, the head of the school, as she opened the workshop.`, "as she opened the workshop"},
		{"inverted: after a comma", `“We have no coal,” said Ana Varga, in a letter to the council.`, "in a letter to the council"},
		{"inverted: what is told in passing goes on", `“We have no coal,” said Ana Varga, who led the union until May, during a long strike.`, "said"},
		{"inverted: what belongs to a description", `“We have no coal,” said one union official on the board.`, "said"},
		{"a name that ends in a number", `“We have no coal,” Ana Varga was quoted as saying by the radio station Coast One.`, "was quoted as saying by the radio station Coast One"},
		{"manner", `“We have no coal,” Ana Varga said drily.`, "said drily"},
		{"what is said is left out", `“We have no coal,” Ana Varga said she feared.`, "said"},
		{"an object is left out", `“We have no coal,” Ana Varga suggested looking at the cellar.`, "suggested"},
		{"what leads over to the quote is left out", `“We have no coal,” Ana Varga said in Castell, going on to call the plan “a hole”.`, "said in Castell"},
		{"a verb that leads over is left out", `Ana Varga spoke to the crowd before asking, “Where is all the coal?”`, ""},
		{"another's words are left out", `“We have no coal,” Ana Varga warned on Twitter, while Jan Roy said that ships were late.`, "warned on Twitter"},
		{"split", `“We have no coal,” Ana Varga said on Monday, “and no ships.”`, "said on Monday"},
		{"going on", `“We have no coal,” Ana Varga said on Monday. “The ships are late.”`, "said on Monday"},
		{"too long is cut at a comma",
			`“We have no coal,” Ana Varga said on Monday in the old town hall of Port Ellery, where some two hundred dockers and their families had come together in the rain to hear what would become of the strike.`,
			"said on Monday in the old town hall of Port Ellery"},
	} {
		t.Run(c.name, func(t *testing.T) {
			q, text := firstQuote(t, c.text)
			if got := q.Clause.Of(text); got != c.want {
				t.Errorf("clause %q, want %q", got, c.want)
			}
			if n := q.Clause.Len(); n > 160 {
				t.Errorf("clause of %d bytes", n)
			}
		})
	}
}

func TestRole(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"before the name", `Lorne Foreign Ministry spokeswoman Ana Varga said, “We have no coal left to burn.”`, "Lorne Foreign Ministry spokeswoman"},
		{"title", `“We have no coal,” said Mayor Jane Doe.`, "Mayor"},
		{"title of several words", `“We have no coal,” said Foreign Minister Ana Varga.`, "Foreign Minister"},
		{"former", `“We have no coal,” said former Mayor Jane Doe.`, "former Mayor"},
		{"title with of", `“We have no coal,” said Secretary of State Jane Doe.`, "Secretary of State"},
		{"after the name", `“We have no coal,” said Ana Varga, chair of the dockers' union, in Castell.`, "chair of the dockers' union"},
		{"after name and age", `“We have no coal,” said Ana Varga, 45, a docker.`, "a docker"},
		{"who heads", `“We have no coal,” said Ana Varga, who heads the dockers' union.`, "who heads the dockers' union"},
		{"before with a comma", `“We have no coal,” the union's chair, Ana Varga, said.`, "the union's chair"},
		{"of a country", `“We have no coal,” Lorne's Foreign Minister Jane Doe said.`, "Lorne's Foreign Minister"},
		{"rank and description", `“We have no coal,” the defence ministry spokesman, Colonel Jan Roy, said.`, "the defence ministry spokesman"},
		{"a noun that no list holds", `The regional beekeeper, Jan Roy, said, “We have no coal left to burn.”`, "regional beekeeper"},
		{"his", "Jan Roy fell.\n\nHis coach, Ana Varga, said, “We have no coal left to burn.”", "coach"},
		{"its", `“We have no coal,” its finance director, Ana Varga, said.`, "finance director"},
		{"capital article", `The union's chair, Ana Varga, said, “We have no coal left to burn.”`, "chair"},
		{"his wife is no role", `“We have no coal,” his wife, Ana Varga, said.`, ""},
		{"the with a trade", `“We have no coal,” said Ana Varga, the archaeologist who led the dive.`, "the archaeologist"},
		{"trade before a name at the end", `“We have no coal,” said the night caretaker, Ana Varga.`, "the night caretaker"},
		{"someone's story", "It is the tale of a lamplighter, Jan Roy, whose wick went out.\n\n“We have no coal,” Roy said.", "a lamplighter"},
		{"who", `“We have no coal,” said Ana Varga, who grows wheat near Castell.`, "who grows wheat near Castell"},
		{"whose", `“We have no coal,” said Ana Varga, whose shed lost a wall. “It rains.”`, "whose shed lost a wall"},
		{"of a body", `Ana Varga of the University of Castell said, “We have no coal left to burn.”`, "of the University of Castell"},
		{"a later role is better than what is told in passing", "“We have no coal,” said Ana Varga, who grows wheat.\n\nAna Varga, a miller, left.", "a miller"},
		{"how she spoke is no role", `“We have no coal,” said Ana Varga, who asked for time.`, ""},
		{"parents of two are no role", `His parents, Ana Varga and Jan Roy, said, “We have no coal left to burn.”`, ""},
		{"does not end in and", `“We have no coal,” said Ana Varga, director of the mill and, since May, of the mine.`, "director of the mill"},
		{"a thing is no role", `“We have no coal,” said Ana Varga, a book in her hand.`, ""},
		{"courtesy is no role", `“We have no coal,” said Mrs. Ana Varga.`, ""},
		{"doctor is no role", `“We have no coal,” said Dr. Ana Varga.`, ""},
		{"rival is no role", `“We have no coal,” said rival Ana Varga.`, ""},
		{"none", `“We have no coal,” said Ana Varga.`, ""},
		{"first mention counts", "Mayor Jane Doe came on Monday.\n\n“We have no coal,” Doe said.", "Mayor"},
		{"does not reach into the line before", "Foreign Minister\n\nAna Varga said, “We have no coal left to burn.”", ""},
		{"a clause is no role", `Ana Varga, seen here with a minister of the Lorne government, said, “We have no coal left to burn.”`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			q, _ := firstQuote(t, c.text)
			if q.Role != c.want {
				t.Errorf("role of %s is %q, want %q", q.Speaker, q.Role, c.want)
			}
		})
	}
}

func TestParts(t *testing.T) {
	q, text := firstQuote(t, `“We have no coal,” Ana Varga said on Monday, “and no ships.”`)
	if q.Text != `We have no coal,” Ana Varga said on Monday, “and no ships.` {
		t.Errorf("text %q", q.Text)
	}
	if len(q.Parts) != 2 || q.Parts[0].Of(text) != "We have no coal" || q.Parts[1].Of(text) != "and no ships." {
		t.Errorf("parts %v", q.Parts)
	}
	if got := q.SpeakerSpan.Of(text); got != "Ana Varga" {
		t.Errorf("mention %q", got)
	}
}

func TestPartial(t *testing.T) {
	for text, want := range map[string]bool{
		`Ana Varga said it was “a serious concern.”`:        true,
		`Ana Varga called on “outside hands” to leave.`:     true,
		`“No coal,” Ana Varga said.`:                        true,
		`“We have no coal,” Ana Varga said.`:                false,
		`Ana Varga said: “No coal!”`:                        false,
		`Ana Varga said, “Six ships are on their way now.”`: false,
	} {
		q, _ := firstQuote(t, text)
		if q.Partial != want {
			t.Errorf("partial is %v for %q, want %v", q.Partial, q.Text, want)
		}
	}
}

// A fragment must never rank above a full sentence, and what nobody is known
// to have said never above what has a speaker.
func TestConfidenceRanks(t *testing.T) {
	sure, _ := firstQuote(t, `“We have no coal,” Ana Varga said.`)
	fragment, _ := firstQuote(t, `Ana Varga said it was “a serious concern.”`)
	unnamed, _ := firstQuote(t, `“We have no coal,” a senior official said.`)
	if unnamed.Confidence >= sure.Confidence || unnamed.Confidence <= fragment.Confidence {
		t.Errorf("confidence %v of someone unnamed, %v of someone named, %v of a fragment", unnamed.Confidence, sure.Confidence, fragment.Confidence)
	}
	guessed, _ := firstQuote(t, "“We have no coal,” Ana Varga said.\n\n“The ships are late.”")
	e := extract("Nobody came.\n\n“We have no coal left to burn.”\n\nIt rained.")
	if len(e.Quotes) != 1 || e.Quotes[0].Speaker != "" {
		t.Fatalf("speech without a speaker should be listed without one: %+v", e.Quotes)
	}
	if !(sure.Confidence > fragment.Confidence && guessed.Confidence > e.Quotes[0].Confidence && fragment.Confidence > e.Quotes[0].Confidence) {
		t.Errorf("confidence %v of a sentence, %v of a fragment, %v without a speaker", sure.Confidence, fragment.Confidence, e.Quotes[0].Confidence)
	}
}
