package discordtest_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"wirebrief/adapters/discord/discordtest"
)

// BenchmarkSlash is a command from the person to the bot: what the server
// itself costs where a bot is measured by it.
func BenchmarkSlash(b *testing.B) {
	s, err := discordtest.New(discordtest.Options{Keep: 1000, Limits: &discordtest.Limits{}})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	ana := s.AddPerson(discordtest.User{GlobalName: "Ana"})
	room := s.AddGuild("Newsroom", ana).AddTextChannel("news")
	register(b, s)
	conn, _, err := websocket.DefaultDialer.Dial(s.GatewayURL(), nil)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	if err := conn.WriteJSON(object{"op": 2, "d": object{"token": s.Token(), "intents": 0}}); err != nil {
		b.Fatal(err)
	}
	if !s.WaitConnected(1, 10*time.Second) {
		b.Fatal("the gateway does not answer")
	}
	b.ReportAllocs()
	for b.Loop() {
		ana.Slash(room, "/latest topic:rain")
		if _, _, err := conn.ReadMessage(); err != nil {
			b.Fatal(err)
		}
	}
	if v := s.Violations(); len(v) > 0 {
		b.Fatal(v)
	}
}

// register registers commands without a test.
func register(t testing.TB, s *discordtest.Server) {
	t.Helper()
	rest(t, s, "PUT", fmt.Sprintf("/applications/%v/commands", s.ApplicationID()), registered)
}
