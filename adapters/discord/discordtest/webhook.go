package discordtest

import "slices"

// maxFollowUps is how many of them an interaction may have where only the user
// has installed the bot.
const maxFollowUps = 5

// webhook is the interaction whose token the path names, if it can still be
// used.
func (s *Server) webhook(c *Call) (*interaction, error) {
	i := s.byToken[c.values["token"]]
	switch {
	case c.id("application") != s.app || i == nil || i.answered == 0:
		return nil, Refuse(10015)
	case s.now().Sub(i.at) > tokenTime:
		return nil, Refuse(s.o.LateEdit)
	}
	return i, nil
}

// followUp sends a further message. The first one after a deferred answer
// takes its place, as it always has.
func (s *Server) followUp(c *Call) (any, error) {
	i, err := s.webhook(c)
	if err != nil {
		return nil, err
	}
	p, err := readPayload(c.Body, c.Files)
	if err != nil {
		return nil, err
	}
	if p.empty() {
		return nil, Refuse(50006)
	}
	if i.loading && i.original != nil {
		return s.complete(i, p)
	}
	if i.userOnly && i.followed >= maxFollowUps {
		return nil, Refuse(40094)
	}
	i.followed++
	m := i.reply(p.Flags & answerable)
	m.Type = DefaultMessage
	m.InteractionMetadata.OriginalResponseMessageID = i.originalID()
	s.fill(m, p, mentionUsers())
	i.followUps = append(i.followUps, m)
	s.deliver(m)
	return m.Message, nil
}

// originalID is that of the first answer, 0 if there is none.
func (i *interaction) originalID() ID {
	if i.original == nil {
		return 0
	}
	return i.original.ID
}

// complete puts the content of a message into the deferred answer.
func (s *Server) complete(i *interaction, p *payload) (any, error) {
	if err := s.change(i.original, p, mentionUsers()); err != nil {
		return nil, err
	}
	i.loading = false
	i.original.EditedTimestamp = nil
	i.edits++
	return i.original.Message, nil
}

// ownMessage is the message of the path: @original, or a follow-up by its id.
func (i *interaction) ownMessage(c *Call) (*stored, error) {
	m := i.original
	if id := c.id("message"); id != 0 {
		at := slices.IndexFunc(i.followUps, func(m *stored) bool { return m.ID == id })
		switch {
		case at >= 0:
			m = i.followUps[at]
		case i.originalID() != id:
			m = nil
		}
	}
	if m == nil || m.room.byID[m.ID] != m {
		return nil, Refuse(10008)
	}
	return m, nil
}

// getOwn shows an answer.
func (s *Server) getOwn(c *Call) (any, error) {
	i, err := s.webhook(c)
	if err != nil {
		return nil, err
	}
	m, err := i.ownMessage(c)
	if err != nil {
		return nil, err
	}
	return m.Message, nil
}

// editOwn changes an answer, or fills in a deferred one.
func (s *Server) editOwn(c *Call) (any, error) {
	i, err := s.webhook(c)
	if err != nil {
		return nil, err
	}
	m, err := i.ownMessage(c)
	if err != nil {
		return nil, err
	}
	p, err := readPayload(c.Body, c.Files)
	if err != nil {
		return nil, err
	}
	if m == i.original && i.loading {
		return s.complete(i, p)
	}
	if err := s.change(m, p, mentionUsers()); err != nil {
		return nil, err
	}
	if m == i.original {
		i.edits++
		i.updated = i.updated || m == i.pressed
	}
	return m.Message, nil
}

// deleteOwn takes an answer away.
func (s *Server) deleteOwn(c *Call) (any, error) {
	i, err := s.webhook(c)
	if err != nil {
		return nil, err
	}
	m, err := i.ownMessage(c)
	if err != nil {
		return nil, err
	}
	m.remove()
	if m == i.original {
		i.original, i.loading = nil, false
	}
	i.followUps = slices.DeleteFunc(i.followUps, func(other *stored) bool { return other == m })
	return nil, nil
}
