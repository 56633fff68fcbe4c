package discord

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"wirebrief/bot"
)

// A ticket is what Discord needs to let a connection go on where one before has
// ended, with all that happened meanwhile. The zero value is none.
type ticket struct {
	session string
	// url is where to go on, "" for the address that all connections begin at.
	url string
	// seq is the number of the last event that was taken.
	seq int64
	// tries is how often it was used without success.
	tries int
}

// maxTicketTries is how often it is tried to go on with a ticket at one address.
const maxTicketTries = 3

// An ending is how a connection ended.
type ending struct {
	// reached tells that the gateway was reached, and upFor for how long the
	// bot was heard.
	reached bool
	upFor   time.Duration
	// counted tells that the connection counts as one that identifies itself,
	// also if it never came to that.
	counted bool
	// code is that with which the gateway closed the connection, 0 if it did
	// not.
	code int
	// asked tells that the gateway asked to connect again, invalid that it
	// knows no such session, and lost that the ticket is worth nothing.
	asked, invalid, lost bool
	// err says what happened, for the log.
	err error
}

// The codes with which the gateway closes a connection.
const (
	closedToken      = 4004
	closedUnknown    = 4003
	closedSequence   = 4007
	closedTimeout    = 4009
	closedShard      = 4010
	closedMoreShards = 4011
	closedVersion    = 4012
	closedIntents    = 4013
	closedPrivileged = 4014
)

// Steps are called while a connection is made.
type steps struct {
	// identified is called when the bot has identified itself, and up when it
	// is heard.
	identified func()
	up         func(resumed bool)
}

// A supervisor keeps one connection to the gateway until Discord refuses it for
// good. It goes on with the ticket of the connection before where it can, and
// waits longer after each loss until one has held for a while: a bot that
// connects anew too often loses its token.
type supervisor struct {
	shard int
	// connect makes a connection and stays with it until it ends. With a
	// ticket it goes on with that, without it identifies itself at url. It
	// keeps the ticket up to date.
	connect func(ctx context.Context, url string, t *ticket, tell steps) ending
	// identify waits for the turn to identify itself; it returns the address
	// of the gateway, and what to call then.
	identify func(ctx context.Context, shard int) (url string, done func(), err error)
	// address is that of the gateway.
	address func(ctx context.Context) (url string, err error)
	// refuse is the error of a code that is final, nil if it is none.
	refuse func(code int) error
	// ready is called when the bot has identified itself.
	ready  func()
	waits  waits
	logger *slog.Logger

	ticket  ticket
	backoff backoff
	said    time.Time
}

func (g *shards) supervisor(shard int) *supervisor {
	a := g.a
	s := &supervisor{shard: shard, identify: g.turns.turn, address: a.address, refuse: a.refusedWith, ready: func() {}, waits: a.waits, logger: a.o.Logger}
	s.connect = func(ctx context.Context, url string, t *ticket, tell steps) ending {
		return g.converse(ctx, shard, url, t, tell)
	}
	if shard == 0 {
		s.ready = func() {
			select {
			case g.ready <- struct{}{}:
			default: // it is being told
			}
		}
	}
	s.backoff = backoff{first: s.waits.first, last: s.waits.last}
	return s
}

// run keeps the connection until ctx ends, when it returns nil, or until the
// gateway refuses it for good.
func (s *supervisor) run(ctx context.Context) error {
	for {
		end := s.once(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err := s.refuse(end.code); err != nil {
			return err
		}
		if err := sleep(ctx, s.learn(end)); err != nil {
			return nil
		}
	}
}

// once makes one connection.
func (s *supervisor) once(ctx context.Context) ending {
	url, identified := s.ticket.url, func() {}
	var err error
	switch {
	case s.ticket.session == "":
		url, identified, err = s.identify(ctx, s.shard)
	case url == "":
		url, err = s.address(ctx)
	}
	if err != nil {
		return ending{err: err}
	}
	defer identified()
	s.ticket.tries++
	fresh := s.ticket.session == ""
	end := s.connect(ctx, url, &s.ticket, steps{identified: identified, up: s.up})
	end.counted = fresh
	return end
}

// up notes that the bot is heard.
func (s *supervisor) up(resumed bool) {
	s.ticket.tries = 0
	if s.backoff.tries > 1 || !s.said.IsZero() {
		s.logger.Info("the connection to discord is there again", "platform", Platform, "shard", s.shard, "after_failures", s.backoff.tries, "missed_nothing", resumed)
	}
	s.said = time.Time{}
	if !resumed {
		s.ready()
	}
}

// learn draws the conclusions from how a connection ended, and returns how long
// to wait.
func (s *supervisor) learn(end ending) time.Duration {
	switch {
	case end.lost, lostWith(end.code), s.ticket.tries >= maxTicketTries && s.ticket.url == "":
		s.ticket = ticket{}
	case s.ticket.tries >= maxTicketTries:
		// Where it was to be used may be no more; or there is no network, then
		// it keeps until the address of the gateway can be asked for.
		s.ticket.url, s.ticket.tries = "", 0
	}
	if end.upFor >= s.waits.stable {
		s.backoff.tries = 0
	}
	pause := s.backoff.next()
	if !end.reached && !end.counted {
		pause = min(pause, s.waits.lastUnreached)
	}
	var f *failure
	if errors.As(end.err, &f) {
		pause = max(pause, f.RetryAfter)
	}
	if end.invalid {
		pause = max(pause, s.waits.invalid+time.Duration(rand.Int64N(int64(s.waits.invalidMore)+1)))
	}
	s.tell(end, pause)
	return pause
}

// tell logs a loss: the first one, which is daily business, quietly.
func (s *supervisor) tell(end ending, pause time.Duration) {
	level, now := slog.LevelDebug, time.Now()
	if s.backoff.tries > 2 && now.Sub(s.said) >= sayAgain {
		level, s.said = slog.LevelWarn, now
	}
	s.logger.Log(context.Background(), level, "the connection to discord was lost; it is made again", "platform", Platform, "shard", s.shard, "code", end.code, "asked", end.asked, "again_in", pause, "err", end.err)
}

// lostWith reports whether the gateway knows the session no more after a code.
func lostWith(code int) bool {
	return code == closedUnknown || code == closedSequence || code == closedTimeout
}

// refusedWith is the error of a code after which connecting again is in vain,
// nil for the others.
func (a *Adapter) refusedWith(code int) error {
	var why string
	switch code {
	case closedToken:
		f := &failure{Status: 401, Message: "the gateway refuses the token", route: "the gateway"}
		a.client.gate.refuse(f)
		return tokenRefused(f)
	case closedShard:
		why = "the number of connections is wrong: set discord.shards to 0, and start again"
	case closedMoreShards:
		if a.o.Shards == 0 { // the bot has come to more servers: ask for advice again
			return errors.New("discord asks for more connections")
		}
		why = "the bot is in so many servers that it needs more connections: set discord.shards to 0, for as many as Discord advises, and start again"
	case closedVersion:
		why = "this program speaks a version of the gateway that Discord has ended: install a newer one"
	case closedIntents, closedPrivileged:
		why = "the application may not hear what every bot may: look at the Bot page of the application, and report it"
	default:
		return nil
	}
	return fmt.Errorf("discord: %w: %s (the gateway closes with %d)", bot.ErrRefused, why, code)
}
