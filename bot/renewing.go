package bot

import (
	"context"
	"slices"
)

// renew makes what was not sent yet say what the report says now; ok is false
// if there is nothing to change.
func (w *correcting) renew(ctx context.Context, s SentReport) (d CorrectionDone, ok bool, err error) {
	changed := false
	edit := func(stories []DigestStory) []DigestStory {
		var list []DigestStory
		for _, story := range stories {
			renewed, keep, did, e := w.renewStory(ctx, s, story)
			if e != nil {
				err = e
			}
			changed = changed || did
			if keep {
				list = append(list, renewed)
			}
		}
		return list
	}
	d.Delivery = s.Delivery.ID
	switch c := s.Delivery.Content.(type) {
	case *Digest:
		n := *c
		n.Stories, n.Also = edit(c.Stories), edit(c.Also)
		n.Total -= len(c.Stories) + len(c.Also) - len(n.Stories) - len(n.Also)
		d.Content = &n
	case *Alert:
		n := *c
		n.Stories = edit(c.Stories)
		d.Content, d.Drop = &n, len(n.Stories) == 0
	}
	return d, changed && err == nil, err
}

// renewStory has a story say what its report says now. keep is false if the
// report was withdrawn; did tells that something is to be changed.
func (w *correcting) renewStory(ctx context.Context, s SentReport, story DigestStory) (renewed DigestStory, keep, did bool, err error) {
	story.Others = slices.Clone(story.Others)
	for i, o := range story.Others {
		if slices.Contains(s.Revisions, o.Revision) && o.Revision != w.now.Revision {
			story.Others[i], did = ShownFigure{}, true
		}
	}
	if !slices.Contains(s.Revisions, story.Revision) || w.change.Withdrawn == nil && story.Revision == w.now.Revision {
		return story, true, did, nil
	}
	if w.change.Withdrawn != nil {
		return story, false, true, nil
	}
	was, ok, err := w.revision(ctx, story.Revision)
	if err != nil || !ok {
		return story, true, did, err
	}
	if _, faulty, err := w.fault(ctx, revisionPart{story.Revision, story.Quote, story.Figures}); err != nil || !faulty {
		return story, true, did, err
	}
	return w.anew(story, was), true, true, nil
}

// anew is a story as the current revision has it.
func (w *correcting) anew(story DigestStory, was StoredArticle) DigestStory {
	quote := -1
	if story.Quote >= 0 && story.Quote < len(was.Quotes) {
		quote = w.text.quoteNow(was.Quotes[story.Quote])
	}
	now := make([]int, len(story.Figures))
	for i, f := range story.Figures {
		now[i] = -1
		if f >= 0 && f < len(was.Figures) {
			now[i] = w.text.figureNow(was.Figures[f], was.Article.Text)
		}
		if slices.Contains(now[:i], now[i]) {
			now[i] = -1 // two that have become one
		}
	}
	story = story.keepFigures(func(i int) bool { return now[i] >= 0 })
	story.Revision, story.Quote = w.now.Revision, quote
	story.Figures = slices.DeleteFunc(now, func(f int) bool { return f < 0 })
	return story
}
