package telegramtest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
)

// A pageView is all that the client draws.
type pageView struct {
	Bot    viewBot      `json:"bot"`
	People []viewPerson `json:"people"`
	As     int64        `json:"as"`
	Chats  []viewChat   `json:"chats"`
	Chat   *viewOpen    `json:"chat"`
	// Now is the time of the server in Unix seconds.
	Now int64 `json:"now"`
	// Seen tells one view from another.
	Seen string `json:"seen"`
}

type viewBot struct {
	ID          int64  `json:"id"`
	Name        string `json:"name"`
	Username    string `json:"username"`
	Description string `json:"description"`
}

type viewPerson struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	Username string `json:"username"`
}

// A viewChat is a line of the list of chats.
type viewChat struct {
	ID    int64     `json:"id"`
	Title string    `json:"title"`
	Type  string    `json:"type"`
	Forum bool      `json:"forum"`
	Last  *viewLast `json:"last"`
}

// A viewLast is the newest message of a chat.
type viewLast struct {
	From string `json:"from"` // empty where the chat says it
	Text string `json:"text"`
	Date int64  `json:"date"`
}

// A viewOpen is the chat that is looked at.
type viewOpen struct {
	viewChat
	About    string      `json:"about"`
	Started  bool        `json:"started"`
	Blocked  bool        `json:"blocked"`
	Writable bool        `json:"writable"`
	Topic    int         `json:"topic"`
	Topics   []viewTopic `json:"topics"`
	Commands []Command   `json:"commands"`
	// Keyboard is what stands in place of the keyboard.
	Keyboard [][]string `json:"keyboard"`
	Posts    []viewPost `json:"posts"`
}

type viewTopic struct {
	ID     int    `json:"id"`
	Name   string `json:"name"`
	Closed bool   `json:"closed"`
}

// A viewPost is a message as it is drawn.
type viewPost struct {
	ID     int    `json:"id"`
	From   string `json:"from"`
	FromID int64  `json:"from_id"`
	// Title is what the author is in the group, "admin".
	Title        string      `json:"title"`
	Mine         bool        `json:"mine"`
	Date         int64       `json:"date"`
	Text         string      `json:"text"`
	Entities     []Entity    `json:"entities"`
	Buttons      [][]Button  `json:"buttons"`
	Force        bool        `json:"force"`
	Placeholder  string      `json:"placeholder"`
	Silent       bool        `json:"silent"`
	Edited       bool        `json:"edited"`
	Preview      string      `json:"preview"`
	PreviewAbove bool        `json:"preview_above"`
	Topic        int         `json:"topic"`
	Reply        *viewPost   `json:"reply,omitempty"`
	Files        []viewFiles `json:"files"`
	Service      string      `json:"service"`
	Via          string      `json:"via"`
	Forwarded    string      `json:"forwarded"`
}

type viewFiles struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Size int    `json:"size"` // bytes
}

// sees reports whether a chat is in the list of p.
func (p *Person) sees(r *Room) bool {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.seesLocked(r)
}

func (p *Person) seesLocked(r *Room) bool {
	if r.chat.Type == Private {
		return r.owner == p
	}
	return r.member(p).in() && r.moved == nil
}

func (p *Person) hasBlocked() bool {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.blocked
}

// view is what a person sees who looks at a chat, which may be nil. as may be
// nil, too, where there are no people.
func (s *Server) view(as *Person, room *Room, topic int) pageView {
	v := pageView{People: []viewPerson{}, Chats: []viewChat{}}
	for _, p := range s.People() {
		v.People = append(v.People, viewPerson{ID: p.ID(), Name: p.Name(), Username: p.User().Username})
	}
	var commands []Command
	if as != nil && room != nil {
		commands = as.Menu(room)
	}
	rooms := s.Rooms()
	s.mu.Lock()
	defer s.mu.Unlock()
	v.Bot = viewBot{ID: s.bot.user.ID, Name: s.bot.Name(), Username: s.bot.user.Username, Description: s.profile.texts[""]}
	if as != nil {
		v.As = as.ID()
		for _, r := range rooms {
			if as.seesLocked(r) {
				v.Chats = append(v.Chats, r.line(as))
			}
		}
		slices.SortStableFunc(v.Chats, func(a, b viewChat) int { return cmp.Compare(b.date(), a.date()) })
		if room != nil {
			v.Chat = room.opened(as, topic)
			v.Chat.Commands = commands
		}
	}
	v.Seen = v.hash()
	v.Now = s.now().Unix()
	return v
}

