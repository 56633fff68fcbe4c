package discordtest

import (
	"cmp"
	"strings"
)

// A viewPost is a message as it is drawn.
type viewPost struct {
	ID       ID           `json:"id"`
	From     string       `json:"from"`
	FromID   ID           `json:"from_id"`
	Bot      bool         `json:"bot"`
	Date     int64        `json:"date"`
	Edited   int64        `json:"edited,omitempty"`
	Text     []Node       `json:"text"`
	Embeds   []viewEmbed  `json:"embeds"`
	Parts    []viewPart   `json:"parts"`
	Files    []Attachment `json:"files"`
	Reply    *viewReply   `json:"reply,omitempty"`
	Used     *viewUse     `json:"used,omitempty"`
	Thread   *viewPlace   `json:"thread,omitempty"`
	Forward  []Node       `json:"forward,omitempty"`
	Private  bool         `json:"private"`
	Silent   bool         `json:"silent"`
	Thinking bool         `json:"thinking"`
	// Called tells that the message mentions the person.
	Called bool `json:"called"`
	// Published tells that it was crossposted.
	Published bool `json:"published"`
}

// A viewReply is the message that another answers.
type viewReply struct {
	ID   ID     `json:"id"`
	From string `json:"from"`
	Text string `json:"text"`
}

// A viewUse tells who used what command.
type viewUse struct {
	By      string `json:"by"`
	ByID    ID     `json:"by_id"`
	Command string `json:"command"`
}

// A viewEmbed is a card of a message.
type viewEmbed struct {
	Title       []Node      `json:"title"`
	URL         string      `json:"url"`
	Color       *int        `json:"color"`
	Author      string      `json:"author"`
	Description []Node      `json:"description"`
	Fields      []viewField `json:"fields"`
	Footer      string      `json:"footer"`
	Date        int64       `json:"date"`
}

type viewField struct {
	Name   []Node `json:"name"`
	Value  []Node `json:"value"`
	Inline bool   `json:"inline"`
}

// A viewPart is a component with its text read.
type viewPart struct {
	Component
	Components []viewPart `json:"components,omitempty"`
	Accessory  *viewPart  `json:"accessory,omitempty"`
	Text       []Node     `json:"text,omitempty"`
}

// viewed is a message as a person sees it. It is called with the server's mu
// held.
func (m *stored) viewed(as *Person) viewPost {
	v := viewPost{
		ID: m.ID, From: m.Author.Name(), FromID: m.Author.ID, Bot: m.Author.Bot, Date: m.Timestamp.Unix(), Text: m.nodes(m.Content, InBody),
		Embeds: []viewEmbed{}, Parts: m.parts(m.Components), Files: m.Attachments, Private: m.only != nil,
		Silent: m.Flags&FlagSuppressNotifications != 0, Thinking: m.Flags&FlagLoading != 0, Published: m.Flags&FlagCrossposted != 0,
		Called: m.MentionEveryone || m.mentions(as),
	}
	if m.EditedTimestamp != nil {
		v.Edited = m.EditedTimestamp.Unix()
	}
	if m.Flags&FlagSuppressEmbeds == 0 {
		for _, e := range merged(m.Embeds) {
			v.Embeds = append(v.Embeds, m.embed(e))
		}
	}
	if to := m.answers(); to != nil {
		v.Reply = &viewReply{ID: to.ID, From: to.Author.Name(), Text: m.firstWords(to)}
	} else if d := m.InteractionMetadata; d != nil {
		v.Used = &viewUse{By: d.User.Name(), ByID: d.User.ID, Command: m.command}
	}
	if t := m.room.s.rooms[m.ID]; t != nil && t != m.room && t.parent == m.room {
		place := t.place(as)
		v.Thread = &place
	}
	for _, snapshot := range m.MessageSnapshots {
		v.Forward = append(v.Forward, m.nodes(snapshot.Message.Content, InBody)...)
		for _, e := range snapshot.Message.Embeds {
			v.Embeds = append(v.Embeds, m.embed(e))
		}
	}
	return v
}

// answers is the message over which this one stands as its answer: a reply, what
// came of a press, what follows the first answer to a command. It is nil if
// there is none or it is no more.
func (m *stored) answers() *Message {
	if m.ReferencedMessage != nil {
		return m.ReferencedMessage
	}
	if d := m.InteractionMetadata; d != nil {
		for _, id := range []ID{d.OriginalResponseMessageID, d.InteractedMessageID} {
			if to := m.room.byID[id]; to != nil && to != m {
				return &to.Message
			}
		}
	}
	return nil
}

func (m *stored) mentions(p *Person) bool {
	for _, u := range m.Mentions {
		if u.ID == p.user.ID {
			return true
		}
	}
	return false
}

// firstWords is the line that a reply shows of what it answers.
func (m *stored) firstWords(to *Message) string {
	text := m.room.s.reader().Plain(Markdown(to.Content, InBody))
	for _, e := range to.Embeds {
		text = cmp.Or(text, e.Title, m.room.s.reader().Plain(Markdown(e.Description, InBody)))
	}
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// nodes reads a text, and gives mentions their names.
func (m *stored) nodes(text string, spot Spot) []Node {
	nodes := Markdown(text, spot)
	m.giveNames(nodes)
	if nodes == nil {
		return []Node{}
	}
	return nodes
}

func (m *stored) giveNames(nodes []Node) {
	for i := range nodes {
		n := &nodes[i]
		switch n.Kind {
		case UserNode, RoleNode, ChannelNode:
			n.Text = m.room.s.reader().text(*n)
		}
		m.giveNames(n.Nodes)
	}
}

func (m *stored) embed(e Embed) viewEmbed {
	v := viewEmbed{Title: m.nodes(e.Title, InTitle), URL: e.URL, Color: e.Color, Description: m.nodes(e.Description, InBody), Fields: []viewField{}}
	for _, f := range e.Fields {
		v.Fields = append(v.Fields, viewField{Name: m.nodes(f.Name, InTitle), Value: m.nodes(f.Value, InBody), Inline: f.Inline})
	}
	if e.Author != nil {
		v.Author = e.Author.Name
	}
	if e.Footer != nil {
		v.Footer = e.Footer.Text
	}
	if e.Timestamp != nil {
		v.Date = e.Timestamp.Unix()
	}
	return v
}

func (m *stored) parts(components []Component) []viewPart {
	parts := []viewPart{}
	for _, c := range components {
		parts = append(parts, m.part(c))
	}
	return parts
}

func (m *stored) part(c Component) viewPart {
	v := viewPart{Component: c, Components: m.parts(c.Components)}
	if c.Accessory != nil {
		a := m.part(*c.Accessory)
		v.Accessory = &a
	}
	if c.Type == TextDisplay {
		v.Text = m.nodes(c.Content, InBody)
	}
	return v
}
