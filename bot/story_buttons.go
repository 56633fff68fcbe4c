package bot

import (
	"context"
	"slices"

	"wirebrief/bot/text"
	"wirebrief/briefing"
)

// storyButtons are those below a story; topic may be zero.
func (b *Bot) storyButtons(ctx context.Context, r *request, a StoredArticle, shown briefing.Briefing, topic briefing.Topic) ([][]Button, error) {
	w := b.row(ctx).link(b.say.T("button.read", nil), a.Article.URL)
	if len(shown.Quotes)+len(shown.Figures) > 0 {
		w.add(b.say.T("button.in-context", nil), payload{action: actContext, fields: []int64{a.Revision}, text: topic.String()})
	}
	if shown.MoreQuotes > 0 {
		w.add(b.say.T("button.more-quotes", nil), openMore(a.Revision))
	} else if shown.MoreFigures > 0 {
		w.add(b.say.T("button.more-figures", nil), openMore(a.Revision))
	}
	follow, err := b.mayFollow(ctx, r, topic)
	if err != nil {
		return nil, err
	}
	if follow {
		w.add(b.say.T("button.follow", text.Data{"Topic": buttonTopic(topic)}), followPayload(topic, Daily))
	}
	return w.rows(3), w.err
}

// mayFollow reports whether a button to follow the topic makes sense: there is
// a topic and the chat does not follow it yet.
func (b *Bot) mayFollow(ctx context.Context, r *request, topic briefing.Topic) (bool, error) {
	if topic.IsZero() {
		return false, nil
	}
	followed, err := b.followed(ctx, r.Chat)
	if err != nil {
		return false, err
	}
	return !slices.ContainsFunc(followed, func(s Subscription) bool { return s.Topic.Key() == topic.Key() }), nil
}

// buttonTopic is the name of a topic as a button has room for it.
func buttonTopic(topic briefing.Topic) string { return shorten(topic.Name(), 28) }

// paging is the row of buttons that turn pages of size stories.
func (b *Bot) paging(ctx context.Context, r *request, p latestPage, size int, f finding) ([][]Button, error) {
	w := b.row(ctx)
	turned := func(offset int) payload {
		next := p
		next.offset = offset
		return next.payload(r.pageAsker)
	}
	if p.offset > 0 {
		w.add(b.say.T("button.previous", nil), turned(max(0, p.offset-size)))
	}
	if p.offset+size < len(f.stories) {
		w.add(b.say.T("button.next", nil), turned(p.offset+size))
	}
	b.addSearchOn(w, r, p, f)
	return w.rows(3), w.err
}

// addSearchOn adds the button that goes on where the search ended for want of
// time, and the one that leads back from there.
func (b *Bot) addSearchOn(w *row, r *request, p latestPage, f finding) {
	if !f.complete {
		on := p
		on.upTo, on.offset, on.from, on.some = f.next, 0, 0, p.some || len(f.stories) > 0
		w.add(b.say.T("button.search-on", nil), on.payload(r.pageAsker))
	}
	if p.some {
		back := p
		back.upTo, back.offset, back.from, back.some = 0, 0, 0, false
		w.add(b.say.T("button.newest", nil), back.payload(r.pageAsker))
	}
}
