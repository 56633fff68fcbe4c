package bot

import (
	"cmp"
	"context"
	"log/slog"
	"strings"
	"sync"
	"time"

	"wirebrief/bot/text"
)

// A MenderStore knows who has set something up, and owes them a word.
type MenderStore interface {
	// FindMender returns who changed last what is set for a group or channel,
	// by their id on its platform, and its name; "" if nobody did, and for a
	// private chat.
	FindMender(ctx context.Context, chat ChatRef) (user, name string, err error)
	// FindMenders returns who FindMender would, for a chat and all within it
	// that follow something and are not stopped: each person once.
	FindMenders(ctx context.Context, chat ChatRef) ([]Mender, error)
	// EndAskingIn takes back that a group is asked in this chat alone, which is
	// no more, and returns who had set it and the name of the chat, as far as
	// they are known; "" if nobody had.
	EndAskingIn(ctx context.Context, chat ChatRef) (user, name string, err error)
	// CreateNotice owes n to a chat. What is not delivered within a day is of
	// no use any more.
	CreateNotice(ctx context.Context, to ChatRef, n Notice) error
}

// A Mender is somebody who has set up groups or channels, with the names of
// these.
type Mender struct {
	User  string
	Chats []string
}

// A MenderLine tells whoever set up a group or channel, in their private chat,
// that the bot cannot write there any more. It is safe for use by several
// goroutines.
type MenderLine struct {
	store    MenderStore
	adapters []ChatAdapter
	logger   *slog.Logger

	mu sync.Mutex
	// blocked is when it was told last that a chat does not take something.
	blocked map[ChatRef]time.Time
}

// NewMenderLine returns a MenderLine. An adapter that is no PrivateFinder tells
// nobody. The logger hears if nobody could be told.
func NewMenderLine(store MenderStore, adapters []ChatAdapter, logger *slog.Logger) *MenderLine {
	return &MenderLine{store: store, adapters: adapters, logger: logger}
}

// Refused tells that chat has refused the bot again, or that it was stopped for
// that.
func (m *MenderLine) Refused(ctx context.Context, chat ChatRef, stopped bool) {
	told, err := m.tell(ctx, chat, stopped)
	switch {
	case err != nil:
		m.logger.Error("who has set up a chat was not told that it cannot be written to", "platform", chat.Platform, "chat", chat.ID, "err", err)
	case !told:
		m.logger.Info("nobody is known who could be told that a chat cannot be written to", "platform", chat.Platform, "chat", chat.ID)
	}
}

// Gone tells that chat is no more, as a delivery found out. A group that was asked
// there alone is asked anywhere again.
func (m *MenderLine) Gone(ctx context.Context, chat ChatRef) {
	m.endAskingIn(ctx, ChatChange{Chat: chat})
	if _, err := m.tellOf(ctx, chat, text.ID("courier.chat-gone")); err != nil {
		m.logger.Error("who has set up a chat was not told that it is gone", "platform", chat.Platform, "chat", chat.ID, "err", err)
	}
}

const (
	// blockedSpan is how often somebody is told that a chat does not take all
	// that is said, and maxRefusing how many such chats are remembered.
	blockedSpan = 24 * time.Hour
	maxRefusing = 1000
)

// Blocked tells, once a day, that chat refuses a message for what it says.
func (m *MenderLine) Blocked(ctx context.Context, chat ChatRef) {
	if !m.mayTellBlocked(chat, time.Now()) {
		return
	}
	if _, err := m.tellOf(ctx, chat, text.ID("courier.chat-blocked")); err != nil {
		m.logger.Error("who has set up a chat was not told that it refused a message", "platform", chat.Platform, "chat", chat.ID, "err", err)
	}
}

func (m *MenderLine) mayTellBlocked(chat ChatRef, now time.Time) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if last, told := m.blocked[chat]; told && now.Sub(last) < blockedSpan {
		return false
	}
	if m.blocked == nil || len(m.blocked) >= maxRefusing {
		m.blocked = map[ChatRef]time.Time{}
	}
	m.blocked[chat] = now
	return true
}

