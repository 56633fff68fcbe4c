package feed

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"wirebrief/adapters/fetch"
	"wirebrief/bot"
)

// PushPath is where a Subscriber is to be mounted below the public address;
// the id of a source follows.
const PushPath = "/websub/"

const (
	// pushLease is the lease that is asked for; hubs may give another.
	pushLease = 10 * 24 * time.Hour
	// leastLease and mostLease bound what is believed of a hub's lease.
	leastLease, mostLease = 5 * time.Minute, 30 * 24 * time.Hour
	// renewAhead is how long before its end a subscription is renewed, if it
	// is that long at all.
	renewAhead = 24 * time.Hour
	// pauseAsked, pauseFailed and pauseDenied are how long a hub is left in
	// peace after it was asked, did not answer, or said no.
	pauseAsked, pauseFailed, pauseDenied = time.Hour, 6 * time.Hour, 24 * time.Hour
	// maxPush bounds a push; it is hashed as it comes and not kept.
	maxPush = 16 << 20
	// renewRound is how often Run looks, and renewBatch how many it asks for
	// in one go.
	renewRound, renewBatch = time.Minute, 50
)

// SubscriberOptions are what a Subscriber may be given besides its ports.
type SubscriberOptions struct {
	// PublicURL is the https address under which the program is reachable
	// from outside; PushPath is below it.
	PublicURL string
	// OnPush, if not nil, is called when the hub of a source pushed something
	// and the store has noted that the source is due. It must not block.
	OnPush func(source int64)
	// Now is the clock; time.Now by default.
	Now func() time.Time
	// Logger hears of hubs that refuse. Silent by default.
	Logger *slog.Logger
}

// A Subscriber subscribes to sources at their WebSub hubs
// (https://www.w3.org/TR/websub/) and is the http.Handler at PushPath that
// hubs speak to. What a hub pushes is not read: a push whose signature is right
// makes the source due, and the poll fetches it from where it always does. So
// nobody can slip in articles here, and nothing is lost with a push.
type Subscriber struct {
	client *fetch.Client
	store  bot.HubStore
	o      SubscriberOptions

	mu sync.Mutex
	// rest holds until when a hub is not asked for a source.
	rest map[int64]time.Time
}

// NewSubscriber returns a Subscriber. It does no I/O.
func NewSubscriber(client *fetch.Client, store bot.HubStore, o SubscriberOptions) *Subscriber {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	o.PublicURL = strings.TrimSuffix(o.PublicURL, "/")
	return &Subscriber{client: client, store: store, o: o, rest: make(map[int64]time.Time)}
}

// Run subscribes and renews until ctx ends. It returns nil.
func (s *Subscriber) Run(ctx context.Context) error {
	ticker := time.NewTicker(renewRound)
	defer ticker.Stop()
	for {
		if err := s.Renew(ctx); err != nil && ctx.Err() == nil {
			s.o.Logger.Warn("subscriptions for pushes were not renewed; trying again", "err", err)
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return nil
		}
	}
}

// Renew asks the hubs of all sources that are not subscribed, or whose lease
// is about to end. A hub that does not do as asked is logged and left in peace
// for a while; the error is one of the store.
func (s *Subscriber) Renew(ctx context.Context) error {
	for ctx.Err() == nil {
		list, err := s.store.FindHubSources(ctx, s.o.Now().Add(renewAhead), s.resting(), renewBatch)
		if err != nil {
			return fmt.Errorf("find sources with hubs: %w", err)
		}
		for _, source := range list {
			pause := pauseAsked
			if err := s.Subscribe(ctx, source); err != nil {
				pause = pauseFailed
				s.o.Logger.Warn("no pushes from a hub; the source is polled instead", "source", source.ID, "err", err)
			}
			s.pause(source.ID, pause)
		}
		if len(list) < renewBatch {
			break
		}
	}
	return nil
}

// resting returns the sources whose hubs are left in peace.
func (s *Subscriber) resting() []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ids []int64
	now := s.o.Now()
	for id, until := range s.rest {
		if until.After(now) {
			ids = append(ids, id)
		} else {
			delete(s.rest, id)
		}
	}
	return ids
}

func (s *Subscriber) pause(id int64, d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if until := s.o.Now().Add(d); until.After(s.rest[id]) {
		s.rest[id] = until
	}
}

// Subscribe asks the hub of source for pushes of its topic, or to go on with
// them. The hub answers later, to ServeHTTP. The secret is stored before the
// hub is asked, because some answer before they reply.
func (s *Subscriber) Subscribe(ctx context.Context, source bot.Source) error {
	if source.Hub == "" || source.HubTopic == "" {
		return fmt.Errorf("subscribe to source %d: it names no hub", source.ID)
	}
	secret := source.HubSecret
	if secret == "" {
		secret = newSecret()
		if err := s.store.UpdateHub(ctx, source.ID, bot.HubChange{Secret: secret}); err != nil {
			return fmt.Errorf("keep the secret of source %d: %w", source.ID, err)
		}
	}
	form := url.Values{
		"hub.mode":          {"subscribe"},
		"hub.topic":         {source.HubTopic},
		"hub.callback":      {s.o.PublicURL + PushPath + strconv.FormatInt(source.ID, 10)},
		"hub.lease_seconds": {strconv.Itoa(int(pushLease.Seconds()))},
	}
	form.Set("hub.secret", secret)
	if _, err := s.client.Fetch(ctx, fetch.Request{URL: secureHub(source.Hub), Form: form}); err != nil {
		return fmt.Errorf("ask the hub of source %d: %w", source.ID, err)
	}
	return nil
}

