package telegramtest

import (
	"cmp"
	"net/http"
	"strings"
)

// chatID is the number behind a chat_id, which may be a @name; 0 if unknown.
func (s *Server) chatID(text string) int64 {
	text = strings.TrimSpace(text)
	if name, ok := strings.CutPrefix(text, "@"); ok {
		return s.names[strings.ToLower(name)]
	}
	c := Call{Values: map[string]string{"": text}}
	return c.number("")
}

// knownRoom is the chat of chat_id as far as the bot has ever seen it.
func (s *Server) knownRoom(c *Call) (*Room, error) {
	if strings.TrimSpace(c.Values["chat_id"]) == "" {
		return nil, badRequest("chat_id is empty")
	}
	id := s.chatID(c.Values["chat_id"])
	if id == s.bot.user.ID {
		return nil, forbidden("the bot can't send messages to the bot")
	}
	r := s.rooms[id]
	if r == nil {
		return nil, badRequest("chat not found")
	}
	return r, nil
}

// writable is the chat of chat_id if the bot may write there.
func (s *Server) writable(c *Call, what string) (*Room, error) {
	r, err := s.knownRoom(c)
	if err != nil {
		return nil, err
	}
	if err := r.access(); err != nil {
		return nil, err
	}
	return r, r.mayPost(what)
}

// access tells why the bot has no access to the chat at all.
func (r *Room) access() error {
	if r.chat.Type == Private {
		switch p := r.owner; {
		case p.gone:
			return forbidden("user is deactivated")
		case p.user.IsBot:
			return forbidden("the bot can't send messages to the bot")
		case p.blocked:
			return forbidden("bot was blocked by the user")
		case !r.started:
			return forbidden("bot can't initiate conversation with a user")
		}
		return nil
	}
	name := r.chat.Type + " chat"
	switch m := r.member(r.s.bot); {
	case r.moved != nil:
		refusal := badRequest("group chat was upgraded to a supergroup chat")
		refusal.MigrateTo = r.moved.chat.ID
		return refusal
	case r.deleted:
		return forbidden("the group chat was deleted")
	case m.Status == Kicked:
		return forbidden("bot was kicked from the %s", name)
	case m.Status == Left:
		return forbidden("bot is not a member of the %s", name)
	}
	return nil
}

// mayPost tells why the bot may not send a kind of message ("text messages",
// "documents", "photos").
func (r *Room) mayPost(what string) error {
	m := r.member(r.s.bot)
	switch r.chat.Type {
	case Private:
		return nil
	case Channel:
		if m.Status != Creator && !m.Rights.CanPost {
			return badRequest("need administrator rights in the channel chat")
		}
		return nil
	}
	allowed := !r.closed
	if m.Status == Restricted {
		allowed = map[string]bool{"text messages": m.CanSend.CanSendMessages, "documents": m.CanSend.CanSendDocuments, "photos": m.CanSend.CanSendPhotos}[what]
	}
	if !allowed && !m.admin() {
		return badRequest("not enough rights to send %s to the chat", what)
	}
	return nil
}

// sendMessage sends a text.
func (s *Server) sendMessage(c *Call) (any, error) {
	content, err := c.readText()
	if err != nil {
		return nil, err
	}
	m, err := s.compose(c, "text messages")
	if err != nil {
		return nil, err
	}
	if err := m.setText(content); err != nil {
		return nil, err
	}
	return s.deliver(m)
}

// sendDocument sends a file with a caption.
func (s *Server) sendDocument(c *Call) (any, error) {
	m, err := s.compose(c, "documents")
	if err != nil {
		return nil, err
	}
	f, err := s.upload(c, "document")
	if err != nil {
		return nil, err
	}
	m.Document = &Document{FileID: f.ID, FileUniqueID: uniqueID(f), FileName: f.Name, MIMEType: f.MIME, FileSize: int64(len(f.Content))}
	if err := m.setCaption(c); err != nil {
		return nil, err
	}
	return s.deliver(m)
}

// sendPhoto sends a photo with a caption. An address is not fetched.
func (s *Server) sendPhoto(c *Call) (any, error) {
	m, err := s.compose(c, "photos")
	if err != nil {
		return nil, err
	}
	f, err := s.upload(c, "photo")
	if err != nil {
		return nil, err
	}
	m.Photo = []PhotoSize{{FileID: f.ID, FileUniqueID: uniqueID(f), Width: 640, Height: 480, FileSize: int64(len(f.Content))}}
	if err := m.setCaption(c); err != nil {
		return nil, err
	}
	return s.deliver(m)
}