// Leaving looks for those who have set up what a change is about to stop. tell
// tells them of it, once it has; whoever made the change knows. A group that was
// asked only in what is deleted is asked anywhere then.
func (m *MenderLine) Leaving(ctx context.Context, c ChatChange) (tell func(ctx context.Context)) {
	menders, err := m.store.FindMenders(ctx, c.Chat)
	if err != nil {
		m.logger.Error("who has set up a chat is not told that it is gone", "platform", c.Chat.Platform, "chat", c.Chat.ID, "err", err)
	}
	id := text.ID("courier.chat-gone")
	if c.Change == BotRemoved {
		id = text.ID("courier.chat-left")
	}
	return func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, tellingTime)
		defer cancel()
		if c.Change == ChatDeleted {
			m.endAskingIn(ctx, c)
		}
		for _, who := range menders {
			if who.User == c.User.ID {
				continue
			}
			if _, err := m.owe(ctx, c.Chat.Platform, who.User, id, namesOf(who.Chats, c.Chat.ID)); err != nil {
				// Mostly somebody with whom the bot now shares no place any more.
				m.logger.Info("who has set up a chat could not be told that it is gone", "platform", c.Chat.Platform, "chat", c.Chat.ID, "err", err)
			}
		}
	}
}

// endAskingIn ends that a group is asked only in a chat that is no more, where
// nobody can ask, and tells who had set that.
func (m *MenderLine) endAskingIn(ctx context.Context, c ChatChange) {
	user, name, err := m.store.EndAskingIn(ctx, c.Chat)
	if err == nil && user != "" && user != c.User.ID {
		_, err = m.owe(ctx, c.Chat.Platform, user, text.ID("courier.asked-in-gone"), nameOr(cmp.Or(c.ChatName, name), c.Chat.ID))
	}
	if err != nil {
		m.logger.Error("who has set where a group is asked was not told that the place is gone", "platform", c.Chat.Platform, "chat", c.Chat.ID, "err", err)
	}
}

const (
	// tellingTime bounds how long what happens to a chat waits for those who
	// are told of it.
	tellingTime = 10 * time.Second
	// namedChats is how many chats are named to who has set up more.
	namedChats = 5
)

// namesOf are the names of chats, those of groups in which the bot is no more.
func namesOf(names []string, id string) string {
	shown := make([]string, min(len(names), namedChats))
	for i := range shown {
		shown[i] = nameOr(names[i], id)
	}
	if len(names) > namedChats {
		shown = append(shown, "…")
	}
	return strings.Join(shown, ", ")
}

func (m *MenderLine) tell(ctx context.Context, chat ChatRef, stopped bool) (told bool, err error) {
	if stopped {
		return m.tellOf(ctx, chat, text.ID("courier.chat-stopped"))
	}
	return m.tellOf(ctx, chat, text.ID("courier.chat-refused"))
}

// tellOf tells whoever has set up one chat what happened to it.
func (m *MenderLine) tellOf(ctx context.Context, chat ChatRef, id text.ID) (told bool, err error) {
	if m.finder(chat.Platform) == nil {
		return false, nil
	}
	user, name, err := m.store.FindMender(ctx, chat)
	if err != nil || user == "" {
		return false, err
	}
	return m.owe(ctx, chat.Platform, user, id, nameOr(name, chat.ID))
}

// owe owes a person a notice about chats.
func (m *MenderLine) owe(ctx context.Context, p Platform, user string, id text.ID, chats string) (told bool, err error) {
	finder := m.finder(p)
	if finder == nil {
		return false, nil
	}
	to, err := finder.PrivateChat(ctx, user)
	if err != nil {
		return false, err
	}
	return true, m.store.CreateNotice(ctx, to, Notice{Chat: to, Key: string(id), Data: map[string]string{"Chat": chats}})
}

func (m *MenderLine) finder(p Platform) PrivateFinder {
	for _, a := range m.adapters {
		if f, ok := a.(PrivateFinder); ok && a.Platform() == p {
			return f
		}
	}
	return nil
}

// nameOr is the name of a chat for people, its id if it has none.
func nameOr(name, id string) string {
	if name = Plain(name); name != "" {
		return name
	}
	return id
}
