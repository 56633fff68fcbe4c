package telegramtest

// readable is the chat of chat_id if the bot may ask about it.
func (s *Server) readable(c *Call) (*Room, error) {
	r, err := s.knownRoom(c)
	if err != nil {
		return nil, err
	}
	if r.chat.Type == Private {
		if !r.started {
			return nil, badRequest("chat not found")
		}
		return r, nil
	}
	return r, r.access()
}

// getChat tells all of a chat that a bot may know.
func (s *Server) getChat(c *Call) (any, error) {
	r, err := s.readable(c)
	if err != nil {
		return nil, err
	}
	type gifts struct {
		Unlimited bool `json:"unlimited_gifts"`
		Limited   bool `json:"limited_gifts"`
		Unique    bool `json:"unique_gifts"`
		Premium   bool `json:"premium_subscription"`
		Channels  bool `json:"gifts_from_channels"`
	}
	full := struct {
		Chat
		Accent      int          `json:"accent_color_id"`
		Reactions   int          `json:"max_reaction_count"`
		Gifts       gifts        `json:"accepted_gift_types"`
		Permissions *Permissions `json:"permissions,omitempty"`
		Linked      int64        `json:"linked_chat_id,omitempty"`
	}{Chat: r.chat, Accent: 2, Reactions: 11}
	if r.chat.Type == Group || r.chat.Type == Supergroup {
		full.Permissions = new(allPermissions())
		if r.closed {
			*full.Permissions = Permissions{}
		}
	}
	if r.discussion != nil {
		full.Linked = r.discussion.chat.ID
	}
	return full, nil
}

// getChatMember tells somebody's standing.
func (s *Server) getChatMember(c *Call) (any, error) {
	r, err := s.readable(c)
	if err != nil {
		return nil, err
	}
	p := s.people[c.number("user_id")]
	switch {
	case p == nil:
		return nil, badRequest("user not found")
	case r.chat.Type == Private && p != r.owner && p != s.bot:
		return nil, badRequest("member not found")
	case r.chat.Type == Private:
		return ChatMember{Status: Member, User: p.public()}, nil
	case r.chat.Type == Channel && p != s.bot && !r.member(s.bot).admin():
		return nil, badRequest("member list is inaccessible")
	}
	return r.member(p), nil
}

// getChatAdministrators lists those who administer a chat, without other bots.
func (s *Server) getChatAdministrators(c *Call) (any, error) {
	r, err := s.readable(c)
	if err != nil {
		return nil, err
	}
	if r.chat.Type == Private {
		return nil, badRequest("there are no administrators in the private chat")
	}
	admins := []ChatMember{}
	for _, m := range r.membersIn() {
		if m.admin() && (!m.User.IsBot || m.User.ID == s.bot.user.ID || c.truth("return_bots")) {
			admins = append(admins, m)
		}
	}
	return admins, nil
}

func (s *Server) getChatMemberCount(c *Call) (any, error) {
	r, err := s.readable(c)
	if err != nil {
		return nil, err
	}
	if r.chat.Type == Private {
		return 2, nil
	}
	return len(r.membersIn()), nil
}

// leaveChat takes the bot out of a group or channel.
func (s *Server) leaveChat(c *Call) (any, error) {
	r, err := s.readable(c)
	if err != nil {
		return nil, err
	}
	if r.chat.Type == Private {
		return nil, badRequest("chat member status can't be changed in private chats")
	}
	r.change(s.bot, s.bot, ChatMember{Status: Left})
	return true, nil
}
