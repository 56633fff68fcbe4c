package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"wirebrief/briefing"
)

// sentStory opens a story as a digest or an alert has it: the very revision
// that was sent.
func sentStory(s DigestStory) payload {
	return payload{action: actSent, fields: []int64{s.Revision}}
}

// openSent shows a story as it was sent, and says so where the report has
// changed since; a button then leads to it as it is now.
func (b *Bot) openSent(ctx context.Context, r *request, revision int64) (Reply, error) {
	a, err := b.articles.FindRevision(ctx, revision)
	if errors.Is(err, ErrNotFound) {
		return b.notice(b.goneReport(a)), nil
	}
	if err != nil {
		return Reply{}, fmt.Errorf("find the revision of a button: %w", err)
	}
	state, _, err := b.sinceThen(ctx, a, r.now)
	if err != nil {
		return Reply{}, err
	}
	s, changed := shownStory{articles: []StoredArticle{a}}, false
	if a.ID != 0 && a.Withdrawn == nil {
		now, err := b.storyOf(ctx, []int64{a.ID})
		if err != nil {
			return Reply{}, err
		}
		changed = slices.ContainsFunc(now.articles, func(o StoredArticle) bool { return o.ID == a.ID && o.Revision != a.Revision })
		s.more, s.alone = now.more, now.alone
		s.articles = append(s.articles, without(now.articles, func(o StoredArticle) bool { return o.ID == a.ID })...)
	}
	m, err := b.story(ctx, r, s, briefing.Topic{})
	if err != nil {
		return Reply{}, err
	}
	if state != "" {
		m.Blocks = slices.Insert(m.Blocks, 2, paragraph(state)) // below the headline and its small line
	}
	last := b.row(ctx).add(b.say.T("button.why", nil), whyPayload(whySent, a.Revision, ""))
	if changed {
		last.add(b.say.T("button.now", nil), payload{action: actOpen, fields: []int64{a.ID}})
	}
	if last.err != nil {
		return Reply{}, last.err
	}
	m.Buttons = append(m.Buttons, last.rows(2)...)
	return Reply{Messages: []Message{m}, ForUser: r.Kind != Private}, nil
}
