package bot

import (
	"slices"
	"strings"
	"time"

	"wirebrief/bot/text"
	"wirebrief/briefing"
)

// The most bytes shown of each thing: generous for what is real, a bound for
// what is hostile. messageBytes bounds a whole message, so that it fits every
// platform unsplit.
const (
	headlineBytes   = 300
	publisherBytes  = 80
	quoteBytes      = 900
	roleBytes       = 160
	clauseBytes     = 400
	denialBytes     = 500
	messageBytes    = 3000
	sourceSeparator = " — "
	metaSeparator   = " · "
)

// BriefingMessage shows a briefing that is not stored: headline, publisher and
// age, quotes with who said them, figures and denials. now is the time its age
// is told from.
func BriefingMessage(b briefing.Briefing, now time.Time) Message {
	w := newRenderer(text.For("en"), now)
	return Message{Blocks: w.briefing(b, w.meta(shownStory{articles: []StoredArticle{{Extraction: briefing.Extraction{Article: b.Article}}}}))}
}

// A renderer puts one message together. It remembers who was introduced with
// a role, and how much there is already.
type renderer struct {
	teller
	introduced map[string]bool
	bytes      int
}

func newRenderer(say text.Catalogue, now time.Time) *renderer {
	return &renderer{teller: teller{say: say, now: now.UTC()}, introduced: map[string]bool{}}
}

// briefing renders everything below the header.
func (w *renderer) briefing(b briefing.Briefing, meta Block) []Block {
	blocks := []Block{w.headline(b.Article, ""), meta}
	if !b.Supported {
		return append(blocks, paragraph(w.unsupported(b.Article.Lang)))
	}
	if len(b.Quotes)+len(b.Figures)+len(b.Denials) == 0 {
		return append(blocks, paragraph(w.say.T("briefing.nothing-found", nil)))
	}
	for _, q := range b.Quotes {
		blocks = w.fit(blocks, w.quotation(q, b.Article.Text)...)
	}
	blocks = w.section(blocks, "briefing.figures", w.figures(b.Figures, &b.Article))
	var denials []Block
	for _, d := range b.Denials {
		denials = append(denials, foreign(shorten(d.Text, denialBytes)))
	}
	return w.section(blocks, "briefing.denied", denials)
}

// fit appends more as long as the message stays within messageBytes.
func (w *renderer) fit(blocks []Block, more ...Block) []Block {
	size := 0
	for _, b := range more {
		for _, r := range b.Runs {
			size += len(r.Text)
		}
	}
	if w.bytes+size > messageBytes {
		return blocks
	}
	w.bytes += size
	return append(blocks, more...)
}

// section appends items under a heading, and nothing if none of them fits.
func (w *renderer) section(blocks []Block, heading text.ID, items []Block) []Block {
	n := len(blocks)
	blocks = append(blocks, Block{Kind: Section, Runs: []Run{{Text: w.say.T(heading, nil), Bold: true}}})
	for _, item := range items {
		blocks = w.fit(blocks, item)
	}
	if len(blocks) == n+1 {
		return blocks[:n]
	}
	return blocks
}

func (w *renderer) headline(a briefing.Article, number string) Block {
	title := shorten(a.Title, headlineBytes)
	if title == "" {
		title = w.say.T("briefing.untitled", nil)
	}
	run := Run{Text: number + title, Bold: true}
	if webURL(a.URL) {
		run.URL = a.URL
	}
	w.bytes += len(run.Text)
	return Block{Kind: Headline, Runs: []Run{run}}
}

// meta is the small line below the headline of the first article of s: who
// publishes the story, whether anyone else does, how old the article is, and
// whether there is more of it.
func (w *renderer) meta(s shownStory) Block {
	names, first := publishers(s.articles), s.articles[0]
	parts := []string{w.publishers(names, s.more)}
	if s.alone && len(names) < 2 {
		parts = append(parts, w.say.T("briefing.only-source", nil))
	}
	runs := []Run{{Text: strings.Join(parts, metaSeparator) + metaSeparator}}
	if published := first.Article.Published; published.IsZero() {
		runs = append(runs, Run{Text: w.added(first.Arrived)})
	} else {
		runs = append(runs, Run{Text: w.age(published), Time: published})
	}
	if first.Article.Excerpt {
		runs = append(runs, Run{Text: metaSeparator + w.say.T("briefing.excerpt", nil)})
	}
	return Block{Kind: Meta, Runs: runs}
}

