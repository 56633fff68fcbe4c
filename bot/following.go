package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"wirebrief/bot/text"
	"wirebrief/briefing"
)

// modes in the order in which buttons number them. Never reorder: buttons in
// chats hold the index.
var modes = []Mode{Instant, Daily, Weekly}

// newestShown is how many headlines a confirmation shows.
const newestShown = 3

func followPayload(topic briefing.Topic, m Mode) payload {
	return payload{action: actFollow, text: topic.String(), fields: []int64{int64(slices.Index(modes, m))}}
}

func (b *Bot) followed(ctx context.Context, chat ChatRef) ([]Subscription, error) {
	list, err := b.subscriptions.FindSubscriptions(ctx, chat)
	if err != nil {
		return nil, fmt.Errorf("find what a chat follows: %w", err)
	}
	return list, nil
}

// adminsOnly answers a member who would change what a group follows.
func (b *Bot) adminsOnly(r *request) Reply {
	if r.User.Unsure {
		return b.unsure()
	}
	return b.notice(b.say.T("subscribe.admins", nil))
}

// followPrivately is adminsOnly with a button that follows the topic in the
// member's own chat.
func (b *Bot) followPrivately(ctx context.Context, r *request, topic string, m Mode) (Reply, error) {
	reply := b.adminsOnly(r)
	parsed, err := briefing.ParseTopic(topic)
	if err != nil || parsed.IsZero() || r.User.Unsure {
		return reply, nil
	}
	w := b.row(ctx).add(b.say.T("button.follow-privately", nil), followPayload(parsed, m))
	if w.err != nil {
		return Reply{}, w.err
	}
	w.buttons[0].Private = true
	reply.Messages[0].Buttons = w.rows(1)
	return reply, nil
}

// subscribe answers /subscribe.
func (b *Bot) subscribe(ctx context.Context, r *request, args string) (Reply, error) {
	w := b.cutMode(args)
	if !r.mayChange() {
		return b.followPrivately(ctx, r, w.topic, w.mode)
	}
	if impossibleTime(w.times) != "" {
		return answer(b.row(ctx), 1, b.noTime(w.times, text.ID("digest.not-understood")))
	}
	if w.topic == "" {
		return b.askTopic(ctx, r, w.mode)
	}
	return b.follow(ctx, r, w)
}

// A wish is what someone wants to follow.
type wish struct {
	// topic as typed.
	topic string
	mode  Mode
	// named tells that the mode was typed: it then holds for a topic followed
	// already, too.
	named bool
	// times of day typed behind the mode: a chat has its digests for all topics,
	// so they are only told how to be set.
	times string
	// again takes a removal back, which needs no sample; paused is how the topic
	// was then.
	again, paused bool
}

// cutMode takes the mode off the end of the arguments, and a time of day behind
// it: "karabakh weekly", "karabakh daily at 8".
func (b *Bot) cutMode(args string) wish {
	words := strings.Fields(args)
	for end := len(words); end > 0; end-- {
		times := strings.Join(words[end:], " ")
		if _, ok := ParseDigestTimes(times); times != "" && !ok && !meansNoTime(times) {
			continue
		}
		for begin := max(0, end-maxModeWords); begin < end; begin++ {
			if m, ok := b.readMode(strings.Join(words[begin:end], " ")); ok {
				return wish{topic: strings.Join(words[:begin], " "), mode: m, named: true, times: times}
			}
		}
	}
	return wish{topic: strings.TrimSpace(args), mode: Daily}
}

// meansNoTime reports whether times of day were typed of which some do not exist:
// "at 25:00".
func meansNoTime(times string) bool {
	words, some := timeWords(times), false
	for i, w := range words {
		if isImpossible(w) {
			words[i], some = "00:00", true
		}
	}
	_, ok := ParseDigestTimes(strings.Join(words, " "))
	return some && ok
}

// maxModeWords is how many words a mode has at most, "once a day".
const maxModeWords = 3

