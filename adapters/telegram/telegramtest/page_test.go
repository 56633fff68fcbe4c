package telegramtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/telegram/telegramtest"
)

// A look is what the client of the page gets, as far as tests look at it.
type look struct {
	As     int64
	People []struct{ Name string }
	Chats  []struct {
		ID    int64
		Title string
		Last  *struct{ From, Text string }
	}
	Chat *struct {
		About                      string
		Started, Blocked, Writable bool
		Commands                   []telegramtest.Command
		Topics                     []struct {
			ID   int
			Name string
		}
		Keyboard [][]string
		Posts    []struct {
			ID                  int
			From, Text, Title   string
			Mine, Silent, Force bool
			Preview, Service    string
			Entities            []telegramtest.Entity
			Reply               *struct{ Text string }
			Files               []struct{ ID, Name string }
			Via                 string
			Topic               int
		}
	}
	Seen string
}

// paged starts a server with the page.
func paged(t *testing.T) *bench {
	b := start(t, telegramtest.Options{})
	b.ServePage()
	return b
}

// get fetches an address of the page.
func (b *bench) get(path string) (status int, body string) {
	b.t.Helper()
	r, err := b.client.Get(b.URL() + path)
	if err != nil {
		b.t.Fatal(err)
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return r.StatusCode, string(text)
}

// look asks for the view of a chat.
func (b *bench) look(as *telegramtest.Person, r *telegramtest.Room) (l look) {
	b.t.Helper()
	_, body := b.get(fmt.Sprintf("/page/view?as=%d&chat=%d", as.ID(), r.ID()))
	if err := json.Unmarshal([]byte(body), &l); err != nil {
		b.t.Fatalf("%v in %s", err, body)
	}
	return l
}

// act does something on the page and returns what it answers.
func (b *bench) act(name string, as *telegramtest.Person, r *telegramtest.Room, more map[string]any) map[string]any {
	b.t.Helper()
	body := map[string]any{"as": as.ID(), "chat": r.ID()}
	for key, value := range more {
		body[key] = value
	}
	text, err := json.Marshal(body)
	if err != nil {
		b.t.Fatal(err)
	}
	answer, err := b.client.Post(b.URL()+"/page/"+name, "application/json", bytes.NewReader(text))
	if err != nil {
		b.t.Fatal(err)
	}
	defer answer.Body.Close()
	result := map[string]any{}
	if err := json.NewDecoder(answer.Body).Decode(&result); err != nil {
		b.t.Fatalf("%s: status %d: %v", name, answer.StatusCode, err)
	}
	return result
}

// next waits for an update and confirms it.
func (b *bench) next() update {
	b.t.Helper()
	got := b.updates("timeout", 10, "limit", 1)
	if len(got) == 0 {
		b.t.Fatal("no update came")
	}
	b.updates("offset", got[0].ID+1, "limit", 1)
	return got[0]
}

func TestPageShowsChats(t *testing.T) {
	b := paged(t)
	ana, ben := b.friend("Ana"), b.friend("Ben")
	group := b.AddSupergroup("Dockers", ana, ben)
	group.Add(ana, b.Bot())
	asked := ben.Say(group, "/latest@wirebrief_test_bot ports\nplease")
	b.send(group, "<b>Strike</b> <a href=\"https://wire.example/1\">goes on</a>", "parse_mode", "HTML", "disable_notification", true,
		"reply_parameters", fmt.Sprintf(`{"message_id":%d}`, asked.MessageID))
	good[bool](b, "setMyCommands", "commands", `[{"command":"latest","description":"News"}]`)

	l := b.look(ana, group)
	if l.As != ana.ID() || len(l.People) != 2 || l.Chat == nil || l.Chat.About != "3 members" || !l.Chat.Writable || len(l.Chat.Commands) != 1 {
		t.Fatalf("the view is %+v", l)
	}
	if len(l.Chats) != 2 || l.Chats[0].Title != "Dockers" || l.Chats[0].Last.From != "Wirebrief" || l.Chats[0].Last.Text != "Strike goes on" {
		t.Errorf("the list is %+v", l.Chats)
	}
	posts := l.Chat.Posts
	said, answer := posts[len(posts)-2], posts[len(posts)-1]
	if posts[0].Service == "" || said.From != "Ben" || said.Mine || !b.look(ben, group).Chat.Posts[len(posts)-2].Mine {
		t.Errorf("the posts are %+v", posts)
	}
	if !answer.Silent || answer.Preview != "https://wire.example/1" || answer.Reply == nil || answer.Reply.Text != "/latest@wirebrief_test_bot ports" || len(answer.Entities) != 2 {
		t.Errorf("the answer is %+v", answer)
	}
}

func TestPageHidesChatsOfOthers(t *testing.T) {
	b := paged(t)
	ana, ben := b.friend("Ana"), b.friend("Ben")
	group := b.AddGroup("Dockers", ana)
	for _, room := range []*telegramtest.Room{group, ana.Private()} {
		if l := b.look(ben, room); l.Chat != nil || len(l.Chats) != 1 {
			t.Errorf("Ben sees %+v", l)
		}
	}
}

func TestPageShowsForum(t *testing.T) {
	b := paged(t)
	ana := b.friend("Ana")
	forum := b.AddForum("Newsroom", ana)
	forum.Promote(ana, b.Bot(), telegramtest.AllRights())
	ports := forum.AddTopic(ana, "Ports")
	if r := b.act("say", ana, forum, map[string]any{"text": "hello", "topic": ports}); len(r) > 0 {
		t.Errorf("answered %v", r)
	}
	l := b.look(ana, forum)
	if len(l.Chat.Topics) != 2 || l.Chat.Topics[0].Name != "General" || l.Chat.Topics[1].ID != ports {
		t.Errorf("topics %+v", l.Chat.Topics)
	}
	if last := l.Chat.Posts[len(l.Chat.Posts)-1]; last.Text != "hello" || last.Topic != ports || !last.Mine {
		t.Errorf("the post is %+v", last)
	}
}

func TestPagePlaysPeople(t *testing.T) {
	b := paged(t)
	ana := b.AddPerson(telegramtest.User{FirstName: "Ana"})
	private := ana.Private()
	if l := b.look(ana, private); l.Chat.Started {
		t.Fatal("the chat has begun before Start")
	}
	b.act("start", ana, private, map[string]any{"text": "p1"})
	if u := b.next(); u.Message == nil || u.Message.Text != "/start p1" || !b.look(ana, private).Chat.Started {
		t.Errorf("Start gives %+v", u)
	}
	sent := b.send(private, "Which topic?", "reply_markup", `{"force_reply":true,"input_field_placeholder":"grain"}`)
	if l := b.look(ana, private); !l.Chat.Posts[1].Force {
		t.Errorf("no reply is asked for in %+v", l.Chat.Posts)
	}
	b.act("say", ana, private, map[string]any{"text": "grain", "reply": sent.MessageID})
	if u := b.next(); u.Message == nil || u.Message.Text != "grain" {
		t.Errorf("the reply gives %+v", u)
	}
	if l := b.look(ana, private); l.Chat.Posts[2].Reply == nil || l.Chat.Posts[2].Reply.Text != "Which topic?" {
		t.Errorf("the reply is shown as %+v", l.Chat.Posts[2])
	}
	b.act("block", ana, private, nil)
	if b.next(); !b.look(ana, private).Chat.Blocked {
		t.Error("the bot is not blocked")
	}
	if r := b.act("say", ana, private, map[string]any{"text": "hello"}); r["error"] == nil {
		t.Error("writing to a blocked bot is no error")
	}
	b.act("block", ana, private, nil)
	if b.look(ana, private).Chat.Blocked {
		t.Error("the bot is still blocked")
	}
}

func TestPageBringsBotIn(t *testing.T) {
	b := paged(t)
	ana := b.friend("Ana")
	channel := b.AddChannel("Wire", ana)
	for _, step := range []struct{ text, status string }{{"promote", "administrator"}, {"remove", "kicked"}, {"add", "member"}} {
		b.act("bot", ana, channel, map[string]any{"text": step.text})
		var changes []string
		for _, u := range b.drain() {
			if u.MyChatMember != nil {
				changes = append(changes, u.MyChatMember.New.Status)
			}
		}
		if len(changes) != 1 || changes[0] != step.status {
			t.Errorf("%s makes the bot %v, want %s", step.text, changes, step.status)
		}
	}
}

func TestPagePressesButtons(t *testing.T) {
	b := paged(t)
	ana := b.friend("Ana")
	sent := b.send(ana.Private(), "Sure?", "reply_markup", `{"inline_keyboard":[[{"text":"Yes","callback_data":"y"}]]}`)
	shown := make(chan map[string]any, 1)
	go func() {
		shown <- b.act("press", ana, ana.Private(), map[string]any{"message": sent.MessageID, "text": "Yes"})
	}()
	u := b.next()
	if u.Callback == nil || u.Callback.Data != "y" {
		t.Fatalf("the press gives %+v", u)
	}
	good[bool](b, "answerCallbackQuery", "callback_query_id", u.Callback.ID, "text", "Done", "show_alert", true)
	if got := <-shown; got["text"] != "Done" || got["alert"] != true {
		t.Errorf("shown is %v", got)
	}
	if r := b.act("press", ana, ana.Private(), map[string]any{"message": sent.MessageID, "text": "No"}); r["error"] == nil {
		t.Error("a button that is not there can be pressed")
	}
}

func TestPageOffersInline(t *testing.T) {
	b := paged(t)
	ana := b.friend("Ana")
	group := b.AddGroup("Dockers", ana)
	if r := b.act("choose", ana, group, map[string]any{"result": "a"}); r["error"] == nil {
		t.Error("something is chosen before it was offered")
	}
	shown := make(chan map[string]any, 1)
	go func() { shown <- b.act("inline", ana, group, map[string]any{"text": "ports"}) }()
	u := b.next()
	if u.Inline == nil || u.Inline.Query != "ports" {
		t.Fatalf("typing gives %+v", u)
	}
	good[bool](b, "answerInlineQuery", "inline_query_id", u.Inline.ID, "results",
		`[{"type":"article","id":"a","title":"Strike","input_message_content":{"message_text":"It goes on"}}]`)
	if got := <-shown; len(got["results"].([]any)) != 1 {
		t.Fatalf("offered is %v", got)
	}
	if r := b.act("choose", ana, group, map[string]any{"result": "b"}); r["error"] == nil {
		t.Error("what is not offered can be chosen")
	}
	b.act("choose", ana, group, map[string]any{"result": "a"})
	if posts := b.look(ana, group).Chat.Posts; len(posts) != 1 || posts[0].Text != "It goes on" || posts[0].Via == "" {
		t.Errorf("the posts are %+v", posts)
	}
}

func TestPageFollowsChanges(t *testing.T) {
	b := paged(t)
	ana := b.friend("Ana")
	before := b.look(ana, ana.Private())
	type answer struct {
		body string
		took time.Duration
	}
	answered := make(chan answer, 1)
	begun := time.Now()
	go func() {
		_, body := b.get(fmt.Sprintf("/page/view?as=%d&chat=%d&seen=%s", ana.ID(), ana.ID(), before.Seen))
		answered <- answer{body, time.Since(begun)}
	}()
	select {
	case a := <-answered:
		t.Fatalf("answered without a change: %s", a.body)
	case <-time.After(100 * time.Millisecond):
	}
	b.send(ana.Private(), "News")
	if a := <-answered; !strings.Contains(a.body, `"News"`) || a.took > wait {
		t.Errorf("after %v: %s", a.took, a.body)
	}
}

func TestPageSendsFiles(t *testing.T) {
	b := paged(t)
	ana := b.friend("Ana")
	b.upload("sendDocument", "document", "data.json", []byte(`{"a":1}`), "chat_id", ana.ID())
	post := b.look(ana, ana.Private()).Chat.Posts
	last := post[len(post)-1]
	if len(last.Files) != 1 || last.Files[0].Name != "data.json" {
		t.Fatalf("the post is %+v", last)
	}
	if status, body := b.get("/page/file?id=" + last.Files[0].ID); status != http.StatusOK || body != `{"a":1}` {
		t.Errorf("status %d, %q", status, body)
	}
	if status, _ := b.get("/page/file?id=x"); status != http.StatusNotFound {
		t.Errorf("status %d for a file that is not there", status)
	}
}

func TestPageTakesOnlyItsOwn(t *testing.T) {
	b := paged(t)
	ana := b.friend("Ana")
	for name, tt := range map[string]struct {
		kind, body string
		want       int
	}{
		"FormOfAnotherSite": {"text/plain", `{}`, http.StatusUnsupportedMediaType},
		"NoJSON":            {"application/json", `{`, http.StatusBadRequest},
		"Nobody":            {"application/json", `{"as":1,"chat":1}`, http.StatusOK},
		"TheBot":            {"application/json", fmt.Sprintf(`{"as":%d,"chat":%d}`, b.Bot().ID(), ana.ID()), http.StatusOK},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := b.client.Post(b.URL()+"/page/say", tt.kind, strings.NewReader(tt.body))
			if err != nil {
				t.Fatal(err)
			}
			defer r.Body.Close()
			text, err := io.ReadAll(r.Body)
			if err != nil {
				t.Fatal(err)
			}
			if r.StatusCode != tt.want || tt.want == http.StatusOK && !strings.Contains(string(text), "error") {
				t.Errorf("status %d, %s", r.StatusCode, text)
			}
		})
	}
}

