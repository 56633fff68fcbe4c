package telegram

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"regexp"
	"sync"
	"sync/atomic"
	"time"

	"wirebrief/bot"
)

// Platform is the name of Telegram in every bot.ChatRef.
const Platform bot.Platform = "telegram"

// Options are what an Adapter needs. Token, Inbox and Desk must be set.
type Options struct {
	// Token is what @BotFather gave. It appears in no error and no log.
	Token string
	// BaseURL is that of the Bot API server, "https://api.telegram.org" by
	// default; operators may run a server of their own.
	BaseURL string
	Inbox   bot.Inbox
	Desk    bot.Desk
	// Pacing is shared with the courier; one of Pace by default.
	Pacing *bot.Pacing
	// Webhook, if its URL is not "", asks Telegram to push updates instead of
	// being polled.
	Webhook Webhook
	// Ready is told the name of the bot, without "@", each time that the
	// connection was made; nil leaves that out.
	Ready func(name string)
	// Logger hears of the connection and of what was refused; it never hears
	// what people write, nor the token. Silent by default.
	Logger *slog.Logger
	// Now tells the time; time.Now by default.
	Now func() time.Time
	// PollTimeout is how long one poll waits for updates, 50 s by default,
	// which is the longest that Telegram allows; CallTimeout bounds any other
	// request, 30 s by default.
	PollTimeout, CallTimeout time.Duration
}

// An Adapter is a bot.ChatAdapter for Telegram; besides, it is a bot.Editor, a
// bot.Pacer and a bot.RightsChecker. Its methods may be called from several
// goroutines, also before Run.
type Adapter struct {
	o      Options
	client *client
	pacing *bot.Pacing
	admins *admins
	// me is what getMe told, nil before the first connection.
	me atomic.Pointer[me]
	// floods and lost remember what was refused, see sendError, and plainTimes
	// that the server knows no tag for times.
	floods     floods
	lost       lostTopics
	plainTimes atomic.Bool
	waits      waits
	// at holds the one who answers updates, nil outside Run; storing an update
	// and handing it over happens under its lock, so that none is stored and
	// seen by nobody.
	at struct {
		sync.RWMutex
		work *bot.Dispatcher[*update]
	}
}

// me is the bot's own account.
type me struct {
	id   int64
	name string // without "@"
}

var (
	_ bot.ChatAdapter   = (*Adapter)(nil)
	_ bot.Editor        = (*Adapter)(nil)
	_ bot.Pacer         = (*Adapter)(nil)
	_ bot.RightsChecker = (*Adapter)(nil)
	_ bot.PrivateFinder = (*Adapter)(nil)
)

// DefaultBaseURL is where Telegram's own Bot API server is.
const DefaultBaseURL = "https://api.telegram.org"

const (
	defaultPollTimeout = 50 * time.Second
	defaultCallTimeout = 30 * time.Second
)

// New returns an Adapter. It does no I/O. The error says which option is wrong
// and what to do, and never shows the token.
func New(o Options) (*Adapter, error) {
	o.BaseURL = cmp.Or(o.BaseURL, DefaultBaseURL)
	if err := o.check(); err != nil {
		return nil, err
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	o.Logger = slog.New(&redactor{Handler: o.Logger.Handler(), token: o.Token})
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Ready == nil {
		o.Ready = func(string) {}
	}
	o.PollTimeout = min(max(cmp.Or(o.PollTimeout, defaultPollTimeout), time.Second), defaultPollTimeout)
	o.CallTimeout = max(cmp.Or(o.CallTimeout, defaultCallTimeout), 0)
	o.Webhook.Secret = cmp.Or(o.Webhook.Secret, webhookSecret(o.Token))
	a := &Adapter{o: o, client: newClient(o.Token, o.BaseURL, o.CallTimeout), pacing: o.Pacing, waits: usualWaits()}
	if a.pacing == nil {
		a.pacing = bot.NewPacing(a.Pace())
	}
	a.admins = newAdmins(a.client, o.Now)
	return a, nil
}

// tokenForm is that of all tokens; nothing else may stand in an address.
var tokenForm = regexp.MustCompile(`^[0-9]+:[A-Za-z0-9_-]+$`)

func (o Options) check() error {
	if !tokenForm.MatchString(o.Token) {
		return errors.New("the telegram token is not of the form 123456789:AbC-dEf_…: copy it again from @BotFather")
	}
	if o.Inbox == nil || o.Desk == nil {
		return errors.New("a telegram adapter needs an inbox and a desk")
	}
	u, err := url.Parse(o.BaseURL)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("the address of the Bot API server is no address of a site: write it as %s, without user, password and parameters", DefaultBaseURL)
	}
	return o.Webhook.check(o.BaseURL)
}

