package discord

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"wirebrief/bot"
)

const (
	// callbackLife is how long Discord waits for a first response, and
	// deferAfter how long we wait for what there is to say before that response
	// is that it comes later.
	callbackLife = 3 * time.Second
	deferAfter   = 2 * time.Second
	// onItsWay is how long an interaction may have been on its way.
	onItsWay = time.Second
	// callbackTries is how often a response is tried that may not have arrived.
	callbackTries = 3
	// maxFollows is how many messages may follow where only a person has
	// installed the bot.
	maxFollows = 5
)

// The types of response.
const (
	sayMessage    = 4
	deferMessage  = 5
	deferUpdate   = 6
	updateMessage = 7
	sayChoices    = 8
	openForm      = 9
)

// The codes of an interaction that cannot be responded to: it is over, or has
// its response already. The token of one that is over is refused, too.
const (
	unknownInteraction  = 10062
	alreadyAcknowledged = 40060
	unknownWebhook      = 10015
	badWebhookToken     = 50027
	unknownMessage      = 10008
)

// An answerState is how far the answer to an interaction is.
type answerState int

const (
	// unanswered: Discord still waits.
	unanswered answerState = iota
	// deferred: Discord shows that the answer comes later; or it was answered
	// and nobody knows how, then it is answered over that.
	deferred
	// answered: the first message is there, others may follow.
	answered
	// lost: nothing can be shown any more.
	lost
)

// errLost is that of an answer that can be shown no more.
var errLost = errors.New("the interaction is over")

// errTaken is that of an answer that somebody else has given.
var errTaken = errors.New("the interaction has an answer")

// An answer is how one interaction is answered: at once if there is something
// to say within two seconds, else deferred and filled in later. Its methods may
// be called from several goroutines.
type answer struct {
	a *Adapter
	// ctx is that of Run.
	ctx context.Context
	i   *interaction
	// again tells that a process before may have begun to answer.
	again bool
	// since is when Discord began to wait, by our own clock.
	since time.Time
	timer *time.Timer

	mu    sync.Mutex
	state answerState
	// private tells of a deferral that only the asker sees it, and what it is
	// to become, too.
	private bool
	follows int
	// tried tells that a response may have gone out, and taken that somebody
	// else has given one.
	tried, taken bool
}

// newAnswer returns the answer to an interaction. again tells that a process
// before may have begun to answer.
func (a *Adapter) newAnswer(ctx context.Context, i *interaction, again bool) *answer {
	now := a.o.Now()
	age := max(now.Sub(i.ID.at()), 0)
	if !again {
		// It came just now: if the clocks say otherwise, one of them is wrong.
		age = min(age, onItsWay)
	}
	k := &answer{a: a, ctx: ctx, i: i, again: again, since: now.Add(-age)}
	switch {
	case age >= tokenLife:
		k.state = lost
	case again && age >= callbackLife:
		k.state, k.private = deferred, k.defersPrivately()
	}
	return k
}

// begin has an interaction deferred in time from now on, if it is one. It is
// called once, when the interaction is kept: before, nothing may tell Discord
// that it was taken.
func (k *answer) begin() {
	if k == nil || k.state != unanswered || k.i.opensForm() { // which cannot come later
		return
	}
	waited := k.a.o.Now().Sub(k.since)
	if waited >= onItsWay+callbackLife { // whenever it was sent, nobody waits
		k.state = lost
		return
	}
	k.timer = time.AfterFunc(max(deferAfter-waited, 0), k.deferNow)
}

// defersPrivately is what is believed before it is known what there is to say.
// It holds: a deferral cannot be made public, or private, later.
func (k *answer) defersPrivately() bool { return k.i.Type != typePress && !k.i.mayBePublic() }

// deferNow tells Discord that the answer comes later.
func (k *answer) deferNow() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.state != unanswered || k.ctx.Err() != nil {
		return
	}
	response := callback{Type: deferUpdate}
	if k.i.Type != typePress {
		response.Type = deferMessage
		if k.private = k.defersPrivately(); k.private {
			response.Data = flagsOnly{flagEphemeral}
		}
	}
	switch err := k.respond(k.ctx, response, nil); {
	case err == nil:
		k.state = deferred
	case !errors.Is(err, errLost) && k.ctx.Err() == nil:
		k.a.o.Logger.Warn("an interaction was not deferred", "platform", Platform, "err", err)
	}
}

// A callback is the first response to an interaction.
type callback struct {
	Type int `json:"type"`
	Data any `json:"data,omitempty"`
}

type flagsOnly struct {
	Flags int `json:"flags"`
}

