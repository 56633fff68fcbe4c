package discord

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
	"wirebrief/db"
)

var bits = []string{"@everyone", "@here", "**", "_", "`", "```", "~~", "||", "[a](https://evil.example)", "<t:1:R>", "<@12>", "<#1>", "</latest:1>", ":smile:", "\\", "# ", "> ", "- ", "1. ", "-# ", "\n", " ", "https://evil.example/x", "discord.gg/abc", "http:", "//", "word", "Тест", "日本", "🇫🇷", "👩‍👩‍👧‍👧", "e\u0301\u0301", "\u202e", "\u2066", "]", "(", ")", "[", ".", "\u3000", "\u200b", "\x00", "\xff", "ﷺ", "<id:guide>", "<:x:1>", "<a:x:123456789012345678>", "@\u200beveryone", "&lt;", "steam://run", "mailto:a@b.cc", "discordapp.com/invite/x", "+ ", "* "}

func junk(r *rand.Rand, n int) string {
	var b strings.Builder
	for b.Len() < n {
		b.WriteString(bits[r.IntN(len(bits))])
		if r.IntN(3) == 0 {
			b.WriteString(" ")
		}
	}
	return b.String()
}

func TestZZJunk(t *testing.T) {
	sch, err := discordtest.LoadSchema("/work/shared/specs/discord-openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	s := discordtest.Start(t, discordtest.Options{Limits: &discordtest.Limits{}, Schema: sch})
	g := s.AddGuild("Ellery readers", s.AddPerson(discordtest.User{Username: "ann"}))
	room, forum, noembeds := g.AddTextChannel("news"), g.AddForum("forum", "a", "b"), g.AddTextChannel("plain")
	noembeds.Deny(s.Bot(), discordtest.EmbedLinks)
	store, _ := db.Open(t.Context(), filepath.Join(t.TempDir(), "news.db"), db.Options{})
	defer store.Close()
	a, err := New(Options{Token: s.Token(), BaseURL: s.URL(), Inbox: store, Budget: store, Desk: deafDesk{}, Pacing: bot.NewPacing(bot.Pace{}), Timeout: 5 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	bad := 0
	for seed := range uint64(700) {
		r := rand.New(rand.NewPCG(seed, 2))
		size := []int{5, 50, 300, 3000, 9000}[r.IntN(5)]
		var m bot.Message
		for range 1 + r.IntN(12) {
			b := bot.Block{Kind: bot.BlockKind(r.IntN(int(bot.Line) + 1))}
			for range r.IntN(4) {
				run := bot.Run{Text: junk(r, r.IntN(size)), Bold: r.IntN(3) == 0}
				if r.IntN(3) == 0 {
					run.URL = "https://wire.example/" + junk(r, r.IntN(80))
				}
				b.Runs = append(b.Runs, run)
			}
			if r.IntN(4) == 0 {
				b.Right = junk(r, r.IntN(60))
			}
			b.Spare = r.IntN(8) == 0
			m.Blocks = append(m.Blocks, b)
		}
		for range r.IntN(4) {
			var row []bot.Button
			for range r.IntN(20) {
				bt := bot.Button{Label: junk(r, r.IntN(120)), Data: fmt.Sprint("d", r.IntN(9))}
				if r.IntN(4) == 0 {
					bt = bot.Button{Label: junk(r, 10), URL: "https://wire.example/" + junk(r, r.IntN(300))}
				}
				row = append(row, bt)
			}
			m.Buttons = append(m.Buttons, row)
		}
		if r.IntN(4) == 0 {
			m.Ask = junk(r, r.IntN(200))
		}
		m.Topic = junk(r, r.IntN(20))
		if r.IntN(5) == 0 {
			for range r.IntN(12) {
				m.Files = append(m.Files, bot.File{Name: junk(r, r.IntN(400)), Bytes: []byte("x")})
			}
		}
		for _, to := range []bot.ChatRef{{Platform: Platform, ID: room.ID().String()}, {Platform: Platform, ID: "forum-" + forum.ID().String()}, {Platform: Platform, ID: noembeds.ID().String()}} {
			before := len(s.Refused())
			ref, err := a.Send(t.Context(), to, m)
			if err != nil && !strings.Contains(err.Error(), "no text") {
				t.Errorf("seed %d %s: %v", seed, to.ID, err)
				bad++
			}
			if err == nil && r.IntN(3) == 0 {
				if err := a.Edit(t.Context(), ref, m); err != nil {
					t.Errorf("edit seed %d %s: %v", seed, to.ID, err)
				}
			}
			for _, rf := range s.Refused()[before:] {
				if rf.Code == 50013 {
					continue
				}
				bad++
				t.Errorf("seed %d: %s %d %s %v", seed, rf.Route, rf.Code, rf.Message, rf.Errors)
			}
		}
		if bad > 12 {
			break
		}
	}
	kinds := map[string]int{}
	rooms := append([]*discordtest.Room{room, noembeds}, forum.Threads()...)
	for _, rm := range rooms {
		for _, p := range rm.BotPosts() {
			if p.MentionsEveryone {
				t.Error("rings")
			}
			for _, l := range p.Live {
				kinds[fmt.Sprint(l.Kind)]++
				if strings.Contains(l.Target, "evil") && !strings.Contains(l.Target, "wire.example") {
					t.Errorf("live %+v", l)
				}
			}
		}
	}
	t.Log(kinds, len(rooms), s.Sent(), s.Violations())
}