// publishers names those of the articles, each once, in order.
func publishers(articles []StoredArticle) []string {
	var names []string
	for _, a := range articles {
		if p := shorten(a.Article.Publisher, publisherBytes); p != "" && !slices.Contains(names, p) {
			names = append(names, p)
		}
	}
	return names
}

// publishers names the publishers of a story; more tells that there may be
// others.
func (w *renderer) publishers(names []string, more bool) string {
	switch {
	case len(names) == 0:
		return w.say.T("briefing.unknown-publisher", nil)
	case len(names) == 1:
		return names[0]
	case more:
		return w.say.N("briefing.many-publishers", len(names)-1, text.Data{"First": names[0]})
	case len(names) == 2:
		return w.say.T("briefing.two-publishers", text.Data{"First": names[0], "Second": names[1]})
	}
	return w.say.N("briefing.more-publishers", len(names)-1, text.Data{"First": names[0]})
}

func (w *renderer) unsupported(lang string) string {
	name := shorten(briefing.LanguageName(lang), 40)
	if lang == "" || name == "" {
		return w.say.T("briefing.unsupported-unknown", nil)
	}
	return w.say.T("briefing.unsupported", text.Data{"Language": name})
}

// figures renders figures as items, those of one clause together.
func (w *renderer) figures(figures []briefing.Figure, a *briefing.Article) []Block {
	var items []Block
	shown := map[briefing.Span]bool{}
	for i, f := range figures {
		if shown[f.Clause] {
			continue
		}
		together := []briefing.Figure{f}
		if f.Clause.Of(a.Text) != "" {
			shown[f.Clause] = true
			for _, g := range figures[i+1:] {
				if g.Clause == f.Clause {
					together = append(together, g)
				}
			}
		}
		items = append(items, Block{Kind: Item, Runs: w.figure(together, a)})
	}
	return items
}

// figure renders the clause that figures of an article share, each of them bold in it, and
// who says so unless the clause names the source in full. A clause out of a
// quotation gets marks, as a quote does.
func (w *renderer) figure(figures []briefing.Figure, a *briefing.Article) []Run {
	f, body := figures[0], a.Text
	var runs []Run
	if clause := f.Clause.Of(body); clause == "" || len(clause) > clauseBytes || !f.Clause.Contains(f.Span) {
		runs = []Run{{Text: shorten(f.Text, clauseBytes), Bold: true}}
	} else {
		spans := make([]briefing.Span, len(figures))
		for i, f := range figures {
			spans[i] = f.Span
		}
		runs = emphasise(body, f.Clause, spans)
		if briefing.InsideMarks(a, f.Clause) {
			runs = slices.Concat([]Run{{Text: "“"}}, runs, []Run{{Text: "”"}})
		}
	}
	if name, _, _ := strings.Cut(f.Source, ", "); name != "" && !strings.Contains(f.Clause.Of(body), name) {
		runs = append(runs, Run{Text: sourceSeparator + shorten(f.Source, roleBytes)})
	}
	return runs
}

// emphasise cuts a stretch of body into runs, those in bold bold.
func emphasise(body string, stretch briefing.Span, bold []briefing.Span) []Run {
	slices.SortFunc(bold, func(x, y briefing.Span) int { return x.Start - y.Start })
	var runs []Run
	add := func(from, to int, bold bool) {
		if s := Plain((briefing.Span{Start: from, End: to}).Of(body)); s != "" {
			runs = append(runs, Run{Text: s, Bold: bold})
		}
	}
	at := stretch.Start
	for _, s := range bold {
		if s.Start < at || s.End > stretch.End {
			continue
		}
		add(at, s.Start, false)
		add(s.Start, s.End, true)
		at = s.End
	}
	add(at, stretch.End, false)
	return trimRuns(runs)
}

// trimRuns takes white space off both ends of a line.
func trimRuns(runs []Run) []Run {
	if len(runs) == 0 {
		return runs
	}
	runs[0].Text = strings.TrimLeft(runs[0].Text, " ")
	last := &runs[len(runs)-1]
	last.Text = strings.TrimRight(last.Text, " ")
	return runs
}
