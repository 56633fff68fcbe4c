package main

import (
	"context"
	"log/slog"
	"strings"

	"wirebrief/adapters/feed"
	"wirebrief/adapters/terminal"
	"wirebrief/bot"
	"wirebrief/config"
	"wirebrief/db"
)

// chatCommand is the bot in this terminal, on the stored articles.
type chatCommand struct {
	Message []string `arg:"" optional:"" help:"Ask this once and exit, such as \"/latest karabakh\"."`
}

// Run implements the command.
func (c *chatCommand) Run(a *app) error {
	return a.withStore(func(conf config.Config, _ config.Origin, store *db.DB) error {
		return withReader(conf, feed.ReaderOptions{}, func(reader *feed.Reader) error {
			logger := a.logger(conf.Log)
			return c.chat(a, newBot(store, conf, reader, logger).Handle, logger)
		})
	})
}

func (c *chatCommand) chat(a *app, h bot.Handler, logger *slog.Logger) error {
	o := terminal.ForFiles(a.stdin, a.stdout, a.getenv)
	o.Log = logger
	if len(c.Message) > 0 {
		return terminal.New(o).Ask(a.ctx, h, strings.Join(c.Message, " "))
	}
	if o.Interactive {
		o.First = "/start"
	}
	return converse(a.ctx, o, h)
}

// converse chats until the reader leaves.
func converse(ctx context.Context, o terminal.Options, h bot.Handler) error {
	return terminal.New(o).Run(ctx, h)
}
