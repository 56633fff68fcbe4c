package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"wirebrief/bot/text"
	"wirebrief/briefing"
)

// correctionBytes bounds the corrections in a message, which stand beside what
// it said already.
const correctionBytes = 900

// correctedUnits bounds a message with all its corrections, in UTF-16 code
// units: what a platform takes in one message, less some room for its marks.
const correctedUnits = 3900

// correctionMessage puts a correction into words: what was shown and what the
// report says now, both cut from it. A message that is edited says what it said
// before, too, as far as that still stands, with its corrections on top.
func correctionMessage(ctx context.Context, r *Renderer, c *Correction) (Message, error) {
	var before any
	switch {
	case c.Digest != nil:
		before = r.lateAt(c.Digest, c.Sent)
	case c.Alert != nil:
		before = c.Alert
	}
	var said Message
	if before != nil {
		var err error
		if said, err = r.Message(ctx, Delivery{Chat: c.Chat, Content: before}); err != nil {
			return Message{}, err
		}
	}
	blocks, buttons, err := r.correction(ctx, c)
	if err != nil {
		return Message{}, err
	}
	earlier, err := r.corrections(ctx, c.Before, correctedUnits-unitsOf(said.Blocks)-unitsOf(blocks))
	if err != nil {
		return Message{}, err
	}
	blocks = append(blocks, earlier...)
	if before == nil {
		return Message{Blocks: blocks, Buttons: buttons}, nil
	}
	said.Blocks = append(blocks, said.Blocks...)
	return said, nil
}

// corrections renders those that a message has had, the last first, and counts
// those that there is no room for.
func (r *Renderer) corrections(ctx context.Context, list []Correction, room int) (blocks []Block, err error) {
	count := func(n int) Block {
		return Block{Kind: Line, Runs: []Run{{Text: r.say.N("correction.earlier", n, nil)}}}
	}
	for i, c := range slices.Backward(list) {
		more, _, err := r.correction(ctx, &c)
		if err != nil {
			return nil, err
		}
		last := room // what has to stay for the line that counts the others
		if i > 0 {
			last -= unitsOf([]Block{count(i)})
		}
		if unitsOf(blocks)+unitsOf(more) > last {
			return append(blocks, count(i+1)), nil
		}
		blocks = append(blocks, more...)
	}
	return blocks, nil
}

// correction renders one correction, and the buttons of one that stands alone.
func (r *Renderer) correction(ctx context.Context, c *Correction) (blocks []Block, buttons [][]Button, err error) {
	w := newRenderer(r.say, r.now())
	w.bytes = messageBytes - correctionBytes
	blocks = []Block{
		{Kind: Header, Runs: []Run{{Text: r.say.T("correction.title", nil), Bold: true}}},
		w.headline(briefing.Article{Title: c.Title}, ""),
	}
	if c.Publisher != "" {
		blocks = append(blocks, Block{Kind: Meta, Runs: []Run{{Text: c.Publisher}}})
	}
	if c.Now == 0 {
		return append(blocks, paragraph(r.say.T("correction.withdrawn", text.Data{"Reason": shorten(c.Reason, clauseBytes)}))), nil, nil
	}
	was, err := r.correctedRevision(ctx, c.Was)
	if err != nil {
		return nil, nil, err
	}
	now, err := r.correctedRevision(ctx, c.Now)
	if err != nil {
		return nil, nil, err
	}
	if c.Quote >= 0 {
		blocks = w.fit(blocks, w.replaced(quoteRuns(was, c.Quote), quoteRuns(now, c.NowQuote))...)
	}
	for i, f := range c.Figures {
		instead := -1
		if i < len(c.NowFigures) {
			instead = c.NowFigures[i]
		}
		blocks = w.fit(blocks, w.replaced(w.figureRuns(was, f), w.figureRuns(now, instead))...)
	}
	if webURL(now.Article.URL) {
		buttons = [][]Button{{{Label: r.say.T("button.read", nil), URL: now.Article.URL}}}
	}
	return blocks, buttons, nil
}

// correctedRevision reads a revision; one that is not stored any more is empty.
func (r *Renderer) correctedRevision(ctx context.Context, id int64) (StoredArticle, error) {
	a, err := r.finder.FindRevision(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return StoredArticle{}, nil
	}
	if err != nil {
		return a, fmt.Errorf("find a revision that is corrected: %w", err)
	}
	return a, nil
}

// replaced renders what was shown and what stands there now.
func (w *renderer) replaced(shown, now []Run) []Block {
	if len(shown) == 0 {
		shown = []Run{{Text: w.say.T("correction.gone", nil)}}
	}
	return []Block{{Kind: Paragraph, Runs: append([]Run{{Text: w.say.T("correction.shown", nil)}}, shown...)}, w.nowSays(now)}
}

// nowSays renders what stands in the place of what was shown; nil is nothing.
func (w *renderer) nowSays(now []Run) Block {
	if len(now) == 0 {
		return paragraph(w.say.T("correction.now-nothing", nil))
	}
	return Block{Kind: Paragraph, Runs: append([]Run{{Text: w.say.T("correction.now", nil)}}, now...)}
}

// correctedBytes is how much is shown of a quote that is corrected.
const correctedBytes = 300

func quoteRuns(a StoredArticle, number int) []Run {
	if number < 0 || number >= len(a.Quotes) {
		return nil
	}
	q := a.Quotes[number]
	shown := stretchOf(q)
	words, body := q.Text, a.Article.Text
	if len(shown.parts) > 1 {
		words = shown.Of(body)
	}
	opening, closing := shown.marks(body)
	runs := []Run{{Text: opening + shorten(words, correctedBytes) + closing, Bold: true}}
	if q.Speaker != "" {
		runs = append(runs, Run{Text: sourceSeparator + shorten(q.Speaker, roleBytes)})
	}
	return runs
}

func (w *renderer) figureRuns(a StoredArticle, number int) []Run {
	if number < 0 || number >= len(a.Figures) {
		return nil
	}
	return w.figure([]briefing.Figure{a.Figures[number]}, &a.Article)
}
