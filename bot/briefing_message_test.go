package bot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
)

func TestLongSentenceInContext(t *testing.T) {
	ctx := context.Background()
	c := &clock{morning}
	d := newStore(t, c)
	s := strike
	s.text = strings.Replace(s.text, "“No crane", strings.Repeat("and on it went ", 200)+"“No crane", 1)
	store(t, d, s)
	b := newBot(d, c)
	reply, err := b.Handle(ctx, bot.Command{Text: "/latest strike"})
	if err != nil {
		t.Fatal(err)
	}
	reply, err = b.Handle(ctx, bot.Command{Button: button(t, reply, "In context").Data})
	if err != nil || !strings.Contains(said(reply), "No crane moves until the night rate is paid") || len(said(reply)) > 2500 {
		t.Errorf("%d bytes: %s, %v", len(said(reply)), said(reply), err)
	}
}

func TestManyMoreQuotes(t *testing.T) {
	ctx := context.Background()
	c := &clock{morning}
	d := newStore(t, c)
	s := strike
	for i := range 300 {
		q := fmt.Sprintf("Word %c%c of the %d speeches of that night was heard", 'a'+i%26, 'a'+i/26, i)
		s.text += "\n\n“" + q + ",” Ana Varga said."
		s.quotes = append(s.quotes, sampleQuote{q, "Ana Varga", "chair of the dockers' union", "said"})
	}
	store(t, d, s)
	b := newBot(d, c)
	reply, err := b.Handle(ctx, bot.Command{Text: "/latest strike"})
	if err != nil {
		t.Fatal(err)
	}
	label, pages := "More quotes", 0
	for ; pages < 100; pages++ {
		if reply, err = b.Handle(ctx, bot.Command{Button: button(t, reply, label).Data}); err != nil {
			t.Fatal(err)
		}
		if n := len(said(reply)); n > 4000 {
			t.Fatalf("page %d has %d bytes", pages, n)
		}
		row := reply.Messages[0].Buttons[0]
		if label = "Next"; row[len(row)-1].Label != label {
			break
		}
	}
	if pages < 8 || pages > 21 {
		t.Errorf("there were %d pages", pages+1)
	}
}

func TestInContextAfterAChange(t *testing.T) {
	ctx := context.Background()
	c := &clock{morning}
	d := newStore(t, c)
	store(t, d, strike)
	b := newBot(d, c)
	reply, err := b.Handle(ctx, bot.Command{Text: "/latest strike"})
	if err != nil {
		t.Fatal(err)
	}
	context := button(t, reply, "In context")
	changed := strike
	changed.text += "\n\nThe council will meet again."
	store(t, d, changed)
	if reply, err = b.Handle(ctx, bot.Command{Button: context.Data}); err != nil || !strings.Contains(said(reply), "has changed since") {
		t.Errorf("%s, %v", said(reply), err)
	}
	if !strings.Contains(said(reply), "No crane moves until the night rate is paid") {
		t.Errorf("the sentence as it was sent is missing: %s", said(reply))
	}
}

func TestBriefingMessageOfAFile(t *testing.T) {
	in := strike.incoming()
	b := briefing.Briefing{Article: in.Extraction.Article, Quotes: in.Extraction.Quotes[:2], Figures: in.Extraction.Figures, Denials: in.Extraction.Denials, Supported: true}
	m := bot.BriefingMessage(b, morning)
	checkMessage(t, m)
	want := `# Port Ellery dock strike enters second week <https://wire.example/ellery-strike>
~ Example Wire · 2 hours ago (07:00)
| “No crane moves until the night rate is paid”
   **Ana Varga**, chair of the dockers' union, told reporters at the gate
| “We have waited long enough”
   **Ana Varga** said
## Figures
* **About 1,400 dock workers** walked out on Monday, and **37 grain ships** were waiting outside the harbour on Thursday
* Losses may reach **12 million crowns a day** — Tomas Lind, head of the port authority
## Denied
The port authority denied that any worker had been dismissed.
`
	if got := show(bot.Reply{Messages: []bot.Message{m}}); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestFiguresOutOfQuotations(t *testing.T) {
	text := "The harbour is quiet. “The pier is old. We lost 40 boats to it. Nobody slept,” Ana Varga said. “They found 12 boats,” she said, and 30 divers went home."
	sentence, split := span(text, "We lost 40 boats to it"), span(text, "“They found 12 boats,” she said, and 30 divers went home")
	b := briefing.Briefing{Supported: true, Article: briefing.Article{Title: "Boats lost", Text: text}}
	for _, f := range []briefing.Figure{
		{Span: span(text, "40 boats"), Clause: sentence, Source: "Ana Varga"},
		{Span: span(text, "30 divers"), Clause: split, Source: "Ana Varga"},
	} {
		f.Text = f.Of(text)
		b.Figures = append(b.Figures, f)
	}
	got := show(bot.Reply{Messages: []bot.Message{bot.BriefingMessage(b, morning)}})
	for _, want := range []string{
		"* “We lost **40 boats** to it” — Ana Varga\n",
		"* “They found 12 boats,” she said, and **30 divers** went home — Ana Varga\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no line %q in\n%s", want, got)
		}
	}
}

func TestBriefingMessageHostile(t *testing.T) {
	long := strings.Repeat("\u202e\x1b[31mwords ", 100_000)
	a := briefing.Article{Title: long, Publisher: long, Lang: "en", URL: "javascript:alert(1)", Text: long}
	all := briefing.Span{Start: 0, End: len(long)}
	b := briefing.Briefing{Article: a, Supported: true}
	for range 500 {
		b.Quotes = append(b.Quotes, briefing.Quote{Span: all, Text: long, Speaker: long, Role: long, Clause: all})
		b.Figures = append(b.Figures, briefing.Figure{Span: all, Text: long, Clause: all, Source: long}, briefing.Figure{Span: briefing.Span{Start: 5, End: 1 << 30}, Clause: briefing.NoSpan})
		b.Denials = append(b.Denials, briefing.Denial{Span: all, Text: long})
	}
	begin := time.Now()
	m := bot.BriefingMessage(b, morning)
	checkMessage(t, m)
	if n := len(said(bot.Reply{Messages: []bot.Message{m}})); n > 4000 {
		t.Errorf("the message has %d bytes", n)
	}
	if m.Blocks[0].Runs[0].URL != "" {
		t.Error("a script became a link")
	}
	if took := time.Since(begin); took > time.Minute {
		t.Errorf("took %v", took)
	}
}

func TestUnreadableLanguage(t *testing.T) {
	a := briefing.Article{Title: "x", Publisher: "p", Text: "y"}
	for lang, want := range map[string]string{
		"ka": "in Georgian: no quotes or figures taken, I don't read Georgian yet", "": "No quotes or figures taken: I don't know its language.",
	} {
		a.Lang = lang
		if got := said(bot.Reply{Messages: []bot.Message{bot.BriefingMessage(briefing.Briefing{Article: a}, morning)}}); !strings.Contains(got, want) {
			t.Errorf("%q: %s", lang, got)
		}
	}
}