// readMode reads what people write for a mode.
func (b *Bot) readMode(s string) (Mode, bool) {
	for mode, id := range map[Mode]text.ID{
		Instant: text.ID("subscribe.words-instant"), Daily: text.ID("subscribe.words-daily"), Weekly: text.ID("subscribe.words-weekly"),
	} {
		if slices.Contains(strings.Split(b.say.T(id, nil), "|"), strings.ToLower(s)) {
			return mode, true
		}
	}
	return "", false
}

// askTopic asks back for a topic, with what is in the news to choose from.
func (b *Bot) askTopic(ctx context.Context, r *request, m Mode) (Reply, error) {
	topics, _, err := b.suggestions.inTheNews(ctx, r.now, newestShown)
	if err != nil {
		return Reply{}, err
	}
	w := b.row(ctx)
	for _, t := range topics {
		w.add(buttonTopic(t), followPayload(t, m))
	}
	waits := "subscribe"
	if m != Daily {
		waits += " " + string(m)
	}
	r.waits(waits, b.say.T("asking.hint-topic", nil))
	reply := b.sentence(b.askTopicWords(r, len(topics) > 0), text.Data{"Example": b.say.T("subscribe.example", nil)})
	reply.Messages[0].Buttons = w.rows(3)
	return reply, w.err
}

// followPressed answers a Follow button, and the Undo of a removal.
func (b *Bot) followPressed(ctx context.Context, r *request, p payload) (Reply, error) {
	mode := p.field(0)
	if p.text == "" || mode >= int64(len(modes)) {
		return Reply{}, errButton
	}
	if !r.mayChange() {
		return b.followPrivately(ctx, r, p.text, modes[mode])
	}
	return b.follow(ctx, r, wish{topic: p.text, mode: modes[mode], again: p.field(1) == undone, paused: p.field(2) == 1})
}

// undone marks the Follow button that takes a removal back.
const undone = 1

// follow makes the chat follow a topic, unless it does or follows enough.
func (b *Bot) follow(ctx context.Context, r *request, w wish) (Reply, error) {
	topic, err := briefing.ParseTopic(w.topic)
	if err != nil {
		return b.topicTrouble(err), nil
	}
	list, err := b.followed(ctx, r.Chat)
	if err != nil {
		return Reply{}, err
	}
	known := slices.ContainsFunc(list, func(s Subscription) bool { return s.Topic.Key() == topic.Key() })
	if !known && len(list) >= b.limits.Topics {
		reply := Reply{Messages: []Message{{Blocks: []Block{paragraph(b.say.N("subscribe.full", len(list), nil))}}}}
		w := b.row(ctx).add(b.say.T("button.topics", nil), payload{action: actSay, text: "/topics"})
		reply.Messages[0].Buttons = w.rows(1)
		return reply, w.err
	}
	stored, created, err := b.subscriptions.CreateSubscription(ctx, r.event(), Subscription{
		Chat: r.Chat, Topic: topic, Mode: w.mode, Paused: w.paused, Created: r.now,
	})
	if err != nil {
		return Reply{}, fmt.Errorf("follow a topic: %w", err)
	}
	if w.again {
		return b.sentence("subscribe.again", text.Data{"Topic": teller{b.say, r.now}.topicName(stored.Topic)}), nil
	}
	switch {
	case created:
		return b.confirm(ctx, r, stored, w.times)
	case w.named && stored.Mode != w.mode:
		return b.changeMode(ctx, r, stored.ID, w.mode)
	}
	return b.already(ctx, r, stored)
}

// modePressed answers the Undo of a change of mode.
func (b *Bot) modePressed(ctx context.Context, r *request, p payload) (Reply, error) {
	mode := p.field(1)
	if mode >= int64(len(modes)) {
		return Reply{}, errButton
	}
	if !r.mayChange() {
		return b.adminsOnly(r), nil
	}
	return b.changeMode(ctx, r, p.field(0), modes[mode])
}

