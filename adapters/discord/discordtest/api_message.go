package discordtest

import (
	"encoding/json"
	"time"
)

// The flags of a Message.
const (
	FlagCrossposted           = 1 << 0
	FlagIsCrosspost           = 1 << 1
	FlagSuppressEmbeds        = 1 << 2
	FlagHasThread             = 1 << 5
	FlagEphemeral             = 1 << 6
	FlagLoading               = 1 << 7
	FlagSuppressNotifications = 1 << 12
	FlagComponentsV2          = 1 << 15
)

// The types of Message that occur here.
const (
	DefaultMessage = 0
	ReplyMessage   = 19
	CommandMessage = 20
	StarterMessage = 21
	ContextMessage = 23
)

// A Message is one in a channel. GuildID and Member are there only in events of
// the gateway.
type Message struct {
	ID                  ID                   `json:"id"`
	ChannelID           ID                   `json:"channel_id"`
	GuildID             ID                   `json:"guild_id,omitzero"`
	Author              User                 `json:"author"`
	Member              *Member              `json:"member,omitempty"`
	Type                int                  `json:"type"`
	Content             string               `json:"content"`
	Timestamp           time.Time            `json:"timestamp"`
	EditedTimestamp     *time.Time           `json:"edited_timestamp"`
	TTS                 bool                 `json:"tts"`
	MentionEveryone     bool                 `json:"mention_everyone"`
	Mentions            []User               `json:"mentions"`
	MentionRoles        []ID                 `json:"mention_roles"`
	Attachments         []Attachment         `json:"attachments"`
	Embeds              []Embed              `json:"embeds"`
	Components          []Component          `json:"components"`
	Pinned              bool                 `json:"pinned"`
	Flags               int                  `json:"flags"`
	Nonce               json.RawMessage      `json:"nonce,omitempty"`
	ApplicationID       ID                   `json:"application_id,omitzero"`
	WebhookID           ID                   `json:"webhook_id,omitzero"`
	InteractionMetadata *InteractionMetadata `json:"interaction_metadata,omitempty"`
	MessageReference    *MessageReference    `json:"message_reference,omitempty"`
	ReferencedMessage   *Message             `json:"referenced_message,omitempty"`
	MessageSnapshots    []Snapshot           `json:"message_snapshots,omitempty"`
	Thread              *Channel             `json:"thread,omitempty"`
	Position            *int                 `json:"position,omitempty"`
}

// A MessageReference tells what a message answers (type 0) or forwards (type
// 1).
type MessageReference struct {
	Type      int `json:"type"`
	MessageID ID  `json:"message_id,omitzero"`
	ChannelID ID  `json:"channel_id,omitzero"`
	GuildID   ID  `json:"guild_id,omitzero"`
}

// A Snapshot is a message as it was when it was forwarded, without its author.
type Snapshot struct {
	Message SnapshotMessage `json:"message"`
}

// A SnapshotMessage is what of a message is forwarded.
type SnapshotMessage struct {
	Type            int          `json:"type"`
	Content         string       `json:"content"`
	Mentions        []User       `json:"mentions"`
	MentionRoles    []ID         `json:"mention_roles"`
	Attachments     []Attachment `json:"attachments"`
	Embeds          []Embed      `json:"embeds"`
	Components      []Component  `json:"components"`
	Timestamp       time.Time    `json:"timestamp"`
	EditedTimestamp *time.Time   `json:"edited_timestamp"`
	Flags           int          `json:"flags"`
}

// An InteractionMetadata tells to what interaction a message is the answer.
type InteractionMetadata struct {
	ID                           ID            `json:"id"`
	Type                         int           `json:"type"`
	User                         User          `json:"user"`
	AuthorizingIntegrationOwners map[string]ID `json:"authorizing_integration_owners"`
	OriginalResponseMessageID    ID            `json:"original_response_message_id,omitzero"`
	InteractedMessageID          ID            `json:"interacted_message_id,omitzero"`
	TargetMessageID              ID            `json:"target_message_id,omitzero"`
	// Triggering tells of what opened the form that the interaction filled in.
	Triggering *InteractionMetadata `json:"triggering_interaction_metadata,omitempty"`
}

// An Attachment is a file of a message.
type Attachment struct {
	ID          ID     `json:"id"`
	Filename    string `json:"filename"`
	Size        int    `json:"size"`
	URL         string `json:"url"`
	ProxyURL    string `json:"proxy_url"`
	Description string `json:"description,omitempty"`
	ContentType string `json:"content_type,omitempty"`
	Ephemeral   bool   `json:"ephemeral,omitempty"`
}

// An Embed is a card of a message.
type Embed struct {
	Title       string       `json:"title,omitempty"`
	Type        string       `json:"type,omitempty"`
	Description string       `json:"description,omitempty"`
	URL         string       `json:"url,omitempty"`
	Timestamp   *time.Time   `json:"timestamp,omitempty"`
	Color       *int         `json:"color,omitempty"`
	Footer      *EmbedFooter `json:"footer,omitempty"`
	Image       *EmbedMedia  `json:"image,omitempty"`
	Thumbnail   *EmbedMedia  `json:"thumbnail,omitempty"`
	Author      *EmbedAuthor `json:"author,omitempty"`
	Fields      []EmbedField `json:"fields,omitempty"`
}

