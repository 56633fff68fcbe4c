package bot

import (
	"context"
	"errors"
	"slices"
	"time"
)

// correcting is the work on what was sent of one article.
type correcting struct {
	change   Change
	at       time.Time
	articles ArticleFinder
	// now is the current revision and text its words, unless the article was
	// withdrawn.
	now  StoredArticle
	text *standingText
	// shown are the revisions that were sent, read once each, and judged what
	// became of each quote and figure of them: many chats were sent the same.
	shown  map[int64]StoredArticle
	judged map[judgedPart]standing
}

// A judgedPart is one quote or figure of a revision.
type judgedPart struct {
	revision int64
	figure   bool
	number   int
}

// A standing tells whether what was shown still stands, and the number of what
// stands in its place if not, -1 for nothing.
type standing struct {
	stands bool
	now    int
}

// A revisionPart is what was shown of a revision, by its numbers: one quote, -1
// for none, and figures.
type revisionPart struct {
	revision int64
	quote    int
	figures  []int
}

func (p revisionPart) empty() bool { return p.quote < 0 && len(p.figures) == 0 }

// correct works out what is to be done about one delivery.
func (w *correcting) correct(ctx context.Context, s SentReport) ([]CorrectionDone, error) {
	switch s.Delivery.State {
	case DeliveryReady:
		d, ok, err := w.renew(ctx, s)
		if err != nil || !ok {
			return nil, err
		}
		return []CorrectionDone{d}, nil
	case DeliverySent, DeliveryUncertain:
	default: // being sent, which is looked at again, or never sent
		return nil, nil
	}
	parts, ok, err := w.shownParts(ctx, s)
	if err != nil || !ok {
		return nil, err
	}
	if w.change.Withdrawn != nil {
		return w.withdraw(ctx, s, parts)
	}
	var done []CorrectionDone
	for _, part := range parts {
		c, ok, err := w.fault(ctx, part)
		if err != nil || !ok {
			if err != nil {
				return nil, err
			}
			continue
		}
		done = append(done, w.done(&s, c))
	}
	return done, nil
}

// shownParts returns what a delivery shows of an article, with what its
// corrections have told. ok is false if it was told that the article was
// withdrawn.
func (w *correcting) shownParts(ctx context.Context, s SentReport) (parts []revisionPart, ok bool, err error) {
	a, _ := s.Delivery.Content.(*Alert)
	for _, story := range shownStories(s.Delivery.Content) {
		if !slices.Contains(s.Revisions, story.Revision) {
			continue
		}
		part := revisionPart{story.Revision, story.Quote, slices.Clone(story.Figures)}
		if a != nil && len(a.Stories) > 1 {
			if part, err = w.linePart(ctx, part); err != nil {
				return nil, false, err
			}
		}
		parts = append(parts, part)
	}
	parts = append(parts, otherParts(s)...)
	for _, b := range s.Before {
		if !slices.ContainsFunc(parts, func(p revisionPart) bool { return p.revision == b.Was }) {
			continue // about another article
		}
		if b.Now == 0 {
			return nil, false, nil
		}
		for i := range parts {
			if p := &parts[i]; p.revision == b.Was {
				p.figures = slices.DeleteFunc(p.figures, func(f int) bool { return slices.Contains(b.Figures, f) })
				if p.quote == b.Quote {
					p.quote = -1
				}
			}
		}
		told := slices.DeleteFunc(slices.Clone(b.NowFigures), func(f int) bool { return f < 0 })
		parts = append(parts, revisionPart{b.Now, b.NowQuote, told})
	}
	return parts, true, nil
}

// shownStories returns the stories that a delivery has room for.
func shownStories(content any) []DigestStory {
	stories := storiesOf(content)
	if _, ok := content.(*Alert); ok {
		return stories[:min(len(stories), gatheredStories)]
	}
	return stories
}

