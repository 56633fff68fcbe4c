package discordtest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// The structs of this file are objects of the API as far as they matter to
// bots, under the names and with the meanings of its documentation.

// An ID is a snowflake, which JSON shows as text. 0 is none.
type ID uint64

// epoch is the first instant of Discord, in milliseconds, from which
// snowflakes count.
const epoch = 1_420_070_400_000

func (id ID) String() string { return strconv.FormatUint(uint64(id), 10) }

// Time is when the id was given.
func (id ID) Time() time.Time { return time.UnixMilli(int64(id>>22) + epoch).UTC() }

// MarshalText writes the id in decimal.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalJSON reads an id from text or from a number, both of which the API
// takes.
func (id *ID) UnmarshalJSON(b []byte) error {
	text := string(b)
	if len(b) > 1 && b[0] == '"' {
		text = text[1 : len(text)-1]
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return fmt.Errorf("%s is no snowflake", b)
	}
	*id = ID(n)
	return nil
}

// UnmarshalText reads an id, such as a key of Resolved.
func (id *ID) UnmarshalText(b []byte) error { return id.UnmarshalJSON(b) }

// ParseID reads an id as it stands in a path; 0 if it is none.
func ParseID(text string) ID {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0
	}
	return ID(n)
}

// A Nullable is text that is null when it is empty.
type Nullable string

// MarshalJSON writes null for empty text.
func (n Nullable) MarshalJSON() ([]byte, error) {
	if n == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(n))
}

// Permissions are a set of what somebody may do, one bit each. JSON shows them
// as text.
type Permissions uint64

// The Permissions that matter here.
const (
	Administrator         Permissions = 1 << 3
	ManageChannels        Permissions = 1 << 4
	ManageGuild           Permissions = 1 << 5
	ViewChannel           Permissions = 1 << 10
	SendMessages          Permissions = 1 << 11
	ManageMessages        Permissions = 1 << 13
	EmbedLinks            Permissions = 1 << 14
	AttachFiles           Permissions = 1 << 15
	ReadMessageHistory    Permissions = 1 << 16
	MentionEveryone       Permissions = 1 << 17
	ManageWebhooks        Permissions = 1 << 29
	UseCommands           Permissions = 1 << 31
	ManageThreads         Permissions = 1 << 34
	CreatePublicThreads   Permissions = 1 << 35
	SendMessagesInThreads Permissions = 1 << 38
	UseExternalApps       Permissions = 1 << 50

	// AllPermissions are those of an administrator.
	AllPermissions Permissions = 1<<53 - 1
	// EverybodyPermissions are what members may do in a new guild.
	EverybodyPermissions = ViewChannel | SendMessages | EmbedLinks | AttachFiles | ReadMessageHistory |
		MentionEveryone | UseCommands | CreatePublicThreads | SendMessagesInThreads | UseExternalApps
)

// Has reports whether all of the others are in the set.
func (p Permissions) Has(others Permissions) bool { return p&others == others }

// MarshalText writes the set in decimal.
func (p Permissions) MarshalText() ([]byte, error) {
	return strconv.AppendUint(nil, uint64(p), 10), nil
}

// UnmarshalJSON reads a set from text or from a number.
func (p *Permissions) UnmarshalJSON(b []byte) error {
	var id ID
	if err := id.UnmarshalJSON(b); err != nil {
		return fmt.Errorf("%s is no set of permissions", b)
	}
	*p = Permissions(id)
	return nil
}

// A User is somebody, a person or a bot.
type User struct {
	ID            ID       `json:"id"`
	Username      string   `json:"username"`
	GlobalName    Nullable `json:"global_name"`
	Discriminator string   `json:"discriminator"`
	Avatar        Nullable `json:"avatar"`
	Bot           bool     `json:"bot,omitempty"`
	PublicFlags   int      `json:"public_flags"`
	Flags         int      `json:"flags"`
	PrimaryGuild  *ID      `json:"primary_guild"`
}

// Name is what clients show: the display name, or else the user name.
func (u User) Name() string {
	if u.GlobalName != "" {
		return string(u.GlobalName)
	}
	return u.Username
}

// A Member is a User in a guild. User is absent where the user stands beside
// it; Permissions are there only in interactions.
type Member struct {
	User                       *User        `json:"user,omitempty"`
	Nick                       Nullable     `json:"nick"`
	Avatar                     Nullable     `json:"avatar"`
	Banner                     Nullable     `json:"banner"`
	Roles                      []ID         `json:"roles"`
	JoinedAt                   time.Time    `json:"joined_at"`
	PremiumSince               *time.Time   `json:"premium_since"`
	CommunicationDisabledUntil *time.Time   `json:"communication_disabled_until"`
	Deaf                       bool         `json:"deaf"`
	Mute                       bool         `json:"mute"`
	Pending                    bool         `json:"pending"`
	Flags                      int          `json:"flags"`
	Permissions                *Permissions `json:"permissions,omitempty"`
}

