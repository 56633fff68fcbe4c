package bot

import (
	"context"
	"time"

	"wirebrief/briefing"
)

// A Desk is what an adapter may need of the bot besides its Handler; *Bot is
// one. An adapter takes what its platform has a use for.
type Desk interface {
	ChatWatcher
	Offerer
	Linker
	Completer
}

// A ChatWatcher hears what happens to chats, rather than what is said in them.
type ChatWatcher interface {
	// ChatChanged takes note of a change at once, so that nothing more is sent
	// where the bot may not write. The reply is what to say about it, mostly
	// nothing; it goes to c.Chat, or with ForUser to c.User in private, if the
	// platform lets the bot write there first.
	ChatChanged(ctx context.Context, c ChatChange) (Reply, error)
}

// A ChatChangeKind tells what happened to a chat.
type ChatChangeKind string

// What can happen to a chat.
const (
	// BotAdded: the bot came into a group, or may post in a channel now.
	BotAdded ChatChangeKind = "added"
	// BotRemoved: it was removed, blocked by the one person of a private chat,
	// or may not post any more. All topics and threads within are meant, too.
	BotRemoved ChatChangeKind = "removed"
	// BotUnblocked: the person of a private chat lets it write again. Nothing
	// is sent again before they ask for it.
	BotUnblocked ChatChangeKind = "unblocked"
	// ChatDeleted: the chat, or the account of its one person, is no more.
	ChatDeleted ChatChangeKind = "deleted"
	// ChatMoved: the chat has a new id, MovedTo.
	ChatMoved ChatChangeKind = "moved"
)

// A ChatChange is something that happened to a chat.
type ChatChange struct {
	// EventID is as in Command.
	EventID  string
	Change   ChatChangeKind
	Chat     ChatRef
	Kind     ChatKind
	ChatName string
	// User is who did it, zero if that is not known; Admin is set if they may
	// change the settings of the chat.
	User User
	// MovedTo is the new id after ChatMoved.
	MovedTo ChatRef
}

// A RightsChecker asks a platform what someone may do.
type RightsChecker interface {
	// MayChange reports whether user may change the settings of chat now. An
	// error means that it could not be found out: then nobody may.
	MayChange(ctx context.Context, chat ChatRef, user string) (bool, error)
}

// A Linker makes keys for links that lead from anywhere into a private chat
// with the bot.
type Linker interface {
	// LinkKey returns a key that stands for the data of a button in a chat:
	// "/start KEY", said in a private chat, is as if that button had been
	// pressed there, but that nothing is changed without one more press. The
	// same data of the same chat has the same key. A key has at most 40
	// letters, digits, "_" or "-"; it cannot be guessed and tells nothing
	// about the data.
	LinkKey(ctx context.Context, chat ChatRef, data string) (key string, err error)
}

// An Inquiry is what someone types to the bot from within any other chat, to
// have a briefing put into that chat.
type Inquiry struct {
	// Platform and User are who asks.
	Platform Platform
	User     User
	// Text is the topic; "" asks for the newest stories.
	Text string
	// Page is the Next of the Offers that came before, "" for the first.
	Page string
	// Limit is how many offers the platform shows at once.
	Limit int
}

// An Offer is one briefing that can be put into a chat.
type Offer struct {
	// ID is unique among the offers of an inquiry, at most 64 bytes.
	ID string
	// Title and Description are shown in the list: the headline, and
	// publisher and age.
	Title, Description string
	URL                string
	// Message is what is put into the chat. All its buttons are links.
	Message Message
}

// Offers answer an Inquiry.
type Offers struct {
	Offers []Offer
	// Next asks for more, at most 64 bytes; "" if there are no more.
	Next string
	// Notice, if not "", is said above the offers; pressing it leads into the
	// private chat, with NoticeKey as in Linker.
	Notice, NoticeKey string
	// Life is how long the same answer may be given to the same Text; Personal
	// tells that it may be given to this user alone.
	Life     time.Duration
	Personal bool
}

// An Offerer answers inquiries.
type Offerer interface {
	// Offer answers an inquiry. An error is for the log; the offers then say
	// in their Notice that something went wrong.
	Offer(ctx context.Context, q Inquiry) (Offers, error)
}

// A PageReader reads an article from an address that somebody sent. Its
// requests go through the guarded transport: addresses inside the operator's
// network are refused. Errors are for people to read where they are a
// *PageError.
type PageReader interface {
	ReadPage(ctx context.Context, url string) (briefing.Article, error)
}

// A PageError says why an address gave no article, in words for the one who
// sent it.
type PageError struct {
	// Reason is "refused" for an address that may not be read, "missing" for
	// one that gives no page, "no-article" for a page that is none, "slow" for
	// one that takes too long, and "failed" for all else.
	Reason string
	// Cause is for the log. It holds no secret.
	Cause error
}

// Error implements error.
func (e *PageError) Error() string { return "read a page (" + e.Reason + "): " + e.Cause.Error() }

// Unwrap returns the cause.
func (e *PageError) Unwrap() error { return e.Cause }

// A Forward is a message that was written elsewhere and passed on to the bot.
type Forward struct {
	// From names the chat or person that it came from, "" if that is hidden.
	From string
	// At is when it was written first, zero if unknown.
	At time.Time
	// URL is the first link in it, "" for none.
	URL string
}
