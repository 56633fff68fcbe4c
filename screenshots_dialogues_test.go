package main

import (
	"strings"
	"time"

	"wirebrief/adapters/telegram/telegramtest"
	"wirebrief/briefing"
)

// The dialogues of the pictures. A new one is a line of photographs here, and one
// in docs/telegram/README.md.

// digestsOfTwoDays has people follow topics the day before, lets the digests of
// two mornings come, and returns what photographs the second.
func (s *studio) digestsOfTwoDays() func(*studio) {
	s.report("skerry-lighthouse", "Great Skerry lighthouse to be lit again", `GREAT SKERRY — The lighthouse of Great Skerry will be lit again in spring.

“A dark tower is only a rock with stairs,” said Odile Marchetti, who leads the society that repaired it.`, 30*time.Hour)
	ana, boris, ceren := s.person("Ana"), s.person("Boris"), s.person("Ceren")
	for _, text := range []string{"/timezone Yerevan", "/subscribe karabakh", "/subscribe grain", "/subscribe ports"} {
		ana.says(text)
	}
	for _, text := range []string{"/timezone Yerevan", "/subscribe lighthouse"} {
		boris.says(text)
	}
	for _, text := range []string{"/timezone Yerevan", "/quiet 22:00-09:00 silent", "/subscribe wheat"} {
		ceren.says(text)
	}
	nadia := s.person("Nadia")
	for _, text := range []string{"/timezone Yerevan", "/digest friday 19:00", "/subscribe storm"} {
		nadia.says(text)
	}
	s.setClock(morning.Add(-24*time.Hour - 30*time.Minute))
	s.strike(func(a *briefing.Article) {
		a.URL, a.Title, a.Published = "https://example.com/wire/port-ellery-dock-strike", "Port Ellery dock strike goes on", s.now().Add(-10*time.Minute)
	}, "entered its second week on Thursday", "went on on Wednesday", "Some 37 grain ships were waiting outside the harbour on Thursday", "Some 29 grain ships were waiting outside the harbour on Wednesday", "up from 29 ships three days", "up from 21 ships three days")
	pavel := s.person("Pavel")
	pavel.says("/timezone Yerevan")
	channel := s.AddChannel("Morning wire", pavel.Person)
	channel.Promote(pavel.Person, s.Bot(), telegramtest.AllRights())
	pavel.hears()
	pavel.presses("Settings of Morning wire")
	pavel.says("/timezone Yerevan")
	pavel.says("/subscribe ports")
	pavel.photographs("channel-settings", 4)
	posts := pavel.in(channel, 0)
	s.setClock(morning.Add(-24 * time.Hour))
	ana.hears()
	boris.hears()
	s.setClock(morning.Add(-time.Minute))
	s.samples()
	s.strike(func(a *briefing.Article) {
		a.URL, a.Title, a.Publisher, a.Published = "https://example.org/gazette/dock-strike-second-week", "Dock strike in its second week", "Sample Gazette", morning.Add(-100*time.Minute)
	}, "About 1,400 dock workers have walked out, according to the union", "About 1,250 dock workers have walked out, according to the board")
	s.setClock(morning)
	ana.hears()
	boris.hears()
	ceren.hears()
	posts.hears()
	return func(*studio) {
		ana.photographs("morning-digest", 1)
		ana.photographs("dark", 1, "theme", "dark")
		boris.photographs("nothing-new", 1)
		ceren.photographs("quiet-hours", 1)
		posts.photographs("channel", 9)
		nadia.says("/digest now")
		nadia.photographs("digest-now", 2)
	}
}

func (s *studio) shootStart() {
	p := s.person("Dana")
	p.photographs("before-start", 9)
	p.Start("")
	p.hears()
	p.photographs("start", 9)
	p.photographs("menu", 9, "menu", "1")
	p.says("/help")
	p.photographs("help", 1)
}

