package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"wirebrief/briefing"
)

// contextBytes is how long a sentence is shown; longer ones are cut around
// what they are shown for.
const contextBytes = 700

// inContext shows each quote and figure of a revision inside its sentence, as
// it was sent, even if the report has changed since.
func (b *Bot) inContext(ctx context.Context, r *request, revision int64) (Reply, error) {
	a, err := b.articles.FindRevision(ctx, revision)
	if errors.Is(err, ErrNotFound) {
		return b.notice(b.say.T("context.gone", nil)), nil
	}
	if err != nil {
		return Reply{}, fmt.Errorf("find a revision: %w", err)
	}
	current, err := b.articles.FindArticles(ctx, []int64{a.ID})
	if err != nil {
		return Reply{}, fmt.Errorf("find the article of a revision: %w", err)
	}
	w := newRenderer(b.say, r.now)
	blocks := []Block{
		{Kind: Header, Runs: []Run{{Text: b.say.T("context.title", nil), Bold: true}}},
		w.headline(a.Article, ""), w.meta(shownStory{articles: []StoredArticle{a}}),
	}
	if len(current) == 0 {
		blocks = append(blocks, paragraph(b.say.T("context.removed", nil)))
	} else if current[0].Revision != a.Revision {
		blocks = append(blocks, paragraph(b.say.T("context.changed", nil)))
	}
	blocks = append(blocks, w.contexts(a.Extraction)...)
	buttons := b.row(ctx).link(b.say.T("button.read", nil), a.Article.URL)
	return Reply{Messages: []Message{{Blocks: blocks, Buttons: buttons.rows(1)}}, ForUser: r.Kind != Private}, nil
}

// contexts renders the sentences of what is shown of e, each once, in the
// order of the text, with what is shown in bold.
func (w *renderer) contexts(e briefing.Extraction) []Block {
	shown := briefing.Pick(e, briefing.Options{})
	var spans []briefing.Span
	for _, q := range shown.Quotes {
		spans = append(spans, q.Span)
	}
	for _, f := range shown.Figures {
		spans = append(spans, f.Span)
	}
	if len(spans) == 0 {
		return []Block{paragraph(w.say.T("context.nothing", nil))}
	}
	slices.SortFunc(spans, func(x, y briefing.Span) int { return x.Start - y.Start })
	sentences := briefing.Sentences(e.Article.Text, e.Article.Lang)
	var blocks []Block
	for i := 0; i < len(spans); {
		around := surrounding(sentences, spans[i])
		// What stands in the same sentences is shown with them.
		j := i + 1
		for j < len(spans) && spans[j].Start < around.End {
			around = join(around, surrounding(sentences, spans[j]))
			j++
		}
		blocks = w.fit(blocks, contextBlock(e.Article.Text, around, spans[i:j]))
		i = j
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
	return paragraph(shorten(around.Of(body), contextBytes))
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
		return b.notice(b.say.T("context.gone", nil)), nil
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
	blocks = w.section(blocks, "briefing.figures", w.figures(figures, a.Article.Text))
	buttons := b.row(ctx)
	if offset > 0 {
		buttons.add(b.say.T("button.previous", nil), turnMore(a.Revision, max(0, offset-morePerPage), r.pageAsker))
	}
	if end < total {
		buttons.add(b.say.T("button.next", nil), turnMore(a.Revision, end, r.pageAsker))
	}
	return Reply{Messages: []Message{{Blocks: blocks, Buttons: buttons.rows(2)}}}, buttons.err
}
