package telegramtest

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// DefaultToken is the token of the bot unless Options name one.
const DefaultToken = "7000000001:AAtest-token_of-the-local-server-only"

// Options are what a Server may be given. The zero value works.
type Options struct {
	// Listen is "host:port"; a free port of 127.0.0.1 if empty.
	Listen string
	// Token is the one token that is let in; DefaultToken if empty. The number
	// before the colon is the id of the bot.
	Token string
	// Name and Username are those of the bot; "Wirebrief" and
	// "wirebrief_test_bot" if empty.
	Name, Username string
	// ReadsAll turns privacy mode off: the bot sees all messages of groups.
	ReadsAll bool
	// InlineFeedback makes chosen_inline_result updates, as BotFather's
	// /setinlinefeedback does.
	InlineFeedback bool
	// Limits are the rate limits; DefaultLimits if nil, none if all its fields
	// are zero.
	Limits *Limits
	// Schema checks all requests, answers and updates if not nil; see
	// Violations.
	Schema *Schema
	// Now tells the time of messages and limits; time.Now if nil. Advance adds
	// to it.
	Now func() time.Time
	// CallbackLife is how long the press of a button can be answered; 30 s if
	// zero.
	CallbackLife time.Duration
	// WebhookRetry is the time after which an update is posted again to a
	// webhook that did not take it; it doubles each time, to at most a minute.
	// 100 ms if zero.
	WebhookRetry time.Duration
	// WebhookTransport posts to webhooks, for addresses that are not those of
	// the bot's own port, such as that of a proxy before it, or certificates
	// that only the test knows. A plain one if nil.
	WebhookTransport http.RoundTripper
	// FirstUpdate is the id of the first update; some nine-digit number if
	// zero, as with a bot that has long been there.
	FirstUpdate int64
}

// A Server is a Telegram of its own: people, chats and one bot, whose program
// talks to it by the Bot API. It is safe for use by several goroutines.
type Server struct {
	o      Options
	mux    *http.ServeMux
	http   *http.Server
	url    string
	served chan struct{}
	// ctx ends with Close.
	ctx    context.Context
	cancel context.CancelFunc
	// working are the goroutines besides those of http.
	working sync.WaitGroup

	mu sync.Mutex
	// changed is closed and replaced when anything has changed that Posts or
	// the like would show.
	changed chan struct{}
	skew    time.Duration
	revoked bool
	bot     *Person
	// telegram forwards posts of channels to their discussions.
	telegram *Person
	people   map[int64]*Person
	rooms    map[int64]*Room
	// names leads from a lower-case user name to a chat id.
	names  map[string]int64
	nextID identities

	queue   queue
	webhook webhook
	presses map[string]*Press
	inlines map[string]*Typing
	inlined map[string]*stored
	files   map[string]File
	profile profile
	methods map[string]handler
	limits  Limits
	overall bucket
	floods  map[int64]time.Time
	faults  []*ordered
	report  report
	// sent counts the messages of the bot.
	sent int
}

// identities are the next free ids.
type identities struct {
	user, group, channel, press, file int64
	// message is shared by all private chats and groups, as it is there.
	message int
}

// New starts a Server on loopback. It fails if it cannot listen. The caller
// closes it.
func New(o Options) (*Server, error) {
	o.Listen = cmp.Or(o.Listen, "127.0.0.1:0")
	o.Token = cmp.Or(o.Token, DefaultToken)
	o.Name, o.Username = cmp.Or(o.Name, "Wirebrief"), cmp.Or(o.Username, "wirebrief_test_bot")
	o.CallbackLife = cmp.Or(o.CallbackLife, 30*time.Second)
	o.WebhookRetry = cmp.Or(o.WebhookRetry, 100*time.Millisecond)
	o.FirstUpdate = cmp.Or(o.FirstUpdate, firstUpdate)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Limits == nil {
		o.Limits = new(DefaultLimits())
	}
	id, err := botID(o.Token)
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", o.Listen)
	if err != nil {
		return nil, fmt.Errorf("open the Bot API server on %s: %w", o.Listen, err)
	}
	s := newServer(o, id)
	s.url = "http://" + l.Addr().String()
	s.http = &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	go func() { defer close(s.served); s.http.Serve(l) }() // ends with Close
	return s, nil
}

