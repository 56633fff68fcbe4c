package main

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/telegram/telegramtest"
)

// A guest is a person in the test, and how many messages of the bot they have
// read in a chat.
type guest struct {
	*telegramtest.Person
	p    *telegramProgram
	room *telegramtest.Room
	read int
}

func (p *telegramProgram) guest(name string) *guest {
	person := p.AddPerson(telegramtest.User{FirstName: name, LanguageCode: "en"})
	return &guest{Person: person, p: p, room: person.Private()}
}

// next waits for the next message of the bot.
func (g *guest) next() telegramtest.Post {
	g.p.t.Helper()
	g.read++
	return g.p.answer(g.room, g.read)
}

// expect waits for the next message of the bot, which has some words.
func (g *guest) expect(words ...string) telegramtest.Post {
	g.p.t.Helper()
	post := g.next()
	for _, w := range words {
		if !strings.Contains(post.Text, w) {
			g.p.t.Errorf("no %q in the bot's message:\n%s", w, post.Text)
		}
	}
	return post
}

// ask says something and expects words in the answer.
func (g *guest) ask(text string, words ...string) telegramtest.Post {
	g.p.t.Helper()
	g.Say(g.room, text)
	return g.expect(words...)
}

// settle waits until the bot has nothing more to do, and reports how many
// messages have come that nobody expected.
func (g *guest) settle() int {
	g.p.t.Helper()
	g.p.settle()
	return len(g.room.BotPosts()) - g.read
}

// settle waits until every update is confirmed and answered.
func (p *telegramProgram) settle() {
	p.t.Helper()
	if !p.Wait(waitAnswer, func() bool { return p.Pending() == 0 }) {
		p.t.Fatalf("%d updates are not confirmed:\n%s", p.Pending(), p.tail())
	}
	p.answered()
}

// TestTelegram goes from an empty database to a delivered digest, as an
// operator and a reader do.
func TestTelegram(t *testing.T) {
	t.Parallel()
	p := newTelegramProgram(t, 10)
	link := p.begin()
	p.storeNews()
	ana := p.guest("Ana")

	ana.Follow(link)
	ana.expect("You are the operator of this bot now.")
	for ana.settle() > 0 {
		ana.next()
	}

	list := ana.ask("/latest", "Newest stories")
	p.part(t, "NumberOpensTheStory", func(t *testing.T) { ana.opens(t, list) })
	p.part(t, "UndoTakesBack", ana.undoes)
	p.part(t, "DigestIsDelivered", ana.hasDigest)
	p.part(t, "StrangerIsLetInByLink", func(t *testing.T) { strangerComesIn(t, p) })
	if n := p.TooMany(); n > 0 {
		t.Errorf("%d requests were too many", n)
	}
	p.stop()
	checkIntegrity(t, p.file)
}

// opens opens a story by its number in a list, and turns back and forth.
func (ana *guest) opens(t *testing.T, list telegramtest.Post) {
	if labels := strings.Join(list.Labels(), " "); !strings.HasPrefix(labels, "1 2 3 4 5 6 ") {
		t.Errorf("the list has the buttons %q", labels)
	}
	ana.press(t, "2")
	headline := strings.TrimPrefix(between(list.Text, "\n2 ", "\n"), "· ")
	story := ana.expect(headline)
	if !strings.HasPrefix(story.Text, headline) || len(story.Marked("blockquote")) == 0 || story.Preview == "" {
		t.Errorf("%q opens, with the quotes %q and the card of %q", story.Text, story.Marked("blockquote"), story.Preview)
	}
	ana.press(t, "In context")
	ana.expect("In context", headline)
}

// between is what stands in s between two strings.
func between(s, from, to string) string {
	_, s, _ = strings.Cut(s, from)
	s, _, _ = strings.Cut(s, to)
	return s
}

// press presses a button of the newest message that has it, and waits for the
// answer to that.
func (g *guest) press(t testing.TB, label string) {
	t.Helper()
	if _, ok := g.Press(g.room, label).Wait(); !ok {
		t.Fatalf("%q was pressed in vain:\n%s", label, g.p.tail())
	}
}

// undoes follows a topic, takes that back, and takes that back again.
func (ana *guest) undoes(t *testing.T) {
	ana.ask("/subscribe ellery", "Following ellery, once a day", "I don't know your time zone yet")
	sample := ana.expect("The latest, as a sample:")
	if !labelled(sample, "Set my time zone") {
		t.Errorf("no offer to set a time zone: %q", sample.Labels())
	}
	for _, want := range []int{0, 1} {
		ana.press(t, "Undo")
		ana.p.eventually("topics", want, func() int { return len(ana.p.following()) })
		ana.read += ana.settle()
	}
}

// hasDigest sets a digest time, has news come in, and reads the digest.
func (ana *guest) hasDigest(t *testing.T) {
	if got := ana.p.following(); len(got) != 1 {
		t.Fatalf("following %q", got)
	}
	ana.ask("/timezone UTC", "It is ")
	full := os.Getenv(crashFull) == "full"
	due := time.Now().UTC().Add(time.Hour).Truncate(time.Minute)
	if full { // the minute is waited for, and the article is to be there before
		due = time.Now().UTC().Add(3 * time.Minute).Truncate(time.Minute)
	}
	ana.ask("/digest "+due.Format("15:04"), "Digest: once a day at "+due.Format("15:04"))
	ana.p.importOne("Port Ellery opens a second quay", "The port of Ellery opened a second quay for 14 ships on Thursday. “No ship waits at sea from today,” said Ana Varga, the chair of the union.")
	ana.p.eventually("articles to process", 0, func() int { return len(ana.p.query(`SELECT id FROM articles WHERE processed = 0`)) })
	if !full {
		edit(t, ana.p.file, `UPDATE chats SET next_digest = ?`, time.Now().UnixMilli())
	}
	ana.p.Wait(3*time.Minute+waitAnswer, func() bool { return len(ana.room.BotPosts()) > ana.read })
	digest := ana.expect("briefing", "Port Ellery opens a second quay", "“No ship waits at sea from today”", "14 ships")
	if digest.Preview != "" || !slices.Contains(digest.Links(), "https://example.com/port-ellery-opens-a-second-quay") {
		t.Errorf("the digest shows the card of %q, and links to %q", digest.Preview, digest.Links())
	}
	if n := ana.settle(); n != 0 {
		t.Errorf("%d messages more:\n%s", n, shownPosts(ana.room.BotPosts()))
	}
}

// strangerComesIn is a person who hears one line, and is then let in by the link
// that the operator makes.
func strangerComesIn(t *testing.T, p *telegramProgram) {
	bob := p.guest("Bob")
	bob.Start("")
	bob.expect("This bot is by invitation.")
	bob.Say(bob.room, "/latest")
	bob.Say(bob.room, "/subscribe ellery")
	if n := bob.settle(); n != 0 {
		t.Errorf("a stranger heard more than one line:\n%s", shownPosts(bob.room.BotPosts()))
	}
	bob.Follow(linkIn(t, p.run("invite")))
	bob.expect("Welcome, you are in.")
	bob.expect("Name a topic, or take one.")
	bob.ask("/latest", "Newest stories")
}
