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
	Admin bool
}

// A Command is what someone typed or pressed.
type Command struct {
	// EventID is unique for the event on its platform; an event that comes
	// twice has its effect once. Empty means that no event repeats.
	EventID string
	Chat    ChatRef
	Kind    ChatKind
	// ChatName is the chat's name as the platform shows it, "" if it has none.
	ChatName string
	User     User
	// Text is what was typed, "/latest karabakh" or free text.
	Text string
	// Button is the Data of a pressed button; then Text is empty.
	Button string
}
