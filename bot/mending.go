package bot

import (
	"context"
	"log/slog"

	"wirebrief/bot/text"
)

// A MenderStore knows who has set something up, and owes them a word.
type MenderStore interface {
	// FindMender returns who changed last what is set for a group or channel,
	// by their id on its platform, and its name; "" if nobody did, and for a
	// private chat.
	FindMender(ctx context.Context, chat ChatRef) (user, name string, err error)
	// CreateNotice owes n to a chat. What is not delivered within a day is of
	// no use any more.
	CreateNotice(ctx context.Context, to ChatRef, n Notice) error
}

// A MenderLine tells whoever set up a group or channel, in their private chat,
// that the bot cannot write there any more. It is safe for use by several
// goroutines.
type MenderLine struct {
	store    MenderStore
	adapters []ChatAdapter
	logger   *slog.Logger
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

func (m *MenderLine) tell(ctx context.Context, chat ChatRef, stopped bool) (told bool, err error) {
	finder := m.finder(chat.Platform)
	if finder == nil {
		return false, nil
	}
	user, name, err := m.store.FindMender(ctx, chat)
	if err != nil || user == "" {
		return false, err
	}
	to, err := finder.PrivateChat(ctx, user)
	if err != nil {
		return false, err
	}
	n := Notice{Chat: to, Key: string(text.ID("courier.chat-refused")), Data: map[string]string{"Chat": nameOr(name, chat.ID)}}
	if stopped {
		n.Key = string(text.ID("courier.chat-stopped"))
	}
	return true, m.store.CreateNotice(ctx, to, n)
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