// compose checks all that does not depend on the content of a message.
func (s *Server) compose(c *Call, what string) (*stored, error) {
	markup, err := c.readMarkup()
	if err != nil {
		return nil, err
	}
	r, err := s.writable(c, what)
	if err != nil {
		return nil, err
	}
	m := &stored{Message: Message{Chat: r.chat}, room: r, author: s.bot, silent: c.truth("disable_notification")}
	m.HasProtected = c.truth("protect_content")
	if m.EffectID = c.Values["message_effect_id"]; m.EffectID != "" && r.chat.Type != Private {
		return nil, badRequest("EFFECT_CHAT_INVALID")
	}
	if r.chat.Type == Channel {
		m.SenderChat = new(r.chat)
	} else {
		m.From = new(s.bot.user)
	}
	if err := m.setThread(c); err != nil {
		return nil, err
	}
	if err := m.setReply(c); err != nil {
		return nil, err
	}
	m.ReplyMarkup, m.force, m.keyboard = markup.inline, markup.force, markup.keyboard
	return m, nil
}

// deliver sends what was composed, if the rate limits let it.
func (s *Server) deliver(m *stored) (any, error) {
	if err := s.meter(m.room); err != nil {
		return nil, err
	}
	s.store(m)
	m.room.botLast = true
	m.room.fromBot++
	s.sent++
	return &m.Message, nil
}

// store gives a message its id and date and puts it into its chat. It is
// called with mu held.
func (s *Server) store(m *stored) {
	r := m.room
	m.MessageID = *r.nextID
	*r.nextID++
	m.Date = s.now().Unix()
	r.messages = append(r.messages, m)
	r.byID[m.MessageID] = m
	s.touch()
}

// setThread reads message_thread_id. General has none: its number 1 is not
// found.
func (m *stored) setThread(c *Call) error {
	id := int(c.number("message_thread_id"))
	if !m.room.chat.IsForum {
		if id != 0 {
			return badRequest("message thread not found")
		}
		return nil
	}
	if id == 0 {
		if m.room.general && !m.room.member(m.room.s.bot).admin() {
			return badRequest("TOPIC_CLOSED")
		}
		return nil
	}
	t := m.room.topics[id]
	switch {
	case t == nil:
		return badRequest("message thread not found")
	case t.closed && !m.room.member(m.room.s.bot).Rights.CanManageTopics:
		return badRequest("TOPIC_CLOSED")
	}
	m.MessageThreadID, m.IsTopicMessage = id, true
	return nil
}

// setReply reads reply_parameters, or the parameters that were there before.
func (m *stored) setReply(c *Call) error {
	var p struct {
		MessageID    int  `json:"message_id"`
		AllowWithout bool `json:"allow_sending_without_reply"`
	}
	if _, err := c.object("reply_parameters", "reply parameters", &p); err != nil {
		return err
	}
	p.MessageID = cmp.Or(p.MessageID, int(c.number("reply_to_message_id")))
	p.AllowWithout = p.AllowWithout || c.truth("allow_sending_without_reply")
	if p.MessageID == 0 {
		return nil
	}
	to := m.room.byID[p.MessageID]
	if to == nil || to.inaccessible {
		if p.AllowWithout {
			return nil
		}
		return badRequest("message to be replied not found")
	}
	m.reply(to)
	return nil
}

// reply makes m a reply. A reply outside of topics has a thread, too, which
// says nothing about topics.
func (m *stored) reply(to *stored) {
	copied := to.Message
	copied.ReplyToMessage = nil
	m.ReplyToMessage = &copied
	if m.room.chat.Type == Supergroup && !m.room.chat.IsForum {
		m.MessageThreadID = cmp.Or(to.MessageThreadID, to.MessageID)
	}
}

// sendChatAction shows that the bot is doing something.
func (s *Server) sendChatAction(c *Call) (any, error) {
	if _, err := s.writable(c, "text messages"); err != nil {
		return nil, err
	}
	if c.Values["action"] == "" {
		return nil, &Refusal{Code: http.StatusBadRequest, Description: "Bad Request: wrong parameter action in request"}
	}
	return true, nil
}