func TestPageWithoutPeople(t *testing.T) {
	b := paged(t)
	status, body := b.get("/")
	if status != http.StatusOK || !strings.Contains(body, `"people":[]`) {
		t.Errorf("status %d, %s", status, body)
	}
	for _, name := range []string{"/page.css", "/page.js", "/page_text.js", "/page_write.js"} {
		if status, body := b.get(name); status != http.StatusOK || body == "" {
			t.Errorf("%s: status %d", name, status)
		}
	}
}

// TestPageInBrowser looks at the page with a browser: what it draws of a chat.
func TestPageInBrowser(t *testing.T) {
	browser := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			browser = path
		}
	}
	if browser == "" {
		t.Skip("no Chromium here: the page is tested without a browser only")
	}
	b := paged(t)
	ana := b.friend("Ana")
	b.send(ana.Private(), `<b>Strike</b> 🚢 <a href="https://wire.example/1">goes on</a> &lt;img src=x onerror=alert(1)&gt;
<blockquote>“No crane moves”</blockquote>
<code>x</code> #grain`, "parse_mode", "HTML", "reply_markup", `{"inline_keyboard":[[{"text":"Read <more>","callback_data":"r"}]]}`)
	address := fmt.Sprintf("%s/?as=%d&chat=%d&still=1", b.URL(), ana.ID(), ana.ID())
	out, err := exec.Command(browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--user-data-dir="+t.TempDir(), "--timeout=20000", "--dump-dom", address).Output()
	if err != nil {
		t.Fatalf("%s: %v", browser, err)
	}
	for _, want := range []string{
		`<b>Strike</b> 🚢 <a href="https://wire.example/1"`, `&lt;img src=x onerror=alert(1)&gt;`, `<blockquote class=""><div class="inner">“No crane moves”</div>`,
		`</blockquote><code>x</code> <a class="">#grain</a>`, `Read &lt;more&gt;</button>`, `<a class="card"`, `>wire.example</b><i>goes on</i>`, `aria-label="Message"`,
	} {
		if !strings.Contains(strings.ReplaceAll(string(out), ` class=""`, ""), strings.ReplaceAll(want, ` class=""`, "")) {
			t.Errorf("the page does not show %s", want)
		}
	}
	if t.Failed() {
		_, chat, _ := strings.Cut(string(out), `id="column"`)
		t.Logf("%.4000s", chat)
	}
}
