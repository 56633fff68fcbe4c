package bot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
	"wirebrief/db"
	"wirebrief/db/dbtest"
)

// morning is when the tests begin.
var morning = time.Date(2026, time.November, 6, 9, 0, 0, 0, time.UTC)

// A clock is set by hand.
type clock struct{ t time.Time }

func (c *clock) now() time.Time { return c.t }

// newStore opens an empty store in a file of its own.
func newStore(t testing.TB, c *clock) *db.DB { return dbtest.Open(t, db.Options{Now: c.now}) }

func newBot(store *db.DB, c *clock) *bot.Bot {
	return bot.New(bot.Options{
		Articles: store, Names: store, Subscriptions: store, Phrases: store, Settings: store, Pauser: store, Reports: store, Sent: store, Now: c.now,
		// A second: what a loaded machine takes must not change an answer.
		Limits: bot.Limits{Budget: time.Minute},
	})
}

// A sample is an article with what the tests take to be extracted from it, so
// that they do not hang on the rules of extraction.
type sample struct {
	publisher, title, url, lang string
	// age before morning; 0 means that no date is given.
	age     time.Duration
	text    string
	quotes  []sampleQuote
	figures []sampleFigure
	denials []string
	names   []string
	// story is a number that reports of one event share, 0 for none.
	story int
}

type sampleQuote struct{ text, speaker, role, clause string }

type sampleFigure struct{ text, counts, clause, source string }

// span finds a stretch of the text; the tests name stretches by their words.
func span(text, stretch string) briefing.Span {
	i := strings.Index(text, stretch)
	if i < 0 || stretch == "" {
		return briefing.NoSpan
	}
	return briefing.Span{Start: i, End: i + len(stretch)}
}

func (s sample) incoming() bot.Incoming {
	a := briefing.Article{URL: s.url, Title: s.title, Publisher: s.publisher, Lang: s.lang, Text: s.text, Source: "samples", GUID: s.publisher + s.title}
	if s.age != 0 {
		a.Published = morning.Add(-s.age)
	}
	e := briefing.Extraction{Article: a, Supported: s.lang == "en", Rules: briefing.RulesVersion, Names: s.names}
	for _, q := range s.quotes {
		at := span(s.text, q.text)
		e.Quotes = append(e.Quotes, briefing.Quote{
			Span: at, Text: q.text, Parts: []briefing.Span{at}, Speaker: q.speaker, SpeakerSpan: span(s.text, q.speaker),
			Role: q.role, Clause: span(s.text, q.clause), Cue: "said", Confidence: 0.9,
		})
		e.Speakers = append(e.Speakers, q.speaker)
	}
	for i, f := range s.figures {
		e.Figures = append(e.Figures, briefing.Figure{
			Span: span(s.text, f.text), Text: f.text, Value: float64(10 + i), High: float64(10 + i), Counts: f.counts, Clause: span(s.text, f.clause), Source: f.source, Confidence: 0.9,
		})
	}
	for _, d := range s.denials {
		e.Denials = append(e.Denials, briefing.Denial{Span: span(s.text, d), Text: d})
	}
	return bot.Incoming{Source: a, Extraction: e, Keys: briefing.KeysOf(a)}
}

// store stores samples, the first as the first to arrive, and their stories.
// It returns what the store says of each.
func store(t testing.TB, d *db.DB, samples ...sample) []bot.Storing {
	t.Helper()
	ctx := context.Background()
	var batch []bot.Incoming
	for _, s := range samples {
		batch = append(batch, s.incoming())
	}
	stored, err := d.StoreArticles(ctx, batch)
	if err != nil {
		t.Fatal(err)
	}
	var done []bot.Processed
	first := map[int]int64{}
	for i, s := range samples {
		p := bot.Processed{Article: stored[i].Article, Revision: stored[i].Revision, Story: stored[i].Article}
		if s.story != 0 {
			if first[s.story] == 0 {
				first[s.story] = p.Article
			}
			p.Story = first[s.story]
		}
		done = append(done, p)
	}
	if err := d.MarkProcessed(ctx, done); err != nil {
		t.Fatal(err)
	}
	return stored
}

