package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"wirebrief/bot/text"
)

// latestName is the command that free text stands for.
const latestName = "latest"

// The limiters of a Bot.
type limiters struct {
	user, costly, group, inquiry *limiter
	// told are the members who were told that they may not ask.
	told *recents
}

func newLimiters(r Rates) limiters {
	return limiters{user: newLimiter(r.User), costly: newLimiter(r.Costly), group: newLimiter(r.Group), inquiry: newLimiter(r.Inquiry), told: newRecents(maxMembers)}
}

// person is the key of the person behind r. Who writes in the name of a chat
// counts as that chat.
func (r *request) person() string {
	if r.User.ID == "" {
		return r.place()
	}
	return string(r.Chat.Platform) + ":" + r.User.ID
}

// place is the key of the chat of r; the topics of a group are one place.
func (r *request) place() string {
	chat := r.whole()
	return string(chat.Platform) + "/" + chat.ID
}

// asks reports whether a command is a question, whose answer in a group all
// members read; the others set something up.
func asks(name string) bool {
	switch name {
	case latestName, quotesName, figuresName, whyName, sourcesName:
		return true
	}
	return false
}

// isCostly reports whether a command takes much work.
func isCostly(name, args string) bool {
	switch name {
	case "mydata":
		return true
	case "digest":
		return strings.EqualFold(strings.TrimSpace(args), "now")
	}
	return false
}

// refusalTold is how long a member who was told that only others ask is not
// told again, and maxMembers bounds how many are remembered.
const (
	refusalTold = time.Hour
	maxMembers  = 20_000
)

// mayAsk reports whether the person may give a command here and now. If not,
// the reply is all there is to say, which may be nothing.
func (b *Bot) mayAsk(ctx context.Context, r *request, name, args string) (reply Reply, ok bool, err error) {
	if r.mayChange() && slices.Contains(stoppingCommands, name) {
		return Reply{}, true, nil // whoever wants less is never held up
	}
	if reply, ok := b.hurried(r); !ok {
		return reply, false, nil
	}
	// What a button asks in a group is answered to the presser alone.
	if r.Kind != Private && r.Button == "" && !r.Aside {
		if reply, ok, err := b.mayAskAloud(ctx, r, name); !ok {
			return reply, false, err
		}
	}
	if isCostly(name, args) {
		reply, ok = b.costly(r)
		return reply, ok, nil
	}
	return Reply{}, true, nil
}

// hurried reports whether the person may go on, and counts one command, once.
func (b *Bot) hurried(r *request) (Reply, bool) {
	if r.counted {
		return Reply{}, true
	}
	reply, ok := b.within(b.limiters.user, r, r.person(), text.ID("access.too-fast"))
	r.counted = ok
	return reply, ok
}

// costly is hurried for what takes much work.
func (b *Bot) costly(r *request) (Reply, bool) {
	return b.within(b.limiters.costly, r, r.person(), text.ID("access.too-costly"))
}

func (b *Bot) within(l *limiter, r *request, key string, kind text.ID) (Reply, bool) {
	if r.Chat.Platform == b.gate.Own && b.gate.Own != "" {
		return Reply{}, true
	}
	pass, tell := l.take(key, r.now)
	if pass || !tell && !r.Awaited {
		return Reply{}, pass
	}
	return b.notice(b.say.T(kind, b.named(r.Community))), false
}

// mayAskAloud reports whether the person may give a command in this group,
// where all its members read the answer. Administrators may always set up
// something.
func (b *Bot) mayAskAloud(ctx context.Context, r *request, name string) (reply Reply, ok bool, err error) {
	if r.User.Admin && !asks(name) {
		return Reply{}, true, nil
	}
	s, err := b.wholeSettings(ctx, r)
	if err != nil {
		return Reply{}, false, err
	}
	switch {
	case s.Asking == AskAdmins && r.User.Unsure:
		return b.unsure(), false, nil
	case s.Asking == AskAdmins && !r.User.Admin:
		return b.once(r, b.say.T("access.admins-ask", nil)), false, nil
	case s.Asking == AskNobody:
		return b.once(r, b.say.T("access.nobody-asks", nil)), false, nil
	case s.AskIn != "" && !r.isIn(s.AskIn):
		return b.once(r, b.say.T("access.asked-elsewhere", b.named(r.Community))), false, nil
	}
	reply, ok = b.within(b.limiters.group, r, r.place(), text.ID("access.group-full"))
	return reply, ok, nil
}

// wholeSettings are those of the whole group: they tell who may ask, and where.
func (b *Bot) wholeSettings(ctx context.Context, r *request) (Settings, error) {
	if b.chatSettings == nil {
		return Settings{Asking: AskAll}, nil
	}
	s, err := b.chatSettings.FindSettings(ctx, r.whole())
	if err != nil {
		return Settings{}, fmt.Errorf("find who may ask in a group: %w", err)
	}
	return s, nil
}

// once says something to the person, then nothing for a while unless it is
// awaited.
func (b *Bot) once(r *request, s string) Reply {
	if !b.limiters.told.first(r.place()+" "+r.person(), r.now, refusalTold) && !r.Awaited {
		return Reply{}
	}
	return b.notice(s)
}