// linePart is what one line shows of a story: no quote, and one figure at most.
func (w *correcting) linePart(ctx context.Context, p revisionPart) (revisionPart, error) {
	was, ok, err := w.revision(ctx, p.revision)
	p.quote = -1
	if p.figures = lineFigures(&was, p.figures); !ok {
		p.figures = nil
	}
	return p, err
}

// otherParts are the figures that a delivery shows beside those of another
// report of the story. Lists show none.
func otherParts(s SentReport) (parts []revisionPart) {
	stories := storiesOf(s.Delivery.Content)
	if _, ok := s.Delivery.Content.(*Alert); ok && len(stories) > 1 {
		return nil
	}
	for _, story := range stories {
		for _, o := range story.Others {
			if slices.Contains(s.Revisions, o.Revision) {
				parts = append(parts, revisionPart{o.Revision, -1, []int{o.Number}})
			}
		}
	}
	return parts
}

// storiesOf returns the stories that a delivery shows.
func storiesOf(content any) []DigestStory {
	switch c := content.(type) {
	case *Digest:
		return slices.Concat(c.Stories, c.Also)
	case *Alert:
		return c.Stories
	}
	return nil
}

// revision reads a revision that was sent; ok is false if it is gone.
func (w *correcting) revision(ctx context.Context, id int64) (a StoredArticle, ok bool, err error) {
	if a, ok := w.shown[id]; ok {
		return a, a.Revision != 0, nil
	}
	a, err = w.articles.FindRevision(ctx, id)
	switch {
	case errors.Is(err, ErrNotFound):
		a = StoredArticle{}
	case err != nil:
		return a, false, err
	}
	w.shown[id] = a
	return a, a.Revision != 0, nil
}

// fault makes the correction of what was shown of a revision; ok is false if
// all of it still stands.
func (w *correcting) fault(ctx context.Context, p revisionPart) (c Correction, ok bool, err error) {
	if p.revision == w.now.Revision || p.empty() {
		return c, false, nil
	}
	was, ok, err := w.revision(ctx, p.revision)
	if err != nil || !ok {
		return c, false, err
	}
	c = w.about(was)
	if p.quote >= 0 && p.quote < len(was.Quotes) {
		if now := w.quote(&was, p.quote); !now.stands {
			c.Quote, c.NowQuote = p.quote, now.now
		}
	}
	for _, f := range p.figures {
		if f < 0 || f >= len(was.Figures) {
			continue
		}
		if now := w.figure(&was, f); !now.stands {
			c.Figures = append(c.Figures, f)
			c.NowFigures = append(c.NowFigures, now.now)
		}
	}
	return c, c.Quote >= 0 || len(c.Figures) > 0, nil
}

// quote tells what became of a quote that was shown.
func (w *correcting) quote(was *StoredArticle, number int) standing {
	return w.judge(judgedPart{revision: was.Revision, number: number}, func() standing {
		q := was.Quotes[number]
		if w.text.hasQuote(q, was.Article.Text) {
			return standing{stands: true}
		}
		return standing{now: w.text.quoteNow(q)}
	})
}

// figure tells what became of a figure that was shown.
func (w *correcting) figure(was *StoredArticle, number int) standing {
	return w.judge(judgedPart{revision: was.Revision, figure: true, number: number}, func() standing {
		f := was.Figures[number]
		if w.text.hasFigure(f, was.Article.Text) {
			return standing{stands: true}
		}
		return standing{now: w.text.figureNow(f, was.Article.Text)}
	})
}

func (w *correcting) judge(part judgedPart, look func() standing) standing {
	s, known := w.judged[part]
	if !known {
		s = look()
		w.judged[part] = s
	}
	return s
}

func (w *correcting) about(was StoredArticle) Correction {
	return Correction{
		Article: w.change.Article, Was: was.Revision, Now: w.now.Revision,
		Title: shorten(was.Article.Title, headlineBytes), Publisher: shorten(was.Article.Publisher, publisherBytes),
		Quote: -1, NowQuote: -1, At: w.at,
	}
}

