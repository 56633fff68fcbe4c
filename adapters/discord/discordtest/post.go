package discordtest

import (
	"slices"
	"strings"
	"time"
)

// A Post is a message as a reader sees it.
type Post struct {
	ID ID
	// From is the name shown over the message.
	From    string
	FromBot bool
	Date    time.Time
	// Text is what stands there, plain: the content, each embed from its author
	// to its footer, and the texts of components, on lines of their own. Of
	// embeds with the same address only the first is shown.
	Text string
	// Live is all that is more than letters there: links, mentions, times,
	// styles. The titles of embeds that lead somewhere are among it.
	Live []Live
	// Content and Embeds are as they were sent, with their markdown.
	Content string
	Embeds  []Embed
	// Buttons are the rows under the message, with their buttons and selects.
	Buttons [][]Component
	// Silent tells that it made no sound.
	Silent, Edited bool
	// EphemeralFor is the one person who sees it, nil for all others.
	EphemeralFor *Person
	// Thinking tells that the bot has yet to say something there.
	Thinking bool
	// Crossposted tells that it was published to servers that follow.
	Crossposted bool
	// MentionsEveryone tells that it rang for all.
	MentionsEveryone bool
	// ReplyTo is the id of the message that it replies to, 0 if none.
	ReplyTo ID
	Files   []File
	Room    *Room
	// Message is the whole as the API shows it.
	Message Message
}

// Posts returns what stands in the room now, oldest first, ephemeral messages
// to anybody among it.
func (r *Room) Posts() []Post {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	posts := make([]Post, len(r.messages))
	for i, m := range r.messages {
		posts[i] = r.s.postOf(m)
	}
	return posts
}

// SeenBy are those of the Posts that somebody sees.
func (r *Room) SeenBy(p *Person) []Post {
	return slices.DeleteFunc(r.Posts(), func(post Post) bool { return post.EphemeralFor != nil && post.EphemeralFor != p })
}

// BotPosts are those of the Posts that the bot has written.
func (r *Room) BotPosts() []Post {
	return slices.DeleteFunc(r.Posts(), func(p Post) bool { return !p.FromBot })
}

// WaitPosts waits until at least n messages of the bot stand in the room and
// returns them. After the time it returns those there are.
func (r *Room) WaitPosts(n int, within time.Duration) []Post {
	r.s.Wait(within, func() bool { return r.botCount() >= n })
	return r.BotPosts()
}

func (r *Room) botCount() int {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	return r.fromBot
}

// Sent is how many messages the bot has sent to all rooms.
func (s *Server) Sent() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sent
}

// postOf shows a message. It is called with mu held.
func (s *Server) postOf(m *stored) Post {
	p := Post{
		ID: m.ID, From: m.author.Name(), FromBot: m.author == s.bot, Date: m.Timestamp, Content: m.Content, Embeds: m.Embeds,
		Silent: m.Flags&FlagSuppressNotifications != 0, Edited: m.EditedTimestamp != nil, EphemeralFor: m.only,
		Thinking: m.Flags&FlagLoading != 0, Crossposted: m.Flags&FlagCrossposted != 0, MentionsEveryone: m.MentionEveryone,
		Room: m.room, Message: m.Message,
	}
	p.Text, p.Live = s.read(m)
	if m.MessageReference != nil && m.MessageReference.Type == 0 {
		p.ReplyTo = m.MessageReference.MessageID
	}
	for _, a := range m.Attachments {
		p.Files = append(p.Files, s.uploads[a.ID])
	}
	p.Buttons = rows(m.Components)
	return p
}

// reading is one reading of a message from its beginning to its end.
type reading struct {
	reader Reader
	lines  []string
	live   []Live
}

// read reads a message as somebody does. It is called with mu held.
func (s *Server) read(m *stored) (text string, live []Live) {
	r := &reading{reader: Reader{Now: s.now().UTC(), Name: s.nameOf}}
	r.add(m.Content, InBody)
	for _, e := range merged(m.Embeds) {
		r.embed(e)
	}
	for _, snapshot := range m.MessageSnapshots {
		r.add(snapshot.Message.Content, InBody)
		for _, e := range snapshot.Message.Embeds {
			r.embed(e)
		}
	}
	r.parts(m.Components)
	return strings.Join(r.lines, "\n"), r.live
}

// add reads a text, if there is any.
func (r *reading) add(text string, spot Spot) {
	if text == "" {
		return
	}
	nodes := Markdown(text, spot)
	r.lines = append(r.lines, r.reader.Plain(nodes))
	r.live = append(r.live, r.reader.Live(nodes)...)
}

// linked reads a text that as a whole leads to an address.
func (r *reading) linked(text, url string, spot Spot) {
	r.add(text, spot)
	if text != "" && url != "" {
		r.live = append(r.live, Live{Kind: LinkNode, Text: r.lines[len(r.lines)-1], Target: url})
	}
}

func (r *reading) embed(e Embed) {
	if e.Author != nil {
		r.linked(e.Author.Name, e.Author.URL, InLabel)
	}
	r.linked(e.Title, e.URL, InTitle)
	r.add(e.Description, InBody)
	for _, f := range e.Fields {
		r.add(f.Name, InTitle)
		r.add(f.Value, InBody)
	}
	if e.Footer != nil {
		r.add(e.Footer.Text, InLabel)
	}
}

// parts reads the texts of components.
func (r *reading) parts(all []Component) {
	for _, c := range all {
		if c.Type == TextDisplay {
			r.add(c.Content, InBody)
		}
		r.parts(c.Components)
	}
}

// nameOf is how somebody or something is called, empty if it is not known. It
// is called with mu held.
func (s *Server) nameOf(kind NodeKind, id ID) string {
	switch kind {
	case UserNode:
		if p := s.people[id]; p != nil {
			return p.Name()
		}
	case ChannelNode:
		if r := s.rooms[id]; r != nil {
			return r.channel.Name
		}
	case RoleNode:
		for _, g := range s.homes {
			for _, role := range g.roles {
				if role.info.ID == id {
					return role.info.Name
				}
			}
		}
	}
	return ""
}

// rows are the rows of a message, wherever they stand in it.
func rows(all []Component) (found [][]Component) {
	for _, c := range all {
		if c.Type == ActionRow {
			found = append(found, c.Components)
			continue
		}
		found = append(found, rows(c.Components)...)
		if c.Accessory != nil && c.Accessory.Type == Button {
			found = append(found, []Component{*c.Accessory})
		}
	}
	return found
}

// Labels are the texts of all buttons.
func (p Post) Labels() (labels []string) {
	for _, row := range p.Buttons {
		for _, b := range row {
			if b.Type == Button {
				labels = append(labels, b.Label)
			}
		}
	}
	return labels
}

// Button returns the button of a label, or the select whose placeholder it is.
func (p Post) Button(label string) (b Component, ok bool) {
	for _, row := range p.Buttons {
		i := slices.IndexFunc(row, func(b Component) bool {
			return b.Type == Button && b.Label == label || b.Type != Button && b.Placeholder == label
		})
		if i >= 0 {
			return row[i], true
		}
	}
	return b, false
}

// Marked returns what of the text has a kind, such as BoldNode or QuoteNode,
// in order.
func (p Post) Marked(kind NodeKind) (stretches []string) {
	for _, l := range p.Live {
		if l.Kind == kind {
			stretches = append(stretches, l.Text)
		}
	}
	return stretches
}

// Links are the addresses that the text leads to, in order.
func (p Post) Links() (links []string) {
	for _, l := range p.Live {
		if l.Kind == LinkNode {
			links = append(links, l.Target)
		}
	}
	return links
}
