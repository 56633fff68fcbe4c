package bot

import (
	"context"
	"time"

	"wirebrief/briefing"
)

// A Mode tells when a subscription delivers.
type Mode string

// The modes of a subscription.
const (
	Instant Mode = "instant"
	Daily   Mode = "daily"
	Weekly  Mode = "weekly"
)

// A Subscription is a topic that a chat follows.
type Subscription struct {
	ID    int64
	Chat  ChatRef
	Topic briefing.Topic
	Mode  Mode
	// Paused keeps the subscription and sends nothing for it.
	Paused  bool
	Created time.Time
}

// An Event names what caused a change, so that a repeated event changes
// nothing, and says who did it and when. Key may be empty: no event repeats.
type Event struct {
	Platform Platform
	Key      string
	UserID   string
	At       time.Time
	// Kind and ChatName of the chat it came from are noted with the chat, and
	// so is Within, see Command.
	Kind     ChatKind
	ChatName string
	Within   ChatRef
}

// A SubscriptionStore keeps what chats follow. Topics are shared by chats by
// their normal form (Topic.Key).
type SubscriptionStore interface {
	// CreateSubscription adds s unless the chat already follows the topic,
	// and records ev, in one transaction. created is false if it was there
	// already, and the stored one is returned; a repeated event returns what
	// its first time returned.
	CreateSubscription(ctx context.Context, ev Event, s Subscription) (stored Subscription, created bool, err error)
	// UpdateSubscription changes when the chat's subscription of that id
	// delivers, and records ev, in one transaction. It returns the mode that
	// was and the subscription as it is now, or ErrNotFound; a repeated event
	// returns what its first time returned.
	UpdateSubscription(ctx context.Context, ev Event, chat ChatRef, id int64, m Mode) (before Mode, now Subscription, err error)
	// DeleteSubscription removes the chat's subscription of that id, and
	// records ev, in one transaction. It returns what was removed, or
	// ErrNotFound; a repeated event returns what its first time removed,
	// whatever the id.
	DeleteSubscription(ctx context.Context, ev Event, chat ChatRef, id int64) (Subscription, error)
	// FindSubscriptions returns what the chat follows, oldest first.
	FindSubscriptions(ctx context.Context, chat ChatRef) ([]Subscription, error)
}

// A SubscriptionPauser holds single subscriptions back. Every store that is a
// SettingsStore is one.
type SubscriptionPauser interface {
	// PauseSubscription sets whether the chat's subscription of that id sends
	// nothing, and records ev, in one transaction. It returns the subscription
	// as it is now, or ErrNotFound; a repeated event returns what its first
	// time returned.
	PauseSubscription(ctx context.Context, ev Event, chat ChatRef, id int64, paused bool) (Subscription, error)
}

// A PhraseStore keeps texts too long for the data of a button.
type PhraseStore interface {
	// CreatePhrase stores text, which belongs to the chat that a button is
	// made for, and returns a short key (letters and digits, at most 12); the
	// same text of the same chat has the same key.
	CreatePhrase(ctx context.Context, chat ChatRef, text string) (key string, err error)
	// FindPhrase returns the text of key, or ErrNotFound.
	FindPhrase(ctx context.Context, key string) (string, error)
}
