package discordtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/discord/discordtest"
)

// A look is what the client of the page gets, as far as tests look at it.
type look struct {
	As     discordtest.ID
	Bot    struct{ Name string }
	People []struct {
		Name              string
		Installed, Closed bool
	}
	Homes []struct {
		Name   string
		HasBot bool `json:"has_bot"`
		Places []lookPlace
	}
	Private []lookPlace
	Open    *struct {
		lookPlace
		Writable bool
		Commands []discordtest.Command
		Threads  []struct {
			lookPlace
			Tags          []string
			Author, First string
			Count         int
		}
		Posts []lookPost
	}
	Seen string
}

type lookPlace struct {
	ID               discordtest.ID
	Name             string
	Type             int
	Parent           discordtest.ID
	Archived, Locked bool
}

type lookPost struct {
	ID     discordtest.ID
	From   string
	Bot    bool
	Text   []discordtest.Node
	Embeds []struct {
		Title, Description []discordtest.Node
		URL, Author        string
		Color              int
		Footer             string
		Fields             []struct{ Name, Value []discordtest.Node }
	}
	Parts []struct {
		Type       int
		Text       []discordtest.Node
		Components []discordtest.Component
	}
	Files                                        []discordtest.Attachment
	Reply                                        *struct{ From, Text string }
	Used                                         *struct{ By, Command string }
	Thread                                       *lookPlace
	Forward                                      []discordtest.Node
	Private, Silent, Thinking, Called, Published bool
	Edited                                       int64
}

// A paged stage serves the page, too.
type paged struct {
	*stage
	client *http.Client
}

func playPaged(t *testing.T) *paged {
	p := &paged{stage: play(t), client: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}}
	p.ServePage()
	return p
}

// get fetches an address of the page.
func (p *paged) get(path string) (status int, body string) {
	p.t.Helper()
	r, err := p.client.Get(p.Root() + path)
	if err != nil {
		p.t.Error(err)
		return 0, ""
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		p.t.Error(err)
	}
	return r.StatusCode, string(text)
}

// look asks for the view of a room.
func (p *paged) look(as *discordtest.Person, r *discordtest.Room) (l look) {
	p.t.Helper()
	_, body := p.get(fmt.Sprintf("/page/view?as=%v&channel=%v", as.ID(), r.ID()))
	if err := json.Unmarshal([]byte(body), &l); err != nil {
		p.t.Fatalf("%v in %s", err, body)
	}
	return l
}

// newest is the last post that somebody sees in a room.
func (p *paged) newest(as *discordtest.Person, r *discordtest.Room) lookPost {
	p.t.Helper()
	l := p.look(as, r)
	if l.Open == nil || len(l.Open.Posts) == 0 {
		p.t.Fatalf("%s sees no post: %+v", as.Name(), l.Open)
	}
	return l.Open.Posts[len(l.Open.Posts)-1]
}

// act does something on the page and returns what it answers.
func (p *paged) act(name string, as *discordtest.Person, r *discordtest.Room, more object) object {
	p.t.Helper()
	body := object{"as": as.ID(), "channel": r.ID()}
	for key, value := range more {
		body[key] = value
	}
	text, err := json.Marshal(body)
	if err != nil {
		p.t.Error(err)
		return nil
	}
	answer, err := p.client.Post(p.Root()+"/page/"+name, "application/json", bytes.NewReader(text))
	if err != nil {
		p.t.Error(err)
		return nil
	}
	defer answer.Body.Close()
	result := object{}
	if err := json.NewDecoder(answer.Body).Decode(&result); err != nil {
		p.t.Errorf("%s: status %d: %v", name, answer.StatusCode, err)
	}
	return result
}

// whileActing does something on the page that the bot answers.
func (p *paged) whileActing(name string, as *discordtest.Person, r *discordtest.Room, more object, bot func(i discordtest.Interaction)) object {
	p.t.Helper()
	done := make(chan object, 1)
	go func() { done <- p.act(name, as, r, more) }()
	bot(p.interaction())
	return <-done
}

