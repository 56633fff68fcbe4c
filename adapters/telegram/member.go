package telegram

import (
	"context"
	"fmt"
	"strconv"

	"wirebrief/bot"
)

// memberChanged takes note that the bot was added, removed, blocked, or given
// other rights.
func (a *Adapter) memberChanged(ctx context.Context, u *update) error {
	m := u.Member
	a.admins.forget(m.Chat.ID)
	kind, ok := changeOf(m)
	if !ok {
		return nil
	}
	c := bot.ChatChange{
		EventID: fmt.Sprintf("u:%d:%d", u.ID, m.Date), Change: kind, Chat: place{chat: m.Chat.ID}.ref(), Kind: kindOf(m.Chat.Type),
		ChatName: m.Chat.Title, User: bot.User{ID: strconv.FormatInt(m.From.ID, 10), Name: m.From.name()},
	}
	switch {
	case m.From.ID == anonymous:
		c.User = bot.User{Name: m.Chat.Title, Admin: true}
	case kind == bot.BotAdded:
		who := bot.Command{Kind: c.Kind, User: c.User}
		a.mayChange(ctx, m.Chat.ID, &who)
		c.User = who.User
	}
	return a.changed(ctx, c)
}

// changeOf tells what a change of the bot's own membership means. ok is false
// if it means nothing.
func changeOf(m *memberChange) (kind bot.ChatChangeKind, ok bool) {
	was, is := mayPost(m.Chat, m.Old), mayPost(m.Chat, m.New)
	switch {
	case was == is:
		return "", false
	case !is:
		return bot.BotRemoved, true
	case m.Chat.Type == "private":
		return bot.BotUnblocked, true
	}
	return bot.BotAdded, true
}

// mayPost tells whether the bot may write in a chat in which it is m.
func mayPost(c chat, m member) bool {
	switch m.Status {
	case "administrator":
		return c.Type != "channel" || m.CanPost
	case "member", "creator":
		return c.Type != "channel"
	case "restricted":
		return m.IsMember // what it may not send then shows when it sends
	}
	return false
}

// moved takes note that a group became a supergroup. It is told twice: in the
// old chat and in the new one.
func (a *Adapter) moved(ctx context.Context, m *message) error {
	from, to := m.Chat.ID, m.MovedTo
	if m.MovedFrom != 0 {
		from, to = m.MovedFrom, m.Chat.ID
	}
	return a.changed(ctx, bot.ChatChange{
		EventID: fmt.Sprintf("m:%d:%d", m.Chat.ID, m.ID), Change: bot.ChatMoved, Kind: bot.Group, ChatName: m.Chat.Title,
		Chat: place{chat: from}.ref(), MovedTo: place{chat: to}.ref(),
	})
}

// changed passes a change on, and says what there is to say about it.
func (a *Adapter) changed(ctx context.Context, c bot.ChatChange) error {
	reply, err := a.o.Desk.ChatChanged(ctx, c)
	if err != nil {
		return fmt.Errorf("take note of a change to a chat: %w", err)
	}
	to, err := parsePlace(c.Chat)
	if reply.ForUser && err == nil {
		to, err = parsePlace(bot.ChatRef{Platform: Platform, ID: c.User.ID})
	}
	if err != nil || len(reply.Messages) == 0 {
		return nil
	}
	if err := a.answer(ctx, to, reply.Messages, postOptions{}); err != nil {
		// Mostly somebody who never wrote to the bot: it may not begin.
		a.o.Logger.Info("what a change to a chat asks for could not be said", "platform", Platform, "err", err)
	}
	return nil
}