func (s *studio) shootLatest() {
	p := s.person("Emil")
	p.says("/latest strike")
	p.photographs("latest", 2)
	p.presses("In context")
	p.photographs("in-context", 1)
	p.presses("More quotes")
	p.photographs("more-quotes", 1)
	p.says("/latest")
	p.photographs("newest", 2)
	p.presses("Next")
	p.photographs("paging", 1)
	p.says("liman")
	p.photographs("another-language", 2)
	p.says("/latest karabakh")
	p.presses("Next")
	p.photographs("next-story", 1)
}

func (s *studio) shootNothing() {
	p := s.person("Farid")
	p.says("/latest karabah")
	p.says("/latest sudan")
	p.photographs("misspelt", 9)
}

func (s *studio) shootFollowing() {
	p := s.person("Greta")
	p.says("/subscribe")
	p.photographs("asking-back", 9)
	p.says("karabakh")
	p.photographs("subscribe", 2)
	p.says("/timezone UTC+4")
	p.presses("Yerevan")
	p.photographs("timezone", 3)
	p.says("/subscribe ports")
	p.says("/topics")
	p.photographs("topics", 2)
}

func (s *studio) shootSettings() {
	p := s.person("Hana")
	p.says("/subscribe wheat")
	p.says("/settings")
	p.photographs("settings", 2)
	p.presses("Digest times")
	p.photographs("digest-times", 2)
	p.says("/quiet 22:00-07:00")
	p.photographs("quiet", 2)
}

func (s *studio) shootGroup() {
	ivo, jana := s.person("Ivo"), s.person("Jana")
	group := s.AddSupergroup("Grain desk", ivo.Person, jana.Person)
	group.Add(ivo.Person, s.Bot())
	s.settle()
	asking := jana.in(group, 0)
	asking.says("/latest@wirebrief_test_bot wheat")
	asking.photographs("group", 9)
	n := asking.presses("Follow wheat")
	if !jana.Follow(n.URL) {
		s.t.Errorf("a member's press opens no private chat: %+v", n)
		return
	}
	jana.hears()
	jana.photographs("group-member", 9)
}

func (s *studio) shootForum() {
	kira := s.person("Kira")
	forum := s.AddForum("Newsroom", kira.Person)
	topic := forum.AddTopic(kira.Person, "Ports")
	forum.AddTopic(kira.Person, "Markets")
	forum.Add(kira.Person, s.Bot())
	s.settle()
	there := kira.in(forum, topic)
	there.says("/subscribe@wirebrief_test_bot ports")
	there.photographs("forum", 9)
}

func (s *studio) shootInline() {
	lena := s.person("Lena")
	group := s.AddGroup("Harbour watch", lena.Person)
	there := lena.in(group, 0)
	there.photographs("inline", 9, "type", "@wirebrief_test_bot ports")
	typing := lena.Type(group, "ports")
	if a, ok := typing.Wait(); !ok || len(a.Results) == 0 {
		s.t.Error("nothing was offered inline")
		return
	}
	typing.Choose(group, 0)
	there.photographs("inline-sent", 9)
}

func (s *studio) shootAlerts() {
	mira := s.person("Mira")
	mira.says("/timezone Yerevan")
	mira.says("/subscribe ferry instant")
	story := `PORT ELLERY — A ferry with 214 people on board ran aground off Port Ellery on Friday morning, the harbour master's office said.

At least 12 people were taken to hospital, the office said.

“The fog came in within minutes and we heard the rocks before we saw them,” Captain Ruben Asker told reporters.`
	s.setClock(morning.Add(12 * time.Minute))
	s.report("ferry-aground", "Ferry runs aground off Port Ellery", story, time.Minute)
	mira.hears()
	mira.photographs("alert", 1)
	s.setClock(morning.Add(20 * time.Minute))
	story = strings.Replace(story, "At least 12 people were taken", "At least 19 people were taken", 1)
	s.report("ferry-aground", "Ferry runs aground off Port Ellery", story, 9*time.Minute)
	if !s.Wait(waitAnswer, func() bool { posts := mira.room.BotPosts(); return posts[len(posts)-1].Edited }) {
		s.t.Error("the alert was not corrected")
	}
	mira.photographs("correction", 1)
}