// changeMode changes when a topic comes. The store keeps to the chat, so an id
// of another chat changes nothing.
func (b *Bot) changeMode(ctx context.Context, r *request, id int64, m Mode) (Reply, error) {
	before, s, err := b.subscriptions.UpdateSubscription(ctx, r.event(), r.Chat, id, m)
	if errors.Is(err, ErrNotFound) {
		return b.sentence("unsubscribe.not-followed-any-more", nil), nil
	}
	if err != nil {
		return Reply{}, fmt.Errorf("change when a topic comes: %w", err)
	}
	said := map[Mode]text.ID{
		Instant: text.ID("subscribe.now-instant"), Daily: text.ID("subscribe.now-daily"), Weekly: text.ID("subscribe.now-weekly"),
	}
	undo := payload{action: actMode, fields: []int64{s.ID, int64(slices.Index(modes, before))}}
	w := b.row(ctx).add(b.say.T("button.undo", nil), undo)
	paragraphs := []string{b.say.T(said[s.Mode], text.Data{"Topic": topicLabel(s.Topic)})}
	// From here on a failure takes nothing away from what is done already.
	set, err := b.settingsOf(ctx, r)
	if but := b.caveat(r, s.Mode, set); err == nil && but != "" {
		paragraphs = append(paragraphs, but)
	}
	reply, made := answer(w, 1, paragraphs...)
	return reply, cmp.Or(err, made)
}

func (b *Bot) already(ctx context.Context, r *request, s Subscription) (Reply, error) {
	id := text.ID("subscribe.already")
	if r.Kind != Private {
		id = text.ID("subscribe.already-group")
	}
	w := teller{b.say, r.now}
	reply := b.sentence(id, text.Data{"Topic": w.topicName(s.Topic), "Mode": b.modeName(s.Mode)})
	buttons := b.row(ctx).add(b.say.T("button.latest", text.Data{"Topic": buttonTopic(s.Topic)}), askPayload(s.Topic.String()))
	reply.Messages[0].Buttons = buttons.rows(1)
	return reply, buttons.err
}

// confirm says what is followed now, with the newest headlines and one sample
// briefing: enough to see what will come, never a backlog. times are times of
// day that were typed behind the topic, "" for none.
func (b *Bot) confirm(ctx context.Context, r *request, s Subscription, times string) (Reply, error) {
	w := newRenderer(b.say, r.now)
	set, err := b.settingsOf(ctx, r)
	if err != nil {
		return b.sentence("subscribe.done", text.Data{"Topic": w.topicName(s.Topic)}), err
	}
	said := Message{Blocks: []Block{paragraph(b.promise(r, s, set))}}
	if times != "" {
		typed, _ := ParseDigestTimes(times)
		said.Blocks = append(said.Blocks, paragraph(b.say.T("subscribe.times", text.Data{"Times": timesTyped(typed)})))
	}
	undo := b.confirmButtons(ctx, r, s, set)
	if undo.err != nil {
		return Reply{}, undo.err
	}
	alone := said
	alone.Buttons = undo.rows(3)
	// From here on a failure takes nothing away from what is done already.
	f, err := b.find(ctx, question{topic: s.Topic})
	if err != nil {
		return Reply{Messages: []Message{alone}}, err
	}
	newest, err := b.loadShown(ctx, f.stories[:min(newestShown, len(f.stories))], f)
	if err != nil {
		return Reply{Messages: []Message{alone}}, err
	}
	if len(newest) == 0 {
		alone.Blocks = append(alone.Blocks, paragraph(b.say.T("subscribe.none-yet", nil)))
		return Reply{Messages: []Message{alone}}, nil
	}
	said.Blocks = append(said.Blocks, b.newest(w, newest)...)
	show := max(0, slices.IndexFunc(newest, func(s shownStory) bool { return len(s.articles[0].Quotes) > 0 }))
	sample, err := b.story(ctx, r, newest[show], briefing.Topic{}, paragraph(b.say.T("subscribe.sample", nil)))
	if err != nil {
		return Reply{Messages: []Message{alone}}, err
	}
	sample.Topic = s.Topic.String()
	// Buttons stand below the last message, where they are looked for.
	sample.Buttons = append(sample.Buttons, undo.rows(3)...)
	return Reply{Messages: []Message{said, sample}}, nil
}