// An EmbedFooter is the small line at the end of an Embed.
type EmbedFooter struct {
	Text    string `json:"text"`
	IconURL string `json:"icon_url,omitempty"`
}

// An EmbedMedia is a picture of an Embed.
type EmbedMedia struct {
	URL         string `json:"url"`
	Description string `json:"description,omitempty"`
}

// An EmbedAuthor is the line above the title of an Embed.
type EmbedAuthor struct {
	Name    string `json:"name"`
	URL     string `json:"url,omitempty"`
	IconURL string `json:"icon_url,omitempty"`
}

// An EmbedField is a name over a value.
type EmbedField struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Inline bool   `json:"inline"`
}

// The types of Component.
const (
	ActionRow         = 1
	Button            = 2
	StringSelect      = 3
	TextInput         = 4
	UserSelect        = 5
	RoleSelect        = 6
	MentionableSelect = 7
	ChannelSelect     = 8
	Section           = 9
	TextDisplay       = 10
	Thumbnail         = 11
	MediaGallery      = 12
	FileComponent     = 13
	Separator         = 14
	Container         = 17
	Label             = 18
)

// The styles of a Button.
const (
	Primary   = 1
	Secondary = 2
	Success   = 3
	Danger    = 4
	Link      = 5
)

// A Component is a row, button, select, text input or another part of a
// message or form. What a type does not have is absent.
type Component struct {
	Type         int            `json:"type"`
	ID           int            `json:"id,omitempty"`
	CustomID     string         `json:"custom_id,omitempty"`
	Style        int            `json:"style,omitempty"`
	Label        string         `json:"label,omitempty"`
	Emoji        *Emoji         `json:"emoji,omitempty"`
	URL          string         `json:"url,omitempty"`
	Disabled     bool           `json:"disabled,omitempty"`
	Placeholder  string         `json:"placeholder,omitempty"`
	MinValues    *int           `json:"min_values,omitempty"`
	MaxValues    *int           `json:"max_values,omitempty"`
	Options      []SelectOption `json:"options,omitempty"`
	ChannelTypes []int          `json:"channel_types,omitempty"`
	MinLength    *int           `json:"min_length,omitempty"`
	MaxLength    *int           `json:"max_length,omitempty"`
	Required     *bool          `json:"required,omitempty"`
	Value        string         `json:"value,omitempty"`
	Values       []string       `json:"values,omitempty"`
	Content      string         `json:"content,omitempty"`
	Description  string         `json:"description,omitempty"`
	AccentColor  *int           `json:"accent_color,omitempty"`
	Spoiler      bool           `json:"spoiler,omitempty"`
	Divider      *bool          `json:"divider,omitempty"`
	Spacing      int            `json:"spacing,omitempty"`
	Media        *Media         `json:"media,omitempty"`
	Items        []MediaItem    `json:"items,omitempty"`
	File         *Media         `json:"file,omitempty"`
	Accessory    *Component     `json:"accessory,omitempty"`
	Components   []Component    `json:"components,omitempty"`
	// Component is the one that a Label stands over.
	Component *Component `json:"component,omitempty"`
}

// MarshalJSON writes also what is empty, where the type has it always.
func (c Component) MarshalJSON() ([]byte, error) {
	type plain Component
	switch c.Type {
	case ActionRow: // in which nothing stands that needs more
		inner := make([]plain, len(c.Components))
		for i, one := range c.Components {
			inner[i] = plain(one)
		}
		return json.Marshal(struct {
			plain
			Components []plain `json:"components,omitempty"`
		}{plain(c), inner})
	case Container:
		return json.Marshal(struct {
			plain
			AccentColor *int `json:"accent_color"`
			Spoiler     bool `json:"spoiler"`
		}{plain(c), c.AccentColor, c.Spoiler})
	case Thumbnail:
		return json.Marshal(struct {
			plain
			Description Nullable `json:"description"`
			Spoiler     bool     `json:"spoiler"`
		}{plain(c), Nullable(c.Description), c.Spoiler})
	case FileComponent:
		return json.Marshal(struct {
			plain
			Name    Nullable `json:"name"`
			Size    *int     `json:"size"`
			Spoiler bool     `json:"spoiler"`
		}{plain: plain(c), Spoiler: c.Spoiler})
	}
	return json.Marshal(plain(c))
}

// A SelectOption is a line of a select.
type SelectOption struct {
	Label       string `json:"label"`
	Value       string `json:"value"`
	Description string `json:"description,omitempty"`
	Emoji       *Emoji `json:"emoji,omitempty"`
	Default     bool   `json:"default,omitempty"`
}

// A MediaItem is one picture of a gallery.
type MediaItem struct {
	Media       Media    `json:"media"`
	Description Nullable `json:"description"`
	Spoiler     bool     `json:"spoiler"`
}

// A Media is a picture or file of a Component. Who sends it gives its URL only.
type Media struct {
	ID       ID     `json:"id,omitzero"`
	URL      string `json:"url"`
	ProxyURL string `json:"proxy_url,omitempty"`
}

// An Emoji is one on a button; only Name for those of Unicode.
type Emoji struct {
	ID       ID     `json:"id,omitzero"`
	Name     string `json:"name,omitempty"`
	Animated bool   `json:"animated,omitempty"`
}
