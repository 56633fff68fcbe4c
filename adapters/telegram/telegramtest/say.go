package telegramtest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Accounts that Telegram itself writes by.
var (
	anonymousAdmin = User{ID: 1087968824, IsBot: true, FirstName: "Group", Username: "GroupAnonymousBot"}
	channelAsUser  = User{ID: 136817688, IsBot: true, FirstName: "Channel", Username: "Channel_Bot"}
	telegramItself = User{ID: 777000, FirstName: "Telegram"}
)

// A writing is what a person is about to send.
type writing struct {
	text    string
	thread  int
	replyTo int
	as      *Room
	origin  *MessageOrigin
	shared  *ChatShared
	file    *File
	via     bool
	markup  *InlineKeyboard
	preview *LinkPreviewOptions
	// mode is the parse mode of an inline result.
	mode string
}

// impossible notes that a test asked for something that no client can do.
func (p *Person) impossible(err error) {
	if err != nil {
		p.s.mu.Lock()
		defer p.s.mu.Unlock()
		p.s.violateLocked(p.Name()+" cannot do this: ", err.Error())
	}
}

// send sends w and returns the message. What is impossible is a violation and
// returns a zero Message.
func (p *Person) send(r *Room, w writing) Message {
	m, err := p.write(r, w)
	p.impossible(err)
	return m
}

// write is send with an error.
func (p *Person) write(r *Room, w writing) (Message, error) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	m, err := p.draft(r, w)
	if err != nil {
		return Message{}, err
	}
	p.s.publish(m)
	return m.Message, nil
}

// Say writes text into a chat: into a channel as a post, into a forum as a
// message to General.
func (p *Person) Say(r *Room, text string) Message { return p.send(r, writing{text: text}) }

// SayIn writes text into a topic of a forum.
func (p *Person) SayIn(r *Room, topic int, text string) Message {
	return p.send(r, writing{text: text, thread: topic})
}

// Reply writes text as a reply to the message of an id in the same chat, in its
// topic.
func (p *Person) Reply(r *Room, to int, text string) Message {
	return p.send(r, writing{text: text, replyTo: to})
}

// SayAs writes text into a group in the name of a channel that p administers.
func (p *Person) SayAs(channel, r *Room, text string) Message {
	return p.send(r, writing{text: text, as: channel})
}

// SendFile sends a file with a caption.
func (p *Person) SendFile(r *Room, f File, caption string) Message {
	return p.send(r, writing{text: caption, file: &f})
}

// Forward forwards the message of an id from one chat to another.
func (p *Person) Forward(from *Room, id int, to *Room) Message {
	p.s.mu.Lock()
	m := from.byID[id]
	var w writing
	if m != nil {
		w = writing{text: m.Text, origin: m.origin()}
	}
	p.s.mu.Unlock()
	if m == nil {
		p.impossible(fmt.Errorf("forward message %d of %s: there is none", id, from.chat.Title))
		return Message{}
	}
	return p.send(to, w)
}

func (m *stored) origin() *MessageOrigin {
	if m.ForwardOrigin != nil {
		return m.ForwardOrigin
	}
	if m.room.chat.Type == Channel {
		return &MessageOrigin{Type: "channel", Date: m.Date, Chat: new(m.room.chat), MessageID: m.MessageID}
	}
	return &MessageOrigin{Type: "user", Date: m.Date, SenderUser: m.From}
}

// ShareChat presses a button of the reader's keyboard that asks for a chat, and
// chooses one.
func (p *Person) ShareChat(in *Room, label string, chosen *Room) Message {
	p.s.mu.Lock()
	request := in.chatRequest(label)
	p.s.mu.Unlock()
	if request == nil || request.IsChannel != (chosen.chat.Type == Channel) {
		p.impossible(fmt.Errorf("share %q: no button %q asks for such a chat", chosen.chat.Title, label))
		return Message{}
	}
	shared := &ChatShared{RequestID: request.RequestID, ChatID: chosen.chat.ID}
	if request.Title {
		shared.Title = chosen.chat.Title
	}
	return p.send(in, writing{shared: shared})
}