// secureHub is the https form of a hub's address: the secret goes only where
// nobody can listen, and many feeds name with http a hub that speaks both. A
// hub on this machine needs none.
func secureHub(address string) string {
	u, err := url.Parse(address)
	if err != nil || !strings.EqualFold(u.Scheme, "http") || u.Hostname() == "127.0.0.1" || u.Hostname() == "::1" || u.Hostname() == "localhost" {
		return address
	}
	u.Scheme = "https"
	return u.String()
}

// newSecret returns 256 random bits; the limit of the protocol is 200 bytes.
func newSecret() string {
	b := make([]byte, 32)
	rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

// ServeHTTP implements http.Handler for hubs: GET verifies what was asked, or
// denies it; POST pushes.
func (s *Subscriber) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseInt(strings.TrimPrefix(r.URL.Path, PushPath), 10, 64)
	if err != nil || id <= 0 || !strings.HasPrefix(r.URL.Path, PushPath) {
		http.NotFound(w, r)
		return
	}
	source, err := s.store.FindSource(r.Context(), id)
	switch {
	case errors.Is(err, bot.ErrNotFound):
		// 410 tells a hub that it may end the subscription.
		http.Error(w, "no such source", http.StatusGone)
		return
	case err != nil:
		s.o.Logger.Error("a hub could not be answered", "source", id, "err", err)
		http.Error(w, "try again later", http.StatusServiceUnavailable)
		return
	}
	switch r.Method {
	case http.MethodGet:
		s.verify(w, r, source)
	case http.MethodPost:
		s.push(w, r, source)
	default:
		w.Header().Set("Allow", "GET, POST")
		http.Error(w, "GET and POST only", http.StatusMethodNotAllowed)
	}
}

// verify confirms the subscription that was asked for, and no other.
func (s *Subscriber) verify(w http.ResponseWriter, r *http.Request, source bot.Source) {
	q := r.URL.Query()
	asked := source.HubSecret != "" && q.Get("hub.topic") == source.HubTopic && source.HubTopic != ""
	challenge := q.Get("hub.challenge")
	switch mode := q.Get("hub.mode"); {
	case mode == "denied" && asked:
		s.deny(r.Context(), source, q.Get("hub.reason"))
		w.WriteHeader(http.StatusOK)
	case mode != "subscribe" || !asked || challenge == "" || source.State != bot.SourceActive:
		http.Error(w, "this was not asked for", http.StatusNotFound)
	default:
		lease := leaseOf(q.Get("hub.lease_seconds"))
		until := s.o.Now().Add(lease)
		if err := s.store.UpdateHub(r.Context(), source.ID, bot.HubChange{Until: &until}); err != nil {
			s.o.Logger.Error("a subscription was not noted", "source", source.ID, "err", err)
			http.Error(w, "try again later", http.StatusServiceUnavailable)
			return
		}
		// A short lease is renewed when three quarters have passed.
		s.pause(source.ID, lease-min(lease/4, renewAhead))
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		io.WriteString(w, challenge)
	}
}

// leaseOf reads the lease that a hub gives, bounded to what makes sense.
func leaseOf(seconds string) time.Duration {
	n, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil || n <= 0 {
		return pushLease
	}
	return max(leastLease, time.Duration(min(n, int64(mostLease/time.Second)))*time.Second)
}

// deny notes that the hub will not push. Anybody may say so who knows the
// topic; all it does is that the source is polled at its usual pace.
func (s *Subscriber) deny(ctx context.Context, source bot.Source, reason string) {
	s.o.Logger.Warn("a hub denies pushes; the source is polled instead", "source", source.ID, "reason", clip(squash(reason), 200))
	s.pause(source.ID, pauseDenied)
	if err := s.store.UpdateHub(ctx, source.ID, bot.HubChange{Until: &time.Time{}}); err != nil {
		s.o.Logger.Error("a denied subscription was not noted", "source", source.ID, "err", err)
	}
}

// push makes the source due if the signature is right. A wrong one is answered
// as if it were right, as the protocol demands, and changes nothing.
func (s *Subscriber) push(w http.ResponseWriter, r *http.Request, source bot.Source) {
	mac, want := signatureOf(r.Header.Get("X-Hub-Signature"), source.HubSecret)
	if mac == nil {
		w.WriteHeader(http.StatusAccepted)
		return
	}
	n, err := io.Copy(mac, io.LimitReader(r.Body, maxPush+1))
	switch {
	case err != nil:
		http.Error(w, "the push was cut off", http.StatusBadRequest)
		return
	case n > maxPush:
		http.Error(w, "the push is too large", http.StatusRequestEntityTooLarge)
		return
	}
	if hmac.Equal(mac.Sum(nil), want) && source.State == bot.SourceActive {
		if err := s.store.UpdateHub(r.Context(), source.ID, bot.HubChange{Due: s.o.Now()}); err != nil {
			s.o.Logger.Error("a push was not noted", "source", source.ID, "err", err)
			http.Error(w, "try again later", http.StatusServiceUnavailable)
			return
		}
		if s.o.OnPush != nil {
			s.o.OnPush(source.ID)
		}
	}
	w.WriteHeader(http.StatusAccepted)
}

// signatureOf reads "method=signature" and returns the hash to compute it
// with; nil if there is no secret or no signature that could be right.
func signatureOf(header, secret string) (hash.Hash, []byte) {
	methods := map[string]func() hash.Hash{"sha1": sha1.New, "sha256": sha256.New, "sha384": sha512.New384, "sha512": sha512.New}
	method, sum, ok := strings.Cut(strings.TrimSpace(header), "=")
	want, err := hex.DecodeString(sum)
	if newHash := methods[strings.ToLower(method)]; ok && err == nil && newHash != nil && secret != "" {
		return hmac.New(newHash, []byte(secret)), want
	}
	return nil, nil
}
