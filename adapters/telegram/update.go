package telegram

import (
	"encoding/json"
	"strconv"
	"strings"
)

// An update is what Telegram tells, as far as it is of use here. The structs
// are our own: those of the library lack the fields of topics, forwards and
// senders that are chats.
type update struct {
	ID       int64         `json:"update_id"`
	Message  *message      `json:"message"`
	Post     *message      `json:"channel_post"`
	Callback *callback     `json:"callback_query"`
	Member   *memberChange `json:"my_chat_member"`
	Inline   *inlineQuery  `json:"inline_query"`
}

type user struct {
	ID        int64  `json:"id"`
	IsBot     bool   `json:"is_bot"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name"`
	Username  string `json:"username"`
}

// name is how the person is called.
func (u *user) name() string { return strings.TrimSpace(u.FirstName + " " + u.LastName) }

type chat struct {
	ID       int64  `json:"id"`
	Type     string `json:"type"`
	Title    string `json:"title"`
	Username string `json:"username"`
}

type message struct {
	ID     int64 `json:"message_id"`
	Thread int   `json:"message_thread_id"`
	// InTopic tells that Thread is a topic of a forum; a mere thread of
	// replies has a Thread, too.
	InTopic bool  `json:"is_topic_message"`
	From    *user `json:"from"`
	// SenderChat is who wrote, if that is a chat: this group, for its
	// anonymous administrators, or a channel.
	SenderChat *chat `json:"sender_chat"`
	// Date is 0 in a message that may not be read any more.
	Date      int64    `json:"date"`
	Chat      chat     `json:"chat"`
	Text      string   `json:"text"`
	Caption   string   `json:"caption"`
	Entities  []entity `json:"entities"`
	CaptionAs []entity `json:"caption_entities"`
	ReplyTo   *message `json:"reply_to_message"`
	Origin    *origin  `json:"forward_origin"`
	// Automatic marks a post that its channel brought into its group.
	Automatic bool  `json:"is_automatic_forward"`
	ViaBot    *user `json:"via_bot"`
	// MovedTo and MovedFrom are told when a group becomes a supergroup.
	MovedTo   int64 `json:"migrate_to_chat_id"`
	MovedFrom int64 `json:"migrate_from_chat_id"`
	content
}

// content is what a message may hold instead of text: none of it is read.
type content struct {
	Animation json.RawMessage `json:"animation"`
	Audio     json.RawMessage `json:"audio"`
	Document  json.RawMessage `json:"document"`
	Photo     json.RawMessage `json:"photo"`
	Sticker   json.RawMessage `json:"sticker"`
	Video     json.RawMessage `json:"video"`
	VideoNote json.RawMessage `json:"video_note"`
	Voice     json.RawMessage `json:"voice"`
	Contact   json.RawMessage `json:"contact"`
	Dice      json.RawMessage `json:"dice"`
	Poll      json.RawMessage `json:"poll"`
	Location  json.RawMessage `json:"location"`
	Story     json.RawMessage `json:"story"`
	Paid      json.RawMessage `json:"paid_media"`
	Live      json.RawMessage `json:"live_photo"`
	Rich      json.RawMessage `json:"rich_message"`
	Checklist json.RawMessage `json:"checklist"`
	Game      json.RawMessage `json:"game"`
	Invoice   json.RawMessage `json:"invoice"`
	Giveaway  json.RawMessage `json:"giveaway"`
}

// has reports whether there is any: service messages have none.
func (c *content) has() bool {
	for _, part := range []json.RawMessage{
		c.Animation, c.Audio, c.Document, c.Photo, c.Sticker, c.Video, c.VideoNote, c.Voice, c.Contact, c.Dice, c.Poll, c.Location,
		c.Story, c.Paid, c.Live, c.Rich, c.Checklist, c.Game, c.Invoice, c.Giveaway,
	} {
		if len(part) > 0 {
			return true
		}
	}
	return false
}

type entity struct {
	Type   string `json:"type"`
	Offset int    `json:"offset"` // in UTF-16 code units
	Length int    `json:"length"`
	URL    string `json:"url"`
}

// An origin is where a forwarded message was written.
type origin struct {
	Date       int64  `json:"date"`
	Sender     *user  `json:"sender_user"`
	SenderName string `json:"sender_user_name"`
	SenderChat *chat  `json:"sender_chat"`
	Chat       *chat  `json:"chat"`
	Signature  string `json:"author_signature"`
}

type callback struct {
	ID      string   `json:"id"`
	From    user     `json:"from"`
	Message *message `json:"message"`
	Data    string   `json:"data"`
}

type memberChange struct {
	Chat chat   `json:"chat"`
	From user   `json:"from"`
	Date int64  `json:"date"`
	Old  member `json:"old_chat_member"`
	New  member `json:"new_chat_member"`
}

// A member is what an account is in a chat.
type member struct {
	Status  string `json:"status"`
	User    user   `json:"user"`
	CanPost bool   `json:"can_post_messages"`
	// IsMember tells of a restricted account that it is in the chat.
	IsMember bool `json:"is_member"`
}

type inlineQuery struct {
	ID     string `json:"id"`
	From   user   `json:"from"`
	Query  string `json:"query"`
	Offset string `json:"offset"`
}

// laneOf names what an update belongs to: updates of one chat are answered in
// their order, and inquiries in that of the person. Presses in groups have a
// lane of their own: in a busy group answers wait for their turn to be sent, and
// a press must be answered within seconds.
func laneOf(u *update) string {
	switch {
	case u.Message != nil:
		return strconv.FormatInt(u.Message.Chat.ID, 10)
	case u.Post != nil:
		return strconv.FormatInt(u.Post.Chat.ID, 10)
	case u.Callback != nil && u.Callback.Message != nil && u.Callback.Message.Chat.Type == "private":
		return strconv.FormatInt(u.Callback.Message.Chat.ID, 10)
	case u.Callback != nil && u.Callback.Message != nil:
		return "pressed in " + strconv.FormatInt(u.Callback.Message.Chat.ID, 10)
	case u.Callback != nil:
		return "from " + strconv.FormatInt(u.Callback.From.ID, 10)
	case u.Member != nil:
		return strconv.FormatInt(u.Member.Chat.ID, 10)
	case u.Inline != nil:
		return "from " + strconv.FormatInt(u.Inline.From.ID, 10)
	}
	return ""
}
