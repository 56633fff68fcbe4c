package discordtest

import "encoding/json"

// The types of Interaction.
const (
	PingInteraction         = 1
	CommandInteraction      = 2
	ComponentInteraction    = 3
	AutocompleteInteraction = 4
	ModalInteraction        = 5
)

// The types of answers to an Interaction.
const (
	AnswerPong           = 1
	AnswerMessage        = 4
	AnswerDeferred       = 5
	AnswerDeferredUpdate = 6
	AnswerUpdate         = 7
	AnswerChoices        = 8
	AnswerModal          = 9
)

// Where an Interaction was made: its context.
const (
	InGuild          = 0
	InBotDM          = 1
	InPrivateChannel = 2
)

// An Interaction is what somebody does with the bot. In a guild Member is
// there, else User.
type Interaction struct {
	ID             ID               `json:"id"`
	ApplicationID  ID               `json:"application_id"`
	Type           int              `json:"type"`
	Data           *InteractionData `json:"data,omitempty"`
	GuildID        ID               `json:"guild_id,omitzero"`
	Guild          *InteractionHome `json:"guild,omitempty"`
	Channel        *Channel         `json:"channel,omitempty"`
	ChannelID      ID               `json:"channel_id,omitzero"`
	Member         *Member          `json:"member,omitempty"`
	User           *User            `json:"user,omitempty"`
	Token          string           `json:"token"`
	Version        int              `json:"version"`
	Message        *Message         `json:"message,omitempty"`
	AppPermissions *Permissions     `json:"app_permissions,omitempty"`
	Locale         string           `json:"locale,omitempty"`
	GuildLocale    string           `json:"guild_locale,omitempty"`
	Entitlements   []struct{}       `json:"entitlements"`
	// AuthorizingIntegrationOwners tells who has installed the bot: under "0"
	// the guild (0 in direct messages with it), under "1" the user.
	AuthorizingIntegrationOwners map[string]ID `json:"authorizing_integration_owners"`
	Context                      *int          `json:"context,omitempty"`
	AttachmentSizeLimit          int           `json:"attachment_size_limit"`
}

// An InteractionHome is the guild of an Interaction.
type InteractionHome struct {
	ID       ID       `json:"id"`
	Locale   string   `json:"locale"`
	Features []string `json:"features"`
}

// InteractionData is what a command, a press or a form carries.
type InteractionData struct {
	ID            ID                  `json:"id,omitzero"`
	Name          string              `json:"name,omitempty"`
	Type          int                 `json:"type,omitempty"`
	Resolved      *Resolved           `json:"resolved,omitempty"`
	Options       []InteractionOption `json:"options,omitempty"`
	GuildID       ID                  `json:"guild_id,omitzero"`
	TargetID      ID                  `json:"target_id,omitzero"`
	CustomID      string              `json:"custom_id,omitempty"`
	ComponentType int                 `json:"component_type,omitempty"`
	Values        []string            `json:"values,omitempty"`
	Components    []Component         `json:"components,omitempty"`
}

// Resolved holds the objects that the options of a command name by id.
type Resolved struct {
	Users    map[ID]User    `json:"users,omitempty"`
	Members  map[ID]Member  `json:"members,omitempty"`
	Channels map[ID]Channel `json:"channels,omitempty"`
	Messages map[ID]Message `json:"messages,omitempty"`
}

// An InteractionOption is one that somebody has filled in. Value is text, a
// number or a truth value in JSON.
type InteractionOption struct {
	Name    string              `json:"name"`
	Type    int                 `json:"type"`
	Value   json.RawMessage     `json:"value,omitempty"`
	Options []InteractionOption `json:"options,omitempty"`
	Focused bool                `json:"focused,omitempty"`
}

// The types of Command.
const (
	SlashCommand   = 1
	UserCommand    = 2
	MessageCommand = 3
)

// The types of CommandOption that occur here.
const (
	SubcommandOption      = 1
	SubcommandGroupOption = 2
	StringOption          = 3
	IntegerOption         = 4
	BooleanOption         = 5
	UserOption            = 6
	ChannelOption         = 7
	RoleOption            = 8
	NumberOption          = 10
)

// A Command is one that the bot has registered.
type Command struct {
	ID                       ID                `json:"id"`
	ApplicationID            ID                `json:"application_id"`
	GuildID                  ID                `json:"guild_id,omitzero"`
	Version                  ID                `json:"version"`
	Type                     int               `json:"type"`
	Name                     string            `json:"name"`
	NameLocalizations        map[string]string `json:"name_localizations"`
	Description              string            `json:"description"`
	DescriptionLocalizations map[string]string `json:"description_localizations"`
	Options                  []CommandOption   `json:"options,omitempty"`
	DefaultMemberPermissions *Permissions      `json:"default_member_permissions"`
	DMPermission             *bool             `json:"dm_permission,omitempty"`
	Contexts                 []int             `json:"contexts"`
	IntegrationTypes         []int             `json:"integration_types,omitempty"`
	NSFW                     bool              `json:"nsfw"`
}

// A CommandOption is a parameter of a Command, or a command below it.
type CommandOption struct {
	Type                     int               `json:"type"`
	Name                     string            `json:"name"`
	NameLocalizations        map[string]string `json:"name_localizations,omitempty"`
	Description              string            `json:"description"`
	DescriptionLocalizations map[string]string `json:"description_localizations,omitempty"`
	Required                 bool              `json:"required,omitempty"`
	Autocomplete             bool              `json:"autocomplete,omitempty"`
	Choices                  []Choice          `json:"choices,omitempty"`
	ChannelTypes             []int             `json:"channel_types,omitempty"`
	MinLength                *int              `json:"min_length,omitempty"`
	MaxLength                *int              `json:"max_length,omitempty"`
	MinValue                 *float64          `json:"min_value,omitempty"`
	MaxValue                 *float64          `json:"max_value,omitempty"`
	Options                  []CommandOption   `json:"options,omitempty"`
}

// A Choice is a value with the name that people see. Value is text or a number
// in JSON.
type Choice struct {
	Name              string            `json:"name"`
	NameLocalizations map[string]string `json:"name_localizations,omitempty"`
	Value             json.RawMessage   `json:"value"`
}

// A Modal is a form that is shown to somebody.
type Modal struct {
	CustomID   string      `json:"custom_id"`
	Title      string      `json:"title"`
	Components []Component `json:"components"`
}