// hash is the same for views that look the same.
func (v pageView) hash() string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error() // a view is plain data
	}
	h := fnv.New64a()
	h.Write(text)
	return fmt.Sprintf("%x", h.Sum64())
}

// date is that of the newest message, 0 if there is none.
func (c viewChat) date() int64 {
	if c.Last == nil {
		return 0
	}
	return c.Last.Date
}

// line is the chat in the list of a person. It is called with mu held.
func (r *Room) line(as *Person) viewChat {
	c := viewChat{ID: r.chat.ID, Title: r.chat.Title, Type: r.chat.Type, Forum: r.chat.IsForum}
	if r.owner != nil {
		c.Title = r.s.bot.Name()
	}
	if n := len(r.messages); n > 0 {
		p := r.s.post(r.messages[n-1])
		text, _, _ := strings.Cut(cmp.Or(p.Service, p.Text), "\n")
		c.Last = &viewLast{From: p.From, Text: text, Date: p.Date.Unix()}
		switch {
		case p.Service != "", r.chat.Type == Channel, r.owner != nil && p.FromBot:
			c.Last.From = ""
		case p.Message.From != nil && p.Message.From.ID == as.ID():
			c.Last.From = "You"
		}
		if text == "" && len(p.Files) > 0 {
			c.Last.Text = p.Files[0].Name
		}
	}
	return c
}

// opened is the chat as a person sees it. It is called with mu held.
func (r *Room) opened(as *Person, topic int) *viewOpen {
	o := &viewOpen{viewChat: r.line(as), About: r.about(), Started: r.started, Topic: topic, Posts: []viewPost{}}
	if r.owner != nil {
		o.Blocked = as.blocked
		o.Writable = !as.blocked && !as.gone
	} else {
		o.Writable = as.mayWrite(r, writing{thread: topic}) == nil
	}
	if r.chat.IsForum {
		o.Topics = append(o.Topics, viewTopic{Name: "General", Closed: r.general})
		for id, t := range r.topics {
			o.Topics = append(o.Topics, viewTopic{ID: id, Name: t.name, Closed: t.closed})
		}
		slices.SortFunc(o.Topics, func(a, b viewTopic) int { return a.ID - b.ID })
	}
	for _, m := range r.messages {
		p := r.s.post(m)
		o.Posts = append(o.Posts, r.shownTo(as, p))
		if p.FromBot && p.Keyboard != nil {
			o.Keyboard = p.Keyboard
		}
	}
	return o
}

// about is the line under the title.
func (r *Room) about() string {
	members := len(r.membersIn())
	switch {
	case r.chat.Type == Private:
		return "bot"
	case r.chat.Type == Channel && members == 1:
		return "1 subscriber"
	case r.chat.Type == Channel:
		return fmt.Sprintf("%d subscribers", members)
	case members == 1:
		return "1 member"
	default:
		return fmt.Sprintf("%d members", members)
	}
}

// shownTo is a message as a person sees it. It is called with mu held.
func (r *Room) shownTo(as *Person, p Post) viewPost {
	v := viewPost{
		ID: p.ID, From: p.From, Date: p.Date.Unix(), Text: p.Text, Entities: p.Entities, Buttons: p.Buttons, Force: p.ForceReply,
		Placeholder: p.Placeholder, Silent: p.Silent, Edited: p.Edited, Preview: p.Preview, PreviewAbove: p.PreviewAbove, Topic: p.Topic,
		Service: p.Service, Via: p.Via, Forwarded: p.Forwarded,
	}
	switch m := p.Message; {
	case m.SenderChat != nil:
		v.FromID = m.SenderChat.ID
		if m.SenderChat.ID == r.chat.ID && r.chat.Type != Channel {
			v.Title = "admin"
		}
	case m.From != nil:
		v.FromID, v.Mine = m.From.ID, m.From.ID == as.ID()
		if member := r.members[m.From.ID]; member != nil && member.admin() {
			v.Title = map[string]string{Creator: "owner", Administrator: "admin"}[member.Status]
		}
	}
	for _, f := range p.Files {
		v.Files = append(v.Files, viewFiles{ID: f.ID, Name: f.Name, Size: len(f.Content)})
	}
	if to := r.byID[p.ReplyTo]; p.ReplyTo != 0 && to != nil {
		answered := r.s.post(to)
		text, _, _ := strings.Cut(cmp.Or(answered.Text, answered.Service), "\n")
		reply := r.shownTo(as, Post{ID: answered.ID, From: answered.From, Date: answered.Date, Text: text, Message: answered.Message})
		v.Reply = &reply
	}
	return v
}
