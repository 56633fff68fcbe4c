package main

import (
	"fmt"
	"image/color"
	"net/url"
	"testing"
	"time"

	"wirebrief/adapters/telegram"
	"wirebrief/adapters/telegram/telegramtest"
	"wirebrief/bot"
)

// A studio is the real service with a Telegram of its own.
type studio struct {
	*telegramProgram
	*newsroom
	camera
}

// openStudio starts everything a day before the digest.
func openStudio(t *testing.T, folder string) *studio {
	t.Helper()
	s := &studio{newsroom: openNewsroom(t), camera: newCamera(t, folder, 390, color.NRGBA{R: 255, B: 255, A: 255})}
	s.telegramProgram = &telegramProgram{program: &program{t: t, file: s.file}}
	old := tuneTelegram
	t.Cleanup(func() { tuneTelegram = old })
	tuneTelegram = func(o *telegram.Options) { o.Pacing = bot.NewPacing(bot.Pace{}) }
	s.Server = telegramtest.Start(t, telegramtest.Options{Now: s.now, Limits: &telegramtest.Limits{}, Schema: apiDescription(t)})
	s.ServePage()
	s.serve("WIREBRIEF_TELEGRAM_TOKEN", s.Token(), "WIREBRIEF_TELEGRAM_BASE_URL", s.URL())
	return s
}

// A sitter is a person in a chat that is photographed.
type sitter struct {
	*telegramtest.Person
	s    *studio
	room *telegramtest.Room
	// topic is where they write in a forum, and seen how many messages of the
	// bot there are.
	topic, seen int
}

// person makes somebody in the private chat with the bot.
func (s *studio) person(name string) *sitter {
	p := s.AddPerson(telegramtest.User{FirstName: name, LanguageCode: "en"})
	return &sitter{Person: p, s: s, room: p.Private()}
}

// in is the same person in another chat.
func (p *sitter) in(room *telegramtest.Room, topic int) *sitter {
	return &sitter{Person: p.Person, s: p.s, room: room, topic: topic, seen: len(room.BotPosts())}
}

// says writes something, and waits for the answer.
func (p *sitter) says(text string) telegramtest.Post {
	p.s.t.Helper()
	p.SayIn(p.room, p.topic, text)
	return p.hears()
}

// hears waits for a message of the bot.
func (p *sitter) hears() telegramtest.Post {
	p.s.t.Helper()
	post := p.s.answer(p.room, p.seen+1)
	p.s.settle()
	p.seen = len(p.room.BotPosts())
	return post
}

// presses presses a button and waits until the bot has done what it does.
func (p *sitter) presses(label string) telegramtest.Notice {
	p.s.t.Helper()
	n, ok := p.Press(p.room, label).Wait()
	if !ok {
		p.s.t.Errorf("the press on %q was not answered", label)
	}
	p.s.settle()
	p.seen = len(p.room.BotPosts())
	return n
}

// photographs takes a picture of the last messages; what may be of the page's
// other parameters, as name and value.
func (p *sitter) photographs(name string, last int, what ...string) {
	p.s.t.Helper()
	q := url.Values{"as": {fmt.Sprint(p.ID())}, "chat": {fmt.Sprint(p.room.ID())}, "still": {"1"}, "tall": {"1"}, "theme": {"light"}, "last": {fmt.Sprint(last)}}
	if p.topic != 0 {
		q.Set("topic", fmt.Sprint(p.topic))
	}
	for i := 0; i+1 < len(what); i += 2 {
		q.Set(what[i], what[i+1])
	}
	p.s.take(p.s.t.(*testing.T), name, p.s.URL()+"/?"+q.Encode())
}

// TestScreenshotsTelegram plays the main dialogues and photographs them. `make
// screenshots` runs it.
func TestScreenshotsTelegram(t *testing.T) {
	s := openStudio(t, pictures(t, "telegram"))
	digests := s.digestsOfTwoDays()
	s.setClock(morning.Add(10 * time.Minute))
	for _, shoot := range []func(*studio){
		digests, (*studio).shootStart, (*studio).shootLatest, (*studio).shootNothing, (*studio).shootFollowing, (*studio).shootSettings,
		(*studio).shootGroup, (*studio).shootForum, (*studio).shootInline, (*studio).shootAlerts,
	} {
		shoot(s)
	}
}
