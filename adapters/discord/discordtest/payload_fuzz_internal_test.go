package discordtest

import (
	"encoding/json"
	"errors"
	"net/http"
	"testing"
	"time"
	"unicode/utf8"
)

// Whatever is sent, it is refused as a form is, or stands in the room within
// all limits.
func FuzzMessage(f *testing.F) {
	for _, seed := range []string{
		`{"content":"a"}`, `{"content":"@everyone <@1>","allowed_mentions":{"parse":["users"],"users":["5"]}}`, `{"embeds":[{"title":"T","url":"x"}]}`,
		`{"embeds":[{"fields":[{"name":"a","value":"b"}],"timestamp":"2026-01-02T03:04:05Z"}],"flags":4}`, `{"nonce":12,"enforce_nonce":true,"content":"x"}`,
		`{"content":"a","components":[{"type":1,"components":[{"type":2,"style":5,"label":"L","url":"https://example.org"}]}]}`,
		`{"flags":32768,"components":[{"type":9,"components":[{"type":10,"content":"a"}],"accessory":{"type":11,"media":{"url":"attachment://x"}}}]}`,
		`{"components":[{"type":1,"components":[{"type":3,"custom_id":"s","options":[{"label":"a","value":"b"}],"min_values":-1}]}],"content":"a"}`,
		`{"message_reference":{"message_id":5},"content":"a"}`, `[]`, `{"embeds":{}}`, `null`, `{"attachments":[{"id":"1"}],"content":"a"}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		s := newServer(Options{Token: DefaultToken, Now: time.Now, Limits: new(Limits), NonceLife: time.Minute})
		defer s.cancel()
		room := s.AddGuild("Harbour", s.AddPerson(User{})).AddTextChannel("news")
		if !json.Valid([]byte(body)) {
			return // refused when it is read
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		result, err := s.sendMessage(&Call{Channel: room.channel.ID, Body: json.RawMessage(body)})
		if err != nil {
			var r *Refusal
			if !errors.As(err, &r) || r.Status != http.StatusBadRequest {
				t.Fatalf("%s: %v", body, err)
			}
			return
		}
		m := result.(Message)
		if utf8.RuneCountInString(m.Content) > maxContent || len(m.Embeds) > maxEmbeds || m.Content == "" && len(m.Embeds) == 0 && len(m.Components) == 0 {
			t.Errorf("%s stands as %+v", body, m)
		}
		sum := 0
		for _, e := range m.Embeds {
			sum += e.size()
		}
		if sum > maxEmbedSum || len(room.messages) != 1 {
			t.Errorf("%d characters of embeds in %d messages", sum, len(room.messages))
		}
		s.postOf(room.messages[0])
		if _, err := json.Marshal(m); err != nil {
			t.Error(err)
		}
	})
}
