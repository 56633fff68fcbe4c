package main

import (
	"strings"
	"time"

	"wirebrief/adapters/discord/discordtest"
	"wirebrief/briefing"
)

// The dialogues of the pictures. A new one is a line of photographs here, and one
// in docs/discord/README.md.

// digestsOfTwoDays has people and channels follow topics the day before, lets
// the digests of two mornings come, and returns what photographs the second.
func (s *discordStudio) digestsOfTwoDays() func(*discordStudio) {
	ana := s.newcomer("Ana")
	for _, text := range []string{"/timezone place:Yerevan", "/subscribe topic:karabakh", "/subscribe topic:grain", "/subscribe topic:ports"} {
		ana.types(text)
	}
	ivo := s.ivo
	for _, text := range []string{
		"/timezone place:Yerevan channel:#morning-wire", "/subscribe topic:ports channel:#morning-wire", "/timezone place:Yerevan channel:#briefings", "/subscribe topic:grain channel:#briefings",
		"/timezone place:Yerevan channel:#ports", "/quiet hours:22:00-09:00 silent channel:#ports", "/subscribe topic:wheat channel:#ports",
	} {
		ivo.types(text)
	}
	s.setClock(morning.Add(-24*time.Hour - 30*time.Minute))
	s.strike(func(a *briefing.Article) {
		a.URL, a.Title, a.Published = "https://example.com/wire/port-ellery-dock-strike", "Port Ellery dock strike goes on", s.now().Add(-10*time.Minute)
	}, "entered its second week on Thursday", "went on on Wednesday", "Some 37 grain ships were waiting outside the harbour on Thursday", "Some 29 grain ships were waiting outside the harbour on Wednesday", "up from 29 ships three days", "up from 21 ships three days")
	s.setClock(morning.Add(-24 * time.Hour))
	ana.waits("Port Ellery dock strike goes on")
	ivo.in(s.wire).waits("Port Ellery dock strike goes on")
	s.waitsForPosts(1) // what is on its way when the clock is set forward is sent again
	s.setClock(morning.Add(-time.Minute))
	s.samples()
	s.strike(func(a *briefing.Article) {
		a.URL, a.Title, a.Publisher, a.Published = "https://example.org/gazette/dock-strike-second-week", "Dock strike in its second week", "Sample Gazette", morning.Add(-100*time.Minute)
	}, "About 1,400 dock workers have walked out, according to the union", "About 1,250 dock workers have walked out, according to the board")
	s.setClock(morning)
	const strike = "Port Ellery dock strike enters second week"
	ana.waits(strike)
	ivo.in(s.wire).waits(strike)
	quiet := ivo.in(s.ports)
	quiet.waits("wheat")
	s.waitsForPosts(2)
	return func(*discordStudio) {
		ana.photographs("morning-digest", 1)
		ivo.in(s.wire).photographs("announcement", 1)
		quiet.photographs("quiet-hours", 1)
		ivo.in(s.briefings).photographs("forum", 9)
		posts := s.briefings.Threads()
		ivo.in(posts[len(posts)-1]).photographs("forum-post", 9)
	}
}

// waitsForPosts waits until the forum has n posts.
func (s *discordStudio) waitsForPosts(n int) {
	s.t.Helper()
	if !s.Wait(waitAnswer, func() bool { return len(s.briefings.Threads()) >= n }) {
		s.t.Fatalf("%d posts in the forum, want %d", len(s.briefings.Threads()), n)
	}
}

func (s *discordStudio) shootStart() {
	dana := s.newcomer("Dana")
	dana.types("/start")
	dana.photographs("start", 1)
	dana.types("/help")
	dana.photographs("help", 1)
}

