package telegramtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"wirebrief/adapters/telegram/telegramtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// wait is how long a test waits for what should happen at once.
const wait = time.Minute

// schema is the description of the API, nil if the environment names no folder
// that has it: then nothing is held against it.
var schema = sync.OnceValues(func() (*telegramtest.Schema, error) {
	folder := os.Getenv("WIREBRIEF_TESTDATA")
	if folder == "" {
		return nil, nil
	}
	return telegramtest.LoadSchema(filepath.Join(folder, "specs", "telegram-api.json"))
})

// A bench is a server and somebody who calls it by plain HTTP.
type bench struct {
	*telegramtest.Server
	t      *testing.T
	client *http.Client
}

// start starts a server all of whose requests, answers and updates are checked.
func start(t *testing.T, o telegramtest.Options) *bench {
	t.Helper()
	var err error
	if o.Schema, err = schema(); err != nil {
		t.Fatal(err)
	}
	if o.Schema == nil {
		t.Log("WIREBRIEF_TESTDATA is not set: the server does not hold anything against the description of the API")
	}
	return startUnchecked(t, o)
}

// startUnchecked starts a server for requests that the description forbids.
func startUnchecked(t *testing.T, o telegramtest.Options) *bench {
	t.Helper()
	return &bench{Server: telegramtest.Start(t, o), t: t, client: newClient(t)}
}

// newClient returns a client whose connections end with the test.
func newClient(t *testing.T) *http.Client {
	c := &http.Client{Transport: &http.Transport{}}
	t.Cleanup(c.CloseIdleConnections)
	return c
}

// A reply is an answer of the API.
type reply struct {
	Status      int `json:"-"`
	OK          bool
	Result      json.RawMessage
	Code        int `json:"error_code"`
	Description string
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	}
}

// params are names and values in turn.
type params []any

func (p params) values() url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(p); i += 2 {
		v.Set(p[i].(string), fmt.Sprint(p[i+1]))
	}
	return v
}

// call calls a method with a form.
func (b *bench) call(method string, p ...any) reply {
	b.t.Helper()
	r, err := b.try(method, p...)
	if err != nil {
		b.t.Fatal(err)
	}
	return r
}

// try is call with an error if the answer is not of the API.
func (b *bench) try(method string, p ...any) (reply, error) {
	a, err := b.client.PostForm(b.URL()+"/bot"+b.Token()+"/"+method, params(p).values())
	if err != nil {
		return reply{}, err
	}
	return read(a)
}

func read(a *http.Response) (r reply, err error) {
	defer a.Body.Close()
	if err := json.NewDecoder(a.Body).Decode(&r); err != nil {
		return r, fmt.Errorf("status %d: %w", a.StatusCode, err)
	}
	r.Status = a.StatusCode
	return r, nil
}

// upload calls a method with one file.
func (b *bench) upload(method, field, name string, content []byte, p ...any) reply {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for key, values := range params(p).values() {
		form.WriteField(key, values[0])
	}
	part, err := form.CreateFormFile(field, name)
	if err != nil {
		b.t.Fatal(err)
	}
	part.Write(content)
	form.Close()
	a, err := b.client.Post(b.URL()+"/bot"+b.Token()+"/"+method, form.FormDataContentType(), &body)
	if err != nil {
		b.t.Fatal(err)
	}
	r, err := read(a)
	if err != nil {
		b.t.Fatal(err)
	}
	return r
}

// good calls a method, expects it to succeed and decodes the result.
func good[R any](b *bench, method string, p ...any) R {
	b.t.Helper()
	r := b.call(method, p...)
	var result R
	if !r.OK || r.Status != http.StatusOK {
		b.t.Fatalf("%s %v: %d %s", method, p, r.Code, r.Description)
	}
	if err := json.Unmarshal(r.Result, &result); err != nil {
		b.t.Fatalf("%s: %v in %s", method, err, r.Result)
	}
	return result
}

// bad calls a method and expects it to be refused.
func (b *bench) bad(code int, description, method string, p ...any) reply {
	b.t.Helper()
	r := b.call(method, p...)
	if r.OK || r.Status != code || r.Code != code || r.Description != description {
		b.t.Errorf("%s %v: status %d, %d %q, want %d %q", method, p, r.Status, r.Code, r.Description, code, description)
	}
	return r
}

// send sends text to a chat and expects it to be shown.
func (b *bench) send(r *telegramtest.Room, text string, p ...any) telegramtest.Message {
	b.t.Helper()
	return good[telegramtest.Message](b, "sendMessage", append(p, "chat_id", r.ID(), "text", text)...)
}

// updates calls getUpdates.
func (b *bench) updates(p ...any) []update {
	b.t.Helper()
	return good[[]update](b, "getUpdates", p...)
}

// drain takes all updates that wait and confirms them.
func (b *bench) drain() (all []update) {
	b.t.Helper()
	offset := int64(0)
	for b.Pending() > 0 {
		for _, u := range b.updates("offset", offset) {
			all = append(all, u)
			offset = u.ID + 1
		}
		b.updates("offset", offset, "limit", 1)
	}
	return all
}

// An update is decoded loosely, as members have no fixed form.
type update struct {
	ID           int64                            `json:"update_id"`
	Message      *telegramtest.Message            `json:"message"`
	Edited       *telegramtest.Message            `json:"edited_message"`
	ChannelPost  *telegramtest.Message            `json:"channel_post"`
	Callback     *telegramtest.CallbackQuery      `json:"callback_query"`
	Inline       *telegramtest.InlineQuery        `json:"inline_query"`
	Chosen       *telegramtest.ChosenInlineResult `json:"chosen_inline_result"`
	MyChatMember *memberChange                    `json:"my_chat_member"`
	ChatMember   *memberChange                    `json:"chat_member"`
}

type memberChange struct {
	Chat telegramtest.Chat `json:"chat"`
	From telegramtest.User `json:"from"`
	Old  member            `json:"old_chat_member"`
	New  member            `json:"new_chat_member"`
}

type member struct {
	Status string            `json:"status"`
	User   telegramtest.User `json:"user"`
}

// friend is somebody who has pressed Start; the update is gone.
func (b *bench) friend(name string) *telegramtest.Person {
	b.t.Helper()
	p := b.AddPerson(telegramtest.User{FirstName: name, Username: strings.ToLower(name), LanguageCode: "en"})
	p.Start("")
	b.forget()
	return p
}

// forget confirms all updates.
func (b *bench) forget() {
	b.t.Helper()
	if b.Pending() > 0 {
		b.updates("offset", -1)
		b.drain()
	}
}

// texts are the texts of updates of messages.
func texts(updates []update) (texts []string) {
	for _, u := range updates {
		switch {
		case u.Message != nil:
			texts = append(texts, u.Message.Text)
		case u.ChannelPost != nil:
			texts = append(texts, u.ChannelPost.Text)
		}
	}
	return texts
}