// respond sends the first response. What may not have arrived is tried again as
// long as Discord waits; one that was refused is not. It runs with mu held, and
// changes state if the answer is lost or known to have one already.
func (k *answer) respond(ctx context.Context, c callback, files []bot.File) error {
	for try := 1; ; try++ {
		tried := k.tried
		k.tried = true
		err := k.a.call(ctx, request{
			method: http.MethodPost, path: "/interactions/" + k.i.ID.String() + "/" + k.i.Token + "/callback",
			route: "/interactions/{id}/{token}/callback", body: c, files: files, own: true, limit: callbackLife,
		}, nil)
		var f *failure
		if err == nil || !errors.As(err, &f) {
			return err
		}
		switch {
		case f.Code == alreadyAcknowledged:
			// By a try of ours that did not seem to arrive, unless there was none.
			if k.state = deferred; !tried && !k.again {
				k.taken = true
				k.a.tellRival()
			}
			return nil
		case f.Code == unknownInteraction || f.Code == badWebhookToken || f.Code == unknownWebhook:
			k.state = lost
			return errLost
		case f.Status != 0 && f.Status < 500 && f.RetryAfter == 0:
			return err
		}
		wait := max(f.RetryAfter, time.Duration(try)*50*time.Millisecond)
		if try >= callbackTries || k.a.o.Now().Add(wait).Sub(k.since) >= callbackLife || sleep(ctx, wait) != nil {
			return err
		}
	}
}

// nothing answers that there is nothing to see: a press only needs to end.
func (k *answer) nothing(ctx context.Context) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.state != unanswered {
		return nil
	}
	err := k.respond(ctx, callback{Type: deferUpdate}, nil)
	if err == nil {
		k.state = deferred
	}
	return err
}

// say shows one message: the first as the answer, or in the place of the message
// whose button was pressed, all others below. private shows it to the asker
// alone. The error is errLost, errTaken, or that of the request.
func (k *answer) say(ctx context.Context, p payload, private, replace bool) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.a.o.Now().Sub(k.since) >= tokenLife {
		k.state = lost
	}
	if private {
		p.Flags |= flagEphemeral
	}
	if k.state == unanswered {
		c := callback{Type: sayMessage, Data: p}
		if replace {
			p.Flags = 0 // which an update keeps
			c = callback{Type: updateMessage, Data: p}
		}
		if err := k.respond(ctx, c, p.files); err != nil {
			return err
		}
		if k.taken {
			return errTaken
		}
		if k.state == unanswered {
			k.state = answered
			return nil
		}
	}
	switch {
	case k.state == lost:
		return errLost
	case k.state == answered:
		return k.follow(ctx, p)
	}
	return k.fill(ctx, p, private, replace)
}

// fill shows the message that was deferred.
func (k *answer) fill(ctx context.Context, p payload, private, replace bool) error {
	// A press that was deferred stands for the message whose button was pressed.
	inPlace := replace
	if k.i.Type != typePress {
		inPlace = k.private || !private
		if !inPlace {
			if err := k.hook(ctx, http.MethodDelete, original, nil, nil); err != nil && !isLost(err) {
				k.a.o.Logger.Debug("a deferral was not taken back", "platform", Platform, "err", err)
			}
		}
	}
	if !inPlace {
		k.state = answered
		return k.follow(ctx, p)
	}
	p.Flags = 0 // they are what the deferral made them
	err := k.hook(ctx, http.MethodPatch, original, p, p.files)
	if isLost(err) {
		k.state = lost
		return errLost
	}
	if err == nil {
		k.state = answered
	}
	return err
}

// follow shows one more message.
func (k *answer) follow(ctx context.Context, p payload) error {
	if k.i.onlyByUser() && k.follows >= maxFollows {
		return errLost
	}
	err := k.hook(ctx, http.MethodPost, "", p, p.files)
	if err == nil {
		k.follows++
	}
	return lostOr(err)
}

// original is the path of the first response.
const original = "/messages/@original"

// hook makes a request for what the interaction has shown. What did not arrive
// is tried once more where a repeat does no harm.
func (k *answer) hook(ctx context.Context, method, path string, body any, files []bot.File) error {
	r := request{
		method: method, path: "/webhooks/" + k.i.Application.String() + "/" + k.i.Token + path,
		route: "/webhooks/{application}/{token}" + path, body: body, files: files, own: true,
	}
	for try := 1; ; try++ {
		err := k.a.call(ctx, r, nil)
		var f *failure
		if err == nil || !errors.As(err, &f) {
			return err
		}
		again := f.RetryAfter > 0 || !f.sent || method != http.MethodPost && f.Status == 0 || method != http.MethodPost && f.Status >= 500
		refused := f.Status >= 400 && f.Status < 500 && f.Status != http.StatusTooManyRequests
		wait := max(f.RetryAfter, time.Duration(try)*200*time.Millisecond)
		if !again || refused || try >= answerTries || wait > answerWait || sleep(ctx, wait) != nil {
			return err
		}
	}
}

// isLost reports whether an error says that an interaction is over.
func isLost(err error) bool {
	var f *failure
	if !errors.As(err, &f) {
		return errors.Is(err, errLost)
	}
	switch f.Code {
	case unknownInteraction, unknownWebhook, badWebhookToken, unknownMessage:
		return true
	}
	return false
}

// lostOr is errLost in the place of what says so.
func lostOr(err error) error {
	if err != nil && isLost(err) {
		return errLost
	}
	return err
}
