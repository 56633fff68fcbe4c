package bot

import (
	"cmp"
	"context"
	"slices"

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
	reply, err := b.topicList(ctx, r, list, from, "")
	if err != nil || len(list) == 0 {
		return reply, err
	}
	set, err := b.settingsOf(ctx, r)
	if held := b.heldSaid(r, set); err == nil && held != "" {
		m := &reply.Messages[0]
		m.Blocks = slices.Insert(m.Blocks, 1, paragraph(held))
	}
	return reply, err
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
	change := b.row(ctx)
	for _, s := range list[from:to] {
		blocks = append(blocks, Block{Kind: Item, Runs: b.subscriptionRuns(w.teller, s)})
		switch {
		case !r.mayChange():
		case opening != "":
			change.add(b.say.T("button.remove", text.Data{"Topic": buttonTopic(s.Topic)}), payload{action: actRemove, fields: []int64{s.ID}})
		default:
			change.add(b.say.T("button.change", text.Data{"Topic": buttonTopic(s.Topic)}), payload{action: actTopic, fields: []int64{s.ID}})
		}
	}
	paging := b.pageRow(ctx, r, actTopics, from, topicsPerPage, len(list))
	buttons := append(change.rows(2), paging.rows(2)...)
	return Reply{Messages: []Message{{Blocks: blocks, Buttons: buttons}}}, cmp.Or(change.err, paging.err)
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
