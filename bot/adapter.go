package bot

import "context"

// A Handler answers one command. An error is for the log: what people should
// read is in the Reply even then.
type Handler func(context.Context, Command) (Reply, error)

// A ChatAdapter connects one chat network. Optional abilities are further
// interfaces with one method each, such as Editor.
type ChatAdapter interface {
	Platform() Platform
	// Run receives events and hands them to h until ctx ends or the
	// connection is lost; it returns nil when ctx ended. After ErrRefused it
	// is not called again, after another error it is.
	Run(ctx context.Context, h Handler) error
	// Send delivers one message. Every error is a *SendError.
	Send(ctx context.Context, to ChatRef, m Message) (MessageRef, error)
}

// An Editor can replace a message it has sent. Every error is a *SendError.
type Editor interface {
	// Edit returns what the message is to be called from then on: one that has
	// become longer or shorter may be more or fewer on the platform. That holds
	// with an error, too: what was added before it stays, and is changed and not
	// added again when the edit is repeated by that name.
	Edit(ctx context.Context, ref MessageRef, m Message) (MessageRef, error)
}

// A PrivateFinder is a ChatAdapter that knows the private chat of a person, from
// their id alone. Every error is a *SendError.
type PrivateFinder interface {
	PrivateChat(ctx context.Context, user string) (ChatRef, error)
}