// firstUpdate is where update ids begin if not told otherwise.
const firstUpdate = 812_345_601

func newServer(o Options, id int64) *Server {
	s := &Server{
		o: o, mux: http.NewServeMux(), served: make(chan struct{}), changed: make(chan struct{}),
		people: map[int64]*Person{}, rooms: map[int64]*Room{}, names: map[string]int64{},
		nextID:  identities{user: 5_100_000_001, group: 4_000_000_001, channel: 1_000_002_000_000_001, press: 4_382_000_000_000_000_001, file: 1, message: 1},
		presses: map[string]*Press{}, inlines: map[string]*Typing{}, inlined: map[string]*stored{}, files: map[string]File{},
		methods: methods(), limits: *o.Limits, floods: map[int64]time.Time{},
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.queue = newQueue(o.FirstUpdate)
	s.profile = newProfile()
	s.report.calls = map[string]int{}
	s.bot = &Person{s: s, user: User{ID: id, IsBot: true, FirstName: o.Name, Username: o.Username}}
	s.people[id] = s.bot
	s.telegram = &Person{s: s, user: telegramItself}
	s.names[strings.ToLower(o.Username)] = id
	return s
}

// botID returns the id that a token begins with.
func botID(token string) (int64, error) {
	number, secret, ok := strings.Cut(token, ":")
	id, err := strconv.ParseInt(number, 10, 64)
	if !ok || err != nil || id <= 0 || secret == "" {
		return 0, fmt.Errorf("the token of the bot must be a number, a colon and a secret, such as that of DefaultToken")
	}
	return id, nil
}

// URL is where the Server listens, such as http://127.0.0.1:4711, without a
// slash at its end. The API is at URL/bot<TOKEN>/<method>.
func (s *Server) URL() string { return s.url }

// Endpoint is URL in the form that telegram-bot-api takes: with %s for the
// token and for the method.
func (s *Server) Endpoint() string { return s.url + "/bot%s/%s" }

// Token is the token that is let in.
func (s *Server) Token() string { return s.o.Token }

// Bot is the bot as a Person, for Room.Add, Kick, Promote and the like. It
// cannot say anything this way.
func (s *Server) Bot() *Person { return s.bot }

// Handle serves something else under a pattern of http.ServeMux, for all
// addresses but those that begin with /bot and /file/bot.
func (s *Server) Handle(pattern string, h http.Handler) { s.mux.Handle(pattern, h) }

// Close ends the server and waits for what it does. Requests under way lose
// their connection.
func (s *Server) Close() {
	s.cancel()
	s.http.Close()
	<-s.served
	s.working.Wait()
}

// now is the time here. It is called with mu held.
func (s *Server) now() time.Time { return s.o.Now().Add(s.skew) }

// Advance sets the clock of the server forward, so that messages grow old and
// limits pass.
func (s *Server) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.skew += d
	s.touch()
}

// Revoke makes the token invalid, as BotFather's /revoke does: each call is
// answered 401 from then on. Restore undoes it.
func (s *Server) Revoke() { s.setRevoked(true) }

// Restore makes the token valid again.
func (s *Server) Restore() { s.setRevoked(false) }

func (s *Server) setRevoked(revoked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revoked = revoked
	s.touch()
}

// touch wakes all that wait for a change. It is called with mu held.
func (s *Server) touch() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// calm is how long Wait lets changes gather before it looks again.
const calm = time.Millisecond

// Wait waits until ok returns true, and looks whenever something has changed.
// It returns false if it did not within the time. ok may call methods of Server
// and Room.
func (s *Server) Wait(within time.Duration, ok func() bool) bool {
	timer := time.NewTimer(within)
	defer timer.Stop()
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if ok() {
			return true
		}
		select {
		case <-changed:
			time.Sleep(calm)
		case <-timer.C:
			return ok()
		case <-s.ctx.Done():
			return ok()
		}
	}
}
