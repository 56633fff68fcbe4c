package discordtest_test

import (
	"fmt"
	"net/http"
	"strings"

	"wirebrief/adapters/discord/discordtest"
)

// A bot posts to a channel; the test sees what Ana reads there.
func Example() {
	s, err := discordtest.New(discordtest.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	ana := s.AddPerson(discordtest.User{GlobalName: "Ana"})
	news := s.AddGuild("Harbour", ana).AddTextChannel("news")

	r, err := http.NewRequest("POST", s.URL()+"/channels/"+news.ID().String()+"/messages",
		strings.NewReader(`{"embeds":[{"title":"Port reopens","description":"> **We sail** at noon"}],"allowed_mentions":{"parse":[]}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	r.Header.Set("Authorization", "Bot "+s.Token())
	r.Header.Set("User-Agent", "DiscordBot (https://example.org/bot, 1)")
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer http.DefaultClient.CloseIdleConnections()
	answer.Body.Close()

	for _, post := range news.SeenBy(ana) {
		fmt.Printf("%s:\n%s\n%q\n", post.From, post.Text, post.Marked(discordtest.BoldNode))
	}
	// Output:
	// Wirebrief:
	// Port reopens
	// We sail at noon
	// ["We sail"]
}
