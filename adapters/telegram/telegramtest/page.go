package telegramtest

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"html/template"
	"io/fs"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

//go:embed page/*
var pageFiles embed.FS

var pageTemplate = template.Must(template.ParseFS(pageFiles, "page/page.html"))

const (
	// pageWait is how long the client waits for a change before it asks again.
	pageWait = 25 * time.Second
	// maxPageBody bounds what the client sends, in bytes.
	maxPageBody = 1 << 20
)

// A page is the small client in which a person at a browser plays one of the
// people of a Server.
type page struct {
	s *Server

	mu sync.Mutex
	// typed are the last inline queries of each person.
	typed map[int64]*Typing
}

// ServePage serves under / a small client that shows chats as Telegram would,
// to a browser on this machine: one writes as any of the People and presses
// the bot's buttons. It is called once, before the first request.
//
// The address takes ?as=USER&chat=ID, which shows one chat fully drawn; see
// page/page.js for what else makes pictures of one state.
func (s *Server) ServePage() {
	p := &page{s: s, typed: map[int64]*Typing{}}
	s.Handle("GET /{$}", http.HandlerFunc(p.index))
	for _, name := range []string{"page.css", "page.js", "page_text.js", "page_write.js"} {
		s.Handle("GET /"+name, file(name))
	}
	s.Handle("GET /page/view", http.HandlerFunc(p.follow))
	s.Handle("GET /page/file", http.HandlerFunc(p.download))
	for name, act := range pageActs {
		s.Handle("POST /page/"+name, p.acting(act))
	}
}

// file serves one of the files of the client.
func file(name string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		folder, err := fs.Sub(pageFiles, "page")
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		http.ServeFileFS(w, r, folder, name)
	})
}

// asked reads which chat is looked at by whom; the first of the people if
// nobody is named, no chat if that person is not in it.
func (p *page) asked(r *http.Request) (as *Person, room *Room, topic int) {
	q := r.URL.Query()
	number := func(name string) int64 {
		n, err := strconv.ParseInt(q.Get(name), 10, 64)
		if err != nil {
			return 0 // nobody and nothing has this id
		}
		return n
	}
	people := p.s.People()
	if i := slices.IndexFunc(people, func(o *Person) bool { return o.ID() == number("as") }); i >= 0 {
		as = people[i]
	} else if len(people) > 0 {
		as = people[0]
	}
	if room = p.s.Room(number("chat")); as == nil || room == nil || !as.sees(room) {
		room = nil
	}
	return as, room, int(number("topic"))
}

// index sends the page with its first view in it, so that it is drawn without
// asking again.
func (p *page) index(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Security-Policy", "default-src 'self'; img-src data:; style-src 'self' 'unsafe-inline'")
	if err := pageTemplate.Execute(w, p.s.view(p.asked(r))); err != nil {
		return // the browser has gone
	}
}

// follow answers as soon as the view differs from what the client has seen.
func (p *page) follow(w http.ResponseWriter, r *http.Request) {
	as, room, topic := p.asked(r)
	seen := r.URL.Query().Get("seen")
	ctx, cancel := context.WithTimeout(r.Context(), pageWait)
	defer cancel()
	for {
		p.s.mu.Lock()
		changed := p.s.changed
		p.s.mu.Unlock()
		v := p.s.view(as, room, topic)
		if v.Seen != seen || ctx.Err() != nil {
			sendJSON(w, v)
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
		case <-p.s.ctx.Done():
			cancel()
		}
	}
}

// download sends a file that is in a message.
func (p *page) download(w http.ResponseWriter, r *http.Request) {
	p.s.mu.Lock()
	f, known := p.s.files[r.URL.Query().Get("id")]
	p.s.mu.Unlock()
	if !known {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if _, err := w.Write(f.Content); err != nil {
		return // the browser has gone
	}
}

func sendJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if err := json.NewEncoder(w).Encode(v); err != nil {
		return // the browser has gone
	}
}

