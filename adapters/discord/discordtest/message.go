package discordtest

import (
	"regexp"
	"slices"
	"time"
)

// stored is a message with what the API does not show.
type stored struct {
	Message
	room   *Room
	author *Person
	// only is the one person who sees an ephemeral message.
	only *Person
	// published is when it was crossposted.
	published time.Time
	// command is the name of the one that it answers, empty if it answers none.
	command string
}

// newMessage is an empty message of somebody, which keep puts into its room.
// It is called with mu held.
func (s *Server) newMessage(r *Room, author *Person) *stored {
	return &stored{room: r, author: author, Message: Message{
		ID: s.newID(), ChannelID: r.channel.ID, Author: author.user, Timestamp: s.now().UTC(), Mentions: []User{},
		MentionRoles: []ID{}, Attachments: []Attachment{}, Embeds: []Embed{}, Components: []Component{},
	}}
}

// keep puts a message into its room. It is called with mu held.
func (s *Server) keep(m *stored) {
	r := m.room
	r.messages = append(r.messages, m)
	r.byID[m.ID] = m
	r.total++
	if m.author == s.bot {
		r.fromBot++
		s.sent++
	}
	if n := s.o.Keep; n > 0 && len(r.messages) > 2*n {
		for _, old := range r.messages[:n] {
			old.forget()
		}
		r.messages = slices.Clone(r.messages[n:])
	}
	s.touch()
}

// remove takes a message away. It is called with mu held.
func (m *stored) remove() {
	r := m.room
	if r.byID[m.ID] != m {
		return
	}
	m.forget()
	r.messages = slices.DeleteFunc(r.messages, func(other *stored) bool { return other == m })
	if m.author == r.s.bot {
		r.fromBot--
	}
	r.s.touch()
}

// forget drops what is known of a message outside of the order of its room.
func (m *stored) forget() {
	delete(m.room.byID, m.ID)
	for _, a := range m.Attachments {
		delete(m.room.s.uploads, a.ID)
	}
}

// write stores what a person wrote. Of m, Content, Embeds, MessageReference and
// MessageSnapshots are taken. It is called with mu held.
func (s *Server) write(r *Room, p *Person, from Message) *stored {
	m := s.newMessage(r, p)
	m.Content, m.MessageReference, m.MessageSnapshots = from.Content, from.MessageReference, from.MessageSnapshots
	if from.Embeds != nil {
		m.Embeds = from.Embeds
	}
	m.mention(mentionAll())
	if ref := from.MessageReference; ref != nil && ref.Type == 0 {
		m.Type = ReplyMessage
		if to := r.byID[ref.MessageID]; to != nil {
			m.ReferencedMessage = new(to.Message)
		}
	}
	r.opened = true
	r.unarchive()
	s.keep(m)
	return m
}

// allowedMentions tell which mentions of a text take effect.
type allowedMentions struct {
	Parse       []string `json:"parse"`
	Roles       []ID     `json:"roles"`
	Users       []ID     `json:"users"`
	RepliedUser bool     `json:"replied_user"`
}

// mentionAll is what holds for messages that say nothing, mentionUsers for
// answers to interactions.
func mentionAll() *allowedMentions {
	return &allowedMentions{Parse: []string{"users", "roles", "everyone"}}
}

func mentionUsers() *allowedMentions { return &allowedMentions{Parse: []string{"users"}} }

var (
	everyone  = regexp.MustCompile(`@(everyone|here)`)
	aUser     = regexp.MustCompile(`<@!?(\d+)>`)
	aRole     = regexp.MustCompile(`<@&(\d+)>`)
	anyInline = regexp.MustCompile("(?s)```.*?```|`[^`\n]+`")
)

// mention sets whom a message mentions: what its content names and is allowed.
// Embeds mention nobody. It is called with mu held.
func (m *stored) mention(allowed *allowedMentions) {
	s := m.room.s
	text := anyInline.ReplaceAllString(m.Content, "")
	may := m.room.may(m.author)
	m.MentionEveryone = slices.Contains(allowed.Parse, "everyone") && everyone.MatchString(text) && may.Has(MentionEveryone)
	m.Mentions, m.MentionRoles = []User{}, []ID{}
	for _, found := range aUser.FindAllStringSubmatch(text, -1) {
		p := s.people[ParseID(found[1])]
		if p == nil || !slices.Contains(allowed.Parse, "users") && !slices.Contains(allowed.Users, p.user.ID) {
			continue
		}
		if !slices.ContainsFunc(m.Mentions, func(u User) bool { return u.ID == p.user.ID }) {
			m.Mentions = append(m.Mentions, p.user)
		}
	}
	for _, found := range aRole.FindAllStringSubmatch(text, -1) {
		id := ParseID(found[1])
		known := m.room.guild != nil && slices.ContainsFunc(m.room.guild.roles, func(r *Role) bool { return r.info.ID == id })
		if known && !slices.Contains(m.MentionRoles, id) && (slices.Contains(allowed.Parse, "roles") || slices.Contains(allowed.Roles, id)) {
			m.MentionRoles = append(m.MentionRoles, id)
		}
	}
}

// unarchive brings a thread back, as a message in it does. It is called with
// mu held.
func (r *Room) unarchive() {
	if r.thread() && r.channel.Metadata.Archived {
		r.channel.Metadata.Archived = false
		r.channel.Metadata.ArchiveTimestamp = r.s.now().UTC()
		r.s.dispatch("THREAD_UPDATE", r.guild.id, IntentGuilds, r.shown())
	}
}
