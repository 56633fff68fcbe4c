package main

import (
	"context"
	"errors"
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
		client, err := newClient(conf)
		if err != nil {
			return err
		}
		defer client.Close()
		logger, out := a.logger(conf.Log), reach{checker: feed.NewReader(client, feed.ReaderOptions{}), pages: sentPages{client}}
		return c.chat(a, store, conf, newBot(store, conf, out, logger).Handle, logger)
	})
}

func (c *chatCommand) chat(a *app, store *db.DB, conf config.Config, h bot.Handler, logger *slog.Logger) error {
	o := terminal.ForFiles(a.stdin, a.stdout, a.getenv)
	o.Log = logger
	adapter := terminal.New(o)
	if len(c.Message) > 0 {
		return adapter.Ask(a.ctx, h, strings.Join(c.Message, " "))
	}
	if o.Interactive {
		o.First = "/start"
		adapter = terminal.New(o)
	}
	// What the service owes this chat is shown while it is open.
	courier := newCourier(store, []bot.ChatAdapter{adapter}, bot.CourierOptions{Logger: logger, Shared: true}, conf)
	ctx, stop := context.WithCancel(a.ctx)
	defer stop()
	delivered := make(chan error, 1)
	go func() { delivered <- courier.Run(ctx) }()
	err := adapter.Run(ctx, h)
	stop()
	return errors.Join(err, <-delivered)
}
