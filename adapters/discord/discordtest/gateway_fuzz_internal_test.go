package discordtest

import (
	"strings"
	"testing"
	"time"
)

// Whatever a client sends, the connection is either closed, or it has one
// session, or none yet.
func FuzzGateway(f *testing.F) {
	for _, seed := range []string{
		`{"op":1,"d":null}`, `{"op":1,"d":7}`, `{"op":2,"d":{"token":"` + DefaultToken + `","intents":1,"properties":{}}}`,
		`{"op":2,"d":{"token":"` + DefaultToken + `","intents":513,"shard":[1,2],"compress":true}}`,
		`{"op":6,"d":{"token":"` + DefaultToken + `","session_id":"x","seq":1}}`, `{"op":3,"d":{}}`, `{"op":2,"d":{"shard":[1]}}`,
		`[]`, `{"op":"2"}`, `{"op":99}`, "{", `{"op":2,"d":null}`, `{"op":6,"d":[]}`,
	} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		s := newServer(Options{Token: DefaultToken, Now: time.Now, Limits: new(Limits)})
		defer s.cancel()
		s.AddGuild("Newsroom", s.AddPerson(User{}))
		k := &socket{s: s, wake: make(chan struct{}, 1), opened: time.Now(), beat: time.Now(), version: 10}
		s.receive(k, []byte(first))
		s.receive(k, []byte(second))
		if len(s.gateway.sessions) > 1 {
			t.Fatalf("two messages made %d sessions", len(s.gateway.sessions))
		}
		for _, x := range s.gateway.sessions {
			if k.closing == (x.socket == k) {
				t.Errorf("closing: %v, but the session is connected: %v", k.closing, x.socket == k)
			}
		}
		if k.closing != (len(s.gateway.seen.closings) == 1) {
			t.Errorf("closing: %v, noted %+v", k.closing, s.gateway.seen.closings)
		}
	})
}

// Whatever somebody types after a command is the value of an option, whole and
// in order, or refused.
func FuzzSlash(f *testing.F) {
	for _, seed := range []string{"", " topic:rain", " topic:rain place: far away", " rain topic:", " place:a topic:b", " topic:topic:topic:", " \xff topic:é"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		y := &typing{command: &Command{Name: "latest"}, options: []CommandOption{{Name: "topic"}, {Name: "place"}}}
		given, err := y.read(text)
		if err != nil {
			return
		}
		for name, value := range given {
			if v := value.(string); !strings.Contains(text, v) || v != strings.TrimSpace(v) {
				t.Errorf("%q makes %s %q", text, name, v)
			}
		}
		if len(given) == 0 && strings.TrimSpace(text) != "" {
			t.Errorf("%q is lost", text)
		}
	})
}