// A pageAct is what somebody does on the page.
type pageAct struct {
	As, Chat       int64
	Text, Result   string
	Message, Reply int
	Topic          int

	by   *Person
	room *Room
}

// pageActs do what is asked for and return what the client gets to know.
var pageActs = map[string]func(*page, pageAct) (any, error){
	"say":    (*page).say,
	"start":  (*page).start,
	"block":  (*page).block,
	"bot":    (*page).bot,
	"press":  (*page).press,
	"inline": (*page).inline,
	"choose": (*page).choose,
}

// acting wraps an act. Only JSON is taken, which pages of other sites cannot
// send unasked.
func (p *page) acting(act func(*page, pageAct) (any, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
			http.Error(w, "JSON is expected", http.StatusUnsupportedMediaType)
			return
		}
		var a pageAct
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxPageBody)).Decode(&a); err != nil {
			http.Error(w, "JSON is expected", http.StatusBadRequest)
			return
		}
		a.by, a.room = p.s.Person(a.As), p.s.Room(a.Chat)
		var result any
		err := errors.New("there is no such person or chat")
		if a.by != nil && a.by != p.s.bot && a.room != nil {
			result, err = act(p, a)
		}
		if err != nil {
			result = map[string]string{"error": err.Error()}
		}
		sendJSON(w, result)
	})
}

// done is the answer to an act of which there is nothing to tell.
var done = struct{}{}

func (p *page) say(a pageAct) (any, error) {
	_, err := a.by.write(a.room, writing{text: a.Text, thread: a.Topic, replyTo: max(0, a.Reply)})
	return done, err
}

// start presses Start, or follows a link with a payload.
func (p *page) start(a pageAct) (any, error) {
	a.by.Unblock()
	_, err := a.by.write(a.by.private, writing{text: strings.TrimSpace("/start " + a.Text)})
	return done, err
}

// block blocks the bot, or takes that back.
func (p *page) block(a pageAct) (any, error) {
	if a.by.hasBlocked() {
		a.by.Unblock()
	} else {
		a.by.Block()
	}
	return done, nil
}

// bot brings the bot into a group or channel, makes it an administrator or
// removes it.
func (p *page) bot(a pageAct) (any, error) {
	switch a.Text {
	case "add":
		a.room.Add(a.by, p.s.bot)
	case "promote":
		a.room.Promote(a.by, p.s.bot, AllRights())
	case "remove":
		a.room.Kick(a.by, p.s.bot)
	}
	return done, nil
}

// press waits for the bot's answer and returns what it shows.
func (p *page) press(a pageAct) (any, error) {
	press, err := a.by.press(a.room, a.Message, a.Text)
	if err != nil {
		return nil, err
	}
	notice, answered := press.Wait()
	if !answered {
		return nil, errors.New("the bot has not answered")
	}
	return map[string]any{"text": notice.Text, "alert": notice.Alert, "url": notice.URL}, nil
}

// inline asks the bot for inline results.
func (p *page) inline(a pageAct) (any, error) {
	typing := a.by.Type(a.room, a.Text)
	answer, answered := typing.Wait()
	if !answered {
		return nil, errors.New("the bot has not answered")
	}
	p.mu.Lock()
	p.typed[a.As] = typing
	p.mu.Unlock()
	return map[string]any{"results": answer.Results, "button": answer.Button}, nil
}

// choose sends one of the inline results.
func (p *page) choose(a pageAct) (any, error) {
	p.mu.Lock()
	typing := p.typed[a.As]
	p.mu.Unlock()
	if typing == nil {
		return nil, errors.New("nothing was offered")
	}
	answer, _ := typing.Wait()
	for _, r := range answer.Results {
		if r.ID == a.Result {
			_, err := typing.choose(a.room, r)
			return done, err
		}
	}
	return nil, errors.New("this is offered no more")
}
