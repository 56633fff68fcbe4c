package discordtest

import (
	"slices"
	"strings"
	"time"
)

// nonceUse is the message that was sent with a nonce.
type nonceUse struct {
	message *stored
	at      time.Time
}

// visible is the room of the path if the bot sees it.
func (s *Server) visible(c *Call) (*Room, error) {
	r := s.rooms[c.Channel]
	switch {
	case r == nil:
		return nil, Refuse(10003)
	case !r.may(s.bot).Has(ViewChannel):
		return nil, Refuse(50001)
	}
	return r, nil
}

// mayWrite tells why the bot may not write into a room.
func (s *Server) mayWrite(r *Room) error {
	if r.guild == nil {
		return s.mayWritePrivately(r)
	}
	need := SendMessages
	switch r.channel.Type {
	case ForumChannel, Category:
		return Refuse(50008)
	case AnnouncementThread, PublicThread, PrivateThread:
		need = SendMessagesInThreads
	}
	may := r.may(s.bot)
	switch {
	case r.thread() && r.channel.Metadata.Locked && !may.Has(ManageThreads):
		return Refuse(160005)
	case !may.Has(need):
		return Refuse(50013)
	}
	return nil
}

// mayWritePrivately tells why the bot may not write to a person.
func (s *Server) mayWritePrivately(r *Room) error {
	for _, p := range r.with {
		switch {
		case p == s.bot:
		case !p.mutual():
			return Refuse(50278)
		case p.closed:
			return Refuse(50007)
		}
	}
	return nil
}

// mayContain tells why the bot may not send what a message contains.
func (s *Server) mayContain(r *Room, p *payload) error {
	may := r.may(s.bot)
	if len(p.Embeds) > 0 && !may.Has(EmbedLinks) || len(p.files) > 0 && !may.Has(AttachFiles) {
		return Refuse(50013)
	}
	if r.guild != nil && r.guild.forbids(p) {
		return Refuse(200000)
	}
	return nil
}

// Forbid has automatic moderation block messages with a word in them.
func (g *Guild) Forbid(word string) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.forbidden = append(g.forbidden, word)
}

// Permit is the opposite of Forbid.
func (g *Guild) Permit(word string) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.forbidden = slices.DeleteFunc(g.forbidden, func(w string) bool { return w == word })
}

// forbids is called with mu held.
func (g *Guild) forbids(p *payload) bool {
	return slices.ContainsFunc(g.forbidden, func(word string) bool {
		return strings.Contains(p.Content, word) || slices.ContainsFunc(p.Embeds, func(e Embed) bool {
			return strings.Contains(e.Title, word) || strings.Contains(e.Description, word)
		})
	})
}

// sendable are the flags that a bot can set on a message of its own.
const sendable = FlagSuppressEmbeds | FlagSuppressNotifications | FlagComponentsV2

// sendMessage sends a message.
func (s *Server) sendMessage(c *Call) (any, error) {
	r, err := s.visible(c)
	if err != nil {
		return nil, err
	}
	if err := s.mayWrite(r); err != nil {
		return nil, err
	}
	p, err := readPayload(c.Body, c.Files)
	if err != nil {
		return nil, err
	}
	if first := s.repeated(p); first != nil {
		return first.Message, nil
	}
	if err := s.mayContain(r, p); err != nil {
		return nil, err
	}
	if p.empty() {
		return nil, Refuse(50006)
	}
	m := s.newMessage(r, s.bot)
	m.Flags, m.Nonce = p.Flags&sendable, p.Nonce
	if err := m.answer(p.MessageReference); err != nil {
		return nil, err
	}
	s.fill(m, p, mentionAll())
	s.remember(p, m)
	s.deliver(m)
	return m.Message, nil
}

// deliver shows a message of the bot in its room.
func (s *Server) deliver(m *stored) {
	if m.only == nil {
		m.room.unarchive()
	}
	s.keep(m)
	s.dispatchMessage("MESSAGE_CREATE", m)
}

// repeated is the message that was sent with the same nonce not long ago, if
// the bot asks that there be only one.
func (s *Server) repeated(p *payload) *stored {
	nonce, err := p.nonce()
	if err != nil || nonce == "" || !p.EnforceNonce {
		return nil
	}
	use, ok := s.nonces[nonce]
	if !ok || s.now().Sub(use.at) >= s.o.NonceLife {
		return nil
	}
	return use.message
}

// manyNonces is when those that have run out are thrown away.
const manyNonces = 4096

// remember notes the nonce of a message.
func (s *Server) remember(p *payload, m *stored) {
	nonce, err := p.nonce()
	if err != nil || nonce == "" {
		return
	}
	if len(s.nonces) >= manyNonces {
		for old, use := range s.nonces {
			if s.now().Sub(use.at) >= s.o.NonceLife {
				delete(s.nonces, old)
			}
		}
	}
	s.nonces[nonce] = nonceUse{message: m, at: s.now()}
}

// answer makes a message the reply to another.
func (m *stored) answer(to *MessageReference) error {
	if to == nil || to.MessageID == 0 {
		return nil
	}
	first := m.room.byID[to.MessageID]
	if first == nil || first.only != nil {
		var e FieldErrors
		e.add([]any{"message_reference"}, "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message")
		return e.refusal()
	}
	m.Type, m.ReferencedMessage = ReplyMessage, new(first.Message)
	m.ReferencedMessage.ReferencedMessage = nil
	m.MessageReference = &MessageReference{MessageID: first.ID, ChannelID: m.ChannelID}
	if g := m.room.guild; g != nil {
		m.MessageReference.GuildID = g.id
	}
	return nil
}

// showTyping shows for ten seconds that the bot is writing.
func (s *Server) showTyping(c *Call) (any, error) {
	r, err := s.visible(c)
	if err != nil {
		return nil, err
	}
	return nil, s.mayWrite(r)
}
