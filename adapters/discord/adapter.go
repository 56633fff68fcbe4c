package discord

import (
	"cmp"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"time"

	"wirebrief/bot"
)

// Platform is the name of Discord in every bot.ChatRef.
const Platform bot.Platform = "discord"

// DefaultBaseURL is where Discord's API is.
const DefaultBaseURL = "https://discord.com/api/v10"

// InteractionsPath is where an Adapter is mounted that Discord sends
// interactions to.
const InteractionsPath = "/discord/interactions"

// Options are what an Adapter needs. Token, Inbox, Desk and Budget must be set.
type Options struct {
	// Token is that of the application's bot. It appears in no error and no
	// log.
	Token string
	// BaseURL is that of the API with its version, DefaultBaseURL by default.
	BaseURL string
	Inbox   bot.Inbox
	Desk    bot.Desk
	// Budget counts how often the bot has identified itself: a thousand times
	// a day, and Discord resets the token.
	Budget bot.Budget
	// Pacing is shared with the courier; one of Pace by default.
	Pacing *bot.Pacing
	// PublicKey, if not "", is the application's Ed25519 key in hexadecimal:
	// then interactions come as requests to ServeHTTP, and there is no gateway.
	PublicKey string
	// Shards is into how many connections the guilds are divided, 0 for as many
	// as the gateway advises.
	Shards int
	// Crosspost publishes what is sent to announcement channels to the servers
	// that follow them.
	Crosspost bool
	// Ready is told who the bot is each time that it was connected; nil leaves
	// that out.
	Ready func(Account)
	// Logger hears of the connection and of what was refused; it never hears
	// what people write, nor the token. Silent by default.
	Logger *slog.Logger
	// Now tells the time; time.Now by default.
	Now func() time.Time
	// Timeout bounds each request, 15 s by default.
	Timeout time.Duration
}

// An Account is the bot as Discord knows it.
type Account struct {
	// Name is its user name.
	Name string
	// Invite is the address that brings it to a server, Install the one by which
	// a person has it for themselves; "" if its application does not allow that.
	Invite, Install string
}

// An Adapter is a bot.ChatAdapter for Discord. Its methods may be called from
// several goroutines, also before Run.
type Adapter struct {
	o      Options
	client *client
	pacing *bot.Pacing
	// key checks the requests that Discord makes to ServeHTTP, nil if there is
	// a gateway.
	key ed25519.PublicKey
	// me is what Discord told of the bot, nil before the first connection.
	me    atomic.Pointer[me]
	waits waits
	// rival is for the warning that somebody else has the token, and clock for
	// that the time is another here than at Discord.
	rival, clock hourly
	// inbound takes what Discord tells while the adapter runs.
	inbound inbound
	// completions are as many as may be answered at once.
	completions chan struct{}
	// out is what is remembered of where messages go, see send.go.
	out outgoing
}

// hearsMessages reports whether what people write in direct messages arrives:
// over HTTP nothing but interactions does.
func (a *Adapter) hearsMessages() bool { return a.key == nil }

// me is the bot's own account and application.
type me struct {
	application, user snowflake
	name              string
	// personal tells that people can add it to themselves.
	personal bool
}

var (
	_ bot.ChatAdapter = (*Adapter)(nil)
	_ bot.Pacer       = (*Adapter)(nil)
)

const defaultTimeout = 15 * time.Second

// New returns an Adapter. It does no I/O. The error says which option is wrong
// and what to do, and never shows the token.
func New(o Options) (*Adapter, error) {
	o.BaseURL = strings.TrimRight(cmp.Or(o.BaseURL, DefaultBaseURL), "/")
	if err := o.check(); err != nil {
		return nil, err
	}
	key, err := publicKey(o.PublicKey)
	if err != nil {
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
		o.Ready = func(Account) {}
	}
	o.Timeout = cmp.Or(max(o.Timeout, 0), defaultTimeout)
	a := &Adapter{o: o, key: key, pacing: o.Pacing, waits: usualWaits(), completions: make(chan struct{}, maxCompletions)}
	if a.pacing == nil {
		a.pacing = bot.NewPacing(a.Pace())
	}
	a.client = newClient(o)
	return a, nil
}

// tokenForm is that of all tokens: three parts of base64.
var tokenForm = regexp.MustCompile(`^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$`)

func (o Options) check() error {
	switch u, err := url.Parse(o.BaseURL); {
	case !tokenForm.MatchString(o.Token):
		return errors.New("the discord token is not of the form AbC.dEf.gHi, three parts with dots between: copy it again from the Bot page of the application, without the word Bot before it")
	case o.Inbox == nil || o.Desk == nil || o.Budget == nil:
		return errors.New("a discord adapter needs an inbox, a desk and a budget")
	case o.Shards < 0:
		return errors.New("the number of discord connections is negative: use 0 for as many as Discord advises")
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return fmt.Errorf("the address of Discord's API is no address of a site: write it as %s, without user, password and parameters", DefaultBaseURL)
	}
	return nil
}

// publicKey reads the key of an application; "" is none.
func publicKey(text string) (ed25519.PublicKey, error) {
	if text == "" {
		return nil, nil
	}
	key, err := hex.DecodeString(text)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return nil, errors.New("the discord public key is not of 64 hexadecimal digits: copy it again from the General Information page of the application")
	}
	return key, nil
}

// Pace implements bot.Pacer: 50 requests a second over all. What a channel may
// have is in the headers of its answers, see limits.go.
func (a *Adapter) Pace() bot.Pace { return bot.Pace{PerSecond: 50, Burst: 1} }

// Platform implements bot.ChatAdapter.
func (a *Adapter) Platform() bot.Platform { return Platform }

// application is the id of the application, 0 before the first connection.
func (a *Adapter) application() snowflake {
	if m := a.me.Load(); m != nil {
		return m.application
	}
	return 0
}

// botID is the id of the bot's user, 0 before the first connection.
func (a *Adapter) botID() snowflake {
	if m := a.me.Load(); m != nil {
		return m.user
	}
	return 0
}
