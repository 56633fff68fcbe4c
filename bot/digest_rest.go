package bot

import (
	"context"
	"strconv"
)

// digestRest lists the stories for which a digest had no room, each opened by a
// numbered button. It is a message of its own: the digest stays as it was sent.
func (b *Bot) digestRest(ctx context.Context, r *request, ids []int64) (Reply, error) {
	stories := make([]foundStory, 0, len(ids))
	for _, id := range ids[:min(len(ids), restStories)] {
		stories = append(stories, foundStory{articles: []int64{id}})
	}
	shown, err := b.loadAll(ctx, stories)
	if err != nil {
		return Reply{}, err
	}
	if len(shown) == 0 {
		return b.notice(b.say.T("latest.gone", nil)), nil
	}
	w := newRenderer(b.say, r.now)
	blocks := []Block{{Kind: Header, Runs: []Run{{Text: b.say.T("edition.rest", nil), Bold: true}}}}
	open := b.row(ctx)
	for i, s := range shown {
		blocks = append(blocks, w.headline(s.articles[0].Article, number(i+1)), w.meta(s))
		open.add(strconv.Itoa(i+1), payload{action: actOpen, fields: []int64{s.articles[0].ID}})
	}
	return Reply{Messages: []Message{{Blocks: blocks, Buttons: open.rows(3)}}, ForUser: r.Kind != Private}, open.err
}
