package telegramtest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"wirebrief/adapters/telegram/telegramtest"
)

// BenchmarkAnswered measures a bot that takes updates by the hundred and
// answers each, and with it what the server costs.
func BenchmarkAnswered(b *testing.B) {
	s, err := telegramtest.New(telegramtest.Options{Limits: &telegramtest.Limits{}})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	call := func(method string, p params) (r reply) {
		a, err := client.PostForm(s.URL()+"/bot"+s.Token()+"/"+method, p.values())
		if err != nil {
			b.Fatal(err)
		}
		if r, err = read(a); err != nil || !r.OK {
			b.Fatalf("%s: %+v, %v", method, r, err)
		}
		return r
	}
	var people []*telegramtest.Person
	for i := range 100 {
		people = append(people, s.AddPerson(telegramtest.User{FirstName: fmt.Sprint("Reader", i)}))
	}
	go func() {
		for i := range b.N {
			people[i%len(people)].Say(people[i%len(people)].Private(), "/latest karabakh")
		}
	}()
	b.ResetTimer()
	offset := int64(0)
	for answered := 0; answered < b.N; {
		var updates []update
		if err := json.Unmarshal(call("getUpdates", params{"offset", offset, "timeout", 30}).Result, &updates); err != nil {
			b.Fatal(err)
		}
		for _, u := range updates {
			call("sendMessage", params{"chat_id", u.Message.Chat.ID, "text", "<b>Dock strike</b> enters second week", "parse_mode", "HTML"})
			offset = u.ID + 1
		}
		answered += len(updates)
	}
}