// chatRequest is what the newest button of a label asks for.
func (r *Room) chatRequest(label string) *requestChat {
	for _, m := range slices.Backward(r.messages) {
		if m.keyboard == nil {
			continue
		}
		for _, row := range m.keyboard.Rows {
			for _, b := range row {
				if b.Text == label && b.RequestChat != nil {
					return b.RequestChat
				}
			}
		}
	}
	return nil
}

// Edit changes the text of a message of p.
func (p *Person) Edit(r *Room, id int, text string) Message {
	m, err := p.edit(r, id, text)
	p.impossible(err)
	return m
}

func (p *Person) edit(r *Room, id int, text string) (Message, error) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	m := r.byID[id]
	if m == nil || m.author != p {
		return Message{}, fmt.Errorf("edit message %d: it is not theirs", id)
	}
	plain, entities, err := parseText(text, "")
	if err != nil {
		return Message{}, err
	}
	m.Text, m.Entities, m.EditDate = plain, entities, p.s.now().Unix()
	p.s.touch()
	if p.s.visible(m) {
		u, kind := Update{EditedMessage: &m.Message}, "edited_message"
		if r.chat.Type == Channel {
			u, kind = Update{EditedChannelPost: &m.Message}, "edited_channel_post"
		}
		p.s.enqueue(kind, r.chat.ID, u)
	}
	return m.Message, nil
}

// draft checks whether p can send w and makes the message.
func (p *Person) draft(r *Room, w writing) (*stored, error) {
	if err := p.mayWrite(r, w); err != nil {
		return nil, err
	}
	plain, entities, err := parseText(w.text, w.mode)
	if err != nil && w.shared == nil && w.file == nil {
		return nil, err
	}
	m := &stored{Message: Message{Chat: r.chat, ForwardOrigin: w.origin, ChatShared: w.shared, ReplyMarkup: w.markup, LinkPreviewOptions: w.preview}, room: r, author: p}
	m.Text, m.Entities = plain, entities
	if w.via {
		m.ViaBot = new(p.s.bot.user)
	}
	if f := w.file; f != nil {
		kept := p.s.keepFile(*f)
		m.Document = &Document{FileID: kept.ID, FileUniqueID: uniqueID(kept), FileName: kept.Name, MIMEType: kept.MIME, FileSize: int64(len(kept.Content))}
		m.Caption, m.CaptionEntities, m.Text, m.Entities = plain, entities, "", nil
	}
	m.sign(p, w.as)
	if w.replyTo != 0 {
		to := r.byID[w.replyTo]
		if to == nil {
			return nil, fmt.Errorf("reply to message %d in %s: there is none", w.replyTo, r.chat.Title)
		}
		w.thread = to.MessageThreadID
		m.reply(to)
	}
	if w.thread != 0 && r.chat.IsForum {
		m.MessageThreadID, m.IsTopicMessage = w.thread, true
	}
	return m, nil
}

// sign names the author as others see it.
func (m *stored) sign(p *Person, as *Room) {
	switch r := m.room; {
	case as != nil:
		m.From, m.SenderChat = new(channelAsUser), new(as.chat)
	case r.chat.Type == Channel:
		m.SenderChat = new(r.chat)
	case r.member(p).Anonymous:
		m.From, m.SenderChat = new(anonymousAdmin), new(r.chat)
	default:
		m.From = new(p.user)
	}
}

