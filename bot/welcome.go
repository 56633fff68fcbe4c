package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"
)

// startTopics is how many topics /start offers.
const startTopics = 3

// start answers /start: what the bot does, with topics from the news to take.
func (b *Bot) start(ctx context.Context, r *request, args string) (Reply, error) {
	back, err := b.comeBack(ctx, r)
	if err != nil {
		return Reply{}, err
	}
	reply, err := b.started(ctx, r, args)
	if back != "" && len(reply.Messages) > 0 {
		first := &reply.Messages[0]
		first.Blocks = slices.Concat([]Block{paragraph(back)}, first.Blocks)
	}
	if err != nil || args != "" {
		return reply, err
	}
	// Who made the bot post in a channel may have to start it first.
	return b.offerChannels(ctx, r, reply)
}

// started is start for a chat that nothing stands in the way of.
func (b *Bot) started(ctx context.Context, r *request, args string) (Reply, error) {
	if isLinkKey(args) {
		return b.followLink(ctx, r, args)
	}
	totals, err := b.articles.CountArticles(ctx, time.Time{})
	if err != nil {
		return Reply{}, fmt.Errorf("count articles: %w", err)
	}
	if totals.Articles == 0 {
		return b.sentence("start.empty", nil), nil
	}
	topics, example, err := b.suggestions.inTheNews(ctx, r.now, startTopics)
	if err != nil {
		return Reply{}, err
	}
	w := b.row(ctx)
	for _, t := range topics {
		w.add(buttonTopic(t), askPayload(t.String()))
	}
	buttons := w.rows(startTopics)
	last := b.row(ctx)
	if example != 0 {
		last.add(b.say.T("button.sample", nil), payload{action: actOpen, fields: []int64{example}})
	}
	last.add(b.say.T("button.help", nil), payload{action: actSay, text: "/help"})
	return Reply{Messages: []Message{{
		Blocks:  []Block{paragraph(b.say.N("start.welcome", totals.Publishers, nil))},
		Buttons: append(buttons, last.rows(2)...),
	}}}, cmp.Or(w.err, last.err)
}

// help answers /help with every command there is.
func (b *Bot) help(ctx context.Context, r *request, _ string) (Reply, error) {
	blocks := []Block{{Kind: Header, Runs: []Run{{Text: b.say.T("help.title", nil), Bold: true}}}}
	for _, c := range b.commands {
		runs := []Run{{Text: "/" + c.Name, Bold: true, Command: true}}
		if c.Usage != "" {
			runs = append(runs, Run{Text: " " + c.Usage})
		}
		blocks = append(blocks, Block{Kind: Item, Runs: append(runs, Run{Text: sourceSeparator + c.Description})})
	}
	free := b.say.T("help.free", nil)
	switch {
	case r.Forms:
		free = b.say.T("help.free-command", nil)
	case r.Kind != Private:
		free = b.say.T("help.free-group", nil)
	}
	w := b.row(ctx).add(b.say.T("button.news", nil), payload{action: actSay, text: "/latest"})
	return Reply{Messages: []Message{{Blocks: append(blocks, paragraph(free)), Buttons: w.rows(1)}}}, w.err
}
