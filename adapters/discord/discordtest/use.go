package discordtest

import (
	"fmt"
	"slices"
	"time"
)

// A Use is one use of the bot by somebody: a command, a press, a form, or
// something typed into an option. It shows what came of it.
type Use struct {
	s *Server
	i *interaction
	// url is what a button opened that leads out of Discord.
	url string
}

// patience is how long Use.Wait and the like wait if not told otherwise.
const patience = time.Minute

// impossible notes that a test asked for something that no client can do.
func (p *Person) impossible(err error) {
	if err != nil {
		p.s.mu.Lock()
		defer p.s.mu.Unlock()
		p.s.violateLocked(p.user.Name()+" cannot do this: ", err.Error())
	}
}

// act does something with the bot, with mu held. An error is a violation, and
// nothing comes of the Use then, nor without an interaction.
func (p *Person) act(do func() (*interaction, error)) *Use {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	i, err := do()
	if err != nil {
		p.s.violateLocked(p.user.Name()+" cannot do this: ", err.Error())
	}
	if i == nil {
		return &Use{s: p.s, i: &interaction{s: p.s, by: p, room: p.dm(), at: p.s.now()}}
	}
	p.s.announce(i)
	p.s.touch()
	return &Use{s: p.s, i: i}
}

// ID is the id of the interaction.
func (u *Use) ID() ID { return u.i.id }

// Token is that of the interaction, which stands in addresses and is a secret.
func (u *Use) Token() string { return u.i.token }

// Interaction is what the bot got.
func (u *Use) Interaction() Interaction { return u.i.body }

// URL is what the button has opened, if it leads out of Discord.
func (u *Use) URL() string { return u.url }

func (u *Use) look(see func(i *interaction)) {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	see(u.i)
}

// Acknowledged tells whether the bot has answered or deferred its answer, and
// how long that took by the clock of the server, less the time in which the whole machine
// stood still.
func (u *Use) Acknowledged() (after time.Duration, ok bool) {
	u.look(func(i *interaction) { after, ok = i.took, i.answered != 0 })
	if !ok {
		return 0, false
	}
	return after, true
}

// Heard reports whether the bot has said, by a heartbeat or a Resume, that it has
// the event that tells of this over the gateway.
func (u *Use) Heard() (heard bool) {
	u.look(func(i *interaction) {
		heard = slices.ContainsFunc(i.told, func(t telling) bool { return t.session.heard >= t.seq })
	})
	return heard
}

// Waited is how long the first answer took by the clock, standstills and all; 0 if
// there was none yet.
func (u *Use) Waited() (d time.Duration) {
	u.look(func(i *interaction) { d = i.waited })
	return d
}

// Answer is the type of the first answer, such as AnswerDeferred; 0 if there
// was none yet.
func (u *Use) Answer() (typ int) {
	u.look(func(i *interaction) { typ = i.answered })
	return typ
}

// Deferred reports whether the first answer put off the real one.
func (u *Use) Deferred() bool {
	typ := u.Answer()
	return typ == AnswerDeferred || typ == AnswerDeferredUpdate
}

// Failed reports whether the time for a first answer has passed without one, or
// the bot's endpoint has refused it: clients then show "The application did not
// respond".
func (u *Use) Failed() (failed bool) {
	u.look(func(i *interaction) { failed = i.late() })
	return failed
}

// Loading reports whether "is thinking" is shown.
func (u *Use) Loading() (loading bool) {
	u.look(func(i *interaction) { loading = i.loading })
	return loading
}

// Ephemeral reports whether only the person sees the first answer.
func (u *Use) Ephemeral() (ephemeral bool) {
	u.look(func(i *interaction) { ephemeral = i.ephemeral })
	return ephemeral
}

// Edits is how often the first answer was changed since it was shown.
func (u *Use) Edits() (n int) {
	u.look(func(i *interaction) { n = i.edits })
	return n
}

// Updated reports whether the message was changed whose button was pressed.
func (u *Use) Updated() (updated bool) {
	u.look(func(i *interaction) { updated = i.updated })
	return updated
}

// FollowUps is how many messages were sent besides the first answer, those
// that were deleted included.
func (u *Use) FollowUps() (n int) {
	u.look(func(i *interaction) { n = i.followed })
	return n
}

// shows reports whether there is something to see. It is called with mu held.
func (i *interaction) shows() bool {
	switch i.answered {
	case 0:
		return false
	case AnswerDeferred:
		return !i.loading && i.original != nil || len(i.followUps) > 0
	case AnswerDeferredUpdate:
		return i.updated || len(i.followUps) > 0
	case AnswerMessage, AnswerUpdate: // which the bot may take back, to say it anew
		return len(i.shown()) > 0
	}
	return true
}

// Posts are the messages that came of it and still stand, oldest first: the
// first answer or the message that was changed by a press, and what followed.
func (u *Use) Posts() (posts []Post) {
	u.look(func(i *interaction) {
		for _, m := range i.shown() {
			posts = append(posts, u.s.postOf(m))
		}
	})
	return posts
}

func (i *interaction) shown() (messages []*stored) {
	if i.updated && i.pressed != nil && i.pressed != i.original {
		messages = append(messages, i.pressed)
	}
	if i.original != nil && !i.loading && (i.updated || i.original != i.pressed) {
		messages = append(messages, i.original)
	}
	for _, m := range i.followUps {
		if m.room.byID[m.ID] == m {
			messages = append(messages, m)
		}
	}
	return messages
}

// Wait waits until there is something to see, not only that an answer will
// come, at most a minute, and returns the first of the Posts. ok is false if there
// is none, as with a form or with choices.
func (u *Use) Wait() (post Post, ok bool) { return u.WaitFor(patience) }

// WaitFor is Wait with another time.
func (u *Use) WaitFor(within time.Duration) (post Post, ok bool) {
	u.s.Wait(within, func() (shows bool) {
		u.look(func(i *interaction) { shows = i.shows() })
		return shows
	})
	posts := u.Posts()
	if len(posts) == 0 {
		return Post{}, false
	}
	return posts[0], true
}

// WaitPosts waits until there are n Posts, and returns those there are.
func (u *Use) WaitPosts(n int, within time.Duration) []Post {
	u.s.Wait(within, func() bool { return len(u.Posts()) >= n })
	return u.Posts()
}

// WaitAcknowledged waits until the bot has answered or deferred its answer, at
// most 10 s.
func (u *Use) WaitAcknowledged() bool {
	return u.s.Wait(patience, func() bool { return u.Answer() != 0 })
}

// Choices are what the bot offered for something typed, in their order.
func (u *Use) Choices() (choices []Choice) {
	u.look(func(i *interaction) { choices = slices.Clone(i.choices) })
	return choices
}

// WaitChoices waits for the Choices, at most a minute, and returns their names. ok
// is false if none came.
func (u *Use) WaitChoices() (names []string, ok bool) {
	ok = u.WaitAcknowledged() && u.Answer() == AnswerChoices
	for _, c := range u.Choices() {
		names = append(names, c.Name)
	}
	return names, ok
}

// String describes the state of the Use, for failing tests.
func (u *Use) String() (text string) {
	u.look(func(i *interaction) {
		text = fmt.Sprintf("interaction %v of type %d by %s: answer %d, %d messages", i.id, i.kind, i.by.user.Name(), i.answered, len(i.shown()))
	})
	return text
}