// mayWrite tells why p cannot write into a chat.
func (p *Person) mayWrite(r *Room, w writing) error {
	m := r.member(p)
	switch {
	case p.gone:
		return errors.New("write: the account was deleted")
	case p == p.s.bot:
		return errors.New("write: the bot writes by its API only")
	case r.chat.Type == Private && r.owner != p:
		return errors.New("write into the private chat of somebody else")
	case r.chat.Type == Private && p.blocked:
		return errors.New("write to a bot that they have blocked")
	case r.chat.Type == Private:
		r.started = true
		return nil
	case r.deleted || r.moved != nil:
		return fmt.Errorf("write into %s: it is closed for good", r.chat.Title)
	case w.as != nil && !w.as.member(p).admin():
		return fmt.Errorf("write as %s: not an administrator there", w.as.chat.Title)
	case !m.in() && w.as == nil:
		return fmt.Errorf("write into %s: not a member", r.chat.Title)
	case m.admin():
		return nil
	case r.chat.Type == Channel:
		return fmt.Errorf("post in %s: not an administrator", r.chat.Title)
	case r.closed || m.Status == Restricted && !m.CanSend.CanSendMessages:
		return fmt.Errorf("write into %s: not allowed to", r.chat.Title)
	}
	if t := r.topics[w.thread]; r.chat.IsForum && w.thread != 0 && (t == nil || t.closed) {
		return fmt.Errorf("write into topic %d of %s: there is none, or it is closed", w.thread, r.chat.Title)
	}
	return nil
}

// publish stores a message and tells the bot of it, if the bot may see it.
func (s *Server) publish(m *stored) {
	s.store(m)
	if m.author.user.IsBot { // another bot: ours goes by deliver
		m.room.botLast = false
	}
	if s.visible(m) {
		u, kind := Update{Message: &m.Message}, "message"
		if m.room.chat.Type == Channel {
			u, kind = Update{ChannelPost: &m.Message}, "channel_post"
		}
		s.enqueue(kind, m.room.chat.ID, u)
	}
	if d := m.room.discussion; d != nil && m.service == "" {
		s.forwardToDiscussion(m, d)
	}
}

// forwardToDiscussion repeats a post in the group that is linked to its
// channel.
func (s *Server) forwardToDiscussion(m *stored, group *Room) {
	f := &stored{Message: m.Message, room: group, author: s.telegram}
	f.Chat, f.From, f.SenderChat = group.chat, new(telegramItself), new(m.room.chat)
	f.ForwardOrigin, f.IsAutomaticForward, f.ReplyMarkup = m.origin(), true, nil
	s.publish(f)
}

// visible reports whether the bot gets to see a message. In groups with
// privacy mode on these are service messages, replies to it, what was sent by
// its inline mode, commands with its name, and commands without a name if it
// was the last bot to write. Out of a group it learns only that it is out.
func (s *Server) visible(m *stored) bool {
	r := m.room
	if r.chat.Type == Private {
		return !r.owner.blocked
	}
	b := r.member(s.bot)
	switch {
	case m.LeftChatMember != nil && m.LeftChatMember.ID == s.bot.user.ID:
		return true
	case !b.in():
		return false
	case r.chat.Type == Channel, b.admin(), s.o.ReadsAll, m.service != "", m.ViaBot != nil:
		return true
	case m.ReplyToMessage != nil && r.byID[m.ReplyToMessage.MessageID] != nil:
		if r.byID[m.ReplyToMessage.MessageID].author == s.bot {
			return true
		}
	}
	for _, e := range m.Entities {
		if e.Type != "bot_command" {
			continue
		}
		_, name, named := strings.Cut(cut(m.Text, e), "@")
		if named && strings.EqualFold(name, s.bot.user.Username) || !named && e.Offset == 0 && r.botLast {
			return true
		}
	}
	return false
}

// cut is the stretch of a text that an entity marks.
func cut(text string, e Entity) string {
	units, from := 0, -1
	for i, r := range text {
		if units >= e.Offset && from < 0 {
			from = i
		}
		if units >= e.Offset+e.Length {
			return text[from:i]
		}
		units++
		if r > 0xFFFF {
			units++
		}
	}
	if from < 0 {
		return ""
	}
	return text[from:]
}
