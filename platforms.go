package main

import (
	"context"
	"net/http"
	"sync"
	"time"

	"wirebrief/adapters/discord"
	"wirebrief/adapters/fetch"
	"wirebrief/adapters/telegram"
	"wirebrief/bot"
	"wirebrief/db"
)

// morePlatforms are chat platforms besides those that the configuration names.
// Tests set it, to run the real service on a platform of their own.
var morePlatforms = func() []bot.ChatAdapter { return nil }

// tuneTelegram changes what the adapter for Telegram is given. Tests set it, so
// that they need not wait as long as people do.
var tuneTelegram = func(*telegram.Options) {}

// tuneDiscord is tuneTelegram for Discord.
var tuneDiscord = func(*discord.Options) {}

// A switchboard holds the platforms that the bot is connected to.
type switchboard struct {
	adapters []bot.ChatAdapter
	// pacings are shared by all that send on a platform.
	pacings map[bot.Platform]*bot.Pacing
	// mounts are what other programs push to, by path.
	mounts map[string]http.Handler
	// links make an address of what follows /start, by platform.
	links map[bot.Platform]func(payload string) string
	// menders tells whoever has set up a chat what happened to it.
	menders *bot.MenderLine
}

// leaving is menders.Leaving, for the bot, which is there before the platforms.
func (b *switchboard) leaving(ctx context.Context, c bot.ChatChange) (tell func(ctx context.Context)) {
	return b.menders.Leaving(ctx, c)
}

// MayChange implements bot.RightsChecker for all platforms. Where none knows,
// nobody may.
func (b *switchboard) MayChange(ctx context.Context, chat bot.ChatRef, user string) (bool, error) {
	for _, a := range b.adapters {
		if checker, ok := a.(bot.RightsChecker); ok && a.Platform() == chat.Platform {
			return checker.MayChange(ctx, chat, user)
		}
	}
	return false, nil
}

// connectPlatforms makes the platforms that the configuration names. Nothing is
// connected yet.
func (s *service) connectPlatforms(board *switchboard, desk bot.Desk) error {
	board.adapters = append(board.adapters, morePlatforms()...)
	if !s.conf.Telegram.Token.IsEmpty() {
		if err := s.connectTelegram(board, desk); err != nil {
			return err
		}
	}
	if !s.conf.Discord.Token.IsEmpty() {
		return s.connectDiscord(board, desk)
	}
	return nil
}

func (s *service) connectTelegram(board *switchboard, desk bot.Desk) error {
	o := telegram.Options{
		Token: s.conf.Telegram.Token.Reveal(), BaseURL: s.conf.Telegram.BaseURL, Inbox: s.store, Desk: desk, Logger: s.logger,
		Pacing: bot.NewPacing((*telegram.Adapter)(nil).Pace()),
		Ready:  func(name string) { s.connected(board, telegram.Platform, name) },
	}
	if s.conf.Telegram.Webhook {
		o.Webhook.URL = s.conf.Web.PublicURL + telegram.WebhookPath
	}
	tuneTelegram(&o)
	adapter, err := telegram.New(o)
	if err != nil {
		return err
	}
	board.add(adapter, o.Pacing)
	board.links[telegram.Platform] = adapter.StartLink
	if o.Webhook.URL != "" {
		board.mounts[telegram.WebhookPath] = adapter
	}
	return nil
}

func (s *service) connectDiscord(board *switchboard, desk bot.Desk) error {
	o := discord.Options{
		Token: s.conf.Discord.Token.Reveal(), BaseURL: s.conf.Discord.BaseURL, PublicKey: s.conf.Discord.PublicKey,
		Shards: s.conf.Discord.Shards, Crosspost: s.conf.Discord.Crosspost,
		Inbox: s.store, Desk: desk, Budget: s.store, Logger: s.logger,
		Pacing: bot.NewPacing((*discord.Adapter)(nil).Pace()),
	}
	var once sync.Once
	o.Ready = func(me discord.Account) {
		s.connected(board, discord.Platform, me.Name)
		once.Do(func() {
			s.announce("Bring the bot to a Discord server with this address:\n\n    " + me.Invite)
			if me.Install != "" {
				s.announce("With this one you have its commands for yourself, wherever you are:\n\n    " + me.Install)
			}
		})
	}
	tuneDiscord(&o)
	adapter, err := discord.New(o)
	if err != nil {
		return err
	}
	board.add(adapter, o.Pacing)
	if o.PublicKey != "" {
		board.mounts[discord.InteractionsPath] = adapter
	}
	return nil
}

// add adds a platform that is paced together with what the courier sends.
func (b *switchboard) add(a bot.ChatAdapter, pacing *bot.Pacing) {
	b.adapters = append(b.adapters, a)
	b.pacings[a.Platform()] = pacing
}

// switchboard makes the platforms and the bot behind them, which need each
// other. client reads what people in chats send.
func (s *service) switchboard(client *fetch.Client, checker bot.SourceChecker) (*switchboard, *bot.Bot, error) {
	board := &switchboard{pacings: map[bot.Platform]*bot.Pacing{}, mounts: map[string]http.Handler{}, links: map[bot.Platform]func(string) string{}}
	b := newBot(s.store, s.conf, reach{checker: checker, pages: sentPages{client}, rights: board, operators: s.operators, leaving: board.leaving}, s.logger)
	err := s.connectPlatforms(board, b)
	board.menders = bot.NewMenderLine(s.store, board.adapters, s.logger)
	return board, b, err
}

// connected notes the bot's name, and shows the operator's link once.
func (s *service) connected(board *switchboard, p bot.Platform, name string) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := s.store.SaveAccount(ctx, p, name); err != nil {
		s.logger.Error("the bot's name was not noted, so links to it cannot be made", "platform", p, "err", err)
	}
	if link := board.links[p]; s.offer != "" && link != nil {
		s.offered.Do(func() { s.announce("Or open this, and press Start:\n\n    " + link(s.offer)) })
	}
}

// startLink is the address that says "/start payload" to the bot, on the first
// platform that it was connected to and that has such addresses; "" if there is
// none. The token need not be known for that: it may be given to the service
// alone.
func startLink(ctx context.Context, store *db.DB, payload string) (string, error) {
	name, err := store.FindAccount(ctx, telegram.Platform)
	if err != nil || name == "" {
		return "", err
	}
	return telegram.StartLink(name, payload), nil
}
