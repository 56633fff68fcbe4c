package discord

import (
	"testing"
	"time"

	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
	"wirebrief/db"
	"wirebrief/db/dbtest"
)

// deafDesk answers nothing.
type deafDesk struct{ bot.Desk }

// TestDiscordTakesEveryMessage is D12: it sends what is too long for one message, or has
// too many buttons, to a server that checks all limits.
func TestDiscordTakesEveryMessage(t *testing.T) {
	s := discordtest.Start(t, discordtest.Options{Limits: &discordtest.Limits{}})
	room := s.AddGuild("Ellery readers", s.AddPerson(discordtest.User{Username: "ann"})).AddTextChannel("news")
	store := dbtest.Open(t, db.Options{})
	a, err := New(Options{Token: s.Token(), BaseURL: s.URL(), Inbox: store, Budget: store, Desk: deafDesk{}, Pacing: bot.NewPacing(bot.Pace{}), Timeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	to := bot.ChatRef{Platform: Platform, ID: room.ID().String()}
	for name, m := range hugeMessages() {
		m.Buttons = [][]bot.Button{{{Label: "Again", Data: "x"}, {Label: "Again", Data: "x"}}, make([]bot.Button, 30)}
		for i := range m.Buttons[1] {
			m.Buttons[1][i] = bot.Button{Label: "Again", Data: "x"}
		}
		if _, err := a.Send(t.Context(), to, m); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, r := range s.Refused() {
		t.Errorf("%s is refused: %d %s %v", r.Route, r.Code, r.Message, r.Errors)
	}
}
