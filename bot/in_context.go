package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"wirebrief/bot/text"
	"wirebrief/briefing"
)

// contextBytes is how long a sentence is shown; longer ones are cut around
// what they are shown for.
const contextBytes = 700

// contextFigures is how many figures the data of a button has room for.
const contextFigures = 6

// furtherQuote is added to the number of a quote, in the data of a button,
// that was shown beside another one: no report has so many figures.
const furtherQuote = 1 << 20

// contextOf opens what was shown of a revision in its sentences: one quote, -1
// for none, and figures, by their numbers. If nothing was shown, it opens what
// a briefing shows.
func contextOf(revision int64, quote int, figures []int) payload {
	p := payload{action: actContext, fields: []int64{revision}}
	if quote < 0 && len(figures) == 0 {
		return p
	}
	p.fields = append(p.fields, int64(quote)+1)
	for _, f := range figures[:min(len(figures), contextFigures)] {
		p.fields = append(p.fields, int64(f)+1)
	}
	return p
}

// A shownPart is what was shown of a revision, by its numbers.
type shownPart struct{ quotes, figures []int }

// shownOf returns what was shown, of which fields are the numbers, each one
// more than it is: the quote, then the figures. Without fields it is what a
// briefing shows.
func shownOf(e briefing.Extraction, fields []int64) (s shownPart) {
	for i, f := range fields {
		switch n := int(f) - 1; {
		case i == 0 && n >= 0 && n < len(e.Quotes):
			s.quotes = append(s.quotes, n)
		case i > 0 && n >= 0 && n < len(e.Figures):
			s.figures = append(s.figures, n)
		case i > 0 && n >= furtherQuote && n-furtherQuote < len(e.Quotes):
			s.quotes = append(s.quotes, n-furtherQuote)
		}
	}
	if len(fields) > 0 {
		return s
	}
	picked := briefing.Pick(e, briefing.Options{})
	for _, q := range picked.Quotes {
		if i := slices.IndexFunc(e.Quotes, func(x briefing.Quote) bool { return x.Span == q.Span }); i >= 0 {
			s.quotes = append(s.quotes, i)
		}
	}
	for _, f := range picked.Figures {
		if i := slices.IndexFunc(e.Figures, func(x briefing.Figure) bool { return x.Span == f.Span }); i >= 0 {
			s.figures = append(s.figures, i)
		}
	}
	return s
}

// inContext shows each quote and figure of a revision inside its sentence, as
// it was sent, even if the report has changed since. The fields of p are those
// of contextOf; a revision alone stands for what a briefing shows of it. The
// text of p is the topic that was asked for, "" for none.
func (b *Bot) inContext(ctx context.Context, r *request, p payload) (Reply, error) {
	a, err := b.articles.FindRevision(ctx, p.field(0))
	if errors.Is(err, ErrNotFound) {
		return b.notice(b.goneReport(a)), nil
	}
	if err != nil {
		return Reply{}, fmt.Errorf("find a revision: %w", err)
	}
	state, since, err := b.sinceThen(ctx, a, r.now)
	if err != nil {
		return Reply{}, err
	}
	w := newRenderer(b.say, r.now)
	blocks := []Block{
		{Kind: Header, Runs: []Run{{Text: b.say.T("context.title", nil), Bold: true}}},
		w.headline(a.Article, ""), w.meta(shownStory{articles: []StoredArticle{a}}),
	}
	if state != "" {
		blocks = append(blocks, paragraph(state))
	}
	blocks = append(blocks, w.contexts(a, shownOf(a.Extraction, p.fields[min(len(p.fields), 1):]), since)...)
	buttons := b.row(ctx).link(b.say.T("button.read", nil), a.Article.URL)
	buttons.add(b.say.T("button.why", nil), whyPayload(whyAsked, a.Revision, p.text))
	if b.reports != nil {
		buttons.add(b.say.T("button.report", nil), reportMistake(p))
	}
	return Reply{Messages: []Message{{Blocks: blocks, Buttons: buttons.rows(3), Topic: p.text}}, ForUser: r.Kind != Private}, buttons.err
}

// goneReport says that the text of a report is gone, and why if that is known.
func (b *Bot) goneReport(a StoredArticle) string {
	if a.Withdrawn != nil {
		return b.say.T("context.gone-withdrawn", text.Data{"Reason": shorten(a.Withdrawn.Reason, clauseBytes)})
	}
	return b.say.T("context.gone", nil)
}

