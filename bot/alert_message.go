package bot

import (
	"context"
	"fmt"
	"slices"

	"wirebrief/bot/text"
)

// gatheredStories is how many stories a folded alert shows.
const gatheredStories = 10

// alertMessage puts an alert into the words of r: one story as a short
// briefing, several as a list. An error means that the store could not be
// read.
func alertMessage(ctx context.Context, r *Renderer, a *Alert, s Settings) (Message, error) {
	now := r.now()
	w := alertWriter{digestWriter{
		renderer: newRenderer(r.say, now), d: &Digest{Stories: a.Stories, Composed: now}, s: s, zone: loadZone(s.Zone, r.defaultZone),
		told: text.ID("alert.was"), revisions: map[int64]*StoredArticle{},
	}}
	if err := w.load(ctx, r.finder); err != nil {
		return Message{}, fmt.Errorf("put an alert into words: %w", err)
	}
	if len(a.Stories) == 1 {
		return w.single(a.Stories[0]), nil
	}
	return w.gathered(a.Stories), nil
}

// An alertWriter puts one alert into words, a story as a digest does.
type alertWriter struct{ digestWriter }

// single shows one story.
func (w *alertWriter) single(s DigestStory) Message {
	a := w.revisions[s.Revision]
	switch {
	case a == nil:
		return w.lost(w.say.T("alert.gone", w.topics(s.Names)))
	case a.Withdrawn != nil:
		return w.lost(w.say.T("alert.withdrawn", w.topics(s.Names)))
	}
	headline := w.headline(a.Article, "")
	if s.Update {
		headline.Runs = append(headline.Runs, Run{Text: " " + w.say.T("edition.update", nil)})
	}
	p := digestPart{head: []Block{headline, w.storyMeta(a, s)}}
	if s.Quote >= 0 && s.Quote < len(a.Quotes) {
		p.quote = w.shortQuotation(a.Quotes[s.Quote], a.Article.Text)
	}
	p.figures = w.storyFigures(a, s)
	parts := []digestPart{p}
	for w.units(parts[0]) > digestUnits {
		if !dropLast(parts, func(p *digestPart) *[]Block { return &p.figures }) && !dropLast(parts, func(p *digestPart) *[]Block { return &p.quote }) {
			break
		}
	}
	m := Message{Blocks: slices.Concat(parts[0].head, parts[0].quote, parts[0].figures), Buttons: w.storyButtons(a, s)}
	if len(s.Names) > 0 {
		m.Topic = s.Names[0]
	}
	return m
}

func (w *alertWriter) units(p digestPart) int {
	return unitsOf(p.head) + unitsOf(p.quote) + unitsOf(p.figures)
}

// lost says that there is nothing to show any more.
func (w *alertWriter) lost(sentence string) Message {
	return Message{Blocks: []Block{paragraph(sentence)}, Buttons: [][]Button{{w.topicsButton()}}}
}

func (w *alertWriter) topics(names []string) text.Data {
	return text.Data{"Topics": w.list(names)}
}

// storyButtons lead from an alert to the report, to what is shown of it in its
// sentences, to why it came, to all of the briefing, and to what the chat
// follows.
func (w *alertWriter) storyButtons(a *StoredArticle, s DigestStory) [][]Button {
	var first []Button
	if webURL(a.Article.URL) {
		first = append(first, Button{Label: w.say.T("button.read", nil), URL: a.Article.URL})
	}
	sent := SentPart{s.Quote, s.Figures}
	if s.Sent != nil {
		sent = *s.Sent
	}
	if sent.Quote >= 0 || len(sent.Figures) > 0 {
		first = append(first, Button{Label: w.say.T("button.in-context", nil), Data: contextOf(s.Revision, sent.Quote, sent.Figures).head()})
	}
	first = append(first, Button{Label: w.say.T("button.why", nil), Data: whyPayload(whyAlert, s.Revision, "").head()})
	more := Button{Label: w.say.T("alert.more", nil), Data: payload{action: actOpen, fields: []int64{s.Article}}.head()}
	return [][]Button{first, {more, w.topicsButton()}}
}

func (w *alertWriter) topicsButton() Button {
	return Button{Label: w.say.T("button.topics", nil), Data: payload{action: actSay}.head() + ":/topics"}
}

// gathered lists the stories of a folded alert.
func (w *alertWriter) gathered(stories []DigestStory) Message {
	var names []string
	for _, s := range stories {
		for _, name := range s.Names {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	title := Block{Kind: Header, Runs: []Run{
		{Text: w.say.T("alert.title", nil), Bold: true},
		{Text: metaSeparator + w.say.N("alert.stories", len(stories), w.topics(names))},
	}}
	var lines []Block
	for i, s := range stories[:min(len(stories), gatheredStories)] {
		lines = append(lines, w.storyLine(i+1, s))
	}
	for {
		blocks := append([]Block{title}, lines...)
		more := len(stories) - len(lines)
		if more > 0 {
			blocks = append(blocks, Block{Kind: Line, Runs: []Run{{Text: w.say.N("edition.more", more, nil)}}})
		}
		if unitsOf(blocks) <= digestUnits || len(lines) <= 1 {
			var rest []int64
			for _, s := range stories[len(lines):] {
				rest = append(rest, s.Article)
			}
			return Message{Blocks: blocks, Buttons: w.buttons(stories[:len(lines)], more, rest)}
		}
		lines = lines[:len(lines)-1]
	}
}

// storyLine is a story in one line, with a figure if that is short.
func (w *alertWriter) storyLine(n int, s DigestStory) Block {
	a := w.revisions[s.Revision]
	if a != nil && a.Withdrawn != nil {
		return Block{Kind: Line, Runs: []Run{{Text: number(n) + w.say.T("alert.withdrawn-line", nil)}}}
	}
	s.Figures = lineFigures(a, s.Figures)
	return w.line(n, s)
}

// lineFigures are the figures of a story that one line shows: the first that is
// short.
func lineFigures(a *StoredArticle, figures []int) []int {
	for i, f := range figures {
		if a != nil && f >= 0 && f < len(a.Figures) && fitsLine(a.Article, a.Figures[f]) {
			return figures[i : i+1]
		}
	}
	return nil
}
