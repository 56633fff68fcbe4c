package telegram

import (
	"context"
	"errors"
	"fmt"

	"wirebrief/bot"
)

// refusesToken reports whether an answer means that no request with this token
// will ever pass. A token of the wrong form is answered 404.
func refusesToken(err error) bool {
	var f *failure
	return errors.As(err, &f) && (f.Code == 401 || f.Code == 404)
}

// connect asks Telegram who the bot is until it answers. The error is that of
// ctx, or says that the token is refused.
func (a *Adapter) connect(ctx context.Context) error {
	t := trouble{a: a}
	for {
		var self struct {
			ID     int64  `json:"id"`
			Name   string `json:"username"`
			Inline bool   `json:"supports_inline_queries"`
		}
		err := a.client.call(ctx, "getMe", nil, &self)
		if err == nil {
			a.me.Store(&me{id: self.ID, name: self.Name})
			a.o.Logger.Info("connected to telegram", "platform", Platform, "bot", "@"+self.Name)
			if !self.Inline {
				a.o.Logger.Info("inline mode is off: turn it on with /setinline in the chat with @BotFather, and people can put briefings into any chat", "platform", Platform)
			}
			a.o.Ready(self.Name)
			return nil
		}
		if refusesToken(err) {
			return fmt.Errorf("telegram: %w: get a new token from @BotFather (/token), configure it, and start again (%w)", bot.ErrRefused, err)
		}
		if err := t.wait(ctx, err); err != nil {
			return err
		}
	}
}
