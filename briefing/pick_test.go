package briefing_test

import (
	"slices"
	"strings"
	"testing"

	"wirebrief/briefing"
)

// An extractionBuilder makes an extraction whose text holds what is added.
type extractionBuilder struct {
	e briefing.Extraction
}

func extractionOf(title string) *extractionBuilder {
	return &extractionBuilder{briefing.Extraction{
		Article: briefing.Article{Title: title, Lang: "en"}, Supported: true, Rules: briefing.RulesVersion,
	}}
}

func (b *extractionBuilder) add(s string) briefing.Span {
	text := &b.e.Article.Text
	if *text != "" {
		*text += "\n\n"
	}
	start := len(*text)
	*text += s
	return briefing.Span{Start: start, End: len(*text)}
}

func (b *extractionBuilder) quote(speaker, role, text string, confidence float64) *briefing.Quote {
	s := b.add(text)
	b.e.Quotes = append(b.e.Quotes, briefing.Quote{
		Span: s, Text: text, Parts: []briefing.Span{s}, Speaker: speaker, Role: role, Cue: "said",
		SpeakerSpan: briefing.NoSpan, Clause: briefing.NoSpan, Confidence: confidence,
	})
	return &b.e.Quotes[len(b.e.Quotes)-1]
}

// figure adds a clause in which text counts something.
func (b *extractionBuilder) figure(clause, text string, value float64, counts string, confidence float64) *briefing.Figure {
	c := b.add(clause)
	start := c.Start + strings.Index(clause, text)
	b.e.Figures = append(b.e.Figures, briefing.Figure{
		Span: briefing.Span{Start: start, End: start + len(text)}, Text: text, Value: value, High: value,
		Counts: counts, Clause: c, Confidence: confidence,
	})
	return &b.e.Figures[len(b.e.Figures)-1]
}

func (b *extractionBuilder) pick() briefing.Briefing {
	return briefing.Pick(b.e, briefing.Options{})
}

func shownQuotes(b briefing.Briefing) string {
	var out []string
	for _, q := range b.Quotes {
		out = append(out, q.Text)
	}
	return strings.Join(out, "|")
}

func shownFigures(b briefing.Briefing) string {
	var out []string
	for _, f := range b.Figures {
		out = append(out, f.Text)
	}
	return strings.Join(out, "|")
}

func TestPickShowsQuotes(t *testing.T) {
	const long = "The night rate will be paid from Monday and the men will have their canteen by the end of the year"
	const other = "Nobody on this quay believes a word of it until the first envelope has been opened and counted"
	const third = "We shall see what the county has to say about a promise that was never in any of its books"
	for _, c := range []struct {
		name string
		make func(*extractionBuilder)
		want string
		more int
	}{
		{"none without a speaker", func(b *extractionBuilder) { b.quote("", "", long, 0.9) }, "", 0},
		{"none that is doubtful", func(b *extractionBuilder) { b.quote("Ana Varga", "", long, 0.4) }, "", 0},
		{"no fragment", func(b *extractionBuilder) { b.quote("Ana Varga", "", long, 0.9).Partial = true }, "", 0},
		{"no single word", func(b *extractionBuilder) { b.quote("Ana Varga", "", "Nonsense", 0.9) }, "", 0},
		{"two at most of one speaker, in the order of the article", func(b *extractionBuilder) {
			b.quote("Ana Varga", "", long, 0.8)
			b.quote("Ana Varga", "", other, 0.9)
			b.quote("Ana Varga", "", third, 0.7)
		}, long + "|" + other, 1},
		{"one of two that say the same", func(b *extractionBuilder) {
			b.quote("Ana Varga", "chair", long, 0.9)
			b.quote("Ana Varga", "", strings.ToUpper(long)+", honestly", 0.9)
		}, long, 0},
		{"the one with a full name and role", func(b *extractionBuilder) {
			b.quote("Varga", "", long, 0.9)
			b.quote("Hale", "", third, 0.9)
			b.quote("John Oakes", "Harbour Master", other, 0.9)
			b.quote("Ana Varga", "chair of the dockers' union", "We go back, all of us, and nobody will be left at home", 0.9)
		}, other + "|We go back, all of us, and nobody will be left at home", 2},
		{"another voice if it is nearly as good", func(b *extractionBuilder) {
			b.quote("Ana Varga", "", long, 0.9)
			b.quote("Ana Varga", "", other, 0.9)
			b.quote("John Oakes", "", third, 0.8)
		}, long + "|" + third, 1},
		{"a third by another person with a name", func(b *extractionBuilder) {
			b.quote("Ana Varga", "", long, 0.9)
			b.quote("John Oakes", "", other, 0.9)
			b.quote("one driver", "", "I was there when it was said and I have written it down in my book for the judge", 0.9)
			b.quote("Tom Hale", "", third, 0.6)
			b.quote("Clara Nyholm", "", "There is nothing that anybody on this council can add to what the harbour has told us", 0.5)
		}, long + "|" + other + "|" + third, 2},
		{"none that the headline gives", func(b *extractionBuilder) { b.quote("Ana Varga", "", "Something altogether else", 0.9) }, "", 0},
		{"none with a link", func(b *extractionBuilder) { b.quote("Ana Varga", "", long+": https://example.org/x", 0.9) }, "", 0},
		{"none of two words", func(b *extractionBuilder) { b.quote("Ana Varga", "", "One hopes", 0.9) }, "", 0},
		{"what stands by itself before what leans on others", func(b *extractionBuilder) {
			b.quote("Ana Varga", "", "But that is what they told us then, and that is what they tell us now, all of them", 0.9)
			b.quote("Ana Varga", "", long, 0.9)
			b.quote("Ana Varga", "", other, 0.9)
		}, long + "|" + other, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := extractionOf("Something else altogether")
			c.make(b)
			got := b.pick()
			if shownQuotes(got) != c.want || got.MoreQuotes != c.more {
				t.Errorf("quotes = %q and %d more, want %q and %d", shownQuotes(got), got.MoreQuotes, c.want, c.more)
			}
		})
	}
}

