package discordtest

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// DefaultToken is the token of the bot unless Options name one. It is shaped
// as a real one, whose parts are the id of the bot, a time and a secret.
const DefaultToken = "MTExMTExMTExMTExMTExMTExMQ.GTest0.local-server-only_no-secret-behind-it"

// Options are what a Server may be given. The zero value works.
type Options struct {
	// Listen is "host:port"; a free port of 127.0.0.1 if empty.
	Listen string
	// Token is the one token that is let in; DefaultToken if empty.
	Token string
	// Name and Username are those of the bot; "Wirebrief" and "wirebrief" if
	// empty.
	Name, Username string
	// Limits are those of rate; DefaultLimits if nil, none if all its fields
	// are zero.
	Limits *Limits
	// NonceLife is how long a repeated nonce returns the first message; 5
	// minutes if zero.
	NonceLife time.Duration
	// AnswerTime is how long the first answer to an interaction may take; 3 s if
	// zero.
	AnswerTime time.Duration
	// LateAnswer and LateEdit are the codes by which an answer after AnswerTime and an
	// edit after 15 minutes are refused; 10062 and 50027 if zero. What Discord
	// does is not documented.
	LateAnswer, LateEdit int
	// Keep is how many messages each room and how many interactions the server
	// remember, for tests that would make too many; all if zero.
	Keep int
	// Schema checks all requests and answers if not nil; see Violations.
	Schema *Schema
	// Now tells the time of messages and limits; time.Now if nil. Advance adds
	// to it.
	Now func() time.Time
	// Gateway are the settings of the gateway.
	Gateway GatewayOptions
}

// A Server is a Discord of its own: people, guilds and one bot, whose program
// talks to it by REST and the gateway. It is safe for use by several
// goroutines.
type Server struct {
	o      Options
	api    *http.ServeMux
	mux    *http.ServeMux
	http   *http.Server
	host   string
	key    ed25519.PrivateKey
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
	// waking is nil if the time is that of Options.Now, which stands still when
	// the test wants it to.
	waking  *wakingClock
	revoked bool
	lastID  ID
	app     ID
	bot     *Person
	people  map[ID]*Person
	guilds  map[ID]*Guild
	rooms   map[ID]*Room
	// homes and places are guilds and rooms in the order in which they came.
	homes  []*Guild
	places []*Room

	nonces   map[string]nonceUse
	uploads  map[ID]File
	commands commandStore
	limits   Limits
	buckets  map[string]*bucket
	overall  bucket
	// banned is until when nothing is let through; invalid are the times of
	// invalid requests, opened those at which direct messages were opened.
	banned          time.Time
	invalid, opened []time.Time
	faults          []*ordered
	report          report
	// sent counts the messages of the bot.
	sent int

	gateway      gateway
	endpoint     endpoint
	interactions map[ID]*interaction
	byToken      map[string]*interaction
	// recent are those of interactions, oldest first.
	recent []*interaction
	// alter changes the next interaction, see Alter.
	alter func(fields map[string]any)
}

// New starts a Server on loopback. It fails if it cannot listen. The caller
// closes it.
func New(o Options) (*Server, error) {
	o.Listen = cmp.Or(o.Listen, "127.0.0.1:0")
	o.Token = cmp.Or(o.Token, DefaultToken)
	o.Name, o.Username = cmp.Or(o.Name, "Wirebrief"), cmp.Or(o.Username, "wirebrief")
	o.AnswerTime = cmp.Or(o.AnswerTime, answerTime)
	o.NonceLife = cmp.Or(o.NonceLife, 5*time.Minute)
	o.LateAnswer, o.LateEdit = cmp.Or(o.LateAnswer, 10062), cmp.Or(o.LateEdit, 50027)
	var waking *wakingClock
	if o.Now == nil {
		o.Now, waking = time.Now, &wakingClock{last: time.Now()}
	}
	if o.Limits == nil {
		o.Limits = new(DefaultLimits())
	}
	l, err := net.Listen("tcp", o.Listen)
	if err != nil {
		return nil, fmt.Errorf("open the Discord server on %s: %w", o.Listen, err)
	}
	s := newServer(o)
	s.host = l.Addr().String()
	if s.waking = waking; waking != nil {
		s.working.Go(func() { waking.run(s.ctx) })
	}
	s.http = &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	go func() { defer close(s.served); s.http.Serve(l) }() // ends with Close
	return s, nil
}