// sinceThen says what became of a report after a revision, and when, "" for
// nothing. since is the report as it is, if that is another revision.
func (b *Bot) sinceThen(ctx context.Context, a StoredArticle, now time.Time) (said string, since *StoredArticle, err error) {
	if a.Withdrawn != nil {
		return b.say.T("context.withdrawn", text.Data{
			"Reason": shorten(a.Withdrawn.Reason, clauseBytes), "When": newRenderer(b.say, now).age(a.Withdrawn.At),
		}), nil, nil
	}
	current, err := b.articles.FindArticles(ctx, []int64{a.ID})
	switch {
	case err != nil:
		return "", nil, fmt.Errorf("find the article of a revision: %w", err)
	case len(current) == 0:
		return b.say.T("context.removed", nil), nil, nil
	case current[0].Revision != a.Revision:
		return b.say.T("context.changed", text.Data{"When": newRenderer(b.say, now).age(current[0].Revised)}), &current[0], nil
	}
	return "", nil, nil
}

// A contextPart is a quote or figure that was shown, where it stood, and what
// became of it, nil if it still stands.
type contextPart struct {
	briefing.Span
	since []Block
}

// contextParts are the parts of a revision that were shown, in the order of the
// text. since is the report as it is, nil if it has not changed.
func (w *renderer) contextParts(a StoredArticle, shown shownPart, since *StoredArticle) (parts []contextPart) {
	var now *standingText
	if since != nil {
		now = newStandingText(since.Extraction)
	}
	for _, i := range shown.quotes {
		p := contextPart{Span: a.Quotes[i].Span}
		if now != nil && !now.hasQuote(a.Quotes[i], a.Article.Text) {
			p.since = []Block{w.nowSays(quoteRuns(*since, now.quoteNow(a.Quotes[i])))}
		}
		parts = append(parts, p)
	}
	for _, i := range shown.figures {
		p := contextPart{Span: a.Figures[i].Span}
		if now != nil && !now.hasFigure(a.Figures[i], a.Article.Text) {
			p.since = []Block{w.nowSays(w.figureRuns(*since, now.figureNow(a.Figures[i], a.Article.Text)))}
		}
		parts = append(parts, p)
	}
	slices.SortStableFunc(parts, func(x, y contextPart) int { return x.Start - y.Start })
	return parts
}

// contexts renders the sentences of what was shown of a, each once, in the
// order of the text, with what was shown in bold, and below them what the report
// says instead by now.
func (w *renderer) contexts(a StoredArticle, shown shownPart, since *StoredArticle) []Block {
	parts := w.contextParts(a, shown, since)
	if len(parts) == 0 {
		return []Block{paragraph(w.say.T("context.nothing", nil))}
	}
	body := a.Article.Text
	sentences := briefing.Sentences(body, a.Article.Lang)
	var blocks []Block
	for i := 0; i < len(parts); {
		around := surrounding(sentences, parts[i].Span)
		bold, now := []briefing.Span{parts[i].Span}, parts[i].since
		// What stands in the same sentences is shown with them.
		for i++; i < len(parts) && parts[i].Start < around.End; i++ {
			around = join(around, surrounding(sentences, parts[i].Span))
			bold, now = append(bold, parts[i].Span), append(now, parts[i].since...)
		}
		blocks = w.fit(blocks, append([]Block{contextBlock(body, around, bold)}, now...)...)
	}
	return blocks
}

// surrounding joins the sentences that s touches; s alone where there is none.
func surrounding(sentences []briefing.Span, s briefing.Span) briefing.Span {
	first, _ := slices.BinarySearchFunc(sentences, s.Start, func(x briefing.Span, start int) int { return x.End - start - 1 })
	around := s
	for ; first < len(sentences) && sentences[first].Start < s.End; first++ {
		around = join(around, sentences[first])
	}
	return around
}

func join(x, y briefing.Span) briefing.Span {
	return briefing.Span{Start: min(x.Start, y.Start), End: max(x.End, y.End)}
}

func contextBlock(body string, around briefing.Span, bold []briefing.Span) Block {
	if around.Len() <= 2*contextBytes {
		return Block{Kind: Paragraph, Runs: emphasise(body, around, slices.Clone(bold))}
	}
	// Too long to show: from the start of what it is about.
	around.Start = bold[0].Start
	return foreign(shorten(around.Of(body), contextBytes))
}

