package bot

import (
	"context"
	"fmt"

	"wirebrief/bot/text"
)

// A ChatStore follows what happens to chats.
type ChatStore interface {
	// StartChat notes that the bot may write in a chat, and in the topics and
	// threads within it: what they have set holds again, unless an operator put
	// them out. It returns how the chat was before. A private chat that is not
	// known is left out.
	StartChat(ctx context.Context, ev Event, chat ChatRef) (ChatPast, error)
	// StopChat stops a chat and every topic and thread within it: nothing is
	// sent there any more, and what was owed is given up. Settings are kept,
	// until somebody speaks there again. A chat that is not known is left out.
	StopChat(ctx context.Context, ev Event, chat ChatRef) error
	// MoveChat gives a chat another id, with all it has. If the new one is
	// known already, the two become one.
	MoveChat(ctx context.Context, ev Event, from, to ChatRef) error
}

// A ChatPast tells how a chat was before the bot came to it.
type ChatPast struct {
	// Known tells that there was a chat, Stopped that nothing was sent to it.
	Known, Stopped bool
}

// ChatChanged implements ChatWatcher.
func (b *Bot) ChatChanged(ctx context.Context, c ChatChange) (Reply, error) {
	r := &request{now: b.now().UTC(), Command: Command{EventID: c.EventID, Chat: c.Chat, Kind: c.Kind, ChatName: c.ChatName, User: c.User}}
	ctx = answering(ctx, c.Chat)
	var err error
	switch c.Change {
	case BotRemoved, ChatDeleted:
		err = b.stopChat(ctx, r, c)
	case ChatMoved:
		if b.chats != nil && c.MovedTo != c.Chat && c.MovedTo.ID != "" {
			err = b.chats.MoveChat(ctx, r.event(), c.Chat, c.MovedTo)
		}
	case BotAdded:
		return b.added(ctx, r)
	}
	if err != nil {
		return Reply{}, fmt.Errorf("take note that a chat is %s: %w", c.Change, err)
	}
	return Reply{}, nil
}

// stopChat stops a chat, and has those told who have set up what stops with it.
func (b *Bot) stopChat(ctx context.Context, r *request, c ChatChange) error {
	if b.chats == nil {
		return nil
	}
	tell := func(context.Context) {}
	if b.leaving != nil {
		tell = b.leaving(ctx, c)
	}
	err := b.chats.StopChat(ctx, r.event(), c.Chat)
	if err == nil {
		tell(ctx)
	}
	return err
}

// added greets a group that the bot was brought into, once and briefly, if it
// is let in; and in private whoever made it post in a channel. A group that is
// told anew, because it has become a greater one, is not greeted again.
func (b *Bot) added(ctx context.Context, r *request) (Reply, error) {
	s, allowed, err := b.gate.standing(ctx, r)
	if err != nil {
		return Reply{}, err
	}
	if !allowed && b.gate.Mode == AccessInvite && (s.Operator || s.User) {
		if err := b.gate.store.AdmitChat(ctx, r.event(), r.Chat); err != nil {
			return Reply{}, fmt.Errorf("let a group in: %w", err)
		}
		allowed = true
	}
	switch {
	case r.User.ID == "" && !allowed:
		return Reply{}, nil // nobody is known whom to tell, and who asks there is told
	case r.Kind == Channel && !allowed && (s.Operator || s.User):
		return b.inPrivate(b.notListed(r)), nil
	case r.Kind == Channel && (!allowed || r.User.ID == ""):
		return Reply{}, nil // a channel is not to read about itself
	case r.Kind == Channel:
		return b.addedToChannel(ctx, r)
	case !allowed:
		return b.refuse(ctx, r, s)
	}
	if b.chats == nil {
		return b.sentence("joined.group", nil), nil
	}
	past, err := b.chats.StartChat(ctx, r.event(), r.Chat)
	switch {
	case err != nil:
		return Reply{}, fmt.Errorf("take note that the bot is in a group: %w", err)
	case past.Known && !past.Stopped:
		return Reply{}, nil
	}
	return b.greeted(ctx, r)
}

// greeted greets a group, and tells one that knew the bot before what comes
// again.
func (b *Bot) greeted(ctx context.Context, r *request) (Reply, error) {
	list, err := b.followed(ctx, r.Chat)
	if err != nil || len(list) == 0 {
		return b.sentence("joined.group", nil), err
	}
	w := b.row(ctx).add(b.say.T("button.topics", nil), payload{action: actSay, text: "/topics"})
	return answer(w, 1, b.say.N("joined.group-back", len(list), nil))
}

// comeBack lets what was set for a private chat hold again whose person had
// blocked the bot and says /start now. It returns what to say about it, "" for
// nothing.
func (b *Bot) comeBack(ctx context.Context, r *request) (string, error) {
	if b.chats == nil || b.chatSettings == nil || r.Kind != Private || r.leaving {
		return "", nil
	}
	s, err := b.chatSettings.FindSettings(ctx, r.Chat)
	if err != nil {
		return "", fmt.Errorf("find the settings of a chat: %w", err)
	}
	if s.Stopped == "" {
		return "", nil
	}
	if _, err := b.chats.StartChat(ctx, r.event(), r.Chat); err != nil {
		return "", fmt.Errorf("take note that a chat is back: %w", err)
	}
	if s, err = b.chatSettings.FindSettings(ctx, r.Chat); err != nil {
		return "", fmt.Errorf("find the settings of a chat: %w", err)
	}
	list, err := b.followed(ctx, r.Chat)
	if err != nil || len(list) == 0 || s.Stopped != "" {
		return "", err
	}
	return b.say.N("joined.back", len(list), text.Data{"Next": b.local(s, r.now).nextSaid(s)}), nil
}

// addedToChannel leads whoever made the bot post in a channel to its settings.
func (b *Bot) addedToChannel(ctx context.Context, r *request) (Reply, error) {
	reply := b.inPrivate(b.say.T("joined.channel", text.Data{"Channel": b.nameChannel(r.Chat, r.ChatName)}))
	if !b.managing() {
		return reply, nil
	}
	if err := b.managers.SaveManager(ctx, r.event(), r.Chat); err != nil {
		return Reply{}, fmt.Errorf("note who administers a channel: %w", err)
	}
	w := b.row(ctx).add(b.settingsOfLabel(r.Chat, r.ChatName), managePayload(r.Chat))
	reply.Messages[0].Buttons = w.rows(1)
	return reply, w.err
}

// inPrivate says a sentence to the person alone.
func (b *Bot) inPrivate(s string) Reply {
	return Reply{Messages: []Message{{Blocks: []Block{paragraph(s)}}}, ForUser: true}
}
