package telegramtest

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// A Room is a chat of any type, with everything that was written there.
type Room struct {
	s    *Server
	chat Chat
	// owner is the person on the other side of a private chat.
	owner   *Person
	members map[int64]*ChatMember
	// seats are the ids of members in the order in which they came.
	seats []int64
	// closed tells that members may not write, only administrators.
	closed   bool
	messages []*stored
	byID     map[int]*stored
	nextID   *int
	topics   map[int]*topic
	// general tells whether the General topic of a forum is closed.
	general bool
	// started tells that the person of a private chat has written to the bot.
	started bool
	// botLast tells that the bot wrote last, which lets it see commands
	// without its name.
	botLast bool
	// fromBot counts the messages of the bot that stand in the chat.
	fromBot int
	deleted bool
	moved   *Room
	// discussion is the group to which posts of a channel are forwarded.
	discussion *Room
	lone       bucket
	window     []time.Time
}

// A topic is a thread of a forum.
type topic struct {
	name   string
	closed bool
}

// addRoom makes a chat. It is called with mu held.
func (s *Server) addRoom(c Chat) *Room {
	r := &Room{s: s, chat: c, members: map[int64]*ChatMember{}, byID: map[int]*stored{}, topics: map[int]*topic{}, nextID: &s.nextID.message}
	if c.Type == Supergroup || c.Type == Channel {
		r.nextID = new(1)
	}
	s.rooms[c.ID] = r
	return r
}

// addGroup makes a chat of several people; the first of them created it.
func (s *Server) addGroup(typ, title string, forum bool, people []*Person) *Room {
	s.mu.Lock()
	defer s.mu.Unlock()
	var id int64
	if typ == Group {
		s.nextID.group++
		id = -s.nextID.group
	} else {
		s.nextID.channel++
		id = -s.nextID.channel
	}
	r := s.addRoom(Chat{ID: id, Type: typ, Title: title, IsForum: forum})
	for i, p := range people {
		status := Member
		if i == 0 {
			status = Creator
		}
		r.seat(p, ChatMember{Status: status})
	}
	return r
}

// AddGroup makes a basic group, which creator owns. The bot is not in it: see
// Add.
func (s *Server) AddGroup(title string, creator *Person, members ...*Person) *Room {
	return s.addGroup(Group, title, false, append([]*Person{creator}, members...))
}

// AddSupergroup makes a supergroup; else it is as AddGroup.
func (s *Server) AddSupergroup(title string, creator *Person, members ...*Person) *Room {
	return s.addGroup(Supergroup, title, false, append([]*Person{creator}, members...))
}

// AddForum makes a supergroup with topics; see AddTopic. Else it is as
// AddGroup.
func (s *Server) AddForum(title string, creator *Person, members ...*Person) *Room {
	return s.addGroup(Supergroup, title, true, append([]*Person{creator}, members...))
}

// AddChannel makes a channel, where only administrators write; the members
// follow it. Else it is as AddGroup.
func (s *Server) AddChannel(title string, creator *Person, followers ...*Person) *Room {
	return s.addGroup(Channel, title, false, append([]*Person{creator}, followers...))
}

// SetUsername makes the chat known as @name.
func (r *Room) SetUsername(name string) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	r.chat.Username = name
	r.s.names[strings.ToLower(name)] = r.chat.ID
}

// seat writes down somebody's standing. It is called with mu held.
func (r *Room) seat(p *Person, m ChatMember) {
	m.User = p.user
	m.User.LanguageCode = "" // the API shows it only with messages of the user
	if _, ok := r.members[p.user.ID]; !ok {
		r.seats = append(r.seats, p.user.ID)
	}
	r.members[p.user.ID] = &m
}

// member is somebody's standing; Left if nothing is known. It is called with
// mu held.
func (r *Room) member(p *Person) ChatMember {
	if m := r.members[p.user.ID]; m != nil {
		return *m
	}
	m := ChatMember{Status: Left, User: p.user}
	m.User.LanguageCode = ""
	return m
}

// in reports whether somebody is in the chat.
func (m ChatMember) in() bool { return m.Status != Left && m.Status != Kicked }

// admin reports whether somebody administers the chat.
func (m ChatMember) admin() bool { return m.Status == Creator || m.Status == Administrator }

// ID is the id of the chat, which is negative but in private chats.
func (r *Room) ID() int64 { return r.chat.ID }

// Chat is the chat as the API shows it.
func (r *Room) Chat() Chat {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	return r.chat
}

// Members are those in the chat, in the order in which they came.
func (r *Room) Members() []ChatMember {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	return r.membersIn()
}

func (r *Room) membersIn() (in []ChatMember) {
	for _, id := range r.seats {
		if m := r.members[id]; m.in() {
			in = append(in, *m)
		}
	}
	return in
}

// Topics are the threads of a forum besides General, by name.
func (r *Room) Topics() map[string]int {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	names := map[string]int{}
	for id, t := range r.topics {
		names[t.name] = id
	}
	return names
}

// Room returns the chat of an id, nil if there is none.
func (s *Server) Room(id int64) *Room {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rooms[id]
}

// Person returns the account of an id, nil if there is none.
func (s *Server) Person(id int64) *Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.people[id]
}

// Rooms are all chats, by id.
func (s *Server) Rooms() []*Room {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.SortedFunc(maps.Values(s.rooms), func(a, b *Room) int { return int(max(-1, min(1, a.chat.ID-b.chat.ID))) })
}

// People are all accounts but the bot, by id.
func (s *Server) People() []*Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := slices.SortedFunc(maps.Values(s.people), func(a, b *Person) int { return int(max(-1, min(1, a.user.ID-b.user.ID))) })
	return slices.DeleteFunc(all, func(p *Person) bool { return p == s.bot })
}