func TestPickShowsFigures(t *testing.T) {
	for _, c := range []struct {
		name string
		make func(*extractionBuilder)
		want string
		more int
	}{
		{"the dead and injured first, then the headline's subject", func(b *extractionBuilder) {
			b.figure("The town has 9,000 inhabitants", "9,000 inhabitants", 9000, "inhabitants", 0.9)
			b.figure("About 40 grain ships are waiting", "About 40 grain ships", 40, "grain ships", 0.9)
			b.figure("Two men were killed", "Two men", 2, "men", 0.9).Casualty = true
		}, "Two men|About 40 grain ships|9,000 inhabitants", 0},
		{"none that is doubtful", func(b *extractionBuilder) {
			b.figure("It took nine days", "nine days", 9, "", 0.2)
		}, "", 0},
		{"the dead before the injured", func(b *extractionBuilder) {
			b.figure("There are 40 injured sailors in the town", "40 injured sailors", 40, "sailors", 0.9).Casualty = true
			b.figure("The storm killed nine people at sea", "nine people", 9, "people", 0.9).Casualty = true
		}, "nine people|40 injured sailors", 0},
		{"none of a question, a link or a table", func(b *extractionBuilder) {
			b.figure("Who would pay for 600 cranes?", "600 cranes", 600, "cranes", 0.9)
			b.figure("The town paid 900 crowns for it: https://example.org/x", "900 crowns", 900, "crowns", 0.9)
			b.figure("Hale, Tom: 28 goals", "28 goals", 28, "goals", 0.9)
		}, "", 0},
		{"none that only points back", func(b *extractionBuilder) {
			b.figure("Oakes met the two sides on Monday", "two sides", 2, "sides", 0.9)
			b.figure("Oakes met two mayors on Monday", "two mayors", 2, "mayors", 0.9)
		}, "two mayors", 0},
		{"what leans only where there are few others", func(b *extractionBuilder) {
			b.figure("They lost 30 barrels", "30 barrels", 30, "barrels", 0.9)
			b.figure("Its owner has 50 lorries", "50 lorries", 50, "lorries", 0.9)
			b.figure("The quay has 600 lamps", "600 lamps", 600, "lamps", 0.9)
		}, "600 lamps|30 barrels", 0},
		{"whom the source names stands alone, what points back does not", func(b *extractionBuilder) {
			b.figure("But that is why the town needs 30 barrels", "30 barrels", 30, "barrels", 0.9).Source = "John Oakes"
			b.figure("He has seen 50 lorries", "50 lorries", 50, "lorries", 0.9).Source = "John Oakes"
			b.figure("The quay has 600 lamps", "600 lamps", 600, "lamps", 0.9)
		}, "50 lorries|600 lamps", 0},
		{"equal ones once, with the source", func(b *extractionBuilder) {
			b.figure("Ships are waiting, 40 ships in all", "40 ships", 40, "ships", 0.9)
			b.figure("Oakes said 40 ships were waiting", "40 ships", 40, "ships", 0.9).Source = "John Oakes"
		}, "40 ships", 0},
		{"one toll once, the injured apart", func(b *extractionBuilder) {
			b.figure("At least 23 people were killed at sea", "23 people", 23, "people", 0.95).Casualty = true
			b.figure("The office spoke of 23 deaths", "23 deaths", 23, "deaths", 0.95).Casualty = true
			b.figure("Another 23 sailors were injured in port", "23 sailors", 23, "sailors", 0.95).Casualty = true
		}, "23 people|23 sailors", 0},
		{"the same thing side by side", func(b *extractionBuilder) {
			b.figure("Some 1,400 dock workers walked out", "1,400 dock workers", 1400, "dock workers", 0.9)
			b.figure("The quay is 600 metres long", "600 metres", 600, "metres", 0.85)
			b.figure("The county counted 1,250 workers", "1,250 workers", 1250, "workers", 0.6)
		}, "1,400 dock workers|1,250 workers|600 metres", 0},
		{"four at most", func(b *extractionBuilder) {
			for _, n := range []string{"10 cats", "11 dogs", "12 cows", "13 hens", "14 pigs", "15 ducks"} {
				b.figure("The farm has "+n+" in its yard", n, float64(n[1]), n[3:], 0.9)
			}
		}, "10 cats|11 dogs|12 cows|13 hens", 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := extractionOf("Grain ships wait in Port Ellery as strike goes on")
			c.make(b)
			got := b.pick()
			if shownFigures(got) != c.want || got.MoreFigures != c.more {
				t.Errorf("figures = %q and %d more, want %q and %d", shownFigures(got), got.MoreFigures, c.want, c.more)
			}
		})
	}
}

