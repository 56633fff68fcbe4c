// Package adaptertest holds the one behaviour suite that every chat adapter
// passes, whatever its network: what arrives, what is shown, what may not
// become live, what each failure means, and how Run ends.
//
// An adapter's test writes a Harness: the adapter connected to a network that
// the test controls, usually a fake server. What a network cannot do is
// declared in Traits with the reason; what is neither done nor declared fails.
//
// Looks holds what the bot's messages look like there against files.
package adaptertest

import (
	"testing"
	"time"

	"wirebrief/bot"
)

// A Harness is a fresh adapter and the platform around it, with one chat and
// one user who may change its settings. Its methods are called from one
// goroutine, while the adapter runs in others. A harness that runs something
// itself, such as a server, implements io.Closer too: Close is called once,
// after Run returned and before goroutines are counted.
type Harness interface {
	// Adapter returns the adapter, always the same.
	Adapter() bot.ChatAdapter
	Traits() Traits
	// Say makes the user write text into the chat. It may be called before
	// Run: then the event waits.
	Say(t *testing.T, text string)
	// Shown returns all posts of the chat as they are now, oldest first.
	Shown(t *testing.T) []Post
}

// A Presser can press buttons.
type Presser interface {
	// Press makes the user press the button of that label, of the newest post
	// that has one.
	Press(t *testing.T, label string)
}

// A Repeater can deliver an event again, as platforms do that have not heard
// that it arrived.
type Repeater interface {
	Repeat(t *testing.T)
}

// A Failer can make the platform refuse.
type Failer interface {
	// Fail makes the next Send fail as the platform does for that kind, with
	// everything that the adapter tries in its course.
	Fail(t *testing.T, kind bot.SendKind)
}

// A SecretKeeper has credentials that may not appear in errors.
type SecretKeeper interface {
	Secret() string
}

// An Ability is something that a harness does by an interface of its own, if
// its platform allows it.
type Ability string

// The abilities and the interfaces that show them.
const (
	Pressing  Ability = "pressing"  // Presser
	Repeating Ability = "repeating" // Repeater
	Failing   Ability = "failing"   // Failer
	Secrecy   Ability = "secrecy"   // SecretKeeper
)

// Traits say how a platform is.
type Traits struct {
	// SmallPrint tells that of one story what was asked for stands below it,
	// and above it everywhere else.
	SmallPrint bool
	// Chat is the one chat, and User the user, as commands name them.
	Chat bot.ChatRef
	Kind bot.ChatKind
	User bot.User
	// Lacks gives the reason for each ability that the harness has not.
	Lacks map[Ability]string
	// CannotFail gives the reason for each kind of failure that the platform
	// never causes.
	CannotFail map[bot.SendKind]string
	// PostLimit is a number of characters that never fit into one post; 0
	// means that any number does.
	PostLimit int
	// Patience bounds each wait; 0 means a minute.
	Patience time.Duration
}

// A Post is one message of the platform as a reader sees it: after the
// platform has interpreted markup, so that markup which is not neutralised is
// missing from Text, and bytes that would act on the reader's screen are still
// in it.
type Post struct {
	Text string
	// Buttons are the labels below, in order.
	Buttons []string
	// Links are the addresses that can be followed by a press, without those
	// of buttons.
	Links []string
	// Mentions are the people and groups that are notified.
	Mentions []string
}
