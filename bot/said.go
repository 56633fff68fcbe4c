package bot

import (
	"context"
	"slices"

	"wirebrief/bot/text"
	"wirebrief/briefing"
)

const (
	// saidStories is how many stories are read for one list of quotes or
	// figures. Older ones follow in lists of their own.
	saidStories = 16
	// saidArticles is how many articles of a story are read for it.
	saidArticles = 3
	// saidPerPage is how many reports a page of it shows, if there is room.
	saidPerPage = 5
)

// A saidReport is what one report says, as a page of quotes or figures shows
// it under one number.
type saidReport struct {
	article *StoredArticle
	// quotes or figures by their numbers, and of each figure what another
	// publisher of the story says instead; zero where none differs.
	quotes, figures []int
	others          []ShownFigure
}

// saidPage shows the quotes or figures of the stories found, the best of them
// by report, from p.from on.
func (b *Bot) saidPage(ctx context.Context, r *request, topic briefing.Topic, p latestPage, f finding) (Reply, error) {
	p.offset = min(p.offset, (len(f.stories)-1)/saidStories*saidStories)
	stories, err := b.loadSaid(ctx, f.stories[p.offset:min(p.offset+saidStories, len(f.stories))])
	if err != nil {
		return Reply{}, err
	}
	about := newAbout(topic, f)
	reports := about.quotes(stories)
	if p.shows == showsFigures {
		reports = about.figures(stories)
	}
	if len(reports) == 0 {
		return b.nothingListed(ctx, r, topic, p, f)
	}
	p.from = min(p.from, len(reports)-1)
	w := saidWriter{digestWriter{
		renderer: newRenderer(b.say, r.now), d: &Digest{Composed: r.now}, zone: b.defaultZone,
		told: text.ID("edition.told"), revisions: revisionsOf(stories),
	}}
	blocks, shown := w.page(topic, p, f, reports)
	buttons, err := b.saidButtons(ctx, r, topic, p, f, reports, shown)
	return Reply{Messages: []Message{{Blocks: blocks, Buttons: buttons}}}, err
}

// loadSaid loads the first articles of stories.
func (b *Bot) loadSaid(ctx context.Context, stories []foundStory) ([]shownStory, error) {
	few := make([]foundStory, len(stories))
	for i, s := range stories {
		few[i].articles = s.articles[:min(len(s.articles), saidArticles)]
	}
	return b.loadAll(ctx, few)
}

func revisionsOf(stories []shownStory) map[int64]*StoredArticle {
	revisions := map[int64]*StoredArticle{}
	for _, s := range stories {
		for i := range s.articles {
			revisions[s.articles[i].Revision] = &s.articles[i]
		}
	}
	return revisions
}

// nothingListed answers when none of the stories has a quote or figure to show.
func (b *Bot) nothingListed(ctx context.Context, r *request, topic briefing.Topic, p latestPage, f finding) (Reply, error) {
	id, all := text.ID("quotes.nothing"), text.ID("quotes.nothing-new")
	if p.shows == showsFigures {
		id, all = text.ID("figures.nothing"), text.ID("figures.nothing-new")
	}
	if topic.IsZero() {
		id = all
	}
	count := min(len(f.stories)-p.offset, saidStories)
	reply := Reply{Messages: []Message{{Blocks: []Block{paragraph(b.say.N(id, count, text.Data{"Topic": topicLabel(topic)}))}}}}
	w := b.row(ctx)
	if topic.IsZero() {
		w.add(b.say.T("button.news", nil), payload{action: actSay, text: "/latest"})
	} else {
		w.add(b.say.T("button.latest", text.Data{"Topic": buttonTopic(topic)}), askPayload(topic.String()))
	}
	b.addOlder(w, r, p, f)
	reply.Messages[0].Buttons = w.rows(3)
	return reply, w.err
}

// addOlder adds the button that leads to the stories behind those that were
// read, or on where the search ended.
func (b *Bot) addOlder(w *row, r *request, p latestPage, f finding) {
	if older := p; p.offset+saidStories < len(f.stories) {
		older.offset, older.from = p.offset+saidStories, 0
		w.add(b.say.T("button.older", nil), older.payload(r.pageAsker))
		return
	}
	p.from = 0
	b.addSearchOn(w, r, p, f)
}

