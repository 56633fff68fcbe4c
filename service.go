package main

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"wirebrief/adapters/feed"
	"wirebrief/adapters/fetch"
	"wirebrief/adapters/file"
	"wirebrief/adapters/web"
	"wirebrief/bot"
	"wirebrief/config"
	"wirebrief/db"
)

// A service is what run runs while it holds the lease.
type service struct {
	conf   config.Config
	file   string // the configuration file, "" for none
	store  *db.DB
	logger *slog.Logger
	// owner names this process in the store.
	owner string
	// operators hear of what needs them.
	operators *bot.OperatorLine
	// offer is the code that makes its user the operator, "" if there is one
	// already; announce prints for whoever started the service.
	offer    string
	announce func(string)
	offered  sync.Once
}

// processPoll is how often the service looks for articles that were stored, by
// itself or by others: alerts are to go out within seconds.
const processPoll = 500 * time.Millisecond

// A loop works until ctx ends, then returns nil.
type loop func(ctx context.Context) error

// run starts every loop that the configuration asks for, and returns once all
// have ended: after ctx, or after one has failed.
func (s *service) run(ctx context.Context) error {
	client, err := newClient(s.conf)
	if err != nil {
		return err
	}
	defer client.Close()
	chats, err := newChatClient(s.conf)
	if err != nil {
		return err
	}
	defer chats.Close()
	ingester := bot.NewIngester(s.store, s.store, bot.IngesterOptions{Logger: s.logger, Poll: processPoll})
	loops := []loop{s.emptyLog, ingester.Run, s.poller(client, ingester).Run}
	board, b, err := s.switchboard(chats, feed.NewReader(client, feed.ReaderOptions{}))
	if err != nil {
		return err
	}
	loops = append(loops, s.delivering(board, ingester)...)
	loops = append(loops, s.answering(board.adapters, b.Handle)...)
	if s.conf.Sources.Folder != "" {
		loops = append(loops, s.watcher(ingester).Run)
	}
	if s.conf.Web.Listen != "" {
		port, more, err := s.port(ctx, client, board)
		if err != nil {
			return err
		}
		loops = append(append(loops, port.Run), more...)
		s.logger.Info("the port is open", "address", port.Addr())
	}
	s.logger.Info("wirebrief is running", "database", s.conf.Database.Path, "configuration", cmp.Or(s.file, "none"))
	if err := s.sayWhatIsMissing(ctx); err != nil && ctx.Err() == nil {
		return err
	}
	return together(ctx, loops...)
}

// emptyLog takes out of the log what a process that was killed has left there:
// what people wrote, and what authorised the answers to them. It ends at once.
func (s *service) emptyLog(ctx context.Context) error {
	if err := s.store.EmptyLog(ctx); err != nil && ctx.Err() == nil {
		s.logger.Warn("the log of the store was not emptied: what was erased lately stands there for a while", "err", err)
	}
	return nil
}

// together runs loops until ctx ends or one of them fails, and returns when
// all have ended.
func together(ctx context.Context, loops ...loop) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	failures := make(chan error, len(loops))
	for _, run := range loops {
		go func() {
			err := run(ctx)
			if err != nil {
				stop()
			}
			failures <- err
		}()
	}
	var errs []error
	for range loops {
		errs = append(errs, <-failures)
	}
	return errors.Join(errs...)
}

func (s *service) poller(client *fetch.Client, ingester *bot.Ingester) *bot.Poller {
	return bot.NewPoller(s.store, feed.NewReader(client, feed.ReaderOptions{}), ingester, bot.PollerOptions{
		Logger:  s.logger,
		Tell:    s.operators.Source,
		Fastest: time.Duration(s.conf.Sources.FastestMinutes) * time.Minute,
		Slowest: time.Duration(s.conf.Sources.SlowestMinutes) * time.Minute,
	})
}

func (s *service) watcher(ingester *bot.Ingester) *file.Watcher {
	return file.NewWatcher(s.conf.Sources.Folder, ingester, file.WatchOptions{
		Logger: s.logger, Read: file.Options{MaxBytes: int64(s.conf.Limits.FileMiB) << 20},
	})
}

// port opens the port, so that one that is taken ends the service at once.
// With a public address feeds are pushed there; more are the loops of that.
func (s *service) port(ctx context.Context, client *fetch.Client, board *switchboard) (port *web.Server, more []loop, err error) {
	port = web.New(web.Options{Listen: s.conf.Web.Listen, Logger: s.logger})
	for path, handler := range board.mounts {
		port.Handle(path, handler)
	}
	if s.conf.Web.PublicURL != "" {
		subscriber := feed.NewSubscriber(client, s.store, feed.SubscriberOptions{PublicURL: s.conf.Web.PublicURL, Logger: s.logger})
		port.Handle(feed.PushPath, subscriber)
		more = append(more, subscriber.Run)
	}
	return port, more, port.Open(ctx)
}

// sayWhatIsMissing tells an operator why nobody can talk to the bot yet, or
// why it has nothing to say.
func (s *service) sayWhatIsMissing(ctx context.Context) error {
	if s.conf.Telegram.Token.IsEmpty() && s.conf.Discord.Token.IsEmpty() {
		s.logger.Warn("no chat platform is connected: set telegram.token (WIREBRIEF_TELEGRAM_TOKEN) or discord.token (WIREBRIEF_DISCORD_TOKEN), or talk to the bot with 'wirebrief chat' while this service runs")
	}
	sources, err := s.store.FindSources(ctx)
	if err != nil {
		return err
	}
	if len(sources) == 0 && s.conf.Sources.Folder == "" {
		s.logger.Warn("no feeds yet: add one with 'wirebrief feed add ADDRESS', or store files with 'wirebrief import'; both work while this service runs")
	}
	if s.conf.Fetch.Contact == "" {
		s.logger.Info("set fetch.contact to a mail or page address: those who run the sites that are read can then write to you instead of blocking you", "user_agent", userAgent(""))
	}
	return nil
}
