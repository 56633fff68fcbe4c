package discordtest

import (
	"context"
	"embed"
	"encoding/json"
	"html/template"
	"io/fs"
	"net/http"
	"slices"
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

// A page is the small client in which somebody at a browser plays the people of
// a Server.
type page struct {
	s *Server

	mu sync.Mutex
	// forms are the last ones that each person was shown.
	forms map[ID]Form
}

// ServePage serves under / a small client that shows channels as Discord
// would, to a browser on this machine: one types slash commands as any of the
// people, presses the bot's buttons and fills in its forms. It is called once,
// before the first request.
//
// The address takes ?as=USER&channel=ID, which shows one channel fully drawn;
// see page/page.js for what else makes pictures of one state.
func (s *Server) ServePage() {
	p := &page{s: s, forms: map[ID]Form{}}
	s.Handle("GET /{$}", http.HandlerFunc(p.index))
	for _, name := range []string{"page.css", "page.js", "page_post.js", "page_text.js", "page_write.js"} {
		s.Handle("GET /"+name, pageFile(name))
	}
	s.Handle("GET /page/view", http.HandlerFunc(p.follow))
	for name, act := range pageActs {
		s.Handle("POST /page/"+name, p.acting(act))
	}
}

// pageFile serves one of the files of the client.
func pageFile(name string) http.Handler {
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

// everybody are the people without the bot, in the order in which they came.
// It is called with mu held.
func (s *Server) everybody() (people []*Person) {
	for _, p := range s.people {
		if !p.user.Bot {
			people = append(people, p)
		}
	}
	slices.SortFunc(people, func(a, b *Person) int { return compareIDs(a.user.ID, b.user.ID) })
	return people
}

func compareIDs(a, b ID) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// asked reads which channel is looked at by whom: the first of the people if
// nobody is named; no channel if that person does not see it. It is called with
// mu held.
func (s *Server) asked(r *http.Request) (as *Person, room *Room) {
	q := r.URL.Query()
	if as = s.people[ParseID(q.Get("as"))]; as == nil || as.user.Bot {
		people := s.everybody()
		if len(people) == 0 {
			return nil, nil
		}
		as = people[0]
	}
	room = s.rooms[ParseID(q.Get("channel"))]
	if room == nil || !room.may(as).Has(ViewChannel) {
		return as, nil
	}
	return as, room
}

// look is the view that a request asks for.
func (s *Server) look(r *http.Request) (v pageView, changed chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.view(s.asked(r)), s.changed
}

// index sends the page with its first view in it, so that it is drawn without
// asking again.
func (p *page) index(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Security-Policy", "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'")
	v, _ := p.s.look(r)
	if err := pageTemplate.Execute(w, v); err != nil {
		return // the browser has gone
	}
}

// follow answers as soon as the view differs from what the client has seen.
func (p *page) follow(w http.ResponseWriter, r *http.Request) {
	seen := r.URL.Query().Get("seen")
	ctx, cancel := context.WithTimeout(r.Context(), pageWait)
	defer cancel()
	for {
		v, changed := p.s.look(r)
		if v.Seen != seen || ctx.Err() != nil {
			sendPage(w, v)
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

func sendPage(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if err := json.NewEncoder(w).Encode(v); err != nil {
		return // the browser has gone
	}
}
