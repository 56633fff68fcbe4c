package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"wirebrief/bot/text"
)

// Buttons that change a channel from a private chat name it: their data is that
// of any button, with the channel before it, "1y<channel>!f1:karabakh" for
// "1f1:karabakh". They act on that channel for ever. That data can be made up
// is no harm: whoever presses must have the right then.

// channelEnd ends the name of a channel in the data of a button, and longest is
// how many bytes of it are written out; a longer one is named by the key of a
// phrase.
const (
	channelEnd     = "!"
	longestChannel = 20
)

// markButton makes a button act on a channel, if it is one of settings.
func (b *Bot) markButton(ctx context.Context, made Button, channel ChatRef) (Button, error) {
	if made.Data == "" || made.Data[1] == actChannel || made.Data[1] == actManage {
		return made, nil
	}
	p, err := b.readButton(ctx, made.Data)
	if err != nil || !b.changesSettings(p) {
		return made, err
	}
	mark := channel.ID
	if len(mark) > longestChannel || strings.ContainsAny(mark, channelEnd+"#") {
		key, err := b.phrases.CreatePhrase(ctx, chatOf(ctx), mark)
		if err != nil {
			return made, fmt.Errorf("keep the channel of a button: %w", err)
		}
		mark = "#" + key
	}
	mark = string(buttonVersion) + string(actChannel) + mark + channelEnd
	data := mark + made.Data[1:]
	if len(data) > MaxButtonData {
		key, err := b.phrases.CreatePhrase(ctx, chatOf(ctx), p.text)
		if err != nil {
			return made, fmt.Errorf("keep the text of a button: %w", err)
		}
		data = mark + p.head()[1:] + "#" + key
	}
	made.Data = data
	return made, nil
}

// readMarked is the opposite of markButton.
func (b *Bot) readMarked(ctx context.Context, data string) (payload, error) {
	channel, inner, ok := strings.Cut(data[2:], channelEnd)
	if !ok || channel == "" || inner == "" || inner[0] == actChannel {
		return payload{}, errButton
	}
	if key, stored := strings.CutPrefix(channel, "#"); stored {
		var err error
		channel, err = b.phrases.FindPhrase(ctx, key)
		if errors.Is(err, ErrNotFound) {
			return payload{}, errButton
		}
		if err != nil {
			return payload{}, fmt.Errorf("find the channel of a button: %w", err)
		}
	}
	p, err := b.readButton(ctx, string(buttonVersion)+inner)
	if err == nil && !b.changesSettings(p) {
		return payload{}, errButton
	}
	p.channel = channel
	return p, err
}

// changesSettings reports whether a button changes what comes to a chat, or
// shows what is set for it.
func (b *Bot) changesSettings(p payload) bool {
	switch p.action {
	case actFollow, actRemove, actMode, actTopics, actTopic, actPause:
		return true
	case actSay:
		lines := parseTyped(p.text)
		if len(lines) != 1 {
			return false
		}
		c, ok := findCommand(b.commands, lines[0].name)
		return ok && slices.Contains(manageable, c.Name)
	}
	return false
}

// channelPressed answers a button that acts on a channel.
func (b *Bot) channelPressed(ctx context.Context, r *request, p payload) (Reply, error) {
	channel := ChatRef{r.Chat.Platform, p.channel}
	return b.forChannel(ctx, r, channel, func(m *request) (Reply, error) { return b.act(ctx, m, p) })
}

// frame makes an answer about a channel say so, and its buttons act on it. now
// tells that the channel is the one that is managed.
func (b *Bot) frame(ctx context.Context, m *request, reply Reply, now bool) (Reply, error) {
	if len(reply.Messages) == 0 || reply.Notice != "" {
		return reply, nil
	}
	reply.Messages = slices.Clone(reply.Messages)
	for i := range reply.Messages {
		if err := b.markButtons(ctx, &reply.Messages[i], m.Chat); err != nil {
			return reply, err
		}
	}
	name := b.nameChannel(m.Chat, m.ChatName)
	title := Block{Kind: Paragraph, Runs: []Run{{Text: b.say.T("managing.for", text.Data{"Channel": name}), Bold: true}}}
	first := &reply.Messages[0]
	first.Blocks = slices.Concat([]Block{title}, first.Blocks)
	w := b.row(ctx)
	if now {
		w.add(b.say.T("button.done-with", text.Data{"Channel": name}), payload{action: actManage, fields: []int64{manageDone}, text: m.Chat.ID})
	} else {
		w.add(b.settingsOfLabel(m.Chat, m.ChatName), managePayload(m.Chat))
	}
	last := &reply.Messages[len(reply.Messages)-1]
	last.Buttons = append(slices.Clone(last.Buttons), w.rows(1)...)
	return reply, w.err
}

// markButtons makes the buttons of a message act on a channel.
func (b *Bot) markButtons(ctx context.Context, m *Message, channel ChatRef) error {
	rows := make([][]Button, len(m.Buttons))
	for i, row := range m.Buttons {
		rows[i] = slices.Clone(row)
		for j, made := range row {
			var err error
			if rows[i][j], err = b.markButton(ctx, made, channel); err != nil {
				return err
			}
		}
	}
	m.Buttons = rows
	return nil
}

// leadToSettings answers who presses in a channel what is about its settings:
// administrators are led to their private chats.
func (b *Bot) leadToSettings(ctx context.Context, r *request) (Reply, error) {
	switch {
	case r.User.Unsure:
		return b.unsure(), nil
	case !r.User.Admin:
		return b.notice(b.say.T("managing.admins", nil)), nil
	}
	reply := b.sentence("managing.in-private", nil)
	reply.ForUser = true
	w := b.row(ctx).add(b.settingsOfLabel(r.Chat, r.ChatName), managePayload(r.Chat))
	if w.err == nil {
		w.buttons[0].Private = true
	}
	reply.Messages[0].Buttons = w.rows(1)
	return reply, w.err
}
