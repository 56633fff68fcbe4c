package main

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wirebrief/adapters/telegram"
	"wirebrief/adapters/telegram/telegramtest"
	"wirebrief/bot"
	"wirebrief/briefing"
	"wirebrief/db"
)

// screenshotsVariable names the folder that `make screenshots` puts its
// pictures into.
const screenshotsVariable = "WIREBRIEF_SCREENSHOTS"

// A studio is the real service with a Telegram of its own, at a time that only
// the test moves on, so that pictures of another day look the same.
type studio struct {
	*telegramProgram
	camera
	mu    sync.Mutex
	time  time.Time
	store *db.DB
}

// morning is when the digest of the pictures is due: 08:00 in Yerevan.
var morning = time.Date(2026, time.November, 6, 4, 0, 0, 0, time.UTC)

func (s *studio) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.time
}

func (s *studio) setClock(to time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.time = to
}

// openStudio starts everything a day before the digest.
func openStudio(t *testing.T, folder string) *studio {
	t.Helper()
	s := &studio{time: morning.Add(-25 * time.Hour), camera: newCamera(t, folder)}
	s.telegramProgram = &telegramProgram{t: t, file: filepath.Join(t.TempDir(), "news.db")}
	oldClock, oldTune, oldRates := clock, tuneTelegram, askingRates
	t.Cleanup(func() { clock, tuneTelegram, askingRates = oldClock, oldTune, oldRates })
	clock, askingRates = s.now, bot.Rates{}
	tuneTelegram = func(o *telegram.Options) { o.Pacing = bot.NewPacing(bot.Pace{}) }
	s.Server = telegramtest.Start(t, telegramtest.Options{Now: s.now, Limits: &telegramtest.Limits{}, Schema: apiDescription(t)})
	s.ServePage()
	env := map[string]string{
		"WIREBRIEF_TELEGRAM_TOKEN": s.Token(), "WIREBRIEF_TELEGRAM_BASE_URL": s.URL(), "WIREBRIEF_ACCESS_MODE": "open", "HOME": t.TempDir(),
	}
	startServiceIn(t, env, s.file)
	store, err := db.Open(t.Context(), s.file, db.Options{Now: s.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	s.store = store
	return s
}

// samples stores the samples as they are at the time of the digest.
func (s *studio) samples() {
	s.t.Helper()
	if _, err := storeSamples(s.t.Context(), s.store, morning); err != nil {
		s.t.Fatal(err)
	}
}

// report stores an article of Example Wire, or what has become of it.
func (s *studio) report(slug, title, text string, age time.Duration) {
	s.t.Helper()
	s.add(briefing.Article{URL: "https://example.com/wire/" + slug, Title: title, Publisher: "Example Wire", Lang: "en", Published: s.now().Add(-age), Text: text})
}

// strike is the sample about the strike in other words.
func (s *studio) strike(change func(a *briefing.Article), words ...string) {
	s.t.Helper()
	all, err := sampleArticles(morning)
	if err != nil {
		s.t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(a briefing.Article) bool { return strings.HasSuffix(a.URL, "port-ellery-strike-second-week") })
	if i < 0 {
		s.t.Fatal("the sample about the strike is not there")
	}
	a := all[i]
	for i := 0; i+1 < len(words); i += 2 {
		if !strings.Contains(a.Text, words[i]) {
			s.t.Fatalf("the sample about the strike has no %q", words[i])
		}
		a.Text = strings.Replace(a.Text, words[i], words[i+1], 1)
	}
	change(&a)
	s.add(a)
}

func (s *studio) add(a briefing.Article) {
	s.t.Helper()
	ingester := bot.NewIngester(s.store, s.store, bot.IngesterOptions{})
	if _, err := ingester.Add(s.t.Context(), []briefing.Article{a}, false); err != nil {
		s.t.Fatal(err)
	}
	if _, err := ingester.Process(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
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

// TestScreenshots plays the main dialogues and photographs them. `make
// screenshots` runs it.
func TestScreenshots(t *testing.T) {
	folder := os.Getenv(screenshotsVariable)
	if folder == "" {
		t.Skip(screenshotsVariable + " names no folder for pictures: make screenshots takes them")
	}
	s := openStudio(t, folder)
	digests := s.digestsOfTwoDays()
	s.setClock(morning.Add(10 * time.Minute))
	for _, shoot := range []func(*studio){
		digests, (*studio).shootStart, (*studio).shootLatest, (*studio).shootNothing, (*studio).shootFollowing, (*studio).shootSettings,
		(*studio).shootGroup, (*studio).shootForum, (*studio).shootInline, (*studio).shootAlerts,
	} {
		shoot(s)
	}
}
