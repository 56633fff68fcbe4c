package discord

import (
	"cmp"
	"encoding/json"
	"strconv"
	"time"

	"wirebrief/bot"
)

// The structs are our own: those of the library lack the rights of resolved
// channels, and fail as a whole at a component that they do not know.

// The types of interaction.
const (
	typeCommand      = 2
	typePress        = 3
	typeAutocomplete = 4
	typeForm         = 5
)

// The contexts of interactions.
const (
	inGuild       = 0
	inBotDM       = 1
	inOtherPlaces = 2
)

// Who has installed the bot: a guild, or a person for themselves.
const (
	byGuild  = "0"
	byPerson = "1"
)

// An interaction is a command, a press, a form that was sent in, or a question
// for what may be typed.
type interaction struct {
	ID          snowflake       `json:"id"`
	Application snowflake       `json:"application_id"`
	Type        int             `json:"type"`
	Token       string          `json:"token"`
	Data        interactionData `json:"data"`
	GuildID     snowflake       `json:"guild_id"`
	ChannelID   snowflake       `json:"channel_id"`
	Channel     *channel        `json:"channel"`
	Member      *member         `json:"member"`
	User        *user           `json:"user"`
	// Message is that whose button was pressed.
	Message *message `json:"message"`
	// AppPermissions are the bot's own rights in the channel.
	AppPermissions permissions `json:"app_permissions"`
	Context        *int        `json:"context"`
	// Owners tells who has installed the bot that is used here: byGuild is a
	// guild, or 0 in its direct messages, byPerson a person.
	Owners map[string]snowflake `json:"authorizing_integration_owners"`
}

type interactionData struct {
	Name string `json:"name"`
	// Type is that of the command.
	Type     int       `json:"type"`
	Options  []option  `json:"options"`
	Resolved resolved  `json:"resolved"`
	Target   snowflake `json:"target_id"`
	// CustomID is that of a button, a select or a form, Values what was chosen
	// in a select, Components the fields of a form.
	CustomID   string      `json:"custom_id"`
	Values     []string    `json:"values"`
	Components []component `json:"components"`
}

// An option is one field of a slash command as it was filled in.
type option struct {
	Name    string          `json:"name"`
	Type    int             `json:"type"`
	Value   json.RawMessage `json:"value"`
	Focused bool            `json:"focused"`
}

// text is the value as it was typed.
func (o *option) text() string {
	var s string
	if json.Unmarshal(o.Value, &s) == nil {
		return s
	}
	return string(o.Value)
}

// resolved holds what options and targets name.
type resolved struct {
	Channels map[snowflake]channel `json:"channels"`
	Messages map[snowflake]message `json:"messages"`
}

// A component is a row, or a field in one. Forms of later kinds set a field in
// a label rather than a row.
type component struct {
	CustomID   string          `json:"custom_id"`
	Value      json.RawMessage `json:"value"`
	Components []component     `json:"components"`
	Component  *component      `json:"component"`
}

// The types of channel.
const (
	textChannel   = 0
	directChannel = 1
	newsChannel   = 5
	newsThread    = 10
	publicThread  = 11
	privateThread = 12
	forumChannel  = 15
	mediaChannel  = 16
)

type channel struct {
	ID      snowflake `json:"id"`
	Type    int       `json:"type"`
	Name    string    `json:"name"`
	GuildID snowflake `json:"guild_id"`
	// Parent is the channel of a thread, or the forum of a post; for all else
	// its category.
	Parent snowflake `json:"parent_id"`
	// Permissions are those of who sent the interaction, AppPermissions the
	// bot's own.
	Permissions    permissions `json:"permissions"`
	AppPermissions permissions `json:"app_permissions"`
}

func (c *channel) isThread() bool {
	return c.Type == newsThread || c.Type == publicThread || c.Type == privateThread
}

// place is where the channel is sent to.
func (c *channel) place() place {
	switch c.Type {
	case forumChannel, mediaChannel:
		return place{kind: inForum, id: c.ID}
	case directChannel:
		return place{kind: inPrivate, id: c.ID}
	}
	return place{kind: inChannel, id: c.ID}
}

// called is the name as readers know it.
func (c *channel) called() string {
	if c.Name == "" || c.isThread() {
		return c.Name
	}
	return "#" + c.Name
}

func (c *channel) chatKind() bot.ChatKind {
	switch c.Type {
	case directChannel:
		return bot.Private
	case newsChannel:
		return bot.Channel
	}
	return bot.Group
}

type member struct {
	User        *user       `json:"user"`
	Permissions permissions `json:"permissions"`
}

type user struct {
	ID         snowflake `json:"id"`
	Username   string    `json:"username"`
	GlobalName string    `json:"global_name"`
	Bot        bool      `json:"bot"`
}

// name is how the person is called.
func (u *user) name() string { return cmp.Or(u.GlobalName, u.Username) }

// sender is who sent an interaction.
func (i *interaction) sender() *user {
	switch {
	case i.Member != nil && i.Member.User != nil:
		return i.Member.User
	case i.User != nil:
		return i.User
	}
	return &user{}
}

// context is where the interaction comes from, also if Discord does not tell.
func (i *interaction) context() int {
	switch {
	case i.Context != nil:
		return *i.Context
	case i.GuildID != 0:
		return inGuild
	}
	return inBotDM
}

// reaches reports whether the bot itself is where the interaction comes from:
// where only a person has installed it, it cannot send anything.
func (i *interaction) reaches() bool {
	switch i.context() {
	case inBotDM:
		return true
	case inGuild:
		return !i.onlyByUser()
	}
	return false
}

// onlyByUser reports whether nobody but the person has installed the bot.
func (i *interaction) onlyByUser() bool {
	_, here := i.Owners[byGuild]
	return i.Owners != nil && !here
}

// tokenLife is how long an interaction can be answered.
const tokenLife = 15 * time.Minute

// epoch is that of the times in snowflakes, in milliseconds.
const epoch = 1420070400000

// at is when something with that id was made.
func (s snowflake) at() time.Time { return time.UnixMilli(int64(s>>22) + epoch) }

// permissions are a set of rights.
type permissions uint64

// The rights that matter here.
const (
	administrator  permissions = 1 << 3
	manageChannels permissions = 1 << 4
	manageGuild    permissions = 1 << 5
	viewChannel    permissions = 1 << 10
	sendMessages   permissions = 1 << 11
	embedLinks     permissions = 1 << 14
	attachFiles    permissions = 1 << 15
	sendInThreads  permissions = 1 << 38

	maySetUp = administrator | manageGuild | manageChannels
)

// UnmarshalText reads rights, which Discord writes as a number in text. Those
// that cannot be read are none.
func (p *permissions) UnmarshalText(b []byte) error {
	n, err := strconv.ParseUint(string(b), 10, 64)
	if err != nil {
		n = 0
	}
	*p = permissions(n)
	return nil
}

// MarshalText writes rights as Discord does.
func (p permissions) MarshalText() ([]byte, error) {
	return []byte(strconv.FormatUint(uint64(p), 10)), nil
}
