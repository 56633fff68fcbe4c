package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"time"

	"golang.org/x/term"

	"wirebrief/adapters/terminal"
	"wirebrief/bot"
	"wirebrief/config"
	"wirebrief/db"
)

// clock tells the time that people are shown, and that decides what is due to
// them. Tests set it, for pictures that do not change from day to day.
var clock = time.Now

// An app is what every command needs: the world outside, and the flags that
// stand before the command.
type app struct {
	ctx            context.Context
	getenv         func(string) string
	stdin          io.Reader
	stdout, stderr io.Writer
	flags          commands
}

// configuration loads the configuration and passes on its warnings.
func (a *app) configuration() (config.Config, config.Origin, error) {
	c, origin, err := config.Load(config.Options{
		Path: a.flags.Config, Database: a.flags.DB, LogLevel: a.flags.LogLevel, Getenv: a.getenv, Environ: os.Environ,
	})
	if err == nil {
		logger := a.logger(c.Log)
		for _, w := range origin.Warnings {
			logger.Warn(w)
		}
	}
	return c, origin, err
}

// withStore loads the configuration, opens the store, has work done and closes
// the store.
func (a *app) withStore(work func(c config.Config, o config.Origin, store *db.DB) error) (err error) {
	c, origin, err := a.configuration()
	if err != nil {
		return err
	}
	store, err := db.Open(a.ctx, c.Database.Path, db.Options{Zone: zoneOf(c), Now: clock})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return work(c, origin, store)
}

// logger writes to standard error as configured.
func (a *app) logger(c config.Log) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.Level)); err != nil {
		level = slog.LevelInfo // config has checked it
	}
	o := &slog.HandlerOptions{Level: level}
	if c.Format == "json" || c.Format == "auto" && !isTerminal(a.stderr) {
		return slog.New(slog.NewJSONHandler(jsonWriter{a.stderr}, o))
	}
	return slog.New(slog.NewTextHandler(a.stderr, o))
}

// A reach is how a bot reaches beyond its store; what is nil is left out.
type reach struct {
	// checker looks at the sources that chats want to add.
	checker bot.SourceChecker
	pages   bot.PageReader
	rights  bot.RightsChecker
	// operators hear of mistakes that readers report.
	operators *bot.OperatorLine
	// leaving is bot.Options.Leaving.
	leaving func(ctx context.Context, c bot.ChatChange) (tell func(ctx context.Context))
}

// askingRates bound what people may ask. Tests that ask faster than people do
// widen them.
var askingRates = bot.DefaultRates()

// remembered is how long what was found for one reader is shown to others who
// ask the same: less than the time in which changes made beside the service
// must show.
const remembered = time.Second

// newBot puts the bot on a store.
func newBot(store *db.DB, c config.Config, out reach, logger *slog.Logger) *bot.Bot {
	return bot.New(bot.Options{
		Articles: store, Names: store, Subscriptions: store, Phrases: store, Sources: store, SourceChecks: out.checker,
		Settings: store, Pauser: store, DefaultZone: zoneOf(c), Preview: newDigester(store, bot.DigesterOptions{}, c), Reports: store, Operators: out.operators, Sent: store, Status: store,
		AccessStore: store, Access: accessOf(c.Access), Rates: askingRates,
		Links: store, Questions: store, Chats: store, Leaving: out.leaving, Managers: store, Pages: out.pages, Addresses: store, Rights: out.rights,
		Remember: remembered, Now: clock, Logger: logger, Limits: bot.Limits{Topics: c.Limits.Topics, ChatSources: c.Limits.ChatSources},
	})
}

// accessOf is who may use the bot. A configuration without a mode, such as the
// demonstration's, lets everybody in.
func accessOf(c config.Access) bot.Access {
	return bot.Access{Mode: bot.AccessMode(c.Mode), Listed: c.Listed, Own: terminal.Platform}
}

// isTerminal tells whether a stream is a terminal.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
