package discordtest

import (
	"net/http"
	"strconv"
	"time"
)

// oldMessage is after what time changes of a message are limited.
const oldMessage = time.Hour

// found is the message of the path, as far as the bot can see it.
func (s *Server) found(c *Call) (*Room, *stored, error) {
	r, err := s.visible(c)
	if err != nil {
		return nil, nil, err
	}
	m := r.byID[c.id("message")]
	if m == nil || m.only != nil {
		return nil, nil, Refuse(10008)
	}
	return r, m, nil
}

// editMessage changes a message of the bot.
func (s *Server) editMessage(c *Call) (any, error) {
	r, m, err := s.found(c)
	if err != nil {
		return nil, err
	}
	if m.author != s.bot {
		return nil, Refuse(50005)
	}
	if r.thread() && r.channel.Metadata.Archived {
		return nil, Refuse(50083)
	}
	p, err := readPayload(c.Body, c.Files)
	if err != nil {
		return nil, err
	}
	if err := s.mayContain(r, p); err != nil {
		return nil, err
	}
	if err := m.mayChange(s.now()); err != nil {
		return nil, err
	}
	if err := s.change(m, p, mentionAll()); err != nil {
		return nil, err
	}
	s.dispatchMessage("MESSAGE_UPDATE", m)
	return m.Message, nil
}

// mayChange counts a change against the limits for old and for published
// messages.
func (m *stored) mayChange(now time.Time) error {
	limits := &m.room.s.limits
	if now.Sub(m.Timestamp) > oldMessage && !within(&m.room.edits, now, limits.OldEdits) {
		return limited(30046, m.room.edits[0].Add(limits.OldEdits.Per).Sub(now))
	}
	if m.Flags&FlagCrossposted != 0 && !within(&m.room.published, now, limits.PublishedEdits) {
		return limited(20022, m.room.published[0].Add(limits.PublishedEdits.Per).Sub(now))
	}
	return nil
}

// limited is a Refusal by code that asks to wait.
func limited(code int, wait time.Duration) error {
	r := Refuse(code)
	r.RetryAfter = wait
	return r
}

// change changes what of a message stands in the request; null takes it away.
// The flag of components v2 stays once it is set.
func (s *Server) change(m *stored, p *payload, otherwise *allowedMentions) error {
	whole := *p
	if !p.has("content") {
		whole.Content = m.Content
	}
	if !p.has("embeds") {
		whole.Embeds = m.Embeds
	}
	if !p.has("components") {
		whole.Components = m.Components
	}
	whole.Flags = m.Flags
	if p.has("flags") {
		const changeable = FlagSuppressEmbeds | FlagComponentsV2
		whole.Flags = m.Flags&^FlagSuppressEmbeds | p.Flags&changeable
	}
	if whole.Flags&FlagComponentsV2 != 0 && m.Flags&FlagComponentsV2 == 0 {
		// What was there before goes if the request does not say so itself.
		if !p.has("content") {
			whole.Content = ""
		}
		if !p.has("embeds") {
			whole.Embeds = nil
		}
	}
	var e FieldErrors
	whole.check(&e, nil)
	if err := e.refusal(); err != nil {
		return err
	}
	keepsFiles := len(m.Attachments) > 0 && (!p.has("attachments") || len(p.Attachments) > 0)
	if whole.empty() && !keepsFiles {
		return Refuse(50006)
	}
	m.Flags = whole.Flags &^ FlagLoading
	s.fill(m, &whole, otherwise)
	m.EditedTimestamp = new(s.now().UTC())
	return nil
}

// deleteMessage takes away a message of the bot, or of others where it may.
func (s *Server) deleteMessage(c *Call) (any, error) {
	r, m, err := s.found(c)
	if err != nil {
		return nil, err
	}
	switch {
	case m.author == s.bot:
	case r.guild == nil:
		return nil, Refuse(50003)
	case !r.may(s.bot).Has(ManageMessages):
		return nil, Refuse(50013)
	}
	if r.thread() && r.channel.Metadata.Archived {
		return nil, Refuse(50083)
	}
	m.remove()
	return nil, nil
}

// getMessage shows one message.
func (s *Server) getMessage(c *Call) (any, error) {
	r, m, err := s.found(c)
	if err != nil {
		return nil, err
	}
	if !r.may(s.bot).Has(ReadMessageHistory) {
		return nil, Refuse(50013)
	}
	return m.Message, nil
}

// getMessages shows the last messages, newest first.
func (s *Server) getMessages(c *Call) (any, error) {
	r, err := s.visible(c)
	if err != nil {
		return nil, err
	}
	limit := 50
	if text := c.Query.Get("limit"); text != "" {
		if limit, err = strconv.Atoi(text); err != nil || limit < 1 || limit > 100 {
			var e FieldErrors
			e.add([]any{"limit"}, "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
			return nil, e.refusal()
		}
	}
	before, after := ParseID(c.Query.Get("before")), ParseID(c.Query.Get("after"))
	shown := []Message{}
	if !r.may(s.bot).Has(ReadMessageHistory) {
		return shown, nil
	}
	for i := len(r.messages) - 1; i >= 0 && len(shown) < limit; i-- {
		m := r.messages[i]
		if m.only == nil && (before == 0 || m.ID < before) && m.ID > after {
			shown = append(shown, m.Message)
		}
	}
	return shown, nil
}

// crosspost publishes a message of an announcement channel.
func (s *Server) crosspost(c *Call) (any, error) {
	r, m, err := s.found(c)
	if err != nil {
		return nil, err
	}
	need := ManageMessages
	if m.author == s.bot {
		need = SendMessages
	}
	switch {
	case r.channel.Type != AnnouncementChannel:
		return nil, Refuse(50024)
	case !r.may(s.bot).Has(need):
		return nil, Refuse(50013)
	case m.Flags&FlagCrossposted != 0:
		return nil, Refuse(40033)
	}
	m.Flags |= FlagCrossposted
	m.published = s.now()
	return m.Message, nil
}

// serveFile serves a file that came with a message.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	f, ok := s.uploads[ParseID(r.PathValue("id"))]
	s.mu.Unlock()
	if !ok || f.Name != r.PathValue("name") {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if f.MIME != "" {
		w.Header().Set("Content-Type", f.MIME)
	}
	w.Write(f.Content) // a client that has gone needs no answer
}
