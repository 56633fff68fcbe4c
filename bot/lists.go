package bot

import (
	"cmp"
	"context"

	"wirebrief/bot/text"
)

const (
	// topicsPerPage and sourcesPerPage are how many entries a page of a list
	// holds.
	topicsPerPage  = 10
	sourcesPerPage = 12
	// maxSources is how many publishers are listed at all.
	maxSources = 500
)

// listHeader is the line above a page of a list.
func (w *renderer) listHeader(title text.ID, from, to, total int) Block {
	header := Block{Kind: Header, Runs: []Run{{Text: w.say.T(title, nil), Bold: true}}}
	if from > 0 || to < total {
		header.Right = w.say.T("list.range", text.Data{
			"First": text.Number(from + 1), "Last": text.Number(to), "Total": text.Number(total),
		})
	}
	return header
}

// pageRow holds the buttons that turn pages of a list.
func (b *Bot) pageRow(ctx context.Context, r *request, action byte, from, size, total int) *row {
	w := b.row(ctx)
	turned := func(offset int) payload {
		return payload{action: action, fields: []int64{int64(offset), r.pageAsker}}
	}
	if from > 0 {
		w.add(b.say.T("button.previous", nil), turned(max(0, from-size)))
	}
	if from+size < total {
		w.add(b.say.T("button.next", nil), turned(from+size))
	}
	return w
}

// topics answers /topics: what the chat follows, each with a button to remove
// it for those who may.
func (b *Bot) topics(ctx context.Context, r *request, _ string) (Reply, error) {
	r.pageAsker = r.asker()
	return b.topicsPage(ctx, r, 0)
}

func (b *Bot) topicsPage(ctx context.Context, r *request, from int) (Reply, error) {
	list, err := b.followed(ctx, r.Chat)
	if err != nil {
		return Reply{}, err
	}
	return b.topicList(ctx, r, list, from, "")
}

// topicList shows a page of subscriptions below an opening sentence, if any.
func (b *Bot) topicList(ctx context.Context, r *request, list []Subscription, from int, opening string) (Reply, error) {
	if len(list) == 0 {
		none := text.ID("topics.none")
		if r.Kind != Private {
			none = text.ID("topics.none-group")
		}
		reply := b.sentence(none, text.Data{"Example": b.say.T("subscribe.example", nil)})
		w := b.row(ctx).add(b.say.T("button.news", nil), payload{action: actSay, text: "/latest"})
		reply.Messages[0].Buttons = w.rows(1)
		return reply, w.err
	}
	if from >= len(list) {
		from = 0
	}
	to := min(from+topicsPerPage, len(list))
	title := text.ID("topics.title")
	if r.Kind != Private {
		title = text.ID("topics.title-group")
	}
	w := newRenderer(b.say, r.now)
	blocks := []Block{w.listHeader(title, from, to, len(list))}
	if opening != "" {
		blocks = append(blocks, paragraph(opening))
	}
	remove := b.row(ctx)
	for _, s := range list[from:to] {
		blocks = append(blocks, Block{Kind: Item, Runs: []Run{
			{Text: w.topicName(s.Topic), Bold: true}, {Text: metaSeparator + b.modeName(s.Mode)},
		}})
		if r.mayChange() {
			remove.add(b.say.T("button.remove", text.Data{"Topic": buttonTopic(s.Topic)}), payload{action: actRemove, fields: []int64{s.ID}})
		}
	}
	paging := b.pageRow(ctx, r, actTopics, from, topicsPerPage, len(list))
	buttons := append(remove.rows(2), paging.rows(2)...)
	return Reply{Messages: []Message{{Blocks: blocks, Buttons: buttons}}}, cmp.Or(remove.err, paging.err)
}

func (b *Bot) modeName(m Mode) string {
	switch m {
	case Instant:
		return b.say.T("topics.instant", nil)
	case Weekly:
		return b.say.T("topics.weekly", nil)
	}
	return b.say.T("topics.daily", nil)
}

// settings answers /settings with what is set for the chat, and a button for
// all that can be changed.
func (b *Bot) settings(ctx context.Context, r *request, _ string) (Reply, error) {
	list, err := b.followed(ctx, r.Chat)
	if err != nil {
		return Reply{}, err
	}
	topics := b.say.T("settings.none", nil)
	if len(list) > 0 {
		topics = b.say.N("settings.topics", len(list), text.Data{"Limit": text.Number(b.limits.Topics)})
	}
	blocks := []Block{
		{Kind: Header, Runs: []Run{{Text: b.say.T("settings.title", nil), Bold: true}}},
		item(topics),
	}
	for _, m := range modes {
		n := 0
		for _, s := range list {
			if s.Mode == m {
				n++
			}
		}
		if n > 0 && n < len(list) {
			blocks = append(blocks, item(b.say.T("settings.mode", text.Data{"Mode": b.modeName(m), "Count": text.Number(n)})))
		} else if n > 0 {
			blocks = append(blocks, item(b.say.T("settings.all-modes", text.Data{"Mode": b.modeName(m)})))
		}
	}
	if r.Kind != Private {
		blocks = append(blocks, item(b.say.T("subscribe.admins", nil)))
	}
	blocks = append(blocks, item(b.say.T("settings.zone", nil)))
	w := b.row(ctx)
	if len(list) > 0 {
		w.add(b.say.T("button.topics", nil), payload{action: actSay, text: "/topics"})
	}
	if r.mayChange() {
		w.add(b.say.T("button.add-topic", nil), payload{action: actSay, text: "/subscribe"})
	}
	return Reply{Messages: []Message{{Blocks: blocks, Buttons: w.rows(2)}}}, w.err
}

func item(s string) Block { return Block{Kind: Item, Runs: []Run{{Text: s}}} }
