package bot

import (
	"fmt"
	"time"
)

// A SendKind classifies why a message was not sent: what the sender should do
// next follows from it alone, never from the text of an error.
type SendKind int

// The kinds of failure to send.
const (
	// Transient: nothing was sent; try again later.
	Transient SendKind = iota + 1
	// RetryAfter: the platform asked to wait for SendError.RetryAfter.
	RetryAfter
	// Gone: the chat does not exist any more.
	Gone
	// Forbidden: the bot may not write there (blocked, removed, no rights).
	Forbidden
	// Migrated: the chat has a new id, SendError.MovedTo.
	Migrated
	// Content: the platform refuses this message; another may pass.
	Content
	// Auth: the credentials are refused; nothing will pass on this platform.
	Auth
	// Conflict: another instance uses the same credentials.
	Conflict
	// Uncertain: the request may or may not have taken effect.
	Uncertain
)

var sendKindNames = [...]string{"", "transient", "retry-after", "gone", "forbidden", "migrated", "content", "auth", "conflict", "uncertain"}

// String returns the name of the kind, as logs show it.
func (k SendKind) String() string {
	if k <= 0 || int(k) >= len(sendKindNames) {
		return fmt.Sprintf("SendKind(%d)", int(k))
	}
	return sendKindNames[k]
}

// A SendError says why a message was not sent. It never holds a secret.
type SendError struct {
	Kind       SendKind
	RetryAfter time.Duration
	// Global tells that RetryAfter holds for every chat of the platform.
	Global  bool
	MovedTo ChatRef
	// Rest is why the rest was not sent of a message of which a part was, 0 if
	// nothing or all of it may have been.
	Rest SendKind
	// Message says what happened, for logs.
	Message string
}

// Error implements error.
func (e *SendError) Error() string { return fmt.Sprintf("send (%v): %s", e.Kind, e.Message) }