func (s *discordStudio) shootTyping() {
	p := s.ivo.in(s.ports)
	p.photographsTyping("commands", "type", "/")
	p.photographsTyping("options", "command", "latest")
	p.photographsTyping("autocomplete", "command", "latest", "option", "topic")
	p.photographsTyping("channels", "command", "subscribe", "option", "channel")
	p.photographsTyping("zones", "command", "timezone", "option", "place", "text", "yer")
	asked := p.types("/subscribe")
	p.photographs("asking-back", 1)
	for _, label := range asked.Labels() {
		if strings.HasSuffix(label, "…") {
			p.photographsTyping("form", "press", label)
		}
	}
}

func (s *discordStudio) shootLatest() {
	p := s.ivo
	story := p.types("/latest topic:strike")
	p.photographs("latest", 1)
	p.photographsWide("desktop", "last", "1")
	s.jana.presses(story, "In context")
	s.jana.photographs("in-context", 1)
	s.jana.presses(story, "More quotes")
	s.jana.photographs("more-quotes", 1)
	all := p.types("/latest")
	p.photographs("newest", 1)
	p.presses(all, "Next")
	p.photographs("paging", 1)
	p.types("/latest topic:liman")
	p.photographs("another-language", 1)
	p.types("/latest topic:karabakh only_me:true")
	p.photographs("only-me", 1)
}

func (s *discordStudio) shootNothing() {
	p := s.newcomer("Farid")
	p.types("/latest topic:karabah")
	p.types("/latest topic:sudan")
	p.photographs("misspelt", 2)
}

func (s *discordStudio) shootFollowing() {
	p := s.newcomer("Greta")
	p.types("/subscribe topic:karabakh")
	p.photographs("subscribe", 2)
	zones := p.types("/timezone place:UTC+4")
	p.presses(zones, "Yerevan")
	p.photographs("timezone", 1)
	p.types("/subscribe topic:ports")
	p.types("/topics")
	p.photographs("topics", 1)
}

func (s *discordStudio) shootSettings() {
	p := s.newcomer("Hana")
	p.types("/subscribe topic:wheat")
	settings := p.types("/settings")
	p.photographs("settings", 1)
	p.presses(settings, "Digest times")
	p.photographs("digest-times", 1)
}

func (s *discordStudio) shootRights() {
	s.ivo.types("/subscribe topic:ports channel:#archive")
	s.ivo.photographs("no-right-to-post", 1)
	story := s.ivo.types("/latest topic:wheat")
	s.jana.presses(story, "Follow wheat")
	s.jana.photographs("member", 2)
}

func (s *discordStudio) shootBriefThis() {
	said := s.jana.Write(s.general, discordtest.Message{Content: "Has anybody read this? https://example.com/wire/port-ellery-strike-second-week"})
	s.ivo.hears(s.ivo.BriefThis(said), "Brief this")
	s.ivo.photographs("brief-this", 2)
}

func (s *discordStudio) shootThread() {
	thread := s.general.AddThread("Harbour board, November", s.ivo.Person)
	there := s.ivo.in(thread)
	there.types("/latest topic:trams")
	there.photographs("thread", 9)
}

func (s *discordStudio) shootAlert() {
	mira := s.newcomer("Mira")
	mira.types("/timezone place:Yerevan")
	mira.types("/subscribe topic:ferry mode:instant")
	story := `PORT ELLERY — A ferry with 214 people on board ran aground off Port Ellery on Friday morning, the harbour master's office said.

At least 12 people were taken to hospital, the office said.

“The fog came in within minutes and we heard the rocks before we saw them,” Captain Ruben Asker told reporters.`
	s.setClock(morning.Add(12 * time.Minute))
	s.report("ferry-aground", "Ferry runs aground off Port Ellery", story, time.Minute)
	mira.waits("12 people")
	mira.photographs("alert", 1)
	s.setClock(morning.Add(20 * time.Minute))
	story = strings.Replace(story, "At least 12 people were taken", "At least 19 people were taken", 1)
	s.report("ferry-aground", "Ferry runs aground off Port Ellery", story, 9*time.Minute)
	mira.waits("19 people")
	mira.photographs("correction", 1)
}
