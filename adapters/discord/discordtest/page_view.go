package discordtest

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
)

// A pageView is all that the client draws.
type pageView struct {
	Bot    viewPerson   `json:"bot"`
	People []viewPerson `json:"people"`
	As     ID           `json:"as"`
	// Homes are the guilds of the person, Private their direct messages.
	Homes   []viewHome  `json:"homes"`
	Private []viewPlace `json:"private"`
	Open    *viewOpen   `json:"open"`
	// Now is the time of the server in Unix seconds.
	Now int64 `json:"now"`
	// Seen tells one view from another.
	Seen string `json:"seen"`
}

type viewPerson struct {
	ID        ID     `json:"id"`
	Name      string `json:"name"`
	Username  string `json:"username"`
	Bot       bool   `json:"bot"`
	Installed bool   `json:"installed"`
	Closed    bool   `json:"closed"`
}

type viewHome struct {
	ID     ID          `json:"id"`
	Name   string      `json:"name"`
	HasBot bool        `json:"has_bot"`
	Places []viewPlace `json:"places"`
}

// A viewPlace is a line of the list of channels.
type viewPlace struct {
	ID       ID     `json:"id"`
	Name     string `json:"name"`
	Type     int    `json:"type"`
	Parent   ID     `json:"parent,omitzero"`
	Guild    ID     `json:"guild,omitzero"`
	Archived bool   `json:"archived"`
	Locked   bool   `json:"locked"`
}

// A viewOpen is the channel that is looked at.
type viewOpen struct {
	viewPlace
	About string `json:"about"`
	// Writable tells that messages can be written, Usable that commands can.
	Writable bool      `json:"writable"`
	Commands []Command `json:"commands"`
	// Threads are the posts of a forum, newest first.
	Threads []viewThread `json:"threads"`
	Posts   []viewPost   `json:"posts"`
}

// A viewThread is a post in the list of a forum.
type viewThread struct {
	viewPlace
	Tags   []string `json:"tags"`
	Author string   `json:"author"`
	// First is the beginning of the first message.
	First string `json:"first"`
	Count int    `json:"count"`
	Date  int64  `json:"date"`
}

func (p *Person) viewed() viewPerson {
	return viewPerson{ID: p.user.ID, Name: p.user.Name(), Username: p.user.Username, Bot: p.user.Bot, Installed: p.installed, Closed: p.closed}
}

// view is what a person sees who looks at a channel, which may be nil. as may
// be nil, too, where there are no people. It is called with mu held.
func (s *Server) view(as *Person, room *Room) pageView {
	v := pageView{Bot: s.bot.viewed(), People: []viewPerson{}, Homes: []viewHome{}, Private: []viewPlace{}}
	for _, p := range s.everybody() {
		v.People = append(v.People, p.viewed())
	}
	if as != nil {
		v.As = as.user.ID
		v.list(as)
		if room != nil {
			v.Open = room.lookedInto(as)
		}
	}
	text, err := json.Marshal(v)
	if err != nil {
		text = []byte(err.Error()) // a view is plain data
	}
	h := fnv.New64a()
	h.Write(text)
	v.Seen = fmt.Sprintf("%x", h.Sum64())
	v.Now = s.now().Unix()
	return v
}

// list fills in the places that a person sees.
func (v *pageView) list(as *Person) {
	s := as.s
	as.dm() // is always there to begin with
	for _, g := range s.homes {
		if g.seats[as.user.ID] == nil || g.deleted {
			continue
		}
		h := viewHome{ID: g.id, Name: g.name, HasBot: g.seats[s.app] != nil, Places: []viewPlace{}}
		for _, r := range g.rooms {
			if r.may(as).Has(ViewChannel) {
				h.Places = append(h.Places, r.place(as))
			}
		}
		v.Homes = append(v.Homes, h)
	}
	for _, r := range s.places {
		if r.guild == nil && !r.deleted && slices.Contains(r.with, as) {
			v.Private = append(v.Private, r.place(as))
		}
	}
}

// place is the room in the list of a person.
func (r *Room) place(as *Person) viewPlace {
	p := viewPlace{ID: r.channel.ID, Name: r.channel.Name, Type: r.channel.Type, Parent: r.channel.ParentID, Guild: r.channel.GuildID}
	if r.thread() {
		p.Archived, p.Locked = r.channel.Metadata.Archived, r.channel.Metadata.Locked
	}
	for _, other := range r.with {
		if other != as {
			p.Name = other.user.Name()
		}
	}
	return p
}

// lookedInto is the room as a person sees it who looks into it.
func (r *Room) lookedInto(as *Person) *viewOpen {
	o := &viewOpen{viewPlace: r.place(as), Commands: []Command{}, Threads: []viewThread{}, Posts: []viewPost{}, Writable: as.mayWrite(r) == nil}
	if r.channel.Topic != nil {
		o.About = string(*r.channel.Topic)
	}
	for _, c := range r.s.shownCommands(true) {
		if as.mayUse(r, &c) == nil {
			o.Commands = append(o.Commands, c)
		}
	}
	for _, t := range slices.Backward(r.s.places) {
		if t.parent == r && !t.deleted && r.channel.Type == ForumChannel {
			o.Threads = append(o.Threads, t.listed(as))
		}
	}
	for _, m := range r.messages {
		if m.seenBy(as) {
			o.Posts = append(o.Posts, m.viewed(as))
		}
	}
	return o
}

// listed is a post in the list of its forum.
func (r *Room) listed(as *Person) viewThread {
	t := viewThread{viewPlace: r.place(as), Tags: []string{}, Count: max(0, len(r.messages)-1), Date: r.channel.ID.Time().Unix()}
	for _, tag := range r.parent.channel.AvailableTags {
		if slices.Contains(r.channel.AppliedTags, tag.ID) {
			t.Tags = append(t.Tags, tag.Name)
		}
	}
	if owner := r.s.people[r.channel.OwnerID]; owner != nil {
		t.Author = owner.user.Name()
	}
	if len(r.messages) > 0 {
		m := r.messages[0]
		t.First = m.Content
		for _, e := range m.Embeds {
			if t.First == "" {
				t.First = r.s.reader().Plain(Markdown(e.Description, InBody))
			}
		}
	}
	return t
}

// reader reads in UTC at the time of the server. It is called with mu held.
func (s *Server) reader() Reader { return Reader{Now: s.now().UTC(), Name: s.nameOf} }