// saidButtons are a number for each report, which opens what is shown of it in
// its sentences, and what turns the pages.
func (b *Bot) saidButtons(ctx context.Context, r *request, topic briefing.Topic, p latestPage, f finding, reports []saidReport, shown int) ([][]Button, error) {
	numbers := b.row(ctx)
	for i, report := range reports[p.from : p.from+shown] {
		numbers.add(text.Number(p.from+i+1), report.context(topic))
	}
	w := b.row(ctx)
	turned := func(offset, from int) payload {
		next := p
		next.offset, next.from = offset, from
		return next.payload(r.pageAsker)
	}
	if p.from > 0 {
		w.add(b.say.T("button.previous", nil), turned(p.offset, max(0, p.from-saidPerPage)))
	} else if p.offset > 0 {
		w.add(b.say.T("button.previous", nil), turned(p.offset-saidStories, 0))
	}
	if p.from+shown < len(reports) {
		w.add(b.say.T("button.next", nil), turned(p.offset, p.from+shown))
	} else {
		b.addOlder(w, r, p, f)
	}
	follow, err := b.mayFollow(ctx, r, topic)
	if err != nil {
		return nil, err
	}
	if follow {
		w.add(b.say.T("button.follow", text.Data{"Topic": buttonTopic(topic)}), followPayload(topic, Daily))
	}
	if numbers.err != nil {
		return nil, numbers.err
	}
	return append(numbers.rows(3), w.rows(3)...), w.err
}

// context opens what is shown of a report in its sentences.
func (s saidReport) context(topic briefing.Topic) payload {
	first := -1
	if len(s.quotes) > 0 {
		first = s.quotes[0]
	}
	p := contextOf(s.article.Revision, first, s.figures)
	for _, q := range s.quotes[min(len(s.quotes), 1):] {
		p.fields = append(p.fields, furtherQuote+int64(q)+1)
	}
	p.text = topic.String()
	return p
}

// A saidWriter puts pages of quotes or figures into words, a report as a digest
// shows a story.
type saidWriter struct{ digestWriter }

// page puts as many reports into words as one message holds, the first in any
// case, and tells how many these are.
func (w *saidWriter) page(topic briefing.Topic, p latestPage, f finding, reports []saidReport) (blocks []Block, shown int) {
	var body []Block
	for _, report := range reports[p.from:min(p.from+saidPerPage, len(reports))] {
		part := w.report(p.from+shown+1, report)
		head := w.head(topic, p, f, len(reports), shown+1)
		if shown > 0 && unitsOf(head)+unitsOf(body)+unitsOf(part) > digestUnits {
			break
		}
		body = append(body, part...)
		shown++
	}
	return append(w.head(topic, p, f, len(reports), shown), body...), shown
}

// head names what was asked for, and which of the reports these are.
func (w *saidWriter) head(topic briefing.Topic, p latestPage, f finding, total, shown int) []Block {
	title, these := text.ID("quotes.title"), text.ID("quotes.title-range")
	if p.shows == showsFigures {
		title, these = text.ID("figures.title"), text.ID("figures.title-range")
	}
	data := text.Data{"First": text.Number(p.from + 1), "Last": text.Number(p.from + shown), "Total": text.Number(total)}
	only := w.say.N(these, total, data)
	place := only
	if p.offset > 0 || p.some {
		place += metaSeparator + w.say.T("quotes.older", nil)
	}
	if !f.complete {
		place = w.say.T("latest.so-far", text.Data{"Place": place})
	}
	header := Block{Kind: Header, Runs: []Run{{Text: w.say.T(title, nil), Bold: true}, {Text: metaSeparator + w.asked(topic, p.period)}}}
	if total == 1 && place == only {
		return []Block{header}
	}
	return []Block{header, {Kind: Meta, Runs: []Run{{Text: place}}}}
}

// asked names what was asked for.
func (w *saidWriter) asked(topic briefing.Topic, p period) string {
	if !topic.IsZero() {
		return w.renderer.title(topic, p)
	}
	news := w.say.T("quotes.in-the-news", nil)
	if p.isZero() {
		return news
	}
	return w.say.T("latest.period", text.Data{"Topic": news, "Period": w.label(p)})
}

// report puts one report into words.
func (w *saidWriter) report(n int, s saidReport) []Block {
	story := DigestStory{
		Article: s.article.ID, Revision: s.article.Revision, Quote: -1, Figures: s.figures, Others: s.others,
		Publishers: []string{shorten(s.article.Article.Publisher, publisherBytes)},
	}
	if len(s.quotes) > 0 {
		story.Quote = s.quotes[0]
	}
	part := w.full(n, story)
	for _, q := range s.quotes[min(len(s.quotes), 1):] {
		part.quote = append(part.quote, w.shortQuotation(s.article.Quotes[q], s.article.Article.Text)...)
	}
	return slices.Concat(part.head, part.quote, part.figures)
}
