package bot

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"time"
)

// startName is the command that a code follows.
const startName = "start"

// codeLetters is the length of a code: letters of 5 bits each, 100 bits in
// all, which nobody guesses.
const codeLetters = 20

// A CodeHash is what is stored of a code: its SHA-256. The code has so many
// bits that neither salt nor a slow hash adds to it.
type CodeHash [sha256.Size]byte

// NewCode makes a code that nobody can guess, as it is shown to people, in
// groups of five letters. It is shown once and stored nowhere: only its hash
// is. Platforms take it in a link to the bot as it is.
func NewCode() (shown string, hash CodeHash) {
	letters := rand.Text()[:codeLetters] // base 32: capitals and 2 to 7
	var parts []string
	for i := 0; i < codeLetters; i += 5 {
		parts = append(parts, letters[i:i+5])
	}
	return strings.Join(parts, "-"), sha256.Sum256([]byte(letters))
}

// ParseCode reads a code as people type it: in any case, with or without the
// hyphens, 0 and 1 for the letters that they look like. ok is false for what
// cannot be one.
func ParseCode(s string) (hash CodeHash, ok bool) {
	if len(s) > 4*codeLetters {
		return hash, false
	}
	letters := strings.Map(func(r rune) rune {
		switch {
		case r == '-' || r == ' ':
			return -1
		case r == '0':
			return 'O'
		case r == '1':
			return 'I'
		case 'a' <= r && r <= 'z':
			return r - 'a' + 'A'
		}
		return r
	}, s)
	foreign := strings.Trim(letters, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
	if len(letters) != codeLetters || foreign != "" {
		return hash, false
	}
	return sha256.Sum256([]byte(letters)), true
}

// saidCode returns what someone typed as a code: what follows /start, and in a
// private chat a code alone, too.
func saidCode(c Command) (said string, ok bool) {
	if c.Button != "" || len(c.Text) > 200 {
		return "", false
	}
	lines := parseTyped(c.Text)
	if len(lines) == 0 {
		return "", false
	}
	l := lines[0]
	if l.name == startName {
		return l.args, l.args != "" && !isLinkKey(l.args)
	}
	if l.name != "" || c.Kind != Private {
		return "", false
	}
	said = l.args
	if first, rest, _ := strings.Cut(said, " "); strings.EqualFold(first, startName) {
		said = rest
	}
	_, ok = ParseCode(said)
	return said, ok
}

// redeem answers a code. allowed tells that the person may use the bot anyhow.
func (b *Bot) redeem(ctx context.Context, r *request, code CodeHash, s Standing, allowed bool) (Reply, bool, error) {
	if pass, say := b.gate.tries.take(r.person(), r.now); !pass {
		if !say && !r.Awaited {
			return Reply{}, false, nil
		}
		return b.sentence("access.many-codes", nil), false, nil
	}
	if r.User.ID == "" {
		// Somebody who writes in the name of a chat cannot be known again.
		return b.notice(b.say.T("access.no-person", nil)), false, nil
	}
	now, used, err := b.gate.store.RedeemCode(ctx, r.event(), Redemption{
		Code: code, Chat: r.whole(), Admit: r.Kind != Private && r.User.Admin, OperatorsOnly: b.gate.Mode == AccessListed,
	})
	switch {
	case errors.Is(err, ErrNotFound) && allowed:
		// Who is in needs no code: an old link is as good as none.
		return Reply{}, true, nil
	case errors.Is(err, ErrNotFound) && b.gate.Mode == AccessListed:
		reply, err := b.refuse(ctx, r, s)
		return reply, false, err
	case errors.Is(err, ErrNotFound):
		return b.sentence("access.bad-code", nil), false, nil
	case err != nil:
		return Reply{}, false, fmt.Errorf("use a code: %w", err)
	}
	b.gate.refused.forget(r.person()) // so that a stranger is told again
	return b.welcomeIn(ctx, r, now, used)
}

// welcomeIn greets who has just been let in, and goes on with /start where
// that makes sense.
func (b *Bot) welcomeIn(ctx context.Context, r *request, now Standing, used bool) (Reply, bool, error) {
	if !used {
		return b.sentence("access.in-already", nil), false, nil
	}
	greeting := paragraph(b.say.T("access.welcome", nil))
	if now.Operator {
		greeting = paragraph(b.say.T("access.operator", nil))
	}
	reply := Reply{Messages: []Message{{Blocks: []Block{greeting}}}}
	// From here on a failure takes nothing away from what is done already.
	start, err := b.start(ctx, r, "")
	reply.Messages = append(reply.Messages, start.Messages...)
	return reply, false, err
}

// An Invite is a code that lets people in.
type Invite struct {
	ID   int64
	Code CodeHash
	// Operator tells that it makes its user the operator.
	Operator bool
	// Note is what the operator wrote down about it.
	Note string
	// Uses is how often it may be used, Used how often it was.
	Uses, Used       int
	Created, Expires time.Time
	// Revoked is when it was taken back, zero if it was not.
	Revoked time.Time
}

// An InviteStore keeps invites.
type InviteStore interface {
	// CreateInvite stores an invite and returns its id. i.ID, Used, Created
	// and Revoked are not used.
	CreateInvite(ctx context.Context, i Invite) (id int64, err error)
	// FindInvites returns all invites, also those that are over, the oldest
	// first; without their codes' hashes.
	FindInvites(ctx context.Context) ([]Invite, error)
	// RevokeInvite takes an invite back: nobody is let in by it any more.
	// Who was let in by it stays. An unknown id is ErrNotFound.
	RevokeInvite(ctx context.Context, id int64) error
}

// A GrantKind tells what a Grant lets in.
type GrantKind string

// The kinds of grant.
const (
	OperatorGrant GrantKind = "operator"
	UserGrant     GrantKind = "user"
	ChatGrant     GrantKind = "chat"
)

// A Grant is one person or chat that was let in.
type Grant struct {
	Platform Platform
	// ID is that of the user or chat, opaque as ever.
	ID   string
	Kind GrantKind
	// Name is that of the chat where it happened, "" if it has none.
	Name string
	// Invite is the id of the invite that was used, 0 for none, and By the
	// user who brought the bot into a group.
	Invite int64
	By     string
	At     time.Time
}

// A GrantStore keeps who was let in.
type GrantStore interface {
	// FindGrants returns who was let in, the oldest first.
	FindGrants(ctx context.Context) ([]Grant, error)
	// DeleteGrant takes a grant of that kind back and notes it. What is not
	// granted is ErrNotFound.
	DeleteGrant(ctx context.Context, kind GrantKind, p Platform, id string) error
}
