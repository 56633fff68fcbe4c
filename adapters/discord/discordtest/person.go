package discordtest

import "strings"

// A Person is an account: somebody who uses the bot, or the bot itself. All
// that one does is done at once; what one cannot do (write into a channel one
// does not see, press a button that is not there) is a violation, see
// Server.Violations.
type Person struct {
	s      *Server
	user   User
	locale string
	// closed tells that the person takes no direct messages of the bot;
	// installed that they have installed it for themselves.
	closed, installed bool
	private           *Room
}

// AddPerson makes an account. Without an ID it gets one, without a Username it
// is called "somebody". Its language is English, see SetLocale.
func (s *Server) AddPerson(u User) *Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u.ID == 0 {
		u.ID = s.newID()
	}
	if u.Username == "" {
		u.Username = "somebody"
		if u.GlobalName != "" {
			u.Username = strings.ToLower(string(u.GlobalName))
		}
	}
	if u.Discriminator == "" {
		u.Discriminator = "0"
	}
	p := &Person{s: s, user: u, locale: "en-US"}
	s.people[u.ID] = p
	return p
}

// ID is the id of the account.
func (p *Person) ID() ID { return p.user.ID }

// User is the account as the API shows it.
func (p *Person) User() User { return p.user }

// Name is the name that others see.
func (p *Person) Name() string { return p.user.Name() }

// SetLocale sets the language of the person's client, such as "de".
func (p *Person) SetLocale(locale string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.locale = locale
}

// Locale is the language of the person's client.
func (p *Person) Locale() string {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.locale
}

// Install installs the bot for the person, who can then use it everywhere.
func (p *Person) Install() { p.set(func() { p.installed = true }) }

// Uninstall undoes Install.
func (p *Person) Uninstall() { p.set(func() { p.installed = false }) }

// Block closes the direct messages with the bot, as blocking it or a privacy
// setting does: it can write there no more (50007).
func (p *Person) Block() { p.set(func() { p.closed = true }) }

// Unblock undoes Block.
func (p *Person) Unblock() { p.set(func() { p.closed = false }) }

func (p *Person) set(change func()) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	change()
	p.s.touch()
}

// Private is the channel of direct messages with the bot, which is made if
// there is none. It is nil for the bot itself.
func (p *Person) Private() *Room {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.dm()
}

// dm is Private with mu held.
func (p *Person) dm() *Room {
	if p == p.s.bot {
		return nil
	}
	if p.private == nil {
		p.private = p.s.addRoom(Channel{Type: DirectMessage, Recipients: []User{p.user}}, nil)
		p.private.with = []*Person{p, p.s.bot}
	}
	return p.private
}

// mutual reports whether the person shares a guild with the bot, or has
// installed it. It is called with mu held.
func (p *Person) mutual() bool {
	if p.installed {
		return true
	}
	for _, g := range p.s.homes {
		if g.seats[p.user.ID] != nil && g.seats[p.s.app] != nil && !g.deleted {
			return true
		}
	}
	return false
}
