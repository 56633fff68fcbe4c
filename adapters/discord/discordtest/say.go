package discordtest

import (
	"fmt"
	"slices"
)

// Say writes text into a channel, a thread or direct messages.
func (p *Person) Say(r *Room, text string) Message { return p.Write(r, Message{Content: text}) }

// Reply writes text as a reply to the message of an id in the same room.
func (p *Person) Reply(r *Room, to ID, text string) Message {
	return p.Write(r, Message{Content: text, MessageReference: &MessageReference{MessageID: to, ChannelID: r.channel.ID}})
}

// Forward forwards a message to a room.
func (p *Person) Forward(m Message, to *Room) Message {
	p.s.mu.Lock()
	from := p.s.rooms[m.ChannelID]
	var original *stored
	if from != nil {
		original = from.byID[m.ID]
	}
	visible := original != nil && original.seenBy(p)
	var snapshot SnapshotMessage
	if visible {
		snapshot = original.snapshot()
	}
	p.s.mu.Unlock()
	if !visible {
		p.impossible(fmt.Errorf("forward message %v: they do not see it", m.ID))
		return Message{}
	}
	return p.Write(to, Message{
		MessageReference: &MessageReference{Type: 1, MessageID: m.ID, ChannelID: m.ChannelID, GuildID: m.GuildID},
		MessageSnapshots: []Snapshot{{Message: snapshot}},
	})
}

// snapshot is what of a message is forwarded.
func (m *stored) snapshot() SnapshotMessage {
	return SnapshotMessage{Type: m.Type, Content: m.Content, Mentions: m.Mentions, MentionRoles: m.MentionRoles, Attachments: m.Attachments,
		Embeds: m.Embeds, Components: []Component{}, Timestamp: m.Timestamp, EditedTimestamp: m.EditedTimestamp, Flags: m.Flags}
}

// Write writes a message, of which Content, Embeds (the cards that Discord
// makes of links), MessageReference and MessageSnapshots are taken. What is
// impossible is a violation and returns a zero Message.
func (p *Person) Write(r *Room, m Message) Message {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if err := p.mayWrite(r); err != nil {
		p.s.violateLocked(p.user.Name()+" cannot do this: ", err.Error())
		return Message{}
	}
	written := p.s.write(r, p, m)
	p.s.dispatchMessage("MESSAGE_CREATE", written)
	return written.Message
}

// mayWrite tells why p cannot write into a room.
func (p *Person) mayWrite(r *Room) error {
	needed := SendMessages
	if r.thread() {
		needed = SendMessagesInThreads
	}
	switch {
	case p == p.s.bot:
		return fmt.Errorf("write into %s: the bot writes by its API only", r.title())
	case r.deleted:
		return fmt.Errorf("write into %s: it is no more", r.title())
	case r.channel.Type == ForumChannel || r.channel.Type == Category:
		return fmt.Errorf("write into %s: it takes no messages", r.title())
	case !r.may(p).Has(ViewChannel | needed):
		return fmt.Errorf("write into %s: not allowed to", r.title())
	case r == p.private && p.closed:
		return fmt.Errorf("write to a bot that they have blocked")
	case r.thread() && r.channel.Metadata.Locked && !r.may(p).Has(ManageThreads):
		return fmt.Errorf("write into %s: it is locked", r.title())
	}
	return nil
}

// dispatchMessage tells the bot of a message, if it is where the bot is. Of
// other people's messages in guilds it sees the content only with the intent
// for that, or if it is mentioned.
func (s *Server) dispatchMessage(event string, m *stored) {
	if m.only != nil || !m.room.may(s.bot).Has(ViewChannel) {
		return
	}
	shown := m.Message
	if m.room.guild == nil {
		s.dispatch(event, 0, IntentDirectMessages, shown)
		return
	}
	g := m.room.guild
	shown.GuildID = g.id
	if member := g.member(m.author); member != nil {
		member.User = nil
		shown.Member = member
	}
	mentioned := slices.ContainsFunc(m.Mentions, func(u User) bool { return u.ID == s.app })
	if mentioned || m.author == s.bot {
		s.dispatch(event, g.id, IntentGuildMessages, shown)
		return
	}
	for _, x := range s.gateway.sessions {
		if !x.wants(g.id, IntentGuildMessages) {
			continue
		}
		one := shown
		if x.intents&IntentContent == 0 {
			one.Content, one.Embeds, one.Attachments, one.Components = "", []Embed{}, []Attachment{}, []Component{}
		}
		x.tell(event, one)
	}
	s.touch()
}
