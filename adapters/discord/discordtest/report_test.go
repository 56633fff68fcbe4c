package discordtest_test

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/discord/discordtest"
)

// smallSchema describes one route, otherwise than the server answers it.
const smallSchema = `{"openapi":"3.1.0","info":{"title":"small","version":"10"},"components":{"schemas":{"Message":{"type":"object"}}},"paths":{
	"/channels/{channel_id}/messages":{"post":{"operationId":"create_message",
		"parameters":[{"name":"channel_id","in":"path","required":true,"schema":{"type":"string"}}],
		"requestBody":{"required":true,"content":{"application/json":{"schema":{"type":"object","properties":{"content":{"type":"string","maxLength":5}}}}}},
		"responses":{"200":{"description":"sent","content":{"application/json":{"schema":{"type":"object","properties":{"id":{"type":"integer"}},"required":["id"]}}}}}}}}}`

func TestViolations(t *testing.T) {
	file := filepath.Join(t.TempDir(), "api.json")
	if err := os.WriteFile(file, []byte(smallSchema), 0o600); err != nil {
		t.Fatal(err)
	}
	schema, err := discordtest.LoadSchema(file)
	if err != nil {
		t.Fatal(err)
	}
	s, err := discordtest.New(discordtest.Options{Schema: schema, Limits: unlimited()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	b := &bench{Server: s, t: t, client: &http.Client{Transport: &http.Transport{}}}
	defer b.client.CloseIdleConnections()
	room := s.AddGuild("Harbour", s.AddPerson(discordtest.User{})).AddTextChannel("news")
	expect := func(parts ...string) {
		t.Helper()
		if !slices.ContainsFunc(s.Violations(), func(v string) bool {
			return !slices.ContainsFunc(parts, func(p string) bool { return !strings.Contains(v, p) })
		}) {
			t.Errorf("violations %q, want one with %q", s.Violations(), parts)
		}
	}
	b.call("POST", messages(room), `{"content":"a","colour":"red"}`)
	expect(discordtest.SendRoute+": ", "colour")
	expect(discordtest.SendRoute+" answered: ", "id")
	b.call("POST", messages(room), `{"content":"too long"}`)
	expect(discordtest.SendRoute+": ", "content")
	before := len(s.Violations())
	b.call("POST", messages(room), `{"content":""}`)
	if got := s.Violations()[before:]; len(got) != 1 || !strings.Contains(got[0], "refused: ") {
		t.Errorf("violations %q, want one of the refusal, which is not described", got)
	}
}

// Start fails its test on violations.
func TestStartReportsViolations(t *testing.T) {
	var r recorder
	s := discordtest.Start(&r, discordtest.Options{})
	ana, ben := s.AddPerson(discordtest.User{Username: "ana"}), s.AddPerson(discordtest.User{Username: "ben"})
	guild := s.AddGuild("Harbour", ana)
	ana.Say(ben.Private(), "hello")
	guild.Grant(ben, discordtest.Administrator)
	guild.Give(ben, guild.AddRole("Readers", 0))
	guild.AddTextChannel("news").Archive()
	r.cleanup()
	if len(r.errors) != 4 {
		t.Errorf("errors %q, want four", r.errors)
	}
	discordtest.Start(&r, discordtest.Options{Listen: "nowhere:none"})
	if len(r.errors) != 5 {
		t.Errorf("errors %q, want another of the address", r.errors)
	}
}

// A recorder is a test that goes on after it has failed.
type recorder struct {
	errors  []string
	cleanup func()
}

func (r *recorder) Helper()                           {}
func (r *recorder) Errorf(format string, args ...any) { r.errors = append(r.errors, format) }
func (r *recorder) Cleanup(f func())                  { r.cleanup = f }
func (r *recorder) Fatalf(format string, args ...any) {
	r.errors = append(r.errors, format)
	r.cleanup = func() {}
}

func TestKeep(t *testing.T) {
	c := startCounter(t, discordtest.Options{Keep: 10})
	first := c.ask()
	for range 30 {
		c.reply(c.ask(), `{"type":4,"data":{"content":"a"}}`)
	}
	if n := len(c.news.Posts()); n < 10 || n > 20 {
		t.Errorf("%d messages are kept, want 10 to 20", n)
	}
	if c.Sent() != 30 {
		t.Errorf("Sent is %d, want 30", c.Sent())
	}
	c.bad(404, 10062, "POST", callback(first), `{"type":5}`)
}

func TestWait(t *testing.T) {
	b := start(t, discordtest.Options{})
	done := make(chan []discordtest.Post)
	go func() { done <- b.news.WaitPosts(2, wait) }()
	b.send(b.news, "one")
	b.send(b.news, "two")
	if posts := <-done; len(posts) != 2 {
		t.Errorf("%d posts", len(posts))
	}
	if posts := b.news.WaitPosts(3, 10*time.Millisecond); len(posts) != 2 {
		t.Errorf("%d posts", len(posts))
	}
}

// wait is how long a test waits for what should happen at once.
const wait = time.Minute

func TestFieldErrors(t *testing.T) {
	b := startUnchecked(t, discordtest.Options{})
	b.call("POST", messages(b.news), embeds(discordtest.Embed{Title: long(257)}, discordtest.Embed{Title: long(300), Description: long(5000)}))
	e := b.Refused()[0].Errors
	for _, path := range []string{"embeds.0.title", "embeds.1.title", "embeds.1.description"} {
		if !e.Has(path, "BASE_TYPE_MAX_LENGTH") {
			t.Errorf("%s is not among %+v", path, e)
		}
	}
	if e.Has("embeds.0", "BASE_TYPE_MAX_LENGTH") || e.Has("embeds.0.title", "BASE_TYPE_REQUIRED") {
		t.Errorf("more is among %+v than was wrong", e)
	}
}

// What is forwarded is read as well.
func TestForwardedIsRead(t *testing.T) {
	b := start(t, discordtest.Options{})
	m := b.send(b.news, `{"content":"**Look**","embeds":[{"title":"Grain","url":"https://example.org/1","author":{"name":"Wire","url":"https://example.org"}}]}`)
	b.ana.Forward(m, b.ana.Private())
	posts := b.ana.Private().Posts()
	if len(posts) != 1 || posts[0].Text != "Look\nWire\nGrain" || !slices.Equal(posts[0].Links(), []string{"https://example.org", "https://example.org/1"}) {
		t.Errorf("the posts are %+v", posts)
	}
}

// Names stand in place of ids.
func TestMentionsAreRead(t *testing.T) {
	b := start(t, discordtest.Options{})
	role := b.guild.AddRole("Traders", 0)
	b.send(b.news, "<@"+b.ana.ID().String()+"> <@&"+role.ID().String()+"> <#"+b.news.ID().String()+"> <@5>")
	p := b.last(b.news)
	if !strings.HasPrefix(p.Text, "@Ana @Traders #news @") {
		t.Errorf("Text is %q", p.Text)
	}
	if got := len(p.Live); got != 4 {
		t.Errorf("Live is %+v", p.Live)
	}
}

// BenchmarkSend measures what the server costs a bot that sends.
func BenchmarkSend(b *testing.B) {
	s, err := discordtest.New(discordtest.Options{Limits: unlimited(), Keep: 100})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	room := s.AddGuild("Harbour", s.AddPerson(discordtest.User{})).AddTextChannel("news")
	c := &bench{Server: s, client: &http.Client{Transport: &http.Transport{}}}
	defer c.client.CloseIdleConnections()
	for b.Loop() {
		a, err := c.request("POST", messages(room), strings.NewReader(`{"embeds":[{"title":"Dock strike","description":"> **No ship** leaves"}]}`), nil)
		if err != nil || a.Status != 200 {
			b.Fatalf("%d %s, %v", a.Status, a.Body, err)
		}
	}
}