func newServer(o Options) *Server {
	s := &Server{
		o: o, mux: http.NewServeMux(), served: make(chan struct{}), changed: make(chan struct{}),
		people: map[ID]*Person{}, guilds: map[ID]*Guild{}, rooms: map[ID]*Room{},
		nonces: map[string]nonceUse{}, uploads: map[ID]File{}, limits: *o.Limits, buckets: map[string]*bucket{},
		interactions: map[ID]*interaction{}, byToken: map[string]*interaction{},
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	// The key is the same in each run, so that addresses in tests are, too.
	s.key = ed25519.NewKeyFromSeed([]byte("discordtest: no secret at all..."))
	s.report.calls = map[string]int{}
	s.app = tokenID(o.Token)
	s.bot = &Person{s: s, user: User{ID: s.app, Username: o.Username, GlobalName: Nullable(o.Name), Discriminator: "0", Bot: true}}
	s.people[s.app] = s.bot
	s.gateway = newGateway(s)
	s.endpoint.client = &http.Client{Transport: &http.Transport{}}
	s.routes()
	return s
}

// tokenID is the id of the bot, which a token begins with, or some id if it
// does not.
func tokenID(token string) ID {
	first, _, _ := strings.Cut(token, ".")
	if decoded, err := base64.RawStdEncoding.DecodeString(first); err == nil {
		if id := ParseID(string(decoded)); id != 0 {
			return id
		}
	}
	return 1_111_111_111_111_111_111
}

// URL is the address of the API with its version, such as
// http://127.0.0.1:4711/api/v10, without a slash at its end.
func (s *Server) URL() string { return s.Root() + "/api/v10" }

// Root is where the Server listens, such as http://127.0.0.1:4711.
func (s *Server) Root() string { return "http://" + s.host }

// Token is the token that is let in.
func (s *Server) Token() string { return s.o.Token }

// PublicKey is the Ed25519 key in hexadecimal by which requests to an
// interactions endpoint are signed.
func (s *Server) PublicKey() string {
	return hex.EncodeToString(s.key.Public().(ed25519.PublicKey))
}

// Bot is the bot as a Person, for Guild.Grant, Room.Deny and the like. It
// cannot say anything this way.
func (s *Server) Bot() *Person { return s.bot }

// ApplicationID is the id of the application, which is also that of its bot.
func (s *Server) ApplicationID() ID { return s.app }

// Handle serves something else under a pattern of http.ServeMux, for all
// addresses but those that begin with /api/.
func (s *Server) Handle(pattern string, h http.Handler) { s.mux.Handle(pattern, h) }

// ServeHTTP answers the API under /api/ and what was mounted by Handle.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/api/") {
		s.serveAPI(w, r)
		return
	}
	s.mux.ServeHTTP(w, r)
}

// Close ends the server and waits for what it does. Requests under way lose
// their connection.
func (s *Server) Close() {
	s.cancel()
	s.closeGateway()
	s.http.Close()
	<-s.served
	s.working.Wait()
	s.endpoint.client.CloseIdleConnections()
}

// now is the time here. It is called with mu held.
func (s *Server) now() time.Time { return s.o.Now().Add(s.skew) }

// newID gives a snowflake of now, which is greater than all before it. It is
// called with mu held.
func (s *Server) newID() ID {
	id := ID(max(0, s.now().UnixMilli()-epoch)) << 22
	s.lastID = max(s.lastID+1, id)
	return s.lastID
}

// Advance sets the clock of the server forward, so that interactions and
// nonces grow old and limits pass.
func (s *Server) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.skew += d
	s.touch()
}

// Revoke makes the token invalid, as a reset of it does: each call that needs
// it is answered 401 from then on. Restore undoes it.
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