// Platform implements bot.ChatAdapter.
func (a *Adapter) Platform() bot.Platform { return Platform }

// name is the bot's name without "@", "" before the first connection.
func (a *Adapter) name() string {
	if m := a.me.Load(); m != nil {
		return m.name
	}
	return ""
}

// Run implements bot.ChatAdapter: it connects, then polls for updates, or has
// them pushed to ServeHTTP. Without a network it tries until there is one. It
// returns nil when ctx ended; an error means that Telegram refuses the token, or
// that the inbox could not be read. An Adapter runs once at a time, and may run
// again.
func (a *Adapter) Run(ctx context.Context, h bot.Handler) error {
	defer a.client.close()
	err := a.connect(ctx)
	if err == nil {
		err = a.serve(ctx, h)
	}
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// serve hears and answers until ctx ends or the token is refused.
func (a *Adapter) serve(ctx context.Context, h bot.Handler) error {
	ctx, stop := context.WithCancel(ctx)
	var rest sync.WaitGroup
	defer rest.Wait()
	defer stop()
	work, err := a.open(ctx, h)
	if err != nil {
		return err
	}
	defer a.close(work)
	defer stop() // before close, which waits for those who answer
	rest.Go(func() {
		switch err := a.syncMenu(ctx); {
		case err == nil:
			a.o.Logger.Debug("the menu of commands is up to date", "platform", Platform)
		case ctx.Err() == nil:
			a.o.Logger.Warn("the menu of commands is not up to date in telegram; the next start tries again", "platform", Platform, "err", err)
		}
	})
	if a.o.Webhook.URL != "" {
		return a.keepWebhook(ctx)
	}
	return a.poll(ctx, work)
}

// open makes the one who answers updates, beginning with those that a process
// before has left.
func (a *Adapter) open(ctx context.Context, h bot.Handler) (*bot.Dispatcher[*update], error) {
	a.at.Lock()
	defer a.at.Unlock()
	if a.at.work != nil {
		return nil, errors.New("the telegram adapter runs already")
	}
	work := a.dispatcher(ctx, func(ctx context.Context, u *update) error { return a.answerWhole(ctx, h, u) })
	left, err := a.leftover(ctx)
	if err != nil {
		work.Close()
		return nil, fmt.Errorf("look for telegram updates without an answer: %w", err)
	}
	if len(left) > 0 {
		a.o.Logger.Info("telegram updates of before the start are answered first", "platform", Platform, "count", len(left))
	}
	work.Add(left)
	a.at.work = work
	return work, nil
}

// An event is an update that waits for its answer.
type event = bot.LaneEvent[*update]

func (a *Adapter) dispatcher(ctx context.Context, answer func(context.Context, *update) error) *bot.Dispatcher[*update] {
	return bot.NewDispatcher(ctx, bot.DispatcherOptions[*update]{Platform: Platform, Inbox: a.o.Inbox, Logger: a.o.Logger, Read: readKept, Answer: answer})
}

// answerWhole answers an update. It fails, too, if the end of ctx came between
// the handler and what it had to say: then the update has no answer yet.
func (a *Adapter) answerWhole(ctx context.Context, h bot.Handler, u *update) error {
	var cut atomic.Bool
	err := a.handle(ctx, func(ctx context.Context, c bot.Command) (bot.Reply, error) {
		reply, err := h(ctx, c)
		cut.Store(err != nil && ctx.Err() != nil)
		return reply, err
	}, u)
	if err == nil && cut.Load() {
		err = ctx.Err()
	}
	return err
}

// close waits for those who answer updates.
func (a *Adapter) close(work *bot.Dispatcher[*update]) {
	a.at.Lock()
	a.at.work = nil
	a.at.Unlock()
	work.Close()
}
