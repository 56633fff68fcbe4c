package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"wirebrief/bot/text"
)

// An AccessMode tells who may use the bot. DESIGN.md section 6 has the rules.
type AccessMode string

// The modes of access.
const (
	// AccessOpen lets everybody in.
	AccessOpen AccessMode = "open"
	// AccessInvite lets in who was given a code, and groups that one of them
	// brought the bot into.
	AccessInvite AccessMode = "invite"
	// AccessListed lets in the people and chats of a list alone.
	AccessListed AccessMode = "listed"
)

// Access says who may use the bot. Operators may in every mode. The zero value
// lets everybody in.
type Access struct {
	Mode AccessMode
	// Listed are people and chats that are always let in, each
	// "platform:id". A person named here is let in in private chats, and may
	// bring the bot into a group unless the mode is AccessListed.
	Listed []string
	// Own is the platform on which everybody is the operator, because only
	// the operator is there: the terminal.
	Own Platform
}

// A Standing is what is stored of a person and of the chat they are in.
type Standing struct {
	// Operator and User tell what the person is, Chat that this chat was let
	// in.
	Operator, User, Chat bool
}

// A Redemption is the use of a code.
type Redemption struct {
	Code CodeHash
	// Chat is where it was said. Admit asks that the chat be let in, too: a
	// group whose administrator said it.
	Chat  ChatRef
	Admit bool
	// OperatorsOnly refuses codes that make no operator.
	OperatorsOnly bool
}

// An AccessStore keeps who was let in. People are known by platform and user
// id, chats by their ChatRef.
type AccessStore interface {
	// FindStanding returns what is stored of the person user, an id of
	// chat's platform, and of chat.
	FindStanding(ctx context.Context, chat ChatRef, user string) (Standing, error)
	// RedeemCode lets in who said a code, counts the use and records ev, in
	// one transaction. It returns what the person is now; used is false if
	// the code had nothing to add, then no use is counted. A code that is not
	// known, spent, expired or revoked is ErrNotFound; a repeated event
	// returns what its first time returned.
	RedeemCode(ctx context.Context, ev Event, r Redemption) (now Standing, used bool, err error)
	// AdmitChat lets a chat in and notes who brought the bot there.
	AdmitChat(ctx context.Context, ev Event, chat ChatRef) error
	// NoteRefusal notes that a chat was told that it is not let in. first is
	// false if it had been told before.
	NoteRefusal(ctx context.Context, ev Event, chat ChatRef) (first bool, err error)
}

const (
	// refusedFor is how long a stranger who was told hears nothing more.
	refusedFor = 24 * time.Hour
	// maxRefused bounds the strangers that are remembered, see recents.
	maxRefused = 20_000
)

// codeTries bounds how many codes one person may try: guessing one would take
// ages anyway, this saves the store the work.
var codeTries = Rate{N: 5, Per: time.Hour, Burst: 5}

// A gate asks who may use the bot.
type gate struct {
	Access
	store   AccessStore
	refused *recents
	tries   *limiter
}

func newGate(o Options) *gate {
	return &gate{Access: o.Access, store: o.AccessStore, refused: newRecents(maxRefused), tries: newLimiter(codeTries)}
}

// standing returns what the person behind r is, and whether r may be answered.
func (g *gate) standing(ctx context.Context, r *request) (s Standing, allowed bool, err error) {
	if r.Chat.Platform == g.Own && g.Own != "" {
		return Standing{Operator: true}, true, nil
	}
	if g.store != nil {
		if s, err = g.store.FindStanding(ctx, r.whole(), r.User.ID); err != nil {
			return s, false, fmt.Errorf("find who may use the bot: %w", err)
		}
	}
	switch {
	case g.isOpen():
		return s, true, nil
	case g.Mode == AccessListed:
		s.User, s.Chat = false, false
	}
	s.User = s.User || g.lists(r.Chat.Platform, r.User.ID)
	s.Chat = s.Chat || g.lists(r.Chat.Platform, r.Chat.ID) || g.lists(r.Chat.Platform, r.whole().ID)
	if r.Kind == Private {
		return s, s.Operator || s.User || s.Chat, nil
	}
	return s, s.Chat, nil
}

// isOpen reports whether everybody is let in.
func (g *gate) isOpen() bool { return g.Mode != AccessInvite && g.Mode != AccessListed }

func (g *gate) lists(p Platform, id string) bool {
	return id != "" && slices.Contains(g.Listed, string(p)+":"+id)
}

// mayAdmit reports whether the person behind r may let this group in.
func (g *gate) mayAdmit(r *request, s Standing) bool {
	return g.Mode == AccessInvite && r.User.Admin && (s.Operator || s.User)
}

// enter asks who may use the bot before anything else is done. If ok is false,
// the reply is all there is to say.
func (b *Bot) enter(ctx context.Context, r *request) (reply Reply, ok bool, err error) {
	said, isCode := saidCode(r.Command)
	isCode = isCode && b.gate.store != nil && r.Chat.Platform != b.gate.Own
	if b.gate.isOpen() && !isCode {
		return Reply{}, true, nil // whoever it is
	}
	s, allowed, err := b.gate.standing(ctx, r)
	if err != nil {
		return Reply{}, false, err
	}
	if isCode {
		code, valid := ParseCode(said)
		if valid || !allowed {
			return b.redeem(ctx, r, code, s, allowed)
		}
	}
	switch {
	case allowed:
		return Reply{}, true, nil
	case !r.isMeant():
		return Reply{}, false, nil
	case r.Kind != Private && b.gate.mayAdmit(r, s):
		if err := b.gate.store.AdmitChat(ctx, r.event(), r.whole()); err != nil {
			return Reply{}, false, fmt.Errorf("let a group in: %w", err)
		}
		return Reply{}, true, nil
	case r.Kind != Private && b.gate.Mode == AccessInvite && r.User.Unsure && (s.Operator || s.User):
		return b.unsure(), false, nil
	}
	if r.leaving, err = b.leaves(ctx, r); r.leaving || err != nil {
		return Reply{}, r.leaving, err
	}
	reply, err = b.refuse(ctx, r, s)
	return reply, false, err
}

// isMeant reports whether r is meant for the bot: in a group not all that is
// said is.
func (r *request) isMeant() bool {
	return r.Kind == Private || r.Awaited || r.Button != "" || strings.HasPrefix(strings.TrimSpace(r.Text), "/")
}

// refuse says one polite line to a stranger, then nothing for a day; to a group
// that was not let in, once. Who is shown a failure instead of silence hears it
// each time.
func (b *Bot) refuse(ctx context.Context, r *request, s Standing) (Reply, error) {
	who := r.person()
	if r.Kind != Private {
		who = r.place()
	}
	first := b.gate.refused.first(who, r.now, refusedFor)
	if !first && !r.Awaited {
		return Reply{}, nil
	}
	if r.Kind == Private {
		if b.gate.Mode == AccessListed {
			return b.sentence("access.stranger-listed", nil), nil
		}
		return b.sentence("access.stranger", text.Data{"Command": "/" + startName + " CODE"}), nil
	}
	if b.gate.store != nil && first {
		if first, err := b.gate.store.NoteRefusal(ctx, r.event(), r.whole()); err != nil || !first && !r.Awaited {
			return Reply{}, err
		}
	}
	if b.gate.Mode == AccessInvite && (s.Operator || s.User) {
		return b.sentence("access.group-admin", b.named(r.Community)), nil
	}
	return b.sentence("access.group", b.named(r.Community)), nil
}