// A RoleInfo is a role of a guild as the API shows it.
type RoleInfo struct {
	ID           ID          `json:"id"`
	Name         string      `json:"name"`
	Permissions  Permissions `json:"permissions"`
	Position     int         `json:"position"`
	Color        int         `json:"color"`
	Hoist        bool        `json:"hoist"`
	Managed      bool        `json:"managed"`
	Mentionable  bool        `json:"mentionable"`
	Icon         Nullable    `json:"icon"`
	UnicodeEmoji Nullable    `json:"unicode_emoji"`
	Flags        int         `json:"flags"`
}

// A GuildInfo is a guild as the gateway shows it; in READY only ID and
// Unavailable stand.
type GuildInfo struct {
	ID              ID         `json:"id"`
	Unavailable     bool       `json:"unavailable,omitempty"`
	Name            string     `json:"name,omitempty"`
	OwnerID         ID         `json:"owner_id,omitzero"`
	PreferredLocale string     `json:"preferred_locale,omitempty"`
	JoinedAt        *time.Time `json:"joined_at,omitempty"`
	MemberCount     int        `json:"member_count,omitempty"`
	Large           bool       `json:"large,omitempty"`
	Features        []string   `json:"features,omitempty"`
	Roles           []RoleInfo `json:"roles,omitempty"`
	Channels        []Channel  `json:"channels,omitempty"`
	Threads         []Channel  `json:"threads,omitempty"`
	Members         []Member   `json:"members,omitempty"`
}

// The types of Channel.
const (
	TextChannel         = 0
	DirectMessage       = 1
	VoiceChannel        = 2
	Category            = 4
	AnnouncementChannel = 5
	AnnouncementThread  = 10
	PublicThread        = 11
	PrivateThread       = 12
	ForumChannel        = 15
)

// A Channel is a place of any type. What a type does not have is absent.
type Channel struct {
	ID            ID        `json:"id"`
	Type          int       `json:"type"`
	GuildID       ID        `json:"guild_id,omitzero"`
	Name          string    `json:"name,omitempty"`
	ParentID      ID        `json:"parent_id,omitzero"`
	Topic         *Nullable `json:"topic,omitempty"`
	LastMessageID *ID       `json:"last_message_id"`
	Flags         int       `json:"flags"`
	Position      *int      `json:"position,omitempty"`
	Slowmode      int       `json:"rate_limit_per_user,omitempty"`
	NSFW          bool      `json:"nsfw,omitempty"`
	// Permissions are those of the user, AppPermissions those of the bot; both
	// only where an interaction names a channel.
	Permissions    *Permissions    `json:"permissions,omitempty"`
	AppPermissions *Permissions    `json:"app_permissions,omitempty"`
	Overwrites     []Overwrite     `json:"permission_overwrites,omitempty"`
	AvailableTags  []Tag           `json:"available_tags,omitempty"`
	AppliedTags    []ID            `json:"applied_tags,omitempty"`
	OwnerID        ID              `json:"owner_id,omitzero"`
	Metadata       *ThreadMetadata `json:"thread_metadata,omitempty"`
	MessageCount   *int            `json:"message_count,omitempty"`
	MemberCount    *int            `json:"member_count,omitempty"`
	TotalSent      *int            `json:"total_message_sent,omitempty"`
	NewlyCreated   bool            `json:"newly_created,omitempty"`
	Recipients     []User          `json:"recipients,omitempty"`
	// Message is the first one of a forum post that was just made.
	Message *Message `json:"message,omitempty"`
}

// The flags of a Channel: RequireTag is that of a forum whose posts need a tag.
const RequireTag = 1 << 4

// ThreadMetadata is what only threads have.
type ThreadMetadata struct {
	Archived            bool      `json:"archived"`
	AutoArchiveDuration int       `json:"auto_archive_duration"`
	ArchiveTimestamp    time.Time `json:"archive_timestamp"`
	Locked              bool      `json:"locked"`
	CreateTimestamp     time.Time `json:"create_timestamp"`
}

// An Overwrite changes what a role (type 0) or a member (type 1) may do in a
// channel.
type Overwrite struct {
	ID    ID          `json:"id"`
	Type  int         `json:"type"`
	Allow Permissions `json:"allow"`
	Deny  Permissions `json:"deny"`
}

// A Tag is one that posts of a forum can have.
type Tag struct {
	ID        ID       `json:"id"`
	Name      string   `json:"name"`
	Moderated bool     `json:"moderated"`
	EmojiID   *ID      `json:"emoji_id"`
	EmojiName Nullable `json:"emoji_name"`
}
