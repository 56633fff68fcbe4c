package discordtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"wirebrief/adapters/discord/discordtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// agent is the User-Agent of the tests.
const agent = "DiscordBot (https://example.org/bot, 1)"

// unlimited are no limits of rate.
func unlimited() *discordtest.Limits { return new(discordtest.Limits) }

// A bench is a server and somebody who calls it by plain HTTP, with a guild of
// Ana, in which the bot is, and its channel #news.
type bench struct {
	*discordtest.Server
	t      *testing.T
	client *http.Client
	ana    *discordtest.Person
	guild  *discordtest.Guild
	news   *discordtest.Room
}

// start starts a server without limits of rate unless there are some, all of
// whose requests and answers are checked.
func start(t *testing.T, o discordtest.Options) *bench {
	t.Helper()
	folder := os.Getenv("WIREBRIEF_TESTDATA")
	if folder == "" {
		t.Log("WIREBRIEF_TESTDATA is not set: the server does not hold anything against the description of the API")
		return startUnchecked(t, o)
	}
	schema, err := discordtest.LoadSchema(filepath.Join(folder, "specs", "discord-openapi.json"))
	if err != nil {
		t.Fatal(err)
	}
	o.Schema = schema
	return startUnchecked(t, o)
}

// startUnchecked starts a server for requests that the description forbids.
func startUnchecked(t *testing.T, o discordtest.Options) *bench {
	t.Helper()
	if o.Limits == nil {
		o.Limits = unlimited()
	}
	b := &bench{Server: discordtest.Start(t, o), t: t, client: &http.Client{Transport: &http.Transport{}}}
	t.Cleanup(b.client.CloseIdleConnections)
	b.ana = b.AddPerson(discordtest.User{Username: "ana", GlobalName: "Ana"})
	b.guild = b.AddGuild("Harbour", b.ana)
	b.news = b.guild.AddTextChannel("news")
	return b
}

// An answer is one of the API, or of what stands before it.
type answer struct {
	Status  int
	Header  http.Header
	Body    []byte
	Code    int
	Message string
	Errors  json.RawMessage
	// RetryAfter is in seconds.
	RetryAfter float64 `json:"retry_after"`
	Global     bool
}

// request makes a request whose headers can be changed.
func (b *bench) request(method, path string, body io.Reader, change func(http.Header)) (answer, error) {
	r, err := http.NewRequest(method, b.URL()+path, body)
	if err != nil {
		return answer{}, err
	}
	r.Header.Set("User-Agent", agent)
	r.Header.Set("Authorization", "Bot "+b.Token())
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if change != nil {
		change(r.Header)
	}
	resp, err := b.client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	a := answer{Status: resp.StatusCode, Header: resp.Header}
	if a.Body, err = io.ReadAll(resp.Body); err != nil {
		return answer{}, err
	}
	if a.Status >= 400 && resp.Header.Get("Content-Type") == "application/json" {
		err = json.Unmarshal(a.Body, &a)
	}
	return a, err
}

// call calls a route with JSON: text as it is, nil for none, or a value.
func (b *bench) call(method, path string, body any) answer {
	b.t.Helper()
	var r io.Reader
	switch v := body.(type) {
	case nil:
	case string:
		r = strings.NewReader(v)
	default:
		text, err := json.Marshal(v)
		if err != nil {
			b.t.Fatal(err)
		}
		r = bytes.NewReader(text)
	}
	a, err := b.request(method, path, r, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return a
}

// good calls a route, expects success and decodes the answer.
func good[R any](b *bench, method, path string, body any) (result R) {
	b.t.Helper()
	a := b.call(method, path, body)
	if a.Status >= 300 {
		b.t.Fatalf("%s %s: %d %s", method, path, a.Status, a.Body)
	}
	if a.Status == http.StatusNoContent {
		return result
	}
	if err := json.Unmarshal(a.Body, &result); err != nil {
		b.t.Fatalf("%s %s: %v in %s", method, path, err, a.Body)
	}
	return result
}

// bad calls a route and expects a refusal.
func (b *bench) bad(status, code int, method, path string, body any) answer {
	b.t.Helper()
	a := b.call(method, path, body)
	if a.Status != status || a.Code != code {
		b.t.Errorf("%s %s: %d %s, want %d with code %d", method, path, a.Status, a.Body, status, code)
	}
	return a
}

// upload sends a message with files.
func (b *bench) upload(method, path, payload string, files ...discordtest.File) answer {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	form.WriteField("payload_json", payload)
	for i, f := range files {
		part, err := form.CreateFormFile(fmt.Sprintf("files[%d]", i), f.Name)
		if err != nil {
			b.t.Fatal(err)
		}
		part.Write(f.Content)
	}
	form.Close()
	a, err := b.request(method, path, &body, func(h http.Header) { h.Set("Content-Type", form.FormDataContentType()) })
	if err != nil {
		b.t.Fatal(err)
	}
	return a
}

// messages is the path of the messages of a room.
func messages(r *discordtest.Room) string { return "/channels/" + r.ID().String() + "/messages" }

// message is the path of one message.
func message(r *discordtest.Room, id discordtest.ID) string {
	return messages(r) + "/" + id.String()
}

// send sends a message and expects it to be shown.
func (b *bench) send(r *discordtest.Room, body any) discordtest.Message {
	b.t.Helper()
	if text, ok := body.(string); ok && !strings.HasPrefix(text, "{") {
		body = map[string]string{"content": text}
	}
	return good[discordtest.Message](b, "POST", messages(r), body)
}

// last is the last message of the bot in a room.
func (b *bench) last(r *discordtest.Room) discordtest.Post {
	b.t.Helper()
	posts := r.BotPosts()
	if len(posts) == 0 {
		b.t.Fatalf("the bot has written nothing in %s", r.Name())
	}
	return posts[len(posts)-1]
}

// hasError reports whether the tree of an answer has a code at a path with
// dots.
func (a answer) hasError(path, code string) bool {
	var at any
	if json.Unmarshal(a.Errors, &at) != nil {
		return false
	}
	steps := append(strings.Split(path, "."), "_errors")
	if path == "" {
		steps = steps[1:]
	}
	for _, step := range steps {
		object, ok := at.(map[string]any)
		if !ok {
			return false
		}
		at = object[step]
	}
	list, _ := at.([]any)
	return slices.ContainsFunc(list, func(one any) bool {
		object, ok := one.(map[string]any)
		return ok && object["code"] == code && object["message"] != ""
	})
}

// A clock is a time that only a test moves.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }
