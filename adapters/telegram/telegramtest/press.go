package telegramtest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// maxNotice bounds what the answer to a press may show, in characters.
const maxNotice = 200

// A Notice is what the answer to a press shows.
type Notice struct {
	// Text is empty if nothing is shown.
	Text string
	// Alert tells that Text is shown in a window that the reader must close,
	// and not only for a moment.
	Alert bool
	// URL is opened.
	URL string
}

// A Press is a press of a button.
type Press struct {
	s      *Server
	id     string
	at     time.Time
	notice Notice
	done   chan struct{}
	// Button is the one that was pressed.
	Button Button
}

// Answered reports whether the bot has answered yet.
func (p *Press) Answered() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// Wait waits until the bot has answered, at most a minute, and returns what the
// answer shows. ok is false if there was none. A button that opens an address
// itself is answered at once.
func (p *Press) Wait() (n Notice, ok bool) { return p.WaitFor(patience) }

// WaitFor is Wait with another time.
func (p *Press) WaitFor(within time.Duration) (n Notice, ok bool) {
	timer := time.NewTimer(within)
	defer timer.Stop()
	select {
	case <-p.done:
		return p.notice, true
	case <-timer.C:
	case <-p.s.ctx.Done():
	}
	return Notice{}, false
}

// ID is the callback_query_id that the bot gets.
func (p *Press) ID() string { return p.id }

// Press presses the button of a label, of the newest message of the chat that
// has one.
func (p *Person) Press(r *Room, label string) *Press { return p.PressOn(r, 0, label) }

// PressOn presses the button of a label of the message of an id.
func (p *Person) PressOn(r *Room, id int, label string) *Press {
	press, err := p.press(r, id, label)
	p.impossible(err)
	return press
}

// PressForged presses a button that is not there: a client of one's own can
// send whatever data it likes.
func (p *Person) PressForged(r *Room, id int, data string) *Press {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	press := p.s.newPress(Button{CallbackData: data})
	m := r.byID[id]
	if m == nil {
		m = &stored{Message: Message{MessageID: id, Chat: r.chat}, room: r, inaccessible: true}
	}
	p.s.call(press, p, m)
	return press
}

// press is PressOn with an error, and then a press that was answered with
// nothing.
func (p *Person) press(r *Room, id int, label string) (*Press, error) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	press := p.s.newPress(Button{})
	m, b := r.findButton(id, label)
	switch {
	case m == nil:
		close(press.done)
		return press, fmt.Errorf("press %q in %s: there is no such button", label, r.title())
	case r.chat.Type == Private && r.owner != p || r.chat.Type != Private && !r.member(p).in() && r.chat.Username == "":
		close(press.done)
		return press, fmt.Errorf("press %q in %s: they do not see that chat", label, r.title())
	}
	press.Button = b
	if b.CallbackData == "" {
		press.notice = Notice{URL: b.URL}
		close(press.done)
		return press, nil
	}
	p.s.call(press, p, m)
	return press, nil
}

// title is the name by which a chat is called in findings.
func (r *Room) title() string {
	if r.owner != nil {
		return "the private chat of " + r.owner.Name()
	}
	return r.chat.Title
}

func (r *Room) findButton(id int, label string) (*stored, Button) {
	for _, m := range slices.Backward(r.messages) {
		if m.ReplyMarkup == nil || id != 0 && m.MessageID != id {
			continue
		}
		for _, row := range m.ReplyMarkup.Rows {
			for _, b := range row {
				if b.Text == label {
					return m, b
				}
			}
		}
	}
	return nil, Button{}
}

func (s *Server) newPress(b Button) *Press {
	s.nextID.press++
	return &Press{s: s, id: strconv.FormatInt(s.nextID.press, 10), at: s.now(), done: make(chan struct{}), Button: b}
}

// call tells the bot of a press.
func (s *Server) call(press *Press, by *Person, m *stored) {
	s.presses[press.id] = press
	q := &CallbackQuery{ID: press.id, From: by.user, ChatInstance: strconv.FormatInt(m.room.chat.ID*7919+13, 10), Data: press.Button.CallbackData}
	switch {
	case m.inlineID != "":
		q.InlineMessageID = m.inlineID
	case m.inaccessible:
		q.Message = &Message{Chat: m.room.chat, MessageID: m.MessageID}
	default:
		q.Message = &m.Message
	}
	s.enqueue("callback_query", by.user.ID, Update{CallbackQuery: q})
}

// answerCallbackQuery ends a press, once and in time.
func (s *Server) answerCallbackQuery(c *Call) (any, error) {
	id := c.Values["callback_query_id"]
	press := s.presses[id]
	if press == nil || s.now().Sub(press.at) > s.o.CallbackLife {
		return nil, badRequest("query is too old and response timeout expired or query ID is invalid")
	}
	if utf8.RuneCountInString(c.Values["text"]) > maxNotice {
		return nil, badRequest("MESSAGE_TOO_LONG")
	}
	url := c.Values["url"]
	if url != "" && !s.ownLink(url) {
		return nil, badRequest("URL_INVALID")
	}
	press.notice = Notice{Text: c.Values["text"], Alert: c.truth("show_alert"), URL: url}
	delete(s.presses, id)
	close(press.done)
	return true, nil
}

// ownLink reports whether an address leads to the bot with a start parameter:
// the only ones that an answer may open.
func (s *Server) ownLink(url string) bool {
	_, rest, ok := strings.Cut(url, "t.me/")
	return ok && strings.HasPrefix(strings.ToLower(rest), strings.ToLower(s.bot.user.Username)+"?start=")
}

// Follow opens an address as a client does: a link to the bot with a start
// parameter sends /start, one with startgroup adds the bot to a group that p
// administers (see FollowTo). It returns false for any other address.
func (p *Person) Follow(url string) bool {
	if !p.s.ownLink(url) {
		return false
	}
	_, payload, _ := strings.Cut(url, "?start=")
	p.Start(payload)
	return true
}

// FollowTo follows t.me/<bot>?startgroup=payload and chooses a group.
func (p *Person) FollowTo(group *Room, payload string) Message {
	group.Add(p, p.s.bot)
	return p.Say(group, strings.TrimSpace("/start@"+p.s.bot.user.Username+" "+payload))
}
