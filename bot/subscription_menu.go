package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"wirebrief/bot/text"
)

// topicPressed shows what can be changed about a subscription.
func (b *Bot) topicPressed(ctx context.Context, r *request, id int64) (Reply, error) {
	if !r.mayChange() {
		return b.adminsOnly(r), nil
	}
	list, err := b.followed(ctx, r.Chat)
	if err != nil {
		return Reply{}, err
	}
	i := slices.IndexFunc(list, func(s Subscription) bool { return s.ID == id })
	if i < 0 {
		return b.sentence("unsubscribe.not-followed-any-more", nil), nil
	}
	s := list[i]
	said := Message{Blocks: []Block{{Kind: Paragraph, Runs: b.subscriptionRuns(teller{b.say, r.now}, s)}}}
	w := b.row(ctx)
	for i, m := range modes {
		if m != s.Mode {
			w.add(b.modeButton(m), payload{action: actMode, fields: []int64{s.ID, int64(i)}})
		}
	}
	switch {
	case b.pauser == nil:
	case s.Paused:
		w.add(b.say.T("button.resume", nil), payload{action: actPause, fields: []int64{s.ID}})
	default:
		w.add(b.say.T("button.pause", nil), payload{action: actPause, fields: []int64{s.ID, 1}})
	}
	w.add(b.say.T("button.remove", text.Data{"Topic": buttonTopic(s.Topic)}), payload{action: actRemove, fields: []int64{s.ID}})
	said.Buttons = w.rows(3)
	return Reply{Messages: []Message{said}}, w.err
}

// subscriptionRuns tell a subscription in one line: "karabakh · daily".
func (b *Bot) subscriptionRuns(w teller, s Subscription) []Run {
	how := metaSeparator + b.modeName(s.Mode)
	if s.Paused {
		how += metaSeparator + b.say.T("topics.paused", nil)
	}
	return []Run{{Text: w.topicName(s.Topic), Bold: true}, {Text: how}}
}

func (b *Bot) modeButton(m Mode) string {
	switch m {
	case Instant:
		return b.say.T("button.instant", nil)
	case Weekly:
		return b.say.T("button.weekly", nil)
	}
	return b.say.T("button.daily", nil)
}

// pausePressed holds one topic back, or lets it go on.
func (b *Bot) pausePressed(ctx context.Context, r *request, id int64, paused bool) (Reply, error) {
	if !r.mayChange() {
		return b.adminsOnly(r), nil
	}
	if b.pauser == nil {
		return Reply{}, errNoSettings
	}
	s, err := b.pauser.PauseSubscription(ctx, r.event(), r.Chat, id, paused)
	if errors.Is(err, ErrNotFound) {
		return b.sentence("unsubscribe.not-followed-any-more", nil), nil
	}
	if err != nil {
		return Reply{}, fmt.Errorf("hold a topic back: %w", err)
	}
	said, undo := text.ID("topics.goes-on"), int64(1)
	if s.Paused {
		said, undo = text.ID("topics.held-back"), 0
	}
	w := b.row(ctx).add(b.say.T("button.undo", nil), payload{action: actPause, fields: []int64{s.ID, undo}})
	return answer(w, 1, b.say.T(said, text.Data{"Topic": topicLabel(s.Topic)}))
}