func TestPageShowsPlaces(t *testing.T) {
	p := playPaged(t)
	hidden := p.guild.AddTextChannel("board")
	hidden.Overwrite(p.guild.ID(), 0, discordtest.ViewChannel)
	thread := p.room.AddThread("Strike", p.ana)
	thread.Lock()
	l := p.look(p.ben, p.room)
	if l.As != p.ben.ID() || len(l.People) != 2 || l.Bot.Name != "Wirebrief" || len(l.Homes) != 1 || !l.Homes[0].HasBot || len(l.Private) != 1 || l.Private[0].Name != "Wirebrief" {
		t.Errorf("the view is %+v", l)
	}
	places := l.Homes[0].Places
	if len(places) != 2 || places[0].Name != "news" || places[1].Parent != p.room.ID() || !places[1].Archived || !places[1].Locked {
		t.Errorf("the places are %+v", places)
	}
	if l.Open == nil || !l.Open.Writable || len(l.Open.Commands) == 0 {
		t.Errorf("open is %+v", l.Open)
	}
	if slices.ContainsFunc(l.Open.Commands, func(c discordtest.Command) bool { return c.Name == "follow" }) {
		t.Error("a member is offered a command for administrators")
	}
	if l := p.look(p.ben, hidden); l.Open != nil {
		t.Errorf("a channel that Ben does not see is shown: %+v", l.Open)
	}
	if l := p.look(p.ben, thread); l.Open == nil || l.Open.Writable {
		t.Errorf("the locked thread is %+v", l.Open)
	}
	if l := p.look(p.ben, p.ana.Private()); l.Open != nil {
		t.Error("Ben sees the direct messages of Ana")
	}
}

func TestPageShowsPosts(t *testing.T) {
	p := playPaged(t)
	asked := p.ana.Say(p.room, "What is **new**?\nAnything?")
	p.post(object{
		"content": "See <#" + p.room.ID().String() + "> <@" + p.ben.ID().String() + ">", "flags": discordtest.FlagSuppressNotifications, "message_reference": object{"message_id": asked.ID},
		"embeds": []object{{"type": "rich", "title": "*Strike* goes on", "url": "https://wire.example/1", "description": "> “No crane moves”", "color": 255, "author": object{"name": "Wire"},
			"footer": object{"text": "ports · 1 of *2*"}, "fields": []object{{"name": "Ships", "value": "**37**"}}, "timestamp": "2026-11-06T08:00:00Z"}},
		"components": row(object{"type": 2, "style": 1, "label": "Read", "custom_id": "r"}),
	})
	got := p.newest(p.ben, p.room)
	if !got.Bot || !got.Silent || !got.Called || got.Private || got.Reply == nil || got.Reply.From != "Ana" || got.Reply.Text != "What is new?" {
		t.Errorf("the post is %+v", got)
	}
	if text := sketch(got.Text); text != fmt.Sprintf("See channel(#news→%v) user(@Ben→%v)", p.room.ID(), p.ben.ID()) {
		t.Errorf("the text is %s", text)
	}
	e := got.Embeds[0]
	if sketch(e.Title) != "italic(Strike) goes on" || e.URL == "" || e.Color != 255 || sketch(e.Description) != "quote(“No crane moves”)" || e.Author != "Wire" || e.Footer != "ports · 1 of *2*" || sketch(e.Fields[0].Value) != "bold(37)" {
		t.Errorf("the embed is %+v", e)
	}
	if len(got.Parts) != 1 || got.Parts[0].Components[0].Label != "Read" {
		t.Errorf("the parts are %+v", got.Parts)
	}
	if p.newest(p.ana, p.room).Called {
		t.Error("Ana is called, too")
	}
	p.ben.Forward(p.room.BotPosts()[0].Message, p.ben.Private())
	if got := p.newest(p.ben, p.ben.Private()); !strings.HasPrefix(sketch(got.Forward), "See ") || len(got.Embeds) != 1 {
		t.Errorf("what is forwarded is %+v", got)
	}
}

func TestPageShowsForum(t *testing.T) {
	p := playPaged(t)
	forum := p.guild.AddForum("briefings", "ports", "grain")
	tags := forum.Channel().AvailableTags
	rest(t, p.Server, "POST", fmt.Sprintf("/channels/%v/threads", forum.ID()), object{
		"name": "Morning", "applied_tags": []discordtest.ID{tags[1].ID}, "message": object{"embeds": []object{{"type": "rich", "description": "**Six** stories"}}},
	})
	l := p.look(p.ana, forum)
	if len(l.Open.Threads) != 1 || l.Open.Writable {
		t.Fatalf("the forum is %+v", l.Open)
	}
	got := l.Open.Threads[0]
	if got.Name != "Morning" || !slices.Equal(got.Tags, []string{"grain"}) || got.Author != "Wirebrief" || got.First != "Six stories" || got.Count != 0 {
		t.Errorf("the post is %+v", got)
	}
}

