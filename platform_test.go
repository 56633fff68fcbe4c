package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"wirebrief/bot"
)

// A testPlatform is the adapter of a chat network that exists in tests only.
// It runs inside the real program, and its server in the test.
type testPlatform struct {
	name   bot.Platform
	server string
	client *http.Client
}

// A keyedPlatform sends once for each key.
type keyedPlatform struct{ testPlatform }

// testKeyLife is how long the server of a keyedPlatform knows a key.
const testKeyLife = 2 * time.Minute

// platformVariable names the server of the test platforms to the program.
const platformVariable = "WIREBRIEF_TEST_PLATFORM"

// testPlatforms are the two kinds of platform, for a server's address.
func testPlatforms(server string) []bot.ChatAdapter {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	return []bot.ChatAdapter{
		&testPlatform{"plain", server, client},
		&keyedPlatform{testPlatform{"keyed", server, client}},
	}
}

// Platform implements bot.ChatAdapter.
func (p *testPlatform) Platform() bot.Platform { return p.name }

// Run implements bot.ChatAdapter: nobody says anything there.
func (p *testPlatform) Run(ctx context.Context, _ bot.Handler) error {
	<-ctx.Done()
	return nil
}

// Pace implements bot.Pacer.
func (p *testPlatform) Pace() bot.Pace { return bot.Pace{PerSecond: 150, Burst: 30} }

// Send implements bot.ChatAdapter.
func (p *testPlatform) Send(ctx context.Context, to bot.ChatRef, m bot.Message) (bot.MessageRef, error) {
	return p.post(ctx, to, m, "")
}

// SendKeyed implements bot.KeyedSender.
func (p *keyedPlatform) SendKeyed(ctx context.Context, to bot.ChatRef, m bot.Message, key string) (bot.MessageRef, error) {
	return p.post(ctx, to, m, key)
}

// KeyLife implements bot.KeyedSender.
func (p *keyedPlatform) KeyLife(bot.ChatRef) time.Duration { return testKeyLife }

// A sending is a request to the server of the test platforms.
type sending struct {
	Chat, Key, Text string
}

func (p *testPlatform) post(ctx context.Context, to bot.ChatRef, m bot.Message, key string) (bot.MessageRef, error) {
	var words []string
	for _, b := range m.Blocks {
		for _, r := range b.Runs {
			words = append(words, r.Text)
		}
	}
	body, err := json.Marshal(sending{to.ID, key, strings.Join(words, " ")})
	if err != nil {
		return bot.MessageRef{}, &bot.SendError{Kind: bot.Content, Message: err.Error()}
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.server+"/"+string(p.name), bytes.NewReader(body))
	if err != nil {
		return bot.MessageRef{}, &bot.SendError{Kind: bot.Content, Message: err.Error()}
	}
	answer, err := p.client.Do(r)
	if err != nil {
		kind := bot.Uncertain
		if refused := (*net.OpError)(nil); errors.As(err, &refused) && refused.Op == "dial" {
			kind = bot.Transient
		}
		return bot.MessageRef{}, &bot.SendError{Kind: kind, Message: "no answer"}
	}
	defer answer.Body.Close()
	id, err := io.ReadAll(answer.Body)
	switch {
	case err != nil:
		return bot.MessageRef{}, &bot.SendError{Kind: bot.Uncertain, Message: "half an answer"}
	case answer.StatusCode == http.StatusTooManyRequests:
		return bot.MessageRef{}, &bot.SendError{Kind: bot.RetryAfter, RetryAfter: time.Second, Message: "too many requests"}
	case answer.StatusCode >= 500:
		return bot.MessageRef{}, &bot.SendError{Kind: bot.Transient, Message: answer.Status}
	}
	return bot.MessageRef{Chat: to, ID: string(id)}, nil
}

// A platformServer is the other side of the test platforms: it knows what was
// really posted to each chat.
type platformServer struct {
	*httptest.Server
	mu sync.Mutex
	// posted counts messages by platform and chat, and expired those of a
	// keyed platform that were posted again after the life of their key.
	posted  map[string]int
	expired map[string]int
	// said has the words of each chat's messages.
	said map[string][]string
	keys map[string]postedKey
	next atomic.Int64
	// limit, if not nil, refuses what comes too fast.
	limit func(chat string) bool
	// refused counts what limit refused.
	refused atomic.Int64
	// delay is how long an answer takes after the message was accepted.
	delay func() time.Duration
	// brink, if not 0, is how many messages may be posted: the last of them has
	// no answer, and what comes after it is refused as too much.
	brink atomic.Int64
}

type postedKey struct {
	id string
	at time.Time
}

func newPlatformServer() *platformServer {
	s := &platformServer{posted: map[string]int{}, expired: map[string]int{}, said: map[string][]string{}, keys: map[string]postedKey{},
		delay: func() time.Duration { return time.Duration(5+rand.IntN(46)) * time.Millisecond }}
	s.Server = httptest.NewServer(s)
	return s
}

// ServeHTTP implements http.Handler.
func (s *platformServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var m sending
	if err := json.NewDecoder(r.Body).Decode(&m); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	chat := r.URL.Path + "/" + m.Chat
	if s.limit != nil && !s.limit(chat) {
		s.refused.Add(1)
		w.WriteHeader(http.StatusTooManyRequests)
		return
	}
	io.Copy(io.Discard, r.Body) // so that the end of the connection is noticed
	switch id, last := s.accept(chat, m); {
	case id == "":
		w.WriteHeader(http.StatusTooManyRequests)
	case last:
		<-r.Context().Done()
	default:
		time.Sleep(s.delay())
		fmt.Fprint(w, id)
	}
}

// accept posts a message, or finds the one that its key has posted; beyond the
// brink neither. It reports whether it was the last before that.
func (s *platformServer) accept(chat string, m sending) (id string, last bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	brink, posted := s.brink.Load(), s.next.Load()
	full := brink > 0 && posted >= brink
	if m.Key != "" {
		known, ok := s.keys[m.Key]
		switch {
		case ok && time.Since(known.at) < testKeyLife:
			return known.id, false
		case ok && !full:
			s.expired[chat]++
		}
	}
	if full {
		return "", false
	}
	s.posted[chat]++
	s.said[chat] = append(s.said[chat], m.Text)
	id = fmt.Sprint(s.next.Add(1))
	if m.Key != "" {
		s.keys[m.Key] = postedKey{id, time.Now()}
	}
	return id, posted+1 == brink
}

// has tells whether a chat was sent something.
func (s *platformServer) has(chat string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.posted[chat] > 0
}

// total returns how many messages were posted.
func (s *platformServer) total() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.posted {
		n += c
	}
	return n
}

// beService turns this test binary into the program with the test platforms,
// if it was started as that.
func beService() {
	server := os.Getenv(platformVariable)
	if server == "" {
		return
	}
	morePlatforms = func() []bot.ChatAdapter { return testPlatforms(server) }
	leaseTime = testLease
	main()
	os.Exit(0)
}