// withdraw makes the one correction that says that the article was withdrawn.
func (w *correcting) withdraw(ctx context.Context, s SentReport, parts []revisionPart) ([]CorrectionDone, error) {
	for _, p := range parts {
		was, ok, err := w.revision(ctx, p.revision)
		if err != nil {
			return nil, err
		}
		if ok {
			c := w.about(was)
			c.Reason = shorten(w.change.Withdrawn.Reason, clauseBytes)
			return []CorrectionDone{w.done(&s, c)}, nil
		}
	}
	return nil, nil
}

// done makes the delivery of a correction, and notes it in s for the next.
func (w *correcting) done(s *SentReport, c Correction) CorrectionDone {
	c.Chat, c.Original, c.Sent = s.Delivery.Chat, s.Delivery.ID, s.Delivery.Ended
	if c.Sent.IsZero() {
		c.Sent = s.Delivery.First // of one that may have arrived
	}
	d := CorrectionDone{Edits: s.Delivery.Message}
	if d.Edits.ID != "" {
		for _, b := range s.Before {
			c.Before = append(c.Before, b.Alone())
		}
		c.Digest, c.Alert = withoutFaults(s.Delivery.Content, append(slices.Clone(c.Before), c))
	}
	s.Before = append(slices.Clone(s.Before), c)
	d.Correction = &c
	return d
}

// withoutFaults returns what a delivery says without what corrections name. An
// alert of which nothing is left is nil.
func withoutFaults(content any, corrections []Correction) (*Digest, *Alert) {
	edit := func(stories []DigestStory) []DigestStory {
		var kept []DigestStory
		for _, story := range stories {
			if story, ok := storyWithout(story, corrections); ok {
				kept = append(kept, story)
			}
		}
		return kept
	}
	switch c := content.(type) {
	case *Digest:
		d := *c
		d.Stories, d.Also = edit(c.Stories), edit(c.Also)
		d.Total -= len(c.Stories) + len(c.Also) - len(d.Stories) - len(d.Also)
		return &d, nil
	case *Alert:
		a := *c
		if a.Stories = edit(c.Stories); len(a.Stories) > 0 {
			return nil, &a
		}
	}
	return nil, nil
}

// storyWithout leaves out of a story what corrections name; ok is false if its
// article was withdrawn.
func storyWithout(story DigestStory, corrections []Correction) (DigestStory, bool) {
	for _, c := range corrections {
		if c.Now == 0 && c.Article == story.Article {
			return story, false
		}
		if c.Was == story.Revision {
			if story.Sent == nil {
				story.Sent = &SentPart{story.Quote, story.Figures}
			}
			if story.Quote == c.Quote {
				story.Quote = -1
			}
			story = story.keepFigures(func(i int) bool { return !slices.Contains(c.Figures, story.Figures[i]) })
		}
		story.Others = slices.Clone(story.Others)
		for i, o := range story.Others {
			if o.Revision == c.Was && (c.Now == 0 || slices.Contains(c.Figures, o.Number)) {
				story.Others[i] = ShownFigure{}
			}
		}
	}
	return story, true
}

// keepFigures returns the story with only some of its figures; keep is given
// their places in the list.
func (s DigestStory) keepFigures(keep func(i int) bool) DigestStory {
	kept := s
	kept.Figures, kept.Others, kept.Changed = nil, nil, nil
	for i, f := range s.Figures {
		if !keep(i) {
			continue
		}
		kept.Figures = append(kept.Figures, f)
		if len(s.Others) == len(s.Figures) {
			kept.Others = append(kept.Others, s.Others[i])
		}
		if len(s.Changed) == len(s.Figures) {
			kept.Changed = append(kept.Changed, s.Changed[i])
		}
	}
	return kept
}