// strike is a report with something of everything.
var strike = sample{
	publisher: "Example Wire", lang: "en", age: 2 * time.Hour, story: 1,
	url:   "https://wire.example/ellery-strike",
	title: "Port Ellery dock strike enters second week",
	names: []string{"Port Ellery"},
	text: `PORT ELLERY: The dock strike in Port Ellery entered its second week on Friday.

“No crane moves until the night rate is paid,” Ana Varga, chair of the dockers' union, told reporters at the gate. “We have waited long enough,” Varga said.

About 1,400 dock workers walked out on Monday, and 37 grain ships were waiting outside the harbour on Thursday. Losses may reach 12 million crowns a day, Tomas Lind, head of the port authority, estimated.

“The harbour will not be emptied by shouting,” Tomas Lind said. “There is a limit to what the fund can pay,” he added. “We are ready to talk on any day of the week,” Lind told the council. “Every ship counts,” he said.

The port authority denied that any worker had been dismissed.`,
	quotes: []sampleQuote{
		{"No crane moves until the night rate is paid", "Ana Varga", "chair of the dockers' union", "told reporters at the gate"},
		{"We have waited long enough", "Ana Varga", "chair of the dockers' union", "said"},
		{"The harbour will not be emptied by shouting", "Tomas Lind", "head of the port authority", "said"},
		{"There is a limit to what the fund can pay", "Tomas Lind", "head of the port authority", "added"},
		{"We are ready to talk on any day of the week", "Tomas Lind", "head of the port authority", "told the council"},
		{"Every ship counts", "Tomas Lind", "head of the port authority", "said"},
	},
	figures: []sampleFigure{
		{"About 1,400 dock workers", "dock workers", "About 1,400 dock workers walked out on Monday, and 37 grain ships were waiting outside the harbour on Thursday", ""},
		{"37 grain ships", "grain ships", "About 1,400 dock workers walked out on Monday, and 37 grain ships were waiting outside the harbour on Thursday", ""},
		{"12 million crowns a day", "crowns", "Losses may reach 12 million crowns a day", "Tomas Lind, head of the port authority"},
	},
	denials: []string{"The port authority denied that any worker had been dismissed."},
}

// news are the samples of the dialogues.
var news = []sample{
	{
		publisher: "Sample Gazette", lang: "en", age: 30 * 24 * time.Hour, title: "Lorne valley mills open a training school",
		url: "https://gazette.example/mills", text: "The mills of the Lorne valley opened a school for millers. Forty places are free.", names: []string{"Lorne"},
	},
	{
		publisher: "Örnek Ajans", lang: "ka", age: 18 * time.Hour, title: "ახალი ხიდი გაიხსნა", url: "https://ajans.example/1",
		text: "ახალი ხიდი გაიხსნა დღეს.",
	},
	{
		publisher: "Example Wire", lang: "en", age: 11 * time.Hour, title: "Insurer drops cover for the Ellery strait",
		url: "https://wire.example/insurer", text: "An insurer will no longer cover ships in the Ellery strait, the company wrote to its clients.", names: []string{"Ellery"},
	},
	{
		publisher: "Sample Gazette", lang: "en", age: 9 * time.Hour, title: "Lorne valley wheat estimate cut to 2.1 million tonnes",
		url: "https://gazette.example/wheat", text: "The harvest office cut its wheat estimate to 2.1 million tonnes.", names: []string{"Lorne"},
		figures: []sampleFigure{{"2.1 million tonnes", "tonnes", "The harvest office cut its wheat estimate to 2.1 million tonnes", ""}},
	},
	{
		publisher: "Example Wire", lang: "en", age: 5 * time.Hour, title: "Rebuilt school in Karabakh opens its doors",
		url: "https://wire.example/school", text: "A rebuilt school opened in Karabakh. “The smell of new chalk is the best news,” said Leyla Aran, a teacher. The school has 240 places.",
		names:   []string{"Karabakh"},
		quotes:  []sampleQuote{{"The smell of new chalk is the best news", "Leyla Aran", "a teacher", "said"}},
		figures: []sampleFigure{{"240 places", "places", "The school has 240 places", ""}},
	},
	{
		publisher: "Demo Post", lang: "en", title: "Karabakh railway survey to begin in spring",
		text: "Surveyors will walk the old line in Karabakh in spring.", names: []string{"Karabakh"},
	},
	{
		publisher: "Sample Gazette", lang: "en", age: 3 * time.Hour, story: 1, title: "Ships wait as Port Ellery strike goes on",
		url: "https://gazette.example/ships", text: "Ships waited outside Port Ellery on Friday as the strike went on.", names: []string{"Port Ellery"},
	},
	strike,
}

// fillers are n stories on the council of Castell, the last the newest.
func fillers(n int) []sample {
	var all []sample
	for i := range n {
		all = append(all, sample{
			publisher: fmt.Sprintf("Castell Courier %d", i%7), lang: "en", age: time.Duration(n-i) * time.Minute,
			title: fmt.Sprintf("Castell council meeting number %d", i+1), url: fmt.Sprintf("https://courier.example/%d", i+1),
			text: fmt.Sprintf("The council of Castell met for the %d time and spoke of benches, lamps and the price of paint.", i+1),
		})
	}
	return all
}
