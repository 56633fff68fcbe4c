package telegramtest

import (
	"bytes"
	"encoding/json"
	"slices"
	"time"
)

// deletable is how long after it was sent a message can be deleted.
const deletable = 48 * time.Hour

// target finds the message of the bot that is to be edited.
func (s *Server) target(c *Call) (*stored, error) {
	if id := c.Values["inline_message_id"]; id != "" {
		if m := s.inlined[id]; m != nil {
			return m, nil
		}
		return nil, badRequest("MESSAGE_ID_INVALID")
	}
	r, err := s.knownRoom(c)
	if err != nil {
		return nil, err
	}
	if err := r.access(); err != nil {
		return nil, err
	}
	m := r.byID[int(c.number("message_id"))]
	switch {
	case m == nil || m.inaccessible:
		return nil, badRequest("message to edit not found")
	case m.author != s.bot:
		return nil, badRequest("message can't be edited")
	}
	return m, nil
}

// editMessageText puts another text in place of that of a message.
func (s *Server) editMessageText(c *Call) (any, error) {
	content, err := c.readText()
	if err != nil {
		return nil, err
	}
	m, err := s.target(c)
	if err != nil {
		return nil, err
	}
	if m.Text == "" {
		return nil, badRequest("there is no text in the message to edit")
	}
	edited := *m
	if err := edited.setText(content); err != nil {
		return nil, err
	}
	return s.replace(c, m, edited)
}

// editMessageReplyMarkup puts other buttons in place of those of a message.
func (s *Server) editMessageReplyMarkup(c *Call) (any, error) {
	m, err := s.target(c)
	if err != nil {
		return nil, err
	}
	return s.replace(c, m, *m)
}

// replace takes over the buttons of the call and stores what was edited, if it
// differs from what there was.
func (s *Server) replace(c *Call, m *stored, edited stored) (any, error) {
	markup, err := c.readMarkup()
	if err != nil {
		return nil, err
	}
	if markup.force != nil || markup.keyboard != nil {
		return nil, badRequest("inline keyboard expected")
	}
	edited.ReplyMarkup = markup.inline
	if same(m, &edited) {
		return nil, badRequest("message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
	}
	edited.EditDate = s.now().Unix()
	*m = edited
	if c.Values["inline_message_id"] != "" {
		return true, nil
	}
	return &m.Message, nil
}

// same reports whether nothing of two versions differs that an edit can change.
func same(a, b *stored) bool {
	return a.Text == b.Text && equal(a.Entities, b.Entities) && equal(a.ReplyMarkup, b.ReplyMarkup) && a.preview() == b.preview()
}

func equal(a, b any) bool {
	x, xErr := json.Marshal(a)
	y, yErr := json.Marshal(b)
	return xErr == nil && yErr == nil && bytes.Equal(x, y)
}

// deleteMessage removes a message, if it is the bot's or the bot may delete
// those of others.
func (s *Server) deleteMessage(c *Call) (any, error) {
	r, err := s.knownRoom(c)
	if err != nil {
		return nil, err
	}
	if err := r.access(); err != nil {
		return nil, err
	}
	m := r.byID[int(c.number("message_id"))]
	if m == nil {
		return nil, badRequest("message to delete not found")
	}
	allowed := m.author == s.bot || r.chat.Type == Private || r.member(s.bot).Rights.CanDelete
	if !allowed || s.now().Sub(time.Unix(m.Date, 0)) >= deletable {
		return nil, badRequest("message can't be deleted")
	}
	r.remove(m)
	return true, nil
}

// remove takes a message out of its chat. It is called with mu held.
func (r *Room) remove(m *stored) {
	if r.s.byBot(m) {
		r.fromBot--
	}
	delete(r.byID, m.MessageID)
	r.messages = slices.DeleteFunc(r.messages, func(o *stored) bool { return o == m })
	r.s.touch()
}
