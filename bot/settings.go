package bot

import (
	"context"
	"time"
)

// A Quiet is the span of quiet hours of a chat, in minutes after midnight on
// its clock; it may go over midnight, and From == To is none. Digests that fall
// into it come without sound. Alerts wait for its end if Hold is set, and
// otherwise come without sound, too.
type Quiet struct {
	From, To int
	Hold     bool
}

// An Asking tells who may ask in a group, where every answer is read by all.
type Asking string

// Who may ask.
const (
	AskAll    Asking = "all"
	AskAdmins Asking = "admins"
	AskNobody Asking = "nobody"
)

// Settings are what a chat has set. Those of a chat that never set anything
// are the defaults: a digest at 08:00 every day, without a zone.
type Settings struct {
	Chat ChatRef
	Kind ChatKind
	// Name of the chat as its platform gives it, for operators and exports.
	Name string
	// Zone is a name of the tz database; "" if the chat has not told, then
	// the operator's default holds.
	Zone string
	// Digests are the times of the digest, none for no digest.
	Digests []DigestTime
	Quiet   Quiet
	// Paused stops digests and alerts until PausedUntil, or until resumed if
	// that is zero.
	Paused      bool
	PausedUntil time.Time
	// Language of the interface, a BCP 47 tag; "" for the default. Reading
	// are the languages the chat reads; articles in others rank last. None
	// means all.
	Language string
	Reading  []string
	// SayNothing tells what a digest without news does: "" for the default
	// (said in private chats, skipped in groups), "say" or "skip".
	SayNothing string
	// Asking and AskIn tell who may ask in a group and where: AskIn is the ID
	// of the only chat in it, a topic or thread or the group itself, "" for
	// everywhere. Both are set for the whole, see Command.Within.
	Asking Asking
	AskIn  string
	// Stopped says why nothing is sent to the chat any more, "" if all is
	// well: "gone", "forbidden", or "put out" by an operator. Settings are
	// kept.
	Stopped string
	// Strikes counts refusals of the platform in a row.
	Strikes int
	// NextDigest is when the next digest is due and NextSlot for which slot;
	// zero if none is.
	NextDigest time.Time
	NextSlot   string
	// LastDigest is when the last was composed, zero for never.
	LastDigest time.Time
}

// A SettingsChange changes the settings whose fields are not nil.
type SettingsChange struct {
	Zone        *string
	Digests     *[]DigestTime
	Quiet       *Quiet
	Paused      *bool
	PausedUntil *time.Time // with Paused
	Language    *string
	Reading     *[]string
	SayNothing  *string
	Asking      *Asking
	AskIn       *string
}

// A SettingsStore keeps what chats have set.
type SettingsStore interface {
	// FindSettings returns the settings of a chat, the defaults if it has
	// none. defaultZone stands for an empty Zone wherever time is told.
	FindSettings(ctx context.Context, chat ChatRef) (Settings, error)
	// ChangeSettings applies a change and works out the next digest by
	// NextDigest, in one transaction with the event and a note of who changed
	// what. It returns the settings as they were and as they are; a repeated
	// event returns what its first time returned.
	ChangeSettings(ctx context.Context, ev Event, chat ChatRef, c SettingsChange) (before, after Settings, err error)
	// DeleteChat forgets a chat: settings, subscriptions, what was shown,
	// events, changes, pending deliveries, all at once, and overwrites them.
	DeleteChat(ctx context.Context, ev Event, chat ChatRef) error
	// ExportChat returns everything that is stored about a chat, as JSON.
	ExportChat(ctx context.Context, chat ChatRef) ([]byte, error)
}
