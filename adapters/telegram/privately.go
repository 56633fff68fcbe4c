package telegram

import (
	"context"
	"errors"

	"wirebrief/bot"
)

// privately answers in the private chat of the asker what the others in the
// group are not to read, and says in the group where the answer is.
func (a *Adapter) privately(ctx context.Context, c *bot.Command, m *message, reply bot.Reply) error {
	in := bot.AnsweredPrivately()
	if to, err := parsePlace(bot.ChatRef{Platform: Platform, ID: c.User.ID}); err != nil {
		in = bot.AskPrivately() // nobody knows the private chat of who writes as a chat
	} else if err := a.answer(ctx, to, reply.Messages, postOptions{}); err != nil {
		var e *bot.SendError
		if !errors.As(err, &e) || e.Kind != bot.Gone && e.Kind != bot.Forbidden {
			return err
		}
		in = bot.AskPrivately()
	}
	in.Buttons = [][]bot.Button{{{Label: in.Buttons[0][0].Label, URL: "https://t.me/" + a.name()}}}
	return a.answer(ctx, placeOf(m), []bot.Message{in}, postOptions{replyTo: m.ID})
}

// PrivateChat implements bot.PrivateFinder: the private chat with a person has
// their id.
func (a *Adapter) PrivateChat(_ context.Context, user string) (bot.ChatRef, error) {
	to, err := parsePlace(bot.ChatRef{Platform: Platform, ID: user})
	if err != nil || to.chat < 0 || to.thread != 0 {
		return bot.ChatRef{}, &bot.SendError{Kind: bot.Gone, Message: "who writes as a chat has no private chat"}
	}
	return to.ref(), nil
}
