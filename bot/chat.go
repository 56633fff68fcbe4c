package bot

// A Platform names a chat network: "telegram", "discord", "terminal".
type Platform string

// A ChatRef names a chat. ID is opaque: only the adapter of the platform
// parses it.
type ChatRef struct {
	Platform Platform
	ID       string
}

// A ChatKind tells who reads a chat.
type ChatKind int

// The kinds of chat.
const (
	Private ChatKind = iota
	Group
	Channel
)

// A User is the person behind a command, by an opaque id of the platform.
type User struct {
	ID   string
	Name string
	// Admin tells whether the user may change the settings of this chat.
	// Unsure tells that it could not be found out; then Admin is false.
	Admin, Unsure bool
}

// A Command is what someone typed or pressed.
type Command struct {
	// EventID is unique for the event on its platform; an event that comes
	// twice has its effect once. Empty means that no event repeats.
	EventID string
	Chat    ChatRef
	// Within is the group or channel of which Chat is one topic or thread:
	// each of these is a chat of its own, with its own topics and digests,
	// while who may ask and where is set for the whole. Zero if Chat is whole.
	Within ChatRef
	// Forum is that of which Chat is a post, zero if it is none. Nobody can ask
	// in a forum itself: being asked there means in its posts.
	Forum ChatRef
	Kind  ChatKind
	// Community is what people there call a group with all its parts.
	Community Community
	// ChatName is the chat's name as the platform shows it, "" if it has none.
	ChatName string
	User     User
	// Text is what was typed, "/latest karabakh" or free text.
	Text string
	// Button is the Data of a pressed button; then Text is empty. On tells the
	// message below which it stands from others in the chat; "" where the
	// platform has no messages with buttons, and where each press is meant.
	Button, On string
	// Answers tells that Text was written as a reply to a message of the bot:
	// where not all that is said is meant for it, this is.
	Answers bool
	// Forms tells that a Message with Ask gets a button there that opens a form
	// for the answer: what is typed otherwise is not heard.
	Forms bool
	// Aside tells that nobody but the asker sees the answer, though Chat may
	// have others in it.
	Aside bool
	// Awaited tells that the platform shows a failure where nothing is said:
	// what is otherwise said once, and to nobody else, is then said each time.
	Awaited bool
	// AnswerTo is the Question of the message whose form was filled in with
	// Text, "" if it was typed otherwise: several forms may be open.
	AnswerTo string
	// Elsewhere tells that this was said in another place than Chat, which it
	// is about: an answer about what comes to the chat then names it.
	Elsewhere bool
	// Forward is set for a message that the user passed on; Text is its text.
	Forward *Forward
}
