package bot

import (
	"context"
	"strconv"
	"time"

	"wirebrief/bot/text"
)

const (
	// troubleChats is how many chats in a row must get no answer for the
	// platform to be taken for out of order.
	troubleChats = 5
	// outagePause is the first pause then, maxOutage the longest.
	outagePause, maxOutage = time.Second, time.Minute
	// haltPause is the pause after the platform has refused the token.
	haltPause = 10 * time.Minute
)

// A laneTrouble is a state in which a platform takes nothing: it is left alone for
// a while, and then tried with one delivery at a time until one is answered.
// The zero value is none.
type laneTrouble struct {
	// kind is Auth, Conflict, or Transient for no answers.
	kind SendKind
	// until is when to try again, times how often that was in vain.
	until time.Time
	times int
	// silent are the chats that got no answer since the last answer of all.
	silent map[ChatRef]bool
}

// pauses reports whether the platform is to be left alone at now.
func (t *laneTrouble) pauses(now time.Time) bool { return t.kind != 0 && t.until.After(now) }

// heard notes what became of a request and returns the kind of trouble that has
// begun or ended by it, 0 for neither. After the platform has refused the token,
// answers to what was on its way before tell nothing new.
func (t *laneTrouble) heard(chat ChatRef, kind SendKind, now time.Time) (began, ended SendKind) {
	if halted := t.kind == Auth || t.kind == Conflict; halted && kind != Auth && kind != Conflict && t.pauses(now) {
		return 0, 0
	}
	switch kind {
	case Auth, Conflict:
		if t.kind != kind {
			began = kind
		}
		*t = laneTrouble{kind: kind, until: now.Add(haltPause)}
	case Transient, Uncertain:
		if t.silent == nil {
			t.silent = map[ChatRef]bool{}
		}
		t.silent[chat] = true
		switch {
		case t.kind == Auth || t.kind == Conflict:
			t.until = now.Add(maxOutage)
		case t.kind == 0 && len(t.silent) < troubleChats:
		case t.kind == 0:
			began, t.kind = Transient, Transient
			t.until = now.Add(outagePause)
		case !t.until.After(now): // requests from before count once
			t.times++
			t.until = now.Add(doubled(outagePause, t.times, maxOutage))
		}
	default:
		ended = t.kind
		*t = laneTrouble{}
	}
	return began, ended
}

// heard notes what the platform's answer tells of its state.
func (l *lane) heard(chat ChatRef, kind SendKind) {
	var began, ended SendKind
	l.change(func() { began, ended = l.trouble.heard(chat, kind, time.Now()) })
	switch {
	case began == Transient:
		l.o.Logger.Warn("a platform does not answer; deliveries wait", "platform", l.platform)
	case began == Auth:
		l.o.Logger.Error("a platform refuses the token; deliveries wait", "platform", l.platform, "again_in", haltPause)
		l.tell(text.ID("courier.auth"))
	case began == Conflict:
		l.o.Logger.Error("another process uses the token of a platform; deliveries wait", "platform", l.platform, "again_in", haltPause)
		l.tell(text.ID("courier.conflict"))
	case ended != 0:
		l.o.Logger.Info("a platform takes messages again", "platform", l.platform)
		if ended != Transient {
			l.tell(text.ID("courier.again"))
		}
	}
}

// tell has the operator told.
func (l *lane) tell(id text.ID) {
	n := Notice{Key: string(id), Data: map[string]string{"Platform": string(l.platform), "Minutes": strconv.Itoa(int(haltPause.Minutes()))}}
	l.beside(func(ctx context.Context) { l.o.Tell(ctx, l.platform, n) })
}

// tellRefused has those told who may give the bot its rights back.
func (l *lane) tellRefused(chat ChatRef, stopped bool) {
	l.beside(func(ctx context.Context) { l.o.Refused(ctx, chat, stopped) })
}

// tellGone has those told who set up a chat that is no more.
func (l *lane) tellGone(chat ChatRef) {
	l.beside(func(ctx context.Context) { l.o.Gone(ctx, chat) })
}

// tellBlocked has those told who set up a chat that does not take what it says.
func (l *lane) tellBlocked(chat ChatRef) {
	l.beside(func(ctx context.Context) { l.o.Blocked(ctx, chat) })
}

// beside has somebody told while deliveries go on. A mistake there is no reason
// to deliver no more.
func (l *lane) beside(told func(ctx context.Context)) {
	l.flights.Go(func() {
		l.guarded("tell", 0, func() {
			ctx, cancel := context.WithTimeout(l.sending, maxCourierPause)
			defer cancel()
			told(ctx)
		})
	})
}
