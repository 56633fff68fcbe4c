package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"wirebrief/adapters/telegram/telegramtest"
)

// hurriedLimits are those of the server that go with hurried.
func hurriedLimits(times int) *telegramtest.Limits {
	if times == unlimited {
		return &telegramtest.Limits{}
	}
	l := telegramtest.DefaultLimits()
	l.PerSecond *= float64(times)
	l.ChatPerSecond *= float64(times)
	l.GroupPerMinute *= times
	return &l
}

// canaryToken must show up nowhere. What stands before the colon is the id of
// the bot, which everybody can see.
const canaryToken = "7000000001:AAcanary-Qz81_hXw3TtNv60-PkLm5yJd_Rs2"

// A telegramProgram is the real program with a Telegram of its own.
type telegramProgram struct {
	*telegramtest.Server
	*program
}

// newTelegramProgram makes a Telegram that goes some times as fast as in life.
// Nothing runs yet. In the end the test fails if the program broke the rules of
// the API, or showed its token.
func newTelegramProgram(t testing.TB, hurry int, env ...string) *telegramProgram {
	t.Helper()
	p := &telegramProgram{program: newProgram(t, hurry)}
	t.Cleanup(p.findToken)
	p.Server = telegramtest.Start(t, telegramtest.Options{Token: canaryToken, Limits: hurriedLimits(hurry), Schema: apiDescription(t)})
	t.Cleanup(func() { p.end(os.Kill) }) // before the server goes
	p.env = append(p.env, "WIREBRIEF_TELEGRAM_TOKEN="+canaryToken, "WIREBRIEF_TELEGRAM_BASE_URL="+p.URL())
	p.env = append(p.env, env...)
	return p
}

// apiDescription is the description of the API, nil if there is no folder with
// it.
func apiDescription(t testing.TB) *telegramtest.Schema {
	t.Helper()
	folder := os.Getenv("WIREBRIEF_TESTDATA")
	if folder == "" {
		t.Log("WIREBRIEF_TESTDATA is not set: requests are not checked against the description of the API")
		return nil
	}
	s, err := telegramtest.LoadSchema(filepath.Join(folder, "specs", "telegram-api.json"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// begin makes the service run, and returns the link that its operator follows.
func (p *telegramProgram) begin() (link string) {
	p.t.Helper()
	p.start()
	p.out.waitFor(p.t.(*testing.T), "t.me/")
	return linkIn(p.t, p.out.String())
}

// linkIn is the link to the bot in what was printed.
func linkIn(t testing.TB, printed string) string {
	t.Helper()
	for word := range strings.FieldsSeq(printed) {
		if strings.HasPrefix(word, "https://t.me/wirebrief_test_bot?start=") {
			return word
		}
	}
	t.Fatalf("no link in:\n%s", printed)
	return ""
}

// answer waits for the n-th message of the bot in a room, and returns it.
func (p *telegramProgram) answer(r *telegramtest.Room, n int) telegramtest.Post {
	p.t.Helper()
	posts := r.WaitPosts(n, waitAnswer)
	if len(posts) < n {
		p.t.Fatalf("no message %d from the bot, only:\n%s\nthe log ends:\n%s", n, shownPosts(posts), p.tail())
	}
	return posts[n-1]
}

func shownPosts(posts []telegramtest.Post) string {
	var b strings.Builder
	for _, p := range posts {
		fmt.Fprintf(&b, "%s\n%q\n\n", p.Text, p.Labels())
	}
	return b.String()
}

// findToken looks for the token in all that the program has left.
func (p *telegramProgram) findToken() {
	_, secret, _ := strings.Cut(canaryToken, ":")
	sent := map[string][]byte{}
	for _, c := range p.LastCalls("") {
		sent["a request for "+c.Method] = append(sent["a request for "+c.Method], fmt.Append(nil, c.Values)...)
	}
	p.findSecret(secret, sent)
}

// labelled reports whether a message has a button of a label.
func labelled(p telegramtest.Post, label string) bool { return slices.Contains(p.Labels(), label) }
