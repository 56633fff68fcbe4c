package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"wirebrief/bot/text"
	"wirebrief/briefing"
)

// linkMark begins the keys of links. No invite code has it.
const linkMark = "k_"

// helloKey is a key that stands for nothing but /start.
const helloKey = linkMark + "hello"

// A LinkStore keeps what links stand for.
type LinkStore interface {
	// CreateLink returns the key that stands for data in a chat: at most 30
	// letters and digits, made up at random when it is first asked for.
	CreateLink(ctx context.Context, chat ChatRef, data string) (key string, err error)
	// FindLink returns the data of a key, or ErrNotFound.
	FindLink(ctx context.Context, key string) (data string, err error)
}

// LinkKey implements Linker.
func (b *Bot) LinkKey(ctx context.Context, chat ChatRef, data string) (string, error) {
	if b.links == nil {
		return "", errors.New("make a link: nothing is there to keep it")
	}
	key, err := b.links.CreateLink(ctx, chat, data)
	if err != nil {
		return "", fmt.Errorf("make a link: %w", err)
	}
	return linkMark + key, nil
}

// isLinkKey tells a key from what people type behind /start.
func isLinkKey(s string) bool { return strings.HasPrefix(s, linkMark) }

// followLink answers "/start KEY".
func (b *Bot) followLink(ctx context.Context, r *request, key string) (Reply, error) {
	if b.links == nil || r.Kind != Private || key == helloKey {
		return b.started(ctx, r, "")
	}
	data, err := b.links.FindLink(ctx, strings.TrimPrefix(key, linkMark))
	if errors.Is(err, ErrNotFound) {
		return b.sentence("link.old", nil), nil
	}
	if err != nil {
		return Reply{}, fmt.Errorf("find what a link stands for: %w", err)
	}
	p, err := b.readButton(ctx, data)
	if err == nil {
		var reply Reply
		reply, err = b.linked(ctx, r, p)
		reply.Replace = false // there is no message whose button was pressed
		if !errors.Is(err, errButton) {
			return reply, err
		}
	}
	if errors.Is(err, errButton) {
		return b.sentence("link.old", nil), nil
	}
	return Reply{}, err
}

// linked answers what a link stands for. A link may come from anybody, and so
// may the data in it: whoever presses a button can have forged that. So it shows
// something, asks about a topic to follow, or begins to manage a channel for who
// may, and never changes what is set.
func (b *Bot) linked(ctx context.Context, r *request, p payload) (Reply, error) {
	if p.channel != "" {
		return Reply{}, errButton // what changes a channel is pressed, never linked
	}
	switch p.action {
	case actAsk, actPage, actOpen, actSent, actContext, actMore, actRest:
		return b.act(ctx, r, p)
	case actFollow:
		return b.offerToFollow(ctx, r, p)
	case actManage: // which says so at once, and only to who may
		return b.managePressed(ctx, r, payload{action: actManage, text: p.text})
	case actSay:
		return b.linkedCommand(ctx, r, p.text)
	}
	return Reply{}, errButton
}

// linkedCommand answers a button that says a command: a question for the latest
// is answered. Any other command is about the chat that the link comes from, and
// belongs there.
func (b *Bot) linkedCommand(ctx context.Context, r *request, said string) (Reply, error) {
	lines := parseTyped(said)
	if len(lines) != 1 {
		return Reply{}, errButton
	}
	c, ok := findCommand(b.commands, lines[0].name)
	switch {
	case !ok:
		return Reply{}, errButton
	case c.Name == latestName:
		return b.latest(ctx, r, lines[0].args)
	case c.Name == startName, c.Name == "help":
		return b.started(ctx, r, "")
	}
	return b.sentence("link.there", text.Data{"Command": "/" + c.Name}), nil
}

// offerToFollow asks whether a topic is to be followed here: nothing is
// followed before the reader has pressed.
func (b *Bot) offerToFollow(ctx context.Context, r *request, p payload) (Reply, error) {
	topic, err := briefing.ParseTopic(p.text)
	mode := p.field(0)
	if err != nil || topic.IsZero() || mode >= int64(len(modes)) {
		return Reply{}, errButton
	}
	follow, err := b.mayFollow(ctx, r, topic)
	if err != nil {
		return Reply{}, err
	}
	w, name := b.row(ctx), text.Data{"Topic": teller{b.say, r.now}.topicName(topic)}
	if !follow {
		w.add(b.say.T("button.topics", nil), payload{action: actSay, text: "/topics"})
		return answer(w, 1, b.say.T("link.followed", name))
	}
	short := text.Data{"Topic": buttonTopic(topic)}
	w.add(b.say.T("button.follow", short), followPayload(topic, modes[mode])).
		add(b.say.T("button.latest", short), askPayload(topic.String()))
	return answer(w, 1, b.say.T("link.follow", name))
}
