package telegramtest

import "encoding/json"

// A User is a user or a bot, as the API shows it.
type User struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name,omitempty"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
}

// A Chat is a chat, as it stands in messages.
type Chat struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"` // Private, Group, Supergroup or Channel
	Title     string `json:"title,omitempty"`
	Username  string `json:"username,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
	IsForum   bool   `json:"is_forum,omitempty"`
}

// The types of a Chat.
const (
	Private    = "private"
	Group      = "group"
	Supergroup = "supergroup"
	Channel    = "channel"
)

// A Message is a message, as the API shows it. What a reader sees of it is a
// Post.
type Message struct {
	MessageID          int                 `json:"message_id"`
	MessageThreadID    int                 `json:"message_thread_id,omitempty"`
	From               *User               `json:"from,omitempty"`
	SenderChat         *Chat               `json:"sender_chat,omitempty"`
	Date               int64               `json:"date"` // Unix seconds; 0 if inaccessible
	Chat               Chat                `json:"chat"`
	ForwardOrigin      *MessageOrigin      `json:"forward_origin,omitempty"`
	IsTopicMessage     bool                `json:"is_topic_message,omitempty"`
	IsAutomaticForward bool                `json:"is_automatic_forward,omitempty"`
	ReplyToMessage     *Message            `json:"reply_to_message,omitempty"`
	ViaBot             *User               `json:"via_bot,omitempty"`
	EditDate           int64               `json:"edit_date,omitempty"`
	HasProtected       bool                `json:"has_protected_content,omitempty"`
	AuthorSignature    string              `json:"author_signature,omitempty"`
	Text               string              `json:"text,omitempty"`
	Entities           []Entity            `json:"entities,omitempty"`
	LinkPreviewOptions *LinkPreviewOptions `json:"link_preview_options,omitempty"`
	EffectID           string              `json:"effect_id,omitempty"`
	Document           *Document           `json:"document,omitempty"`
	Photo              []PhotoSize         `json:"photo,omitempty"`
	Caption            string              `json:"caption,omitempty"`
	CaptionEntities    []Entity            `json:"caption_entities,omitempty"`
	NewChatMembers     []User              `json:"new_chat_members,omitempty"`
	LeftChatMember     *User               `json:"left_chat_member,omitempty"`
	NewChatTitle       string              `json:"new_chat_title,omitempty"`
	GroupChatCreated   bool                `json:"group_chat_created,omitempty"`
	MigrateToChatID    int64               `json:"migrate_to_chat_id,omitempty"`
	MigrateFromChatID  int64               `json:"migrate_from_chat_id,omitempty"`
	ChatShared         *ChatShared         `json:"chat_shared,omitempty"`
	ForumTopicCreated  *ForumTopicCreated  `json:"forum_topic_created,omitempty"`
	ForumTopicClosed   *struct{}           `json:"forum_topic_closed,omitempty"`
	ForumTopicReopened *struct{}           `json:"forum_topic_reopened,omitempty"`
	ReplyMarkup        *InlineKeyboard     `json:"reply_markup,omitempty"`
}

// A MessageOrigin tells where a forwarded message comes from.
type MessageOrigin struct {
	Type       string `json:"type"` // "user" or "channel"
	Date       int64  `json:"date"`
	SenderUser *User  `json:"sender_user,omitempty"`
	Chat       *Chat  `json:"chat,omitempty"`
	MessageID  int    `json:"message_id,omitempty"`
}

// A Document is a file in a message.
type Document struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	FileName     string `json:"file_name,omitempty"`
	MIMEType     string `json:"mime_type,omitempty"`
	FileSize     int64  `json:"file_size,omitempty"` // bytes
}

// A PhotoSize is a photo in one size.
type PhotoSize struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	Width        int    `json:"width"`
	Height       int    `json:"height"`
	FileSize     int64  `json:"file_size,omitempty"` // bytes
}

// ChatShared tells the bot which chat its user chose.
type ChatShared struct {
	RequestID int    `json:"request_id"`
	ChatID    int64  `json:"chat_id"`
	Title     string `json:"title,omitempty"`
}

// ForumTopicCreated is the service message that opens a topic.
type ForumTopicCreated struct {
	Name      string `json:"name"`
	IconColor int    `json:"icon_color"`
}

// LinkPreviewOptions say which link is shown with a preview.
type LinkPreviewOptions struct {
	IsDisabled       bool   `json:"is_disabled,omitempty"`
	URL              string `json:"url,omitempty"`
	PreferSmallMedia bool   `json:"prefer_small_media,omitempty"`
	PreferLargeMedia bool   `json:"prefer_large_media,omitempty"`
	ShowAboveText    bool   `json:"show_above_text,omitempty"`
}

// An InlineKeyboard is the buttons under a message.
type InlineKeyboard struct {
	Rows [][]Button `json:"inline_keyboard"`
}

// A Button is one of an InlineKeyboard. Exactly one of the fields that say
// what a press does is set.
type Button struct {
	Text          string    `json:"text"`
	Style         string    `json:"style,omitempty"`
	URL           string    `json:"url,omitempty"`
	CallbackData  string    `json:"callback_data,omitempty"`
	SwitchInline  *string   `json:"switch_inline_query,omitempty"`
	SwitchCurrent *string   `json:"switch_inline_query_current_chat,omitempty"`
	CopyText      *CopyText `json:"copy_text,omitempty"`
}

// CopyText is what a press copies.
type CopyText struct {
	Text string `json:"text"`
}

// A CallbackQuery is the press of a button.
type CallbackQuery struct {
	ID              string   `json:"id"`
	From            User     `json:"from"`
	Message         *Message `json:"message,omitempty"`
	InlineMessageID string   `json:"inline_message_id,omitempty"`
	ChatInstance    string   `json:"chat_instance"`
	Data            string   `json:"data,omitempty"`
}

// An InlineQuery is what a user types after the name of the bot.
type InlineQuery struct {
	ID       string `json:"id"`
	From     User   `json:"from"`
	Query    string `json:"query"`
	Offset   string `json:"offset"`
	ChatType string `json:"chat_type,omitempty"`
}

// A ChosenInlineResult tells the bot which result was sent.
type ChosenInlineResult struct {
	ResultID        string `json:"result_id"`
	From            User   `json:"from"`
	InlineMessageID string `json:"inline_message_id,omitempty"`
	Query           string `json:"query"`
}

// An InlineResult is an article that the bot offers for an InlineQuery.
type InlineResult struct {
	Type        string           `json:"type"` // "article"
	ID          string           `json:"id"`
	Title       string           `json:"title"`
	Content     InputMessageText `json:"input_message_content"`
	ReplyMarkup *InlineKeyboard  `json:"reply_markup,omitempty"`
	URL         string           `json:"url,omitempty"`
	Description string           `json:"description,omitempty"`
}

// InputMessageText is the message that an InlineResult sends.
type InputMessageText struct {
	MessageText        string              `json:"message_text"`
	ParseMode          string              `json:"parse_mode,omitempty"`
	Entities           []Entity            `json:"entities,omitempty"`
	LinkPreviewOptions *LinkPreviewOptions `json:"link_preview_options,omitempty"`
}

// A ChatMemberUpdated tells that somebody's standing in a chat has changed.
type ChatMemberUpdated struct {
	Chat Chat       `json:"chat"`
	From User       `json:"from"`
	Date int64      `json:"date"`
	Old  ChatMember `json:"old_chat_member"`
	New  ChatMember `json:"new_chat_member"`
}

// The statuses of a ChatMember.
const (
	Creator       = "creator"
	Administrator = "administrator"
	Member        = "member"
	Restricted    = "restricted"
	Left          = "left"
	Kicked        = "kicked"
)

// A ChatMember is somebody's standing in a chat. In JSON it has the fields of
// its status only.
type ChatMember struct {
	Status string
	User   User
	// Anonymous tells that a Creator or Administrator writes as the chat.
	Anonymous bool
	// Rights are those of an Administrator.
	Rights Rights
	// CanSend are the kinds of messages a Restricted member may send.
	CanSend Permissions
}

// Rights are what an administrator may do. The zero value may do nothing; see
// AllRights.
type Rights struct {
	IsAnonymous      bool `json:"is_anonymous"`
	CanManageChat    bool `json:"can_manage_chat"`
	CanDelete        bool `json:"can_delete_messages"`
	CanManageVideo   bool `json:"can_manage_video_chats"`
	CanRestrict      bool `json:"can_restrict_members"`
	CanPromote       bool `json:"can_promote_members"`
	CanChangeInfo    bool `json:"can_change_info"`
	CanInvite        bool `json:"can_invite_users"`
	CanPostStories   bool `json:"can_post_stories"`
	CanEditStories   bool `json:"can_edit_stories"`
	CanDeleteStories bool `json:"can_delete_stories"`
	CanPost          bool `json:"can_post_messages,omitempty"` // channels only
	CanEdit          bool `json:"can_edit_messages,omitempty"` // channels only
	CanPin           bool `json:"can_pin_messages,omitempty"`  // groups only
	CanManageTopics  bool `json:"can_manage_topics,omitempty"` // supergroups only
}

// AllRights returns the rights of an administrator who may do everything but
// name others.
func AllRights() Rights {
	return Rights{
		CanManageChat: true, CanDelete: true, CanManageVideo: true, CanRestrict: true, CanChangeInfo: true, CanInvite: true,
		CanPost: true, CanEdit: true, CanPin: true, CanManageTopics: true,
	}
}

// Permissions are what a member who is no administrator may do.
type Permissions struct {
	CanSendMessages  bool `json:"can_send_messages"`
	CanSendAudios    bool `json:"can_send_audios"`
	CanSendDocuments bool `json:"can_send_documents"`
	CanSendPhotos    bool `json:"can_send_photos"`
	CanSendVideos    bool `json:"can_send_videos"`
	CanSendNotes     bool `json:"can_send_video_notes"`
	CanSendVoice     bool `json:"can_send_voice_notes"`
	CanSendPolls     bool `json:"can_send_polls"`
	CanSendOther     bool `json:"can_send_other_messages"`
	CanAddPreviews   bool `json:"can_add_web_page_previews"`
	CanReact         bool `json:"can_react_to_messages"`
	CanEditTag       bool `json:"can_edit_tag"`
	CanChangeInfo    bool `json:"can_change_info"`
	CanInvite        bool `json:"can_invite_users"`
	CanPin           bool `json:"can_pin_messages"`
	CanManageTopics  bool `json:"can_manage_topics"`
}

// allPermissions are those of members of a chat that restricts nothing.
func allPermissions() Permissions {
	return Permissions{
		CanSendMessages: true, CanSendAudios: true, CanSendDocuments: true, CanSendPhotos: true, CanSendVideos: true, CanSendNotes: true,
		CanSendVoice: true, CanSendPolls: true, CanSendOther: true, CanAddPreviews: true, CanReact: true, CanInvite: true,
	}
}

// MarshalJSON writes the fields that the status has.
func (m ChatMember) MarshalJSON() ([]byte, error) {
	type base struct {
		Status string `json:"status"`
		User   User   `json:"user"`
	}
	b := base{m.Status, m.User}
	switch m.Status {
	case Creator:
		return json.Marshal(struct {
			base
			Anonymous bool `json:"is_anonymous"`
		}{b, m.Anonymous})
	case Administrator:
		r := m.Rights
		r.IsAnonymous = m.Anonymous
		return json.Marshal(struct {
			base
			CanBeEdited bool `json:"can_be_edited"`
			Rights
		}{b, false, r})
	case Restricted:
		return json.Marshal(struct {
			base
			IsMember bool `json:"is_member"`
			Permissions
			Until int64 `json:"until_date"`
		}{b, true, m.CanSend, 0})
	case Kicked:
		return json.Marshal(struct {
			base
			Until int64 `json:"until_date"`
		}{b, 0})
	}
	return json.Marshal(b)
}

// An Update is something that happened, as the bot gets it. Exactly one of its
// fields besides the id is set.
type Update struct {
	UpdateID          int64               `json:"update_id"`
	Message           *Message            `json:"message,omitempty"`
	EditedMessage     *Message            `json:"edited_message,omitempty"`
	ChannelPost       *Message            `json:"channel_post,omitempty"`
	EditedChannelPost *Message            `json:"edited_channel_post,omitempty"`
	InlineQuery       *InlineQuery        `json:"inline_query,omitempty"`
	ChosenInline      *ChosenInlineResult `json:"chosen_inline_result,omitempty"`
	CallbackQuery     *CallbackQuery      `json:"callback_query,omitempty"`
	MyChatMember      *ChatMemberUpdated  `json:"my_chat_member,omitempty"`
	ChatMember        *ChatMemberUpdated  `json:"chat_member,omitempty"`
}

// A Command is one line of the command menu.
type Command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}
