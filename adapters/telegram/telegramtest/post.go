package telegramtest

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// A Post is a message as a reader sees it.
type Post struct {
	ID int
	// From is the name shown over the message: a person's, the bot's or a
	// chat's.
	From    string
	FromBot bool
	Date    time.Time
	// Text is plain; Entities say what of it is bold, a link and so on. For a
	// file it is the caption.
	Text     string
	Entities []Entity
	// Buttons are the rows under the message.
	Buttons [][]Button
	// Keyboard are the labels that stand in place of the reader's keyboard.
	Keyboard [][]string
	// ForceReply tells that the reader's client asks for a reply to it, with
	// Placeholder in the empty field.
	ForceReply  bool
	Placeholder string
	// Silent tells that it made no sound; Protected that it cannot be
	// forwarded.
	Silent, Protected, Edited bool
	// Preview is the address whose card is shown, empty if there is none.
	Preview      string
	PreviewAbove bool
	// Topic is the thread of a forum, 0 for General and elsewhere.
	Topic int
	// ReplyTo is the id of the message that it replies to, 0 if none.
	ReplyTo int
	Files   []File
	// Service tells what happened if it is no message of anybody.
	Service string
	// Via is the name of the bot by whose inline mode it came.
	Via string
	// Forwarded is the name of the first author.
	Forwarded string
	// Message is the whole as the API shows it.
	Message Message
}

// A File is one that was sent.
type File struct {
	ID, Name, MIME string
	Content        []byte
}

// stored is a message with what the API does not show.
type stored struct {
	Message
	room         *Room
	author       *Person
	silent       bool
	inaccessible bool
	force        *forceReply
	keyboard     *replyKeyboard
	service      string
	inlineID     string
}

// Posts returns what stands in the chat now, oldest first.
func (r *Room) Posts() []Post {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	posts := make([]Post, len(r.messages))
	for i, m := range r.messages {
		posts[i] = r.s.post(m)
	}
	return posts
}

// BotPosts are those of the Posts that the bot has written.
func (r *Room) BotPosts() []Post {
	return slices.DeleteFunc(r.Posts(), func(p Post) bool { return !p.FromBot || p.Service != "" })
}

// WaitPosts waits until the bot has written at least n messages to the chat
// and returns them. After the time it returns those there are.
func (r *Room) WaitPosts(n int, within time.Duration) []Post {
	r.s.Wait(within, func() bool { return r.botCount() >= n })
	return r.BotPosts()
}

func (r *Room) botCount() int {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	return r.fromBot
}

// Sent is how many messages the bot has sent to all chats.
func (s *Server) Sent() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sent
}

// byBot reports whether the bot has written m.
func (s *Server) byBot(m *stored) bool { return m.service == "" && m.author == s.bot }

// post shows a message. It is called with mu held.
func (s *Server) post(m *stored) Post {
	p := Post{
		ID: m.MessageID, Date: time.Unix(m.Date, 0).UTC(), Text: cmp.Or(m.Text, m.Caption), FromBot: s.byBot(m),
		Silent: m.silent, Protected: m.HasProtected, Edited: m.EditDate != 0, Service: m.service, Message: m.Message,
		Preview: m.preview(), Entities: m.Entities,
	}
	if m.Caption != "" {
		p.Entities = m.CaptionEntities
	}
	switch {
	case m.SenderChat != nil:
		p.From = m.SenderChat.Title
	case m.From != nil:
		p.From = strings.TrimSpace(m.From.FirstName + " " + m.From.LastName)
	}
	if m.ReplyMarkup != nil {
		p.Buttons = m.ReplyMarkup.Rows
	}
	if m.force != nil {
		p.ForceReply, p.Placeholder = true, m.force.Placeholder
	}
	if m.keyboard != nil {
		p.Keyboard = m.keyboard.labels()
	}
	if o := m.LinkPreviewOptions; o != nil {
		p.PreviewAbove = o.ShowAboveText && p.Preview != ""
	}
	if m.IsTopicMessage {
		p.Topic = m.MessageThreadID
	}
	if m.ReplyToMessage != nil {
		p.ReplyTo = m.ReplyToMessage.MessageID
	}
	if m.Document != nil {
		p.Files = []File{s.files[m.Document.FileID]}
	}
	if len(m.Photo) > 0 {
		p.Files = []File{s.files[m.Photo[0].FileID]}
	}
	if m.ViaBot != nil {
		p.Via = m.ViaBot.FirstName
	}
	if o := m.ForwardOrigin; o != nil {
		p.Forwarded = o.name()
	}
	return p
}

func (o *MessageOrigin) name() string {
	if o.Chat != nil {
		return o.Chat.Title
	}
	return strings.TrimSpace(o.SenderUser.FirstName + " " + o.SenderUser.LastName)
}

// preview is the link whose card is shown with a message: that of its options,
// or else the first in it.
func (m *stored) preview() string {
	if m.Text == "" {
		return ""
	}
	if o := m.LinkPreviewOptions; o != nil && (o.IsDisabled || o.URL != "") {
		if o.IsDisabled {
			return ""
		}
		return o.URL
	}
	for _, e := range m.Entities {
		switch e.Type {
		case "text_link":
			if strings.HasPrefix(e.URL, "http") {
				return e.URL
			}
		case "url":
			return cut(m.Text, e)
		}
	}
	return ""
}

// Labels are the texts of all buttons.
func (p Post) Labels() (labels []string) {
	for _, row := range p.Buttons {
		for _, b := range row {
			labels = append(labels, b.Text)
		}
	}
	return labels
}

// Button returns the button of a label.
func (p Post) Button(label string) (b Button, ok bool) {
	for _, row := range p.Buttons {
		if i := slices.IndexFunc(row, func(b Button) bool { return b.Text == label }); i >= 0 {
			return row[i], true
		}
	}
	return b, false
}

// Marked returns the stretches of the text that have a type, such as "bold",
// "blockquote" or "expandable_blockquote", in order.
func (p Post) Marked(typ string) (stretches []string) {
	for _, e := range p.Entities {
		if e.Type == typ {
			stretches = append(stretches, cut(p.Text, e))
		}
	}
	return stretches
}

// Links are the addresses behind the words of the text, in order, as far as
// they do not stand in it themselves.
func (p Post) Links() (links []string) {
	for _, e := range p.Entities {
		if e.Type == "text_link" {
			links = append(links, e.URL)
		}
	}
	return links
}