// newest lists the headlines of stories, each with publishers and age.
func (b *Bot) newest(w *renderer, stories []shownStory) []Block {
	blocks := []Block{{Kind: Section, Runs: []Run{{Text: b.say.T("subscribe.newest", nil), Bold: true}}}}
	for _, story := range stories {
		runs := append(w.headline(story.articles[0].Article, "").Runs, Run{Text: metaSeparator})
		runs[0].Bold = false
		blocks = append(blocks, Block{Kind: Item, Runs: append(runs, w.meta(story).Runs...)})
	}
	return blocks
}

// unsubscribe answers /unsubscribe: the topic named, or a button for each.
func (b *Bot) unsubscribe(ctx context.Context, r *request, args string) (Reply, error) {
	if !r.mayChange() {
		return b.adminsOnly(r), nil
	}
	list, err := b.followed(ctx, r.Chat)
	if err != nil {
		return Reply{}, err
	}
	// "/unsubscribe karabakh weekly" means karabakh.
	args = b.cutMode(args).topic
	if args == "" {
		r.pageAsker = r.asker()
		if len(list) > 0 {
			r.waits("unsubscribe", b.say.T("asking.hint-topic", nil))
		}
		return b.topicList(ctx, r, list, 0, b.say.T("unsubscribe.ask", nil))
	}
	topic, err := briefing.ParseTopic(args)
	if err != nil {
		return b.topicTrouble(err), nil
	}
	i := slices.IndexFunc(list, func(s Subscription) bool { return s.Topic.Key() == topic.Key() })
	if i < 0 {
		// An event that comes again, because its answer was lost, has removed it.
		switch removed, err := b.subscriptions.DeleteSubscription(ctx, r.event(), r.Chat, 0); {
		case err == nil:
			return b.removed(ctx, removed)
		case !errors.Is(err, ErrNotFound):
			return Reply{}, fmt.Errorf("remove a topic: %w", err)
		}
		id := text.ID("unsubscribe.not-followed")
		if r.Kind != Private {
			id = text.ID("unsubscribe.not-followed-group")
		}
		reply := b.sentence(id, text.Data{"Topic": topicLabel(topic)})
		w := b.row(ctx).add(b.say.T("button.topics", nil), payload{action: actSay, text: "/topics"})
		reply.Messages[0].Buttons = w.rows(1)
		return reply, w.err
	}
	return b.removeSubscription(ctx, r, list[i].ID)
}

// removeSubscription removes by id. The store keeps to the chat, so an id of
// another chat removes nothing.
func (b *Bot) removeSubscription(ctx context.Context, r *request, id int64) (Reply, error) {
	if !r.mayChange() {
		return b.adminsOnly(r), nil
	}
	removed, err := b.subscriptions.DeleteSubscription(ctx, r.event(), r.Chat, id)
	if errors.Is(err, ErrNotFound) {
		return b.sentence("unsubscribe.not-followed-any-more", nil), nil
	}
	if err != nil {
		return Reply{}, fmt.Errorf("remove a topic: %w", err)
	}
	return b.removed(ctx, removed)
}

// removed says what was removed, with a button to take that back.
func (b *Bot) removed(ctx context.Context, removed Subscription) (Reply, error) {
	reply := b.sentence("unsubscribe.done", text.Data{"Topic": topicLabel(removed.Topic)})
	again := followPayload(removed.Topic, removed.Mode)
	again.fields = append(again.fields, undone, 0)
	if removed.Paused {
		again.fields[2] = 1
	}
	w := b.row(ctx).add(b.say.T("button.undo", nil), again)
	reply.Messages[0].Buttons = w.rows(1)
	return reply, w.err
}