func TestPageFollowsChanges(t *testing.T) {
	p := playPaged(t)
	before := p.look(p.ben, p.room)
	type answer struct {
		body string
		took time.Duration
	}
	answered := make(chan answer, 1)
	begun := time.Now()
	go func() {
		_, body := p.get(fmt.Sprintf("/page/view?as=%v&channel=%v&seen=%s", p.ben.ID(), p.room.ID(), before.Seen))
		answered <- answer{body, time.Since(begun)}
	}()
	select {
	case a := <-answered:
		t.Fatalf("answered without a change: %s", a.body)
	case <-time.After(100 * time.Millisecond):
	}
	p.ana.Say(p.room, "News")
	if a := <-answered; !strings.Contains(a.body, `"News"`) || a.took > 10*time.Second {
		t.Errorf("after %v: %s", a.took, a.body)
	}
}

func TestPageTakesOnlyItsOwn(t *testing.T) {
	p := playPaged(t)
	for name, tt := range map[string]struct {
		kind, body string
		want       int
	}{
		"FormOfAnotherSite": {"text/plain", `{}`, http.StatusUnsupportedMediaType},
		"NoJSON":            {"application/json", `{`, http.StatusBadRequest},
		"Nobody":            {"application/json", fmt.Sprintf(`{"as":"1","channel":"%v","text":"x"}`, p.room.ID()), http.StatusOK},
		"TheBot":            {"application/json", fmt.Sprintf(`{"as":"%v","channel":"%v","text":"x"}`, p.Bot().ID(), p.room.ID()), http.StatusOK},
		"NotTheirs":         {"application/json", fmt.Sprintf(`{"as":"%v","channel":"%v","text":"x"}`, p.ben.ID(), p.ana.Private().ID()), http.StatusOK},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := p.client.Post(p.Root()+"/page/say", tt.kind, strings.NewReader(tt.body))
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
	s, err := discordtest.New(discordtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	s.ServePage()
	p := &paged{stage: &stage{Server: s, t: t}, client: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}}
	status, body := p.get("/")
	if status != http.StatusOK || !strings.Contains(body, `"people":[]`) {
		t.Errorf("status %d, %s", status, body)
	}
	for _, name := range []string{"/page.css", "/page.js", "/page_post.js", "/page_text.js", "/page_write.js"} {
		if status, body := p.get(name); status != http.StatusOK || body == "" {
			t.Errorf("%s: status %d", name, status)
		}
	}
}

// TestPageInBrowser looks at the page with a browser: what it draws of a
// channel.
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
	p := playPaged(t)
	p.post(object{
		"content":    "# Strike\n<img src=x onerror=alert(1)> <t:1700000000:D> ||hidden||",
		"embeds":     []object{{"type": "rich", "title": "Goes <on>", "url": "https://wire.example/1", "description": "> “No crane moves”\n**Ana Varga**\n- [one](https://wire.example/2)", "color": 255, "footer": object{"text": "ports *1*"}}},
		"components": row(object{"type": 2, "style": 4, "label": "Read <more>", "custom_id": "r"}),
	})
	address := fmt.Sprintf("%s/?as=%v&channel=%v&still=1&type=/la", p.Root(), p.ben.ID(), p.room.ID())
	look := exec.Command(browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--user-data-dir="+t.TempDir(), "--timeout=20000", "--dump-dom", address)
	look.Env = append(os.Environ(), "TZ=UTC") // a page shows times as those of its reader
	out, err := look.Output()
	if err != nil {
		t.Fatalf("%s: %v", browser, err)
	}
	for _, want := range []string{
		`<h1>Strike</h1>&lt;img src=x onerror=alert(1)&gt; <time title="`, `14 November 2023</time>`, `<button class="spoiler" type="button">hidden</button>`,
		`<a href="https://wire.example/1" title="https://wire.example/1" target="_blank" rel="noreferrer">Goes &lt;on&gt;</a>`, `border-left-color: rgb(0, 0, 255)`,
		`<blockquote><div>“No crane moves”</div></blockquote><strong>Ana Varga</strong>`, `<ul><li><a href="https://wire.example/2"`, `<div class="footer">ports *1*</div>`,
		`<button class="button danger" type="button">Read &lt;more&gt;</button>`, `<b>/latest</b>`, `aria-label="Message"`,
	} {
		if !strings.Contains(string(out), want) {
			t.Errorf("the page does not show %s", want)
		}
	}
	if t.Failed() {
		_, chat, _ := strings.Cut(string(out), `id="column"`)
		t.Logf("%.5000s", chat)
	}
}
