package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/discord/discordtest"
)

// canaryDiscord must show up nowhere. What stands before the first dot is the id
// of the bot, which everybody can see.
const canaryDiscord = "NzAwMDAwMDAwMDAwMDAwMDAx.Gcanar.y-Qz81_hXw3TtNv60-PkLm5yJd_Rs2AbCdEf"

// A discordProgram is the real program with a Discord of its own.
type discordProgram struct {
	*discordtest.Server
	*program
}

// newDiscordProgram makes a Discord that goes some times as fast as in life.
// Nothing runs yet. In the end the test fails if the program broke the rules of
// the API, or showed its token.
func newDiscordProgram(t testing.TB, hurry int, env ...string) *discordProgram {
	t.Helper()
	p := &discordProgram{program: newProgram(t, hurry)}
	t.Cleanup(func() {
		_, secret, _ := strings.Cut(canaryDiscord, ".")
		p.findSecret(secret, p.sentBodies())
	})
	p.Server = discordtest.Start(t, discordtest.Options{
		Token: canaryDiscord, Limits: hurriedDiscord(hurry), Schema: discordDescription(t),
		AnswerTime: answerTime,
		Gateway:    discordtest.GatewayOptions{IdentifyPause: 5 * time.Second / time.Duration(max(1, hurry))},
	})
	t.Cleanup(func() { p.end(os.Kill) }) // before the server goes
	p.env = append(p.env, "WIREBRIEF_DISCORD_TOKEN="+canaryDiscord, "WIREBRIEF_DISCORD_BASE_URL="+p.URL())
	p.env = append(p.env, env...)
	return p
}

// answerTime is how long Discord waits here for the first answer of a program on a
// busy machine. That it comes within 3 s is for the tests of the adapter to show.
const answerTime = 10 * time.Second

// hurriedDiscord are the limits of the server that go with hurried.
func hurriedDiscord(times int) *discordtest.Limits {
	if times == unlimited {
		return &discordtest.Limits{}
	}
	l := discordtest.DefaultLimits()
	l.Overall.N *= times
	for route, r := range l.Routes {
		r.N *= times
		l.Routes[route] = r
	}
	return &l
}

// discordDescription is the description of the API, nil if there is no folder
// with it.
func discordDescription(t testing.TB) *discordtest.Schema {
	t.Helper()
	folder := os.Getenv("WIREBRIEF_TESTDATA")
	if folder == "" {
		t.Log("WIREBRIEF_TESTDATA is not set: requests are not checked against the description of the API")
		return nil
	}
	s, err := discordtest.LoadSchema(filepath.Join(folder, "specs", "discord-openapi.json"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// sentBodies are what the program has sent.
func (p *discordProgram) sentBodies() map[string][]byte {
	sent := map[string][]byte{}
	for _, c := range p.LastCalls("") {
		sent["a request for "+c.Route] = append(sent["a request for "+c.Route], c.Body...)
	}
	return sent
}

// begin makes the service run and waits until it is connected.
func (p *discordProgram) begin() {
	p.t.Helper()
	p.end(os.Kill)
	if !p.Wait(waitAnswer, func() bool { return p.Shards() == 0 }) { // what was killed may still count as connected
		p.t.Fatal("the old connection does not end")
	}
	p.start()
	if !p.WaitConnected(1, waitAnswer) {
		p.t.Fatalf("not connected:\n%s", p.tail())
	}
	if !p.Wait(waitAnswer, func() bool { return len(p.Commands()) > 0 }) {
		p.t.Fatalf("no commands are registered:\n%s", p.tail())
	}
}

// A discordGuest is a person in the test.
type discordGuest struct {
	*discordtest.Person
	p *discordProgram
}

func (p *discordProgram) guest(name string) *discordGuest {
	return &discordGuest{Person: p.AddPerson(discordtest.User{Username: strings.ToLower(name), GlobalName: discordtest.Nullable(name)}), p: p}
}

// ask types a command in a room and expects words in the answer.
func (g *discordGuest) ask(room *discordtest.Room, text string, words ...string) (*discordtest.Use, discordtest.Post) {
	g.p.t.Helper()
	use := g.Slash(room, text)
	return use, g.expect(use, text, words...)
}

// askUntilAnswered is ask where the connection may be gone for a while: what
// people do then is answered by nobody, and they do it again.
func (g *discordGuest) askUntilAnswered(room *discordtest.Room, text string, words ...string) {
	g.p.t.Helper()
	for end := time.Now().Add(2 * waitAnswer); time.Now().Before(end); {
		use := g.Slash(room, text)
		if g.p.Wait(waitAnswer, func() bool { return use.Answer() != 0 || use.Failed() }) && !use.Failed() {
			g.expect(use, text, words...)
			return
		}
	}
	g.p.t.Fatalf("%q was never answered; the log ends:\n%s", text, g.p.tail())
}

// press presses a button of a message and expects words in the answer.
func (g *discordGuest) press(post discordtest.Post, label string, words ...string) (*discordtest.Use, discordtest.Post) {
	g.p.t.Helper()
	use := g.Press(post, label)
	return use, g.expect(use, label, words...)
}

// expect waits for the answer to a use of the bot, which has some words.
func (g *discordGuest) expect(use *discordtest.Use, what string, words ...string) discordtest.Post {
	g.p.t.Helper()
	post, ok := use.WaitFor(waitAnswer)
	if !ok {
		g.p.t.Fatalf("no answer to %q (%v); the log ends:\n%s", what, use, g.p.tail())
	}
	if after, ok := use.Acknowledged(); !ok || after > answerTime {
		g.p.t.Errorf("%q was acknowledged after %v", what, after)
	}
	for _, w := range words {
		if !strings.Contains(post.Text, w) {
			g.p.t.Errorf("no %q in the answer to %q:\n%s", w, what, post.Text)
		}
	}
	return post
}

// code is the code that the program has printed behind /start.
func (p *program) code() string {
	p.t.Helper()
	return codeIn(p.t, p.out.String())
}

func codeIn(t testing.TB, printed string) string {
	t.Helper()
	_, rest, _ := strings.Cut(printed, "/start ")
	code := cmp.Or(strings.Fields(rest + " -")[0], "-")
	if code == "-" {
		t.Fatalf("no code in:\n%s", printed)
	}
	return code
}

func shownDiscord(posts []discordtest.Post) string {
	var b strings.Builder
	for _, p := range posts {
		fmt.Fprintf(&b, "%s\n%q\n\n", p.Text, p.Labels())
	}
	return b.String()
}
