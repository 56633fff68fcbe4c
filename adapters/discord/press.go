package discord

import (
	"context"
	"errors"

	"wirebrief/bot"
)

// pressed answers a pressed button.
func (a *Adapter) pressed(ctx context.Context, h bot.Handler, k *answer, c bot.Command) error {
	kind, mark, data := readID(k.i.pressed())
	to := audience{chat: fallback(k.i, c), replaceable: k.i.mayReplace(&c), mark: mark}
	if !a.aimed(k.i, &c, mark) {
		kind, to.mark = 0, ""
	}
	switch kind {
	case presses:
		c.Button = data
		if k.i.Message != nil {
			c.On = k.i.Message.ID.String()
		}
		return a.ask(ctx, h, k, c, to)
	case privately:
		return a.pressedPrivate(ctx, h, k, c, data)
	case asks:
		return a.askInForm(ctx, k, data)
	}
	return k.reply(ctx, bot.Reply{ForUser: true, Messages: []bot.Message{bot.OldButton()}}, to)
}

// aimed makes c a command about the channel that a mark names. It is false for a
// mark that is not believed.
func (a *Adapter) aimed(i *interaction, c *bot.Command, mark string) bool {
	if mark == "" {
		return true
	}
	s, ok := a.readMark(mark, i.sender().ID)
	if !ok || c.Kind == bot.Private {
		return false
	}
	s.in(c)
	c.Elsewhere = true
	if p, err := parsePlace(s.chat); err == nil {
		c.ChatName = a.out.named.find(p.id)
	}
	return true
}

// pressed is the id of the button that was pressed, or of what was chosen in a
// menu.
func (i *interaction) pressed() string {
	if len(i.Data.Values) > 0 {
		return i.Data.Values[0]
	}
	return i.Data.CustomID
}

// mayReplace reports whether somebody may have the message replaced whose button
// they press: what only they can see, what they have asked for themselves, and
// as an administrator what others have.
func (i *interaction) mayReplace(c *bot.Command) bool {
	switch m := i.Message; {
	case m == nil:
		return false
	case m.Flags&flagEphemeral != 0, i.context() == inBotDM, m.Metadata == nil:
		return true
	case m.Metadata.User == nil:
		return c.User.Admin
	default:
		return c.User.Admin || m.Metadata.User.ID == i.sender().ID
	}
}

// pressedPrivate has a press count in the presser's own chat, and answers there.
// The presser hears where that is, or why it is not there.
func (a *Adapter) pressedPrivate(ctx context.Context, h bot.Handler, k *answer, c bot.Command, data string) error {
	own, err := a.answerPrivately(ctx, h, c, data)
	say := bot.TryAgain()
	switch {
	case ctx.Err() != nil:
		return err
	case err == nil:
		say = bot.AnsweredPrivately()
		say.Buttons[0][0].URL = "https://discord.com/channels/@me/" + own.id.String()
	case isClosed(err):
		say, err = bot.PrivateClosed(), nil
	}
	return errors.Join(err, k.reply(ctx, bot.Reply{ForUser: true, Messages: []bot.Message{say}}, audience{}))
}

func (a *Adapter) answerPrivately(ctx context.Context, h bot.Handler, c bot.Command, data string) (own place, err error) {
	key, err := a.o.Desk.LinkKey(ctx, c.Chat, data)
	if err != nil {
		return own, err
	}
	chat, err := a.PrivateChat(ctx, c.User.ID)
	if err == nil {
		own, err = parsePlace(chat)
	}
	if err != nil {
		return own, err
	}
	reply, err := h(ctx, bot.Command{
		EventID: c.EventID, Chat: chat, Kind: bot.Private, User: bot.User{ID: c.User.ID, Name: c.User.Name}, Text: "/start " + key,
		Awaited: true, Forms: !a.hearsMessages(),
	})
	if err != nil && ctx.Err() != nil {
		return own, err
	}
	if err != nil {
		a.o.Logger.Error("a press was not answered as it should be", "platform", Platform, "err", err)
	}
	return own, reply.Ended(a.answerIn(ctx, chat, reply.Messages))
}

// isClosed reports whether an error says that somebody takes no direct messages
// of the bot.
func isClosed(err error) bool {
	var e *bot.SendError
	return errors.As(err, &e) && (e.Kind == bot.Gone || e.Kind == bot.Forbidden)
}