func TestPickShowsAClauseOnce(t *testing.T) {
	b := extractionOf("Crane falls")
	f := b.figure("Two men were killed and 11 injured", "Two men", 2, "men", 0.9)
	f.Casualty = true
	second := *f
	second.Text, second.Value, second.High, second.Counts = "11 injured", 11, 11, "injured"
	second.Start, second.End = f.Clause.Start+24, f.Clause.End
	b.e.Figures = append(b.e.Figures, second)
	q := b.quote("Ana Varga", "", "We lost 7 houses and all the boats in one night", 0.9)
	b.e.Figures = append(b.e.Figures, briefing.Figure{
		Span: briefing.Span{Start: q.Start + 8, End: q.Start + 16}, Text: "7 houses", Value: 7, High: 7, Counts: "houses",
		Clause: q.Span, Confidence: 0.9,
	})
	if got := shownFigures(b.pick()); got != "Two men" {
		t.Errorf("figures = %q, want only the first of the clause and none of the quote", got)
	}
}

func TestPickShowsDenials(t *testing.T) {
	b := extractionOf("Harbour office accused of hiding the crane accident")
	for _, s := range []string{
		"The harbour office denied hiding the accident.",
		"The bakery denied using old flour.",
		"Oakes rejected the accusation that the crane had no licence.",
		"The office also denied that the crane accident was known in March.",
	} {
		b.e.Denials = append(b.e.Denials, briefing.Denial{Span: b.add(s), Text: s})
	}
	b.add(strings.Repeat("Nothing more was known. ", 20))
	b.figure("Two of the ovens burned out", "Two of the ovens", 2, "ovens", 0.9)
	b.e.Denials = append(b.e.Denials, briefing.Denial{Span: b.add("The bakers denied everything."), Text: "The bakers denied everything."})
	got := b.pick().Denials
	if len(got) != 1 || got[0].Text != b.e.Denials[0].Text {
		t.Errorf("denials = %v, want the first about the headline", got)
	}
	b.e.Denials = b.e.Denials[4:]
	if got := b.pick().Denials; len(got) != 1 {
		t.Errorf("denials = %v, want the one beside the figure", got)
	}
}

func TestPickAllKeepsEverything(t *testing.T) {
	b := extractionOf("x")
	b.quote("", "", "a fragment", 0.1).Partial = true
	b.figure("It took nine days", "nine days", 9, "", 0.1)
	got := briefing.Pick(b.e, briefing.Options{All: true})
	if len(got.Quotes) != 1 || len(got.Figures) != 1 || got.MoreQuotes+got.MoreFigures != 0 {
		t.Errorf("got %+v, want everything", got)
	}
}

func TestPickLeavesTheExtractionAlone(t *testing.T) {
	e := briefing.Extract(briefing.Article{Title: "Strike ends in Port Ellery", Text: sampleReport}, briefing.Options{})
	quotes, figures := slices.Clone(e.Quotes), slices.Clone(e.Figures)
	first := briefing.Pick(e, briefing.Options{})
	second := briefing.Pick(e, briefing.Options{})
	if shownQuotes(first) != shownQuotes(second) || shownFigures(first) != shownFigures(second) {
		t.Errorf("picking twice gives %q and %q", shownQuotes(first), shownQuotes(second))
	}
	for i := range quotes {
		if quotes[i].Span != e.Quotes[i].Span {
			t.Fatalf("picking moved quote %d", i)
		}
	}
	for i := range figures {
		if figures[i].Span != e.Figures[i].Span {
			t.Fatalf("picking moved figure %d", i)
		}
	}
	if len(first.Quotes) != 3 || first.MoreQuotes == 0 || len(first.Figures) < 3 {
		t.Errorf("%d quotes, %d more, %d figures shown", len(first.Quotes), first.MoreQuotes, len(first.Figures))
	}
}
