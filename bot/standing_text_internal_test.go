package bot

import (
	"strings"
	"testing"

	"wirebrief/briefing"
)

func figureIn(body, words, clause, counts string) briefing.Figure {
	at, around := strings.Index(body, words), strings.Index(body, clause)
	return briefing.Figure{Span: briefing.Span{Start: at, End: at + len(words)}, Text: words, Counts: counts,
		Clause: briefing.Span{Start: around, End: around + len(clause)}}
}

func TestStandingFigure(t *testing.T) {
	const body = "About 37 ships were waiting on Thursday. The fund holds 1,200 of them."
	ships := figureIn(body, "37 ships", "About 37 ships were waiting on Thursday", "ships")
	bare := figureIn(body, "1,200", "The fund holds 1,200 of them", "")
	for name, c := range map[string]struct {
		figure briefing.Figure
		now    string
		want   bool
	}{
		"TheSame":          {ships, body, true},
		"OtherCapitals":    {ships, "ABOUT 37 SHIPS WERE WAITING ON THURSDAY", true},
		"OtherSpaces":      {ships, "About 37\u00a0ships\nwere waiting on Thursday", true},
		"AnotherClause":    {ships, "On Friday 37 ships lay there.", true},
		"AnotherNumber":    {ships, "About 41 ships were waiting on Thursday.", false},
		"PartOfANumber":    {ships, "About 137 ships were waiting.", false},
		"PartOfADecimal":   {ships, "About 2.37 ships were waiting.", false},
		"PartOfAWord":      {ships, "The 37 shipsters were waiting.", false},
		"Gone":             {ships, "Nobody was waiting.", false},
		"BareInItsClause":  {bare, "The fund holds 1,200 of them", true},
		"BareAnywhereElse": {bare, "In 1,200 days it will be paid", false},
		"NoText":           {ships, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStandingText(briefing.Extraction{Article: briefing.Article{Text: c.now}})
			if got := s.hasFigure(c.figure, body); got != c.want {
				t.Errorf("stands in %q: %v, want %v", c.now, got, c.want)
			}
		})
	}
}

func TestStandingQuote(t *testing.T) {
	const body = "“No crane moves,” she said, “until the rate is paid.”"
	first, second := strings.Index(body, "No crane moves"), strings.Index(body, "until")
	split := briefing.Quote{Span: briefing.Span{Start: first, End: second + len("until the rate is paid")}, Parts: []briefing.Span{
		{Start: first, End: first + len("No crane moves")}, {Start: second, End: second + len("until the rate is paid")}}}
	split.Text = split.Span.Of(body)
	for name, c := range map[string]struct {
		now  string
		want bool
	}{
		"TheSame":          {body, true},
		"JoinedAgain":      {`"No crane moves until the rate is paid", she said.`, true},
		"OnePartIsChanged": {"“No crane moves,” she said, “until the fee is paid.”", false},
		"OnePartIsGone":    {"“No crane moves,” she said.", false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStandingText(briefing.Extraction{Article: briefing.Article{Text: c.now}})
			if got := s.hasQuote(split, body); got != c.want {
				t.Errorf("stands in %q: %v, want %v", c.now, got, c.want)
			}
		})
	}
}

func TestWhatStandsThereNow(t *testing.T) {
	const body = "About 37 ships were waiting outside the harbour. Then 12 ships left for the north."
	const now = "Then 14 ships left for the north. About 41 ships were waiting outside the harbour. Some 90 cranes stand."
	s := newStandingText(briefing.Extraction{
		Article: briefing.Article{Text: now},
		Figures: []briefing.Figure{
			figureIn(now, "14 ships", "Then 14 ships left for the north", "ships"),
			figureIn(now, "41 ships", "About 41 ships were waiting outside the harbour", "ships"),
			figureIn(now, "90 cranes", "Some 90 cranes stand", "cranes"),
		},
		Quotes: []briefing.Quote{{Text: "We are going home now", Speaker: "Ana Varga"}, {Text: "We are not going home", Speaker: "Tomas Lind"}},
	})
	for name, c := range map[string]struct {
		figure briefing.Figure
		want   int
	}{
		"TheClauseMostLikeIt": {figureIn(body, "37 ships", "About 37 ships were waiting outside the harbour", "ships"), 1},
		"TheOther":            {figureIn(body, "12 ships", "Then 12 ships left for the north", "ships"), 0},
		"NothingOfTheKind":    {figureIn(body, "37 ships", "About 37 ships were waiting outside the harbour", "boats"), -1},
	} {
		t.Run(name, func(t *testing.T) {
			if got := s.figureNow(c.figure, body); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
	for speaker, want := range map[string]int{"Ana Varga": 0, "Tomas Lind": 1, "Leyla Aran": -1} {
		if got := s.quoteNow(briefing.Quote{Text: "We are going home", Speaker: speaker}); got != want {
			t.Errorf("%s: got %d, want %d", speaker, got, want)
		}
	}
}

func TestStandingTextIsLinear(t *testing.T) {
	body := strings.Repeat("1,", 200_000)
	s := newStandingText(briefing.Extraction{Article: briefing.Article{Text: body}})
	if s.has("1,1,1") { // always inside a longer number
		t.Error("found what is not there")
	}
}