const (
	// morePerPage is how many quotes and figures a page of more holds.
	morePerPage = 4
	// maxMore is how many quotes, and how many figures, are shown beyond the
	// briefing at all: nobody reads on, and a hostile text has thousands.
	maxMore = 40
)

// openMore opens what was left out, in a message of its own; turnMore turns
// its pages.
func openMore(revision int64) payload {
	return payload{action: actMore, fields: []int64{revision}}
}

func turnMore(revision int64, offset int, asker int64) payload {
	return payload{action: actMore, fields: []int64{revision, int64(offset), asker}}
}

// rest returns the quotes and figures that a briefing found worth showing but
// had no room for, the best first. Pick alone judges what is worth showing: it
// is asked again and again for the next best, until there are as many as it
// counted.
func rest(e briefing.Extraction) (quotes []briefing.Quote, figures []briefing.Figure) {
	shown := briefing.Pick(e, briefing.Options{})
	moreQuotes, moreFigures := min(shown.MoreQuotes, maxMore), min(shown.MoreFigures, maxMore)
	seen := map[briefing.Span]bool{}
	for len(quotes) < moreQuotes || len(figures) < moreFigures {
		for _, q := range shown.Quotes {
			seen[q.Span] = true
		}
		for _, f := range shown.Figures {
			seen[f.Span] = true
		}
		e.Quotes = without(e.Quotes, func(q briefing.Quote) bool { return seen[q.Span] })
		e.Figures = without(e.Figures, func(f briefing.Figure) bool { return seen[f.Span] })
		if shown = briefing.Pick(e, briefing.Options{}); len(shown.Quotes)+len(shown.Figures) == 0 {
			break
		}
		quotes = append(quotes, shown.Quotes...)
		figures = append(figures, shown.Figures...)
	}
	return quotes[:min(len(quotes), moreQuotes)], figures[:min(len(figures), moreFigures)]
}

// without returns a new slice: extractions are shared with whoever made them.
func without[T any](list []T, drop func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), drop)
}

// moreQuotes shows, page by page, what a briefing left out.
func (b *Bot) moreQuotes(ctx context.Context, r *request, p payload) (Reply, error) {
	a, err := b.articles.FindRevision(ctx, p.field(0))
	if errors.Is(err, ErrNotFound) {
		return b.notice(b.goneReport(a)), nil
	}
	if err != nil {
		return Reply{}, fmt.Errorf("find a revision: %w", err)
	}
	if len(p.fields) == 1 {
		// Whoever opens it is the asker of the pages.
		r.pageAsker = r.asker()
		reply, err := b.morePage(ctx, r, a, 0)
		reply.ForUser = r.Kind != Private
		return reply, err
	}
	return b.turn(r, p.field(2), func() (Reply, error) { return b.morePage(ctx, r, a, p.field(1)) })
}

func (b *Bot) morePage(ctx context.Context, r *request, a StoredArticle, from int64) (Reply, error) {
	quotes, figures := rest(a.Extraction)
	w := newRenderer(b.say, r.now)
	total := len(quotes) + len(figures)
	if from >= int64(total) {
		return b.sentence("more.nothing", nil), nil
	}
	offset := int(from)
	end := min(offset+morePerPage, total)
	blocks := []Block{w.listHeader("more.title", offset, end, total), w.headline(a.Article, "")}
	for _, q := range quotes[min(offset, len(quotes)):min(end, len(quotes))] {
		blocks = w.fit(blocks, w.quotation(q, a.Article.Text)...)
	}
	figures = figures[max(0, offset-len(quotes)):max(0, end-len(quotes))]
	blocks = w.section(blocks, "briefing.figures", w.figures(figures, &a.Article))
	buttons := b.row(ctx)
	if offset > 0 {
		buttons.add(b.say.T("button.previous", nil), turnMore(a.Revision, max(0, offset-morePerPage), r.pageAsker))
	}
	if end < total {
		buttons.add(b.say.T("button.next", nil), turnMore(a.Revision, end, r.pageAsker))
	}
	return Reply{Messages: []Message{{Blocks: blocks, Buttons: buttons.rows(2)}}}, buttons.err
}
