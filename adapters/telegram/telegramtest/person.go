package telegramtest

import "strings"

// A Person is an account: somebody who writes to the bot, or a bot. All that
// one does is done at once; what one cannot do (write into a chat one is not
// in, press a button that is not there) is a violation, see Server.Violations.
type Person struct {
	s    *Server
	user User
	// blocked tells that the person has blocked the bot; gone that the account
	// was deleted.
	blocked, gone bool
	private       *Room
}

// AddPerson makes an account. Without an ID it gets one that needs more than 32
// bits; without a FirstName it is called "Somebody". It has never written to
// the bot: see Start.
func (s *Server) AddPerson(u User) *Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u.ID == 0 {
		s.nextID.user++
		u.ID = s.nextID.user
	}
	if u.FirstName == "" {
		u.FirstName = "Somebody"
	}
	p := &Person{s: s, user: u}
	p.private = s.addRoom(Chat{ID: u.ID, Type: Private, FirstName: u.FirstName, LastName: u.LastName, Username: u.Username})
	p.private.owner = p
	s.people[u.ID] = p
	if u.Username != "" {
		s.names[strings.ToLower(u.Username)] = u.ID
	}
	return p
}

// ID is the id of the account.
func (p *Person) ID() int64 { return p.user.ID }

// User is the account as the API shows it.
func (p *Person) User() User { return p.user }

// Name is the name that others see.
func (p *Person) Name() string { return strings.TrimSpace(p.user.FirstName + " " + p.user.LastName) }

// Private is the private chat with the bot. It is nil for the bot itself.
func (p *Person) Private() *Room { return p.private }

// Start follows the link t.me/<bot>?start=payload, or presses Start if payload
// is empty: it unblocks the bot and writes /start.
func (p *Person) Start(payload string) Message {
	p.Unblock()
	return p.Say(p.private, strings.TrimSpace("/start "+payload))
}
